"""The rows under the heads of tables, however these stand on the page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest

from drawn import DRAWN, Cell, placed, reading_of, ruled
from hjforms.api import form
from hjforms.unread import Unread
from support import certain

EMPLOYEE, RESIDENT = form("national/employee-account"), form("national/resident-account")
CERTIFICATE, REFUND = form("national/certificate"), form("national/refund")


def rows(left: float, top: float, widths: Sequence[float], texts: Sequence[Sequence[str]]) -> Iterator[Cell]:
    """The cells of a table whose rows are 20 points high."""
    for number, line in enumerate(texts):
        for place, text in enumerate(line):
            yield left + sum(widths[:place]), top + 20 * number, widths[place], 20, text


def test_a_table_beside_another_is_read_as_one_by_itself():
    cards = ["参保人员基本信息", "姓名：张示例", "性别：男", "个人编号：37001", "户籍地址：示例市示例路1号"]
    table = [
        ["序号", "参保地名称", "行政区划代码", "起始年月", "终止年月", "实际缴费月数", "视同缴费月数", "合计"],
        ["1", "环翠区", "371002", "2011.01", "2011.12", "12", "0", "12"],
        ["2", "文登区", "371003", "2012.01", "2012.06", "6", "0", "6"],
        [""] * 8,
        ["合计", "", "", "", "", "18", "0", "18"],
    ]
    beside = [(20, 24 * number, 180, 24, text) for number, text in enumerate(cards)]
    data = ruled(CERTIFICATE.title, [*beside, *rows(220, 0, (40, 80, 70, 70, 70, 80, 80, 60), table)])
    record = reading_of(data, CERTIFICATE).record
    assert [(place.region_code, place.months) for place in record.places] == [("371002", 12), ("371003", 6)]
    assert (record.person.name, record.total.months_actual, record.total.months) == ("张示例", 18, 18)


@pytest.mark.parametrize(
    "heads", [("缴费时间", "起始", "截止"), ("缴费起止时间", "起", "止"), ("起止年月", "起", "止")]
)
def test_what_parts_a_head_above_it_is_a_head(heads):
    over, start, end = heads
    lines = [
        (20, 0, 60, 40, "年份"),
        (80, 0, 160, 20, over),
        (80, 20, 80, 20, start),
        (160, 20, 80, 20, end),
        (240, 0, 80, 40, "缴费月数"),
        (320, 0, 90, 40, "参保地区名称"),
        (410, 0, 90, 40, "行政区划代码"),
        (500, 0, 160, 40, "至本年末个人账户累计储存额"),
    ]
    values = [
        ["2013", "2013.02", "2013.12", "11", "环翠区", "371002", "1000.00"],
        ["2014", "2014.01", "2014.03", "3", "环翠区", "371002", "1300.00"],
    ]
    data = ruled(EMPLOYEE.title, [*lines, *rows(20, 40, (60, 80, 80, 80, 90, 90, 160), values)])
    first, second = reading_of(data, EMPLOYEE).record.years
    assert [str(first.start), str(first.end), str(second.start), str(second.end)] == [
        "2013-02",
        "2013-12",
        "2014-01",
        "2014-03",
    ]
    assert (first.months, second.months) == (11, 3)


def test_what_stands_left_of_all_heads_is_no_part_of_the_rows():
    heads = ["年份", "个人账户累计储存额", "个人缴费", "政府补贴", "利息"]
    values = [["2012", "130.00", "100.00", "30.00", ""], ["2013", "263.90", "100.00", "30.00", "3.90"]]
    widths = (60, 140, 80, 80, 80)
    cells = [
        (20, 0, 20, 60, "明\n细"),
        *rows(40, 0, widths, [heads, *values]),
        (20, 60, 20, 20, "转"),
        *rows(40, 60, (100, 120, 100, 120), [["转出时间", "2014.02.03", "转出金额合计", "263.90"]]),
    ]
    record = reading_of(ruled(RESIDENT.title, cells), RESIDENT).record
    assert [(row.year, str(row.balance)) for row in record.years] == [(2012, "130.00"), (2013, "263.90")]
    assert (str(record.transferred_on), str(record.transfer_total)) == ("2014-02-03", "263.90")


def test_below_the_rows_a_heading_may_stand_left_of_several_lines_of_labels():
    heads = ["年份", "个人缴费", "政府补贴", "利息", "个人账户累计储存额"]
    values = [["2012", "100.00", "30.00", "", "130.00"], ["2013", "100.00", "30.00", "3.90", "263.90"]]
    cells = [
        *rows(20, 0, (60, 80, 80, 80, 140), [heads, *values]),
        (20, 60, 60, 40, "转出信息"),
        *rows(80, 60, (100, 90, 100, 90), [["转出时间", "2014.02.03", "转出金额", "263.90"]]),
        *rows(80, 80, (100, 280), [["大写", "贰佰陆拾叁元玖角整"]]),
    ]
    record = reading_of(ruled(RESIDENT.title, cells), RESIDENT).record
    assert [(row.year, str(row.balance)) for row in record.years] == [(2012, "130.00"), (2013, "263.90")]
    assert (str(record.transferred_on), str(record.transfer_total)) == ("2014-02-03", "263.90")
    assert record.transfer_total_capital == "贰佰陆拾叁元玖角整"


@pytest.mark.parametrize("draw", DRAWN.values(), ids=DRAWN)
def test_a_row_in_one_cell_with_the_heads_is_not_lost_in_silence(draw):
    table = [
        [
            "年份\n2012",
            "个人缴费\n100.00",
            "集体补助",
            "政府补贴\n30.00",
            "利息",
            "其他",
            "个人账户累计储存额\n130.00",
            "备注",
        ],
        ["2013", "100.00", "", "30.00", "3.90", "", "263.90", ""],
        ["2014", "200.00", "", "40.00", "7.91", "", "511.81", ""],
    ]
    reading = reading_of(draw(RESIDENT.title, [["姓名", "张示例", "性别", "男"]], table), RESIDENT)
    assert any(finding.severity == "error" and finding.code == "read.unknown" for finding in reading.findings)
    assert all(row.year != 2012 or str(row.balance) == "130.00" for row in reading.record.years)


PAID = [
    ["年度", "个人缴费", "集体补助", "小计"],
    ["2015", "300.00", "60.00", "360.00"],
    ["2016", "500.00", "", "500.00"],
]
BACK = [
    ["年度", "重复月数", "个人缴费", "集体补助", "小计", "备注"],
    ["2015", "6", "150.00", "30.00", "180.00", ""],
    ["2016", "12", "500.00", "", "500.00", "全年"],
    ["合计", "18", "650.00", "30.00", "680.00", ""],
]


@pytest.mark.parametrize("draw", DRAWN.values(), ids=DRAWN)
@pytest.mark.parametrize("is_turned", [False, True], ids=["paid first", "paid last"])
def test_two_tables_of_the_same_years_make_one_row_for_each(draw, is_turned):
    tables = [("（一）当年缴费金额", PAID), ("（二）退还本人金额", BACK)][:: -1 if is_turned else 1]
    record = reading_of(draw(REFUND.title, *(block for pair in tables for block in pair)), REFUND).record
    first, second = record.years
    assert (first.year, first.months, str(first.paid.subtotal), str(first.refund.subtotal)) == (
        2015,
        6,
        "360.00",
        "180.00",
    )
    assert (second.year, str(second.paid.personal), second.paid.collective, second.remark) == (
        2016,
        "500.00",
        None,
        "全年",
    )
    assert (record.total.months, str(record.total.refund.subtotal), record.total.paid.subtotal) == (18, "680.00", None)


def test_a_year_of_one_table_alone_has_its_place_among_the_others():
    paid = [*PAID[:2], ["2014", "100.00", "", "100.00"]]
    blocks = ["当年缴费金额", [PAID[0], paid[2], PAID[1]], "退还本人金额", [BACK[0], BACK[1], BACK[2]]]
    record = reading_of(DRAWN["PDF"](REFUND.title, *blocks), REFUND).record
    assert [(row.year, row.months, row.paid.personal is None) for row in record.years] == [
        (2014, None, False),
        (2015, 6, False),
        (2016, 12, True),
    ]


@pytest.mark.parametrize("draw", DRAWN.values(), ids=DRAWN)
def test_tables_of_which_one_has_a_year_twice_are_not_put_together(draw):
    blocks = ["当年缴费金额", [*PAID, ["2016", "40.00", "", "40.00"]], "退还本人金额", BACK]
    reading = reading_of(draw(REFUND.title, [["姓名", "张示例", "性别", "男"]], *blocks), REFUND)
    assert all(row.paid.personal is None and row.refund.personal for row in reading.record.years)
    assert any(finding.severity == "error" and finding.code == "read.unknown" for finding in reading.findings)


@pytest.mark.parametrize("draw", DRAWN.values(), ids=DRAWN)
def test_what_two_tables_say_in_different_words_is_not_read(draw):
    paid = [[*PAID[0], "重复月数"], [*PAID[1], "7"], [*PAID[2], "12"]]
    blocks = ["当年缴费金额", paid, "退还本人金额", BACK]
    reading = reading_of(draw(REFUND.title, [["姓名", "张示例", "性别", "男"]], *blocks), REFUND)
    first, second = reading.record.years
    assert (first.months, second.months, str(first.paid.personal)) == (Unread("7"), 12, "300.00")
    assert "years.0.months" in {finding.path for finding in reading.findings if finding.severity == "error"}


def test_a_table_about_other_things_is_no_part_of_the_rows():
    other = [["年度", "缴费月数", "个人缴费"], ["2015", "12", "1440.00"], ["2016", "12", "1560.00"]]
    blocks = ["退还本人金额", BACK, "职工养老保险缴费情况", other]
    reading = reading_of(DRAWN["PDF"](REFUND.title, [["姓名", "张示例", "性别", "男"]], *blocks), REFUND)
    assert [(row.months, str(row.refund.personal), row.paid.personal) for row in reading.record.years] == [
        (6, "150.00", None),
        (12, "500.00", None),
    ]


def places(over, lower, count="12"):
    """A certificate on which heads of few words stand under another."""
    top = ["序号", "参保地名称", "行政区划代码", "起始年月", "终止年月"]
    lines = [(20 + 70 * place, 0, 70, 40, text) for place, text in enumerate(top)]
    lines += [(370, 0, 140, 20, over), (370, 20, 70, 20, lower[0]), (440, 20, 70, 20, lower[1])]
    values = [["1", "环翠区", "371002", "2011.01", "2011.12", count, "0"]]
    return reading_of(ruled(CERTIFICATE.title, [*lines, *rows(20, 40, [70] * 7, values)]), CERTIFICATE)


def test_a_head_in_fewer_words_is_the_one_that_has_these_and_that_is_told():
    reading = places("缴费年限（月）", ("实际", "视同"))
    [place] = reading.record.places
    assert (place.months_actual, place.months_deemed) == (12, 0)
    assert [finding.code for finding in reading.findings].count("read.label") == 2


@pytest.mark.parametrize("over", ["缴费年限", "退还月数"], ids=["years are no months", "of another thing"])
def test_a_head_in_fewer_words_is_none_where_the_one_above_says_another_thing(over):
    [place] = places(over, ("实际", "视同"), "1").record.places
    assert (place.months_actual, place.months_deemed) == (None, None)


def test_a_head_that_the_form_has_twice_is_none_of_both():
    """Neither by its words nor by fewer, where nothing says what the table is about."""
    table = [["年度", "重复月数", "个人缴费", "集体补助", "小计", "备注"], *BACK[1:3]]
    person = [(20, -30, 120, 20, "姓名：张示例"), (140, -30, 60, 20, "性别：男")]
    reading = reading_of(ruled(REFUND.title, [*person, *rows(20, 0, [80] * 6, table)]), REFUND)
    assert all(not row.refund.personal and not row.paid.personal for row in reading.record.years)


def test_tables_side_by_side_have_each_what_stands_over_it():
    paid, back = [["当年缴费金额"], *PAID], [["退还本人金额"], *BACK]
    wide = [(20, 0, 280, 20, "当年缴费金额"), (320, 0, 360, 20, "退还本人金额")]
    cells = [*wide, *rows(20, 20, [70] * 4, paid[1:]), *rows(320, 20, [60] * 6, back[1:])]
    record = reading_of(ruled(REFUND.title, [*cells, (20, 200, 300, 20, "退还本人金额合计：680.00元")]), REFUND).record
    first, second = record.years
    assert str(record.refund_total) == "680.00"
    assert (str(first.paid.subtotal), str(first.refund.subtotal), first.months) == ("360.00", "180.00", 6)
    assert (str(second.paid.subtotal), str(second.refund.subtotal), second.months) == ("500.00", "500.00", 12)


@pytest.mark.parametrize(("other", "interest"), [("其他", "3.90"), ("历年利息", "None")])
def test_a_head_that_says_it_is_of_the_year_is_that_of_the_field_where_no_other_is(other, interest):
    table = [
        ["年份", "个人缴费", "政府补贴", "当年利息", other, "个人账户累计储存额"],
        ["2013", "100.00", "", "3.90", "1.00", "204.90"],
    ]
    person = [(20, -30, 120, 20, "姓名：张示例"), (140, -30, 60, 20, "性别：男")]
    [row] = reading_of(ruled(RESIDENT.title, [*person, *rows(20, 0, [90] * 6, table)]), RESIDENT).record.years
    assert str(row.interest) == interest


WHOSE = [["姓名", "张示例", "性别", "女"]]
PLACED = ["参保地（行政区划代码）", "缴费起始年月", "缴费终止年月", "实际缴费月数", "缴费年限合计（月）"]
PLACES = [
    ["示例市（371002）", "2010-01", "2011-12", "24", "24"],
    ["示范县（371082）", "2012-01", "2012-12", "12", "12"],
]


def in_columns(title, *tables):
    """A page on which no line parts the columns."""
    lines = [line for table in tables for line in (*table, ["二、各参保地缴费年限"])][:-1]
    return placed(title, *(list(zip((40, 180, 280, 380, 470), line, strict=False)) for line in lines))


@pytest.mark.parametrize("draw", [*DRAWN.values(), in_columns])
def test_the_name_of_a_place_before_its_code_in_one_cell_is_that_of_the_row(draw):
    reading = reading_of(draw(CERTIFICATE.title, WHOSE, [PLACED, *PLACES]), CERTIFICATE)
    assert [(row.region_name, row.region_code, row.months) for row in certain(reading).places] == [
        ("示例市", "371002", 24),
        ("示范县", "371082", 12),
    ]


@pytest.mark.parametrize("draw", DRAWN.values())
def test_two_places_in_a_cell_are_none(draw):
    first = ["示例市转示范县（371002）", *PLACES[0][1:]]
    reading = reading_of(draw(CERTIFICATE.title, WHOSE, [PLACED, first, PLACES[1]]), CERTIFICATE)
    assert reading.record.places[0].region_name is None
    assert any(finding.path == "places.0.region_code" for finding in reading.findings if finding.severity == "error")
