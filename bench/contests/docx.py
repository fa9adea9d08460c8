"""DOCX (Word 文件)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from bench import word
from bench.contests.scale import Scale
from bench.measure import Contender, compete
from bench.peers import load
from bench.records import Case, Cases
from bench.table import Contest, Row, Target

CONTEST = Contest("DOCX (documents/s)")
Item = tuple[Case, dict[str, Any]]
SPEED, SAME = Target("≥", 15), Target("≥", 100, " %")


def run(cases: Cases, scale: Scale) -> Iterator[Row]:
    """hjforms against docxtpl with the same template and the same texts; both have to make the same document."""
    form = cases.form

    def check(case: Case, output: bytes) -> list[bool]:
        return word.right(form, output, case.texts)

    rounds = scale.split(cases.documents)
    contenders = [Contender("hjforms", lambda case: form.docx(case.record), rounds, check, cases.warm_up)]
    if docxtpl := load("docxtpl"):
        contenders.append(_peer(docxtpl.Printer(form), docxtpl.NAME, cases, scale))
    mine, *scores = compete(contenders)
    yield CONTEST.ours(mine)
    for score in scores:
        yield CONTEST.peer(mine, score, SPEED)
        share = 100 * (score.checked - score.wrong) / score.checked
        yield Row(CONTEST.title, "same document.xml but for fonts, sizes and leading (C14N)", "", share, SAME)
    if not docxtpl:
        yield CONTEST.missing("docxtpl", SPEED)


def _peer(printer: Any, name: str, cases: Cases, scale: Scale) -> Contender:
    """docxtpl with a few documents of each round; right is what equals the document of hjforms."""

    def same(item: Item, output: bytes) -> list[bool]:
        return [word.canonical(output) == word.canonical(cases.form.docx(item[0].record))]

    def prepared(made: Sequence[Case]) -> list[Item]:
        return [(case, printer.context(case.record)) for case in made]

    few = [prepared(made) for made in scale.split(cases.documents, scale.docxtpl)]
    return Contender(name, lambda item: printer.docx(item[1]), few, same, prepared(cases.warm_up[:3]))
