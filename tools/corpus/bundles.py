"""Several forms in one file or on one sheet, with other pages between them."""

from __future__ import annotations

import io
from typing import Any

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from hjforms.catalogue import Form
from hjforms.records.base import tables
from tools.corpus import pages
from tools.corpus.records import full, worked
from tools.corpus.samples import Producer, Sample

FONT = "STSong-Light"


def cover(form: Form) -> bytes:
    """A page that speaks of the form and is none."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    target = io.BytesIO()
    canvas = Canvas(target, invariant=1)
    canvas.setFont(FONT, 16)
    for number, text in enumerate(("移交材料目录", f"1. {form.title} 2份", "2. 身份证复印件 2份", "经办人：")):
        canvas.drawString(90, 700 - 40 * number, text)
    canvas.save()
    return target.getvalue()


def long(form: Form, record: Any) -> Any:
    """The record with as many rows as need two pages, all different."""
    table = next(iter(tables(form.record_type)), "")
    if not table:
        return record
    rows = getattr(record, table)
    name = next(name for name in ("year", "region_name", "name", "start") if name in type(rows[0]).model_fields)
    count = form.compiled.layout.capacity + 2
    made = [
        rows[index % len(rows)].model_copy(update={name: _numbered(rows[0], name, index)}) for index in range(count)
    ]
    return record.model_copy(update={table: tuple(made)})


def _numbered(row: Any, name: str, index: int) -> Any:
    if name == "year":
        return 1990 + index
    if name == "start":
        return type(row.start)(1990 + index, 1)
    return f"第{index}区"


def _shuffled(form: Form) -> Sample:
    """Two people, their pages mixed, between a cover, a blank page and a page of something else."""
    one, other = long(form, full(form)), worked(form)
    first, second = form.pdf(one), form.pdf(other)
    found = [*reversed(pages.each_page(first)), (cover(form), 0), *pages.each_page(second)]
    return Sample(pages.bundle((cover(form), 0), *found), (one, other))


def _two_up(form: Form) -> Sample:
    one, other = worked(form), full(form)
    return Sample(pages.two_up(form.pdf(one), form.pdf(other)), (one, other))


def _scaled_bundle(form: Form) -> Sample:
    """Two people one after the other, printed smaller."""
    one, other = long(form, full(form)), worked(form)
    found = [*pages.each_page(form.pdf(other)), *pages.each_page(form.pdf(one))]
    return Sample(pages.scaled(pages.bundle(*found), 0.95), (other, one))


PRODUCERS = (
    Producer("shuffled", "bundles", "两人的表，页序打乱，夹有封面", _shuffled),
    Producer("scaled-bundle", "bundles", "两人的表，缩小打印", _scaled_bundle),
    Producer("two-up", "bundles", "一张纸印两份", _two_up),
)
