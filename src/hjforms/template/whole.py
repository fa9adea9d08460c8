"""The whole of a file (整个文件): its digest but for what it says of itself, by which a key vouches for every byte.

A file that was made with a key carries that digest and a tag (``records.carried``). Their places, and those of the sums
that follow from them (the id of a PDF, the checksums of a zip), are left blank where the digest is made. So it is told
of a file, without knowing how to write it: these are the bytes that the office made, all of them.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterator
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

from hjforms.errors import DocumentError
from hjforms.records.carried import HEAD, Carried
from hjforms.template.objects import HEADER, CanonicalFile, NotCanonicalError, identity_of
from hjforms.template.zips import CENTRAL, END, LOCAL, STORED

if TYPE_CHECKING:
    from hjforms.keys import Key

_HEAD = re.compile(HEAD)
_STREAM = b">>stream\n"
_ID = 32  # digits of an id, of which a PDF has two
_CHECKSUM = struct.Struct("<I")
_CHECKSUM_OF_LOCAL, _CHECKSUM_OF_CENTRAL = 14, 16


class _NoPlaceError(Exception):
    """A file that says nothing of itself by a key, or not where we write it."""


class _Span(NamedTuple):
    start: int
    end: int


class _Places(NamedTuple):
    """Where a file says something of itself: its digest and the tag; ``sums``, what follows from them and of what."""

    file: _Span
    tag: _Span
    sums: tuple[_Span, _Span]
    summed: _Span


def digest_of(data: bytes) -> str:
    """The SHA-256 of a file that carries a tag, but for what it says of itself, in hex; empty for any other file."""
    try:
        places = _places(data)
    except _NoPlaceError:
        return ""
    total = _sum(data, places)
    return _digest(data, places) if all(data[slice(*span)] == total for span in places.sums) else ""


def tagged(data: bytes, carried: Carried, key: Key) -> bytes:
    """A file of ours that carries this record with room for a tag (``Carried.to_tag``), with the tag by a key."""
    places = _places(data)
    made = bytearray(data)
    told = carried.tagged(key, _digest(data, places))
    made[slice(*places.file)], made[slice(*places.tag)] = told.file.encode(), told.tag.encode()
    total = _sum(made, places)
    for span in places.sums:
        made[slice(*span)] = total
    return bytes(made)


def _sum(data: bytes | bytearray, places: _Places) -> bytes:
    """What stands in the places of the sums of a file."""
    summed = bytes(data[slice(*places.summed)])
    return identity_of(summed) if data.startswith(HEADER) else _CHECKSUM.pack(zlib.crc32(summed))


def _digest(data: bytes, places: _Places) -> str:
    """The digest of a file and of where it is left blank: nothing else is."""
    spans = (places.file, places.tag, *places.sums)
    blank = bytearray(data)
    for start, end in spans:
        blank[start:end] = bytes(end - start)
    return sha256(repr([tuple(span) for span in spans]).encode() + blank).hexdigest()


def _places(data: bytes) -> _Places:
    try:
        return _in_pdf(data) if data.startswith(HEADER) else _in_zip(data)
    except (NotCanonicalError, DocumentError, struct.error, ValueError):
        raise _NoPlaceError from None


def _in_pdf(data: bytes) -> _Places:
    file = CanonicalFile(data)
    number = file.attached()
    head = number and _HEAD.match(data, data.index(_STREAM, file.place(number)) + len(_STREAM))
    if not head or head[3] is None:
        raise _NoPlaceError
    first, second = file.identity, file.identity + _ID + len(b"><")
    identities = _Span(first, first + _ID), _Span(second, second + _ID)
    return _Places(_Span(*head.span(3)), _Span(*head.span(4)), identities, _Span(0, file.start))


def _in_zip(data: bytes) -> _Places:
    """The same of a package, in which the part with the record is stored as it is."""
    found = [
        _Places(_Span(*head.span(3)), _Span(*head.span(4)), checksums, part)
        for checksums, part in _stored(data)
        if (head := _HEAD.search(data, *part)) and head[3] is not None
    ]
    if len(found) != 1:
        raise _NoPlaceError
    return found[0]


def _stored(data: bytes) -> Iterator[tuple[tuple[_Span, _Span], _Span]]:
    """Where the two checksums of every part are that is stored as it is, and where the part is."""
    end = len(data) - END.size
    _, _, _, _, count, _, place, _ = END.unpack_from(data, end)
    for _ in range(count):
        entry = CENTRAL.unpack_from(data, place)
        method, size, name, extra, comment, at = entry[4], entry[8], entry[10], entry[11], entry[12], entry[16]
        if method == STORED:
            local = LOCAL.unpack_from(data, at)
            start = at + LOCAL.size + local[9] + local[10]
            checksums = (at + _CHECKSUM_OF_LOCAL, place + _CHECKSUM_OF_CENTRAL)
            one, other = (_Span(checksum, checksum + _CHECKSUM.size) for checksum in checksums)
            yield (one, other), _Span(start, start + size)
        place += CENTRAL.size + name + extra + comment
