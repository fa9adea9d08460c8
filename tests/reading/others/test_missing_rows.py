"""What tells that rows are missing, or are not what they seem: figures among the heads, numbers that leave one out."""

from __future__ import annotations

import pytest

from drawn import DRAWN, in_pdf
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
