"""What the letter, the accounts and the refund of one move say of each other: each rule is broken once."""

from __future__ import annotations

import itertools

import pytest

import hjforms
from support import disagreements, example

NAMES = ("contact-letter", "resident-account", "employee-account", "refund")
LETTER, RESIDENT, EMPLOYEE, REFUND = NAMES
CASES = {
    "weihai/shandong": NAMES,
    "resident-to-employee/national": (LETTER, RESIDENT, REFUND),
    "employee-to-resident/national": (LETTER, EMPLOYEE, REFUND),
}
PAPERS = {case: {name: example(f"{case}/{name}") for name in names} for case, names in CASES.items()}
SHANDONG, TO_EMPLOYEE, TO_RESIDENT = PAPERS.values()
PART = {LETTER: "letter", RESIDENT: "resident", EMPLOYEE: "employee", REFUND: "refund"}
OTHER = "220000198006100035"
PAIRS = [(papers, first, second) for papers in PAPERS.values() for first, second in itertools.permutations(papers, 2)]
every_pair = pytest.mark.parametrize(("papers", "first", "second"), PAIRS)


@every_pair
def test_the_papers_of_a_worked_case_agree_in_whichever_order(papers, first, second):
    assert disagreements(papers[first], papers[second]) == []


@every_pair
@pytest.mark.parametrize(("name", "value"), [("name", "钱示例"), ("citizen_id", OTHER)])
def test_two_papers_are_about_one_person(papers, first, second, name, value):
    later = max(first, second, key=NAMES.index)
    found = disagreements(papers[first], papers[second], {f"person.{name}": value})
    assert found == [("error", f"{PART[later]}.person.{name}", "copied")]


@every_pair
@pytest.mark.parametrize("name", ["name", "citizen_id"])
def test_a_person_that_one_paper_does_not_name_is_not_taken_for_the_same(papers, first, second, name):
    found = disagreements(papers[first], papers[second], {f"person.{name}": None})
    assert found == [("error", f"{PART[second]}.person.{name}", "required")]


@pytest.mark.parametrize(
    ("papers", "first", "second", "changes", "expected"),
    [
        # the account answers the letter
        (SHANDONG, LETTER, RESIDENT, {"filled_on": "2024-12-17"}, ("error", "resident.filled_on", "in-order")),
        (
            SHANDONG,
            LETTER,
            RESIDENT,
            {"transferred_on": "2024-12-17"},
            ("error", "resident.transferred_on", "in-order"),
        ),
        (TO_EMPLOYEE, LETTER, RESIDENT, {"filled_on": "2024-01-14"}, ("error", "resident.filled_on", "in-order")),
        (TO_EMPLOYEE, RESIDENT, LETTER, {"scheme": "employee"}, ("warning", "letter.scheme", "scheme")),
        (TO_RESIDENT, LETTER, EMPLOYEE, {"filled_on": "2025-03-16"}, ("error", "employee.filled_on", "in-order")),
        (TO_RESIDENT, EMPLOYEE, LETTER, {"scheme": "resident"}, ("warning", "letter.scheme", "scheme")),
        # who asks for the account refunds, afterwards
        (SHANDONG, LETTER, REFUND, {"filled_on": "2024-12-17"}, ("warning", "refund.filled_on", "in-order")),
        (
            SHANDONG,
            LETTER,
            REFUND,
            {"signoff.agency": "荣成市"},
            ("warning", "refund.signoff.agency", "copied"),
        ),
        (TO_RESIDENT, LETTER, REFUND, {"filled_on": "2025-03-16"}, ("warning", "refund.filled_on", "in-order")),
        (TO_EMPLOYEE, LETTER, REFUND, {"signoff.agency": "长春市"}, ("warning", "refund.signoff.agency", "copied")),
        # what was paid
        (SHANDONG, RESIDENT, REFUND, {"filled_on": "2024-12-17"}, ("warning", "refund.filled_on", "in-order")),
        (
            SHANDONG,
            RESIDENT,
            REFUND,
            {"years.1.paid.personal": "500.01"},
            ("error", "refund.years.1.paid.personal", "paid"),
        ),
        (
            SHANDONG,
            RESIDENT,
            REFUND,
            {"years.0.paid.land_collective": "1.00"},
            ("error", "refund.years.0.paid.land_collective", "paid"),
        ),
        (SHANDONG, RESIDENT, REFUND, {"years.4.year": 2011}, ("error", "refund.years.4.year", "paid")),
        (
            SHANDONG,
            RESIDENT,
            REFUND,
            {"years.4.paid": None, "years.4.refund": None},
            ("error", "refund.years.4.paid.subtotal", "paid"),
        ),
        (
            TO_EMPLOYEE,
            RESIDENT,
            REFUND,
            {"years.1.paid.collective": None},
            ("error", "refund.years.1.paid.collective", "paid"),
        ),
        (TO_EMPLOYEE, RESIDENT, REFUND, {"years.0.year": 2010}, ("error", "refund.years.0.year", "paid")),
        # how many months of it
        (SHANDONG, EMPLOYEE, REFUND, {"filled_on": "2024-12-17"}, ("warning", "refund.filled_on", "in-order")),
        (SHANDONG, EMPLOYEE, REFUND, {"years.2.months": 8}, ("error", "refund.years.2.months", "months")),
        (SHANDONG, EMPLOYEE, REFUND, {"years.2.months": 6}, ("warning", "refund.years.2.months", "months")),
        (TO_RESIDENT, EMPLOYEE, REFUND, {"years.4.months": 4}, ("error", "refund.years.4.months", "months")),
        (TO_RESIDENT, EMPLOYEE, REFUND, {"years.0.year": 2016}, ("error", "refund.years.0.year", "months")),
    ],
)
def test_what_two_papers_say_differently_is_the_one_finding(papers, first, second, changes, expected):
    assert disagreements(papers[first], papers[second], changes) == [expected]


