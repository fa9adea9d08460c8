"""The pictures of README and docs show what the program makes today. ``make pictures`` draws them anew."""

from __future__ import annotations

import pytest
from PIL import Image
from tools import pictures

from support import ROOT


@pytest.mark.parametrize("name", pictures.SOURCES)
def test_a_picture_shows_what_is_made_today(name):
    with Image.open(pictures.TARGET / f"{name}.png") as picture:
        assert picture.info[pictures.SHOWS] == pictures.SOURCES[name].digest(), "make pictures"


def test_pictures_are_small_and_each_is_made_by_the_tool():
    files = sorted(pictures.TARGET.iterdir())
    assert [file.stem for file in files] == sorted(pictures.SOURCES)
    assert max(file.stat().st_size for file in files) <= 120_000


def test_every_picture_is_used():
    pages = [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]
    text = "".join(path.read_text("utf-8") for path in pages if "node_modules" not in path.parts)
    assert [name for name in pictures.SOURCES if f"pictures/{name}.png" not in text] == []
