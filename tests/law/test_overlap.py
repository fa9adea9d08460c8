"""Months paid into both schemes, 鲁人社字〔2024〕84号 第十二条（一）."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from hjforms.law.overlap import overlap
from hjforms.law.periods import Period, spelled, stretches, united, year_of
from hjforms.notations.year_month import YearMonth

months = st.integers(YearMonth(2010, 1).index, YearMonth(2015, 12).index).map(YearMonth.from_index)
spans = st.tuples(months, months).map(sorted).map(tuple)
years = st.sets(st.integers(2010, 2015))


@st.composite
def periods(draw):
    first, last = draw(spans)
    length = last.index - first.index + 1
    return Period(first, last, draw(st.none() | st.integers(0, length)))


@given(years, st.lists(periods(), max_size=5))
def test_an_overlap_never_exceeds_either_side(resident, employee):
    found = overlap(resident, employee)
    for year, step in found.years.items():
        assert year in resident
        assert 1 <= step.value <= 12
        assert step.value <= len(united(employee) & year_of(year))
    assert found.total.value == sum(step.value for step in found.years.values())


@given(years, st.lists(spans.map(lambda span: Period(*span)), max_size=5))
def test_whole_periods_leave_no_doubt_and_count_every_month_once(resident, employee):
    found = overlap(resident, employee)
    assert (found.doubtful, found.uncertain) == ((), ())
    for year in resident:
        months_of = {month for period in employee for month in period.months if month.year == year}
        assert (found.years[year].value if year in found.years else 0) == len(months_of)


@given(years, st.lists(periods(), max_size=5))
def test_years_are_either_certain_or_doubtful(resident, employee):
    found = overlap(resident, employee)
    assert not set(found.uncertain) & found.years.keys()
    assert bool(found.doubtful) == bool(found.uncertain)


def test_a_doubtful_period_that_another_one_covers_is_no_doubt():
    part = Period(YearMonth(2014, 1), YearMonth(2014, 6), 4)
    whole = Period(YearMonth(2013, 7), YearMonth(2014, 6), 12)
    found = overlap([2014], [part, whole])
    assert (found.years[2014].value, found.uncertain) == (6, ())


@given(st.sets(months))
def test_stretches_hold_every_month_and_leave_gaps_between(chosen):
    found = stretches(chosen)
    assert united(Period(first, last) for first, last in found) == chosen
    for (_, last), (first, _) in zip(found, found[1:], strict=False):
        assert first.index - last.index > 1


def test_months_are_spelled_as_a_clerk_writes_them():
    assert spelled([]) == "无"
    across = Period(YearMonth(2018, 11), YearMonth(2019, 2)).months
    assert spelled(across) == "2018年11月至2019年2月"
    assert spelled([YearMonth(2018, 1), YearMonth(2018, 3), YearMonth(2019, 3)]) == "2018年1月、3月、2019年3月"
