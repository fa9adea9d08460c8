"""Shaded grounds: what lies pale under the text of a page is none of its ink, and hides nothing."""

from __future__ import annotations

import io

import pytest
from reportlab.pdfgen import canvas

from hjforms.pdfium import opened
from hjforms.reading.page.characters import print_of
from hjforms.reading.page.eye import Eye
from hjforms.reading.page.shades import shades_of

GROUND = (90, 690, 120, 30)


def page_of(draw):
    target = io.BytesIO()
    made = canvas.Canvas(target, pagesize=(595, 842))
    draw(made)
    made.save()
    return target.getvalue()


def ground(made, grey=0.9, *, clip=None):
    made.saveState()
    if clip:
        path = made.beginPath()
        path.rect(*clip)
        made.clipPath(path, stroke=0)
    made.setFillGray(grey)
    made.rect(*GROUND, stroke=0, fill=1)
    made.restoreState()


def text(made, x=100, grey=0.0):
    made.setFillGray(grey)
    made.setFont("Helvetica", 12)
    made.drawString(x, 700, "5000")


def seen(data):
    """Whether the page is plain, and its text that is seen."""
    with opened(data) as document:
        page = document[0]
        eye = Eye(page, page)
        visible, _ = eye.visible(print_of(page).chars)
        return eye.is_plain, "".join(char.text for char in visible)


def test_a_pale_ground_under_the_text_leaves_the_page_plain():
    data = page_of(lambda made: (ground(made), text(made)))
    with opened(data) as document:
        assert [tuple(map(round, box)) for box in shades_of(document[0]).values()] == [(90, 690, 210, 720)]
    assert seen(data) == (True, "5000")


@pytest.mark.parametrize(
    "draw",
    [
        lambda made: (text(made), ground(made)),
        lambda made: (ground(made, 0.5), text(made)),
        lambda made: (ground(made, 1.0), text(made)),
        lambda made: (ground(made, clip=(90, 690, 40, 30)), text(made)),
        lambda made: (made.setFillGray(0.9), made.circle(120, 705, 20, stroke=0, fill=1), text(made)),
    ],
    ids=["over the text", "dark", "white, or a pattern", "clipped", "round"],
)
def test_what_is_not_certainly_a_ground_is_looked_at(draw):
    assert not seen(page_of(draw))[0]


@pytest.mark.parametrize(("x", "grey"), [(100, 0.9), (60, 1.0), (62.8, 1.0), (210.5, 1.0)])
def test_a_text_in_the_shade_of_what_it_stands_on_is_not_seen(x, grey):
    """The digits end a little before the ground begins, or begin where it ends: there is a contrast beside them."""
    assert seen(page_of(lambda made: (ground(made), text(made, x, grey)))) == (True, "")


@pytest.mark.parametrize("x", [70, 88, 100, 180, 195])
def test_a_dark_text_is_seen_wherever_the_ground_ends(x):
    assert seen(page_of(lambda made: (ground(made), text(made, x)))) == (True, "5000")


def bar(made, x=90, y=695, width=4, height=20):
    made.setFillGray(0.3)
    made.rect(x, y, width, height, stroke=0, fill=1)


@pytest.mark.parametrize(
    ("place", "plain"),
    [
        ({}, True),
        ({"width": 8}, False),
        ({"height": 8}, False),
        ({"x": 97}, False),
        ({"x": 108}, False),
    ],
    ids=["beside it", "too broad", "no higher than a letter", "at it", "over it"],
)
def test_a_slender_bar_before_a_text_covers_nothing(place, plain):
    data = page_of(lambda made: (text(made), bar(made, **place)))
    assert seen(data)[0] is plain
