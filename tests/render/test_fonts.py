"""Fonts: what the shipped ones hold, where others are found, and what is refused."""

from __future__ import annotations

import io

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

import strategies
from hjforms.errors import HjformsError
from hjforms.render.fonts import SEARCH, Faces, clusters, faces, is_variation

SMILE = "😀"


def font_with(character: str, path) -> None:
    """A TrueType font of one square, which is the glyph of ``character``."""
    pen = TTGlyphPen(None)
    pen.moveTo((0, 0))
    for point in ((0, 500), (500, 500), (500, 0)):
        pen.lineTo(point)
    pen.closePath()
    square = pen.glyph()
    builder = FontBuilder(500, isTTF=True)
    builder.setupGlyphOrder([".notdef", "square"])
    builder.setupCharacterMap({ord(character): "square"})
    builder.setupGlyf({".notdef": square, "square": square})
    builder.setupHorizontalMetrics({".notdef": (500, 0), "square": (250, 0)})
    builder.setupHorizontalHeader(ascent=500, descent=0)
    builder.setupPost()
    builder.save(path)


def gbk() -> list[str]:
    """Every character of GBK that Unicode knows by a code of its own."""
    pairs = (bytes((lead, trail)) for lead in range(0x81, 0xFF) for trail in range(0x40, 0xFF) if trail != 0x7F)
    found = (pair.decode("gbk", "replace") for pair in pairs)
    return [char for char in found if char != "\ufffd" and not 0xE000 <= ord(char[0]) < 0xF900 and len(char) == 1]


def test_the_shipped_fonts_hold_all_of_gbk():
    missing = [f"U+{ord(char):04X}" for char in gbk() if faces().glyph(char) is None]
    assert missing == []
    assert len(gbk()) > 21_000


def test_the_shipped_fonts_hold_what_the_tests_print():
    for low, high in strategies.SHIPPED_RANGES:
        assert [hex(code) for code in range(low, high + 1) if faces().glyph(chr(code)) is None] == []
    assert [char for char in strategies.HARD_CHARACTERS if faces().glyph(char) is None] == []


@pytest.mark.parametrize("character", "䶮㑇𠮷𬭎龘㐀")
def test_rare_characters_of_names_have_a_glyph(character):
    assert faces().glyph(character) is not None


def test_the_digits_are_equally_wide_so_that_amounts_align():
    assert len({faces().glyph(digit).advance for digit in "0123456789"}) == 1


def test_empty_and_marked_boxes_are_of_one_face_and_width():
    empty, marked = faces().glyph("□"), faces().glyph("☑")
    assert (empty.face, empty.advance) == (marked.face, marked.advance) == (0, 1000)


def test_a_han_character_is_one_em_wide():
    assert {faces().glyph(char).advance for char in "城乡养老𠮷䶮"} == {1000}


@pytest.mark.parametrize("character", [SMILE, "\U00030000", "\U0002ebf0", "\u0378", "\u200b"], ids=ascii)
def test_a_character_that_no_font_has_has_no_glyph_and_no_substitute(character):
    assert faces().glyph(character) is None


@pytest.mark.parametrize("character", ["ئ", "ق", "א", "ཀ\u0f71"[1], "\u0301", "ा"], ids=ascii)
def test_letters_that_join_or_stack_are_not_set_one_by_one(character):
    assert faces().glyph(character) is None


def test_a_font_of_the_search_path_is_asked_after_the_shipped_ones(tmp_path, monkeypatch):
    font_with(SMILE, tmp_path / "smile.ttf")
    font_with("城", tmp_path / "town.ttf")
    monkeypatch.setenv(SEARCH, str(tmp_path))
    found = Faces()
    glyph = found.glyph(SMILE)
    assert glyph is not None
    assert (found[glyph.face].path.name, glyph.advance) == ("smile.ttf", 500)
    assert found.glyph("城") == faces().glyph("城")


def test_the_search_path_may_name_files_and_may_be_empty(tmp_path, monkeypatch):
    font_with(SMILE, tmp_path / "smile.ttf")
    monkeypatch.setenv(SEARCH, f"::{tmp_path / 'smile.ttf'}:")
    assert Faces().glyph(SMILE) is not None
    monkeypatch.setenv(SEARCH, "")
    assert Faces().glyph(SMILE) is None


@pytest.mark.parametrize("name", ["missing.ttf", "missing-folder"])
def test_a_search_path_that_leads_nowhere_is_an_error_that_says_so(tmp_path, monkeypatch, name):
    monkeypatch.setenv(SEARCH, str(tmp_path / name))
    with pytest.raises(HjformsError, match=name):
        Faces().glyph(SMILE)


def test_a_file_of_the_search_path_that_is_no_font_is_passed_over(tmp_path, monkeypatch):
    (tmp_path / "broken.ttf").write_bytes(b"no font at all")
    font_with(SMILE, tmp_path / "smile.ttf")
    monkeypatch.setenv(SEARCH, str(tmp_path))
    assert Faces().glyph(SMILE) is not None


def test_a_subset_is_a_font_with_just_those_glyphs():
    program, numbers = faces()[0].subset("城乡")
    font = TTFont(io.BytesIO(program))
    assert font["maxp"].numGlyphs == 3
    assert {numbers[faces().glyph(char).number] for char in "城乡"} == {1, 2}
    assert "cmap" not in font


def test_a_subset_is_the_same_whatever_the_order():
    assert faces()[0].subset("城乡养老") == faces()[0].subset("老养乡城")


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("葛\U000e0100城", ["葛\U000e0100", "城"]),
        ("㐂\ufe00", ["㐂\ufe00"]),
        ("\ufe00", ["\ufe00"]),
        ("葛\ufe00\ufe01", ["葛\ufe00", "\ufe01"]),
        ("", []),
    ],
    ids=ascii,
)
def test_a_variation_selector_stays_with_its_character(text, pieces):
    assert clusters(text) == pieces


def test_variation_selectors_are_those_two_ranges():
    chosen = [code for code in range(0x110000) if is_variation(chr(code))]
    assert (len(chosen), chosen[0], chosen[-1]) == (256, 0xFE00, 0xE01EF)
