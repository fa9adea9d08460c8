"""Clearing months paid into both schemes for employees (先转后清), 吉社保〔2020〕6号.

机关事业单位养老保险 and 企业职工养老保险 are paid by the month. Of a month that was paid in both, one contribution
is kept; of the other the principal (个人账户本金) goes back to the person. Interest is not principal and stays.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

from hjforms.law import parameters
from hjforms.law.periods import Period, spelled, united
from hjforms.law.refund import FEN
from hjforms.law.steps import MONTHS, YUAN, Step, given
from hjforms.notations.year_month import YearMonth

DOCUMENT = "吉社保〔2020〕6号"
SCOPE = f"{DOCUMENT} 第一条、第十条"
SITUATIONS = f"{DOCUMENT} 第二条"
CLEARED = f"{DOCUMENT} 第四条"
RECEIVES = f"{DOCUMENT} 第五条"
AGENCY_SINCE = YearMonth(2014, 10)
"""第二条: 机关事业单位 are those that joined their scheme on or after 2014-10-01."""

ROUNDED = "四舍五入到分，只舍入这一次，办法没有写舍入"
CONSTANT = "该行月缴费基数不变，每月本金相同"
PRINCIPAL_ONLY = "只退个人账户本金，利息不退"

Scheme = Literal["agency", "enterprise"]
NAMES: dict[Scheme, str] = {"agency": "机关事业单位养老保险", "enterprise": "企业职工养老保险"}
OTHER: dict[Scheme, Scheme] = {"agency": "enterprise", "enterprise": "agency"}

RECEIVING = {
    "between": "用人单位向其社会保险局申请办理转入",
    "left": "转入户籍所在地社会保险局；以后在户籍所在地以外就业参保的，按吉政办发〔2010〕9号办理",
    "recruited": "用人单位（招录的机关事业单位）向其社会保险局申请办理转入",
    "venture": "保留人事关系期间可暂不转移，待正式办理离职后根据重新就业情况办理",
}
"""Where a person's relation goes in each situation of 第二条 and in the last one of 第五条."""


def measures(day: dt.date) -> Step:
    """The rules in force on a day (适用的办法). Raises ``NoRuleInForce`` before 2020."""
    found = parameters.figure("jilin-measures", day)
    return replace(found, name="适用的办法", inputs=(given("受理日", day),), article=SCOPE)


def transfers(situation: str) -> Step:
    """Whether a person's relation must be transferred now (应办理转移接续). Law: 第二条, 第五条.

    >>> transfers("left").value, transfers("venture").value
    (True, False)
    """
    return Step("应办理转移接续", situation != "venture", article=f"{SITUATIONS}；{RECEIVES}")


def receiving(situation: str) -> Step:
    """Which office takes the relation over (转入地). Law: 第五条."""
    return Step("转入地", RECEIVING[situation], article=RECEIVES)


# ---------------------------------------------------------------------------------- which months go


@dataclass(frozen=True)
class Decision:
    """Which scheme's contributions of some months are kept: the person confirms, or an authority has found.

    ``recognised`` says that 组织部门 or 人社部门 recognise the months as work for 机关事业单位: these are kept as
    ``agency``, whatever the person confirms.
    """

    period: Period
    kept: Scheme
    recognised: bool = False


def kept(doubled: Iterable[YearMonth], decisions: Sequence[Decision]) -> dict[YearMonth, Scheme]:
    """The scheme that is kept for each month paid in both (确认保留的缴费); months that nobody decided are left out.

    Law: 第四条: what is recognised goes before what the person confirms.

    >>> march = YearMonth(2019, 3)
    >>> confirmed = Decision(Period(march, march), "enterprise")
    >>> recognised = Decision(Period(march, march), "agency", recognised=True)
    >>> kept([march], [recognised, confirmed])[march], kept([march], [])
    ('agency', {})
    """
    found: dict[YearMonth, Scheme] = {}
    months = frozenset(doubled)
    for decision in sorted(decisions, key=lambda decision: decision.recognised):
        found |= dict.fromkeys(decision.period.months & months, decision.kept)
    return found


