"""Check boxes that are drawn, not written (方框): what their picture shows.

Programs that merge form fields into the page leave a frame and a tick as lines. Whatever the tick is made of,
there is ink inside the frame, or there is none.
"""

from __future__ import annotations

from functools import cached_property
from typing import Any

from hjforms.notations.choice import EMPTY, MARKED
from hjforms.reading.page.doubt import Box

DOTS = 4  # per point
MOST_DOTS = 8000  # on a side of the picture
DARK = 160
INSET = 1.0
FRAME = 0.2  # of the width of a box: what its frame may take on each side
CLEAN, INKED = 0.01, 0.05  # of the inside of a box


class Picture:
    """A page as it looks, drawn when first asked for."""

    def __init__(self, page: Any) -> None:
        self._page = page

    @cached_property
    def _dots(self) -> float:
        """Dots per point: fewer on pages larger than any paper."""
        return min(float(DOTS), MOST_DOTS / float(max(self._page.get_size())))

    @cached_property
    def _drawn(self) -> Any:
        self._page.set_rotation(0)
        return self._page.render(scale=self._dots).to_pil().convert("L").point(lambda shade: 255 * (shade < DARK))

    def mark(self, box: Box) -> str | None:
        """The mark in a box of the page: ☑, □, empty where nothing is drawn, ``None`` where it is not clear."""
        left, _, _, top = self._page.get_bbox()
        x0, y0, x1, y1 = box
        sides = (x0 + INSET - left, top - y1 + INSET, x1 - INSET - left, top - y0 - INSET)
        part = self._drawn.crop(tuple(round(side * self._dots) for side in sides))
        frame = part.getbbox()
        if frame is None:
            return ""
        width, height = frame[2] - frame[0], frame[3] - frame[1]
        rim = round(width * FRAME), round(height * FRAME)
        inside = part.crop((frame[0] + rim[0], frame[1] + rim[1], frame[2] - rim[0], frame[3] - rim[1]))
        share = inside.histogram()[255] / max(1, inside.width * inside.height)
        if CLEAN < share < INKED:
            return None
        return MARKED if share >= INKED else EMPTY
