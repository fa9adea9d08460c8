"""OFD files (读 OFD): ours character by character, those of other programs as they are drawn."""

from __future__ import annotations

from dataclasses import replace

from hjforms.reading.file.ofd import OfdFile
from hjforms.reading.ours.ofd import written_pages
from hjforms.reading.page.ofd import drawn
from hjforms.reading.page.texts import FormLike
from hjforms.reading.result.contents import Contents
from hjforms.reading.result.pdf import drawn_contents
from hjforms.template.objects import NotCanonicalError


def drawn_file(data: bytes) -> bytes:
    """The pages of an OFD file as a PDF."""
    return drawn(OfdFile.opened(data))


def contents_of(data: bytes, forms: tuple[FormLike, ...]) -> Contents:
    """What is in an OFD file. Raises ``DocumentError`` for one that is damaged or too large."""
    file = OfdFile.opened(data)
    try:
        form, pages = written_pages(data, file, forms)
    except NotCanonicalError:
        return replace(drawn_contents(drawn(file), forms, file.carried()), seals=int(file.is_sealed))
    return Contents.of([(form, page) for page in pages], file.carried())
