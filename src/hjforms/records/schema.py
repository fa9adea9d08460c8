"""The JSON Schemas of a form (表的 JSON Schema): what its loader takes, and what a page asks for.

``schema_of`` is what the loader takes: every field in its three states and every spelling, keys by their codes as
well. Every field has one flat ``type``, so that programs that make pages of a schema find a field, and not a choice of
schemas: the value first, then ``null`` for blank, then ``object`` for unread, which the keywords of objects describe.
What the loader takes the schema takes. The other way round it holds as far as a pattern can say it.

``page_schema_of`` is what a person is to type on a page: one spelling of every value, or blank; what the rules require
is required. All that it takes the loader takes, but for numbers and days that no pattern can tell to be wrong.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hjforms.paths import EVERY_ROW, RecordPath
from hjforms.records.base import Leaf, Record, codes_of, leaf_at, leaves, part_type
from hjforms.records.kinds import UNREAD_SCHEMA, Kind
from hjforms.records.relations import REQUIRED
from hjforms.records.rules import Check, Rule
from hjforms.wording import said

DIALECT = "https://json-schema.org/draft/2020-12/schema"
ENGLISH = {
    "capital": "amount in Chinese capital numerals",
    "choice": "one of the options",
    "choices": "any of the options",
    "citizen-id": "citizen identity number, 18 characters",
    "date": "day",
    "digits": "digits, kept as text",
    "flag": "yes or no",
    "money": "amount in yuan",
    "rate": "rate, 8% or 0.08",
    "text": "text",
    "whole": "whole number",
    "year-month": "month of a year",
    "years": "years paid, in whole months",
}
"""What a notation is called in English."""


def schema_of(
    record_type: type[Record],
    rules: Sequence[Rule | Check],
    page: Iterable[str] = (),
    mark: str = "$form",
    required: Iterable[str] = (),
) -> dict[str, Any]:
    """The JSON Schema of the records of a form with these rules, as its loader takes them; ``mark`` may stand on top.

    ``page`` are the paths of what its page prints, from its top to its bottom. ``required`` are those that must not be
    blank, beside what the rules say.
    """
    schema = _Taken.of(record_type, rules, page, required).of_record(record_type, RecordPath(), "#")
    marks = {f"^{re.escape(mark)}$": {"type": "string"}}
    return {**schema, "patternProperties": marks | schema.get("patternProperties", {})}


def page_schema_of(record_type: type[Record], rules: Sequence[Rule | Check], page: Iterable[str]) -> dict[str, Any]:
    """The JSON Schema of the same records as a person types them on a page."""
    return _Asked.of(record_type, rules, page).of_record(record_type, RecordPath(), "#")


@dataclass(frozen=True)
class _Schema:
    """What its rules and its page say of the fields of a form."""

    record_type: type[Record]
    derived: Mapping[str, list[str]]  # the formulas of every field that is filled
    required: frozenset[str]
    order: Mapping[RecordPath, int]

    @classmethod
    def of(
        cls,
        record_type: type[Record],
        rules: Sequence[Rule | Check],
        page: Iterable[str],
        required: Iterable[str] = (),
    ) -> _Schema:
        """What is said of a form."""
        order: dict[RecordPath, int] = {}
        for path in (*page, *leaves(record_type)):
            leaf, _ = leaf_at(record_type, path)
            if leaf is not None:
                order.setdefault(leaf.path, len(order) + 1)
        derived: dict[str, list[str]] = {}
        for rule in rules:
            if isinstance(rule, Rule) and rule.fills:
                for path in rule.targets:
                    derived.setdefault(path, []).append(rule.formula)
        checks = [rule for rule in rules if isinstance(rule, Check) and rule.formula == REQUIRED]
        return cls(
            record_type, derived, frozenset((*required, *(path for check in checks for path in check.targets))), order
        )

    def of_record(self, record_type: type[Record], owner: RecordPath, pointer: str) -> dict[str, Any]:
        """The schema of a record, or of a part of one, which is at ``owner``; the schema stands at ``pointer``."""
        names = sorted(record_type.model_fields, key=lambda name: self._first(owner / name))
        properties = {name: self._of_field(record_type, owner / name, f"{pointer}/properties/{name}") for name in names}
        return {"type": "object", "properties": properties, "additionalProperties": False}

    def _first(self, path: RecordPath) -> int:
        """Where on the page a field stands, or the first field of a part."""
        return min(place for known, place in self.order.items() if known.is_in(path))

    def _of_field(self, owner: type[Record], path: RecordPath, pointer: str) -> dict[str, Any]:
        info = owner.model_fields[path.name]
        titles = {"title": info.title or path.name, "x-title-en": path.name.replace("_", " ")}
        leaf = leaves(self.record_type).get(path)
        if leaf is not None:
            return {**titles, **dict(self._of_leaf(leaf)), **_code(info.json_schema_extra)}
        inner, repeated = part_type(info.annotation)
        titles["description"] = _contents(inner, repeated)
        titles["x-description-en"] = inspect.getdoc(inner) or ""
        if not repeated:
            return titles | self.of_record(inner, path, pointer)
        return titles | {"type": "array", "items": titles | self.of_record(inner, path / EVERY_ROW, f"{pointer}/items")}

    def _of_leaf(self, leaf: Leaf) -> Iterator[tuple[str, Any]]:
        """The keywords of a field."""
        kind, formulas = leaf.kind, list(dict.fromkeys(self.derived.get(leaf.path, ())))
        yield "description", "；".join([kind.title, *formulas])
        yield "x-description-en", "; ".join([_english(kind), *(said(formula).text("en") for formula in formulas)])
        yield from self._values(leaf).items()
        yield "x-order", self.order[leaf.path]
        yield "x-notation", kind.name
        if kind.unit:
            yield "x-unit", kind.unit
        if kind.options:
            yield "x-options", [{"value": value, "title": title} for value, title in kind.options.items()]
        if formulas:
            yield "readOnly", True
        if leaf.path in self.required:
            yield "x-required", True

    def _values(self, leaf: Leaf) -> dict[str, Any]:
        """What values a field may have."""
        raise NotImplementedError


class _Taken(_Schema):
    """What a loader takes."""

    def of_record(self, record_type: type[Record], owner: RecordPath, pointer: str) -> dict[str, Any]:
        schema = super().of_record(record_type, owner, pointer)
        codes = codes_of(record_type)
        if codes:  # no properties: a page would ask twice
            schema["patternProperties"] = {
                f"^{code}$": {"$ref": f"{pointer}/properties/{name}"} for code, name in codes.items()
            }
            schema["dependentSchemas"] = {code: {"properties": {name: False}} for code, name in codes.items()}
        return schema

    def _of_field(self, owner: type[Record], path: RecordPath, pointer: str) -> dict[str, Any]:
        schema = super()._of_field(owner, path, pointer)
        return schema if isinstance(schema["type"], list) else {**schema, "type": [schema["type"], "null"]}

    def _values(self, leaf: Leaf) -> dict[str, Any]:
        kind, takes = leaf.kind, leaf.kind.takes()
        unread = {word: rule for word, rule in UNREAD_SCHEMA.items() if word != "type"}
        values = {**takes, "type": [*takes["type"], "null", "object"], **unread, "default": None}
        values["x-written"] = {"type": "string", **kind.schema, **kind.written}
        return values | ({"examples": list(kind.options)} if kind.options else {})


class _Asked(_Schema):
    """What a page asks for."""

    def of_record(self, record_type: type[Record], owner: RecordPath, pointer: str) -> dict[str, Any]:
        schema = super().of_record(record_type, owner, pointer)
        needed = [name for name in schema["properties"] if self._is_needed(owner / name)]
        return {**schema, "required": needed} if needed else schema

    def _is_needed(self, path: RecordPath) -> bool:
        """True for a field that has to be typed, and for a part with such a field; a table may have no row."""
        return any(
            RecordPath(wanted).is_in(path) and EVERY_ROW not in RecordPath(wanted).within(path).steps
            for wanted in self.required - self.derived.keys()
        )

    def _values(self, leaf: Leaf) -> dict[str, Any]:
        kind = leaf.kind
        values = {"type": "string", **kind.schema, **kind.written, **kind.typed}
        if not values.keys() & {"pattern", "enum", "items", "minimum"}:
            values["pattern"] = kind.takes()["pattern"]
        if self._is_needed(leaf.path):
            return values
        blank = {"enum": [*values["enum"], None]} if "enum" in values else {}
        return {**values, **blank, "type": [values["type"], "null"]}


def _english(kind: Kind) -> str:
    """What is typed for a kind, in English: its notation, and its bounds."""
    low, high = kind.schema.get("minimum"), kind.schema.get("maximum")
    return ENGLISH.get(kind.name, kind.name) + (f", {low} to {high}" if high is not None else "")


def _code(extra: Any) -> dict[str, str]:
    return {"x-code": str(extra["x-code"])} if isinstance(extra, dict) and "x-code" in extra else {}


def _contents(record_type: type[Record], repeated: bool) -> str:
    """What stands in a part of a form, in the words of its page."""
    titles = "、".join(info.title or name for name, info in record_type.model_fields.items())
    return f"每行：{titles}" if repeated else titles
