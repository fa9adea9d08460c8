"""附件5 城乡养老保险重复缴费清退表: what is returned to a person who paid into both schemes at once.

Law: 鲁人社字〔2024〕84号 第十一条、第十二条.
"""

from __future__ import annotations

import datetime as dt

from hjforms.catalogue import Form
from hjforms.records.base import Part, Record, Rows, entry, part, rows
from hjforms.records.families import refund as family
from hjforms.records.kinds import Money

ARTICLE = "鲁人社字〔2024〕84号 第十二条"
NOTE = "鲁人社字〔2024〕84号 附件5 注"


class Paid(Record):
    """The year's contributions to 居民养老保险 (当年缴费金额), columns 2 to 6."""

    personal: Money = entry("个人缴费")
    land_personal: Money = entry("被征地个人缴费")
    collective: Money = entry("集体补助（其他资助）")
    land_collective: Money = entry("被征地集体缴费")
    subtotal: Money = entry("小计")


class Refund(Paid):
    """What is returned of them to the person (退还本人金额), columns 8 to 12."""


class Columns(Record):
    """What stands before and after 重复月数."""

    paid: Part[Paid] = part(family.PAID, Paid)
    refund: Part[Refund] = part(family.RETURNED, Refund)


class Year(Columns, family.Year):
    """One year that was paid twice, columns 1 to 13."""


class Total(Columns, family.Total):
    """The sums of the columns (合计)."""


class RefundTable(family.RefundTable):
    """城乡养老保险重复缴费清退表."""

    years: Rows[Year] = rows("历年重复缴费和个人账户清退明细")
    total: Part[Total] = part("合计", Total)


FORM = Form(
    id="shandong/refund",
    title="城乡养老保险重复缴费清退表",
    article="鲁人社字〔2024〕84号 第十二条 附件5",
    provenance="source",
    edition=dt.date(2024, 12, 15),  # 第十五条
    record_type=RefundTable,
    rules=family.rules(RefundTable, Paid, ARTICLE, NOTE),
)
