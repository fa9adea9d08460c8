"""Fillable papers of other offices: what a field holds and what it shows must be one text."""

from __future__ import annotations

import io
from pathlib import Path

import pypdf
import pytest
from pypdf.generic import NameObject, TextStringObject
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from drawn import FONT
from hjforms.api import form, read
from hjforms.reading.ours.positions import _is_lossy
from hjforms.unread import Unread

PUBLIC = Path(__file__).parents[1] / "cases" / "public"
LETTER = form("shandong/contact-letter")


def paper(shown: str, held: str) -> bytes:
    """A letter of another office, with the name in a field that shows one text and holds another."""
    target = io.BytesIO()
    canvas = Canvas(target)
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    canvas.setFont(FONT, 16)
    canvas.drawCentredString(297, 780, LETTER.title)
    canvas.setFont(FONT, 10)
    for x, y, text in ((60, 705, "姓名"), (300, 705, "联系电话"), (60, 675, "公民身份号码"), (300, 675, "开户银行")):
        canvas.drawString(x, y, text)
    canvas.drawString(180, 675, "371000196501150018")
    canvas.grid([50, 170, 290, 410, 530], [665, 695, 725])
    canvas.acroForm.textfield(name="f1", x=172, y=697, width=116, height=26, value=shown, fontSize=10, borderWidth=0)
    canvas.save()
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(target.getvalue()))
    [widget] = writer.pages[0]["/Annots"]
    widget.get_object()[NameObject("/V")] = TextStringObject(held)
    changed = io.BytesIO()
    writer.write(changed)
    return changed.getvalue()


@pytest.mark.parametrize("held", ["LI HUA", "LI", "LI  LEI", "Wang"])
def test_a_field_that_holds_another_text_than_it_shows_is_unread(held):
    [reading] = read(paper("LI LEI", held))
    found = reading.record.person.name
    assert found == "LI LEI" if held.split() == ["LI", "LEI"] else isinstance(found, Unread)
    if isinstance(found, Unread):
        assert "person.name" in {finding.path for finding in reading.findings if finding.severity == "error"}


def test_what_a_font_of_fields_garbles_is_unread():
    [reading] = read((PUBLIC / "06-garbled-appearance" / "filled.pdf").read_bytes())
    record = reading.record
    values = (record.person.name, record.person.personal_number, record.person.address, record.refund_account.bank)
    assert all(isinstance(value, Unread) for value in values)


@pytest.mark.parametrize("file", ["name-with-picture.pdf", "foreign-name-with-picture.pdf"])
def test_a_picture_of_a_character_makes_a_name_unread(file):
    [reading] = read((PUBLIC / "05-picture-character" / file).read_bytes())
    assert isinstance(reading.record.person.name, Unread)


def test_a_text_of_lost_characters_is_compared_at_once():
    """A pattern took minutes over a name of forty characters of which each was lost."""
    assert not _is_lossy("\ufffd" * 60 + "x", "字" * 60)
    assert _is_lossy("\ufffd" * 60, "字" * 60)
    assert _is_lossy("A??公司", "A字字公司")
    assert not _is_lossy("\ufffd码", "码")
