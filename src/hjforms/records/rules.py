"""Rules (规则): a relation between fields, written once and used twice.

Where the record leaves the target blank, ``complete`` fills it; where the record states it, ``check``
verifies it. What hangs on a field that is unread (读不出) stays as it is: nothing is filled, nothing is verified, and
no finding follows from it. Paths use ``*`` for a row: a rule whose target has a row works within each row, and an input
with a row for a target without one is the whole column. ``years.-1.balance`` is the row before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from operator import attrgetter
from types import NoneType
from typing import Any

from hjforms.findings import Finding, Severity
from hjforms.paths import RecordPath
from hjforms.records.base import Record, RecordT, copied, leaves, nested_in, place, unread_in
from hjforms.unread import ADVICE, UNREAD, Unread
from hjforms.wording import Said, Sentence, named, said

BLANK = {NoneType}
BEFORE = -1
"""The row before, in the path of an input."""


@dataclass(frozen=True)
class Occurrence:
    """One place where a rule holds: its row, the owner and name of each target, and the values of its inputs."""

    row: int
    fields: list[tuple[Record, str]]
    values: list[Any]


@dataclass(frozen=True)
class Rule:
    """``targets`` = ``compute(*inputs)``, by ``article``; ``formula`` says it as the form or the law does.

    ``compute`` gets the values of ``inputs`` (``None`` where blank; a tuple for a column) and returns the
    values of the targets (of one target: the value itself), ``None`` where nothing can be said. Nothing is
    filled while every input is blank. ``grade`` may turn a difference into a warning: it gets the position
    of the target, the stated value and the inputs; ``excuse`` is what such a warning tells the clerk. A rule
    that ``fills`` nothing only verifies; a ``paired`` one fills a target only where the input at its own
    position is stated.
    """

    id: str
    targets: tuple[str, ...]
    inputs: tuple[str, ...]
    formula: str
    article: str
    compute: Callable[..., Any]
    grade: Callable[..., Severity] | None = None
    fills: bool = True
    paired: bool = False
    excuse: str = Sentence("请留意。")

    @cached_property
    def table(self) -> str:
        """The list in whose rows the rule works; empty where it works on the record."""
        return RecordPath(self.targets[0]).table

    @cached_property
    def scopes(self) -> Callable[[Any], Sequence[Any]]:
        """Gives of a record the parts in each of which the rule holds once: the rows of its table, or the record."""
        return attrgetter(self.table) if self.table else lambda record: (record,)

    @cached_property
    def stated(self) -> Callable[[Any], tuple[Any, ...]]:
        """Gives the values of the targets in one of the ``scopes``."""
        return _all_of([RecordPath(path).column for path in self.targets])

    @cached_property
    def values(self) -> Callable[[Any, Any, int], Sequence[Any]]:
        """Gives the values of the inputs in a record, in one of its ``scopes``, of this number."""
        places = [RecordPath(path) for path in self.inputs]
        if all(_is_own(place, self.table) for place in places):
            own = _all_of([place.column for place in places])
            return lambda _record, scope, _row: own(scope)
        getters = [_getter(place, self.table) for place in places]
        return lambda record, scope, row: [get(record, scope, row) for get in getters]

    @cached_property
    def owners(self) -> list[tuple[Callable[[Any], Any], str]]:
        """For each target what gives its part of one of the ``scopes``, and its name there."""
        columns = [RecordPath(path).column for path in self.targets]
        return [(attrgetter(path.parent) if path.parent else itself, path.name) for path in columns]

    def occurrences(self, record: Record) -> Iterator[Occurrence]:
        """Every place of the record where the rule holds."""
        for row, scope in enumerate(self.scopes(record)):
            fields = [(own(scope), name) for own, name in self.owners]
            yield Occurrence(row, fields, [*self.values(record, scope, row)])

    def path(self, target: int, row: int) -> RecordPath:
        """The path of a target in a row: ``years.3.paid.subtotal``."""
        return RecordPath(self.targets[target]).in_row(row)

    def results(self, values: Sequence[Any]) -> tuple[Any, ...]:
        """The values of the targets."""
        result = self.compute(*values)
        return (result,) if len(self.targets) == 1 else result


@dataclass(frozen=True)
class Violation:
    """What a ``Check`` found: how grave it is, where, and what to tell the clerk."""

    severity: Severity
    path: str
    message: Said


@dataclass(frozen=True)
class Check:
    """A condition that fills nothing. ``find`` yields a ``Violation`` for each place that breaks it."""

    id: str
    targets: tuple[str, ...]
    formula: str
    article: str
    find: Callable[[Any], Iterable[Violation]]


def itself(value: Any) -> Any:
    """The value as it is: what a rule computes where one place repeats another."""
    return value


def _is_own(place: RecordPath, table: str) -> bool:
    """True for an input that stands in the scope itself of a rule in the rows of a table, or in none."""
    return place.table == table and place.row != BEFORE


def _getter(place: RecordPath, table: str) -> Callable[[Any, Any, int], Any]:
    """A function of (record, scope, row) that takes the value of an input: of the row, the record or a column."""
    field = attrgetter(place.column)
    if _is_own(place, table):
        return lambda _record, scope, _row: field(scope)
    if not place.table:
        return lambda record, _scope, _row: field(record)
    rows = attrgetter(place.table)
    if place.row == BEFORE:
        return lambda record, _scope, row: field(rows(record)[row + BEFORE]) if row else None
    return lambda record, _scope, _row: tuple(map(field, rows(record)))


def _all_of(paths: Sequence[str]) -> Callable[[Any], tuple[Any, ...]]:
    """A function that takes all these values of an object at once, as a tuple even where it is one."""
    if len(paths) > 1:
        return attrgetter(*paths)
    (path,) = paths
    field = attrgetter(path)
    return lambda owner: (field(owner),)


def _stated(value: Any) -> bool:
    return any(item is not None for item in value) if isinstance(value, tuple) else value is not None


@dataclass(frozen=True)
class Derivation:
    """A field that a rule has filled (推算所得): the rule, which of its targets in which row, and the value."""

    rule: Rule
    target: int
    row: int
    value: Any

    @property
    def path(self) -> RecordPath:
        """The path of the field."""
        return self.rule.path(self.target, self.row)


OPEN = Unread("")
"""What stands in a draft where a derived field hangs on one that is unread."""


def complete(record: RecordT, rules: Sequence[Rule | Check]) -> RecordT:
    """A copy of the record in which every derived field that was blank is filled, in the order of the rules.

    What hangs on a field that is unread stays blank.
    """
    draft, unread = _thaw(record), bool(unread_in(record))
    for _ in _fill(draft, rules, unread):
        pass
    if unread:
        _replace(draft, lambda value: None if value is OPEN else value)
    return draft


def derivations(record: Record, rules: Sequence[Rule | Check]) -> list[Derivation]:
    """What ``complete`` fills, in the order of the rules."""
    return list(_fill(_thaw(record), rules, bool(unread_in(record))))


def _fill(draft: Record, rules: Sequence[Rule | Check], unread: bool) -> Iterator[Derivation]:
    """Fill a draft; where something of it is ``unread``, what hangs on that becomes ``OPEN``."""
    for rule in rules:
        if not isinstance(rule, Rule) or not rule.fills:
            continue
        for row, scope in enumerate(rule.scopes(draft)):
            stated = rule.stated(scope)
            if NoneType not in map(type, stated):
                continue
            values = rule.values(draft, scope, row)
            if not any(map(_stated, values)):
                continue
            is_open = unread and any(map(_is_unread, values))
            results = (OPEN,) * len(stated) if is_open else rule.results(values)
            for index, (own, name) in enumerate(rule.owners):
                allowed = not rule.paired or values[index] is not None
                if stated[index] is None and results[index] is not None and allowed:
                    own(scope).__dict__[name] = results[index]
                    if not is_open:
                        yield Derivation(rule, index, row, results[index])


def _is_unread(value: Any) -> bool:
    """True for a value, or a column of values, in which something is unread."""
    return isinstance(value, Unread) or (type(value) is tuple and any(isinstance(item, Unread) for item in value))


def _replace(draft: Record, by: Callable[[Any], Any]) -> None:
    """Replace values in a draft."""
    for name, value in draft.__dict__.items():
        if isinstance(value, Record):
            _replace(value, by)
        elif type(value) is tuple and value and isinstance(value[0], Record):
            for row in value:
                _replace(row, by)
        else:
            draft.__dict__[name] = by(value)


def without_unread(record: RecordT) -> RecordT:
    """A copy of the record in which what is unread is blank."""
    draft = _thaw(record)
    _replace(draft, lambda value: None if isinstance(value, Unread) else value)
    return draft


def without(record: RecordT, paths: Iterable[str]) -> RecordT:
    """A copy of the record in which these fields (``years.*.remark``) are blank; its rows stay where they are."""
    draft = _thaw(record)
    for path in paths:
        field = RecordPath(path)
        owner = field.column.parent
        for scope in attrgetter(field.table)(draft) if field.table else (draft,):
            (attrgetter(owner)(scope) if owner else scope).__dict__[field.name] = None
    return draft


def _thaw(record: RecordT) -> RecordT:
    """A deep copy whose parts nobody else holds yet, so that they may still be filled."""
    draft = copied(record)
    values = draft.__dict__
    for name in nested_in(type(record)):
        value = values[name]
        values[name] = tuple(map(_thaw, value)) if type(value) is tuple else _thaw(value)
    return draft


def check(record: Record, rules: Sequence[Rule | Check]) -> list[Finding]:
    """What is unread, and every disagreement between what the record states and what its rules say, in their order.

    Blanks are filled first, so that a total that is stated is held against rows whose sums are not.
    """
    unread = unread_in(record)
    completed = _thaw(record)
    for _ in _fill(completed, rules, bool(unread)):
        pass
    probe = _probe(record) if unread else record
    findings = [_unread(record, path, value) for path, value in unread.items()]
    for rule in rules:
        if isinstance(rule, Rule):
            findings += _differences(record, completed, rule, bool(unread))
        else:
            findings += _violations(record, _known(rule, probe) if unread else rule.find(record), rule)
    return findings


def _unread(record: Record, path: str, value: Unread) -> Finding:
    return Finding("error", path, UNREAD, named(place(type(record), path), ADVICE), None, value.text)


def _differences(record: Record, completed: Record, rule: Rule, unread: bool) -> Iterator[Finding]:
    """The stated targets of a rule that differ from what it computes from stated and filled inputs."""
    for row, (scope, full) in enumerate(zip(rule.scopes(record), rule.scopes(completed), strict=True)):
        stated, values = rule.stated(scope), rule.values(completed, full, row)
        if {*map(type, stated)} == BLANK or (unread and any(map(_is_unread, values))):
            continue
        expected = rule.results(values)
        if expected == stated:
            continue
        for index, (should, found) in enumerate(zip(expected, stated, strict=True)):
            if should is not None and found is not None and should != found and not isinstance(found, Unread):
                grade = rule.grade(index, found, *values) if rule.grade else "error"
                yield _difference(record, rule, grade, rule.path(index, row), (should, found))


class _UndecidedError(Exception):
    """A condition hangs on a field that is unread."""


class _Probe(Unread):
    """An unread value inside a condition: it is stated, and whoever asks more of it learns that nobody knows."""

    def _undecided(self, *_: Any) -> Any:
        raise _UndecidedError

    __eq__ = __ne__ = __lt__ = __le__ = __gt__ = __ge__ = __hash__ = __bool__ = _undecided
    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __truediv__ = __rtruediv__ = _undecided
    __neg__ = __abs__ = __int__ = __len__ = __iter__ = __getitem__ = __contains__ = __str__ = _undecided

    def __getattr__(self, _name: str) -> Any:
        raise _UndecidedError


def _probe(record: RecordT) -> RecordT:
    """A copy of the record for conditions, in which what is unread cannot be used."""
    draft, probe = _thaw(record), _Probe("")  # nobody else holds one: whatever looks at it learns that it is undecided
    _replace(draft, lambda value: probe if isinstance(value, Unread) else value)
    return draft


def _known(rule: Check, probe: Record) -> Iterator[Violation]:
    """What breaks a condition, as far as it does not hang on what is unread."""
    try:
        yield from rule.find(probe)
    except _UndecidedError:
        return


def _difference(record: Record, rule: Rule, grade: Severity, path: RecordPath, values: tuple[Any, Any]) -> Finding:
    kind = leaves(type(record))[path.general].kind
    should, found = (kind.shown(value) for value in values)
    advice = Sentence("请核对。") if grade == "error" else rule.excuse
    if kind.tells_nobody:
        differ = Sentence("应为“{expected}”，表上为“{found}”", expected=should, found=found)
    else:
        differ = Sentence("与应填的不一致")
    told = Sentence("{differ}；{formula}。{advice}", differ=differ, formula=said(rule.formula), advice=said(advice))
    return Finding(grade, path, rule.id, named(place(type(record), path), told), should, found, rule.article)


def _violations(record: Record, violations: Iterable[Violation], rule: Check) -> Iterator[Finding]:
    kinds = leaves(type(record))
    for violation in violations:
        value = value_at(record, violation.path)
        if isinstance(value, Unread):
            continue
        leaf = kinds.get(RecordPath(violation.path).general)
        found = None if value is None or leaf is None else leaf.kind.shown(value)
        message = named(place(type(record), violation.path), violation.message)
        yield Finding(violation.severity, violation.path, rule.id, message, None, found, rule.article)


def value_at(record: Record, path: str) -> Any:
    """The value at a dotted path, rows by their 0-based number: ``years.3.paid.personal``."""
    value: Any = record
    for step in RecordPath(path).steps:
        value = value[int(step)] if step.isdecimal() else getattr(value, step)
    return value
