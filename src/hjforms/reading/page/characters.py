"""The characters of a PDF page (字符): each with its box, upright, as a person sees them.

pdfium gives them. A page may be turned as a whole, or what is printed on it; characters are seen from the side
from which they stand upright, so that all that follows knows only lines from left to right.
"""

from __future__ import annotations

import ctypes
import io
import math
import re
import sys
import unicodedata
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from operator import attrgetter
from typing import Any, NamedTuple

from hjforms.errors import DocumentError
from hjforms.pdfium import Characters, objects
from hjforms.pdfium import raw as pdfium
from hjforms.reading.file import clock, limits
from hjforms.reading.page.doubt import Box, around_points, holds, holds_middle
from hjforms.reading.page.objects import FLAT, Place, TextObjects, text_objects
from hjforms.reading.page.outlines import LARGEST, drawn_of, torn_from
from hjforms.wording import Sentence

SPACE = 0.256  # of the font size: the width of a space in the font of values
SAME_LINE = 0.5  # of the font size
LEADING = 1.35  # of the size: from line to line of a paragraph, where rows of a table stand wider
FAR_BELOW = 3.0  # of the size: where the line after one that ends with a space may be
FULL_WIDTH, NARROW = 0.99, 0.8  # of the size: as Chinese characters are, and as Latin ones are beside them
LAST_LATIN = "\u01ff"
BROAD = frozenset("@MWmw%ÆŒæœāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüêńňǹ")  # those that may be as wide as Chinese ones
WIDE_GAP = 0.5  # of the font size: wide enough for a space, whatever the font
ROOMY = 0.9  # of the width of a cell: what is written in it at most where nothing has to be folded
NARROW_GAP = 0.16  # of the font size: what is narrower is no space
PITCH = 1.02  # of the font size: from one Chinese letter to the next, where nothing is between them
BESIDE_FIGURES = 0.3  # the same between Chinese and figures, which office programs set apart
STRAIGHT = 0.05  # radians by which a line may slope
NEAR = 0.5  # points: two texts that begin so near to each other are one
INK = 0.38  # of the size: from the baseline to the middle of a Chinese character
PART_GAP = 0.9  # of the size: what parts stretches of a line
WIDE = 0.75  # of the size: what is wider is a full-width space
UNKNOWN = "\ufffd"
"""A character that is printed, and of which the file does not say what it is."""
INVISIBLE = 3  # the text render mode that shows nothing
OUR_FONTS = re.compile(rb"(?:Values\d+|Figures|CairoFont-.*)")  # cairo calls every font so, and drops spaces
BLANK = 0x20  # what pdfium makes up are spaces and ends of lines
OFTEN = 64  # characters, after which the clock is asked
RARE_FONTS = re.compile(rb"Values[1-9]\d*")  # where characters beyond the first 65,536 are
OUR_TAG = b"HJFORM"


class Char(NamedTuple):
    """A character with the middle of its ink, and the left edge, the baseline and the width that its font gives it.

    ``turn`` is how many quarter turns to the left its line is turned against the page, -1 for a sloping line.
    ``space`` is the white space that is printed before it, one character for any number, as wide as ``space_width``
    in parts of the size; without a width it is all that is printed. ``ours`` is true for the fonts in which we set
    values; ``torn`` for a rare character whose code a program that wrote the fonts anew has damaged (Ghostscript
    does). ``is_tall`` is false for a character whose font is not there: nobody knows where its ink is. ``clip`` is
    the box, as seen from where the character stands upright, that cuts it off, ``None`` for one that is seen.
    ``ink`` is the box of the page in which its ink should be, ``None`` where nobody knows; ``thing`` is the address
    of the text object that draws it. ``is_embedded`` is false where its font is not in the file and another stands in.
    """

    text: str
    x: float
    y: float
    left: float
    base: float
    width: float
    size: float
    turn: int = 0
    space: str = ""
    space_width: float = 0
    ours: bool = False
    torn: bool = False
    is_tall: bool = True
    clip: Box | None = None
    font: bytes = b""
    ink: Box | None = None
    thing: int = 0
    is_embedded: bool = True

    @property
    def middle(self) -> float:
        """The middle of the room that the font gives the character, wherever its ink is."""
        return self.left + self.width / 2

    def begins_with(self, other: Char) -> bool:
        """True for two that begin in the same place."""
        return self.turn == other.turn and math.dist((self.left, self.base), (other.left, other.base)) < NEAR

    def begins_in(self, other: Char) -> bool:
        """True for one of the letters of a text of which only the place is known."""
        is_on = self.turn == other.turn and abs(self.base - other.base) < NEAR
        return is_on and -NEAR < self.left - other.left < other.width - other.size + NEAR

    def moved(self, x: float, y: float, scale: float) -> Char:
        """The character where its middle is at (x, y), larger by ``scale``."""
        left, base = x - (self.x - self.left) * scale, y - (self.y - self.base) * scale
        return self._replace(x=x, y=y, left=left, base=base, width=self.width * scale, size=self.size * scale)


