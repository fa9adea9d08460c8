"""附件5 城乡养老保险重复缴费清退表: what is returned to a person who paid into both schemes at once.

Law: 鲁人社字〔2024〕84号 第十一条、第十二条.
"""

from __future__ import annotations

import datetime as dt

from hjforms.catalogue import Form
from hjforms.records.base import Record, entry
from hjforms.records.families import refund as family
from hjforms.records.kinds import Money

ARTICLE = "鲁人社字〔2024〕84号 第十二条"
NOTE = "鲁人社字〔2024〕84号 附件5 注"


class Amounts(Record):
    """The parts of a year's contributions to 居民养老保险: as paid (columns 2 to 6), as returned (8 to 12)."""

    personal: Money = entry("个人缴费")
    land_personal: Money = entry("被征地个人缴费")
    collective: Money = entry("集体补助（其他资助）")
    land_collective: Money = entry("被征地集体缴费")
    subtotal: Money = entry("小计")


class RefundTable(family.RefundTable[Amounts]):
    """城乡养老保险重复缴费清退表."""


FORM = Form(
    id="shandong/refund",
    title="城乡养老保险重复缴费清退表",
    article="鲁人社字〔2024〕84号 第十二条 附件5",
    provenance="source",
    edition=dt.date(2024, 12, 15),  # 第十五条
    record_type=RefundTable,
    rules=family.rules(RefundTable, Amounts, ARTICLE, NOTE),
)
