"""Proposals (推算建议): what an unreadable figure must be, where sums or the capital amount leave no choice.

Nothing is filled in. A proposal is a finding beside the one that says what could not be read; the clerk looks at the
paper and decides. Only rules that hold without exception propose, and only where they need nothing else unread.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from hjforms.errors import NotationError
from hjforms.findings import Finding
from hjforms.notations import capital
from hjforms.paths import RecordPath
from hjforms.reading.result.reading import Reading
from hjforms.records.base import Record, leaves, place, unread_in
from hjforms.records.rules import BEFORE, Occurrence, Rule, without_unread
from hjforms.wording import Sentence, named, said

RULE = "proposal"
_FEN = Decimal("0.01")
_STEPS: dict[str, Any] = {"money": _FEN, "whole": 1, "years": 1}


def with_proposals(reading: Reading) -> Reading:
    """The reading, with a proposal for every unread figure that the rules of its form fix."""
    unread = {*unread_in(reading.record)}
    if not unread:
        return reading
    record = without_unread(reading.record)
    found: dict[str, list[tuple[Any, Rule]]] = {}
    for rule in reading.form.rules:
        if isinstance(rule, Rule) and rule.grade is None:
            for path, value in _Proposing(record, rule, unread).all():
                found.setdefault(path, []).append((value, rule))
    findings = [
        _finding(reading, path, *values[0])
        for path, values in found.items()
        if all(value == values[0][0] for value, _ in values)
    ]
    return replace(reading, findings=(*reading.findings, *findings))


def _finding(reading: Reading, path: str, value: Any, rule: Rule) -> Finding:
    leaf = leaves(reading.form.record_type)[RecordPath(path).general]
    text, where = leaf.kind.shown(value), place(reading.form.record_type, path)
    should = Sentence("应为“{expected}”", expected=text) if leaf.kind.tells_nobody else Sentence("可以推算")
    message = named(
        where,
        Sentence("按“{formula}”{should}；没有自动填入，请看清纸面后补填。", formula=said(rule.formula), should=should),
    )
    return Finding("warning", path, RULE, message, text, reading.fields[path].text, rule.article)


@dataclass
class _Proposing:
    """One rule, asked for what it fixes."""

    record: Any
    rule: Rule
    unread: set[str]

    def all(self) -> Iterator[tuple[str, Any]]:
        """The paths that are unread and the values that the rule gives them."""
        for occurrence in self.rule.occurrences(self.record):
            inputs = list(inputs_of(self.rule, occurrence))
            missing = [place for place in inputs if place[0] in self.unread]
            targets = [self.rule.path(index, occurrence.row) for index in range(len(self.rule.targets))]
            if not missing:
                yield from self._forwards(occurrence, targets)
            elif len(missing) == 1 and not self.unread & set(targets):
                yield from self._backwards(occurrence, *missing[0])

    def _forwards(self, occurrence: Occurrence, targets: Sequence[str]) -> Iterator[tuple[str, Any]]:
        """Targets that are unread, computed from their inputs."""
        if not self.unread & set(targets) or not any(value not in (None, ()) for value in occurrence.values):
            return
        for path, value in zip(targets, self.rule.results(occurrence.values), strict=True):
            if path in self.unread and value is not None:
                yield path, value

    def _backwards(self, occurrence: Occurrence, path: str, number: int, row: int) -> Iterator[tuple[str, Any]]:
        """The one unread input, where exactly one value of it gives the targets that are stated."""
        stated = tuple(owner.__dict__[name] for owner, name in occurrence.fields)
        record_type: type[Record] = type(self.record)
        kinds = leaves(record_type)
        step = _STEPS.get(kinds[RecordPath(path).general].kind.name)
        if step is None or any(value is None for value in stated):
            return

        def gives(value: Any) -> tuple[Any, ...]:
            values = list(occurrence.values)
            column = values[number]
            values[number] = value if row < 0 else (*column[:row], value, *column[row + 1 :])
            return self.rule.results(values)

        if kinds[RecordPath(self.rule.targets[0]).general].kind.name == "capital":
            value = _amount(stated[0])
        else:
            value = _difference(stated, gives, step)
        if value is not None and gives(value) == stated and gives(value + step) != stated:
            yield path, value


def inputs_of(rule: Rule, occurrence: Occurrence) -> Iterator[tuple[str, int, int]]:
    """Every single input of an occurrence: its path, the number of the input, and the row in a column or -1."""
    for number, path in enumerate(map(RecordPath, rule.inputs)):
        if path.row == BEFORE:
            yield path.in_row(occurrence.row + BEFORE), number, -1
        elif path.table and path.table != rule.table:
            for row in range(len(occurrence.values[number])):
                yield path.in_row(row), number, row
        else:
            yield path.in_row(occurrence.row), number, -1


def _amount(text: str) -> Decimal | None:
    try:
        return capital.read(text)
    except NotationError:
        return None


def _difference(stated: tuple[Any, ...], gives: Callable[[Any], tuple[Any, ...]], step: Any) -> Any:
    """What a sum lacks of what is stated; ``None`` where it lacks nothing that a figure could be."""
    without = gives(step * 0)
    lacking = [there - here for there, here in zip(stated, without, strict=True) if here is not None and there != here]
    return lacking[0] if len(lacking) == 1 and lacking[0] > 0 else None
