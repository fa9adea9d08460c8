"""Parquet (列式文件): records by the million, in columns of the paths of their fields, read and written in batches.

A column is a field (``person.name``) or a whole part of the record (``person`` as a struct, ``years`` as a list of
structs). Amounts are decimals, days dates, numbers of months integers, all else text. It needs the extra ``scale``.
"""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from hjforms.catalogue import FORM_MARK, Form
from hjforms.errors import DependencyMissing, DocumentError, Fault, InputError, reason
from hjforms.exchange.entry import Entry, Options, Origin, Wanted
from hjforms.files import Output
from hjforms.records.base import Record, leaves, part_type
from hjforms.wording import Sentence, named

if TYPE_CHECKING:
    import pyarrow as pa
    import pyarrow.parquet as pq

BATCH = 1000
MISSING = Sentence('读写 Parquet 需要 pyarrow，请安装：pip install "hjforms[scale]"。')
NOT_PARQUET = Sentence("不是 Parquet 文件，或已损坏，请重新取得。")
UNREAD = Sentence("读不出的栏目不能写成 Parquet，请先按纸面改正。")
AMOUNT = (38, 2)


def read(name: str, wanted: Wanted) -> Iterator[Entry]:
    """The record of every row; no more than a batch of them is kept."""
    number = 0
    with _opened(name) as file:
        stated = (file.schema_arrow.metadata or {}).get(FORM_MARK.encode())
        mark = {FORM_MARK: stated.decode()} if stated else {}
        for batch in _batches(name, file):
            for row in batch:
                number += 1
                yield wanted.entry(Origin(name, row=number), {**mark, **_nested(row)})


def count(name: str) -> int:
    """How many rows a file has."""
    with _opened(name) as file:
        return int(file.metadata.num_rows)


def _opened(name: str) -> pq.ParquetFile:
    pq = _library()
    import pyarrow as pa

    try:
        return pq.ParquetFile(name)
    except pa.ArrowInvalid:
        raise DocumentError(named(name, NOT_PARQUET)) from None
    except OSError as error:
        raise InputError(named(name, Sentence("打不开（{reason}），请检查路径。", reason=reason(error)))) from None


def _batches(name: str, file: pq.ParquetFile) -> Iterator[list[dict[str, Any]]]:
    """The rows of a file, some at a time."""
    import pyarrow as pa

    try:
        for batch in file.iter_batches(BATCH):
            yield batch.to_pylist()
    except (pa.ArrowException, OSError, UnicodeDecodeError):
        raise DocumentError(named(name, NOT_PARQUET)) from None


def _library() -> Any:
    try:
        import pyarrow.parquet
    except ImportError:
        raise DependencyMissing(MISSING) from None
    return pyarrow.parquet


def _nested(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row as JSON data, in which a column called by a path stands in its part."""
    data: dict[str, Any] = {}
    for path, value in row.items():
        *owners, name = path.split(".")
        owner = data
        for step in owners:
            inner = owner.setdefault(step, {})
            owner = inner if isinstance(inner, dict) else owner.setdefault(path, {})
        owner[name] = _plain(value)
    return data


def _plain(value: Any) -> Any:
    """A value of Arrow as JSON data."""
    if isinstance(value, dict):
        return {name: _plain(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        return value.date().isoformat()
    if isinstance(value, Decimal):
        return f"{value:f}"
    return value.isoformat() if isinstance(value, dt.date) else value


def sink(output: Output, _options: Options) -> ParquetSink:
    """What writes Parquet."""
    return ParquetSink(output)


class ParquetSink:
    """A row for every record of one form."""

    def __init__(self, output: Output) -> None:
        self._output, self._library = output, _library()
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 - Arrow writes its last words whatever has gone wrong
        self._form: Form | None = None
        self._rows: list[dict[str, Any]] = []
        self._writer: Any = None

    def add(self, entry: Entry) -> None:
        """Take a record."""
        form, record = entry.stated
        if self._form is None:
            self._form = form
            self._schema = _schema(form)
            self._writer = self._library.ParquetWriter(self._file, self._schema, compression="zstd")
        if form != self._form:
            several = Sentence("一个 Parquet 文件里只能是同一种表，这里有 {forms}。", forms=[self._form.id, form.id])
            message = named(self._output.name, several)
            raise InputError(Fault("", message, "form.several"))
        self._rows.append(_arrow(form.record_type, record.model_dump(mode="json")))
        if len(self._rows) >= BATCH:
            self._flush()

    def _flush(self) -> None:
        import pyarrow as pa

        if self._rows:
            self._writer.write_table(pa.Table.from_pylist(self._rows, self._schema))
            self._rows = []

    def close(self) -> None:
        """Write what is left to be written."""
        if self._writer is None:
            raise InputError(Sentence("没有记录可写。"))
        self._flush()
        self._writer.close()
        self._file.seek(0)
        for block in iter(lambda: self._file.read(2**20), b""):
            self._output.write(block)


def _schema(form: Form) -> pa.Schema:
    """The columns of a form, whose id stands beside them."""
    import pyarrow as pa

    return pa.schema(_fields(form.record_type), metadata={FORM_MARK: form.id})


def _fields(record_type: type[Record]) -> list[pa.Field]:
    import pyarrow as pa

    known = leaves(record_type)
    fields = []
    for name, info in record_type.model_fields.items():
        if name in known:
            fields.append(pa.field(name, _type(known[name].kind.name)))
            continue
        inner, repeated = part_type(info.annotation)
        struct = pa.struct(_fields(inner))
        fields.append(pa.field(name, pa.list_(struct) if repeated else struct))
    return fields


def _type(kind: str) -> pa.DataType:
    import pyarrow as pa

    types = {
        "money": pa.decimal128(*AMOUNT),
        "date": pa.date32(),
        "whole": pa.int64(),
        "years": pa.int64(),
        "flag": pa.bool_(),
        "choices": pa.list_(pa.string()),
    }
    return types.get(kind, pa.string())


def _arrow(record_type: type[Record], data: Any, path: str = "") -> Any:
    """JSON data of a record as Arrow takes it."""
    if isinstance(data, list):
        return [_arrow(record_type, row, f"{path}{place}.") for place, row in enumerate(data)]
    known = leaves(record_type)
    made: dict[str, Any] = {}
    for name, value in data.items():
        if name not in known:
            inner, _ = part_type(record_type.model_fields[name].annotation)
            made[name] = _arrow(inner, value, f"{path}{name}.")
        elif isinstance(value, dict):
            raise InputError(Fault(f"{path}{name}", UNREAD, "unread"))
        else:
            made[name] = _value(known[name].kind.name, value)
    return made


def _value(kind: str, value: Any) -> Any:
    if value is not None and kind == "money":
        return Decimal(value)
    return dt.date.fromisoformat(value) if value is not None and kind == "date" else value
