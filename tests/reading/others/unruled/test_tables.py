"""Tables whose columns follow from their rows: figures under one another, and the heads above them."""

from __future__ import annotations

import pytest

from drawn import placed, reading_of
from hjforms.api import form

REFUND, CERTIFICATE = form("national/refund"), form("national/certificate")
LOWER = ((150, "个人缴费"), (205, "集体补助"), (260, "小计"), (310, "个人缴费"), (365, "集体补助"), (420, "小计"))
HEADS = (
    ((60, "重复"), (105, "重复缴费"), (196, "当年缴费金额"), (356, "退还本人金额")),
    ((60, "年份"), (110, "月数"), *LOWER),
)
ROWS = (
    ((60, "2012"), (118, "12"), (155, "200.00"), (262, "200.00"), (315, "200.00"), (422, "200.00")),
    (
        (60, "2013"),
        (118, "9"),
        (155, "200.00"),
        (208, "60.00"),
        (262, "260.00"),
        (315, "150.00"),
        (368, "45.00"),
        (422, "195.00"),
    ),
)
SUMS = (
    (60, "合计"),
    (118, "21"),
    (155, "400.00"),
    (208, "60.00"),
    (262, "460.00"),
    (315, "350.00"),
    (368, "45.00"),
    (422, "395.00"),
)


def test_a_head_over_several_stands_in_the_middle_of_those_that_make_the_most_known():
    reading = reading_of(placed(REFUND.title, *HEADS, *ROWS, SUMS), REFUND)
    first, second = reading.record.years
    assert (first.year, first.months, str(first.paid.personal), first.paid.collective) == (2012, 12, "200.00", None)
    assert (str(second.paid.collective), str(second.refund.collective)) == ("60.00", "45.00")
    assert str(second.refund.subtotal) == "195.00"
    assert (reading.record.total.months, str(reading.record.total.refund.subtotal)) == (21, "395.00")


def test_heads_of_one_line_and_of_two_stand_at_many_heights():
    upper = HEADS[0][2:], HEADS[0][:2]
    lower = [tuple(head for head in LOWER if head[1] == name) for name in ("个人缴费", "集体补助", "小计")]
    reading = reading_of(placed(REFUND.title, *upper, *lower, HEADS[1][:2], *ROWS, SUMS), REFUND)
    second = reading.record.years[1]
    assert (second.year, second.months, str(second.refund.subtotal)) == (2013, 9, "195.00")


def test_the_sum_may_stand_under_no_head():
    lines = (
        (
            (40, "序号"),
            (90, "参保地名称"),
            (160, "行政区划代码"),
            (240, "缴费起始时间"),
            (320, "缴费终止时间"),
            (400, "视同缴费月数"),
        ),
        ((45, "1"), (95, "环翠区"), (170, "371002"), (250, "2011.01"), (330, "2011.12"), (425, "0")),
        ((45, "2"), (95, "文登区"), (170, "371003"), (250, "2012.01"), (330, "2012.12"), (425, "6")),
        ((140, "累   计"), (425, "6")),
    )
    reading = reading_of(placed(CERTIFICATE.title, *lines, ((40, "个人编号：123"),)), CERTIFICATE)
    assert [place.region_name for place in reading.record.places] == ["环翠区", "文登区"]
    assert reading.record.total.months_deemed == 6


@pytest.mark.parametrize(
    "heads",
    [
        (HEADS[0][:2], ((60, "年份"), (110, "月数"), *LOWER)),
        (
            ((60, "重复"), (105, "重复缴费"), (196, "某某金额"), (356, "某某金额")),
            ((60, "年份"), (110, "月数"), *LOWER),
        ),
    ],
    ids=["none over them", "others over them"],
)
def test_columns_of_one_name_without_what_parts_them_are_not_read(heads):
    reading = reading_of(
        placed(REFUND.title, *heads, *ROWS, SUMS, ((40, "个人编号：123"), (300, "姓名：张示例"))), REFUND
    )
    assert all(row.paid is None or row.paid.personal is None for row in reading.record.years)
    assert any(found.severity == "error" for found in reading.findings)


