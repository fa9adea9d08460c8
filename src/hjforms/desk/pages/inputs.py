"""Inputs (输入): a record as the inputs of a page, made of its type, and what was typed as the data of a record.

Every input has the path of its field as its name. A field that is unread stands as in a list: its text behind ``？``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from hjforms.desk.fields import Fields
from hjforms.errors import Fault
from hjforms.exchange.cells import UNREAD_MARK
from hjforms.paths import RecordPath
from hjforms.records.base import Record, numbered, part_type
from hjforms.records.kinds import Kind
from hjforms.unread import UNREAD

FLAGS = {"true": "是", "false": "否"}
_BARE = re.compile("[0-9]{1,4}")
HINTS = {
    "date": "如 2024-12-18",
    "year-month": "如 2024-12",
    "money": "元",
    "rate": "如 8%",
    "years": "月数",
    "whole": "",
}
"""What stands beside a label of the notation."""


@dataclass(frozen=True)
class Input:
    """One input: what it is called, what stands in it, what can be chosen, and what is wrong with it."""

    name: str
    label: str
    about: str  # the label with all that stands over it, for who does not see the page
    texts: tuple[str, ...] = ()
    options: Mapping[str, str] = field(default_factory=dict)
    is_many: bool = False
    hint: str = ""
    is_required: bool = False
    faults: tuple[str, ...] = ()

    kind = "input"

    @property
    def text(self) -> str:
        """What stands in it."""
        return self.texts[0] if self.texts else ""

    @property
    def is_unread(self) -> bool:
        """True where what stands there has to be looked at."""
        return self.text.startswith(UNREAD_MARK)

    @property
    def inputs(self) -> tuple[Input, ...]:
        """Itself."""
        return (self,)


@dataclass(frozen=True)
class Group:
    """Inputs under a heading."""

    name: str
    label: str
    items: tuple[Any, ...]

    kind = "group"

    @property
    def is_used(self) -> bool:
        """True where something stands in one of its inputs, or is wrong with it."""
        return any(one.texts or one.faults for one in self.inputs)

    @property
    def inputs(self) -> tuple[Input, ...]:
        """All inputs in it."""
        return tuple(one for item in self.items for one in item.inputs)


@dataclass(frozen=True)
class Table:
    """Rows of inputs; each row is a group. Rows that are only inputs stand side by side under their heads."""

    name: str
    label: str
    rows: tuple[Group, ...]

    kind = "table"

    @property
    def heads(self) -> tuple[str, ...]:
        """What stands over the columns."""
        return tuple(one.about.partition(" ")[2] for one in self.rows[0].inputs) if self.is_flat else ()

    @property
    def is_flat(self) -> bool:
        """True where a row has no rows of its own."""
        return not any(item.kind == "table" for item in self.rows[0].items)

    @property
    def is_used(self) -> bool:
        """True where something stands in it."""
        return any(row.is_used for row in self.rows)

    @property
    def inputs(self) -> tuple[Input, ...]:
        """All inputs in it."""
        return tuple(one for row in self.rows for one in row.inputs)


@dataclass(frozen=True)
class Sheet:
    """What the inputs of a record need: its data, which must not be blank, what is wrong, which table gets a row."""

    required: frozenset[str] = frozenset()
    faults: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    longer: str = ""

    @classmethod
    def of(cls, required: Iterable[str] = (), faults: Iterable[Fault] = (), longer: str = "") -> Sheet:
        """What is known of a record."""
        told: dict[str, tuple[str, ...]] = {}
        for fault in faults:
            told[fault.path] = (*told.get(fault.path, ()), str(fault.message))
        return cls(frozenset(required), told, longer)

    def items(
        self, record_type: type[Record], data: Mapping[str, Any], owner: RecordPath, about: str = ""
    ) -> tuple[Any, ...]:
        """The inputs of a record that stands at ``owner``, in the order of its form."""
        return tuple(self._items(record_type, data, owner, about))

    def _items(
        self, record_type: type[Record], data: Mapping[str, Any], owner: RecordPath, about: str
    ) -> Iterator[Any]:
        for member in members(record_type):
            path, value, told = owner / member.name, data.get(member.name), f"{about} {member.label}".strip()
            if member.kind is not None:
                yield self._input(member, path, value, told)
            elif not member.is_table:
                part = value if isinstance(value, Mapping) else {}
                yield Group(path, member.label, self.items(member.part, part, path, told))
            else:
                yield self._table(member, path, value if isinstance(value, Sequence) else ())

    def _table(self, member: Member, path: RecordPath, rows: Sequence[Any]) -> Table:
        count = max(1, len(rows) + (self.longer == path))
        data = [rows[index] if index < len(rows) and isinstance(rows[index], Mapping) else {} for index in range(count)]
        groups = (
            Group(path / index, str(numbered(index)), self.items(member.part, row, path / index, str(numbered(index))))
            for index, row in enumerate(data)
        )
        return Table(path, member.label, tuple(groups))

    def _input(self, member: Member, path: RecordPath, value: Any, about: str) -> Input:
        kind = member.kind
        assert kind is not None
        return Input(
            path,
            member.label,
            about,
            _texts(value),
            FLAGS if kind.name == "flag" else kind.options,
            kind.name == "choices",
            HINTS.get(kind.name, ""),
            path.general in self.required,
            self.faults.get(path, ()),
        )


@dataclass(frozen=True)
class Member:
    """A field, a part or a table of a record type."""

    name: str
    label: str
    kind: Kind | None
    part: type[Record]
    is_table: bool


def members(record_type: type[Record]) -> Iterator[Member]:
    """What a record type is made of, in the order of its declaration."""
    for name, info in record_type.model_fields.items():
        kind = next((item for item in info.metadata if isinstance(item, Kind)), None)
        inner, repeated = (Record, False) if kind else part_type(info.annotation)
        yield Member(name, info.title or name, kind, inner, repeated)


def _texts(value: Any) -> tuple[str, ...]:
    """What stands in an input for a value of JSON."""
    if value is None or value == "":
        return ()
    if isinstance(value, Mapping):
        return (UNREAD_MARK + str(value.get(UNREAD, "")),)
    if isinstance(value, list | tuple):
        return tuple(map(str, value))
    return (str(value).lower() if isinstance(value, bool) else str(value),)


def data_of(record_type: type[Record], fields: Fields, owner: str = "") -> dict[str, Any]:
    """The data of a record, of what was typed for the one at ``owner``; rows in which nothing was typed are none."""
    typed: dict[str, list[str]] = {}
    for name, text in fields.texts:
        if text.strip():
            typed.setdefault(name, []).append(text.strip())
    return _record(record_type, typed, RecordPath(owner))


def _record(record_type: type[Record], typed: Mapping[str, list[str]], owner: RecordPath) -> dict[str, Any]:
    data: dict[str, Any] = {}
    for member in members(record_type):
        path = owner / member.name
        if member.kind is not None:
            value = _value(member.kind, typed.get(path, []))
        elif member.is_table:
            value = [row for index in _rows(typed, path) if (row := _record(member.part, typed, path / index))]
        else:
            value = _record(member.part, typed, path)
        if value not in (None, {}, []):
            data[member.name] = value
    return data


def _rows(typed: Mapping[str, list[str]], path: RecordPath) -> list[int]:
    """The numbers of the rows of which something was typed."""
    start = f"{path}."
    numbers = {name.removeprefix(start).partition(".")[0] for name in typed if name.startswith(start)}
    return sorted(int(number) for number in numbers if number.isascii() and number.isdigit() and len(number) < 6)


def _value(kind: Kind, texts: list[str]) -> Any:
    """What was typed as a value of JSON, which the loader judges."""
    if not texts:
        return None
    if texts[0].startswith(UNREAD_MARK):
        return {UNREAD: texts[0].removeprefix(UNREAD_MARK)}
    if kind.name == "choices":
        return texts
    text = texts[-1]
    if kind.name == "flag":
        return {"true": True, "false": False}.get(text, text)
    return int(text) if kind.name == "years" and _BARE.fullmatch(text) else text  # months, as the hint says
