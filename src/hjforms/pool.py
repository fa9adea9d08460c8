"""Reading in other processes (读取池): the way to read files of strangers in a program that must not stop.

A file can be made so that a library hangs in it, takes all memory, or ends its process. In a pool that ends a worker,
which another one takes the place of, and whoever asked gets one ``DocumentError``.
"""

from __future__ import annotations

import multiprocessing
import os
import pickle
import queue
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import chdir, suppress
from dataclasses import dataclass, field, replace
from multiprocessing.connection import Connection
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, NamedTuple, Self

from hjforms.catalogue import KeyGiven, key_of
from hjforms.errors import ArgumentError, DocumentError, HjformsError, InputError, given
from hjforms.files import content
from hjforms.seals import Trust, trust_of
from hjforms.wording import Sentence

if TYPE_CHECKING:
    from hjforms.exchange.entry import Entry
    from hjforms.keys import Key
    from hjforms.reading.result.reading import Reading
    from hjforms.render.pictures import PagePicture

STARTING_S = 120.0
LISTED = "名单"
READ, DRAW, LIST = b"read", b"draw", b"list"
"""What a worker does with a file; with a list, its ending and the forms that are wanted of it stand beside that."""
ENDED = Sentence("读取这个文件的进程中止了，停止读取：文件可能不正常（占用的内存太多，或已损坏）。")
HANGS = Sentence("读取这个文件超过了时限，停止读取：文件可能不正常；页数多的，请分拆后再读。")
FULL = Sentence("读取这个文件占用的内存太多，停止读取：文件可能不正常。")
NOT_STARTED = Sentence(
    '读取进程没有起来，不是文件的问题：主程序要有 if __name__ == "__main__":，Limits 的 memory 不能太小。'
)
NOT_TRAVELLING = Sentence("trust：密码模块要能传给读取进程（可以 pickle）；不能的，请不用读取池，用 hjforms.read。")
CLOSED = Sentence("读取池已经关闭，不能再读。")


@dataclass(frozen=True)
class Limits:
    """What reading may take: ``seconds`` for one file, bytes of ``memory`` (address space) and ``workers`` in all.

    Memory is limited where the system can do so (not on Windows).
    """

    seconds: float = 120.0
    memory: int = 2 * 2**30
    workers: int = field(default_factory=lambda: os.cpu_count() or 1)

    def __post_init__(self) -> None:
        """Raise ``ArgumentError`` for what is no number, ``InputError`` for one that leaves nothing to read with."""
        for name, kind in (("seconds", int | float), ("memory", int), ("workers", int)):
            value = getattr(self, name)
            if not isinstance(value, kind) or isinstance(value, bool):
                raise ArgumentError(Sentence("{name}：应为数，{given}。", name=name, given=given(value)))
        if not (self.workers >= 1 and self.seconds > 0 and self.memory > 0):
            raise InputError(Sentence("读取池至少要有一个进程，时限和内存要大于零。"))


class ReadingPool:
    """Worker processes that read. Any number of threads may ask at once; close it, or use it in ``with``."""

    def __init__(self, limits: Limits | None = None, *, key: KeyGiven = None, trust: Trust | None = None) -> None:
        if not isinstance(limits, Limits | None):
            raise ArgumentError(Sentence("limits：应为 Limits，{given}。", given=given(limits)))
        self._limits = limits or Limits()
        whose = _Whose(key_of(key), _travelling(trust_of(trust)))
        self._workers = [_Worker(self._limits, whose) for _ in range(self._limits.workers)]
        self._idle: queue.SimpleQueue[_Worker] = queue.SimpleQueue()
        for worker in self._workers:
            self._idle.put(worker)
        self._closed = False

    def read(self, data: bytes | str | Path) -> list[Reading]:
        """The reading of every form in a PDF or DOCX file (bytes or its path), as ``hjforms.read`` gives it.

        By the key of the pool, where it has one, it says whether the office made it; certificates of signatures are
        held against those that the pool trusts.
        Raises ``DocumentError`` also for a file that takes more than the limits allow.
        """
        return self._done(READ, content(data))

    def pictures(self, data: bytes | str | Path) -> dict[int, PagePicture]:
        """The first pages of a PDF or picture file, by their numbers (from 1); a file of another kind has none.

        Raises ``DocumentError`` as ``read`` does.
        """
        return dict(self._done(DRAW, content(data)))

    def entries(self, data: bytes, ending: str, forms: Sequence[str] = ()) -> list[Entry]:
        """The records of a list (``.xlsx``, ``.csv``) as ``hjforms.entries`` gives them, without their cells.

        ``forms`` are the ids of those that are wanted, any where there are none; a record that names none is of the
        first. Raises ``InputError`` and ``DocumentError`` as ``hjforms.entries`` and ``read`` do.
        """
        return self._done(b":".join([LIST, ending.encode(), *map(str.encode, forms)]), data)

    def _done(self, task: bytes, data: bytes) -> list[Any]:
        """What comes of a file in the next worker that is free."""
        worker = self._idle.get()
        try:
            if self._closed:
                raise InputError(CLOSED)
            return list(worker.do(task, data))
        finally:
            self._idle.put(worker)

    def close(self) -> None:
        """End all workers; what is being read comes to nothing."""
        self._closed = True
        for worker in self._workers:
            worker.stop()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()


