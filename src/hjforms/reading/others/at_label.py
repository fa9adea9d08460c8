"""What stands at a label (栏目的内容): behind it in one square, right of it, or below it."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from itertools import takewhile

from hjforms.reading.others.alike import alike
from hjforms.reading.others.columns import span_of
from hjforms.reading.others.days import DAY
from hjforms.reading.others.found import BLANK, LIKELY, UNCLEAR, Piece, Value, fitted, reads
from hjforms.reading.others.inline import ANOTHER
from hjforms.reading.others.numbering import may_count
from hjforms.reading.others.places import SPLIT, amount, are_places
from hjforms.reading.others.prose import MARKS, is_name, may_be_name
from hjforms.reading.others.sides import LabelAt, Sides
from hjforms.reading.others.surroundings import Surroundings
from hjforms.reading.others.unlabelled import SIGNING_DAY
from hjforms.reading.others.vocabulary import is_sentence
from hjforms.reading.page.doubt import Doubt
from hjforms.reading.page.texts import Claim
from hjforms.reading.page.titles import squeezed
from hjforms.records.base import Leaf
from hjforms.wording import Sentence

LEAST_BOXES = 4  # squares in which a number stands digit by digit
LEAST_ITEMS = 3  # other lines with labels that end with a full stop
ENOUGH_SIDES = 2  # labels that tell on which side of their values all of a table stand
PEOPLE = ("姓名", "人员")  # how the labels of fields end in which a name stands
SENTENCES = ("原因", "备注")  # the fields in which people write sentences
TWO_PLACES = Doubt("error", Sentence("栏目右边和下边都有内容，不知哪一个是它的，没有读入，请人工核对。"))
IN_SENTENCE = Doubt("error", Sentence("栏目后面是一句话，不知到哪里为止，没有读入，请人工核对。"))
_IN_BOXES = frozenset(("citizen-id", "digits", "text"))
_COUNTED = frozenset(("money", "whole", "years"))
_OF_ITS_OWN = frozenset(("citizen-id", "choice", "date"))  # what is no value of a field of another kind
_OF_SPANS = frozenset("自从由至到止")  # that stand before, between and behind the months of a span
_OWN_DAY = re.compile(  # a day with a label of its own, or one that a gap parts from the name of who signs
    r"[\s_＿]*(?:[\u3400-\u9fff·]{2,15}(?:[（(][\u3400-\u9fff]{1,4}[)）])?[\s_＿]+)?"
    rf"(?:(?:签[字名])?(?:日\s*期|时间)[:：]\s*(?P<labelled>\d[\d年月日./\s-]*)|(?P<alone>{DAY.pattern})\s*(?:\n|$))"
)
_UNDATED = re.compile(  # who signs, and where a day would stand
    r"(?!.*\w[年月日])[\s_＿]*(?:[\u3400-\u9fff·]{2,15}(?:[（(][\u3400-\u9fff]{1,4}[)）])?)??[\s_＿]*"
    r"(?:(?:签[字名])?(?:日\s*期|时间)[:：])?[\s_＿年月日]*"
)
_NAMED = re.compile(r"\s*([\u3400-\u9fff·]{2,15})[\s_＿]+[，,]")  # a name between blanks, in a sentence
_STOP = re.compile("[，。；）)]")  # where a figure in a sentence ends
_TITLE = re.compile("[《》]")
_WORDS = re.compile(r"\S+")


class AtLabel:
    """Takes the values of fields at their labels; ``placed`` are the fields whose label stands in their section."""

    def __init__(
        self, sides: Sides, surroundings: Surroundings, labels: Sequence[LabelAt], paired: Collection[int]
    ) -> None:
        self._sides, self._surroundings, self._labels, self._paired = sides, surroundings, labels, paired
        self._sheet, self._words, self._found = sides.sheet, sides.words, sides.found
        self._squares, self._leaves = sides.sheet.squares, sides.found.leaves
        self.placed: set[str] = set()

    def take(self, path: str, label: LabelAt, confidence: float) -> None:
        """Read a field at its label."""
        leaf, found = self._leaves[path], self._found
        if label.square in self._paired:
            return
        self.claim(path, label)
        if label.section and label.section in self._words.contexts[path].sections:
            self.placed.add(path)
        if leaf.kind.parts and leaf.kind.parts.boxes and MARKS & set(found.text(*self._sides.written(label))):
            return  # the boxes are read by what is printed beside them
        if label.value is not None:
            self._take_behind(path, label, label.value, confidence)
            return
        right = self._sides.values_right(label.square)
        if leaf.kind.name == "money" and (value := self._in_places(right)):
            found.take(path, value)
            return
        if boxes := self._single_boxes(right):
            is_whole = leaf.kind.name in _IN_BOXES and boxes == right[: len(boxes)]
            found.put(path, list(map(found.whole, boxes)), confidence, None if is_whole else UNCLEAR)
            return
        self._take_near(path, label, right, confidence)

    def claim(self, path: str, label: LabelAt) -> None:
        """Remember which fields a label may name, and how well each fits where it stands."""
        self._found.claims.setdefault(path, self._surroundings.claims(path, label))

    def span(self, label: LabelAt, paths: list[str]) -> None:
        """A span of months at one label: its beginning and its end."""
        found = self._found
        right = self._sides.values_right(label.square)
        under = self._sides.value_below(label.square)
        if under is not None and self._sides.is_head(label.square):
            right = [under]
        between = [index for index in right if squeezed(self._squares[index].text) in _OF_SPANS]
        found.use_squares(between)
        months = [found.whole(index) for index in right if index not in between]
        pieces = months if label.value is None else [label.value]
        text = found.text(*pieces).strip()
        ends = span_of(text)
        if BLANK.fullmatch("".join(ends)):
            return
        if len(ends) != len(paths):
            found.fields[paths[0]] = Value(text, tuple(pieces), LIKELY, UNCLEAR)
            return
        found.use(*pieces)
        is_whole = all(reads(self._leaves[path], end) for path, end in zip(paths, ends, strict=True))
        for path, end in zip(paths, ends, strict=True):
            found.claims[path] = (Claim(path, label.name),)
            found.fields[path] = Value(fitted(self._leaves[path], end), tuple(pieces), is_whole=is_whole)

    def _take_near(self, path: str, label: LabelAt, right: list[int], confidence: float) -> None:
        """Read a field at its label, right of it or below."""
        leaf, found = self._leaves[path], self._found
        under = self._sides.value_below(label.square)
        text = self._sides.right_text(right, path)
        below = "" if under is None else found.text(found.whole(under)).strip()
        is_either = bool(below and text) and reads(leaf, text) == reads(leaf, below)
        is_either = is_either and not self._is_nearly_label(below)
        if is_either and self._stand_left(label):
            found.put(path, self._sides.right_pieces(right, path), LIKELY)
        elif is_either or (leaf.kind.name == "text" and text and self._may_be_heads(label, right[0])):
            found.fields[path] = Value(
                text, tuple(map(found.whole, right[:1])), LIKELY, TWO_PLACES, rivals=(below,) if below else ()
            )
        elif under is not None and below and self._belongs_below(label, leaf, right, text):
            found.put(path, [found.whole(under)], LIKELY, self._doubt_of_number(leaf, under, self._sheet.below(under)))
        elif right:
            doubt = self._doubt_of_number(leaf, *right[:2]) if len(right) > 1 else None
            found.put(path, self._sides.right_pieces(right, path), confidence, doubt)
            found.use_squares(index for index in right if BLANK.fullmatch(self._squares[index].text))

    def _take_behind(self, path: str, label: LabelAt, behind: Piece, confidence: float) -> None:
        """Read a field at its label in one square with it."""
        leaf = self._leaves[path]
        value = own = self._own(leaf, behind)
        if leaf.kind.name == "date":
            value = self._day_behind(own)
            line = self._squares[behind.square].text[behind.start :].partition("\n")[0]
            if value == own and leaf.labels[-1].endswith(SIGNING_DAY) and _UNDATED.fullmatch(line):
                self._found.use(Piece(behind.square, behind.start, behind.start + len(line)))
                return
        elif (named := _NAMED.match(self._found.raw(own))) and leaf.labels[-1].endswith(PEOPLE) and is_name(named[1]):
            value = Piece(own.square, own.start + named.start(1), own.start + named.end(1))
        doubt = IN_SENTENCE if self._in_sentence(leaf, value) else label.doubt if value == own else None
        pieces = self._with_options(leaf, value)
        self._found.put(path, pieces, confidence, doubt, is_whole=value != own or pieces != [value])

    def _with_options(self, leaf: Leaf, first: Piece) -> list[Piece]:
        """The value behind a label, with options and their boxes that stand apart from the first on its line."""
        if leaf.kind.name != "choice" or not MARKS & set(self._found.raw(first)):
            return [first]
        end = first.end
        words = _WORDS.finditer(self._squares[first.square].text, end)
        for word in takewhile(lambda word: _is_option(leaf, word[0]), words):
            end = word.end()
        line = self._sheet.lines[self._sheet.line_of[first.square]]
        behind = line[line.index(first.square) + 1 :]
        others = takewhile(lambda index: _is_option(leaf, self._squares[index].text), behind)
        return [first._replace(end=end), *map(self._found.whole, others)]

    def _in_places(self, right: Sequence[int]) -> Value | None:
        """The amount right of a label that stands in columns of its places; ``None`` where it does not."""
        number = self._sheet.line_of[right[0]] if right else 0
        squares = self._squares
        over = [
            [unit for unit in self._sheet.lines[number - 1] if squares[unit].shares_column(squares[index])]
            for index in right
            if number and squares[self._sheet.lines[number - 1][0]].table == squares[index].table
        ]
        ways = (
            (right, [below for index in right if (below := self._sheet.below(index)) is not None]),
            ([unit for units in over for unit in units], right),
        )
        for units, places in ways:
            texts = [squares[unit].text for unit in units]
            if len(units) == len(places) and are_places(texts):
                self._found.use_squares(units)
                text = amount(texts, [squares[place].text for place in places])
                written = [place for place in places if squares[place].text.strip()] or places
                whole = tuple(map(self._found.whole, written))
                told = self._found.text(*whole) if text is None else text
                return Value(told, whole, LIKELY, SPLIT if text is None else None, is_whole=True)
        return None

    def _doubt_of_number(self, leaf: Leaf, first: int, behind: int | None) -> Doubt | None:
        """What speaks against a number that has another text behind it: it may be the number of its label."""
        text = "" if behind is None else self._squares[behind].text
        may_be_other = bool(text.strip()) and not self._sides.prints(text) and reads(leaf, text)
        return UNCLEAR if leaf.kind.name in _COUNTED and may_count(self._squares[first].text) and may_be_other else None

    def _single_boxes(self, right: Sequence[int]) -> list[int]:
        """The squares right of a label in which a number stands digit by digit; empty where it does not."""
        filled = [index for index in right if self._squares[index].text.strip()]
        texts = [self._squares[index].text.strip() for index in filled]
        is_number = len(filled) >= LEAST_BOXES and all(len(text) == 1 and text.isalnum() for text in texts)
        return filled if is_number else []

    def _day_behind(self, value: Piece) -> Piece:
        """What is behind a label, or its day where that has a label of its own: 申请人：___ 日期：2024-06-18."""
        day = _OWN_DAY.match(self._squares[value.square].text[value.start :])
        if day is None:
            return self._day_below(value)
        start, end = day.span("labelled" if day["labelled"] else "alone")
        self._found.use(Piece(value.square, value.start, value.start + day.end()))
        return Piece(value.square, value.start + start, value.start + end)

    def _day_below(self, value: Piece) -> Piece:
        """What is behind a label, or the day alone on the line below the name of who signs there."""
        lines = self._sheet.lines[self._sheet.line_of[value.square] + 1 :]
        below = lines[0] if lines and not self._squares[value.square].table else []
        is_named = may_be_name(self._found.raw(value)) and value.end == len(self._squares[value.square].text)
        is_day = len(below) == 1 and DAY.fullmatch(self._squares[below[0]].text.strip())
        return self._found.whole(below[0]) if is_named and is_day and not self._squares[below[0]].table else value

    def _own(self, leaf: Leaf, behind: Piece) -> Piece:
        """What of the text behind a label is its value: of figures and days, what stands before a label or a mark."""
        text = self._found.raw(behind)
        ends = sorted(found.start() for pattern in (ANOTHER, _STOP) for found in pattern.finditer(text))
        is_text = leaf.kind.name == "text"
        end = next((end for end in ends if not is_text and reads(leaf, text[:end])), len(text))
        if is_text and text.endswith("。") and self._is_item(behind):
            end -= 1  # it ends the sentence in which the label stands, or the item that it is
        return behind._replace(end=behind.start + end)

    def _is_item(self, behind: Piece) -> bool:
        """True for what stands behind a label in a sentence, or on one of several lines that all end with a full stop.

        Then others of these hold no sentence.
        """
        if _is_said(self._squares[behind.square].text[: behind.start]):
            return True
        others = {label.square for label in self._labels if label.value is not None} - {behind.square}
        return sum(self._squares[index].text.rstrip().endswith("。") for index in others) >= LEAST_ITEMS

    def _in_sentence(self, leaf: Leaf, value: Piece) -> bool:
        """True where a sentence stands behind a label outside of tables, and not one that fills its field."""
        square = self._squares[value.square]
        fills = leaf.labels[-1].endswith(SENTENCES) and not square.text[value.end :].strip("。_＿ \xa0\u3000\n")
        is_text = leaf.kind.name == "text" and not square.table and not fills
        return is_text and _is_said(self._found.text(value))

    def _may_be_heads(self, label: LabelAt, right: int) -> bool:
        """True where what stands right of a label may be a label as well: under both stands something that is none."""
        below = [self._sheet.below(label.square), self._sheet.below(right)]
        texts = [self._squares[other].text for other in below if other is not None]
        are_values = len(texts) == 2 and all(text.strip() and not self._sides.prints(text) for text in texts)
        return are_values and not self._stand_left(label)

    def _is_nearly_label(self, text: str) -> bool:
        """True for a text that is a label, but for a word or two."""
        return bool(alike(text, {name: paths[0] for name, paths in self._words.names.items() if len(paths) == 1}))

    def _stand_left(self, label: LabelAt) -> bool:
        """True where labels of a table stand left of their values: certainly so for some, and above for none.

        Or where another one does on the line of the label, whose value can only be its own.
        """
        table = self._squares[label.square].table
        others = [other for other in self._labels if other.value is None and other is not label]
        others = [other for other in others if self._squares[other.square].table == table]
        sides = [
            (bool(self._sides.values_right(other.square)), self._sides.value_below(other.square) is not None)
            for other in others
        ]
        is_so = sides.count((True, False)) >= ENOUGH_SIDES and (False, True) not in sides
        line = self._sheet.line_of[label.square]
        beside = [other for other in others if self._sheet.line_of[other.square] == line]
        return is_so or (any(map(self._has_own, beside)) and not self._heads_words(label))

    def _heads_words(self, label: LabelAt) -> bool:
        """True where under what stands right of a label there are words: it may be a label as well."""
        under = [self._sheet.below(index) for index in self._sides.values_right(label.square)[:1]]
        texts = [self._squares[index].text.strip() for index in under if index is not None]
        return any(text and not any(map(str.isdigit, text)) for text in texts)

    def _has_own(self, label: LabelAt) -> bool:
        """True where right of a label stands what no other field takes for its value, and not so below."""
        path = self._words.names[label.name][0]
        leaf, under = self._leaves[path], self._sides.value_below(label.square)
        right = self._sides.right_text(self._sides.values_right(label.square)[:1], path)
        below = "" if under is None else self._squares[under].text
        return leaf.kind.name in _OF_ITS_OWN and reads(leaf, right) and not reads(leaf, below)

    def _belongs_below(self, label: LabelAt, leaf: Leaf, right: Sequence[int], text: str) -> bool:
        """True where what stands under a label is its value, and not what stands right of it."""
        if text:
            return not reads(leaf, text)
        return not right or self._sides.is_head(label.square)


def _is_said(text: str) -> bool:
    """True for a text that stands in a sentence, or names a document."""
    return is_sentence(text) or bool(_TITLE.search(text))


def _is_option(leaf: Leaf, text: str) -> bool:
    """True for an option and its box, and nothing else."""
    option = squeezed(text).strip("".join(MARKS))
    return 0 < len(option) < len(squeezed(text)) and reads(leaf, option)
