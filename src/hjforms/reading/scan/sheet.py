"""A page of ours that was scanned (扫描页): what stands in each slot of its layout, and how certain that is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from hjforms.errors import NotationError
from hjforms.notations.choice import EMPTY, MARKED
from hjforms.reading.file import clock
from hjforms.reading.page.doubt import Box, Doubt
from hjforms.reading.page.texts import FormLike, Source
from hjforms.reading.page.titles import squeezed
from hjforms.reading.scan.alphabets import ALIKE, alphabet_of
from hjforms.reading.scan.cells import MIDDLE, Cell, Other, Page
from hjforms.reading.scan.hands import Look, Shape, is_hanzi, looks, resembling, shapes
from hjforms.reading.scan.inks import balanced, without_colours
from hjforms.reading.scan.recognition import Line, recognised
from hjforms.reading.scan.registration import Registered
from hjforms.reading.scan.templates import Picture, is_box
from hjforms.records.base import Leaf, leaf_at
from hjforms.template.layout import LATER, Slot
from hjforms.wording import Sentence

EMPTY_TO, MARKED_FROM = 0.06, 0.35  # of the ink of a tick: measured at most 0.02 and at least 0.49

FAINT = Doubt("error", Sentence("格内有很淡的墨迹，看不清有没有字，请人工核对。"))
RED = Doubt("warning", Sentence("空格里有红色的笔迹或印章，没有当作内容读入，请看清纸面。"), "scan.red")
NOTHING = Doubt("error", Sentence("格内有墨迹，认不出字，请看清纸面后补填。"), "scan.unclear")
OTHERWISE = Doubt(
    "error", Sentence("不是本表印出来的写法（可能漏认小数点或别的字），没有读入，请看清纸面后补填。"), "scan.unclear"
)
BLACK = Doubt(
    "error",
    Sentence("格内的字不像印出来的，像是手写或另盖的，没有读入，请看清纸面，人工录入。"),
    "scan.handwriting",
)
ODD = Doubt("warning", Sentence("格内的字与印出来的略有不同，也可能是手写，请与纸面核对。"), "scan.handwriting")
COLOURED = Doubt(
    "error", Sentence("格内有蓝色的或压在字上的笔迹、印迹，没有读入，请看清纸面，人工录入。"), "scan.handwriting"
)
BESIDE = Doubt("warning", Sentence("格内另有勾、印章等的痕迹，没有当作内容读入，请与纸面核对。"), "scan.mark")
OTHERS = {
    Other.PEN: COLOURED,
    Other.SEAL: BESIDE,
    Other.MARK: BESIDE,
    Other.RED: BESIDE,
}
"""What is said of a text for what else stands in its cell: a seal may cover a letter as well."""
BOX_UNCLEAR = Doubt("error", Sentence("方框里有墨迹，是否打勾看不清，请人工核对。"))


MOST_RIVALS = 6
CROSSED = 0.4  # certainty of what a stroke goes through, or was amended: only a rule of the form can confirm it
UNUSUAL = 0.9  # certainty of what may be print of another face
LONGEST_STROKE = 2
LONGEST_NAME = 4  # letters: a text that may be the name of a person


@dataclass(frozen=True)
class Ground:
    """Where a picture lies on the page ``number`` of its file: points for each dot, and its upper left corner."""

    number: int
    points: float
    left: float
    top: float

    def box(self, dots: Box) -> Box:
        """A box of the picture (left, upper, right and lower dots) on the page, in points."""
        left, upper, right, lower = dots
        across, down = (self.left + left * self.points, self.left + right * self.points), (upper, lower)
        upper, lower = (self.top - at * self.points for at in down)
        return across[0], lower, across[1], upper


@dataclass(frozen=True)
class Sheet:
    """A picture on which a template lies, and where that picture lies in its file."""

    picture: Picture
    registered: Registered
    ground: Ground

    def sources(self) -> list[Source | None]:
        """What each slot says, in the order of the layout."""
        return list(self._sources())

    def _sources(self) -> Iterator[Source | None]:
        template = self.registered.template
        form, slots = template.form, template.layout.slots
        colours = self.registered.upright(self.picture, MIDDLE)
        grey = self.registered.upright(without_colours(balanced(self.picture, colours)))
        page = Page(template, grey, balanced(colours, colours))
        written = [None if is_box(form, slot) else self._written(form, page, slot) for slot in slots]
        found = looks([text.shapes if text else () for text in written])
        for slot, text, look in zip(slots, written, found, strict=True):
            yield self._text(form, slot, text, look) if text else self._mark(page, slot)

    def _mark(self, page: Page, slot: Slot) -> Source:
        tick, is_written = page.mark(slot.box, slot.size)
        is_marked = tick >= MARKED_FROM
        is_clear = not is_written and (is_marked or tick <= EMPTY_TO)
        certainty = 1.0 if is_clear else 0.5
        return self._source(MARKED if is_marked else EMPTY, slot, certainty, None if is_clear else BOX_UNCLEAR)

    def _source(
        self, text: str, slot: Slot, certainty: float, doubt: Doubt | None, rivals: tuple[str, ...] = ()
    ) -> Source:
        box = self.ground.box(self.registered.place(slot.box))
        return Source(text, self.ground.number, box, "ocr", round(certainty, 4), doubt, rivals=rivals)

    def _written(self, form: FormLike, page: Page, slot: Slot) -> _Written:
        clock.tick()
        cell = page.cell(slot.box, slot.size)
        leaf, part = leaf_at(form.record_type, slot.path)
        is_later = slot.once and squeezed(_joined([recognised(line) for line in cell.lines]).text) == LATER
        return _Written(cell, slot.size, alphabet_of(leaf.kind, part) if leaf and not is_later else "")

    def _text(self, form: FormLike, slot: Slot, text: _Written, look: Look) -> Source | None:
        cell, line = text.cell, text.line
        if not cell.lines:
            doubt = RED if cell.other in {Other.SEAL, Other.RED} else OTHERS.get(cell.other)
            doubt = doubt or (FAINT if cell.faint else None)
            return self._source("", slot, 0.0, doubt) if doubt else None
        if slot.once and squeezed(line.text) == LATER:
            return self._source(LATER, slot, 1.0, None)
        leaf, part = leaf_at(form.record_type, slot.path)
        by_hand = COLOURED if cell.other is Other.PEN else BLACK if look is Look.WRITTEN else None
        doubt = by_hand or _doubt(leaf, part, line) or (ODD if look is Look.UNUSUAL else OTHERS.get(cell.other))
        most = CROSSED if cell.crossed or look is Look.AMENDED else UNUSUAL if look is Look.UNUSUAL else 1.0
        return self._source(line.text.strip(), slot, min(line.certainty, most), doubt, _rivals(line))


@dataclass(frozen=True)
class _Written:
    """What is written in a slot whose text is at most ``size`` points high, and which letters it may have."""

    cell: Cell
    size: float
    alphabet: str

    @cached_property
    def lines(self) -> list[Line]:
        """Its lines, recognised."""
        lines = [recognised(line, self.alphabet) for line in self.cell.lines]
        if self.alphabet:
            return lines
        pairs = zip(self.cell.lines, lines, strict=True)
        return [resembling(picture, line, self.size) for picture, line in pairs]

    @cached_property
    def line(self) -> Line:
        """Them as one."""
        return _joined(self.lines)

    @cached_property
    def shapes(self) -> list[Shape]:
        """What its letters look like."""
        pairs = zip(self.cell.lines, self.lines, strict=True)
        return [shape for picture, line in pairs for shape in shapes(picture, line, self.size)]


def _joined(lines: Sequence[Line]) -> Line:
    """Lines of a cell as one."""
    letters = tuple(letter for line in lines for letter in line.letters)
    return Line(letters, max([line.strange for line in lines], default=0.0))


def _doubt(leaf: Leaf | None, part: str, line: Line) -> Doubt | None:
    text = line.text.strip()
    if not text or (len(text) <= LONGEST_STROKE and not any(map(_is_word, text))):
        return NOTHING
    return OTHERWISE if leaf is not None and not part and not _is_as_printed(leaf, text) else None


def _is_word(letter: str) -> bool:
    """True for a hanzi and a figure: what is none, and stands alone, is a stroke."""
    return letter.isdecimal() or is_hanzi(letter)


def _is_as_printed(leaf: Leaf, text: str) -> bool:
    """False for what the form would have printed otherwise: 350000 where an amount is 3500.00.

    What its notation refuses is told by that.
    """
    try:
        value = leaf.kind.read(text)
        return value is None or leaf.kind.name == "text" or squeezed(leaf.kind.write(value)) == squeezed(text)
    except NotationError:
        return True


def _rivals(line: Line) -> tuple[str, ...]:
    """What the line may say as well: with one letter as its likeliest rival, the least certain letters first."""
    letters = [letter.text for letter in line.letters]
    order = sorted(range(len(letters)), key=lambda place: line.letters[place].certainty)
    found = (
        "".join([*letters[:place], rival, *letters[place + 1 :]])
        for place in order
        for rival in line.letters[place].rivals
    )
    alike = (
        "".join([*letters[:place], other, *letters[place + 1 :]])
        for place in range(len(letters) if len(letters) <= LONGEST_NAME else 0)
        for other in ALIKE.get(letters[place], ())
    )
    return tuple(dict.fromkeys([*found, *alike]))[:MOST_RIVALS]
