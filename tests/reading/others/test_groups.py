"""Lines that head the rows below them: what they say of region is said of each of these; nothing of others is."""

from __future__ import annotations

import pytest

from drawn import DRAWN, at_heights, placed, reading_of, ruled
from hjforms.api import form
from support import certain

ACCOUNT = form("national/employee-account")
HEADS = ((40, "年份"), (100, "缴费起始时间"), (200, "缴费终止时间"), (300, "缴费月数"), (400, "累计储存额"))


def row(year, months, balance):
    return (40, f"{year}"), (100, f"{year}.01"), (200, f"{year}.{months:02}"), (310, f"{months}"), (400, balance)


def read_under(first, second):
    lines = (
        ((40, "姓名：张示例"), (200, "公民身份号码：371000196501150018")),
        HEADS,
        first if isinstance(first, tuple) else ((40, first),),
        row(2011, 12, "100.00"),
        row(2012, 12, "200.00"),
        ((40, "本地小计"), (310, "24")),
        second if isinstance(second, tuple) else ((40, second),),
        row(2013, 12, "300.00"),
        row(2014, 6, "350.00"),
    )
    return reading_of(placed(ACCOUNT.title, *lines), ACCOUNT)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("参保地区：威海市环翠区（行政区划代码 371002）", "参保地区：荣成市（行政区划代码 371082）"),
        ("◆ 参保地　行政区划代码：371002　名称：威海市环翠区", "◆ 参保地　行政区划代码：371082　名称：荣成市"),
        ("参保地：371002 威海市环翠区", "参保地：371082 荣成市"),
        (
            "参保地区一　名称：威海市环翠区　行政区划代码：371002",
            "参保地区二　名称：荣成市　行政区划代码：371082",
        ),
        (
            ((40, "参保地区"), (100, "371002"), (160, "威海市环翠区")),
            ((40, "参保地区"), (100, "371082"), (160, "荣成市")),
        ),
    ],
)
def test_a_line_over_rows_says_where_they_are(first, second):
    years = certain(read_under(first, second)).years
    assert [(row.region_code, row.region_name, row.year) for row in years] == [
        ("371002", "威海市环翠区", 2011),
        ("371002", "威海市环翠区", 2012),
        ("371082", "荣成市", 2013),
        ("371082", "荣成市", 2014),
    ]


def test_what_is_not_clear_is_said_of_no_row():
    reading = read_under("参保地：371002 威海市环翠区", "参保地：荣成市 371082 文登区")
    years = certain(reading).years
    assert [(row.region_code, row.year) for row in years][1:3] == [("371002", 2012), (None, 2013)]
    assert {"years.2.region_code", "years.2.region_name"} <= {f.path for f in reading.findings if f.severity == "error"}


def test_a_line_in_words_that_nobody_knows_is_an_error_where_no_row_says_what_it_may_say():
    reading = read_under("◇ 转自 威海市环翠区 371002", "◇ 转自 荣成市 371082")
    assert [row.region_code for row in reading.record.years] == [None] * 4
    assert "error" in {finding.severity for finding in reading.findings if finding.code == "read.unknown"}


def test_rows_under_a_line_of_other_words_are_read():
    reading = read_under("重复时段一　职保参保单位：示例公司", "重复时段二（续）")
    assert [row.year for row in certain(reading).years] == [2011, 2012, 2013, 2014]


def test_a_line_across_a_ruled_table_heads_the_rows_below_it():
    def cells(top, texts):
        return [(40 + 100 * number, top, 100, 18, text) for number, text in enumerate(texts)]

    drawn = [
        *cells(0, ["姓名", "张示例", "性别", "男", ""]),
        *cells(18, [text for _, text in HEADS]),
        (40, 36, 500, 18, "参保地区：环翠区（371002）"),
        *cells(54, [text for _, text in row(2011, 12, "100.00")]),
        (40, 72, 500, 18, "参保地区：荣成市（371082）"),
        *cells(90, [text for _, text in row(2012, 12, "200.00")]),
    ]
    years = certain(reading_of(ruled(ACCOUNT.title, drawn), ACCOUNT)).years
    assert [(row.region_code, row.region_name, row.year) for row in years] == [
        ("371002", "环翠区", 2011),
        ("371082", "荣成市", 2012),
    ]


CERTIFICATE = form("national/certificate")
OWN_HEADS = ("缴费起始年月", "缴费终止年月", "实际缴费月数", "视同缴费月数", "缴费年限合计", "个人账户储存额")


def blocks_of(*heads, downwards=""):
    """A certificate with a table for each place, under a line that says which."""
    columns = [60 + 80 * number for number in range(6)]
    texts = [(40, 760, "姓名：张示例"), (200, 760, "性别：男"), (250, 740, "各参保地缴费年限")]
    for number, head in enumerate(heads):
        top = 715 - 50 * number
        row = (f"20{10 + number}.01", f"20{10 + number}.12", "12", "0", "12", f"{number + 1}000.00")
        texts.append((40, top, head))
        texts += [(left, top - 16, text) for left, text in zip(columns, OWN_HEADS, strict=True)]
        texts += [(left, top - 29, text) for left, text in zip(columns, row, strict=True)]
    texts += [(560, 715 - 11 * number, letter) for number, letter in enumerate(downwards)]
    return reading_of(at_heights(CERTIFICATE.title, *texts), CERTIFICATE)


