"""The table of a returned paper (明细表): its columns by their heads, its rows under them, however many."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from hjforms.reading.others.alike import alike, is_contrary, nearest
from hjforms.reading.others.beside import is_downwards, says_blank
from hjforms.reading.others.groups import columns_said, place_said, place_with_code
from hjforms.reading.others.heads import heads_of, is_percent
from hjforms.reading.others.numbering import LONGEST_NUMBER, STEMS, is_count, is_formula
from hjforms.reading.others.places import amount, is_place, without_places
from hjforms.reading.others.vocabulary import NUMBERS, TOTAL, Vocabulary, is_subtotal
from hjforms.reading.page.labels import canonical
from hjforms.reading.page.squares import Sheet, Square
from hjforms.reading.page.texts import Claim
from hjforms.reading.page.titles import squeezed

YEAR = "year"
TIMES = (YEAR, "start")  # by which a row says of when it is
_WHERE = _CODE, _NAME = ("region_code", "region_name")  # several rows may be of one time, each of another place
_TIME_WORDS = re.compile("[年月日度至起止到]|以来|至今")
LEAST_KEYS = 3  # figures of a line that is certainly a row
_KEY = re.compile(r"\d[\d.,/:年月%~～—-]*")
MOST_OF_A_NUMBER = 2  # digits of what is a number of a line, and no year
_NO_FIGURE = re.compile(r"\D")
_THIS_YEAR = re.compile("^(?:当年度?|本年度?)")
_SUMMED = re.compile(r"[￥¥]?-?(?:\d{1,5}|\d+\.\d+)元?")  # and no code
_OTHER_ROWS = re.compile("领取|待遇|作废|无效|清退|退费|抵扣|剔除|不计入|居民|职工")  # what a form may not be about
_MARK = re.compile("[，,；;。]")  # of a sentence
_CONTRARY = {"居民": "职工", "职工": "居民"}  # of a form about the one, the other says another thing
_GAP = re.compile(r"\u3000|\s{2,}")
_AMOUNT = re.compile(r"\d\.\d\d(?!\d)")
LEAST_LINES = 3  # of a table whose heads stand left of its rows
MOST_KEYS = 3  # cells of a line that may say what it is: its number, its place, its year
LEAST_OF_PART = 3  # fields of a table that says a part of the rows
ENOUGH_HEADS = 0.5  # of the columns of the form: what a table has at least
_RANGE = re.compile(r"\s*(?:—+|－|–|―|~|～|至|到)\s*")
_MONTH = r"\d{4}(?:\s*年\s*\d{1,2}\s*月|[-./]\d{1,2}|\d{2})"
_SPAN = re.compile(  # the dash that months are written with parts them, a line, or words
    rf"自?\s*({_MONTH})\s*起?\s*(?:-*|至|到)\s*({_MONTH})\s*止?"
)


def span_of(text: str) -> list[str]:
    """The two ends of a span of months (起止); of what is none, the text as it is.

    >>> span_of("2021-11至2021-12"), span_of("202111 202112"), span_of("2021.11")
    (['2021-11', '2021-12'], ['202111', '202112'], ['2021.11'])
    >>> span_of("自2021年11月起至2021年12月止"), span_of("2021年11月起\\n2021年12月止")
    (['2021年11月', '2021年12月'], ['2021年11月', '2021年12月'])
    """
    found = _SPAN.fullmatch(text.strip())
    return list(found.groups()) if found else _RANGE.split(text)


def tells_of_others(text: str, about: str) -> bool:
    """True for words of what a form is not about: of 待遇 where it tells what was paid, of 职工 where of 居民."""
    return any(word not in about and _CONTRARY.get(word, "") in about for word in _OTHER_ROWS.findall(text))


Places = tuple[tuple[int, str], ...]
"""The squares in which a value stands, each with its text: of a row that is cut by the end of a page, two."""
_Group = dict[int, tuple[str, ...]]
"""Heads of columns, by their squares, with their fields."""


_Kept = tuple[list[dict[str, Places]], set[str], dict[str, Places], set[int], set[int]]


@dataclass(frozen=True)
class _Block:
    """Lines of heads, the lines below them in their table, and the columns; of halves side by side, those of each."""

    heads: list[list[int]]
    below: list[list[int]]
    groups: list[_Group]

    @property
    def fields(self) -> set[str]:
        """The fields of the columns."""
        return {path for paths in self.groups[0].values() for path in paths}

    def is_part(self) -> bool:
        """True for one that may be put beside another, year by year."""
        return len(self.groups) == 1 and YEAR in self.fields and len(self.fields) >= LEAST_OF_PART


class Columns:
    """The rows that stand under the heads of a form's table, or beside them (年份成列).

    ``rows`` and ``totals`` give the places of each field, ``squares`` is all that belongs to the table, ``used`` what
    of it is explained: a value under a head that is not known is not among them.
    """

    def __init__(self, sheet: Sheet, words: Vocabulary, *, may_turn: bool = True) -> None:
        self._sheet, self._words, self._known = sheet, words, heads_of(words)
        self.found: set[str] = set()  # the fields whose columns are there
        self.percents: set[str] = set()  # those whose heads say that they are hundredths
        self.guessed: dict[str, str] = {}  # those whose heads are in words that we do not know, with these
        self.rivals: dict[int, str] = {}  # what another table says in other words than a square
        self.claims: dict[str, tuple[Claim, ...]] = {}  # by path in the row: what its heads name; of totals by path
        self.in_halves = False
        self.is_torn = False  # figures stand among the heads: a row is lost in them
        self.numbers: list[int] = []  # of the rows, as the paper counts them
        self.unclear: set[int] = set()  # lines over rows of which it is not clear what they say
        self._places: set[int] = set()  # heads that say which place of an amount stands under them: 元, 角分
        self._is_summed = False  # the line of sums was met
        self._said: dict[str, Places] = {}  # what the line over the rows at hand says of them
        self._starts: set[int] = set()  # lines at which other rows may begin: heads, and what heads rows
        self.rows: list[dict[str, Places]] = []
        self.totals: dict[str, Places] = {}
        self.squares: set[int] = set()
        self.used: set[int] = set()
        if words.columns:
            self._put_all(list(self._heads()))
            self._doubt_repeated()
        if words.columns and may_turn and not self.found:
            self._turned()

    def _turned(self) -> None:
        """Read the lines of a table whose heads stand left of its rows: every column of it is one."""
        for run in _alike_lines(self._sheet):
            squares = [self._sheet.squares[index] for index in run]
            turned = Columns(Sheet([square.turned() for square in squares]), self._words, may_turn=False)
            if not turned.found:
                continue

            def back(places: Places, run: list[int] = run) -> Places:
                return tuple((run[index], text) for index, text in places)

            self.found |= turned.found
            self.percents |= turned.percents
            self.guessed |= turned.guessed
            self.claims |= turned.claims
            self.rows += [{path: back(places) for path, places in row.items()} for row in turned.rows]
            self.totals |= {path: back(places) for path, places in turned.totals.items()}
            self.squares |= {run[index] for index in turned.squares}
            self.used |= {run[index] for index in turned.used}
            self.is_torn |= turned.is_torn
            self.unclear |= {run[index] for index in turned.unclear}

    def _name(self, index: int) -> str:
        return canonical(self._sheet.squares[index].text)

    def _head(self, index: int) -> str:
        return self._known.name(self._sheet.squares[index].text)

    def _is_head(self, index: int) -> bool:
        return self._known.is_head(self._head(index))

    def _is_heads(self, line: list[int]) -> bool:
        """True for a line of which at least half are heads, and several."""
        written = [index for index in line if self._name(index)]
        known = [index for index in written if self._is_head(index)]
        return len(known) >= 2 and len(known) * 2 >= len(written)

    def _are_more_heads(self, heads: list[list[int]], line: list[int]) -> bool:
        """True for words below heads of the same table of which one at least is a head, and that hold no figures."""
        written = [index for index in line if self._name(index)]
        plain = not any(letter.isdigit() for index in written for letter in self._text(index))
        is_same = bool(self._sheet.squares[line[0]].table)
        is_head = any(map(self._is_head, written)) or bool(self._pairs([heads[-1], line]) & set(written))
        return is_same and plain and is_head and not self._ends(line, heads=False)

    def _pairs(self, lines: list[list[int]]) -> set[int]:
        """The squares of lines that are heads as one stands over the other: 缴费时间 over 起始."""
        places = [index for line in lines for index in line if self._name(index)]
        pairs = ((upper, lower) for upper in places for lower in places if self._is_over(upper, lower))
        return {index for pair in pairs if self._known.fields(tuple(map(self._head, pair))) for index in pair}

    def _heads(self) -> Iterator[_Block]:
        """The blocks of heads that stand over rows, with the lines of these."""
        for lines in self._tables():
            start = None
            for number in range(len(lines) + 1):
                inside = number < len(lines) and (
                    self._is_heads(lines[number])
                    or (start is not None and self._are_more_heads(lines[start:number], lines[number]))
                )
                if inside and start is None:
                    start = number
                elif not inside and start is not None:
                    heads = lines[start:number]
                    yield _Block(heads, lines[number:], self._groups(heads))
                    start = None

    def _tables(self) -> Iterator[list[list[int]]]:
        """The lines of each table; those of two side by side are on the page in turns. Text is parted by tables."""
        found: dict[tuple[int, int], list[list[int]]] = {}
        count = 0
        for line in self._sheet.lines:
            table = self._sheet.squares[line[0]].table
            count += bool(table)
            found.setdefault((table, 0 if table else count), []).append(line)
        yield from found.values()

    def _groups(self, heads: list[list[int]]) -> list[_Group]:
        """The columns of a block, without what is not clear; of a table in halves side by side, those of each half."""
        found = self._columns(heads)
        count = Counter(path for paths in found.values() for path in paths)
        halves = max(count.values(), default=1)
        if halves > 1 and set(count.values()) == {halves}:
            ordered = sorted(found, key=lambda index: self._sheet.squares[index].left)
            size = len(ordered) // halves
            groups = [{index: found[index] for index in ordered[at : at + size]} for at in range(0, len(ordered), size)]
            if all(set(group.values()) == set(groups[0].values()) for group in groups):
                return groups
        return [{index: paths for index, paths in found.items() if all(count[path] == 1 for path in paths)}]

    def _columns(self, lines: list[list[int]]) -> _Group:
        """The lowest heads of a block with the fields of their columns."""
        pairs, (_, caption) = self._pairs(lines), self._caption(lines)
        heads = [index for line in lines for index in line if self._is_head(index) or index in pairs]
        found: _Group = {}
        for index in heads:
            stack = [other for other in heads if self._is_over(other, index)]
            if any(self._is_over(index, other) for other in heads):
                continue
            names = tuple(map(self._head, [*stack, index]))
            if paths := self._words.columns.get((caption, *names)) or self._known.summed(names):
                found[index] = paths
                self._claimed(paths, [*stack, index])
                if any(is_percent(self._text(other)) for other in [*stack, index]):
                    self.percents |= set(paths)
        taken = set(found.values())
        for index in (index for index in heads if index not in found and self._stands_alone(index, heads)):
            if paths := self._known.of_shared(self._head(index), taken):
                found[index] = paths
                self._claimed(paths, [index])
        others = [index for line in lines for index in line if index not in heads and not is_place(self._text(index))]
        return found | self._guessed(others, heads, found)

    def _caption(self, lines: list[list[int]]) -> tuple[int | None, str]:
        """The square that stands right over a table, alone on its line, and the head of the form that it says."""
        sheet, table = self._sheet, self._sheet.squares[lines[0][0]].table
        first = sheet.line_of[lines[0][0]]
        own = (line for line in reversed(sheet.lines[:first]) if sheet.squares[line[0]].table in {0, table})
        written = next(filter(None, ([index for index in line if self._name(index)] for line in own)), [])
        if not table or len(written) != 1:
            return None, ""
        name = canonical(_GAP.split(self._text(written[0]).strip())[0])
        return (written[0], name) if name in self._words.heads else (None, "")

    def _stands_alone(self, index: int, heads: list[int]) -> bool:
        """True for a head over which none stands, and none under it."""
        return not any(self._is_over(index, other) or self._is_over(other, index) for other in heads)

    def _guessed(self, others: list[int], heads: list[int], found: _Group) -> _Group:
        """The heads of a block in words that we do not know, each alike the head of a field that no other has.

        Or in fewer words than we know, where these stand in the head of one field alone: 视同 for 视同缴费月数. Or with
        the word that it is of the year: 当年利息.
        """
        taken = {path for paths in found.values() for path in paths}
        free = {"".join(names): paths for names, paths in self._words.columns.items() if not taken & set(paths)}
        lowest = [index for index in heads if not any(self._is_over(index, other) for other in heads)]
        guessed: _Group = {}
        for index in [*others, *(index for index in lowest if index not in found)]:
            over = [other for other in heads if self._is_over(other, index)]
            words = "".join([*map(self._head, over), self._head(index)])
            label = "" if index in heads else alike(words, free)
            above = [other for other in [*heads, *others] if self._is_over(other, index)]
            beside = [self._head(other) for other in [*heads, *others] if other != index]
            paths = free.get(label) or self._shortened(index, above) or self._of_the_year(index, beside)
            is_free = len(paths) == 1 and not taken & set(paths) and paths not in guessed.values()
            if is_free and not any(map(str.isdigit, self._text(index))):
                guessed[index] = paths
                self.guessed[paths[0]] = self._text(index).replace("\n", "")
                scores = nearest(words, free)[:2] if label else []
                claims = (Claim(self._field(free[head][0]), head, score) for score, head in scores if score)
                self.claims[paths[0]] = tuple(claims) or (Claim(self._field(paths[0]), self.guessed[paths[0]]),)
        return guessed

    def _claimed(self, paths: Iterable[str], heads: list[int]) -> None:
        """The heads over a column name its fields, and no others."""
        label = " ".join(self._text(index).replace("\n", "") for index in heads)
        self.claims |= {path: (Claim(self._field(path), label),) for path in paths}

    def _field(self, path: str) -> str:
        """The path of a field in the record, of one in the row."""
        return f"{self._words.table}.*.{path}"

    def _shortened(self, index: int, over: list[int]) -> tuple[str, ...]:
        """The fields of the one column whose head says what this one does, and more; years are no months."""
        texts = "".join(map(self._text, [*over, index]))
        are_years = "年限" in texts and "月" not in texts
        paths, label = self._known.longer(self._head(index))
        is_other = any(is_contrary(self._head(other), label) for other in over)
        return () if are_years or is_other else paths

    def _of_the_year(self, index: int, beside: list[str]) -> tuple[str, ...]:
        """The fields of a head that says besides that it is of the year, where no other head is one of the same."""
        name = self._head(index)
        rest = _THIS_YEAR.sub("", name)
        is_alone = rest != name and not any(rest in other for other in beside)
        return self._words.columns.get((rest,), ()) if is_alone else ()

    def _is_over(self, upper: int, lower: int) -> bool:
        one, two = self._sheet.squares[upper], self._sheet.squares[lower]
        return one.top < two.top and one.shares_column(two)

    def _put_all(self, blocks: list[_Block]) -> None:
        """The rows of all blocks; those of few columns count only where others say the rest of the same years."""
        fields = {path for paths in self._words.columns.values() for path in paths}
        enough = ENOUGH_HEADS * len(fields)
        blocks = [block for number, block in enumerate(blocks) if not number or not self._is_under_another(block)]
        whole = [block for block in blocks if len(block.groups[0]) >= enough]
        parts = [block for block in blocks if block not in whole and block.is_part()]
        for block in whole:
            self._put(block)
        if not whole and len({path for block in parts for path in block.fields}) < enough:
            return
        before = self._kept()
        for block in parts:
            self._put(block, is_part=True)
        if len(self.found) < enough:
            self.rows, self.found, self.totals, self.squares, self.used = before

    def _is_under_another(self, block: _Block) -> bool:
        """True for heads right below words that say that other things are told here."""
        above = reversed(self._sheet.lines[: self._sheet.line_of[block.heads[0][0]]])
        return self._says_another(next((line for line in above if any(map(self._name, line))), []))

    def _says_another(self, line: list[int]) -> bool:
        """True for words alone on a line that are of what this form is not about: 待遇领取记录."""
        written = [self._text(index) for index in line if self._name(index)]
        is_heading = len(written) == 1 and not _MARK.search(written[0])
        return is_heading and tells_of_others(written[0], self._words.about)

    def _kept(self) -> _Kept:
        """What was read so far."""
        return list(self.rows), set(self.found), dict(self.totals), set(self.squares), set(self.used)

    def _put(self, block: _Block, *, is_part: bool = False) -> None:
        """The rows of a block: after those before, or beside them where they say more of the same years.

        What says other things of the same years, or of years that stand there twice, is not read.
        """
        before = self._kept()
        count, found, totals = len(self.rows), before[1], before[2]
        self._read(block)
        ours, new = self.rows[:count], self.rows[count:]
        is_beside = bool(block.fields - found and found - block.fields and _years(ours) & _years(new))
        if not ours or not (is_beside or is_part):
            return
        if not is_beside or not _are_clear(ours) or not _are_clear(new):
            self.rows, self.found, self.totals, self.squares, self.used = before
            return
        self.rows = _joined(ours, new)
        self._compare(totals, self.totals)
        for row in new:
            self._compare(next((own for own in ours if _year(own) == _year(row)), {}), row)

    def _doubt_repeated(self) -> None:
        """Rows of stretches that say the same times are in doubt: one of these may be of another scheme."""
        starts, line_of = sorted(self._starts), self._sheet.line_of
        stretches: dict[int, list[dict[str, Places]]] = {}
        for row in self.rows:
            stretches.setdefault(bisect_right(starts, line_of[min(_squares(row))]), []).append(row)
        times = {start: {_time(row) for row in rows} - {()} for start, rows in stretches.items()}
        for start, rows in stretches.items():
            if any(times[start] & told for other, told in times.items() if other != start):
                self.unclear |= {places[0][0] for row in rows for places in row.values()}

    def _compare(self, ours: dict[str, Places], theirs: dict[str, Places]) -> None:
        """Tell what two places of a field say in different words."""
        for path in ours.keys() & theirs.keys() - {YEAR}:
            one, other = ours[path], theirs[path]
            if _said(one) != _said(other):
                self.rivals |= {places[0][0]: _said(rival) for places, rival in ((one, other), (other, one))}

    def _read(self, block: _Block) -> None:
        """The rows under heads, up to the next line that is something else."""
        groups = block.groups
        self.found |= block.fields
        over, caption = self._caption(block.heads)
        if over is not None and any(names[0] == caption for names in self._words.columns if len(names) > 1):
            self.squares.add(over)
            self.used.add(over)
        self.used |= self._pairs(block.heads)
        self._starts.add(self._sheet.line_of[block.heads[0][0]])
        for line in block.heads:
            self._explain(line)
            self.is_torn |= any(_AMOUNT.search(self._text(index)) for index in line if index not in self.used)
        lines = list(self._lines_under(block.heads, block.below))
        starts = [min(self._sheet.squares[index].left for index in group) for group in groups[1:]]
        self.in_halves |= len(groups) > 1
        first_row = len(self.rows)
        said = self._said_over(block)
        for number, columns in enumerate(groups):
            self._said, self._is_summed = dict(said), False
            for line in lines:
                own = [index for index in line if bisect_right(starts, self._sheet.squares[index].left) == number]
                if own and not self._row(own, columns):
                    break
        self._leave_untold(first_row)
        if len(groups) > 1:
            self.rows[first_row:] = self._in_order(self.rows[first_row:])

    def _leave_untold(self, first_row: int) -> None:
        """Leave out rows that do not say when they are, where others do, with one word at most: they may be sums."""
        rows = self.rows[first_row:]
        told = [row for row in rows if any(path in row for path in TIMES)]
        kept = set[int]().union(*map(_squares, told))
        untold = [
            {path: places for path, places in row.items() if places[0][0] not in kept}
            for row in rows
            if row not in told
        ]
        sums = [row for row in untold if sum(not _SUMMED.fullmatch(_said(places)) for places in row.values()) <= 1]
        if told and sums:
            left = set[int]().union(*map(_squares, sums))
            self.rows[first_row:] = [row for row in rows if left.isdisjoint(_squares(row))]
            self.used -= left

    def _said_over(self, block: _Block) -> dict[str, Places]:
        """What the line right over the heads of a block says of all its rows."""
        written = self._right_over([index for line in block.heads for index in line])
        text = self._text(written[0]) if len(written) == 1 else ""
        said = place_said(text, self._words, block.fields) or columns_said(text, self._words, block.fields)
        self.found |= said.keys()
        if not all(said.values()):
            self.unclear.add(written[0])
            return dict.fromkeys(said, ((written[0], self._text(written[0])),))
        self.used |= set(written) if said else set()
        return {path: ((written[0], part),) for path, part in said.items()}

    def _right_over(self, heads: list[int]) -> list[int]:
        """What is written on the nearest line over heads, between their outer edges: another table may be beside."""
        squares = self._sheet.squares
        left, right = min(squares[index].left for index in heads), max(squares[index].right for index in heads)
        lines = self._sheet.lines[: self._sheet.line_of[heads[0]]]
        over = [
            index
            for line in lines
            for index in line
            if squares[index].top < squares[heads[0]].top
            and squares[index].left < right
            and squares[index].right > left
            if self._name(index) and not is_downwards(self._text(index))
        ]
        lowest = max((squares[index].top for index in over), default=0)
        return [index for index in over if squares[index].top == lowest]

    def _in_order(self, rows: list[dict[str, Places]]) -> list[dict[str, Places]]:
        """The rows of halves: one half after the other, or line by line where the years say so."""
        if not all(YEAR in row for row in rows):
            return rows
        years = [row[YEAR][0][1] for row in rows]
        by_line = sorted(rows, key=lambda row: self._sheet.squares[row[YEAR][0][0]].top)
        told = [row[YEAR][0][1] for row in by_line]
        return by_line if years != sorted(years) and told == sorted(told) else rows

    def _lines_under(self, heads: list[list[int]], below: list[list[int]]) -> Iterator[list[int]]:
        """The lines under heads, up to the next one that is something else, without what stands left of all heads.

        A line that heads other rows is among them.
        """
        squares = self._sheet.squares
        lowest = max((squares[index] for line in heads for index in line if self._is_head(index)), key=_bottom)
        bottom = lowest.bottom + (lowest.bottom - lowest.top) / 2
        left = min(squares[index].left for line in heads for index in line if squares[index].bottom < bottom)
        counting = True
        lines = ([index for index in line if squares[index].left + squares[index].right > 2 * left] for line in below)
        own = list(filter(None, lines))
        last = self._sheet.line_of[heads[-1][0]]
        for number, line in enumerate(own):
            last, first = self._sheet.line_of[line[0]], last + 1
            if any(map(self._says_another, self._sheet.lines[first : last + 1])):
                break
            if self._ends(line) and not self._is_over_rows(own[number:]):
                break
            if counting and (is_count(list(map(self._text, line))) or self._are_places(line)):
                self._explain(line)
                continue
            counting = False
            yield line

    def _are_places(self, line: list[int]) -> bool:
        """True for a line that says under several heads which places of an amount stand in each column."""
        written = [self._text(index) for index in line if self._name(index)]
        return len(written) > 1 and all(is_place(text) or not without_places(text) for text in written)

    def _ends(self, line: list[int], *, heads: bool = True) -> bool:
        """True for a line that prints something else than a row: a label, a heading, other heads."""
        names = [name for index in line if (name := self._name(index))]
        if TOTAL in names or any(map(self._is_subtotal, names[:MOST_KEYS])):
            return False
        words = self._words
        if len(line) == 1 and names:  # one square across all columns
            return True
        first = next((squeezed(self._text(index)) for index in line if self._name(index)), "")
        if self._is_heads(line) or (":" in first and words.name_of(first.partition(":")[0])):
            return True
        if not heads:
            return any(name in some for name in names[:1] for some in (words.names, words.sections))
        own = next((self._name(index) for index in self._not_taller(line) if self._name(index)), "")
        return any(own in some for some in (words.names, words.sections, words.heads))

    def _not_taller(self, line: list[int]) -> list[int]:
        """The squares of a line that do not go on beside the next: what does may head several lines."""
        squares = [self._sheet.squares[index] for index in line]
        lowest = min(squares, key=_bottom)
        edge = lowest.bottom + (lowest.bottom - lowest.top) / 2
        return [index for index, square in zip(line, squares, strict=True) if square.bottom < edge]

    def _is_over_rows(self, lines: list[list[int]]) -> bool:
        """True for a line of one text that no label is, where rows follow it: it heads these."""
        alone = [index for index in lines[0] if self._name(index)]
        is_other = len(alone) != 1 or self._is_head(alone[0]) or self._words.is_label(self._text(alone[0]))
        below = next((line for line in lines[1:] if len(line) > 1), [])
        return not is_other and sum(bool(_KEY.fullmatch(squeezed(self._text(index)))) for index in below) >= LEAST_KEYS

    def _head_rows(self, index: int, columns: _Group) -> None:
        """Remember what a line says of the rows below it; what is not clear is so for each of them."""
        self._starts.add(self._sheet.line_of[index])
        text, taken = self._text(index), {path for paths in columns.values() for path in paths}
        said = columns_said(text, self._words, taken)
        if said and all(said.values()):
            self._said = {path: ((index, part),) for path, part in said.items()}
            self.used.add(index)
            return
        self._said = dict.fromkeys(said or self._said, ((index, text),))
        self.unclear.add(index)

    def _row(self, line: list[int], columns: _Group) -> bool:
        """Take a line for a row, for the sums, or for the rest of a row that the end of the page before has cut.

        False for a line behind the sums that is none of these: there the table has ended.
        """
        names = [name for index in line if (name := self._name(index))]
        is_total = TOTAL in names
        if (
            self._is_summed
            and len(names) == 1
            and not (is_total or self._is_subtotal(names[0]) or names[0].isdecimal())
        ):
            return False
        self._is_summed |= is_total
        if len(line) == 1 and names and not is_total and not self._is_subtotal(names[0]):
            self._head_rows(line[0], columns)
        elif not is_total and any(map(self._is_subtotal, names[:MOST_KEYS])):
            self.used |= set(line)
        elif is_total or not (self._is_of_no_year(line, columns) or self._is_across(line, columns)):
            self._take_row(line, columns, is_total=is_total)
        elif self.totals or self._heads_others(line):
            return False
        self.squares |= set(line)
        return True

    def _heads_others(self, line: list[int]) -> bool:
        """True for words in several columns, and no figure: what is below them is told in another way."""
        written = [self._text(index) for index in line if self._name(index)]
        return len(written) >= LEAST_KEYS and not any(letter.isdigit() for text in written for letter in text)

    def _take_row(self, line: list[int], columns: _Group, *, is_total: bool) -> None:
        fields = dict(self._values(line, columns, total=is_total))
        if fields and not is_total:
            fields = dict(self._values(self._beside(line), columns, total=False)) | fields
        if is_total:
            totals = {path: places for path, places in fields.items() if path in self._words.totals}
            named = {self._words.totals[path]: places for path, places in totals.items()}
            self._compare(self.totals, named)
            self.totals |= named
            self.used |= {index for index in line if self._name(index) == TOTAL}
            self.claims |= {
                self._words.totals[path]: (Claim(self._words.totals[path], f"{TOTAL} {claim.label}"),)
                for path in totals
                for claim in self.claims.get(path, ())[:1]
            }
            fields = totals
        elif fields and self._is_rest(line, fields, columns):
            above = self.rows[-1]
            self.rows[-1] = above | {path: (*above.get(path, ()), *places) for path, places in fields.items()}
        elif fields:
            self.rows.append(self._said | fields)
            self.numbers += self._counted(line, columns)
        self.used |= {index for places in fields.values() for index, _ in places}
        self.used |= {index for index in line if not self._name(index)}

    def _is_rest(self, line: list[int], fields: dict[str, Places], columns: _Group) -> bool:
        """True for a line without a year that begins a page in the midst of a table: it goes on with the row above."""
        if YEAR in fields or (YEAR,) not in columns.values() or not self.rows or YEAR not in self.rows[-1]:
            return False
        [(above, _), *_] = self.rows[-1][YEAR]
        return self._sheet.squares[line[0]].page > self._sheet.squares[above].page

    def _is_of_no_year(self, line: list[int], columns: _Group) -> bool:
        """True for a line that has words where its time would be: it sums others, or says something of them."""
        if any(says_blank(self._text(index)) for index in line):
            return True
        times = [head for head, paths in columns.items() if paths[0] in TIMES]
        texts = [
            _TIME_WORDS.sub("", self._name(index))
            for index in line
            if any(self._sheet.squares[head].shares_column(self._sheet.squares[index]) for head in times)
        ]
        return any(map(str.isalpha, texts)) or any(text.isdecimal() and len(text) <= MOST_OF_A_NUMBER for text in texts)

    def _is_subtotal(self, name: str) -> bool:
        """True for the words of a line of sums; 退还本人金额合计 is a label."""
        return is_subtotal(name) and name not in self._words.names

    def _beside(self, line: list[int]) -> list[int]:
        """The cells of lines above that go on beside a line: what stands in them is said of it, too."""
        first = self._sheet.squares[line[0]].top
        cells = self._sheet.across(line[0])
        return [index for index in cells if self._sheet.squares[index].top < first and not self._is_head(index)]

    def _is_across(self, line: list[int], columns: _Group) -> bool:
        """True for a line with a text under several heads: it is none of the table."""
        written = (index for index in line if self._sheet.squares[index].text.strip())
        return any(len(self._over(index, columns)) > 1 for index in written)

    def _over(self, index: int, columns: _Group) -> list[int]:
        """The heads of columns under which a square stands."""
        square, heads = self._sheet.squares[index], self._sheet.squares
        return [head for head in columns if square.shares_column(heads[head])]

    def _values(self, line: list[int], columns: _Group, *, total: bool) -> Iterator[tuple[str, Places]]:
        """The squares of a line under their columns; one that lies under two belongs to neither."""
        squares = self._sheet.squares
        under: dict[int, list[int]] = {}
        for index in line:
            if not squares[index].text.strip() or (total and self._name(index) == TOTAL):
                continue
            over = self._over(index, columns)
            if len(over) == 1:
                under.setdefault(over[0], []).append(index)
            elif not over and any(squares[head].shares_column(squares[index]) for head in self._numbers(columns)):
                self.used.add(index)
        taken = {path for paths in columns.values() for path in paths}
        for head, found in under.items():
            place = place_with_code(self._text(found[0])) if len(found) == 1 else ("", "")
            if all(place) and columns[head][0] in _WHERE and len(taken.intersection(_WHERE)) == 1:
                self.used.add(found[0])
                yield from zip((_NAME, _CODE), [((found[0], text),) for text in place], strict=True)
            else:
                yield from self._under(head, columns[head], found)

    def _under(self, head: int, paths: tuple[str, ...], found: list[int]) -> Iterator[tuple[str, Places]]:
        """The texts under one head: of one field, of both ends of a span, or the places of an amount."""
        texts = [(index, part) for index in found for part in self._parts(index, len(paths)) if part]
        if joined := self._in_places(head, found):
            yield paths[0], joined
        elif len(texts) == len(paths):
            self.used |= set(found)
            yield from zip(paths, [(text,) for text in texts], strict=True)
        elif texts:
            self.unclear.add(texts[0][0])
            yield from ((path, tuple(texts)) for path in paths)

    def _in_places(self, head: int, found: list[int]) -> Places:
        """The amount that stands under a head in columns of its places; empty where it does not, or is not certain."""
        squares = self._sheet.squares
        units = sorted(
            (index for index in self._places if self._is_over(head, index)), key=lambda index: squares[index].left
        )
        under = [[at for at in found if squares[at].shares_column(squares[unit])] for unit in units]
        if len(found) < 2 or sum(map(len, under)) != len(found) or any(len(some) > 1 for some in under):
            return ()
        text = amount(list(map(self._text, units)), ["".join(map(self._text, some)) for some in under])
        first, *others = found
        return ((first, text), *((index, "") for index in others)) if text else ()

    def _parts(self, index: int, count: int) -> list[str]:
        text = self._text(index).strip()
        return [text] if count == 1 else span_of(text)

    @property
    def are_counted(self) -> bool:
        """True where the numbers of the rows (序号) say that none is missing, or where there are none."""
        is_one_by_one = all(number in {before + 1, 1} for before, number in pairwise([0, *self.numbers]))
        return is_one_by_one or sorted(self.numbers) == list(range(1, len(self.numbers) + 1))

    def _counted(self, line: list[int], columns: _Group) -> list[int]:
        """The number of a row, where the paper counts them."""
        squares = self._sheet.squares
        heads = [squares[head] for head in self._numbers(columns)]
        texts = [squeezed(self._text(at)) for at in line if any(head.shares_column(squares[at]) for head in heads)]
        return [int(text) for text in texts[:1] if text.isdecimal() and len(text) < LONGEST_NUMBER]

    def _numbers(self, columns: _Group) -> list[int]:
        """The heads 序号 of the lines of these columns."""
        lines = {self._sheet.line_of[head] for head in columns}
        above = range(min(lines) - 2, max(lines) + 1)
        return [
            index
            for number in above
            if number >= 0
            for index in self._sheet.lines[number]
            if self._head(index) in NUMBERS
        ]

    def _explain(self, line: list[int]) -> None:
        self.squares |= set(line)
        self._places |= {index for index in line if is_place(self._text(index))}
        guessed = set(self.guessed.values())
        self.used |= {
            index
            for index in line
            if self._is_head(index)
            or is_formula(self._text(index))
            or is_place(self._text(index))
            or not without_places(self._text(index))
            or squeezed(self._text(index)) in STEMS
            or self._text(index).replace("\n", "") in guessed
        }

    def _text(self, index: int) -> str:
        return self._sheet.squares[index].text


def _years(rows: Sequence[dict[str, Places]]) -> set[str]:
    """The years that rows say."""
    return {_year(row) for row in rows} - {""}


def _year(row: dict[str, Places]) -> str:
    return _NO_FIGURE.sub("", row[YEAR][0][1]) if YEAR in row else ""


def _time(row: dict[str, Places]) -> tuple[str, ...]:
    """Of when a row is, and where; empty for one that does not say when."""
    told = tuple(_said(row.get(path, ())) for path in (*TIMES, *_WHERE))
    return told if any(path in row for path in TIMES) else ()


def _squares(row: dict[str, Places]) -> set[int]:
    """Where a row stands."""
    return {index for places in row.values() for index, _ in places}


def _said(places: Places) -> str:
    """What stands in places."""
    return "".join(squeezed(text) for _, text in places).replace(",", "")


def _are_clear(rows: Sequence[dict[str, Places]]) -> bool:
    """True for rows of which every one says another year."""
    years = [_year(row) for row in rows]
    return "" not in years and len(set(years)) == len(years)


def _joined(rows: Sequence[dict[str, Places]], others: Sequence[dict[str, Places]]) -> list[dict[str, Places]]:
    """Rows with what others say of the same years; those of a year of its own are put in order, where there is one."""
    ours, theirs = ({_year(row): row for row in some} for some in (rows, others))
    found = [theirs.get(year, {}) | row for year, row in ours.items()]
    found += [row for year, row in theirs.items() if year not in ours]
    return sorted(found, key=_year) if list(ours) == sorted(ours) else found


def _bottom(square: Square) -> float:
    return square.bottom


def _alike_lines(sheet: Sheet) -> Iterator[list[int]]:
    """The squares of lines below one another whose cells are as wide, but for one or two at their beginning."""
    run: list[list[int]] = []
    for line in [*sheet.lines, []]:
        if run and not _is_alike(sheet, run[-1], line):
            if len(run) >= LEAST_LINES:
                yield [index for lined in run for index in lined]
            run = []
        run.append(line)


def _is_alike(sheet: Sheet, one: list[int], other: list[int]) -> bool:
    size = min(len(one), len(other)) - 1
    if size < LEAST_LINES - 1 or abs(len(one) - len(other)) > 1:
        return False
    edges = [
        [
            (sheet.squares[index].left, sheet.squares[index].right)
            for index in sorted(line, key=lambda index: sheet.squares[index].left)[-size:]
        ]
        for line in (one, other)
    ]
    return edges[0] == edges[1] and sheet.squares[one[0]].table == sheet.squares[other[0]].table != 0
