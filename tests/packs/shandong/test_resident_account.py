"""附件3 居民基本养老保险信息表: its rules, one by one, and its wording."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

import strategies
from hjforms.api import form
from support import BROKEN_PERSON, CITIZEN_ID, Sample, brief, leaves_of, words_of

ACCOUNT = form("shandong/resident-account")
AMOUNTS = ("personal", "land_personal", "collective", "land_collective", "subsidy", "interest", "other")

# Word for word from 鲁人社字〔2024〕84号 附件3; only the spaces between characters are not part of it.
PRINTED = """
附件3
居民基本养老保险信息表
县（市、区）： 填表日期： 年 月 日 单位：元
姓 名 性别 公民身份号码 联系电话
参保时间 缴费起始时间 缴费终止时间 累计缴费年限 年
历年个人账户明细
年份 个人缴费 被征地个人缴费 集体补助（其他资助） 被征地集体缴费 个人缴费政府补贴 利息 其他 个人账户累计储存额 备注
转出时间 转出金额合计 大写
居民养老保险社保经办机构信息
行政区划代码 开户名称 开户银行 银行账号
转出地社保经办机构意见：
经审核，该参保人员符合城乡养老保险制度衔接条件，同意办理衔接手续。
经办人(签章)： 联系电话： 转出地社保经办机构(章):
"""


def account(*rows, **more):
    """An account, completed; each row is its year and amounts."""
    data = {"person": {"name": "张示例", "citizen_id": CITIZEN_ID}, "years": list(rows), **more}
    return ACCOUNT.complete(ACCOUNT.load(data))


SAMPLE = Sample(
    ACCOUNT,
    {
        "county": "环翠区",
        "filled_on": "2024-12-18",
        "person": {"name": "张示例", "citizen_id": CITIZEN_ID, "phone": "13800000000"},
        "enrolled_on": "2012-01",
        "first_paid": "2012-03",
        "last_paid": "2014-10",
        "years_paid": 36,
        "years": [
            {"year": 2012, "personal": "100.00", "collective": "100.00", "subsidy": "30.00"},
            {"year": 2013, "personal": "500.00", "land_collective": "3000.00", "subsidy": "60.00", "interest": "6.90"},
            {"year": 2014, "land_personal": "1000.00", "interest": "26.91", "other": "-10.00", "remark": "更正"},
        ],
        "transferred_on": "2024-12-19",
    },
)


# ------------------------------------------------------------------------------------- what is derived


def test_each_balance_is_that_of_the_year_before_with_the_seven_amounts_of_the_year():
    record = SAMPLE.completed()
    assert [str(year.balance) for year in record.years] == ["230.00", "3796.90", "4813.81"]


def test_the_transfer_is_the_last_balance_in_figures_and_in_capitals():
    record = SAMPLE.completed()
    assert (str(record.transfer_total), record.transfer_total_capital) == ("4813.81", "肆仟捌佰壹拾叁元捌角壹分")


def test_the_sex_follows_from_the_citizen_id():
    assert account().person.sex == "男"


def test_a_balance_that_is_stated_is_what_the_next_year_builds_on():
    record = account({"year": 2012, "balance": "1000.00"}, {"year": 2013, "interest": "5.00"})
    assert str(record.years[1].balance) == "1005.00"


def test_a_year_in_which_nothing_moved_keeps_the_balance():
    record = account({"year": 2012, "personal": "100.00"}, {"year": 2013})
    assert str(record.years[1].balance) == "100.00"


def test_the_years_paid_are_stated_and_never_derived():
    assert account({"year": 2012, "personal": "100.00"}).years_paid is None


def test_an_account_without_years_transfers_nothing_that_could_be_derived():
    record = account()
    assert (record.transfer_total, record.transfer_total_capital) == (None, None)


@given(st.lists(st.lists(strategies.money("0.00", "99999999.99"), min_size=7, max_size=7), min_size=1, max_size=20))
def test_the_transfer_is_everything_that_was_ever_paid_in(years):
    rows = [
        {"year": 2000 + index, **dict(zip(AMOUNTS, map(str, amounts), strict=True))}
        for index, amounts in enumerate(years)
    ]
    record = account(*rows)
    assert record.transfer_total == sum(amount for amounts in years for amount in amounts)
    assert ACCOUNT.check(record) == []


# ------------------------------------------------------------------------- each rule broken exactly once

BROKEN = {
    **BROKEN_PERSON,
    "a year is missing": (
        {"years.1.year": None},
        [("error", "years.1.year", "required", None, None)],
    ),
    "contributions begin before the enrolment": (
        {"first_paid": "2011-12"},
        [("error", "first_paid", "in-order", None, "2011年12月")],
    ),
    "contributions end before they begin": (
        {"last_paid": "2012-02"},
        [("error", "last_paid", "in-order", None, "2012年2月")],
    ),
    "the account leaves before the last contribution": (
        {"transferred_on": "2014-09-30"},
        [("error", "transferred_on", "in-order", None, "2014年9月30日")],
    ),
    "the account leaves before the enrolment, and nothing between is stated": (
        {"first_paid": None, "last_paid": None, "transferred_on": "2011-12-31"},
        [("error", "transferred_on", "in-order", None, "2011年12月31日")],
    ),
    "a year stands twice": (
        {"years.1.year": 2012},
        [("error", "years.1.year", "years.order", None, "2012")],
    ),
    "the years descend": (
        {"years.2.year": 2011},
        [("warning", "years.2.year", "years.order", None, "2011")],
    ),
    "the form was filled in before the last year": (
        {"filled_on": "2013-12-31", "last_paid": "2013-12", "years_paid": 24},
        [("error", "years.2.year", "not-after", None, "2014")],
    ),
    "the last contribution is later than the form": (
        {"last_paid": "2024-12", "filled_on": "2024-11-30"},
        [("error", "last_paid", "not-after", None, "2024年12月")],
    ),
    "the person was not yet sixteen": (
        {"enrolled_on": "1981-01"},  # born in January 1965
        [],
    ),
    "the person was not yet sixteen by a month": (
        {"enrolled_on": "1980-12"},
        [("warning", "enrolled_on", "person.age", None, "1980年12月")],
    ),
    "the person was not yet born": (
        {"enrolled_on": "1964-12"},
        [("error", "enrolled_on", "person.age", None, "1964年12月")],
    ),
    "the region code is that of no province": (
        {"agency.region_code": "731002"},
        [("warning", "agency.region_code", "region-code", None, "731002")],
    ),
    "a contribution is earlier than the first": (
        {"first_paid": "2013-01", "years_paid": 24},
        [("warning", "years.0.personal", "paid.time", None, "100.00")],
    ),
    "more years were paid than there are": (
        {"years_paid": 37},
        [("warning", "years_paid", "years-paid.time", None, "3.08")],
    ),
    "interest is negative, and the balance with it": (
        {"years.1.interest": "-6.90"},
        [("warning", "years.1.interest", "interest", None, "-6.90")],
    ),
    "a balance is not the one before with the amounts of the year": (
        {"years.1.balance": "3796.91"},
        [("error", "years.1.balance", "balance", "3796.90", "3796.91")],
    ),
    "the first balance is larger than its row": (
        {"years.0.balance": "900.00"},
        [("warning", "years.0.balance", "balance", "230.00", "900.00")],
    ),
    "the first balance is smaller than its row": (
        {"years.0.balance": "229.99"},
        [("error", "years.0.balance", "balance", "230.00", "229.99")],
    ),
    "the transfer is not the last balance": (
        {"transfer_total": "4813.80"},
        [("error", "transfer_total", "transfer-total", "4813.81", "4813.80")],
    ),
    "the capital amount is another": (
        {"transfer_total_capital": "肆仟捌佰壹拾叁元捌角整"},
        [
            (
                "error",
                "transfer_total_capital",
                "transfer-total.capital",
                "肆仟捌佰壹拾叁元捌角壹分",
                "肆仟捌佰壹拾叁元捌角整",
            )
        ],
    ),
}


def test_the_sound_account_has_no_findings():
    assert SAMPLE.details({}) == []


@pytest.mark.parametrize(("changes", "expected"), BROKEN.values(), ids=BROKEN)
def test_a_rule_that_is_broken_once_gives_its_finding_and_no_other(changes, expected):
    assert SAMPLE.details(changes) == expected


@pytest.mark.parametrize("name", ["personal", "land_personal", "collective", "land_collective", "subsidy"])
def test_a_negative_contribution_is_an_error(name):
    assert ("error", f"years.1.{name}", "not-negative", None, "-0.01") in SAMPLE.details({f"years.1.{name}": "-0.01"})


@pytest.mark.parametrize("path", ["years.2.balance", "transfer_total"])
def test_a_negative_account_is_an_error(path):
    assert ("error", path, "not-negative", None, "-0.01") in SAMPLE.details({path: "-0.01"})


def test_a_correction_of_earlier_years_may_be_negative():
    assert SAMPLE.details({"years.2.other": "-4000.00"}) == []


def test_the_first_row_may_carry_the_balance_of_earlier_years_alone():
    found = ACCOUNT.check(account({"year": 2012, "balance": "1000.00"}))
    assert brief(found) == [("warning", "years.0.balance", "balance", "0.00", "1000.00")]
    assert found[0].message == (
        "第1行 个人账户累计储存额：应为“0.00”，表上为“1000.00”；累计储存额=上一行累计储存额+本年各项。"
        "多出的如是表上没有列出的以前年度，请留意。"
    )


def test_a_larger_balance_further_down_is_an_error():
    assert SAMPLE.details({"years.2.balance": "9999.00"})[0][0] == "error"


def test_a_balance_beyond_what_the_form_can_print_is_a_finding_and_no_crash():
    largest = "9999999999999.99"
    found = ACCOUNT.check(account({"year": 2012, "personal": largest, "other": largest, "balance": largest}))
    assert brief(found) == [("error", "years.0.balance", "balance", "19999999999999.98", largest)]


def test_every_rule_rests_on_the_procedure_the_table_or_a_standard():
    grounds = ("鲁人社字〔2024〕84号 第九条", "鲁人社字〔2024〕84号 附件3", "GB", "《支付结算办法》")
    assert all(rule.article.startswith(grounds) for rule in ACCOUNT.rules)


# ------------------------------------------------------------------------------------------ the paper


def test_the_form_prints_the_words_of_the_source_in_its_order():
    assert words_of(ACCOUNT.blank("docx")) == "".join(PRINTED.split())


def test_each_label_of_the_record_is_one_that_the_form_prints():
    printed = "".join(PRINTED.split())
    fields = ACCOUNT.record_type.model_fields["years"]
    row = type(account({"year": 2012}).years[0])
    assert fields.title in printed
    assert [info.title in printed for info in row.model_fields.values()] == [True] * 10


def test_the_transfer_stands_on_the_last_page_only_and_the_agency_on_each():
    rows = [{"year": 2000 + index, "personal": "1.00"} for index in range(ACCOUNT.compiled.layout.capacity + 1)]
    agency = {"region_code": "371002", "account_name": "专户", "bank": "银行", "account_number": "6222"}
    record = account(*rows, transferred_on="2024-12-19", agency=agency)
    for data in (ACCOUNT.pdf(record), ACCOUNT.docx(record)):
        reading = ACCOUNT.read(data)
        assert reading.record == record
        pages = {path: reading.fields[path].page for path in leaves_of(record) if "years." not in path}
        assert {page for path, page in pages.items() if path.startswith("transfer")} == {2}
        assert {page for path, page in pages.items() if path.startswith("agency")} == {1}


def test_negative_amounts_come_back_from_paper():
    record = account({"year": 2012, "personal": "100.00", "interest": "-0.01", "other": "-10.00"})
    assert record.years[0].balance == Decimal("89.99")
    assert ACCOUNT.read(ACCOUNT.pdf(record)).record == ACCOUNT.read(ACCOUNT.docx(record)).record == record
