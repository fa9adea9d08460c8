"""Shaded grounds (底纹): pale rectangles under the text of a page, and bars beside it, as offices draw them.

Nothing on the page can be covered by them, and they are no ink. So a page that has nothing else but text and rules is
a plain one. What is not certainly such a ground is none.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from hjforms.pdfium import Objects, objects
from hjforms.pdfium import raw as pdfium
from hjforms.reading.file import clock
from hjforms.reading.page.doubt import Box, around_points, meet
from hjforms.reading.page.objects import Matrix

PALEST_INK = 165  # of 255: what is darker is ink
PATTERNS = {(255, 255, 255), (191, 191, 191)}  # what pdfium says of a pattern, whatever that shows
MOST_POINTS = 6  # by which a rectangle is drawn at most
MOST = 200  # grounds of a page
BROADEST_BAR, LOWEST_BAR, SLENDER = 6.0, 14.0, 3.0  # points, points, times its width: its height
APART = 1.0  # points: what is farther from a ground does not meet it
NEAR = 0.5  # points by which a corner may be off
_CORNERS = {(0, 1), (0, 3), (2, 1), (2, 3)}  # sides of a box that meet
Point = tuple[float, float]


def shades_of(page: Any) -> dict[int, Box]:
    """The shaded grounds of a page of pdfium, by the address of what draws them.

    A ground lies under whatever text it meets: what was drawn before it has to be elsewhere.
    """
    known, path = objects(), pdfium.FPDF_PAGEOBJ_PATH
    found: dict[int, Box] = {}
    before: list[int] = []
    boxes: list[Box] = []  # of what was drawn before the last ground
    for item in known.of_page(page):
        clock.tick()
        if known.kind(item) != path:
            before.append(item)
            continue
        box = _rectangle(_points(known, item)) if len(found) < MOST and _is_pale(known, item) else None
        if box is None or not _is_whole(known.clips(item), box):
            continue
        boxes += map(known.bounds, before)
        before.clear()
        if not any(meet(box, other, APART) for other in boxes):
            found[item] = box
    return found


def bars_of(page: Any, among: Collection[int]) -> set[int]:
    """The upright bars before headings: solid, slender, higher than a letter, and nothing but paths meets them."""
    known, path = objects(), pdfium.FPDF_PAGEOBJ_PATH
    items = list(known.of_page(page))
    drawn = [item for item in items if item in among and known.kind(item) == path]
    bars = {item: bar for item in drawn if (bar := _bar(known, item))}
    others = [known.bounds(item) for item in items if known.kind(item) != path] if bars else []
    return {item for item, bar in bars.items() if not any(meet(bar, other, APART) for other in others)}


def _bar(known: Objects, item: int) -> Box | None:
    """The box of an upright bar; ``None`` for a path that is none."""
    left, low, right, high = known.bounds(item)
    width, height = right - left, high - low
    is_slender = width <= BROADEST_BAR and height >= max(LOWEST_BAR, SLENDER * width)
    fill, is_stroked = known.mode(item)
    if not is_slender or is_stroked or not fill:
        return None
    box = _rectangle(_points(known, item))
    return box if box and _is_whole(known.clips(item), box) else None


def _is_pale(known: Objects, item: int) -> bool:
    """True for a path that is filled with a pale colour through which nothing shines, and has no outline."""
    fill, is_stroked = known.mode(item)
    if is_stroked or not fill:
        return False
    red, green, blue, opaque = known.colour(item)
    pale = 30 * red + 59 * green + 11 * blue >= 100 * PALEST_INK
    return opaque == 255 and pale and (red, green, blue) not in PATTERNS


def _points(known: Objects, item: int) -> list[Point]:
    """The points of a path on the page; none of one that has more than a rectangle."""
    segments = known.segments(item, MOST_POINTS + 1)
    if len(segments) > MOST_POINTS or any(kind == pdfium.FPDF_SEGMENT_BEZIERTO for kind, *_ in segments):
        return []
    matrix = Matrix(*known.matrix(item))
    return [matrix.point(x, y) for _, x, y, _ in segments]


def _rectangle(points: Iterable[Point]) -> Box | None:
    """The box of which points are the corners; ``None`` where they are not just these."""
    known = list(points)
    if len(known) < len(_CORNERS):
        return None
    box = around_points(known)
    met = [{at for at in _CORNERS if math.dist(point, (box[at[0]], box[at[1]])) <= NEAR} for point in known]
    return box if all(met) and set().union(*met) == _CORNERS else None


def _is_whole(clips: Iterable[Sequence[Point]], box: Box) -> bool:
    """True where no clip cuts into the rectangle."""
    for points in clips:
        clip = _rectangle(points)
        if clip is None or clip[0] > box[0] + NEAR or clip[1] > box[1] + NEAR:
            return False
        if clip[2] < box[2] - NEAR or clip[3] < box[3] - NEAR:
            return False
    return True