@pytest.mark.parametrize("downwards", ["", "第一联本人留存"])
def test_a_line_over_the_heads_of_a_table_of_its_own_says_where_its_rows_are(downwards):
    places = certain(
        blocks_of(
            "（一）威海市环翠区（行政区划代码 371002）", "（二）荣成市（行政区划代码 371082）", downwards=downwards
        )
    ).places
    assert [(place.region_code, place.region_name, place.months, str(place.balance)) for place in places] == [
        ("371002", "威海市环翠区", 12, "1000.00"),
        ("371082", "荣成市", 12, "2000.00"),
    ]


def test_a_line_that_names_an_office_over_the_heads_says_no_place():
    reading = blocks_of("（一）威海市社保中心（行政区划代码 371002）", "（二）荣成市（行政区划代码 371082）")
    assert [place.region_code for place in certain(reading).places] == [None, "371082"]
    assert any(found.code == "read.unknown" for found in reading.findings)


TOLD = ["年份", "缴费起始时间", "缴费终止时间", "缴费月数", "至本年末个人账户累计储存额"]


@pytest.mark.parametrize("draw", DRAWN.values(), ids=DRAWN)
@pytest.mark.parametrize(
    "said",
    [
        "参保地区：行政区划代码 {} 名称 {}",
        "参保地区：行政区划代码{}　名称{}",
        "参保地区　行政区划代码：{}　名称：{}",
    ],
)
def test_a_line_over_each_table_with_heads_of_its_own_says_where_its_rows_are(draw, said):
    blocks = [
        part
        for place, year in ((("371328", "蒙阴县"), 2011), (("371082", "荣成市"), 2012))
        for part in (said.format(*place), [TOLD, [f"{year}", f"{year}.01", f"{year}.12", "12", "100.00"]])
    ]
    reading = reading_of(draw(ACCOUNT.title, [["姓名", "张示例", "性别", "男"]], *blocks), ACCOUNT)
    assert [(row.region_code, row.region_name, row.year) for row in certain(reading).years] == [
        ("371328", "蒙阴县", 2011),
        ("371082", "荣成市", 2012),
    ]
    assert not [found for found in reading.findings if found.severity == "error"]


def table_at(left, top, year, said=""):
    """A ruled table of two rows, under a line across it that says where they are."""
    widths = (40, 75, 75, 50, 120)
    lines = [TOLD, *([f"{year + at}", f"{year + at}.01", f"{year + at}.12", "12", f"{year}.5{at}"] for at in range(2))]
    cells = [(left, top, sum(widths), 18, said)] if said else []
    return cells + [
        (left + sum(widths[:column]), top + 18 * (number + bool(said)), widths[column], 18, text)
        for number, line in enumerate(lines)
        for column, text in enumerate(line)
    ]


@pytest.mark.parametrize("below", [0, 90])
def test_of_tables_abreast_or_below_each_other_each_has_the_line_over_itself(below):
    said = ["参保地区：行政区划代码 371328 名称 蒙阴县", "参保地区：行政区划代码 371082 名称 荣成市"]
    cells = [
        (40, 0, 60, 18, "姓名"),
        (100, 0, 100, 18, "张示例"),
        *table_at(40, 30, 2011, said[0]),
        *table_at(40 if below else 410, 30 + below, 2013, said[1]),
    ]
    reading = reading_of(ruled(ACCOUNT.title, cells), ACCOUNT)
    assert [(row.region_code, row.year) for row in certain(reading).years] == [
        ("371328", 2011),
        ("371328", 2012),
        ("371082", 2013),
        ("371082", 2014),
    ]
    assert not [found for found in reading.findings if found.severity == "error"]


def test_a_line_over_one_of_two_tables_abreast_says_nothing_of_the_other():
    said = "参保地区：行政区划代码 371082 名称 荣成市"
    cells = [(40, 0, 60, 18, "姓名"), (100, 0, 100, 18, "张示例")]
    cells += [*table_at(40, 48, 2011), *table_at(410, 30, 2013, said)]
    years = certain(reading_of(ruled(ACCOUNT.title, cells), ACCOUNT)).years
    assert {row.year: row.region_code for row in years} == {2011: None, 2012: None, 2013: "371082", 2014: "371082"}


FOLDED = ["行政区划代码", "名称", *TOLD]


def folded(top, place, years):
    """Rows of which several cells are on two lines."""
    widths = (70, 60, 40, 70, 70, 50, 140)
    rows = [[*place, f"{year}", f"{year}年\n1月", f"{year}年\n12月", "12", "100.00"] for year in years]
    lines = [(18, FOLDED)] * bool(top) + [(30, row) for row in rows]
    return [
        (40 + sum(widths[:column]), top + sum(height for height, _ in lines[:number]), widths[column], height, text)
        for number, (height, line) in enumerate(lines)
        for column, text in enumerate(line)
    ]


def test_rows_on_two_lines_go_on_upon_the_next_page():
    person = [(40, 0, 60, 18, "姓名"), (100, 0, 100, 18, "张示例")]
    first = folded(18, ("371328", "临沂市\n蒙阴县"), (2011, 2012, 2013))
    second = folded(0, ("371082", "威海市\n荣成市"), (2014, 2015))
    years = certain(reading_of(ruled(ACCOUNT.title, [*person, *first], second), ACCOUNT)).years
    assert [(row.region_name, row.year, str(row.start), row.months) for row in years] == [
        *(("临沂市蒙阴县", year, f"{year}-01", 12) for year in (2011, 2012, 2013)),
        *(("威海市荣成市", year, f"{year}-01", 12) for year in (2014, 2015)),
    ]
