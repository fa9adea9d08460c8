"""Letters and replies in running text: what the words right before a value name is read, nothing else."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from drawn import DRAWN, in_pdf, reading_of
from hjforms.api import form
from hjforms.reading.others.prose import name_at_end
from support import certain

draws = pytest.mark.parametrize("draw", DRAWN.values(), ids=DRAWN)
LETTER, RECEIPT = form("national/contact-letter"), form("national/offset-receipt")
NOTICE, CERTIFICATE = form("national/offset-notice"), form("national/certificate")
IDENTITY = "（性别：男，公民身份号码：371000196501150018）"
OPENING = "示例县社会保险事业中心："
LAW = "根据《城乡养老保险制度衔接暂行办法》（人社部发〔2014〕17号）有关规定，函告如下。"


def read_as(wanted, draw, *lines):
    return reading_of(draw(wanted.title, *lines), wanted)


@draws
@pytest.mark.parametrize(
    ("said", "name"),
    [
        (f"兹有我县参保人员张示例{IDENTITY}，请办理。", "张示例"),
        (f"经核，欧阳示例{IDENTITY}已领取待遇。", "欧阳示例"),
        (f"现有申请人阿依古丽·买买提{IDENTITY}，请办理。", "阿依古丽·买买提"),
        (f"兹有参保人员张示例同志{IDENTITY}，请办理。", "张示例"),
        (f"参保人员张示例之子{IDENTITY}前来办理。", None),
        (f"经核，江西张示{IDENTITY}已领取待遇。", None),
        (f"经核，我镇张示{IDENTITY}已领取待遇。", None),
        (f"现将参保人员信息{IDENTITY}函告如下。", None),
        (f"参保人员张示例{IDENTITY}由李某某{IDENTITY}代办。", None),
        (f"经核查，李某某{IDENTITY}代张示例申请。", None),
        (f"经核查，李某某{IDENTITY}系张示例配偶。", None),
    ],
)
def test_a_name_stands_before_brackets_that_say_more_of_a_person(draw, said, name):
    reading = read_as(LETTER, draw, "编号：1", OPENING, said, "经办人：赵经办")
    assert certain(reading).person.name == name
    assert name or any(found.severity == "error" for found in reading.findings)


@pytest.mark.parametrize("text", ["", "参保人员", "：张", "经核，张示例配偶", "王", "参保人员户籍地址"])
def test_no_name_is_made_of_other_words(text):
    assert name_at_end(text) == ""


@draws
def test_a_reply_in_sentences_is_read(draw):
    reading = read_as(
        RECEIPT,
        draw,
        "编号：示社复〔2024〕7号",
        OPENING,
        f"你单位2023年4月9日发来的《重复领取养老保险待遇协助抵扣通知单》（编号：示抵9号）收悉。经查，张示例{IDENTITY}在我处领取养老金。",
        "一、应协助抵扣金额1,500.00元。我处自2023年10月起至2024年2月止，分5期抵扣，实际抵扣金额1200元，大写：壹仟贰佰元整。",
        "二、未抵扣金额300.00元，未抵扣原因：该人员已死亡，停发待遇。",
        "三、上述款项已于2024年3月6日一次划转。付款账户：户名示例市社保中心，开户银行示例银行海滨支行，账号123456789；"
        "收款账户：户名示例县社保局，开户银行示例银行城关支行，账号987654321。",
        "经办人：赵经办",
        "示例市社会保险服务中心",
        "2024年3月8日",
    )
    record = certain(reading)
    assert (record.notice.number, record.notice.date) == ("示抵9号", dt.date(2023, 4, 9))
    assert (record.person.name, record.person.citizen_id) == ("张示例", "371000196501150018")
    assert (record.asked, record.deducted, record.remainder) == (
        Decimal("1500.00"),
        Decimal("1200.00"),
        Decimal("300.00"),
    )
    assert (str(record.start), str(record.end), record.months) == ("2023-10", "2024-02", 5)
    assert (record.reason, record.transferred_on) == ("该人员已死亡，停发待遇", dt.date(2024, 3, 6))
    accounts = record.paying_account, record.receiving_account
    assert [(one.account_name, one.bank, one.account_number) for one in accounts] == [
        ("示例市社保中心", "示例银行海滨支行", "123456789"),
        ("示例县社保局", "示例银行城关支行", "987654321"),
    ]
    assert (record.signoff.agency, record.signoff.date) == ("示例市社会保险服务中心", dt.date(2024, 3, 8))


@draws
@pytest.mark.parametrize(
    "said",
    [
        "应协助抵扣金额与未抵扣金额共300.00元。",
        "预计未抵扣金额300.00元。",
        "未抵扣金额300.00元，后核定未抵扣金额280.00元。",
        "自2023年10月至2024年2月，该人员在外地居住。",
        "2023年10月至2024年2月已抵扣，自2024年3月至2024年5月、自2024年6月至2024年7月继续抵扣。",
        "拟于2024年3月6日前研究，另行划转。",
        "该人员于2024年3月6日死亡后划转。",
        "付款账户：户名示例市社保中心，见附件。",
    ],
)
def test_what_sentences_do_not_say_for_certain_is_not_read(draw, said):
    record = certain(
        read_as(RECEIPT, draw, OPENING, f"张示例的情况如下：{said}", "姓名：张示例", "性别：男", "备注：无")
    )
    assert (record.asked, record.remainder, record.start, record.end, record.transferred_on) == (None,) * 5
    assert record.paying_account.account_name is None


@draws
@pytest.mark.parametrize(("whose", "code"), [("我局", "371002"), ("贵局", None), ("我局和贵局", None)])
def test_a_code_is_that_of_whom_the_words_before_it_name(draw, whose, code):
    lines = (
        OPENING,
        LAW,
        f"请办理。{whose}行政区划代码为371002。",
        "户名：示例市社保局",
        "账号：123456789",
        "经办人：赵经办",
    )
    assert certain(read_as(LETTER, draw, *lines)).receiving_agency.region_code == code


@draws
@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("示社函〔2024〕18号", "示社函〔2024〕18号"),
        ("人社部发〔2014〕17号", None),
        ("依据示社函〔2024〕18号办理", None),
    ],
)
def test_a_number_without_a_label_is_known_by_its_form_and_by_a_word_of_the_title(draw, line, number):
    lines = (line, OPENING, LAW, "户名：示例市社保局", "账号：123456789", "经办人：赵经办")
    assert certain(read_as(LETTER, draw, *lines)).number == number


@pytest.mark.parametrize(
    ("said", "bank"),
    [
        ("开户银行示例银行一支行，", "示例银行一支行"),
        ("开户银行为示例银行一支行，", None),
        ("开户银行为民村镇银行，", None),
    ],
)
def test_a_verb_behind_a_label_may_be_part_of_a_name(said, bank):
    account = f"款项请划入：开户名称示例市居保中心，{said}银行账号3700160000100000001，行政区划代码371000。"
    drawn = in_pdf(NOTICE.title, "编号：示例7", OPENING, f"姓名：张示例{IDENTITY}", account)
    reading = reading_of(drawn, NOTICE)
    path = "receiving_account.bank"
    assert certain(reading).receiving_account.bank == bank
    assert bank or path in {found.path for found in reading.findings if found.severity == "error"}


@draws
@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("原在你处的参保人员 于示例 （性别： 女 ，公民身份号码： 371000196501150026 ），现申请转至我处。", "于示例"),
        ("原在你处的参保人员  欧阳示例 ，现申请将其基本养老保险关系转至我处。", "欧阳示例"),
        ("原在你处的参保人员 已退休 ，现申请将其基本养老保险关系转至我处。有关 事宜 ，请办理。", None),
        ("有关规定 见附件 ，请按规定办理。", None),
    ],
)
def test_a_name_between_blanks_stands_behind_what_people_are_called_or_before_more_of_them(draw, said, name):
    assert certain(read_as(LETTER, draw, "编号：1", OPENING, LAW, said, "经办人：赵经办")).person.name == name


@draws
def test_months_are_said_behind_their_label(draw):
    said = "经核查，张示例（性别：男）同时领取城镇职工养老保险和城乡居民养老保险待遇，重复领取月数为 66 个月。"
    assert read_as(NOTICE, draw, "编号：1", OPENING, said).record.months == 66


@draws
@pytest.mark.parametrize(
    ("behind", "end"),
    [("终止时间：2023年8月", "2023-08"), ("截止年月：2023-08", "2023-08"), ("办理时间：2023年8月", None)],
)
def test_the_end_of_a_span_needs_no_label_of_its_own(draw, behind, end):
    reading = read_as(NOTICE, draw, "编号：1", f"重复领取起始时间：2019年1月　　{behind}　　重复领取月数：56")
    assert str(reading.record.start) == "2019-01"
    assert (certain(reading).end and str(reading.record.end)) == end


APPOSED = (
    "，女，公民身份号码371000196501150026，现申请将其城乡居民基本养老保险关系转至我处，如无不妥，请按相关规定办理。"
)


@draws
@pytest.mark.parametrize(
    ("whose", "name", "number"),
    [
        ("原在你处的参保人员熊示例", "熊示例", "371000196501150026"),
        ("参保人员熊示例之女", None, "371000196501150026"),
        ("我处经办人员熊示例", None, "371000196501150026"),
        ("熊示例的配偶", None, None),
    ],
)
def test_a_name_stands_before_the_sex_of_a_person_and_their_id(draw, whose, name, number):
    person = certain(read_as(LETTER, draw, "编号：1", OPENING, whose + APPOSED)).person
    assert (person.name, person.sex, person.citizen_id) == (name, name and "女", number)


@draws
@pytest.mark.parametrize(
    "where", ["资金请汇入以下账户", "参保人本人账户", "请勿汇入旧账户", "该同志社保卡", "付款账户", "村委会代收账户"]
)
@pytest.mark.parametrize(
    ("account", "bank"),
    [
        ("开户名称为示例市社保中心，开户银行为示例银行一支行，银行账号为371234567890", "示例银行一支行"),
        ("户名示例市社保中心，开户行示例银行一支行，账号371234567890", "示例银行一支行"),
        ("开户名称示例市社保中心，开户银行为民村镇银行，银行账号371234567890", None),
        ("开户名称为示例市社保中心，开户银行为示例银行的一支行，银行账号为371234567890", None),
    ],
)
def test_an_account_is_said_label_by_label(draw, account, bank, where):
    lines = ("编号：1", OPENING, "原在你处的参保人员熊示例" + APPOSED, f"{where}，{account}。")
    agency = certain(read_as(LETTER, draw, *lines)).receiving_agency
    found = (agency.bank, agency.account_name)
    assert found == ((bank, bank and "示例市社保中心") if where.startswith("资金") else (None, None))


@draws
@pytest.mark.parametrize("behind", ["该账户已注销。", "上述账户自2024年起停用。", "经核对有误。", "请勿使用。"])
def test_an_account_that_the_next_sentence_takes_back_is_not_read(draw, behind):
    account = "资金请汇入以下账户：户名示例市社保中心，开户行示例银行一支行，账号371234567890。"
    reading = read_as(LETTER, draw, "编号：1", OPENING, "原在你处的参保人员熊示例" + APPOSED, account + behind)
    agency = certain(reading).receiving_agency
    assert (agency.account_name, agency.bank, agency.account_number) == (None, None, None)
    assert any(found.severity == "error" for found in reading.findings)


@draws
@pytest.mark.parametrize(
    ("said", "handler", "phone"),
    [
        ("此函由我处丁示例经办，联系电话027-61001126。", "丁示例", "027-61001126"),
        ("此函由我中心欧阳示例同志负责经办。电话为61001126。", "欧阳示例", "61001126"),
        ("此函由你处丁示例经办，联系电话027-61001126。", None, None),
        ("此前由我处丁示例经办，联系电话027-61001126。", None, None),
        ("不再由我处丁示例经办，联系电话027-61001126。", None, None),
        ("此函由我处丁示例经办，电话027-61001126；另由我处王示例经办。", None, None),
        ("此函由我处丁示例经办，联系电话027-61001126转803。", "丁示例", None),
        ("此函由我处丁示例经办。电话13812345678为参保人电话。", "丁示例", None),
        ("此函由我处基金科经办，联系电话027-61001126。", None, None),
    ],
)
def test_a_sentence_says_who_handles_a_case(draw, said, handler, phone):
    lines = ("编号：1", OPENING, "原在你处的参保人员熊示例" + APPOSED, said, "示例市社会保险中心（章）", "2023年9月5日")
    signoff = certain(read_as(LETTER, draw, *lines)).signoff
    assert (signoff.handler, signoff.phone) == (handler, phone)
    assert (signoff.agency, str(signoff.date)) == ("示例市社会保险中心", "2023-09-05")


@draws
def test_an_amount_does_not_end_at_the_comma_of_its_thousands(draw):
    said = "本人已退还金额800.00元，个人账户余额1,976.35元，其中个人账户余额1,000.00元为利息。"
    record = certain(read_as(NOTICE, draw, "编号：1", OPENING, f"经查，参保人员张示例{IDENTITY}重复领取。", said))
    assert str(record.balance) in {"None", "1976.35"}


def notice(draw, *said):
    lines = ("编号：示抵〔2024〕1号", "示例市社会保险经办机构：", f"经核查，张示例{IDENTITY}{said[0]}", *said[1:])
    return read_as(NOTICE, draw, *lines, "经办人：赵经办")


@draws
def test_a_notice_in_sentences_is_read(draw):
    reading = notice(
        draw,
        "自2021年3月起领取城镇职工养老保险待遇，自2019年10月起领取城乡居民养老保险待遇，2021年3月至2024年6月重复领取共40个月。",
        "其重复领取基础养老金总额（①）为5,540.00元，本人已退还金额（②）为300.00元；其个人账户余额（扣除政府补贴）（③）为1,204.36元，"
        "个人账户已抵扣金额（④）为1,204.36元。请你处协助抵扣金额（⑤＝①－②－④）4,035.64元（大写：肆仟零叁拾伍元陆角肆分）。",
    )
    record = certain(reading)
    assert (str(record.employee_from), str(record.resident_from)) == ("2021-03", "2019-10")
    assert (str(record.start), str(record.end), record.months) == ("2021-03", "2024-06", 40)
    amounts = (record.drawn, record.returned, record.balance, record.offset, record.assistance)
    assert amounts == tuple(map(Decimal, ("5540.00", "300.00", "1204.36", "1204.36", "4035.64")))


@draws
@pytest.mark.parametrize(
    "said",
    [
        "自2021年3月起停止领取城镇职工养老保险待遇。",
        "，其配偶自2021年3月起领取城镇职工养老保险待遇。",
        "自2021年3月起领取城镇职工养老保险待遇，自2022年3月起领取城镇职工养老保险待遇。",
        "自2021年3月起领取失业保险金。",
        "，2021年3月至2024年6月在外地居住，重复领取情况见附件。",
        "重复领取，2021年3月至2024年6月或2022年1月至2024年6月。",
    ],
)
def test_months_that_a_notice_does_not_say_for_certain_are_not_read(draw, said):
    record = certain(notice(draw, said, "姓名：张示例", "备注：无"))
    assert (record.employee_from, record.start, record.end, record.months) == (None,) * 4


@draws
def test_a_span_with_the_count_of_its_months_is_read(draw):
    said = "我处于2024年3月起至2025年2月止，共计12个月，分月抵扣，应协助抵扣金额1,200.00元。"
    record = certain(read_as(RECEIPT, draw, OPENING, said, "姓名：张示例", "性别：男", "备注：无"))
    assert (str(record.start), str(record.end), record.months) == ("2024-03", "2025-02", 12)


@draws
@pytest.mark.parametrize(("said", "name"), [("步示例", "步示例"), ("配偶", None), ("张示例之女", None)])
def test_a_name_before_sex_and_id_between_commas(draw, said, name):
    lines = (
        "示例市社会保险经办机构：",
        f"原在你处的参保人员{said}，性别男，公民身份号码371000196501150018，现申请将其居民基本养老保险转至我处，请办理。",
        "基金请划至下列账户：我处行政区划代码为371002，开户名称为示例县社保中心，开户银行为示例银行，银行账号为123456789。",
        "经办人：赵经办，联系电话：0631-5200001。",
    )
    reading = reading_of(draw(LETTER.title, *lines), form("shandong/contact-letter"))
    assert certain(reading).person.name == name


@draws
def test_the_telephone_of_the_agency_that_seals(draw):
    letter = form("jilin/contact-letter")
    rows = [
        ["原个人编号", "2206020047718", "姓名", "张示例"],
        ["新就业地社保机构电话", "0435-5200001", "经办人", "赵经办"],
    ]
    rows += [["新就业地社保机构（章）", "示例市社会保险局", "公民身份号码", "371000196501150018"]]
    record = reading_of(draw(letter.title, rows), letter).record
    assert (record.signoff.phone, record.signoff.agency) == ("0435-5200001", "示例市社会保险局")


REFUND, APPLICATION = form("national/refund"), form("national/application")
PERSON = [["姓名", "张示例", "性别", "男"], ["公民身份号码", "371000196501150018", "个人编号", "3710001"]]


@draws
@pytest.mark.parametrize(
    "said",
    [
        "核定应退金额为人民币壹仟贰佰叁拾肆元伍角（大写），（小写：1234.50元）。",
        "核定应退金额为人民币壹仟贰佰叁拾肆元伍角整（1234.50元）。",
        "经核定，应退金额共计1,234.50元（大写：壹仟贰佰叁拾肆元伍角整）。",
    ],
)
def test_an_amount_in_both_notations(draw, said):
    record = reading_of(draw(REFUND.title, PERSON, said, "经办人：赵经办"), REFUND).record
    assert (record.refund_total, record.refund_total_capital) == (Decimal("1234.50"), "壹仟贰佰叁拾肆元伍角整")


@draws
@pytest.mark.parametrize(
    "said", ["核定应退金额为壹仟贰佰元整（1234.50元）。", "核定应缴金额为壹仟贰佰元整（1200.00元）。"]
)
def test_amounts_that_differ_or_are_of_something_else_are_none(draw, said):
    record = certain(reading_of(draw(REFUND.title, PERSON, said, "经办人：赵经办"), REFUND))
    assert (record.refund_total, record.refund_total_capital) == (None, None)


@draws
@pytest.mark.parametrize(
    ("said", "agencies"),
    [
        ("由甲县社保局转入乙县社保局", ("甲县社保局", "乙县社保局")),
        ("由甲县转入乙县", (None, None)),
        ("原由甲县社保局转入乙县社保局", (None, None)),
    ],
)
def test_from_which_agency_to_which(draw, said, agencies):
    line = f"本人申请将养老保险关系{said}，请办理。"
    reading = reading_of(draw(APPLICATION.title, PERSON, line, "经办人：赵经办"), APPLICATION)
    record = certain(reading)
    assert (record.from_agency.name, record.to_agency.name) == agencies
    assert not agencies[0] or not any(found.severity == "error" for found in reading.findings)


@draws
@pytest.mark.parametrize(
    ("said", "name", "phone"),
    [
        (
            "经核查，参保人员雍示例，男，公民身份号码371000196501150018，户籍地址示例村，联系电话13500000000，请办理。",
            "雍示例",
            "13500000000",
        ),
        ("经核查，参保人员信息，公民身份号码371000196501150018，请办理。", None, None),
        ("参保人员雍示例之子，男，公民身份号码371000196501150018，联系电话13500000000。", None, None),
        ("参保人员雍示例的配偶，女，公民身份号码371000196501150018，联系电话13500000000。", None, None),
    ],
)
def test_clauses_tell_of_a_person(draw, said, name, phone):
    reading = read_as(NOTICE, draw, "编号：1", OPENING, said, "经办人：赵经办")
    record = certain(reading)
    assert (record.person.name, record.person.phone) == (name, phone)
    assert name or any(found.severity == "error" for found in reading.findings)


@draws
@pytest.mark.parametrize(
    ("said", "ends"),
    [
        ("该同志在本地参保起止时间为2016年3月至2024年11月，本地实际缴费月数105个月。", ("2016-03", "2024-11")),
        ("其配偶在本地参保起止时间为2016年3月至2024年11月。", (None, None)),
        ("在本地参保起止时间为2016年3月至2024年11月，在本地参保起止时间为2016年3月至2024年12月。", (None, None)),
    ],
)
def test_a_span_stands_behind_its_label_in_a_sentence(draw, said, ends):
    reading = read_as(CERTIFICATE, draw, "编号：1", "姓名：张示例", said, "经办人（签章）：赵经办")
    record = certain(reading)
    assert (record.start and str(record.start), record.end and str(record.end)) == ends


ACCOUNT = "开户名称为示例县社保中心，开户银行为示例银行示例支行，银行账号为0200150000041836，行政区划代码为371000。"


@draws
@pytest.mark.parametrize(
    ("said", "name"),
    [
        (f"请将抵扣款全额划转至我中心指定账户。账户的{ACCOUNT}", "示例县社保中心"),
        (f"请将抵扣款全额划转至我中心指定账户。本人账户的{ACCOUNT}", None),
        (f"请勿汇入原账户。账户的{ACCOUNT}", None),
    ],
)
def test_an_account_is_told_after_a_word_for_it(draw, said, name):
    reading = read_as(NOTICE, draw, "编号：1", OPENING, "姓名：张示例", said, "经办人：赵经办")
    assert certain(reading).receiving_account.account_name == name
    assert name or any(found.severity == "error" for found in reading.findings)


@draws
@pytest.mark.parametrize(
    ("said", "month"),
    [
        ("又自2019年4月起在你处领取城镇职工养老保险待遇。", "2019-04"),
        ("其配偶自2019年4月起在你处领取城镇职工养老保险待遇。", None),
    ],
)
def test_somebody_draws_a_pension_at_the_other_agency(draw, said, month):
    reading = read_as(NOTICE, draw, "编号：1", OPENING, "姓名：张示例", said, "经办人：赵经办")
    got = certain(reading).employee_from
    assert (got and str(got)) == month


@draws
def test_a_letter_is_signed_above_who_handles_it(draw):
    lines = ("示例县社会保险事业中心（章）", "2023年11月8日", "经办人：赵经办")
    reading = read_as(NOTICE, draw, "编号：1", OPENING, "姓名：张示例", "请协助抵扣。", *lines)
    signed = certain(reading).signoff
    assert (signed.agency, signed.date) == ("示例县社会保险事业中心", dt.date(2023, 11, 8))
