"""JSON: one record, or an array of records."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from hjforms.errors import Fault, InputError
from hjforms.exchange.entry import Entry, Options, Origin, Wanted, within
from hjforms.files import STANDARD, Output, read_bytes
from hjforms.records.loading import LARGEST_JSON, NO_RECORD, json_bytes
from hjforms.records.parsing import is_ambiguous, parse
from hjforms.wording import Sentence

AMBIGUOUS = Sentence("文件编码看不准是 UTF-8 还是 GB 18030，请另存为带 BOM 的 UTF-8。")


def read(name: str, wanted: Wanted) -> Iterator[Entry]:
    """The record of a JSON file, or those of the array in it."""
    data = read_bytes(name, LARGEST_JSON, Sentence("{no_record}；许多记录请用 .jsonl，每行一份", no_record=NO_RECORD))
    shown = Sentence("标准输入") if name == STANDARD else name
    faults: list[Fault] = []
    value = parsed(data, shown, faults)
    if isinstance(value, list):
        if faults:  # a key that stands twice makes the whole array doubtful
            with within(shown):
                raise InputError(*faults)
        yield from (wanted.entry(Origin(shown, item=number), item) for number, item in enumerate(value, 1))
    else:
        yield wanted.entry(Origin(shown), value, faults)


def parsed(data: bytes, where: str, faults: list[Fault]) -> Any:
    """The value of a JSON text of a file; what is wrong with it is said of the file."""
    with within(where):
        if is_ambiguous(data):
            raise InputError(Fault("", AMBIGUOUS, "json.encoding"))
        return parse(data, faults)


def sink(output: Output, _options: Options) -> JsonSink:
    """What writes one record as an object, several as an array."""
    return JsonSink(output)


class JsonSink:
    """One record as an object; from the second on, an array."""

    def __init__(self, output: Output) -> None:
        self._output = output
        self._first: Any = None
        self._count = 0

    def add(self, entry: Entry) -> None:
        """Take a record."""
        form, record = entry.stated
        data = form.dump(record)
        self._count += 1
        if self._count == 1:
            self._first = data
            return
        if self._count == 2:
            self._output.write(b"[\n" + _inside(self._first))
        self._output.write(b",\n" + _inside(data))

    def close(self) -> None:
        """Write what is left to be written."""
        if self._count > 1:
            self._output.write(b"\n]\n")
        else:
            self._output.write(json_bytes(self._first if self._count else []))


def _inside(data: Any) -> bytes:
    """An item of an array, as it stands there."""
    text = json.dumps(data, ensure_ascii=False, indent=2)
    return "\n".join(f"  {line}" for line in text.split("\n")).encode()
