"""The records of the corpus: of every form the worked example, and one in which every field is filled in.

The full record has another value in every field, so that no two cells can be taken for each other, and texts that
are easily lost: rare characters, double spaces, brackets, and lines that wrap.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from decimal import Decimal
from itertools import count
from pathlib import Path
from typing import Any

from hjforms.catalogue import Form
from hjforms.notations import capital
from hjforms.notations.year_month import YearMonth
from hjforms.records.base import Record, part_type
from hjforms.records.kinds import Kind

ROOT = Path(__file__).parents[2]
ROWS = 2
CITIZEN_IDS = ("371000196501150018", "371000196803200025", "220000198006100035")
NAMES = ("𠮷䶮", "阿依古丽·买买提", "Anne-Marie  O’Neill")
ADDRESS = "新疆维吾尔自治区伊犁哈萨克自治州㑇村（北）12号  3单元"


def worked(form: Form) -> Any:
    """The worked example of a form, completed."""
    return form.complete(form.load(next((ROOT / "examples").glob(f"*/{form.id}.json"))))


def full(form: Form) -> Any:
    """A record of a form in which every field is filled in."""
    return _filled(form.record_type, "", count(1))


def common(form: Form) -> Any:
    """The full record in characters that every Chinese font has, for programs that know one font only."""
    text = full(form).model_dump_json()
    for rare, usual in (("𠮷䶮", "欧阳  娜娜"), ("㑇", "北")):
        text = text.replace(rare, usual)
    return form.load(text.encode())


def _filled(record_type: type[Record], prefix: str, numbers: Iterator[int]) -> Any:
    values: dict[str, Any] = {}
    for name, info in record_type.model_fields.items():
        kind = next((item for item in info.metadata if isinstance(item, Kind)), None)
        if kind is not None:
            values[name] = _value(kind, prefix + name, next(numbers))
            continue
        inner, repeated = part_type(info.annotation)
        parts = [_filled(inner, f"{prefix}{name}.", numbers) for _ in range(ROWS if repeated else 1)]
        values[name] = tuple(parts) if repeated else parts[0]
    return record_type(**values)


def _value(kind: Kind, path: str, number: int) -> Any:
    schema = dict(kind.schema)
    if kind.name == "choice":
        return schema["enum"][number % len(schema["enum"])]
    if kind.name == "choices":
        return tuple(schema["items"]["enum"][::2])
    if kind.name == "digits":
        length = int(schema["pattern"].partition("{")[2].partition("}")[0] or 16)
        return str(number * 7919 + 371000).ljust(length, "0")[:length]
    if kind.name == "text":
        return _text(path, number)
    made: dict[str, Callable[[], Any]] = {
        "money": lambda: Decimal(number * 37 + 1234) + Decimal(number) / 100,
        "capital": lambda: capital.write(Decimal(number * 1000 + 7) + Decimal("0.53")),
        "citizen-id": lambda: CITIZEN_IDS[number % 3],
        "date": lambda: dt.date(2000 + number % 25, number % 12 + 1, number % 28 + 1),
        "year-month": lambda: YearMonth(1990 + number % 30, number % 12 + 1),
        "rate": lambda: Decimal(number % 90 + 1) / 200,
        "flag": lambda: number % 2 == 0,
        "years": lambda: number * 7 % 400 + 13,
        "whole": lambda: min(schema.get("minimum", 0) + number % 100, schema.get("maximum", 9999)),
    }
    return made[kind.name]()


def _text(path: str, number: int) -> str:
    name = path.rpartition(".")[2]
    if name == "name" and path.startswith("person"):
        return NAMES[number % 3]
    if name == "address":
        return ADDRESS
    if name == "phone":
        return f"0631-52{number:05}"
    return f"示例{number}号"
