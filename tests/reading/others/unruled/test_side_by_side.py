"""Rows of two lines in ruled cells, under heads in cells over one another: both lines are laid side by side."""

from __future__ import annotations

import pytest

from drawn import reading_of, ruled
from hjforms.api import form

ACCOUNT = form("shandong/employee-account")
WIDTHS = (70, 90, 90, 60, 90)
LEFTS = tuple(20 + sum(WIDTHS[:number]) for number in range(5))
UPPER = ("行政区划代码", "年份", "起", "月数", "累计储存额")
LOWER = ("名称", "", "止", "", "")
SPAN = "缴费起止时间及月数"
ROWS = (
    ("371322\n郯城县", "2010", "2010.01\n2010.12", "12", "1000.00"),
    ("371311\n罗庄区", "2011", "2011.01\n2011.06", "6", "1500.00"),
    ("371311\n罗庄区", "2012", "2012.02\n2012.12", "11", "2700.00"),
)


def drawn(*rows):
    """What is read of rows under heads in cells over one another."""
    cells = [(20, -60, 200, 20, "姓名：张示例"), (220, -60, 180, 20, "个人编号：123")]
    cells += [(LEFTS[0], 0, 70, 20, "参保地"), (LEFTS[1], 0, 90, 20, "年度"), (LEFTS[2], 0, 150, 20, SPAN)]
    cells += [(LEFTS[4], 0, 90, 60, UPPER[4])]
    for left, width, *heads in zip(LEFTS[:4], WIDTHS, UPPER, LOWER, strict=False):
        cells += [(left, 20 + 20 * level, width, 20, head) for level, head in enumerate(heads)]
    for number, row in enumerate(rows):
        cells += [
            (left, 60 + 30 * number, width, 30, text) for left, width, text in zip(LEFTS, WIDTHS, row, strict=True)
        ]
    reading = reading_of(ruled(ACCOUNT.title, cells), ACCOUNT)
    years = [
        (row.region_code, row.region_name, row.year, *(at and at.month for at in (row.start, row.end)), row.months)
        for row in reading.record.years
    ]
    return years, {finding.code for finding in reading.findings if finding.severity == "error"}


FIRST, *OTHERS = ROWS
READ = [
    ("371322", "郯城县", 2010, 1, 12, 12),
    ("371311", "罗庄区", 2011, 1, 6, 6),
    ("371311", "罗庄区", 2012, 2, 12, 11),
]


@pytest.mark.parametrize("count", [1, 3])
def test_both_lines_of_a_row_stand_under_their_heads(count):
    assert drawn(*ROWS[:count]) == (READ[:count], set())


@pytest.mark.parametrize(
    ("place", "span", "read"),
    [
        ("\n郯城县", "2010.01\n2010.12", (None, "郯城县", 2010, 1, 12, 12)),
        ("371322\n郯城县", "\n2010.12", ("371322", "郯城县", 2010, None, 12, 12)),
    ],
    ids=["no code", "no beginning"],
)
def test_a_line_alone_is_under_the_head_of_its_height(place, span, read):
    assert drawn((place, FIRST[1], span, *FIRST[3:]), *OTHERS)[0] == [read, *READ[1:]]


def test_a_name_in_two_lines_is_no_code_and_a_name_and_so_is_none_of_them():
    years, told = drawn(("郯城县\n城关镇", *FIRST[1:]), *OTHERS)
    assert {row[:2] for row in years} == {(None, None)}
    assert "read.unknown" in told


def test_two_years_in_a_cell_are_two_rows_and_none_of_a_pair():
    years, told = drawn(("371322", "2010\n2011", "2010.01\n2011.01", "12\n6", "100.00\n200.00"))
    assert [(row[2], row[3:5]) for row in years] == [(2010, (None, None)), (2011, (None, None))]
    assert told
