"""附件5 城乡养老保险重复缴费清退表."""

from __future__ import annotations

from tools.drawing.blocks import (
    GAP,
    LANDSCAPE,
    MARGINS,
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

FORM = "shandong/refund"


def draw() -> str:
    """``word/document.xml`` of the form."""
    widths = [900, *[1150] * 4, 1210, 720, *[1150] * 4, 1210, 1897]
    parts = ["个人\n缴费", "被征地\n个人缴费", "集体补助\n（其他资助）", "被征地\n集体缴费", "小计"]
    names = ["personal", "land_personal", "collective", "land_collective", "subtotal"]

    def tags(prefix: str) -> list[str]:
        return [tag(f"{prefix}.{name}") for name in names]

    def row(texts: list[str], height: int, loop: str | None = None) -> Row:
        return Row(height, tuple(map(Cell, texts, widths)), loop)

    def spanning(*texts: str, merge: str) -> list[Cell]:
        return [Cell(text, widths[column], merge=merge) for text, column in zip(texts, (0, 6, 12), strict=True)]

    def groups(paid: list[Cell], refunded: list[Cell], outer: list[Cell]) -> tuple[Cell, ...]:
        return (outer[0], *paid, outer[1], *refunded, outer[2])

    def small(columns: list[int]) -> list[Cell]:
        return [Cell(text, width, size=8.5) for text, width in zip(parts, columns, strict=True)]

    head = [
        Row(
            400,
            groups(
                [Cell("当年缴费金额", sum(widths[1:6]))],
                [Cell("退还本人金额", sum(widths[7:12]))],
                spanning("重复\n年份", "重复\n月数", "备注", merge="restart"),
            ),
        ),
        Row(600, groups(small(widths[1:6]), small(widths[7:12]), spanning("", "", "", merge="continue"))),
    ]
    person = [
        boxed(
            ("个人编号", 1450),
            (tag("person.personal_number"), 2600),
            ("姓  名", 1100),
            (tag("person.name"), 3600),
            ("性别", 900),
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
    year = [tag("y.year"), *tags("y.paid"), tag("y.months"), *tags("y.refund"), tag("y.remark")]
    date = date_parts("filled_on", "填表日期：", 1150)
    body = (
        title("城乡养老保险重复缴费清退表", "附件 5")
        + table([plain(*date, ("单位：元", LANDSCAPE - width_of(date), "right"))])
        + GAP
        + table(
            [
                heading("参保人员基本信息", LANDSCAPE),
                *person,
                heading("历年重复缴费和个人账户清退明细", LANDSCAPE),
                *head,
                row([str(number) for number in range(1, 14)], 300),
                row(year, 350, loop="for y in years"),
                row(["合计", *tags("total.paid"), tag("total.months"), *tags("total.refund"), ""], 400),
                boxed(
                    ("退还本人金额合计", 2050),
                    (tag("refund_total"), 2500),
                    ("大写", 900),
                    (tag("refund_total_capital"), LANDSCAPE - 5450),
                ),
            ]
        )
        + paragraph("", 1, line=60)
        + table(
            [
                plain(
                    ("经办人（签章）：", 1850),
                    (tag("signoff.handler"), 2600),
                    ("联系电话：", 1150),
                    (tag("signoff.phone"), 2700),
                    ("社保经办机构（章）:", 2100),
                    (tag("signoff.agency"), LANDSCAPE - 10400),
                )
            ]
        )
        + GAP
        + page_line("注：6=2+3+4+5；12=8+9+10+11", LANDSCAPE)
        + GAP
    )
    return document(body, landscape=True, margins=MARGINS)
