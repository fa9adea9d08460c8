"""A line that somebody drew through a value, and that a program has put into the page itself, strikes it out."""

from __future__ import annotations

import io
from pathlib import Path

import pypdf
import pytest
from pypdf.generic import ContentStream, NameObject
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from tools.corpus import pages

from hjforms.api import form, read
from hjforms.unread import Unread
from support import REFUND, table_of, worked

FONT = Path(__file__).parents[3] / "templates" / "fonts" / "HJFang-Regular.ttf"


def box_of(path, record=None):
    return REFUND.read(REFUND.pdf(record or worked())).fields[path].box


def drawn_on(content, *, editable=False, record=None):
    """The form saved by another program, with something drawn over its last page."""
    data = REFUND.pdf(record or worked(), editable=editable, carry=False)
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(data))
    page = writer.pages[-1]
    merged = ContentStream(None, writer)
    merged.set_data(b"q\n" + page.get_contents().get_data() + b"\nQ\nq\n" + content.encode() + b"\nQ")
    page[NameObject("/Contents")] = writer._add_object(merged)
    target = io.BytesIO()
    writer.write(target)
    return target.getvalue()


def line(box, rise=0.0):
    x0, y0, x1, y1 = box
    middle = (y0 + y1) / 2 + 0.5
    return f"1 w {x0 + 1} {middle - rise} m {x1 - 1} {middle + rise} l S"


def bar(box):
    x0, y0, x1, y1 = box
    return f"{x0 + 1} {(y0 + y1) / 2} {x1 - x0 - 2} 0.8 re f"


def told(reading):
    return [(found.severity, found.path, found.rule, found.found) for found in reading.findings]


@pytest.mark.parametrize("editable", [False, True], ids=["flat", "editable"])
@pytest.mark.parametrize("draw", [line, bar, lambda box: line(box, 4)], ids=["line", "bar", "sloping line"])
@pytest.mark.parametrize("path", ["years.1.paid.personal", "person.name"])
def test_a_value_with_a_line_through_it_is_not_taken_and_named(path, draw, editable):
    [reading] = read(drawn_on(draw(box_of(path)), editable=editable))
    text = REFUND.read(REFUND.pdf(worked())).fields[path].text
    assert told(reading) == [("warning", path, "struck", text)]
    assert reading.fields[path].value is None


def test_one_line_through_a_row_strikes_out_all_of_it():
    first, last = box_of("years.1.year"), box_of("years.1.refund.subtotal")
    [reading] = read(drawn_on(line((first[0], first[1], last[2], last[3]))))
    assert reading.record.years == (worked().years[0], worked().years[2])
    assert [(found.severity, found.path, found.rule) for found in reading.findings] == [("warning", "years", "struck")]


@pytest.mark.parametrize("moved", [lambda data: pages.scaled(data, 0.9), lambda data: pages.turned(data, 90)])
def test_a_line_is_seen_on_pages_that_were_printed_again(moved):
    [reading] = read(moved(drawn_on(line(box_of("refund_total")))))
    assert [found.path for found in reading.findings] == ["refund_total"]


@pytest.mark.parametrize("where", ["under", "beside", "frame"])
def test_what_is_drawn_around_a_value_strikes_nothing_out(where):
    x0, y0, x1, y1 = box_of("person.name")
    content = {
        "under": f"{x0 + 1} {y0 + 1} m {x1 - 1} {y0 + 1} l S",
        "beside": f"{x1 - 4} {(y0 + y1) / 2} m {x1} {(y0 + y1) / 2} l S",
        "frame": f"{x0 + 1} {y0 + 1} {x1 - x0 - 2} {y1 - y0 - 2} re S",
    }[where]
    [reading] = read(drawn_on(content))
    assert reading.record == worked()
    assert reading.findings == ()


def test_the_lines_of_the_form_itself_strike_nothing_out():
    [reading] = read(drawn_on("", record=table_of(13)))
    assert reading.record == table_of(13)
    assert reading.findings == ()


APPLICATION, NOTICE = form("national/application"), form("shandong/notice")


def upon(form_, record, content):
    """A page of ours upon which another program has drawn something."""
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(form_.pdf(record, carry=False)))
    page = writer.pages[0]
    merged = ContentStream(None, writer)
    merged.set_data(b"q\n" + page.get_contents().get_data() + b"\nQ\nq\n" + content.encode() + b"\nQ")
    page[NameObject("/Contents")] = writer._add_object(merged)
    target = io.BytesIO()
    writer.write(target)
    return target.getvalue()


def boxes_of(form_, path):
    """The places of the check boxes of a choice, from the left."""
    return [slot.box for slot in form_.compiled.layout.slots if slot.path.startswith(path)]


