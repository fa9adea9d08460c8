"""Reading papers that other offices drew (读别处版式): those of ``tests/papers``, each in its own layout."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import hjforms
from bench.contests.scale import Scale
from bench.measure import Contender, compete
from bench.peers import load
from bench.table import Contest, Row, Target

CONTEST = Contest("Reading papers that others drew (papers/s)")
PAPERS = Path(__file__).parents[2] / "tests" / "papers"
SPEED = Target("≥", 0.8)  # both witnesses, text and picture: pdfplumber has the first alone
SCOPE = "the texts of the tables; which field is which it does not tell"
Paper = tuple[bytes, set[str]]


def run(scale: Scale) -> Iterator[Row]:
    """hjforms, which gives records, against pdfplumber, which gives tables (of a page without one, its words)."""
    papers = [(path.read_bytes(), _names(path)) for path in sorted(PAPERS.glob("*.pdf"))]
    rounds, warm_up = [papers] * scale.amount_rounds, papers[:3]
    contenders = [Contender("hjforms", lambda paper: _read(paper[0]), rounds, _is_named, warm_up)]
    if pdfplumber := load("pdfplumber"):
        contenders.append(Contender("pdfplumber", lambda paper: _tables(paper[0]), rounds, _has_texts, warm_up))
    mine, *scores = compete(contenders)
    yield CONTEST.ours(mine)
    for score in scores:
        yield CONTEST.peer(mine, score, SPEED, SCOPE)
    if not pdfplumber:
        yield CONTEST.missing("pdfplumber", SPEED)


def _names(path: Path) -> set[str]:
    """Whose papers they are."""
    records = json.loads(path.with_suffix(".json").read_text("utf-8"))["records"]
    return {record["person"]["name"] for record in records if "name" in record.get("person", {})}


def _read(data: bytes) -> list[Any]:
    try:
        return hjforms.read(data)
    except hjforms.DocumentError:  # a paper that is refused, and said to be, takes its time as well
        return []


def _is_named(paper: Paper, readings: Any) -> list[bool]:
    names = {reading.record.person.name for reading in readings}  # one that is unread is told, and is no wrong one
    return [{name for name in names if isinstance(name, str)} <= paper[1]]


def _tables(data: bytes) -> list[Any]:
    import pdfplumber

    with pdfplumber.open(io.BytesIO(data)) as document:
        return [page.extract_tables() or page.extract_words() for page in document.pages]


def _has_texts(_paper: Paper, pages: list[Any]) -> list[bool]:
    return [any(pages)]
