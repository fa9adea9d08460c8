"""附件3 居民基本养老保险信息表."""

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

FORM = "shandong/resident-account"
OPINION = " 转出地社保经办机构意见：\n 　　经审核，该参保人员符合城乡养老保险制度衔接条件，同意办理衔接手续。"


def draw() -> str:
    """``word/document.xml`` of the form."""
    columns = [
        ("年  份", "year", 900),
        ("个人\n缴费", "personal", 1400),
        ("被征地\n个人缴费", "land_personal", 1400),
        ("集体补助\n（其他资助）", "collective", 1400),
        ("被征地\n集体缴费", "land_collective", 1400),
        ("个人缴费\n政府补贴", "subsidy", 1400),
        ("利息", "interest", 1400),
        ("其他", "other", 1400),
        ("个人账户\n累计储存额", "balance", 1700),
        ("备注", "remark", LANDSCAPE - 12400),
    ]
    labels = [1450, 1450, 1500, 1450]  # of the four fields of a row, each with its value
    values = [2500, 1800, 2500, LANDSCAPE - sum(labels) - 6800]

    def fields(*named: tuple[str, str]) -> list[tuple[str, int]]:
        cells = []
        for (label, path), label_width, value_width in zip(named, labels, values, strict=False):
            cells += [(label, label_width), (tag(path), value_width)]
        return cells

    def years_paid() -> tuple[Cell, ...]:
        number = values[3] // 2
        return (
            Cell("累计缴费年限", labels[3], size=SIZE),
            Cell(tag("years_paid"), number, "right", SIZE, edges="tlb"),
            Cell("年", values[3] - number, "left", SIZE, edges="tbr"),
        )

    times = boxed(*fields(("参保时间", "enrolled_on"), ("缴费起始时间", "first_paid"), ("缴费终止时间", "last_paid")))
    transfer = fields(("转出时间", "transferred_on"), ("转出金额合计", "transfer_total"))
    date = date_parts("filled_on", "填表日期：", 1150)
    body = (
        title("居民基本养老保险信息表", "附件3")
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
                boxed(
                    *fields(
                        ("姓  名", "person.name"),
                        ("性别", "person.sex"),
                        ("公民身份号码", "person.citizen_id"),
                        ("联系电话", "person.phone"),
                    )
                ),
                Row(times.height, (*times.cells, *years_paid())),
                heading("历年个人账户明细", LANDSCAPE),
                Row(580, tuple(Cell(label, width) for label, _, width in columns)),
                Row(340, tuple(Cell(tag(f"y.{name}"), width) for _, name, width in columns), "for y in years"),
                boxed(
                    *transfer,
                    ("大写", labels[2]),
                    (tag("transfer_total_capital"), LANDSCAPE - width_of(transfer) - labels[2]),
                ),
                heading("居民养老保险社保经办机构信息", LANDSCAPE),
                boxed(
                    ("行政区划代码", 1450),
                    (tag("agency.region_code"), 1100),
                    ("开户名称", 1100),
                    (tag("agency.account_name"), 3500),
                    ("开户银行", 1100),
                    (tag("agency.bank"), LANDSCAPE - 11900),
                    ("银行账号", 1100),
                    (tag("agency.account_number"), 2550),
                ),
                Row(740, (Cell(OPINION, LANDSCAPE, "left", SIZE),)),
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
