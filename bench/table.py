"""The table (成绩表): one row a tool, with its target and whether it is met."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any, Literal

from bench.measure import Score

MISSING = "not installed"


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
    """One line of the table. ``value`` is what the target is about: a ratio, kilobytes, …"""

    contest: str
    tool: str
    figure: str = ""
    value: float | None = None
    target: Target | None = None
    checked: int = 0
    wrong: int = 0
    note: str = ""
    ours: bool = False

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

    def cells(self) -> tuple[str, ...]:
        """What the table shows."""
        value = "" if self.value is None else f"{self.value:.3g}" if self.value < 1000 else f"{self.value:.0f}"
        unit = self.target.unit if self.target else " ×"
        checked = f"{self.checked - self.wrong}/{self.checked}" if self.checked else ""
        target = str(self.target) if self.target else ""
        return (self.tool, self.figure, value and value + unit, target, self.verdict, checked, self.note)

    def data(self) -> dict[str, Any]:
        """The row for a JSON file."""
        fields = {name: value for name, value in asdict(self).items() if name not in ("target", "ours")}
        return {**fields, "target": str(self.target) if self.target else None, "verdict": self.verdict}


@dataclass(frozen=True)
class Contest:
    """What is measured, in which unit; makes the rows of the table."""

    title: str
    unit: str

    def ours(self, score: Score, note: str = "") -> Row:
        """The row of hjforms."""
        figure = _figure(score, self.unit)
        return Row(self.title, "hjforms", figure, None, None, score.checked, score.wrong, note, ours=True)

    def peer(self, mine: Score, score: Score, target: Target | None = None, note: str = "") -> Row:
        """The row of a peer, with how many times as fast hjforms is."""
        figure, ratio = _figure(score, self.unit), mine.times(score)
        return Row(self.title, score.name, figure, ratio, target, score.checked, score.wrong, note)

    def missing(self, tool: str, target: Target | None = None) -> Row:
        """The row of a peer that cannot be measured here."""
        return Row(self.title, tool, target=target, note=MISSING)


def _figure(score: Score, unit: str) -> str:
    rate = f"{score.rate:,.0f}" if score.rate >= 100 else f"{score.rate:.1f}"
    return f"{rate} {unit}"


HEADINGS = ("", "measured", "hjforms is", "target", "", "right", "")


def render(rows: Iterable[Row]) -> str:
    """The rows of one contest as text in columns."""
    listed = list(rows)
    lines = [HEADINGS, *(row.cells() for row in listed)]
    widths = [max(map(_width, column)) for column in zip(*lines, strict=True)]
    body = ["  ".join(map(_padded, line, widths)).rstrip() for line in lines]
    return "\n".join([listed[0].contest, *(f"  {line}" for line in body), ""])


def _padded(text: str, width: int) -> str:
    return text + " " * (width - _width(text))


def _width(text: str) -> int:
    """Columns on a terminal, where Chinese characters take two."""
    return sum(2 if "\u2e80" <= char <= "\uffee" else 1 for char in text)
