"""Signs of boxes (方框符号): which of those that forms use a character is, whatever its font and its code.

Fonts have more boxes than forms speak of. Those of symbol fonts are letters or of private use, and for a sign that a
font lacks programs print what stands for any (Chromium: a crossed box). The picture tells what of it people see; a tick
that is printed over a box is one sign with it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from hjforms.notations.choice import CROSSED, EMPTY, MARKED, UNTOLD
from hjforms.reading.page.characters import UNKNOWN, Char
from hjforms.reading.page.doubt import Box, holds_middle
from hjforms.reading.page.marks import Picture
from hjforms.reading.page.strokes import LONGEST_TICK, Stroke
from hjforms.reading.page.word.symbols import PRIVATE, SIGNS, alike, sign

CROSSES = frozenset("×xX✗✘")
TICKS = frozenset("√✓✔vV■●☑") | CROSSES
OVER = frozenset("√✓✔×✗✘")  # what is printed over boxes
DRAWN = b"\0"  # the font of a sign that is drawn
SQUARES = frozenset((EMPTY, "☐"))
_BOXES = frozenset((MARKED, CROSSED, EMPTY))
_SYMBOLS = re.compile(rb"(?:[A-Z]{6}\+)?(wingdings|webdings)(?:[- ]?([23])(?!\d))?", re.IGNORECASE)
_CODED_LIKE = ("wingdings", "wingdings 2")  # fonts whose codes people take where they name none


def with_signs(chars: Sequence[Char], strokes: Sequence[Stroke], picture: Picture) -> list[Char]:
    """The characters, boxes among them as the signs that forms use; ``strokes`` are the lines of the page."""
    found = _ticked([_as_sign(char, picture) for char in chars])
    if not strokes or not any(char.text in SQUARES for char in found):
        return found
    drawn = [stroke.box for stroke in strokes if max(_sides(stroke.box)) <= LONGEST_TICK]
    return [_marked(char, drawn, picture) if char.text in SQUARES else char for char in found]


def mark_of(tick: str) -> str:
    """The sign of a box in which this stands."""
    return CROSSED if tick in CROSSES else MARKED


def _as_sign(char: Char, picture: Picture) -> Char:
    symbol = _SYMBOLS.match(char.font)
    is_private = char.text == UNKNOWN or ord(char.text[0]) in PRIVATE
    if symbol or is_private:
        fonts = (b" ".join(filter(None, symbol.groups())).decode().lower(),) if symbol else _CODED_LIKE
        text = _shown(char, fonts, picture)
    else:
        text = alike(char.text)
    return char if text == char.text else char._replace(text=text)


def _shown(char: Char, fonts: Sequence[str], picture: Picture) -> str:
    """What a sign shows of which the file says little: a known one, or itself where that is not clear."""
    told = next((found for font in fonts if (found := sign(ord(char.text[0]), font)) in SIGNS), "")
    if told and told not in _BOXES:
        return told if len(fonts) == 1 else char.text
    seen = picture.framed(char.ink) if char.ink else None
    if told and (seen == told or not char.is_embedded):
        return told
    return UNTOLD if seen == CROSSED else char.text


def _ticked(chars: list[Char]) -> list[Char]:
    """The characters, a box with the tick that is printed over it as one sign."""
    empty = [char for char in chars if char.text in SQUARES]
    ticks = [char for char in chars if char.text in OVER] if empty else []
    marks: dict[int, str] = {}
    gone: set[int] = set()
    for tick in ticks:
        under = [box for box in empty if holds_middle(_place(box), _place(tick))]
        if len(under) == 1 and id(under[0]) not in marks:
            marks[id(under[0])] = mark_of(tick.text)
            gone.add(id(tick))
    if not marks:
        return chars
    kept = (char for char in chars if id(char) not in gone)
    return [char._replace(text=marks[id(char)]) if id(char) in marks else char for char in kept]


def _marked(char: Char, strokes: Sequence[Box], picture: Picture) -> Char:
    """A box as a mark where strokes are drawn in it; unknown where it is not clear that they are one."""
    place = _place(char)
    if not any(holds_middle(place, stroke) for stroke in strokes):
        return char
    mark = picture.inside(place)
    return char if mark == EMPTY else char._replace(text=mark or UNKNOWN, font=DRAWN)


def _sides(box: Box) -> tuple[float, float]:
    return box[2] - box[0], box[3] - box[1]


def _place(char: Char) -> Box:
    """Where the ink of a character is, or else its room."""
    return char.ink or (char.left, char.y - char.size / 2, char.left + char.width, char.y + char.size / 2)
