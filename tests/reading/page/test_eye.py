"""What is read of a page is what a person sees of it; whatever else its text says is unread and told."""

from __future__ import annotations

import io
import re

import pytest
from reportlab.pdfgen import canvas

from hjforms.api import read
from hjforms.errors import DocumentError
from hjforms.pdfium import opened
from hjforms.reading.page import eye
from hjforms.reading.page.characters import print_of
from support import ROOT

CASES = ROOT / "tests" / "cases"
SEEN = CASES / "seen"
PLACE = "person.personal_number"
TOLD = dict(re.findall(r"^\| (\S+\.pdf) \| (.*?) \|", (SEEN / "README.md").read_text("utf-8"), re.MULTILINE))
LITERAL = {"own_homoglyph_O.pdf": "371OOOOO11111", "own_homoglyph_l.pdf": "37100000lllll"}  # letters are seen there


def value_of(data):
    """What is read in the place that was tampered with, and whether it is told there."""
    try:
        readings = read(data)
    except DocumentError:
        return None, True
    if not readings:  # nothing is seen on the page
        return None, True
    [reading] = readings
    told = any(found.path == PLACE and found.severity == "error" for found in reading.findings)
    return reading.fields[PLACE].value if PLACE in reading.fields else None, told


@pytest.mark.parametrize("name", sorted(TOLD))
def test_what_is_read_is_what_is_seen(name):
    value, told = value_of((SEEN / name).read_bytes())
    number = re.match(r"(\d{13})(?! over)", TOLD[name])
    seen = LITERAL.get(name) or (number and number[1])
    assert told or value == seen or (value is None and not seen)


@pytest.mark.parametrize("name", ["control_plain", "double_bold", "drawn_in_reverse_order", "field_no_ap"])
def test_what_is_plainly_seen_is_read(name):
    assert value_of((SEEN / f"own_{name}.pdf").read_bytes()) == ("3710000011111", False)


@pytest.mark.parametrize("name", ["cover_white_then_B", "ocg_off_A_on_B", "tiny_A_beside_B"])
def test_of_a_text_that_is_hidden_and_one_that_is_seen_that_which_is_seen_is_read(name):
    assert value_of((SEEN / f"own_{name}.pdf").read_bytes()) == ("3719999922222", False)


@pytest.mark.parametrize(
    ("name", "path", "value"),
    [
        ("over_signoff_phone_0631-7569999", "signoff.phone", "0631-7569999"),
        ("over_years_0_months_2", "years.0.months", 2),
        ("months_covered", "years.2.months", 2),
    ],
)
def test_what_is_printed_over_a_covered_value_is_read_and_what_it_covers_told(name, path, value):
    [reading] = read((CASES / "hard" / f"{name}.pdf").read_bytes())
    assert reading.fields[path].value == value
    assert ("warning", path) in {(found.severity, found.path) for found in reading.findings}


@pytest.mark.parametrize(("wide", "high"), [(6000, 12), (100, 0.4), (0.05, 12), (0.05, 300)])
def test_a_digit_is_looked_at_in_a_small_picture_whatever_its_shape(wide, high, monkeypatch):
    """A few bytes that stretch or squeeze a digit would else make a picture of gigabytes."""
    target, sizes = io.BytesIO(), []
    made = canvas.Canvas(target, pagesize=(595, 842))
    text = made.beginText(100, 500)
    text.setFont("Helvetica", 12)
    text.setHorizScale(wide)
    text.setTextTransform(1, 0, 0, high / 12, 100, 500)
    text.textOut("5000")
    made.drawText(text)
    made.save()
    monkeypatch.setattr(eye, "is_other", lambda _digit, picture, *, crowded: sizes.append(picture.size) and crowded)
    with opened(target.getvalue()) as document:
        page = document[0]
        looking = eye.Eye(page, page)
        looking.doubts(print_of(page).chars)
        sizes += [looking._part(box, 48.0).size for box in ((-90, -90, -80, -80), (100, 100, 100.01, 100.01))]
    assert len(sizes) > 2
    assert max(max(size) for size in sizes) <= 300
