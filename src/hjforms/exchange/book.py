"""Writing workbooks (写工作簿): sheets that a clerk can fill in, print on A4, and give back.

Records are written one by one and not kept. Equal records give equal bytes.
"""

from __future__ import annotations

import datetime as dt
import math
import re
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from operator import attrgetter
from typing import Any, NamedTuple

import xlsxwriter

from hjforms.catalogue import FORM_MARK, Form
from hjforms.errors import Fault, InputError
from hjforms.exchange.cells import Cell, to_cell
from hjforms.exchange.columns import NUMBER, ORIGIN, Column, Columns
from hjforms.exchange.entry import Entry, Told
from hjforms.exchange.guide import guide_lines, hint
from hjforms.exchange.tables import FIRST_ROW, LABELS_ROW
from hjforms.files import Output
from hjforms.paths import RecordPath
from hjforms.unread import Unread
from hjforms.wording import Language, Sentence, named, said

LONGEST_TEXT = 32767
LAST_LINE = 1_048_576
LONGEST_NAME = 31
WIDEST_PAGE = 140.0  # characters across a page of A4 on its side that can still be read
CREATED = dt.datetime(2000, 1, 1)  # noqa: DTZ001 - a day that never changes, so that bytes do not
GUIDE, FOUND, ROWS = "说明", "核对", "明细"
ERRORS = {True: "错误", False: "提示"}
FONT = {"font_name": "宋体", "font_size": 10, "valign": "vcenter"}
HEAD = {**FONT, "bold": True, "text_wrap": True, "align": "center", "border": 1, "border_color": "#8EA9C1"}
BANDS = ("#DDEBF7", "#E2EFDA")
DERIVED, UNREAD, ERROR, WARNING = "#EDEDED", "#FF9C9C", "#FFC7CE", "#FFEB9C"
REQUIRED_COLOUR = "#C00000"
FORMATS = {"money": "0.00", "whole": "0", "years": "0", "date": "yyyy-mm-dd"}
WIDTHS = {"money": 12.0, "whole": 8.0, "years": 9.0, "date": 12.0, "year-month": 10.0, "citizen-id": 20.0,
          "capital": 28.0, "rate": 9.0, "flag": 7.0, "choices": 24.0}  # fmt: skip
_UNFIT = re.compile(r"[\[\]:*?/\\']")


def graded(told: Told, lang: Language) -> str:
    """What is wrong, with its grade before it, in a language."""
    return named(said(ERRORS[told.is_error]), told.message).text(lang)


class _Found(NamedTuple):
    """What is wrong, on which sheet, in the record of which number, and where that record comes from."""

    told: Told
    sheet: str
    number: str
    origin: str


