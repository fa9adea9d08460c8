"""Steps (计算步骤): a figure together with the way in which it came about.

Every result of a calculation is a tree of steps. ``formula`` names its inputs by number and is printed twice, with
the names of the inputs and with their values, as a clerk writes it by hand:

>>> paid, months = given("个人缴费", Decimal("100.00"), "元"), given("重复缴费月数", 7, "个月")
>>> refund = Step("清退金额", Decimal("58.33"), "元", "{0}÷12×{1}", (paid, months), "第十二条", "四舍五入到分")
>>> print("\\n".join(explanation(refund)))
1. 清退金额：58.33元
   算式：个人缴费÷12×重复缴费月数
   ＝100.00÷12×7＝58.33元（四舍五入到分）
   依据：第十二条
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from hjforms.notations import date, year_month
from hjforms.notations.year_month import YearMonth
from hjforms.timeline import CERTAINTY, Certainty
from hjforms.wording import Label, Language, Listed, Said, Sentence, said

Value = Decimal | int | str | dt.date | YearMonth | Fraction | None
YUAN = "元"
MONTHS = "个月"
RATE = "率"
ENGLISH_UNITS = {YUAN: "yuan", MONTHS: "months", RATE: "", "个工作日": "working days"}


@dataclass(frozen=True)
class Step:
    """One figure: its Chinese name, its value and unit, and how it came about.

    ``formula`` is in words, with ``{0}`` for the first of ``inputs``; ``rounding`` says where the law has it
    rounded; a figure that the law gives instead of computing carries ``source`` and ``certainty``.
    """

    name: str
    value: Any
    unit: str = ""
    formula: str = ""
    inputs: tuple[Step, ...] = ()
    article: str = ""
    rounding: str = ""
    source: str = ""
    certainty: Certainty | None = None
    note: str = ""

    @property
    def is_derived(self) -> bool:
        """True where the figure was worked out, not given."""
        return bool(self.formula or self.article)

    @property
    def text(self) -> str:
        """The value with its unit, as it is printed."""
        return "无" if self.value is None else written(self.value, self.unit) + _unit(self.unit)

    @property
    def said(self) -> Label:
        """The value with its unit, as a message says it."""
        return Label(self.text, _english(self.value, self.unit))


def _english(value: Value, unit: str) -> str:
    if value is None or isinstance(value, bool):
        return {None: "none", True: "yes", False: "no"}[value]
    if isinstance(value, dt.date | YearMonth):
        return str(plain(value))
    return f"{written(value, unit)} {ENGLISH_UNITS.get(unit, unit)}".rstrip()


@dataclass(frozen=True)
class Schedule:
    """Figures as rows that are printed beneath one another (附表): title, heads, a figure for every cell, the sums."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[Step, ...], ...]
    total: tuple[Step, ...]

    def texts(self) -> list[tuple[str, ...]]:
        """The heads, the rows and the sums as they are printed, without units."""
        return [
            self.heads,
            *(tuple(written(cell.value, cell.unit) for cell in row) for row in (*self.rows, self.total)),
        ]

    def lines(self) -> list[str]:
        """The schedule as lines of text."""
        return [self.title, *("　".join(filter(None, row)) for row in self.texts())]


def given(name: str, value: Value, unit: str = "", note: str = "") -> Step:
    """A figure that the caller states."""
    return Step(name, value, unit, note=note)


def total(name: str, parts: Iterable[Step], article: str, unit: str = YUAN) -> Step:
    """The sum of several figures (合计)."""
    listed = tuple(parts)
    zero: Any = Decimal("0.00") if unit == YUAN else 0
    value = sum((part.value for part in listed), zero)
    return Step(name, value, unit, "＋".join(f"{{{index}}}" for index in range(len(listed))), listed, article)


