"""Rows without rules between them, where upright lines part the columns: parted by their figures, or not at all."""

from __future__ import annotations

import io

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from drawn import DRAWN, FONT, in_pdf, reading_of
from hjforms.api import form, read
from support import certain

ACCOUNT = form("national/resident-account")
HEADS = ("序号", "年份", "个人缴费", "政府补贴", "利息", "个人账户\n累计储存额", "备注")
ROWS = (
    ("1", "2012", "100.00", "30.00", "", "130.00", ""),
    ("2", "2013", "200.00", "30.00", "3.90", "363.90", "补缴\n一年"),
    ("3", "2014", "", "", "10.92", "374.82", ""),
)
WIDTH, STEP = 70, 30


def ruled(rows, *, is_head_parted, heights=(), step=STEP):
    """A page with upright lines between columns, and level ones only around the rows (and at ``heights``)."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    target = io.BytesIO()
    canvas = Canvas(target, A4, invariant=1)
    canvas.setFont(FONT, 9)
    canvas.drawString(200, 800, ACCOUNT.title)
    canvas.drawString(40, 770, "姓名：张示例　　　　公民身份号码：371000196501150018")
    top = 740
    bottom = top - step * (len(rows) + 1)
    for place in range(len(HEADS) + 1):
        canvas.line(40 + place * WIDTH, top, 40 + place * WIDTH, bottom)
    for height in (top, bottom, *([top - step] if is_head_parted else []), *heights):
        canvas.line(40, height, 40 + len(HEADS) * WIDTH, height)
    for number, row in enumerate((HEADS, *rows)):
        for place, text in enumerate(row):
            parts = text.split("\n")
            for at, part in enumerate(parts):
                middle = top - step * (number + 0.5) - 3 + 6 * (len(parts) - 1) - 12 * at
                canvas.drawString(44 + place * WIDTH, middle, part)
    canvas.save()
    return target.getvalue()


@pytest.mark.parametrize("is_head_parted", [True, False])
def test_rows_that_nothing_parts_are_parted_by_their_figures(is_head_parted):
    record = certain(reading_of(ruled(ROWS, is_head_parted=is_head_parted), ACCOUNT))
    assert [(row.year, str(row.personal), str(row.interest), str(row.balance), row.remark) for row in record.years] == [
        (2012, "100.00", "None", "130.00", None),
        (2013, "200.00", "3.90", "363.90", "补缴一年"),
        (2014, "None", "10.92", "374.82", None),
    ]


def test_the_first_row_may_stand_in_the_cells_of_the_heads():
    below = (740 - 2 * STEP, 740 - 3 * STEP)
    record = certain(reading_of(ruled(ROWS, is_head_parted=False, heights=below), ACCOUNT))
    assert [row.year for row in record.years] == [2012, 2013, 2014]


def test_where_words_stand_between_two_rows_no_figure_is_read():
    between = [("1", "2012", "100.00", "", "", "100.00", "补缴"), ("2", "2013", "100.00", "", "", "200.00", "")]
    moved = [(*between[0][:-1], "\n\n补缴"), between[1]]
    reading = reading_of(ruled(moved, is_head_parted=True, step=24), ACCOUNT)
    assert not any(row.year or row.personal or row.balance for row in certain(reading).years)
    assert any(finding.severity == "error" for finding in reading.findings)


def test_rows_under_heads_that_hold_figures_are_not_read():
    heads = (*HEADS[:5], f"{HEADS[5]}\n130.00", HEADS[6])
    [reading] = read(in_pdf(ACCOUNT.title, [["姓名", "张示例", "性别", "男"]], [heads, *ROWS[1:]]))
    assert not any(row.year or row.personal for row in certain(reading).years)
    assert any(finding.path == "years.0.year" and finding.severity == "error" for finding in reading.findings)


@pytest.mark.parametrize(
    ("numbers", "is_told"),
    [((1, 2, 3), False), ((1, 2, 1), False), ((2, 3, 4), True), ((1, 3, 4), True), (("", "", ""), False)],
)
@pytest.mark.parametrize("draw", DRAWN.values(), ids=DRAWN)
def test_numbers_that_do_not_run_one_by_one_tell_that_rows_are_missing(draw, numbers, is_told):
    rows = [(str(number), *row[1:]) for number, row in zip(numbers, ROWS, strict=True)]
    [reading] = read(draw(ACCOUNT.title, [["姓名", "张示例"]], [HEADS, *rows]))
    assert [row.year for row in reading.record.years] == [2012, 2013, 2014]
    assert any("序号" in finding.message for finding in reading.findings) == is_told
