"""Which form a text is, where titles are shared, contained in one another, or only spoken of."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hjforms.api import forms
from hjforms.reading.result.identification import candidates
from hjforms.template.store import TOKEN
from hjforms.template.word import blocks, parse_xml

FORMS = forms()
every_form = pytest.mark.parametrize("form", FORMS, ids=[form.id for form in FORMS])


def printed(form):
    """What a blank form prints."""
    found = blocks(parse_xml(form.compiled.document.encode()))
    return TOKEN.sub("", "".join(text for block in found for text in block.texts()))


@every_form
def test_a_form_is_known_by_its_title_and_labels(form):
    assert candidates(printed(form), FORMS)[0] is form


@every_form
def test_forms_that_share_a_title_are_told_apart_by_their_labels(form):
    """Every form of the same title as this one would be taken for it, if only titles counted."""
    others = [replace(other, title=form.title) for other in FORMS if other.id != form.id]
    found = candidates(printed(form), [*others, form])
    assert found[0] is form


@every_form
def test_a_text_that_only_speaks_of_a_form_is_no_form(form):
    assert candidates(f"关于填写《{form.title}》的通知", FORMS) == ()


@every_form
def test_however_many_words_of_a_form_a_text_has_one_that_only_speaks_of_it_is_none(form):
    text = printed(form).replace(form.title, f"《{form.title}》")
    assert form not in candidates(text, FORMS)
    assert form in candidates(text + form.title, FORMS)


@every_form
def test_white_space_and_width_do_not_count(form):
    text = " ".join(printed(form)).replace("（", "(").replace("）", ")")
    assert candidates(text, FORMS)[0] is form
