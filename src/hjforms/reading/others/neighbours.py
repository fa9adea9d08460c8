"""Papers drawn by others (另行排版的表): values found by the labels beside or above them, in PDF and Word alike.

Where the grid is not that of the template, nothing is known but what is printed. A label is looked for in every
spelling that is known; its value stands right of it, below it, or behind it. The rows of the table are those
under its heads. A label that several fields share belongs to the one whose neighbours it has; where that does not
settle it, nothing is read and it is said.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cache, cached_property, partial

from hjforms.findings import Finding
from hjforms.notations.text import unified
from hjforms.paths import RecordPath
from hjforms.reading.others.alike import CLOSE, alike, nearest
from hjforms.reading.others.amounts import put_pairs
from hjforms.reading.others.beside import is_downwards, tells_of_print
from hjforms.reading.others.columns import YEAR, Columns, Places, span_of
from hjforms.reading.others.days import DAY
from hjforms.reading.others.found import (
    BLANK,
    GLUED,
    LIKELY,
    SURE,
    TWICE,
    Found,
    Piece,
    Value,
    fitted,
    is_person,
    is_readable,
)
from hjforms.reading.others.heads import Heads
from hjforms.reading.others.inline import labels_in
from hjforms.reading.others.left_over import years_of_row
from hjforms.reading.others.numbering import is_count, may_count, numbers_of, without_numbers
from hjforms.reading.others.places import amount, are_places, tells_places
from hjforms.reading.others.prose import MARKS, is_name
from hjforms.reading.others.tails import is_apart, may_go_on, without_tail
from hjforms.reading.others.unlabelled import SIGNED, SIGNING_DAY, Unlabelled
from hjforms.reading.others.vocabulary import PLACE, SEAL, Vocabulary, is_heading, runs_of, vocabulary
from hjforms.reading.page.doubt import Doubt
from hjforms.reading.page.labels import UNITS, canonical
from hjforms.reading.page.squares import Sheet, Square
from hjforms.reading.page.texts import Claim, FormLike
from hjforms.reading.page.titles import documents_in, is_brief, is_title, squeezed, title_in, title_spans
from hjforms.records.base import Leaf, english_name, leaves, part_names
from hjforms.records.kinds import CODE, NOTE
from hjforms.wording import Label, Sentence

VAGUE = frozenset(map(canonical, ("联系电话", "地址", "邮政编码", "日期", "原因", "其他")))
"""Labels that say nothing of whose they are: even one that stands alone is taken only where its neighbours agree."""
AGENCY = canonical("社保经办机构")
SIGNOFF = canonical("签章")
LEAST_BOXES = 4  # squares in which a number stands digit by digit
_IN_BOXES = frozenset(("citizen-id", "digits", "text"))
SECTION, NEIGHBOUR, FOLLOWER, CROSSED, STRANGER = 3, 3, 2, 1, -4
FOREIGN = 3  # what a word of another form counts against one, in labels
CLEARLY = 2  # by how much more must speak for a field than for any other, for a label to be certain
KIN = 3  # a neighbour that can only be of the same part of the form
ENOUGH_SIDES = 2  # labels that tell on which side of their values all of a table stand
PEOPLE = ("姓名", "人员")  # how the labels of fields end in which a name stands
SENTENCES = ("原因", "备注")  # the fields in which people write sentences
UNCLEAR = Doubt("error", Sentence("栏目在表上有几处，或不知属于哪一栏，没有读入，请人工核对。"))
TWO_PLACES = Doubt("error", Sentence("栏目右边和下边都有内容，不知哪一个是它的，没有读入，请人工核对。"))
MORE_LINES = Doubt("error", Sentence("内容后面还有一行，不知是不是它的，没有读入，请人工核对。"))
MORE_BEHIND = Doubt("error", Sentence("内容后面隔开一段还有文字，不知是不是它的，没有读入，请人工核对。"))
SCALED = Doubt("error", Sentence("表上的金额不以元为单位，请人工换算录入。"))
IN_SENTENCE = Doubt("error", Sentence("栏目后面是一句话，不知到哪里为止，没有读入，请人工核对。"))
FRACTION = Doubt("error", Sentence("表头以%为单位，这里的数却小于1，不知是不是百分数，没有读入，请人工核对。"))
SPLIT = Doubt("error", Sentence("金额分元、角、分几列写，合起来是多少不能确定，没有读入，请人工核对。"))
TORN = Doubt("error", Sentence("这一格被分在两页上，没有读入，请人工核对。"))
OF_SEVERAL = Doubt("error", Sentence("这一格跨了几行，不知是哪一行的，没有读入，请人工核对。"))
_OF_ONE_ROW = frozenset(("money", "whole", "years", "year-month", "rate"))
_COUNTED = frozenset(("money", "whole", "years"))
_OF_ITS_OWN = frozenset(("citizen-id", "choice", "date"))  # what is no value of a field of another kind
_OF_SPANS = frozenset("自从由至到止")  # that stand before, between and behind the months of a span
NO_WORD = Doubt("error", Sentence("这一栏应当是文字，纸面上只有数字或符号，没有读入，请人工核对。"))
NO_NAME = Doubt("error", Sentence("姓名里有数字，不知是什么，没有读入，请人工核对。"))
LEFT_OUT = Doubt("error", Sentence("内容末尾是省略号，不知省略了什么，没有读入，请人工核对。"))
IN_HEADS = Doubt("error", Sentence("表头的格子里有金额，表头与第一行分不开，各行没有读入，请人工核对。"))
LOST_ROW = Doubt("error", Sentence("表上还有像是明细的行没有读入，各行是第几行不清楚，没有读入，请人工核对。"))
SHIFTED = Doubt("error", Sentence("合计行有一个数是另一列的合计，像是错了列，没有读入，请人工核对。"))
STRAY_DAY = Doubt("error", Sentence("这里写的是日期，不像是这一栏的内容，没有读入，请人工核对。"))
_NUMBERED = re.compile(r"[（(].*\d.*[)）]|\d{3}")  # a name with a number that may be anything
_OF_DAYS = re.compile(r"[\d年月日]")
_MAY_BE_NAME = re.compile(r"\s*[\u3400-\u9fff](?:\s*[\u3400-\u9fff·]){1,7}\s*")
_ID = re.compile(r"\d{17}[\dXx]")
_INLINE = re.compile(r"([^\s:：\d]{3,20})[:：]\s*([^\s:：]+)")
_OWN_DAY = re.compile(  # a day with a label of its own, or one that a gap parts from the name of who signs
    r"[\s_＿]*(?:[\u3400-\u9fff·]{2,15}(?:[（(][\u3400-\u9fff]{1,4}[)）])?[\s_＿]+)?"
    rf"(?:(?:签[字名])?(?:日\s*期|时间)[:：]\s*(?P<labelled>\d[\d年月日./\s-]*)|(?P<alone>{DAY.pattern})\s*(?:\n|$))"
)
_UNDATED = re.compile(  # who signs, and where a day would stand
    r"(?!.*\w[年月日])[\s_＿]*(?:[\u3400-\u9fff·]{2,15}(?:[（(][\u3400-\u9fff]{1,4}[)）])?)??[\s_＿]*"
    r"(?:(?:签[字名])?(?:日\s*期|时间)[:：])?[\s_＿年月日]*"
)
_SENTENCE = re.compile("[，。；《》]")
_APART = re.compile(r"(?:\s{2}|[\u3000\t\n])\s*$")
_GAPS = re.compile(r"\s{2}|[\u3000\t\n]")
_NAMED = re.compile(r"\s*([\u3400-\u9fff·]{2,15})[\s_＿]+[，,]")  # a name between blanks, in a sentence
_LEADERS = re.compile(r"(?:[.．] ?){3,}[.．]|(?:[…‥·•] ?){2,}[…‥·•]")
_SHORT_LEADERS = r"(?:[.．] ?)+[.．](?=\s|$)"
_LEFT_OUT = re.compile(r"(?:[.．]{2,}|[…‥]+|·{2,})$")
_STOP = re.compile("[，。；）)]")  # where a figure in a sentence ends
ANOTHER = re.compile(r"\s[^\s\d:：]{1,8}[:：]")  # a word and a colon behind a space: a label that we do not know
_NUMBER_BEHIND = re.compile(r"\s[\u4e00-\u9fff]{1,4}[号码]\s*[A-Za-z\d-]{6,}$")  # 示例县 流水号 2502260031947
CLOSING = ("）", ")", "】", "」")
_FIGURE = re.compile(r"\d+(?:\.\d+)?")
_CENTS = re.compile(r"\.\d\d(?!\d)")
_SIGNED = re.compile(rf"\s*(.+)\n\s*{DAY.pattern}\s*")  # an agency, and on the next line the day
_AT_LAST = re.compile(rf"{DAY.pattern}\s*$")
_WORDS = re.compile(r"[\s_＿]*([^\s:：（(_＿]+)(?![^\s:：]*[:：])")  # that are no label
_OTHER = r"(?:[十百千万亿]+\s*元?|[角分厘]|[美欧日港]元|外币)"
_OTHER_UNIT = re.compile(  # 单位：万元, （单位：人民币千元）, 以万元计, a head that ends with (万元)
    rf"(?:(?<![\u4e00-\u9fff])|(?<=[金额货币计量价]))单位[\W_]*(?:人民币)?[\W_]*{_OTHER}(?!\w)"
    rf"|以(?:人民币)?{_OTHER}(?:计|为)|[(\[【〔](?:人民币)?{_OTHER}[)\]】〕]"
)
DITTO = Doubt("error", Sentence("这里写的是“同上”一类的记号，没有读入，请看清纸面后补填。"))
_DITTO = re.compile(r"同上|同前|同左|上同|〃|々|[″＂\"”“]{1,2}|,,|''")


@dataclass(eq=False)
class _Label:
    """A label that stands on the page, and what is behind it (``None``: the value has a square of its own)."""

    name: str
    square: int
    value: Piece | None = None
    doubt: Doubt | None = None
    section: str = ""
    before: _Label | None = field(default=None, repr=False)
    after: _Label | None = field(default=None, repr=False)
    path: str = ""  # of the field that it is certain to be of


def read_labels(form: FormLike, squares: Sequence[Square]) -> Found:
    """What the squares of a page, in the order of reading, say of a form."""
    texts = _without_leaders([unified(square.text) for square in squares])
    same = _with_texts(squares, texts)
    return _Labelled(form, _with_texts(same, without_numbers(same, vocabulary(form).prints_label))).read()


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


def fittest(papers: Sequence[tuple[FormLike, Found]]) -> tuple[FormLike, tuple[FormLike, ...]]:
    """The form that a paper fits best of those as which it was read, and those of the same title that it fits as well.

    A form is held against the words of the others that have its title.
    """
    fits = {
        form: fit(form, found, [other for other, _ in papers if other.title == form.title]) for form, found in papers
    }
    best = max(fits, key=lambda form: fits[form])
    equals = (form for form in fits if form is not best and form.title == best.title and fits[form] == fits[best])
    return best, tuple(equals)


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
    heads = Heads(words)

    def is_label(square: int) -> bool:
        text = sheet.squares[square].text
        return words.is_label(text) or heads.is_head(heads.name(text))

    found: list[int] = []
    below = sheet.below(index) if all(map(is_label, sheet.right_of(index)[:1])) else None
    while below is not None and _MAY_BE_NAME.fullmatch(sheet.squares[below].text):
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


def guesses(form: FormLike, found: Found) -> Iterator[Finding]:
    """That labels were read which are in words that we do not know."""
    for path, text in found.guessed.items():
        label = Label("".join(leaves(form.record_type)[path].labels[-1:]), english_name(RecordPath(path).name))
        message = Sentence("栏目“{printed}”按最相近的“{label}”读取，请核对。", printed=text, label=label)
        yield Finding("warning", "" if RecordPath(path).table else path, "read.label", message)


class _Labelled:
    def __init__(self, form: FormLike, squares: Sequence[Square]) -> None:
        self._words: Vocabulary = vocabulary(form)
        self._leaves = leaves(form.record_type)
        self._title = form.title
        self._squares = squares
        self._sheet = Sheet(squares)
        self._found = Found(squares, self._leaves)
        self._placed: set[str] = set()  # fields whose label stands in their section
        self._labels_in = cache(partial(labels_in, name_of=self._words.name_of))

    def read(self) -> Found:
        """Everything that is found."""
        found, words = self._found, self._words
        columns = Columns(self._sheet, words)
        self._table(columns)
        apart = [index for index in range(len(self._squares)) if index not in columns.squares and self._is_read(index)]
        unlabelled = Unlabelled(self._sheet, words, found, apart)
        unlabelled.prose.blanks(first=True)
        self._paired = put_pairs(self._sheet, words, found, apart)
        found.use_squares(self._numbers.intersection(apart))
        self._all = labels = self._labels(apart)
        self._surroundings(labels)
        found.seen |= columns.found | {path for label in labels for path in words.names[label.name]}
        for name in dict.fromkeys(label.name for label in labels):
            self._assign(name, [label for label in labels if label.name == name])
        self._doubt_twins({label.name for label in labels})
        unlabelled.read([(label.name, label.square) for label in labels], self._title)
        self._guess(apart)
        self._doubt_rows()
        self._doubt()
        self._doubt_parts()
        found.fields |= {
            path: replace(value, claims=found.claims[path])
            for path, value in found.fields.items()
            if path in found.claims
        }
        return found

    def _is_read(self, index: int) -> bool:
        """True for a square that may hold labels and values: what runs downwards in the margin does not."""
        square = self._squares[index]
        return bool(square.table) or not is_downwards(square.text)

    def _table(self, columns: Columns) -> None:
        """The rows under the heads, and their totals."""
        found = self._found

        def value_of(path: str, places: Places) -> Value:
            value, rival = self._value(path, places), columns.rivals.get(places[0][0])
            value = value.but(UNCLEAR) if places[0][0] in columns.unclear else value
            return value if rival is None else replace(value.but(TWICE), rivals=(rival,))

        for row in columns.rows:
            values = {
                path: replace(value_of(path, places), claims=columns.claims.get(path, ()))
                for path, places in row.items()
            }
            found.rows.append(
                {path: _hundredths(value) if path in columns.percents else value for path, value in values.items()}
            )
        totals = {path: value_of(path, places) for path, places in columns.totals.items()}
        shifted = self._are_shifted(totals)
        found.fields |= {path: value.but(SHIFTED) if shifted else value for path, value in totals.items()}
        found.claims |= {path: columns.claims[path] for path in totals if path in columns.claims}
        self._guessed_columns(columns)
        self._in_halves = columns.in_halves
        found.is_counted = columns.are_counted
        if columns.is_torn:
            found.rows = [{path: value.but(IN_HEADS) for path, value in row.items()} for row in found.rows]
        found.use_squares(columns.used)

    def _are_shifted(self, totals: dict[str, Value]) -> bool:
        """True where most of the sums of the table that are not those of their own columns are those of others.

        Where most are of none, rows that they sum stand on another page.
        """
        steps = {path: step for step, path in self._words.totals.items()}
        sums = {step: self._sum(step) for step in steps.values()}
        stated = {steps[path]: self._number(steps[path], value) for path, value in totals.items()}
        strange = {step: number for step, number in stated.items() if number and number != sums[step]}
        moved = [step for step, number in strange.items() if any(number == sums[at] for at in sums if at != step)]
        return 2 * len(moved) > len(strange)

    def _sum(self, step: str) -> Decimal | None:
        """The sum of a column, ``None`` where a figure of it cannot be read."""
        numbers = [self._number(step, row[step]) for row in self._found.rows if step in row]
        return None if None in numbers else sum(filter(None, numbers), Decimal())

    def _number(self, step: str, value: Value) -> Decimal | None:
        """A figure of the table; ``None`` where it is none."""
        leaf = self._leaf(step)
        if leaf is None or BLANK.fullmatch(value.text):
            return Decimal()
        return Decimal(leaf.kind.read(value.text)) if is_readable(leaf, value.text) else None

    def _guessed_columns(self, columns: Columns) -> None:
        """Tell of heads in words that we do not know; where a value under them is none of the field, none is taken."""
        found = self._found
        for path, text in columns.guessed.items():
            values = [row[path] for row in found.rows if path in row]
            leaf = self._leaf(path)
            if leaf is None or not all(
                self._reads(leaf, value.text) or BLANK.fullmatch(value.text) for value in values
            ):
                found.rows = [
                    {other: value.but(UNCLEAR) if other == path else value for other, value in row.items()}
                    for row in found.rows
                ]
            else:
                found.guessed[f"{self._words.table}.*.{path}"] = text

    def _guess(self, apart: Sequence[int]) -> None:
        """Read fields whose label stands nowhere at labels in words that we do not know, where one alone is alike."""
        found, words = self._found, self._words
        free = {
            name: paths[0]
            for name, paths in words.names.items()
            if len(paths) == 1 and paths[0] not in found.seen and paths[0] not in found.fields and name not in VAGUE
        }
        guesses: dict[str, list[tuple[_Label, str]]] = defaultdict(list)
        for label, text in self._unknown(apart):
            name = alike(text, free)
            is_text = bool(name) and self._leaves[free[name]].kind.name == "text"
            if name and (not is_text or alike(text, free, CLOSE)):
                guesses[free[name]].append((replace(label, name=name), text))
        for path, labels in guesses.items():
            leaf = self._leaves[path]
            written = found.text(*self._written(labels[0][0])).strip()
            if len(labels) == 1 and self._reads(leaf, written):
                [(label, text)] = labels
                self._take(path, label, LIKELY)
                scores = nearest(text, free)[:2]
                found.claims[path] = tuple(Claim(free[name], name, score) for score, name in scores if score)
                found.use(found.whole(label.square) if label.value is None else Piece(label.square, 0, label.value.end))
                found.seen.add(path)
                found.guessed[path] = text

    def _unknown(self, apart: Sequence[int]) -> Iterator[tuple[_Label, str]]:
        """What may be a label of which nothing is known: a cell of a table, or a text before a colon."""
        for index in apart:
            text = self._squares[index].text
            if not self._found.is_free(self._found.whole(index)):
                continue
            inline = _INLINE.fullmatch(text.strip())
            if inline and text.strip() == text:
                yield _Label("", index, Piece(index, *inline.span(2))), inline[1]
            elif self._squares[index].table and not any(map(str.isdigit, text)):
                yield _Label("", index), text.replace("\n", "")

    def _value(self, path: str, places: Places) -> Value:
        """What stands in the row or in the sums for a field."""
        leaf = next(
            (leaf for known, leaf in self._leaves.items() if known in {path, f"{self._words.table}.*.{path}"}), None
        )
        text = "".join(text for _, text in places).replace("\n", "")
        value = Value(fitted(leaf, text), tuple(self._piece(*place) for place in places))
        is_torn = len({self._squares[index].page for index, _ in places}) > 1
        if is_torn and leaf is not None and leaf.kind.name != "text":
            return value.but(TORN)
        is_shared = (
            leaf is not None and leaf.kind.name in _OF_ONE_ROW and path != YEAR and self._spans_rows(places[0][0])
        )
        return value.but(OF_SEVERAL) if is_shared else value

    def _piece(self, index: int, text: str) -> Piece:
        """A square; of one that says several things with gaps between them, what is taken."""
        if not text:
            return self._found.whole(index)
        before, taken, behind = self._squares[index].text.partition(text)
        is_part = bool(taken) and all(not other or _APART.search(other) for other in (before, behind[::-1]))
        return Piece(index, len(before), len(before) + len(text)) if is_part else self._found.whole(index)

    def _spans_rows(self, index: int) -> bool:
        """True for a cell that goes on beside the rows below its own."""
        here = self._squares[index]
        beside = (self._squares[other] for other in self._sheet.lines[self._sheet.line_of[index]])
        return bool(here.table) and any(
            other.bottom < here.bottom - (other.bottom - other.top) / 2 for other in beside if other.text.strip()
        )

    def _leaf(self, path: str) -> Leaf | None:
        """The field of a path, or of a path in the row."""
        return self._leaves.get(path) or self._leaves.get(f"{self._words.table}.*.{path}")

    def _doubt_rows(self) -> None:
        """Where a line of figures is not explained, of a year before that of a row, that is not the row it seems."""
        found = self._found
        known = {row[YEAR].text[:4] for row in found.rows if YEAR in row}
        rests = found.rests(self._words.prints) if known else {}
        lines = (" ".join(part for index in line for part in rests.get(index, ())) for line in self._sheet.lines)
        if any(year < max(known) for line in lines for year in years_of_row(line) - known):
            found.rows = [{path: value.but(LOST_ROW) for path, value in row.items()} for row in found.rows]

    def _doubt(self) -> None:
        """Amounts that are not in 元, days for words, and values that hold what may be a label, are in doubt."""
        scaled = any(_OTHER_UNIT.search(unicodedata.normalize("NFKC", square.text)) for square in self._squares)
        fields = self._found.fields
        if self._in_halves and any(fields[path].doubt == TWICE for path in fields if path.startswith("person.")):
            self._found.rows = [{path: value.but(TWICE) for path, value in row.items()} for row in self._found.rows]
        for values in (fields, *self._found.rows):
            for path, value in values.items():
                doubt = self._against(path, value, self._leaf(path), scaled=scaled)
                values[path] = value if doubt is None else value.but(doubt)

    def _against(self, path: str, value: Value, leaf: Leaf | None, *, scaled: bool) -> Doubt | None:
        """What in the text of a value, or beside it, speaks against it."""
        is_text = leaf is not None and leaf.kind.name == "text"
        told = (
            (DITTO, lambda: _DITTO.fullmatch(squeezed(value.text))),
            (SCALED, lambda: scaled and leaf is not None and leaf.kind.name == "money"),
            (SPLIT, lambda: leaf is not None and leaf.kind.name == "money" and self._may_be_split(value)),
            (STRAY_DAY, lambda: is_text and self._ends_with_day(path, value)),
            (NO_WORD, lambda: leaf is not None and _is_wordless(leaf, value.text)),
            (NO_NAME, lambda: leaf is not None and is_person(leaf) and _NUMBERED.search(value.text)),
            (GLUED, lambda: ANOTHER.search(value.text) or self._words.ends_with_label(value.text)),
            (GLUED, lambda: is_text and _NUMBER_BEHIND.search(value.text)),
            (GLUED, lambda: path in self._found.fields and self._words.is_bracketed(value.text)),
            (MORE_BEHIND, lambda: leaf is not None and is_text and not value.is_whole and self._goes_on(leaf, value)),
            (UNCLEAR, lambda: self._has_rival(value)),
        )
        return next((doubt for doubt, speaks in told if speaks()), None)

    def _may_be_split(self, value: Value) -> bool:
        """True for a whole number under words that part an amount (元、角分), which was not put together."""
        if len(value.pieces) > 1 or _CENTS.search(value.text):
            return False
        here = self._squares[value.square]
        for line in reversed(self._sheet.lines[: self._sheet.line_of[value.square]] if self._are_split else []):
            over = [self._squares[index] for index in line if self._squares[index].table == here.table]
            if any(tells_places(square.text) and square.shares_column(here) for square in over):
                return True
            if not here.table or any(self._words.name_of(square.text) for square in over):
                return False
        return False

    @cached_property
    def _are_split(self) -> bool:
        """True for a paper that says somewhere which places of an amount stand below."""
        return any(tells_places(square.text) for square in self._squares)

    def _has_rival(self, value: Value) -> bool:
        """True for a text behind its label in one cell, without a colon, where nothing explains the text of the next.

        Either may be what belongs to the label.
        """
        square, start, _ = value.pieces[0]
        before = self._squares[square].text[:start]
        if not self._squares[square].table or not before.strip() or before.rstrip().endswith((":", "：")):
            return False
        beside = self._sheet.right_of(square)[:1]
        below = self._sheet.below(square) if may_count(value.text) else None
        beside += [] if below is None or self._prints(self._squares[below].text) else [below]
        return any(
            self._squares[other].text.strip() and self._found.is_free(self._found.whole(other)) for other in beside
        )

    def _goes_on(self, leaf: Leaf, value: Value) -> bool:
        """True where words stand on the line behind words, and nothing tells what they are; a number has an end."""
        if may_go_on(leaf, value.text):
            return True
        square, _, end = value.pieces[-1]
        line = self._squares[square].text[end:].partition("\n")[0]
        used = (at for at in range(len(line)) if self._found.is_used(square, end + at))
        rest = line[: next(used, None)]
        behind = _WORDS.match(rest)
        if value.text.isascii() or behind is None or is_apart(rest) or rest.startswith(CLOSING):
            return False
        return not DAY.match(behind[1]) and not self._words.prints(behind[1])

    def _doubt_parts(self) -> None:
        """Of a value of several places (年、个月), some without the others are in doubt."""
        fields = self._found.fields
        for leaf in self._leaves.values():
            parts = [leaf.path / name for name in part_names(leaf)]
            there = [part for part in parts if part in fields]
            if len(there) < len(parts):
                fields |= {part: fields[part].but(UNCLEAR) for part in there}

    def _ends_with_day(self, path: str, value: Value) -> bool:
        """True for a text of which the last line, or the only one, is a day; behind an agency, it may be folded."""
        if path.startswith(SIGNED) and _AT_LAST.search(value.text):
            return True
        square, start, end = value.pieces[-1]
        return bool(DAY.fullmatch(self._squares[square].text[start:end].rpartition("\n")[2].strip()))

    # ------------------------------------------------------------------------------------------- labels

    def _labels(self, apart: Iterable[int]) -> list[_Label]:
        """The labels of the page in reading order; several may stand in one square."""
        found: list[_Label] = []
        apart, words = list(apart), self._words
        title = title_in([self._squares[index].text for index in apart], self._title)
        lines = [(apart[place], self._squares[apart[place]].text) for place in title]
        if len(lines) > 1 or any(is_brief(text, self._title) for _, text in lines):
            self._found.use(*(Piece(index, *span) for index, text in lines for span in title_spans(text, self._title)))
        for index in apart:
            text = self._squares[index].text
            if self._words.is_ending(text) and not self._values_right(index):
                continue
            if is_title(text, self._title):
                found += self._inside(index)
                self._found.use(Piece(index, 0, self._title_end(text)))
            elif self._words.is_heading(self._sheet, index):
                self._found.use_squares([index])
            elif name := self._words.name_of(text):
                found += self._under_headings(name, index)
                self._found.use_squares([index])
            elif labels := list(self._inside(index)):
                found += labels
            elif self._squares[index].table and (name := words.agency_of(text)) and self._values_right(index):
                found.append(_Label(name, index))
                self._found.use_squares([index])
            elif self._words.is_label(text) or squeezed(text) in UNITS or self._is_heading(index):
                self._found.use_squares([index])
        return found

    def _under_headings(self, name: str, index: int) -> list[_Label]:
        """A label once for each of its values, where these stand under headings of their own; otherwise the label."""
        right = self._values_right(index)
        sections = [self._words.section_over(self._sheet, other) for other in right]
        if len(right) < 2 or not all(sections) or len(set(sections)) < len(sections):
            return [_Label(name, index)]
        pairs = zip(right, sections, strict=True)
        return [_Label(name, index, self._found.whole(other), section=section) for other, section in pairs]

    def _is_heading(self, index: int) -> bool:
        """True for a heading that is not ours, alone on its line."""
        beside = [text for text in self._line_texts(index) if text.strip()]
        return len(beside) == 1 and is_heading(beside[0])

    def _title_end(self, text: str) -> int:
        """Where what is printed as a title ends: behind it, figures may be those of a field."""
        wanted = squeezed(self._title)
        end = next(end for end in range(len(text) + 1) if wanted in squeezed(text[:end]))
        return end if any(map(str.isdigit, text[end:])) else len(text)

    def _inside(self, index: int) -> Iterable[_Label]:
        """The labels inside a text, each with what follows it."""
        for label in self._labels_in(self._squares[index].text):
            if self._found.is_used(index, label.begin):  # the sentence was read
                continue
            if label.name == AGENCY and tells_of_print(self._squares[index].text):
                continue
            self._found.use(Piece(index, label.begin, label.start))
            value = Piece(index, label.start, label.end)
            value = self._above_heading(value)
            goes_on = "\n" in self._raw(value).strip()
            if label.name.endswith(SEAL) and (signed := _SIGNED.fullmatch(self._raw(value))):
                value, goes_on = value._replace(end=value.start + signed.end(1)), False
            section = self._words.section_in(self._squares[index].text[: label.begin])
            yield _Label(label.name, index, value, MORE_LINES if goes_on else None, section)

    def _above_heading(self, value: Piece) -> Piece:
        """What stands behind a label, without the lines at its end that head what follows in the same cell."""
        text = self._raw(value)
        while len(lines := text.split("\n")) > 1 and (
            is_heading(lines[-1]) or canonical(lines[-1]) in self._words.sections
        ):
            text = "\n".join(lines[:-1])
        self._found.use(value._replace(start=value.start + len(text)))
        return value._replace(end=value.start + len(text))

    def _raw(self, piece: Piece) -> str:
        """The text of a piece, its lines parted."""
        return self._squares[piece.square].text[piece.start : piece.end]

    def _surroundings(self, labels: list[_Label]) -> None:
        """Give every label its section and its neighbours.

        Where the paper is signed, the section above has ended, until a label follows that belongs to another part.
        """
        ended: str | None = None
        for before, label in zip([None, *labels], labels, strict=False):
            section = label.section or self._words.section(self._sheet, label.square)
            paths = self._words.names[label.name]
            if label.name not in VAGUE | {AGENCY} and all(path.startswith(SIGNED) for path in paths):
                ended = section
            elif label.name not in VAGUE and all("." in path and not path.startswith(SIGNED) for path in paths):
                ended = None
            label.section = SIGNOFF if section == ended else section
            label.name = self._words.name_in(label.section, label.name)
            if before is not None:
                label.before, before.after = before, label
        for label in labels:
            self._settle(label)

    def _settle(self, label: _Label) -> None:
        """Find the field that a label is certain to be of, by which its neighbours are known then."""
        paths = self._words.names[label.name]
        scores = sorted(((self._score(path, label), path) for path in paths), reverse=True)
        best, rival = scores[0], scores[1][0] if len(scores) > 1 else STRANGER
        if best[0] >= NEIGHBOUR and best[0] - rival >= CLEARLY:
            label.path = best[1]

    # -------------------------------------------------------------------------------------- assignments

    def _assign(self, name: str, labels: list[_Label]) -> None:
        """Give the labels of one name to the fields that have it."""
        paths = self._words.names[name]
        if name == AGENCY and not any(label.name.endswith(SEAL) for label in self._all):
            return  # it may be that of who seals the paper
        spans = [path for path in paths if self._leaves[path].kind.name == "year-month"]
        if len(spans) == 2 == len(paths) and len(labels) == 1:
            self._span(labels[0], spans)
            return
        said = self._stated(labels)
        if len(paths) == 1 and name not in VAGUE and len(self._texts(said)) < 2:
            own = [label for label in said or labels if self._score(paths[0], label) > STRANGER]
            for label in own:
                self._take(paths[0], label, SURE if len(labels) == 1 else LIKELY)
            if own:
                return
        chosen: dict[str, list[_Label]] = {}
        for label in labels:
            scores = sorted(((self._score(path, label), path) for path in paths), reverse=True)
            best = scores[0]
            if best[0] > 0 and (len(scores) == 1 or scores[1][0] < best[0]):
                chosen.setdefault(best[1], []).append(label)
        self._by_elimination(name, paths, labels, chosen)
        taken = [label for members in chosen.values() for label in members]
        stated = self._stated([label for label in labels if label not in taken])
        for path in paths:
            self._choose(path, chosen.get(path, []), stated)

    def _doubt_twins(self, names: Iterable[str]) -> None:
        """Of two parts of a form with the same labels (付款账户、收款账户), where one label is in doubt, all are.

        But for those that stand in the section of their part.
        """
        twins: dict[frozenset[str], set[str]] = defaultdict(set)
        for name in names:
            paths = self._words.names[name]
            owners = frozenset(RecordPath(path).parent for path in paths)
            if len(owners) > 1 and name not in VAGUE:
                twins[owners] |= set(paths)
        fields = self._found.fields
        for members in twins.values():
            there = [path for path in members if path in fields]
            if any(fields[path].doubt == UNCLEAR for path in there):
                for path in there:
                    if path not in self._placed:
                        fields[path] = fields[path].but(UNCLEAR)

    def _stated(self, labels: Sequence[_Label]) -> list[_Label]:
        """The labels at which something is written; where a day goes, that has a figure or names a part of it."""
        return [label for label in labels if self._says(label, self._found.text(*self._written(label)))]

    def _says(self, label: _Label, text: str) -> bool:
        kinds = {self._leaves[path].kind.name for path in self._words.names[label.name]}
        is_other = kinds == {"date"} and not _OF_DAYS.search(text)
        return not is_other and not BLANK.fullmatch(text)

    def _texts(self, labels: Sequence[_Label]) -> set[str]:
        """What is written at labels, without what stands behind it on its line."""
        return {squeezed(without_tail(self._found.text(*self._written(label)))) for label in labels}

    def _by_elimination(
        self, name: str, paths: Sequence[str], labels: Sequence[_Label], chosen: dict[str, list[_Label]]
    ) -> None:
        """Where every other label has found its field, the last one belongs to the last field."""
        free = [path for path in paths if path not in chosen]
        left = [label for label in labels if not any(label is other for some in chosen.values() for other in some)]
        if chosen and len(free) == 1 == len(left) and name not in VAGUE and self._score(free[0], left[0]) > STRANGER:
            chosen[free[0]] = left

    def _choose(self, path: str, labels: list[_Label], stated: list[_Label]) -> None:
        """Read a field from the labels that fit it best; two that say different things are a doubt."""
        if len(self._texts(labels)) == 1:
            for label in labels:
                self._take(path, label, LIKELY)
        elif path not in self._found.fields and (unclear := self._stated([*stated, *labels])):
            pieces = self._written(unclear[0])
            self._claim(path, unclear[0])
            self._found.fields[path] = Value(self._found.text(*pieces), tuple(pieces), LIKELY, UNCLEAR)

    def _score(self, path: str, label: _Label) -> int:
        """How well what stands around a label is what stands around a field in the template."""
        context = self._words.contexts[path]
        score = self._near(path, label.before, context.before, NEIGHBOUR)
        score += self._near(path, label.after, context.after, FOLLOWER)
        crossed = any(
            near is not None and path and path in self._fields_of(near)
            for near, path in ((label.before, context.after), (label.after, context.before))
        )
        score += CROSSED * crossed
        if label.section in context.sections:
            return score + SECTION * bool(label.section)
        return score + STRANGER * bool(label.section)

    def _near(self, path: str, near: _Label | None, other: str, weight: int) -> int:
        """What a neighbouring label says for a field: less where it may be one of several, as its own nothing."""
        if near is not None and near.path == path:
            return 0
        paths = [] if near is None else self._fields_of(near)
        if (other in paths) if paths else not other:
            return weight if len(paths) < 2 else weight - 1
        owner, place = RecordPath(path).parent, near.name[:PLACE] if near else ""
        same_place = bool(place) and any(label.startswith(place) for label in self._words.contexts[path].sections)
        return KIN if {RecordPath(own).parent for own in paths} == {owner} or same_place else 0

    def _fields_of(self, label: _Label) -> list[str]:
        """The fields of which a label may be."""
        return [label.path] if label.path else self._words.names[label.name]

    # ------------------------------------------------------------------------------------------- values

    def _take(self, path: str, label: _Label, confidence: float) -> None:
        """Read a field at its label."""
        leaf, found = self._leaves[path], self._found
        if label.square in self._paired:
            return
        self._claim(path, label)
        if label.section and label.section in self._words.contexts[path].sections:
            self._placed.add(path)
        if leaf.kind.parts and leaf.kind.parts.boxes and MARKS & set(found.text(*self._written(label))):
            return  # the boxes are read by what is printed beside them
        if label.value is not None:
            self._take_behind(path, label, label.value, confidence)
            return
        right = self._values_right(label.square)
        if leaf.kind.name == "money" and (value := self._in_places(right)):
            found.take(path, value)
            return
        if boxes := self._single_boxes(right):
            is_whole = leaf.kind.name in _IN_BOXES and boxes == right[: len(boxes)]
            found.put(path, list(map(found.whole, boxes)), confidence, None if is_whole else UNCLEAR)
            return
        self._take_near(path, label, right, confidence)

    def _take_near(self, path: str, label: _Label, right: list[int], confidence: float) -> None:
        """Read a field at its label, right of it or below."""
        leaf, found = self._leaves[path], self._found
        under = self._value_below(label.square)
        text, below = self._right_text(right, path), "" if under is None else found.text(found.whole(under)).strip()
        is_either = bool(below and text) and self._reads(leaf, text) == self._reads(leaf, below)
        is_either = is_either and not self._is_nearly_label(below)
        if is_either and self._stand_left(label):
            found.put(path, self._right_pieces(right, path), LIKELY)
        elif is_either or (leaf.kind.name == "text" and text and self._may_be_heads(label, right[0])):
            found.fields[path] = Value(
                text, tuple(map(found.whole, right[:1])), LIKELY, TWO_PLACES, rivals=(below,) if below else ()
            )
        elif under is not None and below and self._belongs_below(label, leaf, right, text):
            found.put(path, [found.whole(under)], LIKELY, self._doubt_of_number(leaf, under, self._sheet.below(under)))
        elif right:
            doubt = self._doubt_of_number(leaf, *right[:2]) if len(right) > 1 else None
            found.put(path, self._right_pieces(right, path), confidence, doubt)
            found.use_squares(index for index in right if BLANK.fullmatch(self._squares[index].text))

    def _take_behind(self, path: str, label: _Label, behind: Piece, confidence: float) -> None:
        """Read a field at its label in one square with it."""
        leaf = self._leaves[path]
        value = own = self._own(leaf, behind)
        if leaf.kind.name == "date":
            value = self._day_behind(own)
            line = self._squares[behind.square].text[behind.start :].partition("\n")[0]
            if value == own and leaf.labels[-1].endswith(SIGNING_DAY) and _UNDATED.fullmatch(line):
                self._found.use(Piece(behind.square, behind.start, behind.start + len(line)))
                return
        elif (named := _NAMED.match(self._raw(own))) and leaf.labels[-1].endswith(PEOPLE) and is_name(named[1]):
            value = Piece(own.square, own.start + named.start(1), own.start + named.end(1))
        doubt = IN_SENTENCE if self._in_sentence(leaf, value) else label.doubt if value == own else None
        self._found.put(path, [value], confidence, doubt, is_whole=value != own)

    def _claim(self, path: str, label: _Label) -> None:
        """Remember which fields a label may name, and how well each fits where it stands."""
        names = self._words.names[label.name]
        scores: dict[str, float | None] = dict.fromkeys(names)
        if len(names) > 1:
            scores = {name: float(self._score(name, label)) for name in names}
        ordered = sorted(names, key=lambda name: (name != path, -(scores[name] or 0)))
        self._found.claims.setdefault(path, tuple(Claim(name, label.name, scores[name]) for name in ordered))

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
        may_be_other = bool(text.strip()) and not self._prints(text) and self._reads(leaf, text)
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
        is_named = _MAY_BE_NAME.fullmatch(self._raw(value)) and value.end == len(self._squares[value.square].text)
        is_day = len(below) == 1 and DAY.fullmatch(self._squares[below[0]].text.strip())
        return self._found.whole(below[0]) if is_named and is_day and not self._squares[below[0]].table else value

    def _own(self, leaf: Leaf, behind: Piece) -> Piece:
        """What of the text behind a label is its value: of figures and days, what stands before a label or a mark."""
        text = self._raw(behind)
        ends = sorted(found.start() for pattern in (ANOTHER, _STOP) for found in pattern.finditer(text))
        is_text = leaf.kind.name == "text"
        end = next((end for end in ends if not is_text and self._reads(leaf, text[:end])), len(text))
        if is_text and text.endswith("。") and _SENTENCE.search(self._squares[behind.square].text[: behind.start]):
            end -= 1  # it ends the sentence in which the label stands
        return behind._replace(end=behind.start + end)

    def _in_sentence(self, leaf: Leaf, value: Piece) -> bool:
        """True where a sentence stands behind a label outside of tables, and not one that fills its field."""
        square = self._squares[value.square]
        fills = leaf.labels[-1].endswith(SENTENCES) and not square.text[value.end :].strip("。_＿ \xa0\u3000\n")
        is_text = leaf.kind.name == "text" and not square.table and not fills
        return is_text and bool(_SENTENCE.search(self._found.text(value)))

    def _may_be_heads(self, label: _Label, right: int) -> bool:
        """True where what stands right of a label may be a label as well: under both stands something that is none."""
        below = [self._sheet.below(label.square), self._sheet.below(right)]
        texts = [self._squares[other].text for other in below if other is not None]
        are_values = len(texts) == 2 and all(text.strip() and not self._prints(text) for text in texts)
        return are_values and not self._stand_left(label)

    def _is_nearly_label(self, text: str) -> bool:
        """True for a text that is a label, but for a word or two."""
        return bool(alike(text, {name: paths[0] for name, paths in self._words.names.items() if len(paths) == 1}))

    def _stand_left(self, label: _Label) -> bool:
        """True where labels of a table stand left of their values: certainly so for some, and above for none.

        Or where another one does on the line of the label, whose value can only be its own.
        """
        table = self._squares[label.square].table
        others = [other for other in self._all if other.value is None and other is not label]
        others = [other for other in others if self._squares[other.square].table == table]
        sides = [
            (bool(self._values_right(other.square)), self._value_below(other.square) is not None) for other in others
        ]
        is_so = sides.count((True, False)) >= ENOUGH_SIDES and (False, True) not in sides
        line = self._sheet.line_of[label.square]
        beside = [other for other in others if self._sheet.line_of[other.square] == line]
        return is_so or (any(map(self._has_own, beside)) and not self._heads_words(label))

    def _heads_words(self, label: _Label) -> bool:
        """True where under what stands right of a label there are words: it may be a label as well."""
        under = [self._sheet.below(index) for index in self._values_right(label.square)[:1]]
        texts = [self._squares[index].text.strip() for index in under if index is not None]
        return any(text and not any(map(str.isdigit, text)) for text in texts)

    def _has_own(self, label: _Label) -> bool:
        """True where right of a label stands what no other field takes for its value, and not so below."""
        path = self._words.names[label.name][0]
        leaf, under = self._leaves[path], self._value_below(label.square)
        right = self._right_text(self._values_right(label.square)[:1], path)
        below = "" if under is None else self._squares[under].text
        return leaf.kind.name in _OF_ITS_OWN and self._reads(leaf, right) and not self._reads(leaf, below)

    def _belongs_below(self, label: _Label, leaf: Leaf, right: Sequence[int], text: str) -> bool:
        """True where what stands under a label is its value, and not what stands right of it."""
        if text:
            return not self._reads(leaf, text)
        return not right or self._is_head(label.square)

    @staticmethod
    def _reads(leaf: Leaf, text: str) -> bool:
        return is_readable(leaf, fitted(leaf, text))

    def _right_pieces(self, right: Sequence[int], path: str) -> list[Piece]:
        """What stands right of a label; a day may be spread over several squares."""
        leaf, first = self._leaves[path], [self._whole(index) for index in right[:1]]
        if not leaf.kind.parts or self._reads(leaf, self._found.text(*first)):
            return first
        return [self._found.whole(index) for index in right]

    def _right_text(self, right: Sequence[int], path: str) -> str:
        return self._found.text(*self._right_pieces(right, path)).strip()

    def _written(self, label: _Label) -> list[Piece]:
        """What is written at a label, whatever it is worth."""
        if label.value is not None:
            return [label.value]
        right = [self._whole(index) for index in self._values_right(label.square)[:1]]
        under = self._value_below(label.square)
        return right if self._found.text(*right).strip() or under is None else [self._found.whole(under)]

    def _values_right(self, index: int) -> list[int]:
        """The squares between a label and the next one on its line."""
        found: list[int] = []
        for other in self._sheet.right_of(index):
            if other in self._numbers:
                continue
            if self._prints(self._squares[other].text):
                return [*found, other] if not found and self._own_part(other) else found
            found.append(other)
        return found

    @cached_property
    def _numbers(self) -> set[int]:
        """The squares that number the labels beside them."""
        return numbers_of(self._sheet, self._prints)

    def _own_part(self, index: int) -> Piece | None:
        """What stands in a cell, a gap apart, before the labels of others: it is of the label before the cell."""
        text = self._squares[index].text
        first = next(iter(self._labels_in(text)), None)
        part = text[: first.begin] if first and not self._words.name_of(text) else ""
        own = part.strip()
        is_apart = bool(own and own[-1] not in ":：" and _APART.search(part)) and not _GAPS.search(own)
        return Piece(index, 0, len(part.rstrip())) if is_apart else None

    def _whole(self, index: int) -> Piece:
        """What stands in a cell for the label before it."""
        return self._own_part(index) or self._found.whole(index)

    def _prints(self, text: str) -> bool:
        """True for a text that is a label, whatever it says, or holds one: no value ends with a colon."""
        is_called = text.rstrip().endswith(("：", ":"))
        return is_called or self._is_label(text) or bool(self._labels_in(text))

    def _is_label(self, text: str) -> bool:
        return self._words.is_label(text) and squeezed(text) not in UNITS

    def _value_below(self, index: int) -> int | None:
        """The square under a label, where the line under it holds values only."""
        under = self._sheet.below(index)
        if under is not None and is_count(self._line_texts(under)):
            under = self._sheet.below(under)
        if under is None or self._prints(self._squares[under].text):
            return None
        beside = self._line_texts(under)
        if any(map(self._is_label, beside)) or (any(map(self._prints, beside)) and not self._is_head(index)):
            return None
        return under

    def _is_head(self, index: int) -> bool:
        """True for a label on a line of nothing but labels."""
        return all(not text.strip() or self._prints(text) for text in self._line_texts(index))

    def _line_texts(self, index: int) -> list[str]:
        return [self._squares[other].text for other in self._sheet.lines[self._sheet.line_of[index]]]

    def _span(self, label: _Label, paths: list[str]) -> None:
        """A span of months at one label: its beginning and its end."""
        found = self._found
        right = self._values_right(label.square)
        under = self._value_below(label.square)
        if under is not None and self._is_head(label.square):
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
        is_whole = all(self._reads(self._leaves[path], end) for path, end in zip(paths, ends, strict=True))
        for path, end in zip(paths, ends, strict=True):
            found.claims[path] = (Claim(path, label.name),)
            found.fields[path] = Value(fitted(self._leaves[path], end), tuple(pieces), is_whole=is_whole)


def _is_wordless(leaf: Leaf, text: str) -> bool:
    """True for figures or marks alone where the name of somebody, of an agency or of a place should stand."""
    is_name = leaf.kind.name == "text" and leaf.kind is not CODE and leaf.kind is not NOTE
    return is_name and is_readable(leaf, text) and not any(map(str.isalpha, text))


def _hundredths(value: Value) -> Value:
    """A bare figure under a head that says % (缴费比例（%）); one below 1 may be no percentage."""
    if not _FIGURE.fullmatch(value.text):
        return value
    is_share = value.text[0] != "0" or not value.text.strip("0.")
    return replace(value, text=f"{value.text}%") if is_share else value.but(FRACTION)
