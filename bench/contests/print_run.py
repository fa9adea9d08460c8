"""PDF, many pages in one file (批量打印)."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

import hjforms
from bench import page, records
from bench.contests.scale import Scale
from bench.measure import Contender, compete, in_fresh_process, peak_memory
from bench.paper import paper
from bench.peers import load
from bench.records import Cases
from bench.table import Contest, Row, Target

CONTEST = Contest("PDF, many pages in one file (pages/s)")
SPEED, SIZE, MEMORY = Target("≥", 15), Target("≤", 3, " KB/page"), Target("≤", 1.2)
BATCH = 100
EVERY = 20
"""Of a print run each 20th page is checked, with all its values."""


def run(cases: Cases, scale: Scale) -> Iterator[Row]:
    """hjforms with one long run against typst with files of 100 pages, which is where typst is fastest."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        yield from _run(cases, scale, Path(folder) / "run.pdf")


def _run(cases: Cases, scale: Scale, target: Path) -> Iterator[Row]:
    form, sheet = cases.form, paper(cases.form)
    printed = cases.pages(scale.pages)
    texts = [records.texts_of(form, record) for record in printed]

    def print_run(run_records: list[Any]) -> Path:
        form.print_run(run_records, target)
        return target

    def check(_records: list[Any], output: Path) -> list[bool]:
        sample = {index: texts[index] for index in range(0, len(texts), EVERY)}
        return page.sample_right(sheet, output.read_bytes(), sample, len(texts))

    others = [case.record for case in cases.warm_up]
    contenders = [Contender("hjforms", print_run, [[printed]] * scale.runs, check, [others], scale.pages)]
    if typst := load("typst"):
        printer = typst.Printer(form)
        others = [case.texts for case in cases.warm_up]
        right = partial(page.right, sheet)
        contenders.append(Contender(typst.NAME, printer.pdf_batch, _batches(texts, scale), right, [others], BATCH))
    mine, *scores = compete(contenders)
    size = target.stat().st_size / scale.pages
    yield CONTEST.ours(mine)
    for score in scores:
        yield CONTEST.peer(mine, score, SPEED, f"{(score.size or 0) / 1000:.2f} KB/page")
    if not typst:
        yield CONTEST.missing("typst", SPEED)
    yield Row(CONTEST.title, "hjforms, size", "", size / 1000, SIZE)
    yield _memory(form, scale)


def _batches(texts: list[list[str]], scale: Scale) -> list[list[list[list[str]]]]:
    """For each round some files of 100 pages, no page twice: typst remembers what it has laid out before."""
    files = [texts[start : start + BATCH] for start in range(0, len(texts) - BATCH + 1, BATCH)]
    return [files[start : start + scale.files] for start in range(0, len(files), scale.files)][: scale.runs]


def _memory(form: hjforms.Form, scale: Scale) -> Row:
    few, many = (in_fresh_process(__spec__.name, form.id, pages) for pages in (BATCH, scale.pages))
    figure = f"{few / 2**20:.0f} → {many / 2**20:.0f} MB"
    return Row(CONTEST.title, f"hjforms, peak of {BATCH} and {scale.pages} pages", figure, many / few, MEMORY)


def print_pages(form_id: str, count: int) -> int:
    """Print so many pages with records that are made as they are asked for; returns the peak of memory in bytes."""
    form = hjforms.form(form_id)
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        form.print_run(islice(records.lean_records(form, seed=5), count), Path(folder) / "run.pdf")
    return peak_memory()


if __name__ == "__main__":
    print(print_pages(sys.argv[1], int(sys.argv[2])))
