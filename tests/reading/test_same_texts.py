"""The same text is judged the same in JSON, in Word, in the fields of a PDF and on papers of others."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest

import hjforms
from drawn import DRAWN
from hjforms.api import form
from hjforms.errors import InputError
from hjforms.paths import RecordPath
from hjforms.records.rules import value_at
from support import DOCUMENT, REFUND, edited, filled_by_pypdf, parts_of, refund_data, refund_row, refund_table

CASES = Path(__file__).parents[1] / "cases"
PATH = "years.0.paid.personal"
ROW = {"year": "2015", "months": "7"}


def in_json(path, text):
    data = refund_data(refund_row(2015, 7, "123.00"), signoff={"phone": "0631-7777777"})
    owner = data
    *steps, last = RecordPath(path).steps
    for step in steps:
        owner = owner[int(step) if step.isdigit() else step]
    owner[last] = text
    try:
        return REFUND.load(json.dumps(data).encode())
    except InputError:
        return None


def in_word(path, text):
    old = {PATH: "123.00", "years.0.year": "2015", "years.0.months": "7", "signoff.phone": "0631-7777777"}[path]
    record = refund_table(refund_row(2015, 7, "123.00"), signoff={"phone": "0631-7777777"})
    cells = f">{old}<"  # the number of a column may look like a value: then the value is what stands behind it
    printed = parts_of(REFUND.docx(REFUND.record_type()))[DOCUMENT].decode().count(cells)
    marked = edited(REFUND.docx(record), cells, ">\0<", printed + 1)
    return REFUND.read(edited(edited(marked, ">\0<", cells, printed), ">\0<", f">{text}<")).record


def in_field(path, text):
    return REFUND.read(filled_by_pypdf(REFUND.blank("pdf"), {path: text})).record


ACCEPTED = [
    (PATH, "500元", Decimal("500.00")),
    (PATH, "100.00 元", Decimal("100.00")),
    (PATH, "￥500.00元", Decimal("500.00")),
    (PATH, "人民币500元", Decimal("500.00")),
    ("years.0.year", "2019年", 2019),
    ("years.0.year", "2019年度", 2019),
    ("years.0.months", "12个月", 12),
    ("signoff.phone", "０６３１－５２００００１", "0631-5200001"),
]
REFUSED = [
    (PATH, "500万元"),
    (PATH, "5角"),
    (PATH, "500分"),
    (PATH, "5千元"),
    (PATH, "5OO"),
    ("years.0.months", "1年"),
    ("signoff.phone", "O631-52OOO01"),
]
ways = pytest.mark.parametrize("way", [in_json, in_word, in_field])


@ways
@pytest.mark.parametrize(("path", "text", "value"), ACCEPTED)
def test_what_is_accepted_in_one_place_is_accepted_in_all(way, path, text, value):
    assert value_at(way(path, text), path) == value


@ways
@pytest.mark.parametrize(("path", "text"), REFUSED)
def test_what_is_refused_in_one_place_is_refused_in_all(way, path, text):
    record = way(path, text)
    assert record is None or not isinstance(value_at(record, path), str | int | Decimal)


@pytest.mark.parametrize("draw", DRAWN.values(), ids=DRAWN)
@pytest.mark.parametrize(("text", "amount"), [("500元", Decimal("500.00")), ("人民币500元整", Decimal("500.00"))])
def test_units_are_read_on_papers_of_others(draw, text, amount):
    notice = form("shandong/resident-account")
    paper = draw(
        notice.title, [["姓名", "张示例", "公民身份号码", "371000196501150018"], ["转移金额合计", text, "大写", ""]]
    )
    assert notice.read(paper).record.transfer_total in {amount, None}
    assert notice.record_type(transfer_total=text).transfer_total == amount


@pytest.mark.parametrize("file", ["kangxi.docx", "kangxi.pdf"])
def test_radicals_are_the_characters_that_they_show(file):
    (reading,) = hjforms.read((CASES / "public" / "02-kangxi" / file).read_bytes())
    record = reading.record
    assert record.person.name == "王示例"
    assert record.person.birth_date.isoformat() == "1963-08-15"
    assert record.person.address == "山东省威海市文登区示例路7号"
    assert record.refund_account.bank == "示例银行长春朝阳支行"
    assert record.signoff.agency == "长春市朝阳区社会保险事业管理局"


@pytest.mark.parametrize("draw", [DRAWN["Word"]])
def test_what_nobody_sees_hides_no_label(draw):
    letter = form("national/contact-letter")
    paper = draw(
        letter.title,
        [["姓\u200b名", "张\ufeff示例", "性\u2060别", "男"]],
        "经\u200b办人：李\u200d四    2024年1\u200b月10日",
    )
    record = letter.read(paper).record
    assert (record.person.name, record.person.sex, record.signoff.handler) == ("张示例", "男", "李四")


def test_middle_dots_do_not_make_two_persons_of_one():
    folder = CASES / "public" / "12-middle-dot"
    names = {
        form(f"shandong/{name}").load((folder / f"{name}.json").read_bytes()).person.name
        for name in ("employee-account", "resident-account")
    }
    assert names == {"阿卜杜拉·买买提"}


@pytest.mark.parametrize("file", ["own_homoglyph_O.pdf", "own_homoglyph_l.pdf", "homoglyph_cyr.docx"])
def test_a_letter_that_looks_like_a_figure_is_told_and_not_read(file):
    (reading, *_) = hjforms.read((CASES / "seen" / file).read_bytes())
    assert not isinstance(reading.record.person.personal_number, str)
    assert [finding.path for finding in reading.findings if finding.severity == "error"] == ["person.personal_number"]


@pytest.mark.parametrize("file", ["zwsp.docx", "zwj_bom_shy.docx", "fullwidth_O.docx"])
def test_what_nobody_sees_is_not_in_the_record(file):
    (reading, *_) = hjforms.read((CASES / "seen" / file).read_bytes())
    assert reading.record.person.personal_number == "3710000011111"


def test_full_width_figures_of_a_telephone_are_its_figures():
    paper = CASES / "reading" / "18-full-width-phone" / "18-full-width-phone.pdf"
    (reading,) = hjforms.read(paper.read_bytes())
    assert (reading.record.person.phone, reading.record.signoff.phone) == ("13800000000", "0536-2090123")


@pytest.mark.parametrize("write", [REFUND.pdf, REFUND.docx])
def test_a_remark_of_two_lines_comes_back(write):
    record = refund_table(refund_row(remark="被征地农民\n一次性缴费"), refund_row(2016, remark="\t中断\r\n "))
    assert [row.remark for row in record.years] == ["被征地农民 一次性缴费", "中断"]
    assert REFUND.read(write(record)).record == record


@pytest.mark.parametrize("write", [REFUND.pdf, REFUND.docx])
def test_a_name_in_other_characters_comes_back(write):
    record = refund_table(refund_row(), person={"name": "⼭⻓•⽉\u200b", "citizen_id": "911124198108030024"})
    assert (record.person.name, record.person.sex) == ("山长·月", "女")
    assert REFUND.read(write(record)).record == record
    assert not [finding for finding in REFUND.check(record) if finding.rule == "person.region"]
