"""Settlement (重复缴费结算): from the two accounts of a person to the refund form, with its derivation.

The accounts may be records, or papers that came back from other offices. Law: 鲁人社字〔2024〕84号 第十一条、第十二条;
人社部发〔2014〕17号 三.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal, cast, get_args

from hjforms.calculation import Outcome
from hjforms.calculations._accounts import paid_rows, principal
from hjforms.calculations._agreement import on_side
from hjforms.calculations._careers import of_accounts, of_case
from hjforms.calculations._sheet import sheet_of
from hjforms.calculations._twice import SHANDONG_PACK, Paper, paid_twice
from hjforms.calculations.transfer import CALCULATION, papers_of
from hjforms.catalogue import Form, form, forms
from hjforms.errors import ArgumentError, DocumentError, InputError, given
from hjforms.exchange.door import opened
from hjforms.exchange.entry import Entry, Wanted
from hjforms.findings import Finding
from hjforms.law.accounts import Direction
from hjforms.law.overlap import Overlap
from hjforms.notations import date
from hjforms.packs.national.outcome import Outcome as OutcomeSheet
from hjforms.paths import RecordPath
from hjforms.records.base import Record, leaves, part_type, refuse_unread
from hjforms.render.annex import annex
from hjforms.render.annex_docx import annex_docx
from hjforms.render.careers import Careers, draw
from hjforms.render.drawing import Drawing, svg
from hjforms.wording import Said, Sentence, named

RESIDENT = "resident-account"
EMPLOYEE = "employee-account"
REFUND = "refund"
ROLES = {RESIDENT: Sentence("居民养老保险信息表"), EMPLOYEE: Sentence("职工养老保险信息表")}
MARKS = (b"PK\x03\x04", b"%PDF-")
AnnexKind = Literal["pdf", "docx"]
Account = str | Path | bytes | Mapping[str, Any] | Record | Entry


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
    accounts: tuple[Any, Any] = (None, None)
    direction: Direction | None = None

    def explanation(self) -> list[Said]:
        """The derivation (计算说明), line by line."""
        return self.outcome.explanation()

    def sheet(
        self,
        *,
        signoff: Mapping[str, Any] | None = None,
        contact: Mapping[str, Any] | None = None,
        number: str | None = None,
    ) -> OutcomeSheet:
        """What the person is told (办理结果告知单), a record of ``national/outcome``; see ``Transfer.sheet``."""
        signed = {"signoff": signoff, "contact": contact, "number": number}
        careers = of_accounts(self.outcome.figures, *self.accounts)
        return _sheet(self.outcome, self.record.person, self.direction, self.accounts[0], careers, signed)

    def picture(self) -> bytes:
        """Both careers month by month, as SVG; see ``Transfer.picture``."""
        return svg(self._careers())

    def annex(self, kind: AnnexKind = "pdf") -> bytes:
        """The derivation (计算说明) as a file; see ``Transfer.annex``."""
        return _annex(kind, self.record.person, self.outcome, self._careers)

    def _careers(self) -> Drawing:
        return draw(of_accounts(self.outcome.figures, *self.accounts))


def settle(
    resident: Account,
    employee: Account,
    *,
    filled_on: dt.date | str | None = None,
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
    filled_on = date.of(filled_on)
    refuse_wrong(signoff, decided, direction)
    papers = (_paper(resident, RESIDENT, pack, "resident"), _paper(employee, EMPLOYEE, pack, "employee"))
    first, second = (paper.record for paper in papers)
    refund_form = form(f"{papers[0].form.id.partition('/')[0]}/{REFUND}", filled_on)
    found = paid_twice(papers, decided, direction, refund_form.id.partition("/")[0])
    record = refund_form.complete(_refund_record(refund_form, first, second, found.twice, filled_on, signoff))
    findings = [*found.findings, *(finding for finding in refund_form.check(record) if not _is_unsigned(finding))]
    outcome = Outcome(found.figures, tuple(findings))
    return Settlement(refund_form, record, outcome, tuple(findings), (first, second), direction)


def refuse_wrong(signoff: object, decided: object, direction: object) -> None:
    """Raise ``ArgumentError`` for an option of ``settle`` that is of the wrong kind."""
    for name, value in (("signoff", signoff), ("decided", decided)):
        if not isinstance(value, Mapping | None):
            raise ArgumentError(Sentence("{name}：应为字典，{given}。", name=name, given=given(value)))
    months = {} if decided is None else cast("Mapping[object, object]", decided)
    if not all(type(number) is int for pair in months.items() for number in pair):
        raise ArgumentError(Sentence("decided：应为年份到月数，都是整数。"))
    known = get_args(Direction)
    if direction is not None and direction not in known:
        raise ArgumentError(Sentence("direction：只能是{options}。", options=known))


@dataclass(frozen=True)
class Transfer:
    """A whole transfer (衔接全程): the case with both accounts, and every figure of it (``outcome``)."""

    case: Any
    outcome: Outcome

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What the clerk has to look at; while one is an error, the figures must not be used as they are."""
        return self.outcome.findings

    def explanation(self) -> list[Said]:
        """The derivation (计算说明), line by line."""
        return self.outcome.explanation()

    def sheet(
        self,
        *,
        signoff: Mapping[str, Any] | None = None,
        contact: Mapping[str, Any] | None = None,
        number: str | None = None,
    ) -> OutcomeSheet:
        """What the person is told (办理结果告知单), a record of ``national/outcome`` with the figures as they are.

        ``signoff`` (who signs it, and when), ``contact`` (whom to ask) and ``number`` are what no figure gives. Raises
        ``InputError`` where a finding is an error, for then no figure must be told.
        """
        accounts = self._accounts()
        resident, _ = accounts or (None, None)
        signed = {"signoff": signoff, "contact": contact, "number": number}
        careers = of_case(self.outcome.figures, self.case, accounts)
        return _sheet(self.outcome, _person(self.case), self.case.direction, resident, careers, signed)

    def picture(self) -> bytes:
        """What was paid (or drawn) month by month under both schemes, and how the accounts grew, as SVG."""
        return svg(self._careers())

    def annex(self, kind: AnnexKind = "pdf") -> bytes:
        """The derivation (计算说明) line by line: as PDF, with the picture before it, or as a Word file without."""
        return _annex(kind, _person(self.case), self.outcome, self._careers)

    def _careers(self) -> Drawing:
        return draw(of_case(self.outcome.figures, self.case, self._accounts()))

    def _accounts(self) -> tuple[Any, Any] | None:
        """Both accounts, completed, as the forms of the province have them; nothing where the case has none."""
        if self.case.resident.is_blank():
            return None
        resident, employee = papers_of(self.case)
        return resident.record, employee.record


