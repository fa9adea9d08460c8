"""What is said to people, in two languages."""

import json
import pickle
from copy import deepcopy

import pytest

from hjforms.wording import Joined, Label, Lines, Said, Sentence, Words, named, plain, said, unnamed

OPTION = Sentence("没有选项 {option}。", option="--jsn")


def test_a_sentence_is_its_chinese_text_and_says_the_same_in_english():
    assert OPTION == "没有选项 --jsn。"
    assert OPTION.text() == "没有选项 --jsn。"
    assert OPTION.text("en") == "There is no option --jsn."
    assert OPTION.params == {"option": "--jsn"}


def test_a_parameter_is_said_in_the_language_of_its_sentence_and_a_list_with_its_commas():
    told = Sentence("没有选项 {option}。", option=[Label("甲", "first"), Label("乙", "second")])
    assert told == "没有选项 甲、乙。"
    assert told.text("en") == "There is no option first, second."


@pytest.mark.parametrize(
    "text",
    [OPTION, Label("姓名", "name"), Words("a", OPTION), Lines(OPTION, OPTION), Joined(OPTION, "b"), named("a", OPTION)],
)
@pytest.mark.parametrize("copied", [lambda text: pickle.loads(pickle.dumps(text)), deepcopy])
def test_what_is_said_travels_with_both_languages(text, copied):
    again = copied(text)
    assert type(again) is type(text)
    assert (again, again.text("en")) == (text, text.text("en"))


def test_several_texts_are_joined_as_each_language_does():
    words = Words(Label("第4行", "row 4"), Label("个人缴费", "personal"))
    assert (words, words.text("en")) == ("第4行 个人缴费", "row 4, personal")
    assert Joined(OPTION, OPTION) == "没有选项 --jsn。没有选项 --jsn。"
    assert Joined(OPTION, OPTION).text("en") == "There is no option --jsn. There is no option --jsn."
    assert Lines(OPTION, OPTION).text("en").splitlines() == [OPTION.text("en")] * 2


def test_what_is_told_of_a_place_is_told_without_it_too():
    told = named(Label("姓名", "name"), OPTION)
    assert told == "姓名：没有选项 --jsn。"
    assert unnamed(told, "姓名") is OPTION
    assert unnamed(told, "性别") is told


def test_any_text_can_be_said_and_stays_what_it_is():
    assert said("100{%}").text("en") == "100{%}"
    assert said(OPTION) is OPTION
    assert isinstance(said("x"), Said)


def test_json_has_the_texts_of_one_language():
    data = {"message": OPTION, "rows": [1, None, OPTION]}
    assert json.loads(json.dumps(data))["message"] == str(OPTION)
    assert plain(data, "en") == {"message": OPTION.text("en"), "rows": [1, None, OPTION.text("en")]}
