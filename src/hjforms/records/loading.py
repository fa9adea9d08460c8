"""From JSON to a record (载入): strict, exact, and with every fault listed at once.

Numbers with a fraction are read from their text and never pass through a float; a key that stands twice, an
unknown key, and a value that its notation refuses are faults with a path.
"""

from __future__ import annotations

import difflib
import json
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from hjforms.errors import DocumentError, Fault, InputError
from hjforms.records.base import Record, RecordT, part_type, tables

LARGEST_JSON = 32 * 1024 * 1024
MODEL_FAULTS = {
    "model_type": "应为对象 {…}",
    "model_attributes_type": "应为对象 {…}",
    "tuple_type": "应为数组 […]",
}


JSON_FAULTS = {
    "Expecting value": "这里应有一个值",
    "Expecting property name enclosed in double quotes": "这里应有用英文双引号括起的名称",
    "Expecting ':' delimiter": "名称后面缺冒号",
    "Expecting ',' delimiter": "两项之间缺逗号",
    "Unterminated string starting at": "从这里开始的文字缺后引号",
    "Invalid control character at": "文字里有换行或控制字符",
    "Illegal trailing comma before end of object": "最后一项后面多了逗号",
    "Illegal trailing comma before end of array": "最后一项后面多了逗号",
    "Extra data": "记录之后还有多余的内容",
}


class _Repeated(dict[str, Any]):
    """An object of the JSON text in which some ``names`` stood more than once."""

    def __init__(self, pairs: list[tuple[str, Any]]) -> None:
        super().__init__(pairs)
        names = [name for name, _ in pairs]
        self.names = tuple(dict.fromkeys(name for name in names if names.count(name) > 1))


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


def load(record_type: type[RecordT], source: str | Path | bytes | Mapping[str, Any]) -> RecordT:
    """The record that a JSON file (path), a JSON text (bytes) or a mapping holds.

    Raises ``InputError`` with every fault, ``DocumentError`` where the file cannot be opened.
    """
    faults: list[Fault] = []
    data = source if isinstance(source, Mapping) else parse(_bytes(source), faults)
    try:
        record = record_type.model_validate(data)
    except ValidationError as error:
        raise InputError(*faults, *_faults(record_type, error)) from None
    if faults:
        raise InputError(*faults)
    return record


def load_sound_part(record_type: type[RecordT], source: bytes) -> RecordT | None:
    """The record without what is faulty in it, so that its rules can be checked in the same run.

    ``None`` where the text is no record at all.
    """
    try:
        data = parse(source, [])
        return record_type.model_validate(data)
    except InputError:
        return None
    except ValidationError as error:
        for item in error.errors(include_url=False, include_input=False, include_context=False):
            _remove(data, item["loc"])
    try:
        return record_type.model_validate(data)
    except ValidationError:
        return None


def _remove(data: Any, loc: tuple[int | str, ...]) -> None:
    """Blank the value at ``loc``; a row keeps its place."""
    *owners, last = loc
    try:
        for step in owners:
            data = data[step]
        if isinstance(last, str):
            data.pop(last, None)
        else:
            data[last] = None
    except (KeyError, IndexError, TypeError, AttributeError):
        return


def _bytes(source: str | Path | bytes) -> bytes:
    if isinstance(source, bytes):
        return source
    path = Path(source)
    try:
        if path.stat().st_size > LARGEST_JSON:
            raise DocumentError(f"{path}：文件超过 {LARGEST_JSON // 2**20} MB，不是一份记录。")
        return path.read_bytes()
    except ValueError:
        raise InputError("文件路径中有不能使用的字符。") from None
    except FileNotFoundError:
        raise InputError(f"{path}：找不到文件，请检查路径。") from None
    except OSError as error:
        raise InputError(f"{path}：无法打开（{error.strerror}）。") from None


def parse(data: bytes, faults: list[Fault]) -> Any:
    """The value of a JSON text in UTF-8 (or UTF-16/32, as JSON detects it), with exact numbers.

    Keys that stand twice in one object go to ``faults``.
    """
    doubled: list[_Repeated] = []

    def build(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        result = dict(pairs)
        if len(result) < len(pairs):
            doubled.append(result := _Repeated(pairs))
        return result

    if not data.strip():
        raise InputError("文件是空的，里面没有记录。")
    try:
        # NaN and Infinity become numbers that every notation refuses, each at its own path
        value = json.loads(data, parse_float=Decimal, parse_constant=Decimal, object_pairs_hook=build)
    except json.JSONDecodeError as error:
        fault = JSON_FAULTS.get(error.msg, "这里无法识别")
        raise InputError(f"不是有效的 JSON：第{error.lineno}行第{error.colno}列，{fault}。") from None
    except UnicodeDecodeError:
        raise InputError("不是有效的 JSON：文件不是 UTF-8 编码，请另存为 UTF-8。") from None
    except RecursionError:
        raise InputError("不是有效的记录：括号嵌套过深。") from None
    except (ValueError, ArithmeticError):
        raise InputError("不是有效的记录：有一个数字过长。") from None
    if not isinstance(value, dict):
        raise InputError("记录应为 JSON 对象 {…}。")
    if doubled:
        faults += _repeated(value, "")
    return value


def _repeated(value: Any, prefix: str) -> list[Fault]:
    """The keys that stand twice in one object, anywhere below ``value``."""
    faults: list[Fault] = []
    if isinstance(value, _Repeated):
        faults += [Fault(prefix + name, "同一个键写了两次，不知取哪一个。") for name in value.names]
    items: Any = ()
    if isinstance(value, dict):
        items = value.items()
    elif isinstance(value, list):
        items = enumerate(value)
    for step, item in items:
        faults += _repeated(item, f"{prefix}{step}.")
    return faults


def _faults(record_type: type[Record], error: ValidationError) -> list[Fault]:
    faults = []
    for item in error.errors(include_url=False, include_input=False):
        path = ".".join(map(str, item["loc"]))
        cause = item.get("ctx", {}).get("error")
        if item["type"] == "extra_forbidden":
            message = _unknown_key(record_type, item["loc"])
        elif isinstance(cause, InputError):
            message = str(cause)
        else:
            message = MODEL_FAULTS.get(item["type"], "不能识别的值。")
        faults.append(Fault(path, message))
    return faults


def _unknown_key(record_type: type[Record], loc: tuple[int | str, ...]) -> str:
    """What to tell about a key that the record does not know: the nearest name, or all of them."""
    owner = record_type
    # a model that refuses a key is at all but the last step of its place
    for step in loc[:-1]:
        if isinstance(step, str):
            owner = part_type(owner.model_fields[step].annotation)[0]
    names = list(owner.model_fields)
    near = difflib.get_close_matches(str(loc[-1]), names, 1)
    return f"没有这个键，是否为 {near[0]}？" if near else f"没有这个键，可用：{'、'.join(names)}。"
