"""Files of several forms (成套文件): which pages belong together, in whatever order they lie.

A page that says 第 x 页 共 y 页 belongs to the others of the same form, of the same number of pages and of the same
person. Where that does not settle it, pages are not put together: each is a reading of its own that says so.
A paper of another office may have no such label: there the title, or what the next page says, tells (``further``).
Where only its columns stand under those of the page before, and nothing proves that it is of the same paper, that is
told: the order of two papers that lie in a heap proves nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from hjforms.findings import Finding
from hjforms.paths import EVERY_ROW, RecordPath
from hjforms.reading.others.coded import entered_on
from hjforms.reading.others.found import Found, Value, is_readable
from hjforms.reading.others.parts import parts_of
from hjforms.reading.others.unlabelled import SIGNED
from hjforms.reading.others.versions import Version
from hjforms.reading.others.vocabulary import vocabulary
from hjforms.reading.page.paper import Paper
from hjforms.reading.page.texts import FormLike, PageTexts, label_of, page_of
from hjforms.reading.page.titles import is_further, is_headed, squeezed
from hjforms.reading.result.identification import named_on
from hjforms.records.base import leaves
from hjforms.template.layout import LATER, PAGE
from hjforms.wording import Sentence

_LATER = re.compile(rf"[（(]?(?:详?{LATER}|详?见(?:尾|最后一|下|次|后)页|[转接续]下页)[)）]?")
_PERSON = ("person.citizen_id", "person.name")

_CARRIED = re.compile(r"[(\[]?(?:承[前上接]|[接续上]前|[接续]上|上接|续表|前页)")  # what begins a line that goes on

LEAST_COPIED = 4  # values of a paper of which there may be copies
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


class Further(NamedTuple):
    """A paper of another office with one more page, and what is to be said of that."""

    version: Version
    told: tuple[Finding, ...] = ()


@dataclass(frozen=True)
class Following:
    """A page behind a paper of another office, which may be the rest of it."""

    before: Version
    paper: Paper

    @property
    def is_titled(self) -> bool:
        """True for a page whose title says that it goes on with the paper of the page before."""
        before, paper = self.before, self.paper
        if not named_on(paper, (before.form,), least=0):
            return False
        texts, title = paper.grid.texts, before.form.title
        is_repeated = is_headed(texts, title) and len(list(parts_of(paper.grid, [title]))) == 1
        return is_further(texts, title) or (is_repeated and _is_followed(before, self._own))

    @cached_property
    def further(self) -> Further | None:
        """The paper with this page; ``None`` where the page is not the rest of it."""
        before, paper = self.before, self.paper
        if paper.is_garbled or len(before.pages) >= MOST_PAGES or paper.turn != before.turn:
            return None
        ours, own = before.found, self._own
        if _differ(ours, own) or _say_the_same(ours, own):
            return None
        longer = before.longer(paper.grid, paper.number, paper.look_at(paper.grid), entered_on(paper, alone=True))
        new = own.seen - ours.seen
        more_rows = len(longer.found.rows) > len(ours.rows)
        if not more_rows and (not new or any(path.startswith("person.") for path in new)):
            return None
        if not more_rows or _is_numbered(before, own) or _says_so(before, own, paper) or _adds_up(before, longer):
            return Further(longer)
        message = Sentence(
            "第{page}页没有表名、姓名和页码，只是各列与前一页对齐，作为前一页的续页读入；也可能是别人的，请核对。",
            page=paper.number,
        )
        place = RecordPath(vocabulary(before.form).table) / len(ours.rows)
        return Further(longer, (Finding("warning", place, "read.further", message),))

    @cached_property
    def _own(self) -> Found:
        """What the page tells as if it were a paper of that form by itself."""
        return Version(self.before.form, ((self.paper.grid, self.paper.number),), self.paper.turn).found


def _differ(ours: Found, own: Found) -> bool:
    """True for pages of which one says of a field, without a doubt, what the other does not."""
    return any(
        ours.fields[path].text != own.fields[path].text
        for path in ours.fields.keys() & own.fields.keys() - {PAGE}
        if not ours.fields[path].doubt and not own.fields[path].doubt
    )


def _is_numbered(before: Version, own: Found) -> bool:
    """True for a page that counts itself as the next of the paper."""
    number, count = page_of(own.fields[PAGE].text) if PAGE in own.fields else (0, 0)
    is_same = PAGE not in before.found.fields or page_of(before.found.fields[PAGE].text)[1] == count
    return is_same and number == len(before.pages) + 1


def _says_so(before: Version, own: Found, paper: Paper) -> bool:
    """True for a page of the person of the paper, or one that says that it goes on with another (承前页)."""
    is_same = any(path.startswith("person.") and path in before.found.fields for path in own.fields)
    return is_same or any(map(_CARRIED.match, map(squeezed, paper.grid.texts)))


def _adds_up(before: Version, longer: Version) -> bool:
    """True where the rows of the paper and those of the further page make a total together, and not by themselves."""
    words, known, count = vocabulary(before.form), leaves(before.form.record_type), len(before.found.rows)

    def figure(path: str, value: Value | None) -> Decimal:
        leaf = known.get(RecordPath(path))
        read = leaf.kind.read(value.text) if leaf and value is not None and is_readable(leaf, value.text) else None
        return Decimal(read) if isinstance(read, int | Decimal) else Decimal(0)

    def is_sum(column: str, total: str) -> bool:
        place = RecordPath(words.table) / EVERY_ROW / column
        figures = [figure(place, row.get(RecordPath(column))) for row in longer.found.rows]
        parts = sum(figures[:count]), sum(figures[count:])
        return all(parts) and sum(parts) == figure(total, longer.found.fields.get(RecordPath(total)))

    return any(is_sum(*pair) for pair in words.totals.items())


def is_copy(before: Version, other: Version) -> bool:
    """True for a page that says all that the paper of the page before says, and nothing else: another copy (第二联)."""
    return before.form is other.form and _say_the_same(before.found, other.found)


def without_copies(versions: Sequence[Version]) -> list[Version]:
    """The papers on one page; of copies of one (第一联, 第二联), the one of which least is in doubt."""
    copies: list[list[Version]] = []
    for version in versions:
        alike = next((some for some in copies if is_copy(some[0], version)), None)
        copies.append([version]) if alike is None else alike.append(version)
    return [min(some, key=_doubts) if len(some) > 1 else some[0] for some in copies]


def _doubts(version: Version) -> int:
    """How many texts of a paper are in doubt."""
    page = version.texts()
    return sum(source.doubt is not None for some in (page.fields, *page.rows) for source in some.values())


def _say_the_same(ours: Found, own: Found) -> bool:
    """True for pages that hold the same values, and several, whatever number they have."""
    ways = [[found.fields, *found.rows] for found in (ours, own)]
    paths = [[some.keys() - {PAGE} for some in values] for values in ways]
    pairs = (
        (one[path], other[path])
        for known, one, other in zip(paths[0], *ways, strict=False)
        for path in known & other.keys()
    )
    return paths[0] == paths[1] and sum(map(len, paths[0])) >= LEAST_COPIED and all(_agree(*pair) for pair in pairs)


def _agree(one: Value, other: Value) -> bool:
    """True for the same text, and for a part of one that is in doubt."""
    texts = {one.text, other.text}
    return len(texts) == 1 or (bool(one.doubt or other.doubt) and min(texts, key=len) in max(texts, key=len))


def uncounted(page: FormPage) -> FormPage:
    """A page that is a paper by itself, however it counts itself among the copies."""
    form, texts = page
    return form, replace(texts, fields={path: text for path, text in texts.fields.items() if path != PAGE})


def without_count_of_heap(pages: list[FormPage]) -> list[FormPage]:
    """The pages of others; where their numbers count a heap of papers, each of a person of its own, without these.

    Each of them is signed: of a paper that goes on, the last page is.
    """
    folios, count = [folio_of(*page) for page in pages], len(pages)
    are_counted = [(folio.number, folio.pages) for folio in folios] == [(at, count) for at in range(1, count + 1)]
    is_heap = count > 1 and are_counted and len({folio.form.id for folio in folios}) == 1
    if not is_heap or len({folio.person for folio in folios} - {""}) < count or not all(map(_is_signed, pages)):
        return pages
    message = Sentence("页码数的是整批（共{count}页，一页一人），每页作为一份读入，请核对。", count=count)
    told = Finding("warning", "", "read.page", message)
    return [(form, replace(texts, findings=(*texts.findings, told))) for form, texts in map(uncounted, pages)]


def _is_signed(page: FormPage) -> bool:
    """True for a page that another office drew, where somebody signs."""
    fields = page[1].fields
    is_strange = all(source.method == "grid" for source in fields.values())
    return is_strange and any(path.startswith(SIGNED) for path in fields)


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
