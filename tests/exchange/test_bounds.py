"""A small file that would take the memory of the machine is one message, and nothing is left of it."""

from __future__ import annotations

import io
import zipfile

import pytest
import xlsxwriter
from click.testing import CliRunner

import hjforms
from hjforms.cli import main
from hjforms.errors import DocumentError
from hjforms.exchange import package
from support import CITIZEN_ID

LETTER = hjforms.form("shandong/contact-letter")


def with_part(name, *pieces):
    """A workbook of which one part is other than it was."""
    made, plain = io.BytesIO(), io.BytesIO()
    book = xlsxwriter.Workbook(plain)
    book.add_worksheet().write(0, 0, "姓名")
    book.close()
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            if part != name:
                new.writestr(part, old.read(part))
        with new.open(name, "w") as part:
            for piece in pieces:
                part.write(piece)
    return made.getvalue()


def sheet_of(*pieces):
    head = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    return with_part("xl/worksheets/sheet1.xml", head, *pieces, b"</sheetData></worksheet>")


def strings():
    return with_part("xl/sharedStrings.xml", b"<sst>", b"<si><t/></si>" * 10_001, b"</sst>")


def rows_without_places():
    return sheet_of(*[b"<row/>" * 2**15] * 33)


def cells_without_places():
    """One wide row, and one far below: no cell says where it stands."""
    return sheet_of(b"<row>", b"<c/>" * 2**14, b'</row><row r="1000000"><c/></row>')


def sheets_that_are_large_together():
    made = io.BytesIO()
    book = xlsxwriter.Workbook(made)
    for _ in range(4):
        book.add_worksheet().write(999_999, 5, "far")
    book.close()
    return made.getvalue()


def gigabytes():
    return sheet_of(*[bytes(2**20)] * 9)


@pytest.mark.parametrize(
    "make", [strings, rows_without_places, cells_without_places, sheets_that_are_large_together, gigabytes]
)
@pytest.mark.parametrize("command", [["check"], ["fill", "-o", "x.pdf"], ["fill", "-o", "夹/"]])
def test_what_would_fill_the_memory_is_one_message_and_leaves_nothing(make, command, tmp_path, monkeypatch):
    monkeypatch.setattr(package, "LARGEST_PART", 2**23)
    monkeypatch.setattr(package, "MOST_STRINGS", 10_000)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "名单.xlsx").write_bytes(make())
    result = CliRunner().invoke(main, [command[0], LETTER.id, "名单.xlsx", *command[1:]])
    assert result.exit_code == DocumentError.exit_code
    assert len(result.stderr.splitlines()) == 1
    assert "大" in result.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["名单.xlsx"]


def test_cells_that_do_not_say_where_they_stand_are_read(tmp_path):
    cells = [f'<c t="inlineStr"><is><t>{text}</t></is></c>' for text in ("姓名", "身份证号", "张示例", CITIZEN_ID)]
    rows = "".join(f"<row>{first}{second}</row>" for first, second in (cells[:2], cells[2:]))
    (tmp_path / "a.xlsx").write_bytes(sheet_of(rows.encode()))
    [entry] = hjforms.entries(tmp_path / "a.xlsx", LETTER)
    assert (entry.record.person.name, entry.record.person.citizen_id) == ("张示例", CITIZEN_ID)
