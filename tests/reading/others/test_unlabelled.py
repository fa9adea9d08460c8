"""What stands on a paper without a label before it: boxes, days, blanks in sentences, in PDF and in Word alike."""

from __future__ import annotations

import datetime as dt

import pytest

from drawn import DRAWN, at_heights, in_pdf
from hjforms.api import form, read
from support import REFUND, certain

draws = pytest.mark.parametrize("draw", DRAWN.values(), ids=DRAWN)
LETTER, NOTICE, APPLICATION = form("shandong/contact-letter"), form("shandong/notice"), form("national/application")
NAME = [["姓名", "张示例", "性别", "男"]]


def errors(reading):
    return {found.path for found in reading.findings if found.severity == "error"}


@draws
@pytest.mark.parametrize("line", ["√是　　□否", "是√　　否□", "☑ 是 □ 否"])
def test_the_mark_of_an_option_stands_before_or_behind_it(draw, line):
    reading = NOTICE.read(draw(NOTICE.title, [["姓名", "张示例"]], f"是否办理：{line}"))
    assert reading.record.choice == "是"


@draws
def test_options_without_boxes_are_told(draw):
    reading = NOTICE.read(draw(NOTICE.title, [["姓名", "张示例"]], "是否办理：√是　　否"))
    assert certain(reading).choice is None
    assert "choice" in errors(reading)


@draws
def test_the_only_day_on_a_line_is_that_of_the_signature(draw):
    reading = LETTER.read(draw(LETTER.title, NAME, "社保机构（章）：示例社保中心　　2024年5月6日"))
    assert (reading.record.signoff.agency, reading.record.signoff.date) == ("示例社保中心", dt.date(2024, 5, 6))


@draws
@pytest.mark.parametrize("said", ["第2行为1998年1月1日以后记账部分", "本函于2024年5月3日发出。"])
def test_a_day_of_which_a_sentence_goes_on_is_not_that_of_the_signature(draw, said):
    signed = LETTER.read(draw(LETTER.title, NAME, "社保机构（章）：示例社保中心", said, "2024年5月6日"))
    assert signed.record.signoff.date == dt.date(2024, 5, 6)
    unsigned = LETTER.read(draw(LETTER.title, NAME, "社保机构（章）：示例社保中心", said))
    assert certain(unsigned).signoff.date is None


@draws
def test_a_day_below_the_agency_in_its_cell_is_that_of_the_signature(draw):
    reading = LETTER.read(draw(LETTER.title, NAME, [["社保机构（章）", "示例社保中心\n2024年5月6日"]]))
    assert (reading.record.signoff.agency, reading.record.signoff.date) == ("示例社保中心", dt.date(2024, 5, 6))


@draws
def test_a_text_that_ends_with_a_line_of_its_own_for_a_day_is_told(draw):
    reading = LETTER.read(draw(LETTER.title, NAME, [["开户银行", "示例银行\n2024年5月6日", "开户银行行号", "1"]]))
    assert certain(reading).receiving_agency.bank is None
    assert "receiving_agency.bank" in errors(reading)


@draws
def test_a_day_behind_an_agency_is_no_part_of_it(draw):
    reading = REFUND.read(draw(REFUND.title, NAME, [["社保机构（章）", "示例市社保中心\n2024年5月6日", "", ""]]))
    assert certain(reading).signoff.agency is None
    assert "signoff.agency" in errors(reading)


@draws
def test_a_day_behind_a_label_that_is_not_known_is_told_and_not_read(draw):
    reading = LETTER.read(draw(LETTER.title, [*NAME, ["打印日期", "2024年5月6日", "", ""]], "收件时间：2024年5月7日"))
    assert reading.record.signoff.date is None
    assert "" in errors(reading)


@draws
def test_of_two_days_none_is_read(draw):
    reading = LETTER.read(draw(LETTER.title, NAME, "2024年5月6日", "2024年5月7日"))
    assert reading.record.signoff.date is None
    assert "" in errors(reading)


@draws
@pytest.mark.parametrize("unit", ["单位：万元", "转出金额合计（万元）"])
def test_amounts_in_another_unit_are_told_and_not_read(draw, unit):
    account = form("shandong/resident-account")
    reading = account.read(draw(account.title, unit, [["转出金额合计", "1.25", "姓名", "张示例"]]))
    assert certain(reading).transfer_total is None
    assert "transfer_total" in errors(reading)


