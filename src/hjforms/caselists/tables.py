"""Tables (并列): results side by side.

A calculation that gives the same figures of several things, as ``deadline`` does of every stage, has a line for each of
them (``Breakdown``), and every calculation has a table with a line a case.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from hjforms.calculation import Calculation
from hjforms.caselists.cases import IDENTITY, NAME, Result
from hjforms.law.steps import YUAN, Schedule, Step, written

WHERE, WHO, ID, SAID = "来源", "姓名", "公民身份号码", "说明"
TITLES = {"error": "错误", "warning": "提示"}

Cell = str | int | Decimal | dt.date | None


@dataclass(frozen=True)
class Table:
    """Results side by side: the labels over the columns, and the lines."""

    title: str
    heads: tuple[str, ...]
    lines: Iterable[tuple[Cell, ...]]


class SideBySide:
    """Takes results and lays them out: by the breakdown of the calculation, where it has one, and a line a case."""

    def __init__(self, calculation: Calculation) -> None:
        self._breakdown = calculation.breakdown
        self._labels: dict[str, str] = {}
        self._schedules: list[Schedule | None] = []
        self._cases: list[tuple[tuple[Cell, ...], dict[str, Cell], str]] = []
        self._names: dict[str, str] = {}

    def add(self, result: Result) -> None:
        """Take a result."""
        cells: dict[str, Cell] = {}
        schedule = result.outcome.schedule if result.outcome else None
        in_rows = {id(step) for row in schedule.rows for step in row} if schedule else set()
        for key, step in result.outcome.figures.items() if result.outcome else ():
            if id(step) in in_rows:
                continue
            thing, _, column = key.rpartition(".")
            if self._breakdown and thing and column in self._breakdown.columns:
                if column == self._breakdown.named:
                    self._names.setdefault(thing, step.name)
            else:
                self._labels.setdefault(key, f"{step.name}（{step.unit}）" if step.unit else step.name)
            cells[key] = _cell(step)
        self._schedules.append(schedule)
        who = (str(result.entry.origin), result.who(NAME) or None, result.who(IDENTITY) or None)
        self._cases.append((who, cells, _said(result)))

    def tables(self) -> Iterator[Table]:
        """The tables of all results; schedules come first where every case has one, for CSV has the first alone."""
        heads = (WHERE, WHO, ID)
        listed = [schedule for schedule in self._schedules if schedule]
        rows = [Table(listed[0].title, (*heads, *listed[0].heads, SAID), self._rows())] if listed else []
        if rows and len(listed) == len(self._schedules):
            yield rows.pop()
        if self._breakdown:
            columns = self._breakdown.columns.values()
            yield Table(self._breakdown.title, (*heads, self._breakdown.thing, *columns, SAID), self._parts())
        lines = ((*who, *map(cells.get, self._labels), said) for who, cells, said in self._cases)
        yield Table("汇总" if self._breakdown else "结果", (*heads, *self._labels.values(), SAID), lines)
        yield from rows

    def _rows(self) -> Iterator[tuple[Cell, ...]]:
        """Every row of every schedule, and its sums; what is said of a case stands in the last."""
        for (who, _, said), schedule in zip(self._cases, self._schedules, strict=True):
            if schedule is not None:
                yield from ((*who, *map(_cell, row), None) for row in schedule.rows)
                yield (*who, *map(_cell, schedule.total), said)

    def _parts(self) -> Iterator[tuple[Cell, ...]]:
        """A line for everything of which a case has figures; one for a case that has none."""
        assert self._breakdown is not None
        columns = self._breakdown.columns
        for who, cells, said in self._cases:
            things = dict.fromkeys(key.rpartition(".")[0] for key in cells if key not in self._labels)
            for thing in things:
                yield (
                    *who,
                    self._names.get(thing, thing),
                    *(cells.get(f"{thing}.{column}") for column in columns),
                    None,
                )
            if not things:
                yield (*who, None, *([None] * len(columns)), said)


def _cell(step: Step) -> Cell:
    """A figure as a cell: days as days, amounts and numbers as numbers, all else in words."""
    value = step.value
    if value is None or (isinstance(value, Decimal) and step.unit == YUAN):
        return value
    if isinstance(value, dt.date | int) and not isinstance(value, bool):
        return value
    return written(value, step.unit)


def _said(result: Result) -> str:
    """What is wrong with a case, or is to be looked at."""
    faults = [f"错误：{fault}" for fault in result.entry.faults]
    return "\n".join([*faults, *(f"{TITLES[finding.severity]}：{finding.message}" for finding in result.findings)])
