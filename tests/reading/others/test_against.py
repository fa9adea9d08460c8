"""What speaks against values: other amounts, other people, two numbers in one place, rows that share cells."""

from __future__ import annotations

import pytest

from drawn import DRAWN, in_word, reading_of
from hjforms.api import form
from support import certain

NOTICE = form("national/offset-notice")
REFUND = form("national/refund")
CERTIFICATE, ACCOUNT = form("national/certificate"), form("shandong/resident-account")
PERSON = ["姓名", "李示例", "性别", "女", "公民身份号码", "37100019590615002X"]
draws = pytest.mark.parametrize("draw", DRAWN.values(), ids=DRAWN)


def errors(reading):
    return {finding.path for finding in reading.findings if finding.severity == "error"}


# ------------------------------------------------------------------------------------ amounts of others

OTHER_AMOUNTS = {
    "of nobody, in a sentence": ["重复领取金额：432.00元（大写：肆佰叁拾贰元整）　协助抵扣金额：5645.45元"],
    "of nobody, with commas": ["核定金额：432.00元，大写：肆佰叁拾贰元整"],
    "of nobody, in cells": [[PERSON, ["协助抵扣金额", "5645.45", "核定金额", "432.00", "大写", "肆佰叁拾贰元整"]]],
    "of another field": [[PERSON, ["重复领取基础养老金总额", "432.00（大写：肆佰叁拾贰元整）"]]],
}


@draws
@pytest.mark.parametrize("blocks", OTHER_AMOUNTS.values(), ids=OTHER_AMOUNTS)
def test_capital_numerals_behind_another_amount_are_not_those_of_the_field(draw, blocks):
    reading = reading_of(draw(NOTICE.title, [PERSON], *blocks), NOTICE)
    record = certain(reading)
    assert record.assistance_capital is None
    assert str(record.assistance) in {"None", "5645.45"}
    assert errors(reading)


@draws
def test_what_capital_numerals_say_of_another_field_is_no_doubt(draw):
    rows = [
        PERSON,
        ["重复领取基础养老金总额", "432.00", "大写", "肆佰叁拾贰元整"],
        ["协助抵扣金额", "5645.45", "", ""],
    ]
    reading = reading_of(draw(NOTICE.title, rows), NOTICE)
    assert (str(reading.record.drawn), reading.record.assistance_capital) == ("432.00", None)
    assert not errors(reading)


@draws
def test_capital_numerals_of_the_field_are_read_wherever_they_stand(draw):
    rows = [PERSON, ["协助抵扣金额", "5645.45", "个人账户余额", "10.00"], ["大写", "伍仟陆佰肆拾伍元肆角伍分"]]
    assert reading_of(draw(NOTICE.title, rows), NOTICE).record.assistance_capital == "伍仟陆佰肆拾伍元肆角伍分"


# ------------------------------------------------------------------------------------ other people

HOTLINES = [
    "联系电话：12333",
    "系统技术支持　联系电话：0431-88880000",
    "打印：示例软件　联系电话：400-800-1234",
    "联系电话：0431-88880000",
]


@draws
@pytest.mark.parametrize("line", HOTLINES)
def test_a_telephone_of_a_line_below_the_table_is_not_that_of_the_person(draw, line):
    reading = reading_of(draw(NOTICE.title, [PERSON], line), NOTICE)
    assert certain(reading).person.phone is None
    assert errors(reading)


ANOTHER = ["姓名", "王甲", "性别", "男", "公民身份号码", "371000196501150018"]
KIN = {
    "below a heading": [[["继承人信息"], ANOTHER]],
    "below a heading of its own": [[["配偶信息"]], [ANOTHER]],
    "behind a word": ["委托代理人：姓名：王甲　公民身份号码：371000196501150018"],
    "behind a cell": [[["代办人", "王甲", "公民身份号码", "371000196501150018"]]],
    "behind the head of the house": [[["户主", "王甲", "身份证号", "371000196501150018"]]],
}


@draws
@pytest.mark.parametrize("blocks", KIN.values(), ids=KIN)
def test_what_is_said_of_kin_or_agents_is_not_said_of_the_person(draw, blocks):
    known = [["本地实际缴费月数", "119", "在本地参保起止时间", "2014-10至2024-08"]]
    reading = reading_of(draw(CERTIFICATE.title, *blocks, known), CERTIFICATE)
    person = certain(reading).person
    assert (person.name, person.citizen_id, person.sex) == (None, None, None)
    assert errors(reading)


@draws
def test_what_was_so_before_is_not_what_is(draw):
    rows = [PERSON, ["户籍地址（原）", "长春市示例街1号", "户籍地址（现）", "吉林市示例街2号"]]
    reading = reading_of(draw(CERTIFICATE.title, rows), CERTIFICATE)
    assert certain(reading).person.address is None
    assert errors(reading)


@draws
@pytest.mark.parametrize("between", [" ", "\n"])
def test_two_accounts_in_one_cell_are_none(draw, between):
    number = f"6222000012345678901{between}6222000098765432109"
    reading = reading_of(draw(NOTICE.title, [PERSON, ["开户名称", "甲中心", "银行账号", number]]), NOTICE)
    assert certain(reading).receiving_account.account_number is None
    assert "receiving_account.account_number" in errors(reading)


# ------------------------------------------------------------------------------------ rows

