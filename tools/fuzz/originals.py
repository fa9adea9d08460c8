"""What is mutated: our forms as we write them, as other programs return them, and as other offices draw them."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from functools import cache, partial
from typing import Any

import pypdf

from hjforms.api import form, forms
from hjforms.catalogue import Form
from hjforms.render.pdf import Document
from tools.corpus import offices
from tools.corpus.producers import PRODUCERS
from tools.corpus.records import common
from tools.corpus.samples import Producer
from tools.corpus.word import WAYS

Original = Callable[[], bytes]
OURS = ("shandong/refund", "national/application", "jilin/transfer-account", "shandong/resident-account")
"""What stands for all: two tables of years, one with check boxes, one of two places."""


@cache
def originals(kind: str) -> dict[str, Original]:
    """The originals of a kind (``pdf``, ``sealed``, ``docx``) by name; each is made when it is asked for."""
    return dict({"pdf": _pdf, "sealed": _sealed, "docx": _docx}[kind]())


def _sealed() -> Iterator[tuple[str, Original]]:
    for item in forms():
        yield f"written {item.id}", partial(_carrying, item)
        yield f"run {item.id}", partial(_run, item)


def _carrying(item: Form) -> bytes:
    return item.pdf(item.complete(common(item)))


def _pdf() -> Iterator[tuple[str, Original]]:
    for item in map(form, OURS):
        yield f"written {item.id}", partial(_written, item)
        yield f"saved {item.id}", partial(_saved, item, editable=False)
        yield f"fillable {item.id}", partial(_saved, item, editable=True)
    for producer in PRODUCERS:
        if producer.suffix == "pdf" and (producer.stored or producer.chapter == "papers"):
            for item in forms():
                yield f"{producer.id} {item.id}", partial(_sampled, producer, item)


def _written(item: Form) -> bytes:
    return item.pdf(common(item))


def _run(item: Form) -> bytes:
    """A few records one after another, without the record."""
    chunks: list[bytes] = []
    document = Document(item.pdf_renderer, chunks.append)
    for _ in range(3):
        document.add(common(item))
    document.close()
    return b"".join(chunks)


def _saved(item: Form, *, editable: bool) -> bytes:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(item.pdf(common(item), editable=editable, carry=False)))
    target = io.BytesIO()
    writer.write(target)
    return target.getvalue()


def _sampled(producer: Producer, item: Form) -> bytes:
    return producer.sample(item).data


def _docx() -> Iterator[tuple[str, Original]]:
    for item in forms():
        yield f"written {item.id}", partial(_word, item)
        for name, (_, draw) in offices.WAYS.items():
            yield f"{name} {item.id}", partial(_drawn, item, draw)
    for name, (_, change) in WAYS.items():
        for item in map(form, OURS):
            yield f"{name} {item.id}", partial(_changed, item, change)


def _word(item: Form) -> bytes:
    return item.docx(common(item), carry=False)


def _drawn(item: Form, draw: Callable[[Form, Any], bytes]) -> bytes:
    return draw(item, common(item))


def _changed(item: Form, change: Callable[[bytes], bytes]) -> bytes:
    return change(_word(item))
