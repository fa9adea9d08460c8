"""DOCX files: as we write them, as others save them, as strangers forge them."""

from __future__ import annotations

import io
import os
import re
import shutil
import struct
import subprocess
import zipfile

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import strategies
from drawn import ABOVE, LEFT, in_word
from hjforms.api import compare, form, read
from hjforms.errors import DocumentError
from hjforms.paths import RecordPath
from hjforms.template import word
from support import (
    CITIZEN_ID,
    DOCUMENT,
    REFUND,
    ROOT,
    assert_comes_back,
    certain,
    documents,
    edited,
    leaves_of,
    parts_of,
    refund_row,
    refund_table,
    table_of,
    worked,
    zipped,
)

BOX = (
    '<v:shape xmlns:v="urn:schemas-microsoft-com:vml" style="position:absolute;width:99pt;height:50pt">'
    "<v:textbox><w:txbxContent>{}</w:txbxContent></v:textbox></v:shape>"
)
LABELLED = {  # a letter of the state in which the number is left blank
    "编号": "", "姓名": "王小明", "性别": "女", "公民身份号码": CITIZEN_ID, "转入地行政区划代码": "371002",
    "转入地开户名称": "示例中心", "转入地开户银行": "示例银行", "转入地银行账号": "123456789",
}  # fmt: skip
WHOLE = REFUND.docx(worked(), carry=False)  # so that edits to it are findings of reading alone
ROW = re.compile(r"<w:tr>(?:(?!</w:tr>).)*</w:tr>", re.DOTALL)


def assert_read(record, data):
    [reading] = read(data)
    assert [str(finding) for finding in compare(record, reading.record)] == []
    assert reading.record == record
    assert reading.findings == ()
    return reading


def saved(document) -> bytes:
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def rows_of(data: bytes) -> list[str]:
    """The table rows of the main text, as XML."""
    return ROW.findall(parts_of(data)[DOCUMENT].decode())


def row_with(data: bytes, text: str) -> str:
    return next(row for row in rows_of(data) if f">{text}<" in row)


# -------------------------------------------------------------------------------------- as we write


@documents
@given(strategies.refund_records())
def test_reading_a_docx_is_the_inverse_of_writing_it(record):
    assert_read(record, REFUND.docx(record))


@pytest.mark.parametrize("count", [0, 1, 11, 12, 13, 24, 25, 60])
def test_any_number_of_years_comes_back(count):
    assert_read(table_of(count), REFUND.docx(table_of(count)))


@pytest.mark.parametrize(
    "text", ["a  b", "城　乡", "姓名", "合计", "1", "备注", REFUND.title, "⟦person.name⟧", "{{ x }}", "A&B<c>"]
)
def test_spaces_and_texts_that_look_like_something_else_come_back(text):
    record = REFUND.load({"person": {"name": text}, "years": [{"remark": text}], "signoff": {"agency": text}})
    assert_read(record, REFUND.docx(record))


@documents
@given(strategies.refund_records())
def test_every_value_has_its_text_its_page_and_its_method(record):
    reading = REFUND.read(REFUND.docx(record))
    stated = leaves_of(record)
    assert reading.fields.keys() == stated.keys()
    for path, field in reading.fields.items():
        assert field.value == stated[path]
        assert field.text
        assert field.method == "cell"
        assert field.box is None
        row = RecordPath(path).row
        assert row is None or field.page == row // 12 + 1


def test_a_number_with_its_unit_is_one():
    months = worked().total.months
    [reading] = read(edited(WHOLE, f">{months}<", f">{months} 个月<"))
    assert reading.record.total.months == months


def test_a_row_of_ours_whose_place_is_blank_is_in_no_doubt_where_another_says_one():
    account = form("shandong/employee-account")
    record = account.load({"years": [{"balance": "0.00"}, {"balance": "0.00"}, {"region_name": "示例县"}] * 9})
    reading = account.read(account.docx(record, carry=False))
    assert (reading.record, reading.findings) == (record, ())


