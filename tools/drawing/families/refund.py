"""重复缴费清退表: the years with what was paid, the months and what is returned, and their sums."""

from __future__ import annotations

from dataclasses import dataclass

from tools.drawing.blocks import (
    LANDSCAPE,
    boxed,
    filled_line,
    heading,
    insured_person,
    row_of,
    sheet,
    signoff_line,
    tag,
    title,
)
from tools.drawing.paper import Cell, Row


@dataclass(frozen=True)
class Columns:
    """The columns of a form: labels of the parts by their names, and widths in twips; 备注 takes what is left."""

    parts: dict[str, str]
    year: int
    part: int
    subtotal: int
    months: int
    label_size: float = 9

    def widths(self) -> list[int]:
        """The widths of all columns."""
        amounts = [*[self.part] * len(self.parts), self.subtotal]
        widths = [self.year, *amounts, self.months, *amounts]
        return [*widths, LANDSCAPE - sum(widths)]

    def row(self, texts: list[str], height: int, loop: str | None = None) -> Row:
        """A row with a text in every column."""
        return row_of(texts, self.widths(), height, loop=loop)

    def values(self, owner: str, first: str, last: str) -> list[str]:
        """The tags of a row of ``owner``, between those of its first and its last column."""
        names = [*self.parts, "subtotal"]
        paid, refund = ([tag(f"{owner}.{side}.{name}") for name in names] for side in ("paid", "refund"))
        return [first, *paid, tag(f"{owner}.months"), *refund, last]


def _head(columns: Columns) -> list[Row]:
    """The two rows of labels."""
    widths = columns.widths()
    amounts = widths[1 : len(columns.parts) + 2]

    def outer(*texts: str, merge: str) -> list[Cell]:
        beside = (widths[0], columns.months, widths[-1])
        return [Cell(text, width, merge=merge) for text, width in zip(texts, beside, strict=True)]

    def row(height: int, paid: list[Cell], refund: list[Cell], beside: list[Cell]) -> Row:
        return Row(height, (beside[0], *paid, beside[1], *refund, beside[2]))

    labels = [*columns.parts.values(), "小计"]
    small = [Cell(text, width, size=columns.label_size) for text, width in zip(labels, amounts, strict=True)]
    paid, refund = ([Cell(text, sum(amounts))] for text in ("当年缴费金额", "退还本人金额"))
    return [
        row(400, paid, refund, outer("重复\n年份", "重复\n月数", "备注", merge="restart")),
        row(600, small, small, outer("", "", "", merge="continue")),
    ]


def page(columns: Columns, note: str, attachment: str = "") -> str:
    """``word/document.xml`` of a form with these columns and this note about them."""
    rows = [
        heading("参保人员基本信息", LANDSCAPE),
        *insured_person(),
        heading("历年重复缴费和个人账户清退明细", LANDSCAPE),
        *_head(columns),
        columns.row([str(number) for number in range(1, len(columns.widths()) + 1)], 300),
        columns.row(columns.values("y", tag("y.year"), tag("y.remark")), 350, loop="for y in years"),
        columns.row(columns.values("total", "合计", ""), 400),
        boxed(
            ("退还本人金额合计", 2050),
            (tag("refund_total"), 2500),
            ("大写", 900),
            (tag("refund_total_capital"), LANDSCAPE - 5450),
        ),
    ]
    head = title("城乡养老保险重复缴费清退表", attachment) + filled_line()
    return sheet(head, rows, signoff_line(("经办人（签章）：", 1850), ("社保经办机构（章）:", 2100)), note)
