"""What pdfium's text of a page leaves out: blanks printed one by one, what clips cut off, what no font is there for."""

from __future__ import annotations

import io
import shutil

import pypdf
import pytest
from pypdf.generic import StreamObject
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from tools.corpus import pages
from tools.corpus.pages import written
from tools.corpus.printed import PRODUCERS
from tools.corpus.samples import Sample, converted
from tools.corpus.scores import score

from hjforms.api import form, read
from hjforms.reading.page.characters import UNKNOWN, Char, Print, with_lost
from support import REFUND, ROOT, certain

FONT, SIZE = "Serif", 10.5
SERIF = ROOT / "src" / "hjforms" / "fonts" / "serif.ttf"
BOXES = {slot.path: slot.box for slot in REFUND.compiled.layout.slots}
NAME, ADDRESS, SEX = BOXES["person.name"], BOXES["person.address"], BOXES["person.sex"]
PHONE = BOXES["signoff.phone"][0] + 3, BOXES["signoff.phone"][1] + 8, "0631-5200000"


def drawn(draw):
    """The blank form with what ``draw`` puts on it, in a font of others."""
    layout, target = REFUND.compiled.layout, io.BytesIO()
    pdfmetrics.registerFont(TTFont(FONT, str(SERIF)))
    canvas = Canvas(target, pagesize=(layout.width, layout.height))
    canvas.setFont(FONT, SIZE)
    draw(canvas)
    canvas.save()
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(REFUND.pdf(REFUND.record_type(), carry=False)))
    writer.pages[0].merge_page(pypdf.PdfReader(target).pages[0])
    return written(writer)


def one_by_one(canvas, text, left, base):
    """Every character a text of its own, as Chromium prints it."""
    for char in text:
        canvas.drawString(left, base, char)
        left += canvas.stringWidth(char)


def clipped(canvas, text, left, base, box):
    """A text of which only what is in a box is seen."""
    canvas.saveState()
    path = canvas.beginPath()
    path.rect(box[0], box[1], box[2] - box[0], box[3] - box[1])
    canvas.clipPath(path, stroke=0)
    canvas.drawString(left, base, text)
    canvas.restoreState()


def errors_of(reading):
    return [finding.path for finding in reading.findings if finding.severity == "error"]


@pytest.mark.parametrize("text", ["欧阳 娜娜", "欧阳  娜娜", "Anne   O’Neill", "欧阳　娜娜", "欧 阳 　娜", "A B C"])
def test_blanks_that_are_printed_one_by_one_are_counted(text):
    [reading] = read(drawn(lambda canvas: one_by_one(canvas, text, NAME[0] + 3, NAME[1] + 8)))
    assert reading.record.person.name == text
    assert errors_of(reading) == []


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_blanks_are_counted_on_a_page_that_is_turned(turn):
    data = drawn(lambda canvas: one_by_one(canvas, "欧  娜", NAME[0] + 3, NAME[1] + 8))
    [reading] = read(pages.printed_turned(data, turn))
    assert reading.record.person.name == "欧  娜"


def test_a_gap_where_nothing_is_printed_is_reported():
    def draw(canvas):
        canvas.drawString(NAME[0] + 3, NAME[1] + 8, "Anne")
        canvas.drawString(NAME[0] + 3 + canvas.stringWidth("Anne") + 0.3 * SIZE, NAME[1] + 8, "Marie")

    [reading] = read(drawn(draw))
    assert certain(reading).person.name is None
    assert errors_of(reading) == ["person.name"]


@pytest.mark.parametrize(
    ("above", "below", "value"),
    [
        ("海滨路1", "号3单元", "海滨路1号3单元"),  # Chinese breaks anywhere
        ("海滨路 ", "3单元", "海滨路 3单元"),  # the blank at the end of the line was printed
        ("Long", "Street", None),  # words break where a space was, or a word was too long
        ("Long ", "Street", "Long Street"),
    ],
)
def test_the_end_of_a_line_is_a_space_where_one_is_printed(above, below, value):
    def draw(canvas):
        canvas.setFontSize(9)
        one_by_one(canvas, above, ADDRESS[0] + 3, ADDRESS[1] + 14)
        one_by_one(canvas, below, ADDRESS[0] + 3, ADDRESS[1] + 4)

    [reading] = read(drawn(draw))
    assert certain(reading).person.address == value
    assert errors_of(reading) == ([] if value else ["person.address"])