def test_a_name_of_two_letters_apart_is_one_name_where_a_row_of_ours_is_missing():
    data = REFUND.docx(REFUND.load({"person": {"name": "王　芳"}}), carry=False)
    [ours], [other] = read(data), read(edited(data, ">退还本人金额合计<", ">清退金额总数<"))
    assert (ours.record.person.name, other.record.person.name) == ("王　芳", "王芳")


# ------------------------------------------------------------------------------------- as others draw

STATE = form("national/refund")
OF_STATE = [
    ["重复年份", "当年缴费金额", LEFT, LEFT, "重复月数", "退还本人金额", LEFT, LEFT, "备注"],
    [ABOVE, "个人缴费", "集体补助", "小计", ABOVE, "个人缴费", "集体补助", "小计", ABOVE],
]
MONTHS_FIRST = [[row[0], row[4], *row[1:4], *row[5:]] for row in OF_STATE]
TABLE_YEARS = [
    ["2014", "100.00", "20.00", "120.00", "12", "100.00", "20.00", "120.00", ""],
    ["2015", "200.00", "40.00", "240.00", "6", "100.00", "20.00", "120.00", ""],
]
SUMS = ["合计", "300.00", "60.00", "360.00", "18", "200.00", "40.00", "240.00", ""]


def totals_of(*rows):
    [reading] = [found for found in read(in_word(STATE.title, [["姓名", "王小明"]], rows)) if found.form is STATE]
    return {path.removeprefix("total."): str(value) for path, value in leaves_of(certain(reading).total).items()}


def test_the_sums_are_those_of_their_columns_where_these_stand_in_another_order():
    """A line of sums has as many cells as ours, whatever the order of its columns."""
    rows = [[row[0], row[4], *row[1:4], *row[5:]] for row in (*TABLE_YEARS, SUMS)]
    expected = {"paid.personal": "300.00", "paid.collective": "60.00", "paid.subtotal": "360.00", "months": "18"}
    expected |= {"refund.personal": "200.00", "refund.collective": "40.00", "refund.subtotal": "240.00"}
    assert totals_of(*MONTHS_FIRST, *rows) == totals_of(*OF_STATE, *TABLE_YEARS, SUMS) == expected


@pytest.mark.parametrize("heads", [OF_STATE, MONTHS_FIRST])
def test_sums_that_stand_a_column_off_are_not_read(heads):
    moved = [SUMS[0], "", *SUMS[1:-1]]
    assert totals_of(*heads, *TABLE_YEARS, moved) == {}


def test_sums_that_are_wrong_are_read_as_they_stand():
    assert totals_of(*OF_STATE, *TABLE_YEARS, ["合计", "301.00", *SUMS[2:]])["paid.personal"] == "301.00"


def test_a_line_of_sums_whose_cells_are_merged_otherwise_is_read_by_where_they_stand():
    """As many cells as ours, of which the first is as wide as two, and the last are two of one."""
    rows = [[*row[:-1], text, LEFT] for row, text in zip((*OF_STATE, *TABLE_YEARS), ["备注", "", "", ""], strict=True)]
    assert totals_of(*rows, ["合计", LEFT, *SUMS[2:], "元"])["paid.collective"] == "60.00"


def test_a_cell_that_is_merged_downwards_is_of_every_row_beside_it():
    account = form("national/employee-account")
    heads = [["参保地区", LEFT, "年份", "缴费起始时间", "缴费截止时间", "缴费月数", "至本年末个人账户累计储存额"]]
    heads.append(["行政区划代码", "名称", *[ABOVE] * 5])
    rows = [[code, name, str(year), f"{year}-01", f"{year}-12", "12", f"{year}.00"] for code, name, year in (
        ("371002", "环翠区", 2011), (ABOVE, ABOVE, 2012), ("371003", "文登区", 2013), (ABOVE, ABOVE, 2014)
    )]  # fmt: skip
    reading = account.read(in_word(account.title, [["姓名", "王小明"]], [*heads, *rows]))
    assert [(row.region_code, row.region_name, row.year) for row in reading.record.years] == [
        *(("371002", "环翠区", year) for year in (2011, 2012)),
        *(("371003", "文登区", year) for year in (2013, 2014)),
    ]
    rows[1][5] = ABOVE
    reading = account.read(in_word(account.title, [["姓名", "王小明"]], [*heads, *rows]))
    assert [row.months for row in certain(reading).years] == [None, None, 12, 12]
    assert {found.path for found in reading.findings if found.severity == "error"} == {
        f"years.{row}.months" for row in (0, 1)
    }


