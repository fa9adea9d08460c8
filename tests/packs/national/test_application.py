"""城乡养老保险制度衔接申请表: its rules, each broken once, and its boxes."""

from __future__ import annotations

import pytest

from hjforms.errors import InputError
from support import (
    CITIZEN_ID,
    UNKNOWN_PROVINCE,
    assert_comes_back,
    certain,
    example,
    faults_of,
    filled_by_pypdf,
    saved_by_pypdf,
)

SAMPLE = example("weihai/national/application")
FORM = SAMPLE.form
ACCOUNT = ("bank", "account_name", "account_number")
LABELS = {
    "id_card": "身份证（社保卡）复印件",
    "certificate": "参保缴费凭证",
    "agent_id_card": "代办人身份证",
    "household_register": "户口簿",
    "other": "其他",
}


# ------------------------------------------------------------------------------------------------ rules


def test_sex_and_birth_date_follow_from_the_number():
    person = SAMPLE.completed().person
    assert (person.sex, str(person.birth_date)) == ("男", "1965-01-15")


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"person.name": None, "refund_account": None}, ("error", "person.name", "required")),
        ({"person.citizen_id": None}, ("error", "person.citizen_id", "required")),
        ({"direction": None}, ("error", "direction", "required")),
        ({"from_agency.name": None}, ("error", "from_agency.name", "required")),
        ({"to_agency.name": None}, ("error", "to_agency.name", "required")),
        ({"person.sex": "女"}, ("error", "person.sex", "person.sex")),
        ({"person.birth_date": "1965-01-16"}, ("error", "person.birth_date", "person.birth-date")),
        ({"applied_on": "2024-12-17"}, ("error", "signoff.date", "in-order")),
        ({"signed_on": "2024-12-17"}, ("error", "signoff.date", "in-order")),
        ({"years_employee": 179}, ("error", "years_employee", "direction.years")),
        ({"direction": "employee-to-resident"}, ("error", "years_employee", "direction.years")),
        ({"documents": ["certificate"]}, ("error", "documents", "documents.required")),
        (
            {"direction": "employee-to-resident", "years_employee": 36, "documents": ["id_card"]},
            ("error", "documents", "documents.required"),
        ),
        ({"documents": ["id_card", "other"]}, ("error", "documents_other", "documents.other")),
        ({"documents_other": "转移单"}, ("error", "documents", "documents.other")),
        ({"documents": ["id_card", "agent_id_card"]}, ("error", "agent.name", "agent")),
        ({"agent.name": "李示例"}, ("warning", "documents", "agent")),
        (
            {"agent.phone": "13900000000", "documents": ["id_card", "agent_id_card"]},
            ("error", "agent.name", "agent"),
        ),
        *(
            ({f"refund_account.{name}": None}, ("error", f"refund_account.{name}", "refund-account"))
            for name in ACCOUNT
        ),
        (
            {"refund_account.account_name": "李示例"},
            ("warning", "refund_account.account_name", "refund-account"),
        ),
        ({"opinion": "refused"}, ("error", "opinion_reason", "opinion")),
        ({"opinion_reason": "缴费年限不足"}, ("error", "opinion", "opinion")),
    ],
)
def test_a_rule_that_is_broken_is_the_one_finding(changes, expected):
    assert SAMPLE.findings(changes) == [expected]


def test_an_unknown_region_is_a_warning():
    assert SAMPLE.findings({"person.citizen_id": UNKNOWN_PROVINCE}) == [
        ("warning", "person.citizen_id", "person.region")
    ]


@pytest.mark.parametrize("opinion", [None, "accepted", "refused"])
def test_what_is_wrong_with_an_application_is_grave_only_where_it_was_accepted(opinion):
    reason = "缴费年限不足15年" if opinion == "refused" else None
    found = SAMPLE.findings({"years_employee": 36, "documents": None, "opinion": opinion, "opinion_reason": reason})
    grades = {None: ["warning"] * 2, "accepted": ["error"] * 2, "refused": []}
    assert [grade for grade, _, _ in found] == grades[opinion]


