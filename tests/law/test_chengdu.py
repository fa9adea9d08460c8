"""成都市城乡养老保险关系转移接续, 2014年10月16日新闻稿."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

import hjforms
import strategies
from hjforms.errors import NoRuleInForce
from hjforms.law import chengdu, steps
from hjforms.law.periods import Period, united, year_of
from hjforms.notations.year_month import YearMonth

YUAN = Decimal


def yuan(name, amount):
    return steps.given(name, YUAN(amount), steps.YUAN)


def year(paid, employee, months=0):
    both = chengdu.months_in_both(2014, sorted(year_of(2014))[:months])
    return chengdu.Year(2014, yuan("居保缴费", paid), yuan("职保缴费", employee), both)


def figures(**case):
    outcome = hjforms.calculate("options", {"day": "2014-10-16", "drawing": False, **case})
    return {key: step.value for key, step in outcome.figures.items()}, outcome.findings


# 新闻稿 选择一、二: 缴费1000元;同年“职保”的缴费金额为5000元: 有1/5“职保”缴费年限; 需要补缴4000元
def test_a_thousand_of_five_thousand_is_a_fifth_of_a_year_or_four_thousand_to_pay():
    assert chengdu.converted(year("1000.00", "5000.00")).value == Fraction(1, 5)
    assert chengdu.difference(year("1000.00", "5000.00")).value == YUAN("4000.00")


# 新闻稿 选择四: 3月至12月,老王相当于同时参加了“居保”和“职保”
def test_march_to_december_are_ten_months():
    months = Period(YearMonth(2014, 3), YearMonth(2014, 12)).months
    assert chengdu.months_in_both(2014, months).value == 10


# 新闻稿 选择二: 2013年以前……60%作为缴费基数; 2014年以后……40%作为缴费基数
@pytest.mark.parametrize(("year", "base"), [(2005, "60.00"), (2013, "60.00"), (2014, "40.00"), (2020, "40.00")])
def test_the_base_is_sixty_percent_to_2013_and_forty_percent_from_2014(year, base):
    assert chengdu.base(year, yuan("月平均工资", "100.00")).value == YUAN(base)


# 新闻稿: 《暂行办法》从今年10月1日起施行
def test_before_the_first_of_october_2014_nothing_is_in_force():
    assert chengdu.measures(dt.date(2014, 10, 1)).value.startswith("《成都市")
    with pytest.raises(NoRuleInForce, match="2014年10月1日起"):
        hjforms.calculate("options", {"day": "2014-09-30", "drawing": False})


@given(strategies.money("0.01", "9999.99"), strategies.money("0.00", "99999.99"), st.integers(0, 12))
def test_a_year_never_gains_more_than_was_paid_for_and_never_exceeds_a_year(paid, more, months):
    found = year(paid, paid + more, months)
    ratio = Fraction(paid) / Fraction(paid + more)
    left = 1 - Fraction(months, 12)
    assert chengdu.converted(found).value == min(ratio, left)
    assert chengdu.converted(found).value <= chengdu.kept(found).value == left


@given(strategies.money("0.01", "99999.99"), st.integers(2000, 2030), st.decimals("0.01", "0.30", places=4))
def test_a_contribution_is_rounded_once(wage, of_year, rate):
    found = chengdu.contribution(of_year, yuan("月平均工资", wage), steps.given("比例", rate, steps.RATE))
    exact = Fraction(wage) * Fraction(60 if of_year < 2014 else 40, 100) * Fraction(rate) * 12
    assert abs(Fraction(found.value) - exact) <= Fraction(1, 200)


@given(
    st.lists(
        st.tuples(strategies.money("0.01", "999.99"), strategies.money("1000.00", "9999.99"), strategies.money()),
        min_size=1,
        max_size=4,
    )
)
def test_what_was_paid_and_the_top_up_without_interest_are_what_would_have_been_paid(years):
    rows = [
        {"year": 2010 + index, "paid": paid, "employee_amount": whole, "interest": interest}
        for index, (paid, whole, interest) in enumerate(years)
    ]
    found, findings = figures(resident={"years": rows}, employee={"account": "0.00"})
    assert not [finding for finding in findings if finding.severity == "error"]
    paid, whole, interest = (sum(column) for column in zip(*years, strict=True))
    assert found["top_up.pay"] - interest + paid == whole
    assert found["convert.years"] == sum(Fraction(one) / Fraction(other) for one, other, _ in years)
    assert found["top_up.years"] == len(years)


@given(st.integers(1, 12), st.integers(1, 12))
def test_months_in_both_never_exceed_either_side(first, last):
    first, last = sorted((first, last))
    months = united([Period(YearMonth(2014, first), YearMonth(2014, last))])
    assert chengdu.months_in_both(2014, months).value == last - first + 1 <= 12


PAID = {"year": 2014, "paid": "1000.00", "employee_amount": "5000.00", "interest": "0.00"}


@pytest.mark.parametrize(
    ("case", "path"),
    [
        ({"resident": {"years": [PAID, PAID]}}, "resident.years.1.year"),
        ({"resident": {"years": [{**PAID, "paid": "0.00"}]}}, "resident.years.0.paid"),
        ({"resident": {"years": [{**PAID, "paid": "5000.01"}]}}, "resident.years.0.employee_amount"),
        ({"resident": {"years": [{**PAID, "wage": "3000.00", "rate": "20%"}]}}, "resident.years.0.employee_amount"),
        (
            {
                "resident": {"years": [PAID]},
                "employee": {"years_paid": 9, "years": [{"start": "2014-03", "end": "2014-12"}]},
            },
            "employee.years_paid",
        ),
        ({"resident": {"years": [{**PAID, "interest": "-1.00"}]}}, "resident.years.0.interest"),
        (
            {
                "resident": {"years": [PAID]},
                "employee": {"years": [{"start": "2014-03", "end": "2014-12", "months": 9}]},
            },
            "employee.years.0.months",
        ),
    ],
)
def test_what_cannot_be_compared_is_an_error_and_not_a_figure(case, path):
    found, findings = figures(**{"employee": {"account": "0.00"}, **case})
    assert path in {finding.path for finding in findings if finding.severity == "error"}
    assert "convert.years" not in found


def test_a_stated_contribution_that_its_wage_and_rate_confirm_is_no_finding():
    row = {**PAID, "wage": "3600.00", "rate": "20%", "employee_amount": "3456.00"}
    found, findings = figures(resident={"years": [row]}, employee={"account": "0.00"})
    assert found["convert.years"] == Fraction(1000, 3456)
    assert not [finding for finding in findings if finding.severity == "error"]