def test_an_agency_and_the_day_in_one_cell_are_two_values():
    letter = form("jilin/contact-letter")
    rows = [
        ["姓名", "王小明", "性别", "女"],
        ["经办人", "李经办", "新就业地社保机构（章）", "示例市社保局\n2023年9月11日"],
    ]
    record = letter.read(in_word(letter.title, rows)).record
    assert (record.signoff.agency, str(record.signoff.date)) == ("示例市社保局", "2023-09-11")


def test_a_span_of_months_may_be_on_two_lines_of_a_cell():
    certificate = form("jilin/certificate")
    rows = [["姓名", "王小明", "性别", "女"], ["在本地参保\n起止时间", "201410—\n202206", "本地实际\n缴费月数", "93"]]
    record = certificate.read(in_word(certificate.title, rows)).record
    assert (str(record.start), str(record.end)) == ("2014-10", "2022-06")


def test_two_lines_in_a_cell_of_one_value_are_not_read():
    letter = form("jilin/contact-letter")
    rows = [["姓名", "王小明", "性别", "女"], ["新就业地社保机构地址", "甲路1号\n乙路2号"]]
    reading = letter.read(in_word(letter.title, rows))
    assert certain(reading).receiving_agency.address is None
    assert "receiving_agency.address" in {found.path for found in reading.findings if found.severity == "error"}


def test_the_heading_beside_a_table_in_a_cell_is_of_that_table_alone():
    made = docx.Document(
        io.BytesIO(
            in_word("城乡养老保险制度衔接申请表", [["姓名", "王小明"], ["退费账户", ""], ["提交材料", "☑其他：甲证"]])
        )
    )
    inner = made.tables[0].cell(1, 1).add_table(2, 2)
    for row, texts in zip(inner.rows, (("户名", "王小明"), ("银行账号", "6222000012345678")), strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    record = certain(read(saved(made))[0])
    assert (record.refund_account.account_number, record.documents_other) == ("6222000012345678", "甲证")


LETTER = form("national/contact-letter")


@pytest.mark.parametrize(
    ("lines", "number"),
    [
        (["编号：", "示衔〔2024〕1号"], "示衔〔2024〕1号"),
        (["编号：示衔〔2024〕2号", "一式两联"], "示衔〔2024〕2号"),
        (["编号：", "联系电话：010-1"], None),
    ],
)
def test_in_a_text_box_a_value_may_stand_on_the_line_below_its_label(lines, number):
    made = in_word(LETTER.title, "编号甲", [["姓名", "王小明"]])
    paragraphs = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in lines)
    box = f"<w:r><w:pict>{BOX.format(paragraphs)}</w:pict></w:r>"
    reading = LETTER.read(edited(made, "<w:r><w:t>编号甲</w:t></w:r>", box))
    assert reading.record.number == number


def test_what_may_be_the_value_of_a_blank_is_an_error_and_what_cannot_be_is_a_warning():
    """The label of the number is there, and blank: words elsewhere may be it. A note of the office is none."""
    whole = [[label, value] for label, value in LABELLED.items()]
    for text, severity in (("示衔〔2024〕1号", "error"), ("说明：本函一式两联。", "warning")):
        [reading] = read(in_word(LETTER.title, *[f"{label}：{value}" for label, value in whole], text))
        assert {(found.severity, found.found) for found in reading.findings if found.found == text} == {
            (severity, text)
        }


def test_a_list_of_people_alone_is_refused_and_not_dropped():
    people = [["姓名", "公民身份号码"], ["张示例", "371000196501150018"], ["李示例", "37100019650115002X"]]
    with pytest.raises(DocumentError, match="几个人的"):
        read(in_word(LETTER.title, people))


# ------------------------------------------------------------------------------------------- margins


