"""Opening a package (打开归档包): a zip file or a folder, within bounds, and nothing that leads out of it."""

from __future__ import annotations

import os
import unicodedata
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Protocol

from hjforms.archiving.package import LARGEST_FILE, LARGEST_WHOLE, MOST_FILES
from hjforms.errors import DocumentError, InputError, reason
from hjforms.files import path_name, path_shown
from hjforms.wording import Sentence, named

LARGEST_RATIO = 200
DENSE = 2**20  # what unpacks to less is no bomb
_LINK = 0o120000
_RESERVED = {"con", "prn", "aux", "nul", *(f"{name}{number}" for name in ("com", "lpt") for number in range(1, 10))}
BROKEN = Sentence("不是完好的压缩包（zip），可能没有传完、已损坏或有密码。")
TOO_LARGE = Sentence("解压后大得不合常理，拒绝打开。")
BAD_NAME = Sentence("里面有不能用的文件名（绝对路径、..、别的系统不认的字符），拒绝打开。")
DOUBLED = Sentence("里面有同名的文件（大小写不同的也算同名），不知取哪一个，拒绝打开。")
LINK = Sentence("里面有链接或设备，不是文件，拒绝打开。")


class Opened(Protocol):
    """The files of a package by their names, with their sizes."""

    sizes: Mapping[str, int]

    def open(self, name: str) -> BinaryIO:
        """A file, to be read."""


@contextmanager
def opened(path: str | Path) -> Iterator[Opened]:
    """The files of a package. Raises ``DocumentError`` for one that is broken, too large or leads elsewhere.

    Raises ``InputError`` where there is none.
    """
    name = path_name(path)
    source = Path(name)
    try:
        if source.is_dir():
            yield _Folder(source)
            return
        with source.open("rb") as file, zipfile.ZipFile(file) as package:
            yield _Zip(package, os.fstat(file.fileno()).st_size)
    except DocumentError as error:
        raise DocumentError(named(path_shown(name), error.message)) from None
    except OSError as error:
        told = Sentence("打不开（{reason}），请检查路径。", reason=reason(error))
        raise InputError(named(path_shown(name), told)) from None
    except (zipfile.BadZipFile, zipfile.LargeZipFile, RuntimeError, NotImplementedError, EOFError, ValueError):
        raise DocumentError(named(path_shown(name), BROKEN)) from None


class _Zip:
    def __init__(self, package: zipfile.ZipFile, size: int) -> None:
        members = package.infolist()
        unpacked = sum(member.file_size for member in members)
        dense = unpacked > DENSE and unpacked > size * LARGEST_RATIO
        largest = max((member.file_size for member in members), default=0)
        if len(members) > MOST_FILES + 2 or unpacked > LARGEST_WHOLE or largest > LARGEST_FILE or dense:
            raise DocumentError(TOO_LARGE)
        if any(member.external_attr >> 16 & 0o170000 == _LINK for member in members):
            raise DocumentError(LINK)
        _refuse_names([member.orig_filename for member in members])
        self._package = package
        self._members = {member.filename: member for member in members if not member.is_dir()}
        self.sizes: Mapping[str, int] = {name: member.file_size for name, member in self._members.items()}

    def open(self, name: str) -> BinaryIO:
        """A file, unpacked as it is read; its checksum is told at its end."""
        return self._package.open(self._members[name])  # type: ignore[return-value] # it reads as one


class _Folder:
    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.sizes: Mapping[str, int] = dict(self._walked(folder, ""))
        if sum(self.sizes.values()) > LARGEST_WHOLE or max(self.sizes.values(), default=0) > LARGEST_FILE:
            raise DocumentError(TOO_LARGE)
        _refuse_doubled(list(self.sizes))

    def _walked(self, folder: Path, before: str, depth: int = 0) -> Iterator[tuple[str, int]]:
        """The files in a folder and those in it; nothing is followed out of it."""
        count = 0
        with os.scandir(folder) as found:
            for entry in sorted(found, key=lambda entry: entry.name):
                count += 1
                if count > MOST_FILES + 2 or depth > 8:
                    raise DocumentError(TOO_LARGE)
                name = f"{before}{entry.name}"
                if entry.is_dir(follow_symlinks=False):
                    yield from self._walked(folder / entry.name, f"{name}/", depth + 1)
                elif entry.is_file(follow_symlinks=False):
                    yield name, entry.stat(follow_symlinks=False).st_size
                else:
                    raise DocumentError(LINK)

    def open(self, name: str) -> BinaryIO:
        """A file."""
        return (self._folder / name).open("rb")


def _refuse_names(names: list[str]) -> None:
    """Raise ``DocumentError`` for names that mean another place, or another file on another system."""
    for name in names:
        steps = name.removesuffix("/").split("/")
        if not all(map(_is_plain, steps)):
            raise DocumentError(BAD_NAME)
    _refuse_doubled([name.removesuffix("/") for name in names])


def _refuse_doubled(names: list[str]) -> None:
    seen = {unicodedata.normalize("NFC", name).casefold() for name in names}
    if len(seen) < len(names):
        raise DocumentError(DOUBLED)


def _is_plain(step: str) -> bool:
    """True for a step of a name that is the same on every system."""
    return (
        step not in {"", ".", ".."}
        and step == step.rstrip(" .")
        and not any(char in '\\:*?"<>|' or not char.isprintable() for char in step)
        and step.partition(".")[0].lower() not in _RESERVED
    )
