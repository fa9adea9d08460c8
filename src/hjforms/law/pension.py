"""The monthly pension (月养老金) of both schemes, and when it can be drawn.

The texts of the formulas are not among our sources: every step names the document that is said to hold them, and how
sure that is. What is a figure of a place or a year (基础养老金, 计发基数) is stated by the caller.
"""

from __future__ import annotations

import datetime as dt
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from hjforms.law import parameters
from hjforms.law.accounts import FEN
from hjforms.law.retirement import DECISION, day_in, spelled_age
from hjforms.law.steps import MONTHS, YUAN, Step, given, total
from hjforms.notations.year_month import YearMonth

RESIDENT = "居民养老保险待遇由基础养老金和个人账户养老金组成（文件原文不在来源中，以当地规定为准）"
EMPLOYEE = "国发〔2005〕38号（原文不在来源中，以当地计发办法为准）"
MINIMUM = f"{DECISION}第二条"
ROUNDED = "四舍五入到分"
WHOLE_YEARS = "按整岁读：不满一岁的月份不计；延迟退休以后怎样查表，来源中没有"
BETWEEN = "按月读：在前后两个整岁之间按月份均匀取值；延迟退休以后怎样查表，来源中没有"
NO_LATER_PAYMENTS = "按写明的储存额计算，不含以后的缴费和利息"


def resident_account_pension(account: Step, day: dt.date) -> Step:
    """The monthly pension out of a resident account (居民个人账户养老金): the account by 139 months.

    >>> resident_account_pension(given("个人账户储存额", Decimal("27800.00"), YUAN), dt.date(2026, 1, 1)).text
    '200.00元'
    """
    months = parameters.figure("resident-payout-months", day)
    value = _fen(Fraction(account.value) / months.value)
    return Step(
        "居民个人账户养老金", value, YUAN, "{0}÷{1}", (account, months), RESIDENT, ROUNDED, note=NO_LATER_PAYMENTS
    )


