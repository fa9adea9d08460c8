"""Steps: a figure that can say how it came about."""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal
from fractions import Fraction

import pytest

from hjforms.law.steps import RATE, YUAN, Step, as_json, explanation, given, total, written
from hjforms.notations.year_month import YearMonth


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (Decimal("1234.50"), YUAN, "1234.50"),
        (Decimal("0.0262"), RATE, "2.62%"),
        (Decimal("0.1"), RATE, "10%"),
        (12, "个月", "12"),
        (dt.date(2025, 1, 5), "", "2025年1月5日"),
        (YearMonth(2025, 1), "", "2025年1月"),
        (Fraction(1, 5), "年", "1/5"),
        (True, "", "是"),
        (False, "", "否"),
        ("受理", "", "受理"),
    ],
)
def test_values_are_written_as_on_paper(value, unit, text):
    assert written(value, unit) == text


def test_every_derived_figure_stands_once_and_before_its_use():
    paid = given("缴费", Decimal("1.00"), YUAN)
    half = Step("一半", Decimal("0.50"), YUAN, "{0}÷2", (paid,), "第一条")
    both = total("合计", [half, half], "第二条")
    lines = list(explanation(both, half))
    assert [line for line in lines if line[0].isdigit()] == ["1. 一半：0.50元", "2. 合计：1.00元"]


def test_a_note_is_said_once():
    noted = [given(f"第{number}项", number, "个", note="请留意") for number in (1, 2)]
    lines = list(explanation(total("合计", noted, "第三条", "个")))
    assert [line.strip() for line in lines].count("注：请留意") == 1


def test_a_figure_of_the_law_says_where_it_comes_from_and_how_sure_it_is():
    rate = Step("利率", Decimal("0.0612"), RATE, source="公告", certainty="disputed")
    interest = Step("利息", Decimal("6.12"), YUAN, "{0}×{1}", (given("本金", Decimal("100.00"), YUAN), rate), "第四条")
    assert any("公告；资料不一致" in line for line in explanation(interest))


def test_the_tree_is_json():
    part = given("起", YearMonth(2024, 1))
    tree = as_json(Step("止", dt.date(2024, 5, 1), inputs=(part,), article="第五条"))
    assert json.loads(json.dumps(tree)) == {
        "name": "止",
        "value": "2024-05-01",
        "inputs": [{"name": "起", "value": "2024-01"}],
        "article": "第五条",
    }


def test_nothing_and_zero_are_told_apart():
    assert given("空", None, YUAN).text == "无"
    assert given("零", Decimal("0.00"), YUAN).text == "0.00元"
