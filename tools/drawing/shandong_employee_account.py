"""附件4 企业职工基本养老保险信息表."""

from __future__ import annotations

from tools.drawing.blocks import (
    GAP,
    LANDSCAPE,
    MARGINS,
    SIZE,
    boxed,
    date_parts,
    heading,
    page_line,
    plain,
    tag,
    title,
    width_of,
)
from tools.drawing.paper import Cell, Row, document, paragraph, table

FORM = "shandong/employee-account"


def draw() -> str:
    """``word/document.xml`` of the form."""
    widths = [2100, 3300, 1200, 2000, 2000, 1400, LANDSCAPE - 12000]
    names = ["region_code", "region_name", "year", "start", "end", "months", "balance"]
    others = ["年  份", "缴费起始时间", "缴费截止时间", "缴费月数", "至本年末个人账户累计储存额"]

    def spanning(texts: list[str], merge: str) -> list[Cell]:
        return [Cell(text, width, merge=merge) for text, width in zip(texts, widths[2:], strict=True)]

    def years(label: str, path: str, label_width: int, width: int) -> tuple[Cell, ...]:
        number = width // 2
        return (
            Cell(label, label_width, size=SIZE),
            Cell(tag(path), number, "right", SIZE, edges="tlb"),
            Cell("年", width - number, "left", SIZE, edges="tbr"),
        )

    head = [
        Row(340, (Cell("参保地区", sum(widths[:2])), *spanning(others, "restart"))),
        Row(
            340,
            (Cell("行政区划代码", widths[0]), Cell("名  称", widths[1]), *spanning([""] * len(others), "continue")),
        ),
    ]
    person = [
        boxed(
            ("个人编号", 1450),
            (tag("person.personal_number"), 2600),
            ("姓  名", 1100),
            (tag("person.name"), 3600),
            ("性  别", 900),
            (tag("person.sex"), 900),
            ("出生日期", 1200),
            (tag("person.birth_date"), LANDSCAPE - 11750),
        ),
        boxed(
            ("公民身份号码", 1450),
            (tag("person.citizen_id"), 2600),
            ("户籍地址", 1100),
            (tag("person.address"), LANDSCAPE - 5150),
        ),
    ]
    transfer = Row(
        440,
        (
            *years("缴费年限", "years_paid", 1450, 1600),
            *years("实际缴费年限", "years_actual", 1500, 1600),
            *years("视同缴费年限", "years_deemed", 1500, 1600),
            Cell("个人账户基金转移额", 2200, size=SIZE),
            Cell(tag("transfer_amount"), LANDSCAPE - 11450, size=SIZE),
        ),
    )
    date = date_parts("filled_on", "填表日期：", 1150)
    body = (
        title("企业职工基本养老保险信息表", "附件 4")
        + table(
            [
                plain(
                    ("县（市、区）：", 1600),
                    (tag("county"), 3900),
                    *date,
                    ("单位：元", LANDSCAPE - 5500 - width_of(date), "right"),
                )
            ]
        )
        + GAP
        + table(
            [
                heading("参保人员基本信息", LANDSCAPE),
                *person,
                heading("养老保险转移信息", LANDSCAPE),
                transfer,
                heading("历年缴费及个人账户记账信息", LANDSCAPE),
                *head,
                Row(
                    350,
                    tuple(Cell(tag(f"y.{name}"), width) for name, width in zip(names, widths, strict=True)),
                    "for y in years",
                ),
            ]
        )
        + paragraph("", 1, line=60)
        + table(
            [
                plain(
                    ("经办人(签章)：", 1650),
                    (tag("signoff.handler"), 2600),
                    ("联系电话：", 1150),
                    (tag("signoff.phone"), 2700),
                    ("转出地社保经办机构(章):", 2500),
                    (tag("signoff.agency"), LANDSCAPE - 10600),
                )
            ]
        )
        + GAP
        + page_line("", LANDSCAPE)
        + GAP
    )
    return document(body, landscape=True, margins=MARGINS)