def is_tabulated(age: int, day: dt.date) -> bool:
    """True where the table of months (计发月数表) has an age, given in months, and the whole year after it."""
    table = parameters.parameter("payout-months").at(day).value
    return all(f"{year}岁" in table for year in {age // 12, -(-age // 12)})


def account_pension(account: Step, age: Step, day: dt.date) -> tuple[Step, Step]:
    """The monthly pension out of an employee account (职工个人账户养老金), by both readings of an age with months.

    The table knows whole years only. First reading: the year that is full. Second: between the two years, by months.

    >>> account, age = given("储存额", Decimal("100000.00"), YUAN), given("领取年龄", 726, MONTHS)
    >>> [step.text for step in account_pension(account, age, dt.date(2026, 1, 1))]
    ['719.42元', '738.01元']
    """
    table = parameters.tariff("payout-months", day)
    year, extra = divmod(age.value, 12)
    lower, upper = table[f"{year}岁"], table[f"{year + bool(extra)}岁"]
    months = given("领取年龄中不满一岁的月份", extra, MONTHS)
    whole = Step(
        "职工个人账户养老金（计发月数按整岁）",
        _fen(Fraction(account.value) / lower.value),
        YUAN,
        "{0}÷{1}",
        (account, lower),
        EMPLOYEE,
        ROUNDED,
        note=f"领取年龄{spelled_age(age.value)}。{WHOLE_YEARS}",
    )
    divisor = Fraction(lower.value) - Fraction((lower.value - upper.value) * extra, 12)
    between = Step(
        "职工个人账户养老金（计发月数按月）",
        _fen(Fraction(account.value) / divisor),
        YUAN,
        "{0}÷（{1}－（{1}－{2}）×{3}÷12）",
        (account, lower, upper, months),
        EMPLOYEE,
        ROUNDED,
        note=f"领取年龄{spelled_age(age.value)}，计发月数约{_fen(divisor)}。{BETWEEN}",
    )
    return whole, between


def basic_pension(wage: Step, own: Step, months: Step) -> Step:
    """The basic pension of an employee (职工基础养老金): 1% of the mean of both wages for every year paid.

    ``wage`` is the figure of the place (计发基数), ``own`` the person's indexed average wage; months
    count as parts of a year.

    >>> figures = Decimal("7000.00"), Decimal("4200.00")
    >>> basic_pension(*(given("", figure, YUAN) for figure in figures), given("缴费年限", 186, MONTHS)).text
    '868.00元'
    """
    value = _fen((Fraction(wage.value) + Fraction(own.value)) / 2 * months.value / 12 / 100)
    return Step(
        "职工基础养老金",
        value,
        YUAN,
        "（{0}＋{1}）÷2×{2}÷12×1%",
        (wage, own, months),
        EMPLOYEE,
        ROUNDED,
        certainty="reconstructed",
        note="缴费年限按月计，不满一年的月份折算为年；计发基数用领取时的，现在的数字只供参考",
    )


def monthly(name: str, parts: list[Step], article: str) -> Step:
    """The pension of a month (每月养老金): the sum of its parts."""
    return total(name, parts, article)


def still_to_pay(scheme: str, minimum: Step, paid: Step, article: str = MINIMUM) -> Step:
    """The months that are missing to the minimum (还要缴费的月数); 0 where it has been reached. Law: 第二条."""
    months = max(0, minimum.value - paid.value)
    return Step(f"{scheme}还要缴费的月数", months, MONTHS, "取大（0，{0}－{1}）", (minimum, paid), article)


def months_at_last(paid: Step, missing: Step) -> Step:
    """The months paid when the pension begins (领取时的缴费年限): those of now, and those that are still to be paid."""
    months = paid.value + missing.value
    return Step("领取时的缴费年限", months, MONTHS, "{0}＋{1}", (paid, missing), MINIMUM)


def reached(missing: Step, first: Step) -> Step:
    """The month in which the minimum has been paid (缴满年月), where every month from ``first`` on is paid.

    >>> reached(given("", 3, MONTHS), given("", YearMonth(2026, 11))).text
    '2027年1月'
    """
    month = YearMonth.from_index(first.value.index + missing.value - 1)
    return Step("缴满最低缴费年限的年月", month, "", "{0}＋{1}（月）－1（月）", (first, missing), missing.article)


def birthday(name: str, born: dt.date, month: Step) -> Step:
    """The day of a month that has the number of the birthday (到龄日); the last of the month where there is none."""
    day = day_in(month.value, born.day)
    return Step(name, day, inputs=(given("出生日期", born), month), article=month.article or RESIDENT)


def later(name: str, days: list[Step], article: str) -> Step:
    """The latest of several days (较晚的一日)."""
    found = max(step.value for step in days)
    named = "，".join(f"{{{index}}}" for index in range(len(days)))
    return Step(name, found, "", f"取晚（{named}）" if days[1:] else "", tuple(days), article)


def age_at(first: Step, born: YearMonth) -> Step:
    """The age in months in the month of a day (领取年龄), counted by months as 法定退休年龄 is.

    >>> age_at(given("", dt.date(2027, 8, 31)), YearMonth(1966, 5)).note
    '领取年龄为61岁3个月'
    """
    age = YearMonth(first.value.year, first.value.month).index - born.index
    inputs = (given("出生年月", born), first)
    return Step("领取年龄", age, MONTHS, inputs=inputs, article=MINIMUM, note=f"领取年龄为{spelled_age(age)}")


def end_of(month: Step) -> Step:
    """The last day of a month (当月末日)."""
    return Step(f"{month.name}的末日", day_in(month.value, 31), inputs=(month,), article=month.article)


def difference(employee: Step, resident: Step, reading: str) -> Step:
    """By how much the pension of an employee is larger than that of a resident (每月相差)."""
    value = employee.value - resident.value
    return Step(f"职工比居民每月多（{reading}）", value, YUAN, "{0}－{1}", (employee, resident), EMPLOYEE)


def _fen(value: Fraction) -> Decimal:
    return (Decimal(value.numerator) / Decimal(value.denominator)).quantize(FEN, ROUND_HALF_UP)
