"""The command eligible: what a case must say about the person."""

from __future__ import annotations

import pytest

import hjforms
from hjforms.errors import InputError

WOMAN, MAN = "371000197103120029", "371000196501150018"


def case(**more):
    base = {"rules": "national", "applied_on": "2026-09-01", "months_paid": 180, "drawing": "none"}
    return {**base, "person": {"citizen_id": MAN}, **more}


def found(**more):
    return {finding.path: finding.severity for finding in hjforms.calculate("eligible", case(**more)).findings}


def test_a_man_needs_no_category():
    assert found() == {}


def test_a_woman_does():
    assert found(person={"citizen_id": WOMAN}) == {"category": "error"}
    assert found(person={"citizen_id": WOMAN}, category="female-55") == {}


@pytest.mark.parametrize(
    ("citizen_id", "category", "path"),
    [(MAN, "female-50", "category"), (WOMAN, "male-60", "category")],
)
def test_a_category_of_the_other_sex_is_an_error(citizen_id, category, path):
    assert found(person={"citizen_id": citizen_id}, category=category) == {path: "error"}


def test_a_birth_date_and_a_category_do_where_no_id_is_known():
    outcome = hjforms.calculate("eligible", case(person={"birth_date": "1971-03-12"}, category="female-55"))
    assert outcome.figures["retirement_month"].text == "2026年7月"


def test_without_id_and_birth_date_nothing_can_be_said():
    assert found(person={}) == {"person.birth_date": "error", "person.sex": "error"}


def test_a_birth_date_that_contradicts_the_id_is_an_error():
    assert found(person={"citizen_id": MAN, "birth_date": "1965-01-16"}) == {"person.birth_date": "error"}


def test_what_the_national_rules_do_not_ask_is_told_to_be_unused():
    assert found(in_province=True, choice="resident", claims_on="2026-10-01") == dict.fromkeys(
        ["in_province", "choice", "claims_on"], "warning"
    )


def test_the_fifteen_years_are_of_no_use_in_shandong():
    assert found(rules="shandong", in_province=True, minimum="fifteen") == {"minimum": "warning"}


def test_who_draws_both_pensions_is_pointed_to_the_rules_for_that():
    assert found(drawing="both") == {"drawing": "warning"}


def test_what_is_missing_is_listed_at_once():
    with pytest.raises(InputError) as caught:
        hjforms.calculate("eligible", {})
    assert {fault.path for fault in caught.value.faults} == {"rules", "applied_on", "months_paid", "drawing"}


@pytest.mark.parametrize(
    ("more", "place"),
    [
        ({}, "城镇职工养老保险待遇领取地社保机构"),
        ({"months_paid": 100}, "城乡居民养老保险待遇领取地社保机构"),
        ({"rules": "shandong", "in_province": True}, "最后参保地"),
    ],
)
def test_where_to_apply_stands_beside_a_decision_that_opens_a_way(more, place):
    assert place in hjforms.calculate("eligible", case(**more)).figures["apply_at"].text


def test_where_no_way_is_open_no_place_is_named():
    assert "apply_at" not in hjforms.calculate("eligible", case(drawing="employee")).figures
