"""Seals (印章) that are drawn with text in them: a ring in colour, and the texts in it in the same colour.

What a seal says is no part of the lines over which it stands. Its lines are read together, from the top, up to what
kind of seal it is (业务专用章).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from hjforms.pdfium import objects
from hjforms.pdfium import raw as pdfium
from hjforms.reading.page.characters import Char, lines, text_of
from hjforms.reading.page.doubt import Box, around_points
from hjforms.reading.page.grid import Drawing
from hjforms.reading.page.objects import objects_of

LEAST, MOST = 40.0, 180.0  # points of a side
LONGEST = 1.6  # times its height: a ring that is broader is none
ROUND = 4  # curves of a ring, at least
COLOURED = 60  # of 255: by how much one colour is stronger than another where it is no grey
_KIND = re.compile(r".*(?:专用章|公章)|[★☆()（）\d]+|.{0,6}章[(（]?\d*[)）]?")

Colour = tuple[int, int, int]


class Seal(NamedTuple):
    """The ring of a seal, and the addresses of the texts of the page that have its colour."""

    ring: Box
    things: frozenset[int]

    def holds(self, char: Char) -> bool:
        """True for a character of the seal."""
        if char.thing not in self.things:
            return False
        left, low, right, high = self.ring
        x0, y0, x1, y1 = char.ink or (char.x, char.y, char.x, char.y)  # of letters that slope only the ink tells
        return left < (x0 + x1) / 2 < right and low < (y0 + y1) / 2 < high


def seals_of(page: Any, drawings: Sequence[Drawing]) -> list[Seal]:
    """The seals of a page of pdfium that has these paths."""
    rings = list(_rings(drawings))
    if not rings:
        return []
    things: dict[Colour, set[int]] = {colour: set() for _, colour in rings}
    known = objects()
    for item in objects_of(page):
        if known.kind(item) == pdfium.FPDF_PAGEOBJ_TEXT and (colour := known.colour(item)[:3]) in things:
            things[colour].add(item)
    return [Seal(ring, frozenset(things[colour])) for ring, colour in rings]


def _rings(drawings: Sequence[Drawing]) -> Iterator[tuple[Box, Colour]]:
    """The round lines in colour, about as large as seals are."""
    for points, _, is_stroked, item in drawings:
        colour = objects().colour(item, stroked=True)[:3] if is_stroked else (0, 0, 0)
        if max(colour) - min(colour) < COLOURED:
            continue
        if sum(kind == pdfium.FPDF_SEGMENT_BEZIERTO for kind, *_ in points) < 3 * ROUND:
            continue
        box = around_points(point for _, point, _ in points)
        short, long = sorted((box[2] - box[0], box[3] - box[1]))
        if short >= LEAST and long <= MOST and long <= LONGEST * short:
            yield box, colour


def parted(chars: Sequence[Char], seals: Sequence[Seal]) -> tuple[list[Char], list[tuple[Char, ...]]]:
    """The characters that are of no seal, and what each seal says: whose it is, and its further lines."""
    said: list[tuple[Char, ...]] = []
    rest = list(chars)
    for seal in seals:
        own = lines(char for char in rest if seal.holds(char))
        rest = [char for char in rest if not seal.holds(char)]
        kinds = [number for number, line in enumerate(own) if _KIND.fullmatch(text_of(line))]
        last = min(kinds, default=len(own))
        said += [tuple(char for line in own[:last] for char in line), *map(tuple, own[last:])]
    return rest, [line for line in said if line]
