"""What is written as CSV is read back, from any encoding of a clerk, and no text becomes a formula."""

from __future__ import annotations

import pytest

import hjforms
from hjforms.errors import InputError
from support import CITIZEN_ID, REFUND, entered, refund_data, refund_row, refund_table

LETTER = hjforms.form("shandong/contact-letter")


def test_a_row_is_a_line_with_the_fields_of_its_record(tmp_path):
    path = tmp_path / "a.csv"
    hjforms.write(entered(refund_table(refund_row(2015), refund_row(2016))), path)
    data = path.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf#,filled_on,")
    lines = data.decode("utf-8-sig").splitlines()
    assert len(lines) == 4
    assert all(CITIZEN_ID in line for line in lines[2:])


def test_no_text_is_a_formula(tmp_path):
    record = REFUND.load(refund_data(refund_row(remark="=cmd|x")))
    hjforms.write(entered(record), tmp_path / "a.csv")
    assert b",'=cmd|x" in (tmp_path / "a.csv").read_bytes()
    assert [entry.record for entry in hjforms.entries(tmp_path / "a.csv")] == [record]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_list_of_ones_own_in_any_encoding_with_quotes_and_line_breaks(encoding, tmp_path):
    path = tmp_path / "a.csv"
    text = f'姓名,身份证号,年份,重复月数,备注\r\n"张示例",{CITIZEN_ID},2015年,1,"第一行，""引""\r\n第二行"\r\n'
    path.write_bytes(text.encode(encoding))
    [entry] = hjforms.entries(path, REFUND)
    assert (entry.record.person.name, entry.record.years[0].remark) == ("张示例", '第一行，"引" 第二行')


def test_paths_alone_are_a_head_for_programs(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text(f"person.name,person.citizen_id,addressee\n张示例,{CITIZEN_ID},威海市\n", "utf-8")
    [entry] = hjforms.entries(path, LETTER)
    assert entry.record.addressee == "威海市"


def test_digits_that_an_office_program_has_lost_are_told_by_their_cell(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("姓名,身份证号\n张示例,3.71E+17\n", "utf-8")
    [entry] = hjforms.entries(path, LETTER)
    assert [(fault.code, fault.message.startswith("B2 ")) for fault in entry.faults] == [("cell.digits", True)]


@pytest.mark.parametrize(
    ("text", "message"), [('姓名,身份证号\n"张', "引号"), ("", "没有找到名单"), ("甲,乙\n1,2", "没有找到名单")]
)
def test_what_is_no_list_is_one_message(text, message, tmp_path):
    path = tmp_path / "a.csv"
    path.write_text(text, "utf-8")
    with pytest.raises(InputError, match=message):
        list(hjforms.entries(path, LETTER))
