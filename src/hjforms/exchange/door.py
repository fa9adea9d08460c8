"""The door itself: which notation a source or a sink has, and the way through it."""

from __future__ import annotations

import importlib
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, overload

from hjforms.catalogue import Form, KeyGiven, key_of
from hjforms.errors import ArgumentError, Fault, InputError, given
from hjforms.exchange.entry import Entry, Options, Sink, Wanted
from hjforms.files import STANDARD, Output, path_name, whole_files
from hjforms.records.base import Record, RecordT
from hjforms.wording import Sentence, named

if TYPE_CHECKING:
    from hjforms.exchange.tables import Table

NOTATIONS = {
    ".json": "json_text",
    ".jsonl": "json_lines",
    ".pdf": "paper",
    ".docx": "paper",
    ".ofd": "paper",
    ".csv": "csv_text",
    ".xlsx": "workbook",
    ".parquet": "parquet",
}
"""The module of every notation by the ending of its files."""
PICTURES = dict.fromkeys((".png", ".jpg", ".jpeg", ".tif", ".tiff"), "paper")
"""Endings of pictures: scans and photos, which are read and not written."""
READ_ONLY = dict.fromkeys((".xlsm", ".xlsb", ".xls", ".et", ".ods"), "workbook")
"""Further endings that are read, or of which it is said what to save them as; nothing is written so."""
FOLDER = "folder"


@overload
def entries(source: str | Path, form: Form[RecordT], *, key: KeyGiven = None) -> Iterator[Entry[RecordT]]: ...
@overload
def entries(source: str | Path, form: str | None = None, *, key: KeyGiven = None) -> Iterator[Entry]: ...
def entries(source: str | Path, form: Form | str | None = None, *, key: KeyGiven = None) -> Iterator[Entry]:
    """Every record of a source (来源), in its order.

    A source is a file (``.json``, ``.jsonl``, ``.xlsx``, ``.pdf``, ``.docx``, ``.ofd`` or any other paper that
    ``read`` takes), a folder of such files, or ``-`` (JSON from standard input). Every record is of ``form``; without
    it, a record names its form, and paper is recognised; with an office's ``key`` its ``reading`` says whether the
    office made it.
    A record that is faulty comes with its ``faults``. ``InputError`` and ``DocumentError`` say that the source itself
    cannot be read.
    """
    return opened(path_name(source), Wanted.of(form, key))


def opened(source: str, wanted: Wanted) -> Iterator[Entry]:
    """Every record of a source of which something is wanted."""
    found: Iterator[Entry] = _notation(source, "read").read(source, wanted)
    return found


def tables(source: str, wanted: Wanted) -> list[Table]:
    """The lists in a source, with their columns; none where it is no list."""
    module = _notation(source, "read")
    groups: list[list[Table]] = module.tables(source, wanted) if hasattr(module, "tables") else []
    return [table for group in groups for table in group]


def count(source: str) -> int | None:
    """How many records a source has, roughly; ``None`` where that cannot be known without reading it."""
    module = _notation(source, "read")
    try:
        return int(module.count(source)) if hasattr(module, "count") else None
    except OSError:
        return None


def write(
    entries: Iterable[Entry],
    sink: str | Path,
    *,
    kind: str = "json",
    editable: bool = False,
    carry: bool = True,
    archive: bool = False,
    key: KeyGiven = None,
) -> int:
    """Write records to a sink (去处), which appears whole or not at all; returns how many.

    ``.json`` holds a record or an array, ``.jsonl`` a record a line, ``.xlsx`` a list, ``.pdf`` and ``.ofd`` one form
    or a print run, ``.docx`` one form; a folder (a name that ends in ``/``, or a folder that is there) a file of
    ``kind`` for every record; ``-`` is standard output, in that kind. PDF for an ``archive`` is PDF/A; single
    papers bear the tag of an office's ``key``. Raises ``InputError`` for an entry that has no record.
    """
    if not isinstance(kind, str) or f".{kind}" not in NOTATIONS:
        known = [ending.removeprefix(".") for ending in NOTATIONS]
        raise ArgumentError(Sentence("kind：只能是{options}。", options=known))
    return write_all(entries, (sink,), Options(kind, editable, carry, archive=archive, key=key_of(key)))


