"""What a person is told, from the command line: the sheet of ``settle`` and ``transfer``."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

import hjforms
from hjforms.calculation import calculation
from hjforms.cli import main
from support import ROOT

FOLDER = ROOT / "examples" / "weihai" / "shandong"
ACCOUNTS = ("--resident", f"{FOLDER}/resident-account.json", "--employee", f"{FOLDER}/employee-account.json")
OFFICE = ("--agency", "荣成市社会保险事业中心", "--phone", "0631-7560000", "--address", "荣成市示例路2号")
OUTCOME = hjforms.form("national/outcome")


def run(*words, given=None):
    return CliRunner().invoke(main, [*words], input=given)


@pytest.fixture
def case(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "case.json").write_text(calculation("transfer").example(), "utf-8")
    return tmp_path


def test_a_transfer_writes_the_same_sheet_in_every_notation(case):
    result = run("transfer", "case.json", *(f"--sheet=a.{kind}" for kind in ("pdf", "docx", "json")), *OFFICE)
    assert result.exit_code == 0, result.output
    assert "已写出 a.docx" in result.stderr
    pdf, docx = (OUTCOME.read(case / f"a.{kind}").record for kind in ("pdf", "docx"))
    assert pdf == docx == OUTCOME.load(case / "a.json")
    assert (pdf.contact.address, pdf.signoff.agency) == ("荣成市示例路2号", "荣成市社会保险事业中心")


def test_a_settlement_writes_its_sheet_beside_the_refund_form(case):
    result = run("settle", *ACCOUNTS, "-o", "a.pdf", "--sheet", "b.pdf", "--filled-on", "2024-12-20", *OFFICE)
    assert result.exit_code == 0, result.output
    assert [reading.form.id for reading in hjforms.read(case / "a.pdf")] == ["shandong/refund"]
    sheet = OUTCOME.read(case / "b.pdf").record
    assert (str(sheet.signoff.date), str(sheet.refund_total)) == ("2024-12-20", "7300.00")


def test_json_is_still_one_object_on_standard_output(case):
    result = run("transfer", "case.json", "--json", "--sheet", "a.pdf")
    assert json.loads(result.stdout)["figures"]["total"] == "7300.00"
    assert (case / "a.pdf").exists()


def test_a_wrong_case_has_no_sheet(case):
    data = json.loads(calculation("transfer").example())
    data["employee"]["years"][1]["months"] = 3
    (case / "case.json").write_text(json.dumps(data), "utf-8")
    result = run("transfer", "case.json", "--sheet", "a.pdf")
    assert (result.exit_code, "没有写出文件" in result.stderr) == (1, True)
    assert not (case / "a.pdf").exists()


def test_a_sheet_without_a_person_is_told_and_not_written(case):
    data = json.loads((ROOT / "examples" / "double" / "transfer.json").read_text("utf-8"))
    del data["person"]
    (case / "case.json").write_text(json.dumps(data), "utf-8")
    result = run("transfer", "case.json", "--sheet", "a.pdf")
    assert (result.exit_code, "必填" in result.stderr) == (1, True)
    assert not (case / "a.pdf").exists()


@pytest.mark.parametrize("command", [("transfer", "case.json"), ("settle", *ACCOUNTS)])
def test_a_sheet_is_no_other_file(case, command):
    result = run(*command, "--sheet", "a.xlsx")
    assert (result.exit_code, ".docx" in result.stderr) == (2, True)


@pytest.mark.parametrize("option", ["--sheet", "--annex", "--picture"])
def test_what_a_person_is_told_is_no_standard_output(case, option):
    result = run("settle", *ACCOUNTS, option, "-")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "不写到标准输出" in result.stderr


def test_the_sheet_says_and_draws_which_months_were_paid(case):
    assert run("settle", *ACCOUNTS, "--months", "2018=4", "--sheet", "b.pdf", "--sheet", "b.json").exit_code == 0
    sheet = OUTCOME.read(case / "b.pdf").record
    assert sheet == OUTCOME.load(case / "b.json")
    assert sheet.careers.endswith("；重复缴费：2012年12月至2014年7月、2018年（4个月）、2019年1月至11月")


def test_one_name_is_not_written_twice(case):
    result = run("settle", *ACCOUNTS, "-o", "a.pdf", "--sheet", "a.pdf")
    assert result.exit_code == 2
    assert not (case / "a.pdf").exists()


def test_annex_and_picture_appear_with_the_sheet_or_not_at_all(case):
    names = ("a.pdf", "b.pdf", "b.txt", "b.docx", "c.svg")
    options = ("--sheet", "--annex", "--annex", "--annex", "--picture")
    wanted = [word for pair in zip(options, names, strict=True) for word in pair]
    result = run("transfer", "case.json", *wanted)
    assert result.exit_code == 0, result.output
    assert all((case / name).stat().st_size for name in names)
    stopped = run("transfer", "case.json", "--sheet", "none/d.pdf", "--picture", "d.svg")
    assert (stopped.exit_code, (case / "d.svg").exists()) == (2, False)


def test_a_derivation_of_any_calculation_goes_to_a_file(case):
    (case / "d.json").write_text(calculation("deadline").example(), "utf-8")
    result = run("explain", "d.json", "-o", "d.pdf", "-o", "d.txt", "-o", "d.docx")
    assert result.exit_code in {0, 1}, result.output
    if result.exit_code == 0:
        assert (case / "d.txt").read_text("utf-8") == result.stdout
        assert (case / "d.pdf").read_bytes().startswith(b"%PDF-")


@pytest.mark.parametrize("option", ["--annex=a.svg", "--picture=a.pdf"])
def test_an_annex_is_no_picture_and_a_picture_no_annex(case, option):
    assert run("transfer", "case.json", option).exit_code == 2


@pytest.mark.parametrize("command", [("transfer", "case.json"), ("settle", *ACCOUNTS)])
def test_a_day_that_there_is_not_is_told_before_anything_is_worked_out(case, command):
    result = run(*command, "--sheet", "a.pdf", "--filled-on", "2024-02-30")
    assert (result.exit_code, result.stdout) == (2, "")