HEAD = ["年份", "个人缴费", "集体补助（其他资助）", "个人缴费政府补贴", "利息", "其他", "个人账户累计储存额"]
ROWS = [
    ["2012", "100.00", "", "30.00", "", "", "130.00"],
    ["2013", "200.00", "", "30.00", "3.90", "", "363.90"],
    ["2014", "200.00", "50.00", "30.00", "10.92", "", "654.82"],
]


def shared(*rows):
    """One row of cells that rows share line by line."""
    return ["\n".join(filter(None, texts)) for texts in zip(*rows, strict=True)]


@pytest.mark.parametrize("rows", [[shared(*ROWS[:2]), ROWS[2]], [ROWS[0], shared(*ROWS[1:])]])
def test_rows_that_share_cells_in_word_shift_no_others(rows):
    reading = reading_of(in_word(ACCOUNT.title, [PERSON], [HEAD, *rows]), ACCOUNT)
    values = [str(row.balance) for row in certain(reading).years]
    assert values in (["None"], ["130.00"])
    assert "" in errors(reading)


@draws
def test_a_row_without_its_year_shifts_no_others(draw):
    rows = [ROWS[0], ["", *ROWS[1][1:]], ROWS[2]]
    reading = reading_of(draw(ACCOUNT.title, [PERSON], [HEAD, *rows]), ACCOUNT)
    assert {row.balance for row in certain(reading).years} == {None}
    assert "" in errors(reading)


@draws
@pytest.mark.parametrize("said", ["以下空白", "——以下空白——"])
def test_that_nothing_follows_is_no_value(draw, said):
    reading = reading_of(draw(ACCOUNT.title, [PERSON], [HEAD, *ROWS, [said, *[""] * 6]]), ACCOUNT)
    assert [row.year for row in reading.record.years] == [2012, 2013, 2014]
    assert not errors(reading)


# ------------------------------------------------------------------------------------ accounts and papers

LETTER = form("shandong/contact-letter")
OWN_ACCOUNT = ["开户名称", "李示例", "开户银行", "中国示例银行", "银行账号", "6222000012345678901"]


@draws
@pytest.mark.parametrize("heading", ["参保人退费账户", "本人待遇发放账户", "职业年金账户"])
def test_another_account_is_not_that_of_the_agency(draw, heading):
    reading = reading_of(draw(LETTER.title, [PERSON], [[heading], OWN_ACCOUNT]), LETTER)
    agency = certain(reading).receiving_agency
    assert agency is None or (agency.account_name, agency.bank, agency.account_number) == (None, None, None)
    assert "receiving_agency.account_number" in errors(reading)


@draws
@pytest.mark.parametrize("said", ["此表作废", "（样表）", "填写示例", "SAMPLE"])
def test_a_paper_that_says_it_is_void_or_an_example_is_an_error(draw, said):
    reading = reading_of(draw(LETTER.title, said, [PERSON]), LETTER)
    assert "" in errors(reading)


@draws
@pytest.mark.parametrize("text", ["{联系电话}", "#N/A", "null", "XXXXXXXXXXX", "填写手机号码", "（必填）"])
def test_a_placeholder_is_no_value(draw, text):
    reading = reading_of(draw(ACCOUNT.title, [PERSON], [["家庭住址", "", "联系电话", text]]), ACCOUNT)
    assert certain(reading).person.phone is None
    assert errors(reading)


@draws
def test_a_number_too_large_for_years_is_in_doubt(draw):
    reading = reading_of(draw(ACCOUNT.title, [PERSON, ["累计缴费年限", "150", "", ""]]), ACCOUNT)
    assert certain(reading).years_paid is None
    assert "years_paid" in errors(reading)


@draws
def test_the_day_on_which_somebody_received_a_paper_is_not_that_of_who_signs_it(draw):
    reading = reading_of(draw(NOTICE.title, [PERSON], "签收人：王收　　2024年6月20日"), NOTICE)
    signoff = certain(reading).signoff
    assert signoff is None or signoff.date is None
    assert errors(reading)


@draws
@pytest.mark.parametrize("text", ["性别", "备注", "户籍地址"])
def test_a_label_in_the_place_of_a_name_is_told(draw, text):
    rows = [["姓名", text, "性别", "男", "公民身份号码", "371000196501150018"]]
    reading = reading_of(draw(REFUND.title, rows), REFUND)
    assert certain(reading).person.name is None
    assert "person.name" in errors(reading)
    assert certain(reading).person.sex == "男"


TRANSFER, OUTCOME = form("jilin/transfer-account"), form("national/outcome")


@draws
def test_what_is_said_of_an_annuity_is_not_said_of_the_pension(draw):
    reading = reading_of(
        draw(TRANSFER.title, [PERSON], [["职业年金转移信息"], ["个人账户基金转移额", "9.00"]]), TRANSFER
    )
    fund = certain(reading).fund
    assert fund is None or fund.personal is None
    assert "fund.personal" in errors(reading)


@draws
def test_a_label_that_names_kin_is_not_guessed(draw):
    reading = reading_of(draw(OUTCOME.title, [PERSON, ["配偶个人账户余额", "432.00"]]), OUTCOME)
    double = reading.record.double
    assert double is None or double.balance is None


# ------------------------------------------------------------------------------------------- times of day


@draws
@pytest.mark.parametrize("name", ["金成哲　09:32:35", "示例县窗口 09:32:29 金成哲"])
def test_a_name_in_which_a_log_has_put_a_time_of_day_is_unread(draw, name):
    reading = reading_of(draw(NOTICE.title, [["姓名", name, "公民身份号码", "110101199003070791"]]), NOTICE)
    assert certain(reading).person.name is None
    assert "person.name" in errors(reading)
