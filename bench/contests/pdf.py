"""PDF, one file per document (单份 PDF)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any

import hjforms
from bench import page
from bench.contests.scale import Scale
from bench.measure import Contender, compete
from bench.paper import Paper, paper
from bench.peers import load
from bench.records import Case, Cases
from bench.table import Contest, Row, Target

CONTEST = Contest("PDF, one file per document (documents/s)")
DRAWING = {"typst": Target("≥", 10), "reportlab": Target("≥", 10)}
OFFICE = Target("≥", 500)


def run(cases: Cases, scale: Scale) -> Iterator[Row]:
    """hjforms against typst and reportlab, and against docxtpl with LibreOffice."""
    form, sheet = cases.form, paper(cases.form)
    contenders = [_contender("hjforms", _own(form), sheet, cases, scale.split(cases.documents))]
    few = scale.split(cases.documents, scale.drawn)
    targets: dict[str, Target] = {}
    missing: list[Row] = []
    for name, target in DRAWING.items():
        if module := load(name):
            contenders.append(_contender(module.NAME, _drawn(module.Printer(form)), sheet, cases, few))
            targets[module.NAME] = target
        else:
            missing.append(CONTEST.missing(name, target))
    if module := load("libreoffice"):
        contenders.append(_office(module, sheet, cases, scale))
        targets[module.NAME] = OFFICE
    else:
        missing.append(CONTEST.missing("libreoffice", OFFICE))
    mine, *scores = compete(contenders)
    notes = {contender.name: _unseen(contender) for contender in contenders}
    yield CONTEST.ours(mine, f"{_kilobytes(mine.size)}{notes[mine.name]}")
    for score in scores:
        yield CONTEST.peer(mine, score, targets[score.name], f"{_kilobytes(score.size)}{notes[score.name]}")
    yield from missing


def _contender(
    name: str, make: Callable[[Any], bytes], sheet: Paper, cases: Cases, rounds: Sequence[Sequence[Case]]
) -> Contender:
    return Contender(name, make, rounds, partial(_check, sheet), cases.warm_up)


def _own(form: hjforms.Form) -> Callable[[Case], bytes]:
    """hjforms without the record in the file, which no peer puts there."""
    return lambda case: form.pdf(case.record, carry=False)


def _drawn(printer: Any) -> Callable[[Case], bytes]:
    return lambda case: printer.pdf(case.texts)


def _office(module: Any, sheet: Paper, cases: Cases, scale: Scale) -> Contender:
    """LibreOffice, which is slow, with a few documents of the first rounds."""
    printer = module.Printer(cases.form)
    rounds: list[Sequence[Case]] = [items[:1] for items in scale.split(cases.documents)[: scale.office_rounds]]
    return Contender(
        module.NAME,
        lambda case: printer.pdf(printer.context(case.record)),
        rounds,
        partial(_check, sheet),
        cases.warm_up[:1],
    )


def _check(sheet: Paper, case: Case, output: bytes) -> list[bool]:
    """Whether the page shows every value."""
    return page.right(sheet, [case.texts], output)


def _unseen(contender: Contender) -> str:
    hidden = page.unseen(contender.run(contender.rounds[0][0]))
    return f" INVISIBLE: {''.join(hidden)}" if hidden else ""


def _kilobytes(size: float | None) -> str:
    return f"{(size or 0) / 1000:.0f} KB"
