"""Making a package (制作归档包): records as JSON, papers as PDF/A and OFD, files as they came, and history."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from hjforms.archiving import package
from hjforms.archiving.package import Listed
from hjforms.catalogue import Form, KeyGiven, key_of
from hjforms.errors import Fault, InputError, reason
from hjforms.exchange.door import is_folder
from hjforms.exchange.entry import Entry
from hjforms.files import PREFIX, SUFFIX, content, path_name, whole_file
from hjforms.records.loading import json_bytes
from hjforms.render.zipped import ZipWriter, part
from hjforms.wording import Sentence, named

KINDS = {
    b"%PDF-": "pdf",
    b"PK\x03\x04": "docx",
    b"\x89PNG": "png",
    b"\xff\xd8\xff": "jpg",
    b"II*\0": "tif",
    b"MM\0*": "tif",
}
"""Endings of what comes back, by how it begins."""
NOBODY = Sentence("没有公民身份号码，不知是谁的，不能按人归档。")
NOTHING = Sentence("没有记录，没有可归档的。")
SEVERAL = Sentence("这里有几个人的记录，一个归档包只装一个人的一次衔接；每人一个，请加 --by person，写到文件夹。")
TOO_LARGE = Sentence("一个归档包最多 {most} GB，请分成几个。", most=package.LARGEST_WHOLE // 2**30)


class Contents:
    """The files of a package, as they are put in one after another."""

    def __init__(self, *, ofd: bool = False, key: KeyGiven = None) -> None:
        self._ofd, self._key = ofd, key_of(key)
        self._files: dict[str, tuple[Listed, bytes]] = {}
        self._papers = self._received = self._size = 0

    @property
    def papers(self) -> int:
        """How many records it has."""
        return self._papers

    def add(self, form: Form, record: Any) -> str:
        """Put a completed record in, with its papers; returns the name of its file.

        Raises ``InputError`` where it cannot be printed.
        """
        self._papers += 1
        stem = f"{self._papers:02}-{form.id.replace('/', '-')}"
        name = self._put(f"records/{stem}.json", json_bytes(form.dump(record)))
        self._put(f"papers/{stem}.pdf", form.pdf(record, archive=True, key=self._key), name)
        if self._ofd:
            self._put(f"papers/{stem}.ofd", form.ofd(record, key=self._key), name)
        return name

    def add_received(self, data: bytes) -> str:
        """Put a file in as it came back; returns its name, which says nothing of a person."""
        self._received += 1
        kind = next((kind for mark, kind in KINDS.items() if data.startswith(mark)), "bin")
        kind = "ofd" if kind == "docx" and b"OFD.xml" in data else kind
        return self._put(f"received/{self._received:02}.{kind}", data)

    def add_history(self, history: Mapping[str, Any]) -> None:
        """Put in what happened, as JSON data."""
        self._put(package.HISTORY, json_bytes(history))

    def _put(self, name: str, data: bytes, record: str = "") -> str:
        self._size += len(data)
        if self._size > package.LARGEST_WHOLE or len(self._files) >= package.MOST_FILES:
            raise InputError(TOO_LARGE)
        self._files[name] = Listed.of(name, data, record), data
        return name

    def files(self) -> dict[str, bytes]:
        """Every file with its content, the manifest first. Raises ``InputError`` where there is no record."""
        if not self._papers:
            raise InputError(NOTHING)
        manifest = package.dump({name: listed for name, (listed, _) in self._files.items()})
        tag = self._key.tag(package.PURPOSE, manifest) if self._key else ""
        made = {package.MANIFEST: manifest, package.SUM: package.dump_sums(package.sums(manifest, tag))}
        return made | {name: data for name, (_, data) in self._files.items()}

    def zipped(self) -> bytes:
        """The package as a zip file."""
        chunks: list[bytes] = []
        write_zip(self.files(), chunks.append)
        return b"".join(chunks)

    def write(self, target: str | Path) -> None:
        """Write the package as a zip file, or a folder where the name ends in ``/``: whole or not at all."""
        name, files = path_name(target), self.files()
        if is_folder(name):
            _write_folder(Path(name), files)
            return
        with whole_file(name) as output:
            write_zip(files, output.write)


def write_zip(files: Mapping[str, bytes], sink: Callable[[bytes], object]) -> None:
    """Write files as a zip file, each as it is: so the bytes depend on no library that packs."""
    writer = ZipWriter(sink)
    for name, data in files.items():
        writer.add(part(name, data, 0))
    writer.close()


def _write_folder(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write files into a folder that is not there yet, or has nothing in it."""
    _refuse_full(folder)
    made = None
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        made = folder.parent / f"{PREFIX}{secrets.token_hex(8)}{SUFFIX}"
        made.mkdir()
        for name, data in files.items():
            path = made / name
            path.parent.mkdir(exist_ok=True)
            with path.open("xb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
        if folder.exists():
            folder.rmdir()
        made.rename(folder)
    except OSError as error:
        raise InputError(named(folder, Sentence("没有写成（{reason}）。", reason=reason(error)))) from None
    finally:
        if made is not None:
            shutil.rmtree(made, ignore_errors=True)


def _refuse_full(folder: Path) -> None:
    if folder.exists() and any(folder.iterdir()):
        raise InputError(named(folder, Sentence("文件夹里已经有东西，请换一个名称。")))


def archive(
    entries: Iterable[Entry],
    target: str | Path,
    *,
    ofd: bool = False,
    received: Sequence[bytes | str | Path] = (),
    history: Mapping[str, Any] | None = None,
    key: KeyGiven = None,
) -> int:
    """Write an archive package (归档包) of the records of one case; returns how many there are.

    It is a zip file, or a folder where ``target`` ends in ``/``. Every record stands in it as JSON and as PDF/A-3b,
    with ``ofd`` as OFD too; files that were ``received`` (bytes or paths) as they are; ``history`` as JSON. By an
    office's ``key`` papers and manifest are known for certain. What is derived is filled in, and nothing is judged:
    ``form.check`` does that. Raises ``InputError`` for an entry without a record, or one that cannot be printed, and
    where there are records of several people.
    """
    made = Contents(ofd=ofd, key=key)
    people = set[str]()
    for entry in entries:
        form, record = entry.stated
        people.add(person_of(record))
        if len(people - {""}) > 1:
            raise InputError(Fault("", SEVERAL, "archive.several"))
        try:
            made.add(form, form.complete(record))
        except InputError as error:
            told = (Fault(fault.path, named(entry.origin.words, fault.message), fault.code) for fault in error.faults)
            raise InputError(*told) from None
    for data in received:
        made.add_received(content(data))
    if history is not None:
        made.add_history(history)
    made.write(target)
    return made.papers


def archive_people(
    entries: Iterable[Entry], folder: str | Path, *, ofd: bool = False, key: KeyGiven = None
) -> tuple[int, int]:
    """Write a package for every person of a list into a folder: ``00001.zip``, in the order in which they come.

    Returns how many records and packages there are. Raises ``InputError`` as ``archive`` does, and for a record that
    does not say whose it is.
    """
    of_people: dict[str, list[Entry]] = {}
    for entry in entries:
        person = person_of(entry.stated[1])
        if not person:
            raise InputError(Fault("person.citizen_id", named(entry.origin.words, NOBODY), "archive.several"))
        of_people.setdefault(person, []).append(entry)
    if not of_people:
        raise InputError(NOTHING)
    target = Path(path_name(folder))
    _refuse_full(target)
    try:
        target.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(named(target, Sentence("不能建立文件夹（{reason}）。", reason=reason(error)))) from None
    for number, several in enumerate(of_people.values(), 1):
        archive(several, target / f"{number:05}.zip", ofd=ofd, key=key)
    return sum(map(len, of_people.values())), len(of_people)


def person_of(record: Any) -> str:
    """By what the person of a record is known; empty where the record does not say."""
    return str(getattr(record.person, "citizen_id", None) or "")
