"""Columns that no upright line parts: what stands under exactly one label is read, anything else is told."""

from __future__ import annotations

import io

import pytest
from pypdf import PdfReader, PdfWriter
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from drawn import DRAWN, FONT, SIZE, in_pdf, placed, reading_of
from hjforms.api import form, read
from hjforms.reading.others.unruled.blocks import Part
from hjforms.reading.others.unruled.labels import blocks
from support import certain

CERTIFICATE, ACCOUNT = form("national/certificate"), form("national/employee-account")
NAMES = {"姓名", "性别", "年份", "月数", "参保地\n名称"}


PERSON = (
    ((40, "姓名"), (140, "性别"), (240, "公民身份号码")),
    ((40, "张示例"), (140, "男"), (240, "371000196501150018")),
)
BLOCKS = (
    ((40, "■ 参保人员基本信息"), (340, "■ 社会保险经办机构信息")),
    ((40, "姓名"), (140, "户籍地址"), (340, "联系电话"), (440, "邮政编码")),
    ((40, "张示例"), (140, "威海市环翠区海滨路1号"), (340, "0631-5200000"), (440, "264200")),
)
YEARS = (
    ((40, "年份"), (100, "缴费"), (200, "缴费"), (300, "缴费月数"), (400, "累计储存额")),
    ((100, "起始时间"), (200, "终止时间")),
    ((40, "2011"), (100, "2011.01"), (200, "2011.12"), (300, "12"), (400, "100.00")),
    ((40, "2012"), (100, "2012.01"), (200, "2012.06"), (300, "6"), (400, "150.00")),
)


@pytest.mark.parametrize("rules", [(), (1, 2, 3)], ids=["no rules", "rules from side to side"])
def test_labels_stand_above_their_values_without_lines_between_them(rules):
    reading = reading_of(placed(CERTIFICATE.title, *PERSON, rules=rules), CERTIFICATE)
    person = reading.record.person
    assert (person.name, person.sex, person.citizen_id) == ("张示例", "男", "371000196501150018")


def test_headings_side_by_side_are_those_of_what_stands_below_each():
    reading = reading_of(placed(CERTIFICATE.title, *BLOCKS), CERTIFICATE)
    assert reading.record.person.address == "威海市环翠区海滨路1号"
    assert (reading.record.agency.phone, reading.record.agency.postcode) == ("0631-5200000", "264200")


@pytest.mark.parametrize("rules", [(), (1, 3, 4, 5)], ids=["no rules", "rules between the rows"])
def test_the_rows_of_a_table_stand_under_heads_of_one_line_or_two(rules):
    reading = reading_of(placed(ACCOUNT.title, *YEARS, rules=rules), ACCOUNT)
    assert [(row.year, str(row.start), row.months, str(row.balance)) for row in reading.record.years] == [
        (2011, "2011-01", 12, "100.00"),
        (2012, "2012-01", 6, "150.00"),
    ]


def test_a_head_may_stand_over_several_others():
    lines = (
        (
            (40, "参    保    地    区"),
            (160, "年份"),
            (210, "缴费起始时间"),
            (300, "缴费终止时间"),
            (400, "累计储存额"),
        ),
        ((40, "行政区划代码"), (110, "名称")),
        ((40, "371002"), (110, "环翠区"), (160, "2011"), (210, "2011.01"), (300, "2011.12"), (400, "100.00")),
    )
    [row] = reading_of(placed(ACCOUNT.title, *lines), ACCOUNT).record.years
    assert (row.region_code, row.region_name, row.year, str(row.end)) == ("371002", "环翠区", 2011, "2011-12")


def test_two_stretches_under_one_label_are_no_value():
    assert found_in(line((0, "姓名"), (100, "月数")), line((0, "张"), (15, "三"), (100, "12"))) == []


def test_a_row_that_fills_few_columns_may_be_the_rest_of_another_and_none_is_read():
    folded = (*YEARS[:3], ((200, "（补缴）"),), YEARS[3])
    reading = reading_of(placed(ACCOUNT.title, PERSON[0], PERSON[1], *folded), ACCOUNT)
    assert reading.record.years == ()
    assert "read.unknown" in {found.rule for found in reading.findings if found.severity == "error"}


