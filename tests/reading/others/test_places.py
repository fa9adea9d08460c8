"""Amounts of which every place has a column of its own (元、角分分栏)."""

from __future__ import annotations

from decimal import Decimal

import pytest

from drawn import DRAWN, reading_of, ruled
from hjforms.api import form
from hjforms.reading.others.places import amount
from hjforms.unread import Unread

REFUND, RECEIPT = form("national/refund"), form("national/offset-receipt")
BOXES = ("万", "千", "百", "十", "元", "角", "分")


@pytest.mark.parametrize(
    ("units", "texts", "expected"),
    [
        (("元", "角分"), ("-1,208", "33"), "-1208.33"),
        (("元", "角", "分"), ("0", "0", "5"), "0.05"),
        (("元", "角分"), ("", "50"), "0.50"),
        (BOXES, ("", "￥", "5", "2", "0", "0", "8"), "520.08"),
        (("百", "十", "万", "仟", "佰", "拾", "圆", "角", "分"), tuple("123456789"), "1234567.89"),
        (("元", "角分"), ("—", "-"), ""),
        (("元", "角分"), ("208", ""), None),
        (("元", "角分"), ("208", "5"), None),
        (("元", "角分"), ("208.50", "00"), None),
        (("元", "角"), ("208", "5"), None),
        (("千", "百", "元", "角", "分"), ("1", "2", "3", "4", "5"), None),
        (BOXES, ("1", "", "5", "2", "0", "0", "0"), None),
        (BOXES, ("", "12", "5", "2", "0", "0", "0"), None),
    ],
)
def test_places_are_one_amount_or_none(units, texts, expected):
    assert amount(units, texts) == expected


def rows(units, *lines):
    """A refund whose amounts stand in a column for each place; a line is the texts of one year."""
    count, wide = len(units), 72 // len(units)
    whole = count * wide
    cells = [(0, 0, 40, 60, "年份"), (40, 0, 2 * whole, 20, "当年缴费金额"), (40 + 2 * whole, 0, 40, 60, "重复月数")]
    cells += [(80 + 2 * whole, 0, 2 * whole, 20, "退还本人金额")]
    for number, start in enumerate((40, 40 + whole, 80 + 2 * whole, 80 + 3 * whole)):
        cells.append((start, 20, whole, 20, ("个人缴费", "集体补助")[number % 2]))
        cells += [(start + wide * at, 40, wide, 20, unit) for at, unit in enumerate(units)]
    for number, texts in enumerate(lines):
        left = 0
        for place, text in enumerate(texts):
            width = 40 if place in {0, 2 * count + 1} else wide
            cells.append((left, 60 + 20 * number, width, 20, text))
            left += width
    return cells


def test_columns_of_places_are_one_column_each():
    line = ["2014", "200", "00", "50", "00", "9", "150", "00", "37", "50"]
    [year] = reading_of(ruled(REFUND.title, rows(("元", "角分"), line)), REFUND).record.years
    assert (year.paid.personal, year.paid.collective) == (Decimal("200.00"), Decimal("50.00"))
    assert (year.refund.personal, year.refund.collective, year.months) == (Decimal("150.00"), Decimal("37.50"), 9)


def test_places_that_are_no_amount_are_unread():
    line = ["2014", "200", "00", "50", "0", "9", "150", "00", "", "50"]
    [year] = reading_of(ruled(REFUND.title, rows(("元", "角分"), line)), REFUND).record.years
    assert year.paid.personal == Decimal("200.00")
    assert isinstance(year.paid.collective, Unread)


def test_a_whole_number_under_a_head_that_parts_an_amount_is_unread():
    cells = rows(("元 角分",), ["2014", "20000", "50.00", "9", "15000", "37.50"])
    [year] = reading_of(ruled(REFUND.title, cells), REFUND).record.years
    assert isinstance(year.paid.personal, Unread)
    assert year.paid.collective == Decimal("50.00")


@pytest.mark.parametrize("draw", DRAWN.values(), ids=DRAWN)
@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ([["实际抵扣金额", *BOXES], ["（小写）", "￥", "5", "2", "0", "0", "0", "0"]], Decimal("5200.00")),
        ([["项目", *BOXES], ["实际抵扣金额", "", "5", "2", "0", "0", "0", "0"]], Decimal("5200.00")),
        ([["实际抵扣金额", "元", "角分"], ["", "5200", "0"]], None),
    ],
)
def test_boxes_of_a_table_are_one_amount(draw, lines, expected):
    person = [["姓名", "张示例", "性别", "男"], ["抵扣期数", "6", "未抵扣金额", "100.00"]]
    value = reading_of(draw(RECEIPT.title, person, lines), RECEIPT).record.deducted
    assert isinstance(value, Unread) if expected is None else value == expected