def with_header(made, text, *, first=False):
    """A Word file with a header on all its pages, or on all but the ``first``."""
    document = docx.Document(io.BytesIO(made))
    section = document.sections[0]
    section.different_first_page_header_footer = first
    section.header.paragraphs[0].text = text
    return saved(document)


def test_a_value_in_the_header_of_all_pages_is_read():
    """One that the first page may not have is told."""
    made = in_word(LETTER.title, [["姓名", "王小明"]])
    assert LETTER.read(with_header(made, "编号：A-1")).record.number == "A-1"
    reading = LETTER.read(with_header(made, "编号：A-1", first=True))
    assert reading.record.number is None
    assert ("error", "编号：A-1") in {(found.severity, found.found) for found in reading.findings}


def test_a_header_that_contradicts_the_page_is_told():
    reading = LETTER.read(with_header(in_word(LETTER.title, "编号：A-2", [["姓名", "王小明"]]), "编号：A-1"))
    assert certain(reading).number is None
    assert "number" in {found.path for found in reading.findings if found.severity == "error"}


def test_the_header_of_a_file_of_several_forms_is_told():
    made = docx.Document(io.BytesIO(in_word(LETTER.title, "姓名：王小明", LETTER.title, "姓名：李小红")))
    readings = read(with_header(saved(made), "编号：A-1"))
    assert all("A-1" not in leaves_of(reading.record).values() for reading in readings)
    assert ("error", "编号：A-1") in {(found.severity, found.found) for found in readings[0].findings}


# ------------------------------------------------------------------------------------ changed by hand

NOTICE, APPLICATION = form("shandong/notice"), form("national/application")
FILLED = {
    REFUND: worked(),
    STATE: STATE.load({
        "person": {"name": "王小明"}, "filled_on": "2024-06-18", "signoff": {"handler": "李经办"},
        "years": [{"year": 2014, "months": 6, "paid": {"personal": "100.00"}}],
        "total": {"months": 6, "paid": {"personal": "100.00"}},
    }),
    NOTICE: NOTICE.load({"person": {"name": "王小明"}, "choice": "是", "signed_on": "2024-06-18"}),
    APPLICATION: APPLICATION.load({
        "person": {"name": "王小明"}, "direction": "resident-to-employee", "documents": ["id_card", "other"],
    }),
}  # fmt: skip


def by_hand(made, *steps):
    """A Word file of ours in which the texts of cells were changed: those that say the first, the one beside them."""
    document = docx.Document(io.BytesIO(made))
    for table in document.tables:
        for row in table.rows:
            cells = [
                cell for number, cell in enumerate(row.cells) if cell._tc not in [c._tc for c in row.cells[:number]]
            ]
            for old, new in steps:
                for number in range(len(cells) - len(old) + 1):
                    beside = cells[number : number + len(old)]
                    if ["".join(cell.text.split()) for cell in beside] == list(old):
                        for cell, text in zip(beside, new, strict=True):
                            cell.text = text
    return saved(document)


CHANGED = {
    "the label of the sums is gone": (STATE, (("合计", "100.00"), ("", "100.00"))),
    "somebody wrote over it": (STATE, (("合计", "100.00"), ("王某", "100.00"))),
    "a value stands behind it": (STATE, (("合计", "100.00"), ("合计\n100.00", ""))),
    "a number of the columns": (STATE, (("1", "2", "3"), ("123", "2", "3"))),
    "the head of a column is gone": (STATE, (("重复月数",), ("",))),
    "the label of a name is gone": (STATE, (("姓名", "王小明"), ("", "王小明"))),
    "what stands between the figures of a day": (NOTICE, (("2024", "年"), ("2024", ""))),
    "a label before its value": (STATE, (("李经办",), ("经办人：李经办",))),
    "a name in the place of the page number": (
        STATE,
        (("经办人（签章）：", "李经办"), ("经办人（签章）：", "")),
        (("注：4=2+3；8=6+7", ""), ("注：4=2+3；8=6+7", "李经办")),
    ),
    "a box that stands on the other side": (APPLICATION, (("衔接类型", "☑"), ("☑", "衔接类型"))),
    "a box where no value stands": (NOTICE, (("", "☑"), ("☑", ""))),
    "ticks and crosses": (APPLICATION, (("☑", "其他："), ("☒", "其他："))),
}


