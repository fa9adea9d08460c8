"""Boxes that fonts draw: what is seen of them counts, whatever their code."""

from __future__ import annotations

import io
from itertools import count

import pypdf
import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from pypdf.generic import DecodedStreamObject, NameObject
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from drawn import FONT, reading_of
from hjforms.api import form, read
from hjforms.unread import Unread

APPLICATION = form("national/application")
FRAME = [((0, 0), (700, 0), (700, 700), (0, 700)), ((60, 60), (60, 640), (640, 640), (640, 60))]
CROSS = [((60, 60), (120, 60), (640, 640), (580, 640)), ((60, 640), (120, 640), (640, 60), (580, 60))]
TICK = [((150, 350), (220, 350), (330, 200), (560, 560), (500, 560), (310, 290))]
EMPTY, MARKED, CROSSED = FRAME, FRAME + TICK, FRAME + CROSS
DOCUMENTS = ("身份证（社保卡）复印件", "参保缴费凭证", "户口簿")
numbers = count()


def font(signs, missing, name):
    """A font that draws these signs by their codes, and ``missing`` for all others."""
    glyphs = {".notdef": missing, "space": [], **{f"uni{ord(sign):04X}": drawn for sign, drawn in signs.items()}}
    made = FontBuilder(1000, isTTF=True)
    made.setupGlyphOrder(list(glyphs))
    made.setupCharacterMap({32: "space", **{ord(sign): f"uni{ord(sign):04X}" for sign in signs}})
    made.setupGlyf({glyph: outline(drawn) for glyph, drawn in glyphs.items()})
    made.setupHorizontalMetrics(dict.fromkeys(glyphs, (800, 0)))
    made.setupHorizontalHeader(ascent=800, descent=-200)
    made.setupNameTable({"familyName": name, "styleName": "Regular", "psName": name})
    made.setupOS2()
    made.setupPost()
    target = io.BytesIO()
    made.save(target)
    target.seek(0)
    return target


def outline(drawn):
    pen = TTGlyphPen(None)
    for points in drawn:
        pen.moveTo(points[0])
        for point in points[1:]:
            pen.lineTo(point)
        pen.closePath()
    return pen.glyph()


