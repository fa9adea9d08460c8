"""Outlines (字形轮廓): font files put together from the glyphs of another, as they stand in it.

A document needs some sixty of the 30,000 glyphs of a font, and the next one needs nearly the same. harfbuzz makes
a subset in 0.2 ms by looking at the whole font each time; joining outlines that are known takes a tenth of that. It
can be done where each outline stands for itself: without hinting, and with no glyph made up of others.
"""

from __future__ import annotations

import mmap
import struct
from collections.abc import Mapping, Sequence
from functools import cached_property
from itertools import accumulate
from pathlib import Path
from typing import NamedTuple

NO_TABLES: Mapping[bytes, bytes] = {}
_ENTRY = struct.Struct(">4sIII")
PLAIN = b"\0\1\0\0"
_WORD = 0xFFFFFFFF
_MAGIC = 0xB1B0AFBA  # what the sum of a whole font file is taken from
_HEAD = struct.Struct(">8sI38sh2s")  # …, sum of the file, …, format of loca, …


class Outline(NamedTuple):
    """A glyph as it is written: its outline, filled up to whole words, its metrics, and the sums of their words."""

    data: bytes
    metrics: bytes
    data_sum: int
    metrics_sum: int


class NotPlainError(Exception):
    """The file is no plain font, or a glyph of it is made up of others or hinted: harfbuzz has to make the subset."""


class OutlineFile:
    """A font file with TrueType outlines. Raises ``NotPlainError`` for a collection of fonts."""

    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            self._data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        if self._data[:4] != PLAIN:
            raise NotPlainError
        count = int.from_bytes(self._data[4:6])
        entries = (_ENTRY.unpack_from(self._data, 12 + _ENTRY.size * number) for number in range(count))
        self._tables = {tag: (start, length) for tag, _, start, length in entries}
        self._known: dict[int, Outline] = {}

    def font(self, glyphs: Sequence[int], more: Mapping[bytes, bytes] = NO_TABLES) -> bytes:
        """A font file of glyph 0 and these glyphs, in their order, with ``more`` tables.

        Raises ``NotPlainError``.
        """
        known = self._known
        outlines = [known.get(number) or self._read(number) for number in (0, *glyphs)]
        offsets = [0, *accumulate([len(outline.data) for outline in outlines])]
        fields, count = self._fields, len(outlines)
        tables = {
            **more,
            b"glyf": b"".join([outline.data for outline in outlines]),
            b"head": _HEAD.pack(fields.head[0], 0, fields.head[2], 1, fields.head[4]),
            b"hhea": fields.hhea + count.to_bytes(2),
            b"hmtx": b"".join([outline.metrics for outline in outlines]),
            b"loca": struct.pack(f">{count + 1}I", *offsets),
            b"maxp": fields.maxp[:4] + count.to_bytes(2) + fields.maxp[6:],
        }
        sums = {
            b"glyf": sum([outline.data_sum for outline in outlines]) & _WORD,
            b"hmtx": sum([outline.metrics_sum for outline in outlines]) & _WORD,
            b"loca": sum(offsets) & _WORD,
        }
        return _joined(tables, sums)

    def _read(self, number: int) -> Outline:
        start, end = self._span(number)
        if not start <= end <= len(self._data):
            raise NotPlainError
        data = self._data[start:end]
        if data:
            contours = int.from_bytes(data[:2], signed=True)
            if contours < 0 or any(data[10 + 2 * contours : 12 + 2 * contours]):
                raise NotPlainError
        data += bytes(-len(data) % 4)
        metrics = self._metrics(number)
        self._known[number] = found = Outline(data, metrics, _sum(data), _sum(metrics))
        return found

    def _span(self, number: int) -> tuple[int, int]:
        """Where the outline of a glyph stands in the file."""
        glyphs, places = self._tables[b"glyf"][0], self._tables[b"loca"][0]
        if self._fields.head[3]:
            start, end = struct.unpack_from(">2I", self._data, places + 4 * number)
        else:
            start, end = (2 * half for half in struct.unpack_from(">2H", self._data, places + 2 * number))
        return glyphs + start, glyphs + end

    def _metrics(self, number: int) -> bytes:
        """The advance and the left side of a glyph; the last advance is that of all glyphs after it."""
        place, wide = self._tables[b"hmtx"][0], self._fields.wide
        if number < wide:
            return self._data[place + 4 * number : place + 4 * number + 4]
        last, side = place + 4 * (wide - 1), place + 4 * wide + 2 * (number - wide)
        return self._data[last : last + 2] + self._data[side : side + 2]

    @cached_property
    def described(self) -> dict[bytes, bytes]:
        """The tables by which a font stands for itself: its names, its measures, and no names of glyphs."""
        post = (3 << 16).to_bytes(4) + self._table(b"post")[4:32]
        return {b"OS/2": self._table(b"OS/2"), b"name": self._table(b"name"), b"post": post}

    @cached_property
    def _fields(self) -> _Fields:
        head, hhea, maxp = (self._table(tag) for tag in (b"head", b"hhea", b"maxp"))
        return _Fields(_HEAD.unpack(head[:54]), hhea[:34], maxp, int.from_bytes(hhea[34:36]))

    def _table(self, tag: bytes) -> bytes:
        start, length = self._tables[tag]
        return self._data[start : start + length]


