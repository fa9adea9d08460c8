"""基本养老保险关系转移接续信息表: what the old agency hands over, the money and the account year by year.

Law: 吉社保〔2020〕6号 第七条（一）; 人社部规〔2017〕1号; 人社厅发〔2017〕7号.

Title: 吉社保〔2020〕6号. The three blocks, their labels and columns stand as working systems print them, with 4=1+2+3
and 6=4+5. 编号 and 单位：元 above and the sign-off below are reconstructed after the sister forms; 办理转移日期, which
one of these prints beside 编号, is left out, because 转移日期 stands in the first block. There is no 合计: balances do
not add up.

Page: A4 landscape, with the margins of the family. Offices print on A4, and an A3 page that is scaled to it brings
9 pt down to 6.4 pt. On A4 the sixteen columns hold headings and figures of 9 pt, up to a base of 99999.99 and a balance
of 9999999.99, once months are printed in six figures (201410—201412), as the systems do. A page takes twelve years: for
everybody who has been insured since 2014-10, when 机关事业单位 joined, that is one page until 2025.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

from hjforms.catalogue import Form
from hjforms.findings import Severity
from hjforms.notations.year_month import YearMonth
from hjforms.packs.jilin import EDITION
from hjforms.records.base import Part, Record, Rows, entry, part, rows
from hjforms.records.kinds import (
    CalendarYear,
    Code,
    Date,
    Money,
    Month,
    MonthDigits,
    Months,
    MonthsPaid,
    Note,
    RegionCode,
    Share,
    Text,
)
from hjforms.records.parts import DatedSignoff, Person
from hjforms.records.relations import (
    BIRTH_DATE_FROM_ID,
    REGION_KNOWN,
    SEX_FROM_ID,
    add_amounts,
    add_months,
    in_order,
    last_stated,
    months_of_year,
    not_after,
    not_negative,
    periods_apart,
    regions_known,
    required,
    since_birth,
    within_span,
    within_year,
    years_in_order,
)
from hjforms.records.rules import Check, Rule, Violation
from hjforms.wording import Sentence

ARTICLE = "吉社保〔2020〕6号 第七条（一）"
NOTE = "基本养老保险关系转移接续信息表 注"
FORM_LOGIC = "表内栏目之间的关系"
REFORM = 1998  # from 1998-01-01 on the whole account goes over, of the time before only what the person has paid
FEN = Decimal("0.01")


class Mover(Person):
    """The insured person (参保人员), with the employer that they leave."""

    address: Text = entry("户籍地地址", code="AAC010")
    employer: Text = entry("转出单位名称")


class Fund(Record):
    """The money that goes over (养老保险基金转移信息), columns 1 to 6."""

    before_1998: Money = entry("1998年1月1日前账户中个人缴费累计储存额", code="AIC093")
    since_1998: Money = entry("1998年1月1日至调转上年末个人账户累计储存额", code="AIC089")
    current_year: Money = entry("调转当年记入个人账户本金金额", code="AIC082")
    personal: Money = entry("个人账户基金转移额", code="AIC083")
    pooled: Money = entry("统筹基金转移额", code="AIC084")
    total: Money = entry("转移基金总额", code="AIC102")


class Shares(Record):
    """The parts of the base that are paid and credited (缴费比例)."""

    employer: Share = entry("单位")
    account: Share = entry("划入个人账户比例")
    personal: Share = entry("个人")


class Credited(Record):
    """An amount of the account, and the part of it that comes from the person's own contributions."""

    subtotal: Money = entry("小计")
    personal: Money = entry("个人缴费")


class Year(Record):
    """One year of contributions in one region (参保地区), and the account at its end."""

    region_code: RegionCode = entry("参保地区 行政区划代码")
    region_name: Text = entry("参保地区 名称")
    year: CalendarYear = entry("年份")
    start: MonthDigits = entry("缴费起始时间")
    end: MonthDigits = entry("缴费终止时间")
    months: MonthsPaid = entry("缴费月数")
    base: Money = entry("月缴费基数")
    shares: Part[Shares] = part("缴费比例")
    amount: Part[Credited] = part("当年记账金额")
    interest: Part[Credited] = part("当年记账利息")
    balance: Part[Credited] = part("至本年末账户累计储存额")
    remark: Note = entry("备注")


