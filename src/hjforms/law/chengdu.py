"""Moving between 居保 and 职保 in 成都 (城乡养老保险关系转移接续).

Law: 《成都市城乡养老保险关系转移接续暂行办法》, as the city explained it on 2014-10-16 (新闻稿); the measures were not
found. Contribution rates, wages, interest and the accounts are what the caller states: the text gives none.
Contributed years are kept as exact fractions, money is rounded once, where a contribution is worked out from a wage.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from hjforms.law import parameters
from hjforms.law.periods import spelled
from hjforms.law.refund import FEN
from hjforms.law.steps import MONTHS, YUAN, Step, given, total
from hjforms.notations.year_month import YearMonth
from hjforms.wording import Sentence

NEWS = "《成都市城乡养老保险关系转移接续暂行办法》（2014年10月16日新闻稿）"
SHORT = "成都《暂行办法》新闻稿 "
SCOPE = f"{SHORT}适用范围"
CONVERT = f"{SHORT}选择一“换算”"
TOP_UP = f"{SHORT}选择二“补差”"
MERGE_ACCOUNT = f"{SHORT}选择三“合并个人账户”"
MERGE_OVERLAP = f"{SHORT}选择四重叠缴费需合并"
RETURN = f"{SHORT}选择五退账"
TO_RESIDENT = f"{SHORT}市域内“职保”转“居保”"
WAYS = tuple(f"{SHORT}市域外转移方式{number}" for number in "一二三四")
YEARS = "年"
NOTHING = Decimal("0.00")
ROUNDED = "四舍五入到分，只舍入这一次，新闻稿没有写舍入"
ONE_YEAR = "与职保重叠的月份不重复计算，一个自然年度合计不超过一年（由“只能参加一份养老保险”推定）"
SAME_BASE = "新闻稿没有写基数怎样换算；年限按金额之比缩短，基数不变才与所缴金额相符"
TWO_READINGS = Sentence(
    "新闻稿没有写与职保重叠的月份是否补缴差额：一种算法按全年补，一种只补不重叠的月份，请向社保机构确认"
)
BY_PROVINCE = "按省政府统一居保实施意见办理（新闻稿没有引条文）：个人账户全额转移，年限累计"
COUNTED_WHOLE = "新闻稿没有写年限怎样转换，按国家办法合并计算：职保缴费年限计为居保缴费年限，重叠的月份只计一次"


def measures(day: dt.date) -> Step:
    """The rules in force on a day (适用的规定). Raises ``NoRuleInForce`` before 2014-10-01."""
    found = parameters.figure("chengdu-measures", day)
    return replace(found, name="适用的规定", inputs=(given("办理日", day),), article=SCOPE)


@dataclass(frozen=True)
class Year:
    """One year of 居保: what the person paid, and what 职保 would have cost in the same year.

    ``both`` are the months of the year in which 职保 was paid as well.
    """

    year: int
    paid: Step
    employee: Step
    both: Step


def base(year: int, wage: Step) -> Step:
    """The monthly base of a contribution to 职保 (缴费基数): 60 % of the wage up to 2013, 40 % from 2014 on.

    Law: 选择二. ``wage`` is that of the year before (全省城镇非私营单位在岗职工月平均工资), in yuan a month.
    """
    share = parameters.figure("chengdu-base-share", dt.date(year, 12, 31))
    value = (wage.value * share.value).quantize(FEN, ROUND_HALF_UP)
    return Step(f"{year}年职保月缴费基数", value, YUAN, "{0}×{1}", (wage, share), TOP_UP, ROUNDED)


def converted_base(year: int, wage: Step) -> Step:
    """The monthly base of a converted year (换算的缴费基数), which the text does not define. Law: 选择一."""
    whole = base(year, wage)
    name = f"{year}年换算的月缴费基数"
    return Step(name, whole.value, YUAN, inputs=(whole,), article=CONVERT, certainty="reconstructed", note=SAME_BASE)


def contribution(year: int, wage: Step, rate: Step) -> Step:
    """What 职保 costs a self-employed person in a year (个体参保人员缴费金额), rounded half up to the fen.

    Law: 选择二. ``wage`` as for ``base``, ``rate`` the contribution rate of that year: the text gives neither.

    >>> wage, rate = given("上一年月平均工资", Decimal("3000.00"), "元"), given("缴费比例", Decimal("0.2"), "率")
    >>> contribution(2013, wage, rate).text, contribution(2014, wage, rate).text
    ('4320.00元', '2880.00元')
    """
    share = parameters.figure("chengdu-base-share", dt.date(year, 12, 31))
    value = (wage.value * share.value * rate.value * 12).quantize(FEN, ROUND_HALF_UP)
    name = f"{year}年职保个体参保人员缴费金额"
    return Step(name, value, YUAN, "{0}×{1}×{2}×12", (wage, share, rate), TOP_UP, ROUNDED)


def months_in_both(year: int, months: Iterable[YearMonth]) -> Step:
    """The months of a year of 居保 in which 职保 was paid as well (重叠缴费月数). Law: 选择四.

    >>> months_in_both(2014, [YearMonth(2014, month) for month in range(3, 13)]).text
    '10个月'
    """
    listed = sorted(months)
    inputs = (given(f"{year}年居保保障时间", "1月至12月"), given("当年职保缴费", spelled(listed)))
    return Step(f"{year}年重叠月数", len(listed), MONTHS, inputs=inputs, article=MERGE_OVERLAP)


def converted(year: Year) -> Step:
    """The years of 职保 that a year of 居保 becomes (换算的缴费年限), exact. Law: 选择一, 选择四.

    >>> paid, whole = given("居保缴费", Decimal("1000.00"), "元"), given("职保缴费", Decimal("5000.00"), "元")
    >>> converted(Year(2014, paid, whole, months_in_both(2014, ()))).text
    '1/5年'
    """
    ratio = Fraction(year.paid.value) / Fraction(year.employee.value)
    name = f"{year.year}年换算的职保缴费年限"
    if not year.both.value:
        return Step(name, ratio, YEARS, "{0}÷{1}", (year.paid, year.employee), CONVERT)
    value = min(ratio, 1 - Fraction(year.both.value, 12))
    inputs = (year.paid, year.employee, year.both)
    formula = "取小（{0}÷{1}，1－{2}÷12）"
    return Step(name, value, YEARS, formula, inputs, f"{CONVERT}；{MERGE_OVERLAP}", note=ONE_YEAR)


def in_months(years: Step) -> str:
    """What a fraction of years is in months (约合月数), for a reader; nothing is computed from it."""
    months = Decimal(years.value.numerator * 12) / Decimal(years.value.denominator)
    return f"约合{months.quantize(FEN, ROUND_HALF_UP):f}个月"


def kept(year: Year) -> Step:
    """The years of 职保 that a year of 居保 becomes once the difference is paid (缴费年限). Law: 选择二, 选择四."""
    value = 1 - Fraction(year.both.value, 12)
    name = f"{year.year}年补差后的职保缴费年限"
    note = ONE_YEAR if year.both.value else ""
    return Step(name, value, YEARS, "1－{0}÷12", (year.both,), f"{TOP_UP}；{MERGE_OVERLAP}", note=note)


def difference(year: Year) -> Step:
    """What is missing to a contribution of 职保 (差额部分). Law: 选择二.

    >>> paid, whole = given("居保缴费", Decimal("1000.00"), "元"), given("职保缴费", Decimal("5000.00"), "元")
    >>> difference(Year(2014, paid, whole, months_in_both(2014, ()))).text
    '4000.00元'
    """
    value = year.employee.value - year.paid.value
    return Step(f"{year.year}年差额", value, YUAN, "{0}－{1}", (year.employee, year.paid), TOP_UP)


def difference_of_months(year: Year, interest: Step) -> Step:
    """What is missing to 职保 for the months that are not paid twice alone (只补不重叠的月份的差额), with its interest.

    The text names the difference of a year and does not say whether months count that 职保 has already: one reading.
    """
    missing = difference(year)
    value = ((missing.value + interest.value) * (12 - year.both.value) / 12).quantize(FEN, ROUND_HALF_UP)
    name = f"{year.year}年只补不重叠月份的差额和利息"
    inputs = (missing, interest, year.both)
    article, formula = f"{TOP_UP}；{MERGE_OVERLAP}", "（{0}＋{1}）×（12－{2}）÷12"
    return Step(name, value, YUAN, formula, inputs, article, ROUNDED, certainty="reconstructed", note=TWO_READINGS)


def merged_base(both: str, bases: Sequence[Step]) -> Step:
    """The base of months that were paid in both (合并缴费基数). Law: 选择四. ``both`` are the months as written."""
    return total(f"{both}合并后的月缴费基数", bases, MERGE_OVERLAP)


def portable(parts: Sequence[Step], article: str) -> Step:
    """What of a 居保 account goes over (个人缴费和省定缴费补贴). Law: 选择三, 方式三.

    >>> portable([given("个人缴费", Decimal("1000.00"), "元"), given("补贴", Decimal("200.00"), "元")], WAYS[2]).text
    '1200.00元'
    """
    return total("个人缴费和按省政府规定标准的缴费补贴", parts, article)


def years_moved(name: str, months: Step, both: Step, article: str) -> Step:
    """The years of 居保 that years moved from elsewhere become (缴费年限), less the months that count already.

    Law: 市域内“职保”转“居保”, 方式一, 方式二, 方式四. The text names no ratio; years count whole.
    """
    value = Fraction(months.value - both.value, 12)
    note = BY_PROVINCE if article == WAYS[1] else COUNTED_WHOLE
    return Step(name, value, YEARS, "（{0}－{1}）÷12", (months, both), article, note=note)
