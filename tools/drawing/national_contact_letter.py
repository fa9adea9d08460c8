"""城乡养老保险制度衔接联系函: the letter with its number, and boxes for the scheme that the person leaves."""

from __future__ import annotations

from tools.drawing.blocks import number_parts, plain, spoken, tag
from tools.drawing.families.contact_letter import LINE, SIZE, SMALL, WIDTH, heading, letter, signoff
from tools.drawing.paper import Row, paragraph, table

FORM = "national/contact-letter"
BOX = 440
BASIS = "　　根据《城乡养老保险制度衔接暂行办法》（人社部发〔2014〕17号）有关规定，原在你处"
BEFORE = "的参保人员，现申请将其"
RESIDENT = "城乡居民"
EMPLOYEE = "城镇职工基本养老保险关系转至我处，如无不妥，请"
AFTER = "按相关规定办理。"
COPIES = "（本函一式两联，一联发给原参保地社保机构，一联留存）"


def _line(*parts: tuple[str, int]) -> Row:
    return spoken(*parts, size=SIZE, height=LINE)


def draw() -> str:
    """``word/document.xml`` of the form."""
    number = plain(*number_parts(WIDTH, 900, 2800), size=SMALL, height=460)
    head = heading("城乡养老保险制度衔接联系函") + table([number]) + paragraph("", SIZE, line=240)
    request = [
        _line((BASIS, WIDTH)),
        _line(
            (BEFORE, 3600),
            (tag("scheme.resident"), BOX),
            (RESIDENT, 1400),
            (tag("scheme.employee"), BOX),
            (EMPLOYEE, WIDTH - 5000 - 2 * BOX),
        ),
        _line((AFTER, WIDTH)),
    ]
    foot = signoff() + paragraph("", 1, line=100) + table([plain((COPIES, WIDTH), size=SMALL)])
    return letter(head, table(request), foot)
