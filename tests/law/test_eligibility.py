"""办理条件, 人社部发〔2014〕17号 第二条、第三条; 鲁人社字〔2024〕84号 第二条、第四条、第七条."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hjforms.errors import NoRuleInForce
from hjforms.law import eligibility
from hjforms.law.eligibility import Insured, claim, national, shandong
from hjforms.law.retirement import CATEGORIES, months_after
from hjforms.notations.year_month import YearMonth

MAN = Insured(dt.date(1966, 5, 20), "male-60", 200)  # 60 on 2026-05-20, retires on 2026-10-20
WOMAN = Insured(dt.date(1971, 3, 12), "female-55", 200)  # retires on 2026-07-12
people = st.builds(
    Insured,
    born=st.dates(dt.date(1960, 1, 1), dt.date(1990, 12, 31)),
    category=st.sampled_from(sorted(CATEGORIES)),
    months=st.integers(0, 500),
    extended=st.integers(0, 60),
    drawing=st.booleans(),
    fifteen=st.booleans(),
)
days = st.dates(dt.date(2025, 1, 1), dt.date(2050, 12, 31))


def text(decision: eligibility.Decision) -> str:
    return decision.figures["decision"].value


@given(people, days)
def test_the_national_rules_open_one_direction_at_most_and_none_before_the_age(person, on):
    figures = national(person, on).figures
    to_employee, to_resident = figures["resident_to_employee"].value, figures["employee_to_resident"].value
    assert not (to_employee and to_resident)
    reached = on >= figures["reached_on"].value
    assert (to_employee or to_resident) == (reached and not person.drawing)
    assert not to_employee or person.months + person.extended >= figures["minimum_months"].value
    assert not to_resident or person.months + person.extended < figures["minimum_months"].value


@given(people, days)
def test_one_month_more_never_closes_the_way_to_the_employees_scheme(person, on):
    more = replace(person, months=person.months + 1)
    before, after = (national(one, on).figures["resident_to_employee"].value for one in (person, more))
    assert after or not before


@given(people, days)
def test_fifteen_years_to_the_letter_ask_no_more_than_the_minimum_of_the_year(person, on):
    strict, literal = (claim(replace(person, fifteen=flag), on) for flag in (False, True))
    assert literal.minimum.value == 180 <= strict.minimum.value
    assert literal.enough.value or not strict.enough.value


@given(people, days)
def test_months_that_are_missing_are_what_is_left_to_the_minimum(person, on):
    rights = claim(person, on)
    assert rights.enough.value == (rights.missing.value == 0)
    assert rights.months.value + rights.missing.value == max(rights.minimum.value, rights.months.value)


@given(people, days, st.sampled_from([None, True, False]), st.sampled_from([None, "resident", "continue"]))
def test_shandong_decides_every_case_in_one_of_its_ways(person, on, in_province, choice):
    decision = shandong(person, on, in_province=in_province, choice=choice)
    assert text(decision) in {
        eligibility.TO_EMPLOYEE,
        eligibility.TO_RESIDENT,
        eligibility.ELSEWHERE,
        eligibility.EXCLUDED,
        eligibility.NOT_YET,
        eligibility.ASK,
        eligibility.STOPPED,
        eligibility.OPEN,
    }
    assert decision.figures["decision"].article
    if person.drawing:
        assert text(decision) == eligibility.EXCLUDED
    elif on < decision.figures["opens_on"].value:
        assert text(decision) == eligibility.NOT_YET
    elif decision.figures["qualified"].value:
        assert text(decision) in {eligibility.TO_EMPLOYEE, eligibility.ELSEWHERE, eligibility.OPEN}
    else:
        assert text(decision) in {eligibility.TO_RESIDENT, eligibility.STOPPED, eligibility.ASK}


@given(people, st.booleans())
def test_shandong_opens_six_months_before_the_first_pension_and_not_a_day_earlier(person, in_province):
    person = replace(person, drawing=False)
    probe = shandong(person, dt.date(2025, 1, 1), in_province=in_province, choice="resident").figures
    opens = probe["opens_on"].value
    assert opens == months_after(probe["earliest_claim_on"].value, -6)
    if opens > dt.date(2025, 1, 1):
        early, in_time = (
            shandong(person, day, in_province=in_province, choice="resident")
            for day in (opens - dt.timedelta(days=1), opens)
        )
        assert text(early) == eligibility.NOT_YET
        assert text(in_time) != eligibility.NOT_YET


# 鲁人社字〔2024〕84号, Article 4
@pytest.mark.parametrize(
    ("on", "claims_on", "expected"),
    [
        (dt.date(2026, 1, 11), None, eligibility.NOT_YET),
        (dt.date(2026, 1, 12), None, eligibility.TO_EMPLOYEE),
        (dt.date(2026, 1, 12), dt.date(2026, 7, 12), eligibility.TO_EMPLOYEE),
        (dt.date(2026, 1, 12), dt.date(2026, 7, 13), eligibility.NOT_YET),
        (dt.date(2026, 7, 13), dt.date(2026, 7, 13), eligibility.TO_EMPLOYEE),
        (dt.date(2026, 7, 14), dt.date(2026, 7, 13), eligibility.TOO_LATE),
        (dt.date(2026, 6, 1), dt.date(2026, 7, 11), eligibility.NOT_YET),  # no pension on that day
        (dt.date(2027, 1, 1), None, eligibility.TO_EMPLOYEE),
    ],
)
def test_the_six_months_before_the_claim(on, claims_on, expected):
    assert text(shandong(WOMAN, on, claims_on=claims_on, in_province=True)) == expected


# Article 7, with the delay of retirement between 60 and the statutory age
@pytest.mark.parametrize(
    ("months", "on", "claims_on", "qualified"),
    [
        (200, dt.date(2026, 3, 1), None, False),  # 60 in May, retires in October
        (200, dt.date(2026, 4, 20), None, True),  # six months before retiring
        (200, dt.date(2026, 4, 20), dt.date(2026, 10, 19), False),
        (200, dt.date(2026, 4, 20), dt.date(2026, 10, 20), True),
        (179, dt.date(2026, 10, 20), None, False),
        (180, dt.date(2026, 10, 20), None, True),
    ],
)
def test_who_may_retire_on_the_day_of_the_claim_is_qualified(months, on, claims_on, qualified):
    person = replace(MAN, months=months)
    decision = shandong(person, on, claims_on=claims_on, in_province=True, choice="resident")
    assert decision.figures["qualified"].value is qualified
    assert text(decision) == (eligibility.TO_EMPLOYEE if qualified else eligibility.TO_RESIDENT)


def test_who_was_not_in_both_schemes_has_nothing_to_transfer():
    alone = replace(MAN, both_schemes=False)
    assert text(national(alone, dt.date(2026, 11, 1))) == eligibility.NOT_CONCERNED
    assert text(shandong(alone, dt.date(2026, 11, 1))) == eligibility.NOT_CONCERNED


@pytest.mark.parametrize("decide", [national, shandong])
def test_who_draws_a_pension_is_excluded(decide):
    assert text(decide(replace(MAN, drawing=True), dt.date(2026, 11, 1))) == eligibility.EXCLUDED


def test_the_rise_of_the_minimum_over_fifteen_years_is_told_where_it_decides():
    person, on = Insured(dt.date(1969, 9, 2), "male-60", 183), dt.date(2030, 12, 10)  # 180 by 17号, 186 in 2030
    for flag in (False, True):
        [doubt] = national(replace(person, fifteen=flag), on).doubts
        assert (doubt.severity, doubt.about) == ("warning", "minimum")
        assert "17号写的是15年" in doubt.message
    assert not national(replace(person, months=186), on).doubts
    assert not national(replace(person, months=179), on).doubts


def test_shandong_asks_for_the_conditions_of_retiring_and_not_for_the_fifteen_years():
    person = Insured(dt.date(1969, 9, 2), "male-60", 183, fifteen=True)
    assert not shandong(person, dt.date(2030, 12, 10), in_province=True).figures["qualified"].value


def test_a_man_retires_at_sixty_before_2025():
    before = Insured(dt.date(1964, 6, 30), "male-60", 180)
    assert national(before, dt.date(2024, 6, 30)).figures["resident_to_employee"].value


def test_an_application_before_the_rules_is_refused():
    with pytest.raises(NoRuleInForce):
        national(MAN, dt.date(2014, 6, 30))
    with pytest.raises(NoRuleInForce, match="可以申请衔接的时间"):
        shandong(MAN, dt.date(2024, 12, 14))


def test_retiring_early_by_choice_takes_the_minimum_of_the_chosen_year():
    person = Insured(dt.date(1969, 9, 2), "male-60", 183)
    chosen = replace(person, chosen=YearMonth(2029, 9))
    assert claim(person, dt.date(2029, 9, 10)).minimum.value == 186
    assert claim(chosen, dt.date(2029, 9, 10)).minimum.value == 180
    short = replace(chosen, months=179)
    assert [doubt.severity for doubt in national(short, dt.date(2029, 9, 10)).doubts] == ["error"]
    literal = replace(person, chosen=YearMonth(2030, 10), fifteen=True)  # 186 in 2030, whatever 17号 says
    assert [doubt.severity for doubt in national(literal, dt.date(2030, 10, 10)).doubts] == ["error"]


# 《决定》第一条: 从2025年1月1日起…; born 1965-03-10, 60 years and one month: April 2025, whenever one asks
def test_the_age_is_that_of_the_law_in_force_when_it_is_reached():
    person = Insured(dt.date(1965, 3, 10), "male-60", 180)
    for on in (dt.date(2024, 12, 20), dt.date(2025, 1, 20), dt.date(2025, 5, 1)):
        assert claim(person, on).month.value == YearMonth(2025, 4)
    assert text(national(person, dt.date(2025, 3, 20))) == eligibility.NOT_YET
    before = Insured(dt.date(1964, 12, 10), "male-60", 180)
    assert claim(before, dt.date(2026, 1, 1)).month.value == YearMonth(2024, 12)
