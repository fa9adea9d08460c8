"""The empty page as SVG: what the template prints, and nothing that has to be loaded."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import pypdfium2
import pytest

from hjforms.catalogue import forms
from hjforms.render.svg import page_svg

SPACE = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize("form", forms(), ids=lambda form: form.id)
def test_every_letter_and_line_of_the_page_is_drawn_once(form):
    drawn = ET.fromstring(page_svg(form.compiled))
    with pypdfium2.PdfDocument(form.compiled.pdf) as document:
        page = document[0]
        letters = "".join(page.get_textpage().get_text_range().split())
        lines = sum(thing.type == pypdfium2.raw.FPDF_PAGEOBJ_PATH for thing in page.get_objects())
    assert len(drawn.findall(f"{SPACE}use")) == len(letters)
    assert len(drawn.findall(f"{SPACE}path")) == lines


@pytest.mark.parametrize("form", forms(), ids=lambda form: form.id)
def test_a_page_is_small_and_loads_nothing(form):
    svg = page_svg(form.compiled)
    assert len(svg) < 300_000
    assert set(re.findall(rb'(?:href|src)="([^"]*)"', svg)) == {
        b"#" + name for name in re.findall(rb'<path id="([^"]*)"', svg)
    }
    assert b"http" not in svg.replace(b'xmlns="http://www.w3.org/2000/svg"', b"")
    assert b"style" not in svg
