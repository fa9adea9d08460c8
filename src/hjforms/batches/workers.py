"""Workers (工作进程): who does the work, and what becomes of it where one dies.

``Here`` does it in this process, ``Pool`` in processes of its own, ``Given`` lets a caller's executor do it. All give
the same results in the same order.
"""

from __future__ import annotations

import gc
import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import replace
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Event
from typing import Protocol

from hjforms.batches.work import Job, Made, Unit, give_up_when, make
from hjforms.errors import InputError
from hjforms.wording import Sentence

NOT_STARTED = Sentence(
    "工作进程不能启动。在程序里调用的，请把调用写在 if __name__ == '__main__': 之下，或给出 executor；"
    "在命令行，请加 --jobs 1。"
)
PATIENCE_S = 20.0
"""How long one record may take when nobody waits for it any more."""
Task = Callable[[], list[Made]]
"""Waits for what comes of some units."""


class Workers(Protocol):
    """Who does the work."""

    ahead: int
    """How many tasks may wait: enough that nobody is idle, few enough that memory stays flat."""

    def submit(self, job: Job, units: Sequence[Unit]) -> Task:
        """Have some units made."""

    def close(self) -> None:
        """Let everybody go; what is being done comes to nothing."""


class Here:
    """The process that asks."""

    ahead = 0

    def submit(self, job: Job, units: Sequence[Unit]) -> Task:
        """Make them when they are waited for."""
        return lambda: make(job, units)

    def close(self) -> None:
        """Nobody has to go."""


class Given:
    """An executor of the caller's, which sees to its own workers."""

    def __init__(self, executor: Executor, jobs: int) -> None:
        self._executor, self.ahead = executor, 2 * jobs

    def submit(self, job: Job, units: Sequence[Unit]) -> Task:
        """Give them to the executor."""
        return self._executor.submit(make, job, units).result

    def close(self) -> None:
        """The executor is the caller's."""


class Pool:
    """Processes of our own. One that dies is replaced, and the record on which it died is found."""

    def __init__(self, jobs: int) -> None:
        self._jobs, self.ahead = jobs, 2 * jobs
        self._team: _Team | None = None

    def submit(self, job: Job, units: Sequence[Unit]) -> Task:
        """Give them to a process."""
        try:
            future = self._started().submit(job, units)
        except BrokenExecutor:
            self.close()
            future = self._started().submit(job, units)

        def wait() -> list[Made]:
            try:
                return future.result()
            except BrokenExecutor:
                return self._alone(job, units)

        return wait

    def _started(self) -> _Team:
        if self._team is None:
            self._team = _Team(self._jobs)
        return self._team

    def _alone(self, job: Job, units: Sequence[Unit]) -> list[Made]:
        """What comes of units that were with a process that died, or with one beside it."""
        made = self._once(job, units)
        if made is not None:
            return made
        if len(units) > 1:
            middle = len(units) // 2
            return self._alone(job, units[:middle]) + self._alone(job, units[middle:])
        (unit,) = units
        dead = self._dead(job, unit, range(len(unit.entries)))
        return self._once(job, [replace(unit, dead=dead)]) or make(job, [replace(unit, dead=unit.every)])

    def _dead(self, job: Job, unit: Unit, places: Sequence[int]) -> frozenset[int]:
        """The places of the entries on which a process dies, among those of which one is."""
        if len(places) == 1:
            return frozenset(places)
        middle = len(places) // 2
        halves = (places[:middle], places[middle:])
        found = (self._dead(job, unit, half) for half in halves if self._once(job, [unit.only(half)]) is None)
        return frozenset().union(*found)

    def _once(self, job: Job, units: Sequence[Unit]) -> list[Made] | None:
        """What a new process makes of units; nothing where it dies."""
        team = _Team(1)
        try:
            team.prove()
            return team.submit(job, units).result()
        except BrokenExecutor:
            return None
        finally:
            team.close()

    def close(self) -> None:
        """End the processes."""
        if self._team is not None:
            self._team.close()
            self._team = None


class _Team:
    """Processes that live as long as this one holds the other end of a pipe.

    They are told when it is over, and end between two records: one that ended while it hands over what it has made
    would leave the executor waiting for the rest.
    """

    def __init__(self, jobs: int) -> None:
        context = get_context("spawn")  # whatever threads there are, nothing of them is inherited
        self._theirs, self._ours = context.Pipe(duplex=False)
        self._over = context.Event()
        self._executor = ProcessPoolExecutor(jobs, context, _begin, (self._theirs, self._over))

    def submit(self, job: Job, units: Sequence[Unit]) -> Future[list[Made]]:
        """Give units to a process."""
        with _undisturbed():
            return self._executor.submit(make, job, units)

    def prove(self) -> None:
        """Raise ``InputError`` where a process does not even start."""
        try:
            with _undisturbed():
                future = self._executor.submit(os.getpid)
            future.result()
        except BrokenExecutor:
            raise InputError(NOT_STARTED) from None

    def close(self) -> None:
        """End the processes; one that does not come to the end of a record is ended in the middle of it."""
        self._over.set()
        impatient = threading.Timer(PATIENCE_S, self._ours.close)
        impatient.daemon = True
        impatient.start()
        self._executor.shutdown(cancel_futures=True)
        impatient.cancel()
        self._ours.close()
        self._theirs.close()


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Let Ctrl-C wait while a process may be starting, which leaves it to this one."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _begin(held: Connection, over: Event) -> None:
    """Make a process end with the one that started it, and leave Ctrl-C to that one."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    give_up_when(over.is_set)
    threading.Thread(target=_watch, args=(held,), daemon=True).start()
    gc.freeze()  # what stays for as long as the process lives is not searched again and again


def _watch(held: Connection) -> None:
    with suppress(EOFError, OSError):
        held.recv_bytes()
    os._exit(1)


def cores() -> int:
    """How many processes can run at once."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def workers(executor: Executor | None, jobs: int | None) -> Workers:
    """Who does the work: the executor, or so many processes (as many as there are cores)."""
    if jobs is not None and jobs < 1:
        raise InputError(Sentence("--jobs（jobs）：至少是 1。"))
    if executor is not None:
        return Given(executor, jobs or getattr(executor, "_max_workers", None) or cores())
    count = jobs or cores()
    return Pool(count) if count > 1 else Here()
