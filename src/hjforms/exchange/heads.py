"""Heads (表头): which field stands in each column of a list of somebody's own, by what is printed over it.

Labels are those that papers are read by, with all their other spellings. A label that several fields have is that of
the field which has it as a whole, or of the person of whom the line is, or else of nobody: then the list says which.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import islice

from hjforms.catalogue import Form, forms
from hjforms.errors import Fault, InputError
from hjforms.exchange.cells import Cell
from hjforms.exchange.columns import MONTH_UNIT, NUMBER, YEAR_UNIT, Column, Columns
from hjforms.exchange.entry import letters
from hjforms.exchange.tables import CITIZEN_ID, Grid, Line, Table
from hjforms.paths import RecordPath
from hjforms.reading.others.vocabulary import TOTAL, is_subtotal, vocabulary
from hjforms.reading.page.labels import canonical
from hjforms.reading.page.titles import squeezed
from hjforms.records.base import leaves
from hjforms.wording import Joined, Sentence, named

PERSON = "person"
DEEPEST = 30  # the last line that may be the head
LEVELS = 3  # lines of a head
LONGEST_LABEL = 60
WHOLE, OF_PERSON, PART = range(3)
"""How well a label fits a field: it is all that the form prints for it; its last part, for the person; for others."""
_IN_YEARS = re.compile(r"\((?:单位:?)?年\)|年数$")
_UNIT = re.compile(r"\((?:单位:?)?(?:年|个?月|月数)\)")


@dataclass(frozen=True)
class _Names:
    """The fields of a form by their labels in one spelling, with how well each fits."""

    fields: Mapping[str, Mapping[RecordPath, int]]

    @classmethod
    def of(cls, form: Form) -> _Names:
        """The labels of a form: those of its record, and those of its page."""
        fields: dict[str, dict[RecordPath, int]] = {}

        def name(label: str, path: RecordPath, fit: int) -> None:
            if key := _key(label):
                known = fields.setdefault(key, {})
                known[path] = min(fit, known.get(path, PART))

        columns = Columns.of(form)
        for column in columns.every:
            labels = column.leaf.labels[len(column.path.table.steps) :]
            name("".join(labels), column.path, WHOLE)
            name("".join(column.leaf.labels), column.path, WHOLE)
            for label in ("".join(labels[start:]) for start in range(1, len(labels))):
                if not column.path.table:
                    _name_part(name, label, column.path)
        for label, paths in vocabulary(form).names.items():
            for path in paths:
                _name_part(name, label, RecordPath(path))
        return cls(fields)

    def named(self, label: str) -> list[RecordPath]:
        """The fields that a label may be of: those that it fits best."""
        found = self.fields.get(_key(label), {})
        best = min(found.values(), default=PART)
        return [path for path, fit in found.items() if fit == best]


def _name_part(name: Callable[[str, RecordPath, int], None], label: str, path: RecordPath) -> None:
    """Name a field by a part of its label: in a list of people, a telephone is theirs and not the agency's."""
    if path.is_in(PERSON):
        name(label, path, OF_PERSON)
    elif _key(label) not in _of_many() and not path.is_in("total"):
        name(label, path, PART)


@cache
def _of_many() -> frozenset[str]:
    """The labels that say nothing without whose they are: on some form they stand in more than one part."""
    owners: dict[str, set[str]] = {}
    for form in forms():
        for leaf in leaves(form.record_type).values():
            if not leaf.path.table and leaf.path.parent:
                owners.setdefault(_key(leaf.labels[-1]), set()).add(leaf.path.parent)
    return frozenset(label for label, found in owners.items() if len(found) > 1)


def _key(label: str) -> str:
    return canonical(_UNIT.sub("", squeezed(label)))


@dataclass(frozen=True)
class Head:
    """A line that may be the last of a head: the label over each column, and the fields that they may be of."""

    line: int
    labels: Mapping[int, str]
    fields: Mapping[int, list[RecordPath]]

    @property
    def known(self) -> set[RecordPath]:
        """The fields that have a column, each once."""
        return {paths[0] for paths in self.fields.values()}


def head_of(grid: Grid, form: Form) -> Head | None:
    """The head of a grid that has fields of a form; ``None`` where no line of it is one."""
    required = {column.path for column in Columns.of(form).every if column.required}
    return _best(list(_heads(grid, _Names.of(form))), required)


def table_of_labels(grid: Grid, head: Head, form: Form) -> Table:
    """The table of a grid by the labels of its columns.

    Raises ``InputError`` for labels of several fields, and for fields of which there are several columns.
    """
    _refuse_unclear(grid, head, form)
    known = {column.path: column for column in Columns.of(form).every}
    found = {column: replace(known[paths[0]], unit=_unit(head.labels[column])) for column, paths in head.fields.items()}
    number = next((column for column, label in head.labels.items() if squeezed(label) == NUMBER), None)
    table = Table(form, grid, found, number, head.line + 1, labels=head.labels)
    return replace(table, skipped=frozenset(_totals(table)))


