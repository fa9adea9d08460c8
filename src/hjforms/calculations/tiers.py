"""缴费档次和政府补贴: the table of a place, stated with its source, held against the years of a resident account.

鲁人社发〔2023〕19号, which has Shandong's table, was not found: no figure of it stands here, the case states it.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated, Any, cast

from hjforms.calculation import Calculation, Outcome
from hjforms.findings import Finding
from hjforms.law.steps import YUAN, Step, given, total
from hjforms.packs.shandong.resident_account import ResidentAccount
from hjforms.records.base import Part, Record, Rows, entry, part, rows
from hjforms.records.kinds import CalendarYear, Money, Text, one_of
from hjforms.records.relations import not_negative
from hjforms.records.rules import Check, Violation
from hjforms.timeline import CERTAINTY, Certainty
from hjforms.wording import Said, Sentence

ARTICLE = "鲁人社发〔2023〕19号（鲁人社字〔2024〕84号 第一条引用；档次和补贴的数值没有找到，由案例写明）"
SURE = one_of("确定程度", dict(CERTAINTY.items()))


class Tier(Record):
    """A yearly contribution and its subsidy, from a year on to the last, both counted."""

    first: CalendarYear = entry("起始年度")
    last: CalendarYear = entry("终止年度")
    tier: Money = entry("年缴费档次")
    subsidy: Money = entry("年政府补贴")
    source: Text = entry("出处")
    certainty: Annotated[str | None, *SURE.metadata()] = entry("出处的确定程度")


class Tiers(Record):
    """A table of tiers, and the account that is held against it."""

    tiers: Rows[Tier] = rows("缴费档次和政府补贴")
    resident: Part[ResidentAccount] = part("居民养老保险信息表")


def run(case: Tiers) -> Outcome:
    """The subsidy of every year by the table, and where the account differs from it or the table is silent."""
    figures: dict[str, Step] = {}
    findings: list[Finding] = []
    untold: list[str] = []
    for index, row in enumerate(case.resident.years):
        if not (row.personal or row.subsidy):
            continue
        in_force = [tier for tier in case.tiers if _holds(tier, row.year)]
        if not in_force:
            untold.append(str(row.year))
            continue
        by_table = next((_expected(row.year, tier) for tier in in_force if tier.tier == row.personal), None)
        figures |= {f"subsidy.{row.year}": by_table} if by_table else {}
        findings += _differing(index, row, by_table, in_force)
    if figures:
        figures["subsidy"] = total("按档次表的政府补贴合计", figures.values(), ARTICLE)
    if untold:
        message = Sentence("没有这些年度的档次和补贴：{years}。没有核对；请按当地文件填写，写明出处。", years=untold)
        findings.append(_finding("tiers", message))
    return Outcome(figures, tuple(findings))


def _holds(tier: Tier, year: int | None) -> bool:
    return tier.first is not None and year is not None and tier.first <= year <= (tier.last or year)


def _expected(year: int | None, tier: Tier) -> Step:
    """The subsidy that the table has for a tier (应补贴)."""
    subsidy = Step(
        f"{tier.tier}元档次的政府补贴",
        tier.subsidy,
        YUAN,
        source=tier.source or "",
        certainty=cast("Certainty", tier.certainty),
    )
    paid = given(f"{year}年个人缴费", tier.tier, YUAN)
    return Step(f"{year}年应有的政府补贴", tier.subsidy, YUAN, inputs=(paid, subsidy), article=ARTICLE)


def _differing(index: int, row: Any, by_table: Step | None, in_force: list[Tier]) -> Iterator[Finding]:
    """A year whose contribution is no tier, or whose subsidy is not that of its tier."""
    path = f"resident.years.{index}"
    if by_table is None:
        known = "、".join(str(tier.tier) for tier in in_force)
        message = Sentence("{year}年个人缴费不是当年的档次，请核对缴费或者档次表。", year=row.year)
        yield _finding(f"{path}.personal", message, known, str(row.personal or "0.00"))
    elif (row.subsidy or Decimal(0)) != by_table.value:
        message = Sentence("{year}年政府补贴与档次表不符，请核对补贴或者档次表。", year=row.year)
        yield _finding(f"{path}.subsidy", message, str(by_table.value), str(row.subsidy or "0.00"))


def _finding(path: str, message: Said, expected: str = "", found: str = "") -> Finding:
    return Finding("warning", path, "tiers", message, expected, found, ARTICLE)


def _account(case: Tiers) -> Iterator[Violation]:
    if not case.resident.years:
        yield Violation("error", "resident", Sentence("没有历年明细，没有可以核对的。"))


def _once(case: Tiers) -> Iterator[Violation]:
    """Two rows for the same tier in the same year, and a last year before the first."""
    for index, tier in enumerate(case.tiers):
        if tier.first is not None and tier.last is not None and tier.last < tier.first:
            yield Violation("error", f"tiers.{index}.last", Sentence("早于起始年度，请核对。"))
        same = [other for other in case.tiers[:index] if other.tier == tier.tier]
        if any(_holds(other, tier.first) or _holds(tier, other.first) for other in same):
            yield Violation("error", f"tiers.{index}.tier", Sentence("同一年度里这一档次写了两次，请只留一行。"))


CALCULATION = Calculation(
    name="tiers",
    title="缴费档次和政府补贴：与写明出处的档次表核对历年明细",
    article=ARTICLE,
    case_type=Tiers,
    run=run,
    required=(
        *(f"tiers.*.{name}" for name in ("first", "tier", "subsidy", "source", "certainty")),
        "resident.years.*.year",
    ),
    rules=(
        Check("account", ("resident",), "要有历年明细", ARTICLE, _account),
        Check("once", ("tiers.*.tier",), "每一年度每一档次只有一行", ARTICLE, _once),
        not_negative(Tiers, ARTICLE),
    ),
)
