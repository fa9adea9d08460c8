"""What was found stands in the clerk's own workbook, and all else of it stays."""

from __future__ import annotations

import openpyxl
import pytest
from click.testing import CliRunner
from openpyxl.chart import BarChart, Reference

import hjforms
from hjforms.cli import main
from hjforms.exchange import Entry, Origin
from hjforms.exchange.marking import mark
from hjforms.files import whole_file
from support import CITIZEN_ID, REFUND, ROOT, refund_row, refund_table


@pytest.fixture
def faulty(tmp_path):
    """A list in which an id has become a number, a sum is wrong and a name is missing; and a sheet of the clerk's."""
    made = [refund_table(refund_row(2000 + year)) for year in range(3)]
    path = tmp_path / "名单.xlsx"
    hjforms.write([Entry(REFUND, record, Origin("here")) for record in made], path)
    book = openpyxl.load_workbook(path)
    records, rows, _ = book.worksheets
    at(records, "person.citizen_id", 3).value = int(CITIZEN_ID)
    at(rows, "years.*.refund.subtotal", 4).value = 1
    at(records, "person.name", 5).value = None
    own = book.create_sheet("我的")
    own["A1"], own["A2"] = "=1+1", "留着"
    own["A1"].number_format = "0.000"
    book.save(path)
    return path


def at(sheet, path, line):
    return sheet.cell(line, next(cell.column for cell in sheet[1] if cell.value == path))


def checked(path, target, *more):
    return CliRunner().invoke(main, ["check", "附件5", str(path), "-o", str(target), *more])


def commented(book):
    return {
        f"{sheet.title}!{cell.coordinate}": cell
        for sheet in book
        for row in sheet.iter_rows(min_row=3)
        for cell in row
        if cell.comment
    }


def test_faulty_cells_are_coloured_with_what_was_found_as_a_comment(faulty, tmp_path):
    before = openpyxl.load_workbook(faulty)
    assert checked(faulty, tmp_path / "核对.xlsx").exit_code == 2
    book = openpyxl.load_workbook(tmp_path / "核对.xlsx")
    records, rows, _, own = book.worksheets
    found = commented(book)
    for sheet, path, line, message in (
        (records, "person.citizen_id", 3, "科学计数法|存成了数字"),
        (rows, "years.*.refund.subtotal", 4, "应为"),
        (records, "person.name", 5, "必填"),
    ):
        cell = found[f"{sheet.title}!{at(sheet, path, line).coordinate}"]
        assert cell.fill.start_color.rgb == "00FFC7CE"
        assert any(part in cell.comment.text for part in message.split("|"))
    assert [cell.value for row in own for cell in row] == ["=1+1", "留着"]
    assert own["A1"].number_format == "0.000"
    for sheet, old in zip(book, before, strict=True):
        assert [[cell.value for cell in row] for row in sheet] == [[cell.value for cell in row] for row in old]


def test_a_marked_copy_has_the_same_bytes_every_time_and_reads_like_the_list(faulty, tmp_path):
    for name in ("a.xlsx", "b.xlsx"):
        checked(faulty, tmp_path / name)
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()
    ours, theirs = (
        [(entry.record, [fault.code for fault in entry.faults]) for entry in hjforms.entries(path)]
        for path in (faulty, tmp_path / "a.xlsx")
    )
    assert ours == theirs


def test_what_a_marked_copy_does_not_have_is_told(faulty, tmp_path):
    book = openpyxl.load_workbook(faulty)
    chart = BarChart()
    chart.add_data(Reference(book["我的"], 1, 1, 1, 2))
    book["我的"].add_chart(chart, "D3")
    book.save(faulty)
    assert "没有：图表" in checked(faulty, tmp_path / "核对.xlsx").stderr


def test_of_another_source_a_workbook_of_the_records_is_made(tmp_path):
    source = ROOT / "examples" / "weihai" / "shandong" / "refund.json"
    assert checked(source, tmp_path / "核对.xlsx").exit_code == 0
    [entry] = hjforms.entries(tmp_path / "核对.xlsx")
    assert entry.record == REFUND.load(source)


def test_faulty_entries_alone_make_a_list_to_correct(tmp_path):
    lines = tmp_path / "a.jsonl"
    lines.write_text('{"$form": "附件5", "filled_on": "2024-02-30"}\n[]\n', "utf-8")
    entries = [entry.with_findings() for entry in hjforms.entries(lines)]
    with whole_file(tmp_path / "错误.xlsx") as output:
        assert mark(str(lines), entries, output) == ()
    book = openpyxl.load_workbook(tmp_path / "错误.xlsx")
    assert at(book.worksheets[0], "filled_on", 3).value == "？2024-02-30"
    assert "没有这一天" in at(book.worksheets[0], "filled_on", 3).comment.text
    assert [row[7].value for row in book["核对"].iter_rows(min_row=2)][-1] == f"{lines} 第2行"
