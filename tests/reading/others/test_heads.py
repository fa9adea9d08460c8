"""Heads of columns as offices word and part them: what is clear is a field, what is not is none."""

from __future__ import annotations

import io

import docx
import pytest

from drawn import in_pdf, in_word
from hjforms.api import form, read
from hjforms.reading.others.heads import Heads, is_percent
from hjforms.reading.others.vocabulary import vocabulary
from support import certain

CERTIFICATE, TRANSFER = form("national/certificate"), form("jilin/transfer-account")
PERSON = [["姓名", "张示例", "性别", "男", "个人编号", "123"]]


@pytest.fixture(scope="module")
def heads():
    return Heads(vocabulary(CERTIFICATE))


@pytest.mark.parametrize(
    ("names", "fields"),
    [
        (("参保地", "名称"), ("region_name",)),
        (("缴费月数", "实际"), ("months_actual",)),
        (("缴费月数", "实际缴费"), ("months_actual",)),
        (("缴费月数", "合计"), ("months",)),
        (("缴费年限",), ("months",)),
        (("缴费起止年月", "缴费起始时间"), ("start",)),
        (("缴费起止年月",), ("start", "end")),
        (("实际月数",), ("months_actual",)),
        (("视同月数",), ("months_deemed",)),
        (("合计月数",), ("months",)),
        (("退费月数",), ()),
        (("缴费",), ()),
        (("缴费月数",), ()),
    ],
)
def test_heads_over_one_another_are_read_as_one(heads, names, fields):
    assert heads.fields(names) == fields


@pytest.mark.parametrize(
    "text", ["2\n参保地名称", "2参保地名称", "参保地名称\n2", "8=6+7\n参保地名称", "参保地名称（8=6+7）"]
)
def test_the_number_or_the_formula_of_a_column_is_no_part_of_its_head(heads, text):
    assert heads.name(text) == "参保地名称"


@pytest.mark.parametrize(
    ("names", "fields"),
    [
        (("个人缴费", "当年缴费"), ("paid.personal",)),
        (("个人缴费", "退还本人"), ("refund.personal",)),
        (("当年缴费", "小计"), ("paid.subtotal",)),
        (("个人缴费", "本人"), ()),
    ],
)
def test_of_two_levels_of_heads_either_may_be_the_upper_one(names, fields):
    assert Heads(vocabulary(form("national/refund"))).fields(names) == fields


def test_a_head_of_nothing_but_a_number_stays_one(heads):
    assert (heads.name("2"), heads.is_head("2")) == ("2", False)


def merged(data, *spans):
    """A Word file with cells of its table made one: rows and columns of the first and of the last."""
    made, target = docx.Document(io.BytesIO(data)), io.BytesIO()
    for top, left, bottom, right in spans:
        made.tables[0].cell(top, left).merge(made.tables[0].cell(bottom, right))
    made.save(target)
    return target.getvalue()


def test_heads_in_two_levels_stand_in_one_table_with_what_is_above_and_below():
    rows = [
        ["姓名", "张示例", "性别", "男", "个人编号", "123"],
        ["参保地", "", "缴费月数", "", "", "个人账户储存额（元）"],
        ["行政区划\n代码", "名称", "实际缴费", "视同缴费", "合计", ""],
        ["371002", "环翠区", "10", "2", "12", "100.00"],
        ["合  计", "", "10", "2", "12", "100.00"],
        ["机构名称", "环翠区社保中心", "邮政编码", "264200", "联系电话", "0631-5200000"],
    ]
    data = merged(in_word(CERTIFICATE.title, rows), (1, 0, 1, 1), (1, 2, 1, 4), (1, 5, 2, 5), (4, 0, 4, 1))
    [reading] = [found for found in read(data) if found.form.id == CERTIFICATE.id]
    [place] = reading.record.places
    assert (place.region_code, place.region_name, str(place.balance)) == ("371002", "环翠区", "100.00")
    assert (place.months_actual, place.months_deemed, place.months) == (10, 2, 12)
    assert (reading.record.total.months, reading.record.agency.postcode) == (12, "264200")


def table(share, months):
    heads = [
        "年份",
        "缴费起止时间",
        "缴费月数",
        "月缴费基数",
        "缴费比例（%）",
        "备注",
        "参保地名称",
        "参保地行政区划代码",
    ]
    row = ["2020", months, "12", "3000.00", share, "", "梅河口市", "220581"]
    parts = ["小计", "个人缴费"]
    upper = ["", "", "", "", "单位", "", "", ""]
    more = ["当年记账金额", "当年记账利息"]
    return [
        [*heads, more[0], "", more[1], ""],
        [*upper, *parts, *parts],
        [*row, "10.00", "5.00", "1.00", "0.50"],
    ]


@pytest.mark.parametrize(("share", "read_as"), [("20", "0.20"), ("20%", "0.20"), ("0.2", None), ("0", "0.00")])
def test_a_bare_figure_under_a_head_that_says_percent_is_a_percentage(share, read_as):
    spans = [(0, column, 1, column) for column in (0, 1, 2, 3, 5, 6, 7)] + [(0, 8, 0, 9), (0, 10, 0, 11)]
    data = merged(in_word(TRANSFER.title, table(share, "202001\n202012")), *spans)
    [reading] = read(data)
    [year] = certain(reading).years
    assert str(year.shares.employer) == str(read_as)
    assert (str(year.start), str(year.end)) == ("2020-01", "2020-12")
    told = {found.path for found in reading.findings if found.severity == "error"}
    assert ("years.0.shares.employer" in told) == (read_as is None)


@pytest.mark.parametrize(("text", "says"), [("缴费比例（%）", True), ("单位：%", True), ("缴费比例", False)])
def test_a_head_says_percent_in_brackets(text, says):
    assert is_percent(text) is says


def test_a_formula_in_brackets_is_no_part_of_a_label():
    [reading] = read(in_pdf(TRANSFER.title, PERSON, [["4", "个人账户基金转移额（4=1+2+3）", "￥68,613.16"]]))
    assert str(reading.record.fund.personal) == "68613.16"


@pytest.mark.parametrize("draw", [in_pdf, in_word])
def test_heads_that_do_not_say_that_months_were_paid_name_their_columns(draw):
    rows = [
        ["行政区划代码", "参保地", "起始年月", "终止年月", "视同月数", "实际月数", "合计月数", "个人账户储存额"],
        ["320682", "南通市如皋市", "199603", "200312", "3", "85", "88", "14306.52"],
    ]
    [reading] = read(draw(CERTIFICATE.title, PERSON, rows))
    [place] = certain(reading).places
    assert (place.months_deemed, place.months_actual, place.months) == (3, 85, 88)
