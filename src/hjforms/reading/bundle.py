"""Files of several forms (成套文件): which pages belong together, in whatever order they lie.

A page that says 第 x 页 共 y 页 belongs to the others of the same form, of the same number of pages and of the same
person. Where that does not settle it, pages are not put together: each is a reading of its own that says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from hjforms.reading.identification import squeezed
from hjforms.reading.reading import FormLike, PageTexts
from hjforms.template.layout import PAGE

_LABEL = re.compile(r"第\s*(\d+)\s*页\s*共\s*(\d+)\s*页")
_PERSON = ("person.citizen_id", "person.name")

FormPages = tuple[FormLike, list[PageTexts]]


def label_of(page: PageTexts) -> tuple[int, int]:
    """The number of a page and of all pages, as printed on it (第 x 页 共 y 页); 1 of 1 where nothing is."""
    return page_of(page.fields[PAGE].text) if PAGE in page.fields else (1, 1)


def page_of(text: str) -> tuple[int, int]:
    """The number of a page and of all pages in a text; 1 of 1 where it does not say so."""
    found = _LABEL.fullmatch(text.strip())
    return (int(found[1]), int(found[2])) if found else (1, 1)


def gathered(pages: Iterable[tuple[FormLike, PageTexts]]) -> list[FormPages]:
    """The pages of each form, in the order in which their first pages lie in the file."""
    found: list[tuple[int, FormPages]] = []
    parts: dict[tuple[str, int, str], list[tuple[int, FormLike, PageTexts]]] = {}
    for place, (form, page) in enumerate(pages):
        count = label_of(page)[1]
        if count == 1:
            found.append((place, (form, [page])))
        else:
            parts.setdefault((form.id, count, _person(page)), []).append((place, form, page))
    for (_, count, person), members in parts.items():
        groups = _groups(members, count, known=bool(person))
        found += [
            (min(place for place, _, _ in group), (group[0][1], [page for _, _, page in group])) for group in groups
        ]
    return [form_pages for _, form_pages in sorted(found, key=lambda item: item[0])]


def _person(page: PageTexts) -> str:
    """Whose page it is: the citizen id, or the name where there is none."""
    return next((squeezed(page.fields[path].text) for path in _PERSON if path in page.fields), "")


_Member = tuple[int, FormLike, PageTexts]


def _groups(members: Sequence[_Member], count: int, *, known: bool) -> list[list[_Member]]:
    """The members of one form, person and number of pages as whole forms."""
    runs = _runs(members)
    if all(len(run) == count for run in runs):
        return runs
    numbers = [label_of(page)[0] for _, _, page in members]
    if known and len(set(numbers)) == len(numbers):
        return [sorted(members, key=lambda member: label_of(member[2])[0])]
    return [[member] for member in members]


def _runs(members: Sequence[_Member]) -> list[list[_Member]]:
    """The members cut where one does not follow the one before it, in number and in the file."""
    runs: list[list[_Member]] = [[members[0]]]
    for (place, _, before), (after_place, form, page) in pairwise(members):
        follows = label_of(page)[0] == label_of(before)[0] + 1 and after_place == place + 1
        if follows:
            runs[-1].append((after_place, form, page))
        else:
            runs.append([(after_place, form, page)])
    return runs
