"""基本养老保险关系转移接续联系函: its rules, each broken once, its boxes, and the name that it says twice."""

from __future__ import annotations

import copy
import json

import pytest

from hjforms.api import form
from support import ROOT, UNKNOWN_PROVINCE, edited, page_texts, with_value

FORM = form("jilin/contact-letter")
CASE = json.loads((ROOT / "examples/jilin/jilin/contact-letter.json").read_bytes())


def letter(changes=None):
    """The example as JSON data, with other values at some paths."""
    data = copy.deepcopy(CASE)
    for path, value in (changes or {}).items():
        data = with_value(data, path, value)
    return data


def findings(changes):
    return [(found.severity, found.path, found.rule) for found in FORM.check(FORM.load(letter(changes)))]


def test_the_example_has_no_findings_before_and_after_it_is_completed():
    record = FORM.load(CASE)
    assert FORM.check(record) == FORM.check(FORM.complete(record)) == []


def test_the_name_in_the_sentence_is_that_of_the_table():
    assert FORM.complete(FORM.load(CASE)).insured == "赵示例"
    assert FORM.complete(FORM.load(letter({"insured": "李示例"}))).insured == "李示例"


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
    assert findings(changes) == [expected]


@pytest.mark.parametrize("scheme", [None, "institution", "employee"])
def test_the_box_of_the_new_scheme_comes_back(scheme):
    record = FORM.load(letter({"scheme": scheme}))
    for made in (FORM.pdf(record), FORM.pdf(record, editable=True), FORM.docx(record)):
        assert FORM.read(made).record == record


def test_a_returned_letter_about_two_people_is_found_out():
    docx = FORM.docx(FORM.complete(FORM.load(CASE)))
    returned = FORM.read(edited(docx, "赵示例", "李示例", 1)).record
    assert {returned.insured, returned.person.name} == {"赵示例", "李示例"}
    assert [found.rule for found in FORM.check(returned)] == ["insured"]


def test_the_letter_says_its_sentence_around_the_name():
    (text,) = page_texts(FORM.pdf(FORM.complete(FORM.load(CASE))))
    assert "原在你处的参保人员：" in text
    assert "现申请将其基本养老保险关系转至我处，如无不妥请按相关规定办理转移手续。" in text
