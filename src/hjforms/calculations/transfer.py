"""衔接全程: from the two accounts of a person to what they have afterwards, and what is still to be done.

One run: months paid twice, refund, subsidy and interest; the merged account and the months that count; whether one
may transfer; by when each office acts; what is still open. Every part is the calculation of that name: what this case
knows of it is filled in, and held against what its own part of the case states.

Law: 人社部发〔2014〕17号、人社厅发〔2014〕25号; 鲁人社字〔2024〕84号; 吉社保〔2020〕6号.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Annotated, Any, cast

from hjforms.calculation import Calculation, Outcome
from hjforms.calculations import clear as clearing
from hjforms.calculations import combine
from hjforms.calculations import deadline as deadlines
from hjforms.calculations import eligible as eligibility
from hjforms.calculations import offset as offsetting
from hjforms.calculations import outlook as outlooks
from hjforms.calculations._accounts import Direction
from hjforms.calculations._twice import PaidTwice, Paper, paid_twice
from hjforms.calculations.overlap import Decided
from hjforms.catalogue import form
from hjforms.errors import Fault, InputError
from hjforms.findings import Finding, Severity
from hjforms.law import accounts
from hjforms.law.eligibility import TO_EMPLOYEE, TO_RESIDENT
from hjforms.law.returns import ARTICLE_11, INTEREST_STAYS
from hjforms.law.steps import MONTHS, YUAN, Schedule, Step, given, total
from hjforms.packs.shandong.employee_account import EmployeeAccount
from hjforms.packs.shandong.resident_account import ResidentAccount
from hjforms.paths import RecordPath
from hjforms.records.base import Part, Record, Rows, entry, part, place, rows
from hjforms.records.kinds import Money, one_of
from hjforms.records.parts import Identified
from hjforms.records.relations import blanks
from hjforms.records.rules import Check, Violation
from hjforms.wording import Said, Sentence, named

ARTICLE = "人社部发〔2014〕17号、人社厅发〔2014〕25号；鲁人社字〔2024〕84号；吉社保〔2020〕6号"
RULES = one_of("办法", {"national": "国家", "shandong": "山东", "jilin": "吉林"})
ALLOWED = {"resident-to-employee": TO_EMPLOYEE, "employee-to-resident": TO_RESIDENT}
"""The decision (结论) that a direction needs."""

SIDES = {"resident": "居民养老保险信息表", "employee": "职工养老保险信息表"}
DONE = ("按期办结", "逾期办结", "已办")
"""The states (状态) of a stage of which nothing is left to do."""

PARTS: Mapping[str, Calculation] = {
    "offset": offsetting.CALCULATION,
    "clear": clearing.CALCULATION,
    "eligible": eligibility.CALCULATION,
    "deadline": deadlines.CALCULATION,
    "outlook": outlooks.CALCULATION,
}
"""The parts of a case that are cases of their own, in the order in which they are worked out."""

NAMES = {
    "offset": "重复领取待遇",
    "clear": "重复时段清理",
    "eligible": "办理条件",
    "deadline": "办理时限",
}


class Transfer(Record):
    """One person's transfer from beginning to end. What the parts need and the accounts say is not stated again."""

    rules: Annotated[str | None, *RULES.metadata()] = entry("办法")
    direction: Direction = entry("衔接方向")
    person: Part[Identified] = part("参保人员")
    resident: Part[ResidentAccount] = part("居民养老保险信息表")
    employee: Part[EmployeeAccount] = part("职工养老保险信息表")
    decided: Rows[Decided] = rows("经核对的重复月数")
    subsidy_returned: Money = entry("按当地规定退回基金的政府补贴")
    eligible: Part[eligibility.Case] = part("办理条件")
    deadline: Part[deadlines.Case] = part("办理时限")
    offset: Part[offsetting.DoubleDrawing] = part("重复领取待遇")
    clear: Part[clearing.Transfer] = part("重复时段清理（机关事业单位与企业之间）")
    outlook: Part[outlooks.Outlook] = part("待遇测算")


