"""Papers that other offices have drawn: what is read is right, what is not read is said, nothing is wrong."""

from __future__ import annotations

import io
from pathlib import Path

import docx
import pytest
from tools.corpus.offices import WAYS

from drawn import DRAWN, in_word, reading_of, ruled
from hjforms.api import form, forms, read
from hjforms.errors import DocumentError
from hjforms.reading.others.neighbours import read_labels
from hjforms.reading.page.squares import Square
from support import REFUND, certain, leaves_of, worked

ROOT = Path(__file__).parents[3]
ENOUGH = 0.95


def example(found):
    return found.complete(found.load(next((ROOT / "examples").glob(f"*/{found.id}.json"))))


def readings_of(data, wanted):
    return [reading for reading in read(data) if reading.form.id == wanted.id]


def document(*lines, title=REFUND.title):
    """A Word file of paragraphs and tables (lists of rows)."""
    return in_word(title, *lines)


@pytest.mark.parametrize("way", WAYS)
def test_most_is_read_and_nothing_is_wrong(way):
    right = count = 0
    for found in forms():
        expected = leaves_of(example(found))
        [reading] = readings_of(WAYS[way][1](found, example(found)), found)
        values = leaves_of(reading.record)
        assert values.items() <= expected.items(), found.id
        assert {field.confidence < 1 for path, field in reading.fields.items() if field.method == "grid"} <= {True}
        right, count = right + len(values), count + len(expected)
    assert right >= ENOUGH * count


@pytest.mark.parametrize(
    ("line", "path", "value"),
    [
        ("姓名：王小明", "person.name", "王小明"),
        ("姓 名 : 王小明", "person.name", "王小明"),
        ("身份证号：371000196501150018　　性别：男", "person.sex", "男"),
        ("户口所在地：环翠区：海滨路1号", "person.address", "环翠区：海滨路1号"),
        ("个人编号：123　　民族：汉", "person.personal_number", "123"),
        ("退还本人金额合计：7300.00元（大写）柒仟叁佰元整", "refund_total_capital", "柒仟叁佰元整"),
        ("退还本人金额合计：7300.00元（大写：柒仟叁佰元整）", "refund_total_capital", "柒仟叁佰元整"),
        ("填表日期：2024年5月6日", "filled_on", "2024-05-06"),
        ("县（市、区）：环翠区 填表日期：2024 年 5 月 6 日 单位：元", "filled_on", "2024-05-06"),
        ([["退还本人金额合计", "小写：￥7,300.00　　大写：人民币柒仟叁佰元整"]], "refund_total", "7300.00"),
        ([["退还本人金额合计", "（大写）人民币柒仟叁佰元整 （小写）￥7,300.00"]], "refund_total", "7300.00"),
        (
            [["退还本人金额合计", "（大写）人民币柒仟叁佰元整 （小写）￥7,300.00"]],
            "refund_total_capital",
            "柒仟叁佰元整",
        ),
        ([["姓名", "王小明", "性别", "男"]], "person.name", "王小明"),
        ([["填表日期", "2024", "年", "5", "月", "6", "日"]], "filled_on", "2024-05-06"),
        ([["姓名", "性别"], ["王小明", "男"]], "person.name", "王小明"),
        ([["姓名", "民族", "性别"], ["王小明", "汉", "男"]], "person.sex", "男"),
    ],
)
def test_a_value_stands_beside_its_label_below_it_or_behind_its_colon(line, path, value):
    [reading] = read(document(line))
    assert str(leaves_of(reading.record)[path]) == value
    assert reading.fields[path].confidence < 1


@pytest.mark.parametrize(
    "line",
    [
        [["姓名", "民族", "性别"], ["王小明", "汉", "男"]],
        [["姓名", "王小明"], ["李四", "张三"]],
        "联系电话：13800000000",
        [["参保人员基本信息", ""], ["联系电话", "13800000000"]],
        [["小计", "合计"], ["1", "2"]],
    ],
)
def test_what_is_not_clear_is_not_read(line):
    [reading] = read(document(line))
    values = leaves_of(reading.record)
    assert {"signoff.phone", "years.0.year"}.isdisjoint(values)
    assert values.get("person.name") in {None, "王小明"}
    assert set(values.values()).isdisjoint({"汉", "民族", "李四", "张三"})


