"""Reading our pages where they were printed anew (读重新打印的本工具表): a little smaller, and moved on the paper."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pypdf

from bench.contests.reading import race
from bench.contests.scale import Scale
from bench.records import Cases
from bench.table import Contest, Row, Target

CONTEST = Contest("Reading the same pages, smaller and moved (documents/s)")
SPEED = Target("≥", 0.7)  # the page is also drawn, and every value looked at; pdfplumber has the text alone
DOCUMENTS = 4
SCALE, RIGHT, UP = 0.97, 9, 12  # points


def run(cases: Cases, scale: Scale) -> Iterator[Row]:
    """hjforms, which has to find where the template lies and to look at every value, against the same tools."""
    return race(CONTEST, SPEED, cases, scale, _moved, DOCUMENTS)


def _moved(data: bytes, _number: int) -> bytes:
    """The file as a printer driver may set it on its paper."""
    writer, target = pypdf.PdfWriter(clone_from=io.BytesIO(data)), io.BytesIO()
    for page in writer.pages:
        page.add_transformation(pypdf.Transformation().scale(SCALE).translate(RIGHT, UP))
    writer.write(target)
    return target.getvalue()
