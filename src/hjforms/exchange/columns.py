"""Columns (栏): the fields of a form side by side, as a list has them: a sheet of records, one of each kind of rows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from hjforms.catalogue import FORM_MARK, Form
from hjforms.errors import InputError
from hjforms.paths import RecordPath
from hjforms.records.base import Leaf, leaves, tables
from hjforms.records.kinds import Kind
from hjforms.records.relations import REQUIRED
from hjforms.records.rules import Check, Rule
from hjforms.wording import Said, Sentence, named

NUMBER = "#"
"""The path, and the label, of the column with the number of the record."""
FILE, PAGE, CONFIDENCE = "$file", "$page", "$confidence"
ORIGIN = {FILE: "文件", PAGE: "页", CONFIDENCE: "可信度"}
"""The columns that say where a record was read, with their labels."""
MARKS = frozenset({FORM_MARK, *ORIGIN})
PATH = re.compile(r"#|\$?[a-z][a-z0-9_]*(?:\.(?:\*|[a-z][a-z0-9_]*))*")
IN_MONTHS = "（月数）"
MONTH_UNIT, YEAR_UNIT = "月", "年"


@dataclass(frozen=True)
class Column:
    """One field of a form as a column: what is printed over it, and what its rules say of it.

    ``formula`` is how it is derived where it may stay blank; ``unit`` is what a bare number of years paid counts.
    """

    leaf: Leaf
    group: str
    label: str
    formula: str = ""
    required: bool = False
    unit: str = MONTH_UNIT

    @property
    def path(self) -> RecordPath:
        """The path of the field: ``years.*.paid.personal``."""
        return self.leaf.path

    @property
    def kind(self) -> Kind:
        """The kind of the field."""
        return self.leaf.kind

    @property
    def name(self) -> str:
        """What a clerk calls the column: its group and its label."""
        return f"{self.group} {self.label}".strip()


@dataclass(frozen=True)
class Rows:
    """The columns of the rows of one ``table`` of a form (明细): ``years``, in a case also ``resident.years``."""

    table: RecordPath
    columns: tuple[Column, ...]

    @property
    def heading(self) -> str:
        """The headings that the form prints over them."""
        return " ".join(self.columns[0].leaf.labels[: len(self.table.steps)])

    def of(self, record: Any) -> Sequence[Any]:
        """The rows of a record."""
        rows: Sequence[Any] = attrgetter(self.table)(record)
        return rows


@dataclass(frozen=True)
class Columns:
    """The columns of a form: those of its records, and those of each of its tables."""

    form: Form
    records: tuple[Column, ...]
    tables: tuple[Rows, ...]

    @classmethod
    def of(cls, form: Form) -> Columns:
        """The columns of a form, in the order of its fields.

        A table whose rows have rows of their own is not among them: a line of a list cannot say whose those are.
        """
        found = list(_columns(form))
        owners = tables(form.record_type)
        flat = [table for table in owners if not any(column.path.column.table for column in _in(table, found))]
        return cls(
            form,
            tuple(column for column in found if not column.path.table),
            tuple(Rows(RecordPath(table), tuple(_in(table, found))) for table in flat),
        )

    @property
    def every(self) -> tuple[Column, ...]:
        """All columns: those of the records, then those of each table."""
        return (*self.records, *(column for rows in self.tables for column in rows.columns))


def _in(table: str, columns: Sequence[Column]) -> Iterator[Column]:
    return (column for column in columns if column.path.table == table)


def _columns(form: Form) -> Iterator[Column]:
    formulas: dict[str, str] = {}
    required: set[str] = set()
    for rule in form.rules:
        if isinstance(rule, Rule) and rule.fills:
            formulas.update((path, rule.formula) for path in rule.targets if path not in formulas)
        elif isinstance(rule, Check) and rule.formula == REQUIRED:
            required.update(rule.targets)
    for path, leaf in leaves(form.record_type).items():
        *groups, label = leaf.labels[len(leaf.path.table.steps) :]
        unit = IN_MONTHS if leaf.kind.name == "years" else ""
        yield Column(leaf, " ".join(groups), f"{label}{unit}", formulas.get(path, ""), path in required)


def form_of_paths(paths: Sequence[str], forms: Sequence[Form], where: Said) -> Form:
    """The only form that has all these paths; of several, the one that has no others.

    Raises ``InputError`` that names the paths that no form has, or the forms that it could be.
    """
    wanted = {path for path in paths if path != NUMBER and path not in MARKS}
    fitting = [form for form in forms if wanted <= leaves(form.record_type).keys()]
    exact = [form for form in fitting if wanted == _half(form, wanted)]
    found = exact if len(exact) == 1 else fitting
    if len(found) == 1:
        return found[0]
    if found:
        listed = [f"{form.id}《{form.title}》" for form in found]
        raise InputError(named(where, Sentence("可能是几张表：{forms}。请在命令中写明 FORM。", forms=listed)))
    raise InputError(
        named(where, Sentence("第1行的栏目不是任何一张表的，请用 hjforms blank FORM -o 名单.xlsx 写出的表。"))
    )


def _half(form: Form, wanted: set[str]) -> set[str]:
    """The paths of the sheet of a form that has such paths: its records, rows of it, or both."""
    halves = {RecordPath(path).table for path in wanted}
    return {path for path in leaves(form.record_type) if RecordPath(path).table in halves}