def table_of_years():
    """Five columns in another order under heads in two levels, forty rows, and their sums."""
    heads = [["备注", "重复年份", "退还本人金额", "", "重复缴费月数"], ["", "", "小计", "个人缴费", ""]]
    rows = [[f"第{year}", str(year), f"{year}.01", f"{year}.02", "3"] for year in range(1990, 2030)]
    made = docx.Document(
        io.BytesIO(document([*heads, *rows, ["本页小计", "", "9", "9", "9"], ["合计", "", "7.00", "6.00", "120"]]))
    )
    table = made.tables[0]
    table.cell(0, 2).merge(table.cell(0, 3))
    target = io.BytesIO()
    made.save(target)
    return target.getvalue()


def test_columns_are_known_by_their_heads_in_any_order_and_number():
    """The five heads are enough for the form of the state, which has nine columns."""
    [reading] = read(table_of_years())
    record = reading.record
    assert reading.form.id == "national/refund"
    assert [row.year for row in record.years] == [*range(1990, 2030)]
    assert {(row.remark, str(row.refund.subtotal), str(row.refund.personal), row.months) for row in record.years} == {
        (f"第{year}", f"{year}.01", f"{year}.02", 3) for year in range(1990, 2030)
    }
    assert (str(record.total.refund.subtotal), str(record.total.refund.personal), record.total.months) == (
        "7.00",
        "6.00",
        120,
    )


def test_a_table_with_less_than_half_of_the_columns_is_told_and_not_read():
    """The same five heads are too few for the form of the province, which has thirteen columns."""
    reading = REFUND.read(table_of_years())
    assert (reading.record.years, reading.record.total) == ((), type(reading.record.total)())
    assert [found.rule for found in reading.findings if found.severity == "error"]


@pytest.mark.parametrize(
    "between", [[], [[["参保人员基本信息", ""], ["姓名", "王小明"]]]], ids=["alone", "after a section"]
)
def test_a_telephone_behind_the_handler_is_that_of_the_handler(between):
    [reading] = read(document(*between, "经办人（签章）：李四　　联系电话：0631-5200000"))
    assert reading.record.signoff.phone == "0631-5200000"


@pytest.mark.parametrize("draw", DRAWN.values(), ids=DRAWN)
def test_values_under_headings_of_their_own_have_one_label(draw):
    receipt = form("national/offset-receipt")
    names, numbers = ["开户名称", "付款中心", "收款中心"], ["银行账号", "1001300000662718", "8808012000123457"]
    record = receipt.read(
        draw(receipt.title, [["姓名", "张示例", ""], ["", "付款账户", "收款账户"], names, numbers])
    ).record
    assert (record.paying_account.account_name, record.receiving_account.account_name) == ("付款中心", "收款中心")
    assert record.paying_account.account_number == "1001300000662718"
    assert record.receiving_account.account_number == "8808012000123457"


@pytest.mark.parametrize("draw", DRAWN.values(), ids=DRAWN)
@pytest.mark.parametrize(
    ("document", "expected"),
    [("鲁人社字[2024] 84号", "shandong/contact-letter"), ("人社部发〔2014〕17号", "national/contact-letter")],
)
def test_a_letter_is_that_of_whose_document_it_names(draw, document, expected):
    lines = (
        f"根据有关规定（{document}），如无不妥，请办理。",
        [["姓名", "张示例", "公民身份号码", "371000196501150018"]],
    )
    [reading] = read(draw("城乡养老保险制度衔接联系函", "编号：1号", *lines))
    assert reading.form.id == expected


@pytest.mark.parametrize("draw", DRAWN.values(), ids=DRAWN)
@pytest.mark.parametrize("again", ["371000196501150018", "371000196803200025"])
def test_a_label_that_stands_twice_is_read_where_both_say_the_same(draw, again):
    reading = form("national/offset-notice").read(
        draw(
            "重复领取养老保险待遇协助抵扣通知单",
            f"经核查，张示例（公民身份号码：{again}）自2019年7月至2021年6月同时领取两种待遇。",
            [["姓名", "张示例", "公民身份号码", "371000196501150018"]],
        )
    )
    assert certain(reading).person.citizen_id == ("371000196501150018" if again.endswith("18") else None)


@pytest.mark.parametrize("draw", DRAWN.values(), ids=DRAWN)
def test_a_reason_may_be_a_sentence(draw):
    application = form("national/application")
    lines = (
        [["姓名", "张示例", "性别", "男"]],
        "□符合条件，予以受理",
        "☑不符合条件，原因：凭证没有盖章，请补正后再申请",
    )
    assert application.read(draw(application.title, *lines)).record.opinion_reason == "凭证没有盖章，请补正后再申请"


