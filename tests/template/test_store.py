"""The store of templates: what is shipped fits, and what does not fit is refused."""

from __future__ import annotations

import pytest

from hjforms.api import forms
from hjforms.errors import TemplateError
from hjforms.template import store
from support import REFUND, edited, worked

FORMS = pytest.mark.parametrize("form", forms(), ids=lambda form: form.id)


@pytest.fixture
def own(tmp_path):
    """A form on a copy of its template that a test may change."""
    (tmp_path / "own.docx").write_bytes(REFUND.word_path.read_bytes())
    (tmp_path / "own.pdf").write_bytes(REFUND.pdf_path.read_bytes())
    return REFUND.with_template(tmp_path / "own.docx")


def refusal(form) -> str:
    with pytest.raises(TemplateError) as caught:
        form.pdf(form.record_type())
    return str(caught.value)


@FORMS
def test_the_compiled_pdf_was_made_from_the_word_file_beside_it(form):
    assert form.compiled.layout.source == store.digest(form.word_path.read_bytes())
    assert form.compiled.layout.form == form.id


@pytest.mark.parametrize("kind", ["docx", "pdf"])
def test_every_form_has_a_template_and_every_template_a_form(kind):
    folder = store.templates_folder() / kind
    found = {path.relative_to(folder).with_suffix("").as_posix() for path in folder.rglob(f"*.{kind}")}
    assert found == {form.id for form in forms()}


def test_a_copy_of_the_template_gives_the_same_documents(own):
    assert own.pdf(worked()) == REFUND.pdf(worked())
    assert own.docx(worked()) == REFUND.docx(worked())


def test_a_word_file_that_was_changed_since_is_refused_with_what_to_do(own):
    own.word_path.write_bytes(edited(own.word_path.read_bytes(), "附件 5", "附件 6"))
    assert f"hjforms template compile {REFUND.id}" in refusal(own)


@pytest.mark.parametrize("name", ["own.docx", "own.pdf"])
def test_a_missing_file_is_named(own, name):
    own.word_path.with_name(name).unlink()
    assert name in refusal(own)


@pytest.mark.parametrize(
    "damage",
    [
        lambda _: b"",
        lambda data: data[:-100],
        lambda data: b"%PDF-1.4" + data[8:],
        lambda data: data.replace(b"/Layout", b"/Lazout"),
    ],
    ids=["empty", "torn", "another head", "no layout"],
)
def test_a_damaged_pdf_is_refused_with_what_to_do(own, damage):
    own.pdf_path.write_bytes(damage(own.pdf_path.read_bytes()))
    assert "hjforms template compile" in refusal(own)


def test_a_document_of_ours_is_no_compiled_template(own):
    own.pdf_path.write_bytes(REFUND.pdf(worked()))
    assert "hjforms template compile" in refusal(own)


def test_the_template_is_loaded_once():
    assert REFUND.compiled is REFUND.compiled
