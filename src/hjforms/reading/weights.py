"""How much a page of a foreign PDF file draws (页面分量), known before it is drawn.

A stream may stand in a page a thousand times, forms may draw other forms, and what one library takes for the page
another does not see. So pdfium writes the file as it understands it, object by object and in one spelling, and each
page is weighed there: the bytes of everything that it draws, every time that it draws it.
"""

from __future__ import annotations

import re
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from hjforms.errors import DocumentError
from hjforms.reading import clock
from hjforms.reading.fields import silence

LARGEST_CONTENT = 8 * 2**20  # of what draws a page, or a part of one
LARGEST_PACKED = 2**20  # of a stream that is packed in a way that few programs use
MOST_DRAWN = 24 * 2**20  # by a page
MOST_OBJECTS = 2_000_000
MOST_ANNOTATIONS = 5_000  # of a page
MOST_CLIPPING = 200  # texts of a stream through which something is drawn: every one is kept for every other
A_DRAWING = 64  # bytes: what it takes to draw a form, or to change a font, beside what is in it
DEEPEST = 64
TOO_LARGE = "PDF 文件解压后大得不合常理，拒绝打开。"
ENDLESS = "PDF 文件的页面内容层层引用，没有止境，拒绝打开。"
TOO_MANY = "PDF 文件有的页上批注、表单域多得不合常理，拒绝打开。"
_END = re.compile(rb">>stream\r\n|endobj\r\n")
_NUMBER = re.compile(rb"(\d+) 0 obj\r\n")
_LENGTH = re.compile(rb"/Length (\d+)")
_FILTER = re.compile(rb"/Filter(/\w+|\[[^\]]*\]| \d+ 0 R)")
_NO_CONTENT = re.compile(
    rb"/(?:Length[12] |Subtype/(?:Image|CIDFontType0C|OpenType|Type1C)\b|Type/(?:EmbeddedFile|Metadata|ObjStm|XRef)\b)"
)
_USES = re.compile(rb"/([^\s/<>\[\]()]+)\s+(?:Do|[-+.\d]+\s+Tf)\b")
_CLIPS = re.compile(rb"\b0*[4-7](?:\.\d*)?\s+Tr\b")
_SHOWS = re.compile(rb"T[jJ]\b|['\"]")
_TOKEN = re.compile(
    rb"\s*(?:(?P<open><<|\[)|(?P<close>>>|\])|(?P<name>/[^\s/<>\[\]()]*)|(?P<text>\((?:[^()\\]|\\.)*\)|<[0-9A-Fa-f]*>)"
    rb"|(?P<ref>\d+) \d+ R|(?P<word>[^\s/<>\[\]()]+))",
    re.DOTALL,
)
_STEP = 2**20
NOTHING: dict[bytes, Any] = {}


@dataclass(frozen=True)
class _Reference:
    number: int


@dataclass
class _Stream:
    """What is in a stream: how many bytes, ``None`` for what is no content; the forms and fonts that it names."""

    size: int | None
    uses: Counter[bytes] = field(default_factory=Counter)


def check(document: Any) -> None:
    """Raise ``DocumentError`` for a document of pdfium in which a page draws without measure."""
    copy = _Copy()
    document.save(copy, flags=3)  # FPDF_REMOVE_SECURITY
    try:
        _Pages(copy).check()
    except RecursionError:
        raise DocumentError(ENDLESS) from None


# ------------------------------------------------------------------------------------------------ objects


class _Copy:
    """Takes what pdfium writes and keeps of each object its entries, and of its stream what it weighs."""

    def __init__(self) -> None:
        self.entries: dict[int, bytes] = {}
        self.streams: dict[int, _Stream] = {}
        self._waiting = bytearray()
        self._searched = 0
        self._error: DocumentError | None = None

    def write(self, data: Any) -> int:
        """Take the next bytes. pdfium passes no exceptions on: the first one is kept."""
        if self._error is None:
            self._waiting += data
            try:
                while self._take():
                    clock.tick()
            except DocumentError as error:
                self._error = error
        return len(data)

    def close(self) -> None:
        """Raise what went wrong."""
        if self._error is not None:
            raise self._error

    def _take(self) -> bool:
        """Take one object, if it is there as a whole."""
        found = _END.search(self._waiting, self._searched)
        if not found:
            self._searched = max(0, len(self._waiting) - 10)
            return False
        end, start = found.end(), found.end()
        is_stream = found[0].startswith(b">>")
        head = bytes(self._waiting[: found.start() + 2 * is_stream])
        if is_stream:
            length = _LENGTH.findall(head)
            end = start + int(length[-1]) if length else start
            tail = self._waiting.find(b"endobj\r\n", end)
            if tail < 0:
                return False
        number = _NUMBER.search(head)
        if number:
            self._keep(int(number[1]), head[number.end() :], bytes(self._waiting[start:end]) if is_stream else None)
        del self._waiting[: tail + 8 if is_stream else end]
        self._searched = 0
        return True

    def _keep(self, number: int, entries: bytes, packed: bytes | None) -> None:
        if len(self.entries) >= MOST_OBJECTS:
            raise DocumentError(TOO_LARGE)
        self.entries[number] = entries
        if packed is not None:
            self.streams[number] = _Stream(None) if _NO_CONTENT.search(entries) else _weighed(entries, packed)


