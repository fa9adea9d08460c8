"""Ledgers whose rows are two lines of cells, and cells that hold several columns: read where each is of one column."""

from __future__ import annotations

import pytest

from drawn import reading_of, ruled
from hjforms.api import form

ACCOUNT = form("national/resident-account")
HEADS = (("个人缴费", "集体补助", "政府补贴"), ("利息", "其他", "个人账户累计储存额"))
ROWS = (
    ("2021", ("100.00", "", "30.00"), ("1.62", "", "131.62"), ""),
    ("2022", ("200.00", "50.00", "30.00"), ("9.47", "", "421.09"), "补缴"),
    ("2023", ("", "", ""), ("18.83", "35.20", "475.12"), ""),
)
READ = [
    (2021, "100.00", "None", "30.00", "1.62", "None", "131.62", None),
    (2022, "200.00", "50.00", "30.00", "9.47", "None", "421.09", "补缴"),
    (2023, "None", "None", "None", "18.83", "35.20", "475.12", None),
]
PERSON = ((40, 0, 60, 20, "姓名"), (100, 0, 80, 20, "张示例"), (180, 0, 60, 20, "性别"), (240, 0, 60, 20, "男"))
LEFT, WIDTH, HIGH = 100, 110, 18


def cell_by_cell(top, texts):
    return [(LEFT + WIDTH * at, top, WIDTH, HIGH, text) for at, text in enumerate(texts)]


def line_by_line(top, texts):
    """One cell, in which the columns stand apart."""
    return [(LEFT, top, 3 * WIDTH, HIGH, ""), *((LEFT + WIDTH * at, top, 0, 0, text) for at, text in enumerate(texts))]


def row_by_row(top, texts):
    """One cell for both lines of a row."""
    return [
        (LEFT, top, 3 * WIDTH, 2 * HIGH, ""),
        *((LEFT + WIDTH * at, top, 0, 0, text) for at, text in enumerate(texts)),
    ]


def account(heads, values, *, height=2, rows=ROWS):
    """A ledger whose heads and rows are drawn in these ways; the year is so many lines high."""
    cells = [*PERSON]
    for line, (year, *halves, remark) in enumerate((("年份", *HEADS, "备注"), *rows)):
        top, draw = 40 + 2 * HIGH * line, values if line else heads
        cells += [(40, top + HIGH * at, 60, HIGH * height, year) for at in range(0, 2, height)]
        cells.append((LEFT + 3 * WIDTH, top, 100, 2 * HIGH, remark))
        if draw is row_by_row:
            cells += row_by_row(top, halves[0]) + row_by_row(top, ())[1:]
            cells += [(left, top + HIGH, 0, 0, text) for left, _, _, _, text in cell_by_cell(top, halves[1])]
        else:
            cells += [cell for at, half in enumerate(halves) for cell in draw(top + HIGH * at, half)]
    return reading_of(ruled(ACCOUNT.title, cells), ACCOUNT)


def years(reading):
    fields = ("personal", "collective", "subsidy", "interest", "other", "balance")
    return [(row.year, *(str(getattr(row, name)) for name in fields), row.remark) for row in reading.record.years]


def errors(reading):
    return [found for found in reading.findings if found.severity == "error"]


WAYS = {
    "every cell is ruled": (cell_by_cell, cell_by_cell),
    "heads alone are parted": (cell_by_cell, line_by_line),
    "nothing parts the columns": (line_by_line, line_by_line),
    "nothing parts the lines of a row": (cell_by_cell, row_by_row),
}


@pytest.mark.parametrize(("heads", "values"), WAYS.values(), ids=WAYS)
def test_the_halves_of_a_row_stand_over_one_another_as_their_heads_do(heads, values):
    reading = account(heads, values)
    assert years(reading) == READ
    assert not errors(reading)


@pytest.mark.parametrize(("heads", "values"), WAYS.values(), ids=WAYS)
def test_what_goes_over_the_edge_of_its_column_is_told(heads, values):
    odd = ("2022", ("200.00", "50.00", "30.00"), ("9.47                          35.20", "", "421.09"), "")
    reading = account(heads, values, rows=(ROWS[0], odd, ROWS[2]))
    assert errors(reading)
    assert not {"9.47", "35.20"} & {text for row in years(reading) if row[0] == 2022 for text in row if text}


def test_without_a_cell_as_high_as_both_lines_nothing_is_taken_for_a_row():
    reading = account(cell_by_cell, cell_by_cell, height=1)
    assert errors(reading)
    assert not [text for row in years(reading) for text in row[1:-1] if text != "None"]
