"""城乡养老保险重复缴费清退表: what is returned to a person who paid into both schemes at once.

Law: 人社部发〔2014〕17号 第七条, 人社厅发〔2014〕25号 (重复参保的处理): 年度重复缴费清退金额=（年度个人缴费本金+
年度集体补助本金）/12×重复缴费月数；清退总额=各年度重复缴费清退金额之和.

Name and formula stand in 25号; the printed original has not been found. The form is that of 鲁人社字〔2024〕84号 附件5
with the two parts of the national formula: columns, their numbers and the note are reconstructed.
"""

from __future__ import annotations

import datetime as dt

from hjforms.catalogue import Form
from hjforms.records.base import Part, Record, Rows, entry, part, rows
from hjforms.records.families import refund as family
from hjforms.records.kinds import Money

PROCEDURE = "人社厅发〔2014〕25号（重复参保的处理）"
NOTE = "城乡养老保险重复缴费清退表 注：4=2+3；8=6+7"


class Paid(Record):
    """The year's contributions to 城乡居民养老保险 (当年缴费金额), columns 2 to 4."""

    personal: Money = entry("个人缴费")
    collective: Money = entry("集体补助")
    subtotal: Money = entry("小计")


class Refund(Paid):
    """What is returned of them to the person (退还本人金额), columns 6 to 8."""


class Columns(Record):
    """What stands before and after 重复月数."""

    paid: Part[Paid] = part(family.PAID, Paid)
    refund: Part[Refund] = part(family.RETURNED, Refund)


class Year(Columns, family.Year):
    """One year that was paid twice, columns 1 to 9."""


class Total(Columns, family.Total):
    """The sums of the columns (合计)."""


class RefundTable(family.RefundTable):
    """城乡养老保险重复缴费清退表."""

    years: Rows[Year] = rows("历年重复缴费和个人账户清退明细")
    total: Part[Total] = part("合计", Total)


FORM = Form(
    id="national/refund",
    title="城乡养老保险重复缴费清退表",
    article=PROCEDURE,
    provenance="reconstructed",
    edition=dt.date(2014, 7, 1),  # 《衔接规程》自2014年7月1日起实施
    record_type=RefundTable,
    rules=family.rules(RefundTable, Paid, PROCEDURE, NOTE),
)
