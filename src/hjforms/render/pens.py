"""Pens (落笔): where and with which operators a text is drawn into its slot.

Most texts of a form are figures, whose digits are all of one width. For them every operator is made once: one lookup
by the number of characters gives the operators that place a figure.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from operator import itemgetter

from hjforms.render.fonts import faces
from hjforms.render.remembered import Remembered
from hjforms.render.typeset import LEADING, Line, fit
from hjforms.template.layout import PADDING, Slot

ASCII = "".join(map(chr, range(32, 127)))
SIGNS = {"年": "\x80", "月": "\x81", "日": "\x82"}
"""The characters of figures that are not ASCII, and the codes under which the font of figures draws them."""
PLAIN_SIGNS = {"年": "\x80", "月": "\x82", "日": "\x83"}
"""The same in a font whose codes are those of Windows 1252, which leaves the code 0x81 free."""
LONGEST_FIGURE = 41
MOST_PLACES = 1024  # of a slot
MIDDLE = 0.43  # of the font size: from the baseline to the middle of a line, as office programs set 宋体
LINE = 1.45  # of the font size: how high office programs make a line of 宋体
SHOW = ")Tj\n"


@dataclass(frozen=True)
class FigureFont:
    """Printable ASCII and the ``SIGNS`` of figures as a font of one-byte codes: its file, and advances in 1/1000 em."""

    program: bytes
    codes: Mapping[str, int]
    advances: Mapping[int, int]


def _figure_codes(signs: Mapping[str, str]) -> dict[str, int]:
    return {char: ord(char) for char in ASCII} | {sign: ord(code) for sign, code in signs.items()}


def _font_of(program: bytes, codes: Mapping[str, int]) -> FigureFont:
    return FigureFont(program, codes, {code: _advance(char) for char, code in codes.items()})


@cache
def figure_font() -> FigureFont:
    """The characters of figures, cut out of the first face once per process."""
    codes = _figure_codes(SIGNS)
    program, _ = faces()[0].subset(codes, keep_cmap=True)
    return _font_of(program, codes)


@cache
def plain_figure_font() -> FigureFont:
    """The same for archives, in which an encoding is one of the plain ones, without differences.

    The ``PLAIN_SIGNS`` take the places of three signs that no figure has; the map of the font says so.
    """
    codes = _figure_codes(PLAIN_SIGNS)
    glyphs = [glyph.number for glyph in map(faces().glyph, codes) if glyph]
    points = [ord(bytes([code]).decode("cp1252")) for code in codes.values()]
    places = {point: place for place, point in enumerate(points, 1)}
    return _font_of(faces()[0].mapped_program(glyphs, places), codes)


def _advance(text: str) -> int:
    advance = faces().widths[text]
    assert advance is not None
    return advance


class Pen:
    """Draws the texts of one slot.

    ``places[width]`` are the operators that place a text of such a width (in 1/1000 em) which the first face draws in
    one line at full size; ``None`` where it does not. ``fonts[text.isascii()]`` is the operator that chooses its font.
    What it draws stands between ``mark`` and ``end``, by which a tagged page knows it.
    """

    def __init__(self, slot: Slot, mark: str = "", end: str = "") -> None:
        self.slot = slot
        self.mark, self.end = mark, end
        self.font = f"/A {slot.size:g} Tf\n"
        self.fonts = (f"/F0 {slot.size:g} Tf\n", self.font)
        self.places: Remembered[int | None, str | None] = Remembered(self._line_place, MOST_PLACES)
        x0, y0, x1, y1 = slot.box
        self._left, self._right = x0 + PADDING, x1 - PADDING
        self._width, self._height = x1 - x0, y1 - y0

    def moved(self, x: float, y: float) -> Pen:
        """The same pen for a slot whose lower left corner is at (x, y), without marks."""
        x0, y0, x1, y1 = self.slot.box
        return Pen(replace(self.slot, box=(x, y, x + x1 - x0, y + y1 - y0)))

    def starts(self, signs: str) -> Remembered[int, str | None]:
        """By the number of characters of a figure what stands before it, ``None`` where it does not fit.

        ``signs`` are the characters that each has beside its digits. Each start also shows the figure before it.
        """
        digit = _advance("0")
        wider = sum(_advance(sign) - digit for sign in signs)
        show = f"{SHOW}{self.end}"

        def start(length: int) -> str | None:
            place = self._place((digit * length + wider) * self.slot.size / 1000)
            return f"{show}{place}(" if place and length < LONGEST_FIGURE else None

        return Remembered(start, MOST_PLACES)

    def _x(self, width: float) -> float:
        if self.slot.align == "left":
            return self._left
        if self.slot.align == "right":
            return self._right - width
        return (self._left + self._right - width) / 2

    def _line_place(self, width: int | None) -> str | None:
        return None if width is None else self._place(width * self.slot.size / 1000)

    def _place(self, width: float) -> str | None:
        point = self.at(width)
        return point and f"{self.mark}1 0 0 1 {point[0]:.1f} {point[1]:.1f} Tm"

    def at(self, width: float) -> tuple[float, float] | None:
        """Where a text of such a width (in points) begins that stands in one line; ``None`` where it does not fit."""
        if width > self._right - self._left:
            return None
        return self._x(width), self._middle(LINE * self.slot.size) - MIDDLE * self.slot.size

    def _middle(self, height: float) -> float:
        """The middle of lines that are so high together: where the cell says that they stand."""
        _, y0, _, y1 = self.slot.box
        if self.slot.height == "top":
            return y1 - min(height, y1 - y0) / 2
        if self.slot.height == "bottom":
            return y0 + min(height, y1 - y0) / 2
        return (y0 + y1) / 2

    def lines(self, text: str) -> list[tuple[Line, float, float, float]]:
        """Each line of a text with its font size and the place of its first glyph."""
        setting = fit(text, self._width, self._height, self.slot.size)
        size, lines = setting.size, setting.lines
        if len(lines) == 1:
            return [(lines[0], size, self._x(lines[0].width), self._middle(LINE * size) - MIDDLE * size)]
        leading = min(size * LEADING, self._height / len(lines))
        span = leading * (len(lines) - 1)
        top = self._middle(span + LINE * size) + span / 2 - MIDDLE * size
        return [(line, size, self._x(line.width), top - number * leading) for number, line in enumerate(lines)]


class FigureGroup:
    """The slots of figures of one font size, drawn together. ``signs`` are those of each slot, ``codes`` theirs."""

    def __init__(
        self, pens: Sequence[Pen], indexes: Sequence[int], signs: Sequence[str], codes: Mapping[str, str]
    ) -> None:
        self.indexes = tuple(indexes)
        self._font, self._show = pens[indexes[0]].font, f"{SHOW}{pens[indexes[0]].end}"
        self._pick: Callable[[Sequence[str]], tuple[str, ...]] = (
            itemgetter(*indexes) if len(indexes) > 1 else lambda texts: (texts[self.indexes[0]],)
        )
        self._starts = [pens[index].starts(own) for index, own in zip(indexes, signs, strict=True)]
        self._codes = [(sign, code) for sign, code in codes.items() if sign in "".join(signs)]

    def draw(self, texts: Sequence[str]) -> tuple[str, list[int]]:
        """The operators for the figures of the group, and the slots whose figure does not fit in one line."""
        shown: list[str] = []
        wide: list[int] = []
        for index, starts, text in zip(self.indexes, self._starts, self._pick(texts), strict=True):
            if text:
                if (start := starts[len(text)]) is None:
                    wide.append(index)
                else:
                    shown += (start, text)
        if not shown:
            return "", wide
        operators = "".join(shown).removeprefix(self._show)
        for sign, code in self._codes:
            operators = operators.replace(sign, code)
        return f"{self._font}{operators}{self._show}", wide


def figure_groups(
    pens: Sequence[Pen], signs: Sequence[str | None], codes: Mapping[str, str] = SIGNS
) -> list[FigureGroup]:
    """The slots of figures by font size; ``signs`` are those of each slot, ``None`` where it has no figure."""
    sizes: dict[float, dict[int, str]] = {}
    for index, own in enumerate(signs):
        if own is not None:
            sizes.setdefault(pens[index].slot.size, {})[index] = own
    return [FigureGroup(pens, list(found), list(found.values()), codes) for found in sizes.values()]
