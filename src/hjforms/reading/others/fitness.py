"""Which form a paper is (是哪种表), and what is told of all of it: that it may be another one, or a list of people."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from hjforms.findings import Finding
from hjforms.paths import RecordPath
from hjforms.reading.others.found import Found, is_readable
from hjforms.reading.others.heads import heads_of
from hjforms.reading.others.prose import may_be_name
from hjforms.reading.others.vocabulary import Vocabulary, runs_of, vocabulary
from hjforms.reading.page.squares import Sheet, Square
from hjforms.reading.page.texts import FormLike
from hjforms.reading.page.titles import documents_in
from hjforms.records.base import english_name, leaves
from hjforms.wording import Label, Sentence

FOREIGN = 3  # what a word of another form counts against one, in labels
_WHERE = ("region_code", "region_name")
LEAST_FIGURES = 6  # that make a table
_FIGURE = re.compile(r"[\d,.]+")
_ID = re.compile(r"\d{17}[\dXx]")


def fittest(papers: Sequence[tuple[FormLike, Found]]) -> tuple[FormLike, tuple[FormLike, ...]]:
    """The form that a paper fits best of those as which it was read, and those of the same title that it fits as well.

    A form is held against the words of the others that have its title. Where figures stand in a table of which no head
    was read, those heads might tell another form.
    """
    fits = {
        form: fit(form, found, [other for other, _ in papers if other.title == form.title]) for form, found in papers
    }
    best = max(fits, key=lambda form: fits[form])
    beside = {form: beside_table(form, found) for form, found in papers}
    equals = (
        form
        for form in fits
        if form is not best
        and form.title == best.title
        and (fits[form] == fits[best] or (beside[form] == beside[best] is not None))
    )
    return best, tuple(equals)


def beside_table(form: FormLike, found: Found) -> int | None:
    """How many labels outside of the table are there less those not, where few of its heads are there and none is read.

    ``None`` where one is, or there are no figures below: then the table tells the form as well.
    """
    words = vocabulary(form)
    own = {path for path in found.leaves if RecordPath(path).table} | set(words.totals.values())
    rests = [index for index in found.rests(words.prints) if found.squares[index].table]
    figures = [index for index in rests if _FIGURE.fullmatch(found.squares[index].text.strip())]
    heads, lowest = heads_of(words), {names[-1] for names in words.columns}
    there = sum(square.table != 0 and heads.name(square.text) in lowest for square in found.squares)
    if own & found.seen or len(figures) < LEAST_FIGURES or there >= len(lowest):
        return None
    return 2 * len(found.seen) - len(found.leaves.keys() - own)


def fit(form: FormLike, found: Found, rivals: Iterable[FormLike] = ()) -> tuple[int, int]:
    """How well a paper is one of a form: the documents (文号) that both name; then the labels there less those not.

    What stands on the paper and the form does not explain counts against it; more so, words that one of its rivals
    prints.
    """
    named, words = documents_in("".join(square.text for square in found.squares)), vocabulary(form)
    strange = found.rests(words.prints)
    others = frozenset[str]().union(*(vocabulary(rival).runs for rival in rivals)) - words.runs
    foreign = others & runs_of("\n".join(part for parts in strange.values() for part in parts))
    against = len(strange) + FOREIGN * len(foreign)
    return len(named & words.documents), 2 * len(found.seen) - len(found.leaves) - against


def doubtful(form: FormLike, equals: Iterable[FormLike]) -> Iterator[Finding]:
    """That a paper may as well be another form of the same title."""
    for other in equals:
        message = Sentence(
            "看不出这张《{title}》是{form}还是{other}，暂按{form}读取，请人工核对。",
            title=form.title,
            form=form.id,
            other=other.id,
        )
        yield Finding("error", "", "read.version", message)


def is_list(form: FormLike, squares: Sequence[Square]) -> bool:
    """True where ids of several people, or several names under one label, stand in a table: it is a list of them.

    An id that has a label beside it is no part of a list.
    """
    leaf = next((leaf for leaf in leaves(form.record_type).values() if leaf.kind.name == "citizen-id"), None)
    sheet, words = Sheet(squares), vocabulary(form)
    ids = {
        square.text.strip()
        for index, square in enumerate(squares)
        if leaf is not None and square.table and _ID.fullmatch(square.text.strip()) and is_readable(leaf, square.text)
        if not any(words.name_of(squares[other].text) for other in sheet.left_of(index)[:1])
    }
    names = {name for name, paths in words.names.items() if paths == ["person.name"]}
    heads = [index for index, square in enumerate(squares) if square.table and words.name_of(square.text) in names]
    return len(ids) > 1 or any(len(_names_below(sheet, words, head)) > 1 for head in heads)


def _names_below(sheet: Sheet, words: Vocabulary, index: int) -> list[int]:
    """The squares right below one another under a label beside another, in which names may stand, and no labels."""
    heads = heads_of(words)

    def is_label(square: int) -> bool:
        text = sheet.squares[square].text
        return words.is_label(text) or heads.is_head(heads.name(text))

    found: list[int] = []
    below = sheet.below(index) if all(map(is_label, sheet.right_of(index)[:1])) else None
    while below is not None and may_be_name(sheet.squares[below].text):
        if is_label(below):
            return []
        found.append(below)
        below = sheet.below(below)
    return found


def miscounted(form: FormLike, found: Found) -> Iterator[Finding]:
    """That the numbers of the rows (序号) say that some are missing."""
    if not found.is_counted:
        message = Sentence("表中的序号不是从1起逐行连续的，可能有行没有读入，请对照纸面核对各行。")
        yield Finding("error", vocabulary(form).table, "read.unknown", message)


def placeless(form: FormLike, found: Found) -> Iterator[Finding]:
    """That some rows say where they are (参保地), and others do not: a place may be said once for several rows."""
    table = RecordPath(vocabulary(form).table)
    for path in _WHERE:
        for number, row in enumerate(found.rows):
            if path not in row and any(path in other for other in found.rows):
                message = Sentence("这一行没有写参保地，别的行写了，是不是同一处不清楚，请看清纸面后补填。")
                yield Finding("error", table / number / path, "read", message)


def guesses(form: FormLike, found: Found) -> Iterator[Finding]:
    """That labels were read which are in words that we do not know."""
    for path, text in found.guessed.items():
        label = Label("".join(leaves(form.record_type)[path].labels[-1:]), english_name(RecordPath(path).name))
        message = Sentence("栏目“{printed}”按最相近的“{label}”读取，请核对。", printed=text, label=label)
        yield Finding("warning", "" if RecordPath(path).table else path, "read.label", message)
