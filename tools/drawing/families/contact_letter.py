"""联系函: a letter across the page, of 42 characters a line."""

from __future__ import annotations

from tools.drawing.blocks import GAP, Part, date_parts, plain, tag, width_of
from tools.drawing.paper import Cell, Row, document, paragraph, table

WIDTH = 13608  # 240 mm
MARGINS = (1474, 1615, 1134, 1615)
SIZE = 16
LINE = 600
SMALL = 12
LABEL = 2460


def _boxed(height: int, *parts: tuple[str, int]) -> Row:
    return Row(height, tuple(Cell(text, width, size=SMALL) for text, width in parts))


def _pairs(*fields: tuple[str, str]) -> Row:
    """Two boxes of the receiving agency, each after its label."""
    parts: list[tuple[str, int]] = []
    for label, name in fields:
        parts += [(f"转入地社保经办机构\n{label}", LABEL), (tag(f"receiving_agency.{name}"), WIDTH // 2 - LABEL)]
    return _boxed(860, *parts)


def heading(name: str) -> str:
    """The name of the letter."""
    return paragraph(name, 22, align="center", bold=True, line=700)


def addressee() -> str:
    """Whom the letter is for."""
    cells = (
        Cell(tag("addressee"), 5200, size=SIZE, edges="b"),
        Cell("社会保险经办机构：", WIDTH - 5200, "left", SIZE, edges=""),
    )
    return table([Row(500, cells)]) + paragraph("", 1, line=80)


def person_and_account() -> str:
    """The table of the person and of the account of the agency that writes."""
    person = _boxed(
        720,
        ("姓  名", 1500),
        (tag("person.name"), 3000),
        ("性  别", 1204),
        (tag("person.sex"), 1100),
        ("公民身份号码", LABEL),
        (tag("person.citizen_id"), WIDTH // 2 - LABEL),
    )
    code = _pairs(("行政区划代码", "region_code"), ("开户名称", "account_name"))
    bank = _pairs(("开户银行", "bank"), ("银行账号", "account_number"))
    return table([person, code, bank])


def signoff() -> str:
    """The line that the agency signs, and the day on a line of its own, which leaves more for names."""
    labels: list[Part] = [
        ("经办人（签章）：", 2010),
        (tag("signoff.handler"), 1240),
        ("联系电话：", 1290),
        (tag("signoff.phone"), 1740),
        ("转入地社保经办机构（章）：", 3210),
    ]
    agency = (tag("signoff.agency"), WIDTH - width_of(labels))
    widths = (900, 400, 560, 400, 560, 400)
    date: list[Part] = [
        (part[0], width, "center") for part, width in zip(date_parts("signoff.date"), widths, strict=True)
    ]
    before = ("", WIDTH - sum(widths))
    return table(
        [plain(*labels, agency, size=SMALL, height=700), plain(before, *date, size=SMALL, height=460)],
    )


def letter(head: str, request: str, foot: str) -> str:
    """``word/document.xml`` of a letter: its ``head``, the ``request`` to the addressee, and its ``foot``."""
    body = (
        head
        + addressee()
        + request
        + paragraph("", SIZE, line=300)
        + person_and_account()
        + paragraph("", SIZE, line=400)
        + foot
        + GAP
    )
    return document(body, landscape=True, margins=MARGINS)