def cleared(scheme: Scheme, kept_months: Mapping[YearMonth, Scheme]) -> frozenset[YearMonth]:
    """The months of a scheme that are cleared (清理): those for which the other is kept. Law: 第四条."""
    return frozenset(month for month, which in kept_months.items() if which == OTHER[scheme])


def doubled(agency: Iterable[Period], enterprise: Iterable[Period]) -> frozenset[YearMonth]:
    """The months paid in both schemes (重复时段), each once, whatever the regions. Law: 第四条."""
    return united(agency) & united(enterprise)


def months_doubled(months: Iterable[YearMonth]) -> Step:
    """The number of months paid in both (重复月数)."""
    listed = sorted(months)
    return Step("重复月数", len(listed), MONTHS, inputs=(given("重复时段", spelled(listed)),), article=CLEARED)


def months_kept(scheme: Scheme, paid: Iterable[YearMonth], gone: frozenset[YearMonth]) -> Step:
    """The months of a scheme that go on counting (保留的缴费月数). Law: 第四条.

    >>> spring = Period(YearMonth(2019, 3), YearMonth(2019, 5)).months
    >>> months_kept("enterprise", spring, frozenset({YearMonth(2019, 3)})).text
    '2个月'
    """
    all_months = frozenset(paid)
    note = f"{NAMES[scheme]}清理{spelled(gone)}" if gone else ""
    inputs = (
        given(f"{NAMES[scheme]}缴费月数", len(all_months), MONTHS),
        given(f"清理的{NAMES[scheme]}月数", len(all_months & gone), MONTHS, note=note),
    )
    return Step(f"保留的{NAMES[scheme]}缴费月数", len(all_months - gone), MONTHS, "{0}－{1}", inputs, CLEARED)


# ------------------------------------------------------------------------------------ what goes back


def principal(name: str, credited: Step, paid: Step, gone: Step) -> Step:
    """The principal of the cleared months of a row (退还的个人账户本金), of what the whole row credited.

    Law: 第四条. ``credited`` is the principal of the row in yuan, ``paid`` its months, ``gone`` the cleared ones. A
    part of a row is only right where its monthly base did not change, which the caller has to know.

    >>> months = [given("月数", number, "个月") for number in (12, 12, 5)]
    >>> whole = given("当年记账金额", Decimal("3318.50"), "元")
    >>> principal("退还", whole, months[0], months[1]).text, principal("退还", whole, months[0], months[2]).text
    ('3318.50元', '1382.71元')
    """
    if gone.value == paid.value:
        return Step(name, credited.value, YUAN, inputs=(credited, gone), article=CLEARED, note=PRINCIPAL_ONLY)
    value = (credited.value * gone.value / paid.value).quantize(FEN, ROUND_HALF_UP)
    note = f"{PRINCIPAL_ONLY}；{CONSTANT}"
    return Step(name, value, YUAN, "{0}÷{1}×{2}", (credited, paid, gone), CLEARED, ROUNDED, note=note)


def principal_of_base(name: str, base: Step, share: Step, gone: Step) -> Step:
    """The principal of the cleared months of a row, where its monthly base and the share of the account are known.

    Law: 第四条. The contributions of a month are its base × the share that goes into the account (月缴费基数×比例).
    """
    value = (base.value * share.value * gone.value).quantize(FEN, ROUND_HALF_UP)
    return Step(name, value, YUAN, "{0}×{1}×{2}", (base, share, gone), CLEARED, ROUNDED, note=PRINCIPAL_ONLY)


def agrees(credited: Decimal, base: Decimal, share: Decimal, months: int) -> bool:
    """True where a row's principal is that of one base in all its months, each month rounded to the fen or not.

    >>> agrees(Decimal("3318.48"), Decimal("3456.78"), Decimal("0.08"), 12)
    True
    >>> agrees(Decimal("3000.00"), Decimal("3456.78"), Decimal("0.08"), 12)
    False
    """
    return abs(credited - base * share * months) * 2 <= FEN * months
