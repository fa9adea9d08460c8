"""重复领取养老保险待遇协助抵扣通知单: its periods and amounts, and its rules, each broken once."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings

import strategies
from hjforms.notations.year_month import YearMonth
from support import UNKNOWN_PROVINCE, assert_comes_back, example, page_count, printed

SAMPLE = example("double/national/offset-notice")
FORM = SAMPLE.form
ENOUGH = "7956.00"


def periods(count):
    """So many months with a standard of their own each, from 2020-02 on."""
    first = YearMonth(2020, 2).index
    months = [str(YearMonth.from_index(first + index)) for index in range(count)]
    return [{"start": month, "end": month, "standard": f"{100 + index}.10"} for index, month in enumerate(months)]


def many(count):
    rows = periods(count)
    return SAMPLE.completed(
        {"periods": rows, "end": rows[-1]["end"] if rows else "2024-05", "signoff.date": "2030-01-01"}
    )


# ------------------------------------------------------------------------------------------------ rules


def test_the_example_is_completed_as_by_hand():
    # 11×142 + 12×150 + 12×152 + 12×160 + 5×170 = 1562 + 1800 + 1824 + 1920 + 850 = 7956; 7956 − 0 − 2310.55 = 5645.45
    record = SAMPLE.completed()
    assert (record.person.sex, str(record.start), record.months) == ("女", "2020-02", 52)
    assert [row.months for row in record.periods] == [11, 12, 12, 12, 5]
    assert [str(row.amount) for row in record.periods] == ["1562.00", "1800.00", "1824.00", "1920.00", "850.00"]
    assert (record.total.months, str(record.total.amount), str(record.drawn)) == (52, "7956.00", "7956.00")
    assert (str(record.offset), str(record.assistance)) == ("2310.55", "5645.45")
    assert record.assistance_capital == "伍仟陆佰肆拾伍元肆角伍分"


@pytest.mark.parametrize("name", ["addressee", "balance", "employee_from", "end", "number", "resident_from"])
def test_a_field_that_the_law_needs_is_required(name):
    assert SAMPLE.findings({name: None}) == [("error", name, "required")]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"person.name": None}, ("error", "person.name", "required")),
        ({"person.citizen_id": None}, ("error", "person.citizen_id", "required")),
        ({"receiving_account.bank": None}, ("error", "receiving_account.bank", "required")),
        ({"receiving_account.account_number": None}, ("error", "receiving_account.account_number", "required")),
        ({"person.sex": "男"}, ("error", "person.sex", "person.sex")),
        ({"person.citizen_id": UNKNOWN_PROVINCE}, ("warning", "person.citizen_id", "person.region")),
        ({"receiving_account.region_code": "731002"}, ("warning", "receiving_account.region_code", "region-code")),
        ({"resident_from": "1975-05"}, ("warning", "resident_from", "person.age")),
        ({"resident_from": "1959-05"}, ("error", "resident_from", "person.age")),
        ({"signoff.date": "2024-04-30"}, ("error", "signoff.date", "in-order")),
        ({"months": 51}, ("error", "months", "months.span")),
        ({"periods.0.months": 10}, ("error", "periods.0.months", "months.span")),
        ({"periods.0.amount": "1562.01"}, ("error", "periods.0.amount", "periods.amount")),
        ({"total.months": 53}, ("error", "total.months", "total")),
        ({"total.amount": "7956.01"}, ("error", "total.amount", "total")),
        ({"drawn": "7956.01"}, ("error", "drawn", "drawn")),
        ({"returned": "7956.01"}, ("error", "returned", "assistance.needed")),
        ({"returned": ENOUGH}, ("error", "assistance", "assistance.needed")),
        ({"balance": ENOUGH}, ("error", "assistance", "assistance.needed")),
        ({"offset": "2310.54"}, ("error", "offset", "offset")),
        ({"assistance": "5645.44"}, ("error", "assistance", "assistance")),
        ({"assistance_capital": "伍仟陆佰肆拾伍元整"}, ("error", "assistance_capital", "assistance.capital")),
        ({"periods": []}, ("error", "drawn", "drawn.stated")),
        ({"periods.1.start": "2021-02"}, ("warning", "total.months", "periods.complete")),
        ({"periods.4.end": "2024-04"}, ("warning", "total.months", "periods.complete")),
        ({"periods.1.start": "2020-12"}, ("error", "periods.1.start", "periods.apart")),
        ({"periods.0.start": "2020-01"}, ("error", "periods.0.start", "periods.within")),
        ({"periods.4.end": "2024-06"}, ("error", "periods.4.end", "periods.within")),
    ],
)
def test_a_rule_that_is_broken_is_the_one_finding(changes, expected):
    assert SAMPLE.findings(changes) == [expected]


def test_a_start_that_is_too_early_leaves_months_without_a_period():
    assert SAMPLE.findings({"start": "2019-07"}) == [
        ("warning", "total.months", "periods.complete"),
        ("error", "start", "start"),
    ]


def test_the_end_is_not_before_either_pension():
    assert ("error", "end", "in-order") in SAMPLE.findings({"employee_from": "2024-06"})
    assert ("error", "end", "in-order") in SAMPLE.findings({"resident_from": "2024-06"})


def test_a_negative_amount_is_found_wherever_it_stands():
    assert ("error", "returned", "not-negative") in SAMPLE.findings({"returned": "-0.01"})


def test_periods_out_of_order_are_a_warning():
    rows = [SAMPLE.data["periods"][index] for index in (1, 0, 2, 3, 4)]
    assert SAMPLE.findings({"periods": rows}) == [("warning", "periods.1.start", "periods.order")]


def test_a_period_without_its_standard_has_no_amount():
    assert SAMPLE.findings({"periods.2.standard": None}) == [("error", "periods.2.standard", "required")]


def test_the_sum_may_be_stated_without_the_periods():
    assert SAMPLE.findings({"periods": [], "drawn": "7956.00"}) == []
    assert str(SAMPLE.completed({"periods": [], "drawn": "7956.00"}).assistance) == "5645.45"


def test_what_is_returned_is_not_asked_for_and_a_blank_is_nothing():
    assert str(SAMPLE.completed({"returned": "1000.00"}).assistance) == "4645.45"
    assert str(SAMPLE.completed({"returned": None}).assistance) == "5645.45"


def test_the_later_of_the_two_pensions_begins_the_double_time():
    assert str(SAMPLE.completed({"employee_from": "2018-01"}).start) == "2019-07"


def test_an_overdrawn_return_leaves_the_amounts_blank():
    record = SAMPLE.completed({"returned": "9000.00"})
    assert (record.offset, record.assistance, record.assistance_capital) == (None, None, None)


@settings(max_examples=50)
@given(strategies.money("0.00", "99999.99"), strategies.money("0.00", "99999.99"), strategies.money("0.00", "99999.99"))
def test_what_was_drawn_is_returned_offset_or_asked_for_to_the_fen(drawn, returned, balance):
    record = SAMPLE.completed({"periods": [], "drawn": str(drawn), "returned": str(returned), "balance": str(balance)})
    if returned > drawn:
        assert record.assistance is None
        return
    assert returned + record.offset + record.assistance == drawn
    assert Decimal(0) <= record.offset <= balance
    assert record.assistance == 0 or record.offset == balance


# --------------------------------------------------------------------------------------------- on paper


@pytest.mark.parametrize("count", [0, 1, 9, 10, 60])
def test_periods_run_on_to_further_pages_and_come_back(count):
    record = many(count)
    capacity = FORM.compiled.layout.capacity
    assert page_count(FORM.pdf(record)) == max(1, -(-count // capacity))
    assert_comes_back(FORM, record)


def test_account_and_amounts_stand_on_every_page_and_the_total_on_the_last():
    record = many(FORM.compiled.layout.capacity + 1)
    first, last = printed(FORM, record)
    assert first["receiving_account.region_code"] == last["receiving_account.region_code"] == "371002"
    assert first["assistance"] == last["assistance"] == str(record.assistance)
    assert (first["total.amount"], last["total.amount"]) == ("见末页", str(record.total.amount))
