"""Personal accounts (个人账户): their growth from year to year, and their merging when a person changes schemes.

Law: 鲁人社字〔2024〕84号 附件3、附件4 (the running balance); 人社部发〔2014〕17号, as the article of source 000
(解读文章) explains it in 一（二）、二（二）、三: the text of 17号 itself has not been seen.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Literal

from hjforms.law.steps import MONTHS, YUAN, Step, given, total

FEN = Decimal("0.01")
BALANCE = {
    "resident": "鲁人社字〔2024〕84号 附件3（个人账户累计储存额）",
    "employee": "鲁人社字〔2024〕84号 附件4（至本年末个人账户累计储存额）",
}
"""Where the balance of an account is laid down, by its scheme."""

INTEREST = {
    "resident": "居民养老保险记账利率由各省公布，由案例写明",
    "employee": "记账利率按年公布（人社部发〔2017〕31号）",
}
MERGED = {
    "resident-to-employee": "人社部发〔2014〕17号（来源文：解读文章一（二））",
    "employee-to-resident": "人社部发〔2014〕17号（来源文：解读文章二（二））",
}
ONCE = "人社部发〔2014〕17号（来源文：解读文章三）：重复缴费时段只计算城镇职工养老保险缴费年限"
METHODS = {
    "annual": "年积数：当年记账额×记账利率×1.083×1/2（据称出自劳办发〔1997〕116号，原文未见），由案例写明",
    "monthly": "月积数：n月记账额×（12－n＋1）×记账利率×1/12（据称出自劳办发〔1997〕116号，原文未见），由案例写明",
}
NOT_SEEN = "计息办法由案例选定，来源中没有原文，以社保机构核定为准"
HALF_OF_13_MONTHS = Decimal("1.083")
TO_DAY = "整月按月积数，最后一个月从1日到当日按天数计（首尾都算），当月记账额从1日起计，来源中没有原文"
YEAR_END = "按年初储存额计一年利息，当年缴费从次年起计息；条文未载算法，以社保机构核定为准"

Direction = Literal["resident-to-employee", "employee-to-resident"]
Scheme = Literal["resident", "employee"]


def interest_of_year(year: int, opening: Step, rate: Step, scheme: Scheme = "employee") -> Step:
    """The interest of one year (年利息): the opening balance by the year's rate, rounded half up to the fen.

    The sources give no method; this one is stated in the result (``note``), and an interest that the account states
    is never replaced by it.
    """
    value = (opening.value * rate.value).quantize(FEN, ROUND_HALF_UP)
    return Step(
        f"{year}年利息", value, YUAN, "{0}×{1}", (opening, rate), INTEREST[scheme], "四舍五入到分", note=YEAR_END
    )


def monthly_product(year: int, entries: Sequence[tuple[int, Step]], last: int = 12) -> Step:
    """The product of what was entered in a year and the months it bears interest (月积数), up to the month ``last``.

    Each entry is the month and the amount; an entry bears interest from its own month on.
    """
    inputs = [part for month, amount in entries for part in (amount, given("计息月数", last - month + 1, MONTHS))]
    value = sum((amount.value * (last - month + 1) for month, amount in entries), Decimal("0.00"))
    formula = "＋".join(f"{{{2 * index}}}×{{{2 * index + 1}}}" for index in range(len(entries)))
    return Step(f"{year}年月积数", value, "元·月", formula, tuple(inputs), METHODS["monthly"])


def interest_by_months(year: int, opening: Step, product: Step, rate: Step, last: int = 12) -> Step:
    """The interest of a year by 月积数, or of its months up to ``last``: the opening balance, and what was entered."""
    months = given("计息月数", last, MONTHS)
    value = ((opening.value * last + product.value) * rate.value / 12).quantize(FEN, ROUND_HALF_UP)
    formula, inputs = "（{0}×{1}＋{2}）×{3}÷12", (opening, months, product, rate)
    name = f"{year}年利息" if last == 12 else f"{year}年1月至{last}月利息"
    return Step(name, value, YUAN, formula, inputs, METHODS["monthly"], "四舍五入到分", note=NOT_SEEN)


def interest_to_day(day: dt.date, opening: Step, entries: Sequence[tuple[int, Step]], rate: Step, basis: Step) -> Step:
    """The interest of a year up to a day: whole months by 月积数, the days of the last month by ``basis`` days a year.

    No source gives this; the case states ``basis`` with its source. What was entered in the last month bears interest
    from its first day, as in 月积数.
    """
    before = day.month - 1
    product = monthly_product(day.year, [entry for entry in entries if entry[0] <= before], before)
    credited = total(f"{day.year}年记账额", [amount for _, amount in entries], METHODS["monthly"])
    months, days = given("整月数", before, MONTHS), given("零头天数", day.day, "天", note=TO_DAY)
    exact = (
        Fraction(opening.value * before + product.value) / 12
        + Fraction(opening.value + credited.value) * days.value / basis.value
    ) * Fraction(rate.value)
    return Step(
        f"{day.year}年1月1日至{day.month}月{day.day}日利息",
        rounded(exact),
        YUAN,
        "（{0}×{1}＋{2}）×{3}÷12＋（{0}＋{4}）×{3}×{5}÷{6}",
        (opening, months, product, rate, credited, days, basis),
        METHODS["monthly"],
        "四舍五入到分",
        note=NOT_SEEN,
    )


def interest_by_year(year: int, opening: Step, credited: Step, rate: Step) -> Step:
    """The interest of a year by 年积数: what the year added bears it for half of thirteen months.

    >>> from hjforms.law.steps import given
    >>> opening, credited = (given("", Decimal(amount), "元") for amount in ("1000.00", "1200.00"))
    >>> interest_by_year(2023, opening, credited, given("", Decimal("0.04"), "率")).text
    '65.99元'
    """
    value = (opening.value * rate.value + credited.value * rate.value * HALF_OF_13_MONTHS / 2).quantize(
        FEN, ROUND_HALF_UP
    )
    formula = f"{{0}}×{{2}}＋{{1}}×{{2}}×{HALF_OF_13_MONTHS}÷2"
    inputs = (opening, credited, rate)
    return Step(f"{year}年利息", value, YUAN, formula, inputs, METHODS["annual"], "四舍五入到分", note=NOT_SEEN)


def rounded(exact: Fraction) -> Decimal:
    """An exact amount in fen, half up."""
    return (Decimal(int(exact * 100 + Fraction(1, 2))) / 100).quantize(FEN)


def balance_of_year(year: int, opening: Step, credited: Sequence[Step], scheme: Scheme = "resident") -> Step:
    """The balance at the end of a year (至本年末个人账户累计储存额): the opening balance and what the year added.

    >>> from hjforms.law.steps import given
    >>> balance_of_year(2012, given("年初", Decimal("0.00"), "元"), [given("个人缴费", Decimal("100.00"), "元")]).text
    '100.00元'
    """
    return total(f"{year}年末个人账户累计储存额", (opening, *credited), BALANCE[scheme])


@dataclass(frozen=True)
class Merged:
    """What a person has after changing schemes: the account and the months that count."""

    account: Step
    months: Step


def merge(
    direction: Direction, resident: tuple[Step, Step], employee: tuple[Step, Step], doubled: Step, returned: Step
) -> Merged:
    """The account and the months after a change of schemes (合并个人账户与缴费年限).

    Law: 人社部发〔2014〕17号, by 解读文章 一（二）: from 居民 to 职工 the account is merged, the years do not count;
    二（二）: from 职工 to 居民 the account is merged and the years count; 三: months paid twice count once.
    ``resident`` and ``employee`` are (balance, paid months), ``doubled`` the months paid twice, ``returned`` what is
    taken out of the account, returned to the person or to the fund.
    """
    article = MERGED[direction]
    balance = resident[0].value + employee[0].value - returned.value
    parts = (resident[0], employee[0], returned)
    account = Step("合并后个人账户储存额", balance, YUAN, "{0}＋{1}－{2}", parts, article)
    if direction == "resident-to-employee":
        note = "城乡居民养老保险缴费年限不合并计算或折算为城镇职工养老保险缴费年限"
        counted = Step("合并后缴费年限", employee[1].value, MONTHS, "{0}", (employee[1],), article, note=note)
    else:
        months = resident[1].value + employee[1].value - doubled.value
        inputs = (resident[1], employee[1], doubled)
        counted = Step("合并后缴费年限", months, MONTHS, "{0}＋{1}－{2}", inputs, f"{article}；{ONCE}")
    return Merged(account, counted)
