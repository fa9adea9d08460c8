"""基本养老保险关系转移接续联系函: its rules, each broken once, its boxes, and the name that it says twice."""

from __future__ import annotations

import pytest

from support import UNKNOWN_PROVINCE, assert_comes_back, edited, example, page_texts

SAMPLE = example("jilin/jilin/contact-letter")
FORM = SAMPLE.form


def test_the_name_in_the_sentence_is_that_of_the_table():
    assert SAMPLE.completed().insured == "赵示例"
    assert SAMPLE.completed({"insured": "李示例"}).insured == "李示例"


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        *(
            ({path: None}, ("error", path, "required"))
            for path in (
                "addressee",
                "person.name",
                "person.citizen_id",
                "scheme",
                "receiving_agency.account_name",
                "receiving_agency.bank",
                "receiving_agency.account_number",
            )
        ),
        ({"insured": "李示例"}, ("error", "insured", "insured")),
        ({"person.sex": "女"}, ("error", "person.sex", "person.sex")),
        ({"person.citizen_id": UNKNOWN_PROVINCE}, ("warning", "person.citizen_id", "person.region")),
    ],
)
def test_a_rule_that_is_broken_is_the_one_finding(changes, expected):
    assert SAMPLE.findings(changes) == [expected]


@pytest.mark.parametrize("scheme", [None, "institution", "employee"])
def test_the_box_of_the_new_scheme_comes_back(scheme):
    record = SAMPLE.record({"scheme": scheme})
    assert_comes_back(FORM, record)


def test_a_returned_letter_about_two_people_is_found_out():
    docx = FORM.docx(SAMPLE.completed())
    returned = FORM.read(edited(docx, "赵示例", "李示例", 1)).record
    assert {returned.insured, returned.person.name} == {"赵示例", "李示例"}
    assert [found.rule for found in FORM.check(returned)] == ["insured"]


def test_the_letter_says_its_sentence_around_the_name():
    (text,) = page_texts(FORM.pdf(SAMPLE.completed()))
    assert "原在你处的参保人员：" in text
    assert "现申请将其基本养老保险关系转至我处，如无不妥请按相关规定办理转移手续。" in text
