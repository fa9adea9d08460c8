"""法定退休年龄、最低缴费年限, 《关于实施渐进式延迟法定退休年龄的决定》."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hjforms.errors import NoRuleInForce
from hjforms.law.retirement import (
    CATEGORIES,
    elastic,
    governing_day,
    minimum_months,
    months_after,
    reference_year,
    retirement_month,
    statutory_age,
)
from hjforms.notations import year_month
from hjforms.notations.year_month import YearMonth

TODAY = dt.date(2026, 9, 1)
TABLE = Path(__file__).with_name("retirement-ages.txt")
ORIGINAL = {"male-60": 720, "female-55": 660, "female-50": 600}
births = st.builds(YearMonth, st.integers(1940, 2010), st.integers(1, 12))
categories = st.sampled_from(sorted(CATEGORIES))


def rows() -> list[tuple[str, list[YearMonth], int, str, list[YearMonth]]]:
    """The rows of the table: category, first and last month of birth, delay, age, first and last month of retiring."""
    found, category = [], ""
    for line in TABLE.read_text("utf-8").splitlines():
        if line.startswith("["):
            category = line.strip("[]")
        elif line.startswith("19"):
            born, delay, age, retires = line.split(" | ")
            months = [list(map(year_month.read, re.findall(r"\d{4}-\d{2}", text))) for text in (born, retires)]
            found.append((category, months[0], int(delay), age, months[1]))
    return found


ROWS = rows()


def test_the_table_is_whole():
    assert [len([row for row in ROWS if row[0] == name]) for name in ORIGINAL] == [36, 36, 60]


@pytest.mark.parametrize(("category", "born", "delay", "age", "retires"), ROWS, ids=lambda value: str(value)[:24])
def test_every_month_of_every_row_of_the_table(category, born, delay, age, retires):
    # facts.md §1.4, 决定附件1至3
    for number, index in enumerate(range(born[0].index, born[1].index + 1)):
        month = YearMonth.from_index(index)
        found = statutory_age(month, category, TODAY)
        assert found.value - ORIGINAL[category] == delay
        assert found.note == f"法定退休年龄为{age}"
        assert retirement_month(month, category, TODAY).value == YearMonth.from_index(retires[0].index + number)


@pytest.mark.parametrize(
    ("category", "born", "delay"),  # the vectors of facts.md §1.2
    [
        ("male-60", (1964, 12), 0),
        ("male-60", (1965, 1), 1),
        ("male-60", (1965, 4), 1),
        ("male-60", (1965, 5), 2),
        ("male-60", (1976, 2), 34),
        ("male-60", (1976, 9), 36),
        ("female-55", (1969, 12), 0),
        ("female-55", (1970, 1), 1),
        ("female-55", (1981, 12), 36),
        ("female-50", (1974, 12), 0),
        ("female-50", (1975, 1), 1),
        ("female-50", (1975, 3), 2),
        ("female-50", (1975, 12), 6),
        ("female-50", (1984, 12), 60),
    ],
)
def test_the_delay_of_the_published_vectors(category, born, delay):
    assert statutory_age(YearMonth(*born), category, TODAY).value - ORIGINAL[category] == delay


@pytest.mark.parametrize(("category", "born"), [("male-60", (1965, 1)), ("female-50", (1975, 1))])
def test_the_first_to_be_concerned_retire_in_february_2025(category, born):
    assert retirement_month(YearMonth(*born), category, TODAY).value == YearMonth(2025, 2)


@given(births, categories)
def test_who_is_born_later_retires_later_or_in_the_month_after(born, category):
    later = YearMonth.from_index(born.index + 1)
    first, second = (retirement_month(month, category, TODAY).value.index for month in (born, later))
    assert second - first in (1, 2)
    assert 0 <= statutory_age(born, category, TODAY).value - ORIGINAL[category] <= (60 if category[-2:] == "50" else 36)


@given(births, categories)
def test_before_2025_the_original_ages_hold(born, category):
    assert statutory_age(born, category, dt.date(2024, 12, 31)).value == ORIGINAL[category]


@given(births, categories)
def test_a_person_is_governed_by_the_law_of_the_month_in_which_they_reach_the_age(born, category):
    day = governing_day(born, category)
    reached = retirement_month(born, category, day).value
    assert (reached <= YearMonth(2024, 12)) == (day < dt.date(2025, 1, 1))
    assert day == max(dt.date(reached.year, reached.month, 1), dt.date(2014, 7, 1))


def test_an_age_says_where_it_comes_from():
    age = statutory_age(YearMonth(1966, 5), "male-60", TODAY)
    original, delay = age.inputs
    assert (original.value, original.certainty) == (720, "confirmed")
    assert "附件1至3" in original.source
    assert delay.value == 5


@pytest.mark.parametrize(
    ("year", "months"),  # facts.md §1.3, 决定附件4
    [
        *[(year, 180) for year in range(2014, 2030)],
        (2030, 186),
        (2031, 192),
        (2032, 198),
        (2033, 204),
        (2034, 210),
        (2035, 216),
        (2036, 222),
        (2037, 228),
        (2038, 234),
        (2039, 240),
        (2040, 240),
        (2075, 240),
    ],
)
def test_the_minimum_of_every_year(year, months):
    assert minimum_months(year).value == months


def test_there_is_no_minimum_before_the_rules_on_transfers():
    with pytest.raises(NoRuleInForce, match=r"最低缴费年限：2013年没有规定，2014年起才有，请核对年份。$"):
        minimum_months(2013)


@pytest.mark.parametrize(
    ("born", "category", "earliest", "latest"),
    [
        ((1969, 9), "male-60", (2029, 9), (2033, 12)),  # statutory 2030-12: three years before is not yet 60
        ((1976, 9), "male-60", (2036, 9), (2042, 9)),  # statutory 63: exactly three years
        ((1984, 11), "female-50", (2036, 11), (2042, 11)),  # statutory 55 in 2039-11: 52 at the earliest
    ],
)
def test_retiring_by_choice_lies_within_three_years_and_not_below_the_original_age(born, category, earliest, latest):
    span = elastic(YearMonth(*born), category, TODAY)
    assert (span.earliest.value, span.latest.value) == (YearMonth(*earliest), YearMonth(*latest))


def test_there_was_no_retiring_by_choice_before_2025():
    with pytest.raises(NoRuleInForce, match="弹性退休"):
        elastic(YearMonth(1970, 1), "male-60", dt.date(2024, 12, 31))


@given(births, categories)
def test_the_statutory_month_lies_within_the_choice(born, category):
    span, statutory = elastic(born, category, TODAY), retirement_month(born, category, TODAY).value
    assert span.earliest.value <= statutory <= span.latest.value
    assert statutory.index - span.earliest.value.index <= 36 == span.latest.value.index - statutory.index
    assert span.earliest.value.index - born.index >= ORIGINAL[category]


@pytest.mark.parametrize(("chosen", "year"), [((2031, 11), 2031), ((2033, 11), 2033), ((2036, 11), 2033)])
def test_who_retires_early_needs_the_minimum_of_that_year_and_who_retires_late_that_of_the_statutory(chosen, year):
    assert reference_year(YearMonth(2033, 11), YearMonth(*chosen)) == year


@given(st.dates(dt.date(1950, 1, 1), dt.date(2100, 1, 1)), st.integers(-600, 600))
def test_months_later_is_the_same_day_or_the_last_of_its_month(day, months):
    found = months_after(day, months)
    assert (found.year - day.year) * 12 + found.month - day.month == months
    assert found.day == day.day or (found + dt.timedelta(days=1)).day == 1
