"""The cases of ``tests/cases/law``: what settles must settle, what cannot be right must be told.

Law: 鲁人社字〔2024〕84号 第十一条、第十二条: 重复时段为居民养老保险各年度与企业职工养老保险重复缴费的月数.
Each case says what was worked out by hand.
"""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from decimal import Decimal

import pytest
from click.testing import CliRunner

import hjforms
from hjforms.calculations import account
from hjforms.cli import main
from hjforms.law.parameters import figure
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


# ------------------------------------------------------------------------------------------- what is told


# 第十一条: 7300.00 to the person and 177.50 of subsidies to the fund leave the account: 23195.89＋10783.64－7477.50
def test_the_example_of_combining_accounts_leaves_no_subsidy_in():
    example = CliRunner().invoke(main, ["combine", "--example"]).stdout
    result = CliRunner().invoke(main, ["combine", "-"], input=example)
    assert "合并后个人账户储存额：26502.03元" in result.stdout


def test_where_the_subsidy_goes_is_told_without_a_direction():
    text = settled("res", "emp").outcome.figures["subsidy.destination"].text
    assert "没有写明衔接方向" in text
    assert "退还至转出地" in text


# 人社厅发〔2014〕25号 (解读文章 三（二）) returns principal; nothing in it says what becomes of a subsidy.
def test_a_national_settlement_says_that_subsidies_are_left_out_and_cites_no_province():
    folder = ROOT / "examples" / "resident-to-employee" / "national"
    resident = json.loads((folder / "resident-account.json").read_text("utf-8"))
    person = {name: resident["person"][name] for name in ("name", "citizen_id")}
    employee = {"person": person, "years": [{"year": 2016, "start": "2016-01", "end": "2016-12"}]}
    settlement = hjforms.settle(resident, employee, pack="national")
    explained = "\n".join(settlement.explanation())
    assert "国家规定没有写重复缴费的政府补贴怎样处理，未计算" in explained
    assert "鲁人社" not in explained
    assert not any("鲁人社" in (finding.article or "") for finding in settlement.findings)


@pytest.mark.parametrize("scheme", ["employee", "resident"])
def test_an_account_cites_the_table_of_its_scheme(scheme):
    case = {"scheme": scheme, "years": [{"year": 2020, "personal": "1.00"}]}
    article = hjforms.calculate("account", case).figures["balance.2020"].article
    assert ("附件3" in article) == (scheme == "resident")


# cd_overlap: 居保2014年1000元，职保3月至12月; 补差6000－1000＝5000元, or for two months 5000×2÷12＝833.33
def test_the_difference_over_months_paid_twice_has_two_readings_and_a_warning():
    outcome = hjforms.calculate("options", FOLDER / "cd_overlap.json")
    figures = outcome.figures
    assert (figures["top_up.pay"].value, figures["top_up.pay_by_months"].value) == (YUAN("5000.00"), YUAN("833.33"))
    assert ("warning", "resident.years.0.paid") in graded(outcome.findings)
    assert any("两种算法" in finding.message for finding in outcome.findings)


def eligible(**changes):
    case = {
        "rules": "shandong",
        "applied_on": "2026-02-10",
        "person": {"citizen_id": "371000196605200016"},  # 60岁5个月: 2026年10月
        "months_paid": 179,
        "drawing": "none",
    }
    return hjforms.calculate("eligible", case | changes)


# 第七条（二）: 参保人员选择享受居民养老保险待遇的…; 选择延缴企业职工养老保险的，停止办理衔接手续
@pytest.mark.parametrize(("months", "told"), [(179, True), (172, True), (171, False)])
def test_who_can_still_pay_what_is_missing_is_told_so(months, told):
    findings = eligible(months_paid=months, choice="resident").findings
    assert any("继续缴费可以缴满" in finding.message for finding in findings) is told


# 第二条: 适用于在省内参加企业职工养老保险、居民养老保险两种制度…的人员
def test_that_both_schemes_are_in_the_province_is_taken_for_granted_aloud():
    assert "按在省内分别参加过两种养老保险计" in eligible().figures["scope"].text
    assert "scope" not in eligible(both_schemes=True).figures


def test_the_sixty_of_residents_rests_on_a_draft_and_says_so():
    explained = "\n".join(eligible().explanation())
    assert "草案，未见正式文件" in explained


def test_a_disputed_rate_is_told(monkeypatch):
    rate = figure("employee-account-rate", dt.date(2021, 12, 31))
    monkeypatch.setattr(account, "figure", lambda *_: replace(rate, certainty="disputed", note="各资料不一致"))
    outcome = hjforms.calculate("account", {"scheme": "employee", "opening": "100.00", "years": [{"year": 2021}]})
    assert graded(outcome.findings) == {("warning", "years.0.rate")}


# 《暂行办法》选择四: one month of 职保 is one month, whoever paid it: 3月至6月 and 5月至12月 are ten
def test_months_of_two_employers_count_once_in_chengdu():
    case = json.loads((FOLDER / "cd_overlap.json").read_text("utf-8"))
    case["employee"]["years"] = [{"start": "2014-03", "end": "2014-06"}, {"start": "2014-05", "end": "2014-12"}]
    outcome = hjforms.calculate("options", case)
    assert outcome.figures["merge_overlap.months.2014"].value == 10
    assert ("warning", "employee.years.1.start") in graded(outcome.findings)


def test_the_refund_of_months_of_two_employers_agrees_with_their_account():
    settlement = settled("res2", "emp2")
    employee = hjforms.form("shandong/employee-account")
    account_of = employee.complete(employee.load(FOLDER / "emp2.json"))
    assert hjforms.compare(account_of, settlement.record) == []
