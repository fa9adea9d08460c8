"""Rows of several printed lines: what is built alike all the way down is read, anything else is told and not read."""

from __future__ import annotations

import pytest

from drawn import at_heights, reading_of
from hjforms.api import form

CERTIFICATE, REFUND = form("national/certificate"), form("national/refund")
PLACES = (
    (40, "序"),
    (70, "参保地名称", "行政区划代码"),
    (180, "缴费起始年月", "缴费终止年月"),
    (290, "实际缴费", "月数"),
)
ROWS = (
    ("1", ("环翠区", "371002"), ("2010年01月", "2011年12月"), "24"),
    ("2", ("文登区", "371003"), ("2012年01月", "2012年06月"), "6"),
    ("3", ("荣成市", "371082"), ("2012年07月", "2012年12月"), "6"),
)
READ = [("环翠区", "371002", "2011-12", 24), ("文登区", "371003", "2012-06", 6), ("荣成市", "371082", "2012-12", 6)]


def in_storeys(rows=ROWS, *, leading=11.0, between=34.0, middle=0.5, sums=True):
    """A certificate with two storeys a row; what has one of them stands beside their middle, or where it is told."""
    texts = [(40, 780, "个人编号：123"), (300, 780, "姓名：张示例")]
    for left, *head in PLACES:
        high = 750 if len(head) > 1 else 750 - leading / 2
        texts += [(left, high - leading * number, text) for number, text in enumerate(head)]
    height = 750 - leading - 24
    for row in rows:
        for (left, *_), cell in zip(PLACES, row, strict=True):
            lines = (cell,) if isinstance(cell, str) else cell
            high = height - leading * middle * isinstance(cell, str)
            texts += [(left, high - leading * number, text) for number, text in enumerate(lines) if text]
        height -= between
    if sums:
        texts += [(70, height, "合计"), (290, height, "36")]
    return reading_of(at_heights(CERTIFICATE.title, *texts), CERTIFICATE)


def places(reading):
    return [(row.region_name, row.region_code, str(row.end), row.months_actual) for row in reading.record.places]


def errors(reading):
    return [found for found in reading.findings if found.severity == "error"]


@pytest.mark.parametrize("middle", [0.5, 0.0, 1.0], ids=["at half their height", "on the upper", "on the lower"])
def test_one_head_over_another_has_one_value_over_another_below_it(middle):
    reading = in_storeys(middle=middle)
    assert places(reading) == READ
    assert reading.record.total.months_actual == 36
    assert not errors(reading)


def test_one_row_of_two_storeys_is_a_table():
    assert places(in_storeys(ROWS[:1], sums=False)) == READ[:1]


def test_where_lines_are_as_far_apart_in_rows_as_between_them_no_row_is_read():
    reading = in_storeys(between=22.0, middle=0.0)
    assert not reading.record.places
    assert errors(reading)


@pytest.mark.parametrize(
    "cell", [("", "371003"), ("文登区", ""), ("文登区371", "003"), ("山东省威海市", "文登区")], ids=str
)
def test_a_row_that_has_not_both_storeys_is_not_guessed(cell):
    reading = in_storeys((ROWS[0], ("2", cell, *ROWS[1][2:]), ROWS[2]))
    assert not reading.record.places
    assert errors(reading)


def test_a_row_may_have_neither_storey():
    reading = in_storeys((ROWS[0], ("2", ("文登区", "371003"), ("", ""), "6"), ROWS[2]))
    assert [(row.region_code, str(row.start)) for row in reading.record.places] == [
        ("371002", "2010-01"),
        ("371003", "None"),
        ("371082", "2012-07"),
    ]


HEADS = ((40, "项目"), (200, "个人缴费"), (290, "集体补助"), (380, "小计"), (450, "备注"))
PAID, REFUNDED = "当年缴费金额", "退还本人金额"
YEARS = (
    ("2012", "4", ("100.00", "50.00", "150.00"), ("33.33", "16.67", "50.00"), ""),
    ("2013", "12", ("300.00", "50.00", "350.00"), ("300.00", "50.00", "350.00"), "补缴"),
)
SUMS = ("合计", "16", ("400.00", "100.00", "500.00"), ("333.33", "66.67", "400.00"), "")


def of_lines(years=(*YEARS, SUMS), *, first=(PAID, REFUNDED), without=None):
    """A refund with three lines a year: one that tells it, and one for each of two groups of amounts."""
    texts = [(40, 780, "个人编号：123"), (300, 780, "姓名：张示例"), *((left, 750.0, text) for left, text in HEADS)]
    height = 730.0
    for number, (year, months, paid, refunded, remark) in enumerate(years):
        told = year if year == "合计" else f"重复年份 {year}"
        texts += [(40, height, told), (120, height, f"重复月数 {months}"), (450, height, remark)]
        lines = {PAID: paid, REFUNDED: refunded}
        for name in first if number else (PAID, REFUNDED):
            if (number, name) == without:
                continue
            height -= 18
            texts += [(50, height, name), *zip((200, 290, 380), (height,) * 3, lines[name], strict=True)]
        height -= 24
    return reading_of(at_heights(REFUND.title, *[text for text in texts if text[2]]), REFUND)


