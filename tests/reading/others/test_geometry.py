"""Pages as squares: boxes behind labels, labels over labels beside their values, names set to the right."""

from __future__ import annotations

import io
from itertools import pairwise

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from drawn import FONT, placed, reading_of, ruled
from hjforms.api import form, read
from support import CITIZEN_ID, certain

LETTER = form("shandong/contact-letter")
CERTIFICATE = form("national/certificate")
RECEIPT = form("national/offset-receipt")
NOTICE = form("shandong/notice")
Text = tuple[float, float, str, float]
"""From the left, from the bottom, what, and its size."""


def drawn(*texts: Text, boxes=(), rings=()):
    """A page with texts, boxes and the rings of seals."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    target = io.BytesIO()
    canvas = Canvas(target, A4, invariant=1)
    for left, base, text, size in texts:
        canvas.setFont(FONT, size)
        canvas.drawString(left, base, text)
    for box in boxes:
        canvas.rect(*box)
    for x, y, outer in rings:  # what a filled ring leaves: between its round corners there is no side left
        path = canvas.beginPath()
        for radius in (outer, outer - 2):
            corners = [(x, y + radius), (x + radius, y), (x, y - radius), (x - radius, y)]
            path.moveTo(*corners[0])
            for corner, after in pairwise([*corners, corners[0]]):
                path.lineTo(*corner)
                path.curveTo(*corner, *after, *after)
            path.close()
        canvas.setFillColorRGB(0.9, 0.2, 0.2)
        canvas.drawPath(path, stroke=0, fill=1, fillMode=0)
    canvas.save()
    return target.getvalue()


def fields(*lines):
    """Labels with a box behind each: the label, what is in its box, and from where to where that goes."""
    texts, boxes = [(200, 790, CERTIFICATE.title, 14)], []
    for number, line in enumerate(lines):
        base = 750 - 26 * number
        for left, label, start, end, value in line:
            texts.append((left, base, label, 10))
            if end:
                boxes.append((start, base - 5, end - start, 17))
            texts.append((start + 4, base, value, 9))
    return drawn(*texts, boxes=boxes)


def test_what_stands_in_a_box_behind_a_label_is_its_value():
    data = fields(
        [(40, "姓　名", 90, 190, "张示例"), (210, "性　别", 260, 300, ""), (320, "个人编号", 380, 540, "3700001")],
        [(40, "公民身份号码", 120, 300, "371000196501150018")],
        [(40, "在本地参保起止时间　自", 160, 240, "2014年10月"), (250, "至", 266, 340, "2024年5月")],
    )
    record = certain(reading_of(data, CERTIFICATE))
    assert (record.person.name, record.person.sex, record.person.personal_number) == ("张示例", None, "3700001")
    assert record.person.citizen_id == "371000196501150018"


def test_a_box_without_a_label_before_it_makes_no_row():
    data = fields(
        [(40, "姓　名", 90, 190, "张示例"), (210, "性　别", 260, 300, "男")],
        [(40, "办理结果", 120, 300, "371000196501150018")],
    )
    reading = reading_of(data, CERTIFICATE)
    assert reading.record.person.name == "张示例"
    assert reading.record.person.citizen_id is None
    assert any("371000196501150018" in (found.found or "") for found in reading.findings)


SLIP = [
    ((17, "姓名"), (85, "张示例")),
    ((17, "公民身份号码"), (85, "371000196501150018")),
    ((17, "抵扣期数"), (85, "8期")),
    ((17, "未抵扣原因"), (85, "参保人于2025年5月31日死亡，待遇终止，余")),
    ((85, "额另行处理"),),
    ((17, "经办人"), (85, "王经办（工号0732）")),
    ((17, "联系电话"), (85, "0631-5200001")),
]


def test_what_stands_alone_in_the_column_of_values_goes_on_with_the_value_above():
    record = certain(reading_of(placed(RECEIPT.title, *SLIP, step=13), RECEIPT))
    assert record.person.name == "张示例"
    assert record.months == 8
    assert record.reason == "参保人于2025年5月31日死亡，待遇终止，余额另行处理"
    assert (record.signoff.handler, record.signoff.phone) == ("王经办", "0631-5200001")


def test_what_is_not_level_with_a_label_is_not_its_value():
    texts = [(200, 790, RECEIPT.title, 14)]
    for number, line in enumerate(SLIP[:3]):
        texts += [(left, 750 - 16 * number, text, 9) for left, text in line]
    texts += [(17, 702, "联系电话", 9), (85, 706, "镇26号", 9)]
    assert certain(reading_of(drawn(*texts), RECEIPT)).signoff.phone is None


@pytest.mark.parametrize("rest", [465.3, 500.0], ids=["set to the right", "elsewhere"])
def test_the_name_of_an_agency_that_is_set_to_the_right_goes_on_below(rest):
    texts = [
        (200, 790, LETTER.title, 14),
        (50, 740, "姓名：张示例    性别：男", 9),
        (383, 707, "转入地社保经办机构（章）：示例市某县", 9),
        (50, 700, "经办人（签章）：王经办", 9),
        (230, 700, "联系电话：0631-5200001", 9),
        (383 + 18 * 9 - 72 if rest == 465.3 else rest, 693, "社会保险服务中心", 9),
    ]
    record = certain(reading_of(drawn(*texts), LETTER))
    assert record.signoff.agency == ("示例市某县社会保险服务中心" if rest == 465.3 else None)
    assert record.signoff.handler == "王经办"


def test_the_ring_of_a_seal_is_no_cell():
    texts = [
        (200, 790, LETTER.title, 14),
        (50, 740, "姓名：张示例    性别：男", 9),
        (200, 700, "转入地社保经办机构（章）：示例市社会保险服务中心", 9),
    ]
    record = certain(reading_of(drawn(*texts, rings=[(380, 680, 42)]), LETTER))
    assert record.signoff.agency == "示例市社会保险服务中心"


def test_small_letters_beside_a_title_are_no_part_of_it():
    texts = [
        (180, 790, LETTER.title, 16),
        (180 + 16 * len(LETTER.title) + 20, 794, "打印 2025-02-12 11:08:31 操作员 王经办员", 8),
        (50, 740, "姓名：张示例    性别：男", 9),
    ]
    assert certain(reading_of(drawn(*texts), LETTER)).person.name == "张示例"


def test_a_name_stands_under_the_title_of_the_paper_and_not_of_its_stub():
    lines = [
        ((60, "存根号：示例 0617"), (300, "告知方式：窗口")),
        ((60, "告知日期：2025年5月12日"),),
        ((150, NOTICE.title),),
        ((60, "张示例　　　："),),
        ((80, "经查询，您可以办理城乡养老保险制度衔接手续，请确认是否办理。"),),
        (),
        ((60, "□是    ☑否"),),
    ]
    [reading] = read(placed(f"{NOTICE.title}（存根）", *lines))
    assert reading.record.person.name == "张示例"


def test_what_heads_the_rest_of_a_cell_is_no_part_of_the_value_above():
    text = "姓名：张示例\n公民身份号码：371000196501150018\n个人编号：3700001\n社会保险经办机构信息\n经办人：王经办0732"
    reading = reading_of(ruled(CERTIFICATE.title, [(40, 0, 500, 80, text)]), CERTIFICATE)
    assert certain(reading).person.personal_number == "3700001"
    assert certain(reading).signoff.handler is None  # figures are no part of a name


def test_whom_a_paper_addresses_may_stand_behind_a_word():
    lines = [((40, "致：示例市社会保险事业中心"),), ((40, "姓名：张示例    性别：男"),), ((40, "抵扣期数：6"),)]
    assert certain(reading_of(placed(RECEIPT.title, *lines), RECEIPT)).addressee == "示例市社会保险事业中心"


def test_rows_beside_a_box_of_labels_go_on_past_its_cells():
    account = form("national/resident-account")
    labels = (("姓名", "张示例"), ("性别", "男"), ("公民身份号码", CITIZEN_ID), ("联系电话", "0531-1234567"))
    heads, left = ("年份", "个人缴费", "利息", "累计储存额"), (230, 265, 310, 340)
    texts, boxes = [(200, 790, account.title, 14)], []
    for number, line in enumerate(labels):
        base = 744 - 23 * number
        texts += [(40, base, line[0], 9), (110, base, line[1], 9)]
        boxes.append((37, base - 8, 175, 23))
    for number, years in enumerate([(), (2011, 2013), (2012, 2014)]):
        for half in range(2):
            row = (str(years[half]), "100.00", "0.00", "100.00") if years else heads
            texts += [(start + 185 * half, 744 - 35 * number, text, 9) for start, text in zip(left, row, strict=True)]
    reading = reading_of(drawn(*texts, boxes=boxes), account)
    assert [row.year for row in certain(reading).years] == [2011, 2012, 2013, 2014]
    assert reading.record.person.citizen_id == CITIZEN_ID


def digits(left, base, number):
    """A number a figure a box, as texts and boxes."""
    places = [left + 13 * place for place in range(len(number))]
    return [(at + 3, base, letter, 9) for at, letter in zip(places, number, strict=True)], [
        (at, base - 4, 13, 15) for at in places
    ]


APPLICATION = form("national/application")


@pytest.mark.parametrize(("month", "day"), [("05", "1963-05-27"), ("0 ", None)])
def test_a_day_may_stand_a_figure_a_box(month, day):
    texts = [(200, 790, APPLICATION.title, 14), (40, 760, "姓名：张示例", 10), (40, 730, "出生日期：", 10)]
    boxes = []
    for left, number, unit in ((95, "1963", "年"), (180, month, "月"), (240, "27", "日")):
        letters, frames = digits(left, 730, number)
        texts += [*((at, base, letter, size) for at, base, letter, size in letters if letter.strip())]
        texts.append((left + 13 * len(number) + 5, 730, unit, 10))
        boxes += frames
    record = certain(reading_of(drawn(*texts, boxes=boxes), APPLICATION))
    assert (str(record.person.birth_date), record.person.name) == (str(day), "张示例")


@pytest.mark.parametrize("order", [("转出地", "转入地"), ("转入地", "转出地"), ("其他一", "其他二")])
def test_what_stands_beside_boxes_in_a_cell_is_under_the_heading_left_of_that(order):
    texts, boxes = [(200, 790, APPLICATION.title, 14), (40, 760, "姓名：张示例", 10)], []
    for left, place, code, name in ((40, order[0], "371001", ""), (300, order[1], "371002", "乙县社会保险中心")):
        texts += [(left + 4, 710 - 14 * number, letter, 10) for number, letter in enumerate(place)]
        texts += [(left + 30, 715, f"社保机构名称：{name}", 10), (left + 30, 685, "行政区划代码：", 10)]
        letters, frames = digits(left + 105, 685, code)
        texts += letters
        boxes += [(left, 670, 20, 60), (left + 20, 670, 240, 60), *frames]
    record = certain(reading_of(drawn(*texts, boxes=boxes), APPLICATION))
    codes = record.from_agency.region_code, record.to_agency.region_code
    assert codes == {"转出地": ("371001", "371002"), "转入地": ("371002", "371001")}.get(order[0], (None, None))
    assert (record.from_agency.name, record.to_agency.name) == (None, None)  # a line across both says it of neither


EMPLOYEE = form("shandong/employee-account")
ACROSS = (60, 80, 60, 80, 80, 60, 140)


def over_pages(*places, widths=ACROSS):
    """Three years of one place on the first page, and two on the next, where its cells say these."""

    def page(top, code, name, years):
        sizes = [ACROSS, widths][not top]
        lefts = [20 + sum(sizes[:number]) for number in range(len(sizes))]
        high = 20 * len(years)
        cells = [(lefts[0], top, sizes[0], high, code), (lefts[1], top, sizes[1], high, name)]
        for line, year in enumerate(years):
            texts = (str(year), f"{year}.01", f"{year}.12", "12", f"{year}.00")
            cells += [
                (left, top + 20 * line, size, 20, text)
                for left, size, text in zip(lefts[2:], sizes[2:], texts, strict=True)
            ]
        return cells

    lefts = [20 + sum(ACROSS[:number]) for number in range(len(ACROSS))]
    heads = ("参保地\n代码", "参保地\n名称", "年份", "缴费起始\n时间", "缴费截止\n时间", "缴费\n月数", "累计储存额")
    head = [(left, 0, size, 30, text) for left, size, text in zip(lefts, ACROSS, heads, strict=True)]
    above = [(20, -60, 200, 20, "姓名：张示例"), (220, -60, 200, 20, "个人编号：123")]
    first = page(30, "371322", "郯城县", (2010, 2011, 2012))
    reading = reading_of(ruled(EMPLOYEE.title, [*above, *head, *first], page(0, *places, (2013, 2014))), EMPLOYEE)
    return [(row.year, row.region_code, row.region_name) for row in reading.record.years]


def test_a_table_goes_on_below_cells_that_are_over_several_rows():
    first = [(year, "371322", "郯城县") for year in (2010, 2011, 2012)]
    assert over_pages("371311", "罗庄区") == [*first, (2013, "371311", "罗庄区"), (2014, "371311", "罗庄区")]
    assert over_pages("", "")[3:] == [(2013, None, None), (2014, None, None)]


def test_a_table_of_other_columns_is_another():
    assert len(over_pages("371311", "罗庄区", widths=(60, 80, 70, 70, 80, 60, 140))) == 3
