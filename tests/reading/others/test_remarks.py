"""A remark in brackets behind a value is no part of it, and told; what may be a part of it leaves the field unread."""

from __future__ import annotations

import datetime as dt

import pytest

from drawn import DRAWN, reading_of
from hjforms.api import form
from hjforms.reading.others.remarks import is_remarked, without_remark
from hjforms.records.base import leaves
from hjforms.unread import Unread

LETTER = form("national/contact-letter")
LEAVES = leaves(LETTER.record_type)
draws = pytest.mark.parametrize("draw", DRAWN.values(), ids=DRAWN)
PHONE = "0731-5200001"
ID = "371000196501150018"


def read_as(draw, name="张示例", citizen_id=ID, handler="赵经办", phone=PHONE):
    rows = [["姓名", name, "性别", "男"], ["公民身份号码", citizen_id, "", ""]]
    lines = (f"经办人：{handler}", f"联系电话：{phone}", "示例县社会保险事业中心（盖章）", "2024年10月22日（星期二）")
    return reading_of(draw(LETTER.title, "编号：示社〔2024〕8号", rows, *lines), LETTER)


def told(reading, path):
    return {finding.severity for finding in reading.findings if finding.path == path}


@draws
@pytest.mark.parametrize("remark", ["（传真同号）", "（宅）", "（办公室）", "(小灵通)", " （兼传真、夜间值班）"])
def test_a_remark_behind_a_telephone_is_left_out_and_told(draw, remark):
    reading = read_as(draw, phone=PHONE + remark)
    assert reading.record.signoff.phone == PHONE
    assert told(reading, "signoff.phone") == {"warning"}


@draws
@pytest.mark.parametrize("phone", [f"{PHONE}转803", f"{PHONE}（转803）", f"{PHONE}／5200002", f"{PHONE}、13900000000"])
def test_what_is_a_part_of_a_telephone_stays(draw, phone):
    reading = read_as(draw, phone=phone)
    assert reading.record.signoff.phone == phone
    assert not told(reading, "signoff.phone")


@draws
@pytest.mark.parametrize("phone", [f"{PHONE}（旧号）", f"{PHONE}（停用）", f"{PHONE}传真同号", f"{PHONE}（转八零三）"])
def test_what_may_take_a_telephone_back_leaves_it_unread(draw, phone):
    reading = read_as(draw, phone=phone)
    assert isinstance(reading.record.signoff.phone, Unread)
    assert told(reading, "signoff.phone") == {"error"}


@draws
def test_remarks_behind_names_and_numbers(draw):
    reading = read_as(draw, name="张示例（女）", citizen_id=f"{ID}（二代证）", handler="赵经办（代）")
    record = reading.record
    assert (record.person.name, record.person.citizen_id, record.signoff.handler) == ("张示例", ID, "赵经办")
    assert record.signoff.agency == "示例县社会保险事业中心"
    assert record.signoff.date == dt.date(2024, 10, 22)
    for path in ("person.name", "person.citizen_id", "signoff.handler"):
        assert told(reading, path) == {"warning"}


@draws
@pytest.mark.parametrize("name", ["张示例（示例二）", "张示例（原李示例）"])
def test_what_may_be_another_name_leaves_it_unread(draw, name):
    reading = read_as(draw, name=name)
    assert isinstance(reading.record.person.name, Unread)
    assert "error" in told(reading, "person.name")


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("receiving_agency.account_name", "示例县财政局社会保障基金专户（居民养老保险）"),
        ("signoff.agency", "示例县社会保险中心（开发区）"),
        ("number", "示社函〔2024〕7号"),
        ("number", "示社（2024）7号"),
        ("signoff.phone", "（0731）5200001"),
        ("person.name", "张示例" + "（代）" * 60),
    ],
)
def test_brackets_that_belong_to_a_value_stay(path, text):
    assert without_remark(LEAVES[path], text) == text
    assert not is_remarked(LEAVES[path], text)


def test_the_number_of_a_paper_may_have_words_of_its_own():
    leaf = LEAVES["number"]
    assert without_remark(leaf, "示社〔2024〕7号（复印件）") == "示社〔2024〕7号"
    assert is_remarked(leaf, "示社〔2024〕7号（补）")
    assert not is_remarked(leaf, "示社〔2024〕7-（1）")