@draws
def test_two_lines_in_a_cell_are_two_fields(draw):
    reading = LETTER.read(draw(LETTER.title, [["姓名：张示例\n性别：男"], ["行政区划代码：371082"]]))
    assert (reading.record.person.name, reading.record.person.sex) == ("张示例", "男")
    assert reading.record.receiving_agency.region_code == "371082"


@draws
def test_a_label_within_a_value_is_told(draw):
    reading = LETTER.read(draw(LETTER.title, [["姓名", "张示例公民身份号码：371000196501150018", "性别", "男"]]))
    assert certain(reading).person.name is None
    assert "person.name" in errors(reading)


@draws
def test_an_unknown_label_behind_a_space_is_told(draw):
    reading = LETTER.read(draw(LETTER.title, NAME, "经办人：李四　　联系电话：0631-1 复核：王五"))
    assert (certain(reading).signoff.handler, certain(reading).signoff.phone) == (
        "李四",
        None,
    )
    assert "signoff.phone" in errors(reading)


@draws
def test_an_agency_that_does_not_seal_may_be_the_addressee_or_not(draw):
    reading = LETTER.read(draw(LETTER.title, "威海市社会保险经办机构：", NAME, "社保机构：示例社保中心"))
    assert (reading.record.addressee, reading.record.signoff.agency) == ("威海市", None)
    assert "" in errors(reading)


@draws
def test_lines_that_stand_close_have_each_their_own_label(draw):
    reading = LETTER.read(
        draw(LETTER.title, "姓名：张示例 性别：男", "公民身份号码：371000196501150018", "户名：示例中心")
    )
    assert (reading.record.person.name, reading.record.person.citizen_id) == ("张示例", "371000196501150018")
    assert reading.record.receiving_agency.account_name == "示例中心"


SENTENCE = "经查询，您在我省存在企业职工基本养老保险/居民基本养老保险参保缴费记录，请确认是否办理。"


@draws
@pytest.mark.parametrize("name", ["张示例", "张示例 同志", "张示例先生", "尊敬的张示例（先生/女士）"])
def test_the_name_of_whom_a_notice_is_for_stands_in_a_cell_as_well(draw, name):
    lines = (f"{name}：", SENTENCE), ([[f"{name}：\n{SENTENCE}"]],)
    for line in lines:
        reading = NOTICE.read(draw(NOTICE.title, *line, "☑是 □否"))
        assert reading.record.person.name == "张示例"


@draws
@pytest.mark.parametrize("name", ["张同志", "欧阳女士", "张示例、李示例", "张示例（身份证号末四位0018）"])
def test_a_family_name_with_what_people_are_called_by_is_no_name_nor_are_two(draw, name):
    reading = NOTICE.read(draw(NOTICE.title, f"{name}：", SENTENCE, "☑是 □否"))
    assert certain(reading).person.name is None
    assert "person.name" in errors(reading)


def test_a_colon_in_a_cell_whose_further_words_are_not_those_of_the_form_is_no_greeting():
    reading = NOTICE.read(DRAWN["Word"](NOTICE.title, [["说明：\n本表一式两份，各执一份。"]], "☑是 □否"))
    assert reading.record.person.name is None


def test_a_blank_of_a_sentence_is_not_filled_from_another_cell():
    rows = [["转入地社保经办机构开户银行：", "示例银行"], ["3700160000100000001", "转入地社保经办机构银行账号："]]
    reading = LETTER.read(DRAWN["Word"](LETTER.title, NAME, rows))
    assert reading.record.receiving_agency.bank == "示例银行"


@draws
@pytest.mark.parametrize(
    "lines",
    [
        ("经办人：王经办（签章）", "示例市社会保险事业中心（章）", "2024年5月6日"),
        ("经办人：王经办　　社会保险经办机构（章）：", "示例市社会保险事业中心", "2024年5月6日"),
    ],
)
def test_the_agency_stands_before_its_seal_or_below_its_label(draw, lines):
    signed = [line if ":" in line or "：" in line else "\u00a0" * 90 + line for line in lines]
    signoff = LETTER.read(draw(LETTER.title, NAME, *signed)).record.signoff
    assert (signoff.agency, signoff.date) == ("示例市社会保险事业中心", dt.date(2024, 5, 6))
    assert signoff.handler == "王经办"


