"""Settlement (重复缴费结算): from the two accounts of a person to the refund form, with its derivation.

The accounts may be records, or papers that came back from other offices. Law: 鲁人社字〔2024〕84号 第十一条、第十二条;
人社部发〔2014〕17号 三.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from hjforms.calculation import Outcome
from hjforms.calculations._accounts import labels, paid_rows, principal
from hjforms.calculations.overlap import months_twice
from hjforms.calculations.refund import figures_of
from hjforms.catalogue import Form, form, forms
from hjforms.errors import DocumentError, Fault, InputError
from hjforms.findings import Finding
from hjforms.law.accounts import Direction
from hjforms.law.overlap import Overlap
from hjforms.law.returns import NATIONAL, SHANDONG, YearReturned, returns_of_year
from hjforms.records.base import Record, leaves
from hjforms.records.families.agreement import resident_and_employee
from hjforms.records.pairs import Pair
from hjforms.records.rules import check

RESIDENT = "resident-account"
EMPLOYEE = "employee-account"
REFUND = "refund"
SHANDONG_PACK = "shandong"
ROLES = {RESIDENT: "居民养老保险信息表", EMPLOYEE: "职工养老保险信息表"}
MARKS = (b"PK\x03\x04", b"%PDF-")
Account = str | Path | bytes | Mapping[str, Any] | Record


@dataclass(frozen=True)
class Settlement:
    """The refund form of a person (``form``, ``record``), and how every figure on it came about (``outcome``).

    ``findings`` hold what was found on either account, and where the two do not fit together; their paths begin
    with ``resident`` or ``employee``. While one of them is an error, the record must not be used as it is.
    """

    form: Form
    record: Any
    outcome: Outcome
    findings: tuple[Finding, ...]

    def explanation(self) -> list[str]:
        """The derivation (计算说明), line by line."""
        return self.outcome.explanation()


@dataclass(frozen=True)
class _Paper:
    """An account: its form, its completed record, what was found on it, and which side of the case it is."""

    form: Form
    record: Any
    findings: tuple[Finding, ...]
    side: str


def settle(
    resident: Account,
    employee: Account,
    *,
    filled_on: dt.date | None = None,
    signoff: Mapping[str, Any] | None = None,
    decided: Mapping[int, int] | None = None,
    direction: Direction | None = None,
    pack: str = SHANDONG_PACK,
) -> Settlement:
    """The refund of what a person paid twice (重复缴费清退), from both accounts.

    Law: 鲁人社字〔2024〕84号 第十二条. ``resident`` and ``employee`` are records, JSON, or PDF and DOCX files (paths or
    bytes). ``decided`` are months by year that the agency has found out itself; ``direction`` says which scheme the
    person leaves, and so where subsidies go; ``pack`` tells which province's forms JSON accounts are (paper tells by
    itself). Raises ``InputError`` and ``DocumentError`` for accounts that cannot be read.
    """
    papers = (_paper(resident, RESIDENT, pack, "resident"), _paper(employee, EMPLOYEE, pack, "employee"))
    first, second = (paper.record for paper in papers)
    refund_form = form(f"{papers[0].form.id.partition('/')[0]}/{REFUND}", filled_on)
    twice, doubts = months_twice(first, second, dict(decided or {}))
    record = refund_form.complete(_refund_record(refund_form, first, second, twice, filled_on, signoff))
    own = _own_findings(papers)
    findings = [*own, *_disagreements(first, second, own), *doubts, *refund_form.check(record)]
    outcome = Outcome(_figures(refund_form, first, twice, direction), tuple(findings))
    return Settlement(refund_form, record, outcome, tuple(findings))


def _own_findings(papers: Iterable[_Paper]) -> list[Finding]:
    """What is wrong with each account by itself, under the name of its side."""
    return [
        replace(finding, path=f"{paper.side}.{finding.path}".removesuffix("."))
        for paper in papers
        for finding in (*paper.findings, *paper.form.check(paper.record))
    ]


def _disagreements(resident: Record, employee: Record, own: Iterable[Finding]) -> list[Finding]:
    """Where the accounts do not certainly speak of one person; what was found on one of them is not said twice."""
    pair = _pair(type(resident), type(employee))
    told = {finding.path for finding in own}
    return [finding for finding in check(pair.joined(resident, employee), pair.rules) if finding.path not in told]


@cache
def _pair(resident: type[Any], employee: type[Any]) -> Pair:
    """Both accounts as those of one person, whichever packs they are of."""
    return resident_and_employee(resident, employee, SHANDONG)


def _refund_record(
    refund_form: Form,
    resident: Any,
    employee: Any,
    twice: Overlap,
    filled_on: dt.date | None,
    signoff: Mapping[str, Any] | None,
) -> Any:
    """The refund form with what the accounts state; its own rules fill the rest. Uncertain months stay blank."""
    wanted = {*twice.years, *twice.uncertain}
    years = [
        {"year": row.year, "paid": principal(row), "months": step.value if step else None}
        for _, row in paid_rows(resident)
        if row.year in wanted
        for step in (twice.years.get(row.year),)
    ]
    known = leaves(refund_form.record_type)
    wanted_of_person = [path.removeprefix("person.") for path in known if path.startswith("person.")]
    owners = (employee.person, resident.person)
    person = {
        name: next((found for owner in owners if (found := getattr(owner, name, None))), None)
        for name in wanted_of_person
    }
    return refund_form.load({"filled_on": filled_on, "person": person, "years": years, "signoff": dict(signoff or {})})


def _figures(refund_form: Form, resident: Any, twice: Overlap, direction: Direction | None) -> dict[str, Any]:
    """Months, refunds, subsidies and interest of every year that is certain; sums only where all are."""
    local = refund_form.id.startswith(SHANDONG_PACK)
    returned: dict[int, YearReturned] = {
        row.year: returns_of_year(
            row.year,
            principal(row),
            labels(row),
            twice.years[row.year],
            row.subsidy if local else None,
            row.interest if local else None,
            SHANDONG if local else NATIONAL,
        )
        for _, row in paid_rows(resident)
        if row.year in twice.years
    }
    figures = {f"months.{year}": step for year, step in twice.years.items()}
    figures |= figures_of(returned, direction)
    if twice.uncertain:
        figures = {key: step for key, step in figures.items() if "." in key}
    return figures


def _paper(source: Account, role: str, pack: str, side: str) -> _Paper:
    """An account from whatever the caller has of it."""
    try:
        return _completed(*_taken(source, role, pack), side)
    except InputError as error:
        faults = (Fault(f"{side}.{fault.path}".removesuffix("."), fault.message) for fault in error.faults)
        raise InputError(*faults) from None
    except DocumentError as error:
        raise DocumentError(f"{ROLES[role]}：{error}") from None


def _completed(found: Form, record: Any, findings: tuple[Finding, ...], side: str) -> _Paper:
    return _Paper(found, found.complete(record), findings, side)


def _taken(source: Account, role: str, pack: str) -> tuple[Form, Any, tuple[Finding, ...]]:
    known = [found for found in forms() if found.base_id.endswith(f"/{role}")]
    if isinstance(source, Record):
        for found in known:
            if type(source) is found.record_type:
                return found, source, ()
        raise InputError(f"不是{ROLES[role]}的记录。")
    data = source if isinstance(source, Mapping) else _bytes(source)
    if isinstance(data, bytes) and any(mark in data[:1024] for mark in MARKS):
        return _read(data, known, role)
    found = form(f"{pack}/{role}")
    return found, found.load(data), ()


def _bytes(source: str | Path | bytes) -> bytes:
    if isinstance(source, bytes):
        return source
    try:
        return Path(source).read_bytes()
    except OSError as error:
        raise InputError(f"{source}：打不开（{type(error).__name__}），请检查路径。") from None


def _read(data: bytes, known: list[Form], role: str) -> tuple[Form, Any, tuple[Finding, ...]]:
    from hjforms.reading.document import read_all

    readings = read_all(data, known)
    if len(readings) != 1:
        raise DocumentError(f"文件中有 {len(readings)} 份{ROLES[role]}，应恰好一份。")
    return readings[0].form, readings[0].record, readings[0].findings
