"""Years beside one another without upright lines: a head over several lines is told by rules or by its height."""

from __future__ import annotations

import pytest

from drawn import at_heights, reading_of
from hjforms.api import form

REFUND = form("national/refund")
YEARS = (230, 310, 390, 470)
PITCH = 20
MONTHS = ("重复月数", "4", "12", "16")
PAID = (
    ("个人缴费", "100.00", "300.00", "400.00"),
    ("集体补助", "50.00", "", "50.00"),
    ("小计", "150.00", "300.00", "450.00"),
)
BACK = (
    ("个人缴费", "33.33", "300.00", "333.33"),
    ("集体补助", "16.67", "", "16.67"),
    ("小计", "50.00", "300.00", "350.00"),
)
READ = [(2012, 4, "50.00", "150.00", "33.33"), (2013, 12, None, "300.00", "300.00")]


def turned(*, heads=((1.0, "当年缴费"), (4.0, "退还本人")), years=("2012", "2013年", "合计"), corner="年份", also=()):
    """A refund whose years stand side by side; heads over lines at the line that is told, from 0."""
    texts = [(40, 780, "个人编号：123"), (300, 780, "姓名：张示例"), (110, 740, corner)]
    texts += [(left, 740, year) for left, year in zip(YEARS, years, strict=False)]
    first = 740 - 2 * PITCH
    texts.append((40, 740 - PITCH, MONTHS[0]))
    texts += [(left, 740 - PITCH, text) for left, text in zip(YEARS, MONTHS[1:], strict=False)]
    for number, (head, *values) in enumerate((*PAID, *BACK)):
        texts.append((110, first - PITCH * number, head))
        texts += [(left, first - PITCH * number, text) for left, text in zip(YEARS, values, strict=False) if text]
    texts += [(40, first - PITCH * height, text) for height, text in heads]
    texts += [(left, first - PITCH * height, text) for left, height, text in also]
    return reading_of(at_heights(REFUND.title, *texts), REFUND)


def rows(reading):
    def said(value):
        return None if value is None else str(value)

    return [
        (row.year, row.months, said(row.paid.collective), said(row.paid.subtotal), said(row.refund.personal))
        for row in reading.record.years
    ]


def errors(reading):
    return [found for found in reading.findings if found.severity == "error"]


@pytest.mark.parametrize(
    "heads",
    [((1.0, "当年缴费"), (4.0, "退还本人")), ((0.0, "当年缴费"), (3.0, "退还本人"))],
    ids=["in the middle", "at the first"],
)
def test_every_year_is_a_row(heads):
    reading = turned(heads=heads)
    assert rows(reading) == READ
    assert str(reading.record.total.refund.subtotal) == "350.00"
    assert not errors(reading)


def test_of_the_corner_only_the_word_of_the_years_counts():
    assert rows(turned(corner="项目＼年份")) == READ


@pytest.mark.parametrize(
    "heads",
    [
        ((1.0, "当年缴费"), (3.0, "退还本人")),
        ((0.5, "当年缴费"), (4.0, "退还本人")),
        ((2.0, "当年缴费"), (5.0, "退还本人")),
    ],
    ids=str,
)
def test_where_it_is_not_clear_over_which_lines_a_head_stands_nothing_is_read(heads):
    reading = turned(heads=heads)
    assert not reading.record.years
    assert errors(reading)


@pytest.mark.parametrize("years", [("2013", "2012"), ("2012", "2012"), ("2012",)], ids=str)
def test_years_that_do_not_follow_one_another_are_left(years):
    reading = turned(years=years)
    assert not reading.record.years
    assert errors(reading)


@pytest.mark.parametrize("also", [(350, 1.0, "7.00"), (230, 5.45, "又一行"), (350, 6.0, "又一行")], ids=str)
def test_what_stands_under_no_year_or_two_or_beside_no_head_is_told(also):
    reading = turned(also=[also])
    assert not reading.record.years
    assert errors(reading)
