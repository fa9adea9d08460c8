"""Which field a label means (归栏): labels that several fields share are settled by the block they stand in.

联系电话 may be the person's, an agency's or the handler's. A label goes to the field whose block is told by the
heading above it or the merged cell to its left; where two would do as well, to neither.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from hjforms.reading.beside import DAY, SIGNATURES, Found
from hjforms.reading.labels import plain_labels, spellings
from hjforms.records.base import Leaf, Record, leaves


@dataclass
class Settled:
    """What labels mean: fields with what stands there, fields in doubt, and labels that no field is left for."""

    fields: list[tuple[Leaf, Found]] = field(default_factory=list)
    doubtful: list[tuple[Leaf, Found]] = field(default_factory=list)
    extra: list[Found] = field(default_factory=list)


def meant(record_type: type[Record], item: Found) -> tuple[Leaf, ...]:
    """The fields that a label may mean."""
    if item.label == DAY:
        return tuple(leaf for leaf in leaves(record_type).values() if leaf.labels[-1] == DAY)
    return plain_labels(record_type).get(item.label, ())


def settle(record_type: type[Record], found: Iterable[Found]) -> Settled:
    """Every label given to the one field that it means."""
    groups: list[tuple[set[str], list[Found]]] = []
    by_fields: dict[frozenset[str], list[Found]] = defaultdict(list)
    for item in found:
        by_fields[frozenset(leaf.path for leaf in meant(record_type, item))].append(item)
    for paths, items in by_fields.items():
        shared = [group for group in groups if group[0] & paths]
        groups = [group for group in groups if group not in shared]
        groups.append((set(paths).union(*(group[0] for group in shared)), [*items, *(i for g in shared for i in g[1])]))
    known, settled = leaves(record_type), Settled()
    for members, items in groups:
        _share_out([known[path] for path in known if path in members], items, settled)
    return settled


def _share_out(candidates: Sequence[Leaf], items: Sequence[Found], settled: Settled) -> None:
    """The best pairs of field and label, as long as no other is as good."""
    free, rest = list(candidates), list(items)
    while pair := _best_pair(free, rest):
        index, number = pair
        settled.fields.append((free.pop(index), rest.pop(number)))
    stated = [item for item in rest if item.value]
    if stated:
        settled.doubtful += [(leaf, stated[0]) for leaf in free]
        settled.extra += stated if not free else []


def _best_pair(free: Sequence[Leaf], rest: Sequence[Found]) -> tuple[int, int] | None:
    scores = sorted(
        (-_fit(leaf, item), index, number)
        for index, leaf in enumerate(free)
        for number, item in enumerate(rest)
        if leaf.path in {other.path for other in _candidates(free, item)}
    )
    if not scores:
        return None
    best, index, number = scores[0]
    rivals = [score for score, one, other in scores[1:] if (one == index) != (other == number)]
    return None if rivals and rivals[0] <= best else (index, number)


def _candidates(free: Sequence[Leaf], item: Found) -> list[Leaf]:
    """The fields among those left whose label may be spelled so."""
    if item.label == DAY:
        return [leaf for leaf in free if leaf.labels[-1] == DAY]
    return [leaf for leaf in free if item.label in _spellings(leaf)]


def _spellings(leaf: Leaf) -> frozenset[str]:
    own = spellings(leaf.labels[-1])
    return own | {heading + label for owner in leaf.labels[:-1][-1:] for heading in spellings(owner) for label in own}


def _fit(leaf: Leaf, item: Found) -> int:
    """How well the block of a label is that of a field."""
    owners = [spelling for owner in leaf.labels[:-1] for spelling in spellings(owner)]
    within = any(owner in item.block or (len(item.block) > 2 and item.block in owner) for owner in owners)
    signed = leaf.path.startswith("signoff.")
    alone = not owners and not item.in_cell
    return 4 * within + 2 * (signed == (item.block == SIGNATURES)) + alone
