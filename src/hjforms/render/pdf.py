"""Drawing PDF (输出 PDF): the texts of a record into the slots of its compiled template.

Everything that is the same for every document is made once per process: the background page as a Form
XObject, the ASCII font, and for each numeric slot the operators that centre a figure of n characters. A figure
is then one lookup. Other texts are set by ``typeset`` and drawn with subset fonts whose codes are given
out as characters appear, one code for one character, so that the page can be read back exactly.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache, cached_property
from hashlib import blake2b

from hjforms.errors import Fault, InputError, NotationError
from hjforms.records.base import Record
from hjforms.render.fonts import faces
from hjforms.render.texts import TextWriter
from hjforms.render.typeset import PADDING, Line, fit
from hjforms.template import acroform
from hjforms.template.layout import PAGE, Slot
from hjforms.template.objects import PdfWriter, stream
from hjforms.template.store import Compiled

ASCII = "".join(map(chr, range(32, 127)))
ESCAPED = str.maketrans({"(": r"\(", ")": r"\)", "\\": r"\\"})
LEVEL = 1  # of compression: pages are small, and time is what a print run is short of
LONGEST_FIGURE = 16
MIDDLE = 0.43  # of the font size: from the baseline to the middle of a line, as office programs set 宋体
ASCENT, DESCENT = 880, -120


@dataclass(frozen=True)
class _AsciiFont:
    """The printable ASCII characters as a font of one-byte codes: its objects and its advances."""

    program: bytes
    advances: dict[str, int]

    @property
    def digit(self) -> int:
        return self.advances["0"]

    @property
    def point(self) -> int:
        return self.advances["."]

    def width(self, text: str) -> int:
        return sum(map(self.advances.__getitem__, text))


@cache
def _ascii_font() -> _AsciiFont:
    serif = faces()[0]
    glyphs = {char: serif.glyph(char) for char in ASCII}
    advances = {char: glyph[1] for char, glyph in glyphs.items() if glyph}
    return _AsciiFont(serif.subset_text(ASCII), advances)


class _Pen:
    """Draws the texts of one slot."""

    def __init__(self, slot: Slot, *, numeric: bool) -> None:
        self.slot = slot
        self.font = f"/A {slot.size:g} Tf\n"
        x0, y0, x1, y1 = slot.box
        self._left, self._right = x0 + PADDING, x1 - PADDING
        self._middle = (y0 + y1) / 2
        self.amounts: list[str | None] = []
        self.integers: list[str | None] = []
        if numeric:
            ascii_font = _ascii_font()
            integers = [ascii_font.digit * length for length in range(LONGEST_FIGURE)]
            amounts = [width - ascii_font.digit + ascii_font.point for width in integers]
            self.integers, self.amounts = list(map(self._start, integers)), list(map(self._start, amounts))

    def _start(self, advance: float) -> str | None:
        """The operators before a one-line figure of this width, ``None`` where it does not fit."""
        width = advance * self.slot.size / 1000
        if width > self._right - self._left:
            return None
        x, y = self._x(width), self._middle - MIDDLE * self.slot.size
        return f"1 0 0 1 {x:.2f} {y:.2f} Tm("

    def _x(self, width: float) -> float:
        if self.slot.align == "left":
            return self._left
        if self.slot.align == "right":
            return self._right - width
        return (self._left + self._right - width) / 2

    def lines(self, text: str) -> Iterator[tuple[Line, float, float, float]]:
        """Each line of a text with its size and the place of its first glyph."""
        x0, y0, x1, y1 = self.slot.box
        setting = fit(text, x1 - x0, y1 - y0, self.slot.size)
        size, count = setting.size, len(setting.lines)
        leading = min(size * 1.25, (y1 - y0) / count)
        top = self._middle + leading * (count - 1) / 2 - MIDDLE * size
        for number, line in enumerate(setting.lines):
            yield line, size, self._x(line.width), top - number * leading


class _Codes(dict[str, str]):
    """The codes (4 hex digits) under which the glyphs of one face are drawn in a document, from 1."""

    def __missing__(self, cluster: str) -> str:
        self[cluster] = code = f"{len(self) + 1:04X}"
        return code


class Document:
    """A PDF file in the making: pages are written as they come, fonts at the end."""

    def __init__(self, renderer: PdfRenderer, sink: Callable[[bytes], object]) -> None:
        self._renderer = renderer
        self._writer = PdfWriter(sink)
        self._writer.prepared(*renderer.prepared)
        self._resources = self._writer.reserve()
        self._tree = self._writer.reserve()
        self._pages: list[int] = []
        self._codes: dict[int, _Codes] = {}
        self._digest = blake2b(renderer.template.layout.source.encode(), digest_size=16)
        self._fields: acroform.Fields | None = None

    def add(self, record: Record, *, editable: bool = False) -> None:
        """Write the pages of a record. Raises ``InputError`` with every text that cannot be printed."""
        layout = self._renderer.template.layout
        shared = b"<</Type/Page/Parent %d 0 R/MediaBox[0 0 %g %g]/Resources %d 0 R/Contents %%d 0 R%%b>>" % (
            self._tree,
            layout.width,
            layout.height,
            self._resources,
        )
        drawn = [self._draw(texts, editable=editable) for texts in self._renderer.texts.pages(record)]
        for number, (content, fields) in enumerate(drawn):
            packed = zlib.compress(content, LEVEL)
            self._digest.update(content)
            body = b"<</Filter/FlateDecode/Length %d>>stream\n%b\nendstream" % (len(packed), packed)
            contents = self._writer.add(body)
            page = self._writer.reserve()
            annotations = b"/Annots[%b]" % self._widgets(page, number, fields) if editable else b""
            self._writer.write(page, shared % (contents, annotations))
            self._pages.append(page)

    def _draw(self, texts: list[str], *, editable: bool) -> tuple[bytes, list[tuple[_Pen, str]]]:
        """The content of a page, and the slots that are fields of their own rather than drawn."""
        pens = self._renderer.pens
        if editable:
            fields = [(pen, text) for pen, text in zip(pens, texts, strict=True) if pen.slot.path != PAGE]
            drawn = [(pen, text) for pen, text in zip(pens, texts, strict=True) if pen.slot.path == PAGE]
        else:
            fields, drawn = [], list(zip(pens, texts, strict=True))
        return b"/Bg Do\nBT\n" + self._operators(drawn).encode("ascii") + b"ET\n", fields

    def _operators(self, drawn: Iterable[tuple[_Pen, str]]) -> str:
        """The operators that draw texts: figures by font size, then the other texts in their order."""
        figures: dict[str, list[str]] = {}
        texts: list[str] = []
        faults: list[Fault] = []
        for pen, text in drawn:
            if not text:
                continue
            starts = pen.amounts if text[-3:-2] == "." else pen.integers
            start = starts[len(text)] if len(text) < len(starts) and text[0] != "-" else None
            if start is not None:
                try:
                    figures[pen.font] += (start, text, ")Tj\n")
                except KeyError:
                    figures[pen.font] = [start, text, ")Tj\n"]
                continue
            try:
                texts += [run for line in pen.lines(text) for run in self._runs(*line)]
            except NotationError as error:
                faults.append(Fault(pen.slot.path, str(error)))
        if faults:
            raise InputError(*faults)
        return "".join([font + "".join(operators) for font, operators in figures.items()] + texts)

    def _runs(self, line: Line, size: float, x: float, y: float) -> Iterator[str]:
        """The operators of a line: runs of one font each."""
        glyphs = line.glyphs
        start = 0
        while start < len(glyphs):
            face = self._face(glyphs[start][0], glyphs[start][1].face)
            end = start + 1
            while end < len(glyphs) and self._face(glyphs[end][0], glyphs[end][1].face) == face:
                end += 1
            characters = [cluster for cluster, _ in glyphs[start:end]]
            if face < 0:
                font, shown = "A", f"({''.join(characters).translate(ESCAPED)})"
            else:
                codes = self._codes.setdefault(face, _Codes())
                font, shown = f"F{face}", f"<{''.join([codes[cluster] for cluster in characters])}>"
            yield f"/{font} {size:g} Tf\n1 0 0 1 {x:.2f} {y:.2f} Tm{shown}Tj\n"
            x += sum(glyph.advance for _, glyph in glyphs[start:end]) * size / 1000
            start = end

    @staticmethod
    def _face(cluster: str, face: int) -> int:
        """The number of the face that draws a character, -1 for the ASCII font."""
        return -1 if face == 0 and cluster in _ascii_font().advances else face

    def _widgets(self, page: int, number: int, fields: list[tuple[_Pen, str]]) -> bytes:
        """Write the slots of a page as form fields; returns the references to their widgets."""
        layout = self._renderer.template.layout
        if self._fields is None:
            self._fields = acroform.Fields(self._writer, page, self._renderer.record_type)
        else:
            self._fields.turn_to(page)
        for pen, text in fields:
            path = pen.slot.path
            if layout.in_rows(pen.slot):
                row, _, rest = path.removeprefix(layout.row_prefix).partition(".")
                path = f"{layout.row_prefix}{int(row) + number * layout.capacity}.{rest}"
            self._fields.add(path, pen.slot, text, self._appearance(pen, text) if text else None)
        return self._fields.widgets()

    def _appearance(self, pen: _Pen, text: str) -> int:
        """The picture of a filled field, in the same fonts as a flat page."""
        x0, y0, x1, y1 = pen.slot.box
        width, height = x1 - x0 - 2 * acroform.INSET, y1 - y0 - 2 * acroform.INSET
        shift = -acroform.INSET
        box = (shift, shift, width - shift, height - shift)
        content = self._operators([(_Pen(replace(pen.slot, box=box), numeric=False), text)])
        data = f"/Tx BMC\nq\nBT\n0 g\n{content}ET\nQ\nEMC\n".encode("ascii")
        self._digest.update(data)
        entries = b"/Type/XObject/Subtype/Form/BBox[0 0 %.2f %.2f]/Resources %d 0 R"
        return self._writer.add(stream(data, entries % (width, height, self._resources), level=LEVEL))

    def close(self) -> None:
        """Write fonts, page tree, catalog and trailer."""
        writer = self._writer
        fonts = [b"/F%d %d 0 R" % (face, self._font(face, codes)) for face, codes in self._codes.items()]
        ascii_font = self._renderer.ascii_number
        writer.write(
            self._resources,
            b"<</Font<</A %d 0 R%b>>/XObject<</Bg 1 0 R>>>>" % (ascii_font, b"".join(fonts)),
        )
        kids = acroform.references(self._pages)
        writer.write(self._tree, b"<</Type/Pages/Count %d/Kids[%b]>>" % (len(self._pages), kids))
        form = b""
        if self._fields is not None:
            form = b"/AcroForm %d 0 R" % self._fields.close(acroform.typing_font(writer))
        root = writer.add(b"<</Type/Catalog/Pages %d 0 R%b/Lang(zh-CN)>>" % (self._tree, form))
        info = writer.add(acroform.information(self._renderer.title))
        writer.close(root, info, self._digest.hexdigest().encode())

    def _font(self, face: int, codes: _Codes) -> int:
        """Write the subset of a face that the document uses; returns the number of the font."""
        found = {cluster: faces().glyph(cluster) for cluster in codes}
        glyphs = {cluster: glyph for cluster, glyph in found.items() if glyph}
        program, numbers = faces()[face].subset(glyph.number for glyph in glyphs.values())
        self._digest.update(program)
        mapping = b"\0\0" + b"".join(numbers[glyph.number].to_bytes(2, "big") for glyph in glyphs.values())
        widths = b"".join(
            b"%d[%d]" % (code, glyph.advance) for code, glyph in enumerate(glyphs.values(), 1) if glyph.advance != 1000
        )
        writer, base = self._writer, b"/HJFORM+Values%d" % face
        file = writer.add(stream(program, b"/Length1 %d" % len(program), level=LEVEL))
        descriptor = writer.add(_descriptor(base, 4, file))
        descendant = writer.add(
            b"<</Type/Font/Subtype/CIDFontType2/BaseFont%b/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)"
            b"/Supplement 0>>/DW 1000/W[%b]/FontDescriptor %d 0 R/CIDToGIDMap %d 0 R>>"
            % (base, widths, descriptor, writer.add(stream(mapping, level=LEVEL)))
        )
        unicode = writer.add(stream(_to_unicode(codes), level=LEVEL))
        return writer.add(
            b"<</Type/Font/Subtype/Type0/BaseFont%b/Encoding/Identity-H/DescendantFonts[%d 0 R]/ToUnicode %d 0 R>>"
            % (base, descendant, unicode)
        )


def _descriptor(base: bytes, flags: int, file: int) -> bytes:
    return (
        b"<</Type/FontDescriptor/FontName%b/Flags %d/FontBBox[-1000 -300 3000 1200]/ItalicAngle 0/Ascent %d"
        b"/Descent %d/CapHeight 730/StemV 80/FontFile2 %d 0 R>>" % (base, flags, ASCENT, DESCENT, file)
    )


def _to_unicode(codes: _Codes) -> bytes:
    """The CMap from codes to characters, in blocks of 100 as the format wants."""
    pairs = [f"<{code}><{cluster.encode('utf-16-be').hex().upper()}>\n" for cluster, code in codes.items()]
    blocks = [
        f"{len(pairs[start : start + 100])} beginbfchar\n{''.join(pairs[start : start + 100])}endbfchar\n"
        for start in range(0, len(pairs), 100)
    ]
    return (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        "/CIDSystemInfo <</Registry(Adobe)/Ordering(UCS)/Supplement 0>> def\n/CMapName /Adobe-Identity-UCS def\n"
        "/CMapType 2 def\n1 begincodespacerange\n<0000><FFFF>\nendcodespacerange\n"
        f"{''.join(blocks)}endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"
    ).encode("ascii")


class PdfRenderer:
    """Draws records on one template."""

    def __init__(self, template: Compiled, title: str, record_type: type[Record]) -> None:
        self.template = template
        self.title = title
        self.record_type = record_type
        self.texts = TextWriter(template.layout, record_type)

    @cached_property
    def pens(self) -> list[_Pen]:
        """A pen for each slot."""
        slots = zip(self.template.layout.slots, self.texts.numeric, strict=True)
        return [_Pen(slot, numeric=numeric) for slot, numeric in slots]

    @cached_property
    def ascii_number(self) -> int:
        """The object number of the ASCII font in every document."""
        return self.template.background[2] + 3

    @cached_property
    def prepared(self) -> tuple[bytes, tuple[int, ...]]:
        """The objects that begin every document, the background first and the ASCII font last."""
        data, offsets, count = self.template.background
        font = _ascii_font()
        base = b"/HJFORM+Figures"
        bodies = (
            stream(font.program, b"/Length1 %d" % len(font.program)),
            _descriptor(base, 32, count + 1),
            b"<</Type/Font/Subtype/TrueType/BaseFont%b/Encoding/WinAnsiEncoding/FirstChar 32/LastChar 126/Widths[%b]"
            b"/FontDescriptor %d 0 R>>" % (base, b" ".join(b"%d" % font.advances[char] for char in ASCII), count + 2),
        )
        chunks, all_offsets = [data], list(offsets)
        for number, body in enumerate(bodies, count + 1):
            all_offsets.append(sum(map(len, chunks)))
            chunks.append(b"%d 0 obj\n%b\nendobj\n" % (number, body))
        return b"".join(chunks), tuple(all_offsets)

    def render(self, record: Record, *, editable: bool = False) -> bytes:
        """The PDF of one record."""
        chunks: list[bytes] = []
        document = Document(self, chunks.append)
        document.add(record, editable=editable)
        document.close()
        return b"".join(chunks)
