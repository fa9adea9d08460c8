"""Overlays (套打): only what stands in the slots, for paper on which the form is printed already.

Printers feed paper a little off, each in its own way. So an overlay is shifted as a whole, and a page to measure by
(试印页) shows where its slots come to stand on the paper, with scales beside them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from hjforms.errors import InputError
from hjforms.notations.choice import EMPTY
from hjforms.records.base import Record, RecordT
from hjforms.records.rules import Check, Rule
from hjforms.render import drawing
from hjforms.render.pdf import PdfRenderer
from hjforms.render.texts import TextWriter
from hjforms.template.layout import Layout, Slot
from hjforms.template.objects import plain_stream
from hjforms.template.store import Compiled, Embedded
from hjforms.wording import Sentence

MILLIMETRE = 72 / 25.4  # in points
FARTHEST = 50.0  # millimetres: more is no printer, but another paper
SCALE = 5  # millimetres to each side of a scale
TICK = 3.0  # points
SMALL = 6.0
FRAME = 0.3
_SHIFT = re.compile(r"\s*(-?\d{1,3}(?:\.\d{1,3})?)\s*(?:mm)?\s*[,，]\s*(-?\d{1,3}(?:\.\d{1,3})?)\s*(?:mm)?\s*")


@dataclass(frozen=True)
class Shift:
    """How far an overlay is moved on the paper, in millimetres; what is negative goes left, or up."""

    right_mm: float = 0.0
    down_mm: float = 0.0

    def __post_init__(self) -> None:
        if max(abs(self.right_mm), abs(self.down_mm)) > FARTHEST:
            raise InputError(Sentence("套打位置最多移动 {most:g} 毫米，请核对纸张和方向。", most=FARTHEST))

    @classmethod
    def of(cls, text: str) -> Shift:
        """The shift that a text states, right before down. Raises ``InputError`` for any other.

        >>> Shift.of("1.5mm,-0.8mm")
        Shift(right_mm=1.5, down_mm=-0.8)
        """
        found = _SHIFT.fullmatch(text)
        if not found:
            raise InputError(Sentence("移动多少请写成“向右,向下”，以毫米计，如 1.5mm,-0.8mm；向左、向上写负数。"))
        return cls(float(found[1]), float(found[2]))

    def moved(self, slot: Slot) -> Slot:
        """A slot where it comes to stand."""
        x, y = self.right_mm * MILLIMETRE, -self.down_mm * MILLIMETRE
        x0, y0, x1, y1 = slot.box
        return replace(slot, box=(x0 + x, y0 + y, x1 + x, y1 + y))


class OverlayRenderer(PdfRenderer):
    """Draws the values of records without the form around them.

    A box that is not marked is on the paper already; the mark of another is drawn with its box.
    """

    def __init__(
        self,
        template: Compiled,
        title: str,
        record_type: type[Record],
        rules: tuple[Rule | Check, ...],
        shift: Shift = Shift(),
    ) -> None:
        layout = template.layout
        shifted = replace(layout, slots=tuple(map(shift.moved, layout.slots)))
        nothing = plain_stream(b"", b"/Type/XObject/Subtype/Form/BBox[0 0 %g %g]" % (layout.width, layout.height))
        super().__init__(Embedded(b"", b"", shifted, (nothing,)), title, record_type, rules)
        self.texts = _Values(shifted, record_type, rules)


class _Values(TextWriter):
    """The texts of records, without the boxes that are printed on every form."""

    def pages(self, record: RecordT) -> Iterator[list[str]]:
        """For each page the text of each slot."""
        for page in super().pages(record):
            for index in self.boxes:
                if page[index] == EMPTY:
                    page[index] = ""
            yield page


def measuring_page(layout: Layout, title: str, shift: Shift = Shift()) -> bytes:
    """A page of PDF to print on the form: a frame around every slot, and scales at the first and the last corner.

    What the printed line shows on a scale, in millimetres, is what the shift is to grow by.
    """
    slots = [shift.moved(slot) for slot in layout.slots]
    first = min(slots, key=lambda slot: slot.box[0] - slot.box[3])
    last = max(slots, key=lambda slot: slot.box[2] - slot.box[1])
    frames = [
        drawing.Box(x0, layout.height - y1, x1 - x0, y1 - y0, border=FRAME)
        for x0, y0, x1, y1 in (slot.box for slot in slots)
    ]
    scales = [
        *_scales(first.box[0], layout.height - first.box[3]),
        *_scales(last.box[2], layout.height - last.box[1]),
    ]
    told = Sentence(
        "试印页：{title}，右移 {right:g} 毫米，下移 {down:g} 毫米。印在空白表上，看表线落在刻度几上。",
        title=title,
        right=shift.right_mm,
        down=shift.down_mm,
    )
    shapes = (*frames, *scales, drawing.Text(layout.width / 2, layout.height - 24, told, 9, "middle"))
    return drawing.pdf([drawing.Drawing(layout.width, layout.height, shapes)], told)


def _scales(x: float, y: float) -> Iterator[drawing.Shape]:
    """A scale to the right and one downwards whose noughts are at (x, y)."""
    for millimetres in range(-SCALE, SCALE + 1):
        at, length = millimetres * MILLIMETRE, TICK * (1 if millimetres % SCALE else 2)
        yield drawing.Stroke(((x + at, y - length), (x + at, y)), FRAME)
        yield drawing.Stroke(((x - length, y + at), (x, y + at)), FRAME)
        if millimetres and not millimetres % SCALE:
            yield drawing.Text(x + at, y - length - 1, f"{millimetres}", SMALL, "middle")
            yield drawing.Text(x - length - 1, y + at + SMALL / 3, f"{millimetres}", SMALL, "end")
