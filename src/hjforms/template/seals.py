"""Where seals go (盖章处): the cells of a page whose field is sealed, as the label of the field says.

The layout knows the cell of every field, and a field whose label ends in （章） or （签章） is where the paper is
sealed. So no template has to say it again, and an office's own template is sealed where it prints these fields.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from hjforms.records.base import Record, leaf_at
from hjforms.template.layout import Layout, Slot

_SEALED = re.compile(r"[（(](?:公|盖|签)?章(?:处)?[)）]\s*[:：]?$")
_SIGNED = re.compile(r"[（(]签章[)）]\s*[:：]?$")
Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class SealPlace:
    """A place for a seal: the path of its field, its label, its cell in points, and whether an office seals there.

    Where no office does, the person does who handles the paper (经办人（签章）).
    """

    path: str
    label: str
    box: Box
    is_office: bool


def seal_places(layout: Layout, record_type: type[Record]) -> tuple[SealPlace, ...]:
    """The places for seals on a page, in the order of the page."""
    found = (_place(slot, record_type) for slot in layout.slots if not layout.in_rows(slot))
    return tuple(place for place in found if place is not None)


def _place(slot: Slot, record_type: type[Record]) -> SealPlace | None:
    leaf, part = leaf_at(record_type, slot.path)
    if leaf is None or part or not _SEALED.search(leaf.labels[-1]):
        return None
    return SealPlace(str(slot.path), leaf.labels[-1], slot.box, not _SIGNED.search(leaf.labels[-1]))
