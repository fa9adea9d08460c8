"""Retirement (退休): the statutory month, the months that must have been paid, and the choice around it.

Law: 全国人民代表大会常务委员会《关于实施渐进式延迟法定退休年龄的决定》 (2024-09-13, in force from 2025-01-01)
第一条 to 第三条. ``on`` is the day whose law is asked for: before 2025 the original ages hold. For a person that is the
``governing_day``, not the day on which they ask.
"""

from __future__ import annotations

import datetime as dt
from calendar import monthrange
from dataclasses import dataclass
from typing import Any

from hjforms.errors import NoRuleInForce
from hjforms.law import parameters
from hjforms.law.steps import MONTHS, Step, given
from hjforms.notations.year_month import YearMonth
from hjforms.wording import Sentence, named, said

DECISION = "《关于实施渐进式延迟法定退休年龄的决定》"
CATEGORIES = {
    "male-60": "男职工（原60周岁）",
    "female-55": "女职工（原55周岁）",
    "female-50": "女职工（原50周岁）",
}
"""The three categories (类别) of the Decision, by their original ages."""


def retirement_month(born: YearMonth, category: str, on: dt.date) -> Step:
    """The month in which a person reaches the statutory retirement age (法定退休年月).

    Law: 《关于实施渐进式延迟法定退休年龄的决定》第一条、附件1至3.

    >>> retirement_month(YearMonth(1965, 1), "male-60", dt.date(2025, 1, 1)).text
    '2025年2月'
    """
    age = statutory_age(born, category, on)
    inputs = (given("出生年月", born), age)
    month = YearMonth.from_index(born.index + age.value)
    return Step("法定退休年月", month, formula="{0}＋{1}（月）", inputs=inputs, article=age.article)


def statutory_age(born: YearMonth, category: str, on: dt.date) -> Step:
    """The statutory retirement age (法定退休年龄) in months.

    Law: 第一条: one month later for every four months of birth (原法定退休年龄五十周岁的女职工: every two).

    >>> age = statutory_age(YearMonth(1976, 9), "male-60", dt.date(2025, 1, 1))
    >>> age.value, age.note
    (756, '法定退休年龄为63岁')
    """
    version = parameters.parameter("retirement-age").at(on)
    rule = version.value[category]
    original = Step(
        f"原法定退休年龄（{CATEGORIES[category]}）",
        rule["age"],
        MONTHS,
        source=version.source,
        certainty=version.certainty,
    )
    later = _delay(born, rule)
    age = original.value + later.value
    article = f"{DECISION}第一条"
    return Step(
        "法定退休年龄", age, MONTHS, "{0}＋{1}", (original, later), article, note=f"法定退休年龄为{spelled_age(age)}"
    )


def governing_day(born: YearMonth, category: str) -> dt.date:
    """The day whose law decides when a person retires (适用哪一天的规定): that on which they reach the age.

    Law: 第一条 (从2025年1月1日起). Who has reached the original age before retires by it, everyone else by the new one,
    whenever they ask.

    >>> str(governing_day(YearMonth(1964, 12), "male-60")), str(governing_day(YearMonth(1965, 3), "male-60"))
    ('2024-12-01', '2025-04-01')
    """
    versions = parameters.parameter("retirement-age").versions
    for version in versions:
        month = retirement_month(born, category, version.first).value
        reached = dt.date(month.year, month.month, 1)
        if version.last is None or reached <= version.last:
            return max(reached, version.first)
    raise AssertionError(f"the last version ends: {versions[-1].last}")


