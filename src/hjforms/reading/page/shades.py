"""Shaded grounds (底纹): pale rectangles under the text of a page, as offices draw them behind labels.

Nothing on the page can be covered by them, and they are no ink. So a page that has nothing else but text and rules is
a plain one. What is not certainly such a ground is none.
"""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterable
from typing import Any

from hjforms.pdfium import raw as pdfium
from hjforms.reading.file import clock
from hjforms.reading.page.doubt import Box
from hjforms.reading.page.objects import Matrix, address, clip_points

PALEST_INK = 165  # of 255: what is darker is ink
PATTERNS = {(255, 255, 255), (191, 191, 191)}  # what pdfium says of a pattern, whatever that shows
MOST_POINTS = 6  # by which a rectangle is drawn at most
MOST = 200  # grounds of a page
APART = 1.0  # points: what is farther from a ground does not meet it
NEAR = 0.5  # points by which a corner may be off
_CORNERS = {(0, 1), (0, 3), (2, 1), (2, 3)}  # sides of a box that meet
Point = tuple[float, float]


def shades_of(page: Any) -> dict[int, Box]:
    """The shaded grounds of a page of pdfium, by the address of what draws them.

    A ground lies under whatever text it meets: what was drawn before it has to be elsewhere.
    """
    found: dict[int, Box] = {}
    before: list[Box] = []
    for index in range(pdfium.FPDFPage_CountObjects(page)):
        clock.tick()
        item = pdfium.FPDFPage_GetObject(page, index)
        kind = pdfium.FPDFPageObj_GetType(item)
        if kind != pdfium.FPDF_PAGEOBJ_PATH:
            before.append(_bounds(item))
            continue
        box = _rectangle(_points(item)) if len(found) < MOST and _is_pale(item) else None
        if box is not None and _is_whole(item, box) and not any(_meet(box, other) for other in before):
            found[address(item)] = box
    return found


def _bounds(item: Any) -> Box:
    """The box around an object."""
    sides = [ctypes.c_float() for _ in range(4)]
    pdfium.FPDFPageObj_GetBounds(item, *sides)
    left, low, right, high = (side.value for side in sides)
    return left, low, right, high


def _meet(one: Box, other: Box) -> bool:
    """True for boxes that meet, or nearly."""
    return (
        one[0] < other[2] + APART
        and other[0] < one[2] + APART
        and one[1] < other[3] + APART
        and other[1] < one[3] + APART
    )


def _is_pale(item: Any) -> bool:
    """True for a path that is filled with a pale colour through which nothing shines, and has no outline."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(item, fill, stroke)
    if stroke.value or not fill.value:
        return False
    parts = [ctypes.c_uint() for _ in range(4)]
    pdfium.FPDFPageObj_GetFillColor(item, *parts)
    red, green, blue, opaque = (part.value for part in parts)
    pale = 30 * red + 59 * green + 11 * blue >= 100 * PALEST_INK
    return opaque == 255 and pale and (red, green, blue) not in PATTERNS


def _points(item: Any) -> list[Point]:
    """The points of a path on the page; none of one that has more than a rectangle."""
    count = pdfium.FPDFPath_CountSegments(item)
    if count > MOST_POINTS:
        return []
    stated = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(item, stated)
    matrix = Matrix(stated.a, stated.b, stated.c, stated.d, stated.e, stated.f)
    x, y, found = ctypes.c_float(), ctypes.c_float(), list[Point]()
    for index in range(count):
        segment = pdfium.FPDFPath_GetPathSegment(item, index)
        if pdfium.FPDFPathSegment_GetType(segment) == pdfium.FPDF_SEGMENT_BEZIERTO:
            return []
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        found.append(matrix.point(x.value, y.value))
    return found


def _rectangle(points: Iterable[Point]) -> Box | None:
    """The box of which points are the corners; ``None`` where they are not just these."""
    known = list(points)
    if len(known) < len(_CORNERS):
        return None
    xs, ys = zip(*known, strict=True)
    box = min(xs), min(ys), max(xs), max(ys)
    met = [{at for at in _CORNERS if math.dist(point, (box[at[0]], box[at[1]])) <= NEAR} for point in known]
    return box if all(met) and set().union(*met) == _CORNERS else None


def _is_whole(item: Any, box: Box) -> bool:
    """True where no clip cuts into the rectangle."""
    for points in clip_points(item, Matrix()):
        clip = _rectangle(points)
        if clip is None or clip[0] > box[0] + NEAR or clip[1] > box[1] + NEAR:
            return False
        if clip[2] < box[2] - NEAR or clip[3] < box[3] - NEAR:
            return False
    return True
