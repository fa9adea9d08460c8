"""Which form a text is (认表): by its title, and of forms that share one, by its labels.

The letter of a province and that of the state have the same title, and the title of one table may stand inside
that of another. So every form whose title is there is held against the labels that it prints: what a page has
of them counts for it, what the page lacks counts against it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import chain

from hjforms.reading.others.beside import says_void
from hjforms.reading.others.fitness import fittest
from hjforms.reading.others.neighbours import read_labels
from hjforms.reading.others.vocabulary import runs_of, vocabulary
from hjforms.reading.ours.rows import prints_all
from hjforms.reading.page.labels import canonical
from hjforms.reading.page.paper import Paper
from hjforms.reading.page.squares import of_rows
from hjforms.reading.page.texts import FormLike
from hjforms.reading.page.titles import bare_title, begins_with_title, documents_in, is_brief, squeezed, title_in
from hjforms.reading.page.word.cells import Row
from hjforms.records.base import leaves
from hjforms.template.store import TOKEN, Compiled
from hjforms.template.word import blocks, parse_xml

ENOUGH_LABELS, MOST_LABELS = 0.5, 0.8
_SPOKEN_OF = re.compile(r"《[^《》]{1,60}》")  # what stands in 书名号 is no heading
SEEMING, LEAST_SEEMING = 0.5, 6  # of the fields of a form, and how many: whose labels make a file seem to be one
LEAST_NAMED = 3  # labels on a file that names the form at the beginning of a line
LETTERS = ("书", "函")
LEAST_SAID = 20  # letters of a sentence
LEAST_OWN = 3  # runs of letters that no other form of its title prints
_END_OF_TITLE = 6  # letters of a title that tell it from others
_LONGEST_TITLE = 20  # letters beside the title of a form in the line that is its title
_BEHIND = re.compile(r"\(([^()]*)\)$")


def candidates(text: str, forms: Iterable[FormLike], least: float = ENOUGH_LABELS) -> tuple[FormLike, ...]:
    """The forms whose title stands in a text, the one whose labels are best met first.

    A form of whose labels less than ``least`` (a share) are there is only spoken of.
    """
    shown = squeezed(text)
    headed = _SPOKEN_OF.sub("", shown)
    present = [form for form in forms if squeezed(form.printed_title) in headed]
    if not present:
        return ()
    letters = Counter(shown)
    found = [(met(letters, form), form) for form in present]
    enough = [(score, form) for (score, share), form in found if share >= least]
    return tuple(form for _, form in sorted(enough, key=lambda item: (-item[0], -len(item[1].title), item[1].id)))


def met(letters: Counter[str], form: FormLike) -> tuple[int, float]:
    """How well a text meets the labels of a form: letters met less letters missing, and the share that is met."""
    labels = label_letters(form.compiled)
    count = labels.total()
    there = (labels & letters).total()
    return 2 * there - count, there / count


@cache
def label_letters(template: Compiled) -> Counter[str]:
    """The letters that a blank form prints, and how often."""
    texts = (text for block in blocks(parse_xml(template.document.encode())) for text in block.texts())
    return Counter(squeezed("".join(TOKEN.sub("", text) for text in texts)))


def headed(texts: Sequence[str], forms: Sequence[FormLike]) -> list[FormLike]:
    """The forms whose title heads a part of a page; of titles of which one holds another, the longer."""
    places = {title: title_in(texts, title) for title in {form.title for form in forms}}
    brief = {title for title, place in places.items() if any(is_brief(texts[index], title) for index in place)}
    titles = {title for title, place in places.items() if place}
    headed = [form for form in forms if form.title in titles and (form.title not in brief or _is_said(form, texts))]
    return [form for form in headed if not any(form.title in title for title in titles - brief - {form.title})]


def _is_said(form: FormLike, texts: Sequence[str]) -> bool:
    """True where a page says what a form is about: half of what it prints, a letter most of it and one sentence."""
    said, share = "".join(map(_letters, texts)), met(Counter(squeezed("".join(texts))), form)[1]
    if not form.title.endswith(LETTERS):
        return share >= ENOUGH_LABELS
    return share >= MOST_LABELS and any(sentence in said for sentence in _sentences(form.compiled))


@cache
def _sentences(template: Compiled) -> tuple[str, ...]:
    """What a blank form says at length: the letters of its sentences."""
    texts = (text for block in blocks(parse_xml(template.document.encode())) for text in block.texts())
    said = (_letters(part) for text in texts if not TOKEN.search(text) for part in text.split("。"))
    return tuple(letters for letters in said if len(letters) >= LEAST_SAID)


def _letters(text: str) -> str:
    return "".join(filter(str.isalpha, squeezed(text)))


def in_order(forms: Sequence[FormLike], text: str, written: str) -> Iterator[list[FormLike]]:
    """The forms whose documents (文号) the page names before the others, which need not be looked at then.

    So is one before its rivals of which words of its own are ``written`` there, and none of theirs.
    """
    named = documents_in(text)
    met = {form.id: len(named & vocabulary(form).documents) for form in forms}
    for count in sorted(set(met.values()), reverse=True):
        rivals = [form for form in forms if met[form.id] == count]
        clear = _clearest(rivals, runs_of(written))
        yield from filter(None, (clear, [form for form in rivals if form not in clear]))


def _clearest(forms: Sequence[FormLike], runs: frozenset[str]) -> list[FormLike]:
    """The one form of several of which these runs of letters are some that no other of them prints."""
    printed = Counter(run for form in forms for run in vocabulary(form).runs)
    own = {form.id: sum(printed[run] == 1 for run in vocabulary(form).runs & runs) for form in forms}
    there = [form for form in forms if own[form.id]]
    return there if len(there) == 1 and own[there[0].id] >= LEAST_OWN else []


def seeming(rows: Sequence[Sequence[str]], forms: tuple[FormLike, ...]) -> str:
    """The title of the form of whose fields outside the rows most, at least half, are there by their labels.

    Where a line begins with a title, or with what it is in brief, a few are enough: 参保缴费凭证已办结.
    """
    names = {canonical(text) for row in rows for text in row}
    lines = [bare_title("".join(row)) for row in rows]
    met = ((*_fields_met(form, names), form.title) for form in forms)
    enough = (
        (known, title)
        for known, count, title in met
        if known >= max(LEAST_SEEMING, SEEMING * count)
        or (known >= LEAST_NAMED and any(_speaks_of(line, title) for line in lines))
    )
    return max(enough, default=(0, ""))[1]


def _speaks_of(line: str, title: str) -> bool:
    """True for a line that begins with a title, or that is short and ends with its end: 附件5 重复缴费清退表."""
    is_end = len(line) <= len(title) + _LONGEST_TITLE and line.endswith(title[-_END_OF_TITLE:])
    return begins_with_title(line, title) or is_end


def _fields_met(form: FormLike, names: set[str]) -> tuple[int, int]:
    """How many fields of a form outside the rows have a label among these, and how many there are."""
    fields = {path for path, leaf in leaves(form.record_type).items() if not leaf.path.table}
    known = vocabulary(form).names
    return len(fields & {path for name in names for path in known.get(name, ())}), len(fields)


def title_rows(rows: Sequence[Row], forms: tuple[FormLike, ...]) -> list[int]:
    """The rows that are the title of a form; one that only speaks of a form says more."""
    exact = {squeezed(form.printed_title) for form in forms}
    texts = [squeezed("".join(row.texts)) for row in rows]
    for shown in (texts, [_title_of(row) for row in rows]):  # a stub above the paper has its title as well
        found = [
            index
            for index, text in enumerate(shown)
            if len(rows[index].cells) == 1 and (text in exact or _in_brief(text, rows, forms))
        ]
        if found:
            return found
    return []


def _title_of(row: Row) -> str:
    """A row as a title, without what says that it is the first of several, void or an example: it is no less one."""
    text = bare_title("".join(row.texts))
    behind = _BEHIND.search(text)
    return text[: behind.start()] if behind and (behind[1] in {"一", "1"} or says_void(behind[1])) else text


def _in_brief(title: str, rows: Sequence[Row], forms: Iterable[FormLike]) -> list[FormLike]:
    """The forms that a title names in brief and rows say in their sentences."""
    return [
        form
        for form in forms
        if is_brief(title, form.title) and _is_said(form, [*chain.from_iterable(row.texts for row in rows)])
    ]


def form_of_rows(title: Row, rows: Sequence[Row], forms: tuple[FormLike, ...]) -> tuple[FormLike, tuple[FormLike, ...]]:
    """The form of a page; of those that have its title, the one whose labels it prints, and what it may be as well."""
    text = _title_of(title)
    called = [form for form in forms if squeezed(form.printed_title) == text] or _in_brief(text, rows, forms)
    titles = {form.printed_title for form in called}
    called = [
        form for form in called if not any(form.printed_title in title for title in titles - {form.printed_title})
    ]
    if len(called) == 1:
        return called[0], ()
    texts = [tuple(map(squeezed, row.texts)) for row in rows]
    ours = [form for form in called if prints_all(form, texts)]
    if len(ours) == 1:
        return ours[0], ()
    best = [*candidates("".join("".join(row.texts) for row in rows), called), *called]
    squares = of_rows(rows)
    return fittest([(form, read_labels(form, squares)) for form in dict.fromkeys(best)])


def named_on(paper: Paper, forms: Sequence[FormLike], least: float = ENOUGH_LABELS) -> tuple[FormLike, ...]:
    """The forms that a page may be."""
    return candidates(paper.text, forms, least) or candidates(paper.text_by_lines, forms, least)
