"""Calculations over lists: every case of a source, and what came of it side by side."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

from hjforms.calculation import calculation
from hjforms.calculation import names as calculation_names
from hjforms.caselists import case_form
from hjforms.cli import main
from hjforms.records.base import leaves as record_leaves

PERSON = {"name": "张示例", "citizen_id": "11010119900307803X"}


def run(*arguments):
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def cases(path: Path, *stated: dict) -> Path:
    path.write_text("".join(f"{json.dumps(case, ensure_ascii=False)}\n" for case in stated), "utf-8")
    return path


def example(name: str) -> dict:
    return json.loads(calculation(name).example())


def values(path: Path, sheet: str) -> list[dict]:
    heads, *lines = openpyxl.load_workbook(path)[sheet].values
    return [dict(zip(heads, line, strict=True)) for line in lines]


def test_deadlines_of_a_list_tell_who_what_by_when_and_whether_overdue(tmp_path):
    source = cases(tmp_path / "a.jsonl", {**example("deadline"), "person": PERSON}, example("deadline"))
    result = run("deadline", source, "-o", tmp_path / "到期表.xlsx")
    assert result.exit_code == 0, result.output
    found = values(tmp_path / "到期表.xlsx", "到期表")
    one = calculation("deadline").perform(calculation("deadline").load(json.dumps(example("deadline"))))
    due = [step.value for key, step in one.figures.items() if key.endswith(".due")]
    assert [line["期限"].date() for line in found if line["期限"]] == [day for day in due * 2 if day]
    assert {line["姓名"] for line in found} == {PERSON["name"], None}
    assert all(line["经办机构"] and line["环节"] for line in found)


@pytest.mark.parametrize("kind", ["xlsx", "csv", "jsonl", "json"])
def test_a_faulty_case_is_told_and_no_other_is_lost(tmp_path, kind):
    wrong = {**example("deadline"), "applied_on": "2024-02-30"}
    source = cases(tmp_path / "a.jsonl", example("deadline"), wrong, example("deadline"))
    target = tmp_path / f"b.{kind}"
    result = run("deadline", source, "-o", target)
    assert result.exit_code == 1
    assert "第2行" in result.stderr
    assert "3 份案例，1 份有错" in result.stderr
    if kind == "jsonl":
        told = [json.loads(line) for line in target.read_text("utf-8").splitlines()]
        assert [bool(case["faults"]) for case in told] == [False, True, False]


@pytest.mark.parametrize("name", [name for name in calculation_names() if name != "transfer"])  # no command of a list
def test_an_empty_list_that_is_filled_in_is_read(tmp_path, name):
    """The labels and paths are those of the case; its example, typed into the cells, gives what its JSON gives."""
    book = tmp_path / "名单.xlsx"
    assert run(name, "--blank", book).exit_code == 0
    _type(book, example(name))
    result = run(name, book, "-o", tmp_path / "a.jsonl")
    assert result.exit_code == 0, result.output
    alone = run(name, cases(tmp_path / "b.jsonl", example(name)), "-o", tmp_path / "b.jsonl.json")
    assert alone.exit_code == 0
    [mine] = map(json.loads, (tmp_path / "a.jsonl").read_text("utf-8").splitlines())
    [theirs] = json.loads((tmp_path / "b.jsonl.json").read_text("utf-8"))
    assert mine["figures"] == theirs["figures"]


def _type(path: Path, case: dict) -> None:
    """Type a case into the cells of an empty list, by the paths in its first line."""
    book, leaves = openpyxl.load_workbook(path), record_leaves(case_form(calculation(case["$calculation"])).record_type)
    for sheet in book.worksheets:
        paths = [cell.value for cell in sheet[1]]
        if paths[0] != "#":
            continue
        rows = next((path.split(".*.")[0] for path in paths if path and ".*." in path), None)
        for line, data in enumerate((_at(case, rows) or []) if rows else [case], 3):
            for column, stated in enumerate(paths, 1):
                if stated == "#":
                    sheet.cell(line, column).value = "1"
                elif stated and not stated.startswith("$"):
                    sheet.cell(line, column).value = _printed(leaves[stated], _at(data, stated.split(".*.")[-1]))
    book.save(path)


def _printed(leaf, value):
    """What a clerk types: of a choice what the list offers, of several all of them."""
    if isinstance(value, list):
        return "、".join(leaf.kind.options.get(item, item) for item in value)
    return leaf.kind.options.get(value, value) if isinstance(value, str) else value


def _at(data, path: str):
    for step in path.split("."):
        data = (data or {}).get(step)
    return data


def test_a_list_wants_a_place_for_its_results(tmp_path):
    assert run("deadline", "--blank", tmp_path / "a.xlsx").exit_code == 0
    result = run("deadline", tmp_path / "a.xlsx")
    assert result.exit_code == 2
    assert "-o 结果.xlsx" in result.stderr
    assert "已经有这个文件" in run("deadline", "--blank", tmp_path / "a.xlsx").stderr


def test_a_case_of_several_tables_has_a_sheet_for_each(tmp_path):
    """A fault of a row is told by its own sheet, and rows of nobody by theirs."""
    book = tmp_path / "名单.xlsx"
    assert run("overlap", "--blank", book).exit_code == 0
    _type(book, example("overlap"))
    found = openpyxl.load_workbook(book)
    names = [sheet.title for sheet in found.worksheets if sheet["A1"].value == "#"]
    assert len(names) == 4
    employee = next(sheet for sheet in found.worksheets if sheet["B1"].value == "employee.years.*.region_code")
    year = next(cell.column for cell in employee[1] if cell.value == "employee.years.*.year")
    employee.cell(4, year).value = "二〇"
    employee.cell(employee.max_row + 1, 1).value = "9"
    employee.cell(employee.max_row, year).value = 2015
    found.save(book)
    result = run("overlap", book, "-o", tmp_path / "b.json")
    assert result.exit_code == 1
    assert f"{employee.title}!D4" in result.stderr
    assert f"{employee.title}!A{employee.max_row}：“#”栏的序号记录表里没有" in result.stderr


@pytest.mark.parametrize("name", ["overlap", "account"])
def test_csv_has_no_place_for_several_tables(tmp_path, name):
    """It is told where a list is read; the command writes none."""
    path = tmp_path / "a.csv"
    path.write_text("#,resident.years.*.year,employee.years.*.year\n#,a,b\n1,2015,2016\n", "utf-8")
    result = run("overlap", path, "-o", tmp_path / "b.json")
    assert result.exit_code == 2
    assert "有几种明细" in result.stderr
    assert run(name, "--blank", tmp_path / "c.csv").exit_code == 2


def test_what_is_wrong_with_a_cell_is_told_as_data(tmp_path):
    """A sentence that holds another, and no place: its facts are those of both."""
    book = tmp_path / "名单.xlsx"
    assert run("deadline", "--blank", book).exit_code == 0
    _type(book, {**example("deadline"), "direction": "往返"})
    assert run("deadline", book, "-o", tmp_path / "a.json").exit_code == 1
    [case] = json.loads((tmp_path / "a.json").read_text("utf-8"))
    assert [fault["path"] for fault in case["faults"]] == ["direction"]
