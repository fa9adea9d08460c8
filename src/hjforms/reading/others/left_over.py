"""What is on a page and in no field (没有归到栏目的内容): told, never dropped."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from hjforms.findings import Finding, Severity
from hjforms.notations.choice import MARKED
from hjforms.paths import RecordPath
from hjforms.reading.file import clock
from hjforms.reading.others.beside import is_banner, is_beside, is_downwards, says_blank, says_void
from hjforms.reading.others.coded import code_of
from hjforms.reading.others.found import AGENCY_NAME, Found, is_readable, reads
from hjforms.reading.others.geometry import Seen
from hjforms.reading.others.prose import is_name
from hjforms.reading.others.remarks import is_person
from hjforms.reading.others.unlabelled import SIGNED
from hjforms.reading.others.vocabulary import is_heading, is_sentence, is_subtotal, is_sum
from hjforms.reading.page.characters import Char, joined, lines, text_of
from hjforms.reading.page.labels import canonical
from hjforms.reading.page.paper import Paper
from hjforms.reading.page.squares import Square
from hjforms.reading.page.titles import beside_title, squeezed, title_in
from hjforms.records.base import Leaf
from hjforms.records.kinds import NOTE
from hjforms.wording import Sentence

_FIGURES = re.compile(r"\d[\d.,，/年月日个Xx-]*")
_CITED = re.compile(r"[〔\[（(]\d{4}[〕\]）)]\s*\d+\s*号")
_PARTED = re.compile(r"[\s:：]+")
_AMOUNT = re.compile(r"[￥¥]?-?[\d,]*\d\.\d{1,2}元?")
_YEAR = re.compile(r"(?:19|20)\d\d年?")
_NO_AMOUNT = re.compile(r"\d{9,}")  # nobody has paid so much: the number of a telephone, an account, a person
_ASKED = re.compile(  # how a sentence ends of which the rest is read
    "[，,]?请(?:予以?|按规定|依规|协助|及时|尽快|审核|并)*(?:办理|查收|审核|核实|批准|支持|函复|回复|知悉|接洽)[。；;]?"
)
_OF_NO_FORM = re.compile(  # heads of what a contribution is reckoned from
    r"(?:当年|本年|年度)?(?:选择|所选|参保)?(?:的)?缴费(?:档次|标准|档位)(?:\((?:单位:)?元(?:/[年月])?\))?"
)
_IN_YUAN = re.compile(r"[（(](?:(?:金额)?单位\s*[:：])?\s*(?:人民币)?元[）)]$")  # of what stands below a heading
_CENTURY = re.compile(r"\d{3}")  # nobody has paid for so many years
_NAME = re.compile(r"[\u3400-\u9fff]{2,4}|[\u3400-\u9fff]{1,9}[·•・][\u3400-\u9fff·•・]{1,12}")
_LOOKS = (
    ("地址", re.compile(r"[省市县区旗州镇乡村路街道号组]")),
    ("银行", re.compile(r"银行|信用|联社|支行|营业")),
    ("机构", re.compile(r"(?:局|中心|处|所|站|厅|办|办公室|机构|大厅|公司|（章）)$")),
    ("单位", re.compile(r"(?:局|中心|处|所|站|厅|办|办公室|机构|大厅|公司|院|校|厂|社)$")),
    ("编号", re.compile(r"\d")),
    ("电话", re.compile(r"\d{5}")),
    ("县（市、区）", re.compile(r"[市县区旗州盟]")),
)
"""What a text has that may be the value of a field, by what stands in the label."""
_MONEY = re.compile(r"\d\.\d\d(?![\d.])")
_NUMBERS = re.compile(r"\d[\d.,，:/-]*")
LEAST_MONEY, LEAST_NUMBERS = 2, 3  # of a line that may be a row: amounts, or numbers of which one is a year
LEAST_REPEATED = 6  # letters of what hardly stands on a paper twice by chance
FAR = 1.8  # of its size: from letter to letter of what slopes
APART = 1.0  # of its height: how far what heads or foots a page stands from the form


@dataclass(frozen=True)
class _Row:
    """A row that was read: its pages, from where to where it stands, and which of its fields have no value."""

    pages: frozenset[int]
    top: float
    bottom: float
    open: tuple[Leaf, ...]

    def holds(self, square: Square) -> bool:
        """True for what stands beside it."""
        shared = min(self.bottom, square.bottom) - max(self.top, square.top)
        return square.page in self.pages and shared > 0.5 * min(self.bottom - self.top, square.bottom - square.top)


@dataclass(frozen=True)
class LeftOver:
    """What is neither label nor value on a paper of another office: it may be a value whose label we do not know.

    ``prints`` tells what the form prints by itself, of which ``words`` are labels, heads and the names of blocks;
    ``marks`` are those of notes on the pages.
    """

    found: Found
    seen: Sequence[Seen]
    prints: Callable[[str], bool]
    marks: frozenset[str]
    words: Sequence[str] = ()

    def told(self) -> Iterator[Finding]:
        """The findings, page by page. What may be a value that is missing is an error, all else a warning."""
        told: dict[tuple[int, bool], list[str]] = defaultdict(list)
        is_note = False
        for index, texts in self._rests.items():
            square, _, page, *_ = self.seen[index]
            is_outside = not square.table
            goes_on = is_note and index - 1 in self._rests and all(map(is_banner, texts))
            is_note = is_outside and (
                goes_on or all(map(is_beside, texts)) or (is_downwards(square.text) and is_beside("".join(texts)))
            )
            is_foot = is_outside and square.text.strip()[:1] in self.marks
            is_said = is_note or is_foot or (is_outside and self._is_in_margin(index, texts))
            is_beside_all = is_said or not self._may_be_lost(index, texts)
            told[page, is_beside_all and not any(map(says_void, texts))].append(" ".join(texts))
        for page, text in self._may_hold_more():
            if any(leaf.kind.name != "text" and _in_words(leaf, text) for leaf in self._open):
                told[page, False].append(text)
        for (page, is_said), strange in sorted(told.items()):
            severity: Severity = "warning" if is_said else "error"
            message = Sentence(
                "第{page}页有{count}处文字没有归到任何栏目，没有读入，请人工查看。", page=page, count=len(strange)
            )
            yield Finding(severity, "", "read.unknown", message, None, "；".join(strange))

    @cached_property
    def _rests(self) -> dict[int, list[str]]:
        return self.found.rests(self.prints)

    def _may_hold_more(self) -> Iterator[tuple[int, str]]:
        """Texts that cannot be read as they are, with their pages: the value of another field may be in them."""
        for path, value in self.found.fields.items():
            leaf = self.found.leaves.get(path)
            is_refused = value.doubt is not None and value.doubt.refuses
            if leaf is not None and (is_refused or not is_readable(leaf, value.text)):
                yield self.seen[value.square].page, value.text

    def _may_be_lost(self, index: int, texts: Sequence[str]) -> bool:
        """True for what may be the value of a field that has none, or belongs to a row that nobody has read."""
        new = [text for text in texts if not self._is_repeated(text) and not self._is_of_form(text)]
        if self._has_table and any(map(may_be_row, new)):
            return True
        if self._is_of_other_column(index):
            return False
        return any(may_hold(leaf, text) for leaf in self._open for text in new) or self._may_be_of_row(index, new)

    def _may_be_of_row(self, index: int, new: Sequence[str]) -> bool:
        """True for what may be the value of a row that has none of a column, or of one that nobody has read."""
        square = self.seen[index].square
        if not self.seen[index].square.table and not self._is_among_rows(index):
            return False
        beside = [row for row in self._rows if row.holds(square)]
        lacking = [leaf for row in beside for leaf in row.open] if beside else self._in_no_row
        if any(may_hold(leaf, text) for leaf in lacking for text in new):
            return True
        return not beside and any(map(self._is_figure, new)) and self._is_row(index)

    def _is_of_other_column(self, index: int) -> bool:
        """True for a head that is of no form, and for what stands below it: which contribution a person chose."""
        square = self.seen[index].square
        return index in self._other_heads or any(
            head.table == square.table and head.bottom <= square.top and head.shares_column(square)
            for head in (self.seen[other].square for other in self._other_heads)
        )

    @cached_property
    def _other_heads(self) -> frozenset[int]:
        """The heads in tables that are of no form."""
        return frozenset(
            index
            for index, texts in self._rests.items()
            if self.seen[index].square.table
            if _OF_NO_FORM.fullmatch(squeezed("".join(texts))) or self._heads_sums(index)
        )

    def _heads_sums(self, index: int) -> bool:
        """True for a head over the rows which says that it sums others, where no column of the form does."""
        square = self.seen[index].square
        tops = [row.top for row in self._rows if square.page in row.pages]
        own = (leaf.labels[-1] for leaf in self.found.leaves.values() if leaf.path.table)
        return is_sum(square.text) and all(square.bottom <= top for top in tops) and not any(map(is_sum, own))

    def _is_repeated(self, text: str) -> bool:
        """True for a number or a name that was read elsewhere; amounts and years are often alike by chance."""
        shown = squeezed(text)
        return len(shown) >= LEAST_REPEATED and not self._is_figure(shown) and shown in self._values

    @cached_property
    def _values(self) -> frozenset[str]:
        """What was read."""
        values = [*self.found.fields.values(), *(value for row in self.found.rows for value in row.values())]
        return frozenset(squeezed(value.text) for value in values)

    @cached_property
    def _open(self) -> list[Leaf]:
        """The fields outside of rows that have no value."""
        return [
            leaf
            for path, leaf in self.found.leaves.items()
            if not leaf.path.table
            and not any(leaf.path.is_in(own) or RecordPath(own).is_in(path) for own in self.found.fields)
            and not self._is_told_blank(path, leaf)
        ]

    def _is_told_blank(self, path: str, leaf: Leaf) -> bool:
        """True for a remark whose label is there: whether there is one, the place beside or below it tells."""
        return leaf.kind is NOTE and path in self.found.seen

    @cached_property
    def _has_table(self) -> bool:
        """True for a form with rows."""
        return any(leaf.path.table for leaf in self.found.leaves.values())

    @cached_property
    def _rows(self) -> list[_Row]:
        """The rows that were read."""
        known = {
            leaf.path.column: leaf
            for path, leaf in self.found.leaves.items()
            if leaf.path.table and not self._is_told_blank(leaf.path.column, leaf)
        }
        return [
            _Row(
                frozenset(self.seen[value.square].page for value in row.values()),
                min(self.seen[value.square].square.top for value in row.values()),
                max(self.seen[value.square].square.bottom for value in row.values()),
                tuple(leaf for path, leaf in known.items() if path not in row),
            )
            for row in self.found.rows
            if row
        ]

    @cached_property
    def _in_no_row(self) -> list[Leaf]:
        """The columns of which no row has a value: a line between them may say it of all below."""
        return (
            [leaf for leaf in self._rows[0].open if all(leaf in row.open for row in self._rows)] if self._rows else []
        )

    def _is_among_rows(self, index: int) -> bool:
        """True for what stands no higher and no lower than the rows that were read."""
        square = self.seen[index].square
        rows = [row for row in self._rows if square.page in row.pages]
        tops, bottoms = [row.top for row in rows], [row.bottom for row in rows]
        return bool(tops) and min(tops) <= square.top and square.bottom <= max(bottoms)

    def _is_of_form(self, text: str) -> bool:
        """True for a word of the form, or of its heads and blocks, by itself; for a heading; for 以下空白."""
        shown = squeezed(text)
        is_said = len(shown) == 1 or says_blank(text) or is_heading(_IN_YUAN.sub("", text))
        is_known = is_said or any(shown in word for word in self.words)
        return is_known and not any(map(str.isdigit, shown))

    @staticmethod
    def _is_figure(text: str) -> bool:
        return bool(_AMOUNT.fullmatch(text) or _YEAR.fullmatch(text))

    def _is_row(self, index: int) -> bool:
        """True for a figure that has others beside it: a row that was not read; one alone is in a column of others."""
        square = self.seen[index].square
        others = (
            self.seen[other].square
            for other, texts in self._rests.items()
            if other != index and any(map(self._is_figure, texts))
        )
        return any(
            other.page == square.page and other.top < square.bottom and square.top < other.bottom for other in others
        )

    def _is_in_margin(self, index: int, texts: Sequence[str]) -> bool:
        """True for words that head or foot a page, apart from everything that is explained on it."""
        square, _, page, *_ = self.seen[index]
        gap = APART * (square.bottom - square.top)
        top, bottom = self._extent(page)
        is_apart = square.bottom + gap <= top or square.top - gap >= bottom
        is_row = self._has_table and any(map(may_be_row, texts))
        is_signer = bottom <= square.top and any(self._may_sign(index, text) for text in texts)
        return not square.table and is_apart and not is_row and not is_signer and all(map(is_banner, texts))

    def _may_sign(self, index: int, text: str) -> bool:
        """True for the name of a person, or of an agency beside the day of signing, where who signs is in no field."""
        day, here = self.found.fields.get(SIGNED + "date"), self.seen[index].square
        height = here.bottom - here.top
        is_by_day = day is not None and -height < self.seen[day.square].square.top - here.top <= 2 * height
        is_called = is_name(squeezed(text)) or (is_by_day and AGENCY_NAME.fullmatch(text.strip()))
        return bool(is_called) and any(may_hold(leaf, text) for leaf in self._open if leaf.path.startswith(SIGNED))

    def _extent(self, page: int) -> tuple[float, float]:
        """From where to where a page holds what is explained."""
        own = [
            seen.square
            for index, seen in enumerate(self.seen)
            if seen.page == page and index not in self._rests and seen.square.text.strip()
        ]
        return min((one.top for one in own), default=0.0), max((one.bottom for one in own), default=0.0)


def grade(texts: Sequence[str], *, is_complete: bool) -> Severity:
    """How grave it is that texts are left over: no value of the form is lost where all are there, or by their looks.

    That the paper is void is always grave.
    """
    if any(map(says_void, texts)):
        return "error"
    return "warning" if is_complete or all(map(is_beside, texts)) else "error"


def may_be_row(text: str) -> bool:
    """True for a line of figures, whatever parts them: it may be a row that nobody has read, or several.

    >>> lines = ("│2011│  100.00│ 40.00│", "2011 100 40 140", "本页小计 100.00 40.00", "2024-06-08 9:05")
    >>> [may_be_row(text) for text in lines]
    [True, True, False, False]
    """
    if is_sentence(text) or is_subtotal(canonical(_PARTED.split(text.strip())[0])):
        return False
    numbers = _NUMBERS.findall(text)
    has_year = bool(_years(numbers)) and len(numbers) >= LEAST_NUMBERS
    words = sum(map(str.isalpha, text))
    return (has_year or len(_MONEY.findall(text)) >= LEAST_MONEY) and words < sum(map(len, numbers))


def years_of_row(text: str) -> set[str]:
    """The years of a line that is certainly a row, or several: it says amounts as well.

    >>> years_of_row("2011 100.00 40.00 140.00"), years_of_row("100.00 40.00 140.00"), years_of_row("2024-06-08 9:05")
    ({'2011'}, set(), set())
    """
    are_amounts = may_be_row(text) and len(_MONEY.findall(text)) >= LEAST_MONEY
    return set(_years(_NUMBERS.findall(text))) if are_amounts else set()


def _years(numbers: Sequence[str]) -> list[str]:
    return list(filter(_YEAR.fullmatch, numbers))


def may_hold(leaf: Leaf, text: str) -> bool:
    """True for a text that may be the value of a field, or a sentence that holds one.

    >>> from hjforms.records.base import leaves
    >>> from hjforms.api import form
    >>> day = leaves(form("shandong/refund").record_type)["filled_on"]
    >>> may_hold(day, "2024-05-06"), may_hold(day, "于2024年5月6日填写。"), may_hold(day, "请于5日内填写。")
    (True, True, False)

    What begins a numbered sentence, up to a value that was read, is no text of a field.

    >>> reason = leaves(form("national/offset-receipt").record_type)["reason"]
    >>> may_hold(reason, "三、上述款项已"), may_hold(reason, "参保人员去世")
    (False, True)
    """
    if _ASKED.fullmatch(text):
        return False
    is_said = is_sentence(text)
    if leaf.kind.name == "years" and _CENTURY.search(text):
        return False
    if leaf.kind.name == "text":
        parts = () if is_said or is_heading(text) else _PARTED.split(text)
        return (is_said and leaf.labels[-1].startswith("姓名")) or any(
            _looks_like(leaf, part) for part in parts if part
        )
    is_number = leaf.kind.name == "money" and _NO_AMOUNT.fullmatch(text.strip())
    if not is_said and not is_number and reads(leaf, text):
        return True
    return _in_words(leaf, text, counted=is_said)


def _in_words(leaf: Leaf, text: str, *, counted: bool = True) -> bool:
    """True for words with a figure among them that may be the value of a field; a bare number only if ``counted``."""
    figures = _FIGURES.findall(_CITED.sub("", text))
    if leaf.kind.name == "money":
        figures = [figure for figure in figures if not _NO_AMOUNT.fullmatch(figure)]
    bare = leaf.kind.name in {"whole", "money"} and not counted
    return any(is_readable(leaf, figure) for figure in figures if not (bare and figure.isdigit()))


def _looks_like(leaf: Leaf, text: str) -> bool:
    """True for a text that by its looks may be the value of a field that is text."""
    if is_person(leaf):
        return bool(_NAME.fullmatch(text))
    return all(look.search(text) for word, look in _LOOKS if word in leaf.labels[-1])


def strangers(paper: Paper) -> Iterator[Finding]:
    """A finding for what is on a page and was not read, where there is anything."""
    yield from _strange(paper.number, _texts(paper.chars))


def _strange(page: int, texts: Sequence[str]) -> Iterator[Finding]:
    if texts:
        message = Sentence(
            "第{page}页有{count}处文字不在任何栏目里，没有读入，请人工查看。", page=page, count=len(texts)
        )
        yield Finding(_gravity(texts), "", "read.unknown", message, None, "；".join(texts))


def hidden_on(paper: Paper) -> Iterator[Finding]:
    """Findings for the text of a page of which nothing is seen, and for that which slopes, where there is any."""
    if texts := _texts([char for char in paper.hidden if char.turn >= 0]):
        message = Sentence(
            "第{page}页有{count}处看不见的文字（白色、被盖住或太小），没有读入，请人工查看。",
            page=paper.number,
            count=len(texts),
        )
        yield Finding(_gravity(texts), "", "read.unknown", message, None, "；".join(texts))
    slopes = [char for char in (*paper.chars, *paper.hidden) if char.turn < 0]
    seals = paper.seals() if slopes else []  # around whose rings letters slope as well
    beside = [char for char in slopes if not any(seal.holds(char) for seal in seals)]
    yield from _strange(paper.number, _texts(beside))


def beside_titles(texts: Sequence[str], title: str, page: int) -> Iterator[Finding]:
    """That the title of a page says that the paper is void or an example."""
    heads = [texts[at] for at in title_in(texts, title)]
    if any(says_void(word) for head in heads for word in beside_title(head, title)):
        message = Sentence("第{page}页的表名写明是样表、示例或作废，不能当作真实的记录，请核对。", page=page)
        yield Finding("error", "", "read.unknown", message, None, " ".join(heads))


def _gravity(texts: Sequence[str]) -> Severity:
    """That a paper is void is grave, whatever shows it."""
    return "error" if any(map(says_void, texts)) else "warning"


def unseen(paper: Paper, *, alone: bool) -> Iterator[Finding]:
    """A finding for what was entered into form fields and is not written on the page, where labels alone tell."""
    shown = squeezed(text_of(paper.fielded))
    others = [widget for widget in paper.widgets if not (alone and code_of(widget.name))]  # a code tells what it is
    texts = [widget.value for widget in others if widget.shown is None and squeezed(widget.value) not in shown]
    ticks = [widget for widget in paper.widgets if widget.shown is not None and widget.value == MARKED]
    marked = [tick.value for tick in ticks if tick.shown != MARKED or not any(map(tick.is_at, paper.grid.boxes))]
    if texts or marked:
        message = Sentence("第{page}页的表单域里填了纸面上读不到的内容，没有读入，请人工查看。", page=paper.number)
        yield Finding("error", "", "read.unknown", message, None, "；".join([*texts, *marked]))


def _texts(chars: Sequence[Char]) -> list[str]:
    """The lines of characters that say something."""
    turns = sorted({char.turn for char in chars if char.turn >= 0})
    texts = [joined(line) for turn in turns for line in lines(char for char in chars if char.turn == turn)]
    texts += map(text_of, _slopes(char for char in chars if char.turn < 0))
    return [text for text in texts if any(map(str.isalnum, text))]


def _slopes(chars: Iterable[Char]) -> list[list[Char]]:
    """Sloping characters as lines, from the left of the page: each goes on the line that ends nearest to it."""
    found: list[list[Char]] = []
    for char in sorted(chars, key=lambda char: (char.base, char.left)):
        clock.tick()
        ends = [(math.dist((line[-1].left, line[-1].base), (char.left, char.base)), line) for line in found]
        distance, nearest = min(ends, key=lambda end: end[0], default=(math.inf, []))
        if distance < FAR * char.size:
            nearest.append(char)
        else:
            found.append([char])
    return found
