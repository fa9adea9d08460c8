"""What people write on a page with a viewer is told where it lies; what they strike out is no value."""

from __future__ import annotations

import io
from pathlib import Path

import pypdf
import pytest
from pypdf.annotations import FreeText, Highlight, Line, Text
from pypdf.generic import ArrayObject, DictionaryObject, FloatObject, NameObject, TextStringObject
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from hjforms.api import form, read
from hjforms.unread import Unread
from support import REFUND, table_of, worked

FONT = Path(__file__).parents[3] / "templates" / "fonts" / "HJFang-Regular.ttf"
EDITABLE = pytest.mark.parametrize("editable", [False, True], ids=["flat", "editable"])


def box_of(path, record=None):
    return REFUND.read(REFUND.pdf(record or worked())).fields[path].box


def annotated(annotation, *, editable=False, page=0, record=None):
    data = REFUND.pdf(record or worked(), editable=editable, carry=False)
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(data))
    writer.add_annotation(page, annotation)
    target = io.BytesIO()
    writer.write(target)
    return target.getvalue()


def strike(box, text=""):
    """A strike-out over the middle of a box, as viewers write it."""
    x0, y0, x1, y1 = box
    left, right, low, high = x0 + 2, x1 - 2, y0 + 3, y1 - 3
    quad = [left, high, right, high, left, low, right, low]
    return DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Annot"),
            NameObject("/Subtype"): NameObject("/StrikeOut"),
            NameObject("/Rect"): ArrayObject(map(FloatObject, (left, low, right, high))),
            NameObject("/QuadPoints"): ArrayObject(map(FloatObject, quad)),
            NameObject("/Contents"): TextStringObject(text),
        }
    )


def typed_upon_blank(texts, wider=0):
    """A blank page upon which texts were typed into boxes, as viewers write them: each with its picture."""
    pdfmetrics.registerFont(TTFont("Typed", FONT))
    pictures = io.BytesIO()
    canvas = Canvas(pictures)
    for text in texts.values():
        canvas.setFont("Typed", 8)
        canvas.drawString(2, 2, text)
        canvas.showPage()
    canvas.save()
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(REFUND.pdf(REFUND.record_type(), carry=False)))
    for (box, text), page in zip(texts.items(), pypdf.PdfReader(pictures).pages, strict=True):
        picture = pypdf.generic.StreamObject()
        picture.set_data(page.get_contents().get_data())
        picture[NameObject("/Type")] = NameObject("/XObject")
        picture[NameObject("/Subtype")] = NameObject("/Form")
        sides = (0, 0, box[2] - box[0] + wider, box[3] - box[1])
        picture[NameObject("/BBox")] = ArrayObject(map(FloatObject, sides))
        picture[NameObject("/Resources")] = page["/Resources"].clone(writer)
        typed = FreeText(text=text, rect=(box[0], box[1], box[2] + wider, box[3]))
        shown = writer._add_object(picture)
        typed[NameObject("/AP")] = DictionaryObject({NameObject("/N"): shown})
        writer.add_annotation(0, typed)
    target = io.BytesIO()
    writer.write(target)
    return target.getvalue()


def told(reading):
    return [(found.severity, found.path, found.rule, found.found) for found in reading.findings]


@EDITABLE
@pytest.mark.parametrize("path", ["years.0.paid.personal", "person.name", "refund_total"])
def test_a_value_that_is_struck_out_is_not_taken_and_named(path, editable):
    [reading] = read(annotated(strike(box_of(path)), editable=editable))
    text = REFUND.read(REFUND.pdf(worked())).fields[path].text
    assert told(reading) == [("warning", path, "struck", text)]
    assert reading.fields[path].value is None
    expected = dict(REFUND.read(REFUND.pdf(worked())).fields)
    assert {name for name, field in reading.fields.items() if field.value != expected[name].value} == {path}


def test_a_stroke_through_a_value_strikes_it_out():
    x0, y0, x1, y1 = box_of("years.1.paid.collective")
    middle = (y0 + y1) / 2
    line = Line((x0 + 3, middle), (x1 - 3, middle), (x0, middle - 1, x1, middle + 1))
    [reading] = read(annotated(line))
    assert told(reading) == [("warning", "years.1.paid.collective", "struck", "100.00")]


