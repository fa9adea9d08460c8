"""附件3 居民基本养老保险信息表: the account of 居民养老保险, year by year, that goes over to 职工养老保险.

Law: 鲁人社字〔2024〕84号 第九条（二）.
"""

from __future__ import annotations

import datetime as dt

from hjforms.catalogue import Form
from hjforms.records.base import Record, entry
from hjforms.records.families import resident_account as family
from hjforms.records.kinds import CalendarYear, Money, Note

ARTICLE = "鲁人社字〔2024〕84号 第九条（二）"
TABLE = "鲁人社字〔2024〕84号 附件3"


class Year(Record):
    """What one year added to the account, and the account at its end."""

    year: CalendarYear = entry("年份")
    personal: Money = entry("个人缴费")
    land_personal: Money = entry("被征地个人缴费")
    collective: Money = entry("集体补助（其他资助）")
    land_collective: Money = entry("被征地集体缴费")
    subsidy: Money = entry("个人缴费政府补贴")
    interest: Money = entry("利息")
    other: Money = entry("其他")
    balance: Money = entry("个人账户累计储存额")
    remark: Note = entry("备注")


class ResidentAccount(family.ResidentAccount[Year]):
    """居民基本养老保险信息表."""


FORM = Form(
    id="shandong/resident-account",
    title="居民基本养老保险信息表",
    article="鲁人社字〔2024〕84号 第九条 附件3",
    provenance="source",
    edition=dt.date(2024, 12, 15),  # 第十五条
    record_type=ResidentAccount,
    rules=family.rules(ResidentAccount, Year, ARTICLE, TABLE),
)
