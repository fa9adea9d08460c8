"""A value ends where something else begins on its line, on papers that others drew."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

import hjforms
from drawn import DRAWN, placed, reading_of
from hjforms.api import form
from hjforms.reading.others.tails import is_apart, may_go_on, without_tail
from hjforms.records.base import leaves

CASES = Path(__file__).parents[2] / "cases" / "public" / "01-line-tail"
LETTER = form("national/contact-letter")
draws = pytest.mark.parametrize("draw", DRAWN.values(), ids=DRAWN)
NAME = [["姓名", "张示例", "性别", "男"], ["公民身份号码", "371000196501150018"]]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("赵经办    复核人 李四", "赵经办"),
        ("赵经办 审核人 李四", "赵经办"),
        ("赵经办\t制表：李四", "赵经办"),
        ("赵经办　　科室负责人（签字）　李四", "赵经办"),
        ("示例市社保中心  2024年1月10日", "示例市社保中心"),
        ("示例市社保中心    2024/1/10", "示例市社保中心"),
        ("示例市社保中心    二〇二四年一月十日    第 1 页 共 2 页", "示例市社保中心"),
        ("220104-2024-0037    2024.1.8", "220104-2024-0037"),
        ("220104-2024-0037    1/2", "220104-2024-0037"),
        ("220104-2024-0037  第1页", "220104-2024-0037"),
        ("0431-85000001    制表日期 2024-01-10", "0431-85000001"),
    ],
)
def test_what_is_certain_to_be_something_else_is_no_part_of_a_value(text, value):
    assert without_tail(text) == value


@pytest.mark.parametrize(
    "text",
    [
        "Anne-Marie  O’Neill",
        "欧阳　娜娜",
        "No. 8  Lane 3",
        "0631-5200001  13800000000",
        "0431-85000001  20121212",
        "2024年1月10日",
        "    2024.1.8",
        "复核人 李四",
        "示例市社保中心 2024年1月10日",
        "",
        " " * 100_000,
    ],
)
def test_what_may_be_the_value_stays(text):
    assert without_tail(text) == text


@pytest.mark.parametrize(
    ("path", "text", "doubtful"),
    [
        ("signoff.handler", "赵经办    示例科", True),
        ("signoff.handler", "欧阳  娜娜", False),
        ("person.name", "王  芳", False),
        ("signoff.agency", "示例市社保中心    同意", True),
        ("signoff.phone", "0431-85000001    某某科", True),
        ("signoff.phone", "0431-85000001  13800000000", False),
        ("person.address", "示例市  示例路1号", False),
    ],
)
def test_words_a_gap_behind_a_name_or_a_number_may_be_something_else(path, text, doubtful):
    assert may_go_on(leaves(form("national/application").record_type)[path], text) is doubtful


def test_what_is_something_of_its_own():
    assert is_apart(" 复核：李四 ")
    assert not is_apart("李四")


@pytest.mark.parametrize(
    ("file", "values"),
    [
        ("handler-then-checker.docx", {"handler": "赵经办", "agency": "长春市朝阳区社会保险事业管理局"}),
        ("agency-then-date.docx", {"handler": "赵经办", "agency": "长春市朝阳区社会保险事业管理局"}),
        ("number-then-page.docx", {"handler": "赵经办", "number": "220104-2024-0037"}),
    ],
)
def test_lines_with_tails_are_read(file, values):
    (reading,) = hjforms.read((CASES / file).read_bytes())
    for name, value in values.items():
        assert getattr(reading.record if name == "number" else reading.record.signoff, name) == value
    day = reading.record.signoff.date
    told = [finding for finding in reading.findings if finding.rule == "read.unknown"]
    assert day == dt.date(2024, 1, 10) if file.startswith("agency") else (day is None and told)


@draws
def test_a_tail_that_no_field_explains_is_told(draw):
    reading = LETTER.read(draw(LETTER.title, NAME, "经办人：李四    复核人 王五    联系电话：0631-5200001"))
    assert (reading.record.signoff.handler, reading.record.signoff.phone) == ("李四", "0631-5200001")
    assert [finding for finding in reading.findings if finding.rule.startswith("read")]


def test_one_value_with_other_tails_is_one():
    """The same person twice, each time with the number of a page behind."""
    lines = [((40, "公民身份号码：371000196501150018"), (300, f"第{number}页 共2页")) for number in (1, 2)]
    reading = reading_of(placed(LETTER.title, ((40, "姓名：张示例"),), *lines), form("shandong/contact-letter"))
    assert reading.record.person.citizen_id == "371000196501150018"


@pytest.mark.parametrize("second", ["审核人（签章）：", "复核人（签章）：李四", "审核人（签字）"])
def test_the_place_of_another_who_signs_is_no_part_of_the_next_label(second):
    parts = ("经办人（签章）：赵经办", second, "联系电话：0631-5200001")
    lines = [((40, "姓名：张示例"),), ((40, "公民身份号码：371000196501150018"),)]
    pdf = placed(LETTER.title, *lines, list(zip((40, 190, 380), parts, strict=True)))
    for data in (pdf, DRAWN["Word"](LETTER.title, NAME, "　　　".join(parts))):
        [reading] = hjforms.read(data)
        assert (reading.record.signoff.handler, reading.record.signoff.phone) == ("赵经办", "0631-5200001")