def test_a_value_under_two_labels_belongs_to_neither():
    lines = (PERSON[0], ((40, "张示例"), (120, "男或女不知道是什么也写在这里一直到那边"), (400, "1")))
    reading = reading_of(placed(CERTIFICATE.title, *lines, ((40, "个人编号：123"),)), CERTIFICATE)
    assert (reading.record.person.sex, reading.record.person.citizen_id) == (None, None)


def test_a_blank_under_a_label_is_not_filled_from_the_next_line():
    lines = (PERSON[0], ((40, "张示例"), (240, "371000196501150018")), ((40, "某甲"), (140, "某乙")))
    reading = reading_of(placed(CERTIFICATE.title, *lines, ((40, "个人编号：123"),)), CERTIFICATE)
    assert (reading.record.person.name, reading.record.person.sex) == (None, None)
    assert reading.record.person.citizen_id == "371000196501150018"
    assert any("某乙" in (found.found or "") for found in reading.findings if found.severity == "error")


def test_a_label_of_two_lines_has_its_value_below_those_of_the_others():
    lines = (
        ((40, "姓名"), (140, "性别"), (240, "本地参保期间个人账户")),
        ((40, "张示例"), (140, "男"), (240, "储存额（元）")),
        ((240, "1,234.50"),),
    )
    reading = reading_of(placed(CERTIFICATE.title, *lines, ((40, "个人编号：123"),)), CERTIFICATE)
    assert (reading.record.person.name, str(reading.record.balance)) == ("张示例", "1234.50")


def test_a_further_line_under_a_value_is_told_and_not_dropped():
    lines = (*PERSON, ((240, "0019"),), ((40, "个人编号：123"),))
    reading = reading_of(placed(CERTIFICATE.title, *lines, step=11), CERTIFICATE)
    assert reading.record.person.citizen_id in {None, "371000196501150018"}
    assert [found for found in reading.findings if found.severity == "error"]


def test_a_value_that_may_go_on_in_the_next_line_is_not_read():
    lines = (
        ((40, "姓名"), (140, "性别"), (240, "户籍地址")),
        ((40, "张示例"), (140, "男"), (240, "威海市环翠区海滨路")),
        ((240, "1号"),),
    )
    reading = reading_of(placed(CERTIFICATE.title, *lines, ((40, "个人编号：123"),)), CERTIFICATE)
    assert (reading.record.person.name, reading.record.person.address) == ("张示例", None)
    assert "read.unknown" in {found.rule for found in reading.findings if found.severity == "error"}


@pytest.mark.parametrize("under", [("张示例", "汉族"), ("曾用名", "民族")])
def test_what_stands_under_labels_and_is_not_of_their_kinds_may_be_other_labels(under):
    lines = (
        ((40, "姓名"), (240, "性别")),
        ((60, under[0]), (250, under[1])),
        ((40, "个人编号：123"), (300, "户籍地址：1号")),
    )
    reading = reading_of(placed(CERTIFICATE.title, *lines), CERTIFICATE)
    assert (certain(reading).person.name, certain(reading).person.sex) == (None, None)
    assert certain(reading).person.personal_number == "123"


RECEIPT = form("national/offset-receipt")


