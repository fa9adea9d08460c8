"""The fonts of values, in pieces: a browser finds every character that printing has, and sets it where it prints."""

from __future__ import annotations

import re

import pytest
import uharfbuzz

from hjforms.desk import typefaces
from hjforms.render.fonts import faces
from hjforms.render.pens import MIDDLE

SOURCE = re.compile(
    r'"HJ Values (\d)";.*?url\((/fonts/[0-9a-f]+/\d/(\d+)\.ttf)\);unicode-range:U\+([0-9A-F]+)-([0-9A-F]+)'
)


@pytest.mark.parametrize("char", "0A，年张齉㑇龥𠮷𬭎")
def test_the_index_names_the_piece_that_has_a_character_as_it_prints(char):
    found = SOURCE.findall(typefaces.index().decode())
    pieces = [
        (int(face), int(piece)) for face, _, piece, low, high in found if int(low, 16) <= ord(char) <= int(high, 16)
    ]
    fonts = [(face, uharfbuzz.Font(uharfbuzz.Face(typefaces.program(face, piece)))) for face, piece in pieces]
    [(face, font)] = [(face, font) for face, font in fonts if font.get_nominal_glyph(ord(char))]
    printed = faces().glyph(char)
    assert printed is not None
    assert face == printed.face
    advance = font.get_glyph_h_advance(font.get_nominal_glyph(ord(char))) * 1000 / font.face.upem
    assert round(advance) == printed.advance


def test_lines_of_every_font_are_set_in_the_middle_as_printing_does():
    for face, piece in ((0, 0), (0, 0x4E), (1, 0x20B)):
        font = uharfbuzz.Font(uharfbuzz.Face(typefaces.program(face, piece)))
        extents, upem = font.get_font_extents("ltr"), font.face.upem
        assert (extents.ascender + extents.descender) / 2 / upem == pytest.approx(MIDDLE, abs=0.001)
        assert extents.line_gap == 0


def test_a_piece_that_there_is_not():
    assert typefaces.program(0, 0xFFFF) is None
    assert typefaces.program(7, 0) is None
