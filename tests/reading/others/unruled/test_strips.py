"""A table without upright lines in cells right of a strip of letters; it goes on upon the next page."""

from __future__ import annotations

import io

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from drawn import FONT, SIZE, reading_of
from hjforms.api import form

ACCOUNT = form("national/resident-account")
COLUMNS = (90, 150, 220, 290, 350, 420)
HEADS = ("年份", "个人缴费", "集体补助", "政府补贴", "利息", "累计储存额")
STEP, TOP = 20, 740


def page(canvas, rows, *, heads=True, strip="历年明细"):
    """Rows in a cell each, and left of them a strip."""
    top = TOP
    if heads:
        for left, text in zip(COLUMNS, HEADS, strict=True):
            canvas.drawString(left, top - 14, text)
        top -= STEP
    for number, row in enumerate(rows):
        for left, text in zip(COLUMNS, row, strict=True):
            canvas.drawString(left, top - STEP * number - 14, text)
        canvas.rect(70, top - STEP * (number + 1), 450, STEP)
    bottom = top - STEP * len(rows)
    canvas.rect(70, bottom, 450, TOP - bottom)
    canvas.rect(40, bottom, 30, TOP - bottom)
    for number, letter in enumerate(strip):
        canvas.drawString(50, TOP - 14 - 13 * number, letter)


def rows(first, last):
    return [(str(year), "100.00", "", "30.00", f"{year - 2000}.00", f"{year}.00") for year in range(first, last)]


def paper(*pages, title=ACCOUNT.title):
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    target = io.BytesIO()
    canvas = Canvas(target, A4, invariant=1)
    for number, own in enumerate(pages, 1):
        canvas.setFont(FONT, SIZE)
        if number == 1:
            canvas.drawString(200, 800, title)
            canvas.drawString(40, 770, "姓名：张示例")
        page(canvas, own, heads=number == 1)
        canvas.drawString(250, 30, f"第 {number} 页　共 {len(pages)} 页")
        canvas.showPage()
    canvas.save()
    return reading_of(target.getvalue(), ACCOUNT)


def test_rows_in_cells_beside_a_strip_are_read():
    reading = paper(rows(2011, 2016))
    assert [(row.year, str(row.balance)) for row in reading.record.years] == [
        (year, f"{year}.00") for year in range(2011, 2016)
    ]


def test_they_go_on_beside_the_strip_of_the_next_page():
    reading = paper(rows(2011, 2017), rows(2017, 2021))
    assert [(row.year, str(row.interest), str(row.balance)) for row in reading.record.years] == [
        (year, f"{year - 2000}.00", f"{year}.00") for year in range(2011, 2021)
    ]
    assert all(row.collective is None for row in reading.record.years)
