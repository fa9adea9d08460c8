"""Numbers a figure a box, with what the boxes of an amount count above them."""

from __future__ import annotations

import io

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from drawn import FONT, reading_of
from hjforms.api import form

RECEIPT = form("national/offset-receipt")
SIDE = 16


def page(*fields, labels=(), ticks=()):
    """A receipt with numbers in boxes behind labels: label, letters, what is counted."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    target = io.BytesIO()
    canvas = Canvas(target, A4, invariant=1)
    canvas.setFont(FONT, 14)
    canvas.drawString(180, 790, RECEIPT.title)
    for number, (label, letters, units) in enumerate(fields):
        base = 740 - 45 * number
        canvas.setFont(FONT, 10)
        canvas.drawString(40, base, label)
        for place, letter in enumerate(letters):
            left = 140 + SIDE * place
            canvas.rect(left, base - 4, SIDE, SIDE)
            canvas.setFont(FONT, 10)
            canvas.drawCentredString(left + SIDE / 2, base, letter)
            if units:
                canvas.setFont(FONT, 6)
                canvas.drawCentredString(left + SIDE / 2, base + SIDE, units[place])
    for number, text in enumerate(labels):
        canvas.setFont(FONT, 10)
        canvas.drawString(40, 500 - 20 * number, text)
    canvas.save()
    return target.getvalue()


PERSON = ("公民身份号码：", "371000196501150018", ())
OTHERS = ("姓名：张示例    性别：男", "抵扣期数：6")


@pytest.mark.parametrize(
    ("letters", "units", "amount"),
    [
        (" ￥438620", ("十万", "万", "千", "百", "十", "元", "角", "分"), "4386.20"),
        ("3900", ("十", "元", "角", "分"), "39.00"),
    ],
)
def test_an_amount_ends_where_its_boxes_say(letters, units, amount):
    reading = reading_of(page(PERSON, ("应协助抵扣金额：", letters, units), labels=OTHERS), RECEIPT)
    assert reading.record.person.citizen_id == "371000196501150018"
    assert str(reading.record.asked) == amount


@pytest.mark.parametrize(
    ("letters", "units"),
    [("43 620", ("千", "百", "十", "元", "角", "分")), ("438620", ("千", "百", "十", "元", "分", "角"))],
    ids=["a blank in the midst", "in a wrong order"],
)
def test_boxes_that_are_not_clear_are_no_amount(letters, units):
    reading = reading_of(page(PERSON, ("应协助抵扣金额：", letters, units), labels=OTHERS), RECEIPT)
    assert str(reading.record.asked) != "4386.20"
    assert any(found.severity == "error" for found in reading.findings)
