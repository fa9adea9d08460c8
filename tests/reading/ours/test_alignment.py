"""Pages that were printed again: smaller, shifted, turned, cut, two on a sheet; and pages that were changed."""

from __future__ import annotations

import pytest
from tools.corpus import pages
from tools.corpus.samples import STORED

from hjforms.api import forms, read
from support import REFUND, ROOT, TYPICAL, leaves_of, table_of, worked

FORMS = forms()
each_form = pytest.mark.parametrize("form", TYPICAL, ids=[form.id for form in TYPICAL])
PRINTED = {
    "90 %": lambda data: pages.scaled(data, 0.9),
    "110 %": lambda data: pages.scaled(data, 1.1),
    "shifted": lambda data: pages.shifted(data, 14, -9),
    "turned by 90": lambda data: pages.turned(data, 90),
    "turned by 180": lambda data: pages.turned(data, 180),
    "printed turned by 90": lambda data: pages.printed_turned(data, 90),
    "printed turned by 180": lambda data: pages.printed_turned(data, 180),
    "printed turned by 270": lambda data: pages.printed_turned(data, 270),
    "cropped": lambda data: pages.cropped(data, 20),
    "on Letter": pages.on_letter,
}


def example(form):
    """The worked case, completed."""
    return form.complete(form.load(next((ROOT / "examples").glob(f"*/{form.id}.json"))))


def assert_read(data, *records):
    readings = read(data)
    assert [leaves_of(reading.record) for reading in readings] == [leaves_of(record) for record in records]
    assert [reading.findings for reading in readings] == [()] * len(records)
    return readings


@each_form
@pytest.mark.parametrize("printed", PRINTED.values(), ids=PRINTED)
def test_a_page_that_was_printed_again_is_read_as_it_was_written(form, printed):
    record = example(form)
    assert_read(printed(form.pdf(record)), record)


def test_texts_that_wrap_and_shrink_are_read_on_a_scaled_page():
    address = "山东省威海市环翠区 A&B<公司>  28号" * 5
    record = REFUND.load({"person": {"address": address}, "signoff": {"handler": "欧阳　娜娜"}})
    assert_read(pages.scaled(REFUND.pdf(record), 0.93), record)


@each_form
def test_two_forms_on_a_sheet_are_two_readings(form):
    blank, record = form.record_type(), example(form)
    assert_read(pages.two_up(form.pdf(record), form.pdf(blank)), record, blank)


def test_two_different_forms_on_a_sheet_are_two_readings():
    one, other = FORMS[0], REFUND
    data = pages.two_up(other.pdf(worked()), one.pdf(example(one)))
    assert [reading.form.id for reading in read(data)] == [other.id, one.id]
    assert_read(data, worked(), example(one))


def test_the_box_of_a_value_is_where_it_stands_on_the_page():
    [reading] = read(pages.shifted(REFUND.pdf(worked()), 14, -9))
    slot = next(slot for slot in REFUND.compiled.layout.slots if slot.path == "person.name")
    x0, y0, x1, y1 = slot.box
    assert reading.fields["person.name"].box == pytest.approx((x0 + 14, y0 - 9, x1 + 14, y1 - 9), abs=0.3)


def test_continuation_pages_of_a_scaled_file_belong_together():
    assert_read(pages.scaled(REFUND.pdf(table_of(25)), 0.95), table_of(25))


def drawn(data, text, x, y, size=9.0):
    """The first page with a text drawn on top of it."""
    import io

    from pypdf import PdfReader, PdfWriter
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfgen.canvas import Canvas

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=(842, 596))
    canvas.setFont("STSong-Light", size)
    canvas.drawString(x, y, text)
    canvas.save()
    writer = PdfWriter(clone_from=io.BytesIO(data))
    writer.pages[0].merge_page(PdfReader(io.BytesIO(target.getvalue())).pages[0])
    return pages.written(writer)


def box_of(path):
    return next(slot.box for slot in REFUND.compiled.layout.slots if slot.path == path)


def test_text_beside_the_slots_is_told():
    [reading] = read(drawn(REFUND.pdf(worked()), "请速办理", 400, 20))
    assert reading.record == worked()
    assert [(finding.severity, finding.rule, finding.found) for finding in reading.findings] == [
        ("warning", "read.unknown", "请速办理")
    ]


def test_a_watermark_across_the_page_is_told_and_not_read_into_values():
    [reading] = read(drawn(REFUND.pdf(worked()), "复印无效", 300, 250, size=60))
    assert reading.record == worked()
    assert [finding.found for finding in reading.findings] == ["复印无效"]


def test_a_text_that_runs_over_into_the_next_cell_is_read_into_neither():
    x0, y0, _, _ = box_of("years.5.paid.personal")
    [reading] = read(drawn(REFUND.pdf(worked()), "1234567890123.00", x0 + 4, y0 + 6))
    paths = {finding.path for finding in reading.findings}
    assert paths == {"years.3.paid.personal", "years.3.paid.land_personal"}
    assert len(reading.record.years) == 4
    assert leaves_of(reading.record).keys() == leaves_of(worked()).keys()


@pytest.mark.parametrize("name", ["shandong-contact-letter", "national-contact-letter"])
def test_a_page_of_a_program_that_rounds_the_widths_of_letters_is_read_by_position(name):
    """Chromium does: the end of a long line drifts ten points away."""
    [reading] = read((STORED / "browser" / f"{name}.pdf").read_bytes())
    assert {field.method for field in reading.fields.values()} == {"chars"}
    assert reading.findings == ()
