"""The base of every record (记录): frozen, strict, and able to tell its own fields.

Blank is ``None``. A list holds one row a year; a row in which nothing is written is no row.
"""

from __future__ import annotations

import types
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Annotated, Any, get_args, get_origin

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator
from typing_extensions import TypeVar

from hjforms.errors import InputError, NotationError
from hjforms.paths import EVERY_ROW, RecordPath
from hjforms.records.kinds import Kind
from hjforms.unread import Unread, fault_at
from hjforms.wording import Label, Said, Sentence, Words, said


class Record(BaseModel):
    """What stands on one form, or on one part of it."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    @model_validator(mode="before")
    @classmethod
    def _named(cls, data: Any) -> Any:
        """Take the codes of working systems (指标编码) for the names of fields."""
        if not isinstance(data, dict):
            return data
        codes = codes_of(cls)
        if not codes or codes.keys().isdisjoint(data):
            return data
        named = {codes.get(key, key): value for key, value in data.items()}
        if len(named) < len(data):
            doubled = [f"{name}（{code}）" for code, name in codes.items() if code in data and name in data]
            raise NotationError(Sentence("同一栏既用名称又用编码填写：{fields}，请只写一个", fields=doubled))
        return named

    @classmethod
    def model_json_schema(cls, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The JSON Schema, by which a record may say of which form it is (``$form``)."""
        schema = super().model_json_schema(*args, **kwargs)
        return {**schema, "patternProperties": {"^\\$(form|calculation)$": {"type": "string"}}}

    def is_blank(self) -> bool:
        """True where no field of the record holds a value."""
        return all(value is None or value == () or _is_blank_part(value) for value in self.__dict__.values())


class Family(Record):
    """A part of a form with type parameters, of which a form takes ``Year[Amounts]`` without a class of its own.

    Such a class is in no module, so that what is pickled is its origin and its arguments.
    """

    def __reduce__(self) -> tuple[Any, ...]:
        family = self.__pydantic_generic_metadata__
        return _member, (family["origin"] or type(self), family["args"]), self.__getstate__()


def _member(origin: Any, arguments: tuple[Any, ...]) -> Record:
    """A record of a family before its values are set."""
    record_type: type[Record] = origin[arguments] if arguments else origin
    return record_type.__new__(record_type)


def _is_blank_part(value: Any) -> bool:
    return isinstance(value, Record) and value.is_blank()


@cache
def codes_of(record_type: type[Record]) -> dict[str, str]:
    """The codes of the fields of a record type, with the names of the fields."""
    found = {}
    for name, info in record_type.model_fields.items():
        extra = info.json_schema_extra
        if isinstance(extra, dict) and "x-code" in extra:
            found[str(extra["x-code"])] = name
    return found


RecordT = TypeVar("RecordT", bound=Record, default=Any)
"""The records of a form, a reading or an entry; who does not name them (``Form``) has ``Form[Any]``."""


def _written(rows: tuple[RecordT, ...]) -> tuple[RecordT, ...]:
    return tuple(row for row in rows if not row.is_blank())


Rows = Annotated[
    tuple[RecordT, ...],
    BeforeValidator(lambda value: () if value is None else value),
    AfterValidator(_written),
]
"""The rows of a table, in the order of the page; rows with nothing in them are left out."""

Part = Annotated[RecordT, BeforeValidator(lambda value: {} if value is None else value)]
"""A part of a record (person, agency …); ``null`` is a part in which everything is blank."""


def entry(label: str, code: str = "") -> Any:
    """A field that may be blank, with the label (标签) that the form prints for it.

    ``code`` is the name that the national data standard and working systems give it (AAC003); input may use it.
    """
    return Field(default=None, title=label, json_schema_extra={"x-code": code} if code else None)


def part(label: str) -> Any:
    """A part of the form under its heading."""
    return Field(default_factory=dict, validate_default=True, title=label)


def rows(label: str) -> Any:
    """A table with one row a year under its heading."""
    return Field(default=(), title=label)


@dataclass(frozen=True)
class Leaf:
    """One fillable field: its path (``years.*.paid.personal``), its printed labels and its kind."""

    path: RecordPath
    labels: tuple[str, ...]
    kind: Kind

    @property
    def label(self) -> str:
        """The labels from the outermost heading to the field, as a clerk would say them."""
        return " ".join(self.labels)


def part_names(leaf: Leaf) -> tuple[str, ...]:
    """What tags call the places of a field that has several."""
    return leaf.kind.parts.names if leaf.kind.parts else ()


def leaves(record_type: type[Record]) -> dict[str, Leaf]:
    """Every fillable field of a record type by its path, in the order of declaration."""
    return _leaves(record_type)


@cache  # by itself, for it would forget the type of its argument
def _leaves(record_type: type[Record]) -> dict[str, Leaf]:
    return {leaf.path: leaf for leaf in _walk(record_type, RecordPath(), ())}


