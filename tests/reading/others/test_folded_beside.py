"""What stands beside others on a line may be folded under its own beginning: it is not read as if it had ended."""

from __future__ import annotations

import pytest

from drawn import DRAWN, SIZE, at_heights, in_pdf, placed, reading_of
from hjforms.api import form
from hjforms.unread import Unread
from support import certain

REFUND, APPLICATION = form("national/refund"), form("national/application")
CERTIFICATE = form("national/certificate")
PERSON = (((40, "姓名：张示例"), (200, "性别：男")), ((40, "个人编号：123"), (200, "户籍地址：示例市1号")))


def test_a_name_whose_last_letter_stands_below_its_label_is_not_read():
    lines = (*PERSON, ((40, "经办人（签章）：赵经"), (150, "联系电话：0431-85000001")), ((40, "办"),))
    reading = reading_of(placed(REFUND.title, *lines), REFUND)
    assert isinstance(reading.record.signoff.handler, Unread)
    assert reading.record.person.name == "张示例"


def test_what_stands_farther_below_is_no_rest():
    lines = (*PERSON, ((40, "经办人（签章）：赵经"), (150, "联系电话：0431-85000001")), (), ((40, "办"),))
    reading = reading_of(placed(REFUND.title, *lines), REFUND)
    assert reading.record.signoff.handler == "赵经"


def test_a_marked_option_that_nobody_knows_puts_the_others_in_doubt():
    options = "提交材料：☑身份证和户口本的复印件　□参保缴费凭证　☑户口簿"
    reading = reading_of(placed(APPLICATION.title, *PERSON, ((40, options),)), APPLICATION)
    assert isinstance(reading.record.documents, Unread)


def test_options_may_leave_out_what_stands_in_brackets():
    options = "提交材料：☑身份证复印件　□参保缴费凭证　☑户口簿"
    reading = reading_of(placed(APPLICATION.title, *PERSON, ((40, options),)), APPLICATION)
    assert reading.record.documents == ("id_card", "household_register")


LETTER, RECEIPT = form("national/contact-letter"), form("national/offset-receipt")
SEAL = "转入地社保机构（章）："
BEHIND = 300 + len(SEAL) * SIZE
SIGNED = (
    ((40, "编号：1"),),
    ((40, "户名：示例市社保局"),),
    ((40, "账号：123456789"),),
    ((40, "行政区划代码：371000"),),
)


@pytest.mark.parametrize(
    ("begun", "below", "name"),
    [
        ("示例市社会保险", ((BEHIND, "服务中心"),), "示例市社会保险服务中心"),
        ("示例市社会保险", ((40, "联系电话：0631-5200000"), (BEHIND, "服务中心")), None),
        ("示例市社会保险中心", ((BEHIND, "2024年5月6日"),), "示例市社会保险中心"),
        ("示例市社会保险", ((BEHIND, "某某某某"),), None),
        ("示例市社会保险", ((BEHIND + 30, "服务中心"),), None),
    ],
)
def test_the_name_of_an_agency_goes_on_under_its_beginning_where_that_makes_it_whole(begun, below, name):
    lines = (*SIGNED, ((40, "经办人：赵经办"), (300, SEAL + begun)), below)
    signoff = certain(reading_of(placed(LETTER.title, *lines, step=12), LETTER)).signoff
    assert (signoff.agency, signoff.handler) == (name, "赵经办")


@pytest.mark.parametrize("name", ["示例市社会保险服务中心", "见附页"])
def test_who_signs_may_stand_at_half_the_height_of_a_seal_with_its_agency_below_the_label(name):
    lines = (((300, SEAL),), ((40, "经办人：赵经办"), (300, name)), ((300, "2024年5月6日"),))
    reading = reading_of(placed(LETTER.title, *SIGNED, *lines, step=12), LETTER)
    if name == "见附页":
        assert isinstance(reading.record.signoff.handler, Unread)
        assert not isinstance(reading.record.signoff.agency, str)
    else:
        signoff = certain(reading).signoff
        assert (signoff.handler, signoff.agency, str(signoff.date)) == ("赵经办", name, "2024-05-06")


@pytest.mark.parametrize(("code", "is_read"), [("133000", True), ("保险中心", False)])
def test_a_number_beside_its_own_label_is_no_rest_of_the_words_above_it(code, is_read):
    name = "示例市社会保险事业管理局"
    lines = (
        ((40, "姓名　　张示例"), (300, "性别　　男")),
        ((40, "行政区划代码　　222401"), (300, f"机构名称　　{name}")),
        ((40, "联系电话　　0433-2556618"), (300, f"邮政编码　　{code}")),
        ((40, "机构地址　　示例市公园路888号"),),
    )
    agency = certain(reading_of(placed(CERTIFICATE.title, *lines, step=14), CERTIFICATE)).agency
    assert (agency.name, agency.postcode) == ((name, code) if is_read else (None, None))


