"""Questions (问项): the fields of a small record as labelled inputs, made of its type."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from hjforms.desk.fields import Fields
from hjforms.errors import Fault
from hjforms.records.base import Record, leaves, place


@dataclass(frozen=True)
class Question:
    """One input: its name (the record path), label, text, options to choose from, and what is wrong with it."""

    name: str
    label: str
    text: str
    options: Mapping[str, str]
    kind: str
    fault: str


def questions(record_type: type[Record], texts: Mapping[str, str], faults: Iterable[Fault] = ()) -> list[Question]:
    """The fields of a record type with what stands in them."""
    wrong = {fault.path: str(fault.message) for fault in faults}
    return [
        Question(
            path,
            str(place(record_type, path)),
            texts.get(path, ""),
            leaf.kind.options,
            "date" if leaf.kind.name == "date" else "text",
            wrong.get(path, ""),
        )
        for path, leaf in leaves(record_type).items()
    ]


def texts_of(record: Record) -> dict[str, str]:
    """What stands in the fields of a small record."""
    return {name: value for name, value in record.model_dump(mode="json").items() if isinstance(value, str)}


def stated(record_type: type[Record], fields: Fields) -> dict[str, Any]:
    """What was sent for the fields of a record type; what is left blank is not there."""
    texts = {path: fields.text(path).strip() for path in leaves(record_type)}
    return {path: text for path, text in texts.items() if text}
