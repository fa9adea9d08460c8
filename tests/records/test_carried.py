"""The record that a file carries: what was written is what is loaded, and nothing else is."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

import strategies
from hjforms.records.carried import LARGEST, Carried, DamagedRecordError
from support import REFUND, worked

CARRIED = Carried.of(REFUND.id, worked())
WHOLE = CARRIED.dump(CARRIED.digest)


@given(strategies.refund_records())
def test_loading_is_the_inverse_of_dumping(record):
    carried = Carried.of(REFUND.id, record)
    loaded = Carried.load(carried.dump(carried.digest))
    assert loaded == carried
    assert loaded.record(REFUND.record_type) == record


def test_it_is_json_that_any_program_reads():
    data = json.loads(WHOLE)
    assert data["form"] == REFUND.id
    assert data["record"] == worked().model_dump(mode="json")


def test_space_around_it_is_no_change():
    assert Carried.load(b"\n  " + WHOLE + b"\r\n") == CARRIED


@given(st.integers(0, len(WHOLE) - 1), st.integers(0, 255))
def test_any_other_byte_is_found_out(place, byte):
    changed = WHOLE[:place] + bytes([byte]) + WHOLE[place + 1 :]
    if changed != WHOLE:
        with pytest.raises(DamagedRecordError):
            Carried.load(changed)


@pytest.mark.parametrize("data", [b"", b"{}", WHOLE[:-1], WHOLE + b"{}", WHOLE + b" " * LARGEST])
def test_what_is_no_carried_record_is_refused(data):
    with pytest.raises(DamagedRecordError):
        Carried.load(data)


def test_a_record_of_another_form_is_none_of_this_one():
    with pytest.raises(DamagedRecordError):
        Carried(REFUND.id, b'{"choice":"x"}').record(REFUND.record_type)
