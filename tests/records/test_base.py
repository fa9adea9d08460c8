"""The base of records: blanks, rows, paths, and what goes out as JSON."""

from __future__ import annotations

import copy
import datetime as dt
import json
import pickle
from decimal import Decimal

import pytest
from hypothesis import given
from pydantic import ValidationError

import hjforms
import strategies
from hjforms.paths import RecordPath
from hjforms.records.base import leaves, place, tables
from support import CITIZEN_ID, REFUND, documents, leaves_of, refund_row, refund_table, worked

RECORD = REFUND.record_type


@documents
@given(strategies.refund_records())
def test_what_goes_out_as_json_comes_back_as_the_same_record(record):
    assert REFUND.load(record.model_dump_json().encode()) == record
    assert REFUND.load(record.model_dump(mode="json")) == record
    assert REFUND.load(record.model_dump()) == record


def test_json_has_money_as_text_with_two_places_and_days_as_iso():
    data = json.loads(worked().model_dump_json())
    assert data["filled_on"] == "2024-09-30"
    assert data["person"]["birth_date"] == "1965-01-15"
    assert data["years"][0]["paid"] == {
        "personal": "500.00",
        "land_personal": None,
        "collective": "250.50",
        "land_collective": None,
        "subtotal": "750.50",
    }
    assert data["years"][0]["months"] == 12
    assert data["years"][0]["year"] == 2013


@pytest.mark.parametrize("blank", [None, "", " ", "\u3000", "-", "—", "/"])
def test_a_blank_in_any_spelling_is_null(blank):
    record = REFUND.load({"person": {"name": blank, "citizen_id": blank}, "filled_on": blank, "refund_total": blank})
    assert record == RECORD()


def test_a_part_or_a_table_that_is_null_is_blank():
    assert REFUND.load({"person": None, "years": None, "total": {"paid": None}}) == RECORD()


def test_a_row_in_which_nothing_stands_is_no_row():
    record = REFUND.load({"years": [{}, {"year": 2015}, {"paid": {}, "remark": ""}, {"months": 3}]})
    assert [leaves_of(row) for row in record.years] == [{"year": 2015}, {"months": 3}]


def test_a_row_with_a_zero_is_a_row():
    record = REFUND.load({"years": [{"paid": {"personal": 0}}]})
    assert leaves_of(record) == {"years.0.paid.personal": Decimal("0.00")}


@pytest.mark.parametrize(
    ("value", "amount"), [(5, "5.00"), ("5", "5.00"), ("1,234.5", "1234.50"), (Decimal("0.5"), "0.50")]
)
def test_money_comes_in_as_text_whole_number_or_decimal_and_has_two_places(value, amount):
    assert str(REFUND.load({"refund_total": value}).refund_total) == amount


def test_a_fraction_in_json_is_read_from_its_text_and_not_through_a_float():
    record = REFUND.load(b'{"refund_total": 1234567890123.45, "total": {"paid": {"personal": 0.1}}}')
    assert str(record.refund_total) == "1234567890123.45"
    assert str(record.total.paid.personal) == "0.10"


def test_a_record_is_frozen():
    record = worked()
    with pytest.raises(ValidationError):
        record.filled_on = None
    with pytest.raises(ValidationError):
        record.years[0].paid.personal = Decimal("1.00")


def test_every_field_of_the_refund_table_has_its_path_its_labels_and_its_kind():
    found = leaves(RECORD)
    assert next(iter(found)) == "filled_on"
    assert {path for path in found if path.startswith("person.")} == {
        f"person.{name}" for name in ("personal_number", "name", "sex", "birth_date", "citizen_id", "address")
    }
    assert len(found) == 7 + 13 + 11 + 2 + 3
    assert found["years.*.refund.land_collective"].label == "历年重复缴费和个人账户清退明细 退还本人金额 被征地集体缴费"
    assert found["refund_total_capital"].kind.name == "capital"


def test_the_table_of_the_refund_table_is_its_years():
    assert tables(RECORD) == ("years",)


def test_a_path_without_its_row_names_the_field():
    assert RecordPath("years.11.paid.personal").general == "years.*.paid.personal"
    assert RecordPath("person.name").general == "person.name"


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("years.3.refund.personal", "第4行 退还本人金额 个人缴费"),
        ("person.name", "参保人员基本信息 姓名"),
        ("total.months", "合计 重复月数"),
        ("filled_on", "填表日期"),
        ("years.3", "第4行"),
    ],
)
def test_a_path_is_told_in_the_words_of_the_paper(path, words):
    assert place(RECORD, path) == words


def test_the_json_schema_says_what_callers_may_send():
    schema = RECORD.model_json_schema()
    definitions = schema["$defs"]
    assert schema["additionalProperties"] is False
    assert definitions["Person"]["properties"]["name"]["title"] == "姓名"
    assert definitions["Person"]["properties"]["citizen_id"]["x-notation"] == "citizen-id"
    months = definitions["Year_Amounts_"]["properties"]["months"]["anyOf"]
    assert {"type": "null"} in months
    assert {key: months[0][key] for key in ("type", "minimum", "maximum")} == {
        "type": "integer",
        "minimum": 1,
        "maximum": 12,
    }


def test_records_with_equal_values_are_equal_and_others_are_not():
    assert refund_table(refund_row()) == refund_table(refund_row())
    assert refund_table(refund_row()) != refund_table(refund_row(months=2))


def test_dates_and_ids_come_in_as_python_values_too():
    record = REFUND.load({"filled_on": dt.date(2024, 1, 5), "person": {"citizen_id": CITIZEN_ID}})
    assert record.filled_on == dt.date(2024, 1, 5)


def test_records_of_one_family_travel_to_another_process_each_with_its_own_columns():
    row = {"year": 2015, "months": 1, "paid": {"personal": "100.00"}}
    for pack in ("shandong", "national"):
        form = hjforms.form(f"{pack}/refund")
        record = form.complete(form.load({"years": [row]}))
        for same in (pickle.loads(pickle.dumps(record)), copy.deepcopy(record)):
            assert same == record
            assert type(same.years[0]) is type(record.years[0])
            assert set(type(same.total.paid).model_fields) == set(type(record.total.paid).model_fields)


def test_forms_of_a_family_name_no_column_of_each_other():
    shandong, national = (leaves(hjforms.form(f"{pack}/refund").record_type) for pack in ("shandong", "national"))
    assert {path for path in shandong if path not in national} == {
        f"{owner}.{side}.{name}"
        for owner in ("years.*", "total")
        for side in ("paid", "refund")
        for name in ("land_personal", "land_collective")
    }
    assert national.keys() < shandong.keys()


def test_a_rate_goes_out_in_figures_however_small_it_is():
    form = hjforms.form("jilin/transfer-account")
    record = form.load({"years": [{"year": 2015, "shares": {"employer": "0.00001%"}}]})
    dumped = record.model_dump(mode="json")
    assert dumped["years"][0]["shares"]["employer"] == "0.0000001"
    assert form.load(dumped) == form.load(record.model_dump_json()) == record
