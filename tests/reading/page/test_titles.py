"""Which lines of a page are a title, and of which page of a paper."""

from __future__ import annotations

import pytest

from hjforms.reading.page.titles import documents_in, is_further, is_headed, is_title, squeezed

TITLE = "养老保险关系转移接续联系函"


def test_squeezed_texts_have_one_width_and_no_white_space():
    assert squeezed("姓　名 （签章）：") == squeezed("姓名(签章):")


@pytest.mark.parametrize(
    ("line", "is_one"),
    [
        (TITLE, True),
        (f"某市社会保险事业中心 {TITLE}（样表）", True),
        (f"附《{TITLE}》一份", False),
        (f"1. {TITLE}", False),
        (f"{TITLE}汇总表", False),
        ("联系函", False),
    ],
)
def test_a_line_is_a_title_where_it_is_little_more(line, is_one):
    assert is_title(line, TITLE) is is_one
    assert is_headed(["", line], TITLE) is is_one


@pytest.mark.parametrize(
    ("behind", "goes_on"), [("（续）", True), ("（二）", True), ("(2)", True), ("（一）", False), ("", False)]
)
def test_a_title_says_that_a_page_is_a_further_one(behind, goes_on):
    assert is_further(["某市", TITLE + behind], TITLE) is goes_on


def test_documents_are_known_by_year_and_number():
    assert documents_in("人社部发〔2009〕66号、人社厅发[2016] 94 号") == {("2009", "66"), ("2016", "94")}


@pytest.mark.parametrize(
    ("lines", "is_one"),
    [
        (["城镇职工基本养老保险　　扫码验真", "参保缴费凭证"], True),
        (["城镇职工基本养老保险", "编号：7　　参保缴费凭证"], True),
        (["城镇职工基本养老保险　　扫码验真", "扫码验真", "参保缴费凭证"], False),
        (["城镇职工基本养老保险　　扫码验真", "缴费凭证"], False),
    ],
)
def test_a_title_of_two_lines_may_have_something_else_beside_it(lines, is_one):
    assert is_headed(lines, "城镇职工基本养老保险参保缴费凭证") == is_one