def carded(*blocks, step=34):
    """Labels in small letters over their values, block by block; where a block is one text, it is a heading."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    target = io.BytesIO()
    canvas = Canvas(target, A4, invariant=1)
    canvas.setFont(FONT, 14)
    canvas.drawString(180, 800, RECEIPT.title)
    for number, block in enumerate(blocks, 1):
        for left, label, *value in [(40, block)] if isinstance(block, str) else block:
            canvas.setFont(FONT, 7 if value else 9)
            canvas.drawString(left, 800 - step * number, label)
            canvas.setFont(FONT, 9)
            canvas.drawString(left, 788 - step * number, "".join(value))
    canvas.save()
    return target.getvalue()


def test_labels_in_small_letters_stand_over_their_values_and_one_may_stand_alone():
    """An amount and its unit are one value; a heading in words of their own is none; 付款账号 is of the 付款账户."""
    data = carded(
        ((40, "姓名", "张示例"), (240, "公民身份号码", "371000196501150018")),
        "抵扣的情况",
        ((40, "应协助抵扣金额", "8,046.00 元"), (200, "抵扣终止年月", "2024年9月"), (340, "抵扣期数", "5")),
        ((40, "实际抵扣金额", "6,500.00 元"), (200, "大写", "陆仟伍佰元整"), (340, "原因", "本人于2024年9月23日死亡")),
        "划转",
        ((40, "划转日期", "2024年10月12日"), (200, "付款单位开户名称", "示例支出户"), (400, "付款账号", "80012345")),
        ((200, "付款开户银行", "示例银行营业部"),),
        ((40, "备注", "未抵扣部分请商其法定继承人退还。"),),
    )
    record = certain(reading_of(data, RECEIPT))
    assert (str(record.asked), str(record.deducted), record.months) == ("8046.00", "6500.00", 5)
    assert (record.reason, str(record.transferred_on)) == ("本人于2024年9月23日死亡", "2024-10-12")
    account = record.paying_account
    assert (account.account_name, account.bank, account.account_number) == ("示例支出户", "示例银行营业部", "80012345")
    assert record.remark == "未抵扣部分请商其法定继承人退还。"


def test_a_value_under_a_label_alone_that_may_go_on_is_not_read():
    record = certain(
        reading_of(
            carded(*[((40, "姓名", "张示例"), (240, "抵扣期数", "5"))], ((40, "备注", "未抵扣的"),), "部分", step=24),
            RECEIPT,
        )
    )
    assert (record.months, record.remark) == (5, None)


def line(*stretches, number=0):
    return [
        Part(text, left, left + 10 * len(text), number, number + 0.5, (None,) * len(text)) for left, text in stretches
    ]


def found_in(*lines):
    return list(blocks(lines, NAMES.__contains__, {"参保人员基本信息", "机构信息"}.__contains__))


def test_a_label_goes_on_below_itself_while_the_longer_one_is_known():
    heads = line((0, "年份"), (100, "参保地"), (200, "月数"))
    [block] = found_in(heads, line((100, "名称")), line((0, "2011"), (100, "环翠区"), (200, "12")))
    assert [column.text for column in block.columns] == ["年份", "参保地\n名称", "月数"]
    assert block.rows == [2]


@pytest.mark.parametrize(
    "lines",
    [
        [line((0, "姓名"), (100, "性别"))],
        [line((0, "姓名"), (100, "性别")), line((0, "姓名：李四"))],
        [line((0, "姓名"), (100, "某栏")), line((0, "张示例"), (100, "男"))],
        [line((0, "姓名")), line((0, "张示例"))],
        [line((0, "姓名"), (100, "性别")), line((0, "张示例"), (60, "男"))],
    ],
    ids=["no values", "a colon", "an unknown label", "one column", "beside every label"],
)
def test_what_is_no_block_of_columns_is_left_as_it_is(lines):
    assert found_in(*lines) == []


def test_headings_side_by_side_are_a_block_without_values():
    [block] = found_in(line((0, "参保人员基本信息"), (300, "机构信息")))
    assert (block.first, block.last, block.rows) == (0, 0, [])


JILIN, LETTER = form("jilin/certificate"), form("jilin/contact-letter")
PAIRS = (
    ((40, "姓名"), (140, "张示例"), (340, "性别"), (440, "男")),
    ((40, "公民身份号码"), (140, "371000196501150018"), (340, "个人编号"), (440, "2203031")),
    ((40, "户籍地地址"), (140, "威海市环翠区海滨路1号")),
)


def test_labels_stand_in_a_column_beside_that_of_their_values():
    person = reading_of(placed(JILIN.title, *PAIRS), JILIN).record.person
    assert (person.name, person.sex, person.citizen_id) == ("张示例", "男", "371000196501150018")
    assert (person.personal_number, person.address) == ("2203031", "威海市环翠区海滨路1号")


def test_what_stands_beside_an_empty_label_may_be_the_rest_of_the_full_line_above():
    lines = (((40, "户籍地地址"), (340, "威海市环翠区海滨路海滨路海")), ((40, "姓名"), (340, "张示例")))
    person = certain(reading_of(placed(JILIN.title, *lines), JILIN)).person
    assert (person.name, person.address) == (None, None)


def test_the_value_of_a_label_of_two_lines_stands_at_half_their_height():
    lines = (
        ((40, "新就业地社保机构开"),),
        ((140, "示例银行示例支行"),),
        ((40, "户银行"),),
        (),
        ((40, "新就业地社保机构银"),),
        ((140, "157211960408"),),
        ((40, "行账号"),),
    )
    agency = reading_of(placed(LETTER.title, *lines, step=7), LETTER).record.receiving_agency
    assert (agency.bank, agency.account_number) == ("示例银行示例支行", "157211960408")


HEADS_BESIDE = (
    ((400, "至本年末个人账户"),),
    ((40, "年份"), (100, "缴费起止时间"), (200, "缴费月数"), (260, "行政区划代码"), (340, "参保地区")),
    ((400, "累计储存额（元）"),),
)


def test_heads_of_one_line_stand_beside_such_as_have_two():
    row = ((40, "2011"), (90, "2011.01—2011.12"), (200, "12"), (260, "371002"), (340, "环翠区"), (420, "100.00"))
    data = placed(ACCOUNT.title, *apart(*PERSON), *HEADS_BESIDE, (), (), row, step=6)
    [year] = certain(reading_of(data, ACCOUNT)).years
    assert (year.region_code, year.region_name, str(year.balance)) == ("371002", "环翠区", "100.00")
    assert (year.year, year.months) == (2011, 12)


def joined(*files):
    """The pages of files as one."""
    target, made = io.BytesIO(), PdfWriter()
    for file in files:
        made.append(PdfReader(io.BytesIO(file)))
    made.write(target)
    return target.getvalue()


MORE_YEARS = (
    ((40, "2013"), (100, "2013.01"), (200, "2013.12"), (300, "12"), (400, "300.00")),
    ((40, "2014"), (100, "2014.01"), (200, "2014.06"), (300, "6"), (400, "350.00")),
)


def test_a_page_without_heads_whose_columns_line_up_goes_on_with_the_table_of_the_page_before():
    data = joined(placed(ACCOUNT.title, *PERSON, *YEARS), placed("", *MORE_YEARS, ((40, "经办人：王经办"),)))
    reading = reading_of(data, ACCOUNT)
    assert [(row.year, row.months, str(row.balance)) for row in certain(reading).years] == [
        (2011, 12, "100.00"),
        (2012, 6, "150.00"),
        (2013, 12, "300.00"),
        (2014, 6, "350.00"),
    ]
    assert certain(reading).signoff.handler == "王经办"


def test_heads_that_stand_over_the_rows_of_the_next_page_again_are_no_row():
    data = joined(placed(ACCOUNT.title, *PERSON, *YEARS), placed("", *YEARS[:2], *MORE_YEARS))
    assert [row.year for row in certain(reading_of(data, ACCOUNT)).years] == [2011, 2012, 2013, 2014]


def test_a_page_whose_columns_stand_elsewhere_is_not_taken_for_more_rows():
    shifted = [[(left + 11, text) for left, text in line] for line in MORE_YEARS]
    data = joined(placed(ACCOUNT.title, *PERSON, *YEARS), placed("", *shifted, ((40, "经办人：王经办"),)))
    reading = reading_of(data, ACCOUNT)
    assert [row.year for row in certain(reading).years] == [2011, 2012]
    assert any("300.00" in (told.found or "") for told in reading.findings if told.severity == "error")


def apart(*lines):
    """Lines with others between them, on which nothing stands."""
    return [line for some in lines for line in (some, (), ())]


REFUND = form("national/refund")
STACKED = (  # a head, its second line or the heads under it, where its column begins and ends
    (("重复", "年份"), 40, 80),
    (("当年缴费金额（元）", "个人缴费", "集体补助", "小计"), 80, 290),
    (("重复缴费", "月数（个）"), 290, 360),
    (("退还本人金额（元）", "个人缴费", "集体补助", "小计"), 360, 560),
)


def test_a_head_of_two_lines_stands_over_one_column_and_another_over_several():
    upper, lower, middles = [], [], []
    for (head, *under), left, right in STACKED:
        upper.append((middle(left, right, head), head))
        width = (right - left) / len(under)
        for number, text in enumerate(under):
            start = left + width * number
            lower.append((middle(start, start + width, text), text))
            middles.append(start + width / 2)
    texts = ["2014", "200.00", "50.00", "250.00", "3", "100.00", "25.00", "125.00"]
    row = [(at - 10, text) for at, text in zip(middles, texts, strict=True)]
    reading = reading_of(placed(REFUND.title, *PERSON, upper, lower, row, rules=(3, 5)), REFUND)
    [year] = certain(reading).years
    assert (year.year, year.months, str(year.paid.subtotal), str(year.refund.personal)) == (2014, 3, "250.00", "100.00")


def middle(left, right, text):
    """Where a text begins that stands in the middle of its column."""
    return (left + right - pdfmetrics.stringWidth(text, FONT, SIZE)) / 2


HALF = ["年份", "参保地", "区划代码", "起止月份", "月数", "年末累计储存额"]
LEFT = ["2011", "环翠区", "371002", "201101-201112", "12", "100.00"]
RIGHT = ["2012", "文登区", "371003", "201201-201206", "6", "150.00"]
WHOLE = ["姓名", "张示例", "性别", "男", "公民身份号码", "371000196501150018"]


@pytest.mark.parametrize("draw", DRAWN.values(), ids=DRAWN)
def test_halves_side_by_side_are_one_table_and_a_place_beside_its_code_is_the_name(draw):
    reading = reading_of(draw(ACCOUNT.title, [WHOLE], [[*HALF, "", *HALF], [*LEFT, "", *RIGHT]]), ACCOUNT)
    told = [(row.year, row.region_name, row.region_code, str(row.balance)) for row in certain(reading).years]
    assert told == [(2011, "环翠区", "371002", "100.00"), (2012, "文登区", "371003", "150.00")]


def test_a_place_without_another_column_of_codes_may_be_either():
    table = [[HALF[0], *HALF[1:2], *HALF[3:]], [LEFT[0], "371002", *LEFT[3:]]]
    reading = reading_of(in_pdf(ACCOUNT.title, [WHOLE], table), ACCOUNT)
    assert [row.region_name for row in reading.record.years] == [None]
    assert any("371002" in (told.found or "") for told in reading.findings if told.severity == "error")


def test_a_heading_below_the_rows_is_none_of_them():
    reading = reading_of(placed(ACCOUNT.title, *YEARS, ((40, "二、其他有关情况"),)), ACCOUNT)
    assert [row.year for row in reading.record.years] == [2011, 2012]


NOTICE = form("national/offset-notice")
MARGIN, END, SET_IN = 40, 400, 2 * SIZE
TEXT = (
    "经核查，{name}（性别：男，公民身份号码：371000196501150018，户籍地址：山东省威海市环翠区海滨路一号，联系电话：06315200001）"
    "同时领取两种养老保险待遇，重复领取57个月。其中城镇职工养老保险待遇领取起始时间为2018年12月，"
    "城乡居民养老保险待遇领取起始时间为2019年6月。请协助抵扣。"
)


def flowing(text, first=MARGIN + SET_IN):
    """The lines of a text that fills the width, the first set in."""
    placed(NOTICE.title)  # the font is known from there
    lines, line, left = [], "", first
    for letter in text:
        if left + pdfmetrics.stringWidth(line + letter, FONT, SIZE) > END:
            lines.append(((left, line),))
            line, left = "", MARGIN
        line += letter
    return [*lines, ((left, line),)]


def letter(text, **places):
    [reading] = read(
        placed(NOTICE.title, ((300, "编号：CX-1"),), *flowing(text, **places), ((MARGIN, "经办人：赵经办"),))
    )
    return certain(reading)


def test_values_in_running_text_go_on_from_line_to_line():
    record = letter(TEXT.format(name="张示例"))
    person = record.person
    assert (person.sex, person.citizen_id) == ("男", "371000196501150018")
    assert person.address == "山东省威海市环翠区海滨路一号"


def test_a_sentence_says_the_value_of_a_label():
    record = letter(TEXT.format(name="张示例"))
    assert (str(record.employee_from), str(record.resident_from), record.months) == ("2018-12", "2019-06", 57)


@pytest.mark.parametrize("name", ["由李四", "其子张某", "妻李四", "示例市某某科张示例"])
def test_where_a_name_begins_in_a_sentence_is_not_guessed(name):
    assert letter(TEXT.format(name=name)).person.name is None


def test_a_line_that_is_not_set_in_begins_no_running_text():
    assert letter(TEXT.format(name="张示例"), first=MARGIN).person.address is None


SIGNED = ((40, "经办人（签章）："), (200, "联系电话："), (340, "转出地社保经办机构（章）："))


def signed(*line):
    """The sign-off of a paper under whose labels a line stands."""
    return reading_of(placed(ACCOUNT.title, ((40, "个人编号：123"),), SIGNED, line), ACCOUNT)


def test_what_stands_below_labels_with_colons_is_set_in():
    signoff = signed((100, "张经办"), (250, "0631-5200000"), (370, "示例市社会保险事业中心")).record.signoff
    assert (signoff.handler, signoff.phone, signoff.agency) == ("张经办", "0631-5200000", "示例市社会保险事业中心")


@pytest.mark.parametrize(
    "line",
    [
        ((370, "2024年1月5日"),),
        ((100, "张经办"), (370, "示例市社会保险事业中心")),
        ((100, "张经办"), (150, "李主任"), (370, "示例市社会保险事业中心")),
    ],
    ids=["a day alone", "one less", "two at one"],
)
def test_where_not_every_label_has_a_value_below_it_none_is_put_to_one(line):
    reading = signed(*line)
    assert reading.record.signoff.phone is None
    assert reading.record.signoff.handler is None


def in_sizes(*lines, title=ACCOUNT.title):
    """A page of lines, each with the size of its letters and how far below the line above it stands."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    target = io.BytesIO()
    canvas = Canvas(target, A4, invariant=1)
    height = 800.0
    for size, step, line in ((14, 0, ((200, title),)), *lines):
        height -= step
        canvas.setFont(FONT, size)
        for left, text in line:
            canvas.drawString(left, height, text)
    canvas.save()
    return target.getvalue()