def write_all(
    entries: Iterable[Entry],
    sinks: Sequence[str | Path],
    options: Options | None = None,
    beside: Mapping[str, bytes] | None = None,
    *,
    told: bool = False,
) -> int:
    """Write records to several sinks, which appear together with files ``beside`` them; returns how many.

    What is faulty has been ``told``, or raises ``InputError``; workbooks say it too. Memory does not grow with their
    number.
    """
    chosen, other = options or Options(), beside or {}
    names = [path_name(sink) for sink in sinks]
    for name in names:
        _notation(name, "sink", chosen.kind)  # a wrong name is told before anything is opened
    files = [name for name in names if not is_folder(name)]
    if twice := sorted({*files} & {*other}):
        raise InputError(named(twice[0], Sentence("同一个文件要写两样内容，请换个名称。")))
    count = 0
    with whole_files([*files, *other]) as outputs:
        made = dict(zip([*files, *other], outputs, strict=True))
        taking = [sink_of(name, made.get(name), chosen) for name in names]
        for name, data in other.items():
            made[name].write(data)
        for entry in _several(entries):
            faulty = told and bool(entry.faults)
            if not faulty:
                entry.stated  # noqa: B018 - raises where there is no record
                count += 1
            for sink in taking:
                if not faulty or getattr(sink, "tells_faults", False):
                    sink.add(entry)
        for sink in taking:
            sink.close()
    return count


def _several(entries: Iterable[Entry]) -> Iterator[Entry]:
    """Entries one by one. Raises ``ArgumentError`` where they are something else."""
    if not isinstance(entries, Iterable) or isinstance(entries, Mapping | str | bytes | Record):
        raise ArgumentError(Sentence("应为许多份记录（Entry），{given}。", given=given(entries)))
    for entry in entries:
        if not isinstance(entry, Entry):
            raise ArgumentError(Sentence("应为一份记录（Entry），{given}。", given=given(entry)))
        yield entry


def sink_of(name: str, output: Output | None, options: Options) -> Sink:
    """What takes the records for an output; a folder has none of its own."""
    made: Sink = _notation(name, "sink", options.kind).sink(output or name, options)
    return made


def write_blanks(form: Form, kinds: Mapping[str, str]) -> None:
    """Write the empty form to several outputs, each of its kind (``pdf``, ``ofd``, ``docx``, ``json`` …), together."""
    with whole_files(tuple(kinds)) as outputs:
        for output, kind in zip(outputs, kinds.values(), strict=True):
            module = _module(NOTATIONS[f".{kind}"])
            if hasattr(module, "blank"):
                module.blank(form, output)
            else:
                output.write(form.blank(kind))  # type: ignore[arg-type] # it says what kinds there are


def is_folder(name: str) -> bool:
    """True where a name is that of a folder, or is meant to be one."""
    return name.endswith(("/", os.sep)) or (name not in {"", STANDARD} and Path(name).is_dir())


def endings(use: str) -> list[str]:
    """The endings of what can be read (``read``) or written (``sink``)."""
    known = NOTATIONS | PICTURES if use == "read" else NOTATIONS
    return [ending for ending, name in known.items() if hasattr(_module(name), use)]


def _notation(name: str, use: str, kind: str = "json") -> ModuleType:
    """The module that reads or writes what has this name."""
    if is_folder(name):
        return _module(FOLDER)
    ending = f".{kind}" if name == STANDARD else Path(name).suffix.lower()
    chosen = NOTATIONS.get(ending) or (PICTURES.get(ending) or _by_content(name) if use == "read" else "")
    module = _module(chosen) if chosen else None
    if module is None or not hasattr(module, use):
        what = Sentence("记录文件（来源）") if use == "read" else Sentence("写出的文件")
        hint = Sentence("标准输入、输出写 -，") if use == "read" else Sentence("标准输出写 -，")
        message = named(
            name,
            Sentence(
                "{what}的名称应以 {endings} 结尾；{hint}文件夹请在末尾写 /。",
                what=what,
                endings=tuple(endings(use)),
                hint=hint,
            ),
        )
        raise InputError(Fault("", message, "notation"))
    return module


def _by_content(name: str) -> str:
    """The module for a file of another ending, by how it begins; none where there is no such file."""
    path = Path(name)
    try:
        if not path.is_file():
            return ""
        with path.open("rb") as file:
            start = file.read(64).lstrip(b"\xef\xbb\xbf \t\r\n")
    except (OSError, ValueError):
        return ""
    if path.suffix.lower() in READ_ONLY:
        return READ_ONLY[path.suffix.lower()]
    is_json = start.startswith((b"{", b"[")) and not start.startswith(b"{\\rtf")
    return "json_text" if is_json else "paper"


def _module(name: str) -> ModuleType:
    return importlib.import_module(f"hjforms.exchange.{name}")
