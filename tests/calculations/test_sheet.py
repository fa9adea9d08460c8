"""The sheet that a person is given: the figures of the chain, none worked out anew, and the reasons for them."""

from __future__ import annotations

import json

import pytest

import hjforms
from hjforms.calculation import calculation
from hjforms.errors import InputError
from support import ROOT, example

OUTCOME = hjforms.form("national/outcome")
EXAMPLES = ROOT / "examples"
CASES = [EXAMPLES / "calculations" / "transfer.json", *sorted(EXAMPLES.glob("*/transfer.json"))]
SIGNED = {
    "signoff": {"handler": "孙经办", "agency": "荣成市社会保险事业中心", "date": "2024-12-20"},
    "contact": {"name": "荣成市社会保险事业中心", "phone": "0631-7560000", "address": "荣成市示例路2号"},
}
each_case = pytest.mark.parametrize("path", CASES, ids=lambda path: path.parent.name)


def told(case="calculations/transfer.json", **changes):
    data = json.loads((EXAMPLES / case).read_text("utf-8"))
    return hjforms.transfer({**data, **changes})


def settled(**changes):
    folder = EXAMPLES / "weihai" / "shandong"
    return hjforms.settle(folder / "resident-account.json", folder / "employee-account.json", **changes)


@each_case
def test_the_sheet_of_a_shipped_case_agrees_with_its_own_rules(path):
    record = hjforms.transfer(path).sheet(**SIGNED)
    assert OUTCOME.check(record) == []
    assert record.result
    assert record.articles
    assert record.open


@each_case
def test_without_a_signature_only_that_is_missing(path):
    found = OUTCOME.check(hjforms.transfer(path).sheet())
    assert [(finding.severity, finding.path) for finding in found] == [("warning", "signoff.date")]


@each_case
def test_every_figure_of_the_sheet_is_one_of_the_chain(path):
    transferred = hjforms.transfer(path)
    figures, record = transferred.outcome.figures, transferred.sheet()
    for place, value in {
        "total": record.refund_total,
        "account": record.account.merged,
        "counted": record.months.counted,
        "interest": record.total.interest,
        "clear.refund.total": record.refund_total,
        "clear.months.total": record.months.counted,
        "offset.assistance": record.double.assistance,
    }.items():
        assert place not in figures or figures[place].value == value, place
    for row in record.years:
        assert row.refund.subtotal == figures[f"refund.{row.year}"].value


def test_the_example_of_the_form_is_the_sheet_of_the_example_of_the_chain():
    assert told().sheet(**SIGNED) == example("weihai/national/outcome").completed()


def test_one_fen_is_explained_where_it_is_given():
    parts = told().sheet().reasons.parts
    assert "2012年先取个人缴费8.33元、集体补助（其他资助）8.33元，比16.67元少0.01元，补上后个人缴费退8.34元" in parts


def test_parts_are_called_as_the_form_of_the_place_calls_them():
    assert "集体补助（含社会资助）20.83元" in told("employee-to-resident/transfer.json").sheet().reasons.parts


def test_nothing_is_explained_that_did_not_happen():
    record = told("double/transfer.json").sheet()
    assert [name for name, value in record.reasons if value] == ["double"]
    assert (record.person.name, record.years) == ("李示例", ())


def test_every_reason_points_to_an_article_that_is_listed():
    for path in CASES:
        record = hjforms.transfer(path).sheet()
        listed = {item.partition("．")[0] for item in record.articles.split("；")}
        for _, text in record.reasons:
            for pointer in (text or "").split("（依据")[1:]:
                assert set(pointer.partition("）")[0].split("、")) <= listed


def test_what_a_place_returns_to_the_fund_is_on_the_sheet():
    record = told("resident-to-employee/transfer.json", subsidy_returned="32.50").sheet()
    assert str(record.subsidy_returned) == "32.50"
    assert "按当地规定退回基金32.50元" in record.reasons.subsidy
    assert OUTCOME.check(record)[:-1] == []


def test_months_that_the_agency_found_are_said_to_be():
    record = told(decided=[{"year": 2018, "months": 4}]).sheet()
    assert "经社保机构核对的：2018年4个月" in record.reasons.months


def test_a_long_reason_is_said_in_short_so_that_the_sheet_can_be_read():
    case = json.loads(calculation("transfer").example())
    for row in case["resident"]["years"]:
        amounts = {"personal": "10000.01", "land_personal": "20000.02", "collective": "13333.33"}
        row.update({**amounts, "land_collective": "16666.67"} if row["year"] < 2020 else {})
    decided = [{"year": year, "months": 4} for year in range(2012, 2020)]
    record = hjforms.transfer({**case, "decided": decided}).sheet()
    assert "其中8年的月数经社保机构核对" in record.reasons.months
    assert "先取的各项相加，比" in record.reasons.parts
    assert all(len(text or "") < 140 for _, text in record.reasons)
    assert OUTCOME.pdf(record)


def test_a_settlement_has_a_sheet_of_what_it_settles():
    record = settled(direction="resident-to-employee").sheet(**SIGNED)
    assert OUTCOME.check(record) == []
    assert (str(record.refund_total), record.account.is_blank(), record.open) == ("7300.00", True, None)
    assert str(record.total.interest) == "1933.30"


def test_there_is_no_sheet_while_something_is_wrong():
    data = json.loads(calculation("transfer").example())
    data["employee"]["years"][1]["months"] = 3
    wrong = hjforms.transfer(data)
    assert any(finding.severity == "error" for finding in wrong.findings)
    with pytest.raises(InputError, match="先更正"):
        wrong.sheet()


def test_what_is_unread_makes_no_sheet():
    data = json.loads(calculation("transfer").example())
    data["resident"]["years"][0]["personal"] = {"unread": "1OO"}
    with pytest.raises(InputError) as caught:
        hjforms.transfer(data)
    assert [fault.code for fault in caught.value.faults] == ["unread"]


def test_another_person_in_the_case_than_on_its_accounts_is_an_error():
    found = told(person={"name": "李示例"}).findings
    assert [(finding.severity, finding.path) for finding in found] == [("error", "person.name")] * 2
