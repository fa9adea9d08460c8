"""Reading our pages as other programs save them (读别的程序存过的 PDF): by pdfium and by pypdf, in turn."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pypdf
import pypdfium2

from bench.contests.reading import race
from bench.contests.scale import Scale
from bench.records import Cases
from bench.table import Contest, Row, Target

CONTEST = Contest("Reading the same pages saved by pdfium and by pypdf (documents/s)")
SPEED = Target("≥", 3)
DOCUMENTS = 4


def run(cases: Cases, scale: Scale) -> Iterator[Row]:
    """hjforms, which knows these by what they draw, against the same tools."""
    return race(CONTEST, SPEED, cases, scale, saved, DOCUMENTS)


def saved(data: bytes, number: int) -> bytes:
    """The file as one of the two writes it: pypdf where the number is odd."""
    target = io.BytesIO()
    if number % 2:
        pypdf.PdfWriter(clone_from=io.BytesIO(data)).write(target)
    else:
        with pypdfium2.PdfDocument(data) as document:
            document.save(target)
    return target.getvalue()
