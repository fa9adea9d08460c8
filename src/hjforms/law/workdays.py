"""Working days (工作日): weekdays that are no public holiday, and the weekend days that are worked instead (调休上班).

Law: 国务院办公厅关于…年部分节假日安排的通知, one for each year, published late in the year before. The days of
published years come from the library chinesecalendar; a notice that it does not know yet, the caller adds.

>>> add_workdays(dt.date(2026, 9, 18), 3)  # 9月20日 is a Sunday that is worked
datetime.date(2026, 9, 22)
>>> add_workdays(dt.date(2026, 9, 18), 3, counting_from_next=False)
datetime.date(2026, 9, 21)
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from hjforms.errors import NoRuleInForce
from hjforms.wording import Said, Sentence

DAY = dt.timedelta(days=1)
SATURDAY = 5


@dataclass(frozen=True)
class Notice:
    """The notice of one year (放假安排的通知): the days that are ``off`` and the days that are worked instead.

    A notice that only changes days of a year that is known (an extended holiday) states those days alone.
    """

    year: int
    off: frozenset[dt.date]
    work: frozenset[dt.date]
    source: str

    @property
    def is_whole(self) -> bool:
        """True where it arranges the whole year: 国庆节 is in it."""
        return national_day(self.year) in self.off


@dataclass(frozen=True)
class Calendar:
    """The published calendar, with ``notices`` on top of it; of two that name a day, the later holds."""

    notices: tuple[Notice, ...] = ()

    def knows(self, year: int) -> bool:
        """True where the notice of a year is published, as far as we know."""
        return year in _published() or any(notice.year == year and notice.is_whole for notice in self.notices)

    def is_workday(self, day: dt.date) -> bool:
        """True on a working day (工作日). Raises ``NoRuleInForce`` for a year whose notice is not known."""
        for notice in reversed(self.notices):
            if day in notice.work or day in notice.off:
                return day in notice.work
        if day.year in _published():
            import chinese_calendar  # five milliseconds, which only deadlines have to spend

            return bool(chinese_calendar.is_workday(day))
        if not self.knows(day.year):
            raise NoRuleInForce(_unpublished(day.year))
        return day.weekday() < SATURDAY

    def workdays_within(self, after: dt.date, until: dt.date) -> int:
        """The working days after one day up to another (工作日数), the first not counted, the last counted."""
        return sum(map(self.is_workday, _days(after + DAY, until)))

    def unusual(self, first: dt.date, last: dt.date) -> Iterator[tuple[dt.date, bool]]:
        """The weekdays that are off (``False``) and the weekend days that are worked (``True``), both ends counted."""
        for day in _days(first, last):
            works = self.is_workday(day)
            if works != (day.weekday() < SATURDAY):
                yield day, works

    def is_settled(self, day: dt.date) -> bool:
        """False on the last days of a year whose successor is not published: its notice may still move them.

        So it went at the end of 2006, 2007 and 2018.
        """
        return (day.month, day.day) < (12, 25) or self.knows(day.year + 1)

    def sources(self, first: dt.date, last: dt.date) -> list[str]:
        """The notices by which the days between two days are counted, both ends counted."""
        titles = {notice.year: notice.source for notice in self.notices}
        return [titles.get(year) or notice_title(year) for year in range(first.year, last.year + 1)]


def add_workdays(
    day: dt.date, count: int, *, counting_from_next: bool = True, calendar: Calendar | None = None
) -> dt.date:
    """The last day of a limit of ``count`` working days (期限届满日) that starts on ``day``.

    The first day counted is the next working day; without ``counting_from_next`` it is ``day`` itself, if that
    is a working day. Raises ``NoRuleInForce`` where the limit runs into a year that is not published.
    """
    if count < 1:
        raise ValueError(f"a limit of {count} working days")
    calendar = calendar or Calendar()
    current = day if not counting_from_next else day + DAY
    while True:
        count -= calendar.is_workday(current)
        if not count:
            return current
        current += DAY


def notice_title(year: int) -> str:
    """The title of the notice of a year."""
    return f"国务院办公厅关于{year}年部分节假日安排的通知"


def national_day(year: int) -> dt.date:
    """The first day of 国庆节, which every notice of a whole year arranges."""
    return dt.date(year, 10, 1)


@cache
def _published() -> frozenset[int]:
    """The years of which the library has the whole notice, not only the first days of January."""
    from chinese_calendar import constants

    years = {day.year for day in constants.holidays}
    return frozenset(year for year in years if national_day(year) in constants.holidays)


def _unpublished(year: int) -> Said:
    known = _published()
    return Sentence(
        "工作日：没有收录{year}年的放假安排（程序库有{first}年至{last}年），不能按周一至周五推算。"
        "《{title}》公布以后，请升级 chinesecalendar，或按 docs/deadlines.md 把通知写成文件，"
        "用环境变量 HJFORMS_HOLIDAYS 指明，或写在案例的 notices 中。",
        year=year,
        first=min(known),
        last=max(known),
        title=notice_title(year),
    )


def _days(first: dt.date, last: dt.date) -> Iterator[dt.date]:
    while first <= last:
        yield first
        first += DAY
