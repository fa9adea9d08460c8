"""Papers that are handed in on a page (交来的文件): a PDF, a Word file or JSON as a form with its record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from hjforms.catalogue import FORM_MARK, Form, named_form
from hjforms.desk.state import Desk
from hjforms.errors import DocumentError, InputError
from hjforms.findings import Finding
from hjforms.records.loading import stated
from hjforms.wording import Sentence

BLANKS = b"\xef\xbb\xbf \t\r\n"


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
    if data.lstrip(BLANKS)[:1] == b"{":
        return _of_json(data, known)
    readings = [reading for reading in await desk.read(data) if not known or reading.form in known]
    if len(readings) != 1:
        raise DocumentError(Sentence("文件中有 {count} 份这样的表，应恰好一份。", count=len(readings)))
    return HandedIn(readings[0].form, readings[0].record, readings[0].findings)


def _of_json(data: bytes, known: Sequence[Form]) -> HandedIn:
    found = stated(data)
    form = known[0] if known and FORM_MARK not in found else named_form(found)
    if known and form not in known:
        raise InputError(Sentence("这是《{title}》，不是这里要的表。", title=form.title))
    return HandedIn(form, form.load(found))
