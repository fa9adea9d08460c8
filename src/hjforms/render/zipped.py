"""Zip files (压缩包), as Word and OFD files are: the same bytes on every day, written part by part."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable
from typing import NamedTuple

from hjforms.template.zips import CENTRAL, END, LOCAL, STORED

EPOCH = 33  # 1980-01-01 in the date format of zip files
MOST_PARTS = 0xFFFF


class Part(NamedTuple):
    """A part of a package, compressed already: its name, its data, checksum and size before, and how it is packed."""

    name: bytes
    packed: bytes
    checksum: int
    size: int
    method: int = zlib.DEFLATED


def part(name: str, data: bytes, level: int) -> Part:
    """A part that is compressed; at level 0 it is stored as it is."""
    if level == 0:
        return Part(name.encode(), data, zlib.crc32(data), len(data), STORED)
    packer = zlib.compressobj(level, zlib.DEFLATED, -15)
    return Part(name.encode(), packer.compress(data) + packer.flush(), zlib.crc32(data), len(data))


class ZipWriter:
    """Writes a zip file to ``sink``, its parts as they come, all of the first day that zip knows."""

    def __init__(self, sink: Callable[[bytes], object]) -> None:
        self._sink, self._directory, self._position = sink, list[bytes](), 0

    def add(self, item: Part) -> None:
        """Write a part."""
        name, packed, checksum, size, method = item
        common = (20, 0x800, method, 0, EPOCH, checksum, len(packed), size, len(name), 0)
        head = LOCAL.pack(b"PK\3\4", *common) + name
        self._sink(head)
        self._sink(packed)
        self._directory += (CENTRAL.pack(b"PK\1\2", 20, *common, 0, 0, 0, 0, self._position), name)
        self._position += len(head) + len(packed)

    def close(self) -> None:
        """Write the directory."""
        index, count = b"".join(self._directory), len(self._directory) // 2
        self._sink(index)
        self._sink(END.pack(b"PK\5\6", 0, 0, count, count, len(index), self._position, 0))


def zipped(parts: Iterable[Part]) -> bytes:
    """A zip file of these parts."""
    chunks: list[bytes] = []
    writer = ZipWriter(chunks.append)
    for item in parts:
        writer.add(item)
    writer.close()
    return b"".join(chunks)
