"""Amounts that stand on a paper in figures and in capital numerals, at one label."""

from __future__ import annotations

from decimal import Decimal

import pytest

from drawn import DRAWN
from hjforms.reading.others.amounts import pair_in
from support import REFUND

PERSON = [["姓名", "张示例", "性别", "男"]]
LABEL = "退还本人金额合计"
BOTH = [
    "￥7,300.00（大写：柒仟叁佰元整）",
    "7300.00元 人民币大写 柒仟叁佰元整",
    "人民币（大写）柒仟叁佰元整　￥：7,300.00",
    "人民币（大写）：柒仟叁佰元整（小写：¥7300.00元）",
    "小写：￥7,300.00大写：人民币柒仟叁佰元整",
    "柒仟叁佰元整（7300）",
]


@pytest.mark.parametrize("draw", DRAWN.values(), ids=DRAWN)
@pytest.mark.parametrize("text", BOTH)
def test_an_amount_stands_in_figures_and_in_capitals_in_one_cell_or_on_one_line(draw, text):
    for block in ([[LABEL, text]], f"{LABEL}：{text}"):
        reading = REFUND.read(draw(REFUND.title, PERSON, block))
        assert (reading.record.refund_total, reading.record.refund_total_capital) == (Decimal(7300), "柒仟叁佰元整")
        assert [found for found in reading.findings if found.severity == "error"] == []


@pytest.mark.parametrize("draw", DRAWN.values(), ids=DRAWN)
@pytest.mark.parametrize(
    "text",
    [
        "￥7,300.00（大写：柒仟叁佰元整），另付利息",
        "￥7,300.00　￥7,200.00（大写：柒仟叁佰元整）",
        "￥7,300.00（大写：柒仟叁佰元整以上）",
        "应退￥7,300.00（大写：柒仟叁佰元整）",
    ],
)
def test_where_something_else_stands_among_them_nothing_is_lost(draw, text):
    reading = REFUND.read(draw(REFUND.title, PERSON, [[LABEL, text]]))
    assert reading.record.refund_total is None
    assert any(found.severity == "error" for found in reading.findings)


def test_what_stands_behind_a_gap_is_left():
    text = "7300.00 柒仟叁佰元整　　经办人：王经办"
    assert pair_in(text).end == text.index("经")
    assert pair_in("7300.00 柒仟叁佰元整。经办人：王经办") is None


def test_whole_yuan_may_be_said_of_figures_too():
    text = "￥7,300.00元整（大写：柒仟叁佰元整）"
    assert text[slice(*pair_in(text).figures)] == "￥7,300.00"
