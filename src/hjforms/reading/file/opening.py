"""Opening a PDF file (打开 PDF) of another program: refused before anything of it is drawn where it would not end."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from hjforms.errors import DocumentError
from hjforms.pdfium import Document, opened, owned
from hjforms.reading.file import clock, limits, weights
from hjforms.reading.file.objects import Objects
from hjforms.wording import Sentence

TAIL = 2048
LOCKED = Sentence("PDF 文件有密码，请先去除密码再读。")
DAMAGED = Sentence("PDF 文件已损坏，打不开，或有的页打不开。")


@contextmanager
def opened_safely(data: bytes) -> Iterator[tuple[Document, Objects]]:
    """A file as a document of pdfium, which nobody else uses meanwhile, and its objects as pdfium spells them.

    Raises ``DocumentError`` for a file that needs a password, is damaged or too large.
    """
    if len(data) > limits.LARGEST_FILE:
        raise DocumentError(Sentence("PDF 文件超过 {most} MB，请分拆。", most=limits.LARGEST_FILE // 2**20))
    if b"%%EOF" not in data[-TAIL:]:
        raise DocumentError(Sentence("PDF 文件没有结尾，可能没有传完，请重新取得。"))
    limits.check(data)
    from hjforms.pdfium import PdfiumError

    try:
        with in_turn(), opened(data) as document:
            count = len(document)
            if count > limits.MOST_PAGES:
                raise DocumentError(
                    Sentence("PDF 文件有 {count} 页，超过 {most} 页，请分拆。", count=count, most=limits.MOST_PAGES)
                )
            yield document, weights.check(document, locked=b"/Encrypt" in data)
    except PdfiumError as error:
        raise DocumentError(LOCKED if "password" in str(error).lower() else DAMAGED) from None


@contextmanager
def in_turn() -> Iterator[None]:
    """Read while no other thread does; waiting for one is no time of reading."""
    with ExitStack() as owning:
        with clock.standing():
            owning.enter_context(owned())
        yield
