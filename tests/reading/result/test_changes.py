"""What a person changed after we wrote it: told field by field, and never taken from anywhere but the page."""

from __future__ import annotations

import io
import json
import re

import pypdf
import pytest

from hjforms.api import form, forms, print_run, read
from hjforms.reading.result.changes import RULE
from support import (
    CITIZEN_ID,
    REFUND,
    edited,
    filled_by_pypdf,
    parts_of,
    refund_row,
    refund_table,
    saved_by_mutool,
    saved_by_pdfium,
    saved_by_pypdf,
    saved_by_qpdf,
    table_of,
    worked,
    zipped,
)

PDF, DOCX = REFUND.pdf(worked(), editable=True), REFUND.docx(worked())
ITEM = "customXml/item1.xml"
ROW = re.compile(r"<w:tr>(?:(?!</w:tr>).)*</w:tr>", re.DOTALL)


def changes(reading):
    return [(found.path, found.expected, found.found) for found in reading.findings if found.rule == RULE]


def row_with(data, text):
    return next(row for row in ROW.findall(parts_of(data)["word/document.xml"].decode()) if f">{text}<" in row)


def with_attachment(data, change):
    """The PDF in which another program has changed the bytes of the attachment."""
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(data))
    file = writer.root_object["/AF"][0].get_object()["/EF"]["/F"].get_object()
    file.set_data(change(file.get_data()))
    target = io.BytesIO()
    writer.write(target)
    return target.getvalue()


@pytest.mark.parametrize("data", [REFUND.pdf(worked()), PDF, DOCX], ids=["pdf", "editable", "docx"])
def test_a_file_as_we_wrote_it_has_no_changes(data):
    [reading] = read(data)
    assert reading.carried
    assert reading.findings == ()


@pytest.mark.parametrize("saved", [saved_by_pypdf, saved_by_pdfium, saved_by_mutool, saved_by_qpdf])
@pytest.mark.parametrize("editable", [False, True])
def test_the_record_survives_other_programs(saved, editable):
    [reading] = read(saved(REFUND.pdf(worked(), editable=editable)))
    assert reading.carried
    assert reading.findings == ()


@pytest.mark.parametrize("made", [REFUND.pdf, REFUND.docx], ids=["pdf", "docx"])
def test_carrying_can_be_switched_off(made):
    bare = made(worked(), carry=False)
    [reading] = read(bare)
    assert reading.record == worked()
    assert not reading.carried
    assert b"sha256" not in bare
    assert ITEM not in (parts_of(bare) if bare.startswith(b"PK") else ())


def test_a_print_run_and_a_blank_form_carry_nothing(tmp_path):
    print_run(REFUND, [worked()], tmp_path / "run.pdf")
    for data in ((tmp_path / "run.pdf").read_bytes(), REFUND.blank("pdf"), REFUND.blank("docx")):
        assert not read(data)[0].carried


@pytest.mark.parametrize("form_", forms(), ids=lambda form_: form_.id)
def test_every_form_carries_its_record(form_):
    record = form_.record_type()
    for data in (form_.pdf(record), form_.pdf(record, editable=True), form_.docx(record)):
        [reading] = read(data)
        assert reading.carried
        assert reading.findings == ()


def test_the_attachment_is_named_typed_and_related_as_the_format_wants():
    catalog = pypdf.PdfReader(io.BytesIO(REFUND.pdf(worked()))).root_object
    name, specification = catalog["/Names"]["/EmbeddedFiles"]["/Names"]
    assert catalog["/AF"][0] == specification
    specification = specification.get_object()
    assert name == specification["/F"] == specification["/UF"]
    assert specification["/AFRelationship"] == "/Data"
    file = specification["/EF"]["/UF"].get_object()
    assert file["/Subtype"] == "/application/json"
    assert file["/Params"]["/Size"] == len(file.get_data())
    assert json.loads(file.get_data())["record"]["person"]["name"] == "张示例"


def test_the_part_of_a_word_file_is_announced_as_the_format_wants():
    parts = {name: data.decode() for name, data in parts_of(DOCX).items()}
    assert 'PartName="/customXml/itemProps1.xml"' in parts["[Content_Types].xml"]
    assert 'Target="../customXml/item1.xml"' in parts["word/_rels/document.xml.rels"]
    assert 'Target="itemProps1.xml"' in parts["customXml/_rels/item1.xml.rels"]
    assert "urn:hjforms:record" in parts["customXml/itemProps1.xml"]