def _delay(born: YearMonth, rule: dict[str, Any]) -> Step:
    """The months of delay (延迟月数): the place of the birth among the months concerned, divided and rounded up."""
    name, article = "延迟月数", f"{DECISION}第一条"
    birth = given("出生年月", born)
    if "first_born" not in rule:
        return Step(name, 0, MONTHS, inputs=(birth,), article=article, note="延迟退休自2025年1月1日起实施")
    first = YearMonth(rule["first_born"].year, rule["first_born"].month)
    if born < first:
        note = f"{first.year}年{first.month}月以前出生的，不延迟"
        return Step(name, 0, MONTHS, inputs=(birth,), article=article, note=note)
    order = Step("出生月的序数", born.index - first.index + 1, inputs=(birth, given("起始月", first)), article=article)
    months = min(rule["most"], -(-order.value // rule["every"]))
    formula = f"取小（{{0}}÷{rule['every']}，尾数进一；{rule['most']}）"
    return Step(name, months, MONTHS, formula, (order,), article)


def minimum_months(year: int) -> Step:
    """The months that must have been paid to draw a pension by the month (按月领取基本养老金最低缴费年限).

    Law: 第二条、附件4. ``year`` is the year in which the person reaches the age at which the pension is drawn.

    >>> minimum_months(2030).value, minimum_months(2045).value
    (186, 240)
    """
    day = dt.date(year, 12, 31)
    timeline = parameters.parameter("minimum-months")
    if day < (first := timeline.versions[0].first):
        message = Sentence("{year}年没有规定，{first}年起才有，请核对年份。", year=year, first=first.year)
        raise NoRuleInForce(named(said(timeline.name), message))
    return parameters.figure("minimum-months", day)


@dataclass(frozen=True)
class Elastic:
    """The months between which a person may choose to retire (弹性退休): ``earliest`` and ``latest``, both counted."""

    earliest: Step
    latest: Step


def elastic(born: YearMonth, category: str, on: dt.date) -> Elastic:
    """The span of elastic retirement (弹性退休): up to three years early or late, never below the original age.

    Law: 第三条. Retiring early takes the minimum months paid; retiring late, the agreement of the employer.

    >>> span = elastic(YearMonth(1970, 1), "male-60", dt.date(2025, 1, 1))
    >>> span.earliest.text, span.latest.text
    ('2030年1月', '2034年5月')
    """
    statutory = retirement_month(born, category, on)
    reach = parameters.figure("elastic-months", on)
    original = parameters.parameter("retirement-age").at(on).value[category]["age"]
    floor = Step(
        "达到原法定退休年龄年月",
        YearMonth.from_index(born.index + original),
        formula="{0}＋{1}（月）",
        inputs=(given("出生年月", born), given("原法定退休年龄", original, MONTHS)),
        article=f"{DECISION}第三条",
    )
    early = YearMonth.from_index(max(statutory.value.index - reach.value, floor.value.index))
    late = YearMonth.from_index(statutory.value.index + reach.value)
    article = f"{DECISION}第三条"
    earliest = Step(
        "弹性提前退休的最早年月",
        early,
        formula="取晚（{0}－{1}（月），{2}）",
        inputs=(statutory, reach, floor),
        article=article,
        note="弹性提前退休，须达到最低缴费年限，由本人自愿选择",
    )
    latest = Step(
        "弹性延迟退休的最晚年月",
        late,
        formula="{0}＋{1}（月）",
        inputs=(statutory, reach),
        article=article,
        note="弹性延迟退休，须所在单位与职工协商一致",
    )
    return Elastic(earliest, latest)


def reference_year(statutory: YearMonth, chosen: YearMonth) -> int:
    """The year whose minimum counts (最低缴费年限对应的年份): of retiring early, that; late, the statutory.

    >>> reference_year(YearMonth(2033, 11), YearMonth(2036, 11))
    2033
    """
    return min(statutory, chosen).year


def months_after(day: dt.date, months: int) -> dt.date:
    """The day some months later, or earlier (月数的推算); the last of its month where there is no such day.

    >>> months_after(dt.date(2024, 8, 31), -6)
    datetime.date(2024, 2, 29)
    """
    return day_in(YearMonth.from_index(day.year * 12 + day.month - 1 + months), day.day)


def day_in(month: YearMonth, day: int) -> dt.date:
    """The day of a month with this number, or the last of the month where there is none (当月对应日)."""
    return dt.date(month.year, month.month, min(day, monthrange(month.year, month.month)[1]))


def spelled_age(months: int) -> str:
    """An age as people say it (年龄): 60岁1个月.

    >>> spelled_age(721), spelled_age(756)
    ('60岁1个月', '63岁')
    """
    years, rest = divmod(months, 12)
    return f"{years}岁" + (f"{rest}个月" if rest else "")
