"""Every form says where it is sealed, and its paper has （章） there."""

from __future__ import annotations

import pypdfium2
import pytest

import hjforms
from hjforms.packs.shandong.notice import FORM as NOTICE

FORMS = hjforms.forms()
SEALED = [form for form in FORMS if form is not NOTICE]


def words_beside(form, box):
    """What the empty page prints from the left edge of a cell on to the left, and in the line above."""
    document = pypdfium2.PdfDocument(form.compiled.pdf)
    page = document[0].get_textpage()
    return page.get_text_bounded(box[0] - 180, box[1] - 4, box[0] + 2, box[3] + 4)


@pytest.mark.parametrize("form", SEALED, ids=lambda form: form.id)
def test_an_office_seals_in_one_cell_and_the_handler_in_another(form):
    assert [(place.path, place.is_office) for place in form.seals] == [
        ("signoff.handler", False),
        ("signoff.agency", True),
    ]


@pytest.mark.parametrize("form", SEALED, ids=lambda form: form.id)
def test_the_paper_has_it_before_the_cell(form):
    [_, office] = form.seals
    assert "章" in words_beside(form, office.box)
    assert office.label.endswith("（章）")


def test_a_paper_that_only_a_person_signs_has_no_place_for_a_seal():
    assert NOTICE.seals == ()
    page = pypdfium2.PdfDocument(NOTICE.compiled.pdf)[0].get_textpage().get_text_range()
    assert "章" not in page


@pytest.mark.parametrize("form", SEALED, ids=lambda form: form.id)
def test_an_own_template_is_sealed_where_it_prints_these_fields(form):
    slots = {slot.path: slot.box for slot in form.compiled.layout.slots}
    assert all(slots[place.path] == place.box for place in form.seals)
