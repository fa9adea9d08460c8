"""A list of a clerk's own is read by what stands over its columns, and nothing is guessed."""

from __future__ import annotations

import openpyxl
import pytest
from click.testing import CliRunner

import hjforms
from hjforms.cli import main
from hjforms.errors import InputError
from hjforms.exchange import Entry, Origin
from support import CITIZEN_ID, REFUND, example, refund_row, refund_table

APPLICATION = hjforms.form("national/application")
EMPLOYEE = hjforms.form("shandong/employee-account")
OTHER_ID = "110101198001010037"


def book_of(path, *lines, merged=()):
    book = openpyxl.Workbook()
    for line in lines:
        book.active.append(line)
    for cells in merged:
        book.active.merge_cells(cells)
    book.save(path)
    return path


def read(path, form):
    return list(hjforms.entries(path, form))


def test_titles_groups_aliases_rows_of_one_person_and_sums(tmp_path):
    path = book_of(
        tmp_path / "a.xlsx",
        ["2024年清退人员名单"],
        ["序号", "乡镇", "参保人姓名", "身份证号码", "手机号", "年度", "当年缴费金额", None, "重复月数"],
        [None] * 6 + ["个人缴费", "集体补助"],
        [1, "甲镇", "张示例", CITIZEN_ID, "13800000000", 2015, 100, None, 1],
        [2, "甲镇", "张示例", CITIZEN_ID, "13800000000", "2016年", "300元", "100.5", "12个月"],
        [3, "乙镇", "李示例", OTHER_ID, "13800000001", 2015, 50, None, 2],
        ["合计", None, None, None, None, None, 450],
        merged=["A1:I1", "G2:H2", *(f"{column}2:{column}3" for column in "ABCDEFI")],
    )
    first, second = read(path, REFUND)
    assert [row.year for row in first.record.years] == [2015, 2016]
    assert str(first.record.years[1].paid.collective) == "100.50"
    assert (second.record.person.name, second.record.person.citizen_id) == ("李示例", OTHER_ID)
    assert first.record.signoff.phone is None  # the telephone of a person is not the agency's
    assert str(first.cells.of("years.1.paid.personal")) == "Sheet!G5"


@pytest.mark.parametrize("form", hjforms.forms(), ids=lambda form: form.id)
def test_a_list_of_ours_without_its_paths_is_read_by_its_labels(form, tmp_path):
    path = tmp_path / "a.xlsx"
    record = form.record_type.model_validate(stated(form))
    hjforms.write([Entry(form, record, Origin("here"))], path)
    book = openpyxl.load_workbook(path)
    for sheet in book.worksheets[:-1]:
        sheet.delete_rows(1)
    del book["说明"]
    book.save(path)
    [entry] = read(path, form)
    assert entry.faults == ()
    assert entry.record == record


def stated(form):
    """A name, and one row."""
    data = {"person": {"name": "张示例"}} if "person" in form.record_type.model_fields else {}
    for name, info in form.record_type.model_fields.items():
        if name in {"years", "places", "periods"}:
            data[name] = [{field: value for field, value in ROW.items() if field in row_fields(info)}]
    return data


ROW = {"year": 2015, "months": 3, "remark": "补", "region_name": "环翠区", "start": "2015-01"}


def row_fields(info):
    from hjforms.records.base import part_type

    return part_type(info.annotation)[0].model_fields


def test_years_are_months_unless_the_label_says_years(tmp_path):
    heads = ["姓名", "公民身份号码", "城镇职工养老保险缴费年限（含视同）（年）", "城乡居民养老保险缴费年限"]
    path = book_of(tmp_path / "a.xlsx", heads, ["张示例", CITIZEN_ID, 9.42, 36], ["李示例", OTHER_ID, "15", "3年"])
    first, second = read(path, APPLICATION)
    assert (first.record.years_employee, first.record.years_resident) == (113, 36)
    assert (second.record.years_employee, second.record.years_resident) == (180, 36)


def test_a_field_with_several_columns_is_refused(tmp_path):
    path = book_of(
        tmp_path / "a.xlsx", ["姓名", "参保人姓名", "年份", "个人缴费", "重复月数"], ["张", "张", 2015, 1, 1]
    )
    with pytest.raises(InputError, match="Sheet!A1、Sheet!B1：同一栏"):
        read(path, REFUND)


def test_lines_of_one_record_that_contradict_each_other_are_told(tmp_path):
    heads = ["姓名", "公民身份号码", "年份", "重复月数"]
    path = book_of(tmp_path / "a.xlsx", heads, ["张示例", CITIZEN_ID, 2015, 1], ["张例示", CITIZEN_ID, 2016, 1])
    [entry] = read(path, REFUND)
    assert [(fault.path, fault.code) for fault in entry.faults] == [("person.name", "line.differs")]


