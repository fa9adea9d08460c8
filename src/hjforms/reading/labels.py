"""Labels (栏目名称): the spellings under which a field may stand on the paper of another office.

Paper prints a label as our template does, as the record calls it, with the heading of its block before it, or in
another word for the same thing (``aliases.toml``). Width, white space and a unit in brackets do not count.
"""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from hjforms.reading.identification import squeezed
from hjforms.records.base import Leaf, Record, leaves

_ALIASES = Path(__file__).with_name("aliases.toml")
_UNIT = re.compile(r"\((?:元|月|年|个月|单位:元)\)$")
_END = ":"


def bare(text: str) -> str:
    """A label as it is compared: squeezed, without the colon after it and the unit in brackets."""
    return _UNIT.sub("", squeezed(text).rstrip(_END))


@cache
def _aliases() -> tuple[list[list[str]], list[list[str]]]:
    found = tomllib.loads(_ALIASES.read_text("utf-8"))
    labels, parts = ([[bare(label) for label in group] for group in found[name]] for name in ("labels", "parts"))
    return labels, parts


@cache
def spellings(label: str) -> frozenset[str]:
    """Every spelling of a label."""
    whole, parts = _aliases()
    own = bare(label)
    found = {own, *(other for group in whole if own in group for other in group)}
    for group in parts:
        for known in tuple(found):
            part = max((part for part in group if part and part in known), key=len, default="")
            if part:
                found.update(known.replace(part, other) for other in group)
    found |= {other for known in found for group in whole if known in group for other in group}
    return frozenset(spelling for spelling in found if len(spelling) > 1)


@cache
def plain_labels(record_type: type[Record]) -> dict[str, tuple[Leaf, ...]]:
    """The fields outside tables by the spellings of their labels."""
    found: dict[str, list[Leaf]] = defaultdict(list)
    for leaf in leaves(record_type).values():
        if ".*." not in leaf.path and not is_sum(leaf):
            for spelling in _all_spellings(leaf):
                found[spelling].append(leaf)
    return {spelling: _once(members) for spelling, members in found.items()}


def _all_spellings(leaf: Leaf) -> Iterator[str]:
    """The spellings of the label by itself, and after the heading of its block."""
    own = spellings(leaf.labels[-1])
    yield from own
    for owner in leaf.labels[:-1][-1:]:
        for heading in spellings(owner):
            yield from (heading + label for label in own)


def is_sum(leaf: Leaf) -> bool:
    """True for what stands in the row of sums (合计) of a table."""
    return leaf.path.startswith("total.")


@cache
def column_labels(record_type: type[Record]) -> dict[tuple[str, str], tuple[Leaf, ...]]:
    """The columns of a table by the spellings of their heading (empty where there is none) and label."""
    found: dict[tuple[str, str], list[Leaf]] = defaultdict(list)
    for leaf in leaves(record_type).values():
        if ".*." not in leaf.path:
            continue
        own = spellings(leaf.labels[-1])
        groups = spellings(leaf.labels[-2]) if len(leaf.labels) > 2 else frozenset[str]()
        for label in own:
            found["", label].append(leaf)
            for group in groups:
                found[group, label].append(leaf)
                found["", group + label].append(leaf)
    return {key: _once(members) for key, members in found.items()}


def _once(members: Iterable[Leaf]) -> tuple[Leaf, ...]:
    return tuple({leaf.path: leaf for leaf in members}.values())


def starting(text: str, known: Iterable[str]) -> str:
    """The longest of the known labels with which a text begins, empty where it begins with none."""
    return max((label for label in known if text.startswith(label)), key=len, default="")
