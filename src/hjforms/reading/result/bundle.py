"""Files of several forms (成套文件): which pages belong together, in whatever order they lie.

A page that says 第 x 页 共 y 页 belongs to the others of the same form, of the same number of pages and of the same
person. Where that does not settle it, pages are not put together: each is a reading of its own that says so.
A paper of another office may have no such label: there the title, or what the next page says, tells (``further``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

from hjforms.reading.others.coded import entered_on
from hjforms.reading.others.found import Found
from hjforms.reading.others.parts import parts_of
from hjforms.reading.others.unlabelled import SIGNED
from hjforms.reading.others.versions import Version
from hjforms.reading.page.paper import Paper
from hjforms.reading.page.texts import FormLike, PageTexts, label_of, page_of
from hjforms.reading.page.titles import is_further, is_headed, squeezed
from hjforms.reading.result.identification import named_on
from hjforms.template.layout import LATER, PAGE

_LATER = re.compile(rf"[（(]?(?:详?{LATER}|详?见(?:尾|最后一|下|次|后)页|[转接续]下页)[)）]?")
_PERSON = ("person.citizen_id", "person.name")

MOST_PAGES = 20  # of one paper; each is read with those before it
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


def further(before: Version | None, paper: Paper) -> Version | None:
    """The paper of another office with one more page; ``None`` where this is not the rest of it."""
    if before is None or paper.is_garbled or len(before.pages) >= MOST_PAGES:
        return None
    longer = replace(
        before,
        pages=(*before.pages, (paper.grid, paper.number)),
        looks={**before.looks, paper.number: paper.look_at(paper.grid)},
        entered={**before.entered, paper.number: entered_on(paper, alone=True)},
    )
    ours, own = before.found, _alone(before, paper)
    differs = any(
        path in ours.fields and ours.fields[path].text != value.text
        for path, value in own.fields.items()
        if path != PAGE
    )
    new = own.seen - ours.seen
    more_rows = len(longer.found.rows) > len(ours.rows)
    is_rest = more_rows or (bool(new) and not any(path.startswith("person.") for path in new))
    return longer if paper.turn == before.turn and is_rest and not differs else None


def says_further(before: Version | None, paper: Paper) -> bool:
    """True for a page whose title says that it goes on with the paper of the page before."""
    if before is None or not named_on(paper, (before.form,), least=0):
        return False
    texts, title = paper.grid.texts, before.form.title
    is_repeated = is_headed(texts, title) and len(list(parts_of(paper.grid, [title]))) == 1
    return is_further(texts, title) or (is_repeated and _is_followed(before, _alone(before, paper)))


def _alone(before: Version, paper: Paper) -> Found:
    """What a page tells as if it were a paper of that form by itself."""
    return Version(before.form, ((paper.grid, paper.number),), paper.turn).found


def _is_followed(before: Version, own: Found) -> bool:
    """True for a page that bears the title again and still goes on with the paper: it says so, or says the rest.

    It is of the same person, and counts itself as the next page, or is signed where the paper is not.
    """
    person = {path: value.text for path, value in own.fields.items() if path.startswith("person.")}
    ours = before.found.fields
    if any(path in ours and ours[path].text != text for path, text in person.items()):
        return False
    if PAGE in own.fields:
        return page_of(own.fields[PAGE].text)[0] == len(before.pages) + 1
    is_same = any(path in ours for path in person)
    is_end = any(path.startswith(SIGNED) for path in own.fields.keys() - ours.keys())
    return is_same and is_end and not any(path.startswith(SIGNED) for path in ours)
