"""DOCX: what docxtpl would have written, and what Word can open."""

from __future__ import annotations

import io
import re
import shutil
import zipfile

import docx
import pdfplumber
import pytest
import uharfbuzz
from docxtpl import DocxTemplate
from hypothesis import given, settings
from jinja2 import Environment, StrictUndefined
from lxml import etree

import strategies
from hjforms.api import form
from hjforms.errors import InputError
from hjforms.records.base import leaves
from hjforms.template.office import to_pdf
from hjforms.template.word import with_embedded_font
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
    assert (first.count("见末页"), last.count("见末页")) == (sum(slot.once for slot in LAYOUT.slots), 0)
    assert REFUND.read(REFUND.docx(record)).record == record


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


# ------------------------------------------------------------------------------- boxes bring their font

NOTICE = form("shandong/notice")
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"


def embedded_font(data: bytes) -> tuple[str, bytes]:
    """Name and file of the font that a Word file brings along, found as Word finds it."""
    parts = parts_of(data)
    [font] = etree.fromstring(parts["word/fontTable.xml"]).iter(f"{W}font")
    embedded = font.find(f"{W}embedRegular")
    relations = etree.fromstring(parts["word/_rels/fontTable.xml.rels"])
    [target] = [item.get("Target") for item in relations if item.get("Id") == embedded.get(f"{R}id")]
    masked = parts[f"word/{target}"]
    mask = bytes.fromhex(re.sub("[^0-9A-F]", "", embedded.get(f"{W}fontKey")))[::-1]
    return font.get(f"{W}name"), bytes(byte ^ mask[place % 16] for place, byte in enumerate(masked[:32])) + masked[32:]


@pytest.mark.parametrize("carry", [False, True])
def test_a_word_file_with_boxes_brings_a_font_that_has_them(carry):
    data = NOTICE.docx(NOTICE.load({"choice": "是"}), carry=carry)
    name, program = embedded_font(data)
    font = uharfbuzz.Font(uharfbuzz.Face(program))
    assert all(font.get_nominal_glyph(ord(box)) for box in "☑□")
    runs = [
        run for run in etree.fromstring(parts_of(data)[DOCUMENT]).iter(f"{W}r") if "".join(run.itertext()) in {"☑", "□"}
    ]
    assert len(runs) == 2
    assert {value for run in runs for value in run.find(f"{W}rPr/{W}rFonts").attrib.values()} == {name}
    types = parts_of(data)["[Content_Types].xml"].decode()
    assert all(f'PartName="/word/{part}"' in types for part in ("fontTable.xml", "fonts/hjforms.odttf"))
    assert "fontTable.xml" in parts_of(data)["word/_rels/document.xml.rels"].decode()


def test_a_font_joins_those_that_an_office_has_in_its_template():
    parts = parts_of(NOTICE.word_path.read_bytes())
    own = f'<w:fonts xmlns:w="{W[1:-1]}" xmlns:r="{R[1:-1]}"><w:font w:name="宋体"/></w:fonts>'
    joined = with_embedded_font(parts | {"word/fontTable.xml": own.encode()}, "其他", b"\0" * 40)
    names = [font.get(f"{W}name") for font in etree.fromstring(joined["word/fontTable.xml"]).iter(f"{W}font")]
    assert names == ["宋体", "其他"]
    assert joined["word/_rels/document.xml.rels"] == parts["word/_rels/document.xml.rels"]


# ------------------------------------------------------------------------------- what LibreOffice shows


@pytest.mark.office
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice (soffice) is not installed")
def test_an_office_program_shows_every_character_of_long_texts():
    pieces = (
        "文登路12号",
        "（原二轻局宿舍）",
        "No. 8 Lane",
        "、",
        "2019年8月起",
        "WWW",
        "“补缴”",
        "100.00元",
        "—",
        "䶮村",
    )
    remarks = ["".join(pieces[(row + step) % 10] for step in range(9))[: 8 + 2 * row] for row in range(12)]
    record = refund_table(*[refund_row(2000 + row, remark=text.strip()) for row, text in enumerate(remarks)])
    [page] = to_pdf([REFUND.docx(record)])
    with pdfplumber.open(io.BytesIO(page)) as document:
        assert len(document.pages) == 1
        chars = document.pages[0].chars
    for row, text in enumerate(remarks):
        x0, y0, x1, y1 = next(slot.box for slot in LAYOUT.slots if slot.path == f"years.{row}.remark")
        shown = [
            char["text"]
            for char in chars
            if x0 < (char["x0"] + char["x1"]) / 2 < x1 and y0 < (char["y0"] + char["y1"]) / 2 < y1
        ]
        assert sorted("".join(shown).replace(" ", "")) == sorted(text.replace(" ", ""))
