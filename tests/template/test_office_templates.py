"""An office's own Word file, compiled and used: fewer fields, labels in the cells of values, values at any height."""

from __future__ import annotations

import io
import json
import shutil

import pdfplumber
import pytest
from click.testing import CliRunner
from docx import Document
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT as HEIGHT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

import hjforms
from hjforms.cli import main
from hjforms.errors import InputError, TemplateError
from hjforms.template.compile import compile_template
from hjforms.template.office import to_pdf
from support import ROOT, saved_by_pypdf

pytestmark = [
    pytest.mark.slow,
    pytest.mark.office,
    pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice (soffice) is not installed"),
]

CERTIFICATE = hjforms.form("national/certificate")
FEWER = ROOT / "tests/cases/public/09-template-fewer-fields/official-with-fewer-columns.docx"
DATA = {
    "person": {
        "name": "张示例",
        "citizen_id": "371000196501150018",
        "personal_number": "37100000012345",
        "address": "山东省威海市环翠区海滨中路28号",
    },
    "start": "1990-01",
    "end": "2020-12",
    "months": 300,
    "balance": "12345.60",
    "agency": {
        "region_code": "371002",
        "name": "威海市环翠区社会保险中心",
        "phone": "0631-5200000",
        "address": "威海市",
        "postcode": "264200",
    },
}
ROWS = [
    ["姓名：{{ person.name }}", "性别：{{ person.sex }}", "个人编号：{{ person.personal_number }}"],
    ["{{ person.citizen_id }}", "{{ person.address }}", "{{ start }}"],
    ["至：{{ end }}", "本地参保期间的个人账户储存额：{{ balance }}", "{{ months }}"],
    ["{{ agency.region_code }}", "{{ agency.name }}", "{{ agency.phone }}"],
    ["地址（请写明）：{{ agency.address }}", "邮编：{{ agency.postcode }}"],
]


def drawn(rows: list[list[str]]) -> bytes:
    """A Word file as an office draws it: 宋体, the margins of Word, a column at each height."""
    document = Document()
    section, style = document.sections[0], document.styles["Normal"]
    section.page_width, section.page_height = Mm(210), Mm(297)
    style.font.name, style.font.size = "宋体", Pt(10.5)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), "宋体")
    style.paragraph_format.space_after, style.paragraph_format.line_spacing = Pt(0), 1
    document.add_paragraph("养老保险参保缴费凭证")
    table = document.add_table(len(rows), 3, style="Table Grid")
    table.autofit = False
    for row, texts in zip(table.rows, rows, strict=True):
        height = OxmlElement("w:trHeight")
        height.set(qn("w:val"), "900")
        height.set(qn("w:hRule"), "exact")
        row._tr.get_or_add_trPr().append(height)
        for cell, text, where in zip(row.cells, texts, (None, HEIGHT.CENTER, HEIGHT.BOTTOM), strict=False):
            cell.text = text
            cell.vertical_alignment = where
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    """The form on a template with labels in cells, whose title is another one than the form's."""
    word = tmp_path_factory.mktemp("office") / "凭证.docx"
    word.write_bytes(drawn(ROWS))
    pdf = compile_template(CERTIFICATE.id, CERTIFICATE.title, word.read_bytes(), CERTIFICATE.record_type)
    word.with_suffix(".pdf").write_bytes(pdf)
    return CERTIFICATE.with_template(word)


def test_everything_comes_back(office):
    record = office.complete(office.load(DATA))
    files = [office.pdf(record), office.pdf(record, editable=True), office.docx(record)]
    for data in [*files, saved_by_pypdf(files[0])]:
        reading = office.read(data)
        assert (reading.record, reading.findings) == (record, ())
    assert office.read(office.docx(office.record_type())).record == office.record_type()


def test_values_stand_where_office_programs_set_them(office):
    """In PDF as in DOCX: beside their labels, at the height of their cells, within their margins."""
    record = office.complete(office.load(DATA))
    [printed] = to_pdf([office.docx(record)])
    ours, theirs = (places(data) for data in (office.pdf(record), printed))
    for text in ("张示例", "男", "371000196501150018", "山东省", "1990", "12345.60", "300", "371002", "0631", "264200"):
        assert ours[text] == pytest.approx(theirs[text], abs=1.6), text


def places(data: bytes) -> dict[str, tuple[float, float]]:
    """Where texts of the record begin on a page."""
    with pdfplumber.open(io.BytesIO(data)) as document:
        chars = document.pages[0].chars
    whole = "".join(char["text"] for char in chars)
    texts = ("张示例", "男", "371000196501150018", "山东省", "1990", "12345.60", "300", "371002", "0631", "264200")
    found = {text: chars[whole.index(text)] for text in texts}
    return {text: (char["x0"], (char["y0"] + char["y1"]) / 2) for text, char in found.items()}


def test_a_paper_with_fewer_fields(tmp_path):
    word = tmp_path / "fewer.docx"
    shutil.copy(FEWER, word)
    run = CliRunner()
    compiled = run.invoke(main, ["template", "compile", CERTIFICATE.id, "--template", str(word)])
    assert compiled.exit_code == 0, compiled.output
    assert "places.*.balance（各参保地缴费年限 个人账户储存额）" in compiled.output
    linted = run.invoke(main, ["template", "lint", CERTIFICATE.id, "--template", str(word)])
    assert (linted.exit_code, "18 个字段" in linted.output) == (0, True)
    form = CERTIFICATE.with_template(word)
    record = form.complete(form.load(DATA))
    for data in (form.pdf(record), form.docx(record)):
        assert form.read(data).record == record
    lost = form.complete(form.load(DATA | {"number": "1", "places": [{"region_code": "371002", "months_actual": 2}]}))
    for write in (form.pdf, form.docx):
        with pytest.raises(InputError) as caught:
            write(lost)
        assert [fault.path for fault in caught.value.faults] == [
            "number",
            "places.0.region_code",
            "places.0.months_actual",
        ]
    source = tmp_path / "lost.json"
    source.write_text(json.dumps(form.dump(lost)), "utf-8")
    out = tmp_path / "lost.pdf"
    filled = run.invoke(main, ["fill", CERTIFICATE.id, str(source), "--template", str(word), "--force", "-o", str(out)])
    assert (filled.exit_code, out.exists()) == (2, False)


def test_a_label_that_leaves_no_room_is_told():
    label = "字" * 24
    with pytest.raises(TemplateError, match=r"person\.name.*放不下"):
        compile_template(
            CERTIFICATE.id,
            CERTIFICATE.title,
            drawn([[f"{label}{{{{ person.name }}}}", "", ""]]),
            CERTIFICATE.record_type,
        )
