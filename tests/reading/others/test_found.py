"""What was found on a page: values as their notations take them, contradictions, and what nobody explained."""

from __future__ import annotations

import pytest

from drawn import in_word, reading_of
from hjforms.api import form
from hjforms.reading.others.found import SURE, Candidate, Found, Piece, fitted, joined
from hjforms.reading.page.squares import Square
from hjforms.records.base import leaves
from support import REFUND

LEAVES = leaves(REFUND.record_type)
SQUARES = [Square("姓名：王小明　乙", 0, 0, 9, 1), Square("李\n四", 0, 1, 9, 2)]


def found():
    return Found(SQUARES, LEAVES)


def test_what_no_label_explains_is_the_rest():
    page = found()
    page.use(Piece(0, 0, 3))
    page.put("person.name", [Piece(0, 3, 6)], SURE)
    assert page.rests(lambda text: not text.strip()) == {0: ["乙"], 1: ["李", "四"]}
    assert page.fields["person.name"].text == "王小明"


def test_two_places_that_say_the_same_are_one_and_others_are_in_doubt():
    page = found()
    page.put("person.name", [Piece(0, 3, 6)], SURE)
    page.put("person.name", [Piece(0, 3, 6)], SURE)
    assert page.fields["person.name"].doubt is None
    page.put("person.name", [Piece(1, 0, 3)], SURE)
    value = page.fields["person.name"]
    assert (value.text, value.doubt.refuses, value.rivals) == ("王小明", True, ("李四",))


NAME, OTHER, DAY = Piece(0, 3, 6), Piece(1, 0, 3), Piece(0, 0, 2)


@pytest.mark.parametrize(
    ("candidates", "taken"),
    [
        ([Candidate("person.name", [NAME])], {"person.name": "王小明"}),
        ([Candidate("person.name", [NAME]), Candidate("person.name", [OTHER])], {}),
        ([Candidate("filled_on", [DAY])], {}),
        ([Candidate("person.name", [])], {}),
    ],
    ids=["one", "two places", "no day", "nothing"],
)
def test_of_what_is_proposed_for_a_field_one_text_alone_is_taken(candidates, taken):
    page = found()
    page.decide(candidates)
    assert {path: value.text for path, value in page.fields.items()} == taken
    assert page.seen == set(taken)


def test_a_text_that_is_explained_is_taken_for_nothing_else():
    page = found()
    page.use(Piece(0, 5, 6))
    page.decide([Candidate("person.name", [NAME])])
    assert not page.fields


def test_one_value_in_two_spellings_is_no_contradiction():
    page = Found([Square("7300.00", 0, 0, 9, 1), Square("￥7,300.00元", 0, 1, 9, 2)], LEAVES)
    page.put("refund_total", [page.whole(0)], SURE)
    page.put("refund_total", [page.whole(1)], SURE)
    assert page.fields["refund_total"].doubt is None


def test_a_blank_is_no_value():
    page = found()
    page.put("person.name", [Piece(0, 6, 7)], SURE)
    assert page.fields == {}


@pytest.mark.parametrize(
    ("path", "text", "read"),
    [
        ("refund_total", "7300.00元", "7300.00元"),
        ("refund_total", "__ 7300.00 __", "7300.00"),
        ("person.name", "张三元", "张三元"),
        ("refund_total", "七千元", "七千元"),
        ("person.name", "张示例（签章）", "张示例"),
        ("person.name", "（签字）张示例", "张示例"),
        ("person.name", "张（章）示例", "张（章）示例"),
    ],
)
def test_what_papers_print_around_a_value_is_no_part_of_it(path, text, read):
    assert fitted(LEAVES[path], text) == read


@pytest.mark.parametrize("text", ["14 年 6 月", "14年6", "14年6个月"])
def test_months_of_a_span_of_years_are_written_with_or_without_their_word(text):
    leaf = leaves(form("national/employee-account").record_type)["years_paid"]
    assert leaf.kind.read(fitted(leaf, text)) == 14 * 12 + 6


@pytest.mark.parametrize(
    ("path", "text", "fits"),
    [
        ("person.personal_number", "371625 0000 481926", "3716250000481926"),
        ("person.personal_number", "A 371625 48", "A 371625 48"),
        ("signoff.handler", "王经办（工号0732）", "王经办"),
        ("signoff.handler", "王经办（0732）", "王经办（0732）"),
    ],
)
def test_groups_of_a_persons_number_and_that_of_who_signs_are_no_part_of_it(path, text, fits):
    assert fitted(LEAVES[path], text) == fits


@pytest.mark.parametrize(
    ("text", "fits"), [("示例社函〔2024〕第 8 号", "示例社函〔2024〕第8号"), ("示例 2024 8", "示例 2024 8")]
)
def test_gaps_around_the_figures_of_the_number_of_a_document_are_no_part_of_it(text, fits):
    assert fitted(leaves(form("national/contact-letter").record_type)["number"], text) == fits


def test_a_line_that_is_typed_below_a_value_is_no_part_of_it():
    receipt = form("national/offset-receipt")
    lines = (
        "编号：1",
        "二、应协助抵扣金额：____4,218.60____元",
        "抵扣期数：__5__期",
        "未抵扣原因：__已死亡，停发待遇__",
    )
    record = reading_of(in_word(receipt.title, *lines), receipt).record
    assert (str(record.asked), record.months, record.reason) == ("4218.60", 5, "已死亡，停发待遇")


def test_a_name_is_set_apart_in_the_sentence_of_a_letter_as_in_a_table():
    insured = leaves(form("jilin/contact-letter").record_type)["insured"]
    assert (joined(insured, "佟　蕾"), joined(insured, "佟蕾 等")) == ("佟蕾", "佟蕾 等")