def test_a_tab_parts_what_stands_before_it_from_what_stands_behind_it():
    notice = form("national/offset-notice")
    data = document("编号：2024-031\t单位：元", "经办人（签章）：王经办\t联系电话：0631-1234567", title=notice.title)
    record = notice.read(data).record
    assert record.number == "2024-031"
    assert (record.signoff.handler, record.signoff.phone) == ("王经办", "0631-1234567")


def test_a_label_is_not_the_value_of_the_label_before_it():
    application = form("national/application")
    rows = [["姓名", "张示例"], ["户籍地址", "通讯地址"], ["甲市乙路1号", "丙市丁路2号"]]
    record = application.read(document(rows, title=application.title)).record
    assert (record.person.address, record.person.postal_address) == ("甲市乙路1号", "丙市丁路2号")


@pytest.mark.parametrize("draw", DRAWN.values(), ids=DRAWN)
@pytest.mark.parametrize(
    ("form_id", "line", "values"),
    [
        (
            "national/resident-account",
            ["缴费起止时间", "2016年4月至2021年12月"],
            {"first_paid": "2016-04", "last_paid": "2021-12"},
        ),
        ("national/resident-account", ["转出金额（大写）", "柒仟叁佰元整"], {"transfer_total_capital": "柒仟叁佰元整"}),
        (
            "national/application",
            ["社会保障号码（公民身份号码）", "371000196501150018"],
            {"person.citizen_id": "371000196501150018"},
        ),
    ],
)
def test_labels_in_two_spellings_or_of_two_fields_are_known(draw, form_id, line, values):
    found = form(form_id)
    read_back = leaves_of(found.read(draw(found.title, [["姓名", "张示例"], line])).record)
    assert {path: str(read_back.get(path)) for path in values} == values


@pytest.mark.parametrize("draw", DRAWN.values(), ids=DRAWN)
@pytest.mark.parametrize(
    ("beside", "under", "is_read"),
    [
        (["性别", "女"], "2011年7月", True),
        (["性别", "女"], "张小例", False),
        (["职业", "教师"], "2011年7月", False),
    ],
)
def test_what_stands_beside_its_label_tells_of_the_others_on_the_line(draw, beside, under, is_read):
    account = form("national/resident-account")
    rows = [
        ["姓名", "张示例", *beside],
        ["登记于", under, "经手", "王某"],
        ["户名", "开户行", "账号", "行政区划代码"],
        ["示例市社保局", "示例银行", "12345678901", "371002"],
    ]
    found = leaves_of(account.read(draw(account.title, rows)).record).get("person.name")
    assert (found == "张示例") == is_read


@pytest.mark.parametrize("draw", DRAWN.values(), ids=DRAWN)
@pytest.mark.parametrize("heads", [("付款单位", "收款账户"), ("收款单位", "付款账户"), ("甲账户", "乙账户")])
def test_a_heading_in_a_cell_is_that_of_the_labels_below_it(draw, heads):
    receipt = form("national/offset-receipt")
    accounts = (("甲市社保中心", "100055310480010002"), ("乙市社保专户", "70601220000000073348"))
    cells = [
        f"{head}\n开户名称\n{name}\n银行账号\n{number}" for head, (name, number) in zip(heads, accounts, strict=True)
    ]
    record = certain(reading_of(draw(receipt.title, [["姓名", "张示例", "性别", "男"]], "编号：1", [cells]), receipt))
    found = [(one.account_name, one.account_number) for one in (record.paying_account, record.receiving_account)]
    wanted = {"付": accounts, "收": accounts[::-1]}.get(heads[0][0], ((None, None),) * 2)
    assert found == list(wanted)


@pytest.mark.parametrize("draw", DRAWN.values(), ids=DRAWN)
def test_a_heading_that_is_called_like_a_signature_has_no_day(draw):
    application = form("national/application")
    rows = [["申请人", "姓名", "张示例"], ["类型", "性别", "男"], ["声明", "申请人（签字）：　　2024年4月2日", ""]]
    assert str(certain(reading_of(draw(application.title, rows), application)).signed_on) == "2024-04-02"


@pytest.mark.parametrize("draw", DRAWN.values(), ids=DRAWN)
def test_below_the_heading_of_an_agency_its_labels_need_not_say_which(draw):
    application = form("national/application")
    rows = [
        ["姓名", "张示例", "性别", "男"],
        ["转出地", "社保机构名称", "甲县社保中心", ""],
        ["转入地", "社保机构名称", "乙市社保中心", ""],
    ]
    record = application.read(draw(application.title, rows)).record
    assert (record.from_agency.name, record.to_agency.name) == ("甲县社保中心", "乙市社保中心")


