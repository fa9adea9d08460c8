"""The command deadline: what a case must say, and what is told about it."""

from __future__ import annotations

import json

import pytest

import hjforms
from hjforms.calculations.deadline import Events
from hjforms.errors import NoRuleInForce
from hjforms.law.procedure import EVENTS
from support import ROOT


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


# tests/cases/law/dl_today: 第九条（四） 收到确认信息（2026年12月4日）起2个工作日终止，20个工作日划转，到了2027年.
def test_a_stage_that_reaches_beyond_the_published_calendar_is_left_blank_alone():
    data = json.loads((ROOT / "tests" / "cases" / "law" / "dl_today.json").read_text("utf-8"))
    outcome = hjforms.calculate("deadline", data)
    dues = {key: step.text for key, step in outcome.figures.items() if key.endswith(".due")}
    assert dues["letter.due"] == "2026年11月27日"
    assert dues["account.due"] == "2026年12月1日"
    assert dues["confirmation.due"] == "2026年12月3日"
    assert dues["termination.due"] == "2026年12月8日"
    assert outcome.figures["funds.due"].value is None
    assert outcome.figures["funds.state"].value == "办理中"
    assert outcome.figures["funds.late"].value is False
    [finding] = outcome.findings
    assert (finding.severity, finding.path) == ("warning", "events.confirmation_received_on")
    assert "国务院办公厅关于2027年部分节假日安排的通知" in finding.message
    assert "划转基金" in finding.message


def test_days_late_that_reach_beyond_the_published_calendar_are_left_blank():
    outcome = hjforms.calculate("deadline", case({"applied_on": "2026-11-24"}) | {"as_of": "2027-02-01"})
    assert outcome.figures["letter.late"].value is True
    assert outcome.figures["letter.state"].value == "逾期未办"
    assert "letter.days_late" not in outcome.figures
    assert [finding.path for finding in outcome.findings] == ["events.applied_on"]


# 第九条（二）: 3个工作日（办理个人账户归集的可延长至15个工作日）
def test_gathering_that_is_not_stated_is_told():
    data = case({"letter_received_on": "2026-03-10"})
    data.pop("gathering", None)
    assert "没有写明，按不需要计" in hjforms.calculate("deadline", data).figures["gathering"].text
    assert "gathering" not in hjforms.calculate("deadline", data | {"gathering": False}).figures
