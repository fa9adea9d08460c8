"""The JSON Schema of a form (表的 JSON Schema): what its loader takes, and what a page that asks for it must know.

Every field has one flat ``type``, so that programs that make pages of a schema find a field, and not a choice of
schemas: the value first, then ``null`` for blank, then ``object`` for unread, which the keywords of objects describe.
What the loader takes the schema takes. The other way round it holds as far as a pattern can say it; ``x-written`` is
the schema of what the loader gives back, and the right one to hold the typing of a person against.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hjforms.paths import EVERY_ROW, RecordPath
from hjforms.records.base import Leaf, Record, codes_of, english_name, leaf_at, leaves, part_type
from hjforms.records.kinds import UNREAD_SCHEMA
from hjforms.records.relations import REQUIRED
from hjforms.records.rules import Check, Rule

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schema_of(record_type: type[Record], rules: Sequence[Rule | Check], page: Iterable[str]) -> dict[str, Any]:
    """The JSON Schema of the records of a form with these rules; ``$form`` may stand on top of one.

    ``page`` are the paths of what its page prints, from its top to its bottom.
    """
    order: dict[RecordPath, int] = {}
    for path in (*page, *leaves(record_type)):
        leaf, _ = leaf_at(record_type, path)
        if leaf is not None:
            order.setdefault(leaf.path, len(order) + 1)
    schema = _Schema(record_type, tuple(rules), order).of_record(record_type, RecordPath(), "#")
    marks = {r"^\$form$": {"type": "string"}}
    return {**schema, "type": "object", "patternProperties": marks | schema.get("patternProperties", {})}


@dataclass(frozen=True)
class _Schema:
    """What its rules and its page say of the fields of a form."""

    record_type: type[Record]
    rules: tuple[Rule | Check, ...]
    order: Mapping[RecordPath, int]

    def of_record(self, record_type: type[Record], owner: RecordPath, pointer: str) -> dict[str, Any]:
        """The schema of a record, or of a part of one, which is at ``owner``; the schema stands at ``pointer``."""
        schema: dict[str, Any] = {
            "type": ["object", "null"],
            "properties": {
                name: self._of_field(record_type, owner / name, f"{pointer}/properties/{name}")
                for name in sorted(record_type.model_fields, key=lambda name: self._first(owner / name))
            },
            "additionalProperties": False,
        }
        codes = codes_of(record_type)
        if codes:  # no properties: a page would ask twice
            schema["patternProperties"] = {
                f"^{code}$": {"$ref": f"{pointer}/properties/{name}"} for code, name in codes.items()
            }
            schema["dependentSchemas"] = {code: {"properties": {name: False}} for code, name in codes.items()}
        return schema

    def _first(self, path: RecordPath) -> int:
        """Where on the page a field stands, or the first field of a part."""
        return min(place for known, place in self.order.items() if known.is_in(path))

    def _of_field(self, owner: type[Record], path: RecordPath, pointer: str) -> dict[str, Any]:
        info = owner.model_fields[path.name]
        titles = {"title": info.title or path.name, "x-title-en": english_name(path.name)}
        leaf = leaves(self.record_type).get(path)
        if leaf is not None:
            return {**titles, **dict(self._of_leaf(leaf)), **_code(info.json_schema_extra)}
        inner, repeated = part_type(info.annotation)
        titles["description"] = _contents(inner, repeated)
        titles["x-description-en"] = inspect.getdoc(inner) or ""
        if not repeated:
            return titles | self.of_record(inner, path, pointer)
        row = self.of_record(inner, path / EVERY_ROW, f"{pointer}/items")
        return {**titles, "type": ["array", "null"], "items": {**row, "type": "object"}}

    def _of_leaf(self, leaf: Leaf) -> Iterator[tuple[str, Any]]:
        """The keywords of a field."""
        kind = leaf.kind
        derived = [rule for rule in self.rules if isinstance(rule, Rule) and rule.fills and leaf.path in rule.targets]
        yield "description", "；".join([kind.title, *dict.fromkeys(rule.formula for rule in derived)])
        takes = kind.takes()
        yield from takes.items()
        yield "type", [*takes["type"], "null", "object"]
        yield from ((word, rule) for word, rule in UNREAD_SCHEMA.items() if word != "type")
        yield "default", None
        yield "x-order", self.order[leaf.path]
        yield "x-notation", kind.name
        yield "x-written", {"type": "string", **kind.schema, **kind.written}
        if kind.unit:
            yield "x-unit", kind.unit
        if kind.options:
            yield "examples", list(kind.options)
            yield "x-options", [{"value": value, "title": title} for value, title in kind.options.items()]
        if derived:
            yield "readOnly", True
        if any(
            isinstance(rule, Check) and rule.formula == REQUIRED and leaf.path in rule.targets for rule in self.rules
        ):
            yield "x-required", True


def _code(extra: Any) -> dict[str, str]:
    return {"x-code": str(extra["x-code"])} if isinstance(extra, dict) and "x-code" in extra else {}


def _contents(record_type: type[Record], repeated: bool) -> str:
    """What stands in a part of a form, in the words of its page."""
    titles = "、".join(info.title or name for name, info in record_type.model_fields.items())
    return f"每行：{titles}" if repeated else titles
