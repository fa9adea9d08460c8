"""城乡养老保险制度衔接联系函, national: its boxes, its rules, its wording."""

from __future__ import annotations

import pytest

from hjforms.errors import InputError
from support import UNKNOWN_PROVINCE, assert_comes_back, example, faults_of, filled_by_pypdf, words_of

CASES = [example(f"{case}/national/contact-letter") for case in ("employee-to-resident", "resident-to-employee")]
SAMPLE = CASES[0]
FORM = SAMPLE.form

# 鲁人社字〔2024〕84号 附件2 worded for the national law and both directions; 编号 and copies as systems print them.
PRINTED = """
城乡养老保险制度衔接联系函
编号：
社会保险经办机构：
根据《城乡养老保险制度衔接暂行办法》（人社部发〔2014〕17号）有关规定，原在你处
的参保人员，现申请将其 城乡居民 城镇职工基本养老保险关系转至我处，如无不妥，请
按相关规定办理。
姓 名 性 别 公民身份号码
转入地社保经办机构行政区划代码 转入地社保经办机构开户名称
转入地社保经办机构开户银行 转入地社保经办机构银行账号
经办人（签章）： 联系电话： 转入地社保经办机构（章）：
年 月 日
（本函一式两联，一联发给原参保地社保机构，一联留存）
"""


# ------------------------------------------------------------------------------------------------ rules


@pytest.mark.parametrize("path", ["addressee", "person.name", "person.citizen_id", "scheme", "receiving_agency.bank"])
def test_what_the_other_agency_needs_must_stand_on_the_letter(path):
    assert SAMPLE.details({path: None}) == [("error", path, "required", None, None)]


def test_each_other_rule_is_broken_by_one_value():
    assert SAMPLE.details({}) == []
    assert SAMPLE.details({"person.sex": "男"}) == [("error", "person.sex", "person.sex", "女", "男")]
    assert SAMPLE.details({"receiving_agency.region_code": "731002"}) == [
        ("warning", "receiving_agency.region_code", "region-code", None, "731002")
    ]
    assert SAMPLE.details({"person": {"name": "李示例", "citizen_id": UNKNOWN_PROVINCE}}) == [
        ("warning", "person.citizen_id", "person.region", None, UNKNOWN_PROVINCE)
    ]


def test_the_letter_rests_on_the_national_procedure():
    assert all(rule.article.startswith(("人社厅发〔2014〕25号", "GB")) for rule in FORM.rules)


# ------------------------------------------------------------------------------------------------ boxes


@pytest.mark.parametrize("scheme", [None, "resident", "employee"])
def test_the_scheme_comes_back_from_its_boxes(scheme):
    record = SAMPLE.record({"scheme": scheme})
    assert_comes_back(FORM, record)


def test_the_box_that_is_marked_stands_before_the_scheme_that_the_person_leaves():
    to_resident, to_employee = (words_of(FORM.docx(case.record())) for case in CASES)
    assert "□城乡居民☑城镇职工基本养老保险关系" in to_resident
    assert "☑城乡居民□城镇职工基本养老保险关系" in to_employee


def test_a_scheme_is_one_of_two_codes():
    with pytest.raises(InputError) as error:
        FORM.load({"scheme": "城乡居民"})
    assert list(faults_of(error.value)) == ["scheme"]


def test_the_fillable_letter_has_real_check_boxes():
    filled = filled_by_pypdf(FORM.blank("pdf"), {"addressee": "长春市朝阳区", "scheme.employee": "/Yes"})
    assert FORM.read(filled).record == FORM.load({"addressee": "长春市朝阳区", "scheme": "employee"})


# ---------------------------------------------------------------------------------------------- wording


def test_the_word_file_prints_its_words_in_their_order():
    assert words_of(FORM.blank("docx")).replace("□", "") == "".join(PRINTED.split())


def test_names_as_long_as_offices_have_them_fit():
    agency = "新疆维吾尔自治区伊犁哈萨克自治州社会保险事业管理局"
    record = SAMPLE.record({"signoff.agency": agency, "signoff.phone": "0999-8000000转8001", "number": "3" * 20})
    assert FORM.read(FORM.pdf(record)).record == FORM.read(FORM.docx(record)).record == record
