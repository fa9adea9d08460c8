"""先转后清: months paid into both schemes for employees, and the principal that goes back to the person.

Law: 吉社保〔2020〕6号 第一条、第二条、第四条、第五条.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated, Any

from hjforms.calculation import Calculation, Outcome
from hjforms.findings import Finding
from hjforms.law import jilin
from hjforms.law.jilin import OTHER, Decision, Scheme
from hjforms.law.periods import Period, spelled, united
from hjforms.law.steps import MONTHS, RATE, YUAN, Step, given, total
from hjforms.notations.year_month import YearMonth
from hjforms.packs.jilin.transfer_account import TransferAccount
from hjforms.packs.national.application import RefundAccount
from hjforms.paths import RecordPath
from hjforms.records.base import Part, Record, Rows, entry, part, place, rows
from hjforms.records.kinds import Date, Flag, Money, Month, one_of
from hjforms.records.relations import in_order, not_negative, periods_apart
from hjforms.records.rules import Check, Violation
from hjforms.wording import Label, Said, Sentence, named

SCHEMES: tuple[Scheme, ...] = ("agency", "enterprise")
SITUATIONS = {
    "between": "（一）在机关事业单位和企业之间流动",
    "left": "（二）因辞职、辞退、判刑等原因离开机关事业单位",
    "recruited": "（三）以个人身份参加企业职工基本养老保险，被招录到机关事业单位工作",
    "venture": "高校、科研院所等专业技术人员离岗创业，保留人事关系期间",
}
BASES = {"person": "参保人员确认", "organisation": "组织部门认定", "human-resources": "人力资源社会保障部门认定"}

Kept = Annotated[str | None, *one_of("保留的养老保险", dict(jilin.NAMES)).metadata()]
Situation = Annotated[str | None, *one_of("情形（第二条、第五条）", SITUATIONS).metadata()]
Basis = Annotated[str | None, *one_of("依据", BASES).metadata()]


class Choice(Record):
    """Which contributions of some months are kept, and who says so."""

    start: Month = entry("起始时间")
    end: Month = entry("截止时间")
    kept: Kept = entry("保留的养老保险")
    basis: Basis = entry("依据")


class Found(Record):
    """The principal of the cleared months of a row that the agency has found out itself (经核对的本金)."""

    scheme: Kept = entry("养老保险")
    start: Month = entry("该行缴费起始时间")
    principal: Money = entry("清理月份的本金")


class Transfer(Record):
    """A person who goes from one scheme for employees to the other, with the account of each."""

    filed_on: Date = entry("受理日")
    in_service: Flag = entry("在职人员")
    situation: Situation = entry("情形（第二条、第五条）")
    agency: Part[TransferAccount] = part("机关事业单位养老保险信息表")
    enterprise: Part[TransferAccount] = part("企业职工养老保险信息表")
    choices: Rows[Choice] = rows("重复时段保留哪一份")
    found: Rows[Found] = rows("经核对的本金")
    refund_account: Part[RefundAccount] = part("退款账号")


# ------------------------------------------------------------------------------------------ checks


def _in_service(case: Transfer) -> Iterator[Violation]:
    if case.in_service is False:
        yield Violation("error", "in_service", Sentence("办法只适用于在职人员。"))


def _one_person(case: Transfer) -> Iterator[Violation]:
    numbers = {case.agency.person.citizen_id, case.enterprise.person.citizen_id} - {None}
    if len(numbers) == 2:
        yield Violation("error", "enterprise.person.citizen_id", Sentence("两张信息表的公民身份号码不同，不是同一人。"))


def _agency_since(case: Transfer) -> Iterator[Violation]:
    for index, row in enumerate(case.agency.years):
        if row.start is not None and row.start < jilin.AGENCY_SINCE:
            message = Sentence(
                "早于2014年10月：机关事业单位是指2014年10月1日以后参加机关事业单位养老保险的单位，请核对。"
            )
            yield Violation("warning", f"agency.years.{index}.start", message)


def _months_without_period(case: Transfer) -> Iterator[Violation]:
    for scheme in SCHEMES:
        for index, row in enumerate(getattr(case, scheme).years):
            paid = row.months or row.amount.subtotal or row.amount.personal
            if paid and (row.start is None or row.end is None):
                yield Violation(
                    "error", f"{scheme}.years.{index}.start", Sentence("有缴费而没有起止时间，无法比对重复时段。")
                )
            elif row.months is not None and row.start and row.end and row.months > len(_months(row)):
                yield Violation("error", f"{scheme}.years.{index}.months", Sentence("多于起止之间的月数，请核对。"))


def _found_of_a_row(case: Transfer) -> Iterator[Violation]:
    for index, item in enumerate(case.found):
        years = getattr(case, item.scheme).years if item.scheme else ()
        row = next((row for row in years if row.start == item.start), None)
        if row is None:
            yield Violation("error", f"found.{index}.start", Sentence("信息表中没有从这个月起的行。"))
        elif row.amount.subtotal is not None and item.principal is not None and item.principal > row.amount.subtotal:
            yield Violation("error", f"found.{index}.principal", Sentence("多于该行当年记账金额，请核对。"))


def _recognised_as_agency(case: Transfer) -> Iterator[Violation]:
    for index, row in enumerate(case.choices):
        if row.basis != "person" and row.kept != "agency":
            message = Sentence("认定为机关事业单位工作经历的，保留机关事业单位的缴费，请核对认定意见。")
            yield Violation("error", f"choices.{index}.kept", message)


def _chosen_once(case: Transfer) -> Iterator[Violation]:
    """The months for which the same kind of choice says both."""
    for index, row in enumerate(case.choices):
        for before in case.choices[:index]:
            same = (row.basis == "person") == (before.basis == "person")
            if same and row.kept != before.kept and _months(row) & _months(before):
                yield Violation("error", f"choices.{index}.kept", Sentence("同一时段前面已确认保留另一份，请核对。"))


def _months(row: Any) -> frozenset[YearMonth]:
    return frozenset() if row.end < row.start else Period(row.start, row.end).months


RULES = (
    Check("in-service", ("in_service",), "适用于在职人员", jilin.SCOPE, _in_service),
    Check("one-person", ("enterprise.person.citizen_id",), "两张表为同一人", jilin.CLEARED, _one_person),
    *(in_order(jilin.CLEARED, f"{scheme}.years.*.start", f"{scheme}.years.*.end") for scheme in SCHEMES),
    *(periods_apart(f"{scheme}.years", jilin.CLEARED) for scheme in SCHEMES),
    in_order(jilin.CLEARED, "choices.*.start", "choices.*.end"),
    not_negative(Transfer, jilin.CLEARED),
    Check("agency-since", ("agency.years.*.start",), "2014年10月1日以后", jilin.SITUATIONS, _agency_since),
    Check("period", ("agency.years.*.start",), "有缴费的行写明起止时间", jilin.CLEARED, _months_without_period),
    Check("found", ("found.*.principal",), "本金属于信息表的一行", jilin.CLEARED, _found_of_a_row),
    Check("recognised", ("choices.*.kept",), "按认定意见清理", jilin.CLEARED, _recognised_as_agency),
    Check("chosen-once", ("choices.*.kept",), "同一时段只保留一份", jilin.CLEARED, _chosen_once),
)

# ------------------------------------------------------------------------------------ calculation


def _paid_rows(case: Any, scheme: Scheme) -> list[tuple[int, Any, Period]]:
    """The rows of a scheme in which months were paid, with their positions and periods."""
    return [
        (index, row, Period(row.start, row.end, row.months))
        for index, row in enumerate(getattr(case, scheme).years)
        if row.start is not None and row.end is not None and row.months != 0
    ]


def _doubts(case: Any) -> Iterator[Finding]:
    """The rows of which it is not known which months were paid, where the other scheme was paid as well."""
    for scheme in SCHEMES:
        others = united(period for _, _, period in _paid_rows(case, OTHER[scheme]))
        for index, _, period in _paid_rows(case, scheme):
            if not period.is_whole and period.months & others:
                message = Sentence(
                    "缴费月数少于起止月数，不知是哪几个月，与另一份的重复时段无法确定，请按月份分行写明。"
                )
                yield _finding("error", f"{scheme}.years.{index}.months", message)


def _finding(severity: Any, path: str, message: Said) -> Finding:
    paper = {RecordPath(scheme) / "years": Label(jilin.NAMES[scheme], scheme) for scheme in SCHEMES}
    where: Said = place(Transfer, path)
    if scheme := paper.get(RecordPath(path).table):
        where = Sentence("{scheme}信息表{place}", scheme=scheme, place=where)
    return Finding(severity, path, "clear", named(where, message), article=jilin.CLEARED)


def _choices(case: Any) -> list[Decision]:
    return [Decision(Period(row.start, row.end), row.kept, row.basis != "person") for row in case.choices]


class Unknown(Exception):  # noqa: N818 - never leaves this module
    """The principal of a row cannot be known; the message says why and what to do."""

    def __init__(self, message: Said) -> None:
        self.message = message
        super().__init__(message)


def _principal(case: Any, scheme: Scheme, row: Any, months: frozenset[YearMonth]) -> Step:
    """The principal of the cleared months of a row: found by the agency, or from what the row states."""
    name = f"退还{spelled(months)}{jilin.NAMES[scheme]}本金"
    gone = given("清理月数", len(months), MONTHS)
    for item in case.found:
        if (item.scheme, item.start) == (scheme, row.start):
            stated = given("社保机构核对的本金", item.principal, YUAN)
            inputs = (stated, gone)
            return Step(name, item.principal, YUAN, inputs=inputs, article=jilin.CLEARED, note=jilin.PRINCIPAL_ONLY)
    return _of_row(name, row, gone)


def _of_row(name: str, row: Any, gone: Step) -> Step:
    """The principal of some months of a row: all of it, or by its monthly base where that did not change."""
    paid = given("该行缴费月数", len(_months(row)), MONTHS)
    credited, share = _first(row.amount.subtotal, row.amount.personal), _first(row.shares.account, row.shares.personal)
    if credited is not None:
        if gone.value < paid.value:
            _same_every_month(credited, row.base, share, paid.value)
        return jilin.principal(name, given(f"{row.start.year}年记账本金", credited, YUAN), paid, gone)
    if row.base is None or share is None:
        raise Unknown(Sentence("没有当年记账金额，也没有月缴费基数和比例，本金无法确定，请核对清理月份的本金。"))
    base = given("月缴费基数", row.base, YUAN)
    return jilin.principal_of_base(name, base, given("划入个人账户比例", share, RATE), gone)


def _same_every_month(credited: Decimal, base: Decimal | None, share: Decimal | None, months: int) -> None:
    """Raises ``Unknown`` where a row does not show that every month of it credited the same."""
    if base is None or share is None:
        raise Unknown(
            Sentence(
                "只有全年记账金额，不知每月基数是否相同，不能按月平均，请补月缴费基数和比例，或核对清理月份的本金。"
            )
        )
    if not jilin.agrees(credited, base, share, months):
        raise Unknown(Sentence("月缴费基数×比例×月数与当年记账金额不符，不能按月平均，请核对清理月份的本金。"))


def _first(*values: Decimal | None) -> Decimal | None:
    return next((value for value in values if value is not None), None)


def _refunds(case: Any, gone: dict[Scheme, frozenset[YearMonth]]) -> tuple[dict[str, Step], list[Finding]]:
    """The principal of every row that is cleared, by scheme, and all together; findings where it is not known."""
    figures: dict[str, Step] = {}
    findings = []
    for scheme in SCHEMES:
        for index, row, period in _paid_rows(case, scheme):
            if not (months := period.months & gone[scheme]):
                continue
            try:
                figures[f"refund.{scheme}.{index}"] = _principal(case, scheme, row, months)
            except Unknown as unknown:
                findings.append(_finding("error", f"{scheme}.years.{index}.amount.subtotal", unknown.message))
    if not findings:
        figures["refund.total"] = total("退还个人账户本金合计", figures.values(), jilin.CLEARED)
    return figures, findings


def _months_kept(paid: dict[Scheme, frozenset[YearMonth]], gone: dict[Scheme, frozenset[YearMonth]]) -> dict[str, Step]:
    """The months of each scheme that go on counting, and both together: a month counts once."""
    kept = {f"months.{scheme}": jilin.months_kept(scheme, paid[scheme], gone[scheme]) for scheme in SCHEMES}
    return kept | {"months.total": total("合并计算的缴费月数", kept.values(), jilin.CLEARED, MONTHS)}


def _grounds(case: Any) -> Step:
    """Which contributions are kept, and who says so."""
    said = [f"{spelled(_months(row))}保留{jilin.NAMES[row.kept]}（{BASES[row.basis]}）" for row in case.choices]
    return Step("保留哪一份", "；".join(said), article=jilin.CLEARED)


def _undecided(case: Any, both: frozenset[YearMonth], months: frozenset[YearMonth]) -> Iterator[Finding]:
    """What the person still has to say: which contributions are kept, and where the refund goes."""
    for index, row in enumerate(case.choices):
        if not _months(row) & both:
            yield _finding("warning", f"choices.{index}.start", Sentence("这一时段没有重复缴费，不用确认。"))
    if months:
        message = Sentence("{months}重复缴费，参保人员还没有确认保留哪一份，也没有认定意见。", months=spelled(months))
        yield Finding(
            "error",
            "choices",
            "clear",
            named(place(Transfer, "choices"), message),
            article=jilin.CLEARED,
        )
    elif both and case.refund_account.account_number is None:
        yield _finding("warning", "refund_account.account_number", Sentence("参保人员还没有提供退款账号。"))


def run(case: Any) -> Outcome:
    """Which months are cleared, what of them goes back, and what goes on counting."""
    figures = {"measures": jilin.measures(case.filed_on)}
    if case.situation is not None:
        figures["must_transfer"] = jilin.transfers(case.situation)
        figures["receiving"] = jilin.receiving(case.situation)
    doubts = tuple(_doubts(case))
    if doubts:
        return Outcome(figures, doubts)
    periods = {scheme: [period for _, _, period in _paid_rows(case, scheme)] for scheme in SCHEMES}
    both = jilin.doubled(periods["agency"], periods["enterprise"])
    figures["months.doubled"] = jilin.months_doubled(both)
    kept = jilin.kept(both, _choices(case))
    findings = list(_undecided(case, both, both - kept.keys()))
    if both - kept.keys():
        return Outcome(figures, tuple(findings))
    if case.choices:
        figures["choices"] = _grounds(case)
    gone = {scheme: jilin.cleared(scheme, kept) for scheme in SCHEMES}
    refunds, unknown = _refunds(case, gone)
    counted = _months_kept({scheme: united(periods[scheme]) for scheme in SCHEMES}, gone)
    return Outcome(figures | counted | refunds, (*findings, *unknown))


CALCULATION = Calculation(
    name="clear",
    title="吉林先转后清：重复时段的清理和本金退还",
    article=jilin.CLEARED,
    case_type=Transfer,
    run=run,
    required=(
        "filed_on",
        "in_service",
        *(f"choices.*.{name}" for name in Choice.model_fields),
        *(f"found.*.{name}" for name in Found.model_fields),
    ),
    rules=RULES,
)