def test_lines_of_one_person_that_stand_apart_are_told(tmp_path):
    heads = ["姓名", "公民身份号码", "年份", "重复月数"]
    lines = [["张示例", CITIZEN_ID, 2015, 1], ["李示例", OTHER_ID, 2015, 1], ["张示例", CITIZEN_ID, 2016, 1]]
    codes = [
        fault.code for entry in read(book_of(tmp_path / "a.xlsx", heads, *lines), REFUND) for fault in entry.faults
    ]
    assert codes == ["number.apart"]


def test_without_a_form_a_list_of_ones_own_says_what_to_do(tmp_path):
    path = book_of(tmp_path / "a.xlsx", ["姓名", "公民身份号码"], ["张示例", CITIZEN_ID])
    with pytest.raises(InputError, match="FORM"):
        read(path, None)


def test_a_workbook_without_a_list_is_told(tmp_path):
    path = book_of(tmp_path / "a.xlsx", ["乡镇", "户数"], ["甲镇", 3])
    with pytest.raises(InputError, match="没有找到名单"):
        read(path, REFUND)


def test_the_columns_are_shown_before_anything_is_done(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    book_of(tmp_path / "a.xlsx", ["姓名", "身份证号", "乡镇"], ["张示例", CITIZEN_ID, "甲镇"])
    dry = CliRunner().invoke(main, ["fill", "附件5", "a.xlsx", "-o", "x.pdf", "--dry-run"])
    assert dry.exit_code == 0
    assert "B  身份证号 →  person.citizen_id" in dry.stdout
    assert "C  乡镇 →  （没有用到）" in dry.stdout
    assert not (tmp_path / "x.pdf").exists()
    told = CliRunner().invoke(main, ["check", "附件5", "a.xlsx"]).stderr
    assert "没有用到的列：C 乡镇" in told


def test_lines_whose_formulas_have_no_result_are_not_lost(tmp_path):
    path = book_of(tmp_path / "a.xlsx", ["姓名", "公民身份号码"], ["张示例", CITIZEN_ID], ["=A2", "=B2"])
    assert [len(entry.faults) for entry in read(path, REFUND)] == [0, 2]


def test_hidden_columns_that_are_not_read_do_no_harm(tmp_path):
    path = book_of(tmp_path / "a.xlsx", ["姓名", "公民身份号码", "乡镇"], ["张示例", CITIZEN_ID, "甲镇"])
    book = openpyxl.load_workbook(path)
    book.active.column_dimensions["C"].hidden = True
    book.save(path)
    assert len(read(path, REFUND)) == 1


def test_the_same_from_a_list_of_ours_and_from_one_of_their_own(tmp_path):
    record = refund_table(refund_row())
    hjforms.write([Entry(REFUND, record, Origin("here"))], tmp_path / "a.xlsx")
    [ours] = read(tmp_path / "a.xlsx", None)
    assert ours.record == record


def test_a_list_of_another_form_says_which_it_seems_to_be(tmp_path):
    """Its sheet 说明 explains labels, and is not taken for a list."""
    path = without_paths(tmp_path / "a.xlsx", EMPLOYEE)
    with pytest.raises(InputError) as caught:
        read(path, REFUND)
    [fault] = caught.value.faults
    assert fault.code == "form.other"
    assert "重复月数" in fault.message
    assert "shandong/employee-account" in fault.message
    assert "说明" not in fault.message


def test_a_list_of_any_form_that_has_all_that_is_asked_for_is_taken(tmp_path):
    heads = ["参保人姓名", "公民身份号码", "年份", "重复月数"]
    path = book_of(tmp_path / "a.xlsx", heads, ["张示例", CITIZEN_ID, 2015, 1])
    [entry] = read(path, hjforms.form("shandong/notice"))
    assert entry.record.person.name == "张示例"


def test_labels_that_are_unclear_in_this_form_and_clear_in_another_name_the_other(tmp_path):
    path = without_paths(tmp_path / "a.xlsx", REFUND)
    with pytest.raises(InputError, match="shandong/refund"):
        read(path, hjforms.form("shandong/resident-account"))


def test_sheets_that_are_not_read_are_told(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    without_paths(tmp_path / "a.xlsx", REFUND)
    result = CliRunner().invoke(main, ["check", "附件5", "a.xlsx"])
    assert result.exit_code == 0, result.output
    assert "没有用到的工作表：说明。" in result.stderr


def without_paths(path, form):
    """A list of ours from which the line of paths has been taken."""
    record = example(f"weihai/{form.id}").completed()
    hjforms.write([Entry(form, record, Origin("here"))], path)
    book = openpyxl.load_workbook(path)
    for sheet in book.worksheets[:-1]:
        sheet.delete_rows(1)
    book.save(path)
    return path
