"""Rows between upright lines alone: figures make them, and what may belong to two is put to none."""

from __future__ import annotations

import pytest

from drawn import Cell, reading_of, ruled
from hjforms.api import form

ACCOUNT = form("national/resident-account")
HEADS = ["年份", "个人缴费", "政府补贴", "利息", "个人账户累计储存额", "备注"]
WIDTHS = (60, 80, 80, 60, 140, 60)
STEP = 16  # points from row to row
COLUMNS = [
    [(0, "2013"), (STEP, "2014"), (2 * STEP, "2015")],
    [(0, "100.00"), (STEP, "100.00")],
    [(0, "30.00"), (STEP, "30.00"), (2 * STEP, "30.00")],
    [(STEP, "3.90"), (2 * STEP, "7.90")],
    [(0, "130.00"), (STEP, "263.90"), (2 * STEP, "301.80")],
]


def drawn(remarks, *, gap=0.0):
    """A table with one cell for each column below its head, and what stands in the last by how far below the first row.

    Without a gap between them, heads and rows are one cell.
    """
    cells: list[Cell] = []
    left = 20.0
    for head, width, texts in zip(HEADS, WIDTHS, [*COLUMNS, remarks], strict=True):
        cells.append((left, 0, width, gap or 80, head))
        if gap:
            cells.append((left, gap, width, 60, ""))
        cells += [(left, 26 + below, 0, 0, text) for below, text in texts]
        left += width
    return reading_of(ruled(ACCOUNT.title, [(20, -30, 90, 20, "姓名：张示例"), *cells]), ACCOUNT)


@pytest.mark.parametrize("gap", [0.0, 22.0], ids=["one cell with the heads", "heads in cells of their own"])
def test_figures_on_the_same_heights_are_rows(gap):
    rows = drawn([(STEP - 5, "补缴两个"), (STEP + 5, "月")], gap=gap).record.years
    assert [(row.year, str(row.balance), row.remark) for row in rows] == [
        (2013, "130.00", None),
        (2014, "263.90", "补缴两个月"),
        (2015, "301.80", None),
    ]
    assert [str(row.personal) for row in rows] == ["100.00", "100.00", "None"]


@pytest.mark.parametrize(
    "remarks",
    [[(0, "补缴"), (10, "两个月")], [(STEP, "补缴两个月份缴"), (2 * STEP, "费")]],
    ids=["between two rows", "a full line"],
)
def test_words_that_may_belong_to_two_rows_are_told_and_put_to_none(remarks):
    reading = drawn(remarks)
    assert [(row.year, str(row.balance), row.remark) for row in reading.record.years] == [
        (2013, "130.00", None),
        (2014, "263.90", None),
        (2015, "301.80", None),
    ]
    assert any(finding.severity == "error" and finding.code == "read.unknown" for finding in reading.findings)


def test_where_a_sum_may_lose_its_word_nothing_is_read():
    """Beside it, the figures of the sum would be those of a row."""
    reading = drawn([(6, "含补缴"), (2 * STEP, "合计")], gap=22)
    assert not reading.record.years
    assert any(finding.severity == "error" and finding.code == "read.unknown" for finding in reading.findings)


def below(*lines, heads=HEADS, last=()):
    """A table of which only the heads stand in cells, with lines of texts below it, each text in its column."""
    cells: list[Cell] = []
    left, place = 20.0, {}
    for head, width in zip(heads, WIDTHS, strict=True):
        place[head] = left
        cells.append((left, 0, width, 22, head))
        left += width
    for number, line in enumerate(lines):
        texts = zip(heads, line, strict=True)
        cells += [(place[head] + 6, 30 + STEP * number, 0, 0, text) for head, text in texts if text]
    return reading_of(ruled(ACCOUNT.title, [(20, -30, 90, 20, "姓名：张示例"), *cells, *last]), ACCOUNT)


LINES = (
    ("2013", "100.00", "30.00", "", "130.00", ""),
    ("2014", "100.00", "30.00", "3.90", "263.90", "补缴"),
    ("合 计", "200.00", "60.00", "3.90", "", ""),
)


def test_columns_go_on_below_heads_that_alone_stand_in_cells():
    reading = below(*LINES, last=[(20, 100, 0, 0, "经办人：李示例"), (300, 100, 0, 0, "联系电话：0631-7560001")])
    rows = [(row.year, str(row.personal), row.interest, str(row.balance), row.remark) for row in reading.record.years]
    assert [(year, personal, balance, remark) for year, personal, _, balance, remark in rows] == [
        (2013, "100.00", "130.00", None),
        (2014, "100.00", "263.90", "补缴"),
    ]
    assert rows[0][2] is None
    assert reading.record.signoff.handler == "李示例"


def test_a_text_over_the_edge_of_a_head_is_put_to_no_column():
    reading = below(LINES[0], ("2014", "100.00 元整，含补缴上年", "30.00", "3.90", "263.90", ""))
    assert [row.year for row in reading.record.years] in ([2013], [])
    assert any(finding.severity == "error" for finding in reading.findings)


def test_words_in_a_column_of_others_are_no_remark_where_remarks_have_a_column_of_their_own():
    heads = ["年份", "个人缴费", "政府补贴", "参保身份", "个人账户累计储存额", "备注"]
    reading = below(
        ("2013", "100.00", "30.00", "灵活就业", "130.00", ""),
        ("2014", "100.00", "30.00", "灵活就业", "263.90", "补缴"),
        heads=heads,
        last=[(20, 100, 0, 0, "经办人：李示例"), (20, 116, 0, 0, "开户名称：示例县居民养老保险专户")],
    )
    assert [row.remark for row in reading.record.years] == [None, "补缴"]
    told = [finding for finding in reading.findings if "灵活就业" in (finding.found or "")]
    assert [finding.severity for finding in told] == ["warning"]