def test_a_head_over_several_is_not_that_of_a_column_whose_own_head_is_missing():
    upper = ((60, "重复"), (105, "重复缴费"), (205, "当年缴费"), (356, "退还本人金额"))
    lower = ((60, "年份"), (110, "月数"), *(head for head in LOWER if head[0] != 205))
    reading = reading_of(
        placed(REFUND.title, ((40, "姓名：张示例"), (200, "性别：男")), upper, lower, *ROWS, SUMS), REFUND
    )
    assert not any(str(row.paid.subtotal) == "60.00" for row in reading.record.years)
    assert any(finding.severity == "error" for finding in reading.findings)


def test_words_between_two_rows_that_may_belong_to_either_are_not_given_to_one():
    lines = (*HEADS, ROWS[0], ((480, "补缴"),), ROWS[1], SUMS)
    others = (
        ((40, "个人编号：123"), (300, "姓名：张示例")),
        ((40, "户籍地址：示例市1号"), (300, "填表日期：2024-12-17")),
    )
    reading = reading_of(placed(REFUND.title, *others, *lines, step=12), REFUND)
    assert all(row.remark is None for row in reading.record.years)
    assert any(found.severity == "error" for found in reading.findings)


def test_heads_may_leave_out_their_ends():
    heads = (
        ((60, "重复"), (105, "重复缴费"), (200, "当年缴费"), (360, "退还本人")),
        HEADS[1],
    )
    reading = reading_of(placed(REFUND.title, *heads, *ROWS, SUMS), REFUND)
    assert [str(row.refund.subtotal) for row in reading.record.years] == ["200.00", "195.00"]


def test_an_amount_and_words_with_a_narrow_gap_between_them_are_two_columns():
    account = form("national/resident-account")
    lines = (
        ((40, "年度"), (120, "个人缴费"), (220, "利息"), (300, "个人账户累计储存额"), (400, "备注")),
        ((40, "2012"), (120, "100.00"), (220, "1.50"), (360, "101.50"), (392, "补缴")),
        ((40, "2013"), (120, "100.00"), (220, "3.00"), (360, "204.50")),
    )
    reading = reading_of(placed(account.title, *lines, ((40, "姓名：张示例"), (300, "性别：男"))), account)
    assert [(str(row.balance), row.remark) for row in reading.record.years] == [("101.50", "补缴"), ("204.50", None)]


@pytest.mark.parametrize("step", [16, 48])
def test_tables_side_by_side_have_the_same_heads_twice_however_high_their_rows_are(step):
    account = form("national/resident-account")
    heads = ((0, "年份"), (50, "个人缴费"), (105, "利息"), (140, "累计储存额"))
    lines = [
        [(start + left, text) for start, own in halves for left, text in own]
        for halves in (
            [(40, heads), (250, heads)],
            *(
                [
                    (at, ((0, str(year)), (50, "100.00"), (105, "0.00"), (140, "100.00")))
                    for at, year in ((40, 2011 + row), (250, 2013 + row))
                ]
                for row in range(2)
            ),
        )
    ]
    reading = reading_of(placed(account.title, *lines, step=step), account)
    assert [row.year for row in reading.record.years] == [2011, 2012, 2013, 2014]


NOTE = "※ 该年度含一次性缴费，已核对。"


def test_a_sentence_between_rows_is_none_of_them_and_is_told():
    reading = reading_of(placed(REFUND.title, *HEADS, ROWS[0], ((58, NOTE),), ROWS[1], SUMS), REFUND)
    years = [(row.year, str(row.refund.subtotal)) for row in reading.record.years]
    assert years == [(2012, "200.00"), (2013, "195.00")]
    assert "read.unknown" in {finding.code for finding in reading.findings}


def test_a_sentence_under_the_sums_ends_the_table():
    reading = reading_of(placed(REFUND.title, *HEADS, *ROWS, SUMS, ((58, NOTE),), ROWS[0]), REFUND)
    assert [row.year for row in reading.record.years] == [2012, 2013]
