"""城乡居民基本养老保险信息表: the account of 城乡居民养老保险, year by year, that goes over to 城镇职工养老保险.

Law: 人社厅发〔2014〕25号 (城乡居民养老保险关系所在地的手续): 核对参保人员有关信息并生成.

The name of the form stands in 25号; its printed original has not been found. Where each block comes from:

- Person, times of paying, transfer, account of the agency, opinion, sign-off: as 鲁人社字〔2024〕84号 附件3 prints
  them, whose title differs by the word 城乡; the heading above the agency takes that word as well.
- 历年个人账户明细: reconstructed; the columns of 附件3 without those for 被征地, which are Shandong's own.
  集体补助（含社会资助） is the wording of 25号. Columns bear no numbers, as those of 附件3.
"""

from __future__ import annotations

import datetime as dt

from hjforms.catalogue import Form
from hjforms.records.base import Part, Record, entry, part
from hjforms.records.families import resident_account as family
from hjforms.records.kinds import CalendarYear, Money, Note
from hjforms.records.parts import AccountAgency

PROCEDURE = "人社厅发〔2014〕25号（城乡居民养老保险关系所在地的手续）"
TABLE = "城乡居民基本养老保险信息表 栏目之间的关系"


class Year(Record):
    """What one year added to the account, and the account at its end."""

    year: CalendarYear = entry("年份")
    personal: Money = entry("个人缴费")
    collective: Money = entry("集体补助（含社会资助）")
    subsidy: Money = entry("政府补贴")
    interest: Money = entry("利息")
    other: Money = entry("其他")
    balance: Money = entry("个人账户累计储存额")
    remark: Note = entry("备注")


class ResidentAccount(family.ResidentAccount[Year]):
    """城乡居民基本养老保险信息表."""

    agency: Part[AccountAgency] = part("城乡居民养老保险社保经办机构信息")


FORM = Form(
    id="national/resident-account",
    title="城乡居民基本养老保险信息表",
    article=PROCEDURE,
    provenance="reconstructed",
    edition=dt.date(2014, 7, 1),  # 《衔接规程》自2014年7月1日起实施
    record_type=ResidentAccount,
    rules=family.rules(ResidentAccount, Year, PROCEDURE, TABLE),
)
