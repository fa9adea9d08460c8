"""Archives and OFD (归档、OFD), against the plain PDF of the same records."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import hjforms
from bench import page
from bench.contests.scale import Scale
from bench.measure import Contender, compete
from bench.paper import Paper, paper
from bench.records import Case, Cases
from bench.table import Contest, Row, Target

CONTEST = Contest("archives (documents/s, times as fast the plain PDF is)")
TIMES = {"PDF/A-3b, tagged": Target("≤", 1.1), "OFD": Target("≤", 2)}
SIZE = Target("≤", 1.2)


def run(cases: Cases, scale: Scale) -> Iterator[Row]:
    """A plain PDF, an archive and an OFD of every record, each with the record in it."""
    form, sheet, rounds = cases.form, paper(cases.form), scale.split(cases.documents)
    drawn, read = partial(_shows, sheet), partial(_reads, form)
    contenders = [
        Contender("hjforms", lambda case: form.pdf(case.record), rounds, drawn, cases.warm_up),
        Contender("PDF/A-3b, tagged", lambda case: form.pdf(case.record, archive=True), rounds, drawn, cases.warm_up),
        Contender("OFD", lambda case: form.ofd(case.record), rounds, read, cases.warm_up),
    ]
    plain, *scores = compete(contenders)
    yield CONTEST.ours(plain)
    for score in scores:
        yield CONTEST.peer(plain, score, TIMES[score.name])
        yield Row(CONTEST.title, f"size of {score.name}", "", (score.size or 0) / (plain.size or 1), SIZE)


def _shows(sheet: Paper, case: Case, output: bytes) -> list[bool]:
    return page.right(sheet, [case.texts], output)


def _reads(form: hjforms.Form, case: Case, output: bytes) -> list[bool]:
    return [form.read(output).record == case.record]
