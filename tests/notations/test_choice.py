import hypothesis.strategies as st
import pytest
from hypothesis import given

import strategies
from hjforms.errors import NotationError
from hjforms.notations import choice

SEXES = ("男", "女")
ANSWERS = ("是", "否")
DIRECTIONS = ("居民养老保险转入职工养老保险", "职工养老保险转入居民养老保险")
MARKS = ("☑", "☒", "■", "√", "✓", "✔", "[x]", "[X]", "[√]", "［ｘ］")
EMPTY = ("□", "☐", "[ ]", "[]", "[\u3000]")

chosen = st.sampled_from([SEXES, ANSWERS, DIRECTIONS]).flatmap(
    lambda options: st.tuples(st.sampled_from([None, *options]), st.just(options))
)


@given(chosen)
def test_read_inverts_boxes(choosing):
    value, options = choosing
    assert choice.read(choice.boxes(value, options), options) == value


@given(chosen.filter(lambda choosing: choosing[0] is not None), st.data())
def test_read_inverts_write_with_white_space_anywhere(choosing, data):
    value, options = choosing
    assert choice.read(data.draw(strategies.spaced(st.just(choice.write(value, options)))), options) == value


@given(chosen, st.sampled_from(MARKS), st.sampled_from(EMPTY), st.booleans(), st.data())
def test_boxes_stand_before_or_after_their_options(choosing, mark, empty, after, data):
    value, options = choosing
    boxes = [mark if option == value else empty for option in options]
    pairs = zip(options, boxes, strict=True) if after else zip(boxes, options, strict=True)
    text = "".join(left + right for left, right in pairs)
    assert choice.read(data.draw(strategies.spaced(st.just(text))), options) == value


@pytest.mark.parametrize(
    ("text", "options", "value"),
    [
        ("男 ", SEXES, "男"),
        ("\u2f25", SEXES, "女"),
        ("姓 名", ("姓名", "性别"), "姓名"),
        ("他 人", ("本人", "他　人"), "他　人"),
        ("☑是", ANSWERS, "是"),
        ("否√", ANSWERS, "否"),
        ("□是", ANSWERS, None),
        ("—", ANSWERS, None),
        ("", ANSWERS, None),
    ],
)
def test_texts(text, options, value):
    assert choice.read(text, options) == value


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("☑是 ☑否", "只能选一项"),
        ("是√ 否√", "只能选一项"),
        ("☑是 ☑是", "“是”、“否”"),
        ("是 否", "“是”、“否”"),
        ("是√否", "“是”、“否”"),
        ("☑", "“是”、“否”"),
        ("☑是□", "“是”、“否”"),
        ("☑也许 □否", "“是”、“否”"),
        ("不是", "“是”、“否”"),
    ],
)
def test_anything_else_is_refused_with_the_options(refusal, text, reason):
    assert reason in str(refusal(choice.read, text, ANSWERS))


def test_blanks_and_foreign_values():
    assert choice.of(None, ANSWERS) is None
    assert choice.of("是", ANSWERS) == "是"
    assert choice.boxes("是", ANSWERS) == "☑是 □否"
    for verb in (choice.write, choice.boxes, choice.of):
        with pytest.raises(NotationError):
            verb("也许", ANSWERS)
    with pytest.raises(NotationError):
        choice.of(True, ANSWERS)


@pytest.mark.parametrize("marks", [("☑", "☒"), ("☒", "√"), ("[x]", "☑"), ("⊠", "■")])
def test_ticks_and_crosses_of_one_choice_are_refused(refusal, marks):
    assert "有的打叉" in str(refusal(choice.all_marked, marks, SEXES))
    assert choice.all_marked((marks[1], marks[1]), SEXES) == list(SEXES)
