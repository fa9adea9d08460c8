"""Outlines: font files put together from the glyphs of another, and when harfbuzz has to do it."""

from __future__ import annotations

import io

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

from hjforms.render.fonts import FOLDER, Face, faces
from hjforms.render.outlines import NotPlainError, OutlineFile

TEXT = "城乡养老 A1，"


def square(side: int):
    """A square as a glyph."""
    pen = TTGlyphPen(None)
    pen.moveTo((0, 0))
    for point in ((0, side), (side, side), (side, 0)):
        pen.lineTo(point)
    pen.closePath()
    return pen.glyph()


def font_of(path, glyphs: dict, characters: dict[int, str]):
    """A TrueType font of these glyphs, which are all equally wide."""
    builder = FontBuilder(500, isTTF=True)
    builder.setupGlyphOrder(list(glyphs))
    builder.setupCharacterMap(characters)
    builder.setupGlyf(glyphs)
    builder.setupHorizontalMetrics(dict.fromkeys(glyphs, (300, 0)))
    builder.setupHorizontalHeader(ascent=500, descent=0)
    builder.setupPost()
    builder.save(path)
    return path


def drawn(font: TTFont, name: str):
    """What draws a glyph."""
    pen = DecomposingRecordingPen(font.getGlyphSet())
    font.getGlyphSet()[name].draw(pen)
    return pen.value


def glyphs_of(text: str) -> tuple[int, ...]:
    return tuple(faces().glyph(char).number for char in text)


def test_a_font_file_draws_each_glyph_as_the_whole_font_does():
    whole = TTFont(FOLDER / "serif.ttf")
    made = TTFont(io.BytesIO(OutlineFile(FOLDER / "serif.ttf").font(glyphs_of(TEXT))), checkChecksums=2)
    assert made["maxp"].numGlyphs == len(TEXT) + 1
    for name, char in zip(made.getGlyphOrder()[1:], TEXT, strict=True):
        origin = whole.getBestCmap()[ord(char)]
        assert drawn(made, name) == drawn(whole, origin)
        assert made["hmtx"][name] == whole["hmtx"][origin]


def test_a_font_file_depends_on_its_glyphs_alone():
    first, second = OutlineFile(FOLDER / "serif.ttf"), OutlineFile(FOLDER / "serif.ttf")
    second.font(glyphs_of("重复缴费"))
    assert first.font(glyphs_of(TEXT)) == second.font(glyphs_of(TEXT))


def test_the_last_advance_is_that_of_all_glyphs_after_it(tmp_path):
    glyphs = {name: square(100 + number) for number, name in enumerate((".notdef", "one", "two", "three"))}
    path = font_of(tmp_path / "equal.ttf", glyphs, {49: "one", 50: "two", 51: "three"})
    assert TTFont(path)["hhea"].numberOfHMetrics == 1
    made = TTFont(io.BytesIO(OutlineFile(path).font((3, 1))))
    assert [made["hmtx"][name] for name in made.getGlyphOrder()] == [(300, 0)] * 3


def test_a_glyph_made_up_of_others_is_left_to_harfbuzz(tmp_path):
    pen = TTGlyphPen({"one": None})
    pen.addComponent("one", (1, 0, 0, 1, 50, 0))
    glyphs = {".notdef": square(10), "one": square(100), "two": pen.glyph()}
    path = font_of(tmp_path / "compound.ttf", glyphs, {49: "one", 50: "two"})
    with pytest.raises(NotPlainError):
        OutlineFile(path).font((2,))
    program, numbers = Face(path).program("2", [2])
    made = TTFont(io.BytesIO(program))
    assert drawn(made, made.getGlyphOrder()[numbers[0]]) == drawn(TTFont(path), "two")


def test_a_file_that_does_not_begin_as_a_font_is_left_to_harfbuzz(tmp_path):
    path = tmp_path / "fonts.ttc"
    path.write_bytes(b"ttcf" + bytes(100))
    with pytest.raises(NotPlainError):
        OutlineFile(path)


def test_an_outline_that_would_stand_beyond_the_file_is_left_to_harfbuzz(tmp_path):
    path = font_of(tmp_path / "short.ttf", {".notdef": square(10), "one": square(100)}, {49: "one"})
    font = TTFont(path)
    data = bytearray(path.read_bytes())
    place = font.reader.tables["loca"].offset
    data[place + 2 : place + 4] = b"\xff\xf0"
    path.write_bytes(data)
    with pytest.raises(NotPlainError):
        OutlineFile(path).font((1,))
