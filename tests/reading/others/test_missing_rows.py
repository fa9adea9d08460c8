"""What tells that rows are missing, or are not what they seem: figures among the heads, numbers that leave one out."""

from __future__ import annotations

import pytest

from drawn import DRAWN, in_pdf, in_word, placed, ruled
from hjforms.api import form, read
from support import certain

ACCOUNT = form("national/resident-account")
HEADS = ("序号", "年份", "个人缴费", "政府补贴", "利息", "个人账户\n累计储存额", "备注")
ROWS = (
    ("1", "2012", "100.00", "30.00", "", "130.00", ""),
    ("2", "2013", "200.00", "30.00", "3.90", "363.90", "补缴一年"),
    ("3", "2014", "", "", "10.92", "374.82", ""),
)


def test_rows_under_heads_that_hold_figures_are_not_read():
    heads = (*HEADS[:5], f"{HEADS[5]}\n130.00", HEADS[6])
    [reading] = read(in_pdf(ACCOUNT.title, [["姓名", "张示例", "性别", "男"]], [heads, *ROWS[1:]]))
    assert not any(row.year or row.personal for row in certain(reading).years)
    assert any(finding.path == "years.0.year" and finding.severity == "error" for finding in reading.findings)


@pytest.mark.parametrize(
    ("numbers", "is_told"),
    [((1, 2, 3), False), ((1, 2, 1), False), ((2, 3, 4), True), ((1, 3, 4), True), (("", "", ""), False)],
)
@pytest.mark.parametrize("draw", DRAWN.values(), ids=DRAWN)
def test_numbers_that_do_not_run_one_by_one_tell_that_rows_are_missing(draw, numbers, is_told):
    rows = [(str(number), *row[1:]) for number, row in zip(numbers, ROWS, strict=True)]
    [reading] = read(draw(ACCOUNT.title, [["姓名", "张示例"]], [HEADS, *rows]))
    assert [row.year for row in reading.record.years] == [2012, 2013, 2014]
    assert any("序号" in finding.message for finding in reading.findings) == is_told


CERTIFICATE = form("national/certificate")
OF_PLACES = (
    ("参保地名称", "行政区划代码", "缴费起始时间", "缴费终止时间", "实际缴费月数", "视同缴费月数", "个人账户储存额"),
    ("示例区", "371002", "2005-06", "2007-12", "31", "0", "2500.10"),
    ("示例市", "371003", "2008-01", "2010-12", "36", "6", "5200.00"),
)


@pytest.mark.parametrize("word", ["职保", "共2段", "其中职保", ""])
@pytest.mark.parametrize("draw", DRAWN.values(), ids=DRAWN)
def test_a_row_with_one_word_and_no_months_may_be_a_sum_and_is_told(draw, word):
    said = (word, "", "", "", "67", "6", "7700.10")
    [reading] = read(draw(CERTIFICATE.title, [["姓名", "张示例"]], [*OF_PLACES, said]))
    assert [row.months_actual for row in reading.record.places] == [31, 36]
    assert any(finding.severity == "error" for finding in reading.findings)


MORE = ("示范区", "371082", "2011-01", "2011-12", "12", "0", "6300.00")
DRAWN_AS = ("参保地", "代码", "领取起始", "领取终止", "领取月", "备注", "领取金额")


@pytest.mark.parametrize(
    "between",
    [
        [("待遇领取记录", *[""] * 6)],
        [("以下记录作废", *[""] * 6)],
        [("居民养老保险缴费", *[""] * 6)],
        [("待遇领取记录", *[""] * 6), DRAWN_AS],
        [("合计", "", "", "", "67", "6", "7700.10"), ("附：其他年度", *[""] * 6)],
    ],
    ids=["drawn", "void", "the other scheme", "with heads", "behind the sum"],
)
@pytest.mark.parametrize("draw", DRAWN.values(), ids=DRAWN)
def test_rows_below_words_that_say_another_thing_are_told_and_not_read(draw, between):
    [reading] = read(draw(CERTIFICATE.title, [["姓名", "张示例"]], [*OF_PLACES, *between, MORE]))
    assert [row.months_actual for row in reading.record.places] == [31, 36]
    assert any(finding.severity == "error" for finding in reading.findings)


