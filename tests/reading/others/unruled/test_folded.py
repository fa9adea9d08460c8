"""Rows folded in two lines, with their heads folded alike: what parts the rows has to be clear, and so every column."""

from __future__ import annotations

import pytest

from drawn import at_heights, reading_of
from hjforms.api import form

REFUND = form("national/refund")
PAID, BACK = (
    ((150, "个人缴费"), (230, "集体补助"), (310, "小计")),
    ((150, "个人缴费"), (230, "集体补助"), (310, "小计")),
)
HEADS = ((750, (225, "当年缴费")), (738, *PAID), (726, (40, "重复年份"), (95, "重复月数"), (400, "备注")))
LOWER = ((714, (225, "退还本人")), (702, *BACK))
YEARS = (
    ("2012", "4", ("100.00", "50.00", "150.00"), ("33.33", "16.67", "50.00"), ""),
    ("2013", "12", ("300.00", "", "300.00"), ("300.00", "", "300.00"), "补缴"),
    ("2014", "6", ("300.00", "60.00", "360.00"), ("150.00", "30.00", "180.00"), ""),
)


def folded(*, inner=12.0, outer=24.0, at=0.5, rules=False, lower=LOWER, years=YEARS):
    """A refund with the amounts that were paid over those that go back; the year stands between them, or as is told."""
    texts = [(40, 780, "个人编号：123"), (300, 780, "姓名：张示例")]
    texts += [(left, height, text) for height, *heads in (*HEADS, *lower) for left, text in heads]
    height, drawn = 680.0, []
    for year, months, paid, back, remark in years:
        beside = [(40, year), (95, months), (400, remark)]
        texts += [(left, height - at * inner, text) for left, text in beside if text]
        for level, amounts in ((height, paid), (height - inner, back)):
            texts += [(left, level, text) for (left, _), text in zip(PAID, amounts, strict=True) if text]
        drawn.append((height - inner - 4, 35, 500))
        height -= inner + outer
    return reading_of(at_heights(REFUND.title, *texts, rules=drawn if rules else ()), REFUND)


def rows(reading):
    return [
        (row.year, row.months, str(row.paid.subtotal), str(row.refund.personal), row.remark)
        for row in reading.record.years
    ]


def errors(reading):
    return [found for found in reading.findings if found.severity == "error"]


YEARS_OF_THREE = tuple((year, months, paid, back, remark) for year, months, paid, back, remark in YEARS if paid[1])
READ = [(2012, 4, "150.00", "33.33", None), (2014, 6, "360.00", "150.00", None)]


@pytest.mark.parametrize(
    "drawn",
    [{}, {"outer": 14.0, "rules": True}, {"at": 0.0}],
    ids=["wider steps", "rules", "the year on the first line"],
)
def test_a_row_of_two_lines_is_one(drawn):
    reading = folded(years=YEARS_OF_THREE, **drawn)
    assert rows(reading) == READ
    assert not errors(reading)


def test_where_nothing_parts_the_rows_none_is_read():
    reading = folded(outer=13.0, years=YEARS_OF_THREE)
    assert not reading.record.years
    assert errors(reading)


@pytest.mark.parametrize("lower", [(), LOWER[1:], LOWER[:1]], ids=["none", "no upper", "no lower"])
def test_where_the_heads_of_the_second_line_are_not_known_none_is_read(lower):
    reading = folded(lower=lower, years=YEARS_OF_THREE)
    assert not any(row.refund.personal for row in reading.record.years)
    assert errors(reading)


def test_a_line_with_few_figures_is_no_row():
    reading = folded()
    assert not [row for row in reading.record.years if row.year == 2013 and row.paid.subtotal is None]
    assert errors(reading) or len(reading.record.years) == 3
