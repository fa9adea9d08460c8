"""What is left over on a paper of another office: an error where it may be a value that is missing, else a warning."""

from __future__ import annotations

import io

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from drawn import FONT, in_pdf, in_word, placed, reading_of
from hjforms.api import form, read
from hjforms.reading.others.left_over import may_hold
from hjforms.records.base import leaves

ACCOUNT = form("national/employee-account")
CERTIFICATE = form("jilin/certificate")
LETTER = form("national/contact-letter")
RESIDENT = form("national/resident-account")
PERSON = [
    ["姓名", "王小明", "公民身份号码", "110101199003070791"],
    ["个人编号", "1001", "个人账户基金转移额", "1200.00"],
]
SIGNED = "经办人（签章）：赵经办"
HEADS = ["行政区划代码", "参保地区", "年份", "起始年月", "终止年月", "缴费月数", "个人账户累计储存额", "月基数"]
ROW = ["110101", "示例区", "2015", "2015-01", "2015-12", "12", "1200.00", "2138.00"]


def told(reading):
    return [finding.severity for finding in reading.findings if finding.code == "read.unknown" and not finding.path]


def test_a_column_that_the_form_does_not_have_is_a_warning():
    reading = reading_of(in_pdf(ACCOUNT.title, PERSON, [HEADS, ROW], SIGNED), ACCOUNT)
    assert [str(row.balance) for row in reading.record.years] == ["1200.00"]
    assert told(reading) == ["warning"]


def test_beside_a_row_that_has_no_balance_it_is_an_error():
    reading = reading_of(in_pdf(ACCOUNT.title, PERSON, [HEADS, [*ROW[:6], "", "2138.00"]], SIGNED), ACCOUNT)
    assert [row.balance for row in reading.record.years] == [None]
    assert "error" in told(reading)


@pytest.mark.parametrize(
    ("head", "severity"), [("缴费档次", "warning"), ("当年记账小计", "warning"), ("其他核定", "error")]
)
def test_a_contribution_that_somebody_chose_or_a_sum_is_no_value_of_a_column_that_is_not_there(head, severity):
    heads = ["年度", head, "个人缴费", "政府补贴", "个人账户累计储存额"]
    table = in_pdf(RESIDENT.title, PERSON[:1], [heads, ["2015", "500元", "500.00", "60.00", "1200.00"]], SIGNED)
    reading = reading_of(table, RESIDENT)
    assert [str(row.balance) for row in reading.record.years] == ["1200.00"]
    assert set(told(reading)) == {severity}


@pytest.mark.parametrize(
    ("label", "text", "expected"),
    [
        ("signoff.handler", "（以下空白）", False),
        ("signoff.handler", "赵经办", True),
        ("signoff.agency", "示例省社保核心业务系统", False),
        ("signoff.agency", "示例县社会保险事业中心", True),
        ("person.address", "微信扫一扫核验", False),
        ("person.address", "示例省示例县示例路1号", True),
        ("number", "第一联", False),
        ("number", "示社凭字0018号", True),
        ("annuity_balance", "职业年金份额　73,922.15 元；或储存额：", True),
        ("annuity_balance", "打印时间 2024", False),
        ("months", "5", True),
        ("months", "第5联", False),
    ],
)
def test_what_a_text_may_be_is_told_by_its_looks(label, text, expected):
    assert may_hold(leaves(CERTIFICATE.record_type)[label], text) is expected


def test_the_number_of_a_law_is_no_value_and_a_sentence_may_hold_the_name():
    known = leaves(LETTER.record_type)
    text = "根据人社部发〔2014〕17号的规定，原在你处的参保人员 欧阳志远 ，现申请转移。"
    assert may_hold(known["person.name"], text)
    assert not may_hold(known["signoff.handler"], text)
    assert not may_hold(leaves(CERTIFICATE.record_type)["months"], "根据人社部发〔2014〕17号的规定，请转移。")


def test_a_text_that_cannot_be_read_may_hold_the_value_of_another_field():
    lines = [["姓名", "王小明"], ["在本地参保起止年月", "2012年3月至2021年8月实际缴费月数：83"]]
    reading = reading_of(in_pdf(CERTIFICATE.title, lines), CERTIFICATE)
    assert reading.record.months in (None, 83)
    assert reading.record.months == 83 or "error" in told(reading)


def test_an_amount_that_equals_one_of_another_row_may_still_be_lost():
    other = ["110101", "示例区", "2016", "2016-01", "2016-12", "12", "", "1200.00"]
    reading = reading_of(in_pdf(ACCOUNT.title, PERSON, [HEADS, ROW, other], SIGNED), ACCOUNT)
    assert [row.balance for row in reading.record.years][-1] is None
    assert "error" in told(reading)


LISTING = (
    ((40, "姓名：张示例"), (200, "公民身份号码：371000196501150018")),
    ((40, "；年份；  个人缴费；  累计储存额；"),),
    ((40, "；2011；    100.00；      140.00；"),),
    ((40, "；2012；    100.00；      284.90；"),),
)


def test_a_line_of_figures_under_heads_that_nobody_understands_is_an_error():
    lines = [[(left, text.replace("；", "‖")) for left, text in line] for line in LISTING]
    reading = reading_of(placed(form("national/resident-account").title, *lines), form("national/resident-account"))
    assert not reading.record.years
    assert "error" in told(reading)


def paper(*, title=LETTER.title, mark="", at=(60, 30), slope=0):
    """A letter with a mark beside it, over it, or across it."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    target = io.BytesIO()
    canvas = Canvas(target, A4, invariant=1)
    canvas.setFont(FONT, 9)
    texts = (
        "姓名：张示例　性别：男",
        "公民身份号码：371000196501150018",
        "经办人：赵经办",
        "社保机构（章）：示例社保中心",
    )
    for number, text in enumerate((title, *texts)):
        canvas.drawString(60, 780 - 20 * number, text)
    canvas.setFont(FONT, 40 if slope else 9)
    canvas.setFillGray(0.8 if slope else 0)
    canvas.translate(*at)
    canvas.rotate(slope)
    canvas.drawString(0, 0, mark)
    canvas.save()
    return target.getvalue()


VOID = ["示例", "样表", "（样本）", "仅供参考", "本表仅供培训参考", "作废", "此联作废", "本函作废，另行出具。"]
MARKED = {
    "head": lambda word: paper(mark=word, at=(450, 820)),
    "foot": lambda word: paper(mark=word),
    "across": lambda word: paper(mark=word, at=(150, 500), slope=40),
    "title": lambda word: paper(title=f"{LETTER.title}（{word.strip('（）')}）"),
    "Word": lambda word: in_word(f"{LETTER.title}（{word.strip('（）')}）", [["姓名", "张示例", "性别", "男"]]),
}


def told_void(data):
    [reading] = read(data)
    return {found.path for found in reading.findings if found.severity == "error" and found.code == "read.unknown"}


@pytest.mark.parametrize("draw", MARKED.values(), ids=MARKED)
@pytest.mark.parametrize("word", VOID[:6])
def test_that_a_paper_is_void_or_an_example_is_an_error_wherever_it_is_said(draw, word):
    assert told_void(draw(word)) == {""}


def test_a_sentence_that_says_it_is_void_is_an_error_and_other_words_are_none():
    assert told_void(paper(mark=VOID[-1])) == {""}
    assert told_void(paper(mark="示例市社保系统")) == told_void(paper(mark="内部使用", slope=40)) == set()


def test_what_slopes_across_a_page_is_told():
    [reading] = read(paper(mark="内部使用", at=(150, 500), slope=40))
    assert "内部使用" in [found.found for found in reading.findings]