@pytest.mark.parametrize("case", CHANGED.values(), ids=CHANGED)
def test_no_change_by_hand_makes_a_value_wrong_or_lost_untold(case):
    wanted, *steps = case
    record = FILLED[wanted]
    made = wanted.docx(record, carry=False)
    changed = by_hand(made, *steps)
    assert changed != by_hand(made)
    reading = wanted.read(changed)
    errors = {finding.path for finding in reading.findings if finding.severity == "error"}
    kept, read_now = leaves_of(record), leaves_of(certain(reading))
    assert {path: kept.get(path) for path in read_now} == read_now
    lost = kept.keys() - read_now.keys()
    assert not lost or "" in errors or lost <= errors


# ------------------------------------------------------------------------------------ as others save


@pytest.mark.office
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice (soffice) is not installed")
def test_files_that_libreoffice_has_saved_are_read_as_they_were_written(tmp_path):
    spaced = refund_table(
        refund_row(2014, 1, "100.00", paid={"collective": "100.00"}, remark="补缴  𠮷"),
        person={
            "name": "Anne-Marie  O’Neill",
            "citizen_id": CITIZEN_ID,
            "address": "A&B<公司> " + "环翠区海滨中路28号" * 9,
        },
    )
    records = {"worked": worked(), "spaced": spaced, "blank": REFUND.record_type(), "long": table_of(25)}
    for name, record in records.items():
        (tmp_path / f"{name}.docx").write_bytes(REFUND.docx(record))
    command = ["soffice", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless", "--convert-to"]
    target = tmp_path / "saved"
    files = [str(tmp_path / f"{name}.docx") for name in records]
    subprocess.run(
        [*command, "docx:MS Word 2007 XML", "--outdir", str(target), *files],
        check=True,
        capture_output=True,
        env={**os.environ, "FONTCONFIG_FILE": str(ROOT / "templates/fonts/fonts.conf")},  # it starts with fonts only
    )
    for name, record in records.items():
        assert_read(record, (target / f"{name}.docx").read_bytes())


def test_a_file_that_python_docx_has_saved_is_read_as_it_was_written():
    document, target = docx.Document(io.BytesIO(WHOLE)), io.BytesIO()
    document.save(target)
    assert_read(worked(), target.getvalue())


def test_a_cell_typed_in_several_runs_is_one_text():
    pieces = "</w:t></w:r><w:r><w:t>示</w:t></w:r><w:r><w:t>"
    assert_read(worked(), edited(WHOLE, ">张示例<", f">张{pieces}例<"))


def test_what_was_deleted_with_changes_tracked_is_not_read():
    found = re.search(r"<w:r>(?:(?!</w:r>).)*>张示例</w:t></w:r>", parts_of(WHOLE)[DOCUMENT].decode(), re.DOTALL)
    assert found
    deleted = f'<w:del w:id="1" w:author="x">{found[0]}</w:del>'
    inserted = f'<w:ins w:id="2" w:author="x">{found[0].replace("张示例", "王小明")}</w:ins>'
    assert read(edited(WHOLE, found[0], deleted + inserted))[0].record.person.name == "王小明"


def test_a_row_inside_a_content_control_is_read():
    row = row_with(WHOLE, "2014")
    data = edited(WHOLE, row, f"<w:sdt><w:sdtContent>{row}</w:sdtContent></w:sdt>")
    assert_read(worked(), data)


def test_rows_that_were_added_on_the_page_are_read_however_many_they_are():
    last = row_with(WHOLE, "2015")
    added = "".join(last.replace(">2015<", f">{year}<") for year in range(2016, 2036))
    reading = read(edited(WHOLE, last, last + added))[0]
    assert [row.year for row in reading.record.years] == [*range(2013, 2036)]
    assert reading.findings == ()


def test_rows_that_were_taken_out_leave_the_others_in_their_places():
    reading = read(edited(WHOLE, row_with(WHOLE, "2014"), ""))[0]
    assert [row.year for row in reading.record.years] == [2013, 2015]
    assert reading.record.refund_total == worked().refund_total


def test_blank_rows_between_are_no_rows():
    blank = next(row for row in reversed(rows_of(WHOLE)) if not re.search(r"<w:t[^>]*>[^<]", row))
    reading = read(edited(WHOLE, row_with(WHOLE, "2014"), blank + row_with(WHOLE, "2014")))[0]
    assert reading.record == worked()


def test_text_that_stands_nowhere_on_the_form_is_a_warning_and_not_lost():
    note = '<w:p><w:r><w:t xml:space="preserve">本人同意退还。</w:t></w:r></w:p><w:sectPr'
    reading = read(edited(WHOLE, "<w:sectPr", note))[0]
    assert [(found.severity, found.rule) for found in reading.findings] == [("warning", "read.unknown")]
    assert reading.record == worked()


def test_a_row_with_other_labels_is_a_warning_and_its_values_go_nowhere():
    reading = read(edited(WHOLE, ">公民身份号码<", ">护照号码<"))[0]
    assert [found.rule for found in reading.findings] == ["read.unknown"]
    assert reading.record.person.citizen_id is None
    assert reading.record.person.name == "张示例"


@pytest.mark.parametrize("marks", ["-", "—", "/", "　"])
def test_marks_of_a_blank_are_blanks(marks):
    reading = read(edited(WHOLE, ">村集体补助<", f">{marks}<"))[0]
    assert reading.record.years[0].remark is None


@pytest.mark.parametrize(
    ("old", "new", "path"),
    [
        ("500.00", "50O.00", "years.0.paid.personal"),
        ("2013", "贰零壹叁", "years.0.year"),
        (CITIZEN_ID, "371000196501150019", "person.citizen_id"),
        ("1600.00", "1600.005", "total.paid.personal"),
    ],
)
def test_what_cannot_be_read_is_a_finding_at_its_path_and_no_guess(old, new, path):
    reading = read(edited(WHOLE, f">{old}<", f">{new}<"))[0]
    findings = [found for found in reading.findings if found.rule != "proposal"]
    assert [(found.severity, found.path, found.found) for found in findings] == [("error", path, new)]
    assert path not in leaves_of(reading.record)
    assert leaves_of(reading.record).items() <= leaves_of(worked()).items()


def test_amounts_in_full_width_with_separators_are_the_same_amounts():
    data = edited(edited(WHOLE, ">2283.83<", ">￥２，２８３．８３<"), ">1544.95<", ">1,544.95<")
    assert_read(worked(), data)


# -------------------------------------------------------------------------------------- as strangers


def refused(data: bytes, match: str | None = None) -> None:
    for reading in (read, REFUND.read):
        with pytest.raises(DocumentError, match=match):
            reading(data)


def test_a_dense_bomb_is_refused_before_it_is_unpacked():
    refused(zipped({DOCUMENT: b" " * (60 * 2**20)}), "大得不合常理")


def test_a_bomb_of_many_entries_is_refused():
    refused(zipped({DOCUMENT: b"<x/>", **{f"word/{number}.xml": b"" for number in range(3000)}}), "大得不合常理")


def test_a_bomb_of_many_large_entries_is_refused(monkeypatch):
    monkeypatch.setattr(word, "LARGEST_PACKAGE", 2**20)
    monkeypatch.setattr(word, "LARGEST_RATIO", 10**6)
    refused(zipped({DOCUMENT: b"<x/>", **{f"{number}.bin": bytes(2**18) for number in range(5)}}), "大得不合常理")


def test_a_bomb_that_lies_about_its_size_is_refused():
    data = bytearray(zipped({DOCUMENT: b" " * (8 * 2**20)}))
    directory = data.rindex(b"PK\1\2")
    struct.pack_into("<I", data, directory + 24, 1000)
    struct.pack_into("<I", data, 22, 1000)
    refused(bytes(data))


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_entries_of_the_same_name_are_refused():
    """Programs disagree on which of the two they show."""
    target = io.BytesIO(WHOLE)
    with zipfile.ZipFile(target, "a") as package:
        package.writestr(DOCUMENT, parts_of(REFUND.docx(table_of(1)))[DOCUMENT])
    refused(target.getvalue())


@pytest.mark.parametrize(
    "declaration",
    [
        '<!DOCTYPE w:document [<!ENTITY name "王小明">]>',
        '<!DOCTYPE w:document [<!ENTITY name SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE w:document SYSTEM "http://127.0.0.1:9/x.dtd">',
        '<!DOCTYPE w:document [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;"><!ENTITY name "&b;&b;&b;">]>',
    ],
)
def test_a_document_type_is_refused_whatever_it_declares(declaration):
    data = edited(edited(WHOLE, "<w:document", f"{declaration}<w:document"), ">张示例<", ">&name;<")
    refused(data)


def test_elements_nested_beyond_all_measure_are_refused_without_a_crash():
    deep = "<w:sdt><w:sdtContent>" * 50_000 + "</w:sdtContent></w:sdt>" * 50_000
    refused(edited(WHOLE, "<w:body>", f"<w:body>{deep}"))


def test_a_zip_without_a_word_document_is_no_word_file():
    refused(zipped({"a.txt": b"a"}), "不是 Word")
    refused(zipped({"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<workbook/>"}), "不是 Word")


@pytest.mark.parametrize("document", [b"", b"not xml", b"<w:document>", b"\xff\xfe", b"<x/>" * 2])
def test_a_main_text_that_is_no_xml_is_refused(document):
    refused(zipped({**parts_of(WHOLE), DOCUMENT: document}))


def test_a_word_file_without_the_form_has_no_readings():
    document, target = docx.Document(), io.BytesIO()
    document.add_paragraph(f"关于填写《{REFUND.title}》的通知")
    document.save(target)
    assert read(target.getvalue()) == []
    with pytest.raises(DocumentError, match=REFUND.title):
        REFUND.read(target.getvalue())


def test_a_file_with_the_title_alone_is_a_blank_form_or_none():
    """A paragraph that is the title and nothing else: whatever is said of it, no value is invented."""
    document, target = docx.Document(), io.BytesIO()
    document.add_paragraph(REFUND.title)
    document.save(target)
    assert [leaves_of(reading.record) for reading in read(target.getvalue())] in ([], [{}])


def test_an_encrypted_word_file_is_refused():
    """Office wraps it into a compound file, as it did with .doc."""
    refused(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1000) + "EncryptedPackage".encode("utf-16-le"), "密码")


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ({"OFD.xml": b"<ofd/>"}, "OFD"),
        ({"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<x/>"}, "Excel"),
        ({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<x/>"}, "OpenDocument"),
        ({"清退表.pdf": b"%PDF-1.7"}, "解压"),
    ],
)
def test_what_is_packed_like_a_word_file_and_is_none_says_what_it_is(parts, said):
    refused(zipped(parts), said)


