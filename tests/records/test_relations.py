"""The relations that forms share, on a sheet made for the purpose."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

import strategies
from hjforms.notations import citizen_id
from hjforms.notations.year_month import YearMonth
from hjforms.records.base import Part, Record, Rows, entry, part, rows
from hjforms.records.kinds import CalendarYear, Capital, Date, Money, Month, Months, RegionCode
from hjforms.records.parts import Person
from hjforms.records.relations import (
    BIRTH_DATE_FROM_ID,
    REGION_KNOWN,
    SEX_FROM_ID,
    add_amounts,
    add_months,
    capital_of,
    column_sum,
    in_order,
    last_stated,
    months_of_year,
    not_after,
    not_negative,
    periods_apart,
    periods_in_order,
    regions_known,
    required,
    since_birth,
    span_of,
    within_span,
    within_year,
    years_in_order,
)
from hjforms.records.rules import check, complete
from support import CITIZEN_ID

LAW = "某办法"


class Row(Record):
    region_code: RegionCode = entry("行政区划代码")
    year: CalendarYear = entry("年份")
    start: Month = entry("起")
    end: Month = entry("止")
    months: Months = entry("月数")
    amount: Money = entry("金额")
    other: Money = entry("其他")


class Sheet(Record):
    person: Part[Person] = part("参保人员")
    began: Month = entry("开始时间")
    ended: Month = entry("终止时间")
    signed_on: Date = entry("签字日期")
    sent_on: Date = entry("发出日期")
    years: Rows[Row] = rows("明细")
    total: Money = entry("合计")
    total_capital: Capital = entry("大写")


def sheet(*table, **more):
    return Sheet.model_validate({"years": list(table), **more})


def found(record, *rules):
    return [(finding.severity, finding.path, finding.found) for finding in check(record, rules)]


def years(*numbers):
    return sheet(*({"year": number} for number in numbers))


def periods(*spans):
    return sheet(*({"start": start, "end": end} for start, end in spans))


# ------------------------------------------------------------------------------------------- persons


@given(strategies.citizen_ids())
def test_sex_and_birth_date_are_those_of_the_citizen_id(number):
    person = complete(sheet(person={"citizen_id": number}), (SEX_FROM_ID, BIRTH_DATE_FROM_ID)).person
    assert (person.sex, person.birth_date) == (citizen_id.sex(number), citizen_id.birth_date(number))


def test_without_a_citizen_id_nothing_is_said_about_the_person():
    record = sheet(person={"sex": "男", "birth_date": "1965-01-15"})
    assert found(record, SEX_FROM_ID, BIRTH_DATE_FROM_ID, REGION_KNOWN) == []


def test_a_province_that_does_not_exist_is_a_warning():
    number = "99100019650115001" + strategies.check_digit("99100019650115001")
    assert found(sheet(person={"citizen_id": number}), REGION_KNOWN) == [("warning", "person.citizen_id", number)]


YOUNG = since_birth("began", "signed_on", "years.*.year")


@pytest.mark.parametrize(
    ("stated", "severity"),
    [
        ({"began": "1965-01"}, "warning"),  # the citizen id says 1965-01-15
        ({"began": "1964-12"}, "error"),
        ({"began": "1980-12"}, "warning"),
        ({"began": "1981-01"}, None),
        ({"signed_on": "1964-12-31"}, "error"),
        ({"signed_on": "1981-01-01"}, None),
        ({"years": [{"year": 1964}]}, "error"),
        ({"years": [{"year": 1980}]}, "warning"),
        ({"years": [{"year": 1981}]}, None),
        ({}, None),
    ],
)
def test_what_is_before_birth_is_an_error_and_what_is_before_sixteen_a_warning(stated, severity):
    record = Sheet.model_validate({"person": {"citizen_id": CITIZEN_ID}, **stated})
    assert [grade for grade, *_ in found(record, YOUNG)] == ([severity] if severity else [])


def test_without_a_citizen_id_nobody_is_too_young():
    assert found(sheet({"year": 1949}, began="1949-01"), YOUNG) == []


def test_a_region_code_of_no_province_is_a_warning_in_every_row():
    record = sheet({"region_code": "371002"}, {"region_code": "731002"}, {"year": 2012}, {"region_code": "009999"})
    assert found(record, regions_known(Sheet)) == [
        ("warning", "years.1.region_code", "731002"),
        ("warning", "years.3.region_code", "009999"),
    ]


# ---------------------------------------------------------------------------------------------- sums


def test_blanks_count_as_nothing_in_a_sum():
    assert (add_amounts(Decimal("1.00"), None, (None, Decimal("2.50"))), add_months(1, None, (2, None))) == (
        Decimal("3.50"),
        3,
    )


def test_a_sum_of_nothing_has_two_places():
    assert str(add_amounts(None)) == "0.00"


def test_the_last_value_that_is_stated_is_found_behind_blanks():
    assert (last_stated((1, 2, None)), last_stated((0, None)), last_stated((None,)), last_stated(())) == (
        2,
        0,
        None,
        None,
    )


def test_a_total_is_filled_and_verified():
    rule = column_sum("total", "years.*.amount", LAW)
    record = sheet({"amount": "1.00"}, {"other": "9.00"}, {"amount": "2.50"})
    assert str(complete(record, (rule,)).total) == "3.50"
    assert found(record.model_copy(update={"total": Decimal("3.51")}), rule) == [("error", "total", "3.51")]


def test_the_capital_amount_is_that_of_the_figures():
    rule = capital_of("total")
    assert rule.id == "total.capital"
    assert complete(sheet(total="107000.53"), (rule,)).total_capital == "壹拾万柒仟元零伍角叁分"


@pytest.mark.parametrize("total", [None, "-0.01"])
def test_what_is_blank_or_negative_has_no_capital_amount(total):
    assert complete(sheet(total=total), (capital_of("total"),)).total_capital is None


# ------------------------------------------------------------------------------------ what has to stand


def test_required_fields_are_named_one_by_one_and_row_by_row():
    record = sheet({"amount": "1.00"}, {"year": 2012}, {"amount": "2.00"})
    assert found(record, required(LAW, "total", "years.*.year")) == [
        ("error", "total", None),
        ("error", "years.0.year", None),
        ("error", "years.2.year", None),
    ]


def test_a_zero_is_stated():
    assert found(sheet(total="0.00"), required(LAW, "total")) == []


def test_every_amount_is_held_to_be_not_negative_but_for_the_columns_of_corrections():
    record = sheet({"amount": "-1.00", "other": "-2.00"}, {"amount": "0.00"}, total="-3.00")
    everywhere, but_other = not_negative(Sheet, LAW), not_negative(Sheet, LAW, except_=("years.*.other",))
    assert found(record, everywhere) == [
        ("error", "years.0.amount", "-1.00"),
        ("error", "years.0.other", "-2.00"),
        ("error", "total", "-3.00"),
    ]
    assert found(record, but_other) == [("error", "years.0.amount", "-1.00"), ("error", "total", "-3.00")]


# ---------------------------------------------------------------------------------------------- order


def test_each_year_stands_once_and_after_the_one_before():
    assert found(years(2012, 2013, 2015), years_in_order(LAW)) == []


def test_a_year_that_stands_twice_is_an_error_wherever_it_stands():
    assert found(years(2012, 2013, 2012), years_in_order(LAW)) == [("error", "years.2.year", "2012")]


def test_a_year_before_the_latest_so_far_is_a_warning():
    assert found(years(2014, 2012, 2013), years_in_order(LAW)) == [
        ("warning", "years.1.year", "2012"),
        ("warning", "years.2.year", "2013"),
    ]


def test_a_row_without_a_year_is_passed_over():
    assert found(sheet({"year": 2012}, {"amount": "1.00"}, {"year": 2013}), years_in_order(LAW)) == []


def test_within_a_region_years_are_counted_apart_from_other_regions():
    record = sheet(
        {"region_code": "371003", "year": 2013},
        {"region_code": "371082", "year": 2013},
        {"region_code": "371082", "year": 2012},
        {"region_code": "371003", "year": 2013},
    )
    assert found(record, years_in_order(LAW, within="region_code")) == [
        ("warning", "years.2.year", "2012"),
        ("error", "years.3.year", "2013"),
    ]


ORDER = in_order(LAW, "began", "ended", "signed_on", "sent_on")


@pytest.mark.parametrize(
    ("moments", "path"),
    [
        ({"began": "2012-01", "ended": "2012-01", "signed_on": "2012-01-01", "sent_on": "2012-01-01"}, None),
        ({"began": "2012-02", "ended": "2012-01"}, "ended"),
        ({"ended": "2012-02", "signed_on": "2012-01-31"}, "signed_on"),
        ({"signed_on": "2012-01-02", "sent_on": "2012-01-01"}, "sent_on"),
        ({"began": "2012-02", "sent_on": "2012-01-31"}, "sent_on"),
        ({"sent_on": "2012-01-31"}, None),
        ({}, None),
    ],
)
def test_a_month_or_day_before_the_one_that_is_stated_before_it_is_an_error(moments, path):
    assert [where for _, where, _ in found(sheet(**moments), ORDER)] == ([path] if path else [])


def test_what_comes_too_early_is_told_by_the_label_of_what_it_precedes():
    finding = check(sheet(began="2012-02", ended="2012-01"), (ORDER,))[0]
    assert finding.message == "终止时间：早于“开始时间”，请核对。"


def test_in_rows_the_order_holds_within_each_row():
    record = periods(("2014-01", "2014-03"), ("2012-05", "2012-04"), ("2011-01", None))
    assert found(record, in_order(LAW, "years.*.start", "years.*.end")) == [("error", "years.1.end", "2012年4月")]


def test_rows_are_held_against_what_stands_outside_of_them_on_either_side():
    record = sheet({"start": "2012-01", "end": "2012-12"}, {"start": "2011-12"}, began="2012-01", ended="2012-11")
    order = in_order(LAW, "began", "years.*.start", "years.*.end", "ended")
    assert found(record, order) == [("error", "ended", "2012年11月"), ("error", "years.1.start", "2011年12月")]


def test_what_is_later_than_the_form_is_an_error_that_names_its_date():
    rule = not_after(LAW, "signed_on", "began", "sent_on", "years.*.year")
    record = sheet({"year": 2012}, {"year": 2013}, signed_on="2012-05-01", began="2012-06", sent_on="2012-05-31")
    assert found(record, rule) == [("error", "began", "2012年6月"), ("error", "years.1.year", "2013")]
    assert check(record, (rule,))[0].message == "开始时间：晚于“签字日期”，请核对。"
    assert found(record.model_copy(update={"signed_on": None}), rule) == []


# -------------------------------------------------------------------------------------------- periods

SPAN = span_of("years.*.months", "years.*.start", "years.*.end", LAW)


@given(st.integers(1900 * 12, 2900 * 12), st.integers(0, 1200))
def test_the_months_of_a_period_count_its_first_and_its_last(first, further):
    start, end = YearMonth.from_index(first), YearMonth.from_index(first + further)
    assert complete(periods((start, end)), (SPAN,)).years[0].months == further + 1


@pytest.mark.parametrize("span", [("2012-01", None), (None, "2012-01"), ("2012-02", "2012-01")])
def test_half_a_period_or_one_that_runs_backwards_has_no_months(span):
    assert complete(periods(span), (SPAN,)).years[0].months is None


def test_the_months_of_a_row_are_those_of_its_period_in_one_year():
    record = periods(("2012-03", "2012-12"), ("2012-12", "2013-01"))
    assert [row.months for row in complete(record, (months_of_year(LAW),)).years] == [10, None]


@pytest.mark.parametrize(
    ("months", "gaps", "severity"), [(9, False, "error"), (9, True, "warning"), (11, True, "error")]
)
def test_fewer_months_are_a_warning_where_a_year_may_have_gaps(months, gaps, severity):
    record = sheet({"start": "2012-03", "end": "2012-12", "months": months})
    assert found(record, months_of_year(LAW, gaps=gaps)) == [(severity, "years.0.months", str(months))]


def test_a_period_lies_in_the_year_of_its_row():
    record = sheet(
        {"year": 2012, "start": "2011-12", "end": "2012-12"},
        {"year": 2013, "start": "2013-01", "end": "2014-01"},
        {"start": "2015-01", "end": "2016-01"},
    )
    assert found(record, within_year(LAW)) == [
        ("error", "years.0.start", "2011年12月"),
        ("error", "years.1.end", "2014年1月"),
    ]


def test_no_more_months_are_paid_than_a_period_has():
    record = sheet(
        {"start": "2012-03", "end": "2012-12", "months": 10},
        {"start": "2012-03", "end": "2012-12", "months": 11},
        {"start": "2012-03", "months": 12},
        {"start": "2012-03", "end": "2014-02", "months": 0},
    )
    rule = within_span(LAW, ("years.*.months", "years.*.start", "years.*.end"))
    assert found(record, rule) == [("error", "years.1.months", "11")]


def test_periods_may_follow_one_another_in_any_order_of_the_rows():
    record = periods(("2013-01", "2013-12"), ("2012-01", "2012-12"), (None, "2013-05"))
    assert found(record, periods_apart("years", LAW)) == []


def test_a_month_that_two_periods_share_is_an_error_at_the_later_one():
    record = periods(("2012-12", "2013-05"), ("2012-01", "2012-12"))
    assert found(record, periods_apart("years", LAW)) == [("error", "years.0.start", "2012年12月")]
    assert "与第2行的起止时间重叠" in check(record, (periods_apart("years", LAW),))[0].message


def test_a_long_period_overlaps_with_every_one_inside_it():
    record = periods(("2012-01", "2014-12"), ("2012-03", "2012-04"), ("2013-01", "2013-02"), ("2015-01", "2015-02"))
    assert [path for _, path, _ in found(record, periods_apart("years", LAW))] == ["years.1.start", "years.2.start"]
    assert all("与第1行" in finding.message for finding in check(record, (periods_apart("years", LAW),)))


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 12)), max_size=8))
def test_periods_are_found_apart_exactly_where_no_month_is_counted_twice(spans):
    record = periods(
        *((YearMonth.from_index(24000 + first), YearMonth.from_index(24000 + first + more)) for first, more in spans)
    )
    months = [month for first, more in spans for month in range(first, first + more + 1)]
    assert (found(record, periods_apart("years", LAW)) == []) == (len(months) == len(set(months)))


def test_a_period_before_an_earlier_row_is_a_warning_that_names_the_rows_of_the_form():
    record = periods(("2013-01", "2013-02"), ("2012-01", "2012-12"), (None, "2011-01"), ("2012-06", "2012-07"))
    rules = (periods_in_order("years", LAW, "明细各段"),)
    assert [(item.severity, item.path, item.rule) for item in check(record, rules)] == [
        ("warning", "years.1.start", "years.order"),
        ("warning", "years.3.start", "years.order"),
    ]
    assert "明细各段没有按时间先后排列" in check(record, rules)[0].message
    assert found(periods(("2012-01", "2012-01"), ("2012-01", "2012-03")), *rules) == []


@pytest.mark.parametrize(("months", "severity"), [(11, "warning"), (13, "error")])
def test_where_gaps_are_allowed_fewer_months_are_a_warning_and_more_an_error(months, severity):
    record = Sheet.model_validate({"years": [{"start": "2012-01", "end": "2012-12", "months": months}]})
    rule = span_of("years.*.months", "years.*.start", "years.*.end", LAW, gaps=True)
    assert [item.severity for item in check(record, (rule,))] == [severity]
