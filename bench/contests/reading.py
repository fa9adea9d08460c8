"""Reading our PDF (读 PDF)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bench import records
from bench.contests.scale import Scale
from bench.measure import Contender, compete
from bench.peers import load
from bench.records import Case, Cases
from bench.table import Contest, Row, Target

CONTEST = Contest("Reading the PDFs of hjforms", "documents/s")
PEERS = {"pdfplumber": Target("≥", 8), "pypdfium2": None}

File = tuple[bytes, Case]


def run(cases: Cases, scale: Scale) -> Iterator[Row]:
    """hjforms, which gives a checked record, against tools that give texts."""
    form = records.form()
    found = {name: load(name) for name in PEERS}
    files, others = ([(form.pdf(case.record), case) for case in made] for made in (cases.documents, cases.warm_up))

    def check(file: File, reading: Any) -> list[bool]:
        return [reading.record == file[1].record and not reading.findings]

    contenders = [Contender("hjforms", lambda file: form.read(file[0]), scale.split(files), check, others)]
    for module in filter(None, found.values()):
        rounds = scale.split(files, scale.pdfplumber)
        contenders.append(Contender(module.NAME, _reader(module), rounds, _checker(module), others[:3]))
    mine, *scores = compete(contenders)
    by_name = {score.name: score for score in scores}
    yield CONTEST.ours(mine, "a typed record, equal to the one printed")
    for name, module in found.items():
        if module is None:
            yield CONTEST.missing(name, PEERS[name])
        else:
            yield CONTEST.peer(mine, by_name[module.NAME], PEERS[name], module.SCOPE)


def _reader(module: Any) -> Any:
    return lambda file: module.read(file[0])


def _checker(module: Any) -> Any:
    return lambda file, output: [module.right(file[1].sheet, output)]
