"""Amounts in another unit than 元: reckoned with where one unit is said of them to the last 分, and else not read."""

from __future__ import annotations

from decimal import Decimal

import pytest

from drawn import DRAWN, in_word, reading_of
from hjforms.api import form
from support import certain

ACCOUNT, TRANSFER = form("national/resident-account"), form("jilin/transfer-account")
PERSON = [["姓名", "张示例", "性别", "男"]]
HEADS = ["年份", "个人缴费", "集体补助", "政府补贴", "利息", "其他", "个人账户累计储存额"]
ROW = ["2015", "500.00", "0.00", "30.00", "5.00", "0.00", "535.00"]
draws = pytest.mark.parametrize("draw", DRAWN.values(), ids=DRAWN)


def read_account(draw, *blocks):
    return reading_of(draw(ACCOUNT.title, PERSON, *blocks), ACCOUNT)


def errors(reading):
    return {found.path for found in reading.findings if found.severity == "error"}


@draws
@pytest.mark.parametrize(
    ("label", "amount", "yuan"),
    [
        ("转出金额合计（万元）", "12.345678", "123456.78"),
        ("转出金额合计（单位：万元）", "12.345670", "123456.70"),
        ("转出金额合计（人民币千元）", "1,234.56789", "1234567.89"),
        ("转出金额合计（百元）", "12.3456", "1234.56"),
        ("转出金额合计（角）", "12345.6", "1234.56"),
        ("转出金额合计（分）", "123456", "1234.56"),
    ],
)
def test_the_unit_of_a_label_is_that_of_its_amount_alone(draw, label, amount, yuan):
    reading = read_account(draw, [[label, amount]], [HEADS, ROW])
    record = certain(reading)
    assert (record.transfer_total, record.years[0].balance) == (Decimal(yuan), Decimal("535.00"))
    assert "warning" in {found.severity for found in reading.findings if found.path == "transfer_total"}
    assert not errors(reading)


@draws
@pytest.mark.parametrize(
    ("label", "amount"),
    [
        ("转出金额合计（万元）", "12.35"),
        ("转出金额合计（万元）", "12.3456789"),
        ("转出金额合计（分）", "1234.56"),
        ("转出金额合计（万美元）", "12.345678"),
        ("转出金额合计（万元或千元）", "12.345678"),
    ],
)
def test_an_amount_that_may_be_rounded_is_not_reckoned_with(draw, label, amount):
    reading = read_account(draw, [[label, amount]])
    assert certain(reading).transfer_total is None
    assert errors(reading)


def test_other_amounts_are_not_read_where_the_unit_of_one_is_not_certain():
    reading = read_account(in_word, [["转出金额合计（万元）", "12.35"]], [HEADS, ROW])
    assert certain(reading).years[0].balance is None
    assert {"transfer_total", "years.0.balance"} <= errors(reading)


@draws
def test_the_unit_of_a_head_is_that_of_its_column(draw):
    rows = [[*HEADS[:-1], "个人账户累计储存额（万元）"], [*ROW[:-1], "0.053500"], ["2016", *ROW[1:-1], "0.10754"]]
    years = certain(read_account(draw, rows)).years
    assert [(str(row.personal), str(row.balance)) for row in years] == [("500.00", "535.00"), ("500.00", "1075.40")]


@draws
@pytest.mark.parametrize("said", ["单位：万元", "（金额单位：人民币万元）", "以万元计"])
def test_the_unit_of_a_page_is_that_of_all_its_amounts(draw, said):
    rows = [HEADS, ["2015", "0.050000", "0", "0.003", "0.0005", "0", "0.053512"]]
    record = certain(read_account(draw, said, [["转出金额合计", "0.053512"]], rows))
    assert (record.transfer_total, record.years[0].personal) == (Decimal("535.12"), Decimal("500.00"))
    assert (record.years[0].subsidy, record.years[0].balance) == (Decimal("30.00"), Decimal("535.12"))


@draws
@pytest.mark.parametrize(
    ("said", "label", "amount"),
    [
        ("单位：万元", "转出金额合计（元）", "1234.56"),
        ("单位：万元", "转出金额合计（元）", "0.123456"),
        ("单位：万元　　单位：千元", "转出金额合计", "0.123456"),
        ("单位：分", "转出金额合计", "123456"),
        ("金额单位：账户部分为万元", "转出金额合计", "1234.56"),
        ("第4至6栏以万元为单位。", "转出金额合计", "1234.56"),
    ],
)
def test_where_two_units_may_be_said_none_is_believed(draw, said, label, amount):
    reading = read_account(draw, said, [[label, amount]])
    assert certain(reading).transfer_total is None
    assert errors(reading)


FUND = [
    "1998年1月1日前账户中个人缴费累计储存额",
    "1998年1月1日至调转上年末个人账户累计储存额",
    "调转当年记入个人账户本金金额",
    "个人账户基金转移额",
    "统筹基金转移额",
    "转移基金总额",
]
IN_WAN = ["0.00", "5.662598", "0.4905", "6.153098", "7.812640", "13.965738"]
IN_YUAN = ["0.00", "56625.98", "4905.00", "61530.98", "78126.40", "139657.38"]
YEARS = [
    ["行政区划代码", "名称", "年份", "缴费起止时间", "缴费月数", "月缴费基数", "当年记账金额", "当年记账利息", "备注"],
    ["220221", "永吉县", "2014", "2014.10—2014.12", "3", "3420.00", "820.80", "0.00", ""],
]


@draws
@pytest.mark.parametrize(
    "blocks",
    [
        ["金额单位：基金转移信息为万元，历年记账信息为元", [FUND, IN_WAN], YEARS],
        [[["养老保险基金转移信息（单位：万元）"]], [FUND, IN_WAN], YEARS],
        ["金额单位：元", "二、养老保险基金转移信息（万元）", [FUND, IN_WAN], "三、历年缴费及个人账户记账信息", YEARS],
    ],
)
def test_the_unit_of_a_block_is_that_of_its_amounts(draw, blocks):
    reading = reading_of(draw(TRANSFER.title, PERSON, *blocks), TRANSFER)
    fund = certain(reading).fund
    told = [fund.before_1998, fund.since_1998, fund.current_year, fund.personal, fund.pooled, fund.total]
    assert list(map(str, told)) == IN_YUAN
    assert [str(row.base) for row in certain(reading).years] == ["3420.00"]


@draws
def test_amounts_with_as_many_places_as_yuan_have_are_of_no_greater_unit(draw):
    reading = reading_of(draw(TRANSFER.title, PERSON, "单位：万元", [FUND, IN_WAN], YEARS), TRANSFER)
    assert certain(reading).fund.total is None
    assert [row.base for row in certain(reading).years] == [None]
    assert {"fund.total", "years.0.base"} <= errors(reading)


@draws
def test_a_heading_of_several_blocks_may_be_of_one_of_them(draw):
    reading = read_account(draw, "一、转移情况（万元）", [["转出金额合计", "0.053512"]], [HEADS, ROW])
    assert certain(reading).transfer_total is None
    assert {"transfer_total", "years.0.balance"} <= errors(reading)