def test_a_year_of_the_refund_may_state_its_sum_alone():
    paid = {"subtotal": "600.00"}
    assert disagreements(SHANDONG[RESIDENT], SHANDONG[REFUND], {"years.1.paid": paid}) == []
    assert disagreements(SHANDONG[RESIDENT], SHANDONG[REFUND], {"years.1.paid": {"subtotal": "600.01"}}) == [
        ("error", "refund.years.1.paid.subtotal", "paid")
    ]


def test_a_nought_and_a_blank_are_the_same_payment():
    assert disagreements(SHANDONG[RESIDENT], SHANDONG[REFUND], {"years.4.paid.collective": "0.00"}) == []


def test_a_year_in_two_regions_counts_the_months_of_both_and_never_more_than_twelve():
    half = {"region_code": "371002", "year": 2013, "months": 6}
    both = {"years": [half, {**half, "region_code": "371082"}, {**half, "region_code": "371083"}]}
    letter_of_months = {"years": [{"year": 2013, "months": 12}]}
    account, refund = SHANDONG[EMPLOYEE].record(both), SHANDONG[REFUND].record(letter_of_months)
    assert hjforms.compare(account, refund) == []


def test_months_that_the_account_does_not_state_say_nothing():
    account = SHANDONG[EMPLOYEE].record({"years": [{"year": 2013, "balance": "1.00"}]})
    refund = SHANDONG[REFUND].record({"years": [{"year": 2013, "months": 12}]})
    assert hjforms.compare(account, refund) == []


def test_a_finding_names_the_paper_the_row_and_what_the_other_paper_says():
    [found] = hjforms.compare(SHANDONG[RESIDENT].record(), SHANDONG[REFUND].record({"years.1.paid.personal": "500.01"}))
    assert found.message == "清退表 第2行 当年缴费金额 个人缴费：信息表上2013年为500.00元，请核对。"
    assert found.article == "鲁人社字〔2024〕84号 第十二条"


def test_papers_agree_as_they_come_back_from_paper():
    [account] = hjforms.read(SHANDONG[RESIDENT].form.pdf(SHANDONG[RESIDENT].completed()))
    [refund] = hjforms.read(SHANDONG[REFUND].form.docx(SHANDONG[REFUND].completed()))
    assert hjforms.compare(account.record, refund.record) == []


def test_papers_of_two_provinces_are_no_pair():
    with pytest.raises(hjforms.InputError):
        hjforms.compare(SHANDONG[RESIDENT].record(), TO_EMPLOYEE[REFUND].record())
