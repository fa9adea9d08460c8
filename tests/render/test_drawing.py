"""Drawings as SVG and as PDF: the same shapes, every text whole, nothing but black, white and grey."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hjforms.errors import NotationError
from hjforms.render.drawing import SPACING, Box, Drawing, Stroke, Text, hatched, pdf, svg
from support import squeezed_text

SHAPES = (
    Text(10, 20, "缴费 < 领取 & “𠮷”", 9),
    Text(100, 40, "居中", 9, "middle"),
    Stroke(((0, 50), (50, 60), (100, 50)), 1, 3),
    Box(10, 70, 40, 20, 0.86, "/"),
    Box(60, 70, 40, 20, None, "x"),
    Box(110, 70, 40, 20, 1, border=0),
)
DRAWING = Drawing(200, 100, SHAPES, "题 & 名", "说明 <全部>")


def test_svg_is_well_formed_and_says_what_it_shows():
    root = ET.fromstring(svg(DRAWING))
    names = {element.tag.rpartition("}")[2]: element for element in root.iter()}
    assert root.get("role") == "img"
    assert (names["title"].text, names["desc"].text) == ("题 & 名", "说明 <全部>")
    texts = [element.text for element in root.iter() if element.tag.endswith("}text")]
    assert texts == ["缴费 < 领取 & “𠮷”", "居中"]


def test_svg_has_no_colours():
    colours = re.findall(rb'(?:fill|stroke)="([^"]+)"', svg(DRAWING))
    assert {colour for colour in colours if colour != b"none"} <= {b"#000", b"#fff", b"#dbdbdb", b"#ffffff"}


def test_pdf_shows_every_text_and_is_the_same_twice():
    made = pdf([DRAWING, DRAWING], "题")
    assert made == pdf([DRAWING, DRAWING], "题")
    assert squeezed_text(made).count("缴费<领取&“𠮷”") == 2


def test_a_character_without_a_glyph_is_refused():
    with pytest.raises(NotationError, match="没有字体"):
        pdf([Drawing(10, 10, (Text(0, 0, "\U000e0001", 9),))], "题")


sides = st.floats(0.5, 60)


@given(st.builds(Box, sides, sides, sides, sides, st.none(), st.sampled_from(["/", "x"])))
def test_a_hatch_stays_in_its_box_and_fills_it(box):
    lines = list(hatched(box))
    for line in lines:
        for x, y in line.points:
            assert box.x - 1e-6 <= x <= box.x + box.width + 1e-6
            assert box.y - 1e-6 <= y <= box.y + box.height + 1e-6
    assert len(lines) * SPACING >= (box.width + box.height - 2 * SPACING)