@pytest.mark.parametrize("draw", DRAWN.values(), ids=DRAWN)
@pytest.mark.parametrize(
    ("line", "paid"), [("14 年 9 个月（其中视同 4 年 3 个月）", 177), ("14年（其中视同4年3个月）", 168)]
)
def test_years_in_a_sentence_are_read_with_their_months(draw, line, paid):
    certificate = form("national/certificate")
    reading = certificate.read(draw(certificate.title, [["姓名", "张示例"]], f"城镇职工养老保险累计缴费年限：{line}"))
    assert (reading.record.years_paid, reading.record.years_deemed) == (paid, 51)


def test_a_vague_label_is_known_by_its_neighbour_on_either_side():
    application = form("national/application")
    [reading] = readings_of(
        document("编号：A1　　申请日期：2024年5月6日", "姓名：王小明", title=application.title), application
    )
    assert (reading.record.number, str(reading.record.applied_on)) == ("A1", "2024-05-06")


def test_a_letter_greets_its_addressee_in_the_words_of_the_state_as_well():
    letter = form("jilin/contact-letter")
    [reading] = readings_of(document("南关区社会保险经办机构：", "姓名：王小明", title=letter.title), letter)
    assert reading.record.addressee == "南关区"


def test_a_line_that_may_hold_a_value_of_the_form_is_an_error():
    [reading] = read(document("姓名：王小明", "某栏：123"))
    errors = [(found.rule, found.severity) for found in reading.findings if found.found != "王小明"]
    assert ("read.unknown", "error") in errors


def test_our_own_pages_are_read_by_their_labels_alone():
    boxes = [Square("姓名", 0, 0, 10, 1, 1), Square("王小明", 10, 0, 30, 1, 1), Square("性别", 30, 0, 40, 1, 1)]
    found = read_labels(REFUND, boxes)
    assert found.fields["person.name"].text == "王小明"
    assert "person.sex" not in found.fields
    assert found.rests(lambda text: not text) == {}


def test_a_span_of_months_at_one_label_has_two_ends():
    certificate = form("national/certificate")
    made = document([["在本地参保起止时间", "2010年1月至2015年3月"], ["姓名", "王"]], title=certificate.title)
    [reading] = readings_of(made, certificate)
    assert (str(reading.record.start), str(reading.record.end)) == ("2010-01", "2015-03")


def test_the_worked_example_keeps_its_method_on_our_own_page():
    [reading] = read(REFUND.docx(worked()))
    assert {field.method for field in reading.fields.values()} == {"cell"}


@pytest.mark.parametrize("drawn", ["☑是  □否", "[√]是 [ ]否", "■ 是　　☐ 否", "是（√）  否（ ）", "是【√】否【】"])
def test_a_box_stands_before_its_option_or_behind_it_however_it_is_drawn(drawn):
    notice = form("shandong/notice")
    [reading] = readings_of(document("张示例：", "请确认是否办理。", drawn, title=notice.title), notice)
    assert (reading.record.person.name, reading.record.choice) == ("张示例", "是")


def test_boxes_that_stand_before_one_option_and_behind_another_are_not_read():
    letter = form("jilin/contact-letter")
    line = "□机关事业单位养老保险 企业职工养老保险☑"
    [reading] = readings_of(document([["姓名", "张示例"]], line, title=letter.title), letter)
    assert certain(reading).scheme is None
    assert "scheme" in {found.path for found in reading.findings if found.severity == "error"}


def test_what_the_paper_does_not_offer_is_not_marked():
    application = form("national/application")
    lines = ([["姓名", "张示例", "性别", "男"]], "提交材料：☑身份证（社保卡）复印件 □参保缴费凭证")
    [reading] = readings_of(document(*lines, title=application.title), application)
    assert reading.record.documents == ("id_card",)


def test_a_blank_in_a_sentence_ends_where_the_sentence_goes_on():
    letter = form("jilin/contact-letter")
    line = "原在你处的参保人员张示例，现申请将其基本养老保险关系转至我处，如无不妥请按相关规定办理转移手续。"
    [reading] = readings_of(document(line, [["姓名", "张示例"]], title=letter.title), letter)
    assert reading.record.insured == "张示例"


def test_a_sentence_behind_a_label_is_not_taken_for_its_value():
    receipt = form("national/offset-receipt")
    line = "编号：0371，该函已收悉，现函告如下"
    [reading] = readings_of(document(line, [["姓名", "张示例", "性别", "男"]], title=receipt.title), receipt)
    assert (certain(reading).number, certain(reading).notice.number) == (None, None)


