"""Lists of accounts: settled pair by pair, by citizen id; who has no partner, or several, stops nobody else."""

from __future__ import annotations

import copy
import json

import pytest
from click.testing import CliRunner

import hjforms
from hjforms.cli import main
from hjforms.settlement import settle
from hjforms.settling import Accounts, settle_all
from support import ROOT

CASE = ROOT / "examples" / "weihai" / "shandong"
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
NAMES = "甲乙丙丁戊己庚辛"


def citizen_id(number):
    digits = f"37100019650115{number:03}"
    return digits + "10X98765432"[sum(int(digit) * weight for digit, weight in zip(digits, WEIGHTS, strict=True)) % 11]


def account(role, number):
    data = json.loads((CASE / f"{role}-account.json").read_text("utf-8"))
    data["person"] |= {"name": f"示例{NAMES[number % 8]}", "citizen_id": citizen_id(number)}
    return {"$form": f"shandong/{role}-account", **data}


def accounts(role, *numbers):
    return [account(role, number) for number in numbers]


def write(path, records):
    path.write_text(json.dumps(records, ensure_ascii=False), "utf-8")
    return str(path)


def run(*words):
    return CliRunner().invoke(main, list(words))


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def troubled(folder):
    """Two lists: 1 and 2 are sound, 3 has no partner, 4 stands twice, 5 is unread, 6 faulty, 7 has two names."""
    residents = accounts("resident", 1, 2, 3, 4, 4, 5, 6, 7)
    residents[5]["years"][1]["personal"] = {"unread": "5OO"}
    residents[6]["years"][1]["personal"] = "1.234"
    employees = accounts("employee", 7, 6, 5, 4, 2, 1)
    employees[0]["person"]["name"] = "示例误"
    write(folder / "r.json", residents)
    write(folder / "e.json", employees)
    return residents, employees


LISTS = ("--resident", "r.json", "--employee", "e.json")


def test_every_pair_of_two_lists_is_settled_as_it_is_alone(folder):
    write(folder / "r.json", accounts("resident", 1, 2, 3))
    write(folder / "e.json", accounts("employee", 3, 1, 2))
    found = Accounts.of_two("r.json", "e.json", "shandong")
    for number, settled in enumerate(settle_all(found.resident, found.employee), 1):
        alone = settle(account("resident", number) | {}, account("employee", number))
        assert settled.settlement.record == alone.record
        assert not settled.is_faulty


@pytest.mark.parametrize("sink", ["a.json", "a.jsonl", "a.xlsx", "a.pdf"])
def test_refunds_go_to_any_sink(folder, sink):
    write(folder / "r.json", accounts("resident", 1, 2))
    write(folder / "e.json", accounts("employee", 2, 1))
    result = run("settle", *LISTS, "-o", sink, "-o", "a.txt")
    assert result.exit_code == 0, result.output
    written = list(hjforms.entries(sink, "shandong/refund"))
    assert [entry.record.person.citizen_id for entry in written] == [citizen_id(1), citizen_id(2)]
    assert {str(entry.record.refund_total) for entry in written} == {"7300.00"}
    assert (folder / "a.txt").read_text("utf-8").count("清退总额：7300.00元") == 2


def test_a_folder_takes_a_paper_for_everybody(folder):
    write(folder / "r.json", accounts("resident", 1, 2))
    write(folder / "e.json", accounts("employee", 2, 1))
    assert run("settle", *LISTS, "-o", "out/").exit_code == 0
    assert sorted(path.name for path in (folder / "out").iterdir()) == ["00001.pdf", "00002.pdf"]


def test_who_cannot_be_settled_is_told_by_place_and_stops_nobody(troubled, folder):
    result = run("settle", *LISTS, "-o", "a.jsonl", "-o", "a.xlsx")
    assert result.exit_code == 1
    assert [entry.record.person.citizen_id for entry in hjforms.entries("a.jsonl")] == [citizen_id(1), citizen_id(2)]
    places = [line.partition("：")[0] for line in result.stderr.splitlines() if ".json 第" in line]
    assert places == [
        "r.json 第3份",
        "r.json 第4份",
        "r.json 第5份",
        "r.json 第6份 和 e.json 第3份",
        "r.json 第7份 和 e.json 第2份",
        "r.json 第8份 和 e.json 第1份",
        "e.json 第4份",
    ]
    assert not any(citizen_id(number) in result.output for number in range(1, 8))
    assert "None" not in result.stderr
    assert "结算 2 人，7 处没有结算或有错。" in result.stderr