@pytest.mark.parametrize("draw", DRAWN.values(), ids=DRAWN)
def test_a_second_table_below_words_that_say_another_thing_is_told_and_not_read(draw):
    tables = ([*OF_PLACES], "待遇领取记录", [OF_PLACES[0], MORE])
    [reading] = read(draw(CERTIFICATE.title, [["姓名", "张示例"]], *tables))
    assert [row.months_actual for row in reading.record.places] == [31, 36]
    assert any(finding.severity == "error" for finding in reading.findings)


@pytest.mark.parametrize("place", ["示例区至示范市", "户籍地示例区", "原示例区", "示例区及示范区"])
@pytest.mark.parametrize("draw", DRAWN.values(), ids=DRAWN)
def test_a_line_over_heads_that_may_say_another_place_is_told(draw, place):
    rows = [row[2:] for row in OF_PLACES[:2]]
    said = f"（一）{place}（行政区划代码 371002）"
    [reading] = read(draw(CERTIFICATE.title, [["姓名", "张示例"]], said, rows))
    [row] = certain(reading).places
    assert (row.region_name, row.region_code, str(row.start)) == (None, None, "2005-06")
    assert "places.0.region_name" in {finding.path for finding in reading.findings if finding.severity == "error"}


@pytest.mark.parametrize(
    ("line", "is_lost"),
    [
        ("2011年 100.00 30.00 0.00 130.00", True),
        ("2012年 100.00 30.00 0.00 130.00", False),
        ("2011年1月14日 10:22", False),
    ],
)
def test_rows_are_not_read_where_a_line_of_figures_of_another_year_is_left(line, is_lost):
    columns = range(40, 500, 65)
    rows = [tuple(text.replace("\n", "") for text in row[1:6]) for row in (HEADS, *ROWS)]
    lines = [[(left, text) for left, text in zip(columns, row, strict=False) if text] for row in rows]
    [reading] = read(placed(ACCOUNT.title, [(40, line)], [(40, "姓名：张示例")], *lines))
    assert [row.year for row in certain(reading).years] == ([None] * 3 if is_lost else [2012, 2013, 2014])
    assert is_lost == any(
        finding.path == "years.0.year" and finding.severity == "error" for finding in reading.findings
    )


@pytest.mark.parametrize("first", ["", "注"])
@pytest.mark.parametrize("draw", DRAWN.values(), ids=DRAWN)
def test_a_row_of_figures_that_says_no_year_may_be_a_sum_and_is_told(draw, first):
    said = ("", first, "300.00", "60.00", "3.90", "363.90", "")
    [reading] = read(draw(ACCOUNT.title, [["姓名", "张示例"]], [HEADS, *ROWS[:2], said]))
    assert [row.year for row in certain(reading).years if row.personal] == [2012, 2013]
    assert any(finding.severity == "error" for finding in reading.findings)


def _are_lost(reading, path):
    return any(finding.path == path and finding.severity == "error" for finding in reading.findings)


@pytest.mark.parametrize(("first", "second"), [("居保", "职保"), ("原参保地", "现参保地"), ("", "")])
@pytest.mark.parametrize("draw", DRAWN.values(), ids=DRAWN)
def test_two_tables_of_the_same_years_are_not_the_rows_of_one(draw, first, second):
    other = [("1", "2013", "500.00", "", "", "500.00", ""), ("2", "2015", "500.00", "", "15.00", "1015.00", "")]
    [reading] = read(draw(ACCOUNT.title, [["姓名", "张示例"]], first, [HEADS, *ROWS], second, [HEADS, *other]))
    assert not any(row.year or row.personal or row.balance for row in certain(reading).years)
    assert all(_are_lost(reading, f"years.{number}.balance") for number in range(5))


@pytest.mark.parametrize("draw", DRAWN.values(), ids=DRAWN)
def test_a_table_of_other_years_goes_on_with_the_first(draw):
    other = [("4", "2015", "500.00", "", "", "874.82", ""), ("5", "2016", "", "", "15.00", "889.82", "")]
    [reading] = read(draw(ACCOUNT.title, [["姓名", "张示例"]], [HEADS, *ROWS], "（续）", [HEADS, *other]))
    assert [row.year for row in certain(reading).years] == [2012, 2013, 2014, 2015, 2016]


