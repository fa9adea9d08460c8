"""养老保险制度衔接办理结果告知单: the one sheet that a person is given, with what was done and why.

Law: 人社厅发〔2014〕25号 (将办结情况告知参保人员), 鲁人社字〔2024〕84号 第十四条 (将办理结果及时告知参保人员).

Both say that the person is to be told, and neither names a paper for it: this one is our own, its name included. Where
its figures come from:

- 重复缴费清退, columns 1 to 12: those of 附件5 of 鲁人社字〔2024〕84号, by its rules; 13 and 14 after 第十一条.
- 个人账户, 缴费月数: 人社部发〔2014〕17号, as the calculation ``combine`` merges them.
- 重复领取待遇: the amounts ① to ⑤ of the 协助抵扣通知单.

What a case does not touch stays blank: who only drew both pensions has no years paid twice.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated, cast

from hjforms.catalogue import Form
from hjforms.errors import NotationError
from hjforms.law import accounts
from hjforms.law.offset import LAW as DRAWN_TWICE
from hjforms.law.offset import OFFSET
from hjforms.law.returns import ARTICLE_11
from hjforms.law.steps import MONTHS, YUAN, given
from hjforms.notations import careers
from hjforms.records.base import Part, Record, Rows, entry, part, rows
from hjforms.records.families import offset, refund
from hjforms.records.kinds import Capital, Code, Date, Money, Months, MonthsByScheme, Note, Text, one_of
from hjforms.records.parts import Identified
from hjforms.records.relations import (
    REGION_KNOWN,
    SEX_FROM_ID,
    capital_of,
    column_sum,
    in_order,
    not_after,
    not_negative,
    required,
    signed,
    since_birth,
    years_in_order,
)
from hjforms.records.rules import Check, Rule, Violation, itself
from hjforms.wording import Sentence

TOLD = "人社厅发〔2014〕25号（将办结情况告知参保人员）；鲁人社字〔2024〕84号 第十四条"
REFUND = "鲁人社字〔2024〕84号 第十二条；人社厅发〔2014〕25号"
NOTE = "办理结果告知单 注"
MERGED = "人社部发〔2014〕17号（合并个人账户和缴费年限）"
FORM_LOGIC = "表内栏目之间的关系"
DIRECTIONS = {
    "resident-to-employee": "居民养老保险衔接至职工养老保险",
    "employee-to-resident": "职工养老保险衔接至居民养老保险",
}


class Amounts(Record):
    """The parts of a year's contributions: as paid (columns 2 to 6), as returned (8 to 12)."""

    personal: Money = entry("个人缴费")
    land_personal: Money = entry("被征地个人缴费")
    collective: Money = entry("集体补助")
    land_collective: Money = entry("被征地集体缴费")
    subtotal: Money = entry("小计")


class Year(refund.YearOfTable[Amounts]):
    """One year that was paid twice, with what does not go to the person (columns 13 and 14)."""

    subsidy: Money = entry("退回基金的政府补贴")
    interest: Money = entry("留在账户的利息")


class Total(refund.Total[Amounts]):
    """The sums of the columns (合计)."""

    subsidy: Money = entry("退回基金的政府补贴")
    interest: Money = entry("留在账户的利息")


class Balances(Record):
    """The accounts before, and the one that is left (个人账户储存额)."""

    resident: Money = entry("居民养老保险（办理前）")
    employee: Money = entry("职工养老保险（办理前）")
    merged: Money = entry("合并后")


class MonthsPaid(Record):
    """The months paid before, and those that count afterwards (缴费月数)."""

    resident: Months = entry("居民养老保险（办理前）")
    employee: Months = entry("职工养老保险（办理前）")
    twice: Months = entry("重复月数")
    counted: Months = entry("合并后")


class DrawnTwice(Record):
    """What became of a pension that was drawn twice (重复领取待遇)."""

    drawn: Money = entry("重复领取金额（①）")
    returned: Money = entry("本人退还（②）")
    balance: Money = entry("个人账户余额（③）")
    offset: Money = entry("个人账户抵扣（④）")
    assistance: Money = entry("协助抵扣（⑤）")


class Reasons(Record):
    """Why the figures are what they are (怎样算出来的): rules in plain words, with the numbers of their articles."""

    months: Note = entry("重复月数")
    refund: Note = entry("退还金额")
    parts: Note = entry("各项金额")
    subsidy: Note = entry("补贴和利息")
    account: Note = entry("个人账户")
    counted: Note = entry("缴费年限")
    double: Note = entry("重复领取")


class Contact(Record):
    """Where a person asks (咨询): an office, with its number and its address."""

    name: Text = entry("咨询机构")
    phone: Code = entry("电话")
    address: Text = entry("地址")


class Stamp(Record):
    """The line that the office signs."""

    handler: Text = entry("经办人（签章）")
    agency: Text = entry("社保经办机构（章）")
    date: Date = entry("年月日")


class Outcome(Record):
    """养老保险制度衔接办理结果告知单."""

    number: Code = entry("编号")
    person: Part[Identified] = part("参保人员")
    direction: Annotated[str | None, *one_of("衔接方向", DIRECTIONS).metadata()] = entry("衔接方向")
    result: Note = entry("办理结果")
    years: Rows[Year] = rows("重复缴费清退")
    total: Part[Total] = part("合计")
    refund_total: Money = entry("退还本人合计")
    refund_total_capital: Capital = entry("大写")
    subsidy_returned: Money = entry("退回基金总额")
    account: Part[Balances] = part("个人账户储存额")
    months: Part[MonthsPaid] = part("缴费月数")
    double: Part[DrawnTwice] = part("重复领取待遇")
    careers: MonthsByScheme = entry("逐月经历")
    reasons: Part[Reasons] = part("怎样算出来的")
    articles: Note = entry("依据")
    open: Note = entry("还要办的")
    contact: Part[Contact] = part("咨询")
    signoff: Part[Stamp] = part("签章")
    received_on: Date = entry("本人签收日期")


