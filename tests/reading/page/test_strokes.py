"""A line that somebody drew through a value, and that a program has put into the page itself, strikes it out."""

from __future__ import annotations

import io

import pypdf
import pytest
from pypdf.generic import ContentStream, NameObject
from tools.corpus import pages

from hjforms.api import read
from support import REFUND, table_of, worked


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
