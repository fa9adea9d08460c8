"""The content of a page, taken apart: nothing is lost, and texts and rules stand where they are drawn."""

from __future__ import annotations

import io

import pdfplumber
import pytest

from hjforms.api import forms
from hjforms.template.content import blocks_of
from hjforms.template.objects import data_of


def test_blocks_are_all_of_the_content_and_one_for_each_text():
    for form in forms():
        content = data_of(form.compiled.background[0])
        blocks = list(blocks_of(content))
        assert b"".join([block.data for block in blocks]) == content
        assert sum(bool(block.shown) for block in blocks) == content.count(b"BT\n")


@pytest.mark.parametrize("form", forms(), ids=lambda form: form.id)
def test_texts_and_rules_are_where_another_reader_sees_them(form):
    blocks = list(blocks_of(data_of(form.compiled.background[0])))
    with pdfplumber.open(io.BytesIO(form.blank("pdf"))) as document:
        page = document.pages[0]
        places = {(*char["matrix"][4:], char["size"]) for char in page.chars}
        edges = {tuple(edge[side] for side in ("x0", "y0", "x1", "y1")) for edge in page.lines}
    for shown in (item for block in blocks for item in block.shown):
        assert any(near((shown.x, shown.y, shown.size), place) for place in places)
    rules = [sorted([(rule.x0, rule.y0), (rule.x1, rule.y1)]) for block in blocks for rule in block.rules]
    assert len(rules) == len(edges)
    for start, end in rules:
        assert any(near((*start, *end), edge) for edge in edges)


def near(one, other) -> bool:
    return all(abs(left - right) < 0.1 for left, right in zip(one, other, strict=True))


@pytest.mark.parametrize(
    ("content", "place"),
    [
        (b"BT 10 20 Td /F1 9 Tf <01> Tj ET", (10, 20, 9)),
        (b"q 2 0 0 2 5 5 cm BT 10 20 Td /F1 9 Tf <01> Tj ET Q", (25, 45, 18)),
        (b"BT 1 0 0 1 7 8 Tm /F1 9 Tf (a\\)) Tj ET", (7, 8, 9)),
        (b"BT 1 2 Td 3 4 TD /F1 9 Tf [<01> -5 <02>] TJ ET", (4, 6, 9)),
        (b"q 3 0 0 3 0 0 cm Q BT 10 20 Td /F1 9 Tf <01> Tj ET", (10, 20, 9)),
    ],
)
def test_a_text_stands_where_the_matrices_put_it(content, place):
    ((shown,),) = [block.shown for block in blocks_of(content) if block.shown]
    assert (shown.x, shown.y, shown.size) == place


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        (b"0.5 w 1 2 m 9 2 l S", (1, 2, 9, 2, 0.5)),
        (b"1 2 8 0.5 re f", (1, 2.25, 9, 2.25, 0.5)),
        (b"1 2 0.5 8 re f", (1.25, 2, 1.25, 10, 0.5)),
    ],
)
def test_a_rule_is_a_line_or_a_thin_area(content, rule):
    found = [item for block in blocks_of(content) for item in block.rules]
    assert [tuple(item)[:5] for item in found] == [rule]


def test_what_cuts_off_or_fills_is_no_rule():
    content = b"0 0 100 100 re W* n 10 10 50 50 re f"
    assert not [item for block in blocks_of(content) for item in block.rules]
