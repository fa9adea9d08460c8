"""Attachments (附件) of PDF files: the records that our files carry. Nothing else is opened, nothing is written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from hjforms.pdfium import Document
from hjforms.reading.file import clock
from hjforms.records.carried import LARGEST
from hjforms.template.objects import CanonicalFile

_NAME = re.compile(r"hjforms-[0-9a-f]{8}\.json")
MOST = 5000
MOST_BYTES = 64 * 2**20


def record_of(file: CanonicalFile) -> list[bytes]:
    """The JSON of the record that a file as we wrote it carries; it has at most one."""
    number = file.attached()
    return [file.decoded(number)] if number else []


def records_of(document: Document) -> list[bytes]:
    """The JSON of every record that a document of pdfium carries; what is too large for one is cut off."""
    from hjforms.pdfium import PdfiumError

    try:
        attachments = (document.get_attachment(index) for index in range(min(document.count_attachments(), MOST)))
        return list(_bounded(_data(item) for item in attachments if _NAME.fullmatch(item.get_name())))
    except PdfiumError:
        return []


def _bounded(found: Iterable[bytes]) -> Iterator[bytes]:
    """The data of attachments up to a size that a thousand honest records do not reach."""
    size = 0
    for data in found:
        clock.tick()
        size += len(data)
        if size > MOST_BYTES:
            return
        yield data


def _data(attachment: Any) -> bytes:
    """The data of an attachment; none where it cannot be unpacked."""
    from hjforms.pdfium import PdfiumError

    try:
        return bytes(attachment.get_data())[: LARGEST + 1]
    except PdfiumError:
        return b""
