"""PDF objects (PDF 对象): writing a file object by object, and taking apart the files that were written so.

The writer has one canonical form (classic cross-reference table, one object after another, no incremental
update), which is why files of ours can be taken apart with an offset table and a pattern, at once and without
a PDF library. Files of anyone else, and ours when another program has saved them, are read by libraries.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Callable, Iterator, Sequence
from hashlib import blake2b
from typing import NamedTuple

from hjforms.errors import DocumentError
from hjforms.wording import Sentence

HEADER = b"%PDF-1.7\n%\xe8\xa1\x94\xe6\x8e\xa5\n"
REFERENCE = re.compile(rb"\b(\d{1,9}) 0 R\b")
_START = re.compile(rb"startxref\n(\d{1,19})\n%%EOF\n\Z")
_TABLE = re.compile(rb"xref\n0 (\d{1,9})\n")
_ROOT = re.compile(rb"/Root (\d{1,9}) 0 R")
_IDENTITY = re.compile(rb"/ID\[<([0-9a-f]{32})>")
END_OF_FILE = b"%%EOF\n"
DAMAGED = Sentence("PDF 文件已损坏：内容与印出时不同，可能没有传完或被改动，请重新取得。")
_TRAILER = re.compile(
    rb"trailer\n<</Size (\d{1,9})/Root \d+ 0 R/Info \d+ 0 R/ID\[<([0-9a-f]{32})><([0-9a-f]{32})>\]>>\n"
    rb"startxref\n\d+\n%%EOF\n"
)
_TITLE = re.compile(rb"<</Title<FEFF((?:[0-9A-F]{4})*)>")
_LENGTH = re.compile(rb"/Length (\d{1,19})")
_STREAM = re.compile(
    rb"(\d{1,9}) 0 obj\n<</Type/XRef/W\[1 5 2\]/Size (\d{1,9})/Root (\d{1,9}) 0 R/Info \d{1,9} 0 R"
    rb"/ID\[<([0-9a-f]{32})><([0-9a-f]{32})>\]/Length (\d{1,9})>>stream\n"
)
_FREE, _PLACED, _PACKED = 0xFFFF, 1 << 56, 2 << 56
"""Entries of a cross-reference stream as numbers of eight bytes: of what kind it is, where it stands, and its index."""
ENTRIES = 128  # of the cross-reference table, written at once
LARGEST_STREAM = 64 * 1024 * 1024


class Opening:
    """The beginning of many files: the header and objects 1, 2, … that were formatted before."""

    def __init__(self, objects: Sequence[bytes]) -> None:
        chunks, self.offsets, position = [HEADER], [0], len(HEADER)
        for number, body in enumerate(objects, 1):
            self.offsets.append(position)
            chunks.append(b"%d 0 obj\n%b\nendobj\n" % (number, body))
            position += len(chunks[-1])
        self.data = b"".join(chunks)
        self.digest = _digest(self.data)


def _digest(data: bytes) -> blake2b:
    return blake2b(data, digest_size=16)


def identity_of(data: bytes) -> bytes:
    """The id of a file whose objects these are, in hex."""
    return _digest(data).hexdigest().encode()


NOTHING = Opening(())


class Packed(NamedTuple):
    """Many small objects in one stream (对象流): the object that holds them, how many they are, and their entries.

    The holder has the number that is the second before theirs.
    """

    holder: bytes
    held: int
    entries: bytes

    @classmethod
    def of(cls, bodies: Sequence[bytes], number: int) -> Packed:
        """Objects of the numbers ``number``, ``number`` + 1, …; none of them is a stream."""
        places, position = [], 0
        for place, body in enumerate(bodies, number):
            places.append(b"%d %d " % (place, position))
            position += len(body) + 1
        head, count = b"".join(places), len(bodies)
        entries = b"/Type/ObjStm/N %d/First %d" % (count, len(head))
        first = _PACKED | number - 2 << 16
        table = struct.pack(f">{count}Q", *range(first, first + count))
        return cls(stream(head + b"\n".join(bodies), entries), count, table)


class PdfWriter:
    """Writes objects to ``sink`` as they come and remembers where they stand.

    The id of the file is the digest of all its objects: equal content gives equal bytes, and a file that was
    damaged on its way is known by it.
    """

    def __init__(self, sink: Callable[[bytes], object], opening: Opening = NOTHING) -> None:
        self._sink = sink
        self._offsets = list(opening.offsets)
        self._position = len(opening.data)
        self._digest = opening.digest.copy()
        sink(opening.data)

    def _put(self, data: bytes) -> None:
        self._sink(data)
        self._position += len(data)
        self._digest.update(data)

    @property
    def next_number(self) -> int:
        """The number that the next object will have."""
        return len(self._offsets)

    def reserve(self) -> int:
        """The number of an object that will be written later."""
        self._offsets.append(0)
        return len(self._offsets) - 1

    def write(self, number: int, body: bytes) -> int:
        """Write a reserved object."""
        self._offsets[number] = self._position
        self._put(b"%d 0 obj\n%b\nendobj\n" % (number, body))
        return number

    def add(self, body: bytes) -> int:
        """Write an object under the next free number, which is returned."""
        return self.write(self.reserve(), body)

    def close(self, root: int, info: int) -> None:
        """Write the cross-reference table and the trailer."""
        start, count = self._position, len(self._offsets)
        identity = self._digest.hexdigest().encode()
        trailer = b"trailer\n<</Size %d/Root %d 0 R/Info %d 0 R/ID[<%b><%b>]>>\nstartxref\n%d\n%%%%EOF\n"
        self._put(b"xref\n0 %d\n0000000000 65535 f \n" % count)
        for first in range(1, count, ENTRIES):  # of a long run, so that the table is never there as a whole
            self._put(b"".join([b"%010d 00000 n \n" % offset for offset in self._offsets[first : first + ENTRIES]]))
        self._put(trailer % (count, root, info, identity, identity, start))

    def close_packed(self, root: int, info: int, packed: Packed) -> None:
        """Write objects whose numbers are the next free ones but two, and the cross-references as a stream."""
        self.add(packed.holder)
        own, start, identity = self.reserve(), self._position, self._digest.hexdigest().encode()
        self._offsets[own] = start
        placed = [_FREE, *(_PLACED | offset << 16 for offset in self._offsets[1:])]
        table = struct.pack(f">{len(placed)}Q", *placed) + packed.entries
        size = len(placed) + packed.held
        self._sink(  # behind what the identity is the digest of
            b"%d 0 obj\n<</Type/XRef/W[1 5 2]/Size %d/Root %d 0 R/Info %d 0 R/ID[<%b><%b>]/Length %d>>stream\n%b\n"
            b"endstream\nendobj\nstartxref\n%d\n%%%%EOF\n"
            % (own, size, root, info, identity, identity, len(table), table, start)
        )


class Bookmarks:
    """The bookmarks (书签) of a file, one after another, each of the place where a page begins."""

    def __init__(self) -> None:
        self._items: list[tuple[str, int]] = []

    def add(self, title: str, page: int) -> None:
        """A bookmark at the page of an object number."""
        self._items.append((title, page))

    def close(self, writer: PdfWriter) -> bytes:
        """Write them; returns what the catalog says of them."""
        count = len(self._items)
        if not count:
            return b""
        outlines = writer.reserve()
        first = outlines + 1
        numbers = [writer.reserve() for _ in self._items]
        for number, (title, page) in zip(numbers, self._items, strict=True):
            before = b"/Prev %d 0 R" % (number - 1) if number > first else b""
            after = b"/Next %d 0 R" % (number + 1) if number < numbers[-1] else b""
            place = b"/Dest[%d 0 R/Fit]" % page
            writer.write(
                number, b"<</Title%b/Parent %d 0 R%b%b%b>>" % (text_string(title), outlines, before, after, place)
            )
        writer.write(outlines, b"<</Type/Outlines/First %d 0 R/Last %d 0 R/Count %d>>" % (first, numbers[-1], count))
        return b"/Outlines %d 0 R/PageMode/UseOutlines" % outlines


def stream(data: bytes, entries: bytes = b"", *, level: int = 9) -> bytes:
    """The body of a compressed stream object; ``entries`` are further entries of its dictionary."""
    packed = zlib.compress(data, level)
    return b"<<%b/Filter/FlateDecode/Length %d>>stream\n%b\nendstream" % (entries, len(packed), packed)


def plain_stream(data: bytes, entries: bytes = b"") -> bytes:
    """The body of a stream object as it is: for what is too small or too dense to gain by compression."""
    return b"<<%b/Length %d>>stream\n%b\nendstream" % (entries, len(data), data)


def text_string(text: str) -> bytes:
    """A PDF text string: UTF-16 with its mark, in hex."""
    return b"<FEFF%b>" % text.encode("utf-16-be").hex().upper().encode()


def name(text: str) -> bytes:
    """A PDF name."""
    return b"/" + re.sub(rb"[^A-Za-z0-9_.+-]", lambda found: b"#%02X" % found[0][0], text.encode())


class NotCanonicalError(Exception):
    """The file is not in the form that ``PdfWriter`` writes; a library has to read it."""


def _is_as_written(data: bytes, start: int, count: int) -> bool:
    """True where table and trailer are to the byte what ``PdfWriter.close`` writes."""
    first = data.index(b"\n", start + 5) + 1
    entries = first + 20
    places = [data[entries + 20 * number : entries + 20 * number + 20] for number in range(count - 1)]
    trailer = _TRAILER.fullmatch(data, entries + 20 * len(places))
    return (
        data[first:entries] == b"0000000000 65535 f \n"
        and trailer is not None
        and int(trailer[1]) == count
        and trailer[2] == trailer[3]
        and all(
            place[10:] == b" 00000 n \n"
            and place[:10].isdigit()
            and data.startswith(b"%d 0 obj\n" % number, int(place[:10]))
            for number, place in enumerate(places, 1)
        )
    )


class CanonicalFile:
    """A file that ``PdfWriter`` wrote, object by object.

    Its cross-references begin at ``start``, its id at ``identity``. Raises ``NotCanonicalError`` where another program
    wrote or continued the file, ``DocumentError`` where it is ours and has been damaged.
    """

    def __init__(self, data: bytes) -> None:
        self._is_packed = False
        if not data.startswith(HEADER):
            raise NotCanonicalError
        try:
            self._open(data)
        except NotCanonicalError:
            end = data.find(END_OF_FILE) + len(END_OF_FILE)
            if end < len(END_OF_FILE) or end >= len(data):
                raise DocumentError(DAMAGED) from None
            CanonicalFile(data[:end])  # what another program has added to must be whole itself
            raise

    def _open(self, data: bytes) -> None:
        start = _START.search(data[-64:])
        found = start and _STREAM.match(data, int(start[1]))
        if start and found:
            self._open_stream(data, int(start[1]), found)
            return
        table = start and _TABLE.match(data, int(start[1]))
        if not table:
            raise NotCanonicalError
        count, self._first = int(table[1]), table.end()
        self._data = data
        root = _ROOT.search(data, self._first + 20 * count)
        if not start or not root or self._first + 20 * count > len(data):
            raise NotCanonicalError
        identity = _IDENTITY.search(data, root.end())
        if not identity or b"/Prev" in data[root.start() :]:
            raise NotCanonicalError
        if not _is_as_written(data, int(start[1]), count):
            raise NotCanonicalError
        if identity_of(data[: int(start[1])]) != identity[1]:
            raise DocumentError(DAMAGED)
        self.count, self.root = count, int(root[1])
        self.start, self.identity = int(start[1]), identity.start(1)

    def _open_stream(self, data: bytes, start: int, found: re.Match[bytes]) -> None:
        """The same of a file whose cross-references are a stream."""
        size, root, length = (int(found[group]) for group in (2, 3, 6))
        end = b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % start
        table = data[found.end() : -len(end)]
        if not data.endswith(end) or len(table) != length or length != 8 * size:
            raise NotCanonicalError
        if identity_of(data[:start]) != found[4] or found[4] != found[5]:
            raise DocumentError(DAMAGED)
        self._data, self._first, self.count, self.root = data, found.end(), size, root
        self.start, self.identity = start, found.start(4)
        self._is_packed = True

    def body(self, number: int) -> bytes:
        """The bytes between ``obj`` and ``endobj``."""
        if not 0 < number < self.count:
            raise NotCanonicalError
        data, offset = self._data, self.place(number)
        head = b"%d 0 obj\n" % number
        if not data.startswith(head, offset):
            raise NotCanonicalError
        start = offset + len(head)
        length = _LENGTH.search(data, start, data.find(b"\n", start))
        end = data.find(b"\nendobj\n", start + (int(length[1]) if length else 0))
        if end < 0:
            raise NotCanonicalError
        return data[start:end]

    def place(self, number: int) -> int:
        """Where an object stands in the file; what stands within another is none."""
        if self._is_packed:
            entry: int = struct.unpack_from(">Q", self._data, self._first + 8 * number)[0]
            return entry >> 16 & 0xFFFFFFFFFF if entry >> 56 == 1 else 0
        start = self._first + 20 * number
        try:
            return int(self._data[start : start + 10])
        except ValueError:
            raise NotCanonicalError from None

    def decoded(self, number: int, most: int | None = None) -> bytes:
        """The data of a stream object, unpacked. Raises ``NotCanonicalError`` for more than ``most`` bytes."""
        most, body = most or LARGEST_STREAM, self.body(number)
        start = body.find(b">>stream\n")
        if start < 0:
            raise NotCanonicalError
        packed = body[start + 9 : -len(b"\nendstream")]
        if b"/FlateDecode" not in body[:start]:
            if len(packed) > most:
                raise NotCanonicalError
            return packed
        try:
            unpacker = zlib.decompressobj()
            data = unpacker.decompress(packed, most)
        except zlib.error:
            raise NotCanonicalError from None
        if not unpacker.eof:
            raise NotCanonicalError
        return data

    def reference(self, number: int, key: bytes) -> int:
        """The object that the entry ``key`` of object ``number`` points to."""
        found = re.search(re.escape(key) + rb" ?(\d{1,9}) 0 R", dictionary(self.body(number)))
        if not found:
            raise NotCanonicalError
        return int(found[1])

    def attached(self) -> int:
        """The object with the data of the one file that it carries; 0 where it carries none."""
        if b"/AF[" not in self.body(self.root):
            return 0
        return self.reference(self.reference(self.root, b"/AF["), b"/EF<</F")

    def bookmarks(self) -> Iterator[tuple[str, int]]:
        """The title of every bookmark, and the object number of its page."""
        if b"/Outlines" not in self.body(self.root):
            return
        outlines = self.reference(self.root, b"/Outlines")
        for number in range(self.reference(outlines, b"/First"), self.reference(outlines, b"/Last") + 1):
            title = _TITLE.match(self.body(number))
            if not title:
                raise NotCanonicalError
            yield bytes.fromhex(title[1].decode()).decode("utf-16-be"), self.reference(number, b"/Dest[")

    def closure(self, first: int) -> list[int]:
        """``first`` and every object that can be reached from it, in order of discovery."""
        order, seen = [first], {first}
        for number in order:
            for found in REFERENCE.finditer(dictionary(self.body(number))):
                target = int(found[1])
                if target not in seen:
                    seen.add(target)
                    order.append(target)
        return order


def dictionary(body: bytes) -> bytes:
    """An object without the data of its stream."""
    return body.partition(b">>stream\n")[0] + b">>"


_ENTRY = re.compile(rb"\s*/([^\s()<>\[\]{}/%]+)\s*")
_PART = re.compile(rb"<<|>>|[\[\]]|\((?:[^()\\]|\\.)*\)|<[0-9A-Fa-f]*>|/?[^\s()<>\[\]{}/%]+", re.DOTALL)


def entries_of(body: bytes) -> dict[str, bytes]:
    """The entries of a dictionary, each with its value as it is written; empty for what is none.

    >>> entries_of(b"<</Font 2 0 R/ProcSet [/PDF /Text]/A<</B 1>>>>")
    {'Font': b'2 0 R', 'ProcSet': b'[/PDF /Text]', 'A': b'<</B 1>>'}
    """
    found: dict[str, bytes] = {}
    position = 2 if body.startswith(b"<<") else len(body)
    while entry := _ENTRY.match(body, position):
        start = position = entry.end()
        depth = 0
        for part in _PART.finditer(body, start):
            if depth == 0 and part.start() > start and (part[0] == b">>" or part[0][:1] == b"/"):
                break
            depth += part[0] in {b"<<", b"["}
            depth -= part[0] in {b">>", b"]"}
            position = part.end()
        found[entry[1].decode()] = body[start:position].strip()
    return found


def data_of(body: bytes) -> bytes:
    """The data of a stream object of ours, unpacked."""
    head, _, rest = body.partition(b">>stream\n")
    packed = rest.removesuffix(b"\nendstream")
    return zlib.decompress(packed) if b"/FlateDecode" in head else packed


def renumbered(body: bytes, numbers: dict[int, int]) -> bytes:
    """An object with its references changed; the data of its stream stays as it is."""
    head, mark, rest = body.partition(b">>stream\n")
    return REFERENCE.sub(lambda found: b"%d 0 R" % numbers[int(found[1])], head) + mark + rest