def _weighed(entries: bytes, packed: bytes) -> _Stream:
    """What a stream weighs."""
    data = _unpacked(entries, packed)
    if len(data) > LARGEST_CONTENT:
        raise DocumentError(TOO_LARGE)
    if _CLIPS.search(data) and len(_SHOWS.findall(data)) > MOST_CLIPPING:
        raise DocumentError(ENDLESS)
    return _Stream(len(data), Counter(_USES.findall(data)))


def _unpacked(entries: bytes, packed: bytes) -> bytes:
    """The data of a stream, a little more than is allowed at most."""
    stated = _FILTER.search(entries)
    if not stated:
        return packed
    if stated[1] in {b"/FlateDecode", b"[/FlateDecode]"}:
        return _inflated(packed)
    if len(packed) > LARGEST_PACKED:
        raise DocumentError(TOO_LARGE)
    from pypdf.errors import LimitReachedError
    from pypdf.filters import decode_stream_data
    from pypdf.generic import ArrayObject, NameObject, StreamObject

    stream = StreamObject()
    stream._data = packed  # noqa: SLF001 - pypdf has no other way to make a stream that is packed
    stream[NameObject("/Filter")] = ArrayObject(NameObject(name.decode()) for name in re.findall(rb"/\w+", stated[1]))
    try:
        with silence():
            return bytes(decode_stream_data(stream))
    except LimitReachedError:
        raise DocumentError(TOO_LARGE) from None
    except Exception:  # noqa: BLE001 - what pypdf cannot unpack says so in many ways, and draws nothing
        return packed


def _inflated(packed: bytes) -> bytes:
    unpacker = zlib.decompressobj()
    try:
        return unpacker.decompress(packed, LARGEST_CONTENT + 1)
    except zlib.error:
        return _sound_part(packed)


def _sound_part(packed: bytes) -> bytes:
    """What can be unpacked of damaged data: pdfium draws that."""
    unpacker, found = zlib.decompressobj(), bytearray()
    try:
        for start in range(0, len(packed), 64):
            found += unpacker.decompress(packed[start : start + 64], _STEP)
            if len(found) > LARGEST_CONTENT:
                break
    except zlib.error:
        pass
    return bytes(found)


# ------------------------------------------------------------------------------------------------ pages


