"""pdfium (PDF 引擎): the one place through which it is called, by one thread at a time.

pdfium is not made for threads: two that are inside it at once end the process, whatever documents they have open.
So a document is open only while its thread owns pdfium (``opened``), everything that belongs to it is closed by then,
and nothing of it is left for a garbage collector that runs in another thread. A process that forks waits until
pdfium is at rest.
"""

from __future__ import annotations

import io
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

_owner = threading.RLock()
if hasattr(os, "register_at_fork"):
    os.register_at_fork(before=_owner.acquire, after_in_parent=_owner.release, after_in_child=_owner.release)


def __getattr__(name: str) -> Any:
    """``raw`` (the functions of pdfium, for whoever owns it) and ``PdfiumError``, imported when first asked for."""
    if name == "raw":
        import pypdfium2.raw

        return pypdfium2.raw
    if name == "PdfiumError":
        import pypdfium2

        return pypdfium2.PdfiumError
    raise AttributeError(name)


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
