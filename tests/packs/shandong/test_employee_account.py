"""附件4 企业职工基本养老保险信息表: its rules, one by one, and its wording."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hjforms.api import form
from hjforms.errors import InputError
from support import BROKEN_BIRTH_DATE, BROKEN_PERSON, CITIZEN_ID, Sample, faults_of, words_of

ACCOUNT = form("shandong/employee-account")

# Word for word from 鲁人社字〔2024〕84号 附件4; only the spaces between characters are not part of it.
PRINTED = """
附件 4
企业职工基本养老保险信息表
县（市、区）： 填表日期： 年 月 日 单位：元
参保人员基本信息
个人编号 姓 名 性 别 出生日期
公民身份号码 户籍地址
养老保险转移信息
缴费年限 年 实际缴费年限 年 视同缴费年限 年 个人账户基金转移额
历年缴费及个人账户记账信息
参保地区
年 份 缴费起始时间 缴费截止时间 缴费月数 至本年末个人账户累计储存额
行政区划代码 名 称
经办人(签章)： 联系电话： 转出地社保经办机构(章):
"""


def row(region, year, first, last, **more):
    """One year in one region, from the month ``first`` to the month ``last``."""
    return {"region_code": region, "year": year, "start": f"{year}-{first:02}", "end": f"{year}-{last:02}", **more}


def account(*rows, **more):
    data = {"person": {"name": "张示例", "citizen_id": CITIZEN_ID}, "years": list(rows), **more}
    return ACCOUNT.complete(ACCOUNT.load(data))


SAMPLE = Sample(
    ACCOUNT,
    {
        "person": {"name": "张示例", "citizen_id": CITIZEN_ID},
        "years_actual": 20,
        "years_deemed": 6,
        "years": [
            row("371003", 2012, 12, 12, balance="216.00"),
            row("371003", 2013, 1, 12, balance="2814.48"),
            row("371082", 2014, 1, 7, balance="4522.91"),
        ],
    },
)


# ------------------------------------------------------------------------------------- what is derived


def test_the_months_of_a_row_count_its_first_and_its_last():
    record = SAMPLE.completed()
    assert [year.months for year in record.years] == [1, 12, 7]


def test_the_years_paid_are_actual_and_deemed_years_and_the_transfer_is_the_last_balance():
    record = SAMPLE.completed()
    assert (record.years_paid, str(record.transfer_amount)) == (26, "4522.91")


def test_sex_and_birth_date_follow_from_the_citizen_id():
    person = account().person
    assert (person.sex, str(person.birth_date)) == ("男", "1965-01-15")


def test_without_deemed_years_the_years_paid_are_the_actual_ones():
    assert account(years_actual=20).years_paid == 20


def test_deemed_years_alone_say_nothing_about_the_years_paid():
    assert account(years_deemed=6).years_paid is None


def test_the_actual_years_are_verified_but_never_filled():
    assert account(row("371003", 2013, 1, 12)).years_actual is None


def test_a_period_over_two_years_has_no_months_that_could_be_derived():
    assert account({"year": 2013, "start": "2013-01", "end": "2014-02"}).years[0].months is None


@given(st.lists(st.tuples(st.integers(1, 12), st.integers(1, 12)).map(sorted), min_size=1, max_size=20), st.data())
def test_what_is_consistent_has_no_findings(periods, data):
    rows = [row(data.draw(st.sampled_from(["371003", "371082"])), 1990 + index, *p) for index, p in enumerate(periods)]
    months = sum(last - first + 1 for first, last in periods)
    record = account(*rows, years_actual=months, years_deemed=data.draw(st.integers(0, 200)))
    assert ACCOUNT.check(record) == []
    assert record.years_paid == months + record.years_deemed


# ------------------------------------------------------------------------- each rule broken exactly once

BROKEN = {
    **BROKEN_PERSON,
    **BROKEN_BIRTH_DATE,
    "a year is missing": (
        {"years.1.year": None},
        [("error", "years.1.year", "required", None, None)],
    ),
    "a period ends before it begins": (
        {"years.2.start": "2014-08", "years.2.months": 7},
        [("error", "years.2.end", "in-order", None, "2014年7月")],
    ),
    "a period begins in the year before": (
        {"years.2.start": "2013-12", "years.2.months": 7, "years.1.end": "2013-11", "years.1.months": 11}
        | {"years_actual": 19},
        [("error", "years.2.start", "within-year", None, "2013年12月")],
    ),
    "a period ends in the year after": (
        {"years.2.end": "2015-01", "years.2.months": 7},
        [("error", "years.2.end", "within-year", None, "2015年1月")],
    ),
    "a year stands twice in one region": (
        {"years.2.year": 2013, "years.2.start": None, "years.2.end": None, "years.2.region_code": "371003"}
        | {"years.2.months": 7},
        [("error", "years.2.year", "years.order", None, "2013")],
    ),
    "the years of a region descend": (
        {"years.2.year": 2011, "years.2.start": None, "years.2.end": None, "years.2.region_code": "371003"}
        | {"years.2.months": 7},
        [("warning", "years.2.year", "years.order", None, "2011")],
    ),
    "two regions have counted the same month": (
        {"years.2.year": 2013, "years.2.start": "2013-12", "years.2.end": "2013-12", "years_actual": 14},
        [("error", "years.2.start", "periods.apart", None, "2013年12月")],
    ),
    "the form was filled in before the last period ended": (
        {"filled_on": "2014-06-30"},
        [("error", "years.2.end", "not-after", None, "2014年7月")],
    ),
    "the form was filled in before the last year": (
        {"filled_on": "2013-12-31", "years.2.start": None, "years.2.end": None, "years.2.months": 7},
        [("error", "years.2.year", "not-after", None, "2014")],
    ),
    "the person was not yet sixteen": (
        {"years.0.year": 1980, "years.0.start": "1980-01", "years.0.end": "1980-01"},
        [("warning", "years.0.year", "person.age", None, "1980")],
    ),
    "the region code is that of no province": (
        {"years.2.region_code": "731082"},
        [("warning", "years.2.region_code", "region-code", None, "731082")],
    ),
    "a balance of a region is smaller than the one before": (
        {"years.1.balance": "215.99"},
        [("warning", "years.1.balance", "balance.grows", None, "215.99")],
    ),
    "a balance is negative": (
        {"years.0.balance": "-0.01"},
        [("error", "years.0.balance", "not-negative", None, "-0.01")],
    ),
    "the months are not those of the period": (
        {"years.2.months": 6, "years_actual": 19},
        [("error", "years.2.months", "months.span", "7", "6")],
    ),
    "the years paid are not actual and deemed years together": (
        {"years_paid": 25},
        [("error", "years_paid", "years-paid", "2.17", "2.08")],
    ),
    "the actual years are not those of the rows": (
        {"years_actual": 21},
        [("error", "years_actual", "years-actual", "1.67", "1.75")],
    ),
    "the transfer is not the last balance": (
        {"transfer_amount": "4522.90"},
        [("error", "transfer_amount", "transfer-amount", "4522.91", "4522.90")],
    ),
}


def test_the_sound_account_has_no_findings():
    assert SAMPLE.details({}) == []


@pytest.mark.parametrize(("changes", "expected"), BROKEN.values(), ids=BROKEN)
def test_a_rule_that_is_broken_once_gives_its_finding_and_no_other(changes, expected):
    assert SAMPLE.details(changes) == expected


def test_a_year_may_stand_once_in_each_of_two_regions():
    record = account(row("371003", 2014, 1, 7), row("371082", 2014, 8, 12), years_actual=12)
    assert ACCOUNT.check(record) == []


def test_a_year_without_contributions_has_a_balance_and_no_months():
    rows = [row("371003", 2013, 1, 12), {"region_code": "371003", "year": 2014, "months": 0, "balance": "9.00"}]
    record = account(*rows, years_actual=12)
    assert ACCOUNT.check(record) == []
    assert ACCOUNT.read(ACCOUNT.pdf(record)).record == ACCOUNT.read(ACCOUNT.docx(record)).record == record


def test_a_year_has_no_more_than_twelve_months():
    with pytest.raises(InputError) as error:
        ACCOUNT.load({"years": [{"year": 2013, "months": 13}]})
    assert list(faults_of(error.value)) == ["years.0.months"]


def test_actual_years_stand_by_themselves_where_the_rows_state_no_months():
    assert ACCOUNT.check(account({"year": 2013, "balance": "1.00"}, years_actual=12)) == []


def test_years_are_held_in_months_so_that_their_sum_holds_where_the_printed_ones_do_not_add_up():
    record = account(years_actual=1, years_deemed=1, years_paid=2)  # 0.08 + 0.08 prints as 0.17
    assert ACCOUNT.check(record) == []


def test_every_rule_rests_on_the_procedure_the_table_or_a_standard():
    grounds = ("鲁人社字〔2024〕84号 第十条", "鲁人社字〔2024〕84号 附件4", "GB")
    assert all(rule.article.startswith(grounds) for rule in ACCOUNT.rules)


# ------------------------------------------------------------------------------------------ the paper


def test_the_form_prints_the_words_of_the_source_in_its_order():
    assert words_of(ACCOUNT.blank("docx")) == "".join(PRINTED.split())


def test_the_amounts_above_the_years_stand_on_every_page():
    rows = [row("371003", 1990 + index, 1, 12, balance="1.00") for index in range(ACCOUNT.compiled.layout.capacity + 1)]
    record = account(*rows, years_actual=12 * len(rows), years_deemed=0)
    pdf, docx = ACCOUNT.read(ACCOUNT.pdf(record)), ACCOUNT.read(ACCOUNT.docx(record))
    assert pdf.record == docx.record == record
    assert {reading.fields["transfer_amount"].page for reading in (pdf, docx)} == {1}
