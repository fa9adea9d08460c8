"""Months paid twice from two accounts: rows that say less than they should, and months that the agency has found out.

Law: 鲁人社字〔2024〕84号 第十二条（一）: 通过信息比对，确定重复缴费时段.
"""

from __future__ import annotations

import pytest

import hjforms

PAID = {"years": [{"year": 2018, "personal": "300.00"}]}


def counted(*rows, resident=PAID, **case):
    outcome = hjforms.calculate("overlap", {"resident": resident, "employee": {"years": list(rows)}, **case})
    months = {key: step.value for key, step in outcome.figures.items() if key.startswith("months.")}
    return months, {finding.path: finding.severity for finding in outcome.findings}


@pytest.mark.parametrize(
    ("row", "months", "findings"),
    [
        ({"start": "2018-05", "end": "2018-09"}, 5, {}),
        ({"months": 12}, 12, {}),
        ({"start": "2018-01", "months": 12}, 12, {}),
        ({"end": "2018-12", "months": 12}, 12, {}),
        ({"start": "2018-05"}, None, {"employee.years.0.end": "error"}),
        ({"end": "2018-05"}, None, {"employee.years.0.start": "error"}),
        ({"start": "2018-05", "months": 3}, None, {"employee.years.0.end": "error"}),
        ({"months": 5}, None, {"employee.years.0.start": "error"}),
        ({"months": 0}, None, {}),
        ({"balance": "100.00"}, None, {"employee.years.0.start": "warning"}),
        ({"start": "2018-05", "end": "2018-09", "months": 3}, None, {"employee.years.0.months": "error"}),
    ],
)
def test_a_row_counts_as_far_as_it_is_certain(row, months, findings):
    expected = {} if months is None else {"months.2018": months}
    assert counted({"year": 2018, **row}) == (expected, findings)


def test_a_row_that_is_open_in_a_year_that_was_not_paid_does_not_matter():
    assert counted({"year": 2017, "start": "2017-05"}) == ({}, {})


def test_what_the_agency_has_found_out_stands_and_what_contradicts_the_papers_is_told():
    whole = {"year": 2018, "start": "2018-01", "end": "2018-12"}
    assert counted(whole, decided=[{"year": 2018, "months": 12}]) == ({"months.2018": 12}, {})
    assert counted(whole, decided=[{"year": 2018, "months": 2}]) == ({"months.2018": 2}, {"decided": "warning"})
    assert counted(whole, decided=[{"year": 2019, "months": 2}]) == ({"months.2018": 12}, {"decided": "warning"})


@pytest.mark.parametrize("credited", ["subsidy", "other"])
def test_a_year_that_is_credited_without_principal_counts(credited):
    whole = {"year": 2018, "start": "2018-01", "end": "2018-12"}
    resident = {"years": [{"year": 2018, credited: "60.00"}]}
    assert counted(whole, resident=resident) == ({"months.2018": 12}, {"resident.years.0.personal": "warning"})


def test_interest_alone_is_no_payment():
    whole = {"year": 2018, "start": "2018-01", "end": "2018-12"}
    assert counted(whole, resident={"years": [{"year": 2018, "interest": "6.90"}]}) == ({}, {})
