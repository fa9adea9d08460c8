"""JSON Lines: a record a line, read and written line by line."""

from __future__ import annotations

import codecs
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from hjforms.catalogue import Form
from hjforms.errors import DocumentError, Fault, InputError, reason
from hjforms.exchange.entry import Entry, Options, Origin, Wanted, within
from hjforms.exchange.json_text import AMBIGUOUS
from hjforms.files import Output
from hjforms.records.loading import LARGEST_JSON
from hjforms.records.parsing import encoding_of, is_ambiguous
from hjforms.wording import Sentence, Words, named

BROKEN = Sentence("文件前后编码不一，可能已损坏，请另存为 UTF-8。")
_STEP = 2**16


def read(name: str, wanted: Wanted) -> Iterator[Entry]:
    """The record of every line; a line that is none is an entry with its faults."""
    try:
        with _opened(Path(name)) as file:
            yield from _lines(name, file, wanted)
    except InputError:
        raise  # it is a ValueError as well
    except UnicodeDecodeError:
        raise InputError(Fault("", named(name, BROKEN), "json.encoding")) from None
    except ValueError:
        raise InputError(Sentence("文件路径中有不能使用的字符。")) from None
    except OSError as error:
        raise InputError(named(name, Sentence("打不开（{reason}），请检查路径。", reason=reason(error)))) from None


def count(name: str) -> int:
    """How many lines a file has."""
    with _opened(Path(name)) as file:
        return sum(block.count(b"\n") for block in iter(lambda: file.read(_STEP), b""))


def _opened(path: Path) -> BinaryIO:
    if not path.is_file() and path.exists():
        raise InputError(named(path, Sentence("不是文件（是管道或设备）。")))
    return path.open("rb")


def _lines(name: str, file: BinaryIO, wanted: Wanted) -> Iterator[Entry]:
    reader = io.TextIOWrapper(file, _encoding(name, file), "surrogatepass", newline="\n")
    number = 0
    while line := reader.readline(LARGEST_JSON):
        number += 1
        if len(line) >= LARGEST_JSON:
            raise DocumentError(
                named(
                    Words(name, Sentence("第{row}行", row=number)),
                    Sentence("超过 {most} MB，不是一份记录。", most=LARGEST_JSON // 2**20),
                )
            )
        if not line.strip():
            continue
        yield wanted.line(Origin(name, row=number), line)


def _encoding(name: str, file: BinaryIO) -> str:
    """The encoding of the whole file, which is gone through once; no line is taken for another than the rest."""
    start = file.read(_STEP)
    with within(name):
        encoding = encoding_of(start, whole=len(start) < _STEP)
    if len(start) < _STEP and is_ambiguous(start):
        raise InputError(Fault("", named(name, AMBIGUOUS), "json.encoding"))
    if encoding == "utf-8" and not _is_utf8(file, start):
        encoding = "gb18030" if start.isascii() else encoding
        if encoding == "utf-8":
            raise InputError(Fault("", named(name, BROKEN), "json.encoding"))
    file.seek(0)
    return encoding


def _is_utf8(file: BinaryIO, start: bytes) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")("surrogatepass")
    data = start
    try:
        while data:
            decoder.decode(data)
            data = file.read(_STEP)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def sink(output: Output, _options: Options) -> LineSink:
    """What writes a record a line."""
    return LineSink(output)


def blank(form: Form, output: Output) -> None:
    """Write the record in which nothing is filled in, in one line."""
    output.write(_line(json.loads(form.blank("json"))))


def _line(data: Any) -> bytes:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


class LineSink:
    """A record a line."""

    def __init__(self, output: Output) -> None:
        self._output = output

    def add(self, entry: Entry) -> None:
        """Take a record."""
        form, record = entry.stated
        self._output.write(_line(form.dump(record)))

    def close(self) -> None:
        """Every line is written."""