def written(value: Value, unit: str = "") -> str:
    """A value as it is printed, without its unit."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, YearMonth):
        return year_month.write(value)
    if isinstance(value, dt.date):
        return date.write(value)
    if isinstance(value, Decimal):
        return f"{(value * 100).normalize():f}%" if unit == RATE else f"{value:f}"
    return str(value)


def _unit(unit: str) -> str:
    return "" if unit == RATE else unit


def explanation(*results: Step) -> Iterator[Said]:
    """The derivation of results as a clerk writes it (计算说明), line by line; its frame can be said in English.

    Every derived figure stands once, before it is used; every note where it is first of importance.
    """
    noted: set[str] = set()
    for number, step in enumerate(_derived(results), 1):
        yield Sentence("{number}. {name}：{value}", number=number, name=step.name, value=step.said)
        yield from (Sentence("   {line}", line=line) for line in _lines(step))
        notes = dict.fromkeys(part.note for part in (*step.inputs, step) if part.note)
        yield from (Sentence("   注：{note}", note=said(note)) for note in notes if note not in noted)
        noted.update(notes)


def _derived(results: Iterable[Step]) -> list[Step]:
    """Every derived step below some results, inputs first, each once."""
    found: dict[int, Step] = {}

    seen: set[int] = set()

    def visit(step: Step) -> None:
        if id(step) in seen:  # a step below several others is looked into once
            return
        seen.add(id(step))
        for part in step.inputs:
            visit(part)
        if step.is_derived:
            found.setdefault(id(step), step)

    for result in results:
        visit(result)
    return list(found.values())


def _lines(step: Step) -> Iterator[Said]:
    if step.formula:
        yield Sentence("算式：{formula}", formula=step.formula.format(*(part.name for part in step.inputs)))
        result = Sentence("＝{figures}＝{value}", figures=figures(step), value=step.said)
        yield Sentence("{result}（{rounding}）", result=result, rounding=step.rounding) if step.rounding else result
    elif step.inputs:
        parts = [(part.name, part.said) for part in step.inputs]
        told = Label(_side_by_side(parts, "，", "zh"), _side_by_side(parts, ", ", "en"))
        yield Sentence("由：{parts}", parts=told)
    for part in step.inputs:
        if part.source or part.certainty:
            yield Sentence("其中{name} {value}：{told}", name=part.name, value=part.said, told=_provenance(part))
    if step.source or step.certainty:
        yield Sentence("来源：{told}", told=_provenance(step))
    if step.article:
        yield Sentence("依据：{article}", article=step.article)


def _side_by_side(parts: Iterable[tuple[str, Said]], between: str, lang: Language) -> str:
    return between.join(f"{name} {value.text(lang)}" for name, value in parts)


def _provenance(step: Step) -> Said:
    """Where a figure comes from, and how sure that is."""
    sure = CERTAINTY[step.certainty] if step.certainty else ""
    return Listed(*(said(text) for text in (step.source, sure) if text))


def figures(step: Step) -> str:
    """The formula with the values of its inputs."""
    return step.formula.format(*(written(part.value, part.unit) for part in step.inputs))


def as_json(step: Step) -> dict[str, Any]:
    """The tree of a step as JSON data; what is empty is left out."""
    data = {
        "name": step.name,
        "value": plain(step.value),
        "unit": step.unit,
        "formula": step.formula.format(*(part.name for part in step.inputs)),
        "figures": figures(step),
        "inputs": [as_json(part) for part in step.inputs],
        "article": step.article,
        "rounding": step.rounding,
        "source": step.source,
        "certainty": step.certainty,
        "note": step.note,
    }
    return {key: value for key, value in data.items() if key == "value" or value}


def plain(value: Value) -> Any:
    """A value as JSON data: amounts, dates, months and fractions as text."""
    if value is None or isinstance(value, bool | int | str):
        return value
    return value.isoformat() if isinstance(value, dt.date) else str(value)


def plain_figures(results: Mapping[str, Step]) -> dict[str, Any]:
    """The values of named results as JSON data."""
    return {key: plain(step.value) for key, step in results.items()}
