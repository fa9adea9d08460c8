"""重复领取养老保险待遇协助抵扣通知单: asks the agency that pays the pension of 职工养老保险 to deduct from it.

Law: 人社部发〔2014〕17号 第八条, 人社厅发〔2014〕25号 (居民基础养老金的协助抵扣).

The name of the form, who sends it to whom, when, and that the money goes to an account which it names, stand in 25号.
No layout of it has been found anywhere, so all of it is reconstructed:

- Addressee, person, account, sign-off: after the contact letter (联系函) of 鲁人社字〔2024〕84号 附件2.
- The letter's text: worded after 17号 第八条. It repeats no value of the table below it.
- 重复领取情况, the periods and the amounts ① to ⑤: what 17号 and 25号 calculate with, in their order; one row for
  each time at which the 基础养老金 stayed the same, because its standard is raised again and again.
- Number of copies: after the contact letter of a working system.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal

from hjforms.catalogue import Form
from hjforms.law import offset as law
from hjforms.law.offset import LAW
from hjforms.law.steps import MONTHS, YUAN, given
from hjforms.notations.year_month import YearMonth
from hjforms.records.base import Part, Record, Rows, entry, part, rows
from hjforms.records.families import offset
from hjforms.records.kinds import Capital, Code, Money, Month, Months, Note, Text
from hjforms.records.parts import AccountAgency, DatedSignoff, Identified
from hjforms.records.relations import (
    REGION_KNOWN,
    SEX_FROM_ID,
    add_months,
    capital_of,
    column_sum,
    in_order,
    not_negative,
    periods_apart,
    periods_in_order,
    regions_known,
    required,
    since_birth,
    span_of,
)
from hjforms.records.rules import Check, Rule, Violation, complete, itself
from hjforms.wording import Sentence

PROCEDURE = "人社厅发〔2014〕25号（居民基础养老金的协助抵扣）"
NOTE = "重复领取养老保险待遇协助抵扣通知单 注"
LISTED = Sentence("明细各段")
ACCOUNT = tuple(f"receiving_account.{name}" for name in AccountAgency.model_fields)


class Pensioner(Identified):
    """The person (参保人员) who draws both pensions."""

    address: Text = entry("户籍地址", code="AAC010")
    phone: Code = entry("联系电话")


class Period(Record):
    """Months in which the 基础养老金 of 居民养老保险 stayed the same, columns 1 to 5."""

    start: Month = entry("起始年月")
    end: Month = entry("终止年月")
    months: Months = entry("月数")
    standard: Money = entry("月基础养老金标准")
    amount: Money = entry("重复领取金额")


class Total(Record):
    """The sums of the columns (合计)."""

    months: Months = entry("月数")
    amount: Money = entry("重复领取金额")


class OffsetNotice(Record):
    """重复领取养老保险待遇协助抵扣通知单."""

    number: Code = entry("编号")
    addressee: Text = entry("社会保险经办机构")
    person: Part[Pensioner] = part("参保人员基本信息")
    employee_from: Month = entry("城镇职工养老保险待遇领取起始时间")
    resident_from: Month = entry("城乡居民养老保险待遇领取起始时间")
    start: Month = entry("重复领取起始时间")
    end: Month = entry("重复领取终止时间")
    months: Months = entry("重复领取月数")
    periods: Rows[Period] = rows("重复领取城乡居民养老保险基础养老金明细")
    total: Part[Total] = part("合计")
    drawn: Money = entry("重复领取基础养老金总额（①）")
    returned: Money = entry("本人已退还金额（②）")
    balance: Money = entry("个人账户余额（扣除政府补贴）（③）")
    offset: Money = entry("个人账户已抵扣金额（④）")
    assistance: Money = entry("协助抵扣金额（⑤）")
    assistance_capital: Capital = entry("大写")
    receiving_account: Part[AccountAgency] = part("指定账户")
    remark: Note = entry("备注")
    signoff: Part[DatedSignoff] = part("签章")


def _start(employee_from: YearMonth | None, resident_from: YearMonth | None) -> YearMonth | None:
    if employee_from is None or resident_from is None:
        return None
    month: YearMonth = law.first_month(employee_from, resident_from).value
    return month


def _amount(months: int | None, standard: Decimal | None) -> Decimal | None:
    if months is None or standard is None:
        return None
    amount: Decimal = law.amount("5", given("3", months, MONTHS), given("4", standard, YUAN)).value
    return amount


DERIVED: tuple[Rule, ...] = (
    SEX_FROM_ID,
    Rule(
        "start",
        ("start",),
        ("employee_from", "resident_from"),
        "自两项待遇领取起始时间中较晚的一个起重复领取",
        LAW,
        _start,
    ),
    span_of("months", "start", "end", LAW),
    span_of("periods.*.months", "periods.*.start", "periods.*.end", NOTE),
    Rule("periods.amount", ("periods.*.amount",), ("periods.*.months", "periods.*.standard"), "5=3×4", NOTE, _amount),
    column_sum("total.months", "periods.*.months", NOTE, add_months),
    column_sum("total.amount", "periods.*.amount", NOTE),
    Rule("drawn", ("drawn",), ("total.amount",), "①为明细第5栏合计", LAW, itself),
    *offset.rules("", PROCEDURE),
    capital_of("assistance"),
)


def _outside(record: OffsetNotice) -> Iterator[Violation]:
    """Periods that reach beyond the time in which both pensions were drawn."""
    whole = complete(record, DERIVED)
    for index, row in enumerate(record.periods):
        if row.start is not None and whole.start is not None and row.start < whole.start:
            yield Violation("error", f"periods.{index}.start", Sentence("早于重复领取起始时间，请核对。"))
        if row.end is not None and whole.end is not None and row.end > whole.end:
            yield Violation("error", f"periods.{index}.end", Sentence("晚于重复领取终止时间，请核对。"))


def _left_out(record: OffsetNotice) -> Iterator[Violation]:
    """Months in which both pensions were drawn that stand in none of the periods."""
    start, end = complete(record, DERIVED).start, record.end
    if start is None or end is None or not record.periods:
        return
    missing = set(range(start.index, end.index + 1))
    for row in record.periods:
        if row.start is not None and row.end is not None:
            missing -= set(range(row.start.index, row.end.index + 1))
    if missing:
        yield Violation(
            "warning", "total.months", Sentence("重复领取时间中有{count}个月不在明细之内，请留意。", count=len(missing))
        )


def _nothing_drawn(record: OffsetNotice) -> Iterator[Violation]:
    """A notice that neither states what was drawn nor lists it."""
    if record.drawn is None and not record.periods:
        yield Violation("error", "drawn", Sentence("没有明细的，请写明总额。"))


def _nothing_to_ask(record: OffsetNotice) -> Iterator[Violation]:
    """More returned than was drawn, or an account that covers all of it: no reason for a notice."""
    whole = complete(record, DERIVED)
    if whole.drawn is not None and whole.returned is not None and whole.returned > whole.drawn:
        yield Violation("error", "returned", Sentence("多于重复领取基础养老金总额，请核对。"))
    if whole.assistance == 0:
        yield Violation("error", "assistance", Sentence("退还和个人账户余额已经足够，不必请求协助抵扣。"))


RULES: tuple[Rule | Check, ...] = (
    required(
        PROCEDURE,
        *("number", "addressee", "person.name", "person.citizen_id"),
        *("employee_from", "resident_from", "end", "balance", *ACCOUNT),
        *("periods.*.start", "periods.*.end", "periods.*.standard"),
    ),
    REGION_KNOWN,
    regions_known(OffsetNotice),
    since_birth("employee_from", "resident_from"),
    in_order(LAW, "employee_from", "end", "signoff.date"),
    in_order(LAW, "resident_from", "end"),
    in_order(NOTE, "periods.*.start", "periods.*.end"),
    Check("periods.within", ("periods.*.start", "periods.*.end"), "各段在重复领取起始与终止时间之内", LAW, _outside),
    periods_in_order("periods", NOTE, LISTED),
    periods_apart("periods", LAW, LISTED),
    Check("periods.complete", ("total.months",), "明细包括重复领取的每一个月", LAW, _left_out),
    not_negative(OffsetNotice, LAW),
    *DERIVED,
    Check("drawn.stated", ("drawn",), "须写明重复领取的总额或明细", PROCEDURE, _nothing_drawn),
    Check(
        "assistance.needed",
        ("returned", "assistance"),
        Sentence("本人未退还、个人账户余额不足抵扣的，才请求协助抵扣"),
        PROCEDURE,
        _nothing_to_ask,
    ),
)

FORM = Form(
    id="national/offset-notice",
    title="重复领取养老保险待遇协助抵扣通知单",
    article=PROCEDURE,
    provenance="reconstructed",
    edition=dt.date(2014, 7, 1),  # 《衔接规程》自2014年7月1日起实施
    record_type=OffsetNotice,
    rules=RULES,
)
