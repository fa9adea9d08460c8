"""Lists (名单): workbooks in and out against openpyxl, and a list of ten thousand people from Excel to paper."""

from __future__ import annotations

import json
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any

import hjforms
from bench import records
from bench.contests.scale import Scale
from bench.measure import Contender, compete, in_fresh_process, peak_memory
from bench.table import Contest, Row, Target
from hjforms.exchange import Entry, Origin

FORM = "shandong/contact-letter"  # 12 columns
READING = Contest("Workbooks, read with all that is checked of them (records/s)")
WRITING = Contest("Workbooks, written with the looks of cells (records/s)")
PAPER = Contest("A list from Excel to a print run, checked (10,000 people)")
READ, WRITE = Target("≥", 5), Target("≥", 2)
SECONDS, MEMORY = Target("≤", 60, " s CPU"), Target("≤", 300, " MB")
LINES, PEOPLE = 5000, 10_000


def run(scale: Scale) -> Iterator[Row]:
    """hjforms against openpyxl, then the whole way by itself."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        yield from _run(Path(folder), scale)


def _run(folder: Path, scale: Scale) -> Iterator[Row]:
    form = hjforms.form(FORM)
    made = list(islice(records.records(form, seed=4), LINES))
    source = folder / "a.xlsx"
    hjforms.write(_entries(form, made), source)
    rounds = [[source]] * min(scale.runs, 5)
    reading = [
        Contender("hjforms", _lines, rounds, lambda _path, count: [count == LINES], [source], LINES),
        Contender("openpyxl", _values, rounds, lambda _path, count: [count == LINES], [source], LINES),
    ]
    mine, other = compete(reading)
    yield READING.ours(mine)
    yield READING.peer(mine, other, READ)
    cells = _cells(source)
    target = folder / "b.xlsx"
    writing = [
        Contender("hjforms", lambda _: hjforms.write(_entries(form, made), target), rounds, lambda *_: [True], [source],
                  LINES),
        Contender("openpyxl", lambda _: _write(cells, target), rounds, lambda *_: [True], [source], LINES),
    ]  # fmt: skip
    mine, other = compete(writing)
    yield WRITING.ours(mine)
    yield WRITING.peer(mine, other, WRITE)
    spent = in_fresh_process(__spec__.name, folder)
    right = int(spent["people"] != PEOPLE)
    for name, bound in (("seconds", SECONDS), ("memory", MEMORY)):
        yield Row(PAPER.title, "hjforms", "", spent[name], bound, 1, right, ours=True)


def _entries(form: hjforms.Form, made: Iterable[Any]) -> Iterator[Entry]:
    return (Entry(form, record, Origin("bench")) for record in made)


def _lines(path: Path) -> int:
    """The lines of a list with everything that is looked at before its values count."""
    from hjforms.exchange.entry import Wanted
    from hjforms.exchange.workbook import tables

    return sum(1 for [table] in tables(str(path), Wanted.of(FORM)) for _ in table.lines())


def _values(path: Path) -> int:
    return len(_cells(path)) - 2


def _cells(path: Path) -> list[list[Any]]:
    import openpyxl

    sheet = openpyxl.load_workbook(path).worksheets[0]
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def _write(cells: list[list[Any]], path: Path) -> None:
    """What hjforms writes: every cell with its font and the format of a text."""
    import openpyxl
    from openpyxl.styles import Font

    book, font = openpyxl.Workbook(), Font(name="宋体", size=10)
    for line in cells:
        book.active.append(line)
    for row in book.active.iter_rows():
        for cell in row:
            cell.number_format, cell.font = "@", font
    book.save(path)


def _checked(form: hjforms.Form, path: Path) -> Iterator[Entry]:
    for entry in hjforms.entries(path, form):
        record = form.complete(entry.sound)
        form.check(record)
        yield replace(entry, record=record)


def measured(folder: Path) -> dict[str, float]:
    """Seconds of processor time and peak of memory from a list to a print run."""
    form, source = hjforms.form(FORM), folder / "people.xlsx"
    hjforms.write(_entries(form, islice(records.records(form, seed=5), PEOPLE)), source)
    start = time.process_time()
    count = hjforms.write(_checked(form, source), folder / "people.pdf")
    return {"people": count, "seconds": time.process_time() - start, "memory": peak_memory() / 2**20}


if __name__ == "__main__":
    print(json.dumps(measured(Path(sys.argv[1]))))