_TEXT, _BASE, _LEFT = attrgetter("text"), attrgetter("base"), attrgetter("left")


@dataclass(frozen=True)
class Print:
    """What is printed on a page: the characters that are seen, those that are cut off, and the lost ones.

    Of a font that is neither in the file nor on this machine pdfium loses characters: it gives their places, each with
    ``UNKNOWN`` for a text. ``boxes`` are those of the text objects, by their addresses.
    """

    chars: list[Char]
    cut: list[Char]
    lost: list[Char]
    boxes: Mapping[int, Box] = field(default_factory=dict)

    def seen_of(self, seen: Sequence[Char], hidden: Sequence[Char]) -> list[Char]:
        """The characters that are seen; those of a text that is written over hidden ones are unknown.

        Of two that are the same in one place pdfium gives the first only: what is hidden may be a letter of the other.
        """
        if not hidden:
            return list(seen)
        own: dict[int, list[Char]] = defaultdict(list)
        for char in seen:
            own[char.thing].append(char)
        again = {id(char): set(self._over(char, own)) for char in hidden if char.ink}
        unclear = set[int]().union(*again.values(), (char.thing for char in hidden if again.get(id(char))))
        kept = [char for char in hidden if any(not own.get(thing) for thing in again.get(id(char), ()))]
        if not unclear:
            return list(seen)
        told = [char._replace(text=UNKNOWN) if char.thing in unclear else char for char in seen]
        return [*told, *(char._replace(text=UNKNOWN) for char in kept)]

    def _over(self, char: Char, own: Mapping[int, Sequence[Char]]) -> Iterator[int]:
        """The texts that reach over a hidden character, and of which none that is seen stands there."""
        for thing, box in self.boxes.items():
            stands = any(other.left <= char.x <= other.left + other.width for other in own.get(thing, ()))
            if thing != char.thing and _meets(box, char) and not stands:
                yield thing


def chars_of(page: Any) -> list[Char]:
    """Every visible character of a page but white space, in the order of the file.

    The coordinates of a character are those of the page as seen from where the character stands upright.
    """
    return print_of(page).chars


def print_of(page: Any) -> Print:
    """What is printed on a page."""
    text = page.get_textpage()
    try:
        if text.count_chars() > limits.MOST_CHARS:
            raise DocumentError(Sentence("有一页的文字多得不合常理，请把这一页从文件中取出后再读。"))
        objects = text_objects(page, text)
        characters = _Characters(page, text, objects)
        found = _without_damaged(list(characters.all()))
    finally:
        text.close()
    seen = [char for char in found if char.clip is None] if objects.clips else found
    cut = [char for char in found if char.clip is not None] if objects.clips else []
    blanks = [*characters.blanks, *(_placed(place, "") for place in objects.blanks)]
    lost = [_placed(place, UNKNOWN) for place in objects.lost]
    return Print(_with_blanks(seen, blanks), cut, lost, objects.boxes)


def _meets(box: Box, char: Char) -> bool:
    """True for a box in which the middle of the ink of a character is."""
    return char.ink is not None and holds_middle(box, char.ink)


