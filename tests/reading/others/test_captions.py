"""Labels under their values: on rules or in boxes, in smaller letters."""

from __future__ import annotations

import io

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from drawn import FONT, reading_of
from hjforms.api import form
from support import CITIZEN_ID, certain

CERTIFICATE = form("jilin/certificate")
FIELDS = (("张示例", "姓名"), ("男", "性别"), ("示例市解放路1号", "户籍地地址"), ("105", "本地实际缴费月数"))
UNITS = ("十万", "万", "千", "百", "十", "元", "角", "分")


def page(*, small=7, step=40, gap=8, amount=" ￥718643"):
    """A certificate with values on rules, a step apart, and the label of each so far below its rule."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    target = io.BytesIO()
    canvas = Canvas(target, A4, invariant=1)
    canvas.setFont(FONT, 14)
    canvas.drawString(200, 790, CERTIFICATE.title)

    def put(left, base, text, size=10):
        canvas.setFont(FONT, size)
        canvas.drawString(left, base, text)

    for number, (value, label) in enumerate(FIELDS):
        base = 740 - step * number
        put(60, base, value)
        canvas.line(60, base - 3, 240, base - 3)
        put(60, base - 3 - gap, label, small)
    for place, figure in enumerate(CITIZEN_ID):
        canvas.rect(60 + 16 * place, 540, 16, 16)
        put(64 + 16 * place, 544, figure)
    put(60, 531, "公民身份号码", small)
    for place, (unit, figure) in enumerate(zip(UNITS, amount, strict=True)):
        canvas.rect(60 + 20 * place, 480, 20, 16)
        canvas.rect(60 + 20 * place, 496, 20, 12)
        put(63 + 20 * place, 499, unit, 6)
        put(66 + 20 * place, 484, figure)
    put(60, 471, "本地参保期间个人账户储存额", small)
    canvas.save()
    return target.getvalue()


def test_what_stands_on_a_rule_or_in_boxes_is_the_value_of_the_label_under_it():
    record = reading_of(page(), CERTIFICATE).record
    assert (record.person.name, record.person.sex, record.person.citizen_id) == ("张示例", "男", CITIZEN_ID)
    assert (record.person.address, record.months, str(record.balance)) == ("示例市解放路1号", 105, "7186.43")


@pytest.mark.parametrize(
    "drawn",
    [{"small": 10}, {"step": 24, "gap": 10}],
    ids=["letters as large as those of values", "values under labels"],
)
def test_labels_that_may_be_those_of_what_follows_are_not_taken_for_those_of_what_stands_above(drawn):
    assert certain(reading_of(page(**drawn), CERTIFICATE)).person.name != "张示例"


def test_of_a_number_whose_boxes_are_not_all_filled_from_one_on_nothing_is_read():
    assert certain(reading_of(page(amount="1 ￥18643"), CERTIFICATE)).balance is None


ROWS = (
    (("张示例", "姓名"), ("男", "性别"), (CITIZEN_ID, "公民身份号码")),
    (("示例市社会保险中心", "机构名称"), ("370100", "行政区划代码"), ("0531-88886666", "联系电话")),
    (("示例市解放路1号", "地址"), ("250001", "邮政编码"), ("105", "本地实际缴费月数")),
)


def lines(*, under=12, step=34):
    """A certificate of lines without rules, a step apart, with a line of small labels so far under each."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    target = io.BytesIO()
    canvas = Canvas(target, A4, invariant=1)
    canvas.setFont(FONT, 14)
    canvas.drawString(200, 790, CERTIFICATE.title)
    for number, row in enumerate(ROWS):
        for place, (value, label) in enumerate(row):
            for text, size, low in ((value, 10, 0), (label, 6, under)):
                canvas.setFont(FONT, size)
                canvas.drawString(60 + 170 * place, 730 - step * number - low, text)
    canvas.save()
    return target.getvalue()


