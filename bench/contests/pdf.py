"""PDF, one file per document (单份 PDF)."""

from __future__ import annotations

from collections.abc import Iterator
from types import ModuleType

from bench import page, records
from bench.contests.scale import Scale
from bench.measure import Contender, compete
from bench.peers import load
from bench.records import Case, Cases
from bench.table import Contest, Row, Target

CONTEST = Contest("PDF, one file per document", "documents/s")
PEERS = {"typst": Target("≥", 10), "reportlab": Target("≥", 10), "libreoffice": Target("≥", 500)}


def run(cases: Cases, scale: Scale) -> Iterator[Row]:
    """hjforms against typst and reportlab, and against docxtpl with LibreOffice."""
    found = {name: load(name) for name in PEERS}
    rounds = scale.split(cases.documents)
    form = records.form()
    contenders = [Contender("hjforms", lambda case: form.pdf(case.record), rounds, check, cases.warm_up)]
    contenders += [_contender(name, module, cases, scale) for name, module in found.items() if module]
    mine, *scores = compete(contenders)
    notes = {contender.name: _unseen(contender) for contender in contenders}
    by_name = {score.name: score for score in scores}
    yield CONTEST.ours(mine, f"{_kilobytes(mine.size)} {notes['hjforms']}")
    for name, target in PEERS.items():
        module = found[name]
        if module is None:
            yield CONTEST.missing(name, target)
        else:
            score = by_name[module.NAME]
            yield CONTEST.peer(mine, score, target, f"{_kilobytes(score.size)} {notes[score.name]}")


def _contender(name: str, module: ModuleType, cases: Cases, scale: Scale) -> Contender:
    rounds, warm_up = scale.split(cases.documents), cases.warm_up
    if name == "libreoffice":
        rounds, warm_up = [items[:1] for items in rounds[: scale.office_rounds]], warm_up[:1]
    return Contender(module.NAME, lambda case: module.pdf(case.sheet), rounds, check, warm_up)


def check(case: Case, output: bytes) -> list[bool]:
    """Whether the page shows every value."""
    return page.right(output, [case.sheet])


def _unseen(contender: Contender) -> str:
    hidden = page.unseen(contender.run(contender.rounds[0][0]))
    return f"INVISIBLE: {''.join(hidden)}" if hidden else ""


def _kilobytes(size: float | None) -> str:
    return f"{(size or 0) / 1000:.0f} KB"
