"""Record paths: their steps, what they are in, and what other programs call them."""

from __future__ import annotations

import copy
import json
import pickle

import hypothesis.strategies as st
import pytest
from hypothesis import given

from hjforms.errors import Fault, InputError
from hjforms.findings import Finding
from hjforms.paths import RecordPath
from hjforms.records.base import leaves
from support import REFUND

NAMES = st.from_regex(r"[a-z][a-z_]{0,5}", fullmatch=True)
STEPS = st.lists(NAMES | st.integers(0, 30).map(str) | st.just("*"), max_size=5)
ANY_STEPS = st.lists(st.text(max_size=4), min_size=1, max_size=4)


@given(STEPS)
def test_a_path_is_the_text_of_its_steps_with_dots(steps):
    path = RecordPath.of(steps)
    assert path == ".".join(steps) == json.loads(json.dumps(path))
    assert path.steps == tuple(steps) == RecordPath(str(path)).steps
    assert hash(path) == hash(str(path))


@given(STEPS, STEPS)
def test_what_is_joined_is_found_again_inside(owner, inside):
    path = RecordPath.of(owner) / RecordPath.of(inside)
    assert path.steps == (*owner, *inside)
    assert path.is_in(RecordPath.of(owner))
    assert path.within(RecordPath.of(owner)) == RecordPath.of(inside)


@given(STEPS.filter(bool))
def test_a_path_is_its_name_in_its_parent(steps):
    path = RecordPath.of(steps)
    assert path.parent / path.name == path
    assert path.is_in(path.parent)
    assert not path.parent.is_in(path)


@given(STEPS)
def test_a_path_is_its_column_in_its_row_of_its_table(steps):
    path = RecordPath.of(steps)
    if path.row is None:
        path = path.in_row(7)
    assert path == (path.column if path.row is None else path.table / path.row / path.column)
    assert path.general == path.in_row(12).general


@given(ANY_STEPS)
def test_a_path_of_any_keys_keeps_them_apart_wherever_it_goes(steps):
    path = RecordPath.of(steps)
    pointed = path.pointer.split("/")[1:]
    assert [step.replace("~1", "/").replace("~0", "~") for step in pointed] == steps
    for same in (pickle.loads(pickle.dumps(path)), copy.deepcopy(path), RecordPath(path)):
        assert (same, same.steps) == (path, path.steps)


def test_a_name_that_only_begins_like_another_is_not_in_it():
    assert RecordPath("years.3.paid").is_in("years")
    assert not RecordPath("years_paid").is_in("years")
    with pytest.raises(ValueError, match="is not in"):
        RecordPath("years_paid").within("years")


def test_the_whole_record_is_the_empty_path():
    assert RecordPath() == RecordPath().pointer == RecordPath("person").parent == ""
    assert RecordPath() / "person" / RecordPath() == "person"


def test_faults_and_findings_point_as_rfc_6901_says_even_at_odd_keys():
    with pytest.raises(InputError) as caught:
        REFUND.load({"person": {"a/b.c": 1}, "years": [{"year": "x"}]})
    assert [fault.pointer for fault in caught.value.faults] == ["/person/a~1b.c", "/years/0/year"]
    assert Fault("years.3.year", "").pointer == Finding("error", "years.3.year", "", "").pointer == "/years/3/year"


def test_the_fields_of_a_form_know_where_they_stand():
    field = leaves(REFUND.record_type)["years.*.paid.personal"].path
    assert (field.table, field.column, field.row) == ("years", "paid.personal", None)
