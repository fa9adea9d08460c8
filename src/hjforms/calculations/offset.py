"""重复领取待遇: what a person who drew both pensions gives back, and out of what it is taken where they do not.

Law: 人社部发〔2014〕17号 第八条; 人社厅发〔2014〕25号.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import cast

from hjforms.calculation import Calculation, Outcome
from hjforms.findings import Finding
from hjforms.law import offset as law
from hjforms.law.steps import YUAN, Step, given, total
from hjforms.notations.year_month import YearMonth
from hjforms.records.base import Part, Record, Rows, entry, part, rows
from hjforms.records.kinds import Money, Month
from hjforms.records.relations import in_order, not_negative
from hjforms.records.rules import Check, Violation
from hjforms.wording import Said, Sentence


class Standard(Record):
    """The 基础养老金 of a month (月基础养老金标准), from a month on until the next row."""

    start: Month = entry("起始年月")
    standard: Money = entry("月基础养老金标准")


class AccountPension(Record):
    """The 个人账户养老金 of the months drawn twice; it is given back only where a place says so."""

    drawn: Money = entry("重复领取期间发放的个人账户养老金")
    own: Money = entry("其中由本人个人账户储存额支付")


class Plan(Record):
    """Instalments out of the pension of 职工养老保险 (分期抵扣). No source says how much a month."""

    start: Month = entry("首次抵扣年月")
    monthly: Money = entry("每月抵扣金额")


class DoubleDrawing(Record):
    """A person who drew both pensions, and the account of 居民养老保险 when that ends."""

    employee_from: Month = entry("城镇职工养老保险待遇领取起始时间")
    resident_from: Month = entry("城乡居民养老保险待遇领取起始时间")
    end: Month = entry("重复领取终止时间")
    standards: Rows[Standard] = rows("月基础养老金标准")
    account_pension: Part[AccountPension] = part("个人账户养老金（青岛市口径）")
    returned: Money = entry("本人已退还金额")
    balance: Money = entry("个人账户余额")
    subsidy: Money = entry("其中政府补贴")
    plan: Part[Plan] = part("分期抵扣")


def run(case: DoubleDrawing) -> Outcome:
    """What was drawn twice, and how it is settled; not how, where more was returned than was drawn."""
    first, last = law.first_month(_month(case.employee_from), _month(case.resident_from)), _month(case.end)
    standards = [(_month(row.start), cast("Decimal", row.standard)) for row in case.standards]
    figures = {"start": first, "months": law.months_from(first, given("重复领取终止时间", last))}
    if not standards or first.value < standards[0][0]:
        return _stopped(figures, "standards", Sentence("没有{month}的月基础养老金标准，请补上。", month=first.said))
    drawn = {stretch.first: law.drawn(stretch) for stretch in law.by_standard(first.value, last, standards)}
    figures |= {f"drawn.{month}": step for month, step in drawn.items()}
    return _settled(case, {**figures, "drawn": total("重复领取基础养老金总额", drawn.values(), law.LAW)})


def _settled(case: DoubleDrawing, figures: dict[str, Step]) -> Outcome:
    """The figures of what was drawn, and of what becomes of it."""
    due = figures["drawn"]
    if not case.account_pension.is_blank():
        extra = _account_pension(case.account_pension)
        due = total("应退还总额", (due, extra), law.QINGDAO)
        figures |= {"account-pension": extra, "due": due}
    returned = given("本人已退还金额", case.returned, YUAN)
    if returned.value > due.value:
        return _stopped(figures, "returned", Sentence("本人已退还金额多于应退还的{amount}，请核对。", amount=due.said))
    subsidy = given("其中政府补贴", case.subsidy, YUAN, note="政府补贴不退还本人")
    own = law.own_balance(given("个人账户余额", case.balance, YUAN), subsidy)
    figures |= {"balance": own, **law.settle(due, returned, own)._asdict()}
    return _with_plan(case.plan, figures)


def _with_plan(plan: Plan, figures: dict[str, Step]) -> Outcome:
    """The figures with the instalments, a month a row (逐月抵扣), where there is a plan and something to deduct."""
    asked = figures["assistance"]
    if plan.is_blank():
        return Outcome(figures)
    if not asked.value:
        message = Sentence("没有要协助抵扣的金额，不用分期，没有使用。")
        return Outcome(figures, (Finding("warning", "plan", "offset", message, article=law.ASSISTANCE),))
    monthly = given("每月抵扣金额", plan.monthly, YUAN, note=law.AGREED)
    months = law.instalments(asked, monthly)
    if months.value > law.MOST_INSTALMENTS:
        message = Sentence("每月抵扣这么少，要{months}才能抵扣完，没有列出计划，请核对。", months=months.said)
        return Outcome(figures, (Finding("error", "plan.monthly", "offset", message, article=law.ASSISTANCE),))
    figures |= {"plan.months": months}
    listed = list(law.plan(asked, monthly, _month(plan.start)))
    for month, paid, left in listed:
        figures |= {f"plan.{month}": paid, f"remaining.{month}": left}
    last = replace(listed[-1][1], name="最后一期抵扣")
    whole = law.all_instalments(monthly, months, last, [paid for _, paid, _ in listed])
    figures |= {
        "plan.last": last,
        "plan.total": whole,
        "plan.end": law.last_month(given("首次抵扣年月", plan.start), months),
    }
    return Outcome(figures, schedule=law.schedule(listed, whole))


def _account_pension(pension: AccountPension) -> Step:
    drawn = given("重复领取期间发放的个人账户养老金", pension.drawn, YUAN)
    return law.not_from_own_savings(drawn, given("其中由本人个人账户储存额支付", pension.own, YUAN))


def _stopped(figures: dict[str, Step], path: str, message: Said) -> Outcome:
    return Outcome(figures, (Finding("error", path, "offset", message, article=law.LAW),))


def _month(month: YearMonth | None) -> YearMonth:
    """A month that the calculation requires."""
    return cast("YearMonth", month)


def _standards(case: DoubleDrawing) -> Iterator[Violation]:
    """A standard from a month that is not after that of the row before."""
    months = [row.start for row in case.standards]
    for index, (before, month) in enumerate(zip(months, months[1:], strict=False), 1):
        if before is not None and month is not None and month <= before:
            yield Violation("error", f"standards.{index}.start", Sentence("不晚于上一行，请按先后排列，每月只写一次。"))


def _more_than_the_whole(case: DoubleDrawing) -> Iterator[Violation]:
    """Parts that are larger than what they are part of."""
    pension = case.account_pension
    parts = (("subsidy", case.subsidy, case.balance), ("account_pension.own", pension.own, pension.drawn))
    for path, share, whole in parts:
        if share is not None and share > (whole or Decimal(0)):
            yield Violation("error", path, Sentence("多于其所在的总额，请核对。"))
    for name in AccountPension.model_fields:
        if not pension.is_blank() and getattr(pension, name) is None:
            yield Violation("error", f"account_pension.{name}", Sentence("不能空白，没有的写0。"))


def _planned(case: DoubleDrawing) -> Iterator[Violation]:
    """A plan has a first month and an amount that deducts something."""
    plan = case.plan
    if plan.is_blank():
        return
    for name in Plan.model_fields:
        if getattr(plan, name) is None:
            yield Violation("error", f"plan.{name}", Sentence("分期抵扣要写明首次抵扣年月和每月抵扣金额。"))
    if plan.monthly is not None and not plan.monthly:
        yield Violation("error", "plan.monthly", Sentence("每月抵扣金额是0，抵扣不完，请核对。"))


CALCULATION = Calculation(
    name="offset",
    title="重复领取待遇：应退还、个人账户抵扣、协助抵扣和退还本人的金额",
    article="人社部发〔2014〕17号 第八条；人社厅发〔2014〕25号",
    case_type=DoubleDrawing,
    run=run,
    required=(
        *("employee_from", "resident_from", "end", "returned", "balance", "subsidy"),
        *("standards.*.start", "standards.*.standard"),
    ),
    rules=(
        in_order(law.LAW, "employee_from", "end"),
        in_order(law.LAW, "resident_from", "end"),
        not_negative(DoubleDrawing, law.LAW),
        Check("standards", ("standards.*.start",), "标准由早到晚，每次调整一行", law.LAW, _standards),
        Check("parts", ("subsidy", "account_pension.own"), "部分不多于总额", law.LAW, _more_than_the_whole),
        Check("plan", ("plan.start", "plan.monthly"), "分期抵扣写明从哪月起、每月多少", law.ASSISTANCE, _planned),
    ),
)
