"""The command deadline: what a case must say, and what is told about it."""

from __future__ import annotations

import pytest

import hjforms
from hjforms.calculations.deadline import Events
from hjforms.errors import NoRuleInForce
from hjforms.law.procedure import EVENTS


def case(events=None, **more):
    base = {"rules": "shandong", "direction": "resident-to-employee", "as_of": "2026-03-31"}
    return {**base, "events": {"applied_on": "2026-03-02"} if events is None else events, **more}


def found(*args, **more):
    outcome = hjforms.calculate("deadline", case(*args, **more))
    return {finding.path: finding.severity for finding in outcome.findings}


def test_a_case_can_state_every_event():
    assert list(Events.model_fields) == list(EVENTS)


def test_a_direction_is_wanted_where_the_procedures_differ():
    assert found(direction=None) == {"direction": "error"}
    assert found(rules="jilin", direction=None) == {}


def test_a_direction_is_of_no_use_in_jilin():
    assert found(rules="jilin") == {"direction": "warning"}


@pytest.mark.parametrize("rules", ["national", "jilin"])
def test_gathering_makes_no_difference_outside_shandong(rules):
    direction = None if rules == "jilin" else "resident-to-employee"
    assert found(rules=rules, direction=direction, gathering=True) == {"gathering": "warning"}


def test_an_event_of_another_procedure_is_told_to_be_unused():
    assert found(rules="national", events={"confirmed_on": "2026-03-10"}) == {"events.confirmed_on": "warning"}


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("letter_sent_on", "letter_received_on"),
        ("letter_received_on", "account_sent_on"),
        ("applied_on", "account_sent_on"),
        ("account_sent_on", "account_received_on"),
        ("confirmed_on", "confirmation_received_on"),
        ("confirmation_received_on", "terminated_on"),
        ("confirmation_received_on", "funds_sent_on"),
        ("funds_sent_on", "funds_received_on"),
        ("funds_received_on", "settled_on"),
        ("account_received_on", "settled_on"),
        ("funds_received_on", "refunded_on"),
    ],
)
def test_what_comes_first_cannot_come_later(first, second):
    assert found({first: "2026-03-10", second: "2026-03-09"}) == {f"events.{second}": "error"}


def test_where_nothing_was_paid_twice_nothing_is_refunded():
    events = {"funds_received_on": "2026-03-10", "settled_on": "2026-03-11"}
    for doubled, stands_open in ((None, True), (True, True), (False, False)):
        figures = hjforms.calculate("deadline", case(events, doubled=doubled)).figures
        assert ("refund.state" in figures) is stands_open
        assert ("退还重复缴费" in figures["open"].value) is stands_open


def test_a_refund_without_anything_paid_twice_is_an_error():
    assert found({"refunded_on": "2026-03-10"}, doubled=False) == {"events.refunded_on": "error"}


def test_without_any_event_every_stage_waits_for_its_start():
    outcome = hjforms.calculate("deadline", case({}))
    states = {step.value for key, step in outcome.figures.items() if key.endswith(".state")}
    assert states == {"尚未起算"}
    assert outcome.figures["open"].value == "没有"
    assert outcome.figures["late"].value is False


def test_before_the_rules_there_are_no_limits():
    with pytest.raises(NoRuleInForce, match="2024年12月13日"):
        hjforms.calculate("deadline", case({"applied_on": "2024-12-13"}))
