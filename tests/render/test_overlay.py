"""Overlays: the values where they stand on the whole page, moved as asked, and nothing else."""

from __future__ import annotations

import pypdfium2
import pytest

from hjforms.api import form
from hjforms.errors import InputError
from hjforms.notations.choice import MARKED
from hjforms.render.overlay import MILLIMETRE, Shift, measuring_page
from support import REFUND, worked


def letters(pdf):
    """The characters of the first page, with the places of their origins."""
    with pypdfium2.PdfDocument(pdf) as document:
        text = document[0].get_textpage()
        boxes = [text.get_charbox(index) for index in range(text.count_chars())]
        found = [(text.get_text_range(index, 1), box) for index, box in enumerate(boxes)]
    return [(char, round(box[0], 1), round(box[1], 1)) for char, box in found if char.strip()]


def test_values_stand_where_they_stand_on_the_whole_page():
    record = worked()
    whole, alone = letters(REFUND.pdf(record)), letters(REFUND.overlay(record))
    assert set(alone) < set(whole)
    assert "".join(char for char, _, _ in alone).count("张示例") == 1
    assert "清退表" not in "".join(char for char, _, _ in alone)


def test_a_shift_moves_every_value():
    record = worked()
    moved = letters(REFUND.overlay(record, "1.5mm,-0.8mm"))
    for (char, x, y), (before, x0, y0) in zip(moved, letters(REFUND.overlay(record)), strict=True):
        assert (char, x, y) == (
            before,
            pytest.approx(x0 + 1.5 * MILLIMETRE, abs=0.21),
            pytest.approx(y0 + 0.8 * MILLIMETRE, abs=0.21),
        )


def test_only_marked_boxes_are_drawn():
    application = form("national/application")
    record = application.load({"direction": "resident-to-employee"})
    assert [char for char, _, _ in letters(application.overlay(record))] == [MARKED]


def test_rows_go_on_over_pages():
    rows = [{"year": 1990 + number, "months": 1, "paid": {"personal": "1"}} for number in range(20)]
    record = REFUND.complete(REFUND.load({"years": rows}))
    with pypdfium2.PdfDocument(REFUND.overlay(record)) as document:
        texts = [page.get_textpage().get_text_range() for page in document]
    assert len(texts) == 2
    assert "见末页" in texts[0]
    assert "第 2 页" in texts[1]


@pytest.mark.parametrize("text", ["1.5mm,-0.8mm", "1.5,-0.8", " 1.5 mm ， -0.8mm "])
def test_a_shift_as_people_write_it(text):
    assert Shift.of(text) == Shift(1.5, -0.8)


@pytest.mark.parametrize("text", ["", "1", "1,2,3", "1cm,2cm", "51,0", "nan,0"])
def test_what_is_no_shift_is_refused(text):
    with pytest.raises(InputError):
        Shift.of(text)


def test_the_page_to_measure_by_frames_every_slot_where_it_is_printed():
    layout, shift = REFUND.compiled.layout, Shift(2, 1)
    with pypdfium2.PdfDocument(measuring_page(layout, REFUND.title, shift)) as document:
        paths = [thing.get_bounds() for thing in document[0].get_objects() if thing.type == 2]
    for slot in layout.slots:
        x0, y0, x1, y1 = shift.moved(slot).box
        assert any(
            all(abs(side - other) < 0.5 for side, other in zip(path, (x0, y0, x1, y1), strict=True)) for path in paths
        )
