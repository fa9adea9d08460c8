"""Limits (界限) of foreign PDF files: what is small on disk may be without end when it is opened.

Everything is looked at before a library unpacks it: how large a stream becomes, and how often forms that draw
other forms draw them. What no honest file needs is refused.
"""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Iterator
from typing import Any

from hjforms.errors import DocumentError
from hjforms.reading.fields import silence

LARGEST_STREAM = 64 * 2**20  # fonts and attachments
LARGEST_CONTENT = 8 * 2**20  # what draws a page, or a part of one
MOST_CONTENT = 128 * 2**20
MOST_DRAWINGS = 50_000
MOST_POINTS = 400_000_000  # of a picture: A0 at 600 dots per inch has 550 million, A1 half of them
TOO_LARGE = "PDF 文件解压后大得不合常理，拒绝打开。"
ENDLESS = "PDF 文件的页面内容层层引用，没有止境，拒绝打开。"
_STREAM = re.compile(rb"stream\r?\n")
_FLATE = re.compile(rb"/(?:FlateDecode|Fl)\b")
_OTHER = re.compile(rb"/(?:LZWDecode|LZW|ASCII85Decode|A85|ASCIIHexDecode|AHx|RunLengthDecode|RL)\b")
_NO_CONTENT = re.compile(rb"/(?:Length[12]|CIDFontType0C|OpenType|Type1C|EmbeddedFile|ObjStm|XRef|Metadata|N )\b")
_DRAWS = re.compile(rb"/([^\s/<>\[\]()]+)\s+Do\b")
_SIDE = {side: re.compile(rb"/%b\s+(\d{1,9})\b" % side.encode()) for side in ("Width", "Height")}
_HEAD = 2048
_STEP = 2**20


def check(data: bytes) -> None:
    """Raise ``DocumentError`` for a file that would take memory or time without measure."""
    content, nested = 0, False
    for head, start in _streams(data):
        if b"/Image" in head:
            _check_picture(head)
            continue
        size, draws = _unpacked(data, start, head)
        if not _NO_CONTENT.search(head):
            content += size
            nested |= draws and b"/Form" in head
            if size > LARGEST_CONTENT or content > MOST_CONTENT:
                raise DocumentError(TOO_LARGE)
    if nested:
        _check_drawings(data)


def _check_picture(head: bytes) -> None:
    sides = [_SIDE[side].search(head) for side in ("Width", "Height")]
    width, height = (int(side[1]) if side else 0 for side in sides)
    if width * height > MOST_POINTS:
        raise DocumentError(TOO_LARGE)


def _streams(data: bytes) -> Iterator[tuple[bytes, int]]:
    """The dictionary and the first byte of every stream."""
    for found in _STREAM.finditer(data):
        if data[found.start() - 3 : found.start()] == b"end":
            continue
        head = data[max(0, found.start() - _HEAD) : found.start()]
        yield head[head.rfind(b" obj") :], found.end()


def _unpacked(data: bytes, start: int, head: bytes) -> tuple[int, bool]:
    """How large a stream becomes, and whether it draws other objects; nothing of it is kept."""
    if len(_FLATE.findall(head)) > 1:
        raise DocumentError(TOO_LARGE)  # packed twice: no program does that
    end = data.find(b"endstream", start)
    end = len(data) if end < 0 else end
    if not _FLATE.search(head):
        limit = LARGEST_CONTENT // 64 if _OTHER.search(head) else LARGEST_STREAM
        if end - start > limit and _OTHER.search(head):
            raise DocumentError(TOO_LARGE)
        return end - start, bool(_DRAWS.search(data, start, end))
    unpacker, size, draws, rest = zlib.decompressobj(), 0, False, b""
    waiting = data[start:end]
    try:
        while waiting and not unpacker.eof:
            piece = unpacker.decompress(waiting, _STEP)
            size, waiting = size + len(piece), unpacker.unconsumed_tail
            draws = draws or bool(_DRAWS.search(rest + piece))
            rest = piece[-64:]
            if size > LARGEST_STREAM:
                raise DocumentError(TOO_LARGE)
    except zlib.error:
        return size, True  # encrypted, or damaged: the library will tell
    return size, draws


def _check_drawings(data: bytes) -> None:
    """Refuse forms that draw themselves, and those that draw one another too often."""
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    with silence():
        try:
            for page in PdfReader(io.BytesIO(data)).pages:
                _Drawings().count(page, page)
        except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, NotImplementedError):
            return  # what pypdf cannot follow it cannot judge; the library that draws has to open it first
        except RecursionError:
            raise DocumentError(ENDLESS) from None


class _Drawings:
    """How many objects a page draws, forms inside forms counted each time."""

    def __init__(self) -> None:
        self._counts: dict[int, int] = {}
        self._open: set[int] = set()

    def count(self, owner: Any, page: Any) -> int:
        """The number of drawings of a page or a form."""
        resources: Any = owner.get("/Resources") or page.get("/Resources")
        objects: Any = resources.get_object().get("/XObject") if resources is not None else None
        objects = objects.get_object() if objects is not None else {}
        total = 1
        for name in _DRAWS.findall(_content(owner)):
            target = objects.get("/" + name.decode("latin-1"))
            form = target.get_object() if target is not None else None
            if form is not None and form.get("/Subtype") == "/Form":
                total += self._form(form, page)
            if total > MOST_DRAWINGS:
                raise DocumentError(ENDLESS)
        return total

    def _form(self, form: Any, page: Any) -> int:
        key = id(form)
        if key in self._open:
            raise DocumentError(ENDLESS)
        if key not in self._counts:
            self._open.add(key)
            self._counts[key] = self.count(form, page)
            self._open.discard(key)
        return self._counts[key]


def _content(owner: Any) -> bytes:
    """The operators of a page or a form."""
    if owner.get("/Type") == "/Page":
        contents = owner.get_contents()
        return bytes(contents.get_data()) if contents is not None else b""
    return bytes(owner.get_data())
