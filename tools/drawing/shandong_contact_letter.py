"""附件2 城乡养老保险制度衔接联系函: a letter across the page, of 42 characters a line."""

from __future__ import annotations

from tools.drawing.blocks import GAP, date_parts, tag, width_of
from tools.drawing.paper import Cell, Row, document, paragraph, table

FORM = "shandong/contact-letter"
WIDTH = 13608  # 240 mm
MARGINS = (1474, 1615, 1134, 1615)
SIZE = 16
LINE = 600
BESIDE = 460  # the line height at which 仿宋 stands level with the values of the PDF
SMALL = 12
LABEL = 2460
REQUEST = (
    "根据《山东省城乡养老保险制度衔接经办规程》（鲁人社字〔2024〕84号）有关规定，"
    "原在你处的参保人员，现申请将其居民基本养老保险转至我处，如无不妥，请按相关规定办理。"
)


def _boxed(height: int, *parts: tuple[str, int]) -> Row:
    return Row(height, tuple(Cell(text, width, size=SMALL) for text, width in parts))


def _pairs(*fields: tuple[str, str]) -> Row:
    """Two boxes of the receiving agency, each after its label."""
    parts: list[tuple[str, int]] = []
    for label, name in fields:
        parts += [(f"转入地社保经办机构\n{label}", LABEL), (tag(f"receiving_agency.{name}"), WIDTH // 2 - LABEL)]
    return _boxed(860, *parts)


def draw() -> str:
    """``word/document.xml`` of the form."""
    person = _boxed(
        720,
        ("姓  名", 1500),
        (tag("person.name"), 3000),
        ("性  别", 1204),
        (tag("person.sex"), 1100),
        ("公民身份号码", LABEL),
        (tag("person.citizen_id"), WIDTH // 2 - LABEL),
    )
    date = date_parts("signoff.date")
    widths = (620, 320, 380, 320, 380, 320)
    labels = [
        ("经办人（签章）：", 2010),
        (tag("signoff.handler"), 1240),
        ("联系电话：", 1290),
        (tag("signoff.phone"), 1740),
        ("转入地社保经办机构（章）：", 3210),
    ]
    agency = (tag("signoff.agency"), WIDTH - width_of(labels) - sum(widths))
    signoff = [Cell(part[0], part[1], "left", SMALL, edges="") for part in (*labels, agency)]
    dated = [Cell(part[0], width, size=SMALL, edges="") for part, width in zip(date, widths, strict=True)]
    body = (
        paragraph("附件 2", SIZE, "黑体", line=500)
        + paragraph("", SIZE, line=240)
        + paragraph("城乡养老保险制度衔接联系函", 22, align="center", bold=True, line=700)
        + paragraph("", SIZE, line=400)
        + table(
            [
                Row(
                    500,
                    (
                        Cell(tag("addressee"), 5200, size=SIZE, edges="b", line=BESIDE),
                        Cell("社会保险经办机构：", WIDTH - 5200, "left", SIZE, "仿宋", edges="", line=BESIDE),
                    ),
                )
            ]
        )
        + paragraph("", 1, line=80)
        + paragraph(REQUEST, SIZE, "仿宋", line=LINE, indent=2 * SIZE * 20)
        + paragraph("", SIZE, line=300)
        + table(
            [
                person,
                _pairs(("行政区划代码", "region_code"), ("开户名称", "account_name")),
                _pairs(("开户银行", "bank"), ("银行账号", "account_number")),
            ]
        )
        + paragraph("", SIZE, line=400)
        + table([Row(800, (*signoff, *dated))])
        + GAP
    )
    return document(body, landscape=True, margins=MARGINS)
