"""The picture of two careers: every month and amount in words, labels apart, whatever the length of a life."""

from __future__ import annotations

import json
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

import hjforms
from hjforms.notations.year_month import YearMonth
from hjforms.render.careers import LEFT, WIDTH, Account, Careers, Lane, Stretch, draw
from hjforms.render.drawing import Box, Stroke, Text
from hjforms.render.typeset import one_line
from support import ROOT

EXAMPLES = ROOT / "examples"


def month(text):
    return YearMonth(*map(int, text.split("-")))


def texts(drawing):
    return [shape for shape in drawing.shapes if isinstance(shape, Text)]


def spread(text):
    width = one_line(text.text, text.size).width
    left = text.x - width * {"start": 0, "middle": 0.5, "end": 1}[text.anchor]
    return left, left + width


def life(first, years, every):
    """A life in which both schemes were paid in every so many years."""
    lanes = tuple(Lane(name, (Stretch(YearMonth(first, 1), YearMonth(first + years, 12)),)) for name in ("甲", "乙"))
    twice = [
        Stretch(YearMonth(year, 1), YearMonth(year, 12), f"12个月 退{year}.00元")
        for year in range(first, first + years + 1, every)
    ]
    balances = tuple((YearMonth(first + year, 12), Decimal(year * 1000)) for year in range(1, years + 1))
    return Careers("题", "缴费", lanes, tuple(twice), (Account("甲", balances),), Decimal(years * 1100))


@given(st.integers(1950, 2020), st.integers(1, 60), st.integers(1, 5))
def test_labels_stand_apart_and_everything_in_the_picture(first, years, every):
    drawing = draw(life(first, years, every))
    rows = {}
    for text in texts(drawing):
        left, right = spread(text)
        assert left >= -0.01
        assert right <= WIDTH + 0.01
        assert 0 <= text.y <= drawing.height
        rows.setdefault(round(text.y, 1), []).append((left, right))
    for row in rows.values():
        assert all(before[1] <= after[0] + 0.01 for before, after in pairwise(sorted(row)))
    for shape in drawing.shapes:
        if isinstance(shape, Box):
            assert shape.x + shape.width <= WIDTH + 0.01
        if isinstance(shape, Stroke):
            assert all(0 <= y <= drawing.height for _, y in shape.points)


def test_a_month_is_as_wide_as_any_other():
    careers = Careers("题", "缴费", (Lane("甲", (Stretch(month("2013-03"), month("2013-04")),)),), ())
    [box] = [shape for shape in draw(careers).shapes if isinstance(shape, Box)][:1]
    wide = (WIDTH - LEFT - 10) / 12
    assert (box.x, box.width) == (pytest.approx(LEFT + 2 * wide), pytest.approx(2 * wide))


@pytest.mark.parametrize(
    ("name", "said"),
    [
        (
            "calculations",
            [
                "职工养老保险缴费：2012年12月至2014年7月、2018年8月至2019年11月",
                "2012年12月，1个月 退16.67元",
                "26502.03元",
            ],
        ),
        ("employee-to-resident", ["2023年1月至2023年3月，3个月 退250.00元", "25389.91元"]),
        ("double", ["居民养老保险领取：2019年7月至2024年5月", "2024年1月至2024年5月，850.00元"]),
        ("jilin", ["企业职工养老保险缴费：2014年10月至2014年12月", "退还本金合计768.00元"]),
    ],
)
def test_the_picture_of_a_case_is_told_in_words(name, said):
    made = hjforms.transfer(EXAMPLES / name / "transfer.json").picture().decode()
    for words in said:
        assert words in made
    assert made == hjforms.transfer(EXAMPLES / name / "transfer.json").picture().decode()


def test_where_nothing_was_paid_the_picture_says_so():
    drawing = draw(Careers("题", "缴费", (Lane("甲", ()), Lane("乙", ())), ()))
    assert [text.text for text in texts(drawing)] == ["题", "没有缴费的月份"]
    assert "甲缴费：没有" in drawing.description


def test_every_refund_of_the_chain_stands_in_the_picture():
    found = hjforms.transfer(EXAMPLES / "calculations" / "transfer.json")
    made = found.picture().decode()
    for key, step in found.outcome.figures.items():
        if key.startswith("refund.") and key.count(".") == 1:
            assert f"退{step.text}<" in made


def test_months_known_by_their_number_alone_mark_the_year():
    case = json.loads((EXAMPLES / "calculations" / "transfer.json").read_text("utf-8"))
    made = hjforms.transfer({**case, "decided": [{"year": 2018, "months": 4}]}).picture().decode()
    assert "2018年1月至2018年12月，4个月 退1000.00元" in made


def test_a_settlement_has_a_picture_and_an_annex():
    folder = EXAMPLES / "weihai" / "shandong"
    settled = hjforms.settle(folder / "resident-account.json", folder / "employee-account.json")
    assert "退2683.33元" in settled.picture().decode()
    assert settled.annex().startswith(b"%PDF-")