def _without_damaged(chars: list[Char]) -> list[Char]:
    """The characters, those whose code was damaged as unknown ones.

    Ghostscript keeps one byte of the codes of some fonts that Chromium has embedded: （ becomes ÿ, 月 becomes o. So
    Latin characters as wide as Chinese ones, in a font that has narrow ones as well, are none.
    """
    full = {number for number, char in enumerate(chars) if _is_latin(char) and char.width >= FULL_WIDTH * char.size}
    if not full:
        return chars
    fonts = {char.font for char in chars if _is_latin(char) and 0 < char.width <= NARROW * char.size}
    return [
        char._replace(text=UNKNOWN) if number in full and char.font in fonts else char
        for number, char in enumerate(chars)
    ]


def _is_latin(char: Char) -> bool:
    """True for what fonts draw narrower than Chinese characters; marks beyond ASCII (· ×) they draw as wide."""
    text = char.text
    return text <= LAST_LATIN and (text.isascii() or text.isalnum()) and text not in BROAD and not char.ours


def _placed(place: Place, text: str) -> Char:
    """A text of which only the place is known, as one character."""
    turn = _turn(place.along, place.up)
    left, base = upright(place.x, place.y, turn)
    width = place.length + place.size
    return Char(text, left + width / 2, base + place.size * INK, left, base, width, place.size, turn)


def _with_blanks(chars: list[Char], blanks: Sequence[Char]) -> list[Char]:
    """The characters of a page, each with the blanks that were printed by themselves before it."""
    if not blanks:
        return chars
    rows = _rows(chars)
    found: dict[int, tuple[int, list[Char]]] = {}  # of a character: the one before it, and the blanks between
    after, right = 0, blanks[0]
    for blank in sorted(blanks, key=lambda blank: -blank.left):
        row = rows.get((blank.turn, round(blank.base)), [])
        place = bisect_left(row, (blank.left, 0))
        if not place:
            continue
        before = row[place - 1][1]
        if chars[before].left + chars[before].width >= blank.left + blank.width:  # it is no gap: another hides it
            continue
        beside = row[place][1] if place < len(row) else 0
        goes_on = bool(after) and found[after][0] == before and _follows(blank, right)
        after = after if goes_on else _behind(chars, before, blank, beside)
        if after:
            found.setdefault(after, (before, []))[1].insert(0, blank)
        right = blank
    made = list(chars)
    for number, (before, between) in found.items():
        made[number] = _after_blanks(chars[before], chars[number], between)
    return made


def _behind(chars: Sequence[Char], before: int, blank: Char, beside: int) -> int:
    """The number of the character that a blank belongs to: ``beside`` it, or first on the line below; 0 for none."""
    if beside and (_follows(blank, chars[beside]) or beside == before + 1):
        return beside
    return _first_below(chars, before) or beside


def _rows(chars: Sequence[Char]) -> dict[tuple[int, int], list[tuple[float, int]]]:
    """The left edges of characters and their numbers, by turn and by baseline."""
    rows: dict[tuple[int, int], list[tuple[float, int]]] = defaultdict(list)
    for number, char in enumerate(chars):
        rows[char.turn, round(char.base)].append((char.left, number))
    for row in rows.values():
        row.sort()
    return rows


def _first_below(chars: Sequence[Char], last: int) -> int:
    """The number of the character that begins the next line of a paragraph, 0 where there is none."""
    number = last + 1
    if number == len(chars):
        return 0
    above, char = chars[last], chars[number]
    is_below = above.size * SAME_LINE < above.base - char.base <= above.size * FAR_BELOW
    return number if is_below and char.left <= above.left and char.turn == above.turn else 0


def _after_blanks(before: Char, char: Char, blanks: Sequence[Char]) -> Char:
    """A character before which there are blanks, perhaps after white space that is known."""
    size = char.size or 1
    last = blanks[-1]
    is_folded = bool(last.text) and not _is_beside(last, char)
    ends = [*(blank.left for blank in blanks[1:]), last.left + last.width if is_folded else char.left]
    printed = "".join(_blank(blank, (end - blank.left) / size) for blank, end in zip(blanks, ends, strict=True))
    known = _counted(char, (blanks[0].left - before.left - before.width) / size) if char.space else ""
    return char._replace(space=known + printed, space_width=0)


