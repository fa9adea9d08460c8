"""The chain: what its parts compute alone, it computes too, and nothing twice; papers stand in for records."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

import hjforms
from hjforms.calculation import calculation
from hjforms.cli import main
from hjforms.errors import InputError
from support import ROOT

EXAMPLES = ROOT / "examples"
SHANDONG = EXAMPLES / "calculations" / "transfer.json"
CASES = sorted(EXAMPLES.glob("*/transfer.json"))


def case_of(path):
    return json.loads(path.read_text("utf-8"))


def brief(findings):
    return {(finding.severity, finding.path) for finding in findings}


def test_the_five_shipped_cases_run_through_the_chain():
    assert len(CASES) == 5
    for path in CASES:
        found = hjforms.transfer(path)
        assert [finding for finding in found.findings if finding.severity == "error"] == []
        assert found.outcome.figures["open"].text
        assert found.explanation()


def test_settle_is_its_first_part():
    case = case_of(SHANDONG)
    settled = hjforms.settle(
        json.dumps(case["resident"]).encode(), json.dumps(case["employee"]).encode(), direction=case["direction"]
    )
    figures = hjforms.transfer(case).outcome.figures
    assert {key: figures[key] for key in settled.outcome.figures} == settled.outcome.figures


def test_the_example_of_combine_comes_from_the_chain():
    figures = hjforms.transfer(SHANDONG).outcome.figures
    found = calculation("combine")
    merger = found.load(found.example().encode())
    assert merger.direction == case_of(SHANDONG)["direction"]
    for name in ("resident", "employee"):
        side = getattr(merger, name)
        assert (side.balance, side.months) == (figures[f"account.{name}"].value, figures[f"paid.{name}"].value)
    assert (merger.months_twice, merger.returned) == (figures["months"].value, figures["returned"].value)
    alone = found.perform(merger).figures
    assert (alone["account"].value, alone["months"].value) == (figures["account"].value, figures["counted"].value)


@pytest.mark.parametrize("name", ["offset", "clear"])
def test_a_part_gives_what_its_calculation_gives(name):
    path = {"offset": "double", "clear": "jilin"}[name]
    case = case_of(EXAMPLES / path / "transfer.json")
    alone = hjforms.calculate(name, case[name]).figures
    figures = hjforms.transfer(case).outcome.figures
    assert {key.partition(".")[2]: step for key, step in figures.items() if key.startswith(f"{name}.")} == alone


@pytest.mark.parametrize("kind", ["pdf", "docx"])
def test_accounts_that_came_back_as_papers_take_the_place_of_those_in_the_case(kind):
    case, papers = case_of(SHANDONG), {}
    for side in ("resident", "employee"):
        form = hjforms.form(f"shandong/{side}-account")
        papers[side] = getattr(form, kind)(form.complete(form.load(case.pop(side))))
    found = hjforms.transfer(case, **papers)
    whole = hjforms.transfer(SHANDONG)
    assert found.findings == whole.findings == ()
    assert found.outcome.as_dict() == whole.outcome.as_dict()


def test_what_a_part_says_again_has_to_be_the_same():
    case = case_of(SHANDONG)
    case["eligible"]["months_paid"] = 180
    assert hjforms.transfer(case).findings == ()
    case["eligible"]["months_paid"] = 179
    assert brief(hjforms.transfer(case).findings) == {("error", "eligible.months_paid")}


def test_a_part_that_lacks_something_is_told_and_the_others_go_on():
    case = case_of(SHANDONG)
    del case["eligible"]["drawing"]
    found = hjforms.transfer(case)
    assert brief(found.findings) == {("error", "eligible.drawing")}
    assert "account" in found.outcome.figures
    assert "eligible.decision" not in found.outcome.figures


def test_what_the_form_of_the_rules_does_not_have_is_refused_by_its_path():
    case = case_of(EXAMPLES / "resident-to-employee" / "transfer.json")
    case["resident"]["years"][0]["land_personal"] = "100.00"
    with pytest.raises(InputError) as caught:
        hjforms.transfer(case)
    assert [fault.path for fault in caught.value.faults] == ["resident.years.0.land_personal"]


@pytest.mark.parametrize(
    ("rules", "name", "value"),
    [("shandong", "subsidy_returned", "1.00"), ("jilin", "direction", "employee-to-resident")],
)
def test_what_the_rules_do_not_know_is_told(rules, name, value):
    case = case_of(SHANDONG) | {"rules": rules, name: value}
    assert "error" in {finding.severity for finding in hjforms.transfer(case).findings}


def test_more_returned_than_the_account_holds_merges_nothing():
    case = case_of(SHANDONG)
    case["resident"]["transfer_total"] = "100.00"
    found = hjforms.transfer(case)
    assert ("error", "resident.transfer_total") in brief(found.findings)
    assert "account" not in found.outcome.figures


def test_the_command_takes_papers_and_tells_what_is_open(tmp_path):
    form = hjforms.form("shandong/resident-account")
    case = case_of(SHANDONG)
    paper = tmp_path / "居民.pdf"
    paper.write_bytes(form.pdf(form.complete(form.load(case.pop("resident")))))
    file = tmp_path / "案例.json"
    file.write_text(json.dumps(case), "utf-8")
    result = CliRunner().invoke(main, ["transfer", str(file), "--resident", str(paper)])
    assert result.exit_code == 0, result.output
    assert "合并后个人账户储存额：26502.03元" in result.output
    assert "还要办的：核对转移金额（办理中）" in result.output


def test_an_outlook_that_contradicts_the_joined_account_is_told_by_its_path():
    case = case_of(SHANDONG) | {"outlook": {"on": "2024-12-16", "resident": {"account": "1.00", "basic": "180.00"}}}
    found = hjforms.transfer(case)
    assert brief(found.findings) == {("error", "outlook.resident.account")}
    assert "account" in found.outcome.figures
