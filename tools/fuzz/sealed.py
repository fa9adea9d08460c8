"""What somebody does to a file of ours who knows how we write: its objects are others, and its digest is right."""

from __future__ import annotations

import base64
import json
import re
import zlib
from collections.abc import Callable
from hashlib import sha256
from random import Random
from typing import Any

from hjforms.template.objects import CanonicalFile, NotCanonicalError, PdfWriter, plain_stream, stream
from tools.fuzz import pdf

BOXES = (b"[0 0 0 0]", b"[100 100 100 700]", b"[0 0 1e9 1e9]", b"[]", b"null", b"[0 0 300 300]", b"[9 9 -9 -9]")
VALUES: tuple[Any, ...] = (None, True, "", "x", 0, -1, 1e9, 10**30, [], {}, [[]], "person.name", "years.0.year", "page")
ADDED = (
    b"/Annots[<</Type/Annot/Subtype/FreeText/F 4/Rect[100 400 300 500]/Contents(999.99)/DA(/Helv 9 Tf 0 g)>>]",
    b"/Rotate 90",
    b"/CropBox[0 0 0 0]",
    b"/UserUnit 2",
    b"/Group<</S/Transparency>>",
)
RANGES = (
    b"1 beginbfrange <0000> <ffffffff> <0041> endbfrange",
    b"1 beginbfrange <0001> <0009> <d835d835> endbfrange",
    b"1 beginbfchar <0001> <> endbfchar",
    b"1 beginbfchar <0001> <ffffffffffff> endbfchar",
    b"1 begincidrange <00> <ff> 4294967295 endcidrange",
)


def mutated(random: Random, data: bytes) -> bytes:
    """The file with faults in it, and with the digest that belongs to them."""
    file = CanonicalFile(data)
    bodies = {number: file.body(number) for number in range(1, file.count)}
    for _ in range(random.choice((1, 1, 2))):
        random.choice(CHANGES)(random, file, bodies)
    chunks: list[bytes] = []
    writer = PdfWriter(chunks.append)
    for body in bodies.values():
        writer.add(body)
    writer.close(file.root, file.count - 1)
    return b"".join(chunks)


Bodies = dict[int, bytes]


def _change_layout(random: Random, file: CanonicalFile, bodies: Bodies) -> None:
    number = file.reference(1, b"/Layout")
    layout = json.loads(file.decoded(number))
    owner: Any = layout if random.random() < 0.3 else random.choice(layout["slots"])
    key = random.choice(list(owner))
    if random.random() < 0.3:
        del owner[key]
    elif random.random() < 0.5 and owner is not layout:
        other = random.choice(layout["slots"])
        owner[key], other[key] = other[key], owner[key]
    else:
        owner[key] = random.choice(VALUES)
    text = json.dumps(layout).encode()
    if random.random() < 0.2:
        text = random.choice(pdf.RAW)(random, text)
    if random.random() < 0.1:
        text = b"[" * 100_000
    bodies[number] = stream(text)


def _change_carried(random: Random, file: CanonicalFile, bodies: Bodies) -> None:
    found = [number for number, body in bodies.items() if b"/EmbeddedFile" in body]
    if not found:
        return
    text = file.decoded(found[0])
    start = text.index(b'"record":') + 9
    record = random.choice(
        (
            random.choice(pdf.RAW)(random, text[start:-1]),
            text[start:-1].replace(b'"years":[', b'"years":[' + b"{}," * random.choice((1, 100_000))),
            b'{"years":' * 50_000 + b"1" + b"}" * 50_000,
            text[start:-1].replace(b"null", random.choice((b"[]", b"{}", b"1e999", b"NaN", b"9" * 5000)), 1),
        )
    )
    form = re.findall(rb'"form":"([^"]*)"', text)[0]
    digest = sha256(form + b"\n" + record).hexdigest().encode()
    bodies[found[0]] = plain_stream(
        b'{"hjforms":1,"form":"%b","sha256":"%b","record":%b}' % (form, digest, record),
        b"/Type/EmbeddedFile/Subtype/application#2Fjson",
    )


def _repack(random: Random, file: CanonicalFile, bodies: Bodies) -> None:
    """A stream with other data, or packed in another way by a short name."""
    number = random.choice([number for number, body in bodies.items() if b">>stream\n" in body])
    try:
        data = file.decoded(number)
    except NotCanonicalError:
        return
    if random.random() < 0.5:
        data = random.choice((*pdf.RAW, pdf.with_other_operand))(random, data)
    if random.random() < 0.1:
        data = bytes(random.choice((2**20, 2**26)))
    ways = {
        b"[/AHx/Fl]": zlib.compress(data).hex().encode() + random.choice((b">", b"")),
        b"/AHx": data.hex().encode() + b">",
        b"[/A85/Fl]": base64.a85encode(zlib.compress(data)) + random.choice((b"~>", b"")),
        b"[/Fl/Fl]": zlib.compress(zlib.compress(data)),
        b"/LZW": data,
        b"/RL": data,
        b"1 0 R": data,
    }
    way = random.choice(list(ways))
    entries = re.sub(rb"/Filter(?:/\w+|\[[^]]*\])|/Length \d+", b"", bodies[number].partition(b">>stream\n")[0])
    bodies[number] = plain_stream(ways[way], entries.removeprefix(b"<<") + b"/Filter " + way)


def _change_map(random: Random, file: CanonicalFile, bodies: Bodies) -> None:
    """What a font says of its characters."""
    found = [number for number, body in bodies.items() if b"/ToUnicode" in body]
    number = file.reference(random.choice(found), b"/ToUnicode")
    text = file.decoded(number)
    changed = random.choice(pdf.RAW)(random, text)
    bodies[number] = stream(random.choice((changed, text.replace(b"endcmap", random.choice(RANGES) + b"\nendcmap"))))


def _change_entry(random: Random, file: CanonicalFile, bodies: Bodies) -> None:  # noqa: ARG001 - as the others
    """An entry of an object, or a box of a page."""
    number = random.choice(list(bodies))
    head, mark, rest = bodies[number].partition(b">>stream\n")
    if b"/MediaBox[" in head and random.random() < 0.7:
        head = random.choice(
            (
                re.sub(rb"/MediaBox\[[^]]*\]", b"/MediaBox" + random.choice(BOXES), head),
                head.replace(b"/MediaBox", random.choice(ADDED) + b"/MediaBox"),
            )
        )
    else:
        head = pdf.with_other_token(random, head)
    bodies[number] = head + mark + rest


CHANGES: tuple[Callable[[Random, CanonicalFile, Bodies], None], ...] = (
    _change_layout,
    _change_carried,
    _repack,
    _change_map,
    _change_entry,
)
