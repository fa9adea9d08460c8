"""What stands in a field without being its value, on our own templates and on those of others."""

from __future__ import annotations

import pytest

from drawn import DRAWN, reading_of
from hjforms.api import form, read
from hjforms.reading.page.placeholders import doubt_of
from hjforms.records.base import leaves
from support import REFUND, certain, filled_by_pypdf

OF_STATE = form("national/refund")
MARKS = (
    *(
        "请填写姓名",
        "请输入……",
        "请在此处填写",
        "点击此处输入文字",
        "单击或点击此处输入文字。",
        "(填写单位名称)",
        "（必填）",
    ),
    *(
        "××××",
        "××市社保局",
        "如：张三",
        "例如：张三",
        "张三（示例）",
        "【姓名】",
        "由经办机构填写",
        "待填",
        "______",
        "同上",
    ),
)
VALUES = (
    "示例县填写路5号",
    "请示例",
    "王如",
    "例示例",
    "XX12345",
    "叶尔江·X",
    "示例市点击科技公司宿舍3-2",
    "由示例",
    "格式塔",
)
marks = pytest.mark.parametrize("text", MARKS)


def errors(reading):
    return {finding.path for finding in reading.findings if finding.severity == "error"}


@marks
def test_a_placeholder_in_a_word_file_of_ours_is_no_value(text):
    record = REFUND.load({"person": {"name": text, "address": "甲路1号"}, "signoff": {"agency": text}})
    [reading] = read(REFUND.docx(record, carry=False))
    assert errors(reading) == {"person.name", "signoff.agency"}
    assert certain(reading).person.name is None
    assert certain(reading).person.address == "甲路1号"


@marks
@pytest.mark.parametrize("draw", DRAWN.values(), ids=DRAWN)
def test_a_placeholder_on_a_paper_of_others_is_no_value(draw, text):
    rows = [["姓名", "王小明", "公民身份号码", "371000196501150018"], ["户籍地址", text, "性别", "男"]]
    reading = reading_of(draw(OF_STATE.title, rows), OF_STATE)
    assert certain(reading).person.address is None
    assert errors(reading) or text in {"______", "【姓名】"}


def test_a_placeholder_in_a_form_field_is_no_value():
    blank = REFUND.pdf(REFUND.record_type(), editable=True, carry=False)
    [reading] = read(filled_by_pypdf(blank, {"person.name": "请填写姓名"}))
    assert certain(reading).person.name is None
    assert "person.name" in errors(reading)


@pytest.mark.parametrize("text", VALUES)
def test_what_has_such_words_in_it_may_be_a_value(text):
    record = REFUND.load({"person": {"address": text}, "signoff": {"agency": text}})
    [reading] = read(REFUND.docx(record, carry=False))
    assert (reading.record, reading.findings) == (record, ())


def test_what_a_file_carries_is_the_value_whatever_it_looks_like():
    record = REFUND.load({"person": {"name": "请填写姓名"}})
    for data in (REFUND.docx(record), REFUND.pdf(record, carry=False)):
        [reading] = read(data)
        assert (reading.record, reading.findings) == (record, ())


def test_in_a_remark_people_write_what_they_want():
    remark = leaves(REFUND.record_type)["years.*.remark"]
    assert [bool(doubt_of(remark, text)) for text in ("请填写缴费凭证", "点击此处输入文字")] == [False, True]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("person.name", "2013年1月"),
        ("person.name", "李示例1"),
        ("agency", "2013.01"),
        ("agency", "622200001示例县社保局"),
    ],
)
def test_a_figure_is_no_name(path, text):
    told = {"person": {"name": text}} if path == "person.name" else {"signoff": {"agency": text}}
    [reading] = read(REFUND.docx(REFUND.load(told), carry=False))
    assert set(errors(reading)) == {path if path == "person.name" else "signoff.agency"}


@pytest.mark.parametrize("text", ["欧阳娜娜", "阿依古丽·买买提", "Anne-Marie O’Neill", "李Mary"])
def test_names_of_people_are_names(text):
    [reading] = read(REFUND.docx(REFUND.load({"person": {"name": text}}), carry=False))
    assert (reading.record.person.name, reading.findings) == (text, ())
