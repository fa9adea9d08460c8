"""Compiling: what is committed is what the Word files compile to."""

from __future__ import annotations

import io
import re
import shutil

import pypdf
import pytest

from hjforms.api import form, forms
from hjforms.errors import DependencyMissing, TemplateError
from hjforms.records.base import place
from hjforms.template import compile as compiler
from hjforms.template.compile import compile_template
from hjforms.template.layout import PAGE
from support import REFUND, edited

WORD = REFUND.word_path.read_bytes()


def compile_refund(word: bytes) -> bytes:
    return compile_template(REFUND.id, REFUND.title, word, REFUND.record_type)


@pytest.mark.slow
@pytest.mark.landing
@pytest.mark.office
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice (soffice) is not installed")
def test_compiling_again_gives_the_committed_bytes():
    assert compile_refund(WORD) == REFUND.compiled.pdf


def test_a_template_with_problems_is_not_compiled_and_all_of_them_are_named():
    word = edited(edited(WORD, "{{ person.name }}", "{{ person.nmae }}"), "{{ signoff.phone }}", "{{ signoff.fone }}")
    with pytest.raises(TemplateError) as caught:
        compile_refund(word)
    lines = str(caught.value).splitlines()
    assert [line.startswith(f"{REFUND.id}：") for line in lines] == [True, True]
    assert "person.nmae" in lines[0]
    assert "signoff.fone" in lines[1]


def test_without_libreoffice_the_message_says_what_to_install(monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda _: None)
    monkeypatch.setattr(compiler, "MOST_ROWS", 1)
    with pytest.raises(DependencyMissing, match="apt install libreoffice"):
        compile_refund(WORD)


@pytest.mark.office
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice (soffice) is not installed")
def test_a_template_that_prints_a_second_page_is_not_compiled():
    notice = form("shandong/notice")
    higher = edited(notice.word_path.read_bytes(), 'w:line="1160"', 'w:line="11160"')
    with pytest.raises(TemplateError, match="2 页"):
        compile_template(notice.id, notice.title, higher, notice.record_type)


def test_totals_are_what_follows_the_rows_up_to_the_next_block():
    slots = form("shandong/resident-account").compiled.layout.slots
    assert [slot.path for slot in slots if slot.once] == ["transferred_on", "transfer_total", "transfer_total_capital"]


@pytest.mark.parametrize("form", forms(), ids=lambda form: form.id)
def test_the_prepared_text_has_the_tokens_of_the_slots_in_their_order(form):
    template = form.compiled
    tokens = [piece.partition("⟧")[0] for piece in template.document.split("⟦")[1:]]
    assert tokens == [slot.path for slot in template.layout.slots]


@pytest.mark.parametrize("form", forms(), ids=lambda form: form.id)
def test_the_background_is_numbered_from_one_and_refers_to_nothing_outside(form):
    bodies = form.compiled.background
    heads = b"".join(body.partition(b">>stream\n")[0] for body in bodies)
    referred = {int(number) for number in re.findall(rb"\b(\d+) 0 R\b", heads)}
    assert referred == set(range(2, len(bodies) + 1))
    assert b"/Subtype/Form" in bodies[0]


@pytest.mark.parametrize("form", forms(), ids=lambda form: form.id)
def test_the_fields_are_called_as_the_record_calls_them(form):
    fields = pypdf.PdfReader(io.BytesIO(form.compiled.pdf)).get_fields()
    for slot in form.compiled.layout.slots:
        if slot.path != PAGE:
            assert fields[slot.path]["/TU"] == place(form.record_type, slot.path), slot.path
