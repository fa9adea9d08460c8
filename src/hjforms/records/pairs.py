"""Pairs (成对的表): two forms of which one repeats or answers the other, such as a notice and its receipt.

A pair is a record with a part for each of the two, and rules between them; the form that answers states it
(``Form.pairs``).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from hjforms.findings import Severity
from hjforms.records.base import Record, part_type, place
from hjforms.records.rules import Check, Rule, itself


@dataclass(frozen=True)
class Pair:
    """Two forms about one matter: ``record_type`` has a part for each, ``rules`` say what has to agree."""

    record_type: type[Record]
    rules: tuple[Rule | Check, ...]

    @cached_property
    def names(self) -> dict[type[Record], str]:
        """What the pair calls each of its two records, by their types."""
        fields = self.record_type.model_fields.items()
        return {part_type(info.annotation)[0]: name for name, info in fields}

    def joined(self, *records: Record) -> Record:
        """Both records as one, in whichever order they come."""
        return self.record_type.model_validate({self.names[type(record)]: record for record in records})


def copied(
    record_type: type[Record], article: str, *paths: tuple[str, str], severity: Severity = "error", excuse: str = ""
) -> Iterator[Rule]:
    """What one form of a pair repeats of the other (照抄的栏目).

    ``paths`` are pairs of the path that states a value first and of the one that repeats it, both in ``record_type``.
    Where a difference may have a good reason, it is a warning with an ``excuse``.
    """
    for source, copy in paths:
        yield Rule(
            "copied",
            (copy,),
            (source,),
            f"抄自“{place(record_type, source)}”",
            article,
            itself,
            lambda *_: severity,
            fills=False,
            excuse=excuse,
        )