def _blank(blank: Char, width: float) -> str:
    """The white space that a blank stands for, up to what follows it; one that has a text may stand for several."""
    if blank.text:
        return _counted(blank._replace(space=blank.text), width)
    return "\u3000" if width > WIDE else " "


def _counted(char: Char, gap: float) -> str:
    """The white space before a character, in a gap of this width in parts of the size."""
    return char.space * (max(1, round(gap / char.space_width)) if char.space_width else 1)


def with_lost(printed: Print, data: bytes) -> list[Char]:
    """The characters of the one page of a file, with those that pdfium lost; pdfminer finds these, and loses others.

    Where neither finds one, it stays ``UNKNOWN``.
    """
    import pdfplumber

    found = [char if char.is_tall else char._replace(y=char.base + char.size * INK) for char in printed.chars]
    if printed.lost:
        with pdfplumber.open(io.BytesIO(data)) as document:
            told = list(_told(document.pages[0].chars))
        places = ([char for char in told if char.begins_in(place)] or [place] for place in printed.lost)
        found += {id(char): char for chars in places for char in chars}.values()
    return [char for char in found if char.text.strip()]


def _told(found: Iterable[dict[str, Any]]) -> Iterator[Char]:
    """The characters of pdfminer, blanks among them."""
    space = ""
    for item in found:
        a, b, _, _, x, y = item["matrix"]
        turn, size = _turn(a, b), item["size"]
        width = item["adv"] * math.hypot(a, b)
        left, base = upright(x, y, turn)
        yield Char(item["text"], left + width / 2, base + size * INK, left, base, width, size, turn, space, SPACE)
        space = _printed_space(item["text"]) if item["text"].isspace() else ""


def _printed_space(text: str) -> str:
    """White space as it is printed: full-width or not."""
    return "\u3000" if text == "\u3000" else " "


class _Drawn(NamedTuple):
    """What the characters of a text object have in common."""

    thing: int
    turn: int
    size: float
    font: bytes
    ours: bool
    may_be_torn: bool
    is_embedded: bool
    clip: Box | None
    is_searched: bool  # shows nothing: scanners lay such texts over pictures