def character_map(places: Mapping[int, int]) -> bytes:
    """The table of a font that gives characters, by their numbers, their glyphs, as Windows has it."""
    common = {point: place for point, place in places.items() if point < 0xFFFF}
    if len(common) == len(places):
        return struct.pack(">2H2HI", 0, 1, 3, 1, 12) + _common_map(common)
    first, whole = _common_map(common), _whole_map(places)
    return struct.pack(">2H2HI2HI", 0, 2, 3, 1, 20, 3, 10, 20 + len(first)) + first + whole


def _common_map(places: Mapping[int, int]) -> bytes:
    """Characters below 0xFFFF, each by itself."""
    points = sorted(places)
    count = len(points) + 1
    deltas = [places[point] - point & 0xFFFF for point in points]
    power = 2 ** (count.bit_length() - 1)
    head = (2 * count, 2 * power, power.bit_length() - 1, 2 * (count - power))
    ends = (*points, 0xFFFF)
    body = struct.pack(f">4H{count}HH{count}H{count}H{count}H", *head, *ends, 0, *ends, *deltas, 1, *[0] * count)
    return struct.pack(">3H", 4, 6 + len(body), 0) + body


def _whole_map(places: Mapping[int, int]) -> bytes:
    """Any characters, each by itself."""
    groups = [value for point in sorted(places) for value in (point, point, places[point])]
    return struct.pack(f">2H3I{len(groups)}I", 12, 0, 16 + 4 * len(groups), 0, len(places), *groups)


def with_characters(program: bytes, places: Mapping[int, int], more: Mapping[bytes, bytes]) -> bytes:
    """A font file with another map of characters, and with ``more`` tables where it has none of their names."""
    count = int.from_bytes(program[4:6])
    tables = dict(more)
    for number in range(count):
        tag, _, start, length = _ENTRY.unpack_from(program, 12 + _ENTRY.size * number)
        tables[tag] = program[start : start + length]
    tables[b"cmap"] = character_map(places)
    head = tables[b"head"]
    tables[b"head"] = head[:8] + bytes(4) + head[12:]
    return _joined(dict(sorted(tables.items())), {})


class _Fields(NamedTuple):
    """What a subset takes over from the tables of its font."""

    head: tuple[bytes, int, bytes, int, bytes]
    hhea: bytes  # without the number of advances
    maxp: bytes
    wide: int  # how many glyphs have an advance of their own


def _sum(data: bytes) -> int:
    """The sum of the words of data that is filled up to whole words."""
    words: tuple[int, ...] = struct.unpack(f">{len(data) // 4}I", data)
    return sum(words) & _WORD


def _joined(tables: dict[bytes, bytes], sums: dict[bytes, int]) -> bytes:
    """The font file of these tables, whose sums are those stated or are worked out."""
    filled = {tag: table + bytes(-len(table) % 4) for tag, table in tables.items()}
    power = len(tables).bit_length() - 1
    directory = [PLAIN + struct.pack(">4H", len(tables), 16 << power, power, 16 * len(tables) - (16 << power))]
    position, total = 12 + _ENTRY.size * len(tables), 0
    for tag, table in filled.items():
        found = sums[tag] if tag in sums else _sum(table)
        directory.append(_ENTRY.pack(tag, found, position, len(tables[tag])))
        position += len(table)
        total += found
    header = b"".join(directory)
    head = filled[b"head"]
    whole = (_MAGIC - total - _sum(header)) & _WORD
    filled[b"head"] = head[:8] + whole.to_bytes(4) + head[12:]
    return b"".join([header, *filled.values()])