def _person(case: Any) -> Any:
    """Whom a case is about, by whatever part of it says so."""
    stated = (case.person, case.employee.person, case.resident.person, case.clear.agency.person)
    known = [person for person in (*stated, case.clear.enterprise.person, case.eligible.person) if person.name]
    return known[0] if known else case.person


def _sheet(
    outcome: Outcome,
    person: Any,
    direction: str | None,
    resident: Any | None,
    careers: Careers,
    signed: Mapping[str, Any],
) -> OutcomeSheet:
    if any(finding.severity == "error" for finding in outcome.findings):
        raise InputError(Sentence("核对有错，不能出办理结果告知单，请先更正。"))
    return sheet_of(outcome.figures, person, direction, resident, careers.months, signed)


def _annex(kind: AnnexKind, person: Any, outcome: Outcome, picture: Callable[[], Drawing]) -> bytes:
    about = "　".join(filter(None, (person.name, person.citizen_id)))
    lines, schedule = outcome.explanation(), outcome.schedule
    return annex_docx(about, lines, schedule) if kind == "docx" else annex(about, lines, picture(), schedule)


def transfer(
    case: str | Path | bytes | Mapping[str, Any], *, resident: Account | None = None, employee: Account | None = None
) -> Transfer:
    """A transfer from its two accounts to what is still open (衔接全程), in one run.

    Law: 人社部发〔2014〕17号; 鲁人社字〔2024〕84号. ``case`` is that of the calculation ``transfer`` (a JSON file,
    text or mapping); accounts that came as papers or records may be given beside it and replace those in the case.
    Raises ``InputError`` and ``DocumentError`` for what cannot be read, ``NoRuleInForce`` where no law holds on a day.
    """
    stated = CALCULATION.load(case)
    pack = stated.rules or SHANDONG_PACK
    given = {"resident": (resident, RESIDENT), "employee": (employee, EMPLOYEE)}
    papers = [_paper(source, role, pack, side) for side, (source, role) in given.items() if source is not None]
    known = type(stated).model_fields
    replaced = {
        paper.side: part_type(known[paper.side].annotation)[0].model_validate(
            paper.record.model_dump(mode="json", exclude_none=True)
        )
        for paper in papers
    }
    case_ = stated.model_copy(update=replaced)
    outcome = CALCULATION.perform(case_)
    read = [found for paper in papers for found in on_side(paper.side, paper.findings)]
    return Transfer(case_, Outcome(outcome.figures, (*read, *outcome.findings)))