def test_one_stroke_through_a_row_strikes_out_all_of_it():
    first, last = box_of("years.1.year"), box_of("years.1.refund.subtotal")
    [reading] = read(annotated(strike((first[0], first[1], last[2], last[3]))))
    assert {found.path for found in reading.findings} >= {"years.1.year", "years.1.months", "years.1.refund.subtotal"}
    assert {found.path.partition(".refund")[0] for found in reading.findings} <= {
        f"years.1{rest}"
        for rest in ("", ".year", ".months", *(f".paid.{part}" for part in ("personal", "collective", "subtotal")))
    }
    assert reading.record.years[1].year is None
    assert reading.record.years[0] == worked().years[0]


@EDITABLE
def test_a_note_is_told_at_its_field_and_changes_nothing(editable):
    _, y0, x1, y1 = box_of("person.address")
    [reading] = read(annotated(Text(text="请核实\n地址", rect=(x1 - 30, y0, x1 - 10, y1)), editable=editable))
    assert reading.record == worked()
    assert told(reading) == [("warning", "person.address", "comment", "请核实 地址")]


def test_a_text_typed_over_a_value_is_told_and_the_value_is_not_read():
    x0, y0, x1, y1 = box_of("years.0.paid.personal")
    [reading] = read(annotated(FreeText(text="510.00", rect=(x0, y0, x1, y1))))
    assert reading.fields["years.0.paid.personal"].value == Unread("510.00")
    found = [one for one in told(reading) if one[2] != "proposal"]
    assert found == [
        ("error", "years.0.paid.personal", "read", "“510.00”、“500.00”"),
        ("warning", "years.0.paid.personal", "comment", "510.00"),
    ]


@pytest.mark.parametrize("wider", [0, 80], ids=["close frames", "wide frames"])
def test_what_was_typed_upon_a_blank_page_is_read_and_told_once(wider):
    paths = ("person.name", "person.citizen_id", "years.0.year", "years.0.paid.personal", "years.0.paid.subtotal")
    texts = {path: REFUND.read(REFUND.pdf(worked())).fields[path].text for path in paths}
    [reading] = read(typed_upon_blank({box_of(path): text for path, text in texts.items()}, wider))
    assert {path: field.text for path, field in reading.fields.items() if path != "page"} == texts
    assert told(reading) == [("warning", "", "comment", None)]


def test_lines_that_were_typed_one_below_the_other_in_a_cell_are_one_value():
    x0, y0, x1, y1 = box_of("person.address")
    lines = {(x0, (y0 + y1) / 2, x1, y1): "山东省示例市", (x0, y0, x1, (y0 + y1) / 2): "示例路1号"}
    [reading] = read(typed_upon_blank(lines))
    assert reading.record.person.address == "山东省示例市示例路1号"


def test_what_was_typed_into_a_blank_cell_and_is_not_shown_is_told_as_lost():
    [reading] = read(annotated(FreeText(text="文登区", rect=slot_of("years.1.remark"))))
    assert reading.record.years[1].remark is not worked().years[1].remark
    assert ("error", "years.1.remark") in {(found.severity, found.path) for found in reading.findings}


def test_a_remark_with_a_line_to_what_it_is_about_is_no_value():
    remark = FreeText(text="3000.00", rect=slot_of("years.1.paid.land_personal"))
    remark[NameObject("/CL")] = ArrayObject(map(FloatObject, (10, 10, 20, 20)))
    [reading] = read(annotated(remark))
    assert reading.record == worked()
    assert told(reading) == [("warning", "years.1.paid.land_personal", "comment", "3000.00")]


def test_a_note_on_a_blank_field_is_told_there():
    record = REFUND.record_type()
    box = next(slot.box for slot in REFUND.compiled.layout.slots if slot.path == "person.address")
    [reading] = read(annotated(Text(text="缺地址", rect=(*box[:2], box[0] + 20, box[3])), record=record))
    assert told(reading) == [("warning", "person.address", "comment", "缺地址")]


def slot_of(path):
    return next(slot.box for slot in REFUND.compiled.layout.slots if slot.path == path)


def test_a_note_on_a_blank_cell_of_a_row_is_told_there():
    assert worked().years[1].remark is None
    [reading] = read(annotated(Text(text="备注呢", rect=slot_of("years.1.remark"))))
    assert reading.record == worked()
    assert told(reading) == [("warning", "years.1.remark", "comment", "备注呢")]


