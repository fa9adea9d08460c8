"""reportlab: a canvas with the texts placed by hand, which is faster than its tables (platypus).

All lines are one call, and all texts of a page one text object. Its optional C extension
(``pip install reportlab[accel]``) makes it 1.4 times as fast, so the name says whether it is there.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from operator import itemgetter

import reportlab
from reportlab import rl_config
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

import hjforms
from bench.paper import FONTS, PADDING
from bench.paper import paper as paper_of
from hjforms.template.layout import Slot

ACCELERATED = find_spec("_rl_accel") is not None
NAME = f"reportlab {reportlab.Version} {'with' if ACCELERATED else 'WITHOUT'} rl_accel"
SERIF, RARE = "serif", "rare"

Text = tuple[str, float, float, float, str]
"""Where a text stands: font, font size, x, y, text."""

rl_config.useA85 = 0  # streams as bytes rather than as ASCII text: faster and smaller
for _name in (SERIF, RARE):
    pdfmetrics.registerFont(TTFont(_name, str(FONTS / f"{_name}.ttf")))
_known = pdfmetrics.getFont(SERIF).face.charToGlyph


class Printer:
    """Draws the pages of one form."""

    def __init__(self, form: hjforms.Form) -> None:
        self._paper = paper = paper_of(form)
        self._labels = [(_font(label.text), label.size, label.x, label.y, label.text) for label in paper.labels]
        self._places = [(slot, paper.baseline(slot)) for slot in paper.slots]

    def pdf(self, texts: Sequence[str]) -> bytes:
        """One PDF of one page."""
        target = io.BytesIO()
        canvas = Canvas(target, pagesize=(self._paper.width, self._paper.height))
        canvas.setLineWidth(0.5)
        canvas.lines(self._paper.lines)
        drawing = canvas.beginText()
        current = None
        for font, size, x, y, text in sorted((*self._labels, *self._values(texts)), key=itemgetter(0, 1)):
            if (font, size) != current:
                current = font, size
                drawing.setFont(font, size)
            drawing.setTextOrigin(x, y)
            drawing.textOut(text)
        canvas.drawText(drawing)
        canvas.save()
        return target.getvalue()

    def _values(self, texts: Sequence[str]) -> Iterator[Text]:
        """Every value at its place."""
        for (slot, y), text in zip(self._places, texts, strict=True):
            if text:
                font = _font(text)
                yield font, slot.size, _left(slot, font, text), y, text


def _font(text: str) -> str:
    """The font of a text; only the boxes of choices need the second."""
    return SERIF if all(ord(char) in _known for char in text) else RARE


def _left(slot: Slot, font: str, text: str) -> float:
    """Where a text begins in its slot."""
    left, right = slot.box[0] + PADDING, slot.box[2] - PADDING
    if slot.align == "left":
        return left
    width: float = pdfmetrics.stringWidth(text, font, slot.size)
    return right - width if slot.align == "right" else (left + right - width) / 2
