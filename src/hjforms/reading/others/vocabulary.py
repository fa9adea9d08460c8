"""The words of a form (栏目名称): what its template prints beside each field, and above each column.

They are taken from the template and from the record, so a form that is added is known here at once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property

from hjforms.paths import RecordPath
from hjforms.reading.page.labels import UNITS, calls, canonical, in_aliases, respelled
from hjforms.reading.page.squares import Sheet, Square, of_rows
from hjforms.reading.page.texts import FormLike
from hjforms.reading.page.titles import documents_in, squeezed
from hjforms.reading.page.word.cells import rows_of
from hjforms.records.base import Leaf, Record, leaf_at, leaves
from hjforms.template.layout import PAGE
from hjforms.template.store import TOKEN, Compiled, held
from hjforms.template.word import DOCUMENT, blocks, parse_xml

_BRACKET = re.compile("[（(]")
_AND = re.compile("[及和、/]")
_GAP = re.compile(r"\u3000|[ \t\xa0]{2,}")
_HEADING = re.compile(r"[一二三四五六七八九十]{1,2}、(?:[^:\d]{2,30})?|[\u4e00-\u9fff]{2,10}(?:信息|情况)")
_OF_SENTENCES = re.compile("[，。；]")
PERSONS = ("参保人", "参保人员", "申请人", "本人")
PLACE = 3  # letters of the place with which a label or a section begins: 转出地
LONG_LABEL = 6  # letters of one that may stand without its brackets
LONGEST_TITLE = 30  # letters
SHORTEST = 3  # letters of a label that is taken out of its brackets
AGENCY_NAME = canonical("机构名称")
ACCOUNT = "账户"  # what the heading of one may leave out: 付款账号
OF_AGENCY = "机构"  # before a label of an agency, in the section of that
TOTAL = canonical("合计")
_SUBTOTAL = re.compile(rf".*(?:小计|{TOTAL})|(?:本页|承前|过次|承上|转下|转次|接上|接下|续上|续下).*")
NUMBERS = frozenset(map(canonical, ("序号", "序", "行次")))
ADDRESSEE, GREETING = "addressee", "社会保险经办机构:"  # what a letter says behind the name of its addressee
SEAL = "机构章"
SEALS = frozenset(canonical(f"{whose}社保经办机构（章）") for whose in ("", "签章"))  # of any agency
PHONE = canonical("联系电话")
IN_FIGURES = "小写"  # what stands before an amount that is written in capital numerals beside it
PLACE_WORDS = frozenset("城乡居民镇职工基本养老保险待遇领取转入出新就业原参保地的")
"""The letters that say which agency seals a paper."""
TALL = 1.5  # times a line: a cell that heads several
LONGEST_NAME = 64  # letters of a heading with a label: no form has longer ones
LONGEST_LABEL = 12  # letters of a label that is looked for before a colon in a value
MANY = 4  # letters that no value has in common with a paper by chance
RUN = 3  # letters that hardly stand beside each other by chance
_HAN = re.compile(rf"[\u3400-\u9fff]{{{RUN},}}")
_CITED = re.compile(r"《([^《》]+)》\($")
_SUM_OF = re.compile(r"\d{1,2}(?:\+\d{1,2})+")
_BRACKETED = re.compile(r"([^()]+)\(([^()]+)\)")
PLACES = ("转出地", "转入地")
_TICKS = frozenset("☑☒√✓✔")
MOST_KNOWN = 16384  # texts of which it is remembered whether they are labels


@dataclass
class Context:
    """What stands around a field: its section, as the record or the page has it, and the fields before and after."""

    sections: set[str] = field(default_factory=set)
    before: str = ""
    after: str = ""


@dataclass(eq=False)
class Vocabulary:
    """The words of one form. Labels are ``canonical``, paths are those of the record."""

    names: dict[str, list[str]] = field(default_factory=dict)  # label → fields
    contexts: dict[str, Context] = field(default_factory=dict)
    endings: dict[str, str] = field(default_factory=dict)  # what follows the blank → field
    unnamed: list[str] = field(default_factory=list)  # days that no label stands before
    columns: dict[tuple[str, ...], tuple[str, ...]] = field(default_factory=dict)  # heads, from the top → row fields
    heads: set[str] = field(default_factory=set)
    sections: set[str] = field(default_factory=set)
    printed: set[str] = field(default_factory=set)
    table: str = ""
    totals: dict[str, str] = field(default_factory=dict)  # field in the row → field of the total
    blanks: list[tuple[RecordPath, str, str]] = field(default_factory=list)  # field, words before and behind
    letters: str = ""  # everything that the form prints
    documents: frozenset[tuple[str, ...]] = frozenset()  # which it names
    _known: dict[str, str] = field(default_factory=dict)  # labels that were asked for
    boxes: dict[RecordPath, Leaf] = field(default_factory=dict)
    agencies: dict[str, str] = field(default_factory=dict)  # the section of an agency → the label of its name

    @property
    def about(self) -> str:
        """The words with which the form begins, its title, and all its labels and heads: not what its notes say."""
        return " ".join([self.letters[:LONGEST_TITLE], *self.names, *self.heads, *self.sections])

    def name_of(self, text: str) -> str:
        """The label of a field that a text is, in our spelling; empty where it is none."""
        name = canonical(text)
        if name in self.names:
            return name
        if not name or not self._of_names.issuperset(name):
            return ""
        if name not in self._known:
            if len(self._known) >= MOST_KNOWN:
                self._known.clear()
            self._known[name] = self._twice(text) or self._part(name)
        return self._known[name]

    @cached_property
    def _of_names(self) -> frozenset[str]:
        """The letters of labels and of what may stand with them: a text with another is none."""
        return PLACE_WORDS | in_aliases() | frozenset("".join([*self.names, *self.sections, SEAL, TOTAL]))

    def _twice(self, text: str) -> str:
        """The label of which brackets say the same, the place, or of what it is the sum.

        As in 社会保障号码（公民身份号码）, 机构名称（转入地）, 转移基金总额（4+5）.
        """
        found = _BRACKETED.fullmatch(squeezed(text))
        name, again = map(canonical, found.groups()) if found else ("", "")
        is_place = len(again) > 1 and set(again) <= PLACE_WORDS  # 原 alone is what was so before
        is_known = again == name or is_place or (found is not None and _SUM_OF.fullmatch(found[2]))
        return name if name in self.names and is_known else ""

    def prints_label(self, text: str) -> bool:
        """True for a text that is a label, or of which the first lines are one."""
        lines = text.split("\n")
        return any(self.name_of("".join(lines[: count + 1])) for count in range(len(lines)))

    def is_bracketed(self, text: str) -> bool:
        """True for a label with something in brackets behind it: it may be that of which nobody knows."""
        found = _BRACKETED.fullmatch(squeezed(text))
        return found is not None and canonical(found[1]) in self.names

    def _part(self, name: str) -> str:
        """The label in a longer one: behind the heading of its block or which agency it is that seals, before 合计."""
        if name.endswith(SEAL):
            ours = next((own for own in self.names if own.endswith(SEAL) and name.endswith(own)), "")
            return ours if set(name.removesuffix(ours)) <= PLACE_WORDS else ""
        if name.startswith(OF_AGENCY) and (own := OF_AGENCY + canonical(name.removeprefix(OF_AGENCY))) in self.names:
            return own
        if name.endswith(TOTAL) and name.removesuffix(TOTAL) in self.names:
            return name.removesuffix(TOTAL)
        if len(name) > LONGEST_NAME:  # a sentence
            return ""
        headings = ((respelled(name[:cut]), cut) for cut in range(2, len(name) - 1))
        found = (
            own + respelled(name[cut:])
            for heading, cut in headings
            for own in (heading, heading + ACCOUNT)
            if own in self.sections
        )
        return next((label for label in found if label in self.names), "")

    def name_in(self, section: str, name: str) -> str:
        """The label that one is in a section: 个人编号 of the agency 转出地 is 转出地个人编号, where there is one."""
        placed = section[:PLACE] + name
        is_other = bool(section) and not any(section in self.contexts[path].sections for path in self.names[name])
        return placed if is_other and placed in self.names else name

    def agency_of(self, text: str) -> str:
        """The label of the name of an agency, where a text is the heading of its section; else empty."""
        label = self.agencies.get(canonical(text), "")
        return label if label in self.names else ""

    def is_label(self, text: str) -> bool:
        """True for what the form prints."""
        name = canonical(text)
        known = name in self.names or name in self.sections or name in self.printed
        return bool(name) and (known or bool(self.name_of(text)) or self._is_joined(text))

    def _is_joined(self, text: str) -> bool:
        """True for labels that share a square: 开户银行及账号."""
        parts = _AND.split(text)
        return len(parts) > 1 and all(map(self.name_of, parts))

    def prints(self, text: str) -> bool:
        """True for words that stand on the form, or are of it, and for marks but those of somebody who chose."""
        shown = squeezed(text)
        is_mark = not any(char.isalnum() or char in _TICKS for char in shown)
        return is_mark or self.is_label(text) or (len(shown) >= MANY and shown in self.letters)

    @cached_property
    def words(self) -> tuple[str, ...]:
        """What the form calls its fields, its columns and its blocks, in all spellings that we know."""
        return tuple({*self.names, *self.heads, *self.sections, *self.printed})

    @cached_property
    def runs(self) -> frozenset[str]:
        """What the form prints, by three Chinese letters at a time."""
        return runs_of(self.letters)

    def is_sentence(self, before: str, after: str) -> bool:
        """True for a blank that stands in the middle of a sentence, and not between two labels."""
        name = canonical(after.lstrip("年月日元"))
        is_other = self.name_of(name) or name in self.sections or self.is_ending(after)
        return bool(before) and len(name) >= MANY and not is_other

    def ends_with_label(self, text: str) -> bool:
        """True for a text that goes on with a label and a colon behind something else."""
        return any(
            bool(self.name_of(piece[start:]))
            for piece in squeezed(text).split(":")[:-1]
            for start in range(max(0, len(piece) - LONGEST_LABEL), len(piece) - 1)
        )

    def is_ending(self, text: str) -> bool:
        """True for what follows a blank that stands before its label; where a seal goes, nothing does."""
        name = canonical(text) if text.rstrip().endswith(("：", ":")) and "章" not in text else ""
        return bool(name) and any(canonical(ending) == name for ending in self.endings.values())

    def section(self, sheet: Sheet, index: int) -> str:
        """The section of a square: the heading left of it, or else the last line above that is a heading alone."""
        for other in sheet.left_of(index):
            name = canonical(sheet.squares[other].text)
            if name in self.sections and name not in self.names:
                return name
        here = sheet.squares[index]
        if outside := self._margin_heading(sheet, index) or self._hanging(sheet, index):
            return outside
        for line in reversed(sheet.lines[: sheet.line_of[index]]):
            names = [canonical(sheet.squares[other].text) for other in line if squeezed(sheet.squares[other].text)]
            if squeezed(sheet.squares[line[0]].text).endswith("。"):
                continue  # the end of a sentence
            if sheet.squares[line[0]].table not in {0, here.table} and sheet.heights[sheet.squares[line[0]].table] > 1:
                continue  # a heading in the midst of another table
            if names and all(name in self.sections for name in names) and not _has_inner(sheet, line, here):
                return names[0] if len(names) == 1 else _over(sheet, line, here)
            if len(names) == 1 and self._is_bound(names[0], sheet.squares[line[0]]):
                return ""
        return ""

    def _is_bound(self, name: str, square: Square) -> bool:
        """True for a line of one text, no section, behind which the section above it does not go on."""
        is_card = bool(self.name_of(square.text.strip().partition("\n")[0]))  # a label over its value
        return bool(square.table and name not in self.names and not is_card) or is_heading(square.text)

    def _margin_heading(self, sheet: Sheet, index: int) -> str:
        """The section of a text that stands in a table and in none of its cells: what is in the cell left of it.

        Boxes in a cell make it such text. A line that goes on behind another such cell is of no section.
        """
        here = sheet.squares[index]
        height = (here.top + here.bottom) / 2
        beside = [
            square
            for square in sheet.squares
            if square.table not in {0, here.table} and square.top <= height < square.bottom
            if square.left < here.right
        ]
        nearest = max(beside, key=lambda square: square.left, default=here)
        name = canonical(nearest.text)
        is_tall = nearest.bottom - nearest.top > TALL * (here.bottom - here.top)
        return name if is_tall and nearest.right <= here.left and name in self.sections - self.names.keys() else ""

    def _hanging(self, sheet: Sheet, index: int) -> str:
        """The section of a line outside of tables that is set in, as that begins the nearest line which is not."""
        here = sheet.squares[index]
        for line in reversed(sheet.lines[: sheet.line_of[index]] if not here.table else []):
            first = sheet.squares[line[0]]
            if first.table:
                break
            if first.text.strip() and _margin(first) < _margin(here):
                name = canonical(_GAP.split(first.text.strip())[0])
                return name if name in self.sections and name not in self.names else ""
        return ""

    def section_in(self, before: str) -> str:
        """The section of a label by what stands before it in its square: a heading that is a line of its own.

        Or, for one in brackets, the title of another paper: 《…通知单》（编号：.
        """
        cited = _CITED.search(squeezed(before))
        lines = map(canonical, reversed(before.split("\n")[:-1]))
        heading = next((line for line in lines if line in self.sections and line not in self.names), "")
        return next((name for name in self.sections if cited and canonical(cited[1]).endswith(name)), heading)

    def section_over(self, sheet: Sheet, index: int) -> str:
        """The section of a column: that which stands over a square, in a line of several headings of its table."""
        here = sheet.squares[index]
        for line in reversed(sheet.lines[: sheet.line_of[index]]):
            names = [canonical(sheet.squares[other].text) for other in line if squeezed(sheet.squares[other].text)]
            if sheet.squares[line[0]].table != here.table:
                return ""
            if len(names) > 1 and all(name in self.sections for name in names):
                return _over(sheet, line, here)
        return ""

    def is_heading(self, sheet: Sheet, index: int) -> bool:
        """True for a section that stands alone on a line of a table."""
        line = sheet.lines[sheet.line_of[index]]
        alone = [other for other in line if squeezed(sheet.squares[other].text)] == [index]
        return alone and bool(sheet.squares[index].table) and canonical(sheet.squares[index].text) in self.sections

    def belongs(self, name: str, path: str) -> bool:
        """True where a label may be that of a field; both are empty at the beginning and at the end of a page."""
        return path in self.names.get(name, ()) if name else not path


def _has_inner(sheet: Sheet, line: Sequence[int], here: Square) -> bool:
    """True for a line of the table of a square in which a table stands: its heading is of that one alone."""
    cells = [sheet.squares[other].cell for other in line if sheet.squares[other].table == here.table != 0]
    return any(cell is not None and cell.inner for cell in cells)


def _over(sheet: Sheet, line: Sequence[int], here: Square) -> str:
    """The heading of a line over a square."""
    over = [other for other in line if sheet.squares[other].left <= here.left < sheet.squares[other].right]
    return canonical(sheet.squares[over[0]].text) if over else ""


def is_heading(text: str) -> bool:
    """True for a heading by its form, whatever it says.

    >>> [is_heading(text) for text in ("二、申请衔接类型（请打“√”）", "退费账户信息", "二、", "二、姓名：张示例")]
    [True, True, True, False]
    """
    return bool(_HEADING.fullmatch(squeezed(text)))


def is_sentence(text: str) -> bool:
    """True for a text with marks that only sentences have.

    >>> [is_sentence(text) for text in ("经审核，符合条件", "示例市、示例县", "姓名：张示例")]
    [True, False, False]
    """
    return bool(_OF_SENTENCES.search(text))


def runs_of(text: str) -> frozenset[str]:
    """The runs of three Chinese letters in a text: words as far as two texts can be compared by them.

    >>> sorted(runs_of("被征地 个人缴费"))
    ['个人缴', '人缴费', '被征地']
    """
    words = _HAN.findall(text)
    return frozenset(word[at : at + RUN] for word in words for at in range(len(word) - RUN + 1))


def is_subtotal(name: str) -> bool:
    """True for what begins a line of sums that is not the last: of a page, of a place, what is carried over.

    >>> [is_subtotal(canonical(text)) for text in ("本页小计", "承前页", "荣成市小计", "合计", "2014")]
    [True, True, True, False, False]
    """
    return name != TOTAL and bool(_SUBTOTAL.fullmatch(name))


def is_sum(text: str) -> bool:
    """True for the word of a line that sums others."""
    name = canonical(text)
    return name == TOTAL or is_subtotal(name)


def _margin(square: Square) -> tuple[int, int]:
    """How far a line is set in: in whole points, and by blanks."""
    return round(square.left), len(square.text) - len(square.text.lstrip())


def vocabulary(form: FormLike) -> Vocabulary:
    """The words of a form."""
    return _vocabulary(form.compiled, form.record_type)


@cache
def _vocabulary(template: Compiled, record_type: type[Record]) -> Vocabulary:
    return _Builder(template, record_type).build()


class _Builder:
    def __init__(self, template: Compiled, record_type: type[Record]) -> None:
        self._type = record_type
        self._leaves = leaves(record_type)
        self._table = template.layout.table
        self._sheet = Sheet(of_rows(rows_of({DOCUMENT: template.document.encode()})))
        self._paths = [self._path(square) for square in self._sheet.squares]
        self._words = Vocabulary(table=template.layout.table)
        self._blanks(template)

    def _blanks(self, template: Compiled) -> None:
        """What the form prints, and the blanks in its sentences."""
        words = self._words
        for block in blocks(parse_xml(template.document.encode())):
            pieces = TOKEN.split("".join(block.texts()))
            words.letters += squeezed("\0".join(pieces[::2])) + "\0"
            for index in range(1, len(pieces), 2):
                path = RecordPath(pieces[index])
                leaf, part = leaf_at(self._type, path) if path != PAGE else (None, "")
                if leaf is None or path.table:
                    continue
                before, after = squeezed(pieces[index - 1]), squeezed(pieces[index + 1])
                if part and leaf.kind.name == "date":  # 年, 月 and 日 are blanks of one day
                    if path.name != "year" or index + 5 > len(pieces):
                        continue
                    after = squeezed(pieces[index + 5]).removeprefix("日")
                words.blanks.append((leaf.path if leaf.kind.name == "date" else path, before, after))

    def build(self) -> Vocabulary:
        words = self._words
        for square, path in zip(self._sheet.squares, self._paths, strict=True):
            name = canonical(square.text if path is None else self._before(square))
            if name and not name.isdecimal() and squeezed(square.text) not in UNITS:
                words.printed.add(name)
        self._columns()
        self._titles()
        for leaf in self._leaves.values():
            self._leaf(leaf)
        self._beside()
        self._without_brackets()
        if ADDRESSEE in self._leaves:
            words.endings.setdefault(ADDRESSEE, GREETING)
        self._spans()
        self._sealed()
        words.names = {name: paths for name, paths in words.names.items() if paths}
        words.documents = documents_in(words.letters)
        self._neighbours()
        for index, field_ in self._fields():
            words.contexts[field_].sections.add(words.section(self._sheet, index))
        return words

    @staticmethod
    def _path(square: Square) -> RecordPath | None:
        """The slot of a square of the template."""
        token = held(square.text)
        return RecordPath(token[1]) if token else None

    @staticmethod
    def _before(square: Square) -> str:
        """What a square prints before its value."""
        token = held(square.text)
        return token[0] if token else ""

    def _leaf(self, leaf: Leaf) -> None:
        """What the record calls a field."""
        words = self._words
        words.sections |= {canonical(label) for label in leaf.labels[:-1]}
        if leaf.path.table:
            return
        if leaf.kind.parts and leaf.kind.parts.boxes:
            words.boxes[leaf.path] = leaf
        rest = RecordPath.of(leaf.path.steps[1:])
        if canonical(leaf.labels[0]) == TOTAL and any(rest in paths for paths in words.columns.values()):
            words.totals[rest] = leaf.path
            return
        words.contexts[leaf.path] = Context({canonical(leaf.labels[0])} if len(leaf.labels) > 1 else set())
        own, owners = canonical(leaf.labels[-1]), "".join(map(canonical, leaf.labels[:-1]))
        whole = canonical("".join(leaf.labels))
        for label in (own, owners + own, whole, whole.replace("机构机构", "机构")):
            self._name(label, leaf.path)
            if label != own and label.startswith(PLACES):  # below the heading 转出地
                self._name(label[PLACE:], leaf.path)
        self._agency(leaf, own, owners)
        self._called(leaf.path)
        for whose in PERSONS if leaf.path.is_in("person") else ():
            self._name(canonical(whose + leaf.labels[-1]), leaf.path)
        if leaf.kind.name == "capital" and (amount := self._leaves.get(leaf.path.removesuffix("_capital"))):
            for label in (amount.labels[-1], amount.labels[-1].removesuffix(TOTAL)):
                self._name(canonical(label + leaf.labels[-1]), leaf.path)
            for label in (IN_FIGURES, amount.labels[-1] + IN_FIGURES):
                self._name(canonical(label), amount.path)

    def _called(self, path: RecordPath) -> None:
        """What a field is called besides, where that is no label of another."""
        for label in map(canonical, calls().get(path, ())):
            if label not in {canonical(leaf.labels[-1]) for leaf in self._leaves.values() if not leaf.path.table}:
                self._name(label, path)

    def _agency(self, leaf: Leaf, own: str, owners: str) -> None:
        """The name of an agency is called so in its section, and stands beside the heading of that."""
        if own == AGENCY_NAME and owners:
            for other in (other for other in self._leaves.values() if other.labels[:-1] == leaf.labels[:-1]):
                self._name(canonical(OF_AGENCY + other.labels[-1]), other.path)
            self._name(AGENCY_NAME.removeprefix("机构"), leaf.path)
            self._words.agencies[owners] = canonical("".join(leaf.labels))

    def _spans(self) -> None:
        """The labels of both ends of a span of months in one: 缴费起止时间 for 缴费起始时间 and 缴费终止时间."""
        by_labels = {leaf.labels: leaf for leaf in self._leaves.values()}
        for leaf in self._leaves.values():
            *owners, label = leaf.labels
            ends = (by_labels.get((*owners, label.replace("起始", other))) for other in ("终止", "截止"))
            end = next(filter(None, ends), None) if "起始" in label else None
            if end is None:
                continue
            for span in (label.replace("起始", "起止"), re.sub("起始(?:时间|年月)", "起止时间", label)):
                if not leaf.path.table:
                    for one in (leaf.path, end.path):
                        self._name(canonical(span), one)
                elif self._table:
                    names = (*map(canonical, leaf.labels[1:-1]), canonical(span))
                    steps = tuple(one.column for one in (leaf.path, end.path))
                    self._words.columns.setdefault(names, steps)
                    self._words.heads |= set(names)

    def _sealed(self) -> None:
        """The telephone beside a seal is that of the agency which seals, where the form says where that is (转入地)."""
        phones = [path for path in self._leaves if path == "signoff.phone"]
        for name in [name for name in self._words.names if name.endswith(SEAL) and name not in SEALS]:
            label = name.removesuffix(SEAL[-1]) + PHONE
            if phones and label not in self._words.names:
                self._name(label, phones[0])

    def _name(self, label: str, path: str) -> None:
        paths = self._words.names.setdefault(label, []) if label else [path]
        if path not in paths:
            paths.append(path)

    def _columns(self) -> None:
        """The heads above the first row of the table."""
        first = {index: path.column for index, path in enumerate(self._paths) if path and path.row == 0}
        heads = self._head_squares(self._sheet.line_of[next(iter(first))]) if first else []
        for index, path in first.items():
            here = self._sheet.squares[index]
            names = tuple(canonical(head.text) for head in heads if head.shares_column(here))
            self._words.columns[names] = (*self._words.columns.get(names, ()), path)
            self._words.heads |= {*names, "".join(names)}

    def _titles(self) -> None:
        """The heads that the record knows for each column, beside those of the template."""
        for leaf in self._leaves.values():
            if self._table and leaf.path.table == self._table:
                names = tuple(canonical(label) for label in leaf.labels[1:])
                self._words.columns.setdefault(names, (leaf.path.column,))
                self._words.heads |= set(names)

    def _head_squares(self, line: int) -> list[Square]:
        """The heads over a line, from the top: what is printed below the last line that is one square or is filled."""
        lines: list[list[int]] = []
        for above in reversed(self._sheet.lines[:line]):
            if len(above) == 1 or any(self._paths[index] is not None for index in above):
                break
            lines.insert(0, above)
        squares = [self._sheet.squares[index] for indexes in lines for index in indexes]
        return [square for square in squares if canonical(square.text) and not canonical(square.text).isdecimal()]

    def _fields(self) -> Iterator[tuple[int, str]]:
        """The first square of every field outside the table, with its path."""
        seen: set[str] = set()
        for index, slot in enumerate(self._paths):
            leaf, _ = leaf_at(self._type, slot) if slot and slot != PAGE else (None, "")
            outside = leaf and leaf.path in self._words.contexts and leaf.path not in self._words.boxes
            if leaf and outside and leaf.path not in seen:
                seen.add(leaf.path)
                yield index, leaf.path

    def _beside(self) -> None:
        """The labels that the template prints left of a field, or right of it."""
        for index, path in self._fields():
            label = self._left(index)
            if label:
                self._name(canonical(label), path)
                inner = canonical(_BRACKET.split(label)[-1])
                self._name(inner if len(inner) > SHORTEST else "", path)
            elif (ending := self._right(index)) is not None:
                self._words.endings[path] = ending
            else:
                self._words.unnamed.append(path)

    def _without_brackets(self) -> None:
        """The labels without what they say in brackets behind (含视同), where no other label is such."""
        known = set(self._words.names)
        labels = [(path, leaf.labels[-1]) for path, leaf in self._leaves.items() if path in self._words.contexts]
        for path, label in [*labels, *((path, self._left(index)) for index, path in self._fields())]:
            bare = canonical(_BRACKET.split(label)[0])
            if len(bare) >= LONG_LABEL and bare not in known and not canonical(label).endswith(SEAL):
                self._name(bare, path)

    def _left(self, index: int) -> str:
        """The label left of a square: before its value, or the nearest text that is no unit."""
        if own := self._before(self._sheet.squares[index]):
            return own
        for other in self._sheet.left_of(index):
            text = self._sheet.squares[other].text
            if self._paths[other] is not None:
                if self._words.contexts.get(self._paths[other] or "") is None or not self._shares(other, index):
                    return ""
            elif squeezed(text) not in UNITS:
                return text
        return ""

    def _shares(self, first: int, second: int) -> bool:
        """True for two ends of a span of months, which share a label."""
        kinds = [
            self._leaves[path].kind.name for path in (self._paths[first], self._paths[second]) if path in self._leaves
        ]
        return kinds == ["year-month", "year-month"] and second - first == 2

    def _right(self, index: int) -> str | None:
        """What follows a blank that no label stands before."""
        following = self._sheet.right_of(index)
        text = self._sheet.squares[following[0]].text if following else ""
        return squeezed(text) if text.rstrip().endswith(("：", ":")) else None

    def _neighbours(self) -> None:
        """Tell every field which one with a label stands before it, and which after it."""
        contexts = self._words.contexts
        previous = ""
        for index, path in self._fields():
            contexts[path].before = previous
            if canonical(self._left(index)):
                if previous:
                    contexts[previous].after = path
                previous = path
