"""PDF files that other programs have saved, filled, encrypted or damaged."""

from __future__ import annotations

import io
import logging

import pypdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf.generic import ArrayObject, FloatObject, NameObject

import strategies
from hjforms.api import compare, read
from hjforms.errors import DocumentError
from hjforms.reading.file import limits
from hjforms.reading.page.texts import METHODS
from hjforms.unread import Unread
from support import (
    CITIZEN_ID,
    REFUND,
    blank_pages,
    certain,
    documents,
    encrypted,
    error_of,
    filled_by_pypdf,
    leaves_of,
    moved,
    picture_only_pdf,
    refund_row,
    refund_table,
    saved_by_mutool,
    saved_by_pdfium,
    saved_by_pypdf,
    saved_by_qpdf,
    table_of,
    worked,
)

PROGRAMS = pytest.mark.parametrize(
    "saved", [saved_by_pypdf, saved_by_pdfium, saved_by_mutool, saved_by_qpdf], ids=lambda saved: saved.__name__[9:]
)
EDITABLE = pytest.mark.parametrize("editable", [False, True], ids=["flat", "editable"])


def spaced():
    """A record with everything that another program might lose: spaces, brackets, rare characters, long lines."""
    return refund_table(
        refund_row(2014, 1, "100.00", paid={"collective": "100.00"}, remark="补缴 𠮷  䶮"),
        refund_row(2015, 7, "99999999.99", remark="长备注长备注长备注长备注  长备注"),
        filled_on="2024-09-30",
        person={
            "name": "Anne-Marie  O’Neill",
            "citizen_id": CITIZEN_ID,
            "address": "环翠区 A&B<公司>\\()'\"  28号" * 5,
        },
        signoff={"handler": "欧阳　娜娜", "phone": "0631-5200000", "agency": "社保中心 (北)"},
    )


RECORDS = {"worked": worked, "spaced": spaced, "blank": REFUND.record_type, "13 years": lambda: table_of(13)}


def assert_read(record, data, *methods):
    """The record comes back, without findings and by one of these methods."""
    [reading] = read(data)
    assert [str(finding) for finding in compare(record, reading.record)] == []
    assert reading.record == record
    assert reading.findings == ()
    assert {field.method for field in reading.fields.values()} <= set(methods)
    return reading


# ------------------------------------------------------------------------------------- other programs


@PROGRAMS
@EDITABLE
@pytest.mark.parametrize("record", RECORDS.values(), ids=RECORDS)
def test_a_file_that_another_program_has_saved_is_read_as_it_was_written(saved, editable, record):
    data = saved(REFUND.pdf(record(), editable=editable))
    assert_read(record(), data, "field" if editable else "content")
    if not editable:
        assert_read(record(), moved(data), "chars")


@pytest.mark.parametrize("agency", ["一Ů\u3000Ů", "一Ů    Ů", "张\u3000 三", "张\u3000\u3000三", "A  B"])
def test_wide_and_narrow_spaces_are_told_apart(agency):
    record = REFUND.load({"signoff": {"agency": agency}})
    assert_read(record, moved(REFUND.pdf(record)), "chars")


@pytest.mark.parametrize("gap", [" ", "  ", "   ", "\u3000", " \u3000", "\u3000  ", "  \u3000"])
def test_spaces_at_the_end_of_a_line_are_counted(gap):
    """pdfium gives one space for all those that end a line; how far their text reaches tells how many there are."""
    before = "山东省威海市环翠区" * 4 + "新疆维吾尔自治区伊犁哈萨克自治州𠮷林路No. 8"
    record = REFUND.load({"person": {"address": f"{before}{gap}Lane"}})
    assert_read(record, moved(REFUND.pdf(record)), "chars")


@settings(max_examples=10)
@given(strategies.refund_records())
def test_any_record_survives_being_moved_on_its_page(record):
    assert_read(record, moved(REFUND.pdf(record)), "chars")


@PROGRAMS
def test_a_run_that_another_program_has_saved_is_read_record_by_record(saved, tmp_path):
    run = [table_of(2), table_of(13), REFUND.record_type(), REFUND.record_type(), worked()]
    REFUND.print_run(run, tmp_path / "run.pdf")
    readings = read(saved((tmp_path / "run.pdf").read_bytes()))
    assert [reading.record for reading in readings] == run


