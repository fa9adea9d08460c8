"""Periods (时段): stretches of whole months, counted with both ends.

>>> spring = Period(YearMonth(2019, 3), YearMonth(2019, 5))
>>> len(spring.months), spelled(spring.months | {YearMonth(2019, 8)})
(3, '2019年3月至5月、8月')
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from hjforms.notations.year_month import YearMonth
from hjforms.wording import Label


@dataclass(frozen=True)
class Period:
    """From the first month to the last, both counted. ``paid`` are the months paid in it where that is stated."""

    first: YearMonth
    last: YearMonth
    paid: int | None = None

    @property
    def months(self) -> frozenset[YearMonth]:
        """Every month of the period."""
        return frozenset(map(YearMonth.from_index, range(self.first.index, self.last.index + 1)))

    @property
    def is_whole(self) -> bool:
        """True where every month was paid, as far as the paper says."""
        return self.paid is None or self.paid >= len(self.months)


def year_of(year: int) -> frozenset[YearMonth]:
    """The twelve months of a calendar year (自然年度)."""
    return Period(YearMonth(year, 1), YearMonth(year, 12)).months


def united(periods: Iterable[Period]) -> frozenset[YearMonth]:
    """Every month of several periods, once."""
    return frozenset().union(*(period.months for period in periods))


def stretches(months: Iterable[YearMonth]) -> list[tuple[YearMonth, YearMonth]]:
    """Months as stretches without a gap, in order."""
    found: list[tuple[YearMonth, YearMonth]] = []
    for month in sorted(set(months)):
        if found and found[-1][1].index + 1 == month.index:
            found[-1] = (found[-1][0], month)
        else:
            found.append((month, month))
    return found


def spelled(months: Iterable[YearMonth]) -> Label:
    """Months as a clerk writes them: 2019年3月至5月、8月; ``无`` where there are none."""
    months = set(months)
    parts, said = [], None
    for first, last in stretches(months):
        text = f"{first.month}月" if first.year == said else f"{first.year}年{first.month}月"
        if last != first:
            text += f"至{last.month}月" if last.year == first.year else f"至{last.year}年{last.month}月"
        parts.append(text)
        said = last.year
    english = (str(first) if first == last else f"{first} to {last}" for first, last in stretches(months))
    return Label("、".join(parts) or "无", ", ".join(english) or "none")