def paper(marks, sex, *, signs, missing=CROSSED, name="Other", untold=""):
    """An application on which documents and sexes have these boxes; nobody is told what the ``untold`` ones are."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    own = f"{name}{next(numbers)}"
    pdfmetrics.registerFont(TTFont(own, font(signs, missing, own)))
    target = io.BytesIO()
    canvas = Canvas(target, A4, invariant=1)
    canvas.setFont(FONT, 10)
    canvas.drawString(200, 780, APPLICATION.title)
    canvas.drawString(40, 750, "姓名：张示例")
    canvas.drawString(40, 730, "公民身份号码：371000196501150018")
    for base, label, options in (
        (710, "性别：", zip(sex, "男女", strict=True)),
        (690, "提交材料：", zip(marks, DOCUMENTS, strict=True)),
    ):
        left = 40 + canvas.stringWidth(label, FONT, 10)
        canvas.setFont(FONT, 10)
        canvas.drawString(40, base, label)
        for mark, option in options:
            canvas.setFont(FONT if mark in "□√" else own, 10)
            canvas.drawString(left, base, mark)
            canvas.setFont(FONT, 10)
            canvas.drawString(left + 11, base, option)
            left += 30 + canvas.stringWidth(option, FONT, 10)
    canvas.save()
    return without_codes(target.getvalue(), untold)


def without_codes(data, untold):
    """The file, with no meaning for the codes of these characters."""
    document = pypdf.PdfWriter(clone_from=io.BytesIO(data))
    for item in document.pages[0]["/Resources"]["/Font"].values():
        held = item.get_object()
        if "/ToUnicode" in held:
            text = held["/ToUnicode"].get_data()
            for char in untold:
                text = text.replace(b"%04X" % ord(char), b"FFFD")
            stream = DecodedStreamObject()
            stream.set_data(text)
            held[NameObject("/ToUnicode")] = document._add_object(stream)
    target = io.BytesIO()
    document.write(target)
    return target.getvalue()


def read_of(data):
    record = reading_of(data, APPLICATION).record
    return record.person.sex, record.documents


def test_a_crossed_box_for_a_sign_that_the_font_lacks_is_a_mark_beside_empty_ones():
    data = paper("☑□☑", "□☑", signs={}, untold="☑")
    assert read_of(data) == ("女", ("id_card", "household_register"))


@pytest.mark.parametrize("missing", [EMPTY, []], ids=["an empty box", "nothing"])
def test_what_stands_for_a_sign_and_is_no_crossed_box_is_not_read(missing):
    reading = reading_of(paper("☑□□", "□☑", signs={}, missing=missing, untold="☑"), APPLICATION)
    assert reading.record.person.sex is None or isinstance(reading.record.person.sex, Unread)
    assert any(found.severity == "error" for found in reading.findings)


def test_where_every_box_is_crossed_nobody_knows_what_was_marked():
    reading = reading_of(paper("☑☐☑", "☐☑", signs={}, untold="☑☐"), APPLICATION)
    assert isinstance(reading.record.documents, Unread)
    assert isinstance(reading.record.person.sex, Unread)


def test_a_crossed_box_is_no_part_of_a_name():
    data = paper("□□□", "□□", signs={}, untold="☑")
    assert reading_of(data, APPLICATION).record.person.name == "张示例"


@pytest.mark.parametrize("name", ["Wingdings-Regular", "Other"])
def test_a_symbol_font_draws_boxes(name):
    empty, marked = "\uf0a8\uf0fe"
    data = paper([marked, empty, marked], [empty, marked], signs={empty: EMPTY, marked: MARKED}, name=name)
    assert read_of(data) == ("女", ("id_card", "household_register"))


def test_a_symbol_that_is_drawn_otherwise_is_not_what_its_code_says():
    data = paper("\uf0fe\uf0a8\uf0a8", "\uf0a8\uf0fe", signs={"\uf0fe": EMPTY, "\uf0a8": EMPTY})
    reading = reading_of(data, APPLICATION)
    assert isinstance(reading.record.person.sex, Unread)
    assert isinstance(reading.record.documents, Unread)


@pytest.mark.parametrize(("marked", "empty"), ["▣□", "⊠□", "◉○", "☒☐"])
def test_signs_that_look_alike_say_the_same(marked, empty):
    data = paper([marked, empty, marked], [empty, marked], signs={marked: MARKED, empty: EMPTY})
    assert read_of(data) == ("女", ("id_card", "household_register"))


def test_ticks_beside_crosses_are_not_read():
    reading = reading_of(paper("☑☒☑", "☒☑", signs={"☑": MARKED, "☒": CROSSED}), APPLICATION)
    assert isinstance(reading.record.documents, Unread)
    assert isinstance(reading.record.person.sex, Unread)


@pytest.mark.parametrize("shift", [-2, 1, 3])
def test_a_tick_that_is_printed_over_a_box_marks_it(shift):
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    target = io.BytesIO()
    canvas = Canvas(target, A4, invariant=1)
    canvas.setFont(FONT, 12)
    canvas.drawString(180, 780, APPLICATION.title)
    canvas.drawString(40, 750, "姓名：张示例")
    canvas.drawString(40, 730, "性别：□男　□女")
    canvas.drawString(40 + 12 * 6 + shift, 731, "√")
    canvas.save()
    [reading] = read(target.getvalue())
    assert reading.record.person.sex == "女"


def stroked(kinds, frame):
    """An application whose sexes have boxes, of a font or drawn, with strokes in them: ticks or crosses."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    target = io.BytesIO()
    canvas = Canvas(target, A4, invariant=1)
    canvas.setFont(FONT, 10)
    canvas.drawString(180, 780, APPLICATION.title)
    canvas.drawString(40, 750, "姓名：张示例")
    canvas.drawString(40, 730, "性别：")
    for left, option, kind in zip((75, 125), "男女", kinds, strict=True):
        if frame == "font":
            canvas.drawString(left, 730, "□")
        else:
            canvas.rect(left, 729, 10, 10)
        canvas.drawString(left + 13, 730, option)
        if kind == "tick":
            canvas.lines([(left + 1, 734, left + 4, 730), (left + 4, 730, left + 11, 739)])
        elif kind == "cross":
            canvas.lines([(left + 1, 730, left + 9, 738), (left + 1, 738, left + 9, 730)])
    canvas.save()
    return target.getvalue()


@pytest.mark.parametrize("frame", ["font", "lines"])
@pytest.mark.parametrize("kind", ["tick", "cross"])
def test_strokes_in_a_box_mark_it(frame, kind):
    assert reading_of(stroked(["", kind], frame), APPLICATION).record.person.sex == "女"


@pytest.mark.parametrize("frame", ["font", "lines"])
@pytest.mark.parametrize("kinds", [("tick", "tick"), ("cross", "tick"), ("cross", "cross")])
def test_strokes_in_every_box_mark_none(frame, kinds):
    reading = reading_of(stroked(kinds, frame), APPLICATION)
    assert isinstance(reading.record.person.sex, Unread)
    assert "person.sex" in {found.path for found in reading.findings if found.severity == "error"}


@pytest.mark.parametrize("frame", ["font", "lines"])
def test_boxes_without_strokes_are_empty(frame):
    assert reading_of(stroked(("", ""), frame), APPLICATION).record.person.sex is None