def test_a_text_that_its_cell_cuts_off_is_read_whole_and_said_to_be_cut():
    text = "新疆维吾尔自治区伊犁哈萨克自治州" * 4

    def draw(canvas):
        middle = (ADDRESS[0] + ADDRESS[2] - canvas.stringWidth(text)) / 2
        clipped(canvas, text, middle, ADDRESS[1] + 8, ADDRESS)
        one_by_one(canvas, "欧阳娜娜", NAME[0] + 3, NAME[1] + 8)

    [reading] = read(drawn(draw))
    assert reading.record.person.address == text
    assert reading.record.person.name == "欧阳娜娜"
    assert [(finding.severity, finding.path) for finding in reading.findings] == [("warning", "person.address")]


def test_what_a_clip_hides_altogether_is_no_value_but_is_told():
    below = ADDRESS[1] - 300
    [reading] = read(drawn(lambda canvas: clipped(canvas, "海滨路1号", ADDRESS[0] + 3, below, ADDRESS)))
    assert certain(reading).person.address is None
    assert errors_of(reading) == ["person.address"]


def test_what_stands_outside_the_clip_of_a_whole_page_belongs_to_no_field():
    page = (10, 10, REFUND.compiled.layout.width - 10, REFUND.compiled.layout.height - 10)
    [reading] = read(drawn(lambda canvas: clipped(canvas, "草稿", 2, 2, page)))
    assert reading.record == REFUND.record_type()
    assert errors_of(reading) == []


def test_a_character_that_no_library_tells_of_is_unknown_and_one_is_told_once():
    target = io.BytesIO()
    canvas = Canvas(target, (200, 100), invariant=1)
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    canvas.setFont("STSong-Light", 10)
    canvas.drawString(20, 50, "号")
    canvas.save()
    lost = [Char(UNKNOWN, x + 5, 54, x, 50, 10, 10) for x in (20, 20, 120)]
    told = with_lost(Print([], [], lost), target.getvalue())
    assert [(char.text, char.left) for char in told] == [("号", 20), (UNKNOWN, 120)]


def test_one_character_whose_font_is_nowhere_is_not_lost():
    def draw(canvas):
        one_by_one(canvas, "欧阳娜娜", NAME[0] + 3, NAME[1] + 8)
        pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
        canvas.setFont("STSong-Light", SIZE)
        canvas.drawString(SEX[0] + 3, SEX[1] + 8, "女")

    [reading] = read(drawn(draw))
    assert reading.record.person.sex == "女"


def test_a_space_is_that_of_the_text_behind_it_in_whatever_order_texts_are_drawn():
    def draw(canvas):
        canvas.drawString(NAME[0] + 3, NAME[1] + 8, "欧阳 ")
        canvas.drawString(ADDRESS[0] + 3, ADDRESS[1] + 8, "海滨路")
        left = NAME[0] + 3 + canvas.stringWidth("欧阳 ")
        one_by_one(canvas, " 娜娜", left, NAME[1] + 8)

    [reading] = read(drawn(draw))
    assert (reading.record.person.name, reading.record.person.address) == ("欧阳  娜娜", "海滨路")


@pytest.mark.parametrize(("code", "name"), [("FF08", "张（三"), ("00FF", None), ("0030", None)])
def test_a_code_that_cannot_be_that_of_its_glyph_is_no_character(code, name):
    """Ghostscript writes such codes for what Chromium has printed; a bracket is not as narrow as ÿ and 0."""
    data = drawn(lambda canvas: one_by_one(canvas, "张（三", NAME[0] + 3, NAME[1] + 8) or canvas.drawString(*PHONE))
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(data))
    for item in writer._objects:
        if isinstance(item, StreamObject) and b"beginbfchar" in item.get_data():
            item.set_data(item.get_data().replace(b"FF08", code.encode()))
    [reading] = read(written(writer))
    assert certain(reading).person.name == name
    assert errors_of(reading) == ([] if name else ["person.name"])


@pytest.mark.skipif(shutil.which("gs") is None, reason="Ghostscript is not installed")
@pytest.mark.parametrize("name", ["jilin/certificate", "national/refund", "shandong/refund"])
def test_nothing_is_read_wrong_of_what_ghostscript_makes_of_pages_that_chromium_has_printed(name):
    """It damages the codes of brackets and of some characters."""
    [chromium] = [producer for producer in PRODUCERS if producer.id == "chromium"]
    sample = chromium.sample(form(name))
    command = ("gs", "-q", "-dNOPAUSE", "-dBATCH", "-sDEVICE=pdfwrite", "-o", "{target}", "{source}")
    counted = score(form(name), Sample(converted(sample.data, *command), sample.records))
    assert counted.wrong == 0
    assert counted.right
