"""Text objects (文字对象) of a PDF page: what the text that pdfium makes of a page leaves out.

That text does not say what is clipped off, drops blanks that were printed one by one (Chromium does that), and
loses texts of one character whose font is neither in the file nor on this machine.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from hjforms.pdfium import Objects, objects
from hjforms.pdfium import raw as pdfium
from hjforms.reading.file import clock
from hjforms.reading.page.doubt import Box, around_points

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
    """Where a text begins, along which direction it runs, its size, and how far its last letter begins behind."""

    x: float
    y: float
    along: float
    up: float
    size: float
    length: float = 0.0


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
    found = _TextObjects(text)
    for item in objects().of_page(page):
        found.add(item, Matrix(), EVERYWHERE, 0)
    return found.objects


def objects_of(page: Any) -> Iterator[int]:
    """The objects that draw something on a page, those of forms in it among them."""
    known = objects()

    def one(item: int, depth: int) -> Iterator[int]:
        if known.kind(item) == pdfium.FPDF_PAGEOBJ_FORM and depth < DEEPEST:
            clock.tick()
            for inner in known.of_form(item):
                yield from one(inner, depth + 1)
        else:
            yield item

    for item in known.of_page(page):
        yield from one(item, 0)


class _TextObjects:
    """Goes through the objects of a page, and through those of forms in it."""

    def __init__(self, text: Any) -> None:
        self._text, self._known = text, objects()
        self._text_kind, self._form_kind = pdfium.FPDF_PAGEOBJ_TEXT, pdfium.FPDF_PAGEOBJ_FORM
        self.objects = TextObjects()

    def add(self, item: int, matrix: Matrix, clip: Box, depth: int) -> None:
        clock.tick()
        kind = self._known.kind(item)
        if kind == self._text_kind:
            self._add_text(item, matrix, _within(clip, self._known, item, matrix))
        elif kind == self._form_kind and depth < DEEPEST:
            inner, clip = matrix.after(Matrix(*self._known.matrix(item))), _within(clip, self._known, item, matrix)
            for other in self._known.of_form(item):
                self.add(other, inner, clip, depth + 1)

    def _add_text(self, item: int, matrix: Matrix, clip: Box) -> None:
        if clip != EVERYWHERE:
            self.objects.clips[item] = clip
        left, bottom, right, top = self._known.bounds(item)
        self.objects.boxes[item] = around_points((matrix.point(left, bottom), matrix.point(right, top)))
        if min(right - left, top - bottom) > FLAT:
            return
        place = self._place(item, matrix)
        height, length = (
            (top - bottom, right - left) if abs(place.along) >= abs(place.up) else (right - left, top - bottom)
        )
        if height <= FLAT and not self._known.has_letters(item, self._text):
            is_drawn = self._known.is_embedded(self._known.font(item))
            (self.objects.blanks if is_drawn else self.objects.lost).append(
                place._replace(length=0 if is_drawn else length)
            )

    def _place(self, item: int, matrix: Matrix) -> Place:
        whole, size = matrix.after(Matrix(*self._known.matrix(item))), self._known.font_size(item)
        return Place(whole.e, whole.f, whole.a, whole.b, size * (whole.a**2 + whole.b**2) ** 0.5)


def _within(box: Box, known: Objects, item: int, matrix: Matrix) -> Box:
    """What the clips of an object let be seen of a box."""
    for points in filter(None, known.clips(item)):
        box = _both(box, around_points(matrix.point(*point) for point in points))
    return box


def _both(one: Box, other: Box) -> Box:
    """What is in both of two boxes; of boxes apart it is upside down and holds nothing."""
    return max(one[0], other[0]), max(one[1], other[1]), min(one[2], other[2]), min(one[3], other[3])
