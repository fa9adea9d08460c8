"""城镇职工基本养老保险信息表: the table of Shandong's 附件4 under the national name, and who may hand it in."""

from __future__ import annotations

import pytest

from hjforms.api import form
from support import example, words_of

SAMPLE = example("employee-to-resident/national/employee-account")
FORM = SAMPLE.form
SHANDONG = form("shandong/employee-account")


def test_the_example_is_completed_as_by_hand():
    record = SAMPLE.completed()
    assert [year.months for year in record.years] == [6, 12, 5, 10, 12, 12, 3, 0]
    assert (record.years_paid, str(record.transfer_amount)) == (60, "22673.57")
    assert (record.person.sex, str(record.person.birth_date)) == ("女", "1968-03-20")


BROKEN = {
    "a year is missing": ({"years.1.year": None}, ("error", "years.1.year", "required", None, None)),
    "the sex is another": ({"person.sex": "男"}, ("error", "person.sex", "person.sex", "女", "男")),
    "the birth date is another": (
        {"person.birth_date": "1968-03-21"},
        ("error", "person.birth_date", "person.birth-date", "1968年3月20日", "1968年3月21日"),
    ),
    "a period ends in the year after": (
        {"years.2.end": "2020-01", "years.2.months": 5},
        ("error", "years.2.end", "within-year", None, "2020年1月"),
    ),
    "a year stands twice in one region": (
        {"years.7.year": 2023},
        ("error", "years.7.year", "years.order", None, "2023"),
    ),
    "two regions have counted the same month": (
        {"years.3.year": 2019, "years.3.start": "2019-05", "years.3.end": "2019-12", "years_actual": 58},
        ("error", "years.3.start", "periods.apart", None, "2019年5月"),
    ),
    "a balance is negative": (
        {"years.0.balance": "-0.01"},
        ("error", "years.0.balance", "not-negative", None, "-0.01"),
    ),
    "the months are not those of the period": (
        {"years.6.months": 2, "years_actual": 59},
        ("error", "years.6.months", "months.span", "3", "2"),
    ),
    "the years paid are not actual and deemed years together": (
        {"years_paid": 61},
        ("error", "years_paid", "years-paid", "5", "5.08"),
    ),
    "the actual years are not those of the rows": (
        {"years_actual": 61},
        ("error", "years_actual", "years-actual", "5", "5.08"),
    ),
    "the transfer is not the last balance": (
        {"transfer_amount": "22673.58"},
        ("error", "transfer_amount", "transfer-amount", "22673.57", "22673.58"),
    ),
    "the person has paid long enough to stay": (
        {"years_deemed": 120},
        ("warning", "years_paid", "years-paid.condition", None, "15"),
    ),
}


@pytest.mark.parametrize(("changes", "expected"), BROKEN.values(), ids=BROKEN)
def test_a_rule_that_is_broken_once_gives_its_finding_and_no_other(changes, expected):
    assert SAMPLE.details(changes) == [expected]


def test_less_than_fifteen_years_go_over_to_the_residents():
    # 人社部发〔2014〕17号 第三条: 缴费年限不足15年的，可以申请从城镇职工养老保险转入城乡居民养老保险
    assert SAMPLE.details({"years_deemed": 119}) == []


def test_but_for_that_the_rules_are_those_of_shandong():
    shared = [(rule.id, rule.targets, rule.formula) for rule in SHANDONG.rules]
    assert [(rule.id, rule.targets, rule.formula) for rule in FORM.rules][: len(shared)] == shared
    assert [rule.id for rule in FORM.rules][len(shared) :] == ["years-paid.condition"]


def test_every_rule_rests_on_the_national_law_the_table_or_a_standard():
    grounds = ("人社厅发〔2014〕25号", "人社部发〔2014〕17号", "城镇职工基本养老保险信息表", "GB")
    assert all(rule.article.startswith(grounds) for rule in FORM.rules)


def test_the_form_prints_the_words_of_shandong_s_under_the_name_of_the_procedure():
    shandong = words_of(SHANDONG.blank("docx")).removeprefix("附件4企业职工")
    assert words_of(FORM.blank("docx")) == "城镇职工" + shandong