class _Characters:
    """Asks pdfium for the characters of a page."""

    def __init__(self, page: Any, text: Any, objects: TextObjects) -> None:

        self._text = text
        self._found = Characters(text)
        self._clips, self._boxes = objects.clips, objects.boxes
        self._visible = page.get_bbox()  # of media and crop box what they share, the right way up
        self._drawn: dict[int, _Drawn] = {}
        self._fonts: dict[int, tuple[bytes, bool, bool, bool]] = {}  # by their addresses
        self.blanks: list[Char] = []  # white space that the character after it in the file does not follow

    def all(self) -> Iterator[Char]:
        """The characters, surrogates paired and white space told by the character after it."""
        high: Char | None = None
        spaces: list[Char] = []
        for index, code, thing in self._printed():
            first, high = high, None
            if first is not None and 0xDC00 <= code < 0xE000:
                yield first._replace(text=_paired(first.text, code))
                continue
            char = self._char(_character(code), index, thing)
            if first is not None and not (char and char.torn and char.begins_with(first)):
                yield first._replace(text=UNKNOWN)
                first = None
            if char is None:
                continue
            if char.torn:
                char = self._mended(char, first, index)
            if char.text.isspace():
                width = char.width / (char.size or 1) or SPACE
                char = self._with_spaces_after(char, index)
                spaces.append(char._replace(text=_printed_space(char.text), space_width=width))
                continue
            if spaces:
                char, spaces = self._spaced(char, spaces), []
            if 0xD800 <= code < 0xDC00:
                high = char
            else:
                yield char
        if high is not None:
            yield high._replace(text=UNKNOWN)

    def _printed(self) -> Iterator[tuple[int, int, int]]:
        """The number, the code and the text object of every character that pdfium has not made up."""
        found = self._found
        for index in range(self._text.count_chars()):
            if not index % OFTEN:
                clock.tick()
            code = found.code(index)
            if code != 0xFFFE and not (code <= BLANK and found.is_made_up(index)):
                yield index, code, found.thing(index)

    def _with_spaces_after(self, space: Char, index: int) -> Char:
        """A space as wide as all that pdfium gives as one: those which end a text, up to the end of its object."""
        if not space.ours or space.thing == self._found.thing(index + 1):
            return space
        x0, y0, x1, y1 = self._boxes.get(space.thing, (0, 0, 0, 0))
        end = max(upright(*corner, space.turn)[0] for corner in ((x0, y0), (x1, y1)))  # where the last space begins
        return space._replace(width=space.width + max(0, end - space.left))

    def _spaced(self, char: Char, spaces: list[Char]) -> Char:
        """A character with the white space before it; what it does not follow is a blank of its own."""
        if len(spaces) == 1 and _follows(spaces[0], char):
            return char._replace(space=spaces[0].text, space_width=spaces[0].space_width)
        self.blanks += spaces
        return char

    def _mended(self, char: Char, first: Char | None, index: int) -> Char:
        """A character whose code was torn, as its outline shows it; torn where that does not tell."""
        known = drawn_of(torn_from(ord(char.text), ord(first.text) if first else None), self._program(index))
        return char._replace(text=known, torn=False) if known else char

    def _program(self, index: int) -> bytes:
        """The font in the file that draws the character of this number; empty for one larger than any of ours."""
        font = pdfium.FPDFTextObj_GetFont(pdfium.FPDFText_GetTextObject(self._text, index))
        length = ctypes.c_size_t()
        pdfium.FPDFFont_GetFontData(font, None, 0, length)
        if length.value > LARGEST:
            return b""
        program = (ctypes.c_uint8 * length.value)()
        pdfium.FPDFFont_GetFontData(font, program, length.value, length)
        return bytes(program)

    def _char(self, char: str, index: int, thing: int) -> Char | None:
        """The character of this number; ``None`` where nothing of it can be seen."""
        drawn = self._drawn.get(thing) if thing else None
        drawn = drawn or self._drawn_by(index, thing)
        left, bottom, right, top = ink = self._found.box(index)
        x, y = (left + right) / 2, (bottom + top) / 2
        clip = drawn.clip
        if clip is not None and holds(clip, x, y):
            clip = None
        hidden = drawn.is_searched or (char == UNKNOWN and not left < right)
        if hidden or not (clip is not None or holds(self._visible, x, y)):
            return None
        room, (base_x, base) = self._found.room(index), self._found.origin(index)
        near, far, turn = room[0], room[2], drawn.turn
        if turn:
            (x, y), (_, base) = upright(x, y, turn), upright(base_x, base, turn)
            near, far = upright(*room[:2], turn)[0], upright(*room[2:], turn)[0]
        height = right - left if turn % 2 else top - bottom
        is_tall = height > FLAT or drawn.is_embedded  # one that is flat draws nothing then
        return Char(
            char,
            x,
            y,
            min(near, far),
            base,
            abs(far - near),
            drawn.size,
            turn,
            "",
            0,
            drawn.ours,
            drawn.may_be_torn and not 0xD800 <= ord(char) < 0xE000,
            is_tall,
            None if clip is None else turned(clip, -turn),
            drawn.font,
            ink if height > FLAT else room if is_tall else None,
            thing,
            drawn.is_embedded,
        )

    def _drawn_by(self, index: int, thing: int) -> _Drawn:
        """What the character of this number has in common with the others of its text object."""
        along, up = self._found.direction(index)
        drawn = _Drawn(
            thing,
            _turn(along, up),
            self._found.size(index) * math.hypot(along, up),
            *self._font(index, thing),
            self._clips.get(thing) if thing else None,
            bool(thing) and objects().text_mode(thing) == INVISIBLE,
        )
        self._drawn[thing] = drawn
        return drawn

    def _font(self, index: int, thing: int) -> tuple[bytes, bool, bool, bool]:
        """The name of the font of a character; whether it is ours, may be torn, and is in the file."""
        key = objects().font(thing) if thing else 0
        if not key or key not in self._fonts:
            name, flags = ctypes.create_string_buffer(128), ctypes.c_int()
            pdfium.FPDFText_GetFontInfo(self._text, index, name, len(name), flags)
            tag, _, words = name.value.rpartition(b"+")
            self._fonts[key] = (
                name.value,
                OUR_FONTS.fullmatch(words) is not None,
                tag != OUR_TAG and RARE_FONTS.fullmatch(words) is not None,
                objects().is_embedded(key),
            )
        return self._fonts[key]