class _Pages:
    """Weighs the pages of a copied file."""

    def __init__(self, copy: _Copy) -> None:
        copy.close()
        self._entries, self._streams = copy.entries, copy.streams
        self._values: dict[int, Any] = {}
        self._weights: dict[tuple[int, int], int] = {}
        self._open: set[int] = set()

    def check(self) -> None:
        for number, entries in self._entries.items():
            if b"/Contents" in entries or b"/Annots" in entries:
                self._check_page(self._value(number))
                clock.tick()

    def _check_page(self, page: Any) -> None:
        if not isinstance(page, dict):
            return
        contents = self._resolved(page.get(b"/Contents"))
        pieces = contents if isinstance(contents, list) else [page.get(b"/Contents")]
        weight = sum(self._drawn(piece, self._resources(page)) for piece in pieces if isinstance(piece, _Reference))
        annotations = self._resolved(page.get(b"/Annots"))
        if isinstance(annotations, list):
            if len(annotations) > MOST_ANNOTATIONS:
                raise DocumentError(TOO_MANY)
            weight += sum(self._shown(self._resolved(item)) for item in annotations)
        if weight > MOST_DRAWN:
            raise DocumentError(ENDLESS)

    def _shown(self, annotation: Any) -> int:
        """What the appearance of an annotation draws."""
        looks = self._resolved(annotation.get(b"/AP")) if isinstance(annotation, dict) else None
        normal = looks.get(b"/N") if isinstance(looks, dict) else None
        states = self._resolved(normal)
        found = states.values() if isinstance(states, dict) else [normal]
        return sum(self._drawn(item, NOTHING) for item in found if isinstance(item, _Reference))

    def _resources(self, page: dict[bytes, Any]) -> Any:
        """The resources of a page, or of what is above it."""
        node: Any = page
        for _ in range(DEEPEST):
            if not isinstance(node, dict):
                break
            if b"/Resources" in node:
                return self._resolved(node[b"/Resources"])
            node = self._resolved(node.get(b"/Parent"))
        return NOTHING

    def _drawn(self, content: _Reference, outer: Any) -> int:
        """How many bytes a content draws, with all that is drawn by what it draws."""
        stream = self._streams.get(content.number)
        if stream is None:
            return 0
        if stream.size is None:
            raise DocumentError(TOO_LARGE)  # a picture or a font that is given out for a content
        own = self._resolved(self._value(content.number).get(b"/Resources"))
        resources = own if isinstance(own, dict) else outer
        key = content.number, id(resources)
        if key not in self._weights:
            if content.number in self._open:
                raise DocumentError(ENDLESS)
            self._open.add(content.number)
            self._weights[key] = stream.size + self._named(stream.uses, resources)
            self._open.discard(content.number)
        if self._weights[key] > MOST_DRAWN:
            raise DocumentError(ENDLESS)
        return self._weights[key]

    def _named(self, uses: Mapping[bytes, int], resources: Any) -> int:
        """What the forms and fonts weigh that a content names."""
        if not uses or not isinstance(resources, dict):
            return 0
        forms, fonts = (self._resolved(resources.get(key)) for key in (b"/XObject", b"/Font"))
        weight = 0
        for name, count in uses.items():
            form = forms.get(b"/" + name) if isinstance(forms, dict) else None
            if isinstance(form, _Reference) and self._is_form(form):
                weight += count * (self._drawn(form, resources) + A_DRAWING)
            elif isinstance(fonts, dict) and b"/" + name in fonts:
                weight += self._told(self._resolved(fonts[b"/" + name])) + count * A_DRAWING
        return weight

    def _is_form(self, form: _Reference) -> bool:
        value = self._value(form.number)
        return isinstance(value, dict) and value.get(b"/Subtype") == b"/Form"

    def _told(self, font: Any) -> int:
        """What a font says of its characters: which code is which, and of one that is drawn, its glyphs."""
        if not isinstance(font, dict):
            return 0
        drawn = self._resolved(font.get(b"/CharProcs"))
        parts = [font.get(b"/ToUnicode"), font.get(b"/Encoding"), *(drawn.values() if isinstance(drawn, dict) else ())]
        return sum(self._drawn(part, self._resolved(font.get(b"/Resources"))) for part in parts if _is_reference(part))

    def _value(self, number: int) -> Any:
        if number not in self._values:
            self._values[number] = _parsed(self._entries.get(number, b""))
        return self._values[number]

    def _resolved(self, value: Any) -> Any:
        """What a reference leads to; of a stream its entries."""
        for _ in range(DEEPEST):
            if not isinstance(value, _Reference):
                return value
            value = self._value(value.number)
        return None


def _is_reference(value: Any) -> bool:
    return isinstance(value, _Reference)


def _parsed(text: bytes) -> Any:
    """An object as pdfium writes it: dictionaries, lists, references, names; of other values the text."""
    holders: list[list[Any]] = [[]]
    for token in _TOKEN.finditer(text):
        kind = token.lastgroup
        if kind == "open":
            holders.append([])
        elif kind == "close" and len(holders) > 1:
            items = holders.pop()
            holders[-1].append(_dictionary(items) if token["close"] == b">>" else items)
        elif kind == "ref":
            holders[-1].append(_Reference(int(token["ref"])))
        else:
            holders[-1].append(token[0].strip())
    return holders[0][0] if holders[0] else None


def _dictionary(items: Sequence[Any]) -> dict[bytes, Any]:
    pairs: Iterator[tuple[Any, Any]] = zip(items[::2], items[1::2], strict=False)
    return {key: value for key, value in pairs if isinstance(key, bytes)}
