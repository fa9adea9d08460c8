"""What stands on papers beside a form is told, and is no error; what may be a value is no such thing."""

from __future__ import annotations

import pytest

from hjforms.reading.others.beside import is_banner, is_beside


@pytest.mark.parametrize(
    "text",
    [
        "- 1 -",
        "第1页/共2页",
        "第 3 页",
        "1 / 2",
        "Page 1 of 2",
        "http://10.1.2.3:8080/print?id=77 1/1",
        "11/3/25, 9:41 AM",
        "打印人：滕阿朵　打印时间：2025-03-09 10:22:31",
        "制表：李四　　审核：王五",
        "参保人（签字）：甄大力",
        "温馨提示：请妥善保管本凭证，遗失可向发证的经办机构申请补打。",
        "注：6=2+3+4+5；本表一式两份。",
        "2.金额保留两位小数，请如实填写。",
        "（金额单位：万元）",
        "金额单位：元（人民币）",
        "第一联　转入地留存",
    ],
)
def test_notes_page_numbers_and_who_signs_elsewhere_are_beside_a_form(text):
    assert is_beside(text)


@pytest.mark.parametrize(
    "text",
    [
        "工作单位：示例公司",
        "16年1个月",
        "5,645.45",
        "申请人签字：甄大力　　2024年1月8日",
        "参保人签字：甄大力　日期：2024-12-19",
        "注：账号为6222000012345678901。",
        "联系函号：371082-2025-0003",
        "威海市环翠区",
    ],
)
def test_what_may_be_a_value_is_not(text):
    assert not is_beside(text)


def test_words_without_a_value_may_head_a_page():
    assert is_banner("高密市社保核心业务系统　v3.2　　　       打印时间 2024-12-20 09:12:11")
    assert not is_banner("编号：371082")
    assert not is_banner("371082199001010011")
