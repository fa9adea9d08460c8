"""Print runs and files (批量打印、写文件): many records into one PDF, and files that come whole or not at all."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from hjforms.errors import Fault, InputError
from hjforms.records.base import Record
from hjforms.render.pdf import Document, PdfRenderer


class Target:
    """A file in the making; what goes wrong with writing it is said of it, and of nothing else."""

    def __init__(self, path: Path, file: BinaryIO) -> None:
        self._path, self._file = path, file

    def write(self, data: bytes) -> None:
        """Append to the file."""
        try:
            self._file.write(data)
        except OSError as error:
            raise _unwritten(self._path, error) from None


def _unwritten(path: Path, error: OSError) -> InputError:
    return InputError(f"{path}：没有写成（{error.strerror}），原有文件未动。")


@contextmanager
def whole_file(target: str | Path) -> Iterator[Target]:
    """A file to write to that takes the place of ``target`` only when everything is written.

    Whatever goes wrong (an error, Ctrl-C, a full disk), a file that was there stays as it was.
    Raises ``InputError`` where the place cannot be written.
    """
    path = Path(target)
    made = path.with_name(f".hjforms-{secrets.token_hex(8)}.tmp")  # named before it is there: Ctrl-C may come at once
    try:
        file = _new(made, path)
        try:
            yield Target(path, file)
        except BaseException:
            with suppress(OSError):
                file.close()
            raise
        try:
            with file:
                file.flush()
                os.fsync(file.fileno())
            made.chmod(_mode(path))
            made.replace(path)
        except OSError as error:
            raise _unwritten(path, error) from None
    finally:
        with suppress(OSError):
            made.unlink()


def _new(made: Path, path: Path) -> BinaryIO:
    """A new file beside ``path`` that only this user may read."""
    try:
        return open(made, "xb", opener=lambda name, flags: os.open(name, flags, 0o600))
    except FileNotFoundError:
        raise InputError(f"{path}：文件夹 {path.parent} 不存在，请先建立。") from None
    except OSError as error:
        raise InputError(f"{path}：不能在 {path.parent} 中写文件（{error.strerror}）。") from None


def _mode(path: Path) -> int:
    """The mode of the file that is replaced, or what the process gives to new files."""
    if path.exists():
        return path.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def write_whole(target: str | Path, data: bytes) -> None:
    """Write a file whole or not at all."""
    with whole_file(target) as file:
        file.write(data)


def print_run(
    renderer: PdfRenderer,
    records: Iterable[Record],
    target: str | Path,
    progress: Callable[[int], None] | None = None,
) -> int:
    """Print records into one PDF that shares background and fonts; ``progress`` hears of every record."""
    count = 0
    with whole_file(target) as file:
        document = Document(renderer, file.write)
        for count, record in enumerate(records, 1):
            try:
                document.add(record)
            except InputError as error:
                faults = [Fault(f"第{count}份 {fault.path}", fault.message) for fault in error.faults]
                raise InputError(*faults) from None
            if progress:
                progress(count)
        if count == 0:
            raise InputError("没有记录可打印。")
        document.close()
    return count
