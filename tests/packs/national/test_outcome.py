"""养老保险制度衔接办理结果告知单: its figures, its rules, each broken once, and its pages."""

from __future__ import annotations

import pytest

import hjforms
from support import UNKNOWN_PROVINCE, assert_comes_back, example, page_count, printed

SAMPLE = example("weihai/national/outcome")
FORM = SAMPLE.form
DERIVED = {
    **{f"years.{row}.{side}.subtotal": None for row in range(5) for side in ("paid", "refund")},
    "total": None,
    "refund_total": None,
    "refund_total_capital": None,
    "subsidy_returned": None,
    "account.merged": None,
    "months.twice": None,
    "months.counted": None,
    "person.sex": None,
}
DOUBLE = {"drawn": "7956.00", "returned": "0.00", "balance": "2310.55"}


def many(count):
    rows = [
        {"year": 1980 + row, "paid": {"personal": f"{100 + row}.10"}, "months": 7, "interest": f"{row}.31"}
        for row in range(count)
    ]
    return SAMPLE.completed({**DERIVED, "years": rows, "account": None, "months": None, "signoff.date": "2060-01-01"})


def test_it_is_no_official_paper_and_says_so():
    assert FORM.provenance == "own"


def test_what_follows_from_the_years_is_filled_as_by_hand():
    # (100+100)÷12×1 = 16.67; 600; 4700÷12×7 = 2683.33 …: 16.67 + 600 + 2683.33 + 1250 + 2750 = 7300
    # 2.50 + 60 + 35 + 25 + 55 = 177.50; 23195.89 + 10783.64 − 7300 − 177.50 = 26502.03; 1 + 12 + 7 + 5 + 11 = 36
    assert SAMPLE.completed(DERIVED) == SAMPLE.completed()
    record = SAMPLE.completed(DERIVED)
    assert (str(record.refund_total), record.refund_total_capital) == ("7300.00", "柒仟叁佰元整")
    assert (str(record.subsidy_returned), str(record.total.interest)) == ("177.50", "1933.30")
    assert (str(record.account.merged), record.months.twice, record.months.counted) == ("26502.03", 36, 180)


def test_months_of_both_schemes_count_in_the_other_direction_and_those_paid_twice_once():
    record = SAMPLE.completed({**DERIVED, "direction": "employee-to-resident"})
    assert record.months.counted == 96 + 180 - 36


def test_what_was_drawn_twice_is_settled_as_on_the_notice():
    record = SAMPLE.completed({"double": DOUBLE})
    assert (str(record.double.offset), str(record.double.assistance)) == ("2310.55", "5645.45")


