"""Heads of narrow columns run upwards, downwards, or letter under letter: each is one text of its cell."""

from __future__ import annotations

import io

import pytest
from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from drawn import FONT, reading_of
from hjforms.api import form, read

REFUND = form("shandong/refund")
KINDS = ("个人缴费", "被征地个人缴费", "集体补助（其他资助）", "被征地集体缴费", "小计")
WIDTH, HIGH = 52, 110
ROWS = (
    ("合计", "1500.00", "2400.00", "120.00", "", "4020.00", "16", "666.67", "2400.00", "40.00", "", "3106.67"),
    ("2013", "500.00", "", "120.00", "", "620.00", "4", "166.67", "", "40.00", "", "206.67"),
    ("2014", "1000.00", "2400.00", "", "", "3400.00", "12", "500.00", "2400.00", "", "", "2900.00"),
)


def upwards(canvas, x, y, width, height, lines):
    for number, line in enumerate(lines):
        canvas.saveState()
        canvas.translate(x + width / 2 + 4 - 11 * (len(lines) - 1) / 2 + 11 * number, y + 4)
        canvas.rotate(90)
        canvas.drawString(0, 0, line)
        canvas.restoreState()


def downwards(canvas, x, y, width, height, lines):
    for number, line in enumerate(lines):
        canvas.saveState()
        canvas.translate(x + width / 2 - 4 + 11 * (len(lines) - 1) / 2 - 11 * number, y + height - 4)
        canvas.rotate(-90)
        canvas.drawString(0, 0, line)
        canvas.restoreState()


def stacked(canvas, x, y, width, height, lines):
    for number, line in enumerate(lines):
        left = x + width / 2 - 4 + 13 * (len(lines) - 1) / 2 - 13 * number
        for step, letter in enumerate(line):
            canvas.drawString(left, y + height - 11 - 10 * step, letter)


WAYS = {"upwards": upwards, "downwards": downwards, "letter under letter": stacked}


def refund(way, fold=99, aside=()):
    """A refund whose heads run in one way, in lines of so many letters."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    target = io.BytesIO()
    canvas = Canvas(target, landscape(A4), invariant=1)
    canvas.setFont(FONT, 9)
    canvas.drawString(300, 560, REFUND.title)
    canvas.drawString(40, 530, "姓名：张示例")
    canvas.drawString(240, 530, "公民身份号码：37010219600101122X")

    def head(column, text, top=510, high=HIGH):
        canvas.rect(30 + WIDTH * column, top - high, WIDTH, high)
        lines = [text[at : at + fold] for at in range(0, len(text), fold)]
        way(canvas, 30 + WIDTH * column, top - high, WIDTH, high, lines)

    head(0, "重复年份", high=HIGH + 20)
    head(6, "重复月数", high=HIGH + 20)
    for first, text in ((1, "当年缴费金额"), (7, "退还本人金额")):
        canvas.rect(30 + WIDTH * first, 490, WIDTH * 5, 20)
        canvas.drawString(30 + WIDTH * first + 90, 497, text)
        for number, kind in enumerate(KINDS):
            head(first + number, kind, top=490)
    for line, row in enumerate(ROWS):
        for column, text in enumerate(row):
            canvas.rect(30 + WIDTH * column, 360 - 20 * line, WIDTH, 20)
            canvas.drawString(34 + WIDTH * column, 366 - 20 * line, text)
    canvas.drawString(40, 280, "经办人（签章）：李示例")
    for text in aside:
        way(canvas, 700, 60, 20, 200, [text])
    canvas.save()
    return target.getvalue()


@pytest.mark.parametrize("fold", [99, 6], ids=["in one line", "in two"])
@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_a_head_that_runs_up_or_down_is_one_text_of_its_cell(way, fold):
    reading = reading_of(refund(way, fold), REFUND)
    record = reading.record
    assert not [found for found in reading.findings if found.severity == "error"]
    assert [row.year for row in record.years] == [2013, 2014]
    assert [str(row.paid.subtotal) for row in record.years] == ["620.00", "3400.00"]
    assert [str(row.refund.land_personal) for row in record.years] == ["None", "2400.00"]
    assert (record.total.months, str(record.total.refund.subtotal)) == (16, "3106.67")


@pytest.mark.parametrize("way", [upwards, downwards])
def test_a_text_that_runs_up_or_down_outside_of_cells_is_told(way):
    reading = reading_of(refund(way, aside=["流水2025010900"]), REFUND)
    assert "流水2025010900" in "".join(told.found for told in reading.findings if told.rule == "read.unknown")
    assert str(reading.record.total.refund.subtotal) == "3106.67"


def test_a_paper_of_whose_table_no_head_is_read_may_be_another_form_of_its_title():
    [reading] = read(refund(lambda *_: None))
    assert [told.severity for told in reading.findings if "看不出这张" in str(told.message)] == ["error"]