def test_a_reason_goes_on_under_its_beginning_where_its_line_is_full():
    start = 560 - 17 * SIZE
    full = ((40, "未抵扣金额：300.00元"), (start, "未抵扣原因：参保人员已经去世余额已"))
    short = ((40, "未抵扣金额：300.00元"), (start, "未抵扣原因：参保人员已经去世"))
    rest = ((start + 6 * SIZE, "通知继承人"),)
    for line, reason in ((full, "参保人员已经去世余额已通知继承人"), (short, None)):
        lines = (((40, "姓名：张示例"), (560 - 5 * SIZE, "编号：示7")), ((40, "应协助抵扣金额：900.00元"),), line, rest)
        record = certain(reading_of(placed(RECEIPT.title, *lines, step=12), RECEIPT))
        assert (str(record.remainder), record.reason) == ("300.00", reason)


@pytest.mark.parametrize(
    ("begun", "rest", "number"),
    [("示抵2023-", "0052", "示抵2023-0052"), ("示抵 2023", "0052", None), ("示抵2023A", "0052", None)],
)
def test_a_number_is_folded_behind_a_hyphen(begun, rest, number):
    said = f"你单位2023年4月9日发来的《重复领取养老保险待遇协助抵扣通知单》（编号：{begun}"
    lines = (
        ((58, said),),
        ((40, f"{rest}）收悉，现将抵扣情况函告如下："),),
        ((40, "姓名：张示例"),),
        ((40, "性别：男"),),
    )
    assert certain(reading_of(placed(RECEIPT.title, *lines), RECEIPT)).notice.number == number


def test_a_label_that_fills_its_line_is_not_one_with_the_value_below_it():
    reading = reading_of(
        in_pdf(REFUND.title, [["姓名", "张示例", "性别", "男"]], [["参保人户籍地址\n示例市海滨"]]), REFUND
    )
    assert reading.record.person.address == "示例市海滨"


def test_a_heading_that_stands_upright_is_read_letter_by_letter():
    rows = [["申\n请\n人\n情\n况", "姓名", "张示例", "性别", "男"]]
    reading = reading_of(in_pdf(APPLICATION.title, rows, "申请人（签字）：2024年3月5日"), APPLICATION)
    assert str(reading.record.signed_on) == "2024-03-05"


def test_cards_stand_under_the_heading_over_them():
    letter = form("jilin/contact-letter")
    cards = [[["开户银行\n示例银行"]], [["地址\n示例市海滨路1号"]], [["邮政编码\n264200"]]]
    reading = reading_of(in_pdf(letter.title, "编号：1", "▍新就业地社保机构", *cards), letter)
    agency = certain(reading).receiving_agency
    assert (agency.bank, agency.address, agency.postcode) == ("示例银行", "示例市海滨路1号", "264200")


def test_a_number_with_its_word_far_behind_a_value_is_no_part_of_it():
    account = form("national/resident-account")
    for draw in DRAWN.values():
        head = "县（市、区）：示例县　　　流水号 2502260031947　　　填表日期：2025-02-26"
        record = certain(reading_of(draw(account.title, head, [["姓名", "张示例", "性别", "男"]]), account))
        assert record.county in {"示例县", None if draw is in_pdf else "示例县"}
        assert str(record.filled_on) == "2025-02-26"


def test_the_agency_over_a_table_does_not_sign_it():
    for draw in DRAWN.values():
        head = "经办机构：示例市社会保险中心　　　填表日期：2025年4月22日"
        lines = (head, [["姓名", "张示例", "性别", "男"]], "经办人：赵经办", "社保经办机构（章）：示例市社会保险中心")
        assert str(certain(reading_of(draw(REFUND.title, *lines), REFUND)).filled_on) == "2025-04-22"


@pytest.mark.parametrize(
    ("below", "agency"),
    [("业中心", "示例市示例区社会保险事业中心"), ("示例市监制", None), ("业中心  2024年5月6日", None)],
)
def test_a_line_that_is_full_runs_on_where_it_begins_if_that_makes_a_name_whole(below, agency):
    start = 556 - 20 * SIZE
    full = ((40, "经办人：赵经办"), (start, "社保机构（章）：示例市示例区社会保险事"))
    lines = (*SIGNED, ((560 - 4 * SIZE, "第一联单"),), full, ((40, below),))
    assert certain(reading_of(placed(LETTER.title, *lines), LETTER)).signoff.agency == agency


def test_rows_of_labels_with_colons_are_no_folded_text():
    lines = (*SIGNED[:1], *SIGNED[2:], ((40, "开户名称："), (40 + 7 * SIZE, "示例市社保局")))
    record = reading_of(placed(LETTER.title, *lines), LETTER).record
    assert (record.receiving_agency.region_code, record.receiving_agency.account_name) == ("371000", "示例市社保局")


@pytest.mark.parametrize(("height", "is_read"), [(6, True), (12, False)])
def test_a_label_may_stand_at_half_the_height_of_its_value(height, is_read):
    lines = ((40, 780, "姓名：张示例"), (160, 740, "示例市示例区示例街道示例村"), (160, 728, "一组9号"))
    reading = reading_of(at_heights(REFUND.title, *lines, (40, 740 - height, "户籍地地址")), REFUND)
    assert (certain(reading).person.address == "示例市示例区示例街道示例村一组9号") == is_read
