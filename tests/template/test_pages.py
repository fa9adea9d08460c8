"""The Word templates as a clerk sees them: one face on a line, numbers that end where tables end."""

from __future__ import annotations

import pytest

from hjforms.api import form, forms
from hjforms.template.store import TOKEN, word_path
from hjforms.template.word import W, blocks, document_of, open_package, text_of

every_form = pytest.mark.parametrize("form", forms(), ids=lambda form: form.id)
NUMBERED = [
    form
    for form in forms()
    if any(slot.path == "number" and slot.align == "right" for slot in form.compiled.layout.slots)
]


def faces_of(block):
    """The faces and weights of a line of text: a paragraph, or the row of a table."""
    for cell in block.cells:
        for run in cell.iter(f"{W}r"):
            if text_of(run).strip():
                fonts = run.find(f"{W}rPr/{W}rFonts")
                bold = run.find(f"{W}rPr/{W}b") is not None
                yield {fonts.get(f"{W}{part}") for part in ("ascii", "hAnsi", "eastAsia", "cs")} | {bold}


@every_form
def test_no_line_mixes_faces_or_weights(form):
    document = document_of(open_package(word_path(form.id).read_bytes()))
    for block in blocks(document):
        faces = [tuple(sorted(map(str, face))) for face in faces_of(block)]
        assert len(set(faces)) <= 1, block.texts()


@every_form
def test_values_stand_in_the_face_in_which_they_are_printed(form):
    document = document_of(open_package(word_path(form.id).read_bytes()))
    faces = [
        face for block in blocks(document) for face in faces_of(block) if any("{{" in text for text in block.texts())
    ]
    assert all(face == {"宋体", False} for face in faces)


def test_numbers_stand_on_the_right_but_where_the_unit_does():
    assert {form.id for form in NUMBERED} == {
        "jilin/certificate",
        "jilin/contact-letter",
        "national/application",
        "national/certificate",
        "national/contact-letter",
        "national/offset-notice",
        "national/offset-receipt",
        "national/outcome",
    }


@pytest.mark.parametrize("form", NUMBERED, ids=lambda form: form.id)
def test_a_number_ends_where_the_table_below_it_ends(form):
    slots = form.compiled.layout.slots
    number = next(slot for slot in slots if slot.path == "number")
    assert max(slot.box[2] for slot in slots) == pytest.approx(number.box[2], abs=0.6)


@every_form
def test_the_day_of_a_signature_stands_on_a_line_of_its_own(form):
    """The name of an agency may be long, and a telephone beside it."""
    boxes = {slot.path: slot.box for slot in form.compiled.layout.slots}
    if "signoff.date.year" in boxes and form.id != "jilin/contact-letter":  # there it has a cell in a table
        assert boxes["signoff.date.year"][3] <= boxes["signoff.agency"][1] + 0.6


def test_rows_of_years_that_are_not_used_print_nothing():
    account = form("jilin/transfer-account")
    rows = [
        block for block in blocks(document_of(open_package(account.docx(account.record_type())))) if block.table == 2
    ]
    blank = [block for block in rows if not any(text.strip() for text in block.texts())]
    assert len(blank) >= account.compiled.layout.capacity
    assert not any(TOKEN.search(text) for block in rows for text in block.texts())