def test_values_read_by_position_have_page_and_box():
    reading = assert_read(table_of(13), moved(REFUND.pdf(table_of(13))), "chars")
    assert reading.fields.keys() == leaves_of(table_of(13)).keys()
    assert reading.fields["years.12.year"].page == 2
    assert all(field.box and field.text for field in reading.fields.values())


def test_pages_of_other_things_around_the_form_are_passed_over():
    writer = pypdf.PdfWriter()
    for data in (blank_pages(1), REFUND.pdf(table_of(1)), blank_pages(2), REFUND.pdf(table_of(2))):
        writer.append(io.BytesIO(data))
    target = io.BytesIO()
    writer.write(target)
    assert [len(reading.record.years) for reading in read(target.getvalue())] == [1, 2]


# ------------------------------------------------------------------------------------------ filled in

TYPED = {
    "filled_on.year": "2024",
    "filled_on.month": "5",
    "filled_on.day": "06",
    "person.name": "王小明",
    "person.citizen_id": " 37100019650115 0018 ",
    "years.0.year": "２０１５",
    "years.0.paid.personal": "￥1,000.00",
    "years.0.months": "3",
    "years.0.remark": "—",
    "refund_total_capital": "人民币贰佰伍拾圆整",
}


def test_the_blank_form_filled_in_by_another_program_is_read_by_its_fields():
    [reading] = read(filled_by_pypdf(REFUND.blank("pdf"), TYPED))
    assert reading.findings == ()
    assert reading.record.model_dump_json(exclude_none=True) == REFUND.load(
        {
            "filled_on": "2024-05-06",
            "person": {"name": "王小明", "citizen_id": CITIZEN_ID},
            "years": [{"year": 2015, "months": 3, "paid": {"personal": "1000.00"}}],
            "refund_total_capital": "贰佰伍拾元整",
        }
    ).model_dump_json(exclude_none=True)
    field = reading.fields["years.0.paid.personal"]
    assert (field.text, field.page, field.method) == ("￥1,000.00", 1, "field")
    assert field.box == next(slot.box for slot in REFUND.compiled.layout.slots if slot.path == "years.0.paid.personal")


def test_an_editable_form_that_was_changed_says_what_it_was_changed_to():
    [reading] = read(
        filled_by_pypdf(REFUND.pdf(worked(), editable=True), {"person.name": "王小明", "years.1.remark": ""})
    )
    changes = [(found.path, found.found) for found in compare(worked(), reading.record)]
    assert changes == [("person.name", "王小明")]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("years.0.paid.personal", "12.345"),
        ("years.0.months", "13"),
        ("years.0.year", "二零一五"),
        ("person.citizen_id", "371000196501150019"),
        ("person.sex", "不详"),
        ("refund_total_capital", "壹壹元"),
        ("person.birth_date", "1965年2月30日"),
    ],
)
def test_what_cannot_be_read_is_a_finding_at_its_path_and_no_guess(path, text):
    [reading] = read(filled_by_pypdf(REFUND.blank("pdf"), {path: text, "years.0.remark": "有字"}))
    assert [(found.severity, found.path, found.rule, found.found) for found in reading.findings] == [
        ("error", path, "read", text)
    ]
    assert path not in leaves_of(reading.record)
    assert (reading.fields[path].value, reading.fields[path].text) == (Unread(text), text)


def test_a_date_of_which_only_the_year_is_filled_in_is_a_finding():
    [reading] = read(filled_by_pypdf(REFUND.blank("pdf"), {"filled_on.year": "2024"}))
    assert [found.path for found in reading.findings] == ["filled_on"]
    assert certain(reading).filled_on is None


def test_a_value_beyond_the_last_row_of_the_page_is_read_too():
    record = table_of(14)
    assert_read(record, REFUND.pdf(record, editable=True), "field")


def test_every_method_of_reading_has_a_name_for_the_clerk():
    assert {"content", "field", "chars", "cell"} <= set(METHODS)


@pytest.mark.slow
@settings(max_examples=12)
@given(strategies.refund_records())
def test_reading_an_editable_pdf_is_the_inverse_of_writing_it(record):
    reading = assert_read(record, REFUND.pdf(record, editable=True), "field")
    assert reading.fields.keys() == leaves_of(record).keys()
    assert all(field.box and field.page for field in reading.fields.values())


# ---------------------------------------------------------------------------------------- passwords


@pytest.mark.parametrize("algorithm", ["RC4-40", "RC4-128", "AES-128", "AES-256"])
@EDITABLE
def test_a_file_that_needs_a_password_is_refused_and_says_so(algorithm, editable):
    data = encrypted(REFUND.pdf(worked(), editable=editable), "secret", algorithm)
    for reading in (read, REFUND.read):
        with pytest.raises(DocumentError, match="密码"):
            reading(data)


