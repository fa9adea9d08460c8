"""Check boxes that are drawn, not written (方框): what their picture shows.

Programs that merge form fields into the page leave a frame and a tick as lines. Whatever the tick is made of,
there is ink inside the frame, or there is none.
"""

from __future__ import annotations

from functools import cached_property
from typing import Any

from hjforms.notations.choice import CROSSED, EMPTY, MARKED
from hjforms.reading.page.doubt import Box

DOTS = 4  # per point
MOST_DOTS = 8000  # on a side of the picture
DARK = 160
INSET = 1.0
FRAME = 0.2  # of the width of a box: what its frame may take on each side
CLEAN, INKED = 0.01, 0.05  # of the inside of a box
CLOSED = 0.9  # of a side of a frame: what is drawn of it at least
SLENDER = 1.7  # sides of a frame that a font draws, the longer to the shorter
ALONG = (0.25, 0.35, 0.45, 0.55, 0.65, 0.75)  # of the diagonals of a box: where a cross has ink
BESIDE = ((0.5, 0.2), (0.5, 0.8), (0.2, 0.5), (0.8, 0.5))  # where it has none
THICK = 0.06  # of a box: half of a stroke of a cross


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
        """The mark in a box of the page: ☑, ☒, □, empty where nothing is drawn, ``None`` where it is not clear."""
        part = self._within(box, -INSET)
        return "" if part is None else _mark_in(part)

    def framed(self, box: Box) -> str | None:
        """The same of a character in this place, ``None`` as well where it draws no frame."""
        part = self._within(box, INSET / 2)
        return _mark_in(part) if part is not None and _is_framed(part) else None

    def inside(self, box: Box) -> str | None:
        """The same of a box of which it is known that it stands in this place, and not where its frame is."""
        part = self._within(box, 0, is_whole=True)
        return EMPTY if part is None else _mark_in(part)

    def _within(self, box: Box, margin: float, *, is_whole: bool = False) -> Any | None:
        """What is drawn in a place and so far around it, ``is_whole`` with what is blank; ``None`` for nothing."""
        left, _, _, top = self._page.get_bbox()
        x0, y0, x1, y1 = box
        sides = (x0 - margin - left, top - y1 - margin, x1 + margin - left, top - y0 + margin)
        part = self._drawn.crop(tuple(round(side * self._dots) for side in sides))
        drawn = part.getbbox()
        return part.crop((0, 0, *part.size) if is_whole else drawn) if drawn else None


def _mark_in(part: Any) -> str | None:
    """The mark in the picture of a box, up to its frame."""
    rim = round(part.width * FRAME), round(part.height * FRAME)
    inside = part.crop((*rim, part.width - rim[0], part.height - rim[1]))
    share = _share(inside)
    if CLEAN < share < INKED:
        return None
    return EMPTY if share <= CLEAN else CROSSED if _is_crossed(part) else MARKED


def _share(part: Any) -> float:
    """How much of a picture is ink."""
    inked: int = part.histogram()[255]
    return inked / max(1, int(part.width) * int(part.height))


def _is_framed(part: Any) -> bool:
    """True for a picture that has ink along each of its sides."""
    width, height = part.size
    short, long = sorted(part.size)
    sides = ((0, 0, width, 1), (0, height - 1, width, height), (0, 0, 1, height), (width - 1, 0, width, height))
    return long <= SLENDER * short and all(_share(part.crop(side)) >= CLOSED for side in sides)


def _is_crossed(part: Any) -> bool:
    """True for a box with ink along both of its diagonals, and with none beside them."""
    on = [(at, there) for at in ALONG for there in (at, 1 - at)]
    return all(_is_inked(part, *place) for place in on) and not any(_is_inked(part, *place) for place in BESIDE)


def _is_inked(part: Any, x: float, y: float) -> bool:
    """True where there is ink about a place in a picture, told in parts of its sides."""
    reach = max(1, round(THICK * part.width))
    left, top = round(x * part.width), round(y * part.height)
    return part.crop((left - reach, top - reach, left + reach, top + reach)).getbbox() is not None
