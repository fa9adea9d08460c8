"""CSV (逗号分隔的名单): a line a record; of a form with rows, a line a row, with the fields of the record beside each.

The first line holds the path of each column and the second the printed labels, as the sheets of workbooks do; a list of
somebody's own is read by its labels. Written is UTF-8 with a mark, as office programs open it. A text that they would
take for a formula has an apostrophe before it, which is no part of it.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from operator import attrgetter
from typing import Any

from hjforms.catalogue import FORM_MARK, Form
from hjforms.errors import Fault, InputError
from hjforms.exchange.cells import to_cell
from hjforms.exchange.columns import NUMBER, Column, Columns
from hjforms.exchange.entry import Entry, Options, Wanted, within
from hjforms.exchange.json_text import AMBIGUOUS
from hjforms.exchange.lists import entries_in
from hjforms.exchange.own import NO_TABLE, own_tables
from hjforms.exchange.tables import Grid, Line, Table, head_of_paths, table_of_paths
from hjforms.files import Output, read_bytes
from hjforms.records.parsing import decoded, is_ambiguous
from hjforms.unread import Unread
from hjforms.wording import Sentence, named

LARGEST = 256 * 2**20
LARGEST_CELL = 2**20
FIGURES = frozenset({"money", "whole", "years", "rate"})
_LIKE_FORMULA = re.compile("'*[=+\\-@\t\r]")
_GUARDED = re.compile("'+[=+\\-@\t\r]")
_TEXT_FORMULA = re.compile('="([^"]*)"')


def read(name: str, wanted: Wanted) -> Iterator[Entry]:
    """The record of every line, or of the lines that have one number."""
    return entries_in(name, tables(name, wanted), wanted)


def tables(name: str, wanted: Wanted) -> list[list[Table]]:
    """The one table of a file, with its columns."""
    data = read_bytes(name, LARGEST, Sentence("请分成几个文件"))
    if is_ambiguous(data):
        raise InputError(Fault("", named(name, AMBIGUOUS), "json.encoding"))
    with within(name):
        return [[_table(decoded(data).removeprefix("\ufeff"), wanted)]]


def _table(text: str, wanted: Wanted) -> Table:
    start = text.partition("\n")[0]
    mark = "\t" if "\t" in start and "," not in start else ","
    lines = list(_lines(text, mark))
    grid = Grid("", lambda: iter(lines))
    head = dict(lines[:2])
    if lines and head_of_paths(head[1]):
        number = head[1].index(NUMBER) if NUMBER in head[1] else -1
        below = head.get(2, ())
        return table_of_paths(grid, wanted, labelled=0 <= number < len(below) and below[number] == NUMBER)
    [table] = own_tables([grid], wanted)
    if not table.has_records:
        raise InputError(Sentence(NO_TABLE))
    return table


def _lines(text: str, mark: str) -> Iterator[Line]:
    csv.field_size_limit(LARGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True)
    number = 0
    try:
        for cells in reader:
            number += 1
            yield number, [_bare(cell) for cell in cells]
    except csv.Error:
        raise InputError(
            Sentence("第{row}行不是有效的 CSV：引号没有配对，或一格太长，请核对。", row=number + 1)
        ) from None


def _bare(cell: str) -> str:
    """The text of a cell without what keeps it from being a formula."""
    if _GUARDED.match(cell):
        return cell[1:]
    found = _TEXT_FORMULA.fullmatch(cell)
    return found[1] if found else cell


def sink(output: Output, _options: Options) -> CsvSink:
    """What writes a line a record, or a line a row."""
    return CsvSink(output)


def blank(form: Form, output: Output) -> None:
    """Write the head of a list in which nothing is filled in."""
    made = CsvSink(output)
    made.begin(form)


class CsvSink:
    """The records of one form."""

    def __init__(self, output: Output) -> None:
        self._output = output
        self._columns: Columns | None = None
        self._count = 0

    def begin(self, form: Form) -> None:
        """Write the paths and the labels of a form."""
        columns = Columns.of(form)
        if len(columns.tables) > 1:
            told = Sentence("有几种明细（{tables}），CSV 放不下，请写到 .xlsx 或 .jsonl。",
                            tables=[rows.heading for rows in columns.tables])  # fmt: skip
            raise InputError(Fault("", named(self._output.name, told), "table.several"))
        self._columns = columns
        self._output.write(b"\xef\xbb\xbf")
        self._write([NUMBER, *(column.path for column in columns.every), FORM_MARK])
        self._write([NUMBER, *(column.name for column in columns.every), form.id])

    def add(self, entry: Entry) -> None:
        """Take a record."""
        form, record = entry.stated
        if self._columns is None:
            self.begin(form)
        columns = self._columns
        assert columns is not None
        if columns.form != form:
            told = Sentence("一个 CSV 里只能是同一种表，这里有 {first} 和 {second}，请写到 .xlsx 或文件夹。",
                            first=columns.form.id, second=form.id)  # fmt: skip
            raise InputError(Fault("", named(self._output.name, told), "form.several"))
        self._count += 1
        own = [str(self._count), *_cells(columns.records, record)]
        if not columns.tables:
            self._write([*own, ""])
            return
        [rows] = columns.tables
        for row in rows.of(record) or (None,):
            self._write([*own, *([""] * len(rows.columns) if row is None else _cells(rows.columns, row)), ""])

    def _write(self, cells: Sequence[str]) -> None:
        line = io.StringIO(newline="")
        csv.writer(line, lineterminator="\r\n").writerow(cells)
        self._output.write(line.getvalue().encode("utf-8", "surrogatepass"))

    def close(self) -> None:
        """Every line is written."""
        if self._columns is None:
            raise InputError(Sentence("没有记录可写。"))


def _cells(columns: Sequence[Column], part: Any) -> list[str]:
    return [_text(column, attrgetter(column.path.column)(part)) for column in columns]


def _text(column: Column, value: Any) -> str:
    """What a value is in a cell: figures as they are printed, and no text that would be a formula."""
    if value is None:
        return ""
    kind = column.kind
    if isinstance(value, Unread):
        return value.shown
    if kind.name in FIGURES:
        return str(value) if kind.name == "years" else kind.write(value)
    text = str(to_cell(kind, value))
    return f"'{text}" if _LIKE_FORMULA.match(text) else text