def test_lines_between_rows_of_the_same_years_part_them():
    other = ("2013", "500.00", "", "", "500.00", "")
    rows = [row[1:] for row in (HEADS, *ROWS)]
    heading = [["职保", *"<" * 5]]
    [reading] = read(in_word(ACCOUNT.title, [["姓名", "张示例"]], [*rows, *heading, other]))
    assert not any(row.year or row.balance for row in certain(reading).years)
    assert _are_lost(reading, "years.1.balance")


@pytest.mark.parametrize("said", ["作废", "（本行作废）", "无效"])
@pytest.mark.parametrize("draw", DRAWN.values(), ids=DRAWN)
def test_a_row_that_says_that_it_is_void_is_not_read(draw, said):
    rows = [row[1:] for row in (HEADS, *ROWS)]
    rows[2] = (*rows[2][:-1], said)
    [reading] = read(draw(ACCOUNT.title, [["姓名", "张示例"]], rows))
    assert [row.year for row in certain(reading).years] == [2012, None, 2014]
    assert _are_lost(reading, "years.1.personal")


@pytest.mark.parametrize("said", ["2013-2014", "2013至2014年", "截至2014年", "2013年底", "2013年及以前"])
@pytest.mark.parametrize("draw", DRAWN.values(), ids=DRAWN)
def test_a_row_of_several_years_is_of_none(draw, said):
    rows = [row[1:] for row in (HEADS, *ROWS)]
    rows[2] = (said, *rows[2][1:])
    [reading] = read(draw(ACCOUNT.title, [["姓名", "张示例"]], rows))
    assert [row.balance and str(row.balance) for row in certain(reading).years] == ["130.00", None, "374.82"]
    assert _are_lost(reading, "years.1.balance")


@pytest.mark.parametrize("at", [0, 1, 2])
def test_a_place_that_is_said_once_for_several_rows_is_told_of_the_others(at):
    """Level rules stand between groups of rows only; where the name stands in one, it is not put at one row alone."""
    rows = [("2005-06", "2005-12", "7", "0", "500.10"), ("2006-01", "2006-12", "12", "0", "2500.10")]
    rows += [("2007-01", "2007-12", "12", "0", "3500.10")]
    tall = ["\n".join(parts) for parts in zip(*rows, strict=True)]
    named = ["\n" * at + "示例区", "\n" * at + "371002"]
    cells = [(20 + 110 * column, 0, 110, 20, head) for column, head in enumerate(OF_PLACES[0])]
    cells += [(20 + 110 * column, 20, 110, 44, text) for column, text in enumerate([*named, *tall])]
    cells += [(20 + 110 * column, 64, 110, 20, text) for column, text in enumerate(OF_PLACES[2])]
    [reading] = read(ruled(CERTIFICATE.title, cells))
    assert [row.months_actual for row in certain(reading).places] == [7, 12, 12, 36]
    assert [_are_lost(reading, f"places.{number}.region_name") for number in range(4)] == [
        *(number != at for number in range(3)),
        False,
    ]


@pytest.mark.parametrize(("text", "expected"), [("100 00", None), ("1 00", None), ("1 000", "1000.00")])
@pytest.mark.parametrize("draw", DRAWN.values(), ids=DRAWN)
def test_two_digits_that_stand_apart_may_be_cents(draw, text, expected):
    rows = [row[1:] for row in (HEADS, *ROWS)]
    rows[1] = ("2012", text, *rows[1][2:])
    [reading] = read(draw(ACCOUNT.title, [["姓名", "张示例"]], rows))
    paid = certain(reading).years[0].personal
    assert (paid and str(paid)) == expected
    assert _are_lost(reading, "years.0.personal") == (expected is None)


@pytest.mark.parametrize("draw", DRAWN.values(), ids=DRAWN)
def test_of_two_lines_of_sums_that_differ_neither_is_read(draw):
    sums = [("合计", "", "", "", months, "6", "7700.10") for months in ("67", "68")]
    [reading] = read(draw(CERTIFICATE.title, [["姓名", "张示例"]], [*OF_PLACES, *sums]))
    total = certain(reading).total
    assert (total.months_actual, total.months_deemed) == (None, 6)
    assert _are_lost(reading, "total.months_actual")