class TransferAccount(Record):
    """基本养老保险关系转移接续信息表."""

    number: Code = entry("编号")
    person: Part[Mover] = part("参保人基本信息")
    employed_since: Month = entry("参加工作时间")
    region_began: Month = entry("首次参保地实行个人缴费时间", code="AAB305")
    first_paid: Month = entry("本人首次缴费时间", code="AAC049")
    account_opened: Month = entry("本人建立个人账户时间", code="AAC032")
    start: Month = entry("在本地缴费起始时间", code="AAE030")
    end: Month = entry("在本地缴费终止时间", code="AAE031")
    months: Months = entry("在本地实际缴费月数", code="AAE201")
    transferred_on: Date = entry("转移日期", code="AAE035")
    fund: Part[Fund] = part("养老保险基金转移信息")
    years: Rows[Year] = rows("历年缴费及个人账户记账信息")
    signoff: Part[DatedSignoff] = part("签章")


def _months_here(
    start: YearMonth | None,
    end: YearMonth | None,
    starts: tuple[YearMonth | None, ...],
    ends: tuple[YearMonth | None, ...],
    months: tuple[int | None, ...],
    regions: tuple[str | None, ...],
) -> int | None:
    """The months of the rows between ``start`` and ``end``, where all of them are of one region and none is blank."""
    if start is None or end is None:
        return None
    rows_here = [
        (number, region)
        for first, last, number, region in zip(starts, ends, months, regions, strict=True)
        if first is not None and last is not None and start <= first and last <= end
    ]
    numbers = [number for number, _ in rows_here]
    if None in numbers or len({region for _, region in rows_here}) != 1:
        return None
    return add_months(*numbers)


def _balance(
    before: Decimal | None, amount: Decimal | None, interest: Decimal | None, year_before: int | None, year: int | None
) -> Decimal | None:
    """The balance of the row before and what this year adds; nothing where years between them are not on the page."""
    if amount is None and interest is None:
        return None
    gap = year_before is None or year is None or year - year_before > 1
    return None if before is not None and gap else add_amounts(before, amount, interest)


def _grade_balance(_index: int, stated: Decimal, before: Decimal | None, *others: object) -> Severity:
    """A balance may hold what earlier years or another region have left, which are not on the page."""
    amount, interest, _, _, region_before, region = others
    moved = region_before != region
    return "warning" if (before is None or moved) and stated > add_amounts(before, amount, interest) else "error"


def _until_last_year(
    transferred_on: dt.date | None,
    before_1998: Decimal | None,
    years: tuple[int | None, ...],
    balances: tuple[Decimal | None, ...],
) -> Decimal | None:
    """The balance at the end of the year before the transfer, where the account holds nothing from before 1998."""
    early = before_1998 or any(year is not None and year < REFORM for year in years)
    if transferred_on is None or early:
        return None
    last_year = transferred_on.year - 1
    at_its_end = (balance for year, balance in zip(years, balances, strict=True) if year == last_year)
    found: Decimal | None = last_stated(tuple(at_its_end))
    return found


def _of_this_year(
    transferred_on: dt.date | None, years: tuple[int | None, ...], amounts: tuple[Decimal | None, ...]
) -> Decimal | None:
    """What the rows of the year of the transfer have credited, where there are any."""
    if transferred_on is None:
        return None
    credited = tuple(amount for year, amount in zip(years, amounts, strict=True) if year == transferred_on.year)
    return None if last_stated(credited) is None else add_amounts(*credited)


def _more_than_the_whole(record: TransferAccount) -> Iterator[Violation]:
    """The parts of the person that are larger than the sums that they are parts of."""
    for index, row in enumerate(record.years):
        for name in ("amount", "interest", "balance"):
            whole: Credited = getattr(row, name)
            if whole.subtotal is not None and whole.personal is not None and whole.personal > whole.subtotal:
                yield Violation("error", f"years.{index}.{name}.personal", Sentence("多于小计，请核对。"))


def _paid_of_base(
    base: Decimal | None, months: int | None, share: Decimal | None, paid: Decimal | None
) -> Decimal | None:
    """Base × months × share; what is stated where it differs by no more than a fen a month, which rounding explains."""
    if base is None or months is None or share is None or paid is None:
        return None
    expected = base * months * share
    return paid if abs(paid - expected) <= FEN * months else expected.quantize(FEN, ROUND_HALF_UP)


