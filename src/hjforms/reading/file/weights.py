"""How much a page of a foreign PDF file draws (页面分量), known before it is drawn.

A stream may stand in a page a thousand times, forms may draw other forms, and what one library takes for the page
another does not see. So pdfium writes the file as it understands it, object by object and in one spelling, and each
page is weighed there: the bytes of everything that it draws, every time that it draws it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from hjforms.errors import DocumentError
from hjforms.reading.file import clock
from hjforms.reading.file.objects import FILTER, Objects, Reference
from hjforms.reading.file.packing import TOO_LARGE, grows, names_in, unpacked
from hjforms.wording import Sentence

LARGEST_CONTENT = 8 * 2**20  # of what draws a page, or a part of one
LARGEST_STREAM = 64 * 2**20  # of anything else
LARGEST_PICTURE = 256 * 2**20
LARGEST_PACKED = 2**20  # of a stream that is packed in a way that few programs use
MOST_DRAWN = 24 * 2**20  # by a page
MOST_OBJECTS = 2_000_000
MOST_ANNOTATIONS = 5_000  # of a page
MOST_CLIPPING = 200  # texts of a stream through which something is drawn: every one is kept for every other
MOST_CODES = 200_000  # of ranges of codes, and of widths; there are 65,536 of two bytes
LONGEST_CODE = 16  # digits
A_DRAWING = 64  # bytes: what it takes to draw a form, or to change a font, beside what is in it
ENDLESS = Sentence("PDF 文件的页面内容层层引用，没有止境，拒绝打开。")
NO_PAPER = Sentence("PDF 文件有的页没有写明纸张大小（MediaBox），看不出印到哪里为止，不能读取，请重新打印成 PDF。")
TOO_MANY = Sentence("PDF 文件有的页上批注、表单域多得不合常理，拒绝打开。")
NAMELESS = Sentence("PDF 文件已损坏（有的表单域的名称不是文字），请重新取得，或打印成 PDF 再读。")
POINTS_A_BYTE = 64  # of a picture: what takes as long to draw as a byte of lines
MOST_POINTS = 400_000_000  # of a picture that is packed as JPEG 2000
HEAD = 4096
_INLINE = re.compile(rb"\bBI\b[^>]{0,400}?/W(?:idth)?\s+(\d+)[^>]{0,400}?/H(?:eight)?\s+(\d+)")
_END = re.compile(rb">>stream\r\n|endobj\r\n")
_NUMBER = re.compile(rb"(\d{1,9}) 0 obj\r\n")
_LENGTH = re.compile(rb"/Length (\d{1,19})")
_REFERENCE = re.compile(rb"(\d{1,9}) 0 R")
_BLOCK = re.compile(rb"begin(?:bf|cid|notdef)range(.*?)(?:end\w+range|\Z)", re.DOTALL)
_RANGE = re.compile(rb"<\s*([0-9A-Fa-f]+)\s*>\s*<\s*([0-9A-Fa-f]+)\s*>\s*(?:<[^>]*>|\[[^\]]*\]|\d+)")
_NO_CONTENT = re.compile(
    rb"/(?:Subtype/(?:Image|CIDFontType0C|OpenType|Type1C)\b|Type/(?:EmbeddedFile|Metadata|ObjStm|XRef)\b)"
)
_PROGRAM = re.compile(rb"/Length[12] ")  # of a font, most of the time
_TEXT = re.compile(rb"(?!%!)[\s!-~]+\Z")
_USES = re.compile(rb"/([^\s/<>\[\]()]+)\s+(?:Do|[-+.\d]+\s+Tf)\b")
_ODD_NAME = re.compile(rb"/T(?:<<|\[| \d+ \d+ R)")
_CLIPS = re.compile(rb"\b0*[4-7](?:\.\d*)?\s+Tr\b")
_SHOWS = re.compile(rb"T[jJ]\b|['\"]")
NOTHING: dict[bytes, Any] = {}


@dataclass
class _Stream:
    """What is in a stream: how many bytes, ``None`` for what is no content; the forms and fonts that it names."""

    size: int | None
    uses: Counter[bytes] = field(default_factory=Counter)


def check(document: Any, *, locked: bool = False) -> Objects:
    """The objects of a document of pdfium. Raises ``DocumentError`` for one in which a page draws without measure.

    A file that is ``locked`` has shown nothing of its streams before it was opened.
    """
    copy = _Copy(locked=locked)
    document.save(copy, flags=3)  # FPDF_REMOVE_SECURITY
    try:
        _Pages(copy).check()
    except RecursionError:
        raise DocumentError(ENDLESS) from None
    return copy.objects


# ------------------------------------------------------------------------------------------------ objects


class _Copy:
    """Takes what pdfium writes, object by object, and keeps of each stream what it weighs."""

    def __init__(self, *, locked: bool) -> None:
        self.objects = Objects()
        self.streams: dict[int, _Stream] = {}
        self._waiting = bytearray()
        self._searched = 0
        self._error: DocumentError | None = None
        self._locked = locked
        self._later: list[tuple[int, bytes, bytes]] = []  # streams that say elsewhere how they are packed
        self._kept = 0

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
        """Weigh what has waited. Raises what went wrong."""
        if self._error is not None:
            raise self._error
        self.objects.end(bytes(self._waiting))
        for number, stated, packed in self._later:
            named = _REFERENCE.sub(lambda found: self.objects.entries.get(int(found[1]), b""), stated)
            self.streams[number] = self._weighed(self.objects.entries[number], packed, names_in(named))

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
        if len(self.objects.entries) >= MOST_OBJECTS:
            raise DocumentError(TOO_LARGE)
        self.objects.keep(number, entries, packed)
        if packed is None:
            return
        stated = FILTER.search(entries)
        if stated and _REFERENCE.search(stated[1]):  # to what may come later
            self._kept += len(packed)
            if self._kept > LARGEST_PACKED:
                raise DocumentError(TOO_LARGE)
            self._later.append((number, stated[1], packed))
        else:
            self.streams[number] = self._weighed(entries, packed, names_in(stated[1]) if stated else [])

    def _weighed(self, entries: bytes, packed: bytes, filters: Sequence[bytes]) -> _Stream:
        """What a stream weighs."""
        if not _NO_CONTENT.search(entries) and not (_PROGRAM.search(entries) and _is_program(packed, filters)):
            return _weighed(packed, filters)
        if self._locked or filters not in ([], [b"FlateDecode"]):  # what the bytes of the file did not show
            _check_size(packed, filters, LARGEST_PICTURE if b"/Subtype/Image" in entries else LARGEST_STREAM)
        if b"JPXDecode" in filters:
            _check_jpeg_2000(unpacked(packed, filters, LARGEST_PICTURE))
        return _Stream(None)


def _is_program(packed: bytes, filters: Sequence[bytes]) -> bool:
    """True for the program of a font: jsPDF gives tables of codes the same entries, but they are text throughout."""
    return not _TEXT.match(unpacked(packed[:HEAD], filters, HEAD))


def _check_size(packed: bytes, filters: Sequence[bytes], most: int) -> None:
    """Refuse a font, a picture or a table of objects that is too large when it is unpacked."""
    if grows(filters) and len(unpacked(packed, filters, most)) > most:
        raise DocumentError(TOO_LARGE)


def _weighed(packed: bytes, filters: Sequence[bytes]) -> _Stream:
    """What the stream of a content weighs."""
    if len(packed) > LARGEST_PACKED and filters not in ([], [b"FlateDecode"]):
        raise DocumentError(TOO_LARGE)
    data = unpacked(packed, filters, LARGEST_CONTENT)
    if len(data) > LARGEST_CONTENT or _codes_in(data) > MOST_CODES:
        raise DocumentError(TOO_LARGE)
    if b"Tr" in data and _CLIPS.search(data) and len(_SHOWS.findall(data)) > MOST_CLIPPING:
        raise DocumentError(ENDLESS)
    inline = _INLINE.finditer(data) if b"BI" in data else ()
    drawn = sum(_product(found.groups()) for found in inline) // POINTS_A_BYTE
    return _Stream(len(data) + drawn, Counter(_USES.findall(data)))


def _product(sides: Iterable[Any]) -> int:
    """The points of a picture of these sides; none where they are no numbers."""
    numbers = [int(side) for side in sides if isinstance(side, bytes) and side.isdigit() and len(side) < LONGEST_CODE]
    return numbers[0] * numbers[1] if len(numbers) == 2 else 0


def _check_jpeg_2000(packed: bytes) -> None:
    """Refuse a picture that says in its own head, not in its dictionary, how large it is, and is too large."""
    for mark, further in ((b"ihdr", 0), (b"\xff\x51", 4)):  # height and width of the box; width and height of the code
        place = packed.find(mark, 0, HEAD) + len(mark) + further
        if place >= len(mark) + further and len(packed) >= place + 8:
            one, two = int.from_bytes(packed[place : place + 4]), int.from_bytes(packed[place + 4 : place + 8])
            if one * two > MOST_POINTS:
                raise DocumentError(TOO_LARGE)


# ------------------------------------------------------------------------------------------------ pages


class _Pages:
    """Weighs the pages of a copied file."""

    def __init__(self, copy: _Copy) -> None:
        copy.close()
        self._objects, self._streams = copy.objects, copy.streams
        self._weights: dict[tuple[int, int], int] = {}
        self._open: set[int] = set()

    def check(self) -> None:
        for number, entries in self._objects.entries.items():
            if b"/Contents" in entries or b"/Annots" in entries:
                self._check_page(self._objects.value(number))
                clock.tick()
            if _ODD_NAME.search(entries):
                self._check_name(self._objects.value(number))

    def _check_name(self, field: Any) -> None:
        """Refuse a form field with a dictionary for a name: it costs pdfium ten megabytes for every field of a page."""
        is_field = isinstance(field, dict) and (b"/FT" in field or b"/Kids" in field)
        if is_field and isinstance(self._objects.resolved(field.get(b"/T")), dict | list):
            raise DocumentError(NAMELESS)

    def _check_page(self, page: Any) -> None:
        if not isinstance(page, dict):
            return
        if page.get(b"/Type") == b"/Page" and not _is_paper(self._objects.inherited(page, b"/MediaBox")):
            raise DocumentError(NO_PAPER)
        contents = self._objects.resolved(page.get(b"/Contents"))
        pieces = contents if isinstance(contents, list) else [page.get(b"/Contents")]
        weight = sum(self._drawn(piece, self._resources(page)) for piece in pieces if isinstance(piece, Reference))
        annotations = self._objects.resolved(page.get(b"/Annots"))
        if isinstance(annotations, list):
            if len(annotations) > MOST_ANNOTATIONS:
                raise DocumentError(TOO_MANY)
            weight += sum(self._shown(self._objects.resolved(item)) for item in annotations)
        if weight > MOST_DRAWN:
            raise DocumentError(ENDLESS)

    def _shown(self, annotation: Any) -> int:
        """What the appearance of an annotation draws."""
        looks = self._objects.resolved(annotation.get(b"/AP")) if isinstance(annotation, dict) else None
        normal = looks.get(b"/N") if isinstance(looks, dict) else None
        states = self._objects.resolved(normal)
        found = states.values() if isinstance(states, dict) else [normal]
        return sum(self._drawn(item, NOTHING) for item in found if isinstance(item, Reference))

    def _resources(self, page: dict[bytes, Any]) -> Any:
        """The resources of a page, or of what is above it."""
        return self._objects.inherited(page, b"/Resources") or NOTHING

    def _drawn(self, content: Reference, outer: Any) -> int:
        """How many bytes a content draws, with all that is drawn by what it draws."""
        stream = self._streams.get(content.number)
        if stream is None:
            return 0
        if stream.size is None:
            raise DocumentError(TOO_LARGE)  # a picture or a font that is given out for a content
        own = self._objects.resolved(self._objects.value(content.number).get(b"/Resources"))
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
        forms, fonts = (self._objects.resolved(resources.get(key)) for key in (b"/XObject", b"/Font"))
        weight = 0
        for name, count in uses.items():
            form = forms.get(b"/" + name) if isinstance(forms, dict) else None
            if isinstance(form, Reference) and self._is_form(form):
                weight += count * (self._drawn(form, resources) + A_DRAWING)
            elif isinstance(form, Reference):
                weight += count * (self._points(form) // POINTS_A_BYTE + A_DRAWING)
            elif isinstance(fonts, dict) and b"/" + name in fonts:
                font = self._objects.resolved(fonts[b"/" + name])
                self._check_widths(font)
                weight += self._told(font) + count * A_DRAWING
        return weight

    def _points(self, picture: Reference) -> int:
        """How many points a picture has."""
        value = self._objects.value(picture.number)
        sides = [value.get(side) for side in (b"/Width", b"/Height")] if isinstance(value, dict) else []
        return _product(sides)

    def _is_form(self, form: Reference) -> bool:
        value = self._objects.value(form.number)
        return isinstance(value, dict) and value.get(b"/Subtype") == b"/Form"

    def _told(self, font: Any) -> int:
        """What a font says of its characters: which code is which, and of one that is drawn, its glyphs."""
        if not isinstance(font, dict):
            return 0
        drawn = self._objects.resolved(font.get(b"/CharProcs"))
        parts = [font.get(b"/ToUnicode"), font.get(b"/Encoding"), *(drawn.values() if isinstance(drawn, dict) else ())]
        return sum(
            self._drawn(part, self._objects.resolved(font.get(b"/Resources"))) for part in parts if _is_reference(part)
        )

    def _check_widths(self, font: Any) -> None:
        """Refuse a font that states the width of more characters than there are."""
        inner = self._objects.resolved(font.get(b"/DescendantFonts")) if isinstance(font, dict) else None
        for item in map(self._objects.resolved, inner if isinstance(inner, list) else ()):
            for key in (b"/W", b"/W2"):
                stated = self._objects.resolved(item.get(key)) if isinstance(item, dict) else None
                if isinstance(stated, list) and _widest(stated) > MOST_CODES:
                    raise DocumentError(TOO_LARGE)


def _codes_in(data: bytes) -> int:
    """How many codes the ranges of a table of codes (CMap) have: libraries take them one by one."""
    if b"range" not in data:
        return 0
    ends = (found.groups() for block in _BLOCK.findall(data) for found in _RANGE.finditer(block))
    return sum(max(0, int(last[-LONGEST_CODE:], 16) - int(first[-LONGEST_CODE:], 16)) for first, last in ends)


def _widest(stated: Sequence[Any]) -> int:
    """How many characters the ranges of a list of widths have at most."""
    numbers = [int(item) for item in stated if isinstance(item, bytes) and item.isdigit() and len(item) < LONGEST_CODE]
    return max((after - before for before, after in pairwise(numbers)), default=0) if len(numbers) > 1 else 0


def _is_paper(box: Any) -> bool:
    """True for the box of a paper that is there; each program takes another paper for one that is not."""
    try:
        x0, y0, x1, y1 = map(float, box)
    except (TypeError, ValueError):
        return False
    return abs(x1 - x0) > 1 and abs(y1 - y0) > 1


def _is_reference(value: Any) -> bool:
    return isinstance(value, Reference)