def test_the_line_that_numbers_the_columns_is_no_row_of_our_own_table():
    account = form("national/resident-account")
    heads = ["年份", "个人缴费", "集体补助（含社会资助）", "政府补贴", "利息", "其他", "个人账户累计储存额", "备注"]
    rows = [heads, list("12345678"), ["2020", "100", "0", "30", "1", "0", "131", ""]]
    [reading] = readings_of(document([["姓名", "张示例"]], rows, title=account.title), account)
    assert [row.year for row in reading.record.years] == [2020]


def test_a_telephone_belongs_to_the_person_beside_it_and_one_below_the_block_is_told():
    application = form("national/application")
    block = [["代办人"], ["姓名：李四", "联系电话：0631-5200001"]]
    [reading] = readings_of(document(block, "联系电话：0631-5200002", title=application.title), application)
    assert (certain(reading).agent.name, certain(reading).agent.phone) == ("李四", "0631-5200001")
    errors = [found for found in reading.findings if found.severity == "error"]
    assert {found.found for found in errors} == {"0631-5200002"}
    assert {"person.phone", "from_agency.phone", "signoff.phone"} <= {found.path for found in errors}


def test_a_label_of_an_agency_may_stand_in_its_section_without_the_place():
    application = form("national/application")
    rows = [
        ["申请人信息", "姓名", "张示例", "个人编号", "123"],
        ["转出地", "机构名称", "示例市社保中心", "行政区划代码", "371082"],
        ["转出地", "联系电话", "0631-5200001", "个人编号", "456"],
    ]
    [reading] = readings_of(document(rows, title=application.title), application)
    assert (reading.record.person.personal_number, reading.record.from_personal_number) == ("123", "456")


SEALED = "社保经办机构（章）："


@pytest.mark.parametrize(
    "lines",
    [
        ["经办人：王经办 " + SEALED, "示例市社会保险中心"],
        [SEALED.removesuffix("："), "示例市社会保险中心"],
        [[["签章", SEALED + "示例市社会保险中心\n2024年5月6日"]]],
    ],
)
def test_the_agency_may_stand_below_the_words_before_its_seal_and_the_day_below_the_agency(lines):
    [reading] = read(document([["姓名", "张示例", "性别", "男"]], *lines))
    assert reading.record.signoff.agency == "示例市社会保险中心"


@pytest.mark.parametrize(
    "lines",
    [
        [SEALED, "一式两份，社会保险机构、参保人各执一份"],
        [SEALED, "", "示例市社会保险中心"],
        [SEALED + " 经办人：王经办", "示例市社会保险中心"],
        [[["签章", SEALED + "示例市社会保险中心\n经开区分中心\n2024年5月6日"]]],
    ],
)
def test_what_may_be_no_agency_below_the_words_before_a_seal_is_not_read(lines):
    [reading] = read(document([["姓名", "张示例", "性别", "男"]], *lines))
    assert certain(reading).signoff.agency is None


def test_two_letters_of_a_name_that_stand_apart_are_one_name():
    row = [["姓　名", "王　芳", "性别", "女", "民族", "汉"], ["开户银行", "王　芳", "户籍地址", "环　翠", "", ""]]
    [reading] = read(document(row))
    assert (reading.record.person.name, reading.record.person.address) == ("王芳", "环　翠")


@pytest.mark.parametrize("draw", DRAWN.values(), ids=DRAWN)
def test_a_title_that_is_broken_over_two_lines_is_the_title(draw):
    title, receipt = "重复领取养老保险待遇协助抵扣回执", form("national/offset-receipt")
    spoken = "发来的《重复领取养老保险待遇协助抵扣通知单》收悉。"
    [reading] = read(draw(title[:10], " ".join(title[10:]), spoken, [["姓名", "张示例", "应协助抵扣金额", "12.50"]]))
    assert (reading.form.id, str(reading.record.asked)) == (receipt.id, "12.50")


def test_a_word_file_of_something_else_is_no_form():
    row = ["姓名", "张示例", "性别", "男", "公民身份号码", "371000196501150018", "联系电话", "0631-5200001"]
    assert read(document([row], "经办人：王经办", title="老年优待证申领表")) == []


