"""Pages that come back as scans and photos: what is read of them is what was printed, or it is told."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont
from tools import pen, scans

from hjforms import reading_page
from hjforms.api import form as form_of
from hjforms.api import read
from hjforms.errors import DependencyMissing, DocumentError
from hjforms.reading.scan import libraries
from hjforms.unread import Unread
from support import at_landing

NOTICE = form_of("shandong/notice")
LETTER = form_of("shandong/contact-letter")


@cache
def scanned(form, seed, condition, dpi=200):
    """A distorted page, and what is read of it as one of that form."""
    page = scans.sheet(seed, form, condition, dpi)
    return page, form.read(page.data)


@pytest.mark.parametrize("condition", ["scanner", *at_landing("seal", "phone", "fax", "weak")])
def test_what_was_printed_is_read(condition):
    page, reading = scanned(LETTER, 31, condition)
    assert reading.record == page.record
    assert {field.method for field in reading.fields.values()} == {"ocr"}
    assert all(0 <= field.confidence <= 1 for field in reading.fields.values())


@pytest.mark.parametrize("turns", [1, *at_landing(2, 3)])
def test_a_page_may_be_turned(turns):
    page = scans.sheet(7, NOTICE, "scanner", 150)
    turned = io.BytesIO()
    Image.fromarray(np.rot90(page.picture, turns)).save(turned, "PNG")
    assert NOTICE.read(turned.getvalue()).record == page.record


@pytest.mark.slow
@pytest.mark.landing
def test_the_form_is_told_among_all():
    page = scans.sheet(9, LETTER, "scanner", 150)
    assert [(one.form.id, one.record) for one in read(page.data)] == [(LETTER.id, page.record)]


def test_what_nothing_proves_is_told_and_what_a_rule_proves_is_not():
    _, reading = scanned(LETTER, 31, "scanner")
    told = {finding.path for finding in reading.findings if finding.severity == "warning"}
    assert {"receiving_agency.account_number", "signoff.phone", "signoff.date"} <= told
    assert not {"person.sex", "person.citizen_id"} & told


def pages_of(kind, pictures):
    target = io.BytesIO()
    first, *rest = [Image.fromarray(picture) for picture in pictures]
    first.save(target, kind, save_all=True, append_images=rest, resolution=150)
    return target.getvalue()


@pytest.mark.slow
@pytest.mark.landing
def test_several_people_in_one_tiff():
    pages = [scans.sheet(seed, NOTICE, "scanner", 150) for seed in (1, 2)]
    readings = list(read_as_notice(pages_of("TIFF", [page.picture for page in pages])))
    assert [reading.record for reading in readings] == [page.record for page in pages]
    assert [{field.page for field in reading.fields.values()} for reading in readings] == [{1}, {2}]


def read_as_notice(data):
    from hjforms.reading.result.document import readings_of

    return readings_of(data, (NOTICE,))


def test_pictures_and_printed_pages_in_one_pdf():
    from hjforms.pdfium import created, opened

    page = scans.sheet(3, NOTICE, "scanner", 150)
    printed = NOTICE.load({"person": {"name": "李四"}, "choice": "否", "signed_on": "2024-05-06"})
    target = io.BytesIO()
    with opened(pages_of("PDF", [page.picture])) as picture, opened(NOTICE.pdf(printed)) as ours, created() as both:
        both.import_pages(ours._inner)
        both.import_pages(picture._inner)
        both.save(target)
    readings = list(read_as_notice(target.getvalue()))
    assert [reading.record for reading in readings] == [printed, page.record]
    assert {field.method for field in readings[1].fields.values()} == {"ocr"}


@pytest.mark.slow
@pytest.mark.landing
def test_two_papers_on_one_glass():
    pages = [scans.sheet(seed, NOTICE, "scanner", 150) for seed in (11, 12)]
    upright = [np.asarray(Image.fromarray(page.picture).resize((900, 1270))) for page in pages]
    readings = list(read_as_notice(png(np.hstack(upright))))
    assert {reading.record.person.name for reading in readings} <= {page.record.person.name for page in pages}
    assert len(readings) == 2


def png(picture):
    target = io.BytesIO()
    Image.fromarray(picture).save(target, "PNG")
    return target.getvalue()


@pytest.mark.parametrize("by", [(4, 3), *at_landing(((0, 0),))])
def test_a_pen_at_a_box_is_not_taken_for_nothing(by):
    blank = Image.fromarray(scans.drawn(NOTICE.pdf(NOTICE.load({"person": {"name": "李四"}})), 200))
    x, y = at(blank, "choice.yes", *by)
    ImageDraw.Draw(blank).line([(x - 8, y - 4), (x + 4, y + 8), (x + 30, y - 24)], fill=(20, 20, 20), width=4)
    assert isinstance(NOTICE.read(png(np.asarray(blank))).record.choice, Unread)


def at(picture, path, right=0, down=0):
    """The dots of the middle of a slot on an upright picture of 200 dots an inch, and so many points beside it."""
    layout = NOTICE.compiled.layout
    x0, y0, x1, y1 = next(slot.box for slot in layout.slots if slot.path == path)
    scale = picture.width / layout.width
    return ((x0 + x1) / 2 + right) * scale, (layout.height - (y0 + y1) / 2 + down) * scale


@pytest.mark.parametrize("colour", [(30, 50, 170), *at_landing(((190, 30, 40),))])
def test_a_coloured_pen_at_a_box_is_not_taken_for_nothing(colour):
    blank = Image.fromarray(scans.drawn(NOTICE.pdf(NOTICE.load({"person": {"name": "李四"}})), 200))
    x, y = at(blank, "choice.yes")
    ImageDraw.Draw(blank).line([(x - 8, y - 4), (x + 2, y + 8), (x + 20, y - 14)], fill=colour, width=4)
    assert isinstance(NOTICE.read(png(np.asarray(blank))).record.choice, Unread)


def test_blue_writing_is_told_and_not_read():
    blank = Image.fromarray(scans.drawn(NOTICE.blank("pdf"), 200))
    font = ImageFont.truetype(str(scans.SEAL_FONT), 40)
    ImageDraw.Draw(blank).text(at(blank, "person.name"), "李四", (30, 50, 170), font, anchor="mm")
    reading = NOTICE.read(png(np.asarray(blank)))
    assert isinstance(reading.record.person.name, Unread)
    assert "scan.handwriting" in {finding.rule for finding in reading.findings}


def written_into(path, text, seed, high=22, shown=None):
    """What is read of a letter that is printed without a value, where that was written with a black pen."""
    page = scans.sheet(31, LETTER, "scanner", 200)
    record = {**LETTER.dump(page.record), "signoff": {**LETTER.dump(page.record)["signoff"], path: shown}}
    picture = scans.drawn(LETTER.pdf(LETTER.load(record)), 200).copy()
    slot = next(one for one in LETTER.compiled.layout.slots if one.path == f"signoff.{path}")
    left, lower, _, upper = (side * 200 / 72 for side in slot.box)
    at = left + 8 + (110 if shown else 0), picture.shape[0] - (lower + upper) / 2 - high / 2
    pen.write(picture, text, at, high, seed)
    return LETTER.read(png(picture))


@pytest.mark.parametrize("seed", [0, *at_landing(1, 2)])
def test_black_writing_is_told_and_not_read(seed):
    reading = written_into("phone", "13805316472", seed)
    assert isinstance(reading.record.signoff.phone, Unread)
    told = {finding.path for finding in reading.findings if finding.rule == "scan.handwriting"}
    assert told == {"signoff.phone"}


def test_a_figure_that_was_added_by_hand_is_told():
    reading = written_into("phone", "52", 5, shown="0531-86")
    assert isinstance(reading.record.signoff.phone, Unread)
    assert "signoff.phone" in {finding.path for finding in reading.findings if finding.severity == "error"}


def marked(*strokes):
    """What is read of a letter on which somebody drew in colours: the middle of the phone number, and what to draw."""
    picture = Image.fromarray(scans.drawn(LETTER.pdf(scans.sheet(31, LETTER, "scanner", 200).record), 200))
    slot = next(one for one in LETTER.compiled.layout.slots if one.path == "signoff.phone")
    left, lower, _, upper = (side * 200 / 72 for side in slot.box)
    x, y = left + 90, picture.height - (lower + upper) / 2
    for colour, points in strokes:
        ImageDraw.Draw(picture).line([(x + right, y + down) for right, down in points], fill=colour, width=3)
    return LETTER.read(png(np.asarray(picture)))


BLUE, GREY = (40, 60, 170), (50, 50, 50)
TICK = ((120, 0), (128, 10), (148, -14))
FRAME = ((-60, -50), (220, -50), (220, 8), (-60, 8), (-60, -50))


@pytest.mark.parametrize("stroke", [(BLUE, TICK), *at_landing(((GREY, TICK),), ((BLUE, FRAME),))])
def test_what_stands_beside_a_tick_or_under_a_stamp_is_read_and_told(stroke):
    reading = marked(stroke)
    assert reading.record.signoff.phone == scans.sheet(31, LETTER, "scanner", 200).record.signoff.phone
    assert "scan.mark" in {finding.rule for finding in reading.findings if finding.path == "signoff.phone"}


@pytest.mark.parametrize("colour", [BLUE, *at_landing(((200, 40, 40),), (GREY,))])
def test_what_was_struck_out_is_not_read(colour):
    reading = marked((colour, ((-90, 0), (110, 2))))
    assert isinstance(reading.record.signoff.phone, Unread)


def test_a_figure_that_was_added_in_blue_is_not_read():
    assert isinstance(marked((BLUE, ((108, -10), (106, 10)))).record.signoff.phone, Unread)


def test_what_stands_on_a_fold_is_read():
    page = scans.sheet(31, LETTER, "scanner", 200)
    picture = scans.drawn(LETTER.pdf(page.record), 200).astype(np.float32)
    slot = next(one for one in LETTER.compiled.layout.slots if one.path == "person.citizen_id")
    at = picture.shape[0] - (slot.box[1] + slot.box[3]) / 2 * 200 / 72
    rows = np.arange(picture.shape[0])[:, None, None]
    folded = picture * (1 - 0.4 * np.exp(-(((rows - at) / 4) ** 2)))
    assert LETTER.read(png(folded.astype(np.uint8))).record == page.record


def test_the_same_name_misread_twice_proves_nothing():
    """On this page 强 was taken for 強 in two places that a rule compares."""
    assert scans.outcome(scans.sheet(70041)).count("silent") == 0


def test_an_empty_form_is_blank():
    reading = NOTICE.read(png(scans.drawn(NOTICE.blank("pdf"), 150)))
    assert reading.record == NOTICE.load({"person": {}})
    assert not [finding for finding in reading.findings if finding.severity == "error"]


def test_a_paper_of_another_office_is_read_by_its_labels():
    paper = Path(__file__).parents[2] / "papers" / "shandong-notice-1.pdf"
    printed = NOTICE.read(paper.read_bytes()).record
    reading = NOTICE.read(png(scans.drawn(paper.read_bytes(), 200)))
    assert (reading.record.choice, reading.record.signed_on) == (printed.choice, printed.signed_on)
    assert {field.method for field in reading.fields.values()} == {"ocr"}
    assert all(field.confidence <= 0.8 for field in reading.fields.values())
    told = {finding.path for finding in reading.findings}
    assert {path for path, field in reading.fields.items() if field.value is not None} - {"choice"} <= told


# ------------------------------------------------------------------------------------- bad input


def test_a_picture_without_a_form_is_told():
    source = np.random.default_rng(1)
    cat = np.repeat(np.repeat(source.integers(0, 255, (60, 80, 3), dtype=np.uint8), 10, axis=0), 10, axis=1)
    for picture in (cat, np.full((900, 700, 3), 255, np.uint8)):
        with pytest.raises(DocumentError, match="找不到认得的表"):
            LETTER.read(png(picture))


def test_a_damaged_picture_is_told():
    page, _ = scanned(LETTER, 31, "scanner")
    for data in (page.data[: len(page.data) // 2], page.data[:100], b"\x89PNG\r\n\x1a\n" + bytes(50)):
        with pytest.raises(DocumentError, match="不完整或已损坏"):
            LETTER.read(data)


def test_a_picture_too_large_is_told_before_it_is_opened():
    target = io.BytesIO()
    Image.new("1", (20_000, 20_000), 1).save(target, "PNG")
    with pytest.raises(DocumentError, match="太大"):
        LETTER.read(target.getvalue())


def test_without_the_extra_the_message_says_what_to_install(monkeypatch):
    monkeypatch.setattr(libraries, "is_there", lambda: False)
    page, _ = scanned(LETTER, 31, "scanner")
    for data in (page.data, pages_of("PDF", [page.picture])):
        with pytest.raises(DependencyMissing, match=r"pip install 'hjforms\[scan\]'"):
            read(data)


def test_the_explanation_shows_the_cell_itself():
    page, reading = scanned(LETTER, 31, "scanner")
    shown = reading_page.page("a.jpg", page.data, [(reading, reading.judged())]).decode()
    assert shown.count('<img class="cell"') == len(reading.fields)


def test_printed_files_need_no_extra(monkeypatch):
    monkeypatch.setattr(libraries, "is_there", lambda: False)
    record = NOTICE.load({"person": {"name": "李四"}})
    for data in (NOTICE.pdf(record), NOTICE.docx(record)):
        assert read(data)


def test_red_ink_in_a_blank_cell_is_told():
    page = scans.sheet(31, LETTER, "scanner", 150)
    record = LETTER.load({**LETTER.dump(page.record), "signoff": {"handler": "王经办", "phone": None}})
    picture = Image.fromarray(scans.drawn(LETTER.pdf(record), 150))
    slot = next(one for one in LETTER.compiled.layout.slots if one.path == "signoff.phone")
    left, _, _, top = (side * 150 / 72 for side in slot.box)
    height = picture.height
    font = ImageFont.truetype(str(scans.SEAL_FONT), 22)
    ImageDraw.Draw(picture).text((left + 4, height - top + 4), "13800000000", fill=(220, 20, 30), font=font)
    written = io.BytesIO()
    picture.save(written, "PNG")
    reading = LETTER.read(written.getvalue())
    assert reading.record.signoff.phone is None
    assert "scan.red" in {finding.rule for finding in reading.findings if finding.path == "signoff.phone"}


@pytest.mark.slow
@pytest.mark.landing
def test_on_a_paper_that_is_hard_to_read_no_text_goes_without_a_word():
    """A fax at 150 dpi, on which a letter is mistaken with a certainty of 0.998."""
    assert scans.outcome(scans.sheet(1111)).count("silent") == 0
