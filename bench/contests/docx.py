"""DOCX (Word 文件)."""

from __future__ import annotations

from collections.abc import Iterator

from bench import records, word
from bench.contests.scale import Scale
from bench.measure import Contender, compete
from bench.peers import load
from bench.records import Case, Cases
from bench.table import Contest, Row, Target

CONTEST = Contest("DOCX", "documents/s")
SPEED, SAME = Target("≥", 15), Target("≥", 100, " %")


def run(cases: Cases, scale: Scale) -> Iterator[Row]:
    """hjforms against docxtpl with the same template and the same texts; both have to make the same document."""
    form = records.form()
    docxtpl = load("docxtpl")

    def check(case: Case, output: bytes) -> list[bool]:
        return word.right(output, case.sheet)

    def same(case: Case, output: bytes) -> list[bool]:
        return [word.canonical(output) == word.canonical(form.docx(case.record))]

    rounds = scale.split(cases.documents)
    contenders = [Contender("hjforms", lambda case: form.docx(case.record), rounds, check, cases.warm_up)]
    if docxtpl:
        few = scale.split(cases.documents, scale.docxtpl)
        contenders.append(Contender(docxtpl.NAME, lambda case: docxtpl.docx(case.sheet), few, same, cases.warm_up[:5]))
    mine, *scores = compete(contenders)
    yield CONTEST.ours(mine)
    for score in scores:
        yield CONTEST.peer(mine, score, SPEED)
        share = 100 * (score.checked - score.wrong) / score.checked
        yield Row(CONTEST.title, "same document.xml (C14N)", f"{score.checked} compared", share, SAME)
    if not docxtpl:
        yield CONTEST.missing("docxtpl", SPEED)
