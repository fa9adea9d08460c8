"""Lists (名单): what the records of a workbook and of a CSV file have in common, once their tables are known."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hjforms.errors import InputError
from hjforms.exchange.entry import Entry, Wanted
from hjforms.exchange.heads import told_of
from hjforms.exchange.tables import Table, entries_of
from hjforms.wording import Sentence, Words, named


def entries_in(file: str, groups: Sequence[Sequence[Table]], wanted: Wanted) -> Iterator[Entry]:
    """The records of a file, whose tables of one form are a group each; how a list of somebody's own is read is told.

    Raises ``InputError`` where there is none.
    """
    for table in (table for group in groups for table in group):
        if len(table.row_tables) > 1:
            mixed = Sentence("里面有几种明细，分不清各行是哪一种的，请每种明细一张工作表。")
            raise InputError(named(Words(file, table.grid.words), mixed))
        for told in told_of(table) if table.labels else ():
            wanted.tell(named(file, told))
    found = False
    for group in groups:
        for entry in entries_of(file, group, wanted):
            found = True
            yield entry
    if not found:
        raise InputError(named(file, Sentence("名单是空的，从第{row}行起还没有填写任何记录。", row=groups[0][0].first)))
