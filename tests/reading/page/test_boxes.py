"""Check boxes that a page draws: what is inside is seen in its picture."""

from __future__ import annotations

import io

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from drawn import FONT
from hjforms.api import form, read
from hjforms.unread import Unread

NOTICE = form("shandong/notice")
LAST = "若不办理，请在享受养老保险待遇后及时办理企业职工基本养老保险/居民基本养老保险退保手续。"
OPTIONS = ("是", "否")


def notice(*marked, frame="square", tick="strokes"):
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    target = io.BytesIO()
    canvas = Canvas(target, A4, invariant=1)
    canvas.setFont(FONT, 16)
    canvas.drawString(180, 780, NOTICE.title)
    canvas.setFont(FONT, 12)
    canvas.drawString(40, 748, "张示例：")
    canvas.drawString(64, 719, "经查询，您在我省存在企业职工基本养老保险/居民基本养老保险参保缴费记录，")
    canvas.drawString(40, 700, "在办理养老保险待遇享受手续之前可以办理城乡养老保险制度衔接手续，请确认是否办理。")
    for place, option in enumerate(OPTIONS):
        left, low = 250 + 70 * place, 672
        if frame == "square":
            canvas.rect(left, low, 10, 10)
        else:
            canvas.circle(left + 5, low + 5, 5)
        if option in marked and tick == "strokes":
            canvas.lines([(left + 2, low + 6, left + 4, low + 2), (left + 4, low + 2, left + 9, low + 9)])
        elif option in marked:
            canvas.drawString(left + 2, low + 1, "√")
        canvas.drawString(left + 12, 673, option)
    canvas.drawString(40, 640, LAST)
    canvas.drawString(300, 600, "参保人（签字）：张示例")
    canvas.drawString(300, 580, "2024年12月17日")
    canvas.save()
    return target.getvalue()


@pytest.mark.parametrize("frame", ["square", "circle"])
@pytest.mark.parametrize("tick", ["strokes", "sign"])
@pytest.mark.parametrize("option", OPTIONS)
def test_what_is_marked_is_chosen(frame, tick, option):
    [reading] = read(notice(option, frame=frame, tick=tick))
    assert (reading.record.person.name, reading.record.choice) == ("张示例", option)


def test_nothing_marked_is_nothing_chosen():
    [reading] = read(notice())
    assert reading.record.choice is None


def test_two_that_are_marked_are_not_read():
    found = list(read(notice(*OPTIONS)))
    assert not found or found[0].record.choice is None or isinstance(found[0].record.choice, Unread)


@pytest.mark.parametrize("way", ["frame", "lines"])
def test_a_box_is_no_wall_of_the_cell_in_which_it_stands(way):
    application = form("national/application")
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    target = io.BytesIO()
    canvas = Canvas(target, A4, invariant=1)
    canvas.setFont(FONT, 12)
    canvas.drawString(180, 780, application.title)
    for left, right, text in ((40, 100, "姓名"), (100, 200, "张示例"), (200, 260, "性别"), (260, 400, "")):
        canvas.rect(left, 700, right - left, 30)
        canvas.drawString(left + 10, 711, text)
    for left, option in ((270, "男"), (330, "女")):
        if way == "frame":
            canvas.rect(left, 710, 10, 10)
        else:
            for side in ((0, 0, 10, 0), (10, 0, 10, 10), (0, 10, 10, 10), (0, 0, 0, 10)):
                canvas.line(left + side[0], 710 + side[1], left + side[2], 710 + side[3])
        canvas.drawString(left + 13, 711, option)
    canvas.lines([(332, 716, 334, 712), (334, 712, 339, 719)])
    canvas.save()
    [reading] = read(target.getvalue())
    assert (reading.record.person.name, reading.record.person.sex) == ("张示例", "女")


def test_boxes_below_one_another_may_touch():
    application = form("national/application")
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    target = io.BytesIO()
    canvas = Canvas(target, A4, invariant=1)
    canvas.setFont(FONT, 9)
    canvas.drawString(200, 780, application.title)
    canvas.drawString(40, 750, "姓名：张示例")
    for low, option in ((700, "城乡居民养老保险转入城镇职工养老保险"), (690, "城镇职工养老保险转入城乡居民养老保险")):
        canvas.setLineWidth(0.8)
        canvas.rect(60, low, 8.4, 8.4)
        canvas.drawString(72, low + 0.5, option)
    canvas.drawString(60, 701, "√")
    canvas.save()
    [reading] = read(target.getvalue())
    assert reading.record.direction == "resident-to-employee"


@pytest.mark.parametrize(("radius", "is_read"), [(7, True), (0, True)])
def test_a_frame_with_round_corners_is_a_rule(radius, is_read):
    application = form("national/application")
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    target = io.BytesIO()
    canvas = Canvas(target, A4, invariant=1)
    canvas.setFont(FONT, 9)
    canvas.drawString(200, 780, application.title)
    canvas.drawString(40, 750, "姓名：张示例")
    canvas.drawString(40, 730, "申请衔接类型")
    canvas.roundRect(40, 710, 180, 14, radius)
    canvas.drawString(48, 714, "城乡居民养老保险转入城镇职工养老保险")
    canvas.save()
    [reading] = read(target.getvalue())
    assert (reading.record.direction == "resident-to-employee") == is_read
