"""Lint: the template against its record, both ways, with table, row, cell and tag."""

from __future__ import annotations

import re

import pytest

from hjforms.api import form, forms
from hjforms.template.lint import lacking, lint
from support import REFUND, edited, parts_of, zipped

WORD = REFUND.word_path.read_bytes()
NAME = "{{ person.name }}"
PARAGRAPH = "附件 5"


def problems(old: str, new: str) -> list[tuple[str, str, str]]:
    found = lint(edited(WORD, old, new), REFUND.record_type)
    return [(problem.where, problem.tag, problem.message) for problem in found]


@pytest.mark.parametrize("form", forms(), ids=lambda form: form.id)
def test_the_shipped_template_has_no_problems(form):
    assert lint(form.word_path.read_bytes(), form.record_type) == []
    assert lacking(form.word_path.read_bytes(), form.record_type) == ()


def test_a_misspelt_tag_is_named_with_its_place_and_the_nearest_field():
    assert problems(NAME, "{{ person.nmae }}") == [
        ("表2 第2行 第4格", "{{ person.nmae }}", "记录中没有这个字段，是否为 person.name？"),
    ]


def test_a_tag_that_resembles_no_field_gets_no_suggestion():
    assert problems(NAME, "{{ zzzzzzzz }}")[0][2] == "记录中没有这个字段。"


def test_a_form_with_rows_prints_the_number_of_the_page():
    assert problems("{{ page }}", "") == [("", "{{ page }}", "有表格的表须印页码，续页才知道属于哪一份。")]


def test_a_misspelt_tag_in_the_repeated_row_is_named_with_its_path():
    [found] = problems("{{ y.months }}", "{{ y.month }}")
    assert found[1:] == ("{{ y.month }}", "记录中没有这个字段，是否为 years.*.months？")


@pytest.mark.parametrize(("tag", "path"), [(NAME, "person.name"), ("{{ y.paid.personal }}", "years.*.paid.personal")])
def test_a_field_without_a_tag_has_no_place(tag, path):
    word = edited(WORD, tag, "")
    assert lint(word, REFUND.record_type) == []
    assert lacking(word, REFUND.record_type) == (path,)


def test_a_choice_of_which_a_box_is_missing_lacks_that_box():
    notice = form("shandong/notice")
    word = edited(notice.word_path.read_bytes(), "{{ choice.no }}", "")
    assert (lint(word, notice.record_type), lacking(word, notice.record_type)) == ([], ("choice.no",))


def test_a_file_without_any_tag_is_no_template():
    word = re.sub(rb"\{\{.*?\}\}|\{%.*?%\}", b"", parts_of(WORD)["word/document.xml"])
    found = lint(zipped(parts_of(WORD) | {"word/document.xml": word}), REFUND.record_type)
    assert [problem.message for problem in found] == ["模板里一个字段的标签也没有，请在要填写的格里写 {{ 字段 }}。"]


def test_a_date_of_which_a_part_is_missing_is_missed():
    found = problems("{{ filled_on.month }}", "")
    assert [tag for _, tag, _ in found] == ["{{ filled_on }}"]
    assert "filled_on.month" in found[0][2]


def test_a_tag_that_stands_twice_is_named_with_both_places():
    found = problems("{{ signoff.phone }}", NAME)
    assert [problem[1:] for problem in found] == [(NAME, "与表2 第2行 第4格重复。")]


def test_a_tag_outside_a_table_has_no_rectangle():
    found = problems(PARAGRAPH, NAME)
    assert found[0] == ("正文", NAME, "标签须写在表格的单元格里（边框可以不画）。")


def test_a_label_may_stand_before_its_value_in_one_cell():
    assert problems(NAME, f"姓名：{NAME}") == []


@pytest.mark.parametrize("text", [f"{NAME}先生", f"{NAME}{NAME}"])
def test_nothing_may_stand_behind_a_value_in_its_cell(text):
    found = problems(NAME, text)
    assert found[0] == (
        "表2 第2行 第4格",
        NAME,
        "一格里只能有一个标签，标签后面不能再有字，请另分一格（边框可以不画）。",
    )


def test_a_box_has_a_cell_of_its_own():
    notice = form("shandong/notice")
    word = edited(notice.word_path.read_bytes(), "{{ choice.no }}", "否{{ choice.no }}")
    [problem] = lint(word, notice.record_type)
    assert problem.message == "方框的标签须独占一个单元格（边框可以不画）。"


def test_a_loop_over_an_unknown_table_is_named():
    found = problems("{%tr for y in years %}", "{%tr for y in jahre %}")
    assert found[0][1:] == ("{%tr for y in jahre %}", "记录中没有这个表格，可用：years。")


def test_a_loop_that_does_not_end_is_named():
    found = problems("{%tr endfor %}", "")
    assert ("", "{%tr for y in years %}", "缺少 {%tr endfor %}。") in found


def test_a_loop_within_a_loop_is_refused():
    found = problems(PARAGRAPH, "{%tr for x in years %}")
    assert "循环不能套循环。" in [message for _, _, message in found]


@pytest.mark.parametrize(
    "tag",
    [
        "{{ person.name|upper }}",
        "{{ person['name'] }}",
        "{{ person.name ~ '' }}",
        "{% if person.name %}",
        "{% set x = 1 %}",
        "{%p for y in years %}",
        "{# a remark #}",
    ],
)
def test_what_is_more_than_a_field_or_a_row_loop_is_refused(tag):
    found = problems(NAME, tag)
    assert found[0] == ("表2 第2行 第4格", tag, "只能用 {{ 字段 }} 和 {%tr for … in … %}。")


@pytest.mark.parametrize("torn", ["{{ person.name }", "{{ person.name", "{%tr for y in years"])
def test_a_tag_without_its_end_is_refused(torn):
    assert ("表2 第2行 第4格", "", "标签没有写完整（缺少右边的括号）。") in problems(NAME, torn)


def test_the_problems_come_in_the_order_of_the_document():
    word = edited(edited(WORD, "{{ signoff.agency }}", "{{ signoff.agenzy }}"), NAME, "{{ person.nmae }}")
    tags = [problem.tag for problem in lint(word, REFUND.record_type)]
    assert tags[:2] == ["{{ person.nmae }}", "{{ signoff.agenzy }}"]


def test_a_problem_reads_as_a_sentence():
    problem = lint(edited(WORD, NAME, "{{ person.nmae }}"), REFUND.record_type)[0]
    assert str(problem) == "表2 第2行 第4格 {{ person.nmae }}：记录中没有这个字段，是否为 person.name？"


@pytest.mark.parametrize("data", [b"", b"PK", zipped({"a.txt": b"a"})], ids=["empty", "torn", "no Word file"])
def test_what_is_no_word_file_is_one_problem(data):
    assert len(lint(data, REFUND.record_type)) == 1


def test_a_tag_in_the_header_of_the_page_that_nothing_fills_is_a_problem():
    """docxtpl fills headers too; we do not, so a tag there would print as it stands."""
    parts = parts_of(WORD)
    parts["word/header1.xml"] = (
        b'<w:hdr xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        b"<w:p><w:r><w:t>{{ person.name }}</w:t></w:r></w:p></w:hdr>"
    )
    assert lint(zipped(parts), REFUND.record_type) != []
