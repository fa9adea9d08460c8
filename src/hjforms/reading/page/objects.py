"""Text objects (文字对象) of a PDF page: what the text that pdfium makes of a page leaves out.

That text does not say what is clipped off, drops blanks that were printed one by one (Chromium does that), and
loses texts of one character whose font is neither in the file nor on this machine.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from hjforms.pdfium import raw as pdfium
from hjforms.reading.file import clock
from hjforms.reading.page.doubt import Box

FLAT = 0.05  # points: pdfium gives text without a font a hundredth
DEEPEST = 8  # forms within forms
EVERYWHERE: Box = (float("-inf"), float("-inf"), float("inf"), float("inf"))


class Matrix(NamedTuple):
    """What moves, turns and scales the coordinates of an object to those of the page."""

    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    d: float = 1.0
    e: float = 0.0
    f: float = 0.0

    def point(self, x: float, y: float) -> tuple[float, float]:
        """A point of the object on the page."""
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def after(self, inner: Matrix) -> Matrix:
        """Both: first ``inner``, then this one."""
        a, b = self.a * inner.a + self.c * inner.b, self.b * inner.a + self.d * inner.b
        c, d = self.a * inner.c + self.c * inner.d, self.b * inner.c + self.d * inner.d
        return Matrix(a, b, c, d, *self.point(inner.e, inner.f))


class Place(NamedTuple):
    """Where a text begins, along which direction it runs, and its size."""

    x: float
    y: float
    along: float
    up: float
    size: float


@dataclass(frozen=True)
class TextObjects:
    """What there is of text objects on a page.

    ``clips`` are the boxes outside which nothing of an object is seen, by its address, ``boxes`` those from the origin
    of its first character to that of its last at least; ``blanks`` are printed spaces and ``lost`` the texts of one
    character that are not in the text of the page.
    """

    clips: dict[int, Box] = field(default_factory=dict)
    boxes: dict[int, Box] = field(default_factory=dict)
    blanks: list[Place] = field(default_factory=list)
    lost: list[Place] = field(default_factory=list)


def text_objects(page: Any, text: Any) -> TextObjects:
    """The text objects of a page that has this text."""
    found = _Objects(text)
    for index in range(pdfium.FPDFPage_CountObjects(page)):
        found.add(pdfium.FPDFPage_GetObject(page, index), Matrix(), EVERYWHERE, 0)
    return found.objects


def objects_of(page: Any) -> Iterator[Any]:
    """The objects that draw something on a page, those of forms in it among them."""

    def inside(form: Any, depth: int) -> Iterator[Any]:
        clock.tick()
        for index in range(pdfium.FPDFFormObj_CountObjects(form)):
            yield from one(pdfium.FPDFFormObj_GetObject(form, index), depth)

    def one(item: Any, depth: int) -> Iterator[Any]:
        if pdfium.FPDFPageObj_GetType(item) == pdfium.FPDF_PAGEOBJ_FORM and depth < DEEPEST:
            yield from inside(item, depth + 1)
        else:
            yield item

    for index in range(pdfium.FPDFPage_CountObjects(page)):
        yield from one(pdfium.FPDFPage_GetObject(page, index), 0)


def address(item: Any) -> int:
    """By which an object is known."""
    return ctypes.cast(item, ctypes.c_void_p).value or 0


class _Objects:
    """Goes through the objects of a page, and through those of forms in it."""

    def __init__(self, text: Any) -> None:
        self._text = text
        self._sides = [ctypes.c_float() for _ in range(4)]
        self.objects = TextObjects()

    def add(self, item: Any, matrix: Matrix, clip: Box, depth: int) -> None:
        clock.tick()
        kind = pdfium.FPDFPageObj_GetType(item)
        if kind == pdfium.FPDF_PAGEOBJ_TEXT:
            self._add_text(item, matrix, _both(clip, _clip(item, matrix)))
        elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < DEEPEST:
            inner, clip = matrix.after(self._matrix(item)), _both(clip, _clip(item, matrix))
            for index in range(pdfium.FPDFFormObj_CountObjects(item)):
                self.add(pdfium.FPDFFormObj_GetObject(item, index), inner, clip, depth + 1)

    def _add_text(self, item: Any, matrix: Matrix, clip: Box) -> None:
        if clip != EVERYWHERE:
            self.objects.clips[address(item)] = clip
        pdfium.FPDFPageObj_GetBounds(item, *self._sides)
        left, bottom, right, top = self._sides
        (x0, y0), (x1, y1) = matrix.point(left.value, bottom.value), matrix.point(right.value, top.value)
        self.objects.boxes[address(item)] = min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)
        is_flat = top.value - bottom.value <= FLAT
        if is_flat and pdfium.FPDFTextObj_GetText(item, self._text, None, 0) <= len("\0".encode("utf-16-le")):
            is_drawn = pdfium.FPDFFont_GetIsEmbedded(pdfium.FPDFTextObj_GetFont(item)) == 1
            (self.objects.blanks if is_drawn else self.objects.lost).append(self._place(item, matrix))

    def _place(self, item: Any, matrix: Matrix) -> Place:
        whole, size = matrix.after(self._matrix(item)), ctypes.c_float()
        pdfium.FPDFTextObj_GetFontSize(item, size)
        return Place(whole.e, whole.f, whole.a, whole.b, size.value * (whole.a**2 + whole.b**2) ** 0.5)

    def _matrix(self, item: Any) -> Matrix:
        matrix = pdfium.FS_MATRIX()
        pdfium.FPDFPageObj_GetMatrix(item, matrix)
        return Matrix(matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f)


def clip_points(item: Any, matrix: Matrix) -> Iterator[list[tuple[float, float]]]:
    """The points of each path to which an object is clipped."""
    path = pdfium.FPDFPageObj_GetClipPath(item)
    x, y = ctypes.c_float(), ctypes.c_float()
    for number in range(max(0, pdfium.FPDFClipPath_CountPaths(path))):
        points = []
        for index in range(pdfium.FPDFClipPath_CountPathSegments(path, number)):
            segment = pdfium.FPDFClipPath_GetPathSegment(path, number, index)
            pdfium.FPDFPathSegment_GetPoint(segment, x, y)
            points.append(matrix.point(x.value, y.value))
        yield points


def _clip(item: Any, matrix: Matrix) -> Box:
    """The box around what the clips of an object let be seen."""
    box = EVERYWHERE
    for points in filter(None, clip_points(item, matrix)):
        xs, ys = zip(*points, strict=True)
        box = _both(box, (min(xs), min(ys), max(xs), max(ys)))
    return box


def _both(one: Box, other: Box) -> Box:
    """What is in both of two boxes; of boxes apart it is upside down and holds nothing."""
    return max(one[0], other[0]), max(one[1], other[1]), min(one[2], other[2]), min(one[3], other[3])
