"""城乡养老保险重复缴费清退表, national: two parts a year, otherwise the arithmetic of Shandong's."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

import strategies
from hjforms.errors import InputError
from support import CITIZEN_ID, REFUND, example, faults_of, leaves_of, words_of

SAMPLE = example("employee-to-resident/national/refund")
FORM = SAMPLE.form
PARTS = ("personal", "collective")
COLUMNS = (*PARTS, "subtotal")
FEN = Decimal("0.01")

# 人社厅发〔2014〕25号 has the name and the formula; the rest as 鲁人社字〔2024〕84号 附件5 words it.
PRINTED = """
城乡养老保险重复缴费清退表
填表日期： 年 月 日 单位：元
参保人员基本信息
个人编号 姓 名 性别 出生日期
公民身份号码 户籍地址
历年重复缴费和个人账户清退明细
重复年份 当年缴费金额 重复月数 退还本人金额 备注
个人缴费 集体补助 小计 个人缴费 集体补助 小计
1 2 3 4 5 6 7 8 9
合计
退还本人金额合计 大写
经办人（签章）： 联系电话： 社保经办机构（章）:
注：4=2+3；8=6+7
"""


def table(*rows, **more):
    """A table, completed; each row is its year, its months and what was paid."""
    years = [{"year": year, "months": months, "paid": paid} for year, months, paid in rows]
    person = {"name": "张示例", "citizen_id": CITIZEN_ID}
    stated = {"person": person, "years": years, "signoff": {"handler": "李经办"}, **more}
    return FORM.complete(FORM.load(stated))


# ------------------------------------------------------------------------------------- what is derived


def test_a_year_is_divided_once_and_its_parts_add_up():
    # 25号: （年度个人缴费本金+年度集体补助本金）/12×重复缴费月数; (100+100)/12×1 = 16.67
    (year,) = table((2014, 1, {"personal": "100.00", "collective": "100.00"})).years
    assert [str(getattr(year.refund, name)) for name in COLUMNS] == ["8.34", "8.33", "16.67"]


def test_the_example_is_completed_as_by_hand():
    record = SAMPLE.completed()
    assert [str(year.paid.subtotal) for year in record.years] == ["400.00", "600.00", "550.00", "1100.00", "1000.00"]
    # 400/12×6, 600/12×12, 550/12×5 = 229.166…, 1100/12×10 = 916.666…, 1000/12×3
    assert [str(year.refund.subtotal) for year in record.years] == ["200.00", "600.00", "229.17", "916.67", "250.00"]
    assert [str(record.years[2].refund.personal), str(record.years[2].refund.collective)] == ["208.34", "20.83"]
    assert record.years[4].refund.collective is None
    assert record.total.months == 36
    assert {path: str(value) for path, value in leaves_of(record.total.refund).items()} == {
        "personal": "1941.68",
        "collective": "254.16",
        "subtotal": "2195.84",
    }
    assert (str(record.refund_total), record.refund_total_capital) == ("2195.84", "贰仟壹佰玖拾伍元捌角肆分")
    assert (record.person.sex, str(record.person.birth_date)) == ("女", "1968-03-20")


@given(st.lists(strategies.money("0.00", "99999.99"), min_size=2, max_size=2), st.integers(1, 12))
def test_formula_and_note_hold_together(paid, months):
    record = table((2014, months, dict(zip(PARTS, map(str, paid), strict=True))))
    year = record.years[0]
    assert year.refund.subtotal == (sum(paid) * months / 12).quantize(FEN, ROUND_HALF_UP)
    assert year.refund.subtotal == year.refund.personal + year.refund.collective
    assert FORM.check(record) == []


@given(st.lists(strategies.amounts(), min_size=2, max_size=2), st.integers(1, 12))
def test_without_land_shandong_refunds_the_same(paid, months):
    stated = {name: None if amount is None else str(amount) for name, amount in zip(PARTS, paid, strict=True)}
    years = [{"year": 2014, "months": months, "paid": stated}]
    here, there = (item.complete(item.load({"years": years})) for item in (FORM, REFUND))
    assert leaves_of(here) == leaves_of(there)


def test_the_columns_for_land_are_not_national():
    with pytest.raises(InputError) as error:
        table((2014, 1, {"land_personal": "100.00"}))
    assert list(faults_of(error.value)) == ["years.0.paid.land_personal"]


# ------------------------------------------------------------------------- each rule broken exactly once

BROKEN = {
    "a name is missing": ({"person.name": None}, ("error", "person.name", "required", None, None)),
    "months are missing": ({"years.0.months": None}, ("error", "years.0.months", "required", None, None)),
    "the sex is another": ({"person.sex": "男"}, ("error", "person.sex", "person.sex", "女", "男")),
    "the birth date is another": (
        {"person.birth_date": "1968-03-21"},
        ("error", "person.birth_date", "person.birth-date", "1968年3月20日", "1968年3月21日"),
    ),
    "a year stands twice": ({"years.1.year": 2017}, ("error", "years.1.year", "years.order", None, "2017")),
    "column 4 is not 2+3": (
        {"years.0.paid.subtotal": "400.01"},
        ("error", "years.0.paid.subtotal", "paid.subtotal", "400.00", "400.01"),
    ),
    "a part is not its share": (
        {"years.2.refund.personal": "210.00"},
        ("error", "years.2.refund.personal", "refund.parts", "208.34", "210.00"),
    ),
    "another office has rounded part by part": (
        {"years.0.paid": {"personal": "100.00", "collective": "100.00"}, "years.0.months": 1}
        | {"years.0.refund.subtotal": "16.66"},
        ("warning", "years.0.refund.subtotal", "refund.formula", "16.67", "16.66"),
    ),
    "the months do not add up": ({"total.months": 35}, ("error", "total.months", "total", "36", "35")),
    "the sum at the foot is another": (
        {"refund_total": "2195.83"},
        ("error", "refund_total", "refund-total", "2195.84", "2195.83"),
    ),
    "the capital amount is another": (
        {"refund_total_capital": "贰仟壹佰玖拾伍元捌角叁分"},
        (
            "error",
            "refund_total_capital",
            "refund-total.capital",
            "贰仟壹佰玖拾伍元捌角肆分",
            "贰仟壹佰玖拾伍元捌角叁分",
        ),
    ),
}


@pytest.mark.parametrize(("changes", "expected"), BROKEN.values(), ids=BROKEN)
def test_a_rule_that_is_broken_once_gives_its_finding_and_no_other(changes, expected):
    assert SAMPLE.details(changes, completed=False) == [expected]


@pytest.mark.parametrize("column", [f"{side}.{name}" for side in ("paid", "refund") for name in COLUMNS])
def test_a_wrong_total_of_a_column_is_an_error(column):
    right = leaves_of(SAMPLE.completed())[f"total.{column}"]
    found = SAMPLE.details({f"total.{column}": str(right + FEN), "refund_total": "2195.84"})
    assert ("error", f"total.{column}", "total", str(right), str(right + FEN)) in found


def test_column_8_that_is_neither_its_sum_nor_the_formula_is_told_by_both():
    found = SAMPLE.details({"years.0.refund": {"personal": "150.00", "collective": "50.00", "subtotal": "210.00"}})
    assert [(path, rule) for _, path, rule, *_ in found] == [
        ("years.0.refund.subtotal", "refund.subtotal"),
        ("years.0.refund.subtotal", "refund.formula"),
    ]


@pytest.mark.parametrize("path", ["years.0.paid.collective", "years.1.refund.personal", "refund_total"])
def test_a_negative_amount_is_an_error(path):
    assert ("error", path, "not-negative", None, "-0.01") in SAMPLE.details({path: "-0.01"})


def test_rules_speak_in_the_printed_columns_and_rest_on_the_national_procedure():
    formulas = {rule.id: rule.formula for rule in FORM.rules}
    assert [formulas[name] for name in ("paid.subtotal", "refund.subtotal", "refund.formula")] == [
        "4=2+3",
        "8=6+7",
        "（2+3）/12×5",
    ]
    grounds = ("人社厅发〔2014〕25号", "城乡养老保险重复缴费清退表", "GB", "《支付结算办法》")
    assert all(rule.article.startswith(grounds) for rule in FORM.rules)


# ------------------------------------------------------------------------------------------ the paper


def test_the_form_prints_its_words_in_their_order():
    assert words_of(FORM.blank("docx")) == "".join(PRINTED.split())
