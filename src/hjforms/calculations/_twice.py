"""The first part of every transfer (重复缴费结算): months paid twice by two accounts, and what becomes of them.

``settle`` prints it as the refund form, ``transfer`` goes on from it; nothing of it is computed in another place.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from hjforms.calculations._accounts import labels, paid_rows, principal
from hjforms.calculations._agreement import but_for, of_both, on_side, spoils_months, weighed
from hjforms.calculations.overlap import months_twice
from hjforms.calculations.refund import figures_of
from hjforms.catalogue import Form
from hjforms.findings import Finding
from hjforms.law import overlap, returns
from hjforms.law.accounts import Direction
from hjforms.law.overlap import Overlap
from hjforms.law.returns import YearReturned, returns_of_year
from hjforms.law.steps import Step

SHANDONG_PACK = "shandong"
ARTICLES = {True: (overlap.SHANDONG, returns.SHANDONG), False: (overlap.NATIONAL, returns.NATIONAL)}
"""By whether the rules of Shandong apply: the articles for the months paid twice, and for what is returned of them."""


STAYING = ("years-paid.condition",)
"""The rules of 职工 accounts that only ask whether a person may leave that scheme."""


@dataclass(frozen=True)
class Paper:
    """An account: its form, its completed record, what was found on it, and which side of the case it is."""

    form: Form
    record: Any
    findings: tuple[Finding, ...]
    side: str


@dataclass(frozen=True)
class PaidTwice:
    """Months paid twice (``twice``), the figures that follow from them, and what was found on the accounts.

    ``wrong`` is what is wrong with the accounts, ``doubts`` what they leave open. ``is_certain`` where every figure is
    there, sums included.
    """

    twice: Overlap
    figures: Mapping[str, Step]
    wrong: tuple[Finding, ...]
    doubts: tuple[Finding, ...]
    is_certain: bool

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Everything that was found, what is wrong first."""
        return (*self.wrong, *self.doubts)


def paid_twice(
    papers: tuple[Paper, Paper], decided: Mapping[int, int] | None, direction: Direction | None, pack: str
) -> PaidTwice:
    """What the accounts of 居民 and of 职工养老保险 say of months paid twice, by the rules of ``pack``.

    Law: 鲁人社字〔2024〕84号 第十一条、第十二条; 人社部发〔2014〕17号 三. ``decided`` are months by year that the
    agency has found out itself. Sums are left out where a year is uncertain.
    """
    resident, employee = (paper.record for paper in papers)
    of_months, of_refund = ARTICLES[pack == SHANDONG_PACK]
    leaving = STAYING if direction == "resident-to-employee" else ()
    twice, doubts = months_twice(resident, employee, decided, of_months)
    wrong = [found for found in but_for(doubts, _wrong(papers, of_months, decided or {})) if found.rule not in leaving]
    figures = _figures(resident, twice, direction, of_refund)
    is_certain = not twice.uncertain and not spoils_months(wrong)
    if not is_certain:
        figures = {key: step for key, step in figures.items() if "." in key}
    return PaidTwice(twice, figures, tuple(wrong), tuple(doubts), is_certain)


def _wrong(papers: tuple[Paper, Paper], article: str, decided: Mapping[int, int]) -> list[Finding]:
    """What is wrong with the accounts, each by itself and both together, as far as it matters to what is settled."""
    first, second = papers
    own = [
        found for one in (first, second) for found in on_side(one.side, [*one.findings, *one.form.check(one.record)])
    ]
    both = of_both(first.record, second.record, article, {finding.path for finding in own})
    return weighed([*own, *both], second.record, decided)


def _figures(resident: Any, twice: Overlap, direction: Direction | None, article: str) -> dict[str, Step]:
    """Months, refunds, subsidies and interest of every year that is certain, and their sums."""
    returned: dict[int, YearReturned] = {
        row.year: returns_of_year(
            row.year, principal(row), labels(row), twice.years[row.year], row.subsidy, row.interest, article
        )
        for _, row in paid_rows(resident)
        if row.year in twice.years
    }
    figures = {f"months.{year}": step for year, step in twice.years.items()}
    return figures | figures_of(returned, direction, article)