PARAGRAPH = "<w:p><w:r><w:t>甲</w:t></w:r></w:p>"
TOO_MUCH = {
    "paragraphs": "<w:p/>" * 60_000,
    "cells": "<w:tbl><w:tr>" + f"<w:tc>{PARAGRAPH}</w:tc>" * 600 + "</w:tr></w:tbl>",
    "tags": "<w:proofErr/>" * 2_100_000,
    "tables in tables": "<w:tbl><w:tr><w:tc>" * 300 + PARAGRAPH + "</w:tc></w:tr></w:tbl>" * 300,
}


@pytest.mark.parametrize("body", TOO_MUCH.values(), ids=TOO_MUCH)
def test_a_document_of_more_than_any_paper_holds_is_refused(body, monkeypatch):
    monkeypatch.setattr(word, "LARGEST_RATIO", 10**6)
    refused(edited(WHOLE, "<w:sectPr", f"{body}<w:sectPr"))


def test_a_form_with_more_cells_than_any_paper_has_is_refused_before_it_is_read():
    row = "<w:tr>" + f"<w:tc>{PARAGRAPH}</w:tc>" * 15 + "</w:tr>"
    refused(edited(WHOLE, "<w:sectPr", f"<w:tbl>{row * 3000}</w:tbl><w:sectPr"), "格多得不合常理")


