"""Seals: what stands in a ring of its colour is read by itself, and is who seals where nothing else says so."""

from __future__ import annotations

import io

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from drawn import FONT, reading_of
from hjforms.api import form, read
from support import ROOT

ACCOUNT = form("jilin/transfer-account")
SAID = ("示例市社会保", "险事业管理局", "", "业务专用章(3)")


def sealed(line, said=SAID, *, ring=True, colour="red"):
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    target = io.BytesIO()
    canvas = Canvas(target, A4, invariant=1)
    canvas.setFont(FONT, 9)
    canvas.drawString(200, 780, ACCOUNT.title)
    canvas.drawString(40, 750, "姓名：张示例")
    canvas.drawString(240, 750, "公民身份号码：371000196501150018")
    canvas.drawString(40, 700, "经办人（签章）：李示例")
    canvas.drawString(240, 700, line)
    canvas.setStrokeColor(colour)
    canvas.setFillColor(colour)
    if ring:
        canvas.circle(420, 695, 36)
    canvas.setFont(FONT, 6)
    for number, text in enumerate(said):
        canvas.drawCentredString(420, 708 - 8 * number, text)
    canvas.save()
    return target.getvalue()


@pytest.mark.parametrize(
    "line",
    ["社保机构（章）：", "社保机构（章）：                                    2023年11月8日"],
    ids=["label", "label and day"],
)
def test_who_seals_is_read_from_the_seal(line):
    assert reading_of(sealed(line), ACCOUNT).record.signoff.agency == "示例市社会保险事业管理局"


def test_what_is_printed_at_the_label_is_read_whatever_stands_over_it():
    reading = reading_of(sealed("社保机构（章）：示例县社会保险中心"), ACCOUNT)
    assert reading.record.signoff.agency == "示例县社会保险中心"


def test_a_seal_that_names_no_agency_is_told():
    reading = reading_of(sealed("社保机构（章）：", ("示例市", "行政审批", "服务中心")), ACCOUNT)
    assert reading.record.signoff.agency is None
    assert any("示例市行政审批服务中心" in str(finding.found) for finding in reading.findings)


def test_letters_that_stand_around_a_seal_are_no_text_beside_the_form():
    [reading] = read((ROOT / "tests" / "papers" / "shandong-refund-5.pdf").read_bytes())
    assert not [found for found in reading.findings if "不在任何栏目里" in str(found.message)]
