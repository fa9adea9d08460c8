"""Verifying a package (核对归档包): everything that it lists is there and as it was, nothing else is, papers read."""

from __future__ import annotations

import hashlib
import io
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from hjforms.archiving import package
from hjforms.archiving.opening import Opened, opened
from hjforms.archiving.package import HMAC, LARGEST_MANIFEST, MANIFEST, SM3, SUM, Listed, NoManifestError
from hjforms.archiving.packing import write_zip
from hjforms.catalogue import Form, KeyGiven, key_of, named_form
from hjforms.errors import DependencyMissing, DocumentError, Fault, HjformsError
from hjforms.files import path_name, path_shown
from hjforms.records import loading
from hjforms.wording import Said, Sentence, named

if TYPE_CHECKING:
    from hjforms.keys import Key

_PIECE = 2**20
MISSING = Sentence("清单里有，包里没有。")
CHANGED = Sentence("与清单不符，归档以后改动过或已损坏。")


@dataclass(frozen=True)
class ArchiveVerdict:
    """What a check of a package came to: how many files and papers it lists, its ``faults``, and ``notes`` on it."""

    files: int
    papers: int
    faults: tuple[Fault, ...]
    notes: tuple[Fault, ...] = ()

    @property
    def is_sound(self) -> bool:
        """True where every file is as it was archived, and there is no other."""
        return not self.faults


def verify_archive(source: str | Path, *, key: KeyGiven = None) -> ArchiveVerdict:
    """Check an archive package, a zip file or a folder: files against the manifest, papers against their records.

    With an office's ``key`` also whether the office made it. Nothing is changed. Raises ``InputError`` where it cannot
    be opened, ``DocumentError`` where it is no package, damaged as a whole, or made to do harm.
    """
    known = key_of(key)
    with opened(source) as files:
        return _Check(source, files, known).run()


