"""Whole lists (名单): records from JSON Lines, checked, to print runs and to files, against the bare work and peers.

Every row is whole processes, by processor time of all of them, without their start: of a list and its first quarter
the difference counts, because a process starts once however long the list is. What two processes gain is told by what
they cost together, each on a core of its own; by the clock it is told as well, which on a busy machine says little.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from itertools import islice
from pathlib import Path
from typing import Any

import hjforms
from bench import records
from bench.contests.scale import Scale
from bench.measure import Taken, every_core, in_fresh_process, peak_memory, taken_by
from bench.peers import load
from bench.table import Contest, Row, Target

CONTEST = Contest("Lists: JSON Lines, checked, into a folder (records/s)")
FORM = "shandong/refund"
RUN = 500
OVERHEAD, TOGETHER, MEMORY = Target("≤", 1.1), Target("≥", 1.9), Target("≤", 1.25)
MERGE, OFFICE = Target("≥", 10), Target("≥", 30)
FEW, FEWER, TURNS = 240, 24, 2


def run(scale: Scale) -> Iterator[Row]:
    """A folder of print runs and a folder of Word files; the bare work beside the first, peers beside the second."""
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        yield from _run(Path(name), scale.listed)


def _run(folder: Path, count: int) -> Iterator[Row]:
    lists = Lists(folder, count)
    bare, one = lists.rate("bare"), lists.rates("batch", 1, RUN)
    with every_core():
        two = lists.rates("batch", 2, RUN)
    title, right = CONTEST.title, _same(lists.made("batch", 1, RUN), lists.made("batch", 2, RUN))
    yield Row(title, "hjforms, print runs", f"{one.worked:.0f}", None, None, 1, int(not right), ours=True)
    yield Row(title, "over the bare work", "", bare / one.worked, OVERHEAD)
    yield Row(title, "two processes, by processor time", "", 2 * two.worked / one.worked, TOGETHER)
    yield Row(title, "two processes, by the clock", f"{two.waited:.0f}", two.waited / one.waited)
    few, many = (in_fresh_process(__spec__.name, "memory", lists.long, folder / str(part), part) for part in (4, 1))
    yield Row(title, f"peak of {count // 4} and {count}", f"{few >> 20} → {many >> 20} MB", many / few, MEMORY)
    yield from _peers(Lists(folder / "word", FEW, lists.long), Lists(folder / "office", FEWER, lists.long))


def _peers(few: Lists, fewer: Lists) -> Iterator[Row]:
    title, words = CONTEST.title, few.rate("batch", 1, 0)
    yield Row(title, "hjforms, Word files", f"{words:.0f}", ours=True)
    if load("docxtpl") is None:
        yield CONTEST.missing("docxtpl", MERGE)
        return
    theirs = few.rate("docxtpl")
    yield Row(title, "docxtpl in a pool of two", f"{theirs:.1f}", words / theirs, MERGE)
    if load("libreoffice") is None:
        yield CONTEST.missing("libreoffice", OFFICE)
        return
    theirs = fewer.rate("office")
    yield Row(
        title, "docxtpl, all printed by one LibreOffice", f"{theirs:.2f}", few.rate("batch", 1, FEW) / theirs, OFFICE
    )


class Lists:
    """A list and the first quarter of it. A rate is that of the other three: a process starts but once."""

    def __init__(self, folder: Path, count: int, source: Path | None = None) -> None:
        folder.mkdir(exist_ok=True)
        self._folder, self._count = folder, count
        self.long = _first(source, count, folder / "long.jsonl") if source else listed(folder / "long.jsonl", count)
        self._short = _first(self.long, count // 4, folder / "short.jsonl")

    def rate(self, what: str, *more: int) -> float:
        """Records in a second of processor time."""
        return self.rates(what, *more).worked

    def rates(self, what: str, *more: int) -> Taken:
        """Records in a second, of processor time and of the clock, the best of some."""
        long, short = (
            [_taken(what, source, self.made(what, *more, source.stem, turn), *more) for turn in range(TURNS)]
            for source in (self.long, self._short)
        )
        seconds = (
            min(of) - min(other) for of, other in zip(zip(*long, strict=True), zip(*short, strict=True), strict=True)
        )
        return Taken(*((self._count - self._count // 4) / passed for passed in seconds))

    def made(self, *what: object) -> Path:
        """What was made of it."""
        named = what if isinstance(what[-2], str) else (*what, "long", 0)
        return self._folder / "-".join(map(str, named))


def listed(path: Path, count: int) -> Path:
    """A list of records without fault."""
    form = hjforms.form(FORM)
    made = (form.dump(record) for record in records.records(form, seed=8) if _is_sound(form, record))
    with path.open("w", encoding="utf-8") as file:
        file.writelines(f"{json.dumps(data, ensure_ascii=False)}\n" for data in islice(made, count))
    return path


def _is_sound(form: hjforms.Form[Any], record: Any) -> bool:
    return all(finding.severity != "error" for finding in form.check(record))


def _first(source: Path, count: int, target: Path) -> Path:
    with source.open(encoding="utf-8") as file, target.open("w", encoding="utf-8") as copy:
        copy.writelines(islice(file, count))
    return target


def _taken(what: str, source: Path, target: Path, *more: int) -> Taken:
    return taken_by([sys.executable, "-m", __spec__.name, what, source, target, *map(str, more)])


def _same(one: Path, other: Path) -> bool:
    made = [sorted(path.name for path in folder.iterdir()) for folder in (one, other)]
    return made[0] == made[1] and all((one / name).read_bytes() == (other / name).read_bytes() for name in made[0])


# ------------------------------------------------------------------------------------------- the processes


def _bare(source: Path, target: Path) -> None:
    """The work itself: load, complete, check, print."""
    form = hjforms.form(FORM)

    def checked() -> Iterator[Any]:
        for entry in hjforms.entries(source, form):
            record = form.complete(entry.sound)
            form.check(record)
            yield record

    form.print_run(checked(), target)


def _batch(source: Path, target: Path, jobs: str, chunk: str) -> None:
    """A batch of print runs; with a chunk of 0, of Word files."""
    how: dict[str, Any] = {"chunk": int(chunk)} if int(chunk) else {"kind": "docx"}
    report = hjforms.batch(FORM, source, target, jobs=int(jobs), **how)
    assert report.faulty == 0


def _memory(source: Path, target: Path, part: str) -> None:
    """The most memory that a batch of a part of the list takes."""
    with source.open(encoding="utf-8") as file:
        lines = sum(1 for _ in file)
    _batch(_first(source, lines // int(part), target.with_suffix(".jsonl")), target, "1", str(RUN))
    print(json.dumps(peak_memory()))


def _docxtpl(source: Path, target: Path) -> None:
    """What somebody does who has docxtpl: a pool, a file a record."""
    target.mkdir()
    with ProcessPoolExecutor(2) as pool:
        for number, data in enumerate(pool.map(_word, source.read_text("utf-8").splitlines(), chunksize=8), 1):
            (target / f"{number:05}.docx").write_bytes(data)


def _word(line: str) -> bytes:
    module = load("docxtpl")
    assert module is not None
    form = hjforms.form(FORM)
    printer = module.Printer(form)
    made: bytes = printer.docx(printer.context(form.complete(form.load(line))))
    return made


def _office(source: Path, target: Path) -> None:
    """A mail merge without its wizard: the documents by docxtpl, all of them printed by one LibreOffice."""
    _docxtpl(source, target)
    module = load("libreoffice")
    assert module is not None
    module.convert(sorted(target.glob("*.docx")), target)


WORK = {"bare": _bare, "batch": _batch, "memory": _memory, "docxtpl": _docxtpl, "office": _office}

if __name__ == "__main__":
    WORK[sys.argv[1]](Path(sys.argv[2]), Path(sys.argv[3]), *sys.argv[4:])
