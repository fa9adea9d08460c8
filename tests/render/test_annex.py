"""The derivation as pages: every character of every line, in its order, whatever its length."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import hjforms
from hjforms.calculation import calculation, names
from hjforms.errors import InputError
from hjforms.render.annex import BOTTOM, HEIGHT, LEFT, TOP, WIDTH, annex
from hjforms.render.annex_docx import annex_docx
from hjforms.render.drawing import Text
from hjforms.render.typeset import one_line
from hjforms.template.word import W, document_of, open_package
from support import ROOT, squeezed_text

PAGE = re.compile(r"第\d+页共\d+页")
CASES = sorted((ROOT / "examples").glob("*/transfer.json"))


def words(lines):
    return "".join("".join(lines).split())


def shown(lines, about="张示例", picture=None):
    return PAGE.sub("", squeezed_text(annex(about, lines, picture)))


@pytest.mark.parametrize("name", names())
def test_a_derivation_stands_there_whole(name):
    found = calculation(name)
    lines = found.perform(found.load(found.example().encode())).explanation()
    assert shown(lines) == words(["计算说明", "张示例", *lines])


lines = st.lists(
    st.builds(
        lambda indent, text: indent + text,
        st.sampled_from(["", "   "]),
        st.text("年月元个缴费（）＝÷×，。0123456789. 𠮷䶮", min_size=1, max_size=200).filter(str.strip),
    ),
    max_size=60,
)


@settings(max_examples=25)
@given(lines)
def test_no_character_is_lost_and_none_stands_beside_the_page(stated):
    assert shown(stated) == words(["计算说明", "张示例", *stated])


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.parent.name)
def test_the_annex_of_a_transfer_has_its_derivation_and_its_picture(path):
    found = hjforms.transfer(path)
    made = found.annex()
    text = PAGE.sub("", squeezed_text(made))
    assert words(found.explanation()) in text
    assert text.index("两种养老保险") < text.index(words(found.explanation()))
    assert made == hjforms.transfer(path).annex()


@given(lines)
def test_a_word_file_has_every_line_as_a_paragraph(stated):
    made = annex_docx("张示例", stated)
    document = document_of(open_package(made))
    paragraphs = ["".join(run.text for run in line.iter(f"{W}t")) for line in document.iter(f"{W}p")]
    assert paragraphs == ["计算说明", "张示例", *(line.lstrip(" ") for line in stated)]
    assert made == annex_docx("张示例", stated)


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.parent.name)
def test_an_annex_is_taken_for_no_form(path):
    found = hjforms.transfer(path)
    assert hjforms.read(found.annex()) == hjforms.read(found.annex("docx")) == []


def test_lines_stay_within_the_margins(monkeypatch):
    pages = []
    monkeypatch.setattr("hjforms.render.annex.pdf", lambda drawn, _title: pages.extend(drawn) or b"")
    found = calculation("transfer")
    annex("张示例", found.perform(found.load(found.example().encode())).explanation() * 3)
    assert len(pages) > 3
    for page in pages:
        *texts, number = [shape for shape in page.shapes if isinstance(shape, Text)]
        assert number.text.startswith("第 ")
        for text in texts[1:]:
            assert TOP <= text.y <= HEIGHT - BOTTOM
            assert text.x + one_line(text.text, text.size).width <= WIDTH - LEFT + 0.01


def test_a_character_without_a_glyph_stops_it():
    with pytest.raises(InputError, match="没有字体"):
        annex("张\U000e0001", ["1. 甲"])
