"""Pages in two columns: a label that several fields share belongs to the section above it in its own column."""

from __future__ import annotations

import io

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from drawn import FONT, SIZE, placed, reading_of
from hjforms.api import form
from support import certain

APPLICATION = form("national/application")
OUTCOME = form("national/outcome")
LEFT, RIGHT = 40, 330
TOP = ((LEFT, "申请日期：2024-05-06"), (RIGHT, "编号：示例7"))
OFFICE = ("机构名称：示例县社会保险中心", "邮政编码：200002", "联系电话：021-50000002")


def read_as(*rows, under=()):
    """What is read of a page with two texts on each line, and of the lines below these."""
    drawn = (tuple((at, text) for at, text in ((LEFT, left), (RIGHT, right)) if text) for left, right in rows)
    return certain(reading_of(placed(APPLICATION.title, TOP, *drawn, *under), APPLICATION))


def test_every_column_is_read_from_the_top_down():
    record = read_as(
        ("一、申请人", "四、转出地（现参保地）社保机构"),
        ("姓名：张示例", OFFICE[0]),
        ("联系电话：13800000001", OFFICE[1]),
        ("邮政编码：100001", OFFICE[2]),
        ("户籍地址：示例县1号", "转出地个人编号：123456"),
        ("二、退费账户", "五、转入地（待遇领取地）社保机构"),
        ("户名：张示例", "机构名称：示例市居保中心"),
        ("开户银行：示例银行", "行政区划代码：371000"),
        ("三、代办人", ""),
        ("姓名：李代办", "六、受理意见"),
        ("联系电话：13800000003", "经办人（签章）：王经办"),
        ("联系地址：示例县2号", "联系电话：0631-5200004"),
    )
    assert (record.person.phone, record.person.postcode) == ("13800000001", "100001")
    assert (record.from_agency.phone, record.from_agency.postcode) == ("021-50000002", "200002")
    assert (record.from_agency.name, record.to_agency.name) == ("示例县社会保险中心", "示例市居保中心")
    assert (record.agent.name, record.agent.phone) == ("李代办", "13800000003")
    assert (record.signoff.handler, record.signoff.phone) == ("王经办", "0631-5200004")


def test_a_section_beside_another_may_say_its_unit_and_hold_boxes():
    rows = (
        ("参保人员", "衔接方向"),
        ("姓名　　张示例", "☑ 居民养老保险转入职工养老保险"),
        ("性别　　女", "☐ 职工养老保险转入居民养老保险"),
        ("个人账户储存额（单位：万元）", "缴费月数"),
        ("居民养老保险（办理前）　　0.980674", "居民养老保险（办理前）　　96"),
        ("合并后　　6.911193", "合并后　　187"),
    )
    drawn = [((LEFT, left), (RIGHT, right)) for left, right in rows]
    reading = reading_of(placed(OUTCOME.title, *drawn), OUTCOME)
    record = certain(reading)
    assert (record.person.name, record.person.sex) == ("张示例", "女")
    assert (str(record.account.resident), str(record.account.merged)) == ("9806.74", "69111.93")
    assert (record.months.resident, record.months.counted) == (96, 187)
    assert not any("9806.74" in (finding.found or "") for finding in reading.findings if not finding.path)


def test_a_heading_whose_number_follows_heads_the_whole_width():
    record = read_as(
        ("一、转出地社保机构", "二、转入地社保机构"),
        (OFFICE[0], "机构名称：示例市居保中心"),
        (OFFICE[2], "行政区划代码：371000"),
        ("三、退费账户", ""),
        ("户名：张示例", "开户银行：示例银行"),
        ("四、代办人", ""),
        ("姓名：李代办", "联系电话：13800000003"),
    )
    assert (record.from_agency.phone, record.agent.phone) == ("021-50000002", "13800000003")
    assert (record.refund_account.account_name, record.refund_account.bank) == ("张示例", "示例银行")


@pytest.mark.parametrize("heads", [("一、代办人", "二、转出地社保机构"), ("代办人信息", "转出地社保机构信息")])
def test_who_signs_below_both_columns_is_in_neither(heads):
    record = read_as(
        heads,
        ("姓名：李代办", OFFICE[0]),
        ("联系地址：示例县2号", OFFICE[1]),
        ("经办人（签章）：王经办", "联系电话：0631-5200004"),
    )
    assert (record.signoff.handler, record.signoff.phone) == ("王经办", "0631-5200004")
    assert record.from_agency is None or record.from_agency.phone is None


def test_two_labels_on_a_line_under_one_heading_are_no_columns():
    record = read_as(
        ("一、申请人", ""),
        ("姓名：张示例", "性别：男"),
        ("联系电话：13800000001", "户籍地址：示例县1号"),
        ("二、代办人", ""),
        ("姓名：李代办", "联系电话：13800000003"),
    )
    assert (record.person.name, record.person.phone) == ("张示例", "13800000001")
    assert (record.agent.name, record.agent.phone) == ("李代办", "13800000003")


