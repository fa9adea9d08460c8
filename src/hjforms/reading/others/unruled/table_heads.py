"""What a form says of words in a table without lines (表头的判断): heads, labels, and what may stand under them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from hjforms.reading.others.found import BLANK, reads
from hjforms.reading.others.groups import place_with_code
from hjforms.reading.others.heads import Heads, is_short
from hjforms.reading.others.unruled.blocks import Block
from hjforms.reading.others.vocabulary import NUMBERS, TOTAL, Vocabulary
from hjforms.reading.page.labels import canonical
from hjforms.records.base import Leaf

_NONE = re.compile(rf"{BLANK.pattern}|[-—－/]+")  # what stands where there is no value


@dataclass(frozen=True)
class TableHeads:
    """The heads of the table of a form, with what may stand under them."""

    words: Vocabulary
    known: Mapping[str, Leaf]
    heads: Heads

    def fields_of(self, heads: tuple[str, ...]) -> tuple[str, ...]:
        """The fields that a stack of heads names."""
        return self.heads.summed(tuple(map(self.heads.name, heads)))

    def is_head(self, text: str) -> bool:
        """True for a head, or a part of one."""
        return self.heads.is_head(self.heads.name(text))

    def is_label(self, text: str) -> bool:
        """True for the label of a field that is in no table."""
        return bool(self.words.name_of(text))

    def is_section(self, text: str) -> bool:
        """True for what heads a block of fields."""
        return canonical(text) in self.words.sections - {TOTAL}

    def is_whole(self, text: str) -> bool:
        """True for a label, or a head, that is one by itself."""
        return self.is_label(text) or canonical(text) in NUMBERS or bool(self.heads.fields((canonical(text),)))

    def is_lowest(self, text: str) -> bool:
        """True for a head under which none stands."""
        return any(names[-1] == self.heads.name(text) for names in self.words.columns)

    def is_upper(self, text: str) -> bool:
        """True for a head under which others stand, or for one that leaves its end out."""
        name = self.heads.name(text)
        return any(len(names) > 1 and is_short(name, names[0]) for names in self.words.columns)

    def reads(self, column: str, text: str) -> bool:
        """True for what may be a value of a column, or a blank; the name of a place stands before its code."""
        leaf = self.known.get(f"{self.words.table}.*.{column}")
        return leaf is None or bool(_NONE.fullmatch(text)) or reads(leaf, place_with_code(text)[1] or text)

    def are_values(self, block: Block) -> bool:
        """True where what stands under labels is of their kinds, and for one it says something, or a colon does.

        Under labels of a blank paper there may be other labels, that we do not know. Tables were asked already.
        """
        if block.is_table or not block.rows:
            return True
        read = [
            (
                {self.known[path].kind.name for path in paths},
                any(reads(self.known[path], value.text) for path in paths),
            )
            for column in block.columns
            if (value := block.value(column)) is not None
            and (paths := self.words.names.get(self.words.name_of(column.text)))
        ]
        told = [is_one for kinds, is_one in read if not kinds & {"text", "year-month"}]
        is_month = any(is_one for kinds, is_one in read if kinds == {"year-month"})
        return (bool(told) or is_month or block.is_told) and all(told)
