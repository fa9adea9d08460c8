"""pdfium (PDF 引擎): the one place through which it is called, by one thread at a time.

pdfium is not made for threads: two that are inside it at once end the process, whatever documents they have open.
So a document is open only while its thread owns pdfium (``opened``), everything that belongs to it is closed by then,
and nothing of it is left for a garbage collector that runs in another thread. A process that forks waits until
pdfium is at rest.
"""

from __future__ import annotations

import ctypes
import io
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

_owner = threading.RLock()
if hasattr(os, "register_at_fork"):
    os.register_at_fork(before=_owner.acquire, after_in_parent=_owner.release, after_in_child=_owner.release)


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
    with _owner:
        yield


@contextmanager
def opened(data: bytes) -> Iterator[Document]:
    """The document of a PDF file, open for this thread alone. Raises ``PdfiumError`` where it cannot be opened."""
    import pypdfium2

    with _owner:
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

    with _owner:
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
