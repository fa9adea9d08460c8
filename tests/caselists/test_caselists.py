"""Calculations over lists: every case of a source, and what came of it side by side."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

from hjforms.calculation import calculation
from hjforms.calculation import names as calculation_names
from hjforms.caselists import case_form, fits_a_list
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


@pytest.mark.parametrize("name", [name for name in calculation_names() if fits_a_list(calculation(name))])
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


def test_cases_of_several_tables_of_rows_want_json_lines(tmp_path):
    result = run("overlap", "--blank", tmp_path / "a.xlsx")
    assert result.exit_code == 2
    assert ".jsonl" in result.stderr
    assert not list(tmp_path.iterdir())
    assert run("overlap", cases(tmp_path / "a.jsonl", example("overlap")), "-o", tmp_path / "b.xlsx").exit_code == 0


def test_what_is_wrong_with_a_cell_is_told_as_data(tmp_path):
    """A sentence that holds another, and no place: its facts are those of both."""
    book = tmp_path / "名单.xlsx"
    assert run("deadline", "--blank", book).exit_code == 0
    _type(book, {**example("deadline"), "direction": "往返"})
    assert run("deadline", book, "-o", tmp_path / "a.json").exit_code == 1
    [case] = json.loads((tmp_path / "a.json").read_text("utf-8"))
    assert [fault["path"] for fault in case["faults"]] == ["direction"]
