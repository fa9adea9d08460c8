"""The options of 成都: which are open to whom, and what they come to where not everything is stated."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hjforms.law import chengdu, steps
from hjforms.law.chengdu_options import OPTIONS, Paid, Standing

ANYBODY = Standing(resident=True, contributed=True, employee=True)
NOTHING_PAID = Paid({}, [], settled=True)


@given(st.builds(Standing, *[st.booleans()] * 7, st.sampled_from([None, "here", "there", "elsewhere"])))
def test_every_option_is_open_or_says_why_not(person):
    for option in OPTIONS.values():
        assert option.is_open(person).value == (not option.reasons(person))
        assert not (person.drawing and option.is_open(person).value)


def nothing(*names, unit=steps.YUAN):
    """A person who has stated nothing."""


def one_each(*names, unit=steps.YUAN):
    """A person who has stated 1 for whatever is asked."""
    return [steps.given(name, Decimal("1.00") if unit == steps.YUAN else 12, unit) for name in names]


def figures(key, stated, person=ANYBODY, paid=NOTHING_PAID):
    return {name: step and step.value for name, step in OPTIONS[key].figures(person, stated, paid)}


@pytest.mark.parametrize("key", OPTIONS)
def test_what_is_not_stated_leaves_a_figure_blank_and_never_nought(key):
    option, found = OPTIONS[key], figures(key, nothing)
    assert found["account"] is found["fund"] is None
    assert (found["receive"] is None) == bool(option.returned)
    assert (found["pay"] is None) == option.topped_up


def test_the_account_afterwards_is_that_of_every_scheme_that_the_option_joins():
    assert figures("convert", one_each)["account"] == Decimal("2.00")
    assert figures("return_resident", one_each)["account"] == Decimal("1.00")
    assert figures("merge_account", one_each)["account"] == Decimal("3.00")  # with contributions and subsidies
    assert figures("way_3", one_each)["account"] == Decimal("2.00")


def test_who_has_no_account_of_residents_joins_none():
    assert figures("way_1", one_each, Standing(outside_employee=True))["account"] == Decimal("1.00")


def test_what_is_returned_is_what_was_paid_with_its_interest():
    assert figures("return_resident", one_each)["receive"] == figures("return_employee", one_each)["receive"] == 2
    assert figures("return_resident", one_each)["years"] == 0


def test_years_wait_until_the_months_in_both_are_known():
    doubtful = Paid({}, [], settled=False)
    for key in ("convert", "top_up", "to_resident", "way_4"):
        assert figures(key, one_each, paid=doubtful)["years"] is None
    assert figures("way_1", one_each, paid=doubtful)["years"] == 1


def test_months_in_both_are_taken_from_years_that_move_within_the_city_only():
    twice = Paid({2014: chengdu.months_in_both(2014, ())}, [], settled=True)
    half = Paid({2014: steps.given("2014年重叠月数", 6, steps.MONTHS)}, [], settled=True)
    assert figures("to_resident", one_each, paid=twice)["years"] == 1
    assert figures("to_resident", one_each, paid=half)["years"] == figures("way_4", one_each, paid=half)["years"] / 2


def test_only_the_move_within_the_city_ends_a_scheme():
    assert [key for key in OPTIONS if "ended" in figures(key, one_each)] == ["to_resident"]
