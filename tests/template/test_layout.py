"""The layout of every shipped template: every field has its place, inside the page and for itself."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hjforms.api import form, forms
from hjforms.paths import RecordPath
from hjforms.records.base import leaves
from hjforms.template.layout import Layout, Slot
from hjforms.template.lint import paths_of

FORMS = pytest.mark.parametrize("form", forms(), ids=lambda form: form.id)
SLOTS = (
    Slot(RecordPath("name"), (0, 90, 50, 100), "left", 9),
    Slot(RecordPath("rows.0.amount"), (0, 80, 50, 90), "right", 9),
    Slot(RecordPath("rows.1.amount"), (0, 70, 50, 80), "right", 9),
    Slot(RecordPath("total"), (0, 60, 50, 70), "right", 9, once=True),
)
LAYOUT = Layout("test/form", "0" * 64, 100, 100, "rows", 2, SLOTS)


@FORMS
def test_every_field_of_the_record_has_a_slot_whole_or_in_parts(form):
    placed = {slot.path.general for slot in form.compiled.layout.slots}
    names = paths_of(form.record_type)
    for path in leaves(form.record_type):
        parts = {name for name, leaf in names.items() if leaf == path and name != path}
        assert path in placed or (parts and parts <= placed), path


@FORMS
def test_every_slot_is_a_field_of_the_record_or_the_page_number(form):
    assert {slot.path.general for slot in form.compiled.layout.slots} <= set(paths_of(form.record_type))


@FORMS
def test_every_row_of_the_page_has_the_same_fields(form):
    layout = form.compiled.layout
    rows: dict[int | None, list[str]] = {}
    for slot in layout.row_slots:
        rows.setdefault(slot.path.row, []).append(slot.path.column)
    assert list(rows) == list(range(layout.capacity))
    assert len({tuple(fields) for fields in rows.values()}) <= 1


@FORMS
def test_every_slot_lies_inside_the_page_and_is_big_enough_to_write_in(form):
    layout = form.compiled.layout
    for slot in layout.slots:
        x0, y0, x1, y1 = slot.box
        assert 0 <= x0 < x1 <= layout.width, slot.path
        assert 0 <= y0 < y1 <= layout.height, slot.path
        assert y1 - y0 >= slot.size, slot.path
        assert x1 - x0 >= slot.size, slot.path


@FORMS
def test_no_path_has_two_slots(form):
    paths = [slot.path for slot in form.compiled.layout.slots]
    assert len(paths) == len(set(paths))


@FORMS
def test_a_layout_comes_back_from_its_text(form):
    layout = form.compiled.layout
    assert Layout.load(layout.dump()) == layout


def test_the_refund_table_is_a_landscape_a4_of_twelve_rows_whose_totals_stand_once():
    layout = form("shandong/refund").compiled.layout
    assert (round(layout.width), round(layout.height), layout.table, layout.capacity) == (842, 595, "years", 12)
    once = [slot.path for slot in layout.slots if slot.once]
    assert [path for path in once if not path.startswith("total.")] == ["refund_total", "refund_total_capital"]
    assert len(once) == 13


@pytest.mark.parametrize(("rows", "pages"), [(0, 1), (1, 1), (2, 1), (3, 2), (4, 2), (5, 3), (60, 30)])
def test_rows_fill_page_after_page(rows, pages):
    assert LAYOUT.pages(rows) == pages


def test_a_form_without_rows_has_one_page():
    assert replace(LAYOUT, table="", capacity=0, slots=SLOTS[:1]).pages(0) == 1


def test_the_slots_fall_into_those_before_in_and_after_the_rows():
    assert LAYOUT.before == SLOTS[:1]
    assert LAYOUT.row_slots == SLOTS[1:3]
    assert LAYOUT.after == SLOTS[3:]


def test_a_form_without_rows_has_all_its_slots_before():
    flat = replace(LAYOUT, table="", capacity=0, slots=(SLOTS[0], SLOTS[3]))
    assert (flat.before, flat.row_slots, flat.after) == ((SLOTS[0], SLOTS[3]), (), ())