def _character(code: int) -> str:
    """The character of a code; a file may state none, half a one, or one beyond all that there are."""
    return chr(code) if 0 < code <= sys.maxunicode and not 0xDC00 <= code < 0xE000 else UNKNOWN


def _follows(space: Char, char: Char) -> bool:
    """True where a character stands right behind a space."""
    return _is_beside(space, char) and 0 <= char.left - space.left <= space.size * WIDE


def _is_beside(one: Char, other: Char) -> bool:
    """True for two that stand on one line."""
    return one.turn == other.turn and abs(one.base - other.base) <= one.size * SAME_LINE


def _paired(high: str, low: int) -> str:
    return (high + chr(low)).encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _turn(along: float, up: float) -> int:
    """The quarter turns to the left of a line in the direction (along, up); -1 where it slopes."""
    if along > 0 and not up:
        return 0
    angle = math.atan2(up, along) / (math.pi / 2)
    return round(angle) % 4 if abs(angle - round(angle)) * (math.pi / 2) <= STRAIGHT else -1


def upright(x: float, y: float, turn: int) -> tuple[float, float]:
    """A point of the page as it is seen from where lines that are turned so stand upright."""
    return ((x, y), (y, -x), (-x, -y), (-y, x))[turn % 4]


def turned(box: tuple[float, float, float, float], turn: int) -> tuple[float, float, float, float]:
    """A box that was seen upright, back on the page."""
    return around_points((upright(*box[:2], -turn), upright(*box[2:], -turn)))


@lru_cache(maxsize=8192)
def plain(text: str) -> str:
    """A character as labels are compared: one for the several that fonts have for it (⽇ and 日)."""
    return unicodedata.normalize("NFKC", text)


def text_of(chars: Iterable[Char]) -> str:
    """The text of characters, in their order and with nothing between them."""
    return "".join(map(_TEXT, chars))


def end_of(line: Sequence[Char]) -> float:
    """Where a line of characters ends on the right."""
    return line[-1].left + line[-1].width


def joined(chars: Sequence[Char]) -> str:
    """The text of characters, line by line from the top, with the white space between them."""
    ordered = [char for line in lines(chars) for char in line]
    return "".join(spaced(*pair) + pair[1].text for pair in zip((None, *ordered), ordered, strict=False))


def spaced(before: Char | None, char: Char) -> str:
    """The white space between two characters. pdfium gives one space for several, or none; the gap tells.

    The gap alone counts only in fonts whose space we know: office programs set Chinese and figures apart.
    """
    if before is None:
        return ""
    if not before.left <= char.left or abs(char.base - before.base) > before.size * SAME_LINE:
        return char.space
    gap = _gap(before, char)
    if before.ours and char.ours:
        return _spaces(gap) or char.space
    if char.space:
        return _counted(char, gap)
    return _spaces(gap) if gap >= WIDE_GAP else ""


def _gap(before: Char, char: Char) -> float:
    """The gap between two characters, in parts of the size."""
    return (char.left - before.left - before.width) / (before.size or 1)


def is_unclear(chars: Sequence[Char]) -> bool:
    """True where a gap may be a space or not: nothing is printed there, and the font is none whose space we know."""
    found = lines(chars)
    return has_unclear_gap(chars) or any(_may_be_swallowed(above[-1], below[0]) for above, below in pairwise(found))