@pytest.mark.parametrize(
    ("gap", "first", "last", "name"),
    [
        (((),), "示例市城乡居民社会养老保险服", "务中心", "示例市城乡居民社会养老保险服务中心"),
        ((), "示例市城乡居民社会养老保险服", "务中心", None),
        (((),), "示例市示例区示例路某某某某某", "示例中心", None),
        (((),), "示例市城乡居民社会", "养老保险中心", None),
    ],
)
def test_the_label_of_an_agency_stands_beside_the_last_line_of_its_name(gap, first, last, name):
    label = "社保机构（章）："
    start = RIGHT + 6 * SIZE - 14 * SIZE
    lines = (*gap, ((start, first),), ((start - len(label) * SIZE, label + last),))
    drawn = placed(APPLICATION.title, TOP, ((LEFT, "姓名：张示例"), (RIGHT, "性别：男")), *lines, step=12)
    reading = reading_of(drawn, APPLICATION)
    assert certain(reading).signoff.agency == name
    assert name or "signoff.agency" in {found.path for found in reading.findings if found.severity == "error"}


ACCOUNT = form("national/resident-account")
PERSON = (("姓名", "张示例"), ("性别", "男"), ("公民身份号码", "371000196501150018"), ("联系电话", "13800000001"))
HEADS = ((230, "年份"), (290, "个人缴费"), (370, "政府补贴"), (450, "个人账户累计储存额"))
YEARS = (("2012", "100.00", "30.00", "130.00"), ("2013", "200.00", "40.00", "370.00"))


def beside(*, left=(30, 200), right=(220, 560), step=17.0):
    """An account with labels over their values in a bar on the left, and its years on the right, each under rules."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    target = io.BytesIO()
    canvas = Canvas(target, A4, invariant=1)
    canvas.setFont(FONT, 14)
    canvas.drawString(200, 800, ACCOUNT.title)
    canvas.line(30, 785, 560, 785)
    for number, (label, value) in enumerate(PERSON):
        height = 774 - 28 * number
        for size, below, text in ((7, 0, label), (SIZE, 11, value)):
            canvas.setFont(FONT, size)
            canvas.drawString(32, height - below, text)
        canvas.line(left[0], height - 16, left[1], height - 16)
    canvas.setFont(FONT, SIZE)
    for number, row in enumerate([[text for _, text in HEADS], *YEARS]):
        for (at, _), text in zip(HEADS, row, strict=True):
            canvas.drawString(at, 768 - step * number, text)
        canvas.line(right[0], 763 - step * number, right[1], 763 - step * number)
    canvas.save()
    return reading_of(target.getvalue(), ACCOUNT)


def test_labels_in_a_bar_beside_a_table_have_rules_of_their_own():
    record = certain(beside())
    assert (record.person.name, record.person.sex, record.person.phone) == ("张示例", "男", "13800000001")
    assert record.person.citizen_id == "371000196501150018"
    assert [(row.year, str(row.balance)) for row in record.years] == [(2012, "130.00"), (2013, "370.00")]


@pytest.mark.parametrize(
    "drawn", [{"left": (30, 240)}, {"left": (30, 560), "right": (30, 560)}], ids=["into the table", "across both"]
)
def test_where_no_gap_parts_the_rules_nothing_is_read_wrong(drawn):
    reading = beside(**drawn)
    record = certain(reading)
    assert record.person.name in {None, "张示例"}
    assert record.person.citizen_id in {None, "371000196501150018"}
    assert [row.year for row in record.years] in ([], [2012], [2012, 2013])
    assert all(row.balance is None or str(row.balance) in {"130.00", "370.00"} for row in record.years)


def test_rules_on_the_same_heights_are_those_of_one_table():
    """Its first column stands apart: the years are those of the rows beside them."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    target = io.BytesIO()
    canvas = Canvas(target, A4, invariant=1)
    canvas.setFont(FONT, SIZE)
    canvas.drawString(200, 800, ACCOUNT.title)
    canvas.drawString(40, 785, "姓名：张示例")
    for number, row in enumerate([[text for _, text in HEADS], *YEARS]):
        for at, text in zip((40, *(at for at, _ in HEADS[1:])), row, strict=True):
            canvas.drawString(at, 760 - 18 * number, text)
        canvas.line(30, 755 - 18 * number, 120, 755 - 18 * number)
        canvas.line(280, 755 - 18 * number, 560, 755 - 18 * number)
    canvas.save()
    record = certain(reading_of(target.getvalue(), ACCOUNT))
    assert [(row.year, str(row.balance)) for row in record.years] == [(2012, "130.00"), (2013, "370.00")]
