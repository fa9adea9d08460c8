"""Papers that were read wrong, or not at all, each with what stands on it (tests/cases/reading)."""

from __future__ import annotations

from decimal import Decimal
from functools import cache

import pytest
from tools.cases import CASES, Outcome, Truth, outcome, truths

from hjforms import api

TRUTHS = [*truths(), *truths(CASES.parent / "layouts")]
PUBLIC = CASES.parent / "public"
LEAST = 0.94  # of the values of all papers
COVERED = {  # papers whose truth tells what was covered: what is seen is printed over it
    "S4-covered-by-white-box.pdf": ["first_paid: 2012-03 -> 2011-07"],
}
NOT_WHOLE = {"n13.pdf", "n16.pdf", "q01.pdf", "q03.pdf"}  # which say what cannot be read with certainty
WHOLE = {  # read without any fault, and without a false alarm
    truth.name
    for truth in TRUTHS
    if truth.name.startswith(
        (
            "0",
            "10",
            "11",
            "12",
            "14",
            "15",
            "17",
            "18",
            "19",
            "20",
            "21",
            "22",
            "24",
            "S1-",
            "S2",
            "S7",
            "S8",
            "m",
            "n",
            "q",
            "r",
        ),
    )
} - NOT_WHOLE


@cache
def read(truth: Truth) -> Outcome:
    """How a paper is read."""
    return outcome(truth)


@pytest.mark.parametrize("truth", TRUTHS, ids=lambda truth: truth.paper.stem)
def test_nothing_is_read_wrong_in_silence(truth):
    assert read(truth).wrong == COVERED.get(truth.name, [])


@pytest.mark.parametrize("truth", [truth for truth in TRUTHS if truth.name in WHOLE], ids=lambda truth: truth.name)
def test_the_paper_is_read_without_a_fault(truth):
    assert read(truth).is_whole, read(truth)


def test_as_much_as_before_is_read_right():
    found = [read(truth) for truth in TRUTHS]
    right = sum(one.right for one in found)
    assert right >= LEAST * sum(one.right + len(one.wrong) + len(one.unread) + len(one.missing) for one in found)


def test_a_number_that_stands_digit_by_digit_in_boxes_is_one():
    for ending in ("pdf", "docx"):
        [reading] = api.read((PUBLIC / "03-id-boxes" / f"boxes.{ending}").read_bytes())
        assert reading.record.person.citizen_id == "371000196308150032"


@pytest.mark.parametrize(
    ("name", "balance", "remark"), [("amount", None, None), ("remark", Decimal("780.00"), "被征地农民参保")]
)
def test_a_row_that_the_end_of_a_page_cuts_is_one(name, balance, remark):
    [reading] = api.read((PUBLIC / "07-split-row" / f"{name}-split-over-pages.pdf").read_bytes())
    assert [row.year for row in reading.record.years] == list(range(2010, 2022))
    assert (reading.record.years[5].remark, reading.record.years[6].year) == (remark, 2016)
    told = [finding.found for finding in reading.findings if finding.severity == "error"]
    assert reading.record.years[5].balance == balance if balance else told == ["780.00"]


def test_a_label_may_stand_without_its_brackets():
    [reading] = api.read((PUBLIC / "13-alias" / "years_employee.pdf").read_bytes())
    assert (reading.record.years_employee, reading.record.years_resident) == (193, 72)
