"""Tables that are drawn with letters: these are rules, and no text."""

from __future__ import annotations

import pytest
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont

from drawn import FONT, SIZE, placed, reading_of
from hjforms.api import form

ACCOUNT = form("national/resident-account")
HEADS, ROWS = (
    ("年份", "个人缴费", "政府补贴", "利息", "累计储存额"),
    (
        ("2011", "100.00", "30.00", "0.00", "130.00"),
        ("2012", "200.00", "30.00", "3.90", "363.90"),
    ),
)
LETTERS = {"drawn": ("┌┬┐", "├┼┤", "└┴┘", "─", "│"), "typed": ("+++", "+++", "+++", "-", "|")}


def listing(letters, *, between):
    """Lines of letters, each where it belongs."""
    top, middle, bottom, level, upright = letters
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))

    def rule(corners):
        line = []
        for column in range(6):
            corner = corners[0] if not column else corners[2] if column == 5 else corners[1]
            line.append((40 + 72 * column, corner))
            if column < 5:
                line.append((49 + 72 * column, level * round(63 / pdfmetrics.stringWidth(level, FONT, SIZE))))
        return line

    def row(texts):
        return [
            *((40 + 72 * number, upright) for number in range(6)),
            *((50 + 72 * number, text) for number, text in enumerate(texts)),
        ]

    lines = [rule(top), row(HEADS), rule(middle), row(ROWS[0])]
    return [*lines, *([rule(middle)] if between else []), row(ROWS[1]), rule(bottom)]


@pytest.mark.parametrize("between", [True, False], ids=["rules between rows", "none between rows"])
@pytest.mark.parametrize("letters", LETTERS.values(), ids=LETTERS)
def test_rows_between_letters_that_are_rules_are_read(letters, between):
    person = ((40, "姓名：张示例"), (200, "公民身份号码：371000196501150018"))
    reading = reading_of(placed(ACCOUNT.title, person, *listing(letters, between=between), step=12), ACCOUNT)
    assert [(row.year, str(row.interest), str(row.balance)) for row in reading.record.years] == [
        (2011, "0.00", "130.00"),
        (2012, "3.90", "363.90"),
    ]


def test_letters_that_stand_alone_are_text():
    person = ((40, "姓名：张示例"), (120, "性别：男"), (200, "联系电话：0631-5200000"), (340, "备注：甲│乙─丙"))
    reading = reading_of(placed(ACCOUNT.title, person), ACCOUNT)
    assert reading.record.person.phone == "0631-5200000"
    assert any("甲│乙─丙" in str(finding.found) for finding in reading.findings)
