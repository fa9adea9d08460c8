"""From JSON to a record (载入): strict, exact, and with every fault listed at once.

An unknown key, and a value that its notation refuses, are faults with a path, and with the row and the label that the
paper has for it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from hjforms.errors import ArgumentError, Fault, InputError, NotationError, given
from hjforms.files import read_bytes
from hjforms.paths import RecordPath
from hjforms.records.base import Record, RecordT, english_name, leaves, numbered, part_type, tables
from hjforms.records.parsing import parse
from hjforms.unread import Unread
from hjforms.wording import Label, Said, Sentence, Words, named, unnamed

LARGEST_JSON = 32 * 1024 * 1024
NO_RECORD = Sentence("不是一份记录")
NO_OBJECT = Sentence("记录应为 JSON 对象 {{…}}。")
MOST_SUGGESTIONS = 100  # of names for unknown keys: each takes as long as a hundred values
MODEL_FAULTS = {
    "model_type": Sentence("应为对象 {{…}}"),
    "model_attributes_type": Sentence("应为对象 {{…}}"),
    "tuple_type": Sentence("应为数组 […]"),
}
Marks = Mapping[str, Callable[[Any], Said | None]]
"""Keys beginning with ``$`` that may stand on top of a record, each with what says why its value is wrong."""


def json_bytes(value: Any) -> bytes:
    """The text of a JSON file."""
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()


def blank(record_type: type[Record]) -> dict[str, Any]:
    """The data of a record to begin with (空白记录): nothing is filled in, and each table has one row."""
    fields = record_type.model_fields
    rows = {table: [_blank_row(fields[table].annotation)] for table in tables(record_type)}
    return record_type().model_dump(mode="json") | rows


def _blank_row(annotation: Any) -> dict[str, Any]:
    row_type, _ = part_type(annotation)
    return row_type().model_dump(mode="json")


def load(
    record_type: type[RecordT], source: str | Path | bytes | Mapping[str, Any], marks: Marks | None = None
) -> RecordT:
    """The record that a JSON file (path), a JSON text (bytes, or a ``str`` that begins as one) or a mapping holds.

    Raises ``InputError`` with every fault, ``DocumentError`` where the file is too large.
    """
    faults: list[Fault] = []
    data = source if isinstance(source, Mapping) else parse(_text(source), faults)
    if not isinstance(data, Mapping):
        raise InputError(Fault("", NO_OBJECT, "json.object"))
    data = unmarked(data, marks or {})
    try:
        record = record_type.model_validate(data)
    except ValidationError as error:
        raise InputError(*faults, *_faults(record_type, error)) from None
    if faults:
        raise InputError(*faults)
    return record


def unmarked(data: Mapping[str, Any], marks: Marks) -> Mapping[str, Any]:
    """The data without what says what it is. Raises ``InputError`` where it says that it is something else."""
    stated = [key for key in marks if key in data]
    if not stated:
        return data
    wrong = [Fault(key, message, "form") for key in stated if (message := marks[key](data[key]))]
    if wrong:
        raise InputError(*wrong)
    return {key: value for key, value in data.items() if key not in marks}


def load_sound_part(
    record_type: type[RecordT], data: Mapping[str, Any], texts: Mapping[str, str | None] | None = None
) -> RecordT | None:
    """The record with what is faulty in it unread, so that its rules can be checked in the same run.

    ``texts`` are what stands at faulty places.

    So nothing that follows from a faulty value is blamed. ``None`` where nothing of it is sound.
    """
    try:
        return record_type.model_validate(data)
    except ValidationError as error:
        data = _copied(data)
        for item in error.errors(include_url=False, include_input=False, include_context=False):
            _set_aside(record_type, data, item["loc"], texts or {})
    try:
        return record_type.model_validate(data)
    except ValidationError:
        return None


def _copied(data: Any) -> Any:
    """JSON data that may be changed without changing the caller's."""
    if isinstance(data, Mapping):
        return {key: _copied(value) for key, value in data.items()}
    return [_copied(value) for value in data] if isinstance(data, list | tuple) else data


def _set_aside(
    record_type: type[Record], data: Any, loc: tuple[int | str, ...], texts: Mapping[str, str | None]
) -> None:
    """Make the field at ``loc`` unread; blank it where it is none. A row keeps its place."""
    *owners, last = loc
    try:
        for step in owners:
            data = data[step]
        if RecordPath.of(loc).general in leaves(record_type):
            data[last] = Unread(texts.get(RecordPath.of(loc)) or "")
        elif isinstance(last, str):
            data.pop(last, None)
        else:
            data[last] = None
    except (KeyError, IndexError, TypeError, AttributeError):
        return


