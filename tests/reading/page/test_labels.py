"""Labels in one spelling: the table of aliases holds what was met, and what is not the same stays different."""

from __future__ import annotations

from itertools import combinations

import pytest
from tools.corpus.records import common

from drawn import DRAWN
from hjforms.api import forms
from hjforms.paths import RecordPath
from hjforms.reading.others.vocabulary import vocabulary
from hjforms.reading.page.labels import aliases, canonical
from hjforms.records.base import leaves, tables
from hjforms.records.rules import value_at

# The table of spellings that were met, as the description of the forms has it (解析器别名表).
MET = """
公民身份号码｜社会保障号码、公民身份证号、身份证号、证件号码
户籍地址｜户籍地地址、户籍、户口所在地详细地址、户籍属地
开户名称｜开户全称、银行开户全称、户名
储存额｜存储额、存储存额
银行账号｜帐号、银行帐号
转入地社保经办机构｜新就业地社保机构、转入地社保机构、新参保地
转出地社保经办机构｜原参保地社保机构、原参保机构
社会保险经办机构（章）｜社保经办机构（章）、社保机构（章）
集体补助｜集体补助（其他资助）、集体补助（含社会资助）
政府补贴｜个人缴费政府补贴、财政补贴、缴费补贴
重复月数｜重复缴费月数
缴费截止时间｜缴费终止时间、终止年月
机构名称｜单位名称
记入｜计入
"""
SPELLINGS = [
    (label, other)
    for label, _, others in (line.partition("｜") for line in MET.split())
    for other in others.split("、")
]


@pytest.mark.parametrize(("label", "other"), SPELLINGS)
def test_every_spelling_that_was_met_is_that_of_its_label(label, other):
    assert canonical(other) == canonical(label)


def renamed(printed, label, other):
    """A label with another spelling of it, or of a part of it; empty where it has no such part."""
    if canonical(printed) == canonical(label):
        return other
    spellings = [label, *(spelling for known, spelling in SPELLINGS if known == label)]
    for part in spellings:  # which may be the heading before the label, or mean the same inside of it
        drawn = printed.replace(part, other)
        if part in printed and (printed.startswith(part) or canonical(drawn) == canonical(printed)):
            return drawn
    return ""


def outside_tables(label, other):
    """The first form with a field of this name alone, its path, and the other name."""
    for form in forms():
        names = vocabulary(form).names
        for path, leaf in leaves(form.record_type).items():
            for printed in (leaf.labels[-1], "".join(leaf.labels)):
                drawn = renamed(printed, label, other) if names.get(canonical(printed)) == [path] else ""
                if drawn:
                    return form, path, drawn
    return None


def in_tables(label, other):
    """The first form with a column of this name, its columns, and their heads."""
    for form in forms():
        for table in tables(form.record_type):
            columns = [leaf for path, leaf in leaves(form.record_type).items() if path.startswith(f"{table}.*.")]
            printed = ["".join(leaf.labels[1:]) for leaf in columns]
            heads = [renamed(head, label, other) for head in printed]
            if any(heads):
                return form, columns, [head or own for head, own in zip(heads, printed, strict=True)]
    return None


def text_of(form, path):
    """What is written in a field, short enough for a line."""
    leaf = leaves(form.record_type)[RecordPath(path).general]
    return "示例一号" if leaf.kind.name == "text" else leaf.kind.write(value_at(common(form), path))


@pytest.mark.parametrize("draw", DRAWN.values(), ids=DRAWN)
@pytest.mark.parametrize(("label", "other"), [pair for pair in SPELLINGS if outside_tables(*pair)])
def test_what_stands_beside_every_spelling_is_read_from_pdf_and_from_word(label, other, draw):
    form, path, drawn = outside_tables(label, other)
    reading = form.read(draw(form.title, [[drawn, text_of(form, path), "姓名", "张示例"]]))
    assert {path: field.text for path, field in reading.fields.items()} == {
        path: text_of(form, path),
        "person.name": "张示例",
    }


@pytest.mark.parametrize("draw", DRAWN.values(), ids=DRAWN)
@pytest.mark.parametrize(("label", "other"), [pair for pair in SPELLINGS if in_tables(*pair)])
def test_columns_under_every_spelling_are_read_from_pdf_and_from_word(label, other, draw):
    form, columns, heads = in_tables(label, other)
    paths = [leaf.path.replace("*", "0") for leaf in columns]
    texts = [text_of(form, path) for path in paths]
    reading = form.read(draw(form.title, [heads, texts], "姓名：张示例"))
    assert [reading.fields[path].text for path in paths] == texts
    assert reading.record.person.name == "张示例"


@pytest.mark.parametrize(("label", "other"), SPELLINGS)
def test_every_spelling_that_was_met_is_tried(label, other):
    assert outside_tables(label, other) or in_tables(label, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("身份证号：", "公民身份号码"),
        ("（大写）", "大写："),
        ("个人账户储存额（元）：", "个人账户 存储额"),
        ("社会保险经办机构（章）：", "社保机构(盖章)"),
        ("经办人（签字）", "经办人"),
        ("新就业地社保机构开户全称", "转入地社保经办机构开户名称"),
        ("协助抵扣金额⑤=①-②-④", "协助抵扣金额（⑤）"),
        ("转入地（待遇领取地）社保经办机构", "新参保地社会保险经办机构"),
    ],
)
def test_width_marks_and_parts_of_labels_may_be_otherwise(one, other):
    assert canonical(one) == canonical(other)


@pytest.mark.parametrize("name", ["labels", "parts"])
def test_a_list_holds_the_spellings_of_one_thing_and_no_other_list_has_them(name):
    groups = aliases()[name]
    assert [group for group in groups if len({canonical(spelling) for spelling in group}) > 1] == []
    spellings = [spelling for group in groups for spelling in group]
    assert len(set(spellings)) == len(spellings)


def test_labels_of_different_lists_are_different():
    assert all(canonical(one[0]) != canonical(other[0]) for one, other in combinations(aliases()["labels"], 2))


@pytest.mark.parametrize("label", [spelling for groups in aliases().values() for group in groups for spelling in group])
def test_a_label_in_our_spelling_is_one(label):
    assert canonical(canonical(label)) == canonical(label)


def test_labels_of_different_fields_stay_different():
    labels = ["姓名", "户籍地址", "机构地址", "开户银行", "开户名称", "银行账号", "缴费起始时间", "缴费终止时间"]
    labels += ["社保机构", "社保机构（章）", "集体补助", "被征地集体缴费", "个人缴费", "个人缴费政府补贴"]
    assert len(set(map(canonical, labels))) == len(labels)


def test_a_figure_that_is_a_part_of_another_has_its_own_label():
    assert canonical("其中：视同缴费年限") == canonical("视同缴费年限") != canonical("缴费年限")
    assert canonical("其中个人缴费") == canonical("个人缴费")
    assert canonical("其中") != ""
