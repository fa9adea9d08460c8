"""Papers drawn again: every field at its place, nothing where it is unread."""

import pytest

import hjforms
from hjforms.desk.redrawn import Redrawn, redrawn
from hjforms.records.base import leaves
from support import REFUND, refund_row, refund_table


@pytest.mark.parametrize("form", hjforms.forms(), ids=lambda form: form.id)
def test_every_field_outside_rows_has_a_place(form):
    again = redrawn(form, form.record_type())
    assert again.places.keys() >= {path for path, leaf in leaves(form.record_type).items() if not leaf.path.table}
    assert list(again.pages) == [1]


def test_rows_stand_on_their_pages():
    capacity = REFUND.compiled.layout.capacity
    again = redrawn(REFUND, refund_table(*(refund_row(1990 + number) for number in range(capacity + 1))))
    assert [again.places[f"years.{row}.year"][0] for row in (0, capacity - 1, capacity)] == [1, 1, 2]
    assert again.places["person.name"][0] == 1


def test_the_parts_of_a_date_have_one_place():
    slots = [slot.box for slot in REFUND.compiled.layout.slots if slot.path.is_in("filled_on")]
    _, box = redrawn(REFUND, REFUND.record_type()).places["filled_on"]
    assert (box[0], box[2]) == (min(one[0] for one in slots), max(one[2] for one in slots))


def test_what_is_unread_is_blank():
    blank = redrawn(REFUND, REFUND.load({})).pages[1].png
    unread = REFUND.load({"person": {"name": {"unread": "张口"}}})
    assert redrawn(REFUND, unread).pages[1].png == blank
    assert redrawn(REFUND, REFUND.load({"person": {"name": "张示例"}})).pages[1].png != blank


def test_what_cannot_be_printed_is_not_drawn():
    assert redrawn(REFUND, REFUND.load({"person": {"name": "长" * 400}})) == Redrawn({}, {})