def test_a_note_on_a_blank_cell_of_a_further_page_is_told_at_its_row_of_the_record():
    box = slot_of("years.0.paid.collective")
    [reading] = read(annotated(Text(text="集体补助？", rect=box), page=1, record=table_of(13)))
    assert told(reading) == [("warning", "years.12.paid.collective", "comment", "集体补助？")]


@pytest.mark.parametrize(("subtype", "said"), [("Ink", "手写"), ("Stamp", "图章"), ("Circle", "图形")])
def test_what_is_drawn_on_a_value_without_words_is_told(subtype, said):
    x0, y0, x1, y1 = box_of("person.name")
    drawing = strike((x0 + 20, y0 + 2, x0 + 40, y1 - 2))
    drawing[NameObject("/Subtype")] = NameObject(f"/{subtype}")
    drawing[NameObject("/InkList")] = ArrayObject([ArrayObject(map(FloatObject, (x0, y0, x1, y1)))])
    del drawing["/QuadPoints"]
    [reading] = read(annotated(drawing))
    *unread, (severity, path, rule, found) = told(reading)
    assert [finding[:3] for finding in unread] == [("error", "person.name", "read")] * (subtype != "Stamp")
    assert (reading.record == worked()) is (subtype == "Stamp")  # nothing is drawn of this one
    assert (severity, path, rule) == ("warning", "person.name", "comment")
    assert said in found


def test_a_stroke_by_hand_along_a_value_strikes_it_out():
    x0, y0, x1, y1 = box_of("refund_total")
    middle = (y0 + y1) / 2
    drawing = strike((x0, middle - 5, x1, middle + 5))
    drawing[NameObject("/Subtype")] = NameObject("/Ink")
    drawing[NameObject("/InkList")] = ArrayObject([ArrayObject(map(FloatObject, (x0, middle, x1, middle)))])
    del drawing["/QuadPoints"]
    [reading] = read(annotated(drawing))
    assert reading.fields["refund_total"].value is None
    assert [found.rule for found in reading.findings] == ["struck"]


def test_a_note_far_from_every_field_is_told_with_its_page():
    [reading] = read(annotated(Text(text="见附件", rect=(5, 5, 20, 20)), page=1, record=table_of(13)))
    assert told(reading) == [("warning", "", "comment", "见附件")]
    assert "第2页" in reading.findings[0].message


def test_a_highlight_without_words_says_nothing():
    x0, y0, x1, y1 = box_of("person.name")
    points = ArrayObject(map(FloatObject, (x0, y1, x1, y1, x0, y0, x1, y0)))
    [reading] = read(annotated(Highlight(rect=(x0, y0, x1, y1), quad_points=points)))
    assert reading.record == worked()
    assert reading.findings == ()


def test_a_tick_by_a_pen_in_a_printed_box_chooses_it_and_is_told():
    notice = form("shandong/notice")
    x0, y0, x1, y1 = next(slot.box for slot in notice.compiled.layout.slots if slot.path.startswith("choice"))
    picture = pypdf.generic.StreamObject()
    picture.set_data(b"1 w 2 7 m 6 2 l 14 13 l S")
    picture[NameObject("/Type")] = NameObject("/XObject")
    picture[NameObject("/Subtype")] = NameObject("/Form")
    picture[NameObject("/BBox")] = ArrayObject(map(FloatObject, (0, 0, 15, 15)))
    middle = (x0 + x1) / 2, (y0 + y1) / 2
    rectangle = (middle[0] - 7.5, middle[1] - 7.5, middle[0] + 7.5, middle[1] + 7.5)
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(notice.pdf(notice.record_type(), carry=False)))
    ink = strike(rectangle)
    del ink[NameObject("/QuadPoints")]
    ink[NameObject("/Subtype")] = NameObject("/Ink")
    ink[NameObject("/Rect")] = ArrayObject(map(FloatObject, rectangle))
    ink[NameObject("/AP")] = DictionaryObject({NameObject("/N"): writer._add_object(picture)})
    writer.add_annotation(0, ink)
    target = io.BytesIO()
    writer.write(target)
    reading = notice.read(target.getvalue())
    assert reading.record.choice == "是"
    assert told(reading) == [("warning", "choice", "comment", "（手写笔迹）")]
