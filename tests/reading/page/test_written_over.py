"""Texts that are written over others which are covered (涂盖后重写)."""

from __future__ import annotations

import io
from decimal import Decimal

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from drawn import FONT
from hjforms.api import form, read
from support import certain

ACCOUNT = form("national/resident-account")


@pytest.mark.parametrize("shift", [0, 0.3, 4.5])
@pytest.mark.parametrize("text", ["300.00", "200.50", "1200.00", "202.00", "20.00"])
def test_a_text_that_is_written_over_one_that_is_covered_is_not_read_in_part(text, shift):
    """Of two characters that are the same in one place pdfium gives one: of 202.00 over 200.00 that was 2200.00."""
    rows = [("年份", "个人缴费", "政府补贴", "利息", "累计储存额"), ("2012", "200.00", "30.00", "", "230.00")]
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    target = io.BytesIO()
    canvas = Canvas(target, A4, invariant=1)
    canvas.setFont(FONT, 9)
    canvas.drawString(200, 800, ACCOUNT.title)
    canvas.drawString(40, 780, "姓名：张示例　　性别：男")
    for line, texts in enumerate(rows):
        for column, said in enumerate(texts):
            canvas.rect(40 + 100 * column, 740 - 20 * line, 100, 20)
            canvas.drawString(43 + 100 * column, 746 - 20 * line, said)
    canvas.setFillColorRGB(1, 1, 1)
    canvas.rect(142, 722, 80, 16, fill=1, stroke=0)
    canvas.setFillColorRGB(0, 0, 0)
    canvas.drawString(143 + shift, 726, text)
    canvas.save()
    [reading] = read(target.getvalue())
    [row] = certain(reading).years
    assert row.personal in {None, Decimal(text)}
    told = {finding.path for finding in reading.findings if finding.severity == "error"}
    assert row.personal is not None or "years.0.personal" in told
