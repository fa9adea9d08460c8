"""重复领取养老保险待遇协助抵扣回执: its amounts, its dates, and its rules, each broken once."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

import strategies
from support import UNKNOWN_PROVINCE, example

SAMPLE = example("double/national/offset-receipt")
FORM = SAMPLE.form
NOTHING_DEDUCTED = {
    "deducted": "0.00",
    "start": None,
    "end": None,
    "transferred_on": None,
    "paying_account": None,
    "receiving_account": None,
}


def test_the_example_is_completed_as_by_hand():
    record = SAMPLE.completed()
    assert (record.person.sex, record.months, str(record.remainder)) == ("女", 5, "0.00")
    assert record.deducted_capital == "伍仟陆佰肆拾伍元肆角伍分"


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"addressee": None}, ("error", "addressee", "required")),
        ({"notice.number": None}, ("error", "notice.number", "required")),
        ({"person.name": None}, ("error", "person.name", "required")),
        ({"person.citizen_id": None}, ("error", "person.citizen_id", "required")),
        ({"asked": None}, ("error", "asked", "required")),
        ({"deducted": None}, ("error", "deducted", "required")),
        ({"signoff.date": None}, ("error", "signoff.date", "required")),
        ({"start": None}, ("error", "start", "transfer.complete")),
        ({"end": None}, ("error", "end", "transfer.complete")),
        ({"transferred_on": None}, ("error", "transferred_on", "transfer.complete")),
        ({"paying_account.bank": None}, ("error", "paying_account.bank", "transfer.complete")),
        ({"receiving_account.bank": None}, ("error", "receiving_account.bank", "transfer.complete")),
        ({"person.sex": "男"}, ("error", "person.sex", "person.sex")),
        ({"person.citizen_id": UNKNOWN_PROVINCE}, ("warning", "person.citizen_id", "person.region")),
        ({"notice.date": "2024-09-01"}, ("error", "start", "in-order")),
        ({"end": "2024-07"}, ("error", "end", "in-order")),
        ({"transferred_on": "2024-11-30"}, ("error", "transferred_on", "in-order")),
        ({"signoff.date": "2025-01-09"}, ("error", "signoff.date", "in-order")),
        ({"months": 6}, ("error", "months", "months.span")),
        ({"months": 4}, ("warning", "months", "months.span")),
        ({"deducted_capital": "伍仟陆佰肆拾伍元整"}, ("error", "deducted_capital", "deducted.capital")),
        ({"remainder": "0.01", "reason": "停发"}, ("error", "remainder", "remainder")),
        ({"deducted": "5645.46"}, ("error", "deducted", "deducted.most")),
        ({"deducted": "5645.44"}, ("error", "reason", "reason")),
        ({"reason": "停发"}, ("error", "reason", "reason")),
    ],
)
def test_a_rule_that_is_broken_is_the_one_finding(changes, expected):
    assert SAMPLE.findings(changes) == [expected]


def test_a_remainder_is_not_negative():
    assert SAMPLE.findings({"remainder": "-0.01", "deducted": "5645.46"})[0] == ("error", "remainder", "not-negative")


def test_the_money_may_be_transferred_in_the_month_of_the_last_deduction():
    assert SAMPLE.findings({"transferred_on": "2024-12-02"}) == []


def test_what_stays_undeducted_has_its_reason():
    assert SAMPLE.findings({"deducted": "5000.00", "reason": "参保人死亡，停发待遇"}) == []
    assert str(SAMPLE.completed({"deducted": "5000.00"}).remainder) == "645.45"


def test_where_nothing_was_deducted_nothing_was_transferred():
    assert SAMPLE.findings({**NOTHING_DEDUCTED, "reason": "参保人死亡，停发待遇"}) == []
    assert SAMPLE.completed(NOTHING_DEDUCTED).deducted_capital == "零元整"


@settings(max_examples=50)
@given(strategies.money("0.00", "99999.99"), strategies.money("0.00", "99999.99"))
def test_what_was_asked_for_was_deducted_or_stays(asked, deducted):
    record = SAMPLE.completed({"asked": str(asked), "deducted": str(deducted)})
    assert record.remainder == (asked - deducted if deducted <= asked else None)
