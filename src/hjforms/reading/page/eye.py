"""The eye (眼): what is seen on a page, whatever its text says.

The page as pdfium draws it is one picture, what its text alone draws is another. Where both agree there is nothing but
that text. Ink of a text that the page lacks is covered; ink of the page that no text has is a picture, an outline or a
bar; a text of which nothing changes when it is taken away is not there: it is white, transparent, clipped or hidden.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from math import ceil, dist, floor
from typing import Any

from hjforms.pdfium import Objects, objects
from hjforms.pdfium import raw as pdfium
from hjforms.reading.file import clock
from hjforms.reading.page.boxes import is_sign
from hjforms.reading.page.characters import Char, lines, stretches, turned
from hjforms.reading.page.doubt import Box, Doubt, around, holds_middle
from hjforms.reading.page.glyphs import DIGITS, is_other
from hjforms.reading.page.grid import STARS, Grid
from hjforms.reading.page.objects import EVERYWHERE, Matrix, objects_of
from hjforms.reading.page.shades import bars_of, shades_of
from hjforms.reading.page.strokes import HEIGHT, Stroke
from hjforms.wording import Sentence

DOTS = 2.0  # per point
MOST_DOTS = 8000  # on a side of a picture
FAINT = 16  # of 255: a contrast that is less is not seen
COVERED = 100  # of 255: by how much paler than its text a place is where something lies over that
DARK = 100  # of 255: by how much darker a place is where there is other ink; watermarks and shades are paler
PALE = 240  # of 255: what is paler covers what it lies on
THIN = 2.5  # points: what is thinner is a rule
FEW_SIDES = 6  # of a small frame that is a rule
STRAIGHT = 0.5  # points by which a side of it may slope
LOWEST_FRAME, LONGER, MOST_BENDS = 10.0, 1.5, 40  # points, times its height, points: of a frame with round corners
BROAD = 40.0  # points: an outline that is broader both ways is no character
SAMPLES = 4  # rows of dots of a character that are looked at
SMALLEST = 2.5  # points: what is smaller cannot be read
AROUND = 0.2  # points around a digit whose picture is looked at
RIM = 1.5  # points inside of a place where the rules around it may be
SPECK = 1.5  # square points of other ink in a place that are none
FILLED = 0.97  # of a place: ink that leaves so little is its ground
CONTRAST = 60  # of 255: of a text on a dark ground
LOST = 0.25  # of a character: ink of which more is covered makes another of it
FREE = 0.55  # of the width of a character: where less of it is free, the next stands over it
FREE_IN_WORD = 0.45  # the same, for letters of one text: a font that stands in has a broad M
LARGER = 1.6  # times the size of a text: a watermark, which lies over it and hides nothing
HIGHEST = 60.0  # points: of a cell that may hold one value
DESCENT, ASCENT = 0.2, 0.9  # of the size: from the baseline to the edges of a line
SAME = 0.5  # hundredths of its size by which the box of a digit may differ that looks the same
CLOSE = 48.0  # dots of the height of a digit that is looked at closely
FEWEST_DOTS = 4.0  # of a side of a part of the page that is drawn
BROADEST = 4.0  # times its height: a digit that is broader is looked at from farther away
MOST_TRIED = 400  # texts of a page that are taken away to see what they draw

UNSEEN = Doubt("error", Sentence("文字被别的东西盖住，或看不清，没有读入，请人工核对。"))
INKED = Doubt("error", Sentence("有不是文字的墨迹（图片、线条或涂盖），没有读入，请人工核对。"))
OTHER = Doubt("error", Sentence("看到的字形与文件里的字不同，没有读入，请人工核对。"))
OVERPRINTED = Doubt("error", Sentence("有字叠印在别的字上，看不清哪些是这一栏的，没有读入，请人工核对。"))

Where = tuple[int, int, int, int]
"""A box in a picture: dots from the left and from the top."""


class Eye:
    """A page as it is seen: ``page`` holds its texts; ``viewed`` is the same page with whatever lies on it."""

    def __init__(self, page: Any, viewed: Any) -> None:
        self._page = page
        self._viewed = viewed
        self._left, _, _, self._top = page.get_bbox()
        self._tried = 0
        self._known: dict[tuple[Any, ...], list[tuple[Box, bool]]] = defaultdict(list)  # of digits looked at closely
        self._gone: set[int] = set()  # texts of which nothing is seen

    def visible(self, chars: Sequence[Char]) -> tuple[list[Char], list[Char]]:
        """The characters that are seen, and those of which nothing is."""
        things: dict[int, list[Char]] = defaultdict(list)
        for char in self.odd(chars):
            things[char.thing].append(char)
        gone = {thing for thing, some in things.items() if self._is_hidden(thing, some)}
        hidden = {id(char) for thing in gone for char in things[thing]}
        self._take_away(gone)
        return [char for char in chars if id(char) not in hidden], [char for char in chars if id(char) in hidden]

    def odd(self, chars: Sequence[Char]) -> list[Char]:
        """The characters that do not simply stand there in ink and by themselves."""
        clock.tick()
        found = {id(char): char for char in (*self._not_inked(chars), *_overlapping(_neighbours(chars)))}
        return list(found.values())

    def doubts(self, chars: Sequence[Char]) -> dict[int, Doubt]:
        """What speaks against reading single characters, by their ``id``."""
        inked = [char for char in chars if char.ink is not None]
        pairs = _neighbours(inked)
        found = {id(char): OVERPRINTED for char in _overlapping(pairs)}
        if not self.is_plain and self._differs([char.ink for char in inked if char.ink]):
            found |= {id(char): UNSEEN for char in inked if self._is_lost(char)}
        upright = [pair for pair in pairs if not pair[0].turn]
        crowded, close = _crowded(upright), _close(upright)
        others = (
            char
            for char in inked
            if char.text in DIGITS
            and id(char) not in found
            and self._is_other(char, crowded=id(char) in crowded, around=0.0 if id(char) in close else AROUND)
        )
        return found | {id(char): OTHER for char in others}

    def doubt(self, box: Box, chars: Sequence[Char]) -> Doubt | None:
        """What speaks against reading these characters, or nothing, in a place of the page."""
        clock.tick()
        found = next(iter(self.doubts(chars).values()), None) if chars else None
        return found or (INKED if self.has_other_ink(box, chars) else None)

    def has_other_ink(self, box: Box, chars: Sequence[Char] = ()) -> bool:
        """True where there is ink in a place, within its rules, that no text explains."""
        if not self.is_inked:
            return False
        x0, y0, x1, y1 = box
        rim_x, rim_y = min(RIM, (x1 - x0) / 4), min(RIM, (y1 - y0) / 4)
        where = self._dots((x0 + rim_x, y0 + rim_y, x1 - rim_x, y1 - rim_y))
        more = self._more.crop(where) if _is_area(where) else None
        if more is None or more.getextrema()[1] <= DARK:
            return False
        left, top, right, bottom = more.getbbox()
        count = _count(self._more_but_red((where[0] + left, where[1] + top, where[0] + right, where[1] + bottom)), DARK)
        if count < SPECK * self._scale**2:
            return False
        is_ground = count >= FILLED * more.width * more.height or (chars and not any(map(self._is_dark, chars)))
        return not (is_ground and all(self._stands_out(char, CONTRAST) for char in chars))

    # ------------------------------------------------------------------------------------------ characters

    def _not_inked(self, chars: Sequence[Char]) -> Iterator[Char]:
        """The characters that are too small, or do not simply stand there in ink."""
        inked = [(char, char.ink) for char in chars if char.ink is not None]
        if not inked:  # nothing is drawn of a page without text
            return
        is_covered = not self.is_plain and self._is_covered_anywhere
        for char, ink in inked:
            where = self._dots(ink, 1)
            is_inked = char.size >= SMALLEST and self._has_ink_at(where)
            if not is_inked or (is_covered and self._is_paler(where)) or self._is_at_edge(ink):
                yield char

    def _is_dark(self, char: Char) -> bool:
        """True for a character that is drawn in a shade that white paper shows."""
        return char.ink is None or self._has_ink_at(self._dots(char.ink, 1))

    def _has_ink_at(self, where: Where) -> bool:
        """True where the text of a page draws something."""
        return (self._shown if self.is_plain else self._text).has_contrast(where, FAINT)

    def _is_at_edge(self, box: Box) -> bool:
        """True in a box that a shaded ground ends in: there is a contrast, whatever the text is."""
        if not self._shades:
            return False
        x0, y0, x1, y1 = box
        return any(
            y0 - RIM < high
            and low < y1 + RIM
            and x0 - RIM < right
            and left < x1 + RIM  # it meets the ground
            and not (left + RIM < x0 and x1 < right - RIM and low + RIM < y0 and y1 < high - RIM)  # and is not inside
            for left, low, right, high in self._shades.values()
        )

    def _is_paler(self, where: Where) -> bool:
        """True in a box in which ink of the text lacks."""
        if self.is_plain or not self._is_covered_anywhere:
            return False
        return bool(self._less.crop(where).getextrema()[1] > COVERED)

    def _is_darker(self, where: Where) -> bool:
        """True in a box in which there is ink that no text has."""
        return self.is_inked and bool(self._more.crop(where).getextrema()[1] > DARK)

    def _is_hidden(self, thing: int, chars: Sequence[Char]) -> bool:
        """True for a text that is too small, or of which nothing changes when it is taken away."""
        if all(char.size < SMALLEST for char in chars):
            return True
        if not thing or self._tried >= MOST_TRIED:
            return False
        self._tried += 1
        return not self._changes(thing, around([char.ink for char in chars if char.ink]))

    def _is_other(self, char: Char, *, crowded: bool, around: float) -> bool:
        """True for a digit that looks like another; one in the same font with the same box looks the same."""
        if char.turn or char.ink is None or not char.size:
            return False
        if crowded and not char.is_embedded:  # a font that stands in: the picture shows its neighbours as well
            return False
        left, low, right, high = char.ink
        x, y, unit = char.left, char.base, char.size / 100
        box = (left - x) / unit, (low - y) / unit, (right - x) / unit, (high - y) / unit
        known = self._known[char.font, char.text, crowded, around]
        for other, found in known:
            if dist(box, other) <= SAME:
                return found
        with _without(self._unseen):
            picture = self._part(char.ink, CLOSE / max(high - low, (right - left) / BROADEST, 1.0), around)
        known.append((box, is_other(char.text, picture, crowded=crowded)))
        return known[-1][1]

    def _take_away(self, things: set[int]) -> None:
        """Leave texts of which nothing is seen out of what the text of the page draws."""
        if things - {0}:
            self._gone |= things - {0}
            for name in ("_text", "_less", "_is_covered_anywhere", "_more", "_is_darker_anywhere"):
                self.__dict__.pop(name, None)

    def _changes(self, thing: int, box: Box) -> bool:
        """True where a text draws anything in a box."""
        from PIL import ImageChops

        there = self._part(box)
        with _without([thing]):
            without = self._part(box)
        return _contrast(ImageChops.difference(there, without)) >= FAINT

    def _differs(self, boxes: Sequence[Box]) -> bool:
        """True where the page is not what its text alone would be."""
        where = self._dots(around(boxes)) if boxes else (0, 0, 0, 0)
        return _is_area(where) and (self._is_darker(where) or self._is_paler(where))

    def _is_lost(self, char: Char) -> bool:
        """True for a character of which a part is covered, or that stands in ink of its own shade."""
        assert char.ink is not None
        where = self._dots(char.ink)
        if not self._stands_out(char, FAINT):
            return True
        if not _is_area(where) or not self._is_paler(where):
            return False
        own = _count(self._text.crop(where).point(_NEGATIVE), COVERED)
        return _count(self._less.crop(where), COVERED) > LOST * own

    def _stands_out(self, char: Char, contrast: int) -> bool:
        """True for a character in another shade than the ground on which it stands."""
        return char.ink is None or self._shown.has_contrast(self._dots(char.ink, 1), contrast)

    # ------------------------------------------------------------------------------------------ pictures

    @property
    def is_inked(self) -> bool:
        """True for a page on which there is ink that no text explains."""
        return not self.is_plain and self._is_darker_anywhere

    @cached_property
    def is_plain(self) -> bool:
        """True for a page that has nothing but text and rules: nothing can lie over these."""
        return self._viewed is self._page and not self._others

    @cached_property
    def _others(self) -> list[int]:
        """What the page draws itself that is neither text nor a rule, nor a shaded ground, nor a bar beside text."""
        known = objects()
        others = [item for item in objects_of(self._page) if not _is_text_or_rule(known, item)]
        others = [item for item in others if item not in self._shades]
        bars = bars_of(self._page, set(others)) if others else ()
        return [item for item in others if item not in bars]

    @cached_property
    def _shades(self) -> dict[int, Box]:
        return shades_of(self._page)

    @cached_property
    def _scale(self) -> float:
        """Dots per point: fewer on pages larger than any paper."""
        return min(DOTS, MOST_DOTS / max(1.0, *map(float, self._page.get_size())))

    @cached_property
    def _shown(self) -> _Picture:
        """The page as a viewer shows it."""
        return self._whole(self._viewed)

    @cached_property
    def _text(self) -> _Picture:
        """What the text and the rules of the page draw, when nothing lies over them."""
        with _without(self._unseen):
            return self._whole(self._page)

    @cached_property
    def _less(self) -> Any:
        """By how much the page is paler than its text."""
        from PIL import ImageChops

        return ImageChops.subtract(self._shown.image, self._text.image)

    @cached_property
    def _is_covered_anywhere(self) -> bool:
        return bool(self._less.getextrema()[1] > COVERED)

    @cached_property
    def _is_darker_anywhere(self) -> bool:
        return bool(self._more.getextrema()[1] > DARK)

    @cached_property
    def _more(self) -> Any:
        """By how much the page is darker than its text."""
        from PIL import ImageChops

        return ImageChops.subtract(self._text.image, self._shown.image)

    def _more_but_red(self, where: Where) -> Any:
        """The same of a part of it, as seen through red glass: seals do not count."""
        from PIL import ImageChops

        with _without(self._unseen):
            text = self._in_red(self._page, where)
        return ImageChops.subtract(text, self._in_red(self._viewed, where))

    @property
    def _unseen(self) -> list[int]:
        """What is neither a text that is seen nor a rule."""
        return [*self._others, *self._gone]

    def _whole(self, page: Any) -> _Picture:
        page.set_rotation(0)
        return _Picture(page.render(scale=self._scale, grayscale=True))

    def _in_red(self, page: Any, where: Where) -> Any:
        """What is red of a part of a page, by its dots."""
        page.set_rotation(0)
        width, height = self._more.size
        edges = (where[0], height - where[3], width - where[2], where[1])
        crop = tuple((edge - 0.5) / self._scale for edge in edges)  # which pdfium rounds up to whole dots
        return page.render(scale=self._scale, crop=crop, prefer_bgrx=True).to_pil().getchannel("R")

    def _part(self, box: Box, scale: float = 0.0, rim: float = 1.0) -> Any:
        """A part of the page without what lies on it: a few dots at least on each side, and never more than a page."""
        page = self._page
        page.set_rotation(0)
        width, height = page.get_size()
        scale = min(scale or self._scale, MOST_DOTS / max(1.0, box[2] - box[0], box[3] - box[1]))
        least = max(1.0, FEWEST_DOTS / scale)
        left, right = _inside(box[0] - self._left - rim, box[2] - self._left + rim, width, least)
        low, high = _inside(height - self._top + box[1] - rim, height - self._top + box[3] + rim, height, least)
        crop = (left, low, width - right, height - high)
        return page.render(scale=scale, crop=crop, grayscale=True, may_draw_forms=False).to_pil()

    def _dots(self, box: Box, more: int = 0) -> Where:
        """A box of the page in the pictures, larger by some dots."""
        x0, y0, x1, y1 = box
        scale, left, top = self._scale, self._left, self._top
        return (
            floor((x0 - left) * scale) - more,
            floor((top - y1) * scale) - more,
            ceil((x1 - left) * scale) + more,
            ceil((top - y0) * scale) + more,
        )


@dataclass(frozen=True)
class Look:
    """What the eye has against a page: against its characters, by their ``id``, and where there is other ink.

    ``inked`` are the stretches of text in cells behind which there is other ink, and cells without text that hold some,
    each as the characters that it has. ``strokes`` are seen from where the page stands upright, from the lowest.
    """

    doubts: Mapping[int, Doubt]
    inked: Sequence[Sequence[Char]]
    strokes: Sequence[Stroke]

    def doubt(self, chars: Sequence[Char]) -> Doubt | None:
        """What the eye has against one of these characters."""
        return next((self.doubts[id(char)] for char in chars if id(char) in self.doubts), None)


NO_LOOK = Look({}, (), ())


def look_at(grid: Grid, eye: Eye, turn: int, strokes: Sequence[Stroke], entered: Sequence[Box] = ()) -> Look:
    """What the eye has against a page whose cells are seen upright after ``turn`` quarter turns.

    ``entered`` are the places of form fields that viewers draw themselves: what is in them is known.
    """
    seen = [Stroke(turned(stroke.box, -turn), stroke.straight) for stroke in strokes] if turn else strokes
    upright = sorted(seen, key=HEIGHT)
    cells = [(cell.box, line) for cell in grid.cells for line in cell.lines]
    drawn = [*cells, *((EVERYWHERE, line) for line in grid.outside)]
    doubts = eye.doubts([char for _, line in drawn for char in line])
    if not eye.is_inked:
        return Look(doubts, (), upright)
    inked: list[Sequence[Char]] = []
    for box, line in drawn:
        for part in stretches(line):
            if any(map(is_sign, part)):  # the ink beside the words is that of their box
                continue
            around, behind = (turned(side, turn) for side in _places(part, box))
            if eye.has_other_ink(around, part):
                doubts |= {id(char): INKED for char in part}
                inked += [part] if box is not EVERYWHERE and eye.has_other_ink(behind, part) else []
    blank = (turned(box, turn) for box in _blank(grid))
    inked += [() for box in blank if eye.has_other_ink(box) and not any(holds_middle(box, field) for field in entered)]
    return Look(doubts, inked, upright)


def _blank(grid: Grid) -> Iterator[Box]:
    """The low cells without text in tables that have some; a bar code looks like a table that has none."""
    written = {table for table, cell in zip(grid.tables, grid.cells, strict=True) if cell.chars}
    for table, cell in zip(grid.tables, grid.cells, strict=True):
        if not cell.chars and table in written and _is_low(cell.box):
            yield cell.box


def _places(part: Sequence[Char], cell: Box) -> tuple[Box, Box]:
    """The boxes around a stretch of text, which is its cell if that is low, and of it with what is right behind."""
    size, base = part[0].size, part[0].base
    left, right = part[0].left, part[-1].left + part[-1].width
    low, high = max(cell[1], base - DESCENT * size), min(cell[3], base + ASCENT * size)
    behind = (left, low, min(cell[2], right + size), high)
    return cell if _is_low(cell) else (max(cell[0], left - size), *behind[1:]), behind


def _is_low(cell: Box) -> bool:
    """True for a cell that may hold one value only."""
    return cell[3] - cell[1] <= HIGHEST


class _Picture:
    """A picture of a page in grey, to be looked at as a whole and dot by dot."""

    def __init__(self, bitmap: Any) -> None:
        self._bitmap = bitmap
        self._dots, self._stride, self._size = memoryview(bitmap.buffer), bitmap.stride, (bitmap.width, bitmap.height)

    @cached_property
    def image(self) -> Any:
        return self._bitmap.to_pil()

    def crop(self, where: Where) -> Any:
        """A part of the picture."""
        return self.image.crop(where)

    def has_contrast(self, where: Where, least: int) -> bool:
        """True where there is such a contrast in a box: mostly some of its rows show that."""
        x0, y0, x1, y1 = where
        width, height = self._size
        if 0 <= x0 < x1 <= width and 0 <= y0 < y1 <= height:
            dots, stride = self._dots, self._stride
            step = max(1, (y1 - y0) // SAMPLES)
            for start in range((y0 + step // 2) * stride, y1 * stride, step * stride):
                row = dots[start + x0 : start + x1].tobytes()
                if max(row) - min(row) >= least:
                    return True
        return _contrast(self.crop(where)) >= least


@contextmanager
def _without(items: Sequence[int]) -> Iterator[None]:
    """While it lasts, the page of these objects is drawn without them."""
    for item in items:
        objects().show(item, is_shown=False)
    try:
        yield
    finally:
        for item in items:
            objects().show(item, is_shown=True)


def _is_text_or_rule(known: Objects, item: int) -> bool:
    """True for a text, and for a line or a frame that is thin and not pale: these cover nothing."""
    kind = known.kind(item)
    if kind != pdfium.FPDF_PAGEOBJ_PATH:
        return bool(kind == pdfium.FPDF_PAGEOBJ_TEXT)
    fill, is_stroked = known.mode(item)
    if min(known.colour(item, stroked=is_stroked)[:3]) >= PALE:
        return False
    left, low, right, high = known.bounds(item)
    narrow = min(right - left, high - low)
    if narrow <= THIN:
        return True
    if _is_round_frame(known, item, (left, low, right, high)):
        return True
    is_frame = narrow >= BROAD or _has_few_sides(known, item)
    return not fill and is_frame and known.stroke_width(item) <= THIN


def _has_few_sides(known: Objects, item: int) -> bool:
    """True for one line, which may slope, and for a few upright and level ones: what has other sides was written."""
    count, matrix = known.count_segments(item), Matrix(*known.matrix(item))
    if count > FEW_SIDES:
        return False
    points = [matrix.point(x, y) for _, x, y, _ in known.segments(item, FEW_SIDES)]
    steps = [(abs(x1 - x0), abs(y1 - y0)) for (x0, y0), (x1, y1) in pairwise(points)]
    return len(steps) <= 1 or all(min(step) <= STRAIGHT for step in steps)


def _is_round_frame(known: Objects, item: int, box: Box) -> bool:
    """True for a thin frame with round corners, longer than high, drawn or filled between two outlines.

    Every point of such outlines, and those that bend their corners, lie along the sides of the box around them.
    """
    (fill, _), count = known.mode(item), known.count_segments(item)
    if box[3] - box[1] < LOWEST_FRAME or box[2] - box[0] < LONGER * (box[3] - box[1]) or count > MOST_BENDS:
        return False
    matrix, starts = Matrix(*known.matrix(item)), 0
    for kind, x, y, _ in known.segments(item, MOST_BENDS):
        starts += kind == pdfium.FPDF_SEGMENT_MOVETO
        across, up = matrix.point(x, y)
        if min(abs(across - box[0]), abs(across - box[2]), abs(up - box[1]), abs(up - box[3])) > THIN:
            return False
    return starts == (2 if fill == pdfium.FPDF_FILLMODE_ALTERNATE else 1 if not fill else 0)  # no ground


_Pair = tuple[Char, Char]


def _neighbours(chars: Sequence[Char]) -> list[_Pair]:
    """The characters of each line, from the left, each with the next."""
    return [
        pair
        for turn in {char.turn for char in chars}
        for line in lines([char for char in chars if char.ink is not None and char.turn == turn])
        for pair in pairwise(line)
    ]


def _crowded(pairs: Sequence[_Pair]) -> set[int]:
    """Characters, by their ``id``, into whose box the ink of a neighbour reaches.

    Fonts that stand in for others are too wide.
    """
    return {
        id(char) for one, other in pairs if one.ink and other.ink and other.ink[0] < one.ink[2] for char in (one, other)
    }


def _close(pairs: Sequence[_Pair]) -> set[int]:
    """Characters, by their ``id``, so near to another that its ink would be seen around theirs."""
    return {
        id(char)
        for one, other in pairs
        if one.ink and other.ink and one.ink[2] <= other.ink[0] < one.ink[2] + AROUND
        for char in (one, other)
    }


def _overlapping(pairs: Sequence[_Pair]) -> list[Char]:
    """Characters that stand over others."""
    return [char for pair in pairs if _are_over(*pair) for char in pair]


def _are_over(one: Char, other: Char) -> bool:
    """True for two characters of a line, from the left, of which one stands over the other."""
    if one.ink and other.ink and one.ink[2] <= other.ink[0]:  # whatever room a font that stands in gives them
        return False
    if one.text in STARS or other.text in STARS:  # of a seal
        return False
    if max(one.size, other.size) > LARGER * min(one.size, other.size):
        return False
    is_word = one.thing == other.thing and one.thing and one.text.isalpha() and other.text.isalpha()
    return other.left - one.left < (FREE_IN_WORD if is_word else FREE) * one.width


def _inside(start: float, end: float, size: float, least: float) -> tuple[float, float]:
    """What of a stretch lies on a side of this size, or where it is nearest, and no less than the ``least``."""
    start = max(0.0, min(start, size - least))
    return start, min(max(end, start + least), size)


def _contrast(part: Any) -> int:
    darkest, palest = part.getextrema()
    return int(palest) - int(darkest)


_NEGATIVE = [255 - shade for shade in range(256)]


def _count(part: Any, least: int) -> int:
    """The dots of a picture that are lighter than a shade."""
    return sum(part.histogram()[least + 1 :])


def _is_area(where: Where) -> bool:
    return where[2] > where[0] and where[3] > where[1]
