"""工作日, 国务院办公厅关于…年部分节假日安排的通知."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from hjforms.errors import NoRuleInForce
from hjforms.law.workdays import Calendar, Notice, add_workdays, notice_title

DAY = dt.timedelta(days=1)
OFFICIAL = Calendar()
# facts.md §5: 放假, 上班 and the working days of the year
NOTICES = {
    2023: (
        (
            "2022-12-31/2023-01-02 2023-01-21/2023-01-27 2023-04-05 2023-04-29/2023-05-03 2023-06-22/2023-06-24 "
            "2023-09-29/2023-10-06"
        ),
        "01-28 01-29 04-23 05-06 06-25 10-07 10-08",
        249,
    ),
    2024: (  # 国办发明电〔2023〕7号
        (
            "2024-01-01 2024-02-10/2024-02-17 2024-04-04/2024-04-06 2024-05-01/2024-05-05 2024-06-10 "
            "2024-09-15/2024-09-17 2024-10-01/2024-10-07"
        ),
        "02-04 02-18 04-07 04-28 05-11 09-14 09-29 10-12",
        251,
    ),
    2025: (  # 国办发明电〔2024〕12号
        (
            "2025-01-01 2025-01-28/2025-02-04 2025-04-04/2025-04-06 2025-05-01/2025-05-05 2025-05-31/2025-06-02 "
            "2025-10-01/2025-10-08"
        ),
        "01-26 02-08 04-27 09-28 10-11",
        248,
    ),
    2026: (  # 2025-11-04
        (
            "2026-01-01/2026-01-03 2026-02-15/2026-02-23 2026-04-04/2026-04-06 2026-05-01/2026-05-05 "
            "2026-06-19/2026-06-21 2026-09-25/2026-09-27 2026-10-01/2026-10-07"
        ),
        "01-04 02-14 02-28 05-09 09-20 10-10",
        248,
    ),
}
known_days = st.dates(dt.date(2004, 1, 1), dt.date(2026, 10, 31))
years = pytest.mark.parametrize("year", NOTICES)


def off(year: int) -> set[dt.date]:
    """The days off of a notice."""
    found: set[dt.date] = set()
    for span in NOTICES[year][0].split():
        first, _, last = span.partition("/")
        day = dt.date.fromisoformat(first)
        while day <= dt.date.fromisoformat(last or first):
            found.add(day)
            day += DAY
    return found


def work(year: int) -> set[dt.date]:
    """The weekend days that are worked, of a notice."""
    return {dt.date.fromisoformat(f"{year}-{day}") for day in NOTICES[year][1].split()}


def days_of(year: int) -> list[dt.date]:
    """Every day of a year."""
    return [day for number in range(366) if (day := dt.date(year, 1, 1) + number * DAY).year == year]


@years
def test_every_day_of_the_year_is_what_the_notice_says(year):
    holidays, worked = off(year), work(year)
    for day in days_of(year):
        expected = day in worked or (day.weekday() < 5 and day not in holidays)
        assert OFFICIAL.is_workday(day) == expected, day


@years
def test_the_year_has_as_many_working_days_as_the_notice_leaves(year):
    assert OFFICIAL.workdays_within(dt.date(year - 1, 12, 31), dt.date(year, 12, 31)) == NOTICES[year][2]


@years
def test_a_notice_of_ones_own_gives_the_same_year_as_the_published_one(year):
    own = Calendar((Notice(year, frozenset(off(year)), frozenset(work(year)), "抄录"),))
    assert all(own.is_workday(day) == OFFICIAL.is_workday(day) for day in days_of(year))


def test_the_eve_of_the_spring_festival_of_2024_is_a_working_day():
    assert OFFICIAL.is_workday(dt.date(2024, 2, 9))


@pytest.mark.parametrize("year", [2003, 2500])
def test_a_year_that_is_not_published_is_refused_and_says_what_to_do(year):
    assert not OFFICIAL.knows(year)
    with pytest.raises(NoRuleInForce, match=rf"没有收录{year}年的放假安排.*HJFORMS_HOLIDAYS"):
        OFFICIAL.is_workday(dt.date(year, 6, 1))


def test_a_limit_that_runs_into_a_year_that_is_not_published_is_refused():
    last = max(year for year in range(2026, 2100) if OFFICIAL.knows(year))
    with pytest.raises(NoRuleInForce, match=f"{last + 1}年"):
        add_workdays(dt.date(last, 12, 25), 15)


INVENTED = Notice(
    2500,
    frozenset({dt.date(2500, 1, 1), dt.date(2500, 10, 1), dt.date(2500, 10, 4)}),
    frozenset({dt.date(2500, 10, 2)}),
    "虚构的通知",
)


def test_a_notice_makes_its_year_known():
    calendar = Calendar((INVENTED,))
    assert calendar.knows(2500)
    # 2500-10-01 is a Friday, 10-02 a Saturday that is worked, 10-04 a Monday off
    assert [calendar.is_workday(dt.date(2500, 10, day)) for day in range(1, 6)] == [False, True, False, False, True]
    assert add_workdays(dt.date(2500, 9, 30), 2, calendar=calendar) == dt.date(2500, 10, 5)
    assert calendar.sources(dt.date(2500, 1, 1), dt.date(2501, 1, 1)) == ["虚构的通知", notice_title(2501)]


def test_days_without_the_national_day_do_not_make_a_year_known():
    extension = Notice(2500, frozenset({dt.date(2500, 2, 1)}), frozenset(), "延长假期")
    calendar = Calendar((extension,))
    assert not calendar.is_workday(dt.date(2500, 2, 1))
    with pytest.raises(NoRuleInForce):
        calendar.is_workday(dt.date(2500, 2, 2))


def test_a_notice_may_change_single_days_of_a_published_year_and_leaves_the_others():
    monday = dt.date(2026, 11, 2)
    changed = Calendar((Notice(2026, frozenset({monday}), frozenset(), "临时放假"),))
    assert [day for day in days_of(2026) if changed.is_workday(day) != OFFICIAL.is_workday(day)] == [monday]


def test_of_two_notices_the_later_holds():
    day = dt.date(2026, 11, 2)
    first = Notice(2026, frozenset({day}), frozenset(), "先")
    second = Notice(2026, frozenset(), frozenset({day}), "后")
    assert Calendar((first, second)).is_workday(day)
    assert not Calendar((second, first)).is_workday(day)


def test_the_last_days_of_the_last_published_year_are_not_settled():
    last = max(year for year in range(2026, 2100) if OFFICIAL.knows(year))
    assert not OFFICIAL.is_settled(dt.date(last, 12, 31))
    assert OFFICIAL.is_settled(dt.date(last, 12, 24))
    assert OFFICIAL.is_settled(dt.date(2018, 12, 31))


@given(known_days, st.integers(1, 30))
def test_a_due_day_is_a_working_day_with_as_many_working_days_before_it(day, count):
    due = add_workdays(day, count)
    assert OFFICIAL.is_workday(due)
    assert OFFICIAL.workdays_within(day, due) == count


@given(known_days, st.integers(1, 30))
def test_counting_from_the_day_itself_counts_it_where_it_is_worked(day, count):
    due = add_workdays(day, count, counting_from_next=False)
    assert OFFICIAL.is_workday(due)
    assert OFFICIAL.workdays_within(day - DAY, due) == count


@given(known_days, known_days, st.integers(1, 30), st.booleans())
def test_a_due_day_moves_with_the_start_and_with_the_limit(first, second, count, from_next):
    assume(first <= second)
    earlier, later = (add_workdays(day, count, counting_from_next=from_next) for day in (first, second))
    assert earlier <= later
    assert add_workdays(first, count + 1, counting_from_next=from_next) > earlier


def test_a_limit_of_no_days_is_a_mistake_of_the_caller():
    with pytest.raises(ValueError, match="0 working days"):
        add_workdays(dt.date(2026, 3, 2), 0)


def test_the_library_of_holidays_is_loaded_only_where_days_are_counted():
    program = "import sys, hjforms, hjforms.law.workdays; print('chinese_calendar' in sys.modules)"
    found = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "False"
