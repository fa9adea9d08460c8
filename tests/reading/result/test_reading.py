"""Why a value is that of its field: what else its label may name, by how much, and who was asked."""

from __future__ import annotations

import json

import pytest

from drawn import DRAWN, reading_of
from hjforms.api import form, read
from hjforms.reading.others.alike import ENOUGH
from hjforms.reading.page.texts import Claim
from hjforms.reading.result.reading import FieldReading
from hjforms.report import reading_text
from hjforms.unread import Unread
from support import REFUND, edited, saved_by_pypdf, worked

APPLICATION = form("national/application")
PEOPLE = [
    [["姓名", "张示例", "联系电话", "13800000000", "户籍地址", "某市某路1号"]],
    [["代办人姓名", "李示例", "与参保人关系", "父子", "联系电话", "13900000000"]],
]
drawn = pytest.mark.parametrize("draw", DRAWN.values(), ids=DRAWN)
ours = pytest.mark.parametrize(
    "data",
    [
        REFUND.pdf(worked()),
        REFUND.pdf(worked(), editable=True),
        REFUND.docx(worked()),
        saved_by_pypdf(REFUND.pdf(worked())),
    ],
    ids=["pdf", "editable", "docx", "saved"],
)


@ours
def test_on_a_page_of_ours_the_place_tells_the_field(data):
    [reading] = read(data)
    for path in reading.fields:
        [own] = reading.candidates(path)
        assert own.field.replace("*", path.split(".")[1] if ".*." in own.field else "*") == path
        assert reading.fields[path].margin is None
        assert all(witness.agrees for witness in reading.witnesses(path))
    assert reading.witnesses("person.name")[-1].name == "carried"


def test_the_record_in_the_file_is_a_witness_against_what_was_changed():
    [reading] = read(edited(REFUND.docx(worked()), "张示例", "张示列"))
    assert [witness.agrees for witness in reading.witnesses("person.name") if witness.name == "carried"] == [False]
    assert [witness.agrees for witness in reading.witnesses("person.sex") if witness.name == "carried"] == [True]


@drawn
def test_a_label_that_several_fields_have_tells_by_how_much_its_own_is_nearest(draw):
    reading = reading_of(draw(APPLICATION.title, *PEOPLE), APPLICATION)
    own, *others = reading.candidates("person.phone")
    assert (own.field, own.label) == ("person.phone", "联系电话")
    assert "agent.phone" in {other.field for other in others}
    margin = reading.fields["person.phone"].margin
    assert margin == own.score - max(other.score for other in others)
    assert margin > 0


@drawn
def test_a_label_of_one_field_has_no_rival(draw):
    reading = reading_of(draw(APPLICATION.title, *PEOPLE), APPLICATION)
    assert [claim.field for claim in reading.candidates("person.address")] == ["person.address"]
    assert reading.fields["person.address"].margin is None


def test_the_margin_is_that_to_the_best_of_the_others():
    claims = (Claim("a", "甲", 0.9), Claim("b", "乙", 0.25), Claim("c", "丙", 0.5))
    assert FieldReading("x", "x", 1, None, "grid", claims=claims).margin == pytest.approx(0.4)
    assert FieldReading("x", "x", 1, None, "grid", claims=claims[:1]).margin is None


@drawn
def test_a_column_is_told_by_its_heads(draw):
    account = form("national/employee-account")
    heads = ["年份", "参保地", "区划代码", "起止月份", "月数", "年末累计储存额"]
    row = ["2011", "环翠区", "371002", "201101-201112", "12", "100.00"]
    person = [["姓名", "张示例", "性别", "男", "公民身份号码", "371000196803200025"]]
    reading = reading_of(draw(account.title, person, [heads, row]), account)
    assert reading.candidates("years.0.months") == (Claim("years.*.months", "月数"),)
    assert reading.candidates("years.0.region_name") == (Claim("years.*.region_name", "参保地"),)


@drawn
def test_words_that_nobody_told_are_as_near_as_they_are_alike(draw):
    account = form("shandong/resident-account")
    known = [
        ["姓名", "张示例", "公民身份号码", "371000196803200025"],
        ["个人编号", "37100000012345", "转出总金额", "100.00"],
    ]
    reading = reading_of(draw(account.title, known), account)
    own, *others = reading.candidates("transfer_total")
    assert own == Claim("transfer_total", "转出金额合计", own.score)
    assert own.score >= ENOUGH
    assert all(other.score < own.score for other in others)


@drawn
def test_what_is_unread_says_what_is_against_it(draw):
    reading = reading_of(draw(APPLICATION.title, *PEOPLE, [["公民身份号码", "371000196803200026"]]), APPLICATION)
    assert isinstance(reading.fields["person.citizen_id"].value, Unread)
    told = reading.explained("person.citizen_id")
    assert {witness["agrees"] for witness in told["witnesses"]} == {None}
    assert told["against"]


@drawn
def test_the_same_is_json_where_it_is_asked_for(draw):
    reading = reading_of(draw(APPLICATION.title, *PEOPLE), APPLICATION)
    told = json.loads(json.dumps(reading.as_dict("en", explain=True)))["fields"]["person.phone"]
    assert told["candidates"][0] == reading.candidates("person.phone")[0]._asdict()
    assert told["margin"] == reading.fields["person.phone"].margin
    assert [witness["name"] for witness in told["witnesses"]] == [one.name for one in reading.witnesses("person.phone")]
    assert "candidates" not in reading.as_dict()["fields"]["person.phone"]


@drawn
def test_the_same_is_told_to_a_clerk(draw):
    reading = reading_of(draw(APPLICATION.title, *PEOPLE), APPLICATION)
    lines = [str(line) for line in reading_text(reading, explain=True)]
    [phone] = [line for line in lines if "〔person.phone；" in line]
    assert "名称“联系电话”，合 " in phone
    assert "；其次是 " in phone
    [address] = [line for line in lines if "〔person.address；" in line]
    assert "名称“户籍地址”只是这一栏的" in address
