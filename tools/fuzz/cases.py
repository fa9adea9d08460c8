"""One case (一例): a number gives the file, its faults and the verdict on how it is read.

Whatever the faults are, reading ends in readings or in an error of ours. Where the file shows the same as before,
no value is another, and none is lost in silence. What cannot be known is a fault in what a font says of its characters:
then the page shows one text, and every program that reads it reads another.
"""

from __future__ import annotations

import traceback
from dataclasses import dataclass
from functools import lru_cache
from random import Random
from typing import Any

import pypdfium2

from hjforms.api import read
from hjforms.errors import HjformsError
from hjforms.reading.result.reading import Reading
from tools.corpus.scores import values
from tools.fuzz import docx, pdf, sealed
from tools.fuzz.originals import originals

SERIES = 16  # cases of one original, which is made and read for all of them
SCALE = 1.5  # of the pictures by which two pages are told apart


@dataclass(frozen=True)
class Case:
    """A file with faults: of which original, its bytes, and whether it shows the same (``None``: pictures tell)."""

    name: str
    data: bytes
    shows_same: bool | None


@lru_cache(maxsize=8)
def _original(kind: str, name: str) -> bytes:
    return originals(kind)[name]()


@lru_cache(maxsize=8)
def _expected(kind: str, name: str) -> tuple[Reading, ...]:
    return tuple(read(_original(kind, name)))


def case(kind: str, number: int) -> Case:
    """The case of this number, always the same."""
    names = list(originals(kind))
    Random(kind).shuffle(names)
    name, random = names[number // SERIES % len(names)], Random(f"{kind} {number}")
    data = _original(kind, name)
    if kind == "sealed":
        return Case(name, sealed.mutated(random, data), None)
    if kind == "pdf":
        return Case(name, pdf.mutated(random, data), None)
    return Case(name, *docx.mutated(random, data))


def verdict(kind: str, number: int) -> str:
    """What is wrong with the reading of a case; empty where nothing is."""
    try:
        found = case(kind, number)
    except Exception:  # noqa: BLE001 - pypdf cannot write every object that is not what it should be
        return ""
    try:
        readings = read(found.data)
        for reading in readings:
            reading.form.check(reading.record)
    except HjformsError:
        return ""
    except Exception:  # noqa: BLE001 - this is what is looked for
        return traceback.format_exc()
    if not readings or found.shows_same is False:
        return ""  # that there is no form in the file is told
    wrong = _wrong(_expected(kind, found.name), readings)
    if not wrong:
        return ""
    original = _original(kind, found.name)
    shows_same = found.shows_same or (_looks_same(original, found.data) and _texts(original) == _texts(found.data))
    return f"{found.name}: {wrong}" if shows_same else ""


def _wrong(expected: tuple[Reading, ...], readings: list[Reading]) -> str:
    """The values that are others, or lost in silence."""
    before = _values(expected)
    after = _values(readings)
    told = {finding.path for reading in readings for finding in reading.findings}
    lines = [
        f"{path}: {before.get(path)!r} became {value!r}"
        for path, value in after.items()
        if before.get(path) != value and (path in before or path[1] not in told)  # what a hidden field holds is told
    ]
    lost = [] if "" in told else [path for path in before if path not in after and path[1] not in told]
    return "\n".join(lines + [f"{path} is lost" for path in lost])


def _values(readings: Any) -> dict[tuple[str, str], Any]:
    return {(reading.form.id, path): value for reading in readings for path, value in values(reading.record).items()}


def _looks_same(one: bytes, other: bytes) -> bool:
    return _pictures(one) == _pictures(other)


def _texts(data: bytes) -> list[list[str]]:
    """The characters that pdfium reads on every page; those that nobody prints left out."""
    with pypdfium2.PdfDocument(data) as document:
        pages = [page.get_textpage().get_text_bounded() for page in document]
    return [sorted(char for char in text if char.isprintable()) for text in pages]


def _pictures(data: bytes) -> list[bytes]:
    with pypdfium2.PdfDocument(data) as document:
        document.init_forms()
        return [page.render(scale=SCALE, may_draw_forms=True).to_pil().tobytes() for page in document]
