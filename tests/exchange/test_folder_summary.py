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
