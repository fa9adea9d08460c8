"""Print runs (批量打印): many records into one PDF, whose memory does not grow with their number."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

from hjforms.errors import InputError
from hjforms.files import whole_file
from hjforms.records.base import Record
from hjforms.render.pdf import PdfRenderer
from hjforms.wording import Sentence, Words


def print_run(
    renderer: PdfRenderer,
    records: Iterable[Record],
    target: str | Path,
    progress: Callable[[int], None] | None = None,
) -> int:
    """Print records into one PDF that shares background and fonts; ``progress`` hears of every record."""
    count = 0
    with whole_file(target) as file:
        document = renderer.document(file.write)
        for count, record in enumerate(records, 1):
            try:
                document.add(record)
            except InputError as error:
                faults = [
                    replace(fault, path=Words(Sentence("第{item}份", item=count), fault.path)) for fault in error.faults
                ]
                raise InputError(*faults) from None
            if progress:
                progress(count)
        if count == 0:
            raise InputError(Sentence("没有记录可打印。"))
        document.close()
    return count
