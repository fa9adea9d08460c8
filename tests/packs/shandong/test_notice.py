"""附件1 城乡养老保险制度衔接告知书: its rules, its wording and its boxes."""

from __future__ import annotations

import io

import pypdf
import pytest

from hjforms.api import form
from support import Sample, certain, filled_by_pypdf, page_texts, words_of

NOTICE = form("shandong/notice")
CHOICES = ("是", "否", None)

# 鲁人社字〔2024〕84号 附件1, line by line as the file's text has it; the boxes before 是 and 否 are pictures there.
SOURCE = """
附件 1
城乡养老保险制度衔接告知书
____________：
经查询，您在我省存在企业职工基本养老保险/居民基本养
老保险参保缴费记录，在办理养老保险待遇享受手续之前可以
办理城乡养老保险制度衔接手续，请确认是否办理。
是 否
若不办理，请在享受养老保险待遇后及时办理企业职工基
本养老保险/居民基本养老保险退保手续。
参保人（签字）：
年 月 日
"""
WORDING = "".join(SOURCE.replace("_", "").split())


SAMPLE = Sample(NOTICE, {"person": {"name": "张示例"}, "choice": "是", "signed_on": "2024-12-17"})


# ------------------------------------------------------------------------------------------------ rules


def test_a_signed_notice_has_no_findings():
    assert SAMPLE.findings() == []


def test_a_notice_that_is_not_answered_yet_has_no_findings():
    assert NOTICE.check(NOTICE.load({"person": {"name": "张示例"}})) == []


@pytest.mark.parametrize(
    ("path", "finding"),
    [
        ("person.name", ("error", "person.name", "required")),
        ("choice", ("warning", "choice", "choice.signed")),
    ],
)
def test_each_rule_is_broken_by_one_blank(path, finding):
    assert SAMPLE.findings({path: None}) == [finding]


def test_findings_name_their_article_and_speak_chinese():
    findings = NOTICE.check(NOTICE.load({"signed_on": "2024-12-17"}))
    assert [(found.article, found.message) for found in findings] == [
        ("鲁人社字〔2024〕84号 第四条", "参保人 姓名：必填，不能空白。"),
        ("鲁人社字〔2024〕84号 第四条", "是否办理：已签字，但没有勾选“是”或“否”，请与参保人确认。"),
    ]


# ---------------------------------------------------------------------------------------------- wording


def test_the_word_file_says_what_the_law_prints_letter_for_letter():
    assert words_of(NOTICE.blank("docx")).replace("□", "") == WORDING


def test_the_pdf_prints_the_same_letters_in_the_same_order():
    assert page_texts(NOTICE.blank("pdf")) == [WORDING]


# ------------------------------------------------------------------------------------------------ boxes


@pytest.mark.parametrize("choice", CHOICES)
def test_one_box_is_marked_or_none(choice):
    record = NOTICE.load({"person": {"name": "张示例"}, "choice": choice})
    text = page_texts(NOTICE.pdf(record))[0]
    marks = [text.count(mark) for mark in ("☑", "□")]
    assert marks == ([0, 2] if choice is None else [1, 1])


@pytest.mark.parametrize("choice", CHOICES)
def test_the_boxes_are_read_back_from_every_output(choice):
    record = NOTICE.load({"person": {"name": "张示例"}, "choice": choice})
    for data in (NOTICE.pdf(record), NOTICE.pdf(record, editable=True), NOTICE.docx(record)):
        reading = NOTICE.read(data)
        assert reading.record == record
        assert reading.findings == ()


def test_the_fillable_pdf_has_real_check_boxes():
    fields = pypdf.PdfReader(io.BytesIO(NOTICE.blank("pdf"))).get_fields()
    assert {name: field["/FT"] for name, field in fields.items() if "/FT" in field} == {
        "person.name": "/Tx",
        "choice.yes": "/Btn",
        "choice.no": "/Btn",
        "signed_on.year": "/Tx",
        "signed_on.month": "/Tx",
        "signed_on.day": "/Tx",
    }


@pytest.mark.parametrize(("box", "choice"), [("choice.yes", "是"), ("choice.no", "否")])
def test_a_box_that_another_program_ticks_is_read(box, choice):
    data = filled_by_pypdf(NOTICE.blank("pdf"), {"person.name": "张示例", box: "/Yes"})
    assert NOTICE.read(data).record == NOTICE.load({"person": {"name": "张示例"}, "choice": choice})


def test_two_ticks_are_a_finding_and_no_guess():
    data = filled_by_pypdf(NOTICE.blank("pdf"), {"choice.yes": "/Yes", "choice.no": "/Yes"})
    reading = NOTICE.read(data)
    assert certain(reading).choice is None
    assert [(found.severity, found.path, found.rule) for found in reading.findings] == [("error", "choice", "read")]
