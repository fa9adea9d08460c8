"""A folder of papers read into one workbook: a row for each, and what could not be read beside them."""

from __future__ import annotations

import openpyxl
from click.testing import CliRunner

import hjforms
from hjforms.cli import main
from support import ROOT

RECORD = ROOT / "examples" / "weihai" / "shandong" / "refund.json"


def test_what_cannot_be_read_stands_in_the_workbook_and_no_value_on_the_screen(tmp_path):
    form = hjforms.form("shandong/refund")
    record = form.load(RECORD.read_text("utf-8"))
    papers = tmp_path / "退件"
    papers.mkdir()
    (papers / "a.pdf").write_bytes(form.pdf(record))
    (papers / "b.pdf").write_bytes(b"%PDF-1.7 broken")
    target = tmp_path / "汇总.xlsx"
    result = CliRunner().invoke(main, ["read", str(papers), "-o", str(target)])
    assert result.exit_code == 3, result.output
    assert record.person.name not in result.output
    assert "读出 1 份" in result.stderr
    assert "另有 1 份读不出" in result.stderr
    book = openpyxl.load_workbook(target)
    found = [line for line in book["核对"].values if "b.pdf" in str(line)]
    assert len(found) == 1
    assert "PDF" in found[0][3]
    assert [entry.record for entry in hjforms.entries(target)] == [record]


def test_a_folder_that_a_batch_has_made_is_read_without_its_manifest(tmp_path):
    record = hjforms.form("shandong/refund").load(RECORD.read_text("utf-8"))
    source, folder = tmp_path / "名单.jsonl", tmp_path / "出"
    hjforms.write([*hjforms.entries(RECORD, "shandong/refund")] * 2, source)
    assert CliRunner().invoke(main, ["fill", str(source), "-o", f"{folder}/"]).exit_code == 0
    assert (folder / "manifest.jsonl").exists()
    assert [entry.record for entry in hjforms.entries(folder)] == [hjforms.form("shandong/refund").complete(record)] * 2


def test_records_of_a_file_that_is_only_named_like_a_manifest_are_read(tmp_path):
    (tmp_path / "manifest.jsonl").write_text(RECORD.read_text("utf-8").replace("\n", " "), "utf-8")
    [entry] = hjforms.entries(tmp_path, "shandong/refund")
    assert entry.record.person.name
