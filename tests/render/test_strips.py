"""The months above their text: as pictures of the page, in every kind of file, and never in the way of reading."""

from __future__ import annotations

import io
import re
import zipfile

import pypdfium2
import pytest
from lxml import etree

import hjforms
from hjforms.calculations._sheet import months_told
from hjforms.notations import careers
from hjforms.notations.careers import Lane, Stretch
from hjforms.notations.year_month import YearMonth
from hjforms.render import strips
from hjforms.template.layout import Slot
from support import ROOT

FORM = hjforms.form("national/outcome")
RECORD = FORM.complete(FORM.load(ROOT / "examples" / "weihai" / "national" / "outcome.json"))
SLOT = next(slot for slot in FORM.compiled.layout.slots if slot.path == "careers")
PAID = "居民养老保险缴费：2012年1月至2013年12月；职工养老保险缴费：2013年1月至2014年12月；重复缴费：2013年1月至12月"
SCALE = 4


def changed(text):
    return FORM.load(FORM.dump(RECORD) | {"careers": text, "years": [], "total": {}, "months": {}})


def drawn(pdf):
    """The room above the text as it is seen, from 0 (black) to 255."""
    with pypdfium2.PdfDocument(pdf) as document:
        page = document[0].render(scale=SCALE, grayscale=True).to_pil()
    x0, _, x1, y1 = SLOT.box
    top = FORM.compiled.layout.height - y1
    return page.crop(tuple(round(side * SCALE) for side in (x0 + 1, top - SLOT.picture + 1, x1 - 1, top - 1)))


def ink(picture, share, lane):
    """How much of a lane is dark, at a share of the way from the first year to the last."""
    strip = strips.above(SLOT, PAID)
    left = 24 * SCALE  # behind the names of the schemes
    x = left + share * (strip.width * SCALE - left)
    y = (4 + 10 * lane) * SCALE
    part = picture.crop((round(x), y, round(x) + 30, y + 22))
    return sum(value < 128 for value in part.tobytes()) / (30 * 22)


def test_the_room_is_above_the_text_and_has_no_slot_in_it():
    x0, _, x1, y1 = SLOT.box
    assert SLOT.picture == 30
    boxes = [slot.box for slot in FORM.compiled.layout.slots if slot is not SLOT]
    assert not [box for box in boxes if box[0] < x1 and x0 < box[2] and box[1] < y1 + SLOT.picture and y1 < box[3]]


def test_paid_months_are_grey_those_paid_twice_hatched_those_given_back_crossed():
    picture = drawn(FORM.pdf(changed(PAID)))
    resident, employee = ([ink(picture, share, lane) for share in (0.15, 0.5, 0.85)] for lane in (0, 1))
    assert resident[0] < 0.02 < employee[1] < resident[1]
    assert employee[0] == 0 == resident[2]
    assert picture.getpixel((40 * SCALE, 6 * SCALE)) == pytest.approx(219, abs=2)


@pytest.mark.parametrize("text", [None, "逐月见计算说明", "看不懂的话"])
def test_without_months_nothing_is_drawn(text):
    assert min(drawn(FORM.pdf(changed(text))).tobytes()) == 255


@pytest.mark.parametrize("kind", ["pdf", "archive", "docx", "ofd"])
def test_the_text_is_read_as_if_nothing_were_above_it(kind):
    made = {
        "pdf": FORM.pdf,
        "archive": lambda record: FORM.pdf(record, archive=True),
        "docx": FORM.docx,
        "ofd": FORM.ofd,
    }
    record = changed(PAID)
    reading = FORM.read(made[kind](record))
    assert reading.record == record
    assert [finding for finding in reading.findings if finding.rule.startswith("read")] == []


def test_a_page_that_another_program_has_saved_reads_alike():
    with pypdfium2.PdfDocument(FORM.pdf(RECORD, carry=False)) as document:
        target = io.BytesIO()
        document.save(target)
    reading = FORM.read(target.getvalue())
    assert (reading.record, reading.findings) == (RECORD, ())


def test_a_page_of_fields_has_no_picture_that_typing_would_not_change():
    with pypdfium2.PdfDocument(FORM.pdf(changed(PAID), editable=True)) as document:
        page = document[0].render(scale=SCALE, grayscale=True, may_draw_forms=False).to_pil()
    x0, _, x1, y1 = SLOT.box
    top = FORM.compiled.layout.height - y1
    room = page.crop(tuple(round(side * SCALE) for side in (x0 + 1, top - SLOT.picture + 1, x1 - 1, top - 1)))
    assert min(room.tobytes()) == 255


def test_word_has_shapes_without_words_in_the_paragraph_above_the_text():
    with zipfile.ZipFile(io.BytesIO(FORM.docx(changed('职"工"缴费：2013年1月')))) as package:
        root = etree.fromstring(package.read("word/document.xml"))
    names = {"w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main", "v": "urn:schemas-microsoft-com:vml"}
    (group,) = root.iterfind(".//v:group", names)
    assert group.get("alt") == '职"工"缴费：2013年1月'
    assert "".join(group.itertext()) == ""
    paragraph = next(group.iterancestors(f"{{{names['w']}}}p"))
    assert "".join(paragraph.getnext().itertext()) == group.get("alt")
    assert all(re.fullmatch(r"(m-?\d+,-?\d+l[-\d,]+x?)+e", shape.get("path")) for shape in group)


def test_a_tagged_page_holds_the_picture_for_no_part_of_its_text():
    pdf = FORM.pdf(changed(PAID), archive=True)
    with pypdfium2.PdfDocument(pdf) as document:
        text = document[0].get_textpage().get_text_bounded()
    assert text.count("2013") == PAID.count("2013")


@pytest.mark.parametrize("gap", [1, 2, 7])
@pytest.mark.parametrize("label", ["居民养老保险缴费", "重"])
def test_a_sheet_says_as_many_months_as_there_is_room_for(label, gap):
    said = []
    for count in range(1, 40):
        starts = [1980 * 12 + number * (11 + gap) for number in range(count)]
        stretches = (Stretch(YearMonth.from_index(start), YearMonth.from_index(start + 10)) for start in starts)
        text = months_told((Lane(label, tuple(stretches)),))
        FORM.pdf(changed(text))
        FORM.docx(changed(text))
        said.append(text != careers.ELSEWHERE)
    assert sum(said) > 12
    assert said == sorted(said, reverse=True)
    assert not said[-1]


def test_a_sheet_without_months_says_nothing_of_them():
    assert months_told(()) is None


def test_a_slot_without_room_has_no_strip():
    assert strips.above(Slot(SLOT.path, SLOT.box, "left", 7.5), PAID) is None


def test_the_paths_of_a_browser_lie_in_the_room():
    x0, _, x1, y1 = SLOT.box
    height = FORM.compiled.layout.height
    for path, _, _ in strips.svg_paths(SLOT, PAID, height):
        for x, y in re.findall(r"(-?[\d.]+) (-?[\d.]+)", path):
            assert x0 < float(x) < x1
            assert height - y1 - SLOT.picture < float(y) <= height - y1
