"""Files of several forms (成套文件): which pages belong together, in whatever order they lie.

A page that says 第 x 页 共 y 页 belongs to the others of the same form, of the same number of pages and of the same
person. Where that does not settle it, pages are not put together: each is a reading of its own that says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from hjforms.reading.page.texts import FormLike, PageTexts, label_of
from hjforms.reading.page.titles import squeezed
from hjforms.template.layout import LATER

_LATER = re.compile(rf"[（(]?(?:详?{LATER}|详?见(?:尾|最后一|下|次|后)页|[转接续]下页)[)）]?")
_PERSON = ("person.citizen_id", "person.name")

FormPage = tuple[FormLike, PageTexts]
FormPages = tuple[FormLike, list[int]]


def stands_later(text: str) -> bool:
    """True for what papers print in the place of a total that stands on a later page (见末页)."""
    return _LATER.fullmatch(squeezed(text)) is not None


class Folio(NamedTuple):
    """What a page says of itself: of which form it is, its number, of how many pages, and whose they are."""

    form: FormLike
    number: int
    pages: int
    person: str


def folio_of(form: FormLike, page: PageTexts) -> Folio:
    """What a page says of itself."""
    person = next((squeezed(page.fields[path].text) for path in _PERSON if path in page.fields), "")
    return Folio(form, *label_of(page), person)


def gathered(folios: Iterable[Folio]) -> list[FormPages]:
    """The forms with the places of their pages (from 0), in the order in which their first pages lie in the file."""
    found: list[FormPages] = []
    parts: dict[tuple[str, int, str], list[tuple[int, Folio]]] = {}
    for place, folio in enumerate(folios):
        if folio.pages == 1:
            found.append((folio.form, [place]))
        else:
            parts.setdefault((folio.form.id, folio.pages, folio.person), []).append((place, folio))
    for members in parts.values():
        found += [(group[0][1].form, [place for place, _ in group]) for group in _groups(members)]
    return sorted(found, key=lambda item: min(item[1]))


_Member = tuple[int, Folio]  # the place of a page in the file, and what it says


def _groups(members: Sequence[_Member]) -> list[list[_Member]]:
    """The members of one form, person and number of pages as whole forms."""
    runs = _runs(members)
    count, person = members[0][1].pages, members[0][1].person
    if all(len(run) == count for run in runs):
        return runs
    if person and len({folio.number for _, folio in members}) == len(members):
        return [sorted(members, key=lambda member: member[1].number)]
    return [[member] for member in members]


def _runs(members: Sequence[_Member]) -> list[list[_Member]]:
    """The members cut where one does not follow the one before it, in number and in the file."""
    runs: list[list[_Member]] = [[members[0]]]
    for (before, above), (place, folio) in pairwise(members):
        if (place, folio.number) == (before + 1, above.number + 1):
            runs[-1].append((place, folio))
        else:
            runs.append([(place, folio)])
    return runs