def has_unclear_gap(chars: Sequence[Char]) -> bool:
    """True where a gap on a line may be a space or not."""
    return any(_may_be_space(before, char) for line in lines(chars) for before, char in pairwise(line))


def is_stacked(chars: Sequence[Char], width: float) -> bool:
    """True for figures that stand above one another in a cell of this width where one line would have held more."""
    return any(
        all(char.text.isascii() and char.text.isdigit() for char in (above[-1], below[0]))
        and not below[0].space
        and above[-1].left + above[-1].width - above[0].left + 2 * below[0].width < width * ROOMY
        for above, below in pairwise(lines(chars))
    )


def _is_han(char: Char) -> bool:
    return "\u4e00" <= char.text <= "\u9fff"


def _may_be_space(before: Char, char: Char) -> bool:
    """True for a gap that is wider than letters stand apart; Chinese and figures may stand apart by themselves."""
    if char.space or (before.ours and char.ours):
        return False
    if char.left - before.left <= before.size * PITCH and is_wide(before) and is_wide(char):
        return False  # pdfium gives some letters of drawn fonts (Type 3) as wide as their ink
    gap = _gap(before, char)
    if _is_han(before) and _is_han(char):  # in some fonts such letters are as wide as their ink
        gap = min(gap, (char.middle - before.middle) / max(before.size, char.size) - 1)
    beside_figures = before.text.isascii() != char.text.isascii()
    return gap > (NARROW_GAP if not beside_figures else BESIDE_FIGURES)


def is_wide(char: Char) -> bool:
    """True for a letter that is as wide as its size."""
    return unicodedata.east_asian_width(char.text[:1]) in {"W", "F"}


def _may_be_swallowed(last: Char, first: Char) -> bool:
    """True where a line ends and the next begins with Latin letters or digits: other programs print no space there.

    It may also be that the lines are two texts.
    """
    letters = all(char.text.isascii() and char.text.isalnum() for char in (last, first))
    return letters and not first.space and not (last.ours and first.ours)


def _spaces(gap: float) -> str:
    """The full-width and half-width spaces that fill a gap, in parts of the font size, best."""
    filled = [(wide, max(round((gap - wide) / SPACE), 0)) for wide in range(max(round(gap), 0) + 1)]
    wide, narrow = min(filled, key=lambda count: (abs(count[0] + count[1] * SPACE - gap), sum(count)))
    return "\u3000" * wide + " " * narrow


def next_lines(chars: Sequence[Char]) -> Callable[[Char], bool]:
    """A test that is true for a character so close above or below a text that both are lines of one paragraph."""
    left = min((one.left for one in chars), default=math.inf)
    right = max((one.left + one.width for one in chars), default=-math.inf)
    bases = {one.base for one in chars}
    low, high = min(bases, default=0), max(bases, default=0)

    def is_next(char: Char) -> bool:
        if not left - char.size <= char.left <= right:
            return False
        near, same = char.size * LEADING, char.size * SAME_LINE
        if abs(char.base - low) > near and abs(char.base - high) > near:
            return False
        return all(abs(char.base - base) > same for base in bases)

    return is_next


def lines(chars: Iterable[Char]) -> list[list[Char]]:
    """Characters as lines from the top, each from left to right."""
    found: list[list[Char]] = []
    line: list[Char] = []
    base = reach = 0.0
    for char in sorted(chars, key=_BASE, reverse=True):
        below = base - char.base
        if line and (below <= reach or below <= char.size * SAME_LINE):
            line.append(char)
        else:
            line = [char]
            found.append(line)
            base, reach = char.base, char.size * SAME_LINE
    for line in found:
        line.sort(key=_LEFT)
    return found


def stretches(line: Sequence[Char], gap: float = PART_GAP) -> list[list[Char]]:
    """The stretches of a line between gaps as wide as a character, the smaller of two, or of this size."""
    before = line[0]
    part = [before]
    found = [part]
    for char in line[1:]:
        apart = char.left - before.left - before.width
        if apart >= gap * before.size or apart >= gap * char.size:
            part = []
            found.append(part)
        part.append(char)
        before = char
    return found
