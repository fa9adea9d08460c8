"""Other versions of the same paper in PDF (别处版式): read by labels and ruled lines instead of by our rectangles.

Offices order and name the fields of a form as they like. The cells between the ruled lines and the lines of text
outside them are squares; ``neighbours`` finds what stands beside which label. What is read so is less certain, and
what is left over may be a value that nobody asked for: both are said.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from itertools import pairwise, takewhile
from operator import itemgetter
from typing import NamedTuple

from hjforms.findings import Finding
from hjforms.reading.characters import LEADING, UNKNOWN, Char, is_next_line, is_unclear, lines, spaced, turned
from hjforms.reading.found import SPREAD, Found, Value, fitted, is_person, is_readable
from hjforms.reading.grid import Cell, Grid
from hjforms.reading.heads import Heads
from hjforms.reading.identification import is_title, squeezed, title_in
from hjforms.reading.labels import canonical
from hjforms.reading.neighbours import fit, read_labels
from hjforms.reading.reading import SPACES_UNCLEAR, UNREADABLE, Box, Doubt, FormLike, PageTexts, Source
from hjforms.reading.squares import Square
from hjforms.reading.unlabelled import DAY
from hjforms.reading.unruled import Block, Drawn, IsLabel, Part, blocks
from hjforms.reading.vocabulary import NUMBERS, TOTAL, Vocabulary, vocabulary
from hjforms.records.base import Leaf, leaves
from hjforms.template.layout import PAGE

LEAST_LABELS = 2
OTHER_SIZE = 0.15  # of the size: what differs more is no line of the same text
MOST_PAGES = 20  # of one paper; each is read with those before it
START = 4  # letters at the beginning of a line
EVEN = 4.0  # points
PAGE_GAP = 1000.0  # points between the pages of a paper, as squares are told
PART_GAP = 0.9  # of the size: what parts stretches of a line
SAME_START = 0.2  # of the size
LEAST_LEADING = 0.6  # of the size: what is less far below stands on the same line
FOLDED_LEADING = 1.8  # of the size: from a line to the one in which it goes on
FULL = 2.5  # of the size: a line that ends so near to its edge is folded

TOUCHING = 0.15  # of the size: letters that stand so near on one line are of one text
LEVEL = 0.1  # of the size: how far apart the letters of a line stand in height

OVERLAP = 0.4  # of the width: letters that share so much stand over each other

OVERPRINTED = Doubt("error", "有字叠印在别的字上，看不清哪些是这一栏的，没有读入，请人工核对。")
CUT = Doubt("error", "文字越过格子的边线，紧接着还有字，不知到哪里为止，没有读入，请人工核对。")
_FURTHER = re.compile(r"\((?:续|续表|之?[二三四五六七八九十]|[2-9])\)|续表?$")

FOLDED = Doubt("error", "这一栏的内容折了行，折行的文字归属不清，请人工核对。")


class _Drawn(NamedTuple):
    """A square of a page, with the character of every letter of its text, and the page."""

    square: Square
    chars: list[Char | None]
    page: int


@dataclass(frozen=True)
class Version:
    """A form as another office prints it, on one page or more, seen upright after ``turn`` quarter turns."""

    form: FormLike
    pages: tuple[tuple[Grid, int], ...]  # the ruled lines of each page, and its number
    turn: int

    @cached_property
    def is_one(self) -> bool:
        """False where hardly any label of the form is on the pages."""
        return len(self.found.seen) >= LEAST_LABELS

    @cached_property
    def fit(self) -> tuple[int, int]:
        """How well the paper is one of the form."""
        return fit(self.form, self.found)

    def texts(self) -> PageTexts:
        """What is read."""
        known, found = leaves(self.form.record_type), self.found
        fields = {path: self._source(known.get(path), value) for path, value in found.fields.items()}
        prefix = f"{vocabulary(self.form).table}.*."
        rows = [{path: self._source(known[prefix + path], value) for path, value in row.items()} for row in found.rows]
        first = self.pages[0][1]
        message = f"第{first}页的版面与模板不同，按栏目名称和表格线读取，请核对。"
        findings = (Finding("warning", "", "read.version", message), *self._left_over())
        return PageTexts(fields, rows, first, findings)

    def continued(self, grid: Grid, turn: int, number: int) -> Version | None:
        """The paper with one more page that has no title; ``None`` where that is not the rest of it."""
        if len(self.pages) >= MOST_PAGES:
            return None
        longer = replace(self, pages=(*self.pages, (grid, number)))
        ours, own = self.found, Version(self.form, ((grid, number),), turn).found
        differs = any(
            path in ours.fields and ours.fields[path].text != value.text
            for path, value in own.fields.items()
            if path != PAGE
        )
        new = {path for path in own.seen if path not in ours.seen}
        more_rows = len(longer.found.rows) > len(ours.rows)
        is_rest = more_rows or (bool(new) and not any(path.startswith("person.") for path in new))
        return longer if turn == self.turn and is_rest and not differs else None

    @cached_property
    def found(self) -> Found:
        """What the labels of the pages tell."""
        return read_labels(self.form, [drawn.square for drawn in self._drawn])

    @cached_property
    def _drawn(self) -> list[_Drawn]:
        """The squares of the pages in the order of reading; each page stands below the one before it."""
        found: list[_Drawn] = []
        for whole, number in self.pages:
            grid, columns = _without_lines(whole, vocabulary(self.form), leaves(self.form.record_type))
            tables = max((drawn.square.table for drawn in found), default=0)
            page = _drawn_on(grid, number, tables, vocabulary(self.form))
            page += [_Drawn(square, chars, number) for square, chars in columns]
            page.sort(key=lambda drawn: (drawn.square.top, drawn.square.left))
            found += _below(found, page)
        return found

    def _chars_of(self, value: Value) -> list[Char]:
        return [
            char
            for square, start, end in value.pieces
            for char in self._drawn[square].chars[start:end]
            if char is not None
        ]

    def _source(self, leaf: Leaf | None, value: Value) -> Source:
        """A value as it stands on the page; what is not to be seen clearly is in doubt."""
        chars, doubt = self._chars_of(value), value.doubt
        drawn = self._drawn[value.square]
        if leaf is not None and self._is_cut(chars, drawn):
            doubt = doubt or CUT
        if leaf is not None and _is_overprinted(chars):
            doubt = doubt or OVERPRINTED
        is_whole = leaf is not None and leaf.kind.name == "date" and DAY.fullmatch(value.text)
        if leaf is not None and not is_whole and (self._runs_over(chars, drawn) or value in self._torn):
            doubt = doubt or FOLDED
        if any(char.text == UNKNOWN for char in chars):
            doubt = UNREADABLE
        has_spaces = (
            leaf is not None and leaf.kind.name == "text" and not (is_person(leaf) and len(value.text) == SPREAD)
        )
        if has_spaces and (is_unclear(chars) or _folds_at_space(chars)):
            doubt = doubt or SPACES_UNCLEAR
        return Source(value.text, drawn.page, turned(box_of(chars), self.turn), "grid", value.confidence, doubt)

    def _is_cut(self, chars: Sequence[Char], own: _Drawn) -> bool:
        """True where a line goes on beside the cell without a gap: what is taken for its edge goes through a text."""
        if not own.square.table:
            return False
        inside = set(map(id, own.chars))
        return any(
            _touches(line[-1], char) or _touches(char, line[0])
            for line in lines(chars)
            for char in self._level(own.page, line[0])
            if id(char) not in inside
        )

    def _level(self, page: int, char: Char) -> Iterator[Char]:
        """The characters of a page on the height of one."""
        reach = LEVEL * char.size
        for known in (self._by_height.get((page, inside), []) for inside in (True, False)):
            first = bisect_left(known, char.base - reach, key=itemgetter(0))
            last = bisect_right(known, char.base + reach, key=itemgetter(0))
            yield from (other for _, _, other in known[first:last])

    def _runs_over(self, chars: Sequence[Char], own: _Drawn) -> bool:
        """True where the text goes on closely above or below, outside of what was taken for it."""
        taken = set(map(id, chars))
        near = [char for char in self._near(own, chars) if id(char) not in taken and is_next_line(chars, char)]
        begins, ends = _is_whole(chars, own)
        if any(begins if char.base > chars[0].base else ends for char in near):
            return True
        if not ends or own.square.table:
            return False
        return any(
            _is_under(part[0], chars, own) or (begins and self._goes_round(chars, own, part))
            for part, begins in self._rest_near(own)
        )

    def _goes_round(self, chars: Sequence[Char], own: _Drawn, part: Sequence[Char]) -> bool:
        """True where a text ends a full line, and part of the next line may be the rest of it."""
        line = [one for one in own.chars if one is not None]
        is_last = bool(chars) and max(one.left for one in line if one.base == chars[-1].base) == chars[-1].left
        may_go_on = _is_full(chars, part, self._right[own.page]) or _begins_alike(part, _parts(line))
        return is_last and _follows(chars, part) and may_go_on

    @cached_property
    def _right(self) -> dict[int, float]:
        """Where the text and the tables of each page end on the right."""
        return {number: _right_of(grid) for grid, number in self.pages}

    @cached_property
    def _torn(self) -> list[Value]:
        """Values outside of cells that stand far behind their label and right under another: one may go on there."""
        days = {path for path, leaf in leaves(self.form.record_type).items() if leaf.kind.name == "date"}
        outside = [
            (value, self._drawn[value.square], self._chars_of(value))
            for path, value in self.found.fields.items()
            if path not in days and not self._drawn[value.square].square.table
        ]
        pairs = (
            (below, above)
            for below, own, chars in outside
            if chars and any(part[0] is chars[0] for part in _parts([char for char in own.chars if char is not None]))
            for above, other, others in outside
            if below is not above and _is_under(chars[0], others, other)
        )
        return [value for pair in pairs for value in pair]

    def _near(self, own: _Drawn, chars: Sequence[Char]) -> Iterator[Char]:
        """The characters around a text that are nothing else: rules part them, and lines that begin otherwise."""
        known = self._by_height[own.page, bool(own.square.table)]
        bases = [char.base for char in chars]
        reach = LEADING * max((char.size for char in chars), default=0)
        first = bisect_left(known, min(bases, default=0) - reach, key=itemgetter(0))
        last = bisect_right(known, max(bases, default=0) + reach, key=itemgetter(0))
        size = chars[0].size if chars else 0
        for _, index, char in known[first:last]:
            drawn = self._drawn[index]
            is_other = drawn is not own and not drawn.square.table and self._begins_otherwise(index)
            is_apart = drawn is own or own.square.table < 0
            is_known = is_apart and drawn.square.table and id(char) in self._explained
            if abs(char.size - size) <= OTHER_SIZE * size and not is_other and not is_known:
                yield char

    @cached_property
    def _explained(self) -> set[int]:
        """The characters that are labels or values."""
        return {
            id(char)
            for index, (_, chars, _) in enumerate(self._drawn)
            for at, char in enumerate(chars)
            if char is not None and self.found.is_used(index, at)
        }

    def _begins_otherwise(self, index: int) -> bool:
        """True for a line that begins with a label or the words of a sentence of the form."""
        return any(self.found.is_used(index, at) for at in range(START))

    @cached_property
    def _by_height(self) -> dict[tuple[int, bool], list[tuple[float, int, Char]]]:
        """The characters of each page in cells, and outside of them, from the bottom, with their squares."""
        found: dict[tuple[int, bool], list[tuple[float, int, Char]]] = defaultdict(list)
        for index, (square, chars, page) in enumerate(self._drawn):
            found[page, bool(square.table)] += [(char.base, index, char) for char in chars if char is not None]
        return {key: sorted(chars, key=itemgetter(0)) for key, chars in found.items()}

    def _rest_near(self, own: _Drawn) -> Iterator[tuple[Sequence[Char], bool]]:
        """The stretches of text outside of cells whose beginning nothing explains; true for the first of a line."""
        for index, (square, chars, page) in enumerate(self._drawn):
            if page == own.page and not square.table and chars:
                known = {id(char) for at, char in enumerate(chars) if self.found.is_used(index, at)}
                parts = _parts([char for char in chars if char is not None])
                yield from ((part, part is parts[0]) for part in parts if id(part[0]) not in known)

    @cached_property
    def _rests(self) -> dict[int, str]:
        return self.found.rests(vocabulary(self.form).prints)

    def _left_over(self) -> Iterator[Finding]:
        """What is neither label nor value: it may be a value whose label we do not know."""
        for number in dict.fromkeys(self._drawn[index].page for index in self._rests):
            strange = [text for index, text in self._rests.items() if self._drawn[index].page == number]
            message = f"第{number}页有{len(strange)}处文字没有归到任何栏目，没有读入，请人工查看。"
            yield Finding("error", "", "read.unknown", message, None, "；".join(strange))


def _drawn_on(grid: Grid, number: int, tables: int, words: Vocabulary) -> list[_Drawn]:
    """The squares of a page in the order of reading; its tables are counted on from those before."""
    found = []
    for cell, table in zip(grid.cells, grid.tables, strict=True):
        x0, y0, x1, y1 = cell.box
        text, chars = _written(cell.chars, x1, words)
        found.append(_Drawn(Square(text, x0, -y1, x1, -y0, tables + table), chars, number))
    for folded in _unfolded(grid.outside):
        x0, y0, x1, y1 = box_of(folded[0])
        text, chars = _written(folded[0], float("inf"), words) if len(folded) == 1 else _woven(folded)
        found.append(_Drawn(Square(text, x0, -y1, x1, -y0), chars, number))
    return sorted(found, key=lambda drawn: (drawn.square.top, drawn.square.left))


def _below(above: Sequence[_Drawn], page: list[_Drawn]) -> list[_Drawn]:
    """The squares of a page as they stand under those of the page before; a table with the same columns goes on."""
    cells, before = [drawn for drawn in page if drawn.square.table], [drawn for drawn in above if drawn.square.table]
    if not above or not page:
        return page
    shift = max(drawn.square.bottom for drawn in above) - min(drawn.square.top for drawn in page) + PAGE_GAP
    own = last = 0
    if cells and before and _edges(cells[0], cells) == _edges(before[-1], before):
        own, last = cells[0].square.table, before[-1].square.table
        shift = before[-1].square.bottom - cells[0].square.top
    return [
        drawn._replace(
            square=replace(
                drawn.square,
                top=drawn.square.top + shift,
                bottom=drawn.square.bottom + shift,
                table=last if own and drawn.square.table == own else drawn.square.table,
            )
        )
        for drawn in page
    ]


def _edges(one: _Drawn, cells: Sequence[_Drawn]) -> list[int]:
    """Where the cells of a line begin and end, in units so coarse that what looks even is."""
    line = [other.square for other in cells if other.page == one.page and other.square.top == one.square.top]
    return [round(edge / EVEN) for square in line for edge in (square.left, square.right)]


def _without_lines(grid: Grid, words: Vocabulary, known: Mapping[str, Leaf]) -> tuple[Grid, list[Drawn]]:
    """The page without the columns that no upright line parts, and the squares of these: their tables count from -1."""
    heads = Heads(words)

    @cache
    def is_label(text: str) -> bool:
        names = tuple(map(canonical, text.split("\n")))
        if words.name_of(text) or canonical(text) in NUMBERS:
            return True
        return names != (TOTAL,) and bool(heads.fields((canonical(text),)) or heads.fields(names))

    def is_section(text: str) -> bool:
        return canonical(text) in words.sections - {TOTAL}

    whole = _alone(grid.cells)
    drawn = [*grid.outside, *(tuple(line) for index in whole for line in lines(grid.cells[index].chars))]
    ordered = sorted(drawn, key=lambda line: -line[0].base)
    parted = [_stretches(line, is_label, words) for line in ordered]
    found: list[Drawn] = []
    taken: set[int] = set()
    for count, block in enumerate(blocks(parted, is_label, is_section), 1):
        is_table = not all(words.name_of(column.text) for column in block.columns)
        if not block.rows or (block.is_filled() if is_table else _are_values(block, words, known)):
            found += block.squares(-count, is_table=is_table)
            taken |= {id(char) for line in ordered[block.first : block.last + 1] for char in line}
    return (_left(grid, whole, taken), found) if found else (grid, [])


def _are_values(block: Block, words: Vocabulary, known: Mapping[str, Leaf]) -> bool:
    """True where what stands under labels is of their kinds, and for one at least that says something.

    Under labels of a blank paper there may be other labels, that we do not know.
    """
    told = [
        any(is_readable(known[path], fitted(known[path], value.text)) for path in paths)
        for column in block.columns
        if (value := block.value(column)) is not None and (paths := words.names[words.name_of(column.text)])
        if all(known[path].kind.name not in {"text", "year-month"} for path in paths)
    ]
    return bool(told) and all(told)


def _alone(cells: Sequence[Cell]) -> list[int]:
    """The cells that are all of their row: text in them may stand in columns."""
    found: list[list[int]] = []
    low = float("inf")
    for index in sorted(
        (index for index, cell in enumerate(cells) if cell.chars), key=lambda index: -cells[index].box[3]
    ):
        _, bottom, _, top = cells[index].box
        if top <= low:
            found.append([])
        found[-1].append(index)
        low = min(low, bottom) if len(found[-1]) > 1 else bottom
    return [group[0] for group in found if len(group) == 1]


def _left(grid: Grid, whole: Sequence[int], taken: set[int]) -> Grid:
    """The page without these characters; of cells that lose some, the rest stands outside of cells."""
    torn = [index for index in whole if any(id(char) in taken for char in grid.cells[index].chars)]
    chars = [char for line in grid.outside for char in line] + [
        char for index in torn for char in grid.cells[index].chars
    ]
    rest = lines(char for char in chars if id(char) not in taken)
    return Grid(tuple(cell for index, cell in enumerate(grid.cells) if index not in torn), tuple(map(tuple, rest)))


def _stretches(line: Sequence[Char], is_label: IsLabel, words: Vocabulary) -> list[Part]:
    """The stretches of a line; the letters of a label that is spread (合　计) are one."""
    found: list[list[Char]] = []
    for part in _parts(line):
        spread = "".join(char.text for char in [*(found[-1] if found else []), *part])
        if found and len(part) == 1 and len(found[-1]) < len(spread) <= 4 and (is_label(spread) or spread == TOTAL):
            found[-1] += part
        else:
            found.append(part)
    return [_part(part, words) for part in found]


def _part(chars: Sequence[Char], words: Vocabulary) -> Part:
    x0, y0, x1, y1 = box_of(chars)
    text, letters = _written(chars, float("inf"), words)
    return Part(text, x0, x1, -y1, -y0, tuple(letters))


def _right_of(grid: Grid) -> float:
    """Where the text and the tables of a page end on the right."""
    ends = [char.left + char.width for line in grid.outside for char in line]
    return max([*ends, *(cell.box[2] for cell in grid.cells)], default=0)


def _unfolded(found: Sequence[Sequence[Char]]) -> list[list[Sequence[Char]]]:
    """Lines of text, each with those in which its parts go on right below where they began."""
    groups: list[list[Sequence[Char]]] = []
    for line in found:
        if groups and _goes_on(groups[-1][-1], line, groups[-1][0]):
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


def _goes_on(above: Sequence[Char], line: Sequence[Char], first: Sequence[Char]) -> bool:
    """True where every part of a line begins under a part of another that has several, and none has a colon.

    One part that begins where the other line did may as well be the rest of what ended that line.
    """
    parts, starts = _parts(line), [part[0].left for part in _parts(first)]
    if len(parts) == 1 and _begins_alike(parts[0], _parts(first)):
        return False
    is_near = above[0].base - line[0].base <= FOLDED_LEADING * line[0].size
    plain = not any(char.text in ":：" for char in line)
    under = all(any(abs(part[0].left - start) <= SAME_START * part[0].size for start in starts) for part in parts)
    return is_near and plain and under and len(starts) > 1


def _parts(line: Sequence[Char]) -> list[list[Char]]:
    """The stretches of a line between gaps as wide as a character."""
    found = [[line[0]]]
    for before, char in pairwise(line):
        if char.left - before.left - before.width >= PART_GAP * before.size:
            found.append([])
        found[-1].append(char)
    return found


def _woven(folded: Sequence[Sequence[Char]]) -> tuple[str, list[Char | None]]:
    """The text of lines whose parts are folded: part by part, each with its further lines."""
    text, found = "", list[Char | None]()
    rest = [part for line in folded[1:] for part in _parts(line)]
    for part in _parts(folded[0]):
        own = [other for other in rest if abs(other[0].left - part[0].left) <= SAME_START * part[0].size]
        chars = [*part, *(char for other in own for char in other)]
        gap = "\u3000\u3000" if text else ""
        text += gap + "".join(char.text for char in chars)
        found += [None] * len(gap) + [char for char in chars for _ in char.text]
    return text, found


def _begins_alike(part: Sequence[Char], parts: Sequence[Sequence[Char]]) -> bool:
    """True for a stretch without a colon that begins where a line of several parts does."""
    plain = not any(char.text in ":：" for char in part)
    return plain and len(parts) > 1 and abs(part[0].left - parts[0][0].left) <= part[0].size


def _follows(chars: Sequence[Char], part: Sequence[Char]) -> bool:
    """True for a text on the line below."""
    return _is_lower(chars[-1], part[0])


def _is_lower(above: Char, char: Char) -> bool:
    """True for a character on the line below another, as lines of one text follow each other."""
    return LEAST_LEADING * char.size < above.base - char.base <= FOLDED_LEADING * char.size


def _is_full(above: Sequence[Char], line: Sequence[Char], right: float) -> bool:
    """True where the word that begins a line had no room, give or take a character, behind the line above."""
    word = (
        list(takewhile(lambda char: char.text.isascii() and not char.space, line[1:])) if line[0].text.isascii() else []
    )
    return above[-1].left + above[-1].width + sum(char.width for char in (line[0], *word)) > right - line[0].size


def _touches(before: Char, char: Char) -> bool:
    """True for a character right behind another of its size, or over its end."""
    alike = abs(char.size - before.size) <= OTHER_SIZE * before.size
    gap = char.left - before.left - before.width
    return alike and -before.width < gap < TOUCHING * before.size


def _is_overprinted(chars: Sequence[Char]) -> bool:
    """True where a character of another size stands over one of the text: a stamp does (印章上的字)."""
    pairs = (pair for line in lines(chars) for pair in pairwise(line))
    return any(
        abs(before.size - char.size) > OTHER_SIZE * before.size
        and before.left + before.width - char.left > OVERLAP * min(before.width, char.width)
        for before, char in pairs
    )


def _is_whole(chars: Sequence[Char], own: _Drawn) -> tuple[bool, bool]:
    """Whether a text may go on above and below: outside of cells, where it begins its line and ends its part of it."""
    if own.square.table or not chars:
        return True, True
    line = [one for one in own.chars if one is not None]
    part = next((part for part in _parts(line) if chars[-1] in part), line)
    return chars[0] is line[0], chars[-1] is part[-1]


def _is_under(char: Char, chars: Sequence[Char], own: _Drawn) -> bool:
    """True for a character right under a value or the label before it on its line."""
    line = [one for one in own.chars if one is not None]
    part = next((part for part in _parts(line) if chars and chars[-1] in part), [])
    if not part or not _is_lower(part[0], char):
        return False
    return part[0].left - char.size <= char.left <= part[-1].left + part[-1].width


def is_headed(grid: Grid, title: str) -> bool:
    """True where a line of the page, or two, are this title."""
    texts = [lines(cell.chars) for cell in grid.cells]
    every = [*grid.outside, *(line for found in texts for line in found)]
    return bool(title_in(["".join(char.text for char in line) for line in every], title))


def is_further(grid: Grid, title: str) -> bool:
    """True where a page says in its title that it is a further one of a paper: 信息表（二）, 信息表（续）."""
    drawn = [*grid.outside, *(line for cell in grid.cells for line in lines(cell.chars))]
    texts = (squeezed("".join(char.text for char in line)) for line in drawn)
    return any(is_title(text, title) and _FURTHER.match(text.partition(squeezed(title))[2]) for text in texts if text)


def _written(chars: Sequence[Char], edge: float, words: Vocabulary) -> tuple[str, list[Char | None]]:
    """The text between edges, with the character of each letter; lines that are not folded are parted."""
    text, found = "", list[Char | None]()
    before: Char | None = None
    for line in lines(chars):
        is_labelled = bool(words.name_of(_before_colon(line)))
        for char in line:
            gap = spaced(before, char)
            if before is not None and char is line[0]:
                is_full = edge - before.left - before.width <= FULL * before.size
                gap += "" if is_full and not is_labelled else "\n"
            text += gap + char.text
            found += [None] * len(gap) + [char] * len(char.text)
            before = char
    return text, found


def _before_colon(line: Sequence[Char]) -> str:
    """What stands before the first colon of a line, if there is one."""
    words, colon, _ = "".join(char.text for char in line).replace("：", ":").partition(":")
    return words if colon else ""


def _folds_at_space(chars: Sequence[Char]) -> bool:
    """True for a text that is folded where spaces are or may have been: nobody sees how many."""
    ordered = lines(chars)
    ends = ((line[-1], following[0]) for line, following in pairwise(ordered))
    return any(bool(char.space) or (before.text.isascii() and char.text.isascii()) for before, char in ends)


def box_of(chars: Sequence[Char]) -> Box:
    """The box around characters."""
    if not chars:
        return (0.0, 0.0, 0.0, 0.0)
    return (
        min(char.left for char in chars),
        min(char.y for char in chars) - chars[0].size / 2,
        max(char.left + char.width for char in chars),
        max(char.y for char in chars) + chars[0].size / 2,
    )
