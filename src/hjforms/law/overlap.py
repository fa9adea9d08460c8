"""Months paid into both schemes (重复缴费时段).

Law: 人社厅发〔2014〕25号; 鲁人社字〔2024〕84号 第十二条（一）: 重复时段为居民养老保险各年度与
企业职工养老保险重复缴费的月数.
A year of 居民养老保险 is paid as a whole and counts for its twelve months, as the formula divides it by twelve.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from hjforms.law.periods import Period, spelled, united, year_of
from hjforms.law.steps import MONTHS, Step, given, total
from hjforms.notations.year_month import YearMonth

NATIONAL = "人社厅发〔2014〕25号（来源文：解读文章三（一））"
SHANDONG = "鲁人社字〔2024〕84号 第十二条（一）"
ARTICLE = f"{SHANDONG}；{NATIONAL}"
WHOLE_YEAR = "居民养老保险按年缴费，一个年度按12个月计（公式除以12）"


@dataclass(frozen=True)
class Overlap:
    """The months paid twice in each year, and the employee periods on which more would have to be known.

    ``doubtful`` are the positions of periods whose stated months are fewer than their span, so that it is not
    known which months were paid; ``uncertain`` are the years that this touches, which are not in ``years``.
    """

    years: dict[int, Step]
    doubtful: tuple[int, ...]
    uncertain: tuple[int, ...]
    article: str = ARTICLE

    @property
    def total(self) -> Step:
        """All months paid twice (重复月数合计)."""
        return total("重复月数合计", self.years.values(), self.article, MONTHS)


def overlap(resident_years: Iterable[int], employee: Sequence[Period], article: str = ARTICLE) -> Overlap:
    """The months of each year in which both schemes were paid (重复月数), never more than twelve.

    Law: 鲁人社字〔2024〕84号 第十二条（一）. ``resident_years`` are the years for which 居民养老保险 was paid,
    ``employee`` the paid periods of 职工养老保险 in all regions, which are united: a month counts once. ``article`` is
    that of the rules under which it is counted.

    >>> from hjforms.notations.year_month import YearMonth
    >>> both = overlap([2019], [Period(YearMonth(2018, 7), YearMonth(2019, 4))])
    >>> both.years[2019].value
    4
    """
    certain = united(period for period in employee if period.is_whole)
    open_months = [(index, period.months - certain) for index, period in enumerate(employee) if not period.is_whole]
    years: dict[int, Step] = {}
    uncertain: list[int] = []
    doubtful: set[int] = set()
    for year in sorted(set(resident_years)):
        unknown = [index for index, months in open_months if months & year_of(year)]
        if unknown:
            uncertain.append(year)
            doubtful.update(unknown)
        elif months := certain & year_of(year):
            years[year] = _doubled(year, months, article)
    return Overlap(years, tuple(sorted(doubtful)), tuple(uncertain), article)


def _doubled(year: int, months: frozenset[YearMonth], article: str) -> Step:
    resident = given(f"{year}年居民养老保险缴费", f"{year}年1月至12月", note=WHOLE_YEAR)
    employee = given("当年职工养老保险缴费", spelled(months))
    return Step(f"{year}年重复月数", len(months), MONTHS, inputs=(resident, employee), article=article)