class _Sheet:
    """A sheet that is written line by line."""

    def __init__(self, book: Book, name: str, form: Form, columns: Sequence[Column], *, origin: bool) -> None:
        self._book, self._columns, self.name = book, columns, name
        self._paths = [NUMBER, *(column.path for column in columns), *(ORIGIN if origin else ()), FORM_MARK]
        self._get = [attrgetter(column.path.column) for column in columns]
        self._line = FIRST_ROW - 1
        self._sheet = book.workbook.add_worksheet(name)
        self._head(form, origin)
        self._formats = [book.column_format(column) for column in columns]
        self._number = book.format({**FONT, "num_format": "General"})
        self._lay_out()

    def _head(self, form: Form, origin: bool) -> None:
        """The paths, and the labels with their groups."""
        sheet, book = self._sheet, self._book
        sheet.set_row(0, None, None, {"hidden": True})  # before it is written: what is written is gone
        for place, path in enumerate(self._paths):
            sheet.write_string(0, place, path)
        sheet.set_row(1, max(map(_height, self._columns)))
        sheet.write_string(1, 0, NUMBER, book.format({**HEAD, "bg_color": BANDS[0]}))
        group, band = None, 0
        for place, column in enumerate(self._columns, 1):
            if column.group != group:
                group, band = column.group, 1 - band
            label = f"{column.group}\n{column.label}" if column.group else column.label
            colour = {"font_color": REQUIRED_COLOUR} if column.required else {}
            sheet.write_string(1, place, label, book.format({**HEAD, "bg_color": BANDS[band], **colour}))
            sheet.write_comment(1, place, hint(column), {"x_scale": 2, "author": ""})
        for place, label in enumerate(ORIGIN.values() if origin else (), len(self._columns) + 1):
            sheet.write_string(1, place, label, book.format({**HEAD, "bg_color": BANDS[0]}))
        sheet.write_string(1, len(self._paths) - 1, form.id)

    def _lay_out(self) -> None:
        """Widths, formats for what is typed, lists to pick from, and the printed page."""
        sheet, widths = self._sheet, [6.0, *map(_width, self._columns)]
        sheet.set_column(0, 0, widths[0], self._book.format({**FONT, "num_format": "@", "align": "center"}))
        for place, column in enumerate(self._columns, 1):
            sheet.set_column(place, place, widths[place], self._formats[place - 1])
            titles = _to_pick(column)
            if titles:
                sheet.data_validation(
                    FIRST_ROW - 1,
                    place,
                    LAST_LINE - 1,
                    place,
                    {"validate": "list", "source": titles, "error_type": "warning", "error_message": "请从列表中选。"},
                )
        last = len(self._paths) - 1
        if last > len(self._columns) + 1:
            sheet.set_column(len(self._columns) + 1, len(self._columns) + 1, 30)
        sheet.set_column(last, last, 8, None, {"hidden": True})
        named = next((place for place, column in enumerate(self._columns[:4], 1) if column.path == "person.name"), 0)
        sheet.freeze_panes(LABELS_ROW, named + 1)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
        sheet.fit_to_pages(max(1, math.ceil(sum(widths) / WIDEST_PAGE)), 0)
        sheet.repeat_rows(LABELS_ROW - 1)
        if sum(widths) > WIDEST_PAGE:
            sheet.repeat_columns(0, named)
        sheet.hide_gridlines(0)  # they are printed
        sheet.set_header("&C&A")
        sheet.set_footer("&C第 &P 页 共 &N 页")

    def write(self, number: int, values: Any, marks: Mapping[str, list[Told]], origin: Sequence[Cell] = ()) -> int:
        """Write a line; returns its number. ``marks`` are by path, for the number by ``#``."""
        if self._line >= LAST_LINE:
            raise InputError(Sentence("一张工作表最多{most}行，记录太多，请分成几个文件。", most=LAST_LINE))
        line, sheet = self._line, self._sheet
        self._line += 1
        if NUMBER in marks:
            self._put(line, 0, float(number), "", marks[NUMBER])
        else:
            sheet.write_number(line, 0, number, self._number)
        for place, get in enumerate(self._get):
            value = get(values)
            found = marks.get(self._columns[place].path) if marks else None
            if value is not None or found:
                column = self._columns[place]
                cell = to_cell(column.kind, value)
                if found or isinstance(value, Unread):
                    self._put(line, place + 1, cell, column.kind.name, found, unread=isinstance(value, Unread))
                elif isinstance(cell, str):
                    if sheet.write_string(line, place + 1, cell, self._formats[place]):
                        raise InputError(
                            Fault(
                                column.path,
                                Sentence("文字太长，一个单元格最多{most}个字。", most=LONGEST_TEXT),
                                "cell.long",
                            )
                        )
                else:
                    _write_other(sheet, line, place + 1, cell, self._formats[place])
        for place, cell in enumerate(origin, len(self._columns) + 1):
            self._put(line, place, cell, "", None)
        return line + 1

    def _put(
        self, line: int, place: int, cell: Cell | None, kind: str, found: list[Told] | None, *, unread: bool = False
    ) -> None:
        """Write a cell that is not like its column."""
        colours = [UNREAD] if unread else [ERROR if mark.is_error else WARNING for mark in found or ()]
        look = {**FONT, "num_format": FORMATS.get(kind, "@" if isinstance(cell, str) else "General")}
        form = self._book.format({**look, "bg_color": min(colours)} if colours else look)
        if isinstance(cell, str):
            self._sheet.write_string(line, place, cell, form)
        elif cell is None:
            self._sheet.write_blank(line, place, None, form)
        else:
            _write_other(self._sheet, line, place, cell, form)
        if found:
            self._sheet.write_comment(
                line, place, "\n".join(mark.message for mark in found), {"x_scale": 2, "author": ""}
            )


def _write_other(sheet: Any, line: int, place: int, cell: Cell | None, look: Any) -> None:
    if isinstance(cell, dt.date):
        sheet.write_datetime(line, place, cell, look)
    else:
        sheet.write_number(line, place, cell, look)


