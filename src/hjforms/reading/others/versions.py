"""Other versions of the same paper in PDF (别处版式): read by labels and ruled lines instead of by our rectangles.

Offices order and name the fields of a form as they like. Pages become squares (``geometry``); ``neighbours`` finds what
stands beside which label. What is read so is less certain; what is not seen clearly (``sight``), and what is left
over and may be a value that nobody asked for, is said.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from hjforms.findings import Finding
from hjforms.paths import EVERY_ROW, RecordPath
from hjforms.reading.others.coded import Coded, Entered, without_labels
from hjforms.reading.others.fitness import doubtful, guesses, is_list, miscounted, placeless
from hjforms.reading.others.found import Found, Value
from hjforms.reading.others.geometry import FIRST, Seen, Sheets, with_page
from hjforms.reading.others.left_over import LeftOver, beside_titles
from hjforms.reading.others.neighbours import read_labels
from hjforms.reading.others.sight import Sight
from hjforms.reading.others.told_rows import unread
from hjforms.reading.others.vocabulary import vocabulary
from hjforms.reading.others.written import box_of
from hjforms.reading.page.characters import turned
from hjforms.reading.page.eye import NO_LOOK, Look
from hjforms.reading.page.grid import Grid
from hjforms.reading.page.strokes import struck
from hjforms.reading.page.texts import FormLike, PageTexts, Source, page_of
from hjforms.records.base import Leaf, leaves
from hjforms.template.layout import PAGE
from hjforms.wording import Sentence

LEAST_LABELS = 2


@dataclass(frozen=True)
class Version:
    """A form as another office prints it, on one page or more, seen upright after ``turn`` quarter turns."""

    form: FormLike
    pages: tuple[tuple[Grid, int], ...]  # the ruled lines of each page, and its number
    turn: int
    looks: Mapping[int, Look] = field(default_factory=dict)  # what the eye has against each page, by its number
    entered: Mapping[int, Entered] = field(default_factory=dict)  # the form fields of each page, by its number
    equals: tuple[FormLike, ...] = ()  # the forms that the paper may be as well
    above: Sheets = FIRST  # the squares of the pages before the last

    @cached_property
    def is_one(self) -> bool:
        """False where hardly any label of the form is on the pages; a list of people is none."""
        return len(self.found.seen) >= LEAST_LABELS and not is_list(self.form, [seen.square for seen in self._seen])

    def longer(self, grid: Grid, number: int, look: Look, entered: Entered) -> Version:
        """The paper with one more page."""
        return replace(
            self,
            pages=(*self.pages, (grid, number)),
            looks={**self.looks, number: look},
            entered={**self.entered, number: entered},
            above=self._sheets,
        )

    def texts(self) -> PageTexts:
        """What is read."""
        known, found, words = leaves(self.form.record_type), self.found, vocabulary(self.form)
        entered, told = self._coded
        fields = {path: self._source(known.get(path), value) for path, value in found.fields.items()} | entered
        if PAGE in fields and page_of(fields[PAGE].text)[1] == len(self.pages):
            del fields[PAGE]
        row_of = RecordPath(words.table) / EVERY_ROW
        rows = [{path: self._source(known[row_of / path], value) for path, value in row.items()} for row in found.rows]
        first = self.pages[0][1]
        message = Sentence("第{page}页的版面与模板不同，按栏目名称和表格线读取，请核对。", page=first)
        findings = (
            Finding("warning", "", "read.version", message),
            *doubtful(self.form, self.equals),
            *guesses(self.form, self.found),
            *miscounted(self.form, self.found),
            *placeless(self.form, self.found),
            *unread(self.found),
            *told,
            *self._marked(),
            *(told for grid, number in self.pages for told in beside_titles(grid.texts, self.form.title, number)),
            *LeftOver(self.found, self._seen, words.prints, self._marks, words.words).told(),
            *self._inked(),
        )
        return PageTexts(fields, rows, first, findings)

    @cached_property
    def found(self) -> Found:
        """What the labels of the pages tell, and the codes of form fields that they show."""
        return self._told[0]

    @property
    def _coded(self) -> tuple[dict[RecordPath, Source], list[Finding]]:
        """What the codes of form fields tell that the pages do not show."""
        return self._told[1]

    @cached_property
    def _told(self) -> tuple[Found, tuple[dict[RecordPath, Source], list[Finding]]]:
        words = vocabulary(self.form)
        found = read_labels(self.form, without_labels(self._seen, self.entered, self.turn, words))
        return found, Coded(found, self._seen, self.entered, self.form.record_type, self.turn).read()

    @property
    def _seen(self) -> Sequence[Seen]:
        """The squares of the pages."""
        return self._sheets.seen

    @cached_property
    def _sheets(self) -> Sheets:
        return with_page(self.above, *self.pages[-1], vocabulary(self.form), leaves(self.form.record_type))

    @cached_property
    def _sight(self) -> Sight:
        return Sight(self.found, self._seen)

    def _source(self, leaf: Leaf | None, value: Value) -> Source:
        """A value as it stands on the page; what is not to be seen clearly is in doubt."""
        page, chars = self._seen[value.square].page, self._sight.chars_of(value)
        look = self.looks.get(page, NO_LOOK)
        line = struck(look.strokes, chars, value.text)
        doubt = self._sight.doubt(leaf, value)
        box = turned(box_of(chars), self.turn)
        against = doubt or line or look.doubt(chars)
        return Source(value.text, page, box, "grid", value.confidence, against, (), *value.claimed)

    def _inked(self) -> Iterator[Finding]:
        """What is drawn in cells that have no value: it may be one."""
        values = [*self.found.fields.values(), *(value for row in self.found.rows for value in row.values())]
        read = {id(char) for value in values for char in self._sight.chars_of(value)}
        for number, look in self.looks.items():
            if places := [chars for chars in look.inked if not any(id(char) in read for char in chars)]:
                message = Sentence(
                    "第{page}页有{count}处不是文字的墨迹（图片、线条或涂盖），没有读入，请人工查看。",
                    page=number,
                    count=len(places),
                )
                yield Finding("error", "", "read.unknown", message)

    @cached_property
    def _marks(self) -> frozenset[str]:
        """The marks of notes on the pages."""
        return frozenset("".join(grid.marks for grid, _ in self.pages))

    def _marked(self) -> Iterator[Finding]:
        """That there are marks of notes which were not read."""
        for grid, number in self.pages:
            if grid.marks:
                message = Sentence("第{page}页的内容上有注号，没有当作内容读入，请核对注中所说。", page=number)
                yield Finding("warning", "", "read.note", message, None, grid.marks)