def test_nothing_is_filled_where_nothing_can_be_said():
    without = SAMPLE.completed({**DERIVED, "direction": None})
    assert (without.account.merged, without.months.counted) == (None, None)
    poor = SAMPLE.completed({**DERIVED, "account.resident": "100.00", "months.resident": 3})
    assert (poor.account.merged, poor.months.counted) == (None, None)
    empty = SAMPLE.completed({**DERIVED, "years": [], "account": None, "months": None})
    assert (empty.refund_total, empty.months.twice) == (None, None)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"person.name": None}, ("error", "person.name", "required")),
        ({"person.citizen_id": None}, ("error", "person.citizen_id", "required")),
        ({"years.0.year": None}, ("error", "years.0.year", "required")),
        ({"years.0.months": None, "months.twice": None}, ("error", "years.0.months", "required")),
        ({"person.sex": "女"}, ("error", "person.sex", "person.sex")),
        ({"person.citizen_id": UNKNOWN_PROVINCE}, ("warning", "person.citizen_id", "person.region")),
        ({"signoff": None}, ("warning", "signoff.date", "required")),
        ({"received_on": "2024-12-19"}, ("error", "received_on", "in-order")),
        ({"years.4.year": 2018}, ("error", "years.4.year", "years.order")),
        ({"signoff.date": "2018-12-31"}, ("error", "years.4.year", "not-after")),
        ({"years.0.paid.subtotal": "200.01"}, ("error", "years.0.paid.subtotal", "paid.subtotal")),
        ({"years.1.refund.personal": "499.00"}, ("error", "years.1.refund.personal", "refund.parts")),
        ({"total.subsidy": "177.51"}, ("error", "total.subsidy", "total")),
        ({"total.interest": "1933.31"}, ("error", "total.interest", "total")),
        ({"refund_total": "7300.01"}, ("error", "refund_total", "refund-total")),
        ({"refund_total_capital": "柒仟叁佰零壹元整"}, ("error", "refund_total_capital", "refund-total.capital")),
        ({"subsidy_returned": "177.51"}, ("error", "subsidy_returned", "subsidy-returned")),
        ({"account.merged": "26502.04"}, ("error", "account.merged", "account.merged")),
        ({"months.twice": 35}, ("error", "months.twice", "months.twice")),
        ({"months.counted": 181}, ("error", "months.counted", "months.counted")),
        ({"account.employee": "-1.00"}, ("error", "account.employee", "not-negative")),
        ({"double": {**DOUBLE, "offset": "2310.56"}}, ("error", "double.offset", "offset")),
        ({"double": {**DOUBLE, "assistance": "5645.46"}}, ("error", "double.assistance", "assistance")),
        ({"double": {**DOUBLE, "returned": "7956.01"}}, ("error", "double.returned", "returned")),
    ],
)
def test_a_rule_that_is_broken_is_told(changes, expected):
    assert expected in SAMPLE.findings(changes)


def test_a_sheet_that_tells_nothing_is_told():
    blank = {**DERIVED, "years": [], "result": None, "account": None, "months": None}
    assert SAMPLE.findings(blank) == [("error", "result", "told")]
    assert SAMPLE.findings({**blank, "double": DOUBLE}) == []


def test_a_correction_of_interest_may_be_less_than_nothing():
    assert SAMPLE.findings({"years.4.interest": "-1.00", "total.interest": None}) == []


@pytest.mark.parametrize("count", [0, 1, 10, 11, 60])
def test_years_run_on_to_further_pages_and_come_back(count):
    record = many(count)
    assert FORM.compiled.layout.capacity == 10
    assert page_count(FORM.pdf(record)) == max(1, -(-count // 10))
    assert_comes_back(FORM, record)


def test_reasons_stand_on_every_page_and_totals_on_the_last():
    first, last = printed(FORM, many(11))
    assert first["reasons.months"] == last["reasons.months"] != ""
    assert first["refund_total"] == "见末页"
    assert last["refund_total"] == str(many(11).refund_total)


# ------------------------------------------------------------------------------- beside the refund form


def beside_the_refund(changes):
    refund = example("weihai/shandong/refund").completed()
    found = hjforms.compare(refund, SAMPLE.completed(changes))
    return [(finding.severity, finding.path) for finding in found]


def test_the_sheet_says_what_the_refund_form_says():
    assert beside_the_refund({}) == []


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"person.name": "李示例"}, "outcome.person.name"),
        ({"years.1.months": 11}, "outcome.years.1.months"),
        ({"years.2.paid.personal": "500.01"}, "outcome.years.2.paid.personal"),
        ({"years.0.refund.personal": "8.33"}, "outcome.years.0.refund.personal"),
        ({"years.0.refund.land_personal": "0.01"}, "outcome.years.0.refund.land_personal"),
        ({"years.4.year": 2020}, "outcome.years.4.year"),
        ({"refund_total": "7300.01"}, "outcome.refund_total"),
    ],
)
def test_what_the_sheet_says_otherwise_is_told(changes, path):
    assert ("error", path) in beside_the_refund(changes)


def test_a_year_that_the_sheet_leaves_out_is_told():
    rows = [row.model_dump(mode="json") for row in SAMPLE.record({}).years[:4]]
    assert ("error", "outcome.years") in beside_the_refund({**DERIVED, "years": rows})