def _text(source: str | Path | bytes) -> bytes | str:
    """The JSON text of a source."""
    if isinstance(source, str) and is_text(source):
        return source
    if isinstance(source, bytes | bytearray | memoryview):
        return bytes(source)
    if not isinstance(source, str | Path):
        raise ArgumentError(Sentence("记录应为 JSON 文件的路径、JSON 文本或字典，{given}。", given=given(source)))
    return read_bytes(source, LARGEST_JSON, NO_RECORD)


def is_text(source: str) -> bool:
    """True for a JSON text, false for what may be the path of a file."""
    return source.lstrip("\ufeff \t\r\n").startswith(("{", "["))


def stated(source: bytes | str | Mapping[str, Any]) -> Mapping[str, Any]:
    """What a JSON text or a mapping states, without opening any file. Raises ``InputError`` where it is no object."""
    if isinstance(source, str | bytes | bytearray | memoryview):
        faults: list[Fault] = []
        source = parse(source if isinstance(source, str) else bytes(source), faults)
        if faults:
            raise InputError(*faults)
    elif not isinstance(source, Mapping):
        raise ArgumentError(Sentence("记录应为 JSON 文本（bytes、str）或字典，{given}。", given=given(source)))
    if not isinstance(source, Mapping):
        raise InputError(Fault("", NO_OBJECT, "json.object"))
    return source


def _faults(record_type: type[Record], error: ValidationError) -> list[Fault]:
    faults = []
    suggestions = MOST_SUGGESTIONS
    for item in error.errors(include_url=False):
        place = item["loc"]
        cause = item.get("ctx", {}).get("error")
        if item["type"] == "extra_forbidden":
            code, message = "unknown-key", _unknown_key(record_type, place, suggest=suggestions > 0)
            suggestions -= 1
        elif isinstance(cause, InputError):
            code = (cause.code if isinstance(cause, NotationError) else "") or _notation(record_type, place)
            message = cause.faults[0].message if len(cause.faults) == 1 else cause.message
        else:
            code, message = "type", MODEL_FAULTS.get(item["type"], Sentence("不能识别的值。"))
        labels = _labels(record_type, place)
        told = named(Words(*labels), unnamed(message, labels[-1])) if labels else message
        faults.append(Fault(RecordPath.of(place), told, code, _shown(item.get("input"))))
    return faults


def _shown(value: Any) -> str | None:
    """What stands at a faulty place, as a text; nothing where it is no single value."""
    if isinstance(value, bool):
        return str(value).lower()
    return str(value) if isinstance(value, str | int | float | Decimal) else None


def _notation(record_type: type[Record], place: tuple[int | str, ...]) -> str:
    leaf = leaves(record_type).get(RecordPath.of(place).general)
    return leaf.kind.name if leaf else "input"


def _labels(record_type: type[Record], place: tuple[int | str, ...]) -> list[Said]:
    """Where a place is on the paper, as far as it is a place of this record: headings, row, label."""
    labels: list[Said] = []
    owner: Any = record_type
    for step in place:
        if isinstance(step, int):
            labels[-1:] = [numbered(step)]  # the row for its table
            continue
        info = owner.model_fields.get(step) if hasattr(owner, "model_fields") else None
        if info is None:
            break
        labels.append(Label(info.title or step, english_name(step)))
        owner = part_type(info.annotation)[0]
    return labels


def _unknown_key(record_type: type[Record], place: tuple[int | str, ...], *, suggest: bool) -> Said:
    """What to tell about a key that the record does not know: the nearest name, or all of them."""
    owner = record_type
    # a model that refuses a key is at all but the last step of its place
    for step in place[:-1]:
        if isinstance(step, str):
            owner = part_type(owner.model_fields[step].annotation)[0]
    names = list(owner.model_fields)
    if not suggest:
        return Sentence("没有这个键。")
    from difflib import get_close_matches

    near = get_close_matches(str(place[-1]), names, 1)
    if near:
        return Sentence("没有这个键，是否为 {name}？", name=near[0])
    return Sentence("没有这个键，可用：{names}。", names=names)