def _walk(record_type: type[Record], owner: RecordPath, labels: tuple[str, ...]) -> Iterator[Leaf]:
    for name, info in record_type.model_fields.items():
        path, here = owner / name, (*labels, info.title or name)
        kind = next((item for item in info.metadata if isinstance(item, Kind)), None)
        if kind is not None:
            yield Leaf(path, here, kind)
            continue
        inner, repeated = part_type(info.annotation)
        yield from _walk(inner, path / EVERY_ROW if repeated else path, here)


def part_type(annotation: Any) -> tuple[type[Record], bool]:
    """The record type inside an annotation, and whether it repeats."""
    origin = get_origin(annotation)
    if origin is tuple:
        return get_args(annotation)[0], True
    if origin in (Annotated, types.UnionType):
        return part_type(get_args(annotation)[0])
    return annotation, False


def tables(record_type: type[Record]) -> tuple[str, ...]:
    """The names of the lists of a record type (``years``)."""
    return tuple(dict.fromkeys(leaf.path.table for leaf in leaves(record_type).values() if leaf.path.table))


def place(record_type: type[Record], path: str) -> Said:
    """Where a path is on the paper, in the words of a clerk: ``第4行 退还本人金额 个人缴费``."""
    where = RecordPath(path)
    leaf, part = leaf_at(record_type, path)
    row = None if where.row is None else numbered(where.row)
    if leaf is None:
        return row or _heading(record_type, where.steps) or said(path)
    labels = _labels(leaf)
    if row is not None:
        at = len(where.table.steps)
        labels[at - 1 : at] = [row]  # the row for its table
    if part and leaf.kind.parts:
        labels.append(Label(leaf.kind.parts.labels[leaf.kind.parts.names.index(part)], english_name(part)))
    return Words(*labels)


def numbered(row: int) -> Said:
    """A row of a table, counted as a clerk does: ``第4行``."""
    return Sentence("第{row}行", row=row + 1)


def english_name(name: str) -> str:
    """What a field is called in English: ``land_personal`` is land personal."""
    return name.replace("_", " ")


def _labels(leaf: Leaf) -> list[Said]:
    """The labels of a leaf with the names that its path has for them."""
    names = [step for step in leaf.path.steps if step != EVERY_ROW]
    return [Label(label, english_name(name)) for label, name in zip(leaf.labels, names, strict=True)]


def _heading(record_type: type[Record], steps: Sequence[str]) -> Said | None:
    """The printed headings of a part or a table of the form; ``None`` where it is none."""
    headings: list[Said] = []
    owner: Any = record_type
    for step in steps:
        info = owner.model_fields.get(step) if hasattr(owner, "model_fields") else None
        if info is None:
            return None
        headings.append(Label(info.title or step, english_name(step)))
        owner = part_type(info.annotation)[0]
    return Words(*headings)


@cache
def nested_in(record_type: type[Record]) -> tuple[str, ...]:
    """The names of what is no field of its own: parts and tables."""
    fields = record_type.model_fields.items()
    return tuple(name for name, info in fields if not any(isinstance(item, Kind) for item in info.metadata))


def copied(record: RecordT) -> RecordT:
    """A copy of a record that holds the same values; which of its fields were set is never changed, and shared."""
    made = object.__new__(type(record))
    for name in ("__pydantic_fields_set__", "__pydantic_extra__", "__pydantic_private__"):
        object.__setattr__(made, name, getattr(record, name))
    object.__setattr__(made, "__dict__", record.__dict__.copy())
    return made


def unread_in(record: Record) -> dict[str, Unread]:
    """Every field of a record that is unread (读不出), by its path, in the order of the form."""
    return dict(_unread(record, RecordPath())) if _has_unread(record) else {}


def _has_unread(record: Record) -> bool:
    values = record.__dict__
    if Unread in map(type, values.values()):
        return True
    for name in nested_in(type(record)):
        value = values[name]
        if any(map(_has_unread, value if type(value) is tuple else (value,))):
            return True
    return False


def _unread(record: Record, owner: RecordPath) -> Iterator[tuple[RecordPath, Unread]]:
    for name, value in record.__dict__.items():
        if isinstance(value, Unread):
            yield owner / name, value
        elif isinstance(value, Record):
            yield from _unread(value, owner / name)
        elif type(value) is tuple and value and isinstance(value[0], Record):
            for index, row in enumerate(value):
                yield from _unread(row, owner / name / index)


def refuse_unread(record: Record, owner: str = "") -> None:
    """Raise ``InputError`` with a fault for every field that is unread of a record that stands at ``owner``."""
    unread = unread_in(record)
    if unread:
        raise InputError(*(fault_at(RecordPath(owner) / path, place(type(record), path)) for path in unread))


def leaf_at(record_type: type[Record], path: str) -> tuple[Leaf | None, str]:
    """The leaf of a path and the part of it that the path names (``year`` of ``filled_on.year``)."""
    return _leaf_at(record_type, path)


@lru_cache(maxsize=8192)
def _leaf_at(record_type: type[Record], path: str) -> tuple[Leaf | None, str]:
    whole, known = RecordPath(path).general, leaves(record_type)
    if whole in known:
        return known[whole], ""
    leaf = known.get(whole.parent)
    return (leaf, whole.name) if leaf and whole.name in part_names(leaf) else (None, "")