@dataclass
class _Chain:
    """What has been worked out so far, and what has to be looked at."""

    figures: dict[str, Step] = field(default_factory=dict)
    schedule: Schedule | None = None
    findings: list[Finding] = field(default_factory=list)
    known: dict[str, dict[str, Any]] = field(default_factory=lambda: {name: {} for name in PARTS})
    waiting: list[Step] = field(default_factory=list)

    def say(self, severity: Severity, path: str, message: Said, article: str = ARTICLE) -> None:
        """Add a finding of the chain itself."""
        self.findings.append(Finding(severity, path, "transfer", message, article=article))


# ------------------------------------------------------------------------------------------ checks


def _stated(case: Transfer) -> Iterator[Violation]:
    """A case has both accounts, or is about pensions drawn twice, or about two schemes for employees."""
    blank = [side for side in SIDES if getattr(case, side).is_blank()]
    if len(blank) == 1:
        yield Violation("error", blank[0], Sentence("没有填写，两张信息表都有才能算出重复缴费，请补上。"))
    if len(blank) == len(SIDES) and case.offset.is_blank() and case.clear.is_blank():
        yield Violation("error", "resident", Sentence("案例里没有信息表，也没有重复领取或重复时段，没有可以计算的。"))
    if not blank and case.rules != "jilin" and case.direction is None:
        yield Violation("error", "direction", Sentence("请写明衔接方向，账户和年限怎样合并因此不同。"))


def _of_its_rules(case: Transfer) -> Iterator[Violation]:
    """What the rules of a case do not know."""
    if case.rules == "jilin":
        for name in ("resident", "employee", "eligible", "outlook"):
            if not getattr(case, name).is_blank():
                yield Violation("error", name, Sentence("吉林办法是机关事业单位与企业之间的，没有这一项，请核对。"))
    elif not case.clear.is_blank():
        yield Violation("error", "clear", Sentence("重复时段清理是吉林办法的，请核对办法。"))
    if case.rules == "shandong" and case.subsidy_returned is not None:
        yield Violation("error", "subsidy_returned", Sentence("山东的政府补贴按第十一条计算，不另填写。"))


def _whose(case: Transfer) -> Iterator[Violation]:
    """The person of the case is the one of its papers."""
    for side in SIDES:
        paper = getattr(case, side).person
        for name in ("name", "citizen_id"):
            stated, theirs = getattr(case.person, name), getattr(paper, name)
            if None not in (stated, theirs) and stated != theirs:
                yield Violation("error", f"person.{name}", Sentence("与信息表上的不同，请核对是不是同一个人。"))


# ------------------------------------------------------------------------------------ calculation


def run(case: Transfer) -> Outcome:
    """Every figure of the transfer, each worked out once, and what is still open."""
    chain = _Chain()
    if not case.resident.is_blank():
        _accounts(case, chain)
    _know(case, chain)
    for name in PARTS:
        _part(case, name, chain)
    _agree(case, chain)
    chain.figures["open"] = _still_open(chain)
    return Outcome(chain.figures, tuple(chain.findings), chain.schedule)


def papers_of(case: Transfer) -> tuple[Paper, Paper]:
    """Both accounts of a case as papers of its province. Raises ``InputError`` for what its form does not have."""
    faults: list[Fault] = []
    found = [_paper(case, side, faults) for side in SIDES]
    if faults:
        raise InputError(*faults)
    resident, employee = found
    assert resident is not None
    assert employee is not None
    return resident, employee


def _paper(case: Transfer, side: str, faults: list[Fault]) -> Paper | None:
    known = form(f"{case.rules}/{side}-account")
    stated: Record = getattr(case, side)
    try:
        record = known.complete(known.load(stated.model_dump(mode="json", exclude_none=True)))
    except InputError as error:
        faults += (replace(fault, path=RecordPath(side) / fault.path) for fault in error.faults)
        return None
    return Paper(known, record, (), side)


def _accounts(case: Transfer, chain: _Chain) -> None:
    """Months paid twice, what becomes of them, and what the person has when both accounts are one."""
    papers = papers_of(case)
    decided = {row.year: row.months for row in case.decided if row.year is not None and row.months is not None}
    direction = cast("accounts.Direction", case.direction)
    found = paid_twice(papers, decided, direction, case.rules or "")
    chain.figures |= found.figures
    chain.findings += found.findings
    resident, employee = (paper.record for paper in papers)
    chain.known["eligible"] |= {
        "person": employee.person,
        "months_paid": employee.years_paid,
        "both_schemes": True,
    }
    if found.is_certain and not any(finding.severity == "error" for finding in chain.findings):
        chain.figures |= _kept(found)
        _merged(case, chain, found, (resident, employee))
    chain.known["outlook"] |= {"person": employee.person}
    chain.known["deadline"]["doubled"] = bool(found.twice.years or found.twice.uncertain)


