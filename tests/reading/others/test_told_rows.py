"""Rows that sentences say one after the other: all of them are read, or none is and that is told."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest

from drawn import DRAWN, placed, reading_of
from hjforms.api import form
from hjforms.reading.others.told_rows import UNREAD
from support import certain

draws = pytest.mark.parametrize("draw", DRAWN.values(), ids=DRAWN)
NOTICE, CERTIFICATE = form("national/offset-notice"), form("national/certificate")
ACCOUNT, RESIDENT = form("national/employee-account"), form("national/resident-account")
REFUND = form("national/refund")
HEAD = ("姓名：张示例    公民身份号码：371000196501150018", "各时段重复领取情况如下：")
FOOT = ("重复领取基础养老金总额：2,607.00元", "经办人（签章）：赵经办")
SPANS = (("2019年4月", "2020年6月", 15, "103.00", "1,545.00"), ("2020年7月", "2021年3月", 9, "118.00", "1,062.00"))
ROW = "自{0}起至{1}止，计{2}个月，月基础养老金标准{3}元，重复领取{4}元"
SAID = [("2019-04", "2020-06", 15, "103.00", "1545.00"), ("2020-07", "2021-03", 9, "118.00", "1062.00")]
TOTAL = "以上合计24个月，重复领取金额2,607.00元。"


def items(marks, row=ROW, end="；"):
    return [f"{mark}{row.format(*span)}{end}" for mark, span in zip(marks, SPANS, strict=True)]


def periods(reading):
    return [
        (str(row.start), str(row.end), row.months, str(row.standard), str(row.amount))
        for row in certain(reading).periods
    ]


def read_as(wanted, draw, *lines):
    return reading_of(draw(wanted.title, *lines), wanted)


def is_told(reading):
    return any(found.severity == "error" and found.message == UNREAD for found in reading.findings)


MARKS = {
    "brackets": ("（一）", "（二）"),
    "figures": ("（1）", "（2）"),
    "half figures": ("(1)", "(2)"),
    "points": ("1.", "2."),
    "commas": ("1、", "2、"),
    "words": ("一、", "二、"),
    "circles": ("①", "②"),
    "dashes": ("－", "－"),
    "bullets": ("● ", "● "),
    "bullets of a font": ("\uf0b7 ", "\uf0b7 "),
    "parts": ("第一段：", "第二段："),
    "is": ("一是", "二是"),
    "nothing": ("", ""),
}


@draws
@pytest.mark.parametrize("marks", MARKS.values(), ids=MARKS)
def test_items_are_marked_in_many_ways(draw, marks):
    reading = read_as(NOTICE, draw, *HEAD, *items(marks), TOTAL, *FOOT)
    assert periods(reading) == SAID
    assert certain(reading).total.months == 24
    assert certain(reading).total.amount == Decimal("2607.00")
    assert not is_told(reading)


ROWS = {
    "as it is": ROW,
    "bare": "{0}至{1}，{2}个月，月基础养老金标准{3}元，重复领取金额{4}元",
    "other order": "重复领取金额{4}元，月基础养老金标准{3}元，共{2}个月，自{0}至{1}",
    "with colons": "{0}至{1}：缴费月数：{2}；月基础养老金标准：{3}元；重复领取金额：{4}元",
    "as verbs": "自{0}至{1}期间，重复领取{2}个月，月基础养老金标准为{3}元，重复领取金额为{4}元",
    "in brackets": "{0}至{1}（{2}个月），月基础养老金标准{3}元，重复领取金额{4}元",
    "dashes": "{0}—{1}，计{2}个月，月基础养老金标准人民币{3}元，重复领取金额共计{4}元整",
    "apart": "起始时间：{0}，终止时间：{1}，计{2}个月，月基础养老金标准{3}元，重复领取金额{4}元",
}


@draws
@pytest.mark.parametrize("row", ROWS.values(), ids=ROWS)
@pytest.mark.parametrize("end", ["；", "。", ""], ids=["parted", "sentences", "lines"])
def test_an_item_says_its_columns_in_any_order(draw, row, end):
    reading = read_as(NOTICE, draw, *HEAD, *items(("（一）", "（二）"), row, end), TOTAL, *FOOT)
    assert periods(reading) == SAID
    assert not is_told(reading)


@draws
def test_items_stand_in_one_paragraph(draw):
    text = HEAD[1] + "".join(items(("（一）", "（二）"))) + TOTAL
    reading = read_as(NOTICE, draw, HEAD[0], text, *FOOT)
    assert periods(reading) == SAID
    assert certain(reading).total.months == 24


@pytest.mark.parametrize("width", range(9, 34, 3))
def test_a_line_may_end_anywhere_in_an_item(width):
    lines = [line for item in items(("（一）", "（二）")) for line in re.findall(f".{{1,{width}}}", item)]
    placed_lines = [((60, text),) for text in (*HEAD, *lines, TOTAL, *FOOT)]
    reading = reading_of(placed(NOTICE.title, *placed_lines), NOTICE)
    got = periods(reading)
    assert got == SAID or any(found.severity == "error" for found in reading.findings)


ONE = ROW.format(*SPANS[0])
TWO = ROW.format(*SPANS[1])
WRONG = {
    "two spans": (f"（一）{ONE}；", f"（二）{TWO}，自2021年4月起至2021年5月止；"),
    "an amount nobody knows": (f"（一）{ONE}；", f"（二）{TWO}，价格补贴12.00元；"),
    "words nobody knows": (f"（一）{ONE}；", f"（二）{TWO}，其间停发；"),
    "an amount twice": (f"（一）{ONE}；", f"（二）{TWO}，重复领取3.00元；"),
    "another column": (f"（一）{ONE}；", "（二）自2020年7月起至2021年3月止，计9个月，重复领取1,062.00元；"),
    "a span without a year": (f"（一）{ONE}；", "（二）自2020年7月起至12月止，计6个月，月基础养老金标准118.00元；"),
    "until now": (f"（一）{ONE}；", f"（二）{TWO.replace('2021年3月', '今')}；"),
    "a month that is none": (f"（一）{ONE}；", f"（二）{TWO.replace('7月', '13月')}；"),
    "about": (f"（一）{ONE}；", f"（二）{TWO.replace('1,062', '约1,062')}；"),
    "in 万元": (f"（一）{ONE}；", f"（二）{TWO.replace('1,062.00元', '0.1062万元')}；"),
    "void": (f"（一）{ONE}；", f"（二）{TWO}；", "以上各段作废。"),
    "the first of several": ("以下各段有误：", f"（一）{ONE}；", f"（二）{TWO}。"),
    "one in the middle": (f"（一）{ONE}；", "（二）2020年7月-12月标准110元；", f"（三）{TWO}。"),
    "not marked": (f"{ONE}；", f"另{TWO}。"),
    "one behind strange marks": (f"\uf0b7\uf0b7　　{ONE}；{TWO}。",),
    "one behind other words": (f"情况是{ONE}；{TWO}。",),
    "two lists": (f"（一）{ONE}；", f"（二）{TWO}。", "更正后：", f"1.{ONE}；", f"2.{TWO}。"),
    "a number left out": (f"（一）{ONE}；", f"（三）{TWO}。"),
    "marked otherwise": (f"（一）{ONE}；", f"（2）{TWO}。"),
    "no amounts": (f"（一）{ONE}；", "（二）自2020年7月起至2021年3月止，计9个月。"),
    "days": (f"（一）{ONE}；", f"（二）{TWO.replace('7月', '7月15日')}。"),
}


@draws
@pytest.mark.parametrize("lines", WRONG.values(), ids=WRONG)
def test_what_is_not_understood_to_the_last_letter_is_told(draw, lines):
    reading = read_as(NOTICE, draw, *HEAD, *lines, *FOOT)
    assert any(found.severity == "error" and found.code.startswith("read") for found in reading.findings)
    assert periods(reading) in ([], SAID)
    assert not periods(reading) or lines is WRONG["a number left out"]


@draws
def test_a_sum_that_disagrees_is_a_finding_of_the_form(draw):
    lines = (*items(("（一）", "（二）")), "以上合计25个月，重复领取金额2,607.00元。")
    reading = read_as(NOTICE, draw, *HEAD, *lines, *FOOT)
    assert certain(reading).total.months == 25
    assert any(found.severity == "error" and found.path == "total.months" for found in NOTICE.check(reading.record))


@draws
def test_a_span_before_the_items_is_that_of_the_paper(draw):
    lead = "重复领取：自2019年4月起至2021年3月止，重复领取月数24个月。其中："
    lines = (*items(("（1）", "（2）"), end=""), "合计24个月，重复领取金额2607.00元")
    reading = read_as(NOTICE, draw, HEAD[0], lead, *lines, *FOOT)
    record = certain(reading)
    assert periods(reading) == SAID
    assert (str(record.start), str(record.end), record.months) == ("2019-04", "2021-03", 24)


@draws
def test_places_of_a_certificate(draw):
    place = "自{}起至{}止，在{}（行政区划代码{}）参保，实际缴费{}个月，视同缴费{}个月，"
    place += "缴费年限合计{}个月，个人账户储存额{}元"
    rows = (
        ("2003年7月", "2004年9月", "示例市", "371000", 15, 38, 53, "1127.60"),
        ("2006年3月", "2011年12月", "样例区", "371002", 70, 0, 70, "15840.22"),
    )
    lines = [f"（{number}）{place.format(*row)}；" for number, row in zip("一二", rows, strict=True)]
    total = "以上合计：实际缴费85个月，视同缴费38个月，缴费年限合计123个月，个人账户储存额16967.82元。"
    reading = read_as(CERTIFICATE, draw, HEAD[0], "各参保地缴费年限", *lines, total, "经办人（签章）：赵经办")
    record = certain(reading)
    assert [(row.region_name, row.region_code, row.months_deemed, row.months) for row in record.places] == [
        ("示例市", "371000", 38, 53),
        ("样例区", "371002", 0, 70),
    ]
    assert (record.total.months, record.total.balance) == (123, Decimal("16967.82"))


@draws
@pytest.mark.parametrize("key", ["{}年度：", "{}年度", "{}年，", "1. {}年："], ids=["colon", "bare", "comma", "number"])
def test_years_of_a_resident(draw, key):
    row = "个人缴费{}元，集体补助0.00元，政府补贴30.00元，利息1.00元，年末个人账户累计储存额{}元；"
    lines = [
        key.replace("1.", f"{at}.").format(year) + row.format(paid, balance)
        for at, (year, paid, balance) in enumerate((("2015", "500.00", "531.00"), ("2016", "600.00", "1162.00")), 1)
    ]
    reading = read_as(RESIDENT, draw, HEAD[0], "历年缴费情况：", *lines, "经办人（签章）：赵经办")
    assert [(row.year, row.personal, row.subsidy) for row in certain(reading).years] == [
        (2015, Decimal("500.00"), Decimal("30.00")),
        (2016, Decimal("600.00"), Decimal("30.00")),
    ]


@draws
def test_heads_over_several_columns(draw):
    row = "{}年：当年缴费金额：个人缴费{}元，集体补助0.00元，小计{}元；重复月数12个月；"
    row += "退还本人金额：个人缴费{}元，小计{}元。"
    lines = [row.format(*line) for line in (("2015", *["500.00"] * 4), ("2016", *["600.00"] * 4))]
    reading = read_as(REFUND, draw, HEAD[0], *lines, "经办人（签章）：赵经办")
    assert [(row.year, row.paid.personal, row.months, row.refund.subtotal) for row in certain(reading).years] == [
        (2015, Decimal("500.00"), 12, Decimal("500.00")),
        (2016, Decimal("600.00"), 12, Decimal("600.00")),
    ]


@draws
def test_an_amount_that_several_columns_may_be_is_told(draw):
    lines = [f"{year}年：个人缴费500.00元，重复月数12个月。" for year in (2015, 2016)]
    reading = read_as(REFUND, draw, HEAD[0], *lines, "经办人（签章）：赵经办")
    assert not any(row.paid and row.paid.personal for row in certain(reading).years)
    assert any(found.severity == "error" for found in reading.findings)


@draws
def test_years_out_of_order_are_read_as_they_stand(draw):
    lines = [
        f"{year}年：缴费起止时间{year}年1月至{year}年12月，缴费12个月，至本年末个人账户累计储存额{year}.00元。"
        for year in (2016, 2015)
    ]
    reading = read_as(ACCOUNT, draw, HEAD[0], *lines, "经办人（签章）：赵经办")
    assert [row.year for row in certain(reading).years] == [2016, 2015]


@draws
@pytest.mark.parametrize("line", [f"（一）{ONE}。", f"{ONE}。"], ids=["marked", "not marked"])
def test_one_item_is_a_row_where_it_says_all_columns(draw, line):
    reading = read_as(NOTICE, draw, "一、人员", HEAD[0], "二、领取情况", line, *FOOT)
    assert periods(reading) == SAID[:1]


@draws
def test_one_item_that_says_less_is_told(draw):
    line = "（一）自2019年4月起至2020年6月止，月基础养老金标准103.00元。"
    reading = read_as(NOTICE, draw, *HEAD, line, *FOOT)
    assert periods(reading) == []
    assert is_told(reading)


@draws
def test_items_stand_in_a_cell(draw):
    cell = "\n".join((*items(("（一）", "（二）")), TOTAL))
    reading = read_as(NOTICE, draw, HEAD[0], [["领取情况", cell]], *FOOT)
    assert periods(reading) == SAID
    assert certain(reading).total.months == 24


@draws
def test_a_table_is_read_and_no_sentences_beside_it(draw):
    table = [
        ["起止年月", "缴费月数", "月基础养老金标准", "重复领取金额"],
        ["2019年4月至2020年6月", "15", "103.00", "1545.00"],
    ]
    reading = read_as(NOTICE, draw, *HEAD, table, *items(("（一）", "（二）")), *FOOT)
    assert periods(reading) == SAID[:1]


@draws
@pytest.mark.parametrize(
    "lines",
    [
        ("该同志2015年个人缴费500.00元，政府补贴30.00元；2016年个人缴费600.00元，政府补贴30.00元。",),
        ("2015年度：个人缴费500.00元，政府补贴30.00元；", "2016年度：个人缴费600.00元。"),
        ("1. 2015年度：个人缴费500.00元，政府补贴30.00元；", "2. 2016年度：同上。", "3. 2017年度：个人缴费600.00元。"),
        ("2015年至2017年每年个人缴费500.00元，政府补贴30.00元；", "2018年度：个人缴费600.00元，政府补贴30.00元。"),
        ("职工养老保险缴费：", "2015年：个人缴费500元，利息30元；", "2016年：个人缴费600元，利息30元。"),
    ],
    ids=["words before", "uneven", "ditto", "several years", "of others"],
)
def test_years_that_are_not_understood_are_told(draw, lines):
    reading = read_as(RESIDENT, draw, HEAD[0], *lines, "经办人（签章）：赵经办")
    assert certain(reading).years in (None, [], ())
    assert is_told(reading)