@draws
@pytest.mark.parametrize("below", ["示例市社会保险事业中心业务专用：", "打印人王示例", "示例市医院"])
def test_what_is_no_name_of_an_agency_below_an_empty_label_is_told(draw, below):
    reading = LETTER.read(draw(LETTER.title, NAME, "社会保险经办机构（章）：", below))
    assert reading.record.signoff.agency is None
    assert "" in errors(reading)


def test_an_amount_before_its_words_in_one_cell_is_read():
    receipt = form("national/offset-receipt")
    cells = ["实际抵扣金额", "（小写）4,635.00元　　（大写）肆仟陆佰叁拾伍元整", "姓名", "张示例"]
    record = receipt.read(DRAWN["Word"](receipt.title, [cells])).record
    assert (str(record.deducted), record.deducted_capital) == ("4635.00", "肆仟陆佰叁拾伍元整")


@draws
@pytest.mark.parametrize(("said", "scheme"), [("城镇职工基本", "employee"), ("城乡居民", "resident"), ("", None)])
def test_a_choice_that_the_sentence_says_needs_no_box(draw, said, scheme):
    letter = form("national/contact-letter")
    sentence = f"原在你处的参保人员张示例，现申请将其{said}养老保险关系转至我处，如无不妥，请按相关规定办理。"
    reading = letter.read(draw(letter.title, sentence, NAME))
    assert reading.record.scheme == scheme


@draws
def test_the_day_of_a_signature_may_have_a_label_of_its_own(draw):
    application = APPLICATION.read(draw(APPLICATION.title, NAME, "申请人（签字）：　　　　日期：2024-06-18"))
    assert application.record.signed_on == dt.date(2024, 6, 18)


@draws
@pytest.mark.parametrize("stamped", ["示例市示例有限公司（章）", "示例市财政局（盖章）", "居民养老保险科（章）"])
def test_who_else_seals_a_paper_is_not_its_agency(draw, stamped):
    reading = LETTER.read(draw(LETTER.title, NAME, "经办人：王经办", stamped))
    assert reading.record.signoff.agency is None
    assert "" in errors(reading)


@draws
@pytest.mark.parametrize(
    "signed",
    [
        "申请人（签字）：尉迟示例　　　　签字日期：2025-03-04",
        "申请人（签字）：张示例（代）　　　　2025年3月4日",
        "申请人（签字）：张示例　　　　日期：2025.3.4",
    ],
)
def test_a_person_signs_before_the_day(draw, signed):
    reading = APPLICATION.read(draw(APPLICATION.title, NAME, signed))
    assert reading.record.signed_on == dt.date(2025, 3, 4)


@draws
@pytest.mark.parametrize("below", ["2025年3月4日", "打印时间：2025-03-04"])
def test_the_day_stands_alone_below_who_signs(draw, below):
    record = certain(APPLICATION.read(draw(APPLICATION.title, NAME, "申请人（签字）：张示例", below)))
    assert record.signed_on == (None if "打印" in below else dt.date(2025, 3, 4))


@draws
def test_a_day_that_says_no_more_is_that_of_the_seal_on_its_line(draw):
    signed = "经办人（签章）：赵经办　　　社保机构（章）：　　　　日期：2025-03-06"
    reading = APPLICATION.read(draw(APPLICATION.title, NAME, signed))
    assert reading.record.signoff.date == dt.date(2025, 3, 6)


@draws
def test_a_day_on_the_line_of_the_print_is_nobodys(draw):
    lines = ("社保机构（章）：示例社保中心", "2024年5月6日", "一式两联　　打印：YB-0733　2024-05-07")
    assert LETTER.read(draw(LETTER.title, NAME, *lines)).record.signoff.date == dt.date(2024, 5, 6)


@draws
def test_who_seals_stands_below_a_label_that_others_stand_beside(draw):
    lines = ("社保机构（章）：　　　　经办人（签章）：赵经办", "示例市社会保险中心　　　　联系电话：0631-5200000")
    assert LETTER.read(draw(LETTER.title, NAME, *lines)).record.signoff.agency == "示例市社会保险中心"


def test_options_that_are_chosen_may_be_all_that_is_printed_under_their_label():
    chips = [
        "申请衔接类型",
        [["城乡居民养老保险转入城镇职工养老保险"]],
        "已提交材料",
        [["身份证（社保卡）复印件"]],
        [["户口簿"]],
    ]
    record = certain(APPLICATION.read(in_pdf(APPLICATION.title, NAME, *chips)))
    assert (record.direction, record.documents) == ("resident-to-employee", ("id_card", "household_register"))


