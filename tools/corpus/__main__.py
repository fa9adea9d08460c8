"""``python -m tools.corpus [PRODUCER …]``: make the stored files anew, then the table of docs/accuracy.md."""

from __future__ import annotations

import sys

from tools.corpus.producers import PRODUCERS
from tools.corpus.samples import OFFICIAL
from tools.corpus.table import update


def main(wanted: list[str]) -> None:
    """Make the stored files of the producers that are wanted, of all where none is named; then the table."""
    for producer in PRODUCERS:
        if producer.stored and (not wanted or producer.id in wanted) and wanted != ["table"]:
            for form in filter(producer.makes, OFFICIAL):
                print(producer.id, form.id, flush=True)
                producer.store(form)
    update()


main(sys.argv[1:])