def test_a_word_file_with_the_fields_of_a_form_and_another_title_is_refused():
    data = REFUND.docx(worked(), carry=False)
    other = docx.Document(io.BytesIO(data))
    for paragraph in other.paragraphs:
        for run in paragraph.runs:
            run.text = run.text.replace(REFUND.title, "退费单")
    target = io.BytesIO()
    other.save(target)
    with pytest.raises(DocumentError, match=f"像是《{REFUND.title}》"):
        read(target.getvalue())


@pytest.mark.parametrize("line", ["参保缴费凭证已办结，请妥善保管。", "城镇职工基本养老保险参保缴费凭证　已办结"])
def test_a_file_whose_title_says_more_is_told(line):
    table = [["姓名", "张示例", "性别", "男"], ["公民身份号码", "371000196501150018", "户籍地地址", "示例村"]]
    with pytest.raises(DocumentError, match=r"像是《.*参保缴费凭证》"):
        list(read(in_word(line, "编号：1", table)))
    assert list(read(in_word(f"张示例的{line}", "编号：1", table))) == []


def test_a_letter_that_names_a_form_is_none():
    assert list(read(in_word("参保缴费凭证的说明", "凭证已经开具，请查收。"))) == []


draws = pytest.mark.parametrize("draw", DRAWN.values(), ids=DRAWN)
RECEIPT, LETTER = form("national/offset-receipt"), form("national/contact-letter")


@draws
def test_labels_that_hang_from_a_heading_are_of_its_block(draw):
    hanging = "\u00a0" * 20
    blocks = [
        line
        for name, number in (("付款单位", "1604018519200061427"), ("收款账户", "15542101040019873"))
        for line in (f"{name}{hanging[:4]}开户名称：{name}示例中心", f"{hanging}银行账号：{number}")
    ]
    record = RECEIPT.read(draw(RECEIPT.title, "姓名：张示例", *blocks, "备注：无")).record
    assert (record.paying_account.account_name, record.receiving_account.account_name) == (
        "付款单位示例中心",
        "收款账户示例中心",
    )
    assert (record.paying_account.account_number, record.receiving_account.account_number) == (
        "1604018519200061427",
        "15542101040019873",
    )


@draws
def test_headings_of_another_office_are_no_values_and_part_what_is_above_from_what_is_below(draw):
    lines = ["一、参保人员基本信息", "姓名：张示例", "二、抵扣情况", "1、抵扣期数：4", "三、其他信息"]
    reading = RECEIPT.read(draw(RECEIPT.title, *lines))
    assert (reading.record.person.name, reading.record.months) == ("张示例", 4)
    assert [found for found in reading.findings if found.severity == "error"] == []


@draws
def test_a_value_stands_below_its_label_beside_a_square_with_labels_inside(draw):
    heads = ["转入地社保经办机构开户名称", "行政区划代码", "转入地社保经办机构开户银行及账号"]
    values = ["示例社保户", "371002", "开户银行：示例银\n银行账号：881201203675"]
    account = LETTER.read(draw(LETTER.title, [["姓名", "张示例", ""]], [heads, values])).record.receiving_agency
    assert (account.account_name, account.region_code) == ("示例社保户", "371002")
    assert (account.bank, account.account_number) == ("示例银", "881201203675")


@draws
@pytest.mark.parametrize(("behind", "name"), [("社保中心", None), ("民族：汉", "示例市"), ("", "示例市")])
def test_words_behind_words_on_a_line_may_be_of_the_same_value(draw, behind, name):
    gap = "\u00a0" * 12
    reading = LETTER.read(draw(LETTER.title, "姓名：张示例", f"开户名称：示例市{gap}{behind}"))
    assert certain(reading).receiving_agency.account_name == name
    assert (name is None) == ("receiving_agency.account_name" in {found.path for found in reading.findings})


ACCOUNT = form("national/employee-account")
HEADS = ["行政区划代码", "参保地区名称", "年份", "缴费起止时间", "缴费月数", "至本年末个人账户累计储存额"]


def years(first, last):
    return [["371002", "环翠区", str(year), f"{year}.01-{year}.12", "12", f"{year}.50"] for year in range(first, last)]


@pytest.mark.parametrize("between", [(), ("",)])
def test_a_table_that_was_cut_goes_on_with_the_same_columns(between):
    made = document([["姓名", "张示例"]], [HEADS, *years(2000, 2003)], *between, years(2003, 2006), title=ACCOUNT.title)
    [reading] = readings_of(made, ACCOUNT)
    assert [row.year for row in reading.record.years] == list(range(2000, 2006))


