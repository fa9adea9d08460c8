"""Labels in words that we do not know: one that stands out is found, a neighbour is never taken for it."""

from __future__ import annotations

import pytest

from hjforms.api import form, forms
from hjforms.reading.others.alike import CLOSE, alike
from hjforms.reading.others.vocabulary import vocabulary


@pytest.mark.parametrize(
    ("form_id", "text", "label"),
    [
        ("national/resident-account", "参保登记年月", "参保时间"),
        ("shandong/resident-account", "转出总金额", "转出金额合计"),
        ("shandong/employee-account", "转移个人账户金额", "个人账户基金转移额"),
        ("national/offset-receipt", "尚未抵扣金额", "未抵扣金额"),
    ],
)
def test_other_words_for_a_label(form_id, text, label):
    assert alike(text, vocabulary(form(form_id)).names) == label


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("单位缴费金额", "个人缴费金额"),
        ("转入金额合计", "转出金额合计"),
        ("缴费终止时间", "缴费起始时间"),
        ("视同缴费年限", "实际缴费年限"),
        ("转入地开户银行行号", "转入地开户银行"),
        ("户籍地址", "通讯地址"),
        ("付款账户", "收款账户"),
    ],
)
def test_what_differs_by_the_word_that_matters_is_another_label(text, label):
    assert alike(text, [label]) == ""


def test_of_two_that_are_alike_none_stands_out():
    assert alike("个人账户基金额", ["个人账户基金甲额", "个人账户基金乙额"]) == ""


@pytest.mark.parametrize("one", forms(), ids=lambda one: one.id)
def test_no_label_of_a_form_is_taken_for_another_of_it(one):
    names = list(vocabulary(one).names)
    for name in names:
        assert alike(name, names, CLOSE) in {name, ""}