def _merged(
    direction: str | None,
    resident: Decimal | None,
    employee: Decimal | None,
    refunded: Decimal | None,
    subsidy: Decimal | None,
) -> Decimal | None:
    """The account that is left of both; ``None`` where one is blank, or where more left it than was in it."""
    if direction is None or resident is None or employee is None:
        return None
    gone = (refunded or Decimal("0.00")) + (subsidy or Decimal("0.00"))
    return None if gone > resident else _after(direction, (resident, employee), (0, 0), 0, gone).account.value


def _counted(direction: str | None, resident: int | None, employee: int | None, twice: int | None) -> int | None:
    """The months that count afterwards; ``None`` where one is blank, or more were paid twice than at all."""
    if direction is None or resident is None or employee is None or (twice or 0) > resident:
        return None
    nothing = Decimal("0.00")
    counted: int = _after(direction, (nothing, nothing), (resident, employee), twice or 0, nothing).months.value
    return counted


def _after(
    direction: str, balances: tuple[Decimal, Decimal], months: tuple[int, int], twice: int, gone: Decimal
) -> accounts.Merged:
    """What the law leaves of both accounts."""
    resident, employee = (
        (given("", balance, YUAN), given("", count, MONTHS)) for balance, count in zip(balances, months, strict=True)
    )
    known = cast("accounts.Direction", direction)
    return accounts.merge(known, resident, employee, given("", twice, MONTHS), given("", gone, YUAN))


def _nothing_told(record: Outcome) -> Iterator[Violation]:
    """A sheet on which no result stands at all."""
    if record.result is None and not record.years and record.refund_total is None and record.double.is_blank():
        yield Violation("error", "result", Sentence("办理结果、退还金额和重复领取都空白，没有可以告知的内容。"))


def _more_returned(record: Outcome) -> Iterator[Violation]:
    """More given back than was drawn twice."""
    drawn, returned = record.double.drawn, record.double.returned
    if drawn is not None and returned is not None and returned > drawn:
        yield Violation("error", "double.returned", Sentence("多于重复领取金额，请核对。"))


def _other_months(record: Outcome) -> Iterator[Violation]:
    """Months by scheme that cannot be read, or of which a year has other months twice than its row says."""
    try:
        lanes = careers.of(record.careers)
    except NotationError as error:
        yield Violation("error", "careers", error.message)
        return
    twice = [part for lane in lanes or () if lane.label.startswith(careers.TWICE) for part in lane.stretches]
    for number, row in enumerate(record.years if twice else ()):
        if row.year is None or row.months is None:
            continue
        months = sum(part.months_of(row.year) for part in twice)
        if months != row.months:
            yield Violation(
                "error",
                f"years.{number}.months",
                Sentence("逐月经历中{year}年重复{months}个月，与本行不符。", year=row.year, months=months),
            )


RULES: tuple[Rule | Check, ...] = (
    required(TOLD, "person.name", "person.citizen_id", "years.*.year", "years.*.months"),
    signed(TOLD, "signoff", "signoff.date"),
    Check("told", ("result",), "告知单至少写明一项办理结果", TOLD, _nothing_told),
    SEX_FROM_ID,
    REGION_KNOWN,
    years_in_order(REFUND),
    since_birth("years.*.year"),
    not_after(TOLD, "signoff.date", "years.*.year"),
    in_order(TOLD, "signoff.date", "received_on"),
    not_negative(Outcome, FORM_LOGIC, except_=("years.*.interest", "total.interest")),
    *refund.table_rules(Amounts, REFUND, NOTE),
    column_sum("total.subsidy", "years.*.subsidy", ARTICLE_11),
    column_sum("total.interest", "years.*.interest", ARTICLE_11),
    Rule("refund-total", ("refund_total",), ("total.refund.subtotal",), "退还本人合计为第12栏合计", REFUND, itself),
    capital_of("refund_total"),
    Rule("subsidy-returned", ("subsidy_returned",), ("total.subsidy",), "第13栏合计", ARTICLE_11, itself),
    Rule("months.twice", ("months.twice",), ("total.months",), "第7栏合计", REFUND, itself),
    Rule(
        "account.merged",
        ("account.merged",),
        ("direction", "account.resident", "account.employee", "refund_total", "subsidy_returned"),
        "合并后＝居民＋职工－退还本人－退回基金",
        MERGED,
        _merged,
    ),
    Rule(
        "months.counted",
        ("months.counted",),
        ("direction", "months.resident", "months.employee", "months.twice"),
        "转入职工的为职工缴费月数，转入居民的为居民＋职工－重复",
        MERGED,
        _counted,
    ),
    Check(
        "careers", ("careers", "years.*.year", "years.*.months"), "逐月经历与各年重复月数一致", REFUND, _other_months
    ),
    *offset.rules("double", OFFSET),
    Check("returned", ("double.returned",), "已退还的不多于重复领取的", DRAWN_TWICE, _more_returned),
)

FORM = Form(
    id="national/outcome",
    title="养老保险制度衔接办理结果告知单",
    article=TOLD,
    provenance="own",
    edition=dt.date(2014, 7, 1),  # 《衔接规程》自2014年7月1日起实施：从那时起要告知
    record_type=Outcome,
    rules=RULES,
)