def tick(box, colour="0 0 0"):
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return f"{colour} RG 1 w {x - 4} {y} m {x - 1} {y - 4} l {x + 5} {y + 5} l S"


@pytest.mark.parametrize("colour", ["0 0 0", "1 0 0"], ids=["black", "red"])
def test_a_tick_drawn_in_a_printed_box_chooses_it(colour):
    yes, no = boxes_of(NOTICE, "choice")
    blank = NOTICE.record_type()
    assert NOTICE.read(upon(NOTICE, blank, tick(yes, colour))).record.choice == "是"
    assert NOTICE.read(upon(NOTICE, blank, tick(no, colour))).record.choice == "否"
    assert NOTICE.read(upon(NOTICE, blank, "")).record.choice is None


def test_a_tick_drawn_beside_a_printed_one_is_told():
    *_, no = boxes_of(NOTICE, "choice")
    reading = NOTICE.read(upon(NOTICE, NOTICE.record_type(choice="是"), tick(no)))
    assert isinstance(reading.record.choice, Unread)
    assert [found.path for found in reading.findings if found.severity == "error"] == ["choice"]


@pytest.mark.parametrize(
    "points",
    [[(3, 2), (3, 10)], [(1, 10), (7, 10), (3, 2)], [(1, 6), (3, 2), (8, 9)]],
    ids=["1", "7", "tick"],
)
@pytest.mark.parametrize("colour", ["0 0 0", "0.9 0 0"], ids=["black", "red"])
def test_what_is_written_by_a_pen_into_a_blank_slot_is_told_there(points, colour):
    x0, y0, *_ = next(slot.box for slot in REFUND.compiled.layout.slots if slot.path == "years.0.months")
    (x, y), *others = [(x0 + 4 + x, y0 + 2 + y) for x, y in points]
    stroke = f"{colour} RG 1 w {x} {y} m " + " ".join(f"{a} {b} l" for a, b in others) + " S"
    reading = REFUND.read(upon(REFUND, REFUND.record_type(), stroke))
    assert "years.0.months" in {found.path for found in reading.findings if found.severity == "error"}


def test_a_line_that_lies_or_slopes_in_a_blank_slot_says_that_there_is_nothing():
    x0, y0, x1, y1 = next(slot.box for slot in REFUND.compiled.layout.slots if slot.path == "years.0.months")
    for start, end in (((x0 + 4, y0 + 3), (x1 - 4, y1 - 3)), ((x0 + 4, (y0 + y1) / 2), (x1 - 4, (y0 + y1) / 2))):
        stroke = f"1 w {start[0]} {start[1]} m {end[0]} {end[1]} l S"
        reading = REFUND.read(upon(REFUND, REFUND.record_type(), stroke))
        assert not [found for found in reading.findings if found.severity == "error"]


def test_words_beside_struck_ones_are_told_as_an_error():
    x0, y0, x1, _ = box_of("person.address")
    struck = f"1 w {x0 + 1} {y0 + 5} m {x1 - 1} {y0 + 5} l S"
    record = worked().model_copy(update={"person": worked().person.model_copy(update={"address": "示例" * 40})})
    reading = REFUND.read(upon(REFUND, record, struck))
    assert ("error", "person.address") in {(found.severity, found.path) for found in reading.findings}


def printed_upon(data, text, place):
    """A page upon which another program has printed a text."""
    pdfmetrics.registerFont(TTFont("Printed", FONT))
    layer = io.BytesIO()
    canvas = Canvas(layer, pagesize=(842, 842))
    canvas.setFont("Printed", 9)
    canvas.drawString(*place, text)
    canvas.save()
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(data))
    writer.pages[0].merge_page(pypdf.PdfReader(layer).pages[0])
    return pages.written(writer)


@pytest.mark.parametrize(
    ("text", "below", "is_told_there"),
    [("示例市示例路1号", 16, True), ("打印时间：2024-07-01", 16, False), ("示例市示例路1号", 300, False)],
    ids=["beside", "with a label", "far away"],
)
def test_a_text_beside_a_blank_slot_that_may_hold_it_is_an_error_there(text, below, is_told_there):
    record = APPLICATION.record_type()
    x0, y0, *_ = next(slot.box for slot in APPLICATION.compiled.layout.slots if slot.path == "person.postal_address")
    reading = APPLICATION.read(printed_upon(APPLICATION.pdf(record, carry=False), text, (x0 + 5, y0 - below)))
    assert (
        ("error", "person.postal_address") in {(one.severity, one.path) for one in reading.findings}
    ) == is_told_there