def _kept(found: PaidTwice) -> dict[str, Step]:
    """The interest of years paid twice, which stays in the account."""
    interest = [step for key, step in found.figures.items() if key.startswith("interest.")]
    if not interest:
        return {}
    kept = total("重复缴费各年的利息合计（留在个人账户）", interest, ARTICLE_11)
    return {"interest": replace(kept, note=INTEREST_STAYS)}


def _merged(case: Transfer, chain: _Chain, found: PaidTwice, both: tuple[Any, Any]) -> None:
    """The account and the months that count after the transfer, as far as the papers state what they hang on."""
    resident, employee = both
    sides = {
        "resident": (resident.transfer_total, resident.years_paid),
        "employee": (employee.transfer_amount, employee.years_paid),
    }
    missing = {
        "resident.transfer_total": resident.transfer_total,
        "resident.years_paid": resident.years_paid,
        "employee.transfer_amount": employee.transfer_amount,
        "employee.years_paid": employee.years_paid,
    }
    for path in [path for path, value in missing.items() if value is None]:
        chain.say("warning", path, named(place(Transfer, path), Sentence("没有填写，没有合并账户和年限。")))
    if None in missing.values():
        return
    stated = {
        side: (
            given(f"{combine.SCHEMES[side]}个人账户储存额", balance, YUAN),
            given(f"{combine.SCHEMES[side]}缴费年限", months, MONTHS),
        )
        for side, (balance, months) in sides.items()
    }
    returned = _returned(case, chain, found)
    direction = cast("accounts.Direction", case.direction)
    merged = accounts.merge(direction, stated["resident"], stated["employee"], found.twice.total, returned)
    for side, (balance, months) in stated.items():
        chain.figures |= {f"account.{side}": balance, f"paid.{side}": months}
    chain.figures |= {"months": found.twice.total, "returned": returned}
    if merged.account.value < 0 or returned.value > stated["resident"][0].value:
        message = Sentence("清退和退回的金额多于居民养老保险个人账户储存额，没有合并账户，请核对。")
        chain.say("error", "resident.transfer_total", message)
        return
    chain.figures |= {"account": merged.account, "counted": merged.months}
    as_resident = accounts.merge(
        "employee-to-resident", stated["resident"], stated["employee"], found.twice.total, returned
    )
    account = merged.account.value
    chain.known["outlook"] |= {
        "resident": {"account": account, "months": as_resident.months.value},
        "employee": {"account": account, "months": employee.years_paid},
    }


def _returned(case: Transfer, chain: _Chain, found: PaidTwice) -> Step:
    """What leaves the account: the refund to the person, and the subsidy to the fund as far as the rules have it."""
    parts = [found.figures["total"]]
    if subsidy := found.figures.get("subsidy"):
        parts.append(subsidy)
    elif case.subsidy_returned is not None:
        parts.append(given("按当地规定退回基金的政府补贴", case.subsidy_returned, YUAN))
    elif "subsidy.destination" in found.figures:
        message = Sentence(
            "国家规定没有写重复缴费的政府补贴怎样处理，合并后的账户没有扣除；当地规定退回基金的，请写明金额。"
        )
        chain.say("warning", "subsidy_returned", message, found.figures["subsidy.destination"].article)
    return total("清退本人及退回基金", parts, found.figures["total"].article)


def _know(case: Transfer, chain: _Chain) -> None:
    """What the case says once and several parts ask for."""
    chain.known["deadline"] |= {"rules": case.rules, "direction": case.direction}
    chain.known["eligible"] |= {"rules": case.rules}
    chain.known["outlook"] |= {name: getattr(case.eligible, name) for name in ("category", "chosen_month")}
    events = case.deadline.events
    if applied := events.submitted_on or events.applied_on:
        chain.known["eligible"]["applied_on"] = applied
    if not case.offset.is_blank():
        chain.known["eligible"]["drawing"] = "both"


