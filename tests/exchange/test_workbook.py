"""A workbook gives back what was written, whoever has saved it since; what it would lose is refused by its cell."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from decimal import Decimal

import openpyxl
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904

import hjforms
from hjforms.errors import DocumentError, InputError
from hjforms.exchange.columns import Columns
from hjforms.exchange.door import write_blanks
from hjforms.unread import Unread
from support import CITIZEN_ID, REFUND, entered, refund_data, refund_row, refund_table

APPLICATION = hjforms.form("national/application")
EMPLOYEE = hjforms.form("shandong/employee-account")
LETTER = hjforms.form("shandong/contact-letter")


def book_of(tmp_path, *made, form=REFUND):
    """A workbook of records, as openpyxl opens it, with its path."""
    path = tmp_path / "名单.xlsx"
    hjforms.write(entered(*made, form=form), path)
    return path, openpyxl.load_workbook(path)


def cell_of(sheet, path, line=3):
    """The cell of a path on a line."""
    column = next(cell.column for cell in sheet[1] if cell.value == path)
    return sheet.cell(line, column)


def faults_in(path, form=None):
    return [fault for entry in hjforms.entries(path, form) for fault in entry.faults]


def test_equal_records_give_equal_bytes(tmp_path):
    for name in ("a.xlsx", "b.xlsx"):
        hjforms.write(entered(refund_table(refund_row())), tmp_path / name)
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_paths_are_hidden_labels_follow_and_data_begin_in_the_third_line(tmp_path):
    _, book = book_of(tmp_path, refund_table(refund_row()))
    records, rows, guide = book.worksheets
    assert (guide.title, guide.sheet_state) == ("说明", "visible")
    for sheet in (records, rows):
        assert (sheet["A1"].value, sheet["A2"].value, sheet["A3"].value) == ("#", "#", 1)
        assert sheet.row_dimensions[1].hidden
        assert sheet.freeze_panes is not None
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
        assert sheet.print_title_rows == "$2:$2"
    assert cell_of(records, "person.citizen_id").data_type == "s"
    assert cell_of(records, "person.citizen_id").number_format == "@"
    assert cell_of(records, "person.birth_date").value == dt.datetime(1965, 1, 15)  # noqa: DTZ001
    assert cell_of(rows, "years.*.paid.personal").value == 100
    assert cell_of(rows, "years.*.paid.personal", 2).value == "当年缴费金额\n个人缴费"
    assert "6=2+3+4+5" in cell_of(rows, "years.*.paid.subtotal", 2).comment.text
    picked = [rule for rule in records.data_validations.dataValidation if rule.formula1 == '"男,女"']
    assert picked


def test_what_openpyxl_has_saved_reads_the_same(tmp_path):
    made = [refund_table(refund_row(2000 + year), refund_row(2001 + year)) for year in range(3)]
    path, book = book_of(tmp_path, *made)
    book.save(path)
    assert [entry.record for entry in hjforms.entries(path)] == made


def test_sheets_and_columns_may_be_moved_renamed_and_left_out(tmp_path):
    made = refund_table(refund_row())
    path, book = book_of(tmp_path, made)
    records, rows, _ = book.worksheets
    records.title, rows.title = "人员", "年份"
    book.move_sheet(rows, -1)
    records.move_range("C1:C3", cols=60)
    book.save(path)
    assert [entry.record for entry in hjforms.entries(path)] == [made]


def test_a_blank_list_says_that_it_is_one_and_takes_what_a_clerk_types(tmp_path):
    path = tmp_path / "名单.xlsx"
    write_blanks(APPLICATION, {str(path): "xlsx"})
    with pytest.raises(InputError, match="还没有填写"):
        list(hjforms.entries(path))
    book = openpyxl.load_workbook(path)
    typed = {
        "person.name": "张示例",
        "person.citizen_id": CITIZEN_ID,
        "applied_on": dt.date(2024, 12, 20),
        "direction": "城乡居民养老保险转入城镇职工养老保险",
        "documents": "户口簿、身份证（社保卡）复印件",
        "years_employee": 180,
        "years_resident": "9年5个月",
        "signed_on": "二〇二四年十二月二十日",
        "from_agency.region_code": 371002,
        "agent.phone": "？13OO",
    }
    for name, value in typed.items():
        cell_of(book.worksheets[0], name).value = value
    book.save(path)
    [entry] = hjforms.entries(path)
    record = entry.record
    assert entry.form == APPLICATION
    assert record.direction == "resident-to-employee"
    assert record.documents == ("id_card", "household_register")
    assert (record.years_employee, record.years_resident) == (180, 113)
    assert (record.applied_on, record.signed_on) == (dt.date(2024, 12, 20),) * 2
    assert record.from_agency.region_code == "371002"
    assert record.agent.phone == Unread("13OO")
    assert str(entry.cells.of("person.name")).endswith("!D3")


def test_a_text_that_begins_as_unread_ones_do_is_none(tmp_path):
    record = REFUND.load(refund_data(refund_row(remark="？待查"), refund_row(2016, remark={"unread": "？"})))
    path, book = book_of(tmp_path, record)
    assert cell_of(book.worksheets[1], "years.*.remark", 4).fill.start_color.rgb == "FFFF9C9C"
    assert [entry.record for entry in hjforms.entries(path)] == [record]


def test_formulas_in_texts_stay_texts(tmp_path):
    record = REFUND.load(refund_data(refund_row(remark="=1+1")))
    path, book = book_of(tmp_path, record)
    assert cell_of(book.worksheets[1], "years.*.remark").data_type == "s"
    assert [entry.record for entry in hjforms.entries(path)] == [record]


@pytest.mark.parametrize(
    ("path", "value", "code"),
    [
        ("person.citizen_id", 371000196501150018, "cell.digits"),
        ("person.citizen_id", "3.71E+17", "cell.digits"),
        ("person.personal_number", 12.5, "cell.type"),
        ("person.personal_number", dt.date(2024, 3, 5), "cell.date"),
        ("filled_on", 45646, "cell.serial"),
        ("filled_on", dt.datetime(2024, 1, 5, 13, 1), "cell.type"),  # noqa: DTZ001
        ("filled_on", dt.date(1900, 1, 5), "cell.serial"),
        ("person.name", "张\u200b示例", "cell.unseen"),
        ("person.name", "张示\n例", "cell.break"),
        ("person.name", True, "cell.type"),
        ("refund_total", "=1+1", "cell.lost"),
        ("refund_total", "#REF!", "cell.lost"),
        ("refund_total", 33.333, "money.places"),
        ("refund_total", 1e15, "cell.digits"),
        ("person.citizen_id", "371000196501150019", "id.check-digit"),
    ],
)
def test_what_a_cell_has_lost_is_refused_by_its_name(path, value, code, tmp_path):
    name, book = book_of(tmp_path, refund_table(refund_row()))
    cell = cell_of(book.worksheets[0], path)
    cell.value, cell.number_format = value, "General"
    if isinstance(value, dt.date):
        cell.number_format = "yyyy-mm-dd"
    if value == "#REF!":
        cell.data_type = "e"
    book.save(name)
    [fault] = faults_in(name)
    assert (fault.path, fault.code) == (path, code)
    assert f"城乡养老保险重复缴费清退表!{cell.coordinate}" in fault.message
    assert str(value) not in fault.message or value == "#REF!"


def test_merged_cells_and_the_calendar_of_1904_are_refused(tmp_path):
    name, book = book_of(tmp_path, refund_table(refund_row()), refund_table(refund_row()))
    book.worksheets[0].merge_cells("C3:C4")
    book.save(name)
    assert {fault.code for fault in faults_in(name)} == {"cell.lost"}
    book.worksheets[0].unmerge_cells("C3:C4")
    book.epoch = CALENDAR_MAC_1904
    book.save(name)
    assert any("1904" in fault.message for fault in faults_in(name))


def test_hidden_lines_and_columns_with_something_in_them_are_refused(tmp_path):
    name, book = book_of(tmp_path, refund_table(refund_row()), refund_table(refund_row()))
    book.worksheets[0].row_dimensions[4].hidden = True
    book.worksheets[0].column_dimensions["D"].hidden = True
    book.save(name)
    with pytest.raises(InputError, match=r"隐藏.*第4行、D列"):
        list(hjforms.entries(name))


def test_numbers_that_stand_twice_and_rows_of_nobody_are_told(tmp_path):
    name, book = book_of(tmp_path, refund_table(refund_row()), refund_table(refund_row()))
    records, rows, _ = book.worksheets
    records["A4"] = "1"
    rows["A4"] = 7
    book.save(name)
    assert [fault.code for fault in faults_in(name)] == ["number.twice", "number.twice", "number.unknown"]
    assert "A3、" in faults_in(name)[0].message


def test_two_columns_of_one_path_and_unknown_ones_are_told_together(tmp_path):
    name, book = book_of(tmp_path, refund_table(refund_row()))
    book.worksheets[0]["C1"] = "filled_on"
    book.worksheets[0]["D1"] = "person.nam"
    book.save(name)
    with pytest.raises(InputError) as raised:
        list(hjforms.entries(name))
    assert {fault.code for fault in raised.value.faults} == {"column.twice", "column.unknown"}


def test_a_workbook_of_another_form_is_told(tmp_path):
    name, _ = book_of(tmp_path, refund_table(refund_row()))
    with pytest.raises(InputError, match=r"shandong/refund.*不是 shandong/contact-letter"):
        list(hjforms.entries(name, LETTER))


def bomb():
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file, file.open("xl/workbook.xml", "w") as part:
        for _ in range(600):
            part.write(bytes(2**20))
    return made.getvalue()


def far_away(tmp_path):
    book = openpyxl.Workbook()
    book.active["A1"], book.active["XFD1048576"] = "#", "far"
    book.save(tmp_path / "far.xlsx")
    return (tmp_path / "far.xlsx").read_bytes()


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"hello", "不是工作簿"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "旧版工作簿"),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "密码"),
        (b"PK\x03\x04broken", "损坏"),
        (bomb, "大得不合常理"),
        (far_away, "太大了"),
    ],
)
def test_files_that_are_no_workbook_or_would_not_end_are_one_message(data, message, tmp_path):
    made = data if isinstance(data, bytes) else data(tmp_path) if data is far_away else data()
    (tmp_path / "a.xlsx").write_bytes(made)
    with pytest.raises((DocumentError, InputError), match=message) as raised:
        list(hjforms.entries(tmp_path / "a.xlsx"))
    assert len(str(raised.value).splitlines()) == 1


def test_amounts_are_exact_to_the_fen(tmp_path):
    amounts = ["9999999999999.99", "0.10", "-5.00", "1234567890123.45", "0.01"]
    made = [REFUND.load(refund_data(refund_total=amount)) for amount in amounts]
    path, _ = book_of(tmp_path, *made)
    assert [entry.record.refund_total for entry in hjforms.entries(path)] == list(map(Decimal, amounts))


def test_every_form_has_columns_for_all_its_fields():
    for form in hjforms.forms():
        columns = Columns.of(form)
        assert len(columns.tables) <= 1
        names = [column.name for column in columns.every]
        assert len(names) == len(set(names)) or form.id == "shandong/employee-account", form.id


@pytest.mark.parametrize("ending", ["xls", "et", "ods", "xlsb"])
def test_other_workbooks_are_told_what_to_be_saved_as(ending, tmp_path):
    path = tmp_path / f"a.{ending}"
    old = ending in {"xls", "et"}
    if old:
        path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    else:
        with zipfile.ZipFile(path, "w") as file:
            file.writestr("mimetype" if ending == "ods" else "xl/workbook.bin", b"x")
    with pytest.raises(DocumentError, match=r"另存为 \.xlsx"):
        list(hjforms.entries(path))


def test_macros_do_no_harm_to_a_list_and_are_not_written(tmp_path):
    path, _ = book_of(tmp_path, refund_table(refund_row()))
    assert len(list(hjforms.entries(path.rename(tmp_path / "a.xlsm")))) == 1
    with pytest.raises(InputError, match="结尾"):
        hjforms.write(entered(refund_table(refund_row())), tmp_path / "b.xlsm")


def test_papers_are_lines_with_file_page_and_confidence_and_go_on_as_a_list(tmp_path):
    made = refund_table(refund_row(), filled_on="2024-12-20")
    (tmp_path / "in").mkdir()
    hjforms.write(entered(made), tmp_path / "in" / "a.pdf")
    hjforms.write(entered(made), tmp_path / "in" / "b.json")
    hjforms.write(hjforms.entries(tmp_path / "in"), tmp_path / "汇总.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "汇总.xlsx").worksheets[0]
    told = [[cell_of(sheet, path, line).value for path in ("$file", "$page", "$confidence")] for line in (3, 4)]
    assert told == [[str(tmp_path / "in" / "a.pdf"), 1, 1], [str(tmp_path / "in" / "b.json"), None, None]]
    assert [entry.record for entry in hjforms.entries(tmp_path / "汇总.xlsx")] == [made, made]
