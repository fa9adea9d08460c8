"""Files of results (结果文件): JSON, JSON Lines, CSV, or a workbook whose sheets are the tables."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from hjforms.calculation import Calculation
from hjforms.caselists.cases import Result
from hjforms.caselists.tables import ID, SAID, TITLES, WHERE, WHO, Cell, SideBySide, Table
from hjforms.exchange import book as looks
from hjforms.files import Output, whole_files

LATE = "是"
WIDTHS = {WHERE: 22.0, WHO: 10.0, ID: 20.0, SAID: 60.0, "经办机构": 30.0, "环节": 18.0, "期限": 12.0, "逾期": 7.0}
LONG, USUAL = 24.0, 14.0
DAY, AMOUNT, WHOLE, TEXT = "yyyy-mm-dd", "0.00", "0", "@"


class Written(NamedTuple):
    """How many results were written, how many of them are faulty, and the tables for which CSV has no place."""

    cases: int
    faulty: int
    left_out: tuple[str, ...]


def write(calculation: Calculation, found: Iterable[Result], outputs: Mapping[str, str]) -> Written:
    """Write results to outputs, each of its kind, which appear together; returns how many, and what is left out."""
    count = faulty = 0
    with whole_files(tuple(outputs)) as made:
        taking = [KINDS[kind](calculation, output) for output, kind in zip(made, outputs.values(), strict=True)]
        for result in found:
            count += 1
            faulty += result.is_faulty
            for taker in taking:
                taker.add(result)
        for taker in taking:
            taker.close()
    left_out = tuple(title for taker in taking if isinstance(taker, _CommaSeparated) for title in taker.left_out)
    return Written(count, faulty, left_out)


class _Lines:
    """A result a line."""

    def __init__(self, _calculation: Calculation, output: Output) -> None:
        self._output = output

    def add(self, result: Result) -> None:
        self._output.write(f"{json.dumps(result.as_dict(), ensure_ascii=False)}\n".encode())

    def close(self) -> None:
        """Every line is written."""


class _Array:
    """An array, with a result a line."""

    def __init__(self, _calculation: Calculation, output: Output) -> None:
        self._output, self._before = output, "[\n"

    def add(self, result: Result) -> None:
        self._output.write(f"{self._before}{json.dumps(result.as_dict(), ensure_ascii=False)}".encode())
        self._before = ",\n"

    def close(self) -> None:
        self._output.write(b"[]\n" if self._before == "[\n" else b"\n]\n")


class _CommaSeparated(SideBySide):
    """The first table; ``left_out`` are the titles of the others."""

    def __init__(self, calculation: Calculation, output: Output) -> None:
        super().__init__(calculation)
        self._output = output
        self.left_out: tuple[str, ...] = ()

    def close(self) -> None:
        text = io.StringIO(newline="")
        table, *others = self.tables()
        self.left_out = tuple(other.title for other in others)
        csv.writer(text).writerows([table.heads, *table.lines])
        self._output.write(text.getvalue().encode("utf-8-sig"))


class _Workbook(SideBySide):
    """A sheet for every table."""

    def __init__(self, calculation: Calculation, output: Output) -> None:
        super().__init__(calculation)
        self._output, self._overdue = output, calculation.breakdown.columns.get("late") if calculation.breakdown else ""

    def close(self) -> None:
        book = looks.Book()
        for table in self.tables():
            _sheet(book, table, self._overdue or "")
        book.close(self._output)


KINDS: Mapping[str, type[_Lines | _Array | _CommaSeparated | _Workbook]] = {
    "xlsx": _Workbook,
    "jsonl": _Lines,
    "json": _Array,
    "csv": _CommaSeparated,
}
"""What results are written as, by the endings of names."""


def _sheet(book: looks.Book, table: Table, overdue: str) -> None:
    """A table as a sheet that prints on A4; what is overdue or faulty is coloured."""
    sheet = book.workbook.add_worksheet(book.name(table.title))
    for place, head in enumerate(table.heads):
        sheet.set_column(place, place, WIDTHS.get(head, LONG if len(head) > 8 else USUAL))
        sheet.write_string(0, place, head, book.format({**looks.HEAD, "bg_color": looks.BANDS[0]}))
    last = 0
    for last, cells in enumerate(table.lines, 1):
        row = dict(zip(table.heads, cells, strict=True))
        wrong = str(row[SAID] or "").startswith(TITLES["error"]) or (overdue and row.get(overdue) == LATE)
        colour = {"bg_color": looks.ERROR} if wrong else {}
        for place, cell in enumerate(cells):
            _put(sheet, (last, place), cell, book, {**looks.FONT, "text_wrap": True, **colour})
    sheet.freeze_panes(1, 2)
    sheet.repeat_rows(0)
    sheet.autofilter(0, 0, last, len(table.heads) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_header(f"&C{table.title}")
    sheet.set_footer("&C第 &P 页 共 &N 页")


def _put(sheet: Any, place: tuple[int, int], cell: Cell, book: looks.Book, look: Mapping[str, Any]) -> None:
    if cell is None:
        sheet.write_blank(*place, None, book.format(look))
    elif isinstance(cell, dt.date):
        sheet.write_datetime(*place, cell, book.format({**look, "num_format": DAY}))
    elif isinstance(cell, str):
        sheet.write_string(*place, cell, book.format({**look, "num_format": TEXT}))
    else:
        sheet.write_number(
            *place, cell, book.format({**look, "num_format": AMOUNT if isinstance(cell, Decimal) else "0"})
        )
