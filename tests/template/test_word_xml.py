"""Word files that are one XML text: what stands in them is what stands in the DOCX that says the same."""

from __future__ import annotations

import pytest
from lxml import etree
from tools.corpus.samples import OFFICIAL
from tools.corpus.word import as_word_2003

from hjforms.api import read
from hjforms.errors import DocumentError
from hjforms.reading.page.word.cells import margins_of, rows_of
from hjforms.template.word import DOCUMENT, W
from hjforms.template.word_xml import is_word_2003, is_word_xml, open_word_xml
from support import REFUND, worked

OLD = "http://schemas.microsoft.com/office/word/2003/wordml"
SPACES = (
    f'xmlns:w="{OLD}" xmlns:aml="http://schemas.microsoft.com/aml/2001/core" xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:wx="http://schemas.microsoft.com/office/word/2003/auxHint" xmlns:st1="urn:schemas-example:smarttags"'
)
TOLD = '<?xml version="1.0" encoding="UTF-8"?><?mso-application progid="Word.Document"?>'


def of(body: str) -> dict[str, bytes]:
    return open_word_xml(f"{TOLD}<w:wordDocument {SPACES}><w:body>{body}</w:body></w:wordDocument>".encode())


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def annotation(kind: str, inner: str) -> str:
    return f'<aml:annotation w:type="Word.{kind}"><aml:content>{inner}</aml:content></aml:annotation>'


def texts(parts: dict[str, bytes]) -> list[str]:
    return [text for row in rows_of(parts) for text in row.texts]


@pytest.mark.parametrize("form", OFFICIAL, ids=lambda form: form.id)
def test_a_form_in_the_xml_of_word_2003_is_read_as_the_docx(form):
    docx = form.docx(form.record_type())
    old = as_word_2003(docx)
    assert is_word_2003(old)
    assert is_word_xml(old)
    assert [(reading.form.id, reading.record) for reading in read(old)] == [(form.id, form.record_type())]


def test_a_filled_form_in_the_xml_of_word_2003_is_read():
    [reading] = read(as_word_2003(REFUND.docx(worked())))
    assert (reading.record, reading.findings, reading.carried) == (worked(), (), False)


def test_names_are_those_of_a_docx():
    written = run("甲", '<w:rFonts w:h-ansi="A-b" w:fareast="宋体"/>')
    cell = '<w:tc><w:tcPr><w:vmerge w:val="restart"/></w:tcPr><w:p><w:pPr><w:spacing w:line-rule="at-least"/></w:pPr>'
    parts = of(f"<w:tbl><w:tr>{cell}{written}</w:p></w:tc></w:tr></w:tbl>")
    root = etree.fromstring(parts[DOCUMENT])
    assert root.find(f".//{W}vMerge").attrib == {f"{W}val": "restart"}
    assert root.find(f".//{W}spacing").attrib == {f"{W}lineRule": "atLeast"}
    assert root.find(f".//{W}rFonts").attrib == {f"{W}hAnsi": "A-b", f"{W}eastAsia": "宋体"}


@pytest.mark.parametrize(
    "body",
    [
        f"<w:p>{run('甲乙')}</w:p>",
        f"<wx:sect><wx:sub-section><w:p>{run('甲乙')}</w:p></wx:sub-section></wx:sect>",
        f"<w:p><st1:PersonName>{run('甲')}</st1:PersonName>{run('乙')}</w:p>",
        f'<w:p><aml:annotation aml:id="0" w:type="Word.Bookmark.Start" w:name="a"/>{run("甲乙")}</w:p>',
        f"<w:p>{run('甲')}{annotation('Insertion', run('乙'))}</w:p>",
        f"<w:p>{run('甲乙')}<w:r><w:rPr><w:vanish/></w:rPr><w:t>丙</w:t></w:r></w:p>",
        f"<w:p>{run('甲乙')}{annotation('Deletion', '<w:r><w:delText>丙</w:delText></w:r>')}</w:p>",
    ],
    ids=["plain", "sections", "smart tag", "bookmark", "inserted", "hidden", "deleted"],
)
def test_what_is_seen_is_what_word_2003_shows(body):
    assert texts(of(body)) == ["甲乙"]


@pytest.mark.parametrize(
    ("properties", "told"),
    [
        ('<w:color w:val="FFFFFF"/>', "底色"),
        ('<w:sz w:val="2"/>', "太小"),
        ('<w:highlight w:val="dark-blue"/><w:color w:val="000080"/>', "底色"),
    ],
)
def test_what_cannot_be_seen_is_in_doubt(properties, told):
    [row] = rows_of(of(f"<w:p>{run('甲乙', properties)}</w:p>"))
    assert any(told in note.message for cell in row.cells for note in cell.notes)


def test_comments_notes_and_margins_stand_in_parts():
    comment = annotation("Comment", f"<w:p>{run('查无此人')}</w:p>")
    foot = f"<w:r><w:footnote><w:p>{run('见附页')}</w:p></w:footnote></w:r>"
    head = f'<w:sectPr><w:hdr w:type="odd"><w:p>{run("某市社保")}</w:p></w:hdr></w:sectPr>'
    parts = of(f"<w:p>{run('甲')}<w:r>{comment}</w:r>{foot}</w:p>{head}")
    [row, *_] = rows_of(parts)
    assert any(note.found == "查无此人" for cell in row.cells for note in cell.notes)
    assert sorted(text for row in margins_of(parts) for text in row.texts) == ["某市社保", "见附页"]


def test_what_has_no_name_in_a_docx_is_told():
    [row] = rows_of(of(f'<w:p>{run("甲")}<aml:annotation w:type="Word.Other">{run("乙")}</aml:annotation></w:p>'))
    assert any(note.refuses for cell in row.cells for note in cell.notes)


def test_numbers_that_word_makes_are_in_doubt():
    listed = (
        f'<w:tc><w:p><w:pPr><w:listPr><w:ilvl w:val="0"/><w:ilfo w:val="1"/></w:listPr></w:pPr>{run("甲")}</w:p></w:tc>'
    )
    [row] = rows_of(of(f"<w:tbl><w:tr>{listed}</w:tr></w:tbl>"))
    assert any("编号" in note.message for cell in row.cells for note in cell.notes)


@pytest.mark.parametrize("depth", [60, 250, 5000])
def test_what_is_too_deep_is_refused_or_read(depth):
    deep = "<wx:sub-section>" * depth + f"<w:p>{run('甲')}</w:p>" + "</wx:sub-section>" * depth
    try:
        assert texts(of(deep)) == ["甲"]
    except DocumentError:
        assert depth > 60


def test_an_entity_is_never_opened(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("geheim")
    body = f'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "{secret.as_uri()}">]><w:wordDocument xmlns:w="{OLD}">'
    with pytest.raises(DocumentError):
        open_word_xml(f"{body}<w:body><w:p><w:r><w:t>&x;</w:t></w:r></w:p></w:body></w:wordDocument>".encode())
