"""Files (文件): read within a measure; written whole or not at all, and several of one command together.

A file in the making is called ``.hjforms-….tmp`` and stands beside its target, locked for as long as somebody writes
to it. One that nobody holds is left over from a run that was killed: the next run that writes there removes it.
"""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, Protocol

from hjforms.errors import ArgumentError, DocumentError, InputError, given, reason
from hjforms.wording import Said, Sentence, named, said

STANDARD = "-"
"""What names standard input, and standard output."""
PREFIX, SUFFIX = ".hjforms-", ".tmp"
LONGEST_PATH = 1024
LONGEST_NAME = 255
_swept: set[Path] = set()


def read_bytes(path: str | Path, most: int, otherwise: Said) -> bytes:
    """The bytes of a file, or of standard input for ``-``.

    Raises ``InputError`` where it cannot be opened, ``DocumentError`` where it has more than ``most`` bytes: then it
    is no record, as ``otherwise`` says.
    """
    try:
        data = sys.stdin.buffer.read(most + 1) if str(path) == STANDARD else _read_file(Path(path), most + 1)
    except InputError:
        raise  # it is a ValueError as well
    except ValueError:
        raise InputError(Sentence("文件路径中有不能使用的字符。")) from None
    except OSError as error:
        raise InputError(
            named(path_shown(path), Sentence("打不开（{reason}），请检查路径。", reason=reason(error)))
        ) from None
    if len(data) > most:
        raise DocumentError(
            named(path, Sentence("文件超过 {most} MB，{otherwise}。", most=most // 2**20, otherwise=otherwise))
        )
    return data


def drop_standard_output() -> None:
    """Let what is still to be written to standard output go nowhere: Python would complain once more at its end."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def path_shown(path: str | os.PathLike[str]) -> Said:
    """A path as a message shows it: not at all where it seems to be the content of a file."""
    shown = str(path)
    if len(shown) > LONGEST_PATH or set(shown) & set('\n\r\t{}"'):
        return Sentence("给出的路径")
    return said(shown)


def path_name(path: object) -> str:
    """The name of a file from what a caller gives as its path (``str``, ``Path``).

    Raises ``ArgumentError`` where it is none, ``InputError`` where no file can have it.
    """
    name = os.fspath(path) if isinstance(path, str | os.PathLike) else path
    if not isinstance(name, str):
        raise ArgumentError(Sentence("应为路径（str、Path），{given}。", given=given(path)))
    try:
        written = os.fsencode(name)
    except UnicodeEncodeError:
        written = b"\0"
    if b"\0" in written:
        raise InputError(Sentence("文件路径中有不能使用的字符。"))
    if any(len(step) > LONGEST_NAME for step in written.split(os.fsencode(os.sep))):
        told = Sentence("打不开（{reason}），请检查路径。", reason=Sentence("文件名太长"))
        raise InputError(named(path_shown(name), told))
    return name


def content(data: object) -> bytes:
    """The bytes of a file from what a caller gives: bytes of any kind, or the path of it (``str``, ``Path``).

    Raises ``InputError`` where it cannot be opened, ``ArgumentError`` for anything else.
    """
    if isinstance(data, bytes | bytearray | memoryview):
        return bytes(data)
    if not isinstance(data, str | os.PathLike):
        raise ArgumentError(Sentence("应为文件内容（bytes）或路径（str、Path），{given}。", given=given(data)))
    path = path_name(data)
    try:
        return Path(path).read_bytes()
    except OSError as error:
        raise InputError(
            named(path_shown(path), Sentence("打不开（{reason}），请检查路径。", reason=reason(error)))
        ) from None


def _read_file(path: Path, most: int) -> bytes:
    if path.is_fifo() or path.is_char_device():  # these may never end
        raise InputError(named(path, Sentence("不是文件（是管道或设备）；要从管道读取，请写 -。")))
    with path.open("rb") as file:
        return file.read(most)


class Output(Protocol):
    """What is being written (写出中), which appears when it is committed."""

    name: str

    def open(self) -> None:
        """Begin. What is begun has to be discarded, even where this is interrupted."""

    def write(self, data: bytes) -> None:
        """Append to it."""

    def prepare(self) -> None:
        """Bring everything to the disk, so that nothing but its appearance is left to do."""

    def commit(self, *, alone: bool) -> None:
        """Let it appear; unless it is ``alone``, so that this can be undone."""

    def undo(self) -> None:
        """Take its appearance back."""

    def discard(self) -> None:
        """Leave nothing behind but what has appeared."""


class _Regular:
    """A file that takes the place of ``target`` when it is committed; of a link, the place to which it leads."""

    def __init__(self, target: str | Path) -> None:
        self.name = str(target)
        self._path = Path(os.path.realpath(target))
        self._made: Path | None = None
        self._old: Path | None = None
        self._appeared = False

    def open(self) -> None:
        if self._path.is_dir():
            raise InputError(named(self.name, Sentence("这是文件夹，请给出文件名。")))
        _sweep(self._path.parent)
        self._file = self._new()

    def _new(self) -> BinaryIO:
        """A new locked file beside the target, that only those may read who may read the target."""
        first = 0o600 if self._path.exists() else 0o666  # which the process bounds: its mask is one for all threads
        while True:
            self._made = self._path.with_name(f"{PREFIX}{os.urandom(8).hex()}{SUFFIX}")  # named before it is there
            try:
                file = open(self._made, "xb", opener=lambda name, flags: os.open(name, flags, first))  # noqa: SIM115 - kept
            except FileNotFoundError:
                raise InputError(
                    named(self.name, Sentence("文件夹 {parent} 不存在，请先建立。", parent=self._path.parent))
                ) from None
            except OSError as error:
                raise InputError(
                    named(
                        self.name,
                        Sentence(
                            "不能在 {parent} 中写文件（{reason}）。", parent=self._path.parent, reason=reason(error)
                        ),
                    )
                ) from None
            hold(file)
            if self._made.exists():  # nobody took it for a left-over before it was locked
                return file
            file.close()

    def write(self, data: bytes) -> None:
        try:
            self._file.write(data)
        except OSError as error:
            raise self._unwritten(error) from None

    def prepare(self) -> None:
        assert self._made is not None
        try:
            self._file.flush()
            os.fsync(self._file.fileno())
            if self._path.exists():
                self._made.chmod(self._path.stat().st_mode & 0o777)
        except OSError as error:
            raise self._unwritten(error) from None

    def commit(self, *, alone: bool) -> None:
        assert self._made is not None
        try:
            if not alone:
                self._keep()
            if os.name == "nt":  # an open file cannot be moved there
                self._file.close()
            self._made.replace(self._path)
            self._appeared = True
        except OSError as error:
            raise self._unwritten(error) from None

    def _keep(self) -> None:
        """Give the file that is replaced a second name."""
        old = self._path.with_name(f"{PREFIX}{os.urandom(8).hex()}{SUFFIX}")
        with suppress(OSError):  # there is none, or a file system without links: then it cannot come back
            os.link(self._path, old)
            self._old = old

    def undo(self) -> None:
        if not self._appeared:
            return
        if self._old is not None:
            self._old.replace(self._path)
        else:
            self._path.unlink()

    def discard(self) -> None:
        with suppress(OSError, AttributeError):  # it may not be open yet
            self._file.close()
        for path in (self._made, self._old):
            if path is not None:
                with suppress(OSError):
                    path.unlink()

    def _unwritten(self, error: OSError) -> InputError:
        return InputError(named(self.name, Sentence("没有写成（{reason}），原有文件未动。", reason=reason(error))))


class _Stream:
    """Standard output, a pipe or a device: what is written goes there in one piece when it is committed."""

    def __init__(self, target: str | Path) -> None:
        self.name = str(target)

    def open(self) -> None:
        import tempfile

        self._file = tempfile.TemporaryFile()  # noqa: SIM115 - closed by discard

    def write(self, data: bytes) -> None:
        try:
            self._file.write(data)
        except OSError as error:
            raise self._unwritten(error) from None

    def prepare(self) -> None:
        self._file.seek(0)

    def commit(self, *, alone: bool) -> None:  # noqa: ARG002 - nothing can be undone here
        import shutil

        try:
            if self.name == STANDARD:
                sys.stdout.flush()
                shutil.copyfileobj(self._file, sys.stdout.buffer)
                sys.stdout.buffer.flush()
            else:
                with Path(self.name).open("wb") as target:
                    shutil.copyfileobj(self._file, target)
        except BrokenPipeError:
            raise
        except OSError as error:
            if self.name == STANDARD:
                drop_standard_output()
            raise self._unwritten(error) from None

    def undo(self) -> None:
        """What went into a pipe does not come back."""

    def discard(self) -> None:
        with suppress(OSError, AttributeError):
            self._file.close()

    def _unwritten(self, error: OSError) -> InputError:
        where = Sentence("标准输出") if self.name == STANDARD else self.name
        return InputError(named(where, Sentence("没有写成（{reason}）。", reason=reason(error))))


def _output(target: str) -> Output:
    if target == STANDARD:
        return _Stream(target)
    try:
        mode = Path(target).stat().st_mode
    except (OSError, ValueError):
        mode = stat.S_IFREG
    return _Regular(target) if stat.S_ISREG(mode) or stat.S_ISDIR(mode) else _Stream(target)


@contextmanager
def whole_files(targets: Sequence[str | Path]) -> Iterator[tuple[Output, ...]]:
    """Files to write to that appear together when everything is written.

    Whatever goes wrong (an error, Ctrl-C, a full disk), files that were there stay as they were.
    Raises ``InputError`` where a place cannot be written.
    """
    with ExitStack() as stack:
        outputs = tuple(_output(path_name(target)) for target in targets)
        for output in outputs:
            stack.callback(output.discard)
            output.open()
        yield outputs
        for output in outputs:
            output.prepare()
        try:
            for output in sorted(outputs, key=lambda output: isinstance(output, _Stream)):  # what can be undone, first
                output.commit(alone=len(outputs) == 1)
        except BaseException:
            for output in outputs:
                with suppress(OSError):
                    output.undo()
            raise


@contextmanager
def whole_file(target: str | Path) -> Iterator[Output]:
    """One such file."""
    with whole_files((target,)) as (output,):
        yield output


def write_whole(target: str | Path, data: bytes) -> None:
    """Write a file whole or not at all."""
    with whole_file(target) as output:
        output.write(data)


def hold(file: BinaryIO) -> bool:
    """Hold a file, as long as it is open; false where somebody else does, or where files cannot be held."""
    try:
        import fcntl
    except ImportError:  # Windows does not remove what is open anyhow
        return True
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _sweep(folder: Path) -> None:
    """Remove what killed runs have left in a folder, once in the life of a process."""
    if folder in _swept:
        return
    _swept.add(folder)
    with suppress(OSError):
        for path in folder.glob(f"{PREFIX}*{SUFFIX}"):
            with suppress(OSError), path.open("rb") as file:
                if hold(file):
                    path.unlink()