def _width(column: Column) -> float:
    """The width of a column in characters, as its values need it."""
    kind = column.kind
    if kind.name == "choice":
        return max(7.0, min(30.0, 2.0 * max(map(len, kind.options.values())) + 2))
    if kind.name == "digits":
        length = kind.written.get("maxLength", 0)
        return 9.0 if length <= 6 else 22.0
    if kind.name == "text":
        return (
            16.0 if kind.title == "号码" else 20.0 if "换行" in kind.title else 10.0 if column.label == "姓名" else 15.0
        )
    return WIDTHS.get(kind.name, 12.0)


def _height(column: Column) -> float:
    """The height in points that the label of a column needs over it; a hanzi is as wide as two characters."""
    lines = sum(_lines(text, _width(column)) for text in (column.group, column.label) if text)
    return 6 + 13.5 * max(2, lines)


def _lines(text: str, width: float) -> int:
    """How many lines a text takes in a column of a width in characters."""
    return max(1, math.ceil((2 * len(text) + 1) / width))


def _to_pick(column: Column) -> list[str]:
    """What can be picked, where it is one of a list that fits into a rule of a cell."""
    kind = column.kind
    titles = ["是", "否"] if kind.name == "flag" else list(kind.options.values()) if kind.name == "choice" else []
    return titles if len(",".join(titles)) <= 255 and not any("," in title for title in titles) else []


class Book:
    """A workbook in the making, in a file of its own that nobody sees."""

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 - closed by close()
        self.workbook = xlsxwriter.Workbook(self._file, {"constant_memory": True, "strings_to_numbers": False})
        self.workbook.set_properties({"created": CREATED, "author": "", "comments": ""})
        self._formats: dict[tuple[tuple[str, Any], ...], Any] = {}
        self._names: set[str] = set()

    def format(self, look: Mapping[str, Any]) -> Any:
        """The format of a look, made once."""
        key = tuple(sorted(look.items()))
        if key not in self._formats:
            self._formats[key] = self.workbook.add_format(dict(look))
        return self._formats[key]

    def column_format(self, column: Column) -> Any:
        """How what stands in a column looks, and what is typed there."""
        look = {**FONT, "num_format": FORMATS.get(column.kind.name, "@")}
        if "换行" in column.kind.title:
            look["text_wrap"] = True
        if column.formula:
            look["bg_color"] = DERIVED
        return self.format(look)

    def name(self, wanted: str, behind: str = "") -> str:
        """A name for a sheet that no other has."""
        wanted = _UNFIT.sub("", wanted)
        for number in range(1, 1000):
            end = behind if number == 1 else f"{number}{behind}"
            name = f"{wanted[: LONGEST_NAME - len(end)]}{end}"
            if name.casefold() not in self._names:
                self._names.add(name.casefold())
                return name
        raise AssertionError(wanted)

    def close(self, output: Output) -> None:
        """Write the workbook to an output."""
        self.workbook.close()
        self._file.seek(0)
        shutil.copyfileobj(self._file, output, 2**20)
        self._file.close()


class _Sheets:
    """The sheets of a form: of its records, and of the rows of each of its tables."""

    def __init__(self, book: Book, form: Form, origin: bool, lang: Language) -> None:
        self._lang = lang
        self.columns = Columns.of(form)
        self._known = {column.path for column in self.columns.every}
        self._count, self.origin = 0, origin
        name = book.name(form.title)
        self.records = _Sheet(book, name, form, self.columns.records, origin=origin)
        is_one = len(self.columns.tables) == 1
        self.rows = {
            rows.table: _Sheet(
                book, book.name(name, ROWS) if is_one else book.name(rows.heading), form, rows.columns, origin=False
            )
            for rows in self.columns.tables
        }

    @property
    def names(self) -> list[str]:
        """What they are called: that of the records first."""
        return [self.records.name, *(sheet.name for sheet in self.rows.values())]

    def add(self, entry: Entry, record: Any) -> list[_Found]:
        """Write a record and its rows; returns what is wrong with it, and where that stands now."""
        self._count += 1
        marks: dict[tuple[str, int | None], dict[str, list[Told]]] = {}
        found = []
        for told in entry.told(self._lang):
            path = RecordPath(told.path)
            sheet = self.rows.get(path.table) if path.row is not None else None
            line = ("", None) if sheet is None else (path.table, path.row)
            column = path.general if path.general in self._known else NUMBER
            marks.setdefault(line, {}).setdefault(column, []).append(told)
            found.append(_Found(told, (sheet or self.records).name, str(self._count), str(entry.origin)))
        self.records.write(self._count, record, marks.get(("", None), {}), _origin(entry) if self.origin else ())
        for rows in self.columns.tables:
            for index, row in enumerate(rows.of(record)):
                self.rows[rows.table].write(self._count, row, marks.get((rows.table, index), {}))
        return found


