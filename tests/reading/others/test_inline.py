"""Labels inside a text: where a label begins, and where what it is the label of ends."""

from __future__ import annotations

import pytest

from hjforms.api import form
from hjforms.reading.others.inline import labels_in
from hjforms.reading.others.vocabulary import vocabulary
from support import REFUND

NAME_OF = vocabulary(REFUND).name_of


def found_in(text):
    """The labels of a text with what stands behind them."""
    return [(label.name, text[label.start : label.end].strip()) for label in labels_in(text, NAME_OF)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("姓名：王小明", [("姓名", "王小明")]),
        ("姓 名 ： 王小明", [("姓名", "王小明")]),
        ("姓名　王小明　　性别　男", [("姓名", "王小明"), ("性别", "男")]),
        ("姓名：王小明；性别：男。", [("姓名", "王小明"), ("性别", "男。")]),
        ("姓名　　　　性别", [("姓名", ""), ("性别", "")]),
        ("姓名：　　　　性别：男", [("姓名", ""), ("性别", "男")]),
        ("户口所在地：环翠区：海滨路1号", [("户籍地址", "环翠区：海滨路1号")]),
        ("个人编号：123　　民族：汉", [("个人编号", "123")]),
        ("个人编号：　　民族：汉", [("个人编号", "")]),
        ("性别：男　　　　　　　（盖章处）", [("性别", "男")]),
        ("填表日期：2024年　　　　5月　　　　6日", [("填表日期", "2024年　　　　5月　　　　6日")]),
        (
            "退还本人金额合计：7300.00元（大写：柒仟叁佰元整）",
            [("退还本人金额合计", "7300.00元"), ("大写", "柒仟叁佰元整")],
        ),
        ("王小明（个人编号：123）自2019年3月", [("个人编号", "123")]),
        ("王小明（户籍地址：威海（市）1号）自2019年3月", [("户籍地址", "威海（市）1号")]),
        ("姓名\n王小明", [("姓名", "王小明")]),
        ("退还本人\n金额合计\n7300.00", [("退还本人金额合计", "7300.00")]),
        ("⑥退还本人金额合计\n（⑥=④+⑤）\n7300.00", [("退还本人金额合计", "7300.00")]),
        ("户籍\n性别\n男", [("户籍地址", ""), ("性别", "男")]),
        ("姓名：王小明\n性别：男", [("姓名", "王小明"), ("性别", "男")]),
        ("关于姓名的说明", []),
    ],
)
def test_a_label_is_followed_by_a_colon_a_gap_or_a_line(text, found):
    assert found_in(text) == found


def test_a_further_line_may_belong_to_the_value_or_not():
    [label] = labels_in("户籍地址：环翠区\n海滨路1号", NAME_OF)
    assert label.goes_on
    assert not labels_in("姓名\n王小明", NAME_OF)[0].goes_on


def test_years_stand_right_behind_their_label():
    text = "城镇职工养老保险累计缴费年限： 29年8个月 （其中视同缴费年限 8年10个月 ）"
    known = vocabulary(form("national/certificate")).name_of
    assert [text[label.start : label.end] for label in labels_in(text, known)] == ["29年8个月", "8年10个月"]


@pytest.mark.parametrize(
    ("text", "count"),
    [("视同缴费年限53个月。", 1), ("视同缴费年限53个月为1992年1月前原固定职工工龄认定", 0)],
)
def test_figures_right_behind_a_label_are_its_value_where_no_sentence_goes_on(text, count):
    name_of = vocabulary(form("national/employee-account")).name_of
    assert len(list(labels_in(text, name_of))) == count


def test_of_what_a_label_is_the_sum_may_stand_behind_it():
    name_of = vocabulary(form("jilin/transfer-account")).name_of
    assert name_of("转移基金总额（4+5）") == name_of("转移基金总额\n(4＋5)") == name_of("转移基金总额") != ""
    assert name_of("转移基金总额（45）") == ""
