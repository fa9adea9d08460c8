"""The sheet: texts of a page become a record, and the rules say what they say to that record."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import hjforms
from hjforms.contract.records import records
from hjforms.desk.sheet import Sheet, Stated, sheet_of
from hjforms.unread import Unread
from support import CITIZEN_ID, REFUND, refund_row, refund_table

SHEET = sheet_of("shandong/refund")
TEXTS = {
    "person.name": "张示例",
    "person.citizen_id": CITIZEN_ID,
    "years.0.year": "2014年",
    "years.0.paid.personal": "1,000",
    "years.0.months": "7",
}


@pytest.mark.parametrize("form", hjforms.forms(), ids=lambda form: form.id)
def test_every_slot_is_an_input_named_by_its_path(form):
    sheet = Sheet(form)
    slots = {slot.path for slot in form.compiled.layout.slots} - {"page"}
    assert {place.slot.path for place in sheet.places} == slots
    names = [place.name() for place in sheet.places if not place.is_box]
    assert len(set(names)) == len(names)
    assert all(place.name() == place.leaf.path for place in sheet.places if place.is_box)


@pytest.mark.parametrize("form", hjforms.forms(), ids=lambda form: form.id)
@settings(max_examples=8, deadline=None)
@given(data=st.data())
def test_what_a_record_puts_on_the_page_is_read_as_that_record(form, data):
    record = data.draw(records(form.record_type, (0, 1, 20)[: 3 if form.compiled.layout.capacity else 1]))
    sheet = sheet_of(form.id)
    assert sheet.read(sheet.stated(record)).record == record


def test_texts_are_read_by_their_notations_and_the_rest_is_derived():
    answer = SHEET.answer(Stated(TEXTS))
    assert answer.texts["years.0.paid.personal"] == "1000.00"
    assert answer.texts["refund_total"] == "583.33"
    assert {"refund_total", "refund_total_capital", "person.sex", "years.0.paid.subtotal"} <= answer.derived
    assert "years.0.paid.personal" not in answer.derived
    assert answer.completed == REFUND.complete(answer.record)


def test_what_its_notation_refuses_is_unread_and_says_why():
    answer = SHEET.answer(Stated({**TEXTS, "years.0.paid.personal": "1OO"}))
    assert answer.record.years[0].paid.personal == Unread("1OO")
    assert answer.unread == {"years.0.paid.personal": "1OO"}
    [mark] = [mark for mark in answer.marks if mark.path == "years.0.paid.personal"]
    assert "第2个字" in mark.finding.message
    assert "refund_total" not in answer.texts


def test_a_field_that_is_unread_stays_so_until_it_gets_a_text():
    unread = {"years.0.paid.collective": "500"}
    assert SHEET.read(Stated(TEXTS, unread)).record.years[0].paid.collective == Unread("500")
    texts = {**TEXTS, "years.0.paid.collective": "500"}
    assert SHEET.answer(Stated(texts, unread)).texts["years.0.paid.collective"] == "500.00"


def test_rows_stand_where_they_were_put():
    texts = {**TEXTS, "years.4.year": "2016", "years.4.months": "13", "years.4.paid.personal": "1"}
    answer = SHEET.answer(Stated(texts))
    assert len(answer.record.years) == 2
    assert answer.rows == 5
    assert answer.texts["years.4.paid.subtotal"] == "1.00"
    assert "years.4.months" in {mark.path for mark in answer.marks}


def test_a_text_that_is_too_long_for_its_slot_is_told_at_its_place():
    answer = SHEET.answer(Stated({"person.name": "长" * 400}))
    assert "fit" in {mark.finding.rule for mark in answer.marks if mark.path == "person.name"}


def test_a_text_that_is_wrapped_or_of_another_font_is_drawn_as_it_prints():
    record = refund_table(
        refund_row(), person={"name": "𠮷示例", "citizen_id": CITIZEN_ID, "address": "很长的地址" * 15}
    )
    drawn = SHEET.answer(SHEET.stated(record)).drawn
    assert drawn.keys() == {"person.name", "person.address"}
    assert "".join(line[0] for line in drawn["person.address"]) == "很长的地址" * 15


@pytest.mark.parametrize(
    "texts",
    [
        {"nowhere": "1"},
        {"years.x.year": "1"},
        {"years.0": "1"},
        {"": "1"},
        {"years.-1.year": "1"},
        {"years.*.year": "1"},
        {"years.600.year": "1"},
    ],
)
def test_names_that_are_none_are_left_out(texts):
    assert SHEET.read(Stated(texts)).record == REFUND.record_type()


def test_marks_of_a_choice():
    sheet = sheet_of("national/application")
    one = sheet.read(Stated({"direction": ("resident-to-employee",), "documents": ("other", "id_card")})).record
    assert (one.direction, one.documents) == ("resident-to-employee", ("id_card", "other"))
    both = sheet.answer(Stated({"direction": ("resident-to-employee", "employee-to-resident")}))
    assert "direction" in both.unread


def test_rules_are_told_with_formula_article_and_inputs():
    [rule, *_] = SHEET.rules["years.*.paid.subtotal"]
    assert "6=2+3+4+5" in rule["formula"]
    assert rule["article"]
    assert "years.*.paid.personal" in {taken["path"] for taken in rule["inputs"]}