@pytest.mark.parametrize(
    "chips",
    [
        ["申请衔接类型", "城乡居民养老保险转入城镇职工养老保险", "城镇职工养老保险转入城乡居民养老保险"],
        ["申请衔接类型", "城乡居民养老保险转入城镇职工养老保险（略）"],
        ["某某", "城乡居民养老保险转入城镇职工养老保险"],
    ],
)
def test_options_that_are_all_printed_or_under_no_label_are_not_chosen(chips):
    assert certain(APPLICATION.read(in_pdf(APPLICATION.title, NAME, *chips))).direction is None


@draws
@pytest.mark.parametrize(
    ("signed", "is_told"), [("张示例　　日期：", False), ("　年　月　日", False), ("三月五日", True)]
)
def test_who_signs_without_a_day_is_no_fault(draw, signed, is_told):
    reading = APPLICATION.read(draw(APPLICATION.title, NAME, f"申请人（签字）：{signed}"))
    assert certain(reading).signed_on is None
    assert bool(errors(reading)) == is_told


STUB, REPLY = f"{NOTICE.title}（存根）", f"{NOTICE.title}（回执）"
SAYS = "经查询，您在我省存在企业职工基本养老保险/居民基本养老保险参保缴费记录，请确认是否办理。"
RECEIVED = "本人已收到《城乡养老保险制度衔接告知书》并知悉其内容。是否办理城乡养老保险制度衔接手续："


@draws
@pytest.mark.parametrize(
    ("stub", "signed", "name"), [("滕秀芝", "滕秀芝", "滕秀芝"), ("滕秀英", "滕秀芝", None), ("滕秀芝", "滕秀英", None)]
)
def test_the_parts_of_a_notice_name_one_person(draw, stub, signed, name):
    parts = (f"参保人：{stub}　　送达人：孔令斌", NOTICE.title, "滕秀芝：", SAYS, REPLY, RECEIVED, "□ 是　　　☑ 否")
    reading = NOTICE.read(draw(STUB, *parts, f"参保人（签字）：{signed}　　2025年4月8日"))
    assert certain(reading).person.name == name
    assert ("person.name" in errors(reading)) == (name is None)
    assert reading.record.choice == "否"


@pytest.mark.parametrize(
    ("said", "is_read"),
    [
        ("2025年3月1日　2025年3月5日", False),
        ("2025年3月1日至2025年3月5日", False),
        ("本函作废，以2025年3月1日重新出具的联系函为准。", False),
        ("2025年3月1日", True),
    ],
)
@pytest.mark.parametrize("draw", DRAWN.values(), ids=DRAWN)
def test_a_day_beside_another_or_in_a_sentence_is_not_that_of_who_signs(draw, said, is_read):
    letter = form("shandong/contact-letter")
    person = [["姓名", "张示例", "性别", "男", "公民身份号码", "371000196501150018"]]
    agency = [["转入地社保经办机构行政区划代码", "371002", "转入地社保经办机构开户名称", "甲市社保中心"]]
    [reading] = read(draw(letter.title, person, agency, said))
    assert (certain(reading).signoff.date is not None) == is_read
    told = {finding.path for finding in reading.findings if finding.severity == "error"}
    assert bool(told & {"", "signoff.date"}) != is_read


@draws
@pytest.mark.parametrize(
    ("before", "is_read"),
    [
        ("王收", False),
        ("收", False),
        ("王收：", False),
        ("（公章）", True),
        ("复核人：李复核", True),
        ("示例市社会保险中心", True),
    ],
)
def test_a_day_behind_what_nothing_explains_is_not_that_of_who_signs(draw, before, is_read):
    reading = LETTER.read(draw(LETTER.title, NAME, f"{before}　2024年6月20日"))
    assert (certain(reading).signoff.date is not None) == is_read
    assert is_read or errors(reading) & {"", "signoff.date"}


@pytest.mark.parametrize(
    "feet",
    [
        [(400, 600, "2024年6月20日"), (400, 550, "王收")],
        [(300, 600, "示例市社会保险中心"), (450, 600, "2024年6月20日")],
    ],
)
def test_who_signs_at_the_foot_without_a_word_for_it_is_told(feet):
    reading = LETTER.read(at_heights(LETTER.title, (60, 760, "姓名：张示例"), (60, 740, "性别：男"), *feet))
    assert (certain(reading).signoff.handler, certain(reading).signoff.agency) == (None, None)
    assert "" in errors(reading)