class _Whose(NamedTuple):
    """By what a worker says whose a file is."""

    key: Key | None
    trust: Trust


def _travelling(trust: Trust) -> Trust:
    """Whom the caller trusts. Raises ``ArgumentError`` for a module that cannot go to another process."""
    try:
        pickle.dumps(trust)
    except (pickle.PicklingError, TypeError, AttributeError):
        raise ArgumentError(NOT_TRAVELLING) from None
    return trust


class _Worker:
    """A process that reads one file after another, started when it is first needed and whenever it has ended."""

    def __init__(self, limits: Limits, whose: _Whose) -> None:
        self._limits, self._whose = limits, whose
        self._process: Any = None
        self._pipe: Connection[Any, Any] | None = None

    def do(self, task: bytes, data: bytes) -> Iterator[Any]:
        """What comes of a file. Whatever goes wrong with the process is a ``DocumentError``."""
        pipe = self._started()
        end = time.monotonic() + self._limits.seconds
        try:
            pipe.send_bytes(task)
            pipe.send_bytes(data)
            while (answer := self._answer(pipe, end)) is not None:
                if isinstance(answer, HjformsError):
                    raise answer
                yield answer
        except (EOFError, OSError):
            self.stop()
            raise DocumentError(ENDED) from None

    def _answer(self, pipe: Connection[Any, Any], end: float) -> Any:
        """The next reading, ``None`` after the last one, or the error that ended it."""
        if not pipe.poll(max(0.0, end - time.monotonic())):
            self.stop()
            raise DocumentError(HANGS)
        return pipe.recv()

    def _started(self) -> Connection[Any, Any]:
        """The pipe to the process, which has said that it is ready."""
        if self._pipe is None or not self._process.is_alive():
            self.stop()
            context = multiprocessing.get_context("spawn")  # whatever threads there are, nothing of them is inherited
            self._pipe, other = context.Pipe()
            process = context.Process(target=_work, args=(other, self._limits.memory, self._whose), daemon=True)
            process.start()
            self._process = process
            other.close()
            if not _is_ready(self._pipe):
                self.stop()
                raise InputError(NOT_STARTED)  # no file is to blame
        return self._pipe

    def stop(self) -> None:
        """End the process."""
        if self._pipe is not None:
            self._pipe.close()
        if self._process is not None:
            self._process.kill()
            self._process.join()
        self._process = self._pipe = None


def _is_ready(pipe: Connection[Any, Any]) -> bool:
    """True once a process has started and said so."""
    try:
        return pipe.poll(STARTING_S) and pipe.recv() is None
    except (EOFError, OSError):
        return False


def _work(pipe: Connection[Any, Any], memory: int, whose: _Whose) -> None:
    """Do what comes through the pipe, until it is closed."""
    from hjforms.catalogue import forms
    from hjforms.reading.result.document import readings_of

    known = forms()
    tasks: dict[bytes, Callable[..., Iterable[Any]]] = {
        READ: lambda data: readings_of(data, known, whose.key, whose.trust),
        DRAW: _drawn,
        LIST: _listed,
    }
    _limit(memory)
    pipe.send(None)
    while True:
        try:
            task, data = pipe.recv_bytes(), pipe.recv_bytes()
        except (EOFError, OSError):
            return
        try:
            kind, *about = task.split(b":")
            for made in tasks[kind](data, *map(bytes.decode, about)):
                pipe.send(made)
            pipe.send(None)
        except HjformsError as error:
            pipe.send(error)
        except MemoryError:
            pipe.send(DocumentError(FULL))
        except Exception as error:  # noqa: BLE001 - whatever it is, the file is to blame, and the worker goes on
            pipe.send(DocumentError(Sentence("文件无法读取（{name}）。", name=type(error).__name__)))


def _drawn(data: bytes) -> Iterable[tuple[int, PagePicture]]:
    """The first pages of a PDF with their numbers."""
    from hjforms.render.pictures import page_pictures

    return page_pictures(data).items()


def _listed(data: bytes, ending: str, *form_ids: str) -> Iterable[Entry]:
    """The records of a list, which is told by a name that says nothing, for its own is not known."""
    from hjforms.catalogue import form
    from hjforms.exchange.door import opened
    from hjforms.exchange.entry import Wanted

    known, name = [form(form_id) for form_id in form_ids], f"{LISTED}{ending}"
    wanted = Wanted(None, known, known[0]) if len(known) > 1 else Wanted.of(next(iter(known), None))
    with tempfile.TemporaryDirectory(prefix="hjforms-") as folder, chdir(folder):
        Path(name).write_bytes(data)
        for entry in opened(name, wanted):
            yield replace(entry, cells=None)


def _limit(memory: int) -> None:
    """Let this process have no more memory than that, and leave no picture of it when it ends."""
    with suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
