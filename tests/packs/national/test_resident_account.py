"""城乡居民基本养老保险信息表: five amounts a year, otherwise the account of Shandong's 附件3."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import strategies
from hjforms.api import form
from hjforms.errors import InputError
from support import CITIZEN_ID, example, faults_of, leaves_of, words_of

SAMPLE = example("resident-to-employee/national/resident-account")
FORM = SAMPLE.form
SHANDONG = form("shandong/resident-account")
AMOUNTS = ("personal", "collective", "subsidy", "interest", "other")

# The words of 鲁人社字〔2024〕84号 附件3 without the columns for 被征地, with 城乡 and 含社会资助 as 25号 has them.
PRINTED = """
城乡居民基本养老保险信息表
县（市、区）： 填表日期： 年 月 日 单位：元
姓 名 性别 公民身份号码 联系电话
参保时间 缴费起始时间 缴费终止时间 累计缴费年限 年
历年个人账户明细
年份 个人缴费 集体补助（含社会资助） 政府补贴 利息 其他 个人账户累计储存额 备注
转出时间 转出金额合计 大写
城乡居民养老保险社保经办机构信息
行政区划代码 开户名称 开户银行 银行账号
转出地社保经办机构意见：
经审核，该参保人员符合城乡养老保险制度衔接条件，同意办理衔接手续。
经办人(签章)： 联系电话： 转出地社保经办机构(章):
"""


def rows_of(years):
    return [
        {"year": 2000 + index, **dict(zip(AMOUNTS, map(str, amounts), strict=True))}
        for index, amounts in enumerate(years)
    ]


# ------------------------------------------------------------------------------------- what is derived


def test_each_balance_is_that_of_the_year_before_with_the_five_amounts_of_the_year():
    record = SAMPLE.completed()
    # 100+30; +100+30+3.90; +300+50+30+7.92; …
    assert [str(year.balance) for year in record.years[:3]] == ["130.00", "263.90", "651.82"]
    assert (str(record.transfer_total), record.transfer_total_capital) == ("3291.70", "叁仟贰佰玖拾壹元柒角整")
    assert record.person.sex == "男"


@given(st.lists(st.lists(strategies.money("0.00", "99999.99"), min_size=5, max_size=5), min_size=1, max_size=20))
def test_the_transfer_is_everything_that_was_ever_paid_in_here_as_in_shandong(years):
    data = {"person": {"name": "张示例", "citizen_id": CITIZEN_ID}, "years": rows_of(years)}
    here, there = (item.complete(item.load(data)) for item in (FORM, SHANDONG))
    assert here.transfer_total == sum(amount for amounts in years for amount in amounts)
    assert leaves_of(here) == leaves_of(there)
    assert FORM.check(here) == []


def test_the_columns_for_land_are_not_national():
    with pytest.raises(InputError) as error:
        FORM.load({"years": [{"year": 2014, "land_collective": "100.00"}]})
    assert list(faults_of(error.value)) == ["years.0.land_collective"]


# ------------------------------------------------------------------------- each rule broken exactly once

BROKEN = {
    "a citizen id is missing": ({"person.citizen_id": None}, ("error", "person.citizen_id", "required", None, None)),
    "a year is missing": ({"years.3.year": None}, ("error", "years.3.year", "required", None, None)),
    "the sex is another": ({"person.sex": "女"}, ("error", "person.sex", "person.sex", "男", "女")),
    "contributions begin before the enrolment": (
        {"first_paid": "2010-12"},
        ("error", "first_paid", "in-order", None, "2010年12月"),
    ),
    "the account leaves before the last contribution": (
        {"transferred_on": "2016-09-30"},
        ("error", "transferred_on", "in-order", None, "2016年9月30日"),
    ),
    "a year stands twice": ({"years.3.year": 2013}, ("error", "years.3.year", "years.order", None, "2013")),
    "a contribution is negative": (
        {"years.0.collective": "-0.01"},
        ("error", "years.0.collective", "not-negative", None, "-0.01"),
    ),
    "interest is negative": (
        {"years.1.interest": "-3.90"},
        ("warning", "years.1.interest", "interest", None, "-3.90"),
    ),
    "a balance is not the one before with the amounts of the year": (
        {"years.1.balance": "263.91"},
        ("error", "years.1.balance", "balance", "263.90", "263.91"),
    ),
    "the first balance is larger than its row": (
        {"years.0.balance": "500.00"},
        ("warning", "years.0.balance", "balance", "130.00", "500.00"),
    ),
    "the transfer is not the last balance": (
        {"transfer_total": "3291.71"},
        ("error", "transfer_total", "transfer-total", "3291.70", "3291.71"),
    ),
    "the capital amount is another": (
        {"transfer_total_capital": "叁仟贰佰玖拾壹元柒角壹分"},
        (
            "error",
            "transfer_total_capital",
            "transfer-total.capital",
            "叁仟贰佰玖拾壹元柒角整",
            "叁仟贰佰玖拾壹元柒角壹分",
        ),
    ),
}


@pytest.mark.parametrize(("changes", "expected"), BROKEN.values(), ids=BROKEN)
def test_a_rule_that_is_broken_once_gives_its_finding_and_no_other(changes, expected):
    assert SAMPLE.details(changes) == [expected]


def test_every_rule_rests_on_the_procedure_the_table_or_a_standard():
    grounds = ("人社厅发〔2014〕25号", "城乡居民基本养老保险信息表", "GB", "《支付结算办法》")
    assert all(rule.article.startswith(grounds) for rule in FORM.rules)


# ------------------------------------------------------------------------------------------ the paper


def test_the_form_prints_its_words_in_their_order():
    assert words_of(FORM.blank("docx")) == "".join(PRINTED.split())


def test_the_transfer_stands_on_the_last_page_only_and_the_agency_on_each():
    rows = rows_of([["1.00"] * 5] * (FORM.compiled.layout.capacity + 1))
    record = FORM.complete(FORM.load({**SAMPLE.data, "years": rows}))
    for data in (FORM.pdf(record), FORM.docx(record)):
        reading = FORM.read(data)
        assert reading.record == record
        assert {reading.fields[path].page for path in ("transfer_total", "transferred_on")} == {2}
        assert reading.fields["agency.bank"].page == 1
