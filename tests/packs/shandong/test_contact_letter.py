"""附件2 城乡养老保险制度衔接联系函: its rules and its wording."""

from __future__ import annotations

import re

import pytest

from hjforms.api import form
from support import CITIZEN_ID, DOCUMENT, UNKNOWN_PROVINCE, Sample, page_texts, parts_of, words_of

LETTER = form("shandong/contact-letter")

# 鲁人社字〔2024〕84号 附件2, line by line as the file's text has it.
SOURCE = """
附件2
城乡养老保险制度衔接联系函
_______________社会保险经办机构：
根据《山东省城乡养老保险制度衔接经办规程》（鲁人社字〔2024〕84 号）有关规定，原在
你处的参保人员，现申请将其居民基本养老保险转至我处，如无不妥，请按相关规定办理。
姓 名 性 别 公民身份号码
转入地社保经办机构
行政区划代码
转入地社保经办机构
开户名称
转入地社保经办机构
开户银行
转入地社保经办机构
银行账号
经办人（签章）： 联系电话： 转入地社保经办机构（章）： 年 月 日
"""
WORDING = "".join(SOURCE.replace("_", "").split())


SAMPLE = Sample(
    LETTER,
    {
        "addressee": "威海市文登区",
        "person": {"name": "张示例", "citizen_id": CITIZEN_ID},
        "receiving_agency": {
            "region_code": "371002",
            "account_name": "威海市环翠区社会保险事业中心",
            "bank": "中国示例银行威海环翠支行",
            "account_number": "3700160000100000001",
        },
    },
)


# ------------------------------------------------------------------------------------------------ rules


def test_a_sound_letter_has_no_findings():
    assert SAMPLE.details() == []


def test_the_sex_follows_from_the_citizen_id():
    assert SAMPLE.completed().person.sex == "男"


@pytest.mark.parametrize(
    "path",
    [
        "addressee",
        "person.name",
        "person.citizen_id",
        "receiving_agency.region_code",
        "receiving_agency.account_name",
        "receiving_agency.bank",
        "receiving_agency.account_number",
    ],
)
def test_what_the_other_agency_needs_must_stand_on_the_letter(path):
    assert SAMPLE.details({path: None}) == [("error", path, "required", None, None)]


@pytest.mark.parametrize(
    ("path", "value", "finding"),
    [
        ("person.sex", "女", ("error", "person.sex", "person.sex", "男", "女")),
        (
            "person.citizen_id",
            UNKNOWN_PROVINCE,
            ("warning", "person.citizen_id", "person.region", None, UNKNOWN_PROVINCE),
        ),
    ],
)
def test_each_other_rule_is_broken_by_one_value(path, value, finding):
    assert SAMPLE.details({path: value}) == [finding]


def test_findings_name_their_article_and_speak_chinese():
    (finding,) = LETTER.check(SAMPLE.record({"receiving_agency.bank": None}))
    assert finding.article == "鲁人社字〔2024〕84号 第九条（一）"
    assert finding.message == "转入地社保经办机构 开户银行：必填，不能空白。"


# ---------------------------------------------------------------------------------------------- wording


def test_the_word_file_says_what_the_law_prints_letter_for_letter():
    assert words_of(LETTER.blank("docx")) == WORDING


def test_the_pdf_prints_the_same_letters():
    # the labels of the four boxes have two lines each, which stand side by side on the page
    (text,) = page_texts(LETTER.blank("pdf"))
    before, after = WORDING.split("转入地社保经办机构行政", 1)[0], WORDING.rpartition("银行账号")[2]
    assert text.startswith(before)
    assert text.endswith(after)
    assert sorted(text) == sorted(WORDING)


# ------------------------------------------------------------------------------------------- long texts


def test_the_lines_of_a_long_name_stand_as_close_in_word_as_in_the_pdf():
    # office programs set lines further apart by themselves, and a row of fixed height cuts off what is too low
    name = "山东省威海市火炬高技术产业开发区社会保险事业中心"
    docx = LETTER.docx(SAMPLE.record({"receiving_agency.account_name": name}))
    document = parts_of(docx)[DOCUMENT].decode()
    paragraph = document[: document.index(name)].rpartition("<w:p>")[2]
    assert re.findall(r'<w:spacing [^>]*w:line="(\d+)" w:lineRule="(\w+)"/>', paragraph) == [("300", "exact")]
    assert LETTER.read(docx).record.receiving_agency.account_name == name
