"""附件2 城乡养老保险制度衔接联系函."""

from __future__ import annotations

from tools.drawing.families.contact_letter import LINE, SIZE, heading, letter, signoff
from tools.drawing.paper import paragraph

FORM = "shandong/contact-letter"
REQUEST = (
    "根据《山东省城乡养老保险制度衔接经办规程》（鲁人社字〔2024〕84号）有关规定，"
    "原在你处的参保人员，现申请将其居民基本养老保险转至我处，如无不妥，请按相关规定办理。"
)


def draw() -> str:
    """``word/document.xml`` of the form."""
    head = (
        paragraph("附件2", SIZE, "黑体", line=500)
        + paragraph("", SIZE, line=240)
        + heading("城乡养老保险制度衔接联系函")
        + paragraph("", SIZE, line=400)
    )
    return letter(head, paragraph(REQUEST, SIZE, line=LINE, indent=2 * SIZE * 20), signoff())