def _heads(grid: Grid, names: _Names) -> Iterator[Head]:
    """Every line as the last of a head, with what stands over it."""
    above: list[Line] = []
    for line in islice(grid.lines(), DEEPEST):
        above = [*above[-(LEVELS - 1) :], line]
        found = {column: _fields(names, texts) for column, texts in _labels(grid, above).items()}
        fields = {column: paths for column, (_, paths) in found.items() if paths}
        yield Head(line[0], {column: label for column, (label, _) in found.items()}, fields)


def _labels(grid: Grid, lines: Sequence[Line]) -> dict[int, tuple[str, ...]]:
    """The texts over each column, from the top, each once; a cell over several columns stands over each."""
    width = max(len(cells) for _, cells in lines)
    labels: dict[int, tuple[str, ...]] = {}
    for column in range(1, width + 1):
        texts = [_text(grid, lines, line, column) for line, _ in lines]
        told = tuple(dict.fromkeys(text for text in texts if text))
        if told:
            labels[column] = told
    return labels


def _text(grid: Grid, lines: Sequence[Line], line: int, column: int) -> str:
    """The text of a cell, or of that which it is one with."""
    line, column = grid.anchor(line, column)
    cells = next((cells for number, cells in lines if number == line), ())
    cell: Cell = cells[column - 1] if column <= len(cells) else ""
    return cell.strip() if isinstance(cell, str) and len(cell) <= LONGEST_LABEL else ""


def _fields(names: _Names, texts: Sequence[str]) -> tuple[str, list[RecordPath]]:
    """The label of a column and the fields that it may be of: all that stands over it, or else the lower part."""
    pieces = [piece.strip() for text in texts for piece in text.split("\n") if piece.strip()]
    for start in range(len(pieces)):
        if found := names.named("".join(pieces[start:])):
            return " ".join(pieces[start:]), found
    return pieces[-1], []


def _best(heads: Sequence[Head], required: set[RecordPath]) -> Head | None:
    """The line with the most fields, the first of these; a single field is a head where it is all that is required."""
    best = max(heads, key=lambda head: (len(head.known), -head.line), default=None)
    if best is None or not best.fields:
        return None
    enough = len(best.known) >= min(2, len(best.labels)) or (required and required <= best.known)
    return best if enough else None


def _refuse_unclear(grid: Grid, head: Head, form: Form) -> None:
    """Raise for labels that several fields have, and for columns that are of one field."""
    names = {column.path: column.name for column in Columns.of(form).every}
    faults = []
    places: dict[RecordPath, list[int]] = {}
    for column, paths in head.fields.items():
        if len(paths) > 1:
            message = Sentence("栏目名称“{label}”可能是几栏，请写全：{fields}。", label=head.labels[column],
                               fields=[names[path] for path in paths])  # fmt: skip
            faults.append(Fault("", named(grid.at(head.line, column), message), "column.several"))
        else:
            places.setdefault(paths[0], []).append(column)
    faults += [
        Fault(
            "",
            Sentence(
                "{cells}：同一栏（{column}）有几列，请只留一列。",
                cells=[grid.at(head.line, column) for column in found],
                column=names[path],
            ),
            "column.twice",
        )
        for path, found in places.items()
        if len(found) > 1
    ]
    if faults:
        raise InputError(*faults)


def _unit(label: str) -> str:
    """What a bare number of years paid counts: years, where the label says so."""
    return YEAR_UNIT if _IN_YEARS.search(squeezed(label)) else MONTH_UNIT


def _totals(table: Table) -> Iterator[int]:
    """The lines that are sums of others: they begin with 合计 or 小计, and nobody's id stands there."""
    person = next((at for at, column in table.columns.items() if column.path == CITIZEN_ID), None)
    for number, cells in table.lines():
        first = next((cell for cell in cells if cell != ""), "")
        name = canonical(first) if isinstance(first, str) else ""
        alone = person is None or person > len(cells) or cells[person - 1] == ""
        if alone and (name == TOTAL or is_subtotal(name)):
            yield number


def told_of(table: Table) -> Iterator[Joined]:
    """What a clerk is told of a list of their own: which columns are read as what, and what is left out."""
    read = [f"{letters(at)} {table.labels[at]}→{column.name}{_counted(column)}" for at, column in table.columns.items()]
    unused = [
        f"{letters(at)} {label}" for at, label in table.labels.items() if at not in table.columns and at != table.number
    ]
    told = [Sentence("按第{row}行的栏目名称读：{columns}。", row=table.first - 1, columns=read)]
    if unused:
        told.append(Sentence("没有用到的列：{columns}。", columns=unused))
    if table.skipped:
        told.append(Sentence("合计行没有读：第{rows}行。", rows=sorted(table.skipped)))
    yield Joined(named(table.grid.words, told[0]), *told[1:])


def _counted(column: Column) -> str:
    if column.kind.name != "years":
        return ""
    return "（按年）" if column.unit == YEAR_UNIT else "（按月数）"