def _part(case: Transfer, name: str, chain: _Chain) -> None:
    """One part of the case, by the calculation of its name; what it lacks is told as open."""
    stated: Record = getattr(case, name)
    if stated.is_blank():
        if name == "eligible" and not case.resident.is_blank():
            chain.waiting.append(given(NAMES[name], "没有写明申请日期等，没有核对"))
        if name == "deadline" and (not case.resident.is_blank() or not case.clear.is_blank()):
            chain.waiting.append(given(NAMES[name], "没有写明各项日期，没有计算"))
        return
    calculation = PARTS[name]
    filled, differing = _filled(stated, chain.known[name], name)
    chain.findings += differing
    lacking = list(blanks(filled, calculation.required))
    for path in lacking:
        told = named(place(calculation.case_type, path), Sentence("不能空白"))
        severity: Severity = "warning" if name == "outlook" else "error"  # nothing hangs on an outlook
        chain.say(severity, RecordPath(name) / path, told, calculation.article)
    if lacking or differing:
        return
    outcome = calculation.perform(filled)
    chain.figures |= {f"{name}.{key}": step for key, step in outcome.figures.items()}
    chain.schedule = outcome.schedule or chain.schedule
    chain.findings += (replace(found, path=RecordPath(name) / found.path) for found in outcome.findings)


def _filled(stated: Record, known: Mapping[str, Any], owner: str) -> tuple[Record, list[Finding]]:
    """A part with what the chain knows where it is blank, and a finding where it says otherwise."""
    update: dict[str, Any] = {}
    findings: list[Finding] = []
    for name, value in known.items():
        mine = getattr(stated, name)
        if value is None or mine == value:
            continue
        if isinstance(value, Mapping):
            update[name], differing = _filled(mine, value, f"{owner}.{name}")
            findings += differing
            continue
        if mine is None or (isinstance(mine, Record) and mine.is_blank()):
            update[name] = value
        elif not isinstance(value, Record):
            told = Sentence("与案例中其他地方写的不一致，请核对；不填时照那里的。")
            message = named(place(type(stated), name), told)
            findings.append(Finding("error", RecordPath(owner) / name, "transfer", message, article=ARTICLE))
    return stated.model_copy(update=update), findings


def _agree(case: Transfer, chain: _Chain) -> None:
    """The direction of the case, held against the decision on it."""
    decision = chain.figures.get("eligible.decision")
    if decision is None or case.direction is None or decision.value == ALLOWED[case.direction]:
        return
    message = Sentence(
        "衔接方向与办理条件的结论不一致（结论：{decision}），其余数字只供参考，请核对。", decision=decision.said
    )
    chain.say("error", "direction", message, decision.article)


def _still_open(chain: _Chain) -> Step:
    """What is still to be done (还要办的): stages that are not done, parts that the case lacks, errors."""
    waiting = [*chain.waiting, *_not_done(chain.figures)]
    if wrong := sum(finding.severity == "error" for finding in chain.findings):
        waiting.append(given("核对结果", f"{wrong}处错误要先更正"))
    text = "、".join(f"{step.name}（{step.text}）" for step in waiting) or "没有"
    return Step("还要办的", text, inputs=tuple(waiting), article=ARTICLE)


def _not_done(figures: Mapping[str, Step]) -> Iterator[Step]:
    """Steps of what the parts leave to be done: stages, months that are missing, a deduction to ask for."""
    for key, step in figures.items():
        if key.startswith("deadline.") and key.endswith(".state") and step.value not in DONE:
            yield step
    decision = figures.get("eligible.decision")
    if decision is not None and decision.value not in ALLOWED.values() and figures["eligible.missing_months"].value:
        yield figures["eligible.missing_months"]
    asked = figures.get("offset.assistance")
    if asked is not None and asked.value:
        yield asked


CALCULATION = Calculation(
    name="transfer",
    title="衔接全程：重复缴费、清退、账户合并、办理条件和时限，一次算清",
    article=ARTICLE,
    case_type=Transfer,
    run=run,
    required=("rules",),
    rules=(
        Check("transfer.parts", ("resident",), "两张信息表、重复领取或重复时段，至少有一样", ARTICLE, _stated),
        Check("transfer.rules", ("rules",), "各办法有各自的项目", ARTICLE, _of_its_rules),
        Check("transfer.person", ("person.name", "person.citizen_id"), "与信息表是同一个人", ARTICLE, _whose),
    ),
)
