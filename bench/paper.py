"""The printed form (纸样): what a tool without our template has to draw, and what a reader has to find on the page.

Lengths are points. The places are those of the Word template, so that every tool draws the same page.
"""

from __future__ import annotations

from itertools import accumulate
from pathlib import Path

import hjforms
from bench.records import ROWS, Sheet

FONT = Path(hjforms.__file__).parent / "fonts" / "serif.ttf"
FONT_NAME = "HJ Forms Serif"
WIDTH, HEIGHT = 841.9, 595.3
LEFT, RIGHT = 42.25, 799.5
TITLE = "城乡养老保险重复缴费清退表"
SECTIONS = ("参保人员基本信息", "历年重复缴费和个人账户清退明细")
NOTE = "注：6=2+3+4+5；12=8+9+10+11"
GROUPS = ("重复\n年份", "当年缴费金额", "重复\n月数", "退还本人金额", "备注")
PARTS = ("个人\n缴费", "被征地\n个人缴费", "集体补助\n（其他资助）", "被征地\n集体缴费", "小计")
AMOUNTS = ("personal", "land_personal", "collective", "land_collective", "subtotal")

COLUMNS = (45.0, *(57.5,) * 4, 60.5, 36.0, *(57.5,) * 4, 60.5, 95.25)
EDGES = tuple(accumulate(COLUMNS, initial=LEFT))
PERSON_EDGES = (
    (LEFT, 114.75, 245.0, 299.75, 480.0, 524.75, 570.0, 629.75, RIGHT),
    (LEFT, 114.75, 245.0, 299.75, RIGHT),
)
TOTAL_EDGES = (LEFT, 144.75, 270.0, 314.75, RIGHT)
TOP = 488.4
HEIGHTS = (20.0, 22.0, 22.0, 22.0, 19.0, 26.0, 17.0, *(17.5,) * ROWS, 20.0, 22.0)
"""The heights of the rows of the grid, from the top."""
LINES = tuple(accumulate(HEIGHTS, lambda y, height: y - height, initial=TOP))
"""The horizontal rules of the grid, from the top."""


def row_texts(year: Sheet) -> list[str]:
    """The 13 cells of a yearly row."""
    paid = [year["paid"][name] for name in AMOUNTS]
    refund = [year["refund"][name] for name in AMOUNTS]
    return [year["year"], *paid, year["months"], *refund, year["remark"]]


def total_texts(total: Sheet) -> list[str]:
    """The cells of the sums, columns 2 to 12."""
    return [
        *(total["paid"][name] for name in AMOUNTS),
        total["months"],
        *(total["refund"][name] for name in AMOUNTS),
    ]


def person_texts(person: Sheet) -> tuple[list[str], list[str]]:
    """The cells of the two rows about the person, labels and values in turn."""
    return (
        [
            *("个人编号", person["personal_number"], "姓  名", person["name"]),
            *("性别", person["sex"], "出生日期", person["birth_date"]),
        ],
        ["公民身份号码", person["citizen_id"], "户籍地址", person["address"]],
    )


def refund_texts(sheet: Sheet) -> list[str]:
    """The cells of the last row of the grid."""
    return ["退还本人金额合计", sheet["refund_total"], "大写", sheet["refund_total_capital"]]


def signoff_texts(signoff: Sheet) -> list[str]:
    """The line below the grid, labels and values in turn."""
    return [
        *("经办人（签章）：", signoff["handler"]),
        *("联系电话：", signoff["phone"]),
        *("社保经办机构（章）:", signoff["agency"]),
    ]


def date_texts(day: Sheet) -> list[str]:
    """The line above the grid, labels and values in turn."""
    return ["填表日期：", day["year"], "年", day["month"], "月", day["day"], "日", "单位：元"]


def lines(sheet: Sheet) -> list[str]:
    """Every line of the page that holds a value, from the top, without white space."""
    found = [
        date_texts(sheet["filled_on"]),
        *person_texts(sheet["person"]),
        *map(row_texts, sheet["years"]),
        ["合计", *total_texts(sheet["total"])],
        refund_texts(sheet),
        signoff_texts(sheet["signoff"]),
    ]
    return ["".join("".join(texts).split()) for texts in found]
