"""重复缴费清退: what is returned to the person, year by year, and where subsidy and interest go.

Law: 鲁人社字〔2024〕84号 第十一条、第十二条; 人社部发〔2014〕17号 三、人社厅发〔2014〕25号.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Annotated, Any, cast

from hjforms.calculation import Calculation, Outcome
from hjforms.calculations._accounts import Direction, labels, principal
from hjforms.law import accounts
from hjforms.law.returns import NATIONAL, SHANDONG, YearReturned, destination, not_settled, returns_of_year
from hjforms.law.steps import MONTHS, Step, given, total
from hjforms.records.base import Record, Rows, entry, rows
from hjforms.records.kinds import CalendarYear, Money, MonthsOfYear, one_of
from hjforms.records.relations import not_negative, years_in_order
from hjforms.records.rules import Check, Violation
from hjforms.wording import Sentence

RULES_OF = {"shandong": "山东", "national": "国家"}
ARTICLES = {"shandong": SHANDONG, "national": NATIONAL}
LAND = ("land_personal", "land_collective")
Jurisdiction = Annotated[str | None, *one_of("适用规定", RULES_OF).metadata()]


class Year(Record):
    """One year of 居民养老保险 that was paid twice."""

    year: CalendarYear = entry("重复年份")
    personal: Money = entry("个人缴费")
    land_personal: Money = entry("被征地个人缴费")
    collective: Money = entry("集体补助（其他资助）")
    land_collective: Money = entry("被征地集体缴费")
    subsidy: Money = entry("个人缴费政府补贴")
    interest: Money = entry("利息")
    months: MonthsOfYear = entry("重复月数")


class Refunds(Record):
    """The years that were paid twice, and the rules under which they are returned."""

    rules: Jurisdiction = entry("适用规定")
    direction: Direction = entry("衔接方向")
    years: Rows[Year] = rows("重复缴费各年")


def figures_of(years: Mapping[int, YearReturned], direction: str | None, article: str) -> dict[str, Step]:
    """The figures of years paid twice, and their sums by ``article``."""
    figures: dict[str, Step] = {}
    for year, returned in years.items():
        figures[f"refund.{year}"] = returned.refund
        figures |= {f"refund.{year}.{name}": part for name, part in returned.parts.items()}
        figures |= {
            f"{name}.{year}": step
            for name, step in (("subsidy", returned.subsidy), ("interest", returned.interest))
            if step is not None
        }
    figures["total"] = total("清退总额", [returned.refund for returned in years.values()], article)
    return figures | _subsidies(years.values(), direction)


def _subsidies(years: Iterable[YearReturned], direction: str | None) -> dict[str, Step]:
    """The subsidies of months paid twice together, and where they go."""
    subsidies, unsettled = [], []
    for returned in years:
        subsidies += [returned.subsidy] if returned.subsidy else []
        unsettled += [returned.unsettled] if returned.unsettled else []
    if unsettled:
        return {"subsidy.destination": not_settled(unsettled)}
    if not subsidies:
        return {}
    return {
        "subsidy": total("重复缴费产生的政府补贴合计", subsidies, subsidies[0].article),
        "subsidy.destination": destination(cast("accounts.Direction | None", direction)),
    }


def _land_under_national(case: Any) -> Iterator[Violation]:
    if case.rules != "national":
        return
    for index, row in enumerate(case.years):
        for name in LAND:
            if getattr(row, name) is not None:
                message = Sentence("国家规定的清退公式没有被征地项目，请核对，或改用山东规定。")
                yield Violation("error", f"years.{index}.{name}", message)


def run(case: Refunds) -> Outcome:
    """The refund of every year, its parts, and the sums; subsidies and interest by Shandong's 第十一条 only."""
    article = ARTICLES[case.rules or "shandong"]
    years = {
        row.year: returns_of_year(
            row.year,
            principal(row),
            labels(row),
            given(f"{row.year}年重复月数", row.months, MONTHS),
            row.subsidy,
            row.interest,
            article,
        )
        for row in case.years
        if row.year is not None
    }
    return Outcome(figures_of(years, case.direction, article))


CALCULATION = Calculation(
    name="refund",
    title="重复缴费清退金额，及政府补贴、利息的去向",
    article="鲁人社字〔2024〕84号 第十一条、第十二条；人社厅发〔2014〕25号",
    case_type=Refunds,
    run=run,
    required=("rules", "years.*.year", "years.*.months"),
    rules=(
        years_in_order(SHANDONG),
        not_negative(Refunds, SHANDONG, except_=("years.*.interest",)),
        Check(
            "no-land",
            tuple(f"years.*.{name}" for name in LAND),
            "国家公式没有被征地项目",
            NATIONAL,
            _land_under_national,
        ),
    ),
)
