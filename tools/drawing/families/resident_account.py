"""居民基本养老保险信息表: the account year by year, what goes over, and the agency that it comes from."""

from __future__ import annotations

from tools.drawing.blocks import (
    COUNTY,
    LANDSCAPE,
    SIZE,
    Part,
    boxed,
    fields,
    filled_line,
    heading,
    row_of,
    sheet,
    signoff_line,
    tag,
    title,
    width_of,
    years_cells,
)
from tools.drawing.paper import Cell, Row

OPINION = " 转出地社保经办机构意见：\n 　　经审核，该参保人员符合城乡养老保险制度衔接条件，同意办理衔接手续。"
LABELS = (1450, 1450, 1500, 1450)  # of the four fields of a row, each with its value
VALUES = (2500, 1800, 2500, LANDSCAPE - sum(LABELS) - 6800)

Column = tuple[str, str, int]


def _fields(*named: tuple[str, str]) -> list[Part]:
    """Labels and values, side by side."""
    cells: list[Part] = []
    for (label, path), label_width, value_width in zip(named, LABELS, VALUES, strict=False):
        cells += [(label, label_width), (tag(path), value_width)]
    return cells


def page(name: str, agency: str, amounts: tuple[Column, ...], year: int, balance: int, attachment: str = "") -> str:
    """``word/document.xml`` of the form of this name, with its ``amounts`` between 年份 and 累计储存额.

    ``agency`` heads the block of the agency; 备注 takes what the widths leave.
    """
    table = [("年  份", "year", year), *amounts, ("个人账户\n累计储存额", "balance", balance)]
    table.append(("备注", "remark", LANDSCAPE - sum(width for *_, width in table)))
    labels, names, widths = zip(*table, strict=True)
    times = boxed(*_fields(("参保时间", "enrolled_on"), ("缴费起始时间", "first_paid"), ("缴费终止时间", "last_paid")))
    transfer = _fields(("转出时间", "transferred_on"), ("转出金额合计", "transfer_total"))
    rows = [
        boxed(
            *_fields(
                ("姓  名", "person.name"),
                ("性别", "person.sex"),
                ("公民身份号码", "person.citizen_id"),
                ("联系电话", "person.phone"),
            )
        ),
        Row(times.height, (*times.cells, *years_cells("累计缴费年限", "years_paid", LABELS[3], VALUES[3]))),
        heading("历年个人账户明细", LANDSCAPE),
        row_of(labels, widths, 580),
        row_of([tag(f"y.{name}") for name in names], widths, 340, loop="for y in years"),
        boxed(
            *transfer,
            ("大写", LABELS[2]),
            (tag("transfer_total_capital"), LANDSCAPE - width_of(transfer) - LABELS[2]),
        ),
        heading(agency, LANDSCAPE),
        fields(
            ("行政区划代码", 1450, "agency.region_code", 1100),
            ("开户名称", 1100, "agency.account_name", 3500),
            ("开户银行", 1100, "agency.bank", LANDSCAPE - 11900),
            ("银行账号", 1100, "agency.account_number"),
            width=LANDSCAPE,
        ),
        Row(740, (Cell(OPINION, LANDSCAPE, "left", SIZE),)),
    ]
    foot = signoff_line(("经办人(签章)：", 1650), ("转出地社保经办机构(章):", 2500))
    return sheet(title(name, attachment) + filled_line(*COUNTY), rows, foot)
