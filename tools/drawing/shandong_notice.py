"""附件1 城乡养老保险制度衔接告知书: a letter on the page of official documents (GB/T 9704: 28 characters a line)."""

from __future__ import annotations

from tools.drawing.blocks import GAP, spoken, tag
from tools.drawing.paper import document, paragraph, table

FORM = "shandong/notice"
WIDTH = 8844  # 156 mm
MARGINS = (2098, 1474, 1701, 1588)
SIZE = 16
LINE = 580
FOUND = (
    "经查询，您在我省存在企业职工基本养老保险/居民基本养老保险参保缴费记录，"
    "在办理养老保险待遇享受手续之前可以办理城乡养老保险制度衔接手续，请确认是否办理。"
)
OTHERWISE = "若不办理，请在享受养老保险待遇后及时办理企业职工基本养老保险/居民基本养老保险退保手续。"


def _body(text: str) -> str:
    return paragraph(text, SIZE, line=LINE, indent=2 * SIZE * 20)


def _line(*parts: tuple[str, int], height: int = LINE, ruled: bool = False) -> str:
    return table([spoken(*parts, size=SIZE, height=height, ruled=ruled)])


def _space(lines: float = 1) -> str:
    return paragraph("", SIZE, line=round(lines * LINE))


def draw() -> str:
    """``word/document.xml`` of the form."""
    body = (
        paragraph("附件 1", SIZE, "黑体", line=LINE)
        + _space(0.8)
        + paragraph("城乡养老保险制度衔接告知书", 22, align="center", bold=True, line=700)
        + _space(0.8)
        + _line((tag("person.name"), 3400), ("：", WIDTH - 3400), height=500, ruled=True)
        + paragraph("", 1, line=80)
        + _body(FOUND)
        + _space(0.3)
        + _line(
            ("", 2700),
            (tag("choice.yes"), 440),
            ("是", 1700),
            (tag("choice.no"), 440),
            ("否", WIDTH - 5280),
        )
        + _space(0.3)
        + _body(OTHERWISE)
        + _space(2)
        + _line(("", 4300), ("参保人（签字）：", WIDTH - 4300))
        + _space(0.3)
        + _line(
            ("", 5200),
            (tag("signed_on.year"), 904),
            ("年", 400),
            (tag("signed_on.month"), 600),
            ("月", 400),
            (tag("signed_on.day"), 600),
            ("日", WIDTH - 8104),
        )
        + GAP
    )
    return document(body, landscape=False, margins=MARGINS)