def _column(*names: str) -> tuple[str, ...]:
    return tuple(f"years.*.{name}" for name in names)


def _balance_rule(name: str) -> Rule:
    """A balance (至本年末) is that of the year before, the amount and the interest of this one."""
    return Rule(
        "balance",
        _column(f"balance.{name}"),
        (
            f"years.-1.balance.{name}",
            *_column(f"amount.{name}", f"interest.{name}"),
            "years.-1.year",
            *_column("year"),
            "years.-1.region_code",
            *_column("region_code"),
        ),
        "累计储存额=上一行累计储存额+当年记账金额+当年记账利息",
        FORM_LOGIC,
        lambda *values: _balance(*values[:5]),
        _grade_balance,
        excuse=Sentence("多出的如是表上没有列出的以前年度或他地转入的，请留意。"),
    )


PARTS_OF_ACCOUNT = ("fund.before_1998", "fund.since_1998", "fund.current_year")

RULES: tuple[Rule | Check, ...] = (
    required(ARTICLE, "person.name", "person.citizen_id", "years.*.year"),
    SEX_FROM_ID,
    BIRTH_DATE_FROM_ID,
    REGION_KNOWN,
    in_order(FORM_LOGIC, "person.birth_date", "employed_since", "transferred_on"),
    in_order(FORM_LOGIC, "person.birth_date", "first_paid", "start", "end", "transferred_on"),
    in_order(FORM_LOGIC, "region_began", "first_paid"),
    in_order(FORM_LOGIC, "person.birth_date", "account_opened", "transferred_on"),
    in_order(FORM_LOGIC, "end", "signoff.date"),
    in_order(FORM_LOGIC, "first_paid", "years.*.start", "years.*.end", "end"),
    within_year(FORM_LOGIC),
    years_in_order(FORM_LOGIC, within="region_code"),
    periods_apart("years", FORM_LOGIC),
    not_after(FORM_LOGIC, "transferred_on", "years.*.year"),
    since_birth("years.*.year"),
    regions_known(TransferAccount),
    not_negative(TransferAccount, FORM_LOGIC),
    months_of_year(FORM_LOGIC, gaps=True),
    within_span(FORM_LOGIC, ("months", "start", "end")),
    Rule(
        "months.here",
        ("months",),
        ("start", "end", *_column("start", "end", "months", "region_code")),
        "在本地实际缴费月数为本地各行缴费月数之和",
        FORM_LOGIC,
        _months_here,
        fills=False,
    ),
    Check(
        "personal-part",
        _column("amount.personal", "interest.personal", "balance.personal"),
        "个人缴费部分不多于小计",
        FORM_LOGIC,
        _more_than_the_whole,
    ),
    Rule(
        "paid.base",
        _column("amount.personal"),
        _column("base", "months", "shares.personal", "amount.personal"),
        "个人缴费=月缴费基数×缴费月数×个人缴费比例",
        FORM_LOGIC,
        _paid_of_base,
        lambda *_: "warning",
        fills=False,
        excuse=Sentence("年中调整过基数或有补缴的，请留意。"),
    ),
    *map(_balance_rule, Credited.model_fields),
    Rule(
        "fund.since-1998",
        ("fund.since_1998",),
        ("transferred_on", "fund.before_1998", *_column("year", "balance.subtotal")),
        "调转上年末个人账户累计储存额=该年的至本年末账户累计储存额",
        FORM_LOGIC,
        _until_last_year,
    ),
    Rule(
        "fund.current-year",
        ("fund.current_year",),
        ("transferred_on", *_column("year", "amount.subtotal")),
        "调转当年记入个人账户本金=该年的当年记账金额",
        FORM_LOGIC,
        _of_this_year,
    ),
    Rule("fund.personal", ("fund.personal",), PARTS_OF_ACCOUNT, "4=1+2+3", NOTE, add_amounts),
    Rule("fund.total", ("fund.total",), ("fund.personal", "fund.pooled"), "6=4+5", NOTE, add_amounts),
)


FORM = Form(
    id="jilin/transfer-account",
    title="基本养老保险关系转移接续信息表",
    article="吉社保〔2020〕6号 第七条（一）",
    provenance="system",
    edition=EDITION,
    record_type=TransferAccount,
    rules=RULES,
)
