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


def page(*fields, labels=(), title=RECEIPT.title):
    """A paper with numbers in boxes behind labels: label, letters, what is counted."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    target = io.BytesIO()
    canvas = Canvas(target, A4, invariant=1)
    canvas.setFont(FONT, 14)
    canvas.drawString(180, 790, title)
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


PHONE = "15109381264"
GAP = 0.75  # between the rules of two boxes, as browsers leave some


@pytest.mark.parametrize("place", ["under", "in a cell"])
def test_boxes_stand_under_their_label_or_in_the_cell_behind_it(place):
    application = form("national/application")
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    target = io.BytesIO()
    canvas = Canvas(target, A4, invariant=1)
    canvas.setFont(FONT, 10)
    canvas.drawString(180, 790, application.title)
    canvas.drawString(40, 760, "姓名：张示例    性别：男")
    for base, label, letters in (
        (700, "公民身份号码", PERSON[1]),
        (640, "联系电话", PHONE),
        (580, "邮政编码", "      "),
    ):
        left = 40 if place == "under" else 160
        canvas.drawString(44 if place == "in a cell" else 40, base if place == "in a cell" else base + 18, label)
        if place == "in a cell":
            canvas.rect(40, base - 12, 100, 30)
            canvas.rect(140, base - 12, 400, 30)
        for number, letter in enumerate(letters):
            gap = GAP * (number % 3 == 1)
            canvas.rect(left + 13 * number + gap, base - 4, 13 - gap, 14)
            canvas.drawCentredString(left + 13 * number + 6.5, base, letter)
    canvas.save()
    person = reading_of(target.getvalue(), application).record.person
    assert (person.citizen_id, person.phone, person.postcode) == (PERSON[1], PHONE, None)


@pytest.mark.parametrize("blank", [4, 8])
def test_a_phone_with_a_blank_in_its_midst_is_not_read(blank):
    application = form("national/application")
    letters = PHONE[:blank] + " " + PHONE[blank + 1 :]
    reading = reading_of(
        page(PERSON, ("联系电话：", letters, ()), labels=("姓名：张示例    性别：男",), title=application.title),
        application,
    )
    assert not isinstance(reading.record.person.phone, str)
    assert any(found.severity == "error" for found in reading.findings)
