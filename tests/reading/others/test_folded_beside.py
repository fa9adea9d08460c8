"""What stands beside others on a line may be folded under its own beginning: it is not read as if it had ended."""

from __future__ import annotations

from drawn import placed, reading_of
from hjforms.api import form
from hjforms.unread import Unread

REFUND, APPLICATION = form("national/refund"), form("national/application")
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
