"""Fillable papers of working systems: fields that are named by codes (AAC003) are read by them."""

from __future__ import annotations

import io
from typing import NamedTuple

import pypdf
import pytest
from pypdf.generic import ArrayObject, BooleanObject, DictionaryObject, FloatObject, NameObject, TextStringObject
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

import hjforms
from hjforms.reading.others.coded import code_of, paths_of_codes
from hjforms.unread import Unread
from support import ROOT, at_landing, every

FONT = "Song"
LEFT, TOP, ROW, LABEL, WIDE = 60, 740, 30, 150, 200


class Field(NamedTuple):
    """A field as the paper prints and names it. ``shown`` is what its picture shows, where that is another text."""

    label: str
    name: str
    value: str
    shown: str | None = None


def paper(title: str, fields: list[Field], *, redrawn: bool = False) -> bytes:
    """A page of labels in ruled cells, each with a form field beside it; ``redrawn`` leaves pictures to viewers."""
    pdfmetrics.registerFont(TTFont(FONT, ROOT / "src/hjforms/fonts/serif.ttf"))
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=(595, 842), invariant=1)
    canvas.setFont(FONT, 16)
    canvas.drawCentredString(297, 790, title)
    canvas.setFont(FONT, 10)
    for number, field in enumerate(fields):
        y = TOP - number * ROW
        canvas.rect(LEFT, y, LABEL, ROW)
        canvas.rect(LEFT + LABEL, y, WIDE, ROW)
        canvas.drawString(LEFT + 4, y + 10, field.label)
    canvas.showPage()
    for number, field in enumerate(fields):
        canvas.beginForm(f"v{number}", 0, 0, WIDE - 4, ROW - 4)
        canvas.setFont(FONT, 10)
        canvas.drawString(4, 8, field.value if field.shown is None else field.shown)
        canvas.endForm()
        canvas.doForm(f"v{number}")
    canvas.save()
    return with_fields(target.getvalue(), fields, redrawn=redrawn)


def with_fields(data: bytes, fields: list[Field], *, redrawn: bool) -> bytes:
    """The first page with its fields, whose pictures stand on the second."""
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(data))
    page, pictures = writer.pages[0], writer.pages[1]["/Resources"]["/XObject"]
    widgets = ArrayObject()
    for number, field in enumerate(fields):
        y = TOP - number * ROW
        box = [FloatObject(side) for side in (LEFT + LABEL + 2, y + 2, LEFT + LABEL + WIDE - 2, y + ROW - 2)]
        picture = next(pictures.raw_get(key) for key in pictures if key.endswith(f"v{number}"))
        widget = DictionaryObject(
            {
                NameObject("/Type"): NameObject("/Annot"),
                NameObject("/Subtype"): NameObject("/Widget"),
                NameObject("/FT"): NameObject("/Tx"),
                NameObject("/F"): FloatObject(4),
                NameObject("/T"): TextStringObject(field.name),
                NameObject("/V"): TextStringObject(field.value),
                NameObject("/Rect"): ArrayObject(box),
            }
        )
        if not redrawn:
            widget[NameObject("/AP")] = DictionaryObject({NameObject("/N"): picture})
        widgets.append(writer._add_object(widget))
    page[NameObject("/Annots")] = widgets
    form = DictionaryObject({NameObject("/Fields"): ArrayObject(widgets)})
    if redrawn:
        form[NameObject("/NeedAppearances")] = BooleanObject(True)
    writer.root_object[NameObject("/AcroForm")] = form
    writer.remove_page(1)
    target = io.BytesIO()
    writer.write(target)
    return target.getvalue()


JILIN, NATIONAL = "基本养老保险参保缴费凭证", "城镇职工基本养老保险参保缴费凭证"
PERSON = [
    Field("姓名", "AAC003", "张示例"),
    Field("性别", "AAC004", "男"),
    Field("公民身份号码", "AAC002", "371000196501150018"),
]
CERTIFICATE = [
    *PERSON,
    Field("户籍地地址", "AAC010", "山东省威海市环翠区"),
    Field("本地参保自", "AAE030", "199001"),
    Field("本地参保至", "AAE031", "202012"),
    Field("缴了几个月", "AAE201", "300"),
]
PAPERS = {
    "national/certificate": (NATIONAL, CERTIFICATE),
    "jilin/certificate": (JILIN, CERTIFICATE),
    "jilin/contact-letter": (
        "基本养老保险关系转移接续联系函",
        [
            Field("函号", "AAE270", "2026001"),
            *PERSON,
            Field("户名", "AAE009", "长春市社会保险事业管理局"),
            Field("开户行", "AAC155", "中国银行长春分行"),
            Field("帐号", "AAC078", "6217000010001234567"),
        ],
    ),
    "jilin/transfer-account": (
        "基本养老保险关系转移接续信息表",
        [
            *PERSON,
            Field("出生日期", "AAC006", "1965-01-15"),
            Field("建户时间", "AAC032", "1996年1月"),
            Field("调转当年本金", "AIC082", "1200.50"),
            Field("个人账户转移额", "AIC083", "35000.00"),
            Field("统筹部分", "AIC084", "8000.00"),
        ],
    ),
    "national/application": (
        "城乡养老保险制度衔接申请表",
        [*PERSON, Field("出生日期", "AAC006", "1965年1月15日"), Field("退费户名", "AAE009", "张示例")],
    ),
}


