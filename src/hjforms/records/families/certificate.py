"""参保缴费凭证: what a person has paid in one place, on a paper that they take to the next one."""

from __future__ import annotations

from hjforms.records.base import Part, Record, entry, part
from hjforms.records.kinds import Code, Date, Money, Month, Months, Text
from hjforms.records.parts import Identified


class Holder(Identified):
    """The insured person (参保人员) to whom the certificate is given."""

    personal_number: Code = entry("个人编号")
    address: Text = entry("户籍地地址", code="AAC010")


class Stamp(Record):
    """The line that the agency signs, without a telephone number, which stands above."""

    handler: Text = entry("经办人（签章）")
    agency: Text = entry("社会保险经办机构（章）")
    date: Date = entry("年月日")


class Certificate(Record):
    """What every 参保缴费凭证 prints before it goes into details of its own."""

    number: Code = entry("编号")
    person: Part[Holder] = part("参保人员基本信息")
    start: Month = entry("在本地参保起始年月", code="AAE030")
    end: Month = entry("在本地参保终止年月", code="AAE031")
    months: Months = entry("本地实际缴费月数", code="AAE201")
    balance: Money = entry("本地参保期间个人账户储存额（元）")