def test_from_2030_on_the_fifteen_years_are_only_a_hint():
    days = {"applied_on": "2030-01-02", "signed_on": "2030-01-02", "signoff.date": "2030-01-03"}
    assert SAMPLE.findings({**days, "years_employee": 179}) == [("warning", "years_employee", "direction.years")]


def test_every_finding_names_its_law_or_reason():
    record = SAMPLE.record({"opinion": "refused", "person.sex": "女", "documents_other": "转移单"})
    assert all(found.article for found in FORM.check(record))


# ------------------------------------------------------------------------------------------------ boxes


@pytest.mark.parametrize("direction", [None, "resident-to-employee", "employee-to-resident"])
@pytest.mark.parametrize("opinion", [None, "accepted", "refused"])
def test_a_choice_comes_back_from_its_boxes(direction, opinion):
    record = SAMPLE.record({"direction": direction, "opinion": opinion})
    assert_comes_back(FORM, record)


@pytest.mark.parametrize("documents", [None, ["id_card"], ["certificate", "other"], list(LABELS)])
def test_several_choices_come_back_from_their_boxes(documents):
    record = SAMPLE.record({"documents": documents})
    assert_comes_back(FORM, record)


@pytest.mark.parametrize("years", [0, 1, 179, 180, None])
def test_years_come_back(years):
    record = SAMPLE.record({"years_employee": years, "years_resident": years})
    assert_comes_back(FORM, record)


def test_documents_are_held_in_the_order_of_the_paper_and_go_out_as_a_list():
    record = FORM.load({"documents": ["other", "id_card", "other"]})
    assert record.documents == ("id_card", "other")
    assert record.model_dump(mode="json")["documents"] == ["id_card", "other"]
    assert FORM.load(record.model_dump_json().encode()) == record


@pytest.mark.parametrize("blank", [None, [], [None], [""]])
def test_no_documents_are_a_blank(blank):
    assert FORM.load({"documents": blank}).documents is None


@pytest.mark.parametrize("value", ["id_card", ["passport"], [1], {"id_card": True}, [["id_card"]]])
def test_documents_that_the_form_does_not_know_are_refused(value):
    with pytest.raises(InputError) as error:
        FORM.load({"documents": value})
    assert list(faults_of(error.value)) == ["documents"]


@pytest.mark.parametrize("value", ["城乡居民养老保险转入城镇职工养老保险", "both", 1, ["resident-to-employee"]])
def test_a_direction_is_one_of_two_codes(value):
    with pytest.raises(InputError) as error:
        FORM.load({"direction": value})
    assert list(faults_of(error.value)) == ["direction"]


def test_the_schema_lists_the_codes():
    properties = FORM.record_type.model_json_schema()["properties"]
    assert properties["direction"]["anyOf"][0]["enum"] == ["resident-to-employee", "employee-to-resident"]
    assert properties["documents"]["anyOf"][0]["items"] == {"type": "string", "enum": list(LABELS)}


def test_the_fillable_form_has_real_check_boxes():
    values = {"person.name": "张示例", "person.citizen_id": CITIZEN_ID}
    ticks = {"direction.employee_to_resident": "/Yes", "documents.id_card": "/Yes", "documents.other": "/Yes"}
    reading = FORM.read(filled_by_pypdf(FORM.blank("pdf"), {**values, **ticks}))
    assert reading.record == FORM.load(
        {
            "person": {"name": "张示例", "citizen_id": CITIZEN_ID},
            "direction": "employee-to-resident",
            "documents": ["id_card", "other"],
        }
    )


def test_two_marks_where_one_is_wanted_are_a_finding():
    record = SAMPLE.record()
    ticked = filled_by_pypdf(FORM.pdf(record, editable=True), {"direction.employee_to_resident": "/Yes"})
    reading = FORM.read(ticked)
    assert certain(reading).direction is None
    assert [(found.path, found.rule) for found in reading.findings] == [("direction", "read"), ("direction", "changed")]


def test_a_file_that_another_program_saved_reads_the_same():
    record = SAMPLE.record({"documents": list(LABELS), "documents_other": "转移单"})
    assert FORM.read(saved_by_pypdf(FORM.pdf(record))).record == record
