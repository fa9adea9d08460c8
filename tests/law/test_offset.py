"""重复领取待遇: every fen that was drawn, and every fen of the account, goes somewhere."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

import hjforms
import strategies
from hjforms.errors import InputError
from hjforms.law import offset
from hjforms.law.steps import given as stated
from hjforms.notations.year_month import YearMonth

FIRST = 24000
CASE = {
    "employee_from": "2020-02",
    "resident_from": "2019-07",
    "end": "2020-03",
    "standards": [{"start": "2019-07", "standard": "142.00"}],
    "returned": "0.00",
    "balance": "100.00",
    "subsidy": "0.00",
}


def settled(drawn, returned, balance):
    steps = offset.settle(*(stated("", amount, "元") for amount in (drawn, returned, balance)))
    return [step.value for step in steps]


@given(st.integers(1, 60000), st.integers(1000, 99999))
def test_the_rows_of_a_plan_add_up_to_the_sum_and_mark_the_last(fen, monthly):
    changes = {"standards": [{"start": "2019-07", "standard": str(Decimal(fen) / 100)}], "balance": "0.00"}
    plan = {"start": "2021-11", "monthly": str(Decimal(monthly) / 100)}
    outcome = hjforms.calculate("offset", {**CASE, **changes, "plan": plan})
    rows = outcome.schedule.rows
    asked = outcome.figures["assistance"].value
    assert sum(row[2].value for row in rows) == outcome.schedule.total[2].value == asked
    assert [row[0].value for row in rows] == list(range(1, outcome.figures["plan.months"].value + 1))
    assert [row[4].value for row in rows] == [""] * (len(rows) - 1) + ["最后一期"]
    assert rows[-1][3].value == 0


def test_a_long_plan_is_explained_and_dumped_in_the_length_of_its_months():
    outcome = hjforms.calculate("offset", {**CASE, "balance": "0.00", "plan": {"start": "2021-11", "monthly": "1.00"}})
    assert len(outcome.schedule.rows) == 284
    assert sum("抵扣后尚欠：" in str(line) for line in outcome.explanation()) == 284
    assert len(outcome.as_dict()["schedule"]["rows"]) == 285


def errors(changes):
    outcome = hjforms.calculate("offset", {**CASE, **changes})
    return [(finding.severity, finding.path, finding.rule) for finding in outcome.findings]


@given(
    strategies.money("0.00", "99999999.99"), strategies.money("0.00", "99999.99"), strategies.money("0.00", "99999.99")
)
def test_all_that_was_drawn_and_all_of_the_account_is_accounted_for(more, returned, balance):
    drawn = returned + more
    owed, taken, assistance, payout = settled(drawn, returned, balance)
    assert returned + taken + assistance == drawn
    assert taken + payout == balance
    assert owed == taken + assistance
    assert min(owed, taken, assistance, payout) >= 0
    assert payout == 0 or assistance == 0  # nobody is asked to assist while there is own money left


@st.composite
def cases(draw):
    """Any two pensions that were drawn at once, any standards, and any account."""
    starts = draw(st.tuples(st.integers(0, 200), st.integers(0, 200)))
    months = draw(st.integers(1, 120))
    raised = draw(st.lists(st.integers(1, 400), max_size=8, unique=True).map(sorted))
    fen = st.integers(0, 99999)
    balance, subsidy = sorted(draw(st.tuples(fen, fen)), reverse=True)

    def month(index):
        return str(YearMonth.from_index(FIRST + index))

    def yuan(amount):
        return str(Decimal(amount).scaleb(-2))

    return {
        "employee_from": month(starts[0]),
        "resident_from": month(starts[1]),
        "end": month(max(starts) + months - 1),
        "standards": [{"start": month(index), "standard": yuan(draw(fen))} for index in (0, *raised)],
        "returned": yuan(draw(fen)),
        "balance": yuan(balance),
        "subsidy": yuan(subsidy),
    }, months


@given(cases())
def test_a_calculation_loses_no_fen_whatever_the_case(drawn_case):
    case, months = drawn_case
    outcome = hjforms.calculate("offset", case)
    value = {key: step.value for key, step in outcome.figures.items()}
    assert value["months"] == months
    assert value["drawn"] == month_by_month(case, value["start"], months)
    if Decimal(case["returned"]) > value["drawn"]:
        assert [finding.path for finding in outcome.findings] == ["returned"]
        return
    assert Decimal(case["returned"]) + value["offset"] + value["assistance"] == value["drawn"]
    assert value["offset"] + value["payout"] + Decimal(case["subsidy"]) == Decimal(case["balance"])


def month_by_month(case, start, months):
    """What was drawn, looked up for each month by itself."""
    total = Decimal(0)
    for index in range(start.index, start.index + months):
        month = str(YearMonth.from_index(index))
        total += Decimal(max((row for row in case["standards"] if row["start"] <= month), key=_start)["standard"])
    return total


def _start(row):
    return row["start"]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"end": "2020-01"}, ("error", "end", "in-order")),
        ({"subsidy": "100.01"}, ("error", "subsidy", "parts")),
        ({"account_pension": {"drawn": "10.00", "own": "10.01"}}, ("error", "account_pension.own", "parts")),
        ({"account_pension": {"drawn": "10.00"}}, ("error", "account_pension.own", "parts")),
        ({"account_pension": {"own": "0.00"}}, ("error", "account_pension.drawn", "parts")),
        ({"returned": "-0.01"}, ("error", "returned", "not-negative")),
        ({"returned": "284.01"}, ("error", "returned", "offset")),
        ({"standards": []}, ("error", "standards", "offset")),
        (
            {"standards": [CASE["standards"][0], CASE["standards"][0]]},
            ("error", "standards.1.start", "standards"),
        ),
    ],
)
def test_a_case_that_cannot_be_is_refused_with_one_finding(changes, expected):
    assert errors(changes) == [expected]


@pytest.mark.parametrize("name", ["employee_from", "resident_from", "end", "returned", "balance", "subsidy"])
def test_nothing_is_guessed_that_the_case_does_not_state(name):
    with pytest.raises(InputError, match=name):
        hjforms.calculate("offset", {**CASE, name: None})


def test_the_rule_of_qingdao_says_where_it_comes_from():
    outcome = hjforms.calculate("offset", {**CASE, "account_pension": {"drawn": "10.00", "own": "4.00"}})
    explained = "\n".join(outcome.explanation())
    assert "青岛" in explained
    assert "未见官方原文" in explained
    assert "account-pension" not in hjforms.calculate("offset", CASE).figures