def _origin(entry: Entry) -> list[Cell]:
    """Where an entry was read, and how certain that is (its least certain value); of no paper, the file alone."""
    if entry.reading is None:
        return [entry.origin.file]
    certain = min((found.confidence for found in entry.reading.fields.values()), default=1.0)
    return [entry.origin.file, float(entry.origin.page or 1), certain]


class WorkbookSink:
    """Sheets of records and of their rows for every form, what was found, and how the sheets are filled in."""

    tells_faults = True

    def __init__(self, output: Output, lang: Language = "zh") -> None:
        self._output, self._book, self._lang = output, Book(), lang
        self._forms: dict[str, _Sheets] = {}
        self._found: list[_Found] = []

    def add(self, entry: Entry) -> None:
        """Take a record; of one that is faulty, what is sound of it, the rest as it was found and marked."""
        record = entry.sound_part()
        if entry.form is None or record is None:
            self._found += (_Found(told, "", "", str(entry.origin)) for told in entry.told(self._lang))
            return
        self.add_form(entry.form, origin=entry.reading is not None)
        self._found += self._forms[entry.form.id].add(entry, record)

    def add_form(self, form: Form, *, origin: bool = False) -> None:
        """Begin the sheets of a form."""
        if form.id not in self._forms:
            self._forms[form.id] = _Sheets(self._book, form, origin, self._lang)

    def close(self) -> None:
        """Write what is left to be written."""
        if not self._forms and not self._found:
            raise InputError(Sentence("没有记录可写。"))
        if self._found:
            _write_found(self._book, self._found, self._lang)
        _write_guide(self._book, list(self._forms.values()))
        self._book.close(self._output)


def blank(form: Form, output: Output) -> None:
    """Write a workbook of a form in which nothing is filled in."""
    made = WorkbookSink(output)
    made.add_form(form)
    made.close()


def _write_found(book: Book, found: Sequence[_Found], lang: Language) -> None:
    """A sheet of all that was found."""
    sheet = book.workbook.add_worksheet(book.name(FOUND))
    heads = {"工作表": 20, "#": 6, "级别": 7, "说明": 70, "应为": 16, "现为": 16, "依据": 28, "来源": 40, "路径": 28}
    for place, (label, width) in enumerate(heads.items()):
        sheet.set_column(place, place, width, book.format({**FONT, "text_wrap": True, "num_format": "@"}))
        sheet.write_string(0, place, label, book.format({**HEAD, "bg_color": BANDS[0]}))
    plain = {**FONT, "text_wrap": True, "num_format": "@"}
    for line, (told, name, number, origin) in enumerate(found, 1):
        grade = said(ERRORS[told.is_error]).text(lang)
        texts = [name, number, grade, told.message, told.expected, told.found, told.article, origin]
        for place, text in enumerate([*texts, told.path]):
            look = {**plain, "bg_color": ERROR if told.is_error else WARNING} if place == 2 else plain
            sheet.write_string(line, place, (text or "")[:LONGEST_TEXT], book.format(look))
    sheet.freeze_panes(1, 0)
    _on_a4(sheet)


def _write_guide(book: Book, forms: Sequence[_Sheets]) -> None:
    """A sheet that says how the others are filled in."""
    sheet = book.workbook.add_worksheet(book.name(GUIDE))
    longest = max((len(sheet) for sheets in forms for sheet in sheets.names), default=0)
    widths = (max(32.0, 2.0 * longest), 40.0, 24.0, 60.0)
    for place, width in enumerate(widths):
        sheet.set_column(place, place, width)
    line = 0
    for sheets in forms:
        records, *rows = sheets.names
        for cells, is_head in guide_lines(sheets.columns, records, rows):
            look = {**HEAD, "align": "left", "bg_color": BANDS[0]} if is_head else {**FONT, "text_wrap": True}
            if len(cells) == 1:
                look = {**FONT, "bold": is_head}
            else:
                sheet.set_row(line, 13.5 * max(map(_lines, cells, widths)))
            for place, text in enumerate(cells):
                sheet.write_string(line, place, text, book.format(look))
            line += 1
        line += 1
    _on_a4(sheet)


def _on_a4(sheet: Any) -> None:
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&C第 &P 页 共 &N 页")
