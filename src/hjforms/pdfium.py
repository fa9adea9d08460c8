"""pdfium (PDF 引擎): the one place through which it is called, by one thread at a time.

pdfium is not made for threads: two that are inside it at once end the process, whatever documents they have open.
So a document is open only while its thread owns pdfium (``opened``), everything that belongs to it is closed by then,
and nothing of it is left for a garbage collector that runs in another thread. A process that forks waits until
pdfium is at rest.

Whoever reads a document, of any kind, owns it for that time: Python runs one thread at a time anyhow, and threads that
wait for their turn do not wake each other for the interpreter in the middle of a page.
"""

from __future__ import annotations

import ctypes
import io
import os
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from typing import Any

TURN_S = 0.1
"""How long a thread may have document after document while others wait."""
LOOK_S = 0.003
"""A document that takes less is short; after that time whoever waits next looks for itself, then less often."""


class _Turns:
    """A lock that its thread may take again: what threads that read one after the other hand on to each other.

    Whoever waits is woken when it is free, and takes it when it gets to run. So a thread that comes back at once, with
    the next document, has it again and stays on its processor; after ``TURN_S`` it leaves it to the one that waits.
    Where it came back before and its documents are short, nobody is woken for each: waking takes as long as reading.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()  # nobody waits for it
        self._gates: deque[threading.Lock] = deque()  # those who wait, each before a gate of its own
        self._owner = self._last = self._depth = 0
        self._taken = self._since = 0.0
        self._comes_back = False

    def __enter__(self) -> None:
        me = threading.get_ident()
        if self._owner != me:
            if not self._lock.acquire(blocking=False):
                self._wait()
            self._taken = time.monotonic()
            self._comes_back = self._last == me
            if not self._comes_back:
                self._last, self._since = me, self._taken
            self._owner = me
        self._depth += 1

    def _wait(self) -> None:
        gate = threading.Lock()
        gate.acquire()
        self._gates.append(gate)
        look_s = LOOK_S
        try:
            while not self._lock.acquire(blocking=False):
                gate.acquire(timeout=look_s if self._gates[0] is gate else -1)
                look_s = min(2 * look_s, 2 * LOOK_S)
        finally:
            self._gates.remove(gate)
            self._wake()  # the next one looks from now on

    def _wake(self) -> None:
        with suppress(IndexError, RuntimeError):  # nobody waits, or whoever does is awake
            self._gates[0].release()

    def __exit__(self, *_: object) -> None:
        self._depth -= 1
        if self._depth:
            return
        now = time.monotonic()
        is_over = bool(self._gates) and now - self._since > TURN_S
        self._owner = 0
        self._last *= not is_over
        self._lock.release()
        if not self._comes_back or now - self._taken > LOOK_S or is_over:
            self._wake()
        if is_over:
            time.sleep(0.001)

    def forget(self) -> None:
        """Let go in a process that was forked: of those who waited nobody is there."""
        self._gates.clear()
        self.__exit__()


_turns = _Turns()
if hasattr(os, "register_at_fork"):
    os.register_at_fork(before=_turns.__enter__, after_in_parent=_turns.__exit__, after_in_child=_turns.forget)


def __getattr__(name: str) -> Any:
    """``PdfiumError``, imported when first asked for."""
    if name != "PdfiumError":
        raise AttributeError(name)
    import pypdfium2

    return pypdfium2.PdfiumError


class _Raw:
    """The functions and constants of pdfium, which is imported when one is first asked for."""

    def __getattr__(self, name: str) -> Any:
        import pypdfium2.raw

        value = getattr(pypdfium2.raw, name)
        setattr(self, name, value)
        return value


raw = _Raw()
"""The functions of pdfium, for whoever owns it."""


@contextmanager
def owned() -> Iterator[None]:
    """Own pdfium: every other thread waits."""
    with _turns:
        yield


@contextmanager
def opened(data: bytes) -> Iterator[Document]:
    """The document of a PDF file, open for this thread alone. Raises ``PdfiumError`` where it cannot be opened."""
    import pypdfium2

    with _turns:
        inner = pypdfium2.PdfDocument(data)
        document = Document(inner)
        try:
            yield document
        finally:
            document.close_pages()
            inner.close()


@contextmanager
def created() -> Iterator[Any]:
    """A new document, without pages, for this thread alone."""
    import pypdfium2

    with _turns:
        document = pypdfium2.PdfDocument.new()
        try:
            yield document
        finally:
            document.close()


@cache
def _by_numbers(name: str, result: Any, *arguments: Any) -> Callable[..., Any]:
    """A function of pdfium that takes addresses as numbers, and keeps the interpreter for its few microseconds."""
    function = ctypes.cast(getattr(raw, name), ctypes.c_void_p).value
    return ctypes.PYFUNCTYPE(result, *arguments)(function or 0)


class Characters:
    """The characters that pdfium finds on a page, by their numbers: pages have thousands, and each is asked for much.

    Boxes are left, bottom, right, top; that of ``box`` is around the ink, that of ``room`` is what the font gives.
    """

    def __init__(self, text: Any) -> None:
        pointer, number = ctypes.c_void_p, ctypes.c_int
        self.address = ctypes.cast(text.raw, pointer).value or 0
        self._doubles, self._floats = (ctypes.c_double * 4)(), (ctypes.c_float * 4)()
        start = ctypes.addressof(self._doubles)
        self._sides = [start + offset for offset in range(0, 32, 8)]
        self._corners = ctypes.addressof(self._floats)
        self._code = _by_numbers("FPDFText_GetUnicode", ctypes.c_uint, pointer, number)
        self._thing = _by_numbers("FPDFText_GetTextObject", pointer, pointer, number)
        self._made_up = _by_numbers("FPDFText_IsGenerated", number, pointer, number)
        self._box = _by_numbers("FPDFText_GetCharBox", number, pointer, number, *[pointer] * 4)
        self._room = _by_numbers("FPDFText_GetLooseCharBox", number, pointer, number, pointer)
        self._origin = _by_numbers("FPDFText_GetCharOrigin", number, pointer, number, pointer, pointer)

    def code(self, index: int) -> int:
        """The Unicode of a character, or half of it."""
        return int(self._code(self.address, index))

    def thing(self, index: int) -> int:
        """The address of the text object that draws a character, 0 where there is none."""
        return self._thing(self.address, index) or 0

    def is_made_up(self, index: int) -> bool:
        """True for a space or a line break that is not in the file."""
        return bool(self._made_up(self.address, index) == 1)

    def box(self, index: int) -> tuple[float, float, float, float]:
        """The box around the ink of a character."""
        self._box(self.address, index, *self._sides)
        left, right, bottom, top = self._doubles
        return left, bottom, right, top

    def room(self, index: int) -> tuple[float, float, float, float]:
        """The box that the font gives a character."""
        self._room(self.address, index, self._corners)
        left, top, right, bottom = self._floats
        return left, bottom, right, top

    def origin(self, index: int) -> tuple[float, float]:
        """Where a character stands on its line."""
        self._origin(self.address, index, *self._sides[:2])
        return self._doubles[0], self._doubles[1]


class Document:
    """A document that is open. Its pages stay open, and in memory, until ``close_pages``."""

    def __init__(self, inner: Any) -> None:
        self._inner = inner
        self._pages: list[Any] = []

    def __len__(self) -> int:
        return len(self._inner)

    def __getitem__(self, index: int) -> Any:
        page = self._inner[index]
        self._pages.append(page)  # held, so that no garbage collector closes it while another thread owns pdfium
        return page

    def __iter__(self) -> Iterator[Any]:
        return (self[index] for index in range(len(self)))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)

    def page_alone(self, index: int) -> bytes:
        """A PDF file of this page alone, written anew: what a library may be given that has no bounds of its own."""
        import pypdfium2

        target = io.BytesIO()
        with pypdfium2.PdfDocument.new() as alone:
            alone.import_pages(self._inner, [index])
            alone.save(target, flags=3)  # FPDF_REMOVE_SECURITY
        return target.getvalue()

    def close_pages(self) -> None:
        """Close every page that was opened."""
        for page in self._pages:
            page.close()
        self._pages.clear()
