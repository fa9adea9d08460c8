"""城乡养老保险重复缴费清退表: what is returned to a person who paid into both schemes at once.

Law: 人社部发〔2014〕17号 第七条, 人社厅发〔2014〕25号 (重复参保的处理): 年度重复缴费清退金额=（年度个人缴费本金+
年度集体补助本金）/12×重复缴费月数；清退总额=各年度重复缴费清退金额之和.

Name and formula stand in 25号; the printed original has not been found. The form is that of 鲁人社字〔2024〕84号 附件5
with the two parts of the national formula: columns, their numbers and the note are reconstructed.
"""

from __future__ import annotations

import datetime as dt

from hjforms.catalogue import Form
from hjforms.records.base import Record, entry
from hjforms.records.families import refund as family
from hjforms.records.kinds import Money

PROCEDURE = "人社厅发〔2014〕25号（重复参保的处理）"
NOTE = "城乡养老保险重复缴费清退表 注：4=2+3；8=6+7"


class Amounts(Record):
    """The parts of a year's contributions to 城乡居民养老保险: as paid (columns 2 to 4), as returned (6 to 8)."""

    personal: Money = entry("个人缴费")
    collective: Money = entry("集体补助")
    subtotal: Money = entry("小计")


class RefundTable(family.RefundTable[Amounts]):
    """城乡养老保险重复缴费清退表."""


FORM = Form(
    id="national/refund",
    title="城乡养老保险重复缴费清退表",
    article=PROCEDURE,
    provenance="reconstructed",
    edition=dt.date(2014, 7, 1),  # 《衔接规程》自2014年7月1日起实施
    record_type=RefundTable,
    rules=family.rules(RefundTable, Amounts, PROCEDURE, NOTE),
)
