"""Fields of a page (表单内容): what a browser sends of a form, texts and files, without any library on disk.

A name may stand several times; a file has no name here, because that of the client is nobody's business.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from email.parser import BytesFeedParser
from urllib.parse import parse_qsl

from starlette.requests import Request

URLENCODED, MULTIPART = "application/x-www-form-urlencoded", "multipart/form-data"
MOST_FIELDS = 20_000


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
    """What stands in a body of several parts."""
    parser = BytesFeedParser()
    parser.feed(b"content-type: " + stated.encode("latin-1", "replace") + b"\r\n\r\n")
    parser.feed(body)
    texts, files = [], []
    for name, is_file, data in _each(parser):
        if is_file:
            files.append((name, data))
        else:
            texts.append((name, data.decode("utf-8", "replace")))
    return Fields(tuple(texts), tuple(files))


def _each(parser: BytesFeedParser) -> Iterator[tuple[str, bool, bytes]]:
    for part in parser.close().walk():
        if not isinstance(part, Message) or part.is_multipart():
            continue
        name = part.get_param("name", header="content-disposition")
        data = part.get_payload(decode=True)
        if isinstance(name, str) and isinstance(data, bytes):
            yield name, part.get_filename() is not None, data
