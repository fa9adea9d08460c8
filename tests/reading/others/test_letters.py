"""Letters in running text: names that blanks set apart, figures that a mark ends."""

from __future__ import annotations

import pytest

from drawn import DRAWN, placed, reading_of
from hjforms.api import form
from support import certain

LETTER = form("national/contact-letter")
REST = (((40, "开户单位：示例市社会保险事业中心"),), ((40, "账号：123456789"),), ((40, "经办人：赵经办"),))


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("原在你处参保的 　王示例　 （性别：男，公民身份号码：371000196308150032），请办理。", "王示例"),
        ("原在你处参保的王示例（性别：男，公民身份号码：371000196308150032），请办理。", None),
    ],
    ids=["set apart", "where does it begin?"],
)
def test_a_name_in_a_sentence_is_read_where_blanks_set_it_apart(said, name):
    law = "根据《城乡养老保险制度衔接暂行办法》（人社部发〔2014〕17号）有关规定，"
    lines = (((40, "编号：1"),), ((40, "示例市社会保险经办机构："),), ((58, law),), ((40, said),))
    reading = reading_of(placed(LETTER.title, *lines, *REST), LETTER)
    assert (reading.record.person.name, reading.record.person.citizen_id) == (name, "371000196308150032")
    assert reading.record.receiving_agency.account_name == "示例市社会保险事业中心"
    assert name or any(found.severity == "error" for found in reading.findings)


def test_a_label_with_its_place_in_brackets_is_no_value_of_the_heading_before_it():
    application = form("national/application")
    rows = [
        ["转入地", "机构名称（待遇领取地）", "示例市社会保险中心", "行政区划代码", "371000"],
        ["退费账户", "户名（持卡人）", "王示例", "开户银行", "示例银行"],
    ]
    for draw in DRAWN.values():
        reading = reading_of(draw(application.title, [["姓名", "王示例", "性别", "男", ""], *rows]), application)
        record = certain(reading)
        assert (record.to_agency.name, record.to_agency.region_code) == ("示例市社会保险中心", "371000")
        assert record.refund_account.account_name in {None, "王示例"}


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("申请人（签字）：王示例　　　2024年3月5日", "2024-03-05"),
        ("申请人（签字）：　　　2024年3月5日", "2024-03-05"),
        ("申请人（签字）：王示例　　　代办人：李示例　2024年3月5日", None),
    ],
)
def test_a_day_behind_the_name_of_who_signs_is_that_of_the_signature(line, day):
    application = form("national/application")
    for draw in DRAWN.values():
        record = certain(reading_of(draw(application.title, [["姓名", "王示例", "性别", "男"]], line), application))
        assert str(record.signed_on) == str(day)


def test_a_letter_is_addressed_to_the_first_line_that_ends_with_a_colon():
    notice = form("shandong/notice")
    said = "请您确认是否办理（在所选项前画“√”）："
    for draw in DRAWN.values():
        reading = reading_of(
            draw(notice.title, "王示例 同志：", said, "（√）是　　（　）否", "签字日期：2024年3月5日"), notice
        )
        assert certain(reading).person.name == "王示例"


def test_an_agency_below_its_label_stands_beside_other_lines():
    lines = (((300, "转入地社保机构（章）："),), ((40, "经办人：赵经办"),), ((300, "示例市社会保险事业中心"),))
    reading = reading_of(placed(LETTER.title, ((40, "编号：1"),), *REST[:2], *lines, step=10), LETTER)
    assert certain(reading).signoff.agency == "示例市社会保险事业中心"


def test_an_amount_stands_far_behind_its_sign():
    receipt = form("national/offset-receipt")
    lines = (((40, "姓名：王示例"),), ((40, "应协助抵扣金额"), (300, "￥"), (400, "1,500.00")))
    assert str(reading_of(placed(receipt.title, *lines), receipt).record.asked) == "1500.00"


@pytest.mark.parametrize("side", [0, 1])
def test_what_stands_beside_a_title_of_two_lines_is_no_part_of_it(side):
    wanted = form("national/offset-receipt")
    lines = [[(200, wanted.title[:6])], [(200, wanted.title[6:])]]
    lines[side].append((420, "编号：示例7"))
    drawn = placed("", *lines, ((40, "姓名：张示例"), (200, "性别：男")), ((40, "应协助抵扣金额：900.00元"),))
    record = certain(reading_of(drawn, wanted))
    assert (record.number, record.person.name, str(record.asked)) == ("示例7", "张示例", "900.00")
