"""Limits (界限) of foreign PDF files: what is small on disk may be without end when it is opened.

Every stream that may become too large is unpacked piece by piece, before a library does so, to see how large it
becomes; nothing of it is kept. What no honest file needs is refused. How much a page draws is weighed once pdfium has
opened the file (``weights``).
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

from hjforms.errors import DocumentError
from hjforms.reading.file import clock
from hjforms.reading.file.packing import TOO_LARGE

LARGEST_FILE = 512 * 2**20
MOST_PAGES = 5_000
LARGEST_STREAM = 64 * 2**20  # fonts and attachments
LARGEST_PICTURE = 256 * 2**20  # A3 in colour at 600 dots per inch has 200
LARGEST_TABLES = 128 * 2**20  # objects that are packed together, of the whole file
MOST_UNPACKED = 4 * 2**30
MOST_GROWN = 1032  # bytes that deflate makes of one
MOST_STREAMS = 500_000
MOST_BEGUN = 100  # that have no end
MOST_POINTS = 400_000_000  # of a picture: A0 at 600 dots per inch has 550 million, A1 half of them
MOST_DRAWINGS = 400_000  # lines, texts and pictures of a page
MOST_CHARS = 50_000  # of a page; one of A4 that is full of small print has 10,000
_MARK = re.compile(rb"stream([^\r\n]{0,99}(?:\r\n|\r|\n))?")  # begins with letters, which are found at once
_TABLES = re.compile(rb"/(?:ObjStm|XRef)\b|#")
_SIDE = {side: re.compile(rb"/%b\s+(\d{1,9})\b" % side.encode()) for side in ("Width", "Height")}
_HEAD = 4096
_STEP = 2**20


def check(data: bytes) -> None:
    """Raise ``DocumentError`` for a file that would take memory or time without measure when it is opened."""
    unpacked, tables = 0, 0
    supposed = 0  # of streams that cannot become too large, and are not unpacked to see
    for count, (head, start, end) in enumerate(_streams(data)):
        clock.tick()
        if count > MOST_STREAMS:
            raise DocumentError(TOO_LARGE)
        is_picture = b"/Image" in head
        if is_picture:
            _check_picture(head)
        most, is_table = LARGEST_PICTURE if is_picture else LARGEST_STREAM, _TABLES.search(head) is not None
        grown = (end - start) * MOST_GROWN
        if not is_table and grown <= most and supposed + grown <= MOST_UNPACKED:
            supposed += grown
            continue
        size = _size(data, start, end, most)
        unpacked += size
        tables += size if is_table else 0
        if unpacked > MOST_UNPACKED or tables > LARGEST_TABLES:
            raise DocumentError(TOO_LARGE)


def _check_picture(head: bytes) -> None:
    sides = [_SIDE[side].search(head) for side in ("Width", "Height")]
    width, height = (int(side[1]) if side else 0 for side in sides)
    if width * height > MOST_POINTS:
        raise DocumentError(TOO_LARGE)


def _streams(data: bytes) -> Iterator[tuple[bytes, int, int]]:
    """The dictionary, the first byte and the end of everything that may be a stream.

    The word may stand inside a stream as well; then both are looked at.
    """
    begun: list[tuple[bytes, int]] = []
    before = 0
    for found in _MARK.finditer(data):
        if data.endswith(b"end", 0, found.start()):
            yield from ((head, start, found.start() - len(b"end")) for head, start in begun)
            begun.clear()
        elif found[1]:
            head = data[max(before, found.start() - _HEAD) : found.start()]
            begun.append((head[head.rfind(b" obj") + 1 :], found.end()))
        before = found.end()
        if len(begun) > MOST_BEGUN:
            raise DocumentError(TOO_LARGE)
    yield from ((head, start, len(data)) for head, start in begun)


def _size(data: bytes, start: int, end: int, most: int) -> int:
    """How large a stream becomes, by whatever name it is packed; what is not packed, or encrypted, is as it is."""
    unpacker, size = zlib.decompressobj(), 0
    waiting = data[start:end]
    try:
        while waiting and not unpacker.eof:
            size += len(unpacker.decompress(waiting, _STEP))
            waiting = unpacker.unconsumed_tail
            if size > most:
                raise DocumentError(TOO_LARGE)
            clock.tick()
    except zlib.error:
        pass  # the library will tell
    return size or end - start
