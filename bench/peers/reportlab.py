"""reportlab: a canvas with the texts placed by hand, which is faster than its tables (platypus).

All rules are one call, and all texts of a page one text object; places of labels are worked out once. Its optional
C extension (``pip install reportlab[accel]``) makes it 1.4 times as fast, so the name says whether it is there.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from importlib.util import find_spec

import reportlab
from reportlab import rl_config
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from bench import paper
from bench.records import Sheet

ACCELERATED = find_spec("_rl_accel") is not None
NAME = f"reportlab {reportlab.Version} {'with' if ACCELERATED else 'WITHOUT'} rl_accel"
FONT = "Serif"
SMALL, NORMAL = 9.0, 10.5
MIDDLE = 0.36  # of the font size, from the baseline to the middle of a digit

Text = tuple[float, float, float, str]
"""Where a text stands: x, y, font size, text."""

rl_config.useA85 = 0  # streams as bytes rather than as ASCII text: faster and smaller
pdfmetrics.registerFont(TTFont(FONT, str(paper.FONT)))


def pdf(sheet: Sheet) -> bytes:
    """One PDF of one page."""
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=(paper.WIDTH, paper.HEIGHT))
    canvas.setLineWidth(0.5)
    canvas.lines(_RULES)
    texts = canvas.beginText()
    size = 0.0
    for x, y, wanted, text in (*_LABELS, *_values(sheet)):
        if wanted != size:
            size = wanted
            texts.setFont(FONT, size)
        texts.setTextOrigin(x, y)
        texts.textOut(text)
    canvas.drawText(texts)
    canvas.save()
    return target.getvalue()


def _centred(texts: Sequence[str], edges: Sequence[float], row: int, size: float) -> Iterator[Text]:
    """Texts in the cells of a row of the grid, those with line breaks on two lines."""
    middle = (paper.LINES[row] + paper.LINES[row + 1]) / 2 - MIDDLE * size
    for text, left, right in zip(texts, edges, edges[1:], strict=False):
        parts = text.split("\n")
        for number, part in enumerate(parts):
            width = pdfmetrics.stringWidth(part, FONT, size)
            y = middle + ((len(parts) - 1) / 2 - number) * size * 1.2
            yield (left + right - width) / 2, y, size, part


def _values(sheet: Sheet) -> Iterator[Text]:
    """Every value of a sheet at its place."""
    first, second = paper.person_texts(sheet["person"])
    yield from _every_second(first, paper.PERSON_EDGES[0], 1)
    yield from _every_second(second, paper.PERSON_EDGES[1], 2)
    for number, year in enumerate(sheet["years"]):
        yield from _centred(paper.row_texts(year), paper.EDGES, 7 + number, SMALL)
    yield from _centred(paper.total_texts(sheet["total"]), paper.EDGES[1:], -3, SMALL)
    yield from _every_second(paper.refund_texts(sheet), paper.TOTAL_EDGES, -2)
    yield from _line(72.0, (135.0, 322.5, 562.5), paper.signoff_texts(sheet["signoff"])[1::2])
    yield from _line(494.0, (104.0, 155.0, 192.0), paper.date_texts(sheet["filled_on"])[1:-1:2])


def _line(y: float, places: Sequence[float], texts: Sequence[str]) -> Iterator[Text]:
    """Texts of the normal size on one line."""
    for x, text in zip(places, texts, strict=True):
        yield x, y, NORMAL, text


def _every_second(texts: Sequence[str], edges: Sequence[float], row: int) -> Iterator[Text]:
    """The values of a row in which labels and values stand in turn."""
    for index in range(1, len(texts), 2):
        yield from _centred(texts[index : index + 1], edges[index : index + 2], row, NORMAL)


def _labels() -> Iterator[Text]:
    """Every label at its place."""
    yield paper.LEFT, 545.0, 14.0, "附件 5"
    width = pdfmetrics.stringWidth(paper.TITLE, FONT, 18)
    yield (paper.WIDTH - width) / 2, 518.0, 18.0, paper.TITLE
    yield from _line(494.0, (paper.LEFT, 137.0, 175.0, 212.0, 758.0), ("填表日期：", "年", "月", "日", "单位：元"))
    whole = (paper.LEFT, paper.RIGHT)
    yield from _centred([paper.SECTIONS[0]], whole, 0, NORMAL)
    yield from _centred(["个人编号", "", "姓  名", "", "性别", "", "出生日期"], paper.PERSON_EDGES[0], 1, NORMAL)
    yield from _centred(["公民身份号码", "", "户籍地址"], paper.PERSON_EDGES[1], 2, NORMAL)
    yield from _centred([paper.SECTIONS[1]], whole, 3, NORMAL)
    groups = [paper.EDGES[index] for index in (0, 1, 6, 7, 12, 13)]
    yield from _centred(paper.GROUPS, groups, 4, SMALL)
    yield from _centred(["", *paper.PARTS, "", *paper.PARTS], paper.EDGES, 5, SMALL)
    yield from _centred([str(number) for number in range(1, 14)], paper.EDGES, 6, SMALL)
    yield from _centred(["合计"], paper.EDGES, -3, SMALL)
    yield from _centred(["退还本人金额合计", "", "大写"], paper.TOTAL_EDGES, -2, NORMAL)
    yield from _line(72.0, (paper.LEFT, 270.0, 458.0), ("经办人（签章）：", "联系电话：", "社保经办机构（章）:"))
    yield paper.LEFT, 50.0, NORMAL, paper.NOTE


def _rules() -> Iterator[tuple[float, float, float, float]]:
    """The rules of the grid."""
    lines = paper.LINES
    for number, y in enumerate(lines):
        if number != 5:
            yield paper.LEFT, y, paper.RIGHT, y
    yield paper.EDGES[1], lines[5], paper.EDGES[6], lines[5]
    yield paper.EDGES[7], lines[5], paper.EDGES[12], lines[5]
    for x in (paper.LEFT, paper.RIGHT):
        yield x, lines[0], x, lines[-1]
    for number, x in enumerate(paper.EDGES[1:-1], 1):
        yield x, lines[4 if number in (1, 6, 7, 12) else 5], x, lines[-2]
    for row, edges in ((1, paper.PERSON_EDGES[0]), (2, paper.PERSON_EDGES[1]), (-2, paper.TOTAL_EDGES)):
        for x in edges[1:-1]:
            yield x, lines[row], x, lines[row + 1]


_RULES = list(_rules())
_LABELS = list(_labels())