def test_as_json_the_faults_have_codes_and_places(troubled):
    result = run("settle", *LISTS, "--json")
    assert result.exit_code == 1
    data = json.loads(result.stdout)
    assert len(data["settled"]) == 3
    assert [(fault["origin"], fault["code"]) for fault in data["faults"]] == [
        ("r.json 第3份", "pair.missing"),
        ("r.json 第4份", "pair.several"),
        ("r.json 第5份", "pair.several"),
        ("r.json 第6份 和 e.json 第3份", "unread"),
        ("r.json 第7份 和 e.json 第2份", "money.places"),
        ("e.json 第4份", "pair.several"),
    ]


def test_force_writes_what_is_settled_with_errors_too(troubled):
    assert run("settle", *LISTS, "-o", "a.jsonl", "--force").exit_code == 1
    assert len(list(hjforms.entries("a.jsonl"))) == 3


def test_one_source_holds_both_forms(folder):
    records = [*accounts("resident", 1, 2), *accounts("employee", 2, 1)]
    (folder / "all.jsonl").write_text("\n".join(json.dumps(record) for record in records), "utf-8")
    assert run("settle", "all.jsonl", "-o", "a.xlsx").exit_code == 0
    assert len(list(hjforms.entries("a.xlsx", "shandong/refund"))) == 2


def test_papers_of_a_folder_and_their_summary_settle_alike(folder):
    (folder / "in").mkdir()
    for role in ("resident", "employee"):
        form = hjforms.form(f"shandong/{role}-account")
        for number in (1, 2):
            data = account(role, number)
            (folder / "in" / f"{role}{number}.pdf").write_bytes(form.pdf(form.complete(form.load(data))))
    (folder / "in" / "x.pdf").write_bytes(b"%PDF-1.4 broken")
    run("read", "in", "-o", "sum.xlsx")
    result = run("settle", "in", "-o", "a.json")
    assert result.exit_code == 1  # a paper that cannot be read may be anybody's
    assert "in/x.pdf：" in result.stderr
    assert run("settle", "sum.xlsx", "-o", "b.json").exit_code == 0
    assert (folder / "a.json").read_bytes() == (folder / "b.json").read_bytes()


def test_cells_of_a_list_are_told(folder):
    residents, employees = accounts("resident", 1, 2), accounts("employee", 1, 2)
    employees[1]["person"]["name"] = "示例误"
    for name, role, records in (("r", "resident", residents), ("e", "employee", employees)):
        found = list(hjforms.entries(write(folder / f"{name}.json", records), f"shandong/{role}-account"))
        hjforms.write(found, f"{name}.xlsx")
    result = run("settle", "--resident", "r.xlsx", "--employee", "e.xlsx", "-o", "a.json")
    assert result.exit_code == 1
    assert "[employee.person.name 企业职工基本养老保险信息表!" in result.stderr


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("r.json", *LISTS), 2, "不写 --resident"),
        (("--resident", "r.json"), 2, "--employee"),
        (("r.json",), 3, "里面没有职工养老保险信息表"),
        ((*LISTS, "--months", "2018=1"), 2, "--months 只用于一个人"),
        ((*LISTS, "--sheet", "a.pdf"), 2, "--sheet 只用于一个人"),
        ((*LISTS, "-o", "a.png"), 2, "文件名应以"),
    ],
)
def test_what_makes_no_sense_is_refused(troubled, words, code, told):
    result = run("settle", *words)
    assert result.exit_code == code, result.output
    assert told in result.output


def test_where_nobody_can_be_settled_nothing_is_written(folder):
    write(folder / "r.json", accounts("resident", 1, 2))
    write(folder / "e.json", accounts("employee", 3, 4))
    assert run("settle", *LISTS, "-o", "a.xlsx").exit_code == 1
    assert not (folder / "a.xlsx").exists()


def test_lists_are_compared_by_citizen_id(folder):
    residents = accounts("resident", 1, 2, 3, 4)
    others = copy.deepcopy([residents[index] for index in (3, 1, 0)])
    others[1]["person"]["phone"] = "13800000001"
    write(folder / "a.json", residents)
    write(folder / "b.json", others)
    result = run("compare", "a.json", "b.json")
    assert result.exit_code == 1
    lines = result.stdout.splitlines()
    assert lines[0].startswith("a.json 第2份 和 b.json 第2份：")
    assert lines[1].startswith("a.json 第3份：b.json里没有")
    assert lines[2:] == ["2 对一致，1 对不同，1 处没有比对。"]
    data = json.loads(run("compare", "a.json", "b.json", "--json").stdout)
    assert [fault["code"] for fault in data["faults"]] == ["pair.missing"]
    assert [finding["path"] for finding in data["findings"]] == ["person.phone"]
