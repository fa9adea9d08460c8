"""Comparing two records, path by path."""

from __future__ import annotations

import pytest
from hypothesis import given

import strategies
from hjforms.api import compare, form
from hjforms.catalogue import pairs
from hjforms.errors import InputError
from hjforms.pairing import pair_of
from hjforms.records.base import leaves
from hjforms.records.parts import Person
from support import REFUND, documents, leaves_of, refund_row, refund_table, worked


def brief(first, second):
    return [(finding.path, finding.expected, finding.found) for finding in compare(first, second)]


@documents
@given(strategies.refund_records())
def test_a_record_does_not_differ_from_itself(record):
    assert compare(record, record) == []


@documents
@given(strategies.refund_records(), strategies.refund_records())
def test_there_is_a_finding_for_every_path_that_differs_and_no_other(first, second):
    one, other = leaves_of(first), leaves_of(second)
    differing = {path for path in one.keys() | other.keys() if one.get(path) != other.get(path)}
    found = [finding.path for finding in compare(first, second)]
    assert sorted(found) == sorted(differing)


@documents
@given(strategies.refund_records(), strategies.refund_records())
def test_comparing_the_other_way_round_swaps_expected_and_found(first, second):
    assert [(path, found, expected) for path, expected, found in brief(second, first)] == brief(first, second)


def test_a_difference_tells_both_printed_texts_and_the_place():
    first, second = worked(), worked().model_copy(update={"refund_total": None})
    [finding] = compare(first, second)
    assert (finding.path, finding.expected, finding.found) == ("refund_total", "1544.95", None)
    assert (finding.severity, finding.rule) == ("error", "compare")
    assert finding.message == "退还本人金额合计：1544.95 → 空白"


def test_a_row_that_only_one_has_differs_in_every_field_that_it_states():
    first, second = refund_table(refund_row(2014)), refund_table(refund_row(2014), refund_row(2015, remark="补"))
    rows = [item for item in brief(first, second) if item[0].startswith("years.")]
    assert rows == [
        ("years.1.year", None, "2015"),
        ("years.1.paid.personal", None, "100.00"),
        ("years.1.paid.subtotal", None, "100.00"),
        ("years.1.months", None, "1"),
        ("years.1.refund.personal", None, "8.33"),
        ("years.1.refund.subtotal", None, "8.33"),
        ("years.1.remark", None, "补"),
    ]


def test_the_findings_come_in_the_order_of_the_form_row_by_row():
    first = refund_table(refund_row(2014), refund_row(2015), filled_on="2024-01-01")
    second = refund_table(refund_row(2013, 2), refund_row(2012, 3), filled_on="2024-01-02")
    paths = [finding.path for finding in compare(first, second)]
    assert paths[:3] == ["filled_on", "years.0.year", "years.0.months"]
    assert paths.index("years.0.months") < paths.index("years.1.year") < paths.index("total.months")


def test_a_blank_and_a_zero_are_not_the_same():
    first = REFUND.load({"refund_total": None})
    second = REFUND.load({"refund_total": "0.00"})
    assert brief(first, second) == [("refund_total", None, "0.00")]


def test_a_sum_beyond_what_paper_can_state_is_shown_as_figures():
    certificate = form("national/certificate")
    first, second = (certificate.record_type(years_paid=months) for months in (None, 11999))
    second = second.model_copy(update={"years_paid": 12000})  # as a sum of two columns may become
    assert brief(first, second) == [("years_paid", None, "12000")]


def test_records_of_forms_that_have_nothing_to_do_with_each_other_cannot_be_compared():
    with pytest.raises(InputError):
        compare(worked(), Person())
    with pytest.raises(InputError):
        compare(worked(), form("national/offset-notice").record_type())


# ------------------------------------------------------------------------------- a form and what answers it


@pytest.mark.parametrize("pair", pairs())
def test_the_rules_of_a_pair_name_fields_that_exist_and_have_their_law(pair):
    known = leaves(pair.record_type)
    assert len(pair.names) == 2
    for rule in pair.rules:
        assert rule.article
        assert rule.formula
        assert [path for path in (*rule.targets, *getattr(rule, "inputs", ())) if path not in known] == []


@pytest.mark.parametrize("pair", pairs())
def test_a_pair_is_found_in_whichever_order_its_forms_come(pair):
    first, second = pair.names
    assert pair_of(first, second) is pair_of(second, first) is pair
    assert pair_of(first, first) is None
