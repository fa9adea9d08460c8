"""职工基本养老保险信息表: the years paid, the transfer, and the account year by year and region by region."""

from __future__ import annotations

from tools.drawing.blocks import (
    COUNTY,
    LANDSCAPE,
    SIZE,
    filled_line,
    heading,
    insured_person,
    row_of,
    sheet,
    signoff_line,
    tag,
    title,
    years_cells,
)
from tools.drawing.paper import Cell, Row

WIDTHS = (2100, 3300, 1200, 2000, 2000, 1400, LANDSCAPE - 12000)
NAMES = ("region_code", "region_name", "year", "start", "end", "months", "balance")
OTHERS = ("年  份", "缴费起始时间", "缴费截止时间", "缴费月数", "至本年末个人账户累计储存额")


def _spanning(texts: tuple[str, ...], merge: str) -> list[Cell]:
    return [Cell(text, width, merge=merge) for text, width in zip(texts, WIDTHS[2:], strict=True)]


def page(name: str, attachment: str = "") -> str:
    """``word/document.xml`` of the form of this name."""
    head = [
        Row(340, (Cell("参保地区", sum(WIDTHS[:2])), *_spanning(OTHERS, "restart"))),
        Row(
            340,
            (
                Cell("行政区划代码", WIDTHS[0]),
                Cell("名  称", WIDTHS[1]),
                *_spanning(("",) * len(OTHERS), "continue"),
            ),
        ),
    ]
    transfer = Row(
        440,
        (
            *years_cells("缴费年限", "years_paid", 1450, 1600),
            *years_cells("实际缴费年限", "years_actual", 1500, 1600),
            *years_cells("视同缴费年限", "years_deemed", 1500, 1600),
            Cell("个人账户基金转移额", 2200, size=SIZE),
            Cell(tag("transfer_amount"), LANDSCAPE - 11450, size=SIZE),
        ),
    )
    rows = [
        heading("参保人员基本信息", LANDSCAPE),
        *insured_person("性  别"),
        heading("养老保险转移信息", LANDSCAPE),
        transfer,
        heading("历年缴费及个人账户记账信息", LANDSCAPE),
        *head,
        row_of([tag(f"y.{name}") for name in NAMES], WIDTHS, 350, loop="for y in years"),
    ]
    foot = signoff_line(("经办人(签章)：", 1650), ("转出地社保经办机构(章):", 2500))
    return sheet(title(name, attachment) + filled_line(*COUNTY), rows, foot)
