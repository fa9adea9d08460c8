"""A paper drawn again (重画): what was read of a file that has no pages of its own, on the page of its form.

It is not the paper that came: it shows where each field belongs, not how anything looked.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from hjforms.catalogue import Form
from hjforms.errors import InputError
from hjforms.records.base import leaf_at
from hjforms.render.pictures import PagePicture, Sides, page_pictures
from hjforms.unread import UNREAD


@dataclass(frozen=True)
class Redrawn:
    """The pages by their numbers (from 1), and of every field its page and the box in which it stands."""

    pages: dict[int, PagePicture]
    places: dict[str, tuple[int, Sides]]


def redrawn(form: Form, record: Any) -> Redrawn:
    """A record on the pages of its form, without what is unread; nothing where it cannot be printed."""
    try:
        known = form.load(_known(form.dump(record)))
        pages = page_pictures(form.pdf(known))
    except InputError:
        return Redrawn({}, {})
    layout, places = form.compiled.layout, dict[str, tuple[int, Sides]]()
    for number in pages:
        for slot in layout.slots:
            path = layout.path_on(slot, number - 1)
            leaf, part = leaf_at(form.record_type, path)
            if leaf is None:
                continue
            owner = str(path.parent if part else path)
            first, box = places.get(owner, (number, slot.box))
            if first == number:  # what stands on every page is looked at on the first
                places[owner] = number, _around(box, slot.box)
    return Redrawn(pages, places)


def _around(one: Sides, other: Sides) -> Sides:
    """The box around two."""
    return min(one[0], other[0]), min(one[1], other[1]), max(one[2], other[2]), max(one[3], other[3])


def _known(data: Any) -> Any:
    """JSON data of a record with blanks for what is unread."""
    if isinstance(data, dict):
        return None if data.keys() == {UNREAD} else {key: _known(value) for key, value in data.items()}
    return [_known(value) for value in data] if isinstance(data, list) else data
