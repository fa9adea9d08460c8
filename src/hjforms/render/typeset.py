"""Setting text (排版): lines that fit a box, at the largest size that lets them.

Text keeps its size and wraps by the rules of Chinese; what still does not fit, or only with a number cut in two,
shrinks to 6 pt; what does not fit then is an error, because half a name is a wrong name. No character is dropped:
spaces stay at the end of the line that they follow.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import accumulate, groupby, pairwise
from math import floor
from typing import NamedTuple

from hjforms.errors import NotationError
from hjforms.render.fonts import Glyph, clusters, faces
from hjforms.template.layout import PADDING
from hjforms.wording import Sentence

SMALLEST = 6.0
STEP = 0.5
EM = 1000
LEADING = 1.25
OFFICE_SMALLEST = 3.0
GAP = EM // 4  # what office programs may leave between hanzi and other letters
BORDER = 1.0  # of a cell, in points, above and below its text
NEVER_FIRST = frozenset("）〕】》」』、，。；：！？％·)]},.;:!?%")  # · as GB/T 15834 says of 间隔号
NEVER_LAST = frozenset("（〔【《「『([{")


class Run(NamedTuple):
    """Characters of a line that one face draws, and how far from the start of the line, in 1/1000 em."""

    face: int
    characters: Sequence[str]
    offset: int


class Line(NamedTuple):
    """One line: its runs, and its width in points without trailing spaces."""

    runs: tuple[Run, ...]
    width: float


class Setting(NamedTuple):
    """A text set into its box."""

    size: float
    lines: tuple[Line, ...]


class OfficeSetting(NamedTuple):
    """How a text is told to an office program: its size, and how far its lines are apart where it may have several."""

    size: float
    leading: float | None


@lru_cache(maxsize=4096)
def fit(text: str, width: float, height: float, size: float, *, lenient: bool = False) -> Setting:
    """Set ``text`` into a box of ``width`` × ``height`` points, at ``size`` points or less.

    Raises ``NotationError`` for a character that no font has, and for a text too long at 6 pt. With ``lenient``
    such a character counts as one em wide: another program will draw it.
    """
    room = (width - 2 * PADDING) * 1000
    advance = faces().widths[text]
    if advance is not None and advance * size <= room:
        return Setting(size, (Line((Run(0, text, 0),), advance * size / 1000),))
    glyphs = _glyphs(text, lenient=lenient)
    least = sum(glyph.advance for char, glyph in glyphs if not char.isspace())
    widest = max(glyph.advance for _, glyph in glyphs)
    cut: Setting | None = None  # the largest setting that cuts a word or a number, where no other fits
    while True:
        rows = max(1, int(height / (size * LEADING)))
        lines = _wrap(glyphs, room / size, _may_break) if least <= rows * max(room / size, widest) else []
        if lines and len(lines) <= rows:
            setting = Setting(size, tuple(_line(line, size) for line in _accompanied(lines, room / size)))
            if not _cuts(lines):
                return setting
            cut = cut or setting
        if size <= SMALLEST:
            break
        size = max(SMALLEST, size - STEP)
    if cut is None:
        raise NotationError(
            Sentence(
                "太长（{count}字），用{smallest:g}磅的小字也放不进这一格，请缩写或另附页。",
                count=len(text),
                smallest=SMALLEST,
            )
        )
    return cut


def paragraph(text: str, width: float, size: float) -> tuple[str, ...]:
    """The lines of a text that is set ``width`` points wide, as many as there are; together they are the text.

    Raises ``NotationError`` for a character that no font has.
    """
    lines = _wrap(_glyphs(text, lenient=False), width * EM / size, _may_break)
    return tuple("".join(char for char, _ in line) for line in lines)


def one_line(text: str, size: float) -> Line:
    """A text on one line, however long. Raises ``NotationError`` for a character that no font has."""
    return _line(_glyphs(text, lenient=False), size)


@lru_cache(maxsize=4096)
def fit_office(text: str, width: float, height: float, size: float) -> OfficeSetting:
    """The size, at most ``size``, at which an office program shows all of a text in its box, whatever its font.

    Office programs break lines by rules of their own and cut off what is too low; their fonts are no wider than is
    assumed here. Raises ``NotationError`` for a text that is too long for the box in ours, as ``fit`` does.
    """
    setting = fit(text, width, height, size, lenient=True)
    glyphs, room, size = _widest(text), (width - 2 * PADDING) * 1000, setting.size
    if sum(glyph.advance for _, glyph in glyphs) * size <= room:
        return OfficeSetting(size, None)
    while True:
        rows = max(1, int((height - BORDER) / (size * LEADING)))
        count = len(_wrap(glyphs, room / size, _surely_breaks))
        if count <= rows or size <= OFFICE_SMALLEST:
            return OfficeSetting(size, min(size * LEADING, (height - BORDER) / count))
        size -= STEP


def _widest(text: str) -> list[tuple[str, Glyph]]:
    """The characters of a text as wide as any font of an office program makes them, gaps among them."""
    found: list[tuple[str, Glyph]] = []
    before = ""
    for cluster, glyph in _glyphs(text, lenient=True):
        gap = GAP if before and before.isascii() != cluster.isascii() else 0
        advance = max(glyph.advance * 17 // 16, EM * 9 // 16) if cluster.isascii() else max(glyph.advance, EM)
        found.append((cluster, Glyph(glyph.face, glyph.number, advance + gap)))
        before = cluster
    return found


def _surely_breaks(left: str, right: str) -> bool:
    """True where every program may end a line: between hanzi, and after a space; marks stay with their words."""
    if right.isspace():
        return False
    if left.isspace():
        return True
    after, before = unicodedata.category(left[0]), unicodedata.category(right[0])
    return after == before == "Lo"


def _glyphs(text: str, *, lenient: bool) -> list[tuple[str, Glyph]]:
    found, position = [], 0
    lookup = faces().glyph
    for cluster in clusters(text):
        glyph = lookup(cluster)
        if glyph is None and lenient:
            glyph = Glyph(0, 0, EM)
        if glyph is None:
            code = " ".join(f"U+{ord(char):04X}" for char in cluster)
            raise NotationError(
                Sentence(
                    "第{position}个字“{character}”（{code}）没有字体可印。"
                    "请安装含有该字的 TrueType 字体，并用环境变量 HJFORMS_FONTS 指明。",
                    position=position + 1,
                    character=cluster,
                    code=code,
                ),
                position,
            )
        found.append((cluster, glyph))
        position += len(cluster)
    return found


def _wrap(
    glyphs: list[tuple[str, Glyph]], room: float, may_break: Callable[[str, str], bool]
) -> list[list[tuple[str, Glyph]]]:
    """Break into lines no wider than ``room`` (in 1/1000 em); trailing spaces may hang over."""
    ends, most = [0, *accumulate(glyph.advance for _, glyph in glyphs)], floor(room)
    lines: list[list[tuple[str, Glyph]]] = []
    start = 0
    while True:
        index = max(bisect_right(ends, ends[start] + most) - 1, start + 1)  # what does not go on the line any more
        while index < len(glyphs) and glyphs[index][0].isspace():
            index += 1
        if index >= len(glyphs):
            return [*lines, glyphs[start:]]
        chances = (end for end in range(index, start, -1) if may_break(glyphs[end - 1][0], glyphs[end][0]))
        end = next(chances, index)
        lines.append(glyphs[start:end])
        start = end


def _cuts(lines: list[list[tuple[str, Glyph]]]) -> bool:
    """True where a line ends inside a word or a number, of which half could be taken for all of it."""
    ends = ((before[-1][0], after[0][0]) for before, after in pairwise(lines))
    return any(left.isascii() and right.isascii() and not left.isspace() for left, right in ends)


def _accompanied(lines: list[list[tuple[str, Glyph]]], room: float) -> list[list[tuple[str, Glyph]]]:
    """The same lines, but that a single character (孤字) on the last takes the one before it along, where it may."""
    if len(lines) == 1 or len(lines[-1]) > 1 or len(lines[-2]) < 3:
        return lines
    *rest, before, [last] = lines
    (left, _), companion = before[-2:]
    fits = companion[1].advance + last[1].advance <= room
    if fits and _may_break(left, companion[0]) and not companion[0].isspace():
        return [*rest, before[:-1], [companion, last]]
    return lines


def _may_break(left: str, right: str) -> bool:
    if right in NEVER_FIRST or left in NEVER_LAST or right.isspace():
        return False
    return left.isspace() or not (left.isascii() and right.isascii())


def _line(glyphs: list[tuple[str, Glyph]], size: float) -> Line:
    """The runs of a line. Trailing spaces belong to it, but not to its width."""
    runs: list[Run] = []
    offset = width = 0
    for face, group in groupby(glyphs, key=lambda item: item[1].face):
        members = list(group)
        runs.append(Run(face, [char for char, _ in members], offset))
        for char, glyph in members:
            offset += glyph.advance
            if not char.isspace():
                width = offset
    return Line(tuple(runs), width * size / 1000)