def read(data: bytes):
    [reading] = hjforms.read(data)
    return reading


@pytest.mark.parametrize("spelling", ["{}", *at_landing("form1[0].page1[0].{}[0]", "ic01.txt_{}")])
@pytest.mark.parametrize("redrawn", [False, True], ids=["shown", "drawn by viewers"])
@pytest.mark.parametrize("form_id", every(3, [*PAPERS]))
def test_values_are_read_by_their_codes(form_id, redrawn, spelling):
    title, fields = PAPERS[form_id]
    named = [field._replace(name=spelling.format(field.name.lower())) for field in fields]
    reading = read(paper(title, named, redrawn=redrawn))
    assert reading.form.id == form_id
    for field in fields:
        [path] = paths_of_codes(reading.form.record_type)[field.name]
        found = reading.fields[path]
        assert (found.text, isinstance(found.value, Unread)) == (field.value, False), path
    assert [finding for finding in reading.findings if finding.severity == "error"] == []


def test_the_blank_paper_has_no_values():
    title, fields = PAPERS["jilin/certificate"]
    reading = read(paper(title, [field._replace(value="") for field in fields]))
    assert reading.record == reading.form.record_type()


def test_a_code_that_nobody_knows_is_told_and_its_value_not_lost():
    title, fields = PAPERS["jilin/certificate"]
    for redrawn in (False, True):
        reading = read(paper(title, [*fields, Field("其他", "AAB999", "3721")], redrawn=redrawn))
        told = [finding for finding in reading.findings if finding.severity == "error"]
        assert [(finding.rule, finding.found) for finding in told] == [("read.code", "3721")]
        assert "AAB999" in told[0].message
        assert "3721" not in told[0].message


def test_a_code_that_nobody_knows_beside_a_label_that_tells_it_needs_no_word():
    title, fields = PAPERS["national/certificate"]
    reading = read(paper(title, [*fields, Field("个人编号", "AAB999", "37100000012345")]))
    assert reading.record.person.personal_number == "37100000012345"
    assert [finding.rule for finding in reading.findings] == ["read.version"]


def test_a_code_and_a_label_that_contradict_each_other_are_unread():
    title, fields = PAPERS["jilin/certificate"]
    swapped = [
        field._replace(name={"AAC003": "AAC010", "AAC010": "AAC003"}.get(field.name, field.name)) for field in fields
    ]
    reading = read(paper(title, swapped))
    for path in ("person.name", "person.address"):
        assert isinstance(reading.fields[path].value, Unread), path
    assert {finding.path for finding in reading.findings if finding.severity == "error"} >= {
        "person.name",
        "person.address",
    }


def test_a_picture_that_shows_another_text_than_the_field_holds_is_unread():
    title, fields = PAPERS["jilin/certificate"]
    changed = [field._replace(shown="999") if field.name == "AAE201" else field for field in fields]
    assert isinstance(read(paper(title, changed)).record.months, Unread)


def test_the_same_code_twice_with_different_values_is_unread():
    title, fields = PAPERS["jilin/certificate"]
    for redrawn in (False, True):
        reading = read(paper(title, [*fields, Field("再写一遍", "AAE201", "301")], redrawn=redrawn))
        assert isinstance(reading.record.months, Unread)


def test_names_that_are_no_codes_are_none():
    assert [code_of(name) for name in ("f1", "years.0.year", "AAC0031", "", "Text1", "页1")] == [""] * 6
    assert code_of("AAC003") == "AAC003"


@pytest.mark.parametrize("redrawn", [False, True], ids=["shown", "drawn by viewers"])
@pytest.mark.parametrize("form_id", every(3, [*PAPERS]))
def test_what_stands_beside_a_field_may_be_in_any_words(form_id, redrawn):
    title, fields = PAPERS[form_id]
    named = [field._replace(label=f"item {'abcdefgh'[number]}") for number, field in enumerate(fields)]
    reading = read(paper(title, named, redrawn=redrawn))
    assert {found.text for found in reading.fields.values()} == {field.value for field in fields}
    assert [finding.rule for finding in reading.findings if finding.rule != "read.version"] == []
