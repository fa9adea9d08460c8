"""How long reading may take (时限): so that no file, however it was made, is read without end.

A file has some time for itself and some for each of its pages. Whoever goes round in a loop over what stands in a
file asks the clock; outside ``limited`` it says nothing.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from hjforms.errors import DocumentError
from hjforms.wording import Sentence

FILE_S = 60.0
PAGE_S = 2.0
MOST_S = 1800.0
TOO_LONG = Sentence("读取的时间太长，停止读取：文件可能不正常；页数多的，请分拆后再读。")


class Clock:
    """How long a file may be read, and when something was last heard of it. It stands still between two readings."""

    def __init__(self) -> None:
        self.heard = time.monotonic()
        self.spent = 0.0
        self.allowed = FILE_S

    def hear(self) -> float:
        """The time that is spent, with that since something was last heard."""
        now = time.monotonic()
        self.spent += now - self.heard
        self.heard = now
        return self.spent


_running: ContextVar[Clock | None] = ContextVar("clock", default=None)
_latest: list[Clock] = []  # of all threads, for whoever watches


@contextmanager
def limited(clock: Clock | None = None) -> Iterator[None]:
    """The time of reading one file, or of going on with it."""
    clock = clock or Clock()
    clock.heard = time.monotonic()
    token = _running.set(clock)
    _latest.append(clock)
    try:
        yield
    finally:
        clock.hear()
        _running.reset(token)
        _latest.remove(clock)


@contextmanager
def standing() -> Iterator[None]:
    """The time in which a thread waits for others: it is not that of its file."""
    clock = _running.get()
    if clock is None:
        yield
        return
    clock.hear()
    _latest.remove(clock)
    try:
        yield
    finally:
        clock.heard = time.monotonic()
        _latest.append(clock)


def tick() -> None:
    """Raise ``DocumentError`` where the time is over."""
    clock = _running.get()
    if clock is not None and clock.hear() > clock.allowed:
        raise DocumentError(TOO_LONG)


def next_page(seconds: float = PAGE_S) -> None:
    """Allow for one more page, which may take so long."""
    clock = _running.get()
    if clock is not None:
        clock.allowed = min(MOST_S, clock.allowed + seconds)
    tick()


def silent_s() -> float:
    """For how many seconds nothing was heard of what is being read."""
    return max((time.monotonic() - clock.heard for clock in _latest), default=0.0)
