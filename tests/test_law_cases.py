"""The cases of ``tests/cases/law``: what settles must settle, what cannot be right must be told.

Law: 鲁人社字〔2024〕84号 第十一条、第十二条: 重复时段为居民养老保险各年度与企业职工养老保险重复缴费的月数.
Each case says what was worked out by hand.
"""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal

import pytest
from click.testing import CliRunner

import hjforms
from hjforms.cli import main
from support import ROOT

FOLDER = ROOT / "tests" / "cases" / "law"
YUAN = Decimal


def settled(resident, employee, **options):
    return hjforms.settle(FOLDER / f"{resident}.json", FOLDER / f"{employee}.json", **options)


def graded(findings):
    return {(finding.severity, finding.path) for finding in findings}


def overlap(name, **changes):
    return hjforms.calculate("overlap", json.loads((FOLDER / f"{name}.json").read_text("utf-8")) | changes)


# ------------------------------------------------------------------------------------- one set of checks


@pytest.mark.parametrize(
    ("case", "path"),
    [
        ("ov13", "employee.years.0.end"),  # 2018年12月至2018年1月
        ("ov21", "employee.person.citizen_id"),  # two different people
        ("ov22", "employee.years.1.end"),  # 2013年1月起，没有截止时间
    ],
)
def test_what_settle_refuses_overlap_refuses(case, path):
    outcome = overlap(case)
    assert ("error", path) in graded(outcome.findings)
    assert "total" not in outcome.figures


@pytest.mark.parametrize("case", ["ov2", "ov6", "ov13", "ov21", "ov22", "ov23"])
def test_overlap_and_settle_say_the_same_of_the_same_rows(case):
    data = json.loads((FOLDER / f"{case}.json").read_text("utf-8"))
    settlement, outcome = hjforms.settle(data["resident"], data["employee"]), overlap(case)
    of_accounts = [finding for finding in settlement.findings if finding.path.startswith(("resident", "employee"))]
    assert graded(of_accounts) == graded(outcome.findings)
    if outcome.figures:
        months = {key: step.value for key, step in outcome.figures.items() if key.startswith("months.")}
        assert {key: settlement.outcome.figures[key].value for key in months} == months


def test_where_rows_cannot_be_right_there_is_no_total():
    settlement = settled("res13", "emp13")
    assert ("error", "employee.years.0.end") in graded(settlement.findings)
    assert "total" not in settlement.outcome.figures


def test_a_row_without_its_end_leaves_its_year_open_until_the_agency_has_looked():
    # res: 2013年缴费; emp22: 2013年1月起
    open_ = settled("res", "emp22")
    assert ("error", "employee.years.1.end") in graded(open_.findings)
    assert "months.2013" not in open_.outcome.figures
    assert settled("res", "emp22", decided={2013: 12}).outcome.figures["months.2013"].value == 12


# ------------------------------------------------------------------- years with a subsidy and no principal


# 第十一条: 重复缴费产生的政府补贴…纳入居民养老保险基金统筹使用
def test_a_subsidy_without_principal_is_told_and_its_year_counts():
    # res6: 2018年个人缴费0.00、补贴100.00，2019年500.00、补贴60.00; emp6: 2018年全年、2019年1月至6月
    settlement = settled("res6", "emp6")
    figures = settlement.outcome.figures
    assert (figures["months.2018"].value, figures["months.2019"].value) == (12, 6)
    assert (figures["subsidy.2018"].value, figures["subsidy.2019"].value) == (YUAN("100.00"), YUAN("30.00"))
    assert (figures["total"].value, figures["subsidy"].value) == (YUAN("250.00"), YUAN("130.00"))
    assert [row.year for row in settlement.record.years] == [2018, 2019]
    assert graded(settlement.findings) == {("warning", "resident.years.0.personal")}


def test_a_year_of_which_only_the_subsidy_stands_there_is_not_lost():
    # res23 is the worked case of Weihai without the principal of 2013: 36 months, 7300.00－600.00
    settlement = settled("res23", "emp")
    figures = settlement.outcome.figures
    assert settlement.record.total.months == 36
    assert (figures["total"].value, figures["subsidy"].value) == (YUAN("6700.00"), YUAN("177.50"))
    assert graded(settlement.findings) == {("warning", "resident.years.1.personal")}


# ------------------------------------------------------------------------------ months united, then counted


def test_two_spells_in_one_county_in_one_year_are_no_fault():
    # empA: 2018年1月至3月、10月至12月, 3＋3＝6个月; 500÷12×6＝250.00
    settlement = settled("resA", "empA")
    assert settlement.findings == ()
    assert settlement.outcome.figures["months.2018"].value == 6
    assert settlement.record.refund_total == YUAN("250.00")


@pytest.mark.parametrize("decided", [None, {2018: 7}])
def test_months_of_two_employers_count_once(decided):
    # emp2: 2018年3月至6月、5月至9月, together March to September, 7 months; 500÷12×7＝291.67
    settlement = settled("res2", "emp2", decided=decided)
    assert settlement.outcome.figures["months.2018"].value == 7
    assert settlement.record.refund_total == YUAN("291.67")
    assert graded(settlement.findings) == {("warning", "employee.years.1.start")}


def test_the_command_settles_months_of_two_employers():
    files = ["--resident", str(FOLDER / "res2.json"), "--employee", str(FOLDER / "emp2.json")]
    result = CliRunner().invoke(main, ["settle", *files, "--months", "2018=7"])
    assert result.exit_code == 0
    assert "清退总额：291.67元" in result.stdout


def test_months_before_the_person_was_enrolled_are_told():
    # resC: 参保时间2018年3月; empC: 2018年全年
    settlement = settled("resC", "empC")
    assert graded(settlement.findings) == {("warning", "resident.years.0.year")}
    assert "2018年1月至2月" in settlement.findings[0].message


# ------------------------------------------------------------------------------------------ both directions


@pytest.mark.parametrize("direction", ["resident-to-employee", "employee-to-resident"])
def test_the_worked_case_comes_out_as_it_did(direction):
    signoff = {"handler": "王", "phone": "0631-5200001", "agency": "某社保"}
    options = {"direction": direction, "filled_on": dt.date(2024, 12, 20), "signoff": signoff}
    settlement = settled("res", "emp", **options)
    expected = json.loads((FOLDER / f"out_{direction}.json").read_text("utf-8"))
    assert settlement.record.model_dump(mode="json") == expected
    lines = (FOLDER / f"out_{direction}.txt").read_text("utf-8").splitlines()
    said = [line for line in lines if line[:1].isdigit() or "算式" in line or "＝" in line]
    explained = settlement.explanation()
    assert [line for line in said if line not in explained] == []
