"""Pens (落笔): where and with which operators a text is drawn into its slot.

Most texts of a form are figures, whose digits are all of one width. For them every operator is made before
the first record comes: one lookup by the number of characters gives the operators that place a figure.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from operator import itemgetter

from hjforms.render.fonts import faces
from hjforms.render.remembered import Remembered
from hjforms.render.typeset import LEADING, PADDING, Line, fit
from hjforms.template.layout import Slot

ASCII = "".join(map(chr, range(32, 127)))
LONGEST_FIGURE = 18
MOST_PLACES = 1024  # of a slot
MIDDLE = 0.43  # of the font size: from the baseline to the middle of a line, as office programs set 宋体
SHOW = ")Tj\n"


@dataclass(frozen=True)
class AsciiFont:
    """The printable ASCII characters as a font of one-byte codes: its file, and its advances in 1/1000 em."""

    program: bytes
    advances: tuple[int, ...]


@cache
def ascii_font() -> AsciiFont:
    """The ASCII characters of the first face, cut out once per process."""
    return AsciiFont(faces()[0].subset(ASCII, keep_cmap=True)[0], tuple(_advance(char) for char in ASCII))


def _advance(text: str) -> int:
    advance = faces().widths[text]
    assert advance is not None
    return advance


class Pen:
    """Draws the texts of one slot.

    ``places[width]`` are the operators that place a text of such a width (in 1/1000 em) which the first face draws in
    one line at full size; ``None`` where it does not. ``fonts[text.isascii()]`` is the operator that chooses its font.
    """

    def __init__(self, slot: Slot) -> None:
        self.slot = slot
        self.font = f"/A {slot.size:g} Tf\n"
        self.fonts = (f"/F0 {slot.size:g} Tf\n", self.font)
        self.places: Remembered[int | None, str | None] = Remembered(self._line_place, MOST_PLACES)
        x0, y0, x1, y1 = slot.box
        self._left, self._right = x0 + PADDING, x1 - PADDING
        self._width, self._height = x1 - x0, y1 - y0
        self._middle = (y0 + y1) / 2

    def moved(self, x: float, y: float) -> Pen:
        """The same pen for a slot whose lower left corner is at (x, y)."""
        x0, y0, x1, y1 = self.slot.box
        return Pen(replace(self.slot, box=(x, y, x + x1 - x0, y + y1 - y0)))

    def starts(self, *, amount: bool) -> list[str | None]:
        """For figures of 0, 1, 2 … characters what stands before each, ``None`` where it does not fit.

        An ``amount`` has a point, a whole number has none. Each start also shows the figure before it.
        """
        digit, point = _advance("0"), _advance(".")
        widths = (digit * length + (point - digit if amount else 0) for length in range(LONGEST_FIGURE))
        return [self._start(width * self.slot.size / 1000) for width in widths]

    def _start(self, width: float) -> str | None:
        place = self._place(width)
        return f"{SHOW}{place}(" if place else None

    def _x(self, width: float) -> float:
        if self.slot.align == "left":
            return self._left
        if self.slot.align == "right":
            return self._right - width
        return (self._left + self._right - width) / 2

    def _line_place(self, width: int | None) -> str | None:
        return None if width is None else self._place(width * self.slot.size / 1000)

    def _place(self, width: float) -> str | None:
        if width > self._right - self._left:
            return None
        return f"1 0 0 1 {self._x(width):.1f} {self._middle - MIDDLE * self.slot.size:.1f} Tm"

    def lines(self, text: str) -> list[tuple[Line, float, float, float]]:
        """Each line of a text with its font size and the place of its first glyph."""
        setting = fit(text, self._width, self._height, self.slot.size)
        size, lines = setting.size, setting.lines
        if len(lines) == 1:
            return [(lines[0], size, self._x(lines[0].width), self._middle - MIDDLE * size)]
        leading = min(size * LEADING, self._height / len(lines))
        top = self._middle + leading * (len(lines) - 1) / 2 - MIDDLE * size
        return [(line, size, self._x(line.width), top - number * leading) for number, line in enumerate(lines)]


class FigureGroup:
    """The numeric slots of one font size, drawn together."""

    def __init__(self, pens: Sequence[Pen], indexes: Sequence[int], amounts: Sequence[bool]) -> None:
        self.indexes = tuple(indexes)
        self._font = pens[indexes[0]].font
        self._pick: Callable[[Sequence[str]], tuple[str, ...]] = (
            itemgetter(*indexes) if len(indexes) > 1 else lambda texts: (texts[self.indexes[0]],)
        )
        self._starts = [pens[index].starts(amount=amounts[index]) for index in indexes]

    def draw(self, texts: Sequence[str]) -> str | None:
        """The operators for all figures of the group; ``None`` where one does not fit its slot in one line."""
        shown: list[str | None] = []
        try:
            for starts, text in zip(self._starts, self._pick(texts), strict=True):
                if text:
                    shown += (starts[len(text)], text)
            if not shown:
                return ""
            return f"{self._font}{''.join(shown).removeprefix(SHOW)}{SHOW}"  # type: ignore[arg-type] # None raises
        except (IndexError, TypeError):
            return None


def figure_groups(pens: Sequence[Pen], numeric: Sequence[bool], amounts: Sequence[bool]) -> list[FigureGroup]:
    """The numeric slots by font size."""
    sizes: dict[float, list[int]] = {}
    for index, pen in enumerate(pens):
        if numeric[index]:
            sizes.setdefault(pen.slot.size, []).append(index)
    return [FigureGroup(pens, indexes, amounts) for indexes in sizes.values()]