def test_lines_with_heads_of_their_own_below_the_year_are_one_row():
    reading = of_lines()
    told = [
        (row.year, row.months, str(row.paid.personal), str(row.refund.collective), row.remark)
        for row in reading.record.years
    ]
    assert told == [(2012, 4, "100.00", "16.67", None), (2013, 12, "300.00", "50.00", "补缴")]
    assert (reading.record.total.months, str(reading.record.total.refund.subtotal)) == (16, "400.00")
    assert not errors(reading)


@pytest.mark.parametrize(
    "drawn",
    [{"without": (1, PAID)}, {"without": (1, REFUNDED)}, {"first": (REFUNDED, PAID)}],
    ids=["one line less", "another line less", "in another order"],
)
def test_a_row_that_is_not_built_like_the_first_is_told_and_none_is_read(drawn):
    reading = of_lines(**drawn)
    assert not reading.record.years
    assert errors(reading)


@pytest.mark.parametrize("at", [0.0, 9.0], ids=["on the first line", "between them"])
def test_the_year_may_stand_beside_the_heads_of_lines(at):
    heads = ((40, "重复年份"), (100, "重复月数"), (160, "项目"), *((left + 60, text) for left, text in HEADS[1:]))
    texts = [(40, 780, "个人编号：123"), (300, 780, "姓名：张示例"), *((left, 750.0, text) for left, text in heads)]
    for number, (year, months, paid, refunded, _) in enumerate(YEARS):
        height = 730.0 - 40 * number
        texts += [(45, height - at, year), (105, height - at, months)]
        for line, (name, amounts) in enumerate(((PAID, paid), (REFUNDED, refunded))):
            level = height - 18 * line
            texts += [(160, level, name), *zip((260, 350, 440), (level,) * 3, amounts, strict=True)]
    reading = reading_of(at_heights(REFUND.title, *texts), REFUND)
    told = [(row.year, row.months, str(row.paid.subtotal), str(row.refund.personal)) for row in reading.record.years]
    assert told == [(2012, 4, "150.00", "33.33"), (2013, 12, "350.00", "300.00")]


def test_heads_of_lines_may_stand_under_heads_of_several_lines():
    heads = (
        (40, "重复", "年份"),
        (80, "重复", "月数"),
        (180, "个人缴费"),
        (260, "集体补助", "（其他资助）"),
        (350, "小计"),
    )
    texts = [(40, 780, "个人编号：123"), (300, 780, "姓名：张示例")]
    texts += [(left, 750.0 - 11 * line, text) for left, *lines in heads for line, text in enumerate(lines)]
    for number, (year, months, paid, refunded, _) in enumerate(YEARS):
        height = 718.0 - 32 * number
        texts += [(40, height, year), (90, height, months)]
        for line, (name, amounts) in enumerate((("当年缴费", paid), ("退还本人", refunded))):
            level = height - 13 * line
            texts += [(110, level, name), *zip((185, 270, 345), (level,) * 3, amounts, strict=True)]
    reading = reading_of(at_heights(REFUND.title, *texts), REFUND)
    told = [(row.year, row.months, str(row.paid.subtotal), str(row.refund.personal)) for row in reading.record.years]
    assert told == [(2012, 4, "150.00", "33.33"), (2013, 12, "350.00", "300.00")]


LISTED = (
    ("参保地", "名称／行政区划代码"),
    ("参保地", "名称/行政区划代码"),
    ("参保地", "名称、行政区划代码"),
    ("参保地名称/行政区划代码",),
)


def listed(heads, *, rows=ROWS, starts=("", "起"), between=36, small=0):
    """A certificate with one head for the name and the code of a place, and one for both ends of a span."""
    texts = [(40, 780, "个人编号：123"), (300, 780, "姓名：张示例")]
    texts += [(70, 750 - 12 * number, head) for number, head in enumerate(heads)]
    texts += [(40, 750, "序"), (240, 750, "缴费起止年月"), (340, 750, "实际缴费月数")]
    height = 710
    for number, (name, code), (start, end), months in rows:
        texts += [(40, height, number), (70, height, name), (240, height, starts[0] + start + starts[1])]
        texts += [(340, height, months), (70, height - 13, code), (240, height - 13, f"{end}止")]
        height -= between
    texts += [(70, height, "合计"), (340, height, "36")]
    return reading_of(at_heights(CERTIFICATE.title, *[text for text in texts if text[2]]), CERTIFICATE)


@pytest.mark.parametrize("heads", LISTED)
def test_a_head_that_lists_two_fields_has_one_value_over_the_other_below_it(heads):
    reading = listed(heads)
    assert places(reading) == READ
    assert [str(row.start) for row in reading.record.places] == ["2010-01", "2012-01", "2012-07"]
    assert reading.record.total.months_actual == 36
    assert not errors(reading)


@pytest.mark.parametrize("heads", LISTED)
@pytest.mark.parametrize(
    "odd",
    [
        ("2", ("371003", "文登区"), ("2012年01月", "2012年06月"), "6"),
        ("2", ("文登区", ""), ("2012年01月", "2012年06月"), "6"),
    ],
    ids=["the other way round", "one of them alone"],
)
def test_values_that_are_not_as_such_a_head_lists_them_are_told(heads, odd):
    reading = listed(heads, rows=(ROWS[0], odd, ROWS[2]))
    assert errors(reading)
    assert all(row in READ for row in places(reading))


def test_lines_as_far_apart_as_rows_are_not_put_together():
    reading = listed(LISTED[0], between=26)
    assert errors(reading)
    assert all(row in READ for row in places(reading))
