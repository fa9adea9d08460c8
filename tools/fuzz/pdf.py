"""What happens to a PDF file: to its bytes, to its objects, and to the operators of its pages."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from random import Random
from typing import Any

import pypdf
from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    DictionaryObject,
    FloatObject,
    IndirectObject,
    NameObject,
    NullObject,
    NumberObject,
    StreamObject,
    TextStringObject,
)

NUMBERS = (0, -1, 1, 7, 255, 65_536, 2**31 - 1, 2**31, -(2**31), 2**63, 10**12)
TOKENS = re.compile(rb"/[A-Za-z0-9]+|-?\d+(?:\.\d+)?|\d+ 0 R|obj|endobj|stream|endstream|<<|>>|\[|\]|xref|trailer")
OPERANDS = re.compile(rb"-?\d+(?:\.\d+)?|[A-Za-z'\"*]+|\((?:[^()\\]|\\.)*\)|<[0-9A-Fa-f]*>")


def mutated(random: Random, data: bytes) -> bytes:
    """The file with faults in it."""
    if random.random() < 0.4:
        for _ in range(random.choice((1, 1, 2, 5))):
            data = random.choice(RAW)(random, data)
        return data
    return _with_other_objects(random, data)


# ------------------------------------------------------------------------------------------------ bytes


def flipped(random: Random, data: bytes) -> bytes:
    """Some bytes are others."""
    changed = bytearray(data)
    for _ in range(random.choice((1, 2, 8, 40))):
        changed[random.randrange(len(changed))] = random.randrange(256)
    return bytes(changed)


def cut(random: Random, data: bytes) -> bytes:
    """The file ends early, at times with an end as if it were whole."""
    return data[: random.randrange(1, len(data))] + random.choice((b"", b"\n%%EOF\n"))


def without_piece(random: Random, data: bytes) -> bytes:
    """A piece is missing."""
    start = random.randrange(len(data))
    return data[:start] + data[start + random.choice((1, 10, 300, 5000)) :] or b"%"


def with_piece_twice(random: Random, data: bytes) -> bytes:
    """A piece stands there again, elsewhere."""
    start, place = random.randrange(len(data)), random.randrange(len(data))
    return data[:place] + data[start : start + random.choice((10, 300, 5000))] + data[place:]


def with_other_token(random: Random, data: bytes) -> bytes:
    """A name, a number or a word is another of the file, or a strange number."""
    found = list(TOKENS.finditer(data))
    if not found:
        return data
    old, new = random.choice(found), random.choice(found)[0]
    if random.random() < 0.3:
        new = b"%d" % random.choice(NUMBERS)
    return data[: old.start()] + new + data[old.end() :]


RAW: tuple[Callable[[Random, bytes], bytes], ...] = (
    flipped,
    cut,
    without_piece,
    with_piece_twice,
    with_other_token,
    with_other_token,
)


# ------------------------------------------------------------------------------------------------ objects


def _with_other_objects(random: Random, data: bytes) -> bytes:
    """The file with another object or another operator in it, written anew."""
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(data))
    objects = map(_resolved, writer._objects)  # noqa: SLF001 - pypdf has no other list of them
    owners = [item for item in objects if isinstance(item, DictionaryObject | ArrayObject)]
    streams = [item for item in owners if isinstance(item, StreamObject)]
    for _ in range(random.choice((1, 1, 2, 4))):
        if streams and random.random() < 0.4:
            _change_stream(random, random.choice(streams))
        else:
            _change_entry(random, random.choice(owners), owners, writer)
    target = io.BytesIO()
    writer.write(target)
    return target.getvalue()


def _resolved(item: Any) -> Any:
    return item.get_object() if item is not None else None


def _change_entry(random: Random, owner: Any, owners: list[Any], writer: Any) -> None:
    """Take out an entry of a dictionary or an array, or give it another value."""
    keys = list(owner) if isinstance(owner, DictionaryObject) else list(range(len(owner)))
    if not keys:
        return
    key = random.choice(keys)
    if random.random() < 0.2:
        del owner[key]
        return
    old = owner[key] if isinstance(owner, ArrayObject) else owner.raw_get(key)
    if isinstance(owner, ArrayObject) and random.random() < 0.2:
        owner.insert(random.randrange(len(owner)), old)
        return
    owner[key] = _other(random, old, owners, writer)


def _other(random: Random, old: Any, owners: list[Any], writer: Any) -> Any:
    count = len(owners) + 10
    if isinstance(old, NumberObject | FloatObject) and random.random() < 0.7:
        return random.choice((NumberObject(random.choice(NUMBERS)), FloatObject(float(old) + random.uniform(-3, 3))))
    if isinstance(old, IndirectObject) or random.random() < 0.3:
        return IndirectObject(random.randrange(1, count), 0, writer)
    others = [value for owner in random.sample(owners, min(20, len(owners))) for value in _plain(owner)]
    blanks = [
        NullObject(),
        BooleanObject(True),
        TextStringObject("十"),
        NameObject("/X"),
        ArrayObject(),
        NumberObject(1),
    ]
    return random.choice([*others, *blanks])


def _plain(owner: Any) -> list[Any]:
    return [owner.raw_get(key) for key in owner] if isinstance(owner, DictionaryObject) else list(owner)


def _change_stream(random: Random, stream: Any) -> None:
    """Change the data of a stream as it is when it is unpacked."""
    try:
        data = stream.get_data()
    except Exception:  # noqa: BLE001 - what pypdf cannot unpack stays as it is
        return
    if not isinstance(data, bytes) or not data:
        return
    change = random.choice((flipped, without_piece, with_piece_twice, with_other_operand, with_other_operand))
    stream.pop("/Filter", None)
    stream.pop("/DecodeParms", None)
    stream._data = change(random, data)  # noqa: SLF001 - pypdf sets what is packed in its own way only
    if hasattr(stream, "decoded_self"):
        stream.decoded_self = None


def with_other_operand(random: Random, data: bytes) -> bytes:
    """A number, a text or an operator is another of the page."""
    found = list(OPERANDS.finditer(data))
    if not found:
        return data
    old, new = random.choice(found), random.choice(found)[0]
    if random.random() < 0.2:
        new = b"%d" % random.choice(NUMBERS)
    return data[: old.start()] + new + data[old.end() :]
