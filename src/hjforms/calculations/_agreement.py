"""What is wrong with the two accounts of a person, each by itself and both together: one set of checks for all."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

from hjforms.findings import Finding
from hjforms.paths import RecordPath
from hjforms.records.base import Record
from hjforms.records.families.agreement import EMPLOYEE, RESIDENT, resident_and_employee
from hjforms.records.pairs import Pair
from hjforms.records.rules import check
from hjforms.wording import Joined, Sentence, Words

PAPERS = {"resident": RESIDENT, "employee": EMPLOYEE}
ONCE = Sentence("重叠的月份只计一次。")
ROWS = RecordPath("employee.years")
BOUNDS = frozenset({"year", "start", "end"})


def on_side(side: str, findings: Iterable[Finding]) -> list[Finding]:
    """Findings on an account under the name of its side (``resident``, ``employee``)."""
    return [
        replace(finding, path=RecordPath(side) / finding.path, message=Words(PAPERS[side], finding.message))
        for finding in findings
    ]


def of_both(resident: Record, employee: Record, article: str, told: Collection[str] = ()) -> list[Finding]:
    """Where the accounts do not certainly speak of one person; what was ``told`` of a place is not said twice."""
    pair = _pair(type(resident), type(employee), article)
    return [finding for finding in check(pair.joined(resident, employee), pair.rules) if finding.path not in told]


@cache
def _pair(resident: type[Any], employee: type[Any], article: str) -> Pair:
    """Both accounts as those of one person, whichever packs they are of."""
    return resident_and_employee(resident, employee, article)


def weighed(findings: Iterable[Finding], employee: Any, decided: Collection[int]) -> list[Finding]:
    """The findings as grave as they are for months that count once (重叠的月份只计一次).

    Rows that share months are united, and what a row says of a year whose months the agency has ``decided`` does not
    matter: both are only told. That its months are not those of its span is what the agency has looked at.
    """
    rows = {ROWS / index for index, row in enumerate(employee.years) if row.year in decided}
    looked_at = {row / "months" for row in rows}
    return [_weighed(finding, rows) for finding in findings if finding.path not in looked_at]


def _weighed(finding: Finding, decided_rows: Collection[str]) -> Finding:
    path = RecordPath(finding.path)
    if finding.rule == "periods.apart" and path.table == ROWS:
        return replace(finding, severity="warning", message=Joined(finding.message, ONCE))
    if path.parent in decided_rows and path.name in BOUNDS:
        told = Joined(finding.message, Sentence("本年的重复月数以经核对的为准。"))
        return replace(finding, severity="warning", message=told)
    return finding


def but_for(doubts: Iterable[Finding], findings: Iterable[Finding]) -> list[Finding]:
    """The findings without those of whose place a doubt about its months says more."""
    told = {doubt.path for doubt in doubts}
    return [finding for finding in findings if finding.path not in told]


def spoils_months(findings: Sequence[Finding]) -> bool:
    """True where an error leaves no year certain: two people, or rows whose years or months cannot be right."""
    paths = (RecordPath(found.path) for found in findings if found.severity == "error" and found.rule != "required")
    return any("person" in path.steps[1:-1] or (path.table.name == "years" and path.name in BOUNDS) for path in paths)