SMALL_LABELS = (
    (10, 24, ((40, "参保人员基本信息"),)),
    (7, 16, ((40, "姓名"), (140, "个人编号"))),
    (10, 12, ((40, "张示例"), (140, "37100200012345"))),
)


def test_smaller_letters_tell_that_labels_stand_over_values_one_alone_or_beside_an_unknown_one():
    data = in_sizes(
        *SMALL_LABELS,
        (7, 18, ((40, "户籍地址"),)),
        (10, 12, ((40, "威海市环翠区海滨路1号"),)),
        (7, 18, ((40, "缴费年限"), (140, "其中：实际缴费年限"), (260, "视同缴费年限"), (380, "特别事项"))),
        (10, 12, ((40, "9年5个月"), (140, "7年5个月"), (260, "2年"), (380, "无"))),
    )
    record = certain(reading_of(data, ACCOUNT))
    assert (record.person.name, record.person.personal_number) == ("张示例", "37100200012345")
    assert record.person.address == "威海市环翠区海滨路1号"
    assert (record.years_paid, record.years_actual, record.years_deemed) == (113, 89, 24)


def test_a_value_under_a_small_label_that_may_go_on_is_not_read_in_part():
    data = in_sizes(
        *SMALL_LABELS,
        (7, 18, ((40, "户籍地址"), (340, "填表日期"))),
        (10, 12, ((40, "威海市环翠区海滨路"), (340, "2025年1月6日"))),
        (10, 12, ((40, "1号"),)),
    )
    assert certain(reading_of(data, ACCOUNT)).person.address != "威海市环翠区海滨路"


def test_tables_of_two_pages_are_two_however_many_stand_before_them():
    address = (((40, "个人编号"), (140, "联系电话")), ((40, "37100200012345"), (140, "0631-5200000")))
    data = joined(
        placed(ACCOUNT.title, *PERSON, *address, *YEARS),
        placed("", ((40, "（续上页）"),), *YEARS[:2], *MORE_YEARS, ((40, "经办人：王经办"),)),
    )
    assert [row.year for row in reading_of(data, ACCOUNT).record.years] == [2011, 2012, 2013, 2014]
