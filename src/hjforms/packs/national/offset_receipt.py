"""重复领取养老保险待遇协助抵扣回执: tells what was deducted from a pension of 职工养老保险 and transferred.

Law: 人社部发〔2014〕17号 第八条, 人社厅发〔2014〕25号 (居民基础养老金的协助抵扣).

The name of the form, who sends it, and that all that was deducted is transferred to the account which the notice names,
stand in 25号. No layout of it has been found anywhere, so all of it is reconstructed as the answer to our notice: its
amounts and its account again, the months and the sum of the deductions, and the transfer.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal

from hjforms.catalogue import Form
from hjforms.law import offset as law
from hjforms.packs.national.offset_notice import PROCEDURE
from hjforms.records.base import Part, Record, entry, part
from hjforms.records.kinds import Capital, Code, Date, Money, Month, Months, Note, Text
from hjforms.records.parts import BankAccount, DatedSignoff, Identified
from hjforms.records.relations import (
    REGION_KNOWN,
    SEX_FROM_ID,
    capital_of,
    in_order,
    not_negative,
    required,
    span_of,
)
from hjforms.records.rules import Check, Rule, Violation
from hjforms.wording import Sentence

FORM_LOGIC = "表内栏目之间的关系"


class Notice(Record):
    """The notice (通知单) that is answered."""

    date: Date = entry("日期")
    number: Code = entry("编号")


class OffsetReceipt(Record):
    """重复领取养老保险待遇协助抵扣回执."""

    number: Code = entry("编号")
    addressee: Text = entry("社会保险经办机构")
    notice: Part[Notice] = part("通知单")
    person: Part[Identified] = part("参保人员")
    asked: Money = entry("应协助抵扣金额")
    start: Month = entry("抵扣起始年月")
    end: Month = entry("抵扣终止年月")
    months: Months = entry("抵扣期数")
    deducted: Money = entry("实际抵扣金额")
    deducted_capital: Capital = entry("大写")
    remainder: Money = entry("未抵扣金额")
    reason: Note = entry("未抵扣原因")
    transferred_on: Date = entry("划转日期")
    paying_account: Part[BankAccount] = part("付款账户")
    receiving_account: Part[BankAccount] = part("收款账户")
    remark: Note = entry("备注")
    signoff: Part[DatedSignoff] = part("签章")


PAYING, RECEIVING = (
    tuple(f"{owner}.{name}" for name in BankAccount.model_fields) for owner in ("paying_account", "receiving_account")
)
TRANSFER = ("start", "end", "transferred_on", *PAYING, *RECEIVING)


def _remainder(asked: Decimal | None, deducted: Decimal | None) -> Decimal | None:
    """What was not deducted; nothing is said of a deduction that was too large."""
    if asked is None or deducted is None or deducted > asked:
        return None
    return law.undeducted(asked, deducted)


def _too_much(record: OffsetReceipt) -> Iterator[Violation]:
    """More deducted than was asked for."""
    if record.asked is not None and record.deducted is not None and record.deducted > record.asked:
        yield Violation("error", "deducted", Sentence("多于应协助抵扣金额，请核对。"))


def _reason(record: OffsetReceipt) -> Iterator[Violation]:
    """A remainder without its reason, or a reason without a remainder."""
    remainder = record.remainder if record.remainder is not None else _remainder(record.asked, record.deducted)
    if remainder and record.reason is None:
        yield Violation("error", "reason", Sentence("没有全额抵扣的，请写明原因。"))
    if remainder == 0 and record.reason is not None:
        yield Violation("error", "reason", Sentence("已经全额抵扣，却写了未抵扣的原因，请核对。"))


def _transfer(record: OffsetReceipt) -> Iterator[Violation]:
    """Money that was deducted at a time, and transferred from and to accounts, that nobody knows."""
    if record.deducted:
        yield from required(PROCEDURE, *TRANSFER).find(record)


RULES: tuple[Rule | Check, ...] = (
    required(
        PROCEDURE, "addressee", "notice.number", "person.name", "person.citizen_id", "asked", "deducted", "signoff.date"
    ),
    Check("transfer.complete", TRANSFER, "抵扣了的，写明起止年月、划转日期和账户", PROCEDURE, _transfer),
    SEX_FROM_ID,
    REGION_KNOWN,
    in_order(PROCEDURE, "notice.date", "start", "end", "transferred_on", "signoff.date"),
    span_of("months", "start", "end", FORM_LOGIC, gaps=True),
    not_negative(OffsetReceipt, FORM_LOGIC),
    Check("deducted.most", ("deducted",), "实际抵扣金额不超过应协助抵扣金额", PROCEDURE, _too_much),
    capital_of("deducted"),
    Rule(
        "remainder",
        ("remainder",),
        ("asked", "deducted"),
        "未抵扣金额=应协助抵扣金额−实际抵扣金额",
        FORM_LOGIC,
        _remainder,
    ),
    Check("reason", ("reason",), "没有全额抵扣的，须写明原因", FORM_LOGIC, _reason),
)


FORM = Form(
    id="national/offset-receipt",
    title="重复领取养老保险待遇协助抵扣回执",
    article=PROCEDURE,
    provenance="reconstructed",
    edition=dt.date(2014, 7, 1),  # 《衔接规程》自2014年7月1日起实施
    record_type=OffsetReceipt,
    rules=RULES,
)
