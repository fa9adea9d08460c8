"""Pairs (成对的表): two forms of which one repeats or answers the other, such as a notice and its receipt.

A pair is a record with a part for each of the two, and rules between them; a pack states its pairs in a module of their
own (``packs/<pack>/_pairs.py``), which is looked at only where two papers are compared.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, cast

from pydantic import create_model

from hjforms.findings import Severity
from hjforms.records.base import Part, Record, part, part_type, place
from hjforms.records.relations import required
from hjforms.records.rules import Check, Rule, itself
from hjforms.wording import Sentence

IDENTITY = ("name", "citizen_id")
"""By which a person is known on every paper."""

SAME_AGENCY = Sentence("若只是写法不同而是同一机构，可以不改，请留意。")


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


def both(**papers: tuple[str, type[Record]]) -> type[Record]:
    """The record of a pair: a part for each of two papers, under the name that messages call it."""
    fields: dict[str, Any] = {
        name: (cast("Any", Part)[record_type], part(label)) for name, (label, record_type) in papers.items()
    }
    return create_model("Both", __base__=Record, **fields)


def one_person(record_type: type[Record], article: str, *more: str) -> Iterator[Rule | Check]:
    """Both papers are about one person (同一个人): name and citizen id stand on both and agree.

    ``more`` are further fields of the person that have to agree where both papers state them.
    """
    first, second = record_type.model_fields
    yield required(article, *(f"{paper}.person.{name}" for paper in (first, second) for name in IDENTITY))
    paths = ((f"{first}.person.{name}", f"{second}.person.{name}") for name in (*IDENTITY, *more))
    yield from copied(record_type, article, *paths)


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
            Sentence("抄自“{place}”", place=place(record_type, source)),
            article,
            itself,
            lambda *_: severity,
            fills=False,
            excuse=excuse,
        )


def one_agency(record_type: type[Record], article: str, source: str, copy: str) -> Iterator[Rule]:
    """Both papers name one agency (同一机构), which may be written otherwise."""
    return copied(record_type, article, (source, copy), severity="warning", excuse=SAME_AGENCY)
