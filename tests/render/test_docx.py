"""DOCX: what docxtpl would have written, and what Word can open."""

from __future__ import annotations

import io
import re
import zipfile

import docx
import pytest
from docxtpl import DocxTemplate
from hypothesis import given, settings
from jinja2 import Environment, StrictUndefined
from lxml import etree

import strategies
from hjforms.errors import InputError
from hjforms.records.base import leaves
from support import DOCUMENT, REFUND, faults_of, parts_of, refund_row, refund_table, table_of, worked

CHARACTERS = (
    "A&B公司",
    "a<b>c",
    'say "x"',
    "O'Neill",
    "C:\\x",
    "(a)",
    "{{ name }}",
    "{% x %}",
    "]]>",
    "&amp;",
    "a  b",
    "$1 \\g<1>",
)
LAYOUT = REFUND.compiled.layout


class Day(str):
    """A date as docxtpl prints it: whole, or part by part."""

    __slots__ = ("day", "month", "year")

    def __new__(cls, whole, parts):
        self = super().__new__(cls, whole)
        self.year, self.month, self.day = parts
        return self


def printed(record, prefix, value):
    """A record as docxtpl takes it: every value written by its notation, blanks as the empty text."""
    if hasattr(value, "model_fields_set"):
        names = type(value).model_fields
        return {name: printed(record, f"{prefix}{name}.", getattr(value, name)) for name in names}
    if isinstance(value, tuple):
        rows = [printed(record, f"{prefix}*.", row) for row in value]
        blank = printed(record, f"{prefix}*.", type(record).model_fields["years"].annotation.__args__[0]())
        return rows + [blank] * (LAYOUT.capacity - len(rows))
    kind = leaves(type(record))[prefix[:-1]].kind
    text = "" if value is None else kind.write(value)
    if kind.name != "date":
        return text
    return Day(text, ("", "", "") if value is None else (str(value.year), str(value.month), str(value.day)))


def by_docxtpl(record) -> bytes:
    template = DocxTemplate(io.BytesIO(REFUND.word_path.read_bytes()))
    context = {**printed(record, "", record), "page": ""}
    template.render(context, Environment(undefined=StrictUndefined, autoescape=True))
    target = io.BytesIO()
    template.save(target)
    return target.getvalue()


def canonical(data: bytes) -> bytes:
    return etree.tostring(etree.fromstring(parts_of(data)[DOCUMENT]), method="c14n")


def short(text):
    return text is None or len(text) <= 4


@pytest.mark.parametrize("count", [0, 1, 12])
def test_the_main_text_is_that_of_docxtpl(count):
    record = table_of(count)
    assert canonical(REFUND.docx(record)) == canonical(by_docxtpl(record))


def test_the_main_text_is_that_of_docxtpl_for_the_worked_case():
    assert canonical(REFUND.docx(worked())) == canonical(by_docxtpl(worked()))


@pytest.mark.parametrize("text", CHARACTERS)
def test_the_main_text_is_that_of_docxtpl_for_every_character_that_xml_minds(text):
    record = REFUND.load({"person": {"name": text, "address": text}, "years": [{"remark": text}]})
    assert canonical(REFUND.docx(record)) == canonical(by_docxtpl(record))


@pytest.mark.parametrize("text", CHARACTERS)
def test_every_character_prints_as_such(text):
    record = REFUND.load({"person": {"name": text}, "signoff": {"agency": text}, "years": [{"remark": text}]})
    cells = [
        cell.text
        for table in docx.Document(io.BytesIO(REFUND.docx(record))).tables
        for row in table.rows
        for cell in row.cells
    ]
    assert cells.count(text) >= 3


def test_the_other_parts_are_those_of_the_template():
    template, written = parts_of(REFUND.word_path.read_bytes()), parts_of(REFUND.docx(worked(), carry=False))
    assert list(written) == list(template)
    assert {name: data for name, data in written.items() if name != DOCUMENT} == {
        name: data for name, data in template.items() if name != DOCUMENT
    }


