"""A paper drawn by the program that its sheet names (版式的来源), filled with ordinary values."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hjforms.catalogue import Form
from hjforms.paths import RecordPath
from tools.corpus.foreign import canvas, typeset, web, word
from tools.corpus.foreign.ordinary import ordinary
from tools.corpus.foreign.sheets import Block, Sheet
from tools.corpus.samples import CACHE, Sample, converted
from tools.corpus.scores import values

ROWS = 3
BROWSER = (
    *("chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"),
    *("--print-to-pdf={target}", "file://{source}"),
)


def drawn(sheet: Sheet, form: Form, *, in_word: bool = False) -> Sample:
    """The file of a sheet, and the record that stands on it: fields without a place on the paper are left out.

    A sheet is drawn by the program that it names, or ``in_word``.
    """
    record = _kept(ordinary(form, sheet.id, int(sheet.head.get("rows", ROWS))), sheet.paths())
    blocks = sheet.blocks(form, record)
    return Sample(word.file(blocks, sheet.head) if in_word else _file(sheet, blocks), (record,))


def _file(sheet: Sheet, blocks: Sequence[Block]) -> bytes:
    tool, head = sheet.head["tool"], sheet.head
    if tool == "chromium":
        return converted(web.page(blocks, head).encode(), *BROWSER, suffix="html")
    if tool == "libreoffice":
        return _by_office(word.file(blocks, head), "docx")
    return {"typst": typeset.pdf, "reportlab": canvas.pdf}[tool](blocks, head)


def _by_office(data: bytes, suffix: str) -> bytes:
    office = (
        f"soffice -env:UserInstallation=file://{CACHE}/libreoffice --headless --convert-to pdf --outdir {{folder}}/out"
    )
    command = f"{office} {{source}} && mv {{folder}}/out/source.pdf {{target}}"
    return converted(data, "sh", "-c", command, suffix=suffix)


def _kept(record: Any, paths: set[str]) -> Any:
    """The record with the fields that have a place; a row is a row of the same table."""
    kept = {path for path in values(record) if RecordPath(path).general in paths}

    def part(value: Any, owner: RecordPath) -> Any:
        fields = {}
        for name in type(value).model_fields:
            held, path = getattr(value, name), owner / name
            if isinstance(held, tuple) and held and hasattr(type(held[0]), "model_fields"):
                fields[name] = tuple(part(row, path / number) for number, row in enumerate(held))
            elif hasattr(held, "is_blank"):
                fields[name] = part(held, path)
            else:
                fields[name] = held if path in kept else None
        return type(value)(**fields)

    return part(record, RecordPath())
