"""A CSV in GB 18030 with quotes and line breaks goes through every command that takes records."""

from __future__ import annotations

import openpyxl
import pytest
from click.testing import CliRunner

import hjforms
from hjforms.cli import main
from hjforms.exchange import Entry, Origin
from hjforms.records.base import leaves
from support import example

REMARK = '他说"补缴"，另见𠮷字第1号,附后'
BROKEN = REMARK.replace("，", "，\n")


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def recoded(name, path):
    """A worked case as a list in GB 18030, whose rows have a remark of two lines, as a clerk types it."""
    sample = example(name)
    has_remarks = "years.*.remark" in leaves(sample.form.record_type)
    rows = [{**row, "remark": BROKEN} if has_remarks else row for row in sample.data["years"]]
    record = sample.completed({"years": rows})
    hjforms.write([Entry(sample.form, record, Origin("here"))], path)
    text = path.read_bytes().decode("utf-8-sig").replace("， 另见", "，\n另见")
    assert (BROKEN.replace('"', '""') in text) == has_remarks
    path.write_bytes(text.encode("gb18030"))
    return record


def run(*words):
    return CliRunner().invoke(main, list(words))


def test_it_is_checked_printed_and_made_a_list(folder):
    record = recoded("weihai/shandong/refund", folder / "a.csv")
    assert run("check", "a.csv").exit_code == 0
    assert run("fill", "a.csv", "-o", "a.pdf", "-o", "a.json", "-o", "a.xlsx").exit_code == 0
    assert run("print", "a.csv", "-o", "p.pdf").exit_code == 0
    for name in ("a.json", "a.xlsx", "a.pdf"):
        [entry] = hjforms.entries(name)
        assert entry.record == record, name


def test_it_is_marked_compared_and_made_a_batch(folder):
    record = recoded("weihai/shandong/refund", folder / "a.csv")
    assert run("check", "a.csv", "-o", "b.xlsx").exit_code == 0
    assert "核对" not in openpyxl.load_workbook("b.xlsx").sheetnames
    assert run("compare", "a.csv", "b.xlsx").exit_code == 0
    assert run("fill", "附件5", "a.csv", "-o", "out/", "--jobs", "1").exit_code == 0
    [entry] = hjforms.entries("out")
    assert entry.record == record


def test_it_is_settled(folder):
    for role in ("resident", "employee"):
        recoded(f"weihai/shandong/{role}-account", folder / f"{role}.csv")
    lists = ("--resident", "resident.csv", "--employee", "employee.csv")
    assert run("settle", *lists, "-o", "out/", "--jobs", "1").exit_code == 0
    [entry] = hjforms.entries("out")
    assert str(entry.record.refund_total) == "7300.00"