def test_labels_in_smaller_letters_close_under_a_line_are_those_of_the_values_on_it():
    record = reading_of(lines(), CERTIFICATE).record
    assert (record.person.name, record.person.citizen_id, record.months) == ("张示例", CITIZEN_ID, 105)
    agency = record.agency
    assert (agency.name, agency.region_code, agency.phone) == ("示例市社会保险中心", "370100", "0531-88886666")
    assert (agency.address, agency.postcode) == ("示例市解放路1号", "250001")


@pytest.mark.parametrize("under", [15, 17, 20, 22])
def test_labels_in_the_middle_between_two_lines_are_those_of_neither_or_of_the_closer_one(under):
    record = certain(reading_of(lines(under=under), CERTIFICATE))
    right = {"示例市社会保险中心", None} if under < 17 else {"示例市解放路1号", "示例市社会保险中心", None}
    assert record.agency.name in right - ({"示例市解放路1号"} if under <= 17 else {"示例市社会保险中心"})


IN_CELLS = (
    (60, 0, 140, "张示例", "姓名"), (200, 0, 60, "男", "性别"), (260, 0, 240, "370101001", "个人编号"),
    (60, 36, 440, "示例市解放路1号", "户籍地地址"), (60, 72, 440, "105", "本地实际缴费月数"),
)  # fmt: skip


def in_cells(*, blank=(), small=6, alone=False):
    """A certificate with cells of a value and its label below it; some are blank."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    target = io.BytesIO()
    canvas = Canvas(target, A4, invariant=1)
    canvas.setFont(FONT, 14)
    canvas.drawString(200, 790, CERTIFICATE.title)
    for left, top, width, value, label in IN_CELLS[:1] if alone else IN_CELLS:
        canvas.rect(left, 724 - top, width, 36)
        for size, base, text in ((10, 744, "" if label in blank else value), (small, 730, label)):
            canvas.setFont(FONT, size)
            canvas.drawString(left + 4, base - top, text)
    canvas.setFont(FONT, 10)
    canvas.drawString(60, 600, "本地参保期间个人账户储存额：7186.43")
    canvas.drawString(60, 580, "公民身份号码：" + CITIZEN_ID)
    canvas.save()
    return reading_of(target.getvalue(), CERTIFICATE).record


def test_a_label_that_ends_its_cell_in_smaller_letters_is_that_of_the_value_above():
    record = in_cells()
    person = record.person
    assert (person.name, person.sex, person.personal_number) == ("张示例", "男", "370101001")
    assert (person.address, record.months) == ("示例市解放路1号", 105)


@pytest.mark.parametrize("blank", ["姓名", "性别", "个人编号", "户籍地地址", "本地实际缴费月数"])
def test_a_label_without_a_value_takes_none_of_another_cell(blank):
    whole, read = _values(in_cells()), _values(in_cells(blank={blank}))
    assert read == {**whole, blank: None}


def _values(record):
    person = record.person
    values = (person.name, person.sex, person.personal_number, person.address, record.months)
    return dict(zip((label for *_, label in IN_CELLS), values, strict=True))


@pytest.mark.parametrize("drawn", [{"small": 10}, {"alone": True}], ids=["letters as large", "one alone"])
def test_of_letters_as_large_or_a_cell_alone_it_is_not_certain_that_the_label_is_below(drawn):
    assert in_cells(**drawn).person.name is None


@pytest.mark.parametrize("over", [8, 13])
def test_a_value_may_stand_a_little_over_its_rule(over):
    receipt = form("national/offset-receipt")
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=A4)
    canvas.setFont(FONT, 16)
    canvas.drawString(200, 790, receipt.title)
    for height, left, value, label in ((700, 60, "张示例", "姓名"), (650, 60, "分6期扣回", "备注")):
        canvas.setFont(FONT, 11)
        canvas.drawString(left, height + over - 4, value)
        canvas.line(left, height, 530, height)
        canvas.setFont(FONT, 7.5)
        canvas.drawString(left, height - 10, label)
    canvas.save()
    record = certain(reading_of(target.getvalue(), receipt))
    assert (record.person.name, record.remark) == ("张示例", "分6期扣回")
