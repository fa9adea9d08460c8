"""Lists that an office program has written: ``office`` has those of LibreOffice Calc 7.4 made of ``list.xlsx``."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

import hjforms
from hjforms.cli import main
from hjforms.errors import DocumentError

OFFICE = Path(__file__).parent / "office"


def test_a_list_that_was_opened_and_saved_again_reads_the_same():
    """With a rare hanzi, a line break, digits that fill no number, what looks like a formula, and a field unread."""
    ours, saved = (list(hjforms.entries(OFFICE / name)) for name in ("list.xlsx", "saved-by-calc.xlsx"))
    assert [entry.faults for entry in saved] == [(), ()]
    assert [entry.record for entry in saved] == [entry.record for entry in ours]
    assert ours[1].record.person.personal_number == "00012345678901234567"


@pytest.mark.parametrize(("name", "kind"), [("list.xls", "旧版工作簿"), ("list.ods", "OpenDocument")])
@pytest.mark.parametrize("command", [["check"], ["fill", "-o", "x.pdf"], ["fill", "-o", "out/"]])
def test_what_hides_lines_from_us_is_refused_in_one_message(name, kind, command, tmp_path, monkeypatch):
    """A true .xls of Excel 97: its hidden lines and formulas that were never worked out are not seen."""
    monkeypatch.chdir(tmp_path)
    shutil.copy(OFFICE / name, name)
    result = CliRunner().invoke(main, [command[0], "附件5", name, *command[1:]])
    assert result.exit_code == DocumentError.exit_code
    [told] = result.stderr.splitlines()
    assert kind in told
    assert "另存为 .xlsx" in told
    assert [path.name for path in tmp_path.iterdir()] == [name]