@pytest.mark.parametrize("between", ["另一人的明细", [["姓名", "李四"]]])
def test_a_table_behind_something_else_is_not_the_rest_of_the_one_before(between):
    made = document([["姓名", "张示例"]], [HEADS, *years(2000, 2003)], between, years(2003, 2006), title=ACCOUNT.title)
    [reading] = readings_of(made, ACCOUNT)
    assert [row.year for row in reading.record.years] == [2000, 2001, 2002]
    assert "read.unknown" in {found.rule for found in reading.findings if found.severity == "error"}


@pytest.mark.parametrize("title", ["{}（一）", "{} （样表）"])
def test_a_title_may_say_that_more_follows(title):
    made = document([["姓名", "张示例"]], [HEADS, *years(2000, 2003)], title=title.format(ACCOUNT.title))
    assert [reading.form.id for reading in read(made)] == [ACCOUNT.id]


def test_a_text_in_the_cell_of_its_label_is_in_doubt_where_the_next_cell_says_what_nothing_tells():
    """A 女 that has slipped out of its place is no number of a person; a colon would say what belongs to what."""
    for label, is_read in (("个人编号\n女", False), ("个人编号：女", True)):
        reading = REFUND.read(document([["姓名", "王小明"], [label, "示例5号"]]))
        assert (reading.record.person.personal_number == "女") is is_read
        assert any(found.path == "person.personal_number" for found in reading.findings) is not is_read


# ------------------------------------------------------------------------------------------ leaders


@pytest.mark.parametrize("draw", DRAWN.values(), ids=DRAWN)
def test_dots_that_lead_to_a_value_or_to_the_end_of_a_line_are_none_of_it(draw):
    account = form("national/resident-account")
    lines = [
        "姓名......张示例............性别......女...",
        "联系电话：13800000000. . . . . .",
        "参保时间…………2012年7月...",
    ]
    reading = account.read(draw(account.title, *lines))
    person = certain(reading).person
    assert (person.name, person.sex, person.phone) == ("张示例", "女", "13800000000")
    assert str(reading.record.enrolled_on) == "2012-07"


@pytest.mark.parametrize("bank", ["示例银行…", "示例县社会保险……", "中国农业银行...", "示例银行⋯", "示例银行。。。"])
@pytest.mark.parametrize("draw", DRAWN.values(), ids=DRAWN)
def test_a_text_of_which_something_is_left_out_is_not_read(draw, bank):
    """No other place claims the field: that alone would keep it unread."""
    letter = form("national/contact-letter")
    for block in (f"转入地开户银行：{bank}", [["转入地开户银行", bank], ["银行账号", "6222000011112222"]]):
        reading = letter.read(draw(letter.title, "姓名：张示例", block))
        assert certain(reading).receiving_agency.bank is None
        assert "receiving_agency.bank" in {found.path for found in reading.findings if found.severity == "error"}


# ---------------------------------------------------------------------------------------- neighbours

APPLICATION = form("national/application")


def test_a_vague_label_is_of_the_part_whose_label_beside_it_is_known():
    """The telephone behind the postcode of a person is hers, though agencies have postcodes too."""
    person = [["姓名", "王小明", "户籍地址", "示例市1号"], ["通讯地址", "示例市2号", "邮政编码", "100001"]]
    agency = [
        ["转出地社保机构名称", "甲市社保中心", "行政区划代码", "371002"],
        ["机构电话", "010-1", "机构地址", "3号"],
    ]
    made = [*person, ["联系电话", "13800000001", "申请衔接类型", ""], *agency, ["邮政编码", "100002", "", ""]]
    record = certain(APPLICATION.read(document(made, title=APPLICATION.title)))
    assert (record.person.phone, record.person.postcode) == ("13800000001", "100001")
    assert (record.from_agency.phone, record.from_agency.postcode) == ("010-1", "100002")


@pytest.mark.parametrize(("gap", "is_read"), [("        ", True), ("，", False)])
def test_a_day_behind_the_name_of_who_signs_needs_no_label(gap, is_read):
    line = f"申请人（签字）：王小明{gap}2024 年 4 月 15 日"
    for where in ([["姓名", "王小明"], [f"本人声明：以上属实。\n{line}"]], line):
        reading = APPLICATION.read(document("编号：A1", where, title=APPLICATION.title))
        assert (str(certain(reading).signed_on) == "2024-04-15") is is_read


def test_a_label_that_the_template_prints_with_brackets_may_stand_without():
    table = [["姓名", "王小明"], ["缴费年限", "城镇职工养老保险：6年3个月"], ["", "城乡居民养老保险：9年"]]
    record = APPLICATION.read(document(table, title=APPLICATION.title)).record
    assert (record.years_employee, record.years_resident) == (75, 108)