class _Check:
    """One check."""

    def __init__(self, source: str | Path, files: Opened, key: Key | None) -> None:
        self._source, self._files, self._key = Path(path_name(source)), files, key
        self._faults: list[Fault] = []
        self._notes: list[Fault] = []

    def run(self) -> ArchiveVerdict:
        manifest = self._small(MANIFEST)
        if manifest is None:
            raise DocumentError(Sentence("没有清单（manifest.json），不是归档包。"))
        try:
            listed = package.load(manifest)
        except NoManifestError:
            raise DocumentError(Sentence("清单（manifest.json）已损坏或改动过，不能核对。")) from None
        self._check_sums(manifest)
        sound = {name for name in self._in_order(listed) if self._is_as_listed(listed[name])}
        papers = [file for file in listed.values() if file.is_paper]
        for file in papers:
            if {file.name, file.record} <= sound:
                self._check_paper(file)
        if not self._faults:
            self._check_packing(listed)
        return ArchiveVerdict(len(listed), len(papers), tuple(self._faults), tuple(self._notes))

    def _in_order(self, listed: Mapping[str, Listed]) -> Iterator[str]:
        """The files that are listed and there; what is missing, and what is there and not listed, is told."""
        for name in listed:
            if name in self._files.sizes:
                yield name
            else:
                self._faulted(MISSING, "archive.missing", name)
        for name in self._files.sizes:
            if name not in listed and name not in {MANIFEST, SUM}:
                self._faulted(Sentence("包里有，清单里没有。"), "archive.unlisted", name)

    def _small(self, name: str) -> bytes | None:
        """A file of the package itself; ``None`` where it is missing or cannot be one."""
        if self._files.sizes.get(name, LARGEST_MANIFEST + 1) > LARGEST_MANIFEST:
            return None
        try:
            with self._files.open(name) as file:
                return file.read(LARGEST_MANIFEST + 1)
        except _UNREADABLE:
            return None

    # ---------------------------------------------------------------------------------------- sums

    def _check_sums(self, manifest: bytes) -> None:
        """Hold the manifest against its digests, and the tag by a key."""
        data = self._small(SUM)
        if data is None:
            self._faulted(Sentence("应有而没有。"), "archive.missing", SUM)
            stated: dict[str, str] = {}
        else:
            try:
                stated = package.load_sums(data)
            except NoManifestError:
                self._faulted(CHANGED, "archive.changed", SUM)
                stated = {}
        digests = self._digests(io.BytesIO(manifest))
        if stated and any(stated[name] != digest for name, digest in digests.items()):
            self._faulted(CHANGED, "archive.changed", MANIFEST)
        self._check_tag(manifest, stated.get(HMAC, ""))

    def _check_tag(self, manifest: bytes, tag: str) -> None:
        if self._key is None:
            return
        if not tag:
            message = Sentence("没有本单位密钥的标记，不能确定是不是本单位归档的。")
            self._faulted(message, "archive.key", SUM)
        elif not self._key.holds(tag, package.PURPOSE, manifest):
            message = Sentence("标记不是用这个密钥写的：是另一个密钥的，或是伪造、改动过的。")
            self._faulted(message, "archive.key", SUM)

    def _faulted(self, message: Said, code: str, name: str) -> None:
        self._faults.append(Fault("", named(path_shown(name), message), code))

    # --------------------------------------------------------------------------------------- files

    def _is_as_listed(self, file: Listed) -> bool:
        try:
            with self._files.open(file.name) as stream:
                digests = self._digests(stream)
            is_same = self._files.sizes[file.name] == file.size and all(
                getattr(file, name) == digest for name, digest in digests.items()
            )
        except _UNREADABLE:
            is_same = False
        if not is_same:
            self._faulted(CHANGED, "archive.changed", file.name)
        return is_same

    def _digests(self, stream: BinaryIO) -> dict[str, str]:
        """The digests of a file by their names: those that this machine can make."""
        made: dict[str, package.Hash] = {package.SHA256: hashlib.sha256()}
        try:
            made[SM3] = package.sm3()
        except DependencyMissing as error:
            note = Fault("", Sentence("只核对了 SHA-256：{told}", told=error.message), "archive.sm3")
            self._notes = self._notes or [note]
        while piece := stream.read(_PIECE):
            for digest in made.values():
                digest.update(piece)
        return {name: digest.hexdigest() for name, digest in made.items()}

    def _bytes(self, name: str) -> bytes:
        with self._files.open(name) as stream:
            return stream.read()

    # -------------------------------------------------------------------------------------- papers

    def _check_paper(self, file: Listed) -> None:
        """Hold what a paper says against its record."""
        from hjforms.reading.result.document import read_all

        try:
            form_, record = _record_of(self._bytes(file.record))
        except HjformsError:
            self._faulted(Sentence("记录载入不了，可能是更新版本的程序写的。"), "archive.record", file.record)
            return
        try:
            found = read_all(self._bytes(file.name), (form_,))
            same = len(found) == 1 and form_.complete(found[0].record) == form_.complete(record)
        except HjformsError:
            same = False
        if not same:
            message = Sentence("读出的与 {record} 不同。", record=file.record)
            self._faulted(message, "archive.paper", file.name)

    # ------------------------------------------------------------------------------------- packing

    def _check_packing(self, listed: Mapping[str, Listed]) -> None:
        """Tell of a zip file that is not to the byte as we write it: somebody has packed the same files again."""
        if self._source.is_dir():
            return
        names = [MANIFEST, SUM, *listed]
        with self._source.open("rb") as file:
            same = _Same(file)
            write_zip(_Lazy(names, self._bytes), same)
            is_same = same.is_so and not file.read(1)
        if not is_same:
            message = Sentence("压缩包被别的程序重新打过包，里面的文件没有变。")
            self._notes.append(Fault("", message, "archive.repacked"))


_UNREADABLE = (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError, ValueError)


class _Same:
    """Takes what is written, and sees whether a file has just that."""

    def __init__(self, file: BinaryIO) -> None:
        self._file, self.is_so = file, True

    def __call__(self, written: bytes) -> None:
        self.is_so = self.is_so and self._file.read(len(written)) == written


class _Lazy(Mapping[str, bytes]):
    """Files whose content is read when it is asked for."""

    def __init__(self, names: list[str], content: Callable[[str], bytes]) -> None:
        self._names, self._content = names, content

    def __getitem__(self, name: str) -> bytes:
        return self._content(name)

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


def _record_of(data: bytes) -> tuple[Form, Any]:
    """The form and the record of a file of a record. Raises ``InputError`` for what is none."""
    stated = loading.stated(data)
    found = named_form(stated)
    return found, found.load(stated)
