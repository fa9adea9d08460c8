"""Places: what has none on a template is left out only where it follows from the rest; any other is refused."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import hjforms
import strategies
from hjforms.errors import InputError
from hjforms.paths import RecordPath
from hjforms.records.base import leaves
from hjforms.records.rules import complete
from hjforms.render.docx import WordRenderer
from hjforms.render.pdf import PdfRenderer
from hjforms.render.places import Places
from hjforms.template.layout import PAGE, Layout
from hjforms.template.store import Compiled
from hjforms.unread import Unread
from support import REFUND, refund_data, refund_row, worked


def refused(call: Callable[[], object]) -> list[str]:
    with pytest.raises(InputError) as caught:
        call()
    return [fault.path for fault in caught.value.faults]


FIELDS = sorted(leaves(REFUND.record_type))


def without_places(layout: Layout, *paths: str) -> Layout:
    """The layout of a template that lacks these fields (or boxes); without any row there is no table."""
    left = tuple(slot for slot in layout.slots if not RecordPath(slot.path).general.startswith(paths or ("\0",)))
    has_rows = any(map(layout.in_rows, left))
    return replace(
        layout, slots=left, table=layout.table if has_rows else "", capacity=layout.capacity if has_rows else 0
    )


class Lacking(Compiled):
    """A compiled template of which some fields have no place."""

    def __init__(self, whole: Compiled, *paths: str) -> None:
        super().__init__(whole.pdf, whole.word)
        self.__dict__["layout"] = without_places(whole.layout, *paths)


def renderer(*paths: str) -> PdfRenderer:
    return PdfRenderer(Lacking(REFUND.compiled, *paths), REFUND.title, REFUND.record_type, REFUND.rules)


def test_a_template_with_a_place_for_everything_prints_the_record_itself():
    record = worked()
    assert Places(REFUND.compiled.layout, REFUND.record_type, REFUND.rules).printed(record) is record


@given(strategies.refund_records(), st.sets(st.sampled_from(FIELDS)))
def test_what_is_printed_says_all_that_the_record_said(record, lacking):
    layout = without_places(REFUND.compiled.layout, *lacking)
    places = Places(layout, REFUND.record_type, REFUND.rules)
    lost = lost_from(places, record)
    assert all(RecordPath(path).general.startswith(tuple(lacking)) for path in lost)
    if not lost:
        assert complete(places.printed(record), REFUND.rules) == complete(record, REFUND.rules)


def lost_from(places: Places, record: Any) -> list[str]:
    """The paths that are told to be lost; none where the record is printed."""
    try:
        places.printed(record)
    except InputError as error:
        return [fault.path for fault in error.faults if fault.code == "no-place"]
    return []


def test_every_value_that_would_be_lost_is_named_and_no_sum_that_follows_from_it():
    lacking = renderer("years", "total", "signoff.phone")
    with pytest.raises(InputError) as caught:
        lacking.render(REFUND.complete(REFUND.load(refund_data(refund_row(), signoff={"phone": "0631-5200000"}))))
    paths = [fault.path for fault in caught.value.faults]
    assert paths == ["years.0.year", "years.0.paid.personal", "years.0.months", "signoff.phone"]
    assert "模板上没有这一栏" in str(caught.value)
    assert "5200000" not in str(caught.value)


def test_a_stated_sum_that_differs_is_not_left_out():
    record = REFUND.load(refund_data(refund_row(), total={"months": 2}))
    assert refused(lambda: renderer("total.months").render(record)) == ["total.months"]
    assert renderer("total.months").render(REFUND.load(refund_data(refund_row(), total={"months": 1})))


def test_what_is_unread_is_told_as_such():
    record = REFUND.load(refund_data(refund_row(), signoff={"phone": {"unread": "06"}}))
    assert isinstance(record.signoff.phone, Unread)
    with pytest.raises(InputError) as caught:
        renderer("signoff.phone").render(record)
    assert [fault.code for fault in caught.value.faults] == ["unread"]


def test_the_box_of_a_choice_that_the_page_lacks():
    form = hjforms.form("shandong/notice")
    places = Places(without_places(form.compiled.layout, "choice.no"), form.record_type, form.rules)
    yes, no = (form.load({"person": {"name": "张示例"}, "choice": choice}) for choice in ("是", "否"))
    assert places.printed(yes) is not None
    assert refused(lambda: places.printed(no)) == ["choice.no"]


def test_word_and_pdf_carry_what_they_print():
    """So that reading takes nothing that was left out for changed by hand."""
    record = worked()
    data = renderer("refund_total_capital").render(record)
    [reading] = hjforms.read(data)
    assert reading.carried
    assert reading.findings == ()
    assert reading.record == record.model_copy(update={"refund_total_capital": None})
    assert REFUND.complete(reading.record) == record
    word = WordRenderer(Lacking(REFUND.compiled, "filled_on"), REFUND.record_type, REFUND.rules)
    assert refused(lambda: word.render(record)) == ["filled_on"]


def test_the_number_of_the_page_is_no_field():
    assert without_places(REFUND.compiled.layout, PAGE).lacks(REFUND.record_type) == ()
