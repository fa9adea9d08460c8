"""Characters whose codes a program has torn, known by the outlines of our fonts."""

from __future__ import annotations

import pypdf
import pytest
from tools.corpus.pages import written
from tools.corpus.samples import STORED

from hjforms.api import read
from hjforms.reading.page.outlines import drawn_of, outlines, torn_from
from hjforms.render.fonts import faces
from support import certain

RARE = faces()[1]


def _entry(item, key):
    return item.get(key) if isinstance(item, dict) else None


def program(text):
    """A font that draws these characters."""
    return RARE.subset(text)[0]


def test_the_halves_of_a_code_leave_four_characters_and_one_half_sixteen():
    four, seventeen = torn_from(0x42B7, 0xD842), torn_from(0x42B7, None)
    assert list(map(chr, four)) == ["𠢷", "𠦷", "𠪷", "𠮷"]
    assert len(seventeen) == 17
    assert {0x42B7, *four} < set(seventeen)


@pytest.mark.parametrize(
    ("drawn", "known"),
    [("𠮷", "𠮷"), ("𠢷𠀋", "𠢷"), ("𠮷𠢷", None), ("𠀋", None)],
    ids=["that one", "another", "two of them", "none of them"],
)
def test_a_torn_character_is_the_one_that_the_font_draws(drawn, known):
    assert drawn_of(torn_from(0x42B7, 0xD842), program(drawn)) == known


@pytest.mark.parametrize("damaged", [b"", program("𠮷")[:90], program("𠮷").replace(b"loca", b"LOCA")])
def test_a_damaged_font_draws_nothing_that_is_known(damaged):
    assert not outlines(damaged)
    assert drawn_of(torn_from(0x42B7, 0xD842), damaged) is None


def test_a_rare_name_that_ghostscript_has_printed_is_read_without_a_finding():
    [reading] = read((STORED / "ghostscript" / "national-application.pdf").read_bytes())
    assert reading.record.person.name == "𠮷䶮"
    assert reading.findings == ()


def test_a_rare_name_in_a_font_of_others_stays_unread():
    path = STORED / "ghostscript" / "national-application.pdf"
    writer = pypdf.PdfWriter(clone_from=path)
    [font] = {id(item): item for item in writer._objects if "Values1" in str(_entry(item, "/FontName"))}.values()
    font["/FontFile2"].set_data(program("𠀋𠀌"))
    [reading] = read(written(writer))
    assert certain(reading).person.name is None
    assert "person.name" in {finding.path for finding in reading.findings if finding.severity == "error"}