def _is_unsigned(finding: Finding) -> bool:
    """True where a table only waits for its day and signature: what is settled is signed afterwards."""
    return finding.severity == "warning" and (finding.rule, finding.path) == ("required", "filled_on")


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
    wanted_of_person = [leaf.path.name for leaf in known.values() if leaf.path.is_in("person")]
    owners = (employee.person, resident.person)
    person = {
        name: next((found for owner in owners if (found := getattr(owner, name, None))), None)
        for name in wanted_of_person
    }
    return refund_form.load({"filled_on": filled_on, "person": person, "years": years, "signoff": dict(signoff or {})})


def _paper(source: Account, role: str, pack: str, side: str) -> Paper:
    """An account from whatever the caller has of it."""
    try:
        return _completed(*_taken(source, role, pack), side)
    except InputError as error:
        faults = (replace(fault, path=RecordPath(side) / fault.path) for fault in error.faults)
        raise InputError(*faults) from None
    except DocumentError as error:
        raise DocumentError(named(ROLES[role], error.message)) from None


def _completed(found: Form, record: Any, findings: tuple[Finding, ...], side: str) -> Paper:
    refuse_unread(record)
    return Paper(found, found.complete(record), findings, side)


def _taken(source: Account, role: str, pack: str) -> tuple[Form, Any, tuple[Finding, ...]]:
    known = forms_of(role)
    if isinstance(source, Entry):
        return _of_entry(source, source.origin.file, known, role)
    if isinstance(source, Record):
        for found in known:
            if type(source) is found.record_type:
                return found, source, ()
        raise InputError(Sentence("不是{paper}的记录。", paper=ROLES[role]))
    if isinstance(source, str | Path):
        return _entered(source, known, role, pack)
    if isinstance(source, bytes) and any(mark in source[:1024] for mark in MARKS):
        return _read(source, known, role)
    found = form(f"{pack}/{role}")
    return found, found.load(source), ()


def _entered(source: str | Path, known: list[Form], role: str, pack: str) -> tuple[Form, Any, tuple[Finding, ...]]:
    """The only account of a source; a record that does not name its form is that of the pack."""
    found = list(opened(str(source), Wanted(None, known, form(f"{pack}/{role}"))))
    if len(found) != 1:
        raise DocumentError(
            Sentence(
                "{source} 中有 {count} 份{paper}，应恰好一份。", source=source, count=len(found), paper=ROLES[role]
            )
        )
    return _of_entry(found[0], str(source), known, role)


def forms_of(role: str) -> list[Form]:
    """The forms of every pack that are this account."""
    return [found for found in forms() if found.base_id.endswith(f"/{role}")]


def _of_entry(entry: Entry, source: str, known: list[Form], role: str) -> tuple[Form, Any, tuple[Finding, ...]]:
    if entry.form is not None and entry.form not in known:
        raise InputError(
            named(source, Sentence("是《{title}》，不是{paper}。", title=entry.form.title, paper=ROLES[role]))
        )
    if entry.faults:
        raise InputError(*entry.faults)
    return entry.form or known[0], entry.record, entry.findings


def _read(data: bytes, known: list[Form], role: str) -> tuple[Form, Any, tuple[Finding, ...]]:
    from hjforms.reading.result.document import read_all

    readings = read_all(data, known)
    if len(readings) != 1:
        raise DocumentError(
            Sentence("文件中有 {count} 份{paper}，应恰好一份。", count=len(readings), paper=ROLES[role])
        )
    return readings[0].form, readings[0].record, readings[0].findings
