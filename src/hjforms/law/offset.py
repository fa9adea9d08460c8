"""Offsetting pensions drawn twice (重复领取待遇的退还与抵扣), 人社部发〔2014〕17号 第八条.

Who draws both pensions gives back the 城乡居民基础养老金 of the months in which both were drawn. What is not given
back is taken out of the person's own money in the account of 居民养老保险 first, then, with the assistance of the
agency that pays it, out of the pension of 职工养老保险. The own money that is left goes to the person.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import partial
from math import ceil
from typing import NamedTuple

from hjforms.law.periods import Period, spelled
from hjforms.law.steps import MONTHS, YUAN, Schedule, Step, given
from hjforms.notations.year_month import YearMonth

LAW = "人社部发〔2014〕17号 第八条"
OFFSET = "人社部发〔2014〕17号 第八条；人社厅发〔2014〕25号（居民基础养老金的抵扣）"
ASSISTANCE = "人社部发〔2014〕17号 第八条；人社厅发〔2014〕25号（居民基础养老金的协助抵扣）"
QINGDAO = "青岛市口径：非本人个人账户储存额支付的个人账户养老金也应退还"
QINGDAO_SOURCE = "第三方网页转载的青岛市社保问答，未见文件原文"
SCHEDULE = "协助抵扣通知单 附表"
LAST = "最后一期"
NOTHING = Decimal("0.00")
AGREED = "每月抵扣多少，来源中没有规定，由案例写明"
MOST_INSTALMENTS = 600
"""More months than any pension lasts: a plan of more is a slip of the pen."""


class Stretch(NamedTuple):
    """Months, both ends counted, in which the pension was the same (一段): ``standard`` is yuan a month."""

    first: YearMonth
    last: YearMonth
    standard: Decimal


class Settlement(NamedTuple):
    """Where the money comes from and goes to.

    What was returned, ``offset`` and ``assistance`` add up to what was drawn; ``offset`` and ``payout`` to the balance.
    """

    owed: Step
    offset: Step
    assistance: Step
    payout: Step


def first_month(employee_from: YearMonth, resident_from: YearMonth) -> Step:
    """The first month in which both pensions were drawn (重复领取起始时间): the later of the two first months.

    Law: 人社部发〔2014〕17号 第八条.

    >>> str(first_month(YearMonth(2020, 2), YearMonth(2019, 6)).value)
    '2020-02'
    """
    starts = (
        given("职工养老保险待遇领取起始时间", employee_from),
        given("居民养老保险待遇领取起始时间", resident_from),
    )
    later = max(employee_from, resident_from)
    return Step("重复领取起始时间", later, formula="{0}与{1}中较晚的", inputs=starts, article=LAW)


def months_from(first: Step, last: Step) -> Step:
    """The months from one to another, both counted (重复领取月数)."""
    span = last.value.index - first.value.index + 1
    return Step("重复领取月数", span, MONTHS, "{0}至{1}，首尾都算", (first, last), LAW)


def by_standard(first: YearMonth, last: YearMonth, standards: Sequence[tuple[YearMonth, Decimal]]) -> Iterator[Stretch]:
    """The months from ``first`` to ``last``, apart wherever the standard changes (分段).

    ``standards`` are yuan a month, each from its month on, earliest first; what was drawn before the first of them is
    in no stretch.

    >>> raised = [(YearMonth(2018, 1), Decimal("142.00")), (YearMonth(2021, 1), Decimal("150.00"))]
    >>> [str(part.last) for part in by_standard(YearMonth(2020, 2), YearMonth(2021, 3), raised)]
    ['2020-12', '2021-03']
    """
    ends = [YearMonth.from_index(month.index - 1) for month, _ in standards[1:]]
    for (month, standard), end in zip(standards, [*ends, last], strict=True):
        stretch = Stretch(max(month, first), min(end, last), standard)
        if stretch.first <= stretch.last:
            yield stretch


def drawn(stretch: Stretch) -> Step:
    """What was drawn in a stretch (重复领取金额)."""
    months = Period(stretch.first, stretch.last).months
    name = spelled(months)
    number = given(f"{name}的月数", len(months), MONTHS)
    return amount(f"{name}重复领取金额", number, given("月基础养老金标准", stretch.standard, YUAN))


def amount(name: str, months: Step, standard: Step) -> Step:
    """Months at a standard, exact to the fen as the standard is."""
    return Step(name, months.value * standard.value, YUAN, "{0}×{1}", (months, standard), LAW)


def own_balance(balance: Step, subsidy: Step) -> Step:
    """The person's own money in the account (个人账户余额，扣除政府补贴). Law: 人社部发〔2014〕17号 第八条."""
    return Step(
        "个人账户余额（扣除政府补贴）", balance.value - subsidy.value, YUAN, "{0}－{1}", (balance, subsidy), LAW
    )


