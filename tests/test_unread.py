"""A field that is unread (读不出): in no step is it a blank, and nothing is told that hangs on it."""

from __future__ import annotations

import io
import json
from decimal import Decimal

import pypdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

import hjforms
from hjforms.calculation import calculation
from hjforms.errors import InputError, NotationError
from hjforms.paths import RecordPath
from hjforms.records.base import leaves, unread_in
from hjforms.records.rules import value_at
from hjforms.unread import Unread, unread_of
from support import CITIZEN_ID, REFUND, ROOT, refund_data, refund_row, with_value

TEXT = "5OO"
UNREAD = {"unread": TEXT}
EXAMPLES = sorted((found.id, path) for found in hjforms.forms() for path in leaves(found.record_type))


def row_unread(**more):
    return refund_row(2016, 9, paid={"personal": UNREAD, "collective": 30}, **more)


def findings_of(record):
    return [(finding.rule, finding.path) for finding in REFUND.check(record)]


def test_it_stands_in_the_record_and_in_its_json():
    record = REFUND.load(refund_data(row_unread()))
    assert record.years[0].paid.personal == Unread(TEXT)
    assert json.loads(record.model_dump_json())["years"][0]["paid"]["personal"] == UNREAD
    assert REFUND.load(record.model_dump(mode="json")) == record == REFUND.load(record.model_dump())


@pytest.mark.parametrize(("form_id", "path"), EXAMPLES)
def test_every_field_of_every_form_may_be_unread(form_id, path):
    found = hjforms.form(form_id)
    empty = found.record_type().model_dump(mode="json")
    place = RecordPath(path).in_row(0)
    data = with_value({**empty, place.table: [{}]} if place.table else empty, place, UNREAD)
    record = found.load(data)
    assert value_at(record, place) == Unread(TEXT)
    assert found.unread(record) == {place: Unread(TEXT)}
    assert found.load(record.model_dump(mode="json")) == record
    findings = found.check(record)
    assert [(finding.rule, finding.found) for finding in findings if finding.path == place] == [("unread", TEXT)]
    assert found.complete(record) is not record
    assert value_at(found.complete(record), place) == Unread(TEXT)
    for write in (found.pdf, found.docx):
        with pytest.raises(InputError) as error:
            write(record)
        assert {(fault.path, fault.code) for fault in error.value.faults} == {(place, "unread")}
        assert TEXT not in str(error.value)


def test_nothing_is_derived_from_it_however_far():
    record = REFUND.complete(REFUND.load(refund_data(refund_row(2015, 3), row_unread())))
    first, second = record.years
    assert first.refund.subtotal == Decimal("25.00")
    assert second.paid.subtotal is None
    assert second.refund == type(second.refund)()
    assert record.total.paid.personal is None
    assert record.total.paid.subtotal is None
    assert record.total.paid.collective == Decimal("30.00")
    assert record.total.months == 12
    assert record.refund_total is None
    assert record.refund_total_capital is None


def test_nothing_is_found_that_follows_from_it():
    data = refund_data(row_unread(refund={"personal": "375.00", "subtotal": "397.50"}), refund_total="397.50")
    assert findings_of(REFUND.load(data)) == [("unread", "years.0.paid.personal")]


def test_what_does_not_hang_on_it_is_still_found():
    data = refund_data(refund_row(2015, 1, paid={"subtotal": "7.00"}), row_unread(), person={"name": UNREAD})
    found = findings_of(REFUND.load(data))
    assert ("unread", "person.name") in found
    assert ("paid.subtotal", "years.0.paid.subtotal") in found
    assert ("required", "person.citizen_id") in found
    assert ("required", "person.name") not in found


@given(st.sets(st.sampled_from(["person.citizen_id", "filled_on", "years.0.year", "years.1.year", "years.0.months"])))
def test_whatever_is_unread_each_is_told_once_and_no_other_place_is_blamed(paths):
    data = refund_data(
        refund_row(2015, 3),
        refund_row(2016, 3),
        filled_on="2024-09-30",
        person={"name": "张示例", "citizen_id": CITIZEN_ID},
    )
    for path in paths:
        data = with_value(data, path, UNREAD)
    record = REFUND.load(data)
    assert set(unread_in(record)) == paths
    assert sorted(findings_of(record)) == sorted(("unread", path) for path in paths)


def test_in_a_condition_that_asks_for_a_value_it_is_no_blank():
    notice = hjforms.form("shandong/notice")
    record = notice.load({"person": {"name": "张示例"}, "signed_on": "2024-12-20", "choice": UNREAD})
    assert [finding.rule for finding in notice.check(record)] == ["unread"]


def test_two_accounts_with_the_same_unread_text_are_not_equal():
    record = REFUND.load(refund_data(row_unread()))
    assert [(finding.rule, finding.path) for finding in hjforms.compare(record, record)] == [
        ("unread", "years.0.paid.personal")
    ]


def test_no_calculation_and_no_settlement_goes_on():
    case = json.loads(calculation("refund").example())
    case["years"][0]["personal"] = UNREAD
    with pytest.raises(InputError) as error:
        hjforms.calculate("refund", case)
    assert [(fault.path, fault.code) for fault in error.value.faults] == [("years.0.personal", "unread")]
    folder = ROOT / "examples/weihai/shandong"
    resident = json.loads((folder / "resident-account.json").read_text("utf-8"))
    employee = json.loads((folder / "employee-account.json").read_text("utf-8"))
    resident["years"][0]["personal"] = UNREAD
    employee["years"][0]["balance"] = UNREAD
    with pytest.raises(InputError) as error:
        hjforms.settle(resident, employee)
    assert [(fault.path, fault.code) for fault in error.value.faults] == [("resident.years.0.personal", "unread")]


def test_from_a_filled_page_it_goes_into_the_record_and_stops_what_is_made_of_it():
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(REFUND.blank("pdf")))
    values = {
        "person.name": "张示例",
        "person.citizen_id": CITIZEN_ID,
        "years.0.year": "2016",
        "years.0.paid.personal": "5OO",
        "years.0.paid.collective": "30",
        "years.0.months": "9",
    }
    writer.update_page_form_field_values(writer.pages[0], values, auto_regenerate=False)
    filled = io.BytesIO()
    writer.write(filled)
    reading = REFUND.read(filled.getvalue())
    assert reading.record.years[0].paid.personal == Unread("5OO")
    assert reading.fields["years.0.paid.personal"].value == Unread("5OO")
    told = [finding for finding in reading.judged() if finding.path == "years.0.paid.personal"]
    assert [(finding.severity, finding.found) for finding in told] == [("error", "5OO")]
    loaded = REFUND.load(reading.record.model_dump(mode="json"))
    assert loaded == reading.record
    assert [finding.rule for finding in REFUND.check(loaded) if finding.severity == "error"] == ["unread"]
    assert REFUND.complete(loaded).refund_total is None


def test_its_text_must_be_a_text():
    assert unread_of({"unread": ""}) == Unread("")
    assert unread_of({"read": "x"}) is None
    with pytest.raises(NotationError):
        unread_of({"unread": 5})
    with pytest.raises(InputError, match=r"person\.name.*unread"):
        REFUND.load({"person": {"name": {"unread": None}}})
