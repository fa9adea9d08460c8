"""Sections side by side in one table: what several parts have is of the half that other labels tell."""

from __future__ import annotations

from itertools import zip_longest

import pytest

from drawn import in_pdf, in_word, reading_of
from hjforms.api import form
from support import certain

APPLICATION = form("national/application")
BLANK = ("", "")
SEX, CITIZEN_ID = ("性别", "女"), ("公民身份号码", "110101196503070049")
HOME, PHONE = ("户籍地址", "示例县示例村"), ("联系电话", "13800000001")
AGENT = [("姓名", "李代办"), ("与参保人关系", "母子"), ("联系电话", "13800000003"), ("联系地址", "示例县二号")]


def drawn(draw, left, right):
    rows = [[*one, *other] for one, other in zip_longest(left, right, fillvalue=BLANK)]
    reading = reading_of(draw(APPLICATION.title, rows), APPLICATION)
    return certain(reading), {found.path for found in reading.findings if found.severity == "error"}


@pytest.fixture(params=[in_word, in_pdf])
def draw(request):
    return request.param


@pytest.mark.parametrize("heads", [[], [("申请人", "")]])
def test_the_only_name_beside_a_person_is_not_theirs(draw, heads):
    right = [*([("代办人", "")] if heads else []), *AGENT[:2], AGENT[3]]
    record, told = drawn(draw, [*heads, SEX, CITIZEN_ID, HOME, PHONE], right)
    assert record.person.name is None
    assert record.agent.name == "李代办" or "agent.name" in told


def test_the_only_name_is_not_that_of_who_stands_beside_it(draw):
    record, told = drawn(draw, [("姓名", "张示例"), SEX, CITIZEN_ID, HOME], AGENT[1:])
    assert record.agent.name is None
    assert record.person.name == "张示例" or "person.name" in told


def test_a_telephone_beside_the_id_of_a_person_is_that_of_the_other_half(draw):
    record, told = drawn(draw, [SEX, CITIZEN_ID, PHONE], [AGENT[0], *AGENT[2:]])
    assert record.person.phone in {None, PHONE[1]}
    assert record.person.phone or "person.phone" in told


def test_a_heading_tells_nothing_of_the_other_half(draw):
    left = [("申请人", ""), CITIZEN_ID, PHONE, ("代办人", ""), *AGENT[1:]]
    right = [("转出地社保机构", ""), ("机构名称", "示例县社会保险中心"), ("行政区划代码", "371002")]
    right += [("联系电话", "021-50000002"), ("机构地址", "示例县中山路八号"), ("邮政编码", "200002")]
    record, told = drawn(draw, left, [*right, ("转入地社保机构", ""), ("机构名称", "示例市居保中心")])
    assert record.agent.phone in {None, "13800000003"}
    assert record.agent.phone or "agent.phone" in told


def test_of_two_agencies_side_by_side_none_has_the_name_of_the_other(draw):
    left = [("联系电话", "021-50000002"), ("机构地址", "示例县中山路八号")]
    record, told = drawn(draw, left, [("机构名称", "示例市居保中心"), ("行政区划代码", "371000")])
    assert (record.from_agency.name, record.from_agency.region_code) == (None, None)
    assert told >= {"from_agency.name", "from_agency.region_code"}


def test_where_two_labels_of_one_part_share_a_line_the_table_has_one_section(draw):
    record, _ = drawn(draw, [("姓名", "张示例"), CITIZEN_ID, HOME], [SEX, ("个人编号", "371000123"), PHONE])
    assert (record.person.name, record.person.phone) == ("张示例", PHONE[1])
