"""城镇职工基本养老保险信息表: the account of 城镇职工养老保险, year by year, that goes over to 城乡居民养老保险.

Law: 人社部发〔2014〕17号 第三条, 人社厅发〔2014〕25号 (城镇职工养老保险关系归集地的手续): 生成, 传送.

The name of the form stands in 25号; its printed original has not been found. Every block and column is that of
鲁人社字〔2024〕84号 附件4, whose title differs by one word (企业职工 for 城镇职工). The tables that working systems
print for moves between provinces have more columns (月缴费基数, 当年记账金额, 当年记账利息); this one has the seven
of 附件4.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from hjforms.catalogue import Form
from hjforms.law.conditions import ENOUGH_MONTHS
from hjforms.records.families import employee_account as family
from hjforms.records.rules import Check, Violation
from hjforms.wording import Sentence

LAW = "人社部发〔2014〕17号 第三条"
PROCEDURE = "人社厅发〔2014〕25号（城镇职工养老保险关系归集地的手续）"
TABLE = "城镇职工基本养老保险信息表 栏目之间的关系"


class EmployeeAccount(family.EmployeeAccount):
    """城镇职工基本养老保险信息表."""


def _enough_years(record: EmployeeAccount) -> Iterator[Violation]:
    """Years with which a person stays in 城镇职工养老保险."""
    if record.years_paid is not None and record.years_paid >= ENOUGH_MONTHS:
        yield Violation("warning", "years_paid", Sentence("已满15年，一般不能转入城乡居民养老保险，请核对。"))


FORM = Form(
    id="national/employee-account",
    title="城镇职工基本养老保险信息表",
    article=PROCEDURE,
    provenance="reconstructed",
    edition=dt.date(2014, 7, 1),  # 《衔接规程》自2014年7月1日起实施
    record_type=EmployeeAccount,
    rules=(
        *family.rules(EmployeeAccount, PROCEDURE, TABLE),
        Check("years-paid.condition", ("years_paid",), "不足15年的才转入城乡居民养老保险", LAW, _enough_years),
    ),
)