@pytest.mark.parametrize("algorithm", ["RC4-40", "RC4-128", "AES-128", "AES-256"])
@EDITABLE
def test_a_file_that_opens_without_a_password_is_read_like_any_other(algorithm, editable):
    data = encrypted(REFUND.pdf(worked(), editable=editable), "", algorithm)
    assert_read(worked(), data, "field" if editable else "chars", "content")


# ------------------------------------------------------------------------------------------- damaged


def readable_or_refused(data: bytes, record) -> str:
    """What became of a damaged file: no other error may come of it, and no value be wrong in silence."""
    try:
        reading = REFUND.read(data)
    except DocumentError:
        return "refused"
    if reading.record == record:
        return "whole"
    assert reading.findings, [str(found) for found in compare(record, reading.record)][:3]
    return "found out"


def small():
    """A record of one page with texts and figures, and few bytes."""
    return refund_table(
        refund_row(2014, 1, "100.00", paid={"collective": "100.00"}, remark="补缴"), filled_on="2024-09-30"
    )


FLAT, FIELDS = REFUND.pdf(small()), REFUND.pdf(small(), editable=True)
CONTENT = FLAT.rindex(b"/Contents")  # what comes after the background is what a record changes
PAGE = FLAT.rfind(b"stream\n", 0, CONTENT) - 200