@pytest.mark.parametrize("count", [1, 13])
def test_the_zip_is_sound_and_of_no_day(count):
    with zipfile.ZipFile(io.BytesIO(REFUND.docx(table_of(count)))) as package:
        assert package.testzip() is None
        assert {member.date_time for member in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert package.namelist()[0] == "[Content_Types].xml"


@pytest.mark.parametrize(("count", "pages"), [(0, 1), (12, 1), (13, 2), (24, 2), (25, 3), (60, 5)])
def test_each_page_is_a_copy_of_the_form_that_begins_a_new_page(count, pages):
    document = parts_of(REFUND.docx(table_of(count)))[DOCUMENT].decode()
    assert document.count(REFUND.title) == pages
    assert document.count("<w:pageBreakBefore/>") == pages - 1
    assert document.count("<w:sectPr") == 1
    numbers = re.findall(r"第 \d+ 页 共 \d+ 页", document)
    assert numbers == ([f"第 {number} 页 共 {pages} 页" for number in range(1, pages + 1)] if pages > 1 else [])


def test_totals_stand_on_the_last_page_only():
    record = table_of(13)
    first, last = parts_of(REFUND.docx(record))[DOCUMENT].decode().split("<w:pageBreakBefore/>")
    assert record.refund_total_capital not in first
    assert record.refund_total_capital in last


def test_the_paragraph_properties_are_in_the_order_of_the_schema():
    """``pageBreakBefore`` comes before ``spacing`` and ``jc``; Word calls a file damaged otherwise."""
    document = parts_of(REFUND.docx(table_of(13)))[DOCUMENT].decode()
    assert re.search(r"<w:pPr>(<w:pStyle[^>]*/>)?(<w:keepNext/>)?(<w:keepLines/>)?<w:pageBreakBefore/>", document)


def test_every_run_names_an_east_asian_font_and_its_size():
    document = etree.fromstring(parts_of(REFUND.docx(worked()))[DOCUMENT])
    space = {"w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main"}
    runs = document.xpath("//w:r[w:t]", namespaces=space)
    assert len(runs) > 200
    assert [run for run in runs if not run.xpath("w:rPr/w:rFonts/@w:eastAsia", namespaces=space)] == []
    assert [run for run in runs if not run.xpath("w:rPr/w:sz/@w:val", namespaces=space)] == []


def test_a_long_text_is_set_smaller_in_its_own_run():
    long = "山东省威海市环翠区" * 10
    record = REFUND.load({"person": {"address": long}})
    document = docx.Document(io.BytesIO(REFUND.docx(record)))
    runs = [
        run
        for table in document.tables
        for row in table.rows
        for cell in row.cells
        for p in cell.paragraphs
        for run in p.runs
    ]
    found = next(run for run in runs if run.text == long)
    assert 6 <= found.font.size.pt < 10.5
    assert found._r.rPr.rFonts.get("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}eastAsia") == "宋体"


def test_a_text_too_long_for_its_cell_is_an_error_at_its_path():
    with pytest.raises(InputError) as caught:
        REFUND.docx(REFUND.load({"person": {"name": "王小明啊" * 50}}))
    assert list(faults_of(caught.value)) == ["person.name"]
    assert "王" not in str(caught.value)


def test_every_text_too_long_is_listed_with_the_number_of_its_row():
    rows = [refund_row(1990 + index, remark="长" * 200 if index in (0, 13) else "短") for index in range(14)]
    with pytest.raises(InputError) as caught:
        REFUND.docx(refund_table(*rows, signoff={"handler": "长" * 200}))
    assert set(faults_of(caught.value)) == {"years.0.remark", "years.13.remark", "signoff.handler"}


@pytest.mark.parametrize("length", [1, 60])
def test_a_character_that_our_fonts_lack_is_for_word_to_draw(length):
    record = REFUND.load({"person": {"address": "\U00030000" * length}})
    assert REFUND.read(REFUND.docx(record)).record == record


@settings(max_examples=10)
@given(strategies.refund_records())
def test_word_finds_every_text_of_the_record_in_the_cells(record):
    document = docx.Document(io.BytesIO(REFUND.docx(record)))
    cells = {cell.text for table in document.tables for row in table.rows for cell in row.cells}
    for text in (
        record.person.name,
        record.person.address,
        record.signoff.agency,
        *(row.remark for row in record.years),
    ):
        assert text is None or text in cells
