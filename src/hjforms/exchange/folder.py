"""A folder (文件夹): every record file in it by its name; written, a file for every record."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from hjforms.errors import HjformsError, InputError, reason
from hjforms.exchange import door
from hjforms.exchange.entry import Entry, Options, Origin, Wanted
from hjforms.files import whole_file
from hjforms.wording import Sentence, named, unnamed

NOT_OURS = (".", "~$")  # hidden files, and what an office program keeps beside an open one
OF_THE_SYSTEM = {"thumbs.db", "desktop.ini"}
MANIFEST = "manifest.jsonl"  # what a batch keeps beside the files that it made; see ``batches``
MANIFEST_BEGINS = b'{"version":'


def read(name: str, wanted: Wanted) -> Iterator[Entry]:
    """The entries of every file, sorted by name; a file that cannot be read is an entry with its fault."""
    folder = Path(name)
    try:
        paths = sorted(path for path in folder.iterdir() if not _is_aside(path))
    except OSError as error:
        raise InputError(named(name, Sentence("打不开（{reason}），请检查路径。", reason=reason(error)))) from None
    if not paths:
        raise InputError(named(name, Sentence("文件夹是空的，里面没有记录。")))
    for path in paths:
        try:
            if path.is_dir():
                raise InputError(Sentence("这是文件夹里的文件夹，其中的文件没有读，请单独给出。"))
            yield from door.opened(str(path), wanted)
        except HjformsError as error:
            yield _without_name(Entry.faulty(Origin(str(path)), error, form=wanted.form))


def _is_aside(path: Path) -> bool:
    """True for a file that holds no records of anybody."""
    return path.name.startswith(NOT_OURS) or path.name.lower() in OF_THE_SYSTEM or _is_manifest(path)


def _is_manifest(path: Path) -> bool:
    if path.name != MANIFEST or not path.is_file():
        return False
    with path.open("rb") as file:
        return file.read(len(MANIFEST_BEGINS)) == MANIFEST_BEGINS


def _without_name(entry: Entry) -> Entry:
    """The entry whose faults do not repeat the name of the file, which its origin has."""
    told = (replace(fault, message=unnamed(fault.message, entry.origin)) for fault in entry.faults)
    return replace(entry, faults=tuple(told))


def sink(name: str, options: Options) -> FolderSink:
    """What writes a file for every record."""
    return FolderSink(Path(name), options)


class FolderSink:
    """A file for every record, in the order of the records: ``00001.json``. Each is written whole."""

    def __init__(self, folder: Path, options: Options) -> None:
        self._folder, self._options = folder, options
        self._count = 0

    def add(self, entry: Entry) -> None:
        """Take a record."""
        if not self._count:
            self._make()
        self._count += 1
        name = str(self._folder / f"{self._count:05}.{self._options.kind}")
        with whole_file(name) as output:
            inner = door.sink_of(name, output, self._options)
            inner.add(entry)
            inner.close()

    def _make(self) -> None:
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise InputError(
                named(self._folder, Sentence("不能建立文件夹（{reason}）。", reason=reason(error)))
            ) from None

    def close(self) -> None:
        """Every file is written."""
