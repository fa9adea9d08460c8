"""PDF, many pages in one file (批量打印)."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from bench import page, records
from bench.contests.scale import Scale
from bench.measure import Contender, compete, in_fresh_process, peak_memory
from bench.peers import load
from bench.records import Cases, Sheet
from bench.table import Contest, Row, Target

CONTEST = Contest("PDF, many pages in one file", "pages/s")
SPEED, SIZE, MEMORY = Target("≥", 15), Target("≤", 3, " KB/page"), Target("≤", 1.2)
BATCH = 100
EVERY = 20
"""Of a print run each 20th page is checked, with all its values."""


def run(cases: Cases, scale: Scale) -> Iterator[Row]:
    """hjforms with one long run against typst with files of 100 pages, which is where typst is fastest."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        yield from _run(cases, scale, Path(folder) / "run.pdf")


def _run(cases: Cases, scale: Scale, target: Path) -> Iterator[Row]:
    form = records.form()
    printed = cases.pages[: scale.pages]
    typst = load("typst")

    def print_run(run_records: list[Any]) -> Path:
        form.print_run(run_records, target)
        return target

    others = [case.record for case in cases.warm_up]
    contenders = [Contender("hjforms", print_run, [[printed]] * scale.runs, _check_run, [others], scale.pages)]
    if typst:
        others = [case.sheet for case in cases.warm_up]
        batches = _batches(cases, scale)
        contenders.append(Contender(typst.NAME, typst.pdf_batch, batches, _check_batch, [others], BATCH))
    mine, *scores = compete(contenders)
    size = target.stat().st_size / scale.pages
    yield CONTEST.ours(mine, f"{scale.pages:,} pages a file, each {EVERY}th checked")
    for score in scores:
        yield CONTEST.peer(mine, score, SPEED, f"{BATCH} pages a file, {(score.size or 0) / 1000:.2f} KB/page")
    if not typst:
        yield CONTEST.missing("typst", SPEED)
    yield Row(CONTEST.title, "hjforms, size", f"{size:,.0f} bytes/page", size / 1000, SIZE)
    yield _memory(scale)


def _memory(scale: Scale) -> Row:
    few, many = (in_fresh_process(__spec__.name, pages) for pages in (BATCH, scale.pages))
    figure = f"{many / 2**20:.0f} MB"
    note = f"peak at {scale.pages:,} pages, {few / 2**20:.0f} MB at {BATCH}, each in a fresh process"
    return Row(CONTEST.title, "hjforms, memory", figure, many / few, MEMORY, note=note)


def _batches(cases: Cases, scale: Scale) -> list[list[list[Sheet]]]:
    """For each round some files of 100 pages, no page twice: typst remembers what it has laid out before."""
    sheets = map(records.sheet, cases.pages)
    return [[list(islice(sheets, BATCH)) for _ in range(scale.files)] for _ in range(scale.runs)]


def _check_run(printed: list[Any], target: Path) -> list[bool]:
    sample = {index: records.sheet(printed[index]) for index in range(0, len(printed), EVERY)}
    return page.sample_right(target.read_bytes(), sample, len(printed))


def _check_batch(sheets: list[Sheet], output: bytes) -> list[bool]:
    return page.right(output, sheets)


def print_pages(count: int) -> int:
    """Print so many pages with records that are made as they are asked for; returns the peak of memory in bytes."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        records.form().print_run(islice(records.lean_records(seed=5), count), Path(folder) / "run.pdf")
    return peak_memory()


if __name__ == "__main__":
    print(print_pages(int(sys.argv[1])))
