"""城镇职工基本养老保险参保缴费凭证: what a person has paid to 职工养老保险, place by place.

Law: 人社部发〔2014〕17号, 人社厅发〔2014〕25号 (参保缴费凭证，包含各参保地缴费年限).

参保人员基本信息, 社会保险经办机构信息, sign-off, number of copies and notes stand as three working systems print
them, one of them on A4 (Qingdao). 各参保地缴费年限 is reconstructed: 25号 asks for the years place by place, and
the columns follow 鲁人社字〔2024〕84号 附件4. Note 2 is worded for the move to 居民养老保险: 25号 makes this
certificate part of that application, and the systems' wording speaks of moves between provinces.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from hjforms.catalogue import Form
from hjforms.records.base import Part, Record, Rows, entry, part, rows
from hjforms.records.families import certificate as family
from hjforms.records.kinds import Money, Month, Months, RegionCode, Text, Years
from hjforms.records.parts import Agency
from hjforms.records.relations import (
    REGION_KNOWN,
    SEX_FROM_ID,
    add_months,
    column_sum,
    in_order,
    not_negative,
    periods_apart,
    periods_in_order,
    regions_known,
    required,
    since_birth,
    within_span,
)
from hjforms.records.rules import Check, Rule, Violation, itself
from hjforms.wording import Sentence

PROCEDURE = "人社厅发〔2014〕25号（参保缴费凭证）"
NOTE = "参保缴费凭证 8=6+7"
LAW = "人社部发〔2014〕17号 第三条"
ONCE = "同一时段的缴费年限只能计算一次"
MONTHS = ("months_actual", "months_deemed", "months")
HERE = ("start", "end", "months", "balance")  # what the head of the certificate says of the agency's own region


class Place(Record):
    """The time in one place (各参保地缴费年限), columns 2 to 9."""

    region_code: RegionCode = entry("参保地行政区划代码")
    region_name: Text = entry("参保地名称")
    start: Month = entry("缴费起始年月")
    end: Month = entry("缴费终止年月")
    months_actual: Months = entry("实际缴费月数")
    months_deemed: Months = entry("视同缴费月数")
    months: Months = entry("缴费年限合计（月）")
    balance: Money = entry("个人账户储存额")


class Total(Record):
    """The sums of the columns (合计)."""

    months_actual: Months = entry("实际缴费月数")
    months_deemed: Months = entry("视同缴费月数")
    months: Months = entry("缴费年限合计（月）")
    balance: Money = entry("个人账户储存额")


class Certificate(family.Certificate):
    """城镇职工基本养老保险参保缴费凭证."""

    places: Rows[Place] = rows("各参保地缴费年限")
    total: Part[Total] = part("合计")
    years_paid: Years = entry("城镇职工养老保险累计缴费年限")
    years_deemed: Years = entry("其中视同缴费年限")
    agency: Part[Agency] = part("社会保险经办机构信息")
    signoff: Part[family.Stamp] = part("签章")


def _without_period(record: Certificate) -> Iterator[Violation]:
    """Months that were paid at a time that nobody knows. 视同缴费 alone has no such time."""
    for index, row in enumerate(record.places):
        for name in ("start", "end"):
            if row.months_actual and getattr(row, name) is None:
                yield Violation("error", f"places.{index}.{name}", Sentence("有实际缴费月数，须写明起止年月。"))


def _here(record: Certificate) -> Iterator[Violation]:
    """What the head says otherwise than the one row of the same region."""
    rows_here = [row for row in record.places if row.region_code and row.region_code == record.agency.region_code]
    if len(rows_here) != 1:
        return
    (row,) = rows_here
    for name, listed in zip(HERE, (row.start, row.end, row.months_actual, row.balance), strict=True):
        stated = getattr(record, name)
        if stated is not None and listed is not None and stated != listed:
            yield Violation("warning", name, Sentence("与“各参保地缴费年限”中本地一行不同，请核对。"))


RULES: tuple[Rule | Check, ...] = (
    required(PROCEDURE, "person.name", "person.citizen_id", "agency.name", "places.*.region_code"),
    SEX_FROM_ID,
    REGION_KNOWN,
    in_order(PROCEDURE, "start", "end", "signoff.date"),
    in_order(PROCEDURE, "places.*.start", "places.*.end", "signoff.date"),
    within_span(PROCEDURE, ("months", "start", "end"), ("places.*.months_actual", "places.*.start", "places.*.end")),
    Check("places.period", ("places.*.start", "places.*.end"), "实际缴费须有起止年月", PROCEDURE, _without_period),
    periods_in_order("places", PROCEDURE, Sentence("各参保地")),
    periods_apart("places", ONCE),
    since_birth("start", "places.*.start"),
    regions_known(Certificate),
    not_negative(Certificate, PROCEDURE),
    Rule(
        "places.months",
        ("places.*.months",),
        ("places.*.months_actual", "places.*.months_deemed"),
        "8=6+7",
        NOTE,
        add_months,
    ),
    *(column_sum(f"total.{name}", f"places.*.{name}", PROCEDURE, add_months) for name in MONTHS),
    column_sum("total.balance", "places.*.balance", PROCEDURE),
    Rule("years-paid", ("years_paid",), ("total.months",), "累计缴费年限为各参保地缴费年限之和", LAW, itself),
    Rule("years-deemed", ("years_deemed",), ("total.months_deemed",), "其中视同为各参保地视同缴费之和", LAW, itself),
    Check("here", HERE, "本地的起止、月数和储存额与各参保地中本地一行一致", PROCEDURE, _here),
)

FORM = Form(
    id="national/certificate",
    title="城镇职工基本养老保险参保缴费凭证",
    article="人社厅发〔2014〕25号（参保缴费凭证）",
    provenance="system",
    edition=dt.date(2014, 7, 1),  # 《衔接规程》自2014年7月1日起实施
    record_type=Certificate,
    rules=RULES,
)