@pytest.mark.parametrize("data", [FLAT, FIELDS, REFUND.blank("pdf")], ids=["flat", "editable", "blank"])
def test_a_file_that_was_cut_off_is_never_read_as_another(data):
    record = REFUND.record_type() if data == REFUND.blank("pdf") else small()
    places = [*range(0, len(data), len(data) // 60), *range(len(data) - 40, len(data))]
    assert {readable_or_refused(data[:place], record) for place in places} <= {"refused", "whole"}
    assert readable_or_refused(data[: len(data) // 2], record) == "refused"


@settings(max_examples=settings.default.max_examples * 4)
@given(st.data())
def test_a_flat_file_with_damaged_bytes_is_refused_or_found_out(data):
    """Half of the damage goes to the pages and fonts, where values are, and half anywhere."""
    damaged = bytearray(FLAT)
    places = st.integers(0, len(FLAT) - 1) | st.integers(PAGE, len(FLAT) - 1)
    for place in data.draw(st.lists(places, min_size=1, max_size=4)):
        damaged[place] = data.draw(st.integers(0, 255) | st.sampled_from(b"0123456789 R/<>[]"))
    readable_or_refused(bytes(damaged), small())


@pytest.mark.parametrize("whole", [FLAT, FIELDS], ids=["flat", "editable"])
def test_damage_to_the_table_of_objects_and_the_trailer_is_refused_or_found_out(whole):
    """A lenient reader repairs the table by searching, and may miss a page, a font or a field."""
    table, trailer = whole.rindex(b"\nxref\n"), whole.rindex(b"trailer")
    for place in [*range(table + 5, trailer, (trailer - table) // 40), *range(trailer, len(whole), 5)]:
        readable_or_refused(whole[:place] + b"9" + whole[place + 1 :], small())


@pytest.mark.parametrize("bit", range(8))
def test_every_single_flipped_bit_of_the_page_is_refused_or_found_out(bit):
    """The page is a compressed stream of digits: a lenient reader would take a damaged one for another amount."""
    start = FLAT.index(b"stream\n", FLAT.rfind(b"obj", 0, FLAT.index(b"endstream", PAGE))) + 7
    for place in range(start + bit, FLAT.index(b"\nendstream", start), 8):
        damaged = bytearray(FLAT)
        damaged[place] ^= 1 << bit
        readable_or_refused(bytes(damaged), small())


@given(st.data())
def test_an_editable_file_with_damaged_bytes_is_read_or_refused_without_a_crash(data):
    """Its values are open to change by design; a program that dies is no answer all the same."""
    damaged = bytearray(FIELDS)
    for place in data.draw(st.lists(st.integers(0, len(FIELDS) - 1), min_size=1, max_size=4)):
        damaged[place] = data.draw(st.integers(0, 255))
    try:
        REFUND.read(bytes(damaged))
    except DocumentError:
        return


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"/Kids[", b"/Kidz["),
        (b"/Parent ", b"/Perant "),
        (b"/V<FEFF", b"/V<FEXX"),
        (b"/T<FEFF", b"/Q<FEFF"),
        (b"/FT/Tx", b"/FT/Xx"),
    ],
)
def test_an_editable_file_whose_fields_are_damaged_is_refused_or_found_out(old, new):
    places = [place for place in range(len(FIELDS)) if FIELDS.startswith(old, place)]
    for place in places[:: max(1, len(places) // 12)]:
        readable_or_refused(FIELDS[:place] + new + FIELDS[place + len(old) :], small())


def test_nothing_of_a_damaged_file_goes_to_the_log(caplog, capfd):
    damaged = FIELDS.replace(b"/Parent", b"/Parant", 40).replace(b"startxref\n", b"startxref\n9")
    with caplog.at_level(logging.DEBUG):
        readable_or_refused(damaged, small())
    assert caplog.records == []
    assert capfd.readouterr() == ("", "")


# --------------------------------------------------------------------------------------- other files


def test_a_scan_that_is_too_coarse_says_so():
    for reading in (read, REFUND.read):
        with pytest.raises(DocumentError, match="太粗"):
            reading(picture_only_pdf())


def test_a_file_without_a_form_has_no_readings():
    assert read(blank_pages(3)) == []


def test_a_form_asked_for_by_name_that_is_not_there_is_an_error():
    with pytest.raises(DocumentError, match=REFUND.title):
        REFUND.read(blank_pages(3))


def test_a_file_that_tells_of_the_form_without_being_it_is_no_form():
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfgen.canvas import Canvas

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    target = io.BytesIO()
    canvas = Canvas(target)
    canvas.setFont("STSong-Light", 12)
    canvas.drawString(72, 700, f"关于填写《{REFUND.title}》的通知")
    canvas.save()
    error = error_of(lambda: read(target.getvalue()))
    assert isinstance(error, DocumentError) or read(target.getvalue()) == []


def test_two_forms_in_one_file_are_too_many_for_one_reading(tmp_path):
    REFUND.print_run([table_of(1), table_of(2)], tmp_path / "run.pdf")
    with pytest.raises(DocumentError, match="2 份"):
        REFUND.read((tmp_path / "run.pdf").read_bytes())


def test_five_thousand_blank_pages_are_refused_or_have_no_form():
    error = error_of(lambda: read(blank_pages(5000)))
    assert error is None or (isinstance(error, DocumentError) and "5000" in str(error))
    with pytest.raises(DocumentError):
        REFUND.read(blank_pages(5000))


def test_a_file_beyond_all_measure_is_refused_before_it_is_opened(monkeypatch):
    monkeypatch.setattr(limits, "LARGEST_FILE", 100_000)
    with pytest.raises(DocumentError, match="MB"):
        read(saved_by_pypdf(REFUND.pdf(worked())) + b" " * 100_000)


@documents
@given(st.binary(max_size=300))
def test_noise_that_begins_like_a_pdf_is_refused(noise):
    for data in (b"%PDF-1.7\n" + noise, b"%PDF-1.7\n" + noise + b"\n%%EOF\n", FLAT[:2000] + noise + FLAT[-300:]):
        with pytest.raises(DocumentError):
            REFUND.read(data)


@pytest.mark.parametrize("key", ["/MediaBox", "/CropBox"])
def test_a_page_whose_box_is_given_from_its_other_corner_is_read(key):
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(REFUND.pdf(worked())))
    x0, y0, x1, y1 = writer.pages[0].mediabox
    writer.pages[0][NameObject(key)] = ArrayObject([x1, y1, x0, y0])
    target = io.BytesIO()
    writer.write(target)
    assert_read(worked(), target.getvalue(), "chars")


@pytest.mark.parametrize("side", [10_000_000, 14_400])
def test_a_page_larger_than_any_paper_is_read(side):
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(REFUND.pdf(worked())))
    writer.pages[0][NameObject("/MediaBox")] = ArrayObject(map(FloatObject, (0, 0, side, side)))
    writer.pages[0][NameObject("/UserUnit")] = FloatObject(3)
    target = io.BytesIO()
    writer.write(target)
    assert_read(worked(), target.getvalue(), "chars")


@pytest.mark.parametrize("missing", ["/Contents", "/Resources"])
def test_a_page_without_contents_or_resources_has_no_form(missing):
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(REFUND.pdf(worked(), carry=False)))
    del writer.pages[0][missing]
    target = io.BytesIO()
    writer.write(target)
    assert read(target.getvalue()) == []
