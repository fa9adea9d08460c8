"""Reading by position (按位置归格): what stands in the slots of a template that lies on a page.

A character belongs to the slot in which its middle lies, a form field to the one in which its middle lies. Where
both say something they have to agree. What is on the page and in no slot is told, not dropped.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from itertools import starmap

from hjforms.errors import NotationError
from hjforms.notations.choice import EMPTY
from hjforms.reading.file import clock
from hjforms.reading.ours import canonical
from hjforms.reading.ours.alignment import Laid
from hjforms.reading.page.characters import (
    UNKNOWN,
    Char,
    is_stacked,
    is_unclear,
    joined,
    lines,
    next_lines,
    stretches,
    upright,
)
from hjforms.reading.page.doubt import SPACES_UNCLEAR, UNREADABLE, Box, Doubt
from hjforms.reading.page.eye import INKED
from hjforms.reading.page.fields import COMPUTED, NOT_SHOWN, Widget, contradiction
from hjforms.reading.page.paper import Paper
from hjforms.reading.page.signs import with_signs
from hjforms.reading.page.strokes import Stroke, drawn_over, struck
from hjforms.reading.page.texts import FormLike, Method, PageTexts, Source, page_of
from hjforms.reading.page.titles import squeezed
from hjforms.records.base import Leaf, leaf_at
from hjforms.template.layout import PAGE, Layout, Slot
from hjforms.wording import Sentence

LARGEST = 1.6  # of the size of a slot: what is larger is a watermark
LONG = 200  # characters in a slot
CLIP_RIM = 1.5  # points by which the clip of a text may stand over the edge of its slot
RIM = 2.0  # points: so near to the edge of its slot a stroke may be a rule
BESIDE = 20.0  # points from a slot to a text that may be its value
LOWEST = 4.0  # points: of a figure that was written
CLOSE = 0.2  # of the size: characters so close belong to one word

OVERFLOW = Doubt("error", Sentence("文字超出了格子，分不清属于哪一栏，请人工核对。"))
TORN = Doubt("error", Sentence("生僻字的编码被转换文件的程序损坏，看到的字与读出的字不同，请人工核对。"))
STACKED = Doubt("error", Sentence("格内上下有几行数字，不知是一个数还是几个，请人工核对。"))
UNCLEAR = Doubt("error", Sentence("方框里有墨迹，是否打勾看不清，请人工核对。"))
CUT = Doubt("warning", Sentence("格子里显示不全；按文件中的文字读取，请核对。"))
HIDDEN = Doubt("error", Sentence("格子里有文字没有显示出来，请人工核对。"))
HIDDEN_TOO = Doubt("warning", Sentence("格子里另有看不见的文字，没有读入，请核对。"))
STRAY = Doubt("error", Sentence("这一栏是空的，近旁另有不在任何栏目里的文字，不知是不是它的内容，请人工核对。"))
NOT_ENTERED = Doubt("error", Sentence("纸面上显示有字，表单域里却是空的，请人工核对。"))
ODD_ZERO = "\u3000"  # a last 0 without a second byte is a space then, which has no ink
LOST = frozenset("?\ufffd")  # what programs show for a character that they lost
MOST_COMPARED = 4_000_000  # pairs of characters; no field of a paper has so many
_NO_VALUE = re.compile("[:：]|章$")  # of what is printed beside values: a label, a seal
GARBLED = Doubt("warning", Sentence("纸面显示不全或是乱码；按表单域读取，请核对。"))


def read_at(form: FormLike, laid: Laid, paper: Paper) -> tuple[PageTexts, set[int]]:
    """The texts of a form that lies on a page, and the numbers of the characters that belong to it."""
    return _Positions(form, laid, paper).read()


class _Positions:
    def __init__(self, form: FormLike, laid: Laid, paper: Paper) -> None:
        self._form = form
        self._layout: Layout = form.compiled.layout
        self._placement = laid.placement
        self._labels = laid.labels
        self._paper = paper
        self._locator = canonical.locator_of(form.compiled)
        self._chars: list[list[Char]] = [[] for _ in self._layout.slots]
        self._cut: list[list[Char]] = [[] for _ in self._layout.slots]
        self._hidden: list[list[Char]] = [[] for _ in self._layout.slots]
        self._drawn: list[list[Char]] = [[] for _ in self._layout.slots]
        self._there: dict[int, Char] = {}  # the characters on the page, by the ``id`` of what they are on the template
        self._drawn_cut: set[int] = set()
        self._widgets: list[list[Widget]] = [[] for _ in self._layout.slots]
        self._doubts: dict[int, Doubt] = {}
        self._strokes = drawn_over(paper.strokes, form.compiled, laid.placement)

    def read(self) -> tuple[PageTexts, set[int]]:
        taken = set(self._labels)
        places: list[int] = []
        for number, char in enumerate(self._paper.chars):
            place = -1 if number in self._labels else self._place(char)
            places.append(place)
            if place >= 0:
                taken.add(number)
                self._chars[place].append(self._back(char))
        self._doubt_overflow(places)
        self._doubt_wrapped(places)
        for widget in self._paper.widgets:
            self._put(widget)
        self._gather(self._paper.cut, self._place_of_clip, self._cut)
        self._gather(self._paper.hidden, self._place, self._hidden)
        for char in self._paper.fielded:
            if char.clip is not None:
                self._drawn_cut.add(self._place_of_clip(char))
            elif (place := self._place(char)) >= 0:
                self._drawn[place].append(self._back(char))
        stray = [char for number, char in enumerate(self._paper.chars) if number not in taken]
        page = canonical.by_path(self._layout, self._with_stray(self._sources(), stray), self._paper.number)
        return page, taken

    def _with_stray(self, sources: list[Source | None], stray: Sequence[Char]) -> list[Source | None]:
        """What each slot says; a blank one beside which a text stands that nobody asked for may be its place."""
        level = [self._back(char) for char in stray if char.turn == self._placement.turn]
        texts = [part for line in lines(level) for part in stretches(line)] if level else []
        said = list(zip(self._layout.slots, sources, strict=True))
        rows = {None, *(slot.path.row for slot, source in said if source)}
        blank = [
            number
            for number, (slot, source) in enumerate(said)
            if source is None and slot.path != PAGE and slot.path.row in rows and not _is_box(self._form, slot)
        ]
        for part in texts:
            clock.tick()
            number = next((number for number in blank if self._may_hold(self._layout.slots[number], part)), None)
            if number is not None:
                box = self._placement.box(self._layout.slots[number].box)
                sources[number] = Source("", self._paper.number, box, "chars", doubt=STRAY)
        return sources

    def _may_hold(self, slot: Slot, part: Sequence[Char]) -> bool:
        """True for a slot right beside a text that may be its value."""
        x, y = (part[0].left + part[-1].left + part[-1].width) / 2, part[0].y
        x0, y0, x1, y1 = slot.box
        if max(x0 - x, x - x1, 0.0) + max(y0 - y, y - y1, 0.0) > BESIDE or part[0].size > slot.size * LARGEST:
            return False
        text, (leaf, _) = joined(part).strip(), leaf_at(self._form.record_type, slot.path)
        return leaf is not None and not _NO_VALUE.search(text) and _is_readable(leaf, text)

    def _back(self, char: Char) -> Char:
        """A character where it stands on the template."""
        back = self._placement.back(char)
        self._there[id(back)] = char
        return back

    def _gather(self, chars: Sequence[Char], place_of: Callable[[Char], int], found: list[list[Char]]) -> None:
        """Put characters to the slots in which they stand."""
        for char in chars:
            if (place := place_of(char)) >= 0:
                found[place].append(self._back(char))

    def _sources(self) -> list[Source | None]:
        """What each slot says; totals of a page that others follow are on the last one, even where fields repeat."""
        found = [self._source(index, slot) for index, slot in enumerate(self._layout.slots)]
        labels = [source for slot, source in zip(self._layout.slots, found, strict=True) if slot.path == PAGE]
        number, count = page_of(labels[0].text if labels and labels[0] else "")
        if number == count:
            return found
        return [
            None if slot.once and not self._chars[index] else source
            for index, (slot, source) in enumerate(zip(self._layout.slots, found, strict=True))
        ]

    def _place(self, char: Char) -> int:
        """The slot of a character, -1 for one that belongs to none: a watermark, or text beside the slots."""
        if char.turn != self._placement.turn:
            return -1
        back = self._placement.point_back(char.x, char.y)
        place = self._locator.at(*back)
        if place >= 0 and char.size / self._placement.scale_x > self._layout.slots[place].size * LARGEST:
            return -1
        return place

    def _place_of_clip(self, char: Char) -> int:
        """The slot in which everything that may be seen of a text lies, -1 where that is none."""
        if char.clip is None or char.turn != self._placement.turn:
            return -1
        x0, y0 = self._placement.point_back(*char.clip[:2])
        x1, y1 = self._placement.point_back(*char.clip[2:])
        rim_x, rim_y = (min(CLIP_RIM, max(0, side / 2)) for side in (x1 - x0, y1 - y0))
        corners = [(x, y) for x in (x0 + rim_x, x1 - rim_x) for y in (y0 + rim_y, y1 - rim_y)]
        places = {self._locator.at(*corner) for corner in corners}
        return places.pop() if len(places) == 1 else -1

    def _doubt_overflow(self, places: Sequence[int]) -> None:
        """Words that begin in one slot and end in another, or outside, are not read into either."""
        chars = self._paper.chars
        for number, (place, after) in enumerate(zip(places, places[1:], strict=False)):
            one, two = chars[number], chars[number + 1]
            if place == after or number in self._labels or number + 1 in self._labels or one.turn != two.turn:
                continue
            gap = two.left - one.left - one.width
            if abs(one.base - two.base) < one.size * CLOSE and abs(gap) < one.size * CLOSE and not two.space:
                self._doubts.update({index: OVERFLOW for index in (place, after) if index >= 0})

    def _doubt_wrapped(self, places: Sequence[int]) -> None:
        """Texts in fonts of others that wrap over the edge of their slot are not read."""
        chars = self._paper.chars
        texts: dict[int, list[Char]] = {}
        for char, place in zip(chars, places, strict=True):
            if place >= 0 and not char.ours:
                texts.setdefault(place, []).append(char)
        for place, text in texts.items():
            is_next = next_lines(text)
            for number, char in enumerate(chars):
                if len(text) > LONG:
                    clock.tick()
                if places[number] != place and number not in self._labels and is_next(char):
                    self._doubts.update({index: OVERFLOW for index in (place, places[number]) if index >= 0})

    def _put(self, widget: Widget) -> None:
        x0, y0, x1, y1 = widget.box
        middle = upright((x0 + x1) / 2, (y0 + y1) / 2, self._placement.turn)
        place = self._locator.at(*self._placement.point_back(*middle))
        if place >= 0:
            self._widgets[place].append(widget)

    def _source(self, index: int, slot: Slot) -> Source | None:
        """What a slot says."""
        if _is_box(self._form, slot):
            text, method, doubt = self._mark(index, slot)
        else:
            text, method, doubt = self._text(index)
        doubt = self._doubts.get(index, doubt)
        line = None if _is_box(self._form, slot) else struck(self._strokes, self._seen(index), text)
        if doubt is None and line is None:
            doubt = self._sight(index, slot)
        elif doubt is NOT_SHOWN and not self._paper.eye.has_other_ink(self._placement.box(slot.box)):
            doubt = HIDDEN  # viewers do not draw it either
        if not text and doubt is None:
            return None
        notes = tuple(filter(None, (line, HIDDEN_TOO if self._seen(index) and self._hidden[index] else None)))
        return Source(text, self._paper.number, self._placement.box(slot.box), method, doubt=doubt, notes=notes)

    def _seen(self, index: int) -> list[Char]:
        """The characters of a slot, those of its field among them."""
        return self._drawn[index] or self._chars[index]

    def _signs(self, index: int) -> list[Char]:
        """The characters of a box, as the sign that they are with what is drawn in it."""
        chars = [self._there[id(char)] for char in self._chars[index]]
        return with_signs(chars, self._paper.strokes, self._paper.picture)

    def _sight(self, index: int, slot: Slot) -> Doubt | None:
        """What the eye has against a slot; what viewers draw themselves it does not see."""
        chars = self._seen(index)
        is_drawn = self._paper.redrawn and self._widgets[index]
        is_box = _is_box(self._form, slot)
        if is_drawn or (is_box and joined(chars) != joined(self._signs(index))) or (is_box and not chars):
            return None  # what is drawn in a box is its mark
        if not chars and any(
            map(self._is_of_no_seal, (one for one in self._strokes if _may_be_written(one, slot.box)))
        ):
            return INKED
        return self._paper.eye.doubt(self._placement.box(slot.box), [self._there[id(char)] for char in chars])

    def _is_of_no_seal(self, stroke: Stroke) -> bool:
        """False for a stroke of a seal."""
        x0, y0, x1, y1 = self._placement.box(stroke.box)
        x, y = (x0 + x1) / 2, (y0 + y1) / 2
        return not any(left < x < right and low < y < high for left, low, right, high in self._rings)

    @cached_property
    def _rings(self) -> list[Box]:
        """The rings of seals on the page."""
        return [seal.ring for seal in self._paper.seals()]

    def _text(self, index: int) -> tuple[str, Method, Doubt | None]:
        seen, cut = self._chars[index], self._cut[index]
        printed = joined([*seen, *cut] if seen else []).strip()
        entered = list(dict.fromkeys(filter(None, _values(self._widgets[index]))))
        shown = joined(self._drawn[index]).strip()
        if not (entered or seen) and (cut or self._hidden[index]):
            return joined(cut or self._hidden[index]).strip(), "chars", HIDDEN
        if not entered:
            stale = bool(shown) and not printed and not self._paper.redrawn
            return printed or shown * stale, "chars", NOT_ENTERED if stale else self._doubt_of_text(index)
        value = entered[0]
        if len(entered) > 1 or printed:
            same = {squeezed(text) for text in (*entered, printed) if text}
            return value, "field", None if len(same) == 1 else contradiction(*entered, printed)
        return value, "field", self._doubt_of_field(index, value, shown)

    def _doubt_of_field(self, index: int, value: str, shown: str) -> Doubt | None:
        """What the page has against the value of a field: that it shows another, or not all of it."""
        if any(widget.is_computed for widget in self._widgets[index]):
            return COMPUTED
        if (self._paper.redrawn and not _is_text(shown)) or squeezed(value) == squeezed(shown):
            return None
        if not shown:
            return NOT_SHOWN
        if _is_garbled(shown, value) or self._is_cut(index, shown, value) or self._is_covered(shown, value):
            return None if self._paper.redrawn else GARBLED
        return contradiction(value, shown)

    def _doubt_of_text(self, index: int) -> Doubt | None:
        """A doubt where a character cannot be read or seen, or spaces matter and cannot be told from gaps."""
        seen, cut = self._chars[index], self._cut[index]
        chars = [*seen, *cut]
        if any(char.torn for char in chars):
            return TORN
        if any(char.text == UNKNOWN for char in chars):
            return UNREADABLE
        slot = self._layout.slots[index]
        if is_stacked(chars, slot.box[2] - slot.box[0]):
            return STACKED
        leaf, _ = leaf_at(self._form.record_type, slot.path)
        matters = leaf is not None and leaf.kind.name == "text"
        if matters and is_unclear(chars):
            return SPACES_UNCLEAR
        return CUT if cut else None

    def _is_cut(self, index: int, shown: str, value: str) -> bool:
        """True where a field shows as much of its value as has room in it."""
        x0, _, x1, _ = self._layout.slots[index].box
        size = min(char.size for char in self._drawn[index])
        width = sum(size / 2 if char.isascii() else size for char in value)
        return any(starmap(_is_part, _ways(shown, value))) and (index in self._drawn_cut or width > x1 - x0)

    def _is_covered(self, shown: str, value: str) -> bool:
        """True where the whole value is shown, and around it what other fields are too narrow for."""
        before, found, after = squeezed(shown).partition(squeezed(value))
        others = [squeezed(widget.value) for widgets in self._widgets for widget in widgets]
        return bool(found) and all(any(piece in other for other in others) for piece in (before, after) if piece)

    def _mark(self, index: int, slot: Slot) -> tuple[str, Method, Doubt | None]:
        shown = joined(self._signs(index)).strip()
        entered = [widget for widget in self._widgets[index] if widget.shown is not None]
        if entered:
            value, seen = entered[0].value, entered[0].shown
            if seen == value:
                return value, "field", None
            return value, "field", NOT_SHOWN if not seen else contradiction(value, seen or EMPTY)
        if shown:
            return shown, "chars", UNCLEAR if UNKNOWN in shown else None
        mark = self._paper.picture.mark(self._placement.box(slot.box))
        return mark or "", "chars", UNCLEAR if mark is None else None


def _is_readable(leaf: Leaf, text: str) -> bool:
    """True for a text that is a value of a field."""
    try:
        return leaf.kind.read(text) is not None
    except NotationError:
        return False


def _may_be_written(stroke: Stroke, slot: Box) -> bool:
    """True for a stroke within a slot that may be a figure: one that bends, or stands upright as a 1 does.

    A line that lies or slopes says that there is nothing.
    """
    x0, y0, x1, y1 = stroke.box
    inside = slot[0] + RIM < x0 and x1 < slot[2] - RIM and slot[1] - RIM < y0 and y1 < slot[3] + RIM
    is_upright = x1 - x0 <= (y1 - y0) / 2
    return inside and y1 - y0 >= LOWEST and (is_upright or not stroke.straight)


def _values(widgets: Sequence[Widget]) -> Iterator[str]:
    """What the fields of a slot hold; lines that were typed one below the other are one value."""
    yield from (widget.value.strip() for widget in widgets if not widget.is_typed)
    typed = sorted((widget for widget in widgets if widget.is_typed), key=lambda one: (-round(one.box[1]), one.box[0]))
    yield "".join(widget.value for widget in typed).strip()


def _bytewise(shown: str) -> str:
    """What a field shows whose font takes two bytes for a character, where one was meant."""
    return shown.encode("utf-16-be", "replace").decode("latin-1").rstrip("\0")


def _is_text(shown: str) -> bool:
    """False for nothing, unknown characters, and what stands for letters of one byte each: nobody reads them."""
    return bool(shown.strip(UNKNOWN)) and (shown.isascii() or not _bytewise(squeezed(shown)).isascii())


def _is_garbled(shown: str, value: str) -> bool:
    """True where the page shows the value as far as the font of a field can: the rest as ?, or not at all.

    A field whose font takes two bytes for a character shows others for two of one byte each. What nobody types
    (private characters) is no value.
    """
    if any(unicodedata.category(char) in {"Co", "Cn", "Cc"} for char in shown):
        return True
    texts = (shown, _bytewise(shown), _bytewise(shown + ODD_ZERO))
    return any(_is_lossy(*way) for text in texts for way in _ways(text, value))


def _ways(shown: str, value: str) -> tuple[tuple[str, str], ...]:
    """Two texts in one width, and as they are but for white space: nobody knows how wide a lost character was."""
    return (squeezed(shown), squeezed(value)), ("".join(shown.split()), "".join(value.split()))


def _is_lossy(shown: str, value: str) -> bool:
    """True where a text is another of which only characters beyond ASCII were lost: each for any number of ? or \ufffd.

    Every place that can be reached is followed at once: patterns take ages over many lost characters.
    """
    if len(shown) * len(value) > MOST_COMPARED:
        return False
    reached, lost = _with_lost({0}, value), set[int]()
    for char in shown:
        written = {at + 1 for at in reached if value[at : at + 1] == char}
        lost = lost | {at for at in reached if at < len(value) and not value[at].isascii()} if char in LOST else set()
        reached = _with_lost(written | {at + 1 for at in lost}, value)
    return len(value) in reached


def _with_lost(places: set[int], value: str) -> set[int]:
    """The places in a text, and those behind the characters that may be lost after them."""
    found = set(places)
    for place in places:
        at = place
        while at < len(value) and not value[at].isascii() and at + 1 not in found:
            at += 1
            found.add(at)
    return found


def _is_part(shown: str, value: str) -> bool:
    """True where a text stands in another, but for characters that are printed and unknown."""
    return re.search("".join("[^ -~]" if char == UNKNOWN else re.escape(char) for char in shown), value) is not None


def _is_box(form: FormLike, slot: Slot) -> bool:
    leaf, part = leaf_at(form.record_type, slot.path)
    return bool(part) and leaf is not None and leaf.kind.parts is not None and leaf.kind.parts.boxes
