"""Papers drawn by others (另行排版的表): values found by the labels beside or above them, in PDF and Word alike.

Where the grid is not that of the template, nothing is known but what is printed. A label is looked for in every
spelling that is known; its value stands right of it, below it, or behind it. The rows of the table are those
under its heads. A label that several fields share belongs to the one whose neighbours it has; where that does not
settle it, nothing is read and it is said.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace

from hjforms.notations.text import unified
from hjforms.paths import RecordPath
from hjforms.reading.others.against import KIN, Against
from hjforms.reading.others.alike import CLOSE, alike, nearest
from hjforms.reading.others.amounts import put_pairs
from hjforms.reading.others.at_label import AtLabel
from hjforms.reading.others.beside import is_downwards
from hjforms.reading.others.bilingual import translations
from hjforms.reading.others.columns import Columns
from hjforms.reading.others.found import BLANK, LIKELY, SURE, UNCLEAR, Found, Piece, Value, reads
from hjforms.reading.others.halves import Halves
from hjforms.reading.others.label_finder import LabelFinder
from hjforms.reading.others.numbering import without_numbers
from hjforms.reading.others.sides import LabelAt, Sides
from hjforms.reading.others.surroundings import AGENCY, STRANGER, VAGUE, Surroundings
from hjforms.reading.others.table_rows import TableRows
from hjforms.reading.others.tails import without_tail
from hjforms.reading.others.told_rows import take_rows
from hjforms.reading.others.unlabelled import Unlabelled
from hjforms.reading.others.vocabulary import SEAL, vocabulary
from hjforms.reading.page.squares import Sheet, Square
from hjforms.reading.page.texts import Claim, FormLike
from hjforms.reading.page.titles import squeezed
from hjforms.records.base import leaves

_OF_DAYS = re.compile(r"[\d年月日]")
_INLINE = re.compile(r"([^\s:：\d]{3,20})[:：]\s*([^\s:：]+)")
_LEADERS = re.compile(r"(?:[.．] ?){3,}[.．]|(?:[…‥·•] ?){2,}[…‥·•]")
_SHORT_LEADERS = r"(?:[.．] ?)+[.．](?=\s|$)"


def read_labels(form: FormLike, squares: Sequence[Square]) -> Found:
    """What the squares of a page, in the order of reading, say of a form."""
    texts = _without_leaders([unified(square.text) for square in squares])
    same = _with_texts(squares, texts)
    words = vocabulary(form)
    told = translations(Sheet(same), words)
    same = _with_texts(same, [told.texts.get(index, text) for index, text in enumerate(texts)])
    sheet = Sheet(_with_texts(same, without_numbers(same, words.prints_label)))
    return _read(form.title, Sides(sheet, words, Found(sheet.squares, leaves(form.record_type)), told.repeats))


def _with_texts(squares: Sequence[Square], texts: Sequence[str]) -> list[Square]:
    """Squares with other texts, letter by letter."""
    return [
        square if square.text == text else replace(square, text=text)
        for square, text in zip(squares, texts, strict=True)
    ]


def _without_leaders(texts: Sequence[str]) -> list[str]:
    """Texts in which the dots that lead from a label to its value, or to the end of a line, are the gap there.

    Three dots or fewer are such where others lead; alone, they say that something is left out.

    >>> _without_leaders(["姓名......张示例...."]), _without_leaders(["示例银行..."])
    (['姓名\u3000\u3000\u3000\u3000\u3000\u3000张示例\u3000\u3000\u3000\u3000'], ['示例银行...'])
    """
    leading = re.compile(f"{_LEADERS.pattern}|{_SHORT_LEADERS}") if any(map(_LEADERS.search, texts)) else _LEADERS
    return [leading.sub(lambda dots: "\u3000" * len(dots[0]), text) for text in texts]


def _read(title: str, sides: Sides) -> Found:
    """Everything that is found on the squares of a page."""
    sheet, words, found = sides.sheet, sides.words, sides.found
    columns = Columns(sheet, words)
    TableRows(sides, columns).take()
    apart = [index for index in range(len(sheet.squares)) if index not in columns.squares and _is_read(sheet, index)]
    take_rows(sheet, words, found, apart)
    apart = [index for index in apart if not found.is_explained(index, len(sheet.squares[index].text))]
    unlabelled = Unlabelled(sheet, words, found, apart)
    unlabelled.prose.blanks(first=True)
    paired = put_pairs(sheet, words, found, apart)
    found.use_squares(sides.numbers.intersection(apart))
    labels = LabelFinder(sides, title).labels(apart)
    surroundings = Surroundings(sheet, words)
    surroundings.tell(labels)
    found.seen |= columns.found | {path for label in labels for path in words.names[label.name]}
    assignment = _Assignment(sides, surroundings, labels, paired)
    assignment.assign()
    unlabelled.read([(label.name, label.square) for label in labels], title)
    assignment.guess(apart)
    Against(sides, in_halves=columns.in_halves).doubt()
    found.fields |= {
        path: replace(value, claims=found.claims[path]) for path, value in found.fields.items() if path in found.claims
    }
    return found


def _is_read(sheet: Sheet, index: int) -> bool:
    """True for a square that may hold labels and values: what runs downwards in the margin does not."""
    square = sheet.squares[index]
    return bool(square.table) or not is_downwards(square.text)


class _Assignment:
    """Gives labels to fields."""

    def __init__(
        self, sides: Sides, surroundings: Surroundings, labels: Sequence[LabelAt], paired: Collection[int]
    ) -> None:
        self._sides, self._surroundings, self._labels = sides, surroundings, labels
        self._words, self._found, self._leaves = sides.words, sides.found, sides.found.leaves
        self._squares = sides.sheet.squares
        self._at = AtLabel(sides, surroundings, labels, paired)

    def assign(self) -> None:
        """Read the fields of all labels."""
        for name in dict.fromkeys(label.name for label in self._labels):
            self._assign(name, [label for label in self._labels if label.name == name])
        self._doubt_twins({label.name for label in self._labels})
        self._doubt_beside()

    def _assign(self, name: str, labels: list[LabelAt]) -> None:
        """Give the labels of one name to the fields that have it."""
        paths = self._words.names[name]
        if name == AGENCY and not any(label.name.endswith(SEAL) for label in self._labels):
            return  # it may be that of who seals the paper
        spans = [path for path in paths if self._leaves[path].kind.name == "year-month"]
        if len(spans) == 2 == len(paths) and len(labels) == 1:
            self._at.span(labels[0], spans)
            return
        said = self._stated(labels)
        if len(paths) == 1 and name not in VAGUE and len(self._texts(said)) < 2:
            own = [label for label in said or labels if self._surroundings.score(paths[0], label) > STRANGER]
            for label in own:
                self._at.take(paths[0], label, SURE if len(labels) == 1 else LIKELY)
            if own:
                return
        chosen: dict[str, list[LabelAt]] = {}
        for label in labels:
            scores = sorted(((self._surroundings.score(path, label), path) for path in paths), reverse=True)
            best = scores[0]
            if best[0] > 0 and (len(scores) == 1 or scores[1][0] < best[0]):
                chosen.setdefault(best[1], []).append(label)
        self._by_elimination(name, paths, labels, chosen)
        taken = [label for members in chosen.values() for label in members]
        stated = self._stated([label for label in labels if label not in taken])
        for path in paths:
            self._choose(path, chosen.get(path, []), stated)
        if name in VAGUE:
            self._doubt_all(paths)

    def _doubt_twins(self, names: AbstractSet[str]) -> None:
        """Of two parts of a form with the same labels (付款账户、收款账户), where one label is in doubt, all are.

        But for those that stand in the section of their part.
        """
        twins: dict[frozenset[str], set[str]] = defaultdict(set)
        for name in names:
            paths = self._words.names[name]
            owners = frozenset(RecordPath(path).parent for path in paths)
            if len(owners) > 1 and name not in VAGUE:
                twins[owners] |= set(paths)
        for members in twins.values():
            self._doubt_all(members)
        self._doubt_vague(names)

    def _doubt_vague(self, names: AbstractSet[str]) -> None:
        """Where it is in doubt whose a label is that tells its part (机构名称), those of that part that tell none are.

        But for those that stand in the section of their part.
        """
        fields = self._found.fields
        telling = [self._words.names[name] for name in names - VAGUE if len(self._words.names[name]) > 1]
        unclear = [path for paths in telling for path in paths if path in fields and fields[path].doubt == UNCLEAR]
        owners = {RecordPath(path).parent for path in unclear} - {RecordPath()}
        for path in (path for name in names & VAGUE for path in self._words.names[name] if path in fields):
            if RecordPath(path).parent in owners and path not in self._at.placed:
                fields[path] = fields[path].but(UNCLEAR)

    def _doubt_beside(self) -> None:
        """A label of several parts is in doubt where those over and under it in its table are of another part.

        What stands beside it may be of other columns, and so may a heading.
        """
        fields, halves = self._found.fields, Halves(self._sides.sheet, self._words, self._labels)
        for label in (label for label in self._labels if len(halves.owners(label)) > 1):
            written = tuple(self._sides.written(label))
            for path in (path for path in self._words.names[label.name] if path in fields):
                is_here, is_placed = fields[path].pieces == written, path in self._at.placed
                others = halves.others(path, label, is_placed=is_placed) if is_here else None
                if others is not None:
                    fields[path] = fields[path].but(UNCLEAR)
                    self._doubt_of(label, others)

    def _doubt_of(self, label: LabelAt, owners: AbstractSet[RecordPath]) -> None:
        """What is written at a label may be that of parts of the form, where nothing else was read for them."""
        fields, written = self._found.fields, self._sides.written(label)
        for path in self._words.names[label.name]:
            if RecordPath(path).parent in owners and path not in fields:
                fields[path] = Value(self._found.text(*written), tuple(written), LIKELY, UNCLEAR)

    def _doubt_all(self, paths: Iterable[str]) -> None:
        """Where the label of one of several fields is in doubt, all are but for those in the section of their part."""
        fields = self._found.fields
        there = [path for path in paths if path in fields]
        if any(fields[path].doubt == UNCLEAR for path in there):
            for path in there:
                if path not in self._at.placed:
                    fields[path] = fields[path].but(UNCLEAR)

    def _stated(self, labels: Sequence[LabelAt]) -> list[LabelAt]:
        """The labels at which something is written; where a day goes, that has a figure or names a part of it."""
        return [label for label in labels if self._says(label, self._found.text(*self._sides.written(label)))]

    def _says(self, label: LabelAt, text: str) -> bool:
        kinds = {self._leaves[path].kind.name for path in self._words.names[label.name]}
        is_other = kinds == {"date"} and not _OF_DAYS.search(text)
        return not is_other and not BLANK.fullmatch(text)

    def _texts(self, labels: Sequence[LabelAt]) -> set[str]:
        """What is written at labels, without what stands behind it on its line."""
        return {squeezed(without_tail(self._found.text(*self._sides.written(label)))) for label in labels}

    def _by_elimination(
        self, name: str, paths: Sequence[str], labels: Sequence[LabelAt], chosen: dict[str, list[LabelAt]]
    ) -> None:
        """Where every other label has found its field, the last one belongs to the last field.

        But where it stands on the wrong side of one that its neighbours alone gave to another field, neither does.
        """
        free = [path for path in paths if path not in chosen]
        left = [label for label in labels if not any(label is other for some in chosen.values() for other in some)]
        is_last = bool(chosen) and len(free) == 1 == len(left) and name not in VAGUE
        if not is_last or self._surroundings.score(free[0], left[0]) <= STRANGER:
            return
        crossed = [
            path
            for path, [other, *_] in chosen.items()
            if (paths.index(path) < paths.index(free[0])) != (other.square < left[0].square)
            if not other.section
        ]
        for path in crossed:
            del chosen[path]
        if not crossed:
            chosen[free[0]] = left

    def _choose(self, path: str, labels: list[LabelAt], stated: list[LabelAt]) -> None:
        """Read a field from the labels that fit it best; two that say different things are a doubt."""
        if len(self._texts(labels)) == 1:
            for label in labels:
                self._at.take(path, label, LIKELY)
        elif path not in self._found.fields and (unclear := self._stated([*stated, *labels])):
            pieces = self._sides.written(unclear[0])
            self._at.claim(path, unclear[0])
            self._found.fields[path] = Value(self._found.text(*pieces), tuple(pieces), LIKELY, UNCLEAR)

    def guess(self, apart: Sequence[int]) -> None:
        """Read fields whose label stands nowhere at labels in words that we do not know, where one alone is alike."""
        found, words = self._found, self._words
        free = {
            name: paths[0]
            for name, paths in words.names.items()
            if len(paths) == 1 and paths[0] not in found.seen and paths[0] not in found.fields and name not in VAGUE
        }
        guesses: dict[str, list[tuple[LabelAt, str]]] = defaultdict(list)
        for label, text in self._unknown(apart):
            name = "" if KIN.search(text) else alike(text, free)
            is_text = bool(name) and self._leaves[free[name]].kind.name == "text"
            if name and (not is_text or alike(text, free, CLOSE)):
                guesses[free[name]].append((replace(label, name=name), text))
        for path, labels in guesses.items():
            leaf = self._leaves[path]
            written = found.text(*self._sides.written(labels[0][0])).strip()
            if len(labels) == 1 and reads(leaf, written):
                [(label, text)] = labels
                self._at.take(path, label, LIKELY)
                scores = nearest(text, free)[:2]
                found.claims[path] = tuple(Claim(free[name], name, score) for score, name in scores if score)
                found.use(found.whole(label.square) if label.value is None else Piece(label.square, 0, label.value.end))
                found.seen.add(path)
                found.guessed[path] = text

    def _unknown(self, apart: Sequence[int]) -> Iterator[tuple[LabelAt, str]]:
        """What may be a label of which nothing is known: a cell of a table, or a text before a colon."""
        for index in apart:
            text = self._squares[index].text
            if not self._found.is_free(self._found.whole(index)):
                continue
            inline = _INLINE.fullmatch(text.strip())
            if inline and text.strip() == text:
                yield LabelAt("", index, Piece(index, *inline.span(2))), inline[1]
            elif self._squares[index].table and not any(map(str.isdigit, text)):
                yield LabelAt("", index), text.replace("\n", "")
