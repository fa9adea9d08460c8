"""Accounts: figures of the sources, and refusal to invent the others."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

import hjforms
from hjforms.errors import InputError, NoRuleInForce
from hjforms.law.parameters import figure

# 职工养老保险个人账户记账利率, shared/reference/facts.md §3.1
RATES = {
    2016: "0.0831",
    2017: "0.0712",
    2018: "0.0829",
    2019: "0.0761",
    2020: "0.0604",
    2021: "0.0669",
    2022: "0.0612",
    2023: "0.0397",
    2024: "0.0262",
    2025: "0.0150",
}


@pytest.mark.parametrize(("year", "rate"), RATES.items())
def test_the_rates_are_those_of_the_sources_and_say_how_sure_they_are(year, rate):
    step = figure("employee-account-rate", dt.date(year, 12, 31))
    assert step.value == Decimal(rate)
    assert step.certainty == "consensus"  # 2021 and 2022, too: the other figure was a province's rate for residents


@pytest.mark.parametrize("year", [2015, 2026])
def test_a_year_whose_rate_nobody_knows_is_refused(year):
    case = {"scheme": "employee", "opening": "100.00", "years": [{"year": year}]}
    with pytest.raises(NoRuleInForce, match="职工养老保险个人账户记账利率"):
        hjforms.calculate("account", case)


def test_a_rate_of_residents_has_to_be_given():
    case = {"scheme": "resident", "opening": "100.00", "years": [{"year": 2023}]}
    with pytest.raises(InputError, match=r"years\.0\.rate.*请写明 rate"):
        hjforms.calculate("account", case)


def test_a_stated_interest_is_never_replaced():
    case = {"scheme": "employee", "opening": "100.00", "years": [{"year": 2023, "interest": "9.99"}]}
    outcome = hjforms.calculate("account", case)
    assert outcome.figures["balance.2023"].value == Decimal("109.99")
    assert "interest.2023" not in outcome.figures


def test_everything_that_is_missing_is_listed_at_once():
    with pytest.raises(InputError) as error:
        hjforms.calculate("combine", {})
    assert len(error.value.faults) == 5
