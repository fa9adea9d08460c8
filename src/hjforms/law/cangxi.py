"""Merging 苍溪新农保 into 城乡居民基本养老保险 (并入), 苍溪县实施方案（草案）.

The draft leaves the day of the merger blank (2024年**月**日): the caller states it. It gives neither the formula of
the old scheme (过渡计发办法) nor that of the new one (城乡居保计发办法): the caller states what both come to.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from hjforms.law import parameters
from hjforms.law.refund import FEN
from hjforms.law.steps import MONTHS, YUAN, Step, given, total

PLAN = "苍溪县新农保并入城乡居保实施方案（草案）"
SCOPE = f"{PLAN}三"
YEARS = f"{PLAN}四（一）"
ACCOUNT = f"{PLAN}四（二）"
TIERS = f"{PLAN}四（三）"
ELIGIBLE = f"{PLAN}四（四）1"
DRAWING = f"{PLAN}四（四）2"
TRANSITION = f"{PLAN}四（四）3"
CLEARED = f"{PLAN}四（五）1"
WITHDRAWN = f"{PLAN}四（五）2"
MERGER_YEAR = 2024
NOTHING = Decimal("0.00")
ENDED_BEFORE = "并入前因死亡、退保、转出等原因已终止参保关系，不是并入人员"
TOO_YOUNG = "核定之日未满60周岁"
TOO_FEW_YEARS = "累计缴费年限未达到国家规定缴费年限"
OTHER_PENSION = "已领取国家规定的基本养老保障待遇"
UNDECIDED = "草案没有写这部分的去向，请向经办机构确认"
SHORTFALL = "扣减后不为负；不足部分由并入所需资金补记，补记的不计为本人累计个人账户储存额（草案 五）"
ONE_SHARE = "比例按达到领取条件的年度确定"
ROUNDED = "四舍五入到分，草案没有写舍入"


def in_scope(merged_on: dt.date, ended_on: dt.date | None) -> Step:
    """Whether a person goes over to 城乡居保 (并入人员). Law: 草案 三: not who left the old scheme before the merger.

    >>> in_scope(dt.date(2024, 7, 1), dt.date(2024, 6, 30)).value
    False
    """
    inputs = (given("并入日", merged_on), given("终止苍溪新农保参保关系的日期", ended_on))
    over = ended_on is not None and ended_on < merged_on
    note = ENDED_BEFORE if over else ""
    return Step("属于并入人员", not over, inputs=inputs, article=SCOPE, note=note)


# ------------------------------------------------------------------------------------------- tiers


def contributions(day: dt.date) -> tuple[Decimal, ...]:
    """The amounts that can be paid a year (缴费档次), in yuan. Law: 草案 四（三）."""
    tiers = parameters.tariff("sichuan-resident-subsidy", day)
    return tuple(Decimal(tier.removesuffix("元")).quantize(FEN) for tier in tiers)


def contribution(old_tier: int, day: dt.date) -> Step:
    """What is withheld a year for one of the five old tiers (代扣代缴对应档次), of 10, 20, 30, 40 and 50 %.

    Law: 草案 四（三）. ``old_tier`` counts from 1.

    >>> contribution(4, dt.date(2024, 7, 1)).text
    '6000.00元'
    """
    step = list(parameters.tariff("cangxi-withholding", day).values())[old_tier - 1]
    return Step("城乡居保缴费档次", step.value, YUAN, inputs=(step,), article=TIERS)


def subsidy(paid: Decimal, day: dt.date) -> Step:
    """The government's subsidy of a yearly contribution (政府缴费补贴), which must be one of ``contributions``.

    Law: 草案 四（三）; 川人社发〔2022〕20号.

    >>> subsidy(Decimal("1500.00"), dt.date(2024, 7, 1)).text
    '100.00元'
    """
    step = parameters.tariff("sichuan-resident-subsidy", day)[f"{paid:.0f}元"]
    return Step("每年政府缴费补贴", step.value, YUAN, inputs=(step,), article=TIERS)


# ----------------------------------------------------------------------------------------- account


def rebuilt(paid: Sequence[Step], drawn: Step | None) -> Step:
    """What goes into the new account (归建个人账户): everything paid and its interest, less what was drawn.

    Law: 草案 四（二）. ``drawn`` are the old pensions of who draws already, ``None`` for who does not.

    >>> rebuilt([given("保费", Decimal("9000.00"), "元")], given("已领取", Decimal("9600.00"), "元")).text
    '0.00元'
    """
    name = "归建的城乡居保个人账户"
    if drawn is None:
        return total(name, paid, ACCOUNT)
    everything = total("苍溪新农保保费、补贴、补助、资助和利息", paid, ACCOUNT)
    left = max(everything.value - drawn.value, NOTHING)
    note = SHORTFALL if drawn.value > everything.value else ""
    return Step(name, left, YUAN, "取大（{0}－{1}，0.00）", (everything, drawn), ACCOUNT, note=note)


@dataclass(frozen=True)
class Joined:
    """What becomes of who is in both schemes for residents: the account, the refund, and what the draft leaves open."""

    account: Step
    returned: Step
    undecided: Step


def joined(balance: Step, merged: Sequence[Step], paid_twice: Sequence[Step], rest: Sequence[Step]) -> Joined:
    """The account of who paid 城乡居保 as well (同时参加城乡居保和苍溪新农保). Law: 草案 四（五）1⑤.

    ``balance`` is in the account of 城乡居保; ``merged`` are 个人缴费本息 and 政府补贴 of years that were not paid
    twice, ``paid_twice`` the contributions of years that were, ``rest`` everything else that was in the old account.
    """
    return Joined(
        total("并入后的城乡居保个人账户", (balance, *merged), f"{CLEARED}⑤"),
        total("清退的重复年度缴费", paid_twice, f"{CLEARED}⑤"),
        _with_note(total("草案没有写去向的部分", rest, f"{CLEARED}⑤"), UNDECIDED),
    )


# -------------------------------------------------------------------------------- clearing, leaving


def returned(own: Sequence[Step], article: str) -> Step:
    """What a person gets back (退还个人缴费本息): contributions and their interest.

    Law: 草案 四（五）1①②③, 四（五）2.
    """
    return total("退还个人缴费本息", own, article)


def recovered(drawn: Step) -> Step:
    """What who never qualified has to give back (追回已领取的苍溪新农保待遇). Law: 草案 四（五）1①."""
    return Step("追回已领取的苍溪新农保待遇", drawn.value, YUAN, inputs=(drawn,), article=f"{CLEARED}①")


def not_returned(rest: Sequence[Step], article: str) -> Step:
    """What a person does not get back (补贴、补助、资助和其他利息); the draft does not say where it goes."""
    return _with_note(total("不退还本人的部分", rest, article), UNDECIDED)


def _with_note(step: Step, note: str) -> Step:
    return Step(step.name, step.value, step.unit, step.formula, step.inputs, step.article, note=note)


def months_counted(rows: Sequence[Step], resident: Step | None = None) -> Step:
    """The months that count for 城乡居保 (累计缴费年限). Law: 草案 四（一）, 四（五）1⑤: those of the old scheme count.

    ``rows`` are the months of the years that were not cleared; ``resident`` those paid into 城乡居保 itself.
    """
    parts = rows if resident is None else (*rows, resident)
    return total("城乡居保累计缴费年限", parts, YEARS if resident is None else f"{CLEARED}⑤", MONTHS)


# ---------------------------------------------------------------------------------------- benefits


@dataclass(frozen=True)
class Benefit:
    """A monthly benefit and its two parts: 基础养老金 and 个人账户养老金."""

    basic: Step
    account: Step
    total: Step


def benefit_at_merger(old: Step, basic: Step) -> Benefit:
    """The benefit of who draws already (已领取待遇人员), which is never lowered. Law: 草案 四（四）2.

    ``old`` is the pension of 苍溪新农保 at the merger, ``basic`` the 基础养老金 of 城乡居保, both in yuan a month.

    >>> benefit = benefit_at_merger(given("原待遇", Decimal("865.40"), "元"), given("基础", Decimal("140.00"), "元"))
    >>> benefit.account.text, benefit.total.text
    ('725.40元', '865.40元')
    """
    value = max(old.value - basic.value, NOTHING)
    note = "基础养老金已高于原待遇，没有差额" if basic.value > old.value else ""
    account = Step("个人账户养老金", value, YUAN, "取大（{0}－{1}，0.00）", (old, basic), DRAWING, note=note)
    paid = Step("基础养老金", basic.value, YUAN, inputs=(basic,), article=DRAWING)
    return Benefit(paid, account, total("并入后每月待遇", (paid, account), DRAWING))


def age_reached(birth_date: dt.date, day: dt.date) -> Step:
    """The day on which a person is old enough (年满60周岁), by the age in force on ``day``. Law: 草案 四（四）1."""
    age = parameters.figure("resident-pension-age", day)
    born = given("出生日期", birth_date)
    return Step("年满60周岁的日期", _birthday(birth_date, age.value // 12), inputs=(born, age), article=ELIGIBLE)


def _birthday(birth_date: dt.date, age: int) -> dt.date:
    """The birthday of an age; who was born on a leap day has it on 1 March of other years."""
    try:
        return birth_date.replace(year=birth_date.year + age)
    except ValueError:
        return dt.date(birth_date.year + age, 3, 1)


def eligible(reached: Step, day: dt.date, paid: Step, minimum: Step, other_pension: bool) -> Step:
    """Whether a person can draw 城乡居保 from a day on (领取条件). Law: 草案 四（四）1.

    ``reached`` is when the person is 60, ``paid`` the months paid by ``day``, ``minimum`` the months that the state
    asks of this person (the draft gives no number), ``other_pension`` whether another basic pension is drawn.
    """
    inputs = (
        reached,
        given("核定待遇的日期", day),
        paid,
        minimum,
        given("已领取国家规定的其他基本养老保障待遇", other_pension),
    )
    reasons = [
        text
        for fails, text in (
            (day < reached.value, TOO_YOUNG),
            (paid.value < minimum.value, TOO_FEW_YEARS),
            (other_pension, OTHER_PENSION),
        )
        if fails
    ]
    return Step("可以按月领取城乡居保待遇", not reasons, inputs=inputs, article=ELIGIBLE, note="；".join(reasons))


@dataclass(frozen=True)
class Supplement:
    """The supplement of the transition (加发补贴) and the monthly benefit with it."""

    gap: Step
    amount: Step
    total: Step


def supplement(eligible_on: dt.date, new: Step, old: Step) -> Supplement:
    """The supplement of who becomes entitled during the transition (过渡期加发补贴), part of 个人账户养老金.

    Law: 草案 四（四）3. ``new`` and ``old`` are what 城乡居保计发办法 and 过渡计发办法 come to, in yuan a month; the
    share is that of the year in which the conditions were reached; none from 2030 on, none where the new is higher.

    >>> new, old = given("新", Decimal("310.05"), "元"), given("旧", Decimal("500.00"), "元")
    >>> found = supplement(dt.date(2026, 5, 1), new, old)
    >>> found.amount.text, found.total.text
    ('132.97元', '443.02元')
    """
    share = parameters.figure("cangxi-supplement", eligible_on)
    gap = Step("待遇差", max(old.value - new.value, NOTHING), YUAN, "取大（{0}－{1}，0.00）", (old, new), TRANSITION)
    amount = Step(
        "加发补贴（计入个人账户养老金）",
        (gap.value * share.value).quantize(FEN, ROUND_HALF_UP),
        YUAN,
        "{0}×{1}",
        (gap, share),
        TRANSITION,
        ROUNDED,
        note=ONE_SHARE,
    )
    return Supplement(gap, amount, total("每月待遇合计", (new, amount), TRANSITION))
