"""Fields of a page (表单内容): what a browser sends of a form, texts and files, all of it in memory.

A name may stand several times; a file has no name here, because that of the client is nobody's business.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from email.message import Message
from urllib.parse import parse_qsl

from starlette.requests import Request

URLENCODED, MULTIPART = "application/x-www-form-urlencoded", "multipart/form-data"
MOST_FIELDS = 20_000
_NAME = re.compile(rb';[ \t]*name="([^"\r\n]*)"', re.IGNORECASE)
_FILE_NAME = re.compile(rb";[ \t]*filename\*?=", re.IGNORECASE)


@dataclass(frozen=True)
class Fields:
    """What a browser sends: ``texts`` and ``files`` as pairs of name and content, in the order of the page."""

    texts: tuple[tuple[str, str], ...] = ()
    files: tuple[tuple[str, bytes], ...] = ()

    def text(self, name: str) -> str:
        """The text of this name, the last where there are several; empty where there is none."""
        return next((text for known, text in reversed(self.texts) if known == name), "")

    def file(self, name: str) -> bytes:
        """The content of the file of this name; empty where none was chosen."""
        return next((data for known, data in self.files if known == name), b"")


async def sent_fields(asked: Request) -> Fields:
    """What the browser sent with this request."""
    return fields_of(asked, await asked.body())


def fields_of(asked: Request, body: bytes) -> Fields:
    """What the browser sent in this body; nothing where it is not that of a page."""
    stated = asked.headers.get("content-type", "")
    kind = stated.partition(";")[0].strip().lower()
    if kind == URLENCODED:
        return Fields(tuple(_texts(body)))
    return _parts(stated, body) if kind == MULTIPART else Fields()


def _texts(body: bytes) -> list[tuple[str, str]]:
    try:
        return parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=MOST_FIELDS, errors="strict")
    except ValueError:
        return []


def _parts(stated: str, body: bytes) -> Fields:
    """What stands in a body of several parts (RFC 7578), which a line of the page's own choice parts."""
    head = Message()
    head["content-type"] = stated
    line = head.get_boundary()
    texts, files = [], []
    for piece in (b"\r\n" + body).split(b"\r\n--" + line.encode())[1:-1] if line else ():
        headers, _, data = piece.partition(b"\r\n\r\n")
        if (name := _NAME.search(headers)) is None:
            continue
        known = name[1].decode("utf-8", "replace")
        if _FILE_NAME.search(headers):
            files.append((known, data))
        else:
            texts.append((known, data.decode("utf-8", "replace")))
    return Fields(tuple(texts), tuple(files))
