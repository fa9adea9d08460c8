"""Embedding fonts (嵌入字体): of each face the characters that a document draws, one code for one character.

Codes are given out as characters appear, so that the maps are small and the text can be read back exactly.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from functools import lru_cache

from hjforms.render.fonts import faces
from hjforms.template.objects import PdfWriter, plain_stream, stream

LEVEL = 3  # of compression: the fastest on pages, which are small
LARGE = 32 * 1024  # fonts and maps that are smaller take longer to pack than it saves
ASCENT, DESCENT = 880, -120


@lru_cache(maxsize=4096)
def _code(number: int) -> str:
    return f"{number:04X}"


class Codes(dict[str, str]):
    """The codes (4 hex digits) under which the glyphs of one face are drawn in a document, from 1."""

    def __missing__(self, cluster: str) -> str:
        self[cluster] = code = _code(len(self) + 1)
        return code


def embedded(writer: PdfWriter, face: int, codes: Codes) -> int:
    """Write the subset of a face that a document uses; returns the number of the font."""
    glyphs = [glyph for glyph in map(faces().glyph, codes) if glyph]
    program, numbers = faces()[face].program(list(codes), [glyph.number for glyph in glyphs])
    odd = ((code, glyph.advance) for code, glyph in enumerate(glyphs, 1) if glyph.advance != 1000)
    widths = b"".join([b"%d[%d]" % pair for pair in odd])
    base = b"/HJFORM+Values%d" % face
    described = writer.add(descriptor(base, 4, writer.add(_packed(program, b"/Length1 %d" % len(program)))))
    descendant = writer.add(
        b"<</Type/Font/Subtype/CIDFontType2/BaseFont%b/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)"
        b"/Supplement 0>>/DW 1000/W[%b]/FontDescriptor %d 0 R/CIDToGIDMap%b>>"
        % (base, widths, described, _glyph_map(writer, numbers))
    )
    return writer.add(
        b"<</Type/Font/Subtype/Type0/BaseFont%b/Encoding/Identity-H/DescendantFonts[%d 0 R]/ToUnicode %d 0 R>>"
        % (base, descendant, writer.add(_packed(to_unicode(codes))))
    )


def _glyph_map(writer: PdfWriter, numbers: list[int]) -> bytes:
    """Which glyph each code draws: mostly its own number; else the reference to a table."""
    if numbers == list(range(1, len(numbers) + 1)):
        return b"/Identity"
    return b" %d 0 R" % writer.add(plain_stream(struct.pack(f">{len(numbers) + 1}H", 0, *numbers)))


def descriptor(base: bytes, flags: int, file: int) -> bytes:
    """The descriptor of a font whose program is the object of this number."""
    return (
        b"<</Type/FontDescriptor/FontName%b/Flags %d/FontBBox[-1000 -300 3000 1200]/ItalicAngle 0/Ascent %d"
        b"/Descent %d/CapHeight 730/StemV 80/FontFile2 %d 0 R>>" % (base, flags, ASCENT, DESCENT, file)
    )


def _packed(data: bytes, entries: bytes = b"") -> bytes:
    return stream(data, entries, level=LEVEL) if len(data) > LARGE else plain_stream(data, entries)


@lru_cache(maxsize=16384)
def _utf_16(cluster: str) -> str:
    return cluster.encode("utf-16-be").hex().upper()


def to_unicode(codes: Mapping[str, str]) -> bytes:
    """The CMap from codes to characters, in blocks of 100 as the format wants."""
    pairs = [f"<{code}><{_utf_16(cluster)}>\n" for cluster, code in codes.items()]
    blocks = [
        f"{len(pairs[start : start + 100])} beginbfchar\n{''.join(pairs[start : start + 100])}endbfchar\n"
        for start in range(0, len(pairs), 100)
    ]
    length = len(next(iter(codes.values())))
    return (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        "/CIDSystemInfo <</Registry(Adobe)/Ordering(UCS)/Supplement 0>> def\n/CMapName /Adobe-Identity-UCS def\n"
        f"/CMapType 2 def\n1 begincodespacerange\n<{'0' * length}><{'F' * length}>\nendcodespacerange\n"
        f"{''.join(blocks)}endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"
    ).encode("ascii")