def not_from_own_savings(pension: Step, own: Step) -> Step:
    """The 个人账户养老金 that was not paid out of the person's own savings; only by the rule of 青岛."""
    return Step(
        "非本人储存额支付的个人账户养老金",
        pension.value - own.value,
        YUAN,
        "{0}－{1}",
        (pension, own),
        QINGDAO,
        source=QINGDAO_SOURCE,
        certainty="consensus",
    )


def settle(drawn_twice: Step, returned: Step, balance: Step) -> Settlement:
    """How what was drawn twice is settled (退还、抵扣、协助抵扣).

    Law: 人社部发〔2014〕17号 第八条; 人社厅发〔2014〕25号. In yuan: ``drawn_twice`` is what is to be given back,
    ``returned`` what the person has given back of it (not more than all), ``balance`` the own money in the account.

    >>> figures = (Decimal("7956.00"), Decimal("0.00"), Decimal("2310.55"))
    >>> settle(*(given("", figure, YUAN) for figure in figures)).assistance.value
    Decimal('5645.45')
    """
    owed = _less("本人尚未退还的金额", drawn_twice, returned, LAW)
    offset = Step("个人账户抵扣金额", min(balance.value, owed.value), YUAN, "取小（{0}，{1}）", (balance, owed), OFFSET)
    assistance = _less("协助抵扣金额", owed, offset, ASSISTANCE)
    return Settlement(owed, offset, assistance, _less("退还本人的个人账户余额", balance, offset, OFFSET))


def instalments(asked: Step, monthly: Step) -> Step:
    """In how many months a sum is deducted (抵扣期数), the last of them with what is left.

    >>> instalments(given("", Decimal("1011.45"), YUAN), given("", Decimal("300.00"), YUAN)).text
    '4个月'
    """
    months = ceil(Fraction(asked.value) / Fraction(monthly.value))
    return Step("抵扣期数", months, MONTHS, "{0}÷{1}，尾数进一", (asked, monthly), ASSISTANCE)


def plan(asked: Step, monthly: Step, first: YearMonth) -> Iterator[tuple[YearMonth, Step, Step]]:
    """Every month of a plan (分期抵扣) with its instalment and what is left after it."""
    left, month = asked, first
    while left.value:
        name = f"{month.year}年{month.month}月"
        paid = Step(
            f"{name}抵扣", min(monthly.value, left.value), YUAN, "取小（{0}，{1}）", (monthly, left), ASSISTANCE
        )
        left = _less(f"{name}抵扣后尚欠", left, paid, ASSISTANCE)
        yield month, paid, left
        left = given(left.name, left.value, YUAN)  # what led to it is said once, not again below every later month
        month = YearMonth.from_index(month.index + 1)


def last_month(first: Step, months: Step) -> Step:
    """The month of the last instalment (抵扣终止年月)."""
    month = YearMonth.from_index(first.value.index + months.value - 1)
    return Step("抵扣终止年月", month, "", "{0}＋{1}（月）－1（月）", (first, months), ASSISTANCE)


def all_instalments(monthly: Step, months: Step, last: Step, paid: Sequence[Step]) -> Step:
    """The sum of all instalments (各期抵扣合计), which is the sum that is deducted."""
    value = sum((step.value for step in paid), NOTHING)
    return Step("各期抵扣合计", value, YUAN, "{0}×（{1}－1）＋{2}", (monthly, months, last), ASSISTANCE)


def schedule(instalments: Sequence[tuple[YearMonth, Step, Step]], whole: Step) -> Schedule:
    """The instalments as the annex of the notice (附表), a month a row; the last is marked, the sum stands below."""
    last = len(instalments)
    heads = ("期数", "抵扣年月", "本期抵扣（元）", "抵扣后尚欠（元）", "备注")
    number, month, _, _, remark = (partial(given, head) for head in heads)
    rows = (
        (number(place), month(when), paid, left, remark(LAST if place == last else ""))
        for place, (when, paid, left) in enumerate(instalments, 1)
    )
    return Schedule(SCHEDULE, heads, tuple(rows), (number("合计"), month(""), whole, instalments[-1][2], remark("")))


def undeducted(asked: Decimal, deducted: Decimal) -> Decimal:
    """What the assisting agency has not deducted of the amount that it was asked for (未抵扣金额)."""
    return asked - deducted


def _less(name: str, whole: Step, part: Step, article: str) -> Step:
    return Step(name, whole.value - part.value, YUAN, "{0}－{1}", (whole, part), article)
