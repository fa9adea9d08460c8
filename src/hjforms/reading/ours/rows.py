"""The rows of our templates in Word (模板的行): what each prints, and which of its cells hold a value."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise, takewhile

from hjforms.paths import RecordPath
from hjforms.reading.page.labels import UNITS, canonical
from hjforms.reading.page.texts import FormLike
from hjforms.reading.page.titles import squeezed
from hjforms.reading.page.word.cells import rows_of
from hjforms.template.store import Compiled, held
from hjforms.template.word import DOCUMENT

ALIKE = 0.9  # the confidence of a row that prints other words for the same

Edges = tuple[int, int]
"""The left and the right edge of a cell."""


@dataclass(frozen=True)
class Pattern:
    """A row of the template: its labels, and the paths of the cells that are filled in."""

    labels: tuple[str | None, ...]  # None where a value stands alone; before a value, what its cell prints
    paths: tuple[str, ...]  # "" where a label stands
    repeated: bool
    edges: tuple[Edges, ...] = ()  # between which its cells stand

    @property
    def is_empty(self) -> bool:
        """True for a row that neither prints nor holds anything."""
        return not any(self.labels) and not any(self.paths)

    @property
    def is_columnar(self) -> bool:
        """True for a row of which nothing but the columns tells what its values are: a row of the table, its sums."""
        return self.repeated or any(map(all, pairwise(self.paths)))

    @property
    def is_head(self) -> bool:
        """True for a row that only prints; the line that numbers the columns may be missing."""
        return not any(self.paths) and not all(label is None or label.isdecimal() for label in self.labels if label)

    def under(self, sums: Pattern) -> list[str]:
        """The paths of a row of the table that stand over the label of the row of its sums; none of another row."""
        if not sums.is_columnar or not self.repeated:
            return []
        labels = [edges for edges, label in zip(sums.edges, sums.labels, strict=True) if label]
        cells = zip(self.edges, self.paths, strict=True)
        return [path for (left, right), path in cells if path and any(x0 <= left and right <= x1 for x0, x1 in labels)]

    def matches(self, texts: tuple[str, ...]) -> bool:
        """True where a row prints the same labels in the same cells, in whatever words."""
        if len(texts) != len(self.labels):
            return False
        cells = zip(self.labels, self.paths, texts, strict=True)
        return all(not label or (text.startswith(label) if path else _same(label, text)) for label, path, text in cells)

    def confidence(self, texts: tuple[str, ...]) -> float:
        """1 where the labels are those of the template to the letter."""
        cells = zip(self.labels, self.paths, texts, strict=True)
        same = all(not label or path or label == text for label, path, text in cells)
        return 1.0 if same else ALIKE


def heads_over(rows: Sequence[Pattern], index: int) -> list[int]:
    """The rows that only print right over one that is known by its columns, and over those of its kind."""
    above = takewhile(lambda over: rows[over].is_columnar or not any(rows[over].paths), range(index - 1, -1, -1))
    return [over for over in above if rows[over].is_head]


def are_aligned(ours: Sequence[Sequence[Edges]], theirs: Sequence[Sequence[Edges]]) -> bool:
    """True for rows whose cells share their edges as those of other rows do, however wide they are."""
    return _ranks(ours) == _ranks(theirs)


def _ranks(rows: Sequence[Sequence[Edges]]) -> list[list[Edges]]:
    """The edges of rows, counted from the left."""
    places = {edge: count for count, edge in enumerate(sorted({edge for row in rows for cell in row for edge in cell}))}
    return [[(places[left], places[right]) for left, right in row] for row in rows]


def _same(label: str, text: str) -> bool:
    return label == text or (bool(canonical(label)) and canonical(label) == canonical(text))


def is_ruling(text: str) -> bool:
    """True for what a row prints beside its values: its number, or the dash of a span."""
    return text.isdecimal() or squeezed(text) in UNITS


@cache
def patterns(template: Compiled) -> tuple[Pattern, ...]:
    """The rows of a template that print or hold something; the repeated row once."""
    found: list[Pattern] = []
    for row in rows_of({DOCUMENT: template.document.encode()}):
        texts = [text.strip() for text in row.texts]
        tokens = [held(text) for text in texts]
        paths = tuple(RecordPath(token[1] if token else "") for token in tokens)
        repeated = any(path.table for path in paths)
        if repeated:  # the number of a row is printed, and the dash of a span, but no label
            texts = ["" if is_ruling(text) else text for text in texts]
            paths = tuple(path.column for path in paths)
        labels = tuple(
            squeezed(text) if token is None else squeezed(token[0]) or None
            for text, token in zip(texts, tokens, strict=True)
        )
        pattern = Pattern(labels, paths, repeated, row.edges)
        if not pattern.is_empty and not (repeated and found and found[-1].repeated):
            found.append(pattern)
    return tuple(found)


def prints_all(form: FormLike, rows: Sequence[tuple[str, ...]]) -> bool:
    """True where every row that the template of a form prints is among these."""
    return all(any(map(pattern.matches, rows)) for pattern in patterns(form.compiled) if any(pattern.labels))