def test_the_page_is_what_is_read_and_the_change_is_told():
    [reading] = read(edited(DOCX, ">500.00<", ">501.00<"))
    assert str(reading.record.years[0].paid.personal) == "501.00"
    assert changes(reading) == [("years.0.paid.personal", "500.00", "501.00")]
    [finding] = reading.findings
    assert finding.severity == "warning"
    assert "出表时为“500.00”，现为“501.00”" in finding.message


def test_fields_that_a_person_filled_changed_and_cleared_are_told():
    values = {"person.name": "王小明", "years.0.remark": "", "years.1.remark": "补", "filled_on.day": "29"}
    [reading] = read(filled_by_pypdf(PDF, values))
    assert changes(reading) == [
        ("filled_on", "2024年9月30日", "2024年9月29日"),
        ("person.name", "张示例", "王小明"),
        ("years.0.remark", "村集体补助", None),
        ("years.1.remark", None, "补"),
    ]


def test_what_cannot_be_read_is_told_as_it_stands_there():
    [reading] = read(edited(DOCX, ">500.00<", ">5O0.00<"))
    assert changes(reading) == [("years.0.paid.personal", "500.00", "5O0.00")]
    told = [(found.severity, found.rule) for found in reading.findings]
    assert told == [("error", "read"), ("warning", RULE), ("warning", "proposal")]


def test_a_row_taken_out_shifts_no_other():
    [reading] = read(edited(DOCX, row_with(DOCX, "2014"), ""))
    [(path, expected, found)] = changes(reading)
    assert (path, found) == ("years", None)
    assert expected.startswith("2014 100.00 100.00")


def test_a_row_put_in_shifts_no_other():
    row = row_with(DOCX, "2014")
    [reading] = read(edited(DOCX, row, row.replace(">2014<", ">2012<") + row))
    assert {path.rpartition("years.1.")[0] for path, *_ in changes(reading)} == {""}
    assert ("years.1.year", None, "2012") in changes(reading)


@pytest.mark.parametrize(
    "change", [lambda data: data.replace(b"500.00", b"501.00"), lambda data: data[:-9], lambda _: b"", lambda _: b"{}"]
)
def test_a_record_that_is_not_as_we_wrote_it_is_ignored_with_a_warning(change):
    parts = parts_of(DOCX)
    item = re.sub(rb"\{.*\}", lambda found: change(found[0]), parts[ITEM])
    for data in (with_attachment(PDF, change), zipped({**parts, ITEM: item})):
        [reading] = read(data)
        assert reading.record == worked()
        assert not reading.carried
        assert [(found.severity, found.path, found.rule) for found in reading.findings] == [("warning", "", RULE)]
        assert "损坏" in reading.findings[0].message


def test_the_record_of_another_form_says_nothing_about_this_one():
    other = parts_of(form("shandong/notice").docx(form("shandong/notice").load({"person": {"name": "甲"}})))[ITEM]
    [reading] = read(zipped({**parts_of(DOCX), ITEM: other}))
    assert reading.findings == ()
    assert not reading.carried


def joined(*files):
    writer = pypdf.PdfWriter()
    for data in files:
        writer.append(io.BytesIO(data), import_outline=False)
    for data in files:
        reader = pypdf.PdfReader(io.BytesIO(data))
        for name, contents in reader.attachments.items():
            writer.add_attachment(name, contents[0])
    target = io.BytesIO()
    writer.write(target)
    return target.getvalue()


def test_in_a_bundle_each_record_belongs_to_its_own_person():
    people = [
        refund_table(refund_row(2014), person={"name": name, "citizen_id": CITIZEN_ID if name == "甲" else None})
        for name in ("甲", "乙")
    ]
    readings = read(joined(REFUND.pdf(people[1]), REFUND.pdf(people[0]), REFUND.pdf(table_of(2), carry=False)))
    assert [reading.record for reading in readings] == [people[1], people[0], table_of(2)]
    assert [reading.findings for reading in readings] == [(), (), ()]
    assert [reading.carried for reading in readings] == [True, True, False]
