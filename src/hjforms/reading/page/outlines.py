"""Characters known by their outlines (字形认字): what our fonts draw, whatever code a file gives it.

A program that writes the fonts of a file anew may garble the codes of rare characters (Ghostscript does), and still
keep their outlines byte by byte. A character whose outline is in the font that draws it is that character.
"""

from __future__ import annotations

import mmap
import struct
from collections.abc import Collection, Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

FONTS = tuple(Path(__file__).parents[2] / "fonts" / name for name in ("rare.ttf", "serif.ttf"))
LARGEST = 1 << 18  # of a font that holds the few rare characters of a file
LONGEST = 1 << 13  # of an outline; those of our fonts are shorter
LOW_SURROGATES = range(0xDC, 0xE0)
HIGH_SURROGATES = range(0xD8, 0xDC)
_ENTRY = struct.Struct(">4sIII")


def torn_from(code: int, high: int | None) -> list[int]:
    """The characters whose code may have become this one.

    Ghostscript overwrites the first byte of the second half with the last byte of the first half. ``high`` is the
    first half where the file still has it; without it the code may be whole as well.
    """
    first, last = code >> 8, code & 0xFF
    highs = [byte << 8 | first for byte in HIGH_SURROGATES] if high is None else [high]
    pairs = [(half - 0xD800, byte << 8 | last) for half in highs for byte in LOW_SURROGATES if half & 0xFF == first]
    return [code] * (high is None) + [0x10000 + (half << 10) + low - 0xDC00 for half, low in pairs]


def drawn_of(points: Collection[int], program: bytes) -> str | None:
    """The one of these characters that the font ``program`` draws; ``None`` where it is none, or not one alone."""
    drawn = outlines(program)
    found = [point for point in points if _outline(point) in drawn]
    return chr(found[0]) if len(found) == 1 else None


def draws_other(program: bytes, chars: Mapping[int, str]) -> bool:
    """True for a font of which a glyph (by its number) is not the outline of its character, where that is ours."""
    try:
        glyphs = _Glyphs(program)
        known = ((number, _outline(ord(char))) for number, char in chars.items() if len(char) == 1)
        return any(outline is not None and glyphs[number] != outline for number, outline in known)
    except (struct.error, KeyError, IndexError):
        return True


@lru_cache(maxsize=16)
def outlines(program: bytes) -> frozenset[bytes]:
    """The outlines in a TrueType font; none where it is damaged or too large."""
    if len(program) > LARGEST:
        return frozenset()
    try:
        glyphs = _Glyphs(program)
        return frozenset(glyphs[number] for number in range(glyphs.count)) - {b""}
    except (struct.error, KeyError):
        return frozenset()


class _Glyphs:
    """The outlines of a TrueType font by the numbers of its glyphs, without the zeros that fill them up."""

    def __init__(self, data: bytes | mmap.mmap) -> None:
        count = int.from_bytes(data[4:6])
        entries = (_ENTRY.unpack_from(data, 12 + _ENTRY.size * number) for number in range(count))
        tables = {tag: (start, length) for tag, _, start, length in entries}
        head = tables[b"head"][0]
        step = ">2I" if data[head + 50 : head + 52] != b"\0\0" else ">2H"
        self._data, self._start = data, tables[b"glyf"][0]
        self._step, self._factor = struct.Struct(step), 1 if step == ">2I" else 2
        self._places, length = tables[b"loca"]
        self.count = min(0xFFFF, 2 * length // self._step.size - 1)

    def __getitem__(self, number: int) -> bytes:
        start, end = self._step.unpack_from(self._data, self._places + self._step.size // 2 * number)
        first = self._start + start * self._factor
        return self._data[first : min(self._start + end * self._factor, first + LONGEST)].rstrip(b"\0")


@cache
def _outline(point: int) -> bytes | None:
    """The outline that our fonts have for a character, ``None`` for one that they lack."""
    found = (glyphs[number] for font, glyphs in _fonts() if (number := font.get_nominal_glyph(point)))
    return next(found, None)


@cache
def _fonts() -> Sequence[tuple[Any, _Glyphs]]:
    """Our fonts: each to find the glyph of a character, and its outlines."""
    import uharfbuzz

    found = []
    for path in FONTS:
        with path.open("rb") as file:
            data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        face = uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(path)))
        found.append((uharfbuzz.Font(face), _Glyphs(data)))
    return found
