"""The fonts of values (网页字体): what is printed, cut into pieces that a browser fetches as it needs them.

A font file of 30,000 characters takes a browser longer to open than a page may take, and a page needs a hundred. So
every font is offered in pieces of 256 characters; an index says to the browser which it has to fetch.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from functools import cache, lru_cache

from hjforms.render.fonts import Face, faces
from hjforms.render.pens import MIDDLE

PIECE = 256
"""How many characters a piece may have: those that differ in the last byte of their code."""
MOST_PIECES = 128  # that are kept
DESCENT = 0.25
"""How far a line reaches below its baseline, in em.

Nothing is lost at the sizes that forms use most, 9, 10.5 and 12 points (``lowered``).
"""
PIXEL = 0.75
"""A pixel of a browser in points."""
FAMILY = "HJ Values"
FAMILIES = '"HJ Values 0", "HJ Values 1", "HJ Values 2", serif'
"""The fonts of values in CSS, in the order in which printing asks them."""


def _known() -> Iterator[tuple[int, Face]]:
    """The fonts that values are printed with."""
    for number in range(3):
        try:
            yield number, faces()[number]
        except StopIteration:
            return


def lowered(size: float) -> float:
    """By how many points a line of this size has to stand lower in a browser than the middle of its box says.

    Chromium makes what reaches above and below the baseline whole pixels, and takes one from above where that has cut
    off something below.
    """
    below = DESCENT * size / PIXEL
    ascent, descent = round(2 * MIDDLE * size / PIXEL + below), round(below)
    baseline = ascent - (descent < below) - (ascent + descent) / 2
    return max(0.0, MIDDLE * size - baseline * PIXEL)


@cache
def _pieces() -> dict[int, frozenset[int]]:
    """The numbers of the pieces of every font; characters that an earlier font has are none of its own."""
    seen: set[int] = set()
    found = {}
    for number, face in _known():
        points = face.characters()
        found[number] = frozenset(point // PIECE for point in points - seen)
        seen |= points
    return found


@cache
def index() -> bytes:
    """The style sheet that says where each piece is; the address changes with the fonts."""
    edition = f"{sum(face.path.stat().st_size for _, face in _known()):x}"
    rules = [
        f'@font-face{{font-family:"{FAMILY} {face}";font-display:block;'
        f"src:url(/fonts/{edition}/{face}/{piece}.ttf);unicode-range:U+{piece:X}00-{piece:X}FF}}\n"
        for face, pieces in _pieces().items()
        for piece in sorted(pieces)
    ]
    return "".join(rules).encode()


@lru_cache(maxsize=MOST_PIECES)
def program(face: int, piece: int) -> bytes | None:
    """The font file of a piece; ``None`` where there is none."""
    if piece not in _pieces().get(face, ()):
        return None
    characters = map(chr, range(PIECE * piece, PIECE * (piece + 1)))
    return _centred(faces()[face].extract("".join(char for char in characters if _drawn_by(char) == face)))


def _drawn_by(char: str) -> int | None:
    """The first font that has a character."""
    return next((number for number, face in _known() if face.glyph(char)), None)


def _centred(font: bytes) -> bytes:
    """The same font, whose lines reach as far above and below the baseline as printing wants.

    The baseline of a line in the middle of its box then stands ``MIDDLE`` em below the middle.
    """
    data = bytearray(font)
    head = _start(font, b"head")
    upem = int.from_bytes(font[head + 18 : head + 20])
    ascent, descent = (round(share * upem) for share in (2 * MIDDLE + DESCENT, DESCENT))
    struct.pack_into(">3h", data, _start(font, b"hhea") + 4, ascent, -descent, 0)
    struct.pack_into(">3h2H", data, _start(font, b"OS/2") + 68, ascent, -descent, 0, ascent, descent)
    return bytes(data)


def _start(font: bytes, tag: bytes) -> int:
    """Where a table of a font begins."""
    count = int.from_bytes(font[4:6])
    entries = (font[12 + 16 * number : 28 + 16 * number] for number in range(count))
    return next(int.from_bytes(entry[8:12]) for entry in entries if entry[:4] == tag)
