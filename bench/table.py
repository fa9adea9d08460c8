"""The table (成绩表): a line for each form and a column for each tool, with ratio, target and whether it is met."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

from bench.measure import Score

MISSING = "not installed"
FORM_WIDTH = 26
CELL_WIDTH = 38


@dataclass(frozen=True)
class Target:
    """What a ratio or a figure has to reach."""

    sense: Literal["≥", "≤"]
    bound: float
    unit: str = " ×"

    def met(self, value: float) -> bool:
        """Whether a value reaches it."""
        return value >= self.bound if self.sense == "≥" else value <= self.bound

    def __str__(self) -> str:
        return f"{self.sense} {self.bound:g}{self.unit}"


@dataclass(frozen=True)
class Row:
    """One result. ``value`` is what the target is about: a ratio, kilobytes, …"""

    contest: str
    tool: str
    figure: str = ""
    value: float | None = None
    target: Target | None = None
    checked: int = 0
    wrong: int = 0
    note: str = ""
    ours: bool = False
    form: str = ""

    @property
    def verdict(self) -> str:
        """``ok`` or ``MISSED`` where there is a target, ``WRONG`` where an output of ours is."""
        if self.ours and self.wrong:
            return "WRONG"
        if self.target is None:
            return ""
        if self.value is None:
            return "not measured"
        return "ok" if self.target.met(self.value) else "MISSED"

    @property
    def failed(self) -> bool:
        """Whether this row fails the whole run."""
        return self.verdict in ("MISSED", "WRONG")

    @property
    def shown(self) -> str:
        """The value with its target and verdict: ``11.9 × ≥ 10 × ok``."""
        if self.value is None:
            return self.verdict
        value = f"{self.value:.3g}" if self.value < 1000 else f"{self.value:.0f}"
        unit = self.target.unit if self.target else " ×"
        return " ".join(filter(None, (value + unit, str(self.target or ""), self.verdict)))

    def cell(self) -> str:
        """What the table shows."""
        checked = f"{self.checked - self.wrong}/{self.checked}" if self.checked else ""
        return "  ".join(filter(None, (self.figure, self.shown, checked, self.note)))

    def data(self) -> dict[str, Any]:
        """The row for a JSON file."""
        fields = {name: value for name, value in asdict(self).items() if name not in ("target", "ours")}
        return {**fields, "target": str(self.target) if self.target else None, "verdict": self.verdict}


@dataclass(frozen=True)
class Contest:
    """What is measured, in which unit; makes the rows of the table."""

    title: str

    def ours(self, score: Score, note: str = "") -> Row:
        """The row of hjforms."""
        return Row(self.title, "hjforms", _figure(score), None, None, score.checked, score.wrong, note, ours=True)

    def peer(self, mine: Score, score: Score, target: Target | None = None, note: str = "") -> Row:
        """The row of a peer, with how many times as fast hjforms is."""
        ratio = mine.times(score)
        return Row(self.title, score.name, _figure(score), ratio, target, score.checked, score.wrong, note)

    def missing(self, tool: str, target: Target | None = None) -> Row:
        """The row of a peer that cannot be measured here."""
        return Row(self.title, tool, target=target, note=MISSING)


def _figure(score: Score) -> str:
    return f"{score.rate:,.0f}" if score.rate >= 100 else f"{score.rate:.1f}"


def heading(rows: Sequence[Row]) -> str:
    """The title of a contest and the tools that take part."""
    return f"\n{rows[0].contest}\n{_columns('', [row.tool for row in rows])}"


def line(rows: Sequence[Row]) -> str:
    """The results of all tools with one form."""
    return _columns(rows[0].form, [row.cell() for row in rows])


def _columns(name: str, cells: Sequence[str]) -> str:
    return (name.ljust(FORM_WIDTH) + "".join(f"  {cell:<{CELL_WIDTH}}" for cell in cells)).rstrip()
