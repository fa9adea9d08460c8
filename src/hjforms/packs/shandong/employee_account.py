"""附件4 企业职工基本养老保险信息表: the account of 企业职工养老保险, year by year, that goes over to 居民养老保险.

Law: 鲁人社字〔2024〕84号 第十条（一）.
"""

from __future__ import annotations

import datetime as dt

from hjforms.catalogue import Form
from hjforms.records.families import employee_account as family

ARTICLE = "鲁人社字〔2024〕84号 第十条（一）"
TABLE = "鲁人社字〔2024〕84号 附件4"


class EmployeeAccount(family.EmployeeAccount):
    """企业职工基本养老保险信息表."""


FORM = Form(
    id="shandong/employee-account",
    title="企业职工基本养老保险信息表",
    article="鲁人社字〔2024〕84号 第十条 附件4",
    provenance="source",
    edition=dt.date(2024, 12, 15),  # 第十五条
    record_type=EmployeeAccount,
    rules=family.rules(EmployeeAccount, ARTICLE, TABLE),
)
