"""Papers that are handed in on a page (交来的文件): paper in any notation, JSON or a list as a form with its record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from hjforms.catalogue import FORM_MARK, Form, named_form
from hjforms.desk.state import Desk
from hjforms.errors import DocumentError, InputError
from hjforms.findings import Finding
from hjforms.reading.file.foreign import foreign
from hjforms.records.loading import stated
from hjforms.wording import Sentence

BLANKS = b"\xef\xbb\xbf \t\r\n"
HEAD = 4096
WORKBOOK = b"xl/workbook."  # the name of a part, which no zip packs
PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"II*", b"MM")
SEPARATORS = (b",", b";", b"\t")


@dataclass(frozen=True)
class HandedIn:
    """One paper: its form, its record, and what was found when it was read."""

    form: Form
    record: Any
    findings: tuple[Finding, ...] = ()


async def handed_in(desk: Desk, data: bytes, known: Sequence[Form] = ()) -> HandedIn:
    """The only paper of a file that is one of the forms that are ``known``; a record that names none is the first.

    Raises ``DocumentError`` where there is none or more than one, ``InputError`` for a record that is wrong.
    """
    is_paper = foreign(data) is not None
    if not is_paper and data.lstrip(BLANKS)[:1] == b"{":
        return _of_json(data, known)
    if not is_paper and (ending := _list_of(data)):
        found = await desk.entries(data, ending, [form.id for form in known])
        if len(found) != 1:
            raise DocumentError(
                Sentence("名单中有 {count} 份这样的表，应恰好一份；许多人的，请导入台账。", count=len(found))
            )
        form, record = found[0].stated
        return HandedIn(form, record, found[0].findings)
    readings = [reading for reading in await desk.read(data) if not known or reading.form in known]
    if len(readings) != 1:
        raise DocumentError(Sentence("文件中有 {count} 份这样的表，应恰好一份。", count=len(readings)))
    return HandedIn(readings[0].form, readings[0].record, readings[0].findings)


def _list_of(data: bytes) -> str:
    """The ending of a list, empty for any other file; nothing of it is opened here."""
    if data.startswith(b"PK\x03\x04"):
        return ".xlsx" if WORKBOOK in data else ""
    head = data[:HEAD].lstrip(BLANKS)
    is_text = b"\0" not in head and not head.startswith((b"<", b"%PDF-", *PICTURES))
    return ".csv" if is_text and any(mark in head for mark in SEPARATORS) else ""


def _of_json(data: bytes, known: Sequence[Form]) -> HandedIn:
    found = stated(data)
    form = known[0] if known and FORM_MARK not in found else named_form(found)
    if known and form not in known:
        raise InputError(Sentence("这是《{title}》，不是这里要的表。", title=form.title))
    return HandedIn(form, form.load(found))
