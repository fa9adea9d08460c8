"""Reading our own PDF (读 PDF)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from bench.contests.scale import Scale
from bench.measure import Contender, compete
from bench.peers import load
from bench.records import Case, Cases
from bench.table import Contest, Row, Target

CONTEST = Contest("Reading the PDFs of hjforms (documents/s)")
SPEED = Target("≥", 8)
File = tuple[bytes, Case]


def run(cases: Cases, scale: Scale) -> Iterator[Row]:
    """hjforms, which gives a checked record, against tools that give texts."""
    return race(CONTEST, SPEED, cases, scale, lambda data, _number: data)


def race(
    contest: Contest,
    target: Target,
    cases: Cases,
    scale: Scale,
    saved: Callable[[bytes, int], bytes],
    most: int | None = None,
) -> Iterator[Row]:
    """Read our PDFs as they were ``saved``; hjforms reads at most so many of each round."""
    form = cases.form

    def files(made: Sequence[Case]) -> list[File]:
        return [(saved(form.pdf(case.record), number), case) for number, case in enumerate(made)]

    def right(file: File, reading: Any) -> list[bool]:
        return [reading.record == file[1].record and not reading.findings]

    everything, others = files(cases.documents), files(cases.warm_up[:4])
    rounds = scale.split(everything, most)
    contenders = [Contender("hjforms", lambda file: form.read(file[0]), rounds, right, others)]
    targets = {"pdfplumber": target, "pypdfium2": None}
    found = {name: module.Reader(form) for name in targets if (module := load(name))}
    few = scale.split(everything, scale.pdfplumber)
    contenders += [_peer(name, reader, few, others[:2]) for name, reader in found.items()]
    mine, *scores = compete(contenders)
    yield contest.ours(mine)
    for score in scores:
        yield contest.peer(mine, score, targets[score.name], found[score.name].scope)
    for name in targets.keys() - found.keys():
        yield contest.missing(name, targets[name])


def _peer(name: str, reader: Any, rounds: Sequence[Sequence[File]], warm_up: Sequence[File]) -> Contender:
    def right(file: File, output: Any) -> list[bool]:
        return [reader.right(file[1].texts, output)]

    return Contender(name, lambda file: reader.read(file[0]), rounds, right, warm_up)
