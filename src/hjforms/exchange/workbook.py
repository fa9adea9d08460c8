"""Workbooks (工作簿): a sheet of records and one of their rows, for every form.

In both, the first line (hidden) holds the path of each column and the second the printed labels; the lines from the
third on are data. Column A is ``#``, the number of the record, by which rows belong to it. What a sheet is called does
not matter.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator, Sequence
from dataclasses import replace

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from hjforms.catalogue import Form
from hjforms.errors import DocumentError, Fault, InputError
from hjforms.exchange import book, package
from hjforms.exchange.cells import ERROR, Cell
from hjforms.exchange.entry import Entry, Options, Wanted, letters, within
from hjforms.exchange.lists import entries_in
from hjforms.exchange.own import own_tables
from hjforms.exchange.tables import Grid, Line, Table, head_of_paths, table_of_paths
from hjforms.files import Output, read_bytes
from hjforms.wording import Sentence, named

LARGEST = 128 * 2**20
MOST_TOLD = 20
UNCALCULATED = Sentence("公式没有算过，没有结果；请用 Excel 或 WPS 打开、保存后再用，或直接填写")
MERGED = Sentence("合并单元格，看不出是哪几行的，请取消合并、逐行填写")
SINCE_1904 = Sentence(
    "工作簿用的是1904年日期系统，日期可能差4年零1天；请在选项中改用1900年日期系统并核对日期，或写成文字"
)


def read(name: str, wanted: Wanted) -> Iterator[Entry]:
    """The record of every line of the sheets that hold records."""
    return entries_in(name, tables(name, wanted), wanted)


def tables(name: str, wanted: Wanted) -> list[list[Table]]:
    """The tables of a workbook with their columns, those of one form together."""
    data = read_bytes(name, LARGEST, Sentence("请分成几个文件"))
    with within(name):
        return _tables(Sheets(data), wanted)


class Sheets:
    """The sheets of a workbook as grids."""

    def __init__(self, data: bytes) -> None:
        self.package = package.opened(data)
        self._facts: dict[str, package.Facts] = {}
        try:
            self._book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        except CalamineError:
            raise DocumentError(package.BROKEN) from None

    def names(self) -> list[str]:
        """The names of all sheets of cells, in their order."""
        return [name for name in self._book.sheet_names if name in self.package.sheets]

    def grid(self, name: str) -> Grid:
        """A sheet, with what its values do not tell."""
        facts = self._facts[name] = self.package.facts(name)
        if sum(known.cells for known in self._facts.values()) > package.MOST_CELLS:
            raise DocumentError(package.TOO_LARGE)  # each may be within bounds, and all are held together
        try:
            sheet = self._book.get_sheet_by_name(name)
        except CalamineError:
            raise DocumentError(package.BROKEN) from None
        spans = [(top + 1, left + 1, bottom + 1, right + 1)
                 for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()]  # fmt: skip
        grid = Grid(name, lambda: _lines(sheet), spans=spans)
        days = _days(grid) if self.package.counts_from_1904 else set()
        if not (facts.formulas or facts.errors or spans or days):
            return grid

        def trouble(line: int, column: int) -> Sentence | None:
            if (line, column) in facts.formulas:
                return UNCALCULATED
            if (line, column) in facts.errors:
                return Sentence(ERROR, error=facts.errors[line, column])
            if (line, column) in days:
                return SINCE_1904
            merged = any(top <= line <= bottom and left <= column <= right for top, left, bottom, right in spans)
            return MERGED if merged else None

        return replace(grid, trouble=trouble, troubled=frozenset(line for line, _ in (*facts.formulas, *facts.errors)))

    def refuse_unseen(self, table: Table) -> None:
        """Raise ``InputError`` where lines or columns of a table are hidden in which something is written."""
        _refuse_unseen(table, self._facts[table.grid.name])


def _days(grid: Grid) -> set[tuple[int, int]]:
    """The cells of days and times."""
    return {
        (line, column)
        for line, cells in grid.lines()
        for column, cell in enumerate(cells, 1)
        if isinstance(cell, dt.date | dt.time | dt.timedelta)
    }


def _lines(sheet: CalamineSheet) -> Iterator[Line]:
    """The lines of a sheet from the first on, each from column A."""
    before: list[Cell] = [""] * (sheet.start[1] if sheet.start else 0)
    for number, cells in enumerate(sheet.iter_rows(), 1):
        yield number, [*before, *cells] if before else cells


def _refuse_unseen(table: Table, facts: package.Facts) -> None:
    """Raise for lines and columns that are hidden and in which something is written."""
    hidden = [at for at in table.columns if facts.hides(at)]
    if not hidden and not any(row >= table.first for row in facts.hidden_rows):
        return
    rows, columns = list[int](), set[int]()
    for number, cells in table.lines():
        if number in facts.hidden_rows:
            rows.append(number)
        columns.update(at for at in hidden if at <= len(cells) and cells[at - 1] != "")
    if rows or columns:
        message = Sentence(
            "有隐藏（或被筛选掉）的行列，里面有内容：{lines}；请取消隐藏和筛选，或删去。",
            lines=[
                *(Sentence("第{row}行", row=row) for row in rows[:MOST_TOLD]),
                *(Sentence("{column}列", column=letters(column)) for column in sorted(columns)[:MOST_TOLD]),
                *([Sentence("等{count}行", count=len(rows))] if len(rows) > MOST_TOLD else ()),
            ],
        )
        raise InputError(Fault("", named(table.grid.words, message), "sheet.hidden"))


def _tables(sheets: Sheets, wanted: Wanted) -> list[list[Table]]:
    """The tables of a workbook, those of one form together: by their paths, or else by their labels."""
    grids = [sheets.grid(name) for name in sheets.names()]
    ours = [grid for grid in grids if head_of_paths(next(grid.lines(), (1, ()))[1])]
    tables = [table_of_paths(grid, wanted) for grid in ours]
    if not ours:
        seen = [grid for grid in grids if grid.name not in sheets.package.hidden]
        tables = own_tables(seen, wanted)
    found: dict[str, list[Table]] = {}
    for table in tables:
        sheets.refuse_unseen(table)
        found.setdefault(table.form.id, []).append(table)
    for several in found.values():
        _refuse_several(several)
    return list(found.values())


def _refuse_several(tables: Sequence[Table]) -> None:
    """Raise where the tables of a form are not one of records, with one of each kind of rows at most."""
    form = tables[0].form
    holding: dict[str, list[Table]] = {}
    for table in tables:
        for path in (*([""] if table.has_records else ()), *table.row_tables):
            holding.setdefault(path, []).append(table)
    for several in holding.values():
        if len(several) > 1:
            names = [table.grid.name for table in several]
            raise InputError(
                Sentence(
                    "几张工作表都是《{form}》的，不知用哪一张，请只留一张：{sheets}。", form=form.title, sheets=names
                )
            )
    records = next((table for table in tables if table.has_records), None)
    if records is not None and records.row_tables and len(tables) > 1:
        told = Sentence("明细有的写在记录旁边，有的另有工作表，看不出怎样相属，请一律另写。")
        raise InputError(named(records.grid.words, told))
    if records is None:
        raise InputError(
            named(tables[0].grid.words, Sentence("是《{form}》的明细，没有找到记录的工作表。", form=form.title))
        )


def blank(form: Form, output: Output) -> None:
    """Write the sheets of a form in which nothing is filled in."""
    book.blank(form, output)


def sink(output: Output, options: Options) -> book.WorkbookSink:
    """What writes a workbook."""
    return book.WorkbookSink(output, options.lang)