def test_a_day_in_a_cell_signs_the_paper_behind_its_seal_and_not_behind_the_heading_of_the_agency():
    letter = form("national/contact-letter")
    account = [["转入地社保经办机构", "开户名称：示例中心\n开户银行：示例银行"]]
    signed = [
        ["经办人（签章）：", "王经办"],
        ["转入地社保经办机构（章）：", "示例市社保中心"],
        ["日期：", "2023年5月4日"],
    ]
    record = letter.read(document([["姓名", "王小明"]], account, signed, title=letter.title)).record
    assert (record.signoff.agency, str(record.signoff.date)) == ("示例市社保中心", "2023-05-04")


@pytest.mark.parametrize(
    ("cell", "address"),
    [
        ("示例市海滨路1号　　联系电话：0631-5200000", "示例市海滨路1号"),
        ("示例市　海滨路1号　　联系电话：0631-5200000", None),
        ("联系电话：0631-5200000", None),
    ],
)
def test_a_value_may_share_its_cell_with_another_label(cell, address):
    rows = [["姓名", "张示例"], ["户籍地址", cell], ["性别", "男"]]
    assert certain(REFUND.read(in_word(REFUND.title, rows))).person.address == address


def in_wide_cells(title, rows):
    """A PDF page of rows of two cells, of which the second is wide."""
    widths = (160, 400)
    cells = [
        (40 + 160 * at, 18 * line, widths[at], 18, text) for line, row in enumerate(rows) for at, text in enumerate(row)
    ]
    return ruled(title, cells)


@pytest.mark.parametrize("draw", [in_wide_cells, in_word])
@pytest.mark.parametrize("value", ["31年3个月（其中视同 2年6个月）", "31年3个月（其中视同缴费年限：2年6个月）"])
def test_a_value_ends_where_a_bracket_says_what_another_label_is_of(draw, value):
    certificate = form("national/certificate")
    rows = [["姓名", "张示例"], ["性别", "女"], ["城镇职工养老保险累计缴费年限", value]]
    record = certain(reading_of(draw(certificate.title, rows), certificate))
    assert (record.years_paid, record.years_deemed) == (375, 30)


@pytest.mark.parametrize("draw", DRAWN.values(), ids=DRAWN)
def test_the_full_stop_that_ends_every_item_is_no_part_of_a_remark(draw):
    receipt = form("national/offset-receipt")
    lines = [
        "一、姓名：张示例。",
        "二、性别：男。",
        "三、应协助抵扣金额：3842.76元。",
        "四、备注：分四期扣回，每期960.69元。",
    ]
    record = certain(receipt.read(draw(receipt.title, *lines)))
    assert (record.person.name, record.remark) == ("张示例", "分四期扣回，每期960.69元")
    record = certain(receipt.read(draw(receipt.title, *(line.removesuffix("。") for line in lines[:3]), lines[3])))
    assert record.remark == "分四期扣回，每期960.69元。"


def test_in_word_a_month_may_be_folded_between_its_year_and_its_figure():
    account = form("national/resident-account")
    block = [["姓名", "张示例"], ["缴费终止时间", "2023年\n12月"]]
    assert str(certain(account.read(in_word(account.title, block))).last_paid) == "2023-12"


# ------------------------------------------------------------------------------------ of somebody else

ANOTHER_PERSON = {
    "beside": [["紧急联系人", "李紧急", "联系电话", "13900000000"]],
    "below a heading": [["代办人信息"], ["证件类型", "身份证", "联系电话", "13900000000"]],
    "on a line": "打印人：李打印　联系电话：13900000000",
    "below the rows": "联系电话：13900000000",
}


@pytest.mark.parametrize("said", ANOTHER_PERSON.values(), ids=ANOTHER_PERSON)
@pytest.mark.parametrize("draw", DRAWN.values(), ids=DRAWN)
def test_a_telephone_that_may_be_of_somebody_else_is_not_that_of_the_person(draw, said):
    account = form("national/resident-account")
    rows = [["年份", "个人缴费", "政府补贴", "利息", "个人账户累计储存额"], ["2012", "100.00", "30.00", "", "130.00"]]
    person = [["姓名", "张示例", "性别", "男"]]
    blocks = (person, rows, said) if said == "联系电话：13900000000" else (person, said, rows)
    [reading] = read(draw(account.title, *blocks))
    assert certain(reading).person.phone is None
    assert any(finding.severity == "error" for finding in reading.findings)
