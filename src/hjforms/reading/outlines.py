"""Characters known by their outlines (字形认字): what our fonts draw, whatever code a file gives it.

A program that writes the fonts of a file anew may garble the codes of rare characters (Ghostscript does), and still
keep their outlines byte by byte. A character whose outline is in the font that draws it is that character.
"""

from __future__ import annotations

import struct
from collections.abc import Collection, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

FONTS = tuple(Path(__file__).parents[1] / "fonts" / name for name in ("rare.ttf", "serif.ttf"))
LARGEST = 1 << 20  # of a font that holds the few characters of a page
_ENTRY = struct.Struct(">4sIII")
LOW_SURROGATES = range(0xDC, 0xE0)
HIGH_SURROGATES = range(0xD8, 0xDC)


def torn_from(code: int, high: int | None) -> list[int]:
    """The characters whose code may have become this one.

    Ghostscript overwrites the first byte of the second half with the last byte of the first half. ``high`` is the
    first half where the file still has it; without it the code may be whole as well.
    """
    first, last = code >> 8, code & 0xFF
    highs = [byte << 8 | first for byte in HIGH_SURROGATES] if high is None else [high]
    pairs = [(half - 0xD800, byte << 8 | last) for half in highs for byte in LOW_SURROGATES if half & 0xFF == first]
    return [code] * (high is None) + [0x10000 + (half << 10) + low - 0xDC00 for half, low in pairs]


@lru_cache(maxsize=256)
def _outlines_in(program: bytes) -> frozenset[bytes]:
    return frozenset(outlines(program))


def drawn_of(points: Collection[int], program: bytes) -> str | None:
    """The one of these characters that the font ``program`` draws; ``None`` where it is none, or not one alone."""
    drawn = _outlines_in(program)
    found = [point for point in points if _outline(point) in drawn]
    return chr(found[0]) if len(found) == 1 else None


def outlines(program: bytes) -> Sequence[bytes]:
    """The outlines in a TrueType font, without the zeros that fill them up; none where it is damaged."""
    try:
        return [outline for outline in _outlines(program) if outline]
    except (struct.error, KeyError):
        return []


def _outlines(program: bytes) -> list[bytes]:
    count = int.from_bytes(program[4:6])
    entries = (_ENTRY.unpack_from(program, 12 + _ENTRY.size * number) for number in range(count))
    tables = {tag: program[start : start + length] for tag, _, start, length in entries}
    places, data = tables[b"loca"], tables[b"glyf"]
    is_long = tables[b"head"][50:52] != b"\0\0"
    if is_long:
        steps = struct.unpack(f">{len(places) // 4}I", places[: len(places) // 4 * 4])
    else:
        steps = tuple(2 * half for half in struct.unpack(f">{len(places) // 2}H", places[: len(places) // 2 * 2]))
    return [data[start:end].rstrip(b"\0") for start, end in zip(steps, steps[1:], strict=False)]


@cache
def _outline(point: int) -> bytes | None:
    """The outline that our fonts have for a character, ``None`` for one that they lack."""
    import uharfbuzz

    for face in _faces():
        if uharfbuzz.Font(face).get_nominal_glyph(point):
            wanted = uharfbuzz.SubsetInput()
            wanted.sets(uharfbuzz.SubsetInputSets.UNICODE).update({point})
            wanted.flags = uharfbuzz.SubsetFlags.NO_HINTING | uharfbuzz.SubsetFlags.NO_LAYOUT_CLOSURE
            found = outlines(bytes(uharfbuzz.SubsetPlan(face, wanted).execute().blob.data))
            return found[-1] if found else None
    return None


@cache
def _faces() -> Sequence[Any]:
    import uharfbuzz

    return [uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(path))) for path in FONTS]
