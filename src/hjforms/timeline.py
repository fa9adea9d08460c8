"""Timelines (时间线): the versions of anything that the law replaces, each with its first day and its source.

>>> rate = Timeline("某利率", "率", (Version(dt.date(2024, 1, 1), None, 3, source="示例", certainty="source"),))
>>> rate.at(dt.date(2025, 6, 30)).value
3
>>> rate.at(dt.date(2023, 12, 31))
Traceback (most recent call last):
    ...
hjforms.errors.NoRuleInForce: 某利率：2023年12月31日没有有效的规定（已知：2024年1月1日起）。
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Generic, Literal, TypeVar

from hjforms.errors import NoRuleInForce
from hjforms.wording import Label, Listed, Said, Sentence, named, said

Certainty = Literal["source", "confirmed", "consensus", "draft", "disputed", "reconstructed"]
CERTAINTY: dict[Certainty, str] = {
    "source": "文件原文",
    "confirmed": "多处一致转载",
    "consensus": "多份第三方资料一致，未见官方原文",
    "draft": "草案，未见正式文件",
    "disputed": "资料不一致，请以社保机构核定为准",
    "reconstructed": "由规则推算",
}
"""How sure we are of a figure, and what a clerk is told."""

T = TypeVar("T")


@dataclass(frozen=True)
class Version(Generic[T]):
    """What holds from ``first`` to ``last``, both days inclusive; without ``last``, until it is replaced."""

    first: dt.date
    last: dt.date | None
    value: T
    source: str
    certainty: Certainty
    note: str = ""

    def holds(self, day: dt.date) -> bool:
        """True on a day on which this version is in force."""
        return self.first <= day and (self.last is None or day <= self.last)

    @property
    def days(self) -> Said:
        """The days of the version, as a clerk reads them."""
        first = _written(self.first)
        if self.last is None:
            return Sentence("{first}起", first=first)
        return Sentence("{first}至{last}", first=first, last=_written(self.last))


@dataclass(frozen=True)
class Timeline(Generic[T]):
    """The versions of one thing, oldest first; ``unit`` is that of their values."""

    name: str
    unit: str
    versions: tuple[Version[T], ...]

    def at(self, day: dt.date) -> Version[T]:
        """The version in force on a day. Raises ``NoRuleInForce`` where there is none; never guesses the latest."""
        for version in self.versions:
            if version.holds(day):
                return version
        known = Listed(*(version.days for version in self.versions)) if self.versions else Sentence("没有")
        raise NoRuleInForce(
            named(said(self.name), Sentence("{day}没有有效的规定（已知：{known}）。", day=_written(day), known=known))
        )


def _written(day: dt.date) -> Label:
    return Label(f"{day.year}年{day.month}月{day.day}日", day.isoformat())
