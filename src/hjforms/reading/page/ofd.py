"""OFD pages (OFD 版面) drawn as PDF pages, so that one eye and one reader see the files of both formats.

Texts are drawn with the fonts that the file embeds, at the places that it states, and paths and pictures as they are;
what is not seen in the one is not seen in the other. What cannot be drawn is drawn as a grey area: there is ink that
nobody has read. A text is what ``TextCode`` says, a glyph what the font has for it or what the file names.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any, NamedTuple

from hjforms.errors import DocumentError
from hjforms.reading.file import clock, limits
from hjforms.reading.file.ofd import DAMAGED, DEEPEST, OfdFile, Sheet, inside, kids, local, numbers, text_at
from hjforms.reading.page.outlines import FONTS
from hjforms.template.objects import PdfWriter, stream, text_string
from hjforms.template.objects import name as pdf_name

POINT = 72 / 25.4
USUAL_WIDTH = 0.353  # millimetres, of a line
GREY = "0.5 g"
MOST_STEPS = 100_000  # of a text
_ARGUMENTS = {"M": 2, "S": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}


def drawn(file: OfdFile) -> bytes:
    """The pages of a file as a PDF."""
    chunks: list[bytes] = []
    writer = PdfWriter(chunks.append)
    fonts = _Fonts(file)
    tree, resources = writer.reserve(), writer.reserve()
    pages, pictures = list[int](), list[tuple[str, int]]()
    count = 0
    for sheet in file.sheets():
        clock.tick()
        page = _Page(file, fonts, sheet)
        content = page.content()
        count += page.objects
        if count > limits.MOST_DRAWINGS:
            raise DocumentError(DAMAGED)
        for name, body, mask in page.pictures:
            more = b"/SMask %d 0 R" % writer.add(mask) if mask else b""
            pictures.append((name, writer.add(body.replace(b"/Type/XObject", b"/Type/XObject" + more, 1))))
        contents = writer.add(stream(content.encode("ascii"), level=1))
        _, _, width, height = sheet.box
        pages.append(
            writer.add(
                b"<</Type/Page/Parent %d 0 R/MediaBox[0 0 %.3f %.3f]/Resources %d 0 R/Contents %d 0 R>>"
                % (tree, width * POINT, height * POINT, resources, contents)
            )
        )
    shown = b"".join([b"/%b %d 0 R" % (name.encode(), number) for name, number in fonts.write(writer)])
    drawings = b"".join([b"/%b %d 0 R" % (name.encode(), number) for name, number in pictures])
    writer.write(resources, b"<</Font<<%b>>/XObject<<%b>>>>" % (shown, drawings))
    listed = b" ".join([b"%d 0 R" % number for number in pages])
    writer.write(tree, b"<</Type/Pages/Count %d/Kids[%b]>>" % (len(pages), listed))
    root = writer.add(b"<</Type/Catalog/Pages %d 0 R>>" % tree)
    writer.close(root, writer.add(b"<</Title%b>>" % text_string("OFD")))
    return b"".join(chunks)


class _Face:
    """A font file, or the one that stands for a font which the file does not bring along."""

    def __init__(self, program: bytes | None, family: str) -> None:
        import uharfbuzz

        self._named = pdf_name(family or "Ofd")

        self._hb = uharfbuzz
        blob = uharfbuzz.Blob(program) if program is not None else uharfbuzz.Blob.from_file_path(str(FONTS[1]))
        self._face = uharfbuzz.Face(blob)
        if not self._face.glyph_count or not self._face.upem:
            raise ValueError
        self._font = uharfbuzz.Font(self._face)
        self._program = program
        self.instances: list[dict[int, str]] = []

    def glyph(self, char: str) -> int:
        """The number of the glyph of a character."""
        return int(self._font.get_nominal_glyph(ord(char[0])) or 0) if char else 0

    def width(self, glyph: int) -> float:
        """The advance of a glyph in 1/1000 em."""
        return float(self._font.get_glyph_h_advance(glyph) * 1000 / self._face.upem)

    def instance(self, glyph: int, text: str) -> int:
        """The number of the instance in which a glyph stands for this text and for no other."""
        for number, codes in enumerate(self.instances):
            if codes.setdefault(glyph, text) == text:
                return number
        self.instances.append({glyph: text})
        return len(self.instances) - 1

    def write(self, writer: PdfWriter) -> list[int]:
        """Write the font; returns the object of every instance."""
        is_outlined = "glyf" in self._face.table_tags
        key, entries = (b"FontFile2", b"") if is_outlined else (b"FontFile3", b"/Subtype/OpenType")
        data = self._data()
        file = writer.add(stream(data, entries + b"/Length1 %d" % len(data), level=1))
        descriptor = writer.add(
            b"<</Type/FontDescriptor/FontName%b/Flags 4/FontBBox[-1000 -300 3000 1200]/ItalicAngle 0/Ascent 880"
            b"/Descent -120/CapHeight 730/StemV 80/%b %d 0 R>>" % (self._named, key, file)
        )
        return [self._instance(writer, codes, descriptor, is_outlined=is_outlined) for codes in self.instances]

    def _data(self) -> bytes:
        if self._program is not None:
            return self._program
        wanted = self._hb.SubsetInput()
        wanted.sets(self._hb.SubsetInputSets.GLYPH_INDEX).update({glyph for codes in self.instances for glyph in codes})
        wanted.flags = self._hb.SubsetFlags.RETAIN_GIDS | self._hb.SubsetFlags.NO_HINTING
        return bytes(self._hb.SubsetPlan(self._face, wanted).execute().blob.data)

    def _instance(self, writer: PdfWriter, codes: dict[int, str], descriptor: int, *, is_outlined: bool) -> int:
        widths = b"".join([b"%d[%.1f]" % (glyph, self.width(glyph)) for glyph in codes])
        kind = b"/CIDFontType2/CIDToGIDMap/Identity" if is_outlined else b"/CIDFontType0"
        descendant = writer.add(
            b"<</Type/Font/Subtype%b/BaseFont%b/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
            b"/DW 1000/W[%b]/FontDescriptor %d 0 R>>" % (kind, self._named, widths, descriptor)
        )
        pairs = "".join([f"<{glyph:04X}><{text.encode('utf-16-be').hex()}>\n" for glyph, text in codes.items() if text])
        lines = pairs.splitlines(keepends=True)
        blocks = "".join(
            [
                f"{len(lines[start : start + 100])} beginbfchar\n{''.join(lines[start : start + 100])}endbfchar\n"
                for start in range(0, len(lines), 100)
            ]
        )
        cmap = (
            "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CMapName /Ofd def\n/CMapType 2 def\n"
            f"1 begincodespacerange\n<0000><FFFF>\nendcodespacerange\n{blocks}endcmap\nend\nend\n"
        )
        mapped = writer.add(stream(cmap.encode("ascii"), level=1))
        return writer.add(
            b"<</Type/Font/Subtype/Type0/BaseFont%b/Encoding/Identity-H/DescendantFonts[%d 0 R]/ToUnicode %d 0 R>>"
            % (self._named, descendant, mapped)
        )


class _Fonts:
    """The fonts of a file by their ids."""

    def __init__(self, file: OfdFile) -> None:
        self._file = file
        self._faces: dict[str, _Face] = {}
        self._names: dict[str, int] = {}

    def __getitem__(self, number: str) -> _Face:
        if number not in self._faces:
            self._faces[number] = self._face(number)
            self._names[number] = len(self._names)
        return self._faces[number]

    def _face(self, number: str) -> _Face:
        resource = self._file.resources.get(number)
        program = self._file.file_of(resource, "FontFile") if resource else None
        if resource and program:
            try:
                return _Face(program, resource[1].get("FontName", ""))
            except Exception:  # noqa: BLE001 - harfbuzz has several errors for what is no font
                return self._usual
        return self._usual

    @cached_property
    def _usual(self) -> _Face:
        return _Face(None, "")

    def name(self, number: str, instance: int) -> str:
        """The name of an instance of a font on pages."""
        return f"F{self._names[number]}x{instance}"

    def write(self, writer: PdfWriter) -> Iterator[tuple[str, int]]:
        """Write every font; gives the name and the object of each instance."""
        written: dict[int, list[int]] = {}
        for number, face in self._faces.items():
            if id(face) not in written:
                written[id(face)] = face.write(writer)
            for instance, made in enumerate(written[id(face)]):
                yield self.name(number, instance), made


class _Style(NamedTuple):
    """What objects take from the layer or the way of drawing that they name."""

    parameters: tuple[Any, ...]

    def find(self, name: str) -> Any:
        """The first element of this name."""
        return next((found for item in self.parameters if (found := inside(item, name)) is not None), None)

    def attribute(self, name: str) -> str | None:
        """The first attribute of this name."""
        return next((found for item in self.parameters if (found := item.get(name)) is not None), None)


class _Page:
    """A page on its way to PDF. Lengths in it are millimetres, y runs downwards."""

    def __init__(self, file: OfdFile, fonts: _Fonts, sheet: Sheet) -> None:
        self._file, self._fonts, self._sheet = file, fonts, sheet
        self.objects = 0
        self.pictures: list[tuple[str, bytes, bytes]] = []

    def content(self) -> str:
        """The operators of the page."""
        left, top, _, height = self._sheet.box
        start = f"{POINT:.6f} 0 0 {-POINT:.6f} {-left * POINT:.3f} {(height + top) * POINT:.3f} cm\n"
        shown = (
            operators
            for content in self._sheet.contents
            for layer in kids(content, "Layer")
            for operators in self._group(layer, (layer,), 0)
        )
        return start + "".join(shown)

    def _group(self, group: Any, above: tuple[Any, ...], depth: int) -> Iterator[str]:
        """The operators of what is in a layer or a block."""
        if depth > DEEPEST:
            raise DocumentError(DAMAGED)
        for item in group:
            self.objects += 1
            name = local(item)
            if item.get("Visible") == "false" or item.get("Alpha") == "0":
                continue
            if name == "PageBlock":
                yield from self._group(item, above, depth + 1)
            elif name in {"TextObject", "PathObject", "ImageObject", "CompositeObject"}:
                yield self._object(name, item, _Style(tuple(self._styles((item, *above)))))

    def _styles(self, items: Sequence[Any]) -> Iterator[Any]:
        """Objects, and the ways of drawing that they name."""
        for item in items:
            yield item
            name, seen = item.get("DrawParam"), set[str]()
            while name and name not in seen:
                seen.add(name)
                found = self._file.resources.get(name)
                if found is None:
                    break
                yield found[1]
                name = found[1].get("Relative")

    def _object(self, name: str, item: Any, style: _Style) -> str:
        box = numbers(item.get("Boundary"))
        if len(box) != 4:
            raise DocumentError(DAMAGED)  # where it stands nobody knows
        matrix = numbers(item.get("CTM"))
        start = f"q 1 0 0 1 {box[0]:.4f} {box[1]:.4f} cm\n{self._clip(item)}"
        if len(matrix) == 6 and name != "ImageObject":
            start += f"{' '.join(f'{value:.6f}' for value in matrix)} cm\n"
        if name == "TextObject":
            inner = self._text(item, style)
        elif name == "PathObject":
            inner = self._path(item, style)
        else:
            inner = self._picture(item, box)
        return f"{start}{inner}Q\n"

    @staticmethod
    def _clip(item: Any) -> str:
        """What cuts an object off."""
        clips = inside(item, "Clips")
        operators = ""
        for area in (area for clip in (() if clips is None else kids(clips, "Clip")) for area in kids(clip, "Area")):
            path = inside(area, "Path")
            if path is not None:
                box = numbers(path.get("Boundary"))
                x, y = box[:2] if len(box) == 4 else (0.0, 0.0)
                operators += f"{_traced(text_at(path, 'AbbreviatedData'), x, y)}W n\n"
        return operators

    def _text(self, item: Any, style: _Style) -> str:
        """The operators of a text."""
        sizes = numbers(item.get("Size"))
        if not sizes or item.get("Fill") == "false":
            return ""
        size, scale = sizes[0], (numbers(item.get("HScale")) or [1.0])[0]
        font = item.get("Font", "")
        operators = [f"{_colour(style.find('FillColor'), 'rg')}BT\n"]
        x = y = 0.0
        transforms: list[Any] = []
        for part in item:
            if local(part) == "CGTransform":
                transforms.append(part)
            elif local(part) == "TextCode":
                x = (numbers(part.get("X")) or [x])[0]
                y = (numbers(part.get("Y")) or [y])[0]
                for glyph, text, place_x, place_y in self._glyphs(part, transforms, font, size, x, y):
                    face = self._fonts[font]
                    name = self._fonts.name(font, face.instance(glyph, text))
                    operators.append(
                        f"/{name} {size:.4f} Tf {scale:.4f} 0 0 -1 {place_x:.4f} {place_y:.4f} Tm <{glyph:04X}>Tj\n"
                    )
                    self.objects += 1
                transforms = []
        return f"{''.join(operators)}ET\n"

    def _glyphs(
        self, part: Any, transforms: Sequence[Any], font: str, size: float, x: float, y: float
    ) -> Iterator[tuple[int, str, float, float]]:
        """The glyphs of a text, each with the characters that it stands for, and its place."""
        face = self._fonts[font]
        text = "".join([char for char in part.text or "" if char >= " "])
        named = {
            int(item.get("CodePosition", 0)): item for item in transforms if item.get("CodePosition", "0").isdigit()
        }
        right, down = _steps(part.get("DeltaX")), _steps(part.get("DeltaY"))
        place = count = 0
        while place < len(text):
            item = named.get(place)
            codes = _whole(item, "CodeCount") if item is not None else 1
            glyphs = [int(number) for number in numbers(text_at(item, "Glyphs"))] if item is not None else []
            stands_for = text[place : place + codes]
            parts = list(stands_for) if len(glyphs) == len(stands_for) else [stands_for, *[""] * len(glyphs)]
            for glyph, stated in zip(glyphs or [face.glyph(stands_for)], parts, strict=False):
                if not 0 <= glyph <= 0xFFFF:
                    raise DocumentError(DAMAGED)
                yield glyph, stated, x, y
                x += right[count] if count < len(right) else (0 if down else face.width(glyph) * size / 1000)
                y += down[count] if count < len(down) else 0
                count += 1
            place += max(1, codes)

    def _path(self, item: Any, style: _Style) -> str:
        """The operators of a path."""
        is_stroked, is_filled = item.get("Stroke") != "false", item.get("Fill") == "true"
        if not (is_stroked or is_filled):
            return ""
        width = (numbers(style.attribute("LineWidth")) or [USUAL_WIDTH])[0]
        paint = "B" if is_stroked and is_filled else "f" if is_filled else "S"
        colours = _colour(style.find("FillColor"), "rg") + _colour(style.find("StrokeColor"), "RG")
        even = "*" if is_filled and item.get("Rule") == "Even-Odd" else ""
        return f"{colours}{width:.4f} w\n{_traced(text_at(item, 'AbbreviatedData'))}{paint}{even}\n"

    def _picture(self, item: Any, box: Sequence[float]) -> str:
        """The operators of a picture; of one that cannot be drawn, a grey area."""
        matrix = numbers(item.get("CTM"))
        a, b, c, d, e, f = matrix if len(matrix) == 6 else (box[2], 0, 0, box[3], 0, 0)
        resource = self._file.resources.get(item.get("ResourceID", ""))
        data = self._file.file_of(resource, "MediaFile") if resource else None
        made = _pictured(data) if data else None
        if made is None:
            return f"{GREY} 0 0 {box[2]:.4f} {box[3]:.4f} re f\n"
        name = f"P{item.get('ResourceID')}" if str(item.get("ResourceID")).isalnum() else f"X{len(self.pictures)}"
        self.pictures.append((name, *made))
        return f"{a:.4f} {b:.4f} {-c:.4f} {-d:.4f} {e + c:.4f} {f + d:.4f} cm /{name} Do\n"


def _whole(item: Any, name: str) -> int:
    stated = item.get(name, "1")
    return int(stated) if stated.isdigit() and len(stated) < 6 else 1


def _steps(text: str | None) -> list[float]:
    """How far each glyph stands from the one before; ``g 3 1.5`` is three times 1.5."""
    tokens, found, place = (text or "").split(), list[float](), 0
    while place < len(tokens):
        if tokens[place] == "g" and place + 2 < len(tokens) and tokens[place + 1].isdigit():
            count = int(tokens[place + 1][:7])
            if len(found) + count > MOST_STEPS:
                raise DocumentError(DAMAGED)
            found += numbers(tokens[place + 2])[:1] * count
            place += 3
            continue
        found += numbers(tokens[place])[:1]
        place += 1
    return found


def _colour(element: Any, operator: str) -> str:
    """The operator that sets a colour; black where none is stated, or one that is no plain one."""
    values = numbers(element.get("Value")) if element is not None else []
    if len(values) == 1:
        values *= 3
    shown = [min(max(value / 255, 0), 1) for value in values] if len(values) == 3 else [0.0, 0.0, 0.0]
    return f"{shown[0]:.4f} {shown[1]:.4f} {shown[2]:.4f} {operator}\n"


def _traced(data: str, x: float = 0, y: float = 0) -> str:
    """The operators of an abbreviated path that is moved by (x, y). An arc is drawn as the line to its end."""
    operators: list[str] = []
    tokens, place = data.split(), 0
    while place < len(tokens):
        name = tokens[place]
        count = _ARGUMENTS.get(name)
        values = tokens[place + 1 : place + 1 + (count or 0)]
        if count is None or len(values) < count:
            raise DocumentError(DAMAGED)
        points = [value + (x if index % 2 == 0 else y) for index, value in enumerate(numbers(" ".join(values)))]
        if name == "A":
            points = [points[5] - y + x, points[6] - x + y]
        operators.append(_step(name, points))
        place += 1 + count
    return "".join(operators)


def _step(name: str, points: Sequence[float]) -> str:
    shown = " ".join([f"{value:.4f}" for value in points])
    if name in {"M", "S"}:
        return f"{shown} m\n"
    if name == "B":
        return f"{shown} c\n"
    if name == "Q":
        return f"{shown} v\n"
    return "h\n" if name == "C" else f"{shown} l\n"


def _pictured(data: bytes) -> tuple[bytes, bytes] | None:
    """A picture as an object and its mask; ``None`` for what is none that we can draw, or too large."""
    from PIL import Image

    try:
        with Image.open(io.BytesIO(data)) as picture:
            width, height = picture.size
            if width * height > limits.MOST_POINTS:
                return None
            has_mask = "A" in picture.getbands() or "transparency" in picture.info
            mask = picture.convert("RGBA").getchannel("A").tobytes() if has_mask else b""
            points = picture.convert("RGB").tobytes()
    except Exception:  # noqa: BLE001 - pillow has no common error for damaged pictures
        return None
    entries = b"/Type/XObject/Subtype/Image/Width %d/Height %d/BitsPerComponent 8" % (width, height)
    masked = stream(mask, entries + b"/ColorSpace/DeviceGray", level=1) if mask else b""
    return stream(points, entries + b"/ColorSpace/DeviceRGB", level=1), masked