@pytest.mark.parametrize("said", [REFUND.title, f"《{REFUND.title}》", f"关于{REFUND.title}"])
def test_a_document_that_speaks_of_a_form_a_thousand_times_comes_to_an_end(said):
    paragraph = f"<w:p><w:r><w:t>{said}</w:t></w:r></w:p>"
    assert read(edited(WHOLE, "<w:sectPr", f"{paragraph * 1000}<w:sectPr"))[0].record == worked()


def test_a_zip_entry_with_a_password_is_refused():
    data = bytearray(WHOLE)
    for place in (match.start() for match in re.finditer(b"PK\1\2", WHOLE)):
        data[place + 8] |= 1
    for place in (match.start() for match in re.finditer(b"PK\3\4", WHOLE)):
        data[place + 6] |= 1
    refused(bytes(data))


# ------------------------------------------------------------------------------------------- damaged


def test_a_file_that_was_cut_off_is_refused_wherever_it_was_cut():
    for place in [*range(4, len(WHOLE), len(WHOLE) // 80), *range(len(WHOLE) - 30, len(WHOLE))]:
        refused(WHOLE[:place])


@settings(max_examples=settings.default.max_examples * 4)
@given(st.data())
def test_a_file_with_damaged_bytes_is_refused_or_found_out(data):
    damaged = bytearray(WHOLE)
    for place in data.draw(st.lists(st.integers(0, len(WHOLE) - 1), min_size=1, max_size=4)):
        damaged[place] = data.draw(st.integers(0, 255))
    try:
        [reading] = read(bytes(damaged))
    except DocumentError:
        return
    assert reading.record == worked() or reading.findings


@documents
@given(st.binary(max_size=300))
def test_noise_that_begins_like_a_zip_is_refused(noise):
    refused(b"PK\3\4" + noise)
    refused(WHOLE[:1000] + noise + WHOLE[-200:])


def test_an_honest_file_is_far_from_every_bound():
    data = REFUND.docx(table_of(60))
    unpacked = sum(map(len, parts_of(data).values()))
    assert unpacked < word.LARGEST_PART / 10
    assert unpacked < len(data) * word.LARGEST_RATIO / 2
    assert len(parts_of(data)) < word.MOST_PARTS / 10


# ------------------------------------------------------------------------------- forms that share a title


def joined(first, second):
    """A Word file with the pages of two."""
    before, after = (parts_of(data)[DOCUMENT].decode() for data in (first, second))
    body = after[after.index("<w:body>") + len("<w:body>") : after.index("<w:sectPr>")]
    parts = parts_of(first)
    parts[DOCUMENT] = before.replace("<w:sectPr>", f"{body}<w:sectPr>").encode()
    return zipped(parts)


@pytest.mark.parametrize("names", [("national", "shandong"), ("shandong", "national")])
@pytest.mark.parametrize("title", ["contact-letter", "refund"])
def test_two_forms_with_one_title_in_a_file_are_told_apart(title, names):
    forms = [form(f"{name}/{title}") for name in names]
    records = [item.load({"person": {"name": name}}) for item, name in zip(forms, ("张示例", "李示例"), strict=True)]
    data = joined(*(item.docx(record, carry=False) for item, record in zip(forms, records, strict=True)))
    assert [(reading.form, reading.record) for reading in read(data)] == list(zip(forms, records, strict=True))


def test_two_letters_of_one_kind_stay_two():
    letter = form("national/contact-letter")
    records = [letter.load({"scheme": scheme, "person": {"name": "张示例"}}) for scheme in ("resident", "employee")]
    data = joined(*(letter.docx(record, carry=False) for record in records))
    assert [reading.record for reading in read(data)] == records


@pytest.mark.parametrize("text", ["其他", "备注", "联系电话", "本人联系电话", "大写"])
def test_a_value_that_reads_like_a_label_comes_back_from_our_own_file(text):
    application = form("national/application")
    record = application.load({"person": {"name": "张示例", "postal_address": text}, "agent": {"relation": text}})
    assert_comes_back(application, record)
