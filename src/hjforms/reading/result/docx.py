"""Word files (读 DOCX): rows found by what is printed in them, not by where they stand.

The prepared template says what each row prints and where its values are. Rows of a returned file that are as the
template has them are read cell by cell; the rows of the table of years are those between its heads and the row
after it, however many they are. Where others have drawn the paper anew, values are found by their labels.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Container, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from functools import cached_property

from hjforms.errors import DocumentError
from hjforms.findings import Finding, Severity
from hjforms.paths import RecordPath
from hjforms.reading.file import clock
from hjforms.reading.others.beside import is_banner
from hjforms.reading.others.fitness import doubtful, guesses, is_list, miscounted, placeless
from hjforms.reading.others.found import BLANK, Found, Value, joined, reads
from hjforms.reading.others.left_over import beside_titles, grade, may_hold
from hjforms.reading.others.neighbours import read_labels
from hjforms.reading.others.numbering import is_count
from hjforms.reading.others.surroundings import VAGUE
from hjforms.reading.others.told_rows import unread
from hjforms.reading.others.vocabulary import vocabulary
from hjforms.reading.ours.rows import ALIKE, Pattern, are_aligned, heads_over, is_ruling, patterns, prints_all
from hjforms.reading.page.doubt import Doubt
from hjforms.reading.page.labels import canonical
from hjforms.reading.page.squares import Square, of_rows
from hjforms.reading.page.texts import FormLike, Method, PageTexts, Source
from hjforms.reading.page.titles import squeezed
from hjforms.reading.page.word.cells import (
    GAP,
    MARGINS,
    TAB,
    Cell,
    Row,
    margins_of,
    margins_on_each_page,
    rows_of,
    stretches,
)
from hjforms.reading.result.identification import form_of_rows, seeming, title_rows
from hjforms.records.base import Leaf, leaf_at, leaves, place
from hjforms.records.kinds import NOTE
from hjforms.template.layout import PAGE
from hjforms.wording import Said, Sentence, named, said

INNER = Doubt("error", Sentence("格里还有一张表，不知哪一个是内容，没有读入，请人工核对。"))
SUMS = Sentence("表上没有写明合计的行，最后一行可能就是，没有读入，请人工核对。")
MOST_CELLS = 30_000  # of one form: a hundred years have two thousand
_BOXED = ("choice", "choices")  # kinds whose boxes may stand one under the other
_FOLDED_MONTH = re.compile(r"(?:19|20)\d\d年\n\d{1,2}月")
LINES = Doubt("error", Sentence("格里有几行或隔开的几段文字，不知是不是一个内容，没有读入，请人工核对。"))


def identify(parts: dict[str, bytes], forms: tuple[FormLike, ...]) -> list[tuple[FormLike, PageTexts]]:
    """The pages of forms in a Word package with their texts, in the order of the document.

    A page begins with the title of a form; what stands before the first belongs to it. Raises ``DocumentError``
    where the title is missing over the fields of a form, and where there are only lists of people.
    """
    rows = list(_with_titles(rows_of(parts), forms))
    titles = title_rows(rows, forms)
    if not titles and (title := seeming([row.texts for row in rows], forms)):
        raise DocumentError(Sentence("像是《{title}》，但看不出哪一行是它的名称，没有读入，请人工查看。", title=title))
    margins, shown = margins_of(parts), margins_on_each_page(parts) if len(titles) == 1 else set[str]()
    heads, feet = ([row for row in margins if row.margin == kind and kind in shown] for kind in ("header", "footer"))
    bounds = [0, *titles[1:], len(rows)]
    pages, lists = [], list[str]()
    for number, (first, last) in enumerate(zip(bounds, bounds[1:], strict=False) if titles else (), 1):
        form, equals = form_of_rows(rows[titles[number - 1]], rows[first:last], forms)
        if is_list(form, of_rows(rows[first:last])):
            lists.append(form.title)
            continue
        page = _Page(form, [*heads, *rows[first:last], *feet], number).read()
        told = *doubtful(form, equals), *beside_titles(["".join(rows[titles[number - 1]].texts)], form.title, number)
        pages.append((form, replace(page, findings=(*page.findings, *told))))
    if lists and not pages:
        raise DocumentError(_list(lists[0]).message)
    if pages:
        form, page = pages[0]
        pages[0] = form, replace(page, findings=(*page.findings, *_around(margins, shown), *map(_list, lists)))
    return pages


def _list(title: str) -> Finding:
    """That a list of people was not read."""
    return Finding(
        "warning", "", "read.page", Sentence("文件里有一处是几个人的《{title}》名单，没有读入。", title=title)
    )


def _around(margins: Sequence[Row], shown: Container[str]) -> Iterator[Finding]:
    """What stands around the text of the document and may be on some of its pages alone."""
    texts = ((row.margin, "".join(row.texts).strip()) for row in margins if row.margin not in shown)
    for kind, text in dict.fromkeys(texts):
        yield _in_margin(kind, text, grade([text], is_complete=False))


def _in_margin(kind: str, text: str, severity: Severity) -> Finding:
    """That a text in a margin was not read; what may head or foot any page is no value."""
    severity = "warning" if is_banner(text) else severity
    message = Sentence("{where}中有文字，没有读入，请人工查看。", where=MARGINS[kind])
    return Finding(severity, "", "read.unknown", message, None, text)


def _with_titles(rows: Sequence[Row], forms: tuple[FormLike, ...]) -> Iterator[Row]:
    """The rows, where a title that is broken over two paragraphs is one."""
    exact = {squeezed(form.printed_title) for form in forms}
    pending: Row | None = None
    for row in rows:
        if pending is not None and _is_broken(pending, row) and squeezed(_text(pending) + _text(row)) in exact:
            pending = _joined(pending, row)
            continue
        if pending is not None:
            yield pending
        pending = row
    if pending is not None:
        yield pending


def _is_broken(first: Row, second: Row) -> bool:
    """True for two paragraphs that may be one title."""
    return not first.table and not second.table and all(squeezed(_text(row)) for row in (first, second))


def _joined(first: Row, second: Row) -> Row:
    """Two paragraphs as one, with all that is to be said of them."""
    (one,), (two,) = first.cells, second.cells
    cell = replace(
        one,
        text=one.text + two.text,
        lined="",
        struck=one.struck + two.struck,
        notes=tuple(dict.fromkeys((*one.notes, *two.notes))),
    )
    return replace(first, cells=(cell,))


def _text(row: Row) -> str:
    return "".join(row.texts)


def _behind(label: str, cell: Cell) -> Cell:
    """A cell without the label that it prints before its value."""
    return replace(cell, text=_cut(label, cell.text), lined=_cut(label, cell.lined))


def _cut(label: str, text: str) -> str:
    """What stands behind a label in a text that begins with it."""
    end = next((end for end in range(len(text) + 1) if squeezed(text[:end]) == label), 0)
    return text[end:].strip()


class _Page:
    """The rows of a returned page, held against those of a form."""

    def __init__(self, form: FormLike, rows: Sequence[Row], number: int) -> None:
        self._form = form
        self._rows = rows
        self._patterns = patterns(form.compiled)
        self._position = 0
        self._met: dict[int, Row] = {}  # by pattern, the row that it was met in first
        self._page = PageTexts({}, [], number)
        self._findings: list[Finding] = []
        self._table = form.compiled.layout.table
        self._leaves: dict[str, Leaf | None] = {}
        self._said: set[Finding] = set()
        self._aside: list[tuple[Pattern, Row, str]] = []  # what is written where the template has a blank
        self._told: set[int] = set()  # the cells of which everything is told

    def read(self) -> PageTexts:
        """The texts of the page. Text that stands nowhere on the form is a finding, not lost."""
        if sum(len(row.cells) for row in self._rows) > MOST_CELLS:
            raise DocumentError(
                Sentence("《{title}》一份里的格多得不合常理，请把这份表单独存为一个文件再读。", title=self._form.title)
            )
        strange = set[int]()
        for index, (row, match) in enumerate(self._matched()):
            if row.gone is not None:
                self._say(row, row.gone.rule, row.gone.message)
            elif match is not None:
                self._take(match, row, match.confidence(tuple(map(squeezed, row.texts))))
            elif any(cell.text.strip() or cell.notes for cell in row.cells):
                strange.add(index)
        self._leave_out_sums()
        self._tell_aside()
        if strange:
            self._by_labels(strange)
        return PageTexts(self._page.fields, self._page.rows, self._page.page, tuple(self._findings))

    def _matched(self) -> list[tuple[Row, Pattern | None]]:
        """The rows with their patterns; a table whose rows share cells with one another is read as others draw it."""
        found = [(row, None if row.gone else self._match(row)) for row in self._rows]
        rows = [row for row, match in found if match is not None and match.repeated]
        if any(cell.continued for row in rows for cell in row.cells):
            return [(row, None if match is not None and match.repeated else match) for row, match in found]
        return found

    def _match(self, row: Row) -> Pattern | None:
        """The pattern of a row, ``None`` where there is none, or where its cells hold more than their values."""
        clock.tick()
        match = None if row.margin else self._find(row)
        if match is None:
            return None
        pattern = self._patterns[match]
        self._met.setdefault(match, row)
        self._position = match if pattern.repeated else match + 1
        return pattern if self._is_ours or not self._holds_more(pattern, row) else None

    def _holds_more(self, pattern: Pattern, row: Row) -> bool:
        """True where lines or gaps part what stands in a cell for a value: a day below an agency, a span of months."""
        return any(
            self._read(path, "", cell.stretches, 1.0, inside=pattern.repeated).doubt == LINES
            for path, cell in zip(pattern.paths, row.cells, strict=True)
            if path
        )

    def _find(self, row: Row) -> int | None:
        """The pattern of a row: the nearest one that follows, or one before that was not met yet. Labels come first.

        A row that prints no label (a year, the number of the page) is known by its place alone.
        """
        patterns, position, texts = self._patterns, self._position, tuple(map(squeezed, row.texts))
        order = [*range(position, len(patterns)), *range(position)]
        fitting = [index for index in order if patterns[index].matches(texts)]
        labelled = [index for index in fitting if any(patterns[index].labels)]
        if labelled:
            free = (index for index in labelled if index not in self._met and not self._takes_label(index, texts))
            told = (index for index in free if not self._is_anybodys(index, row))
            return next((index for index in told if self._is_under_heads(index, row)), None)
        expected = position < len(patterns) and not any(patterns[position].labels)
        if expected and patterns[position].repeated and position not in self._met and is_count(list(texts)):
            return None  # the line that numbers the columns is no row of the table
        return position if expected and position in fitting and self._is_under_heads(position, row) else None

    def _is_anybodys(self, index: int, row: Row) -> bool:
        """True where every label of a row may be of several fields, on a paper that is not ours.

        But for a row that stands right under the one under which it stands on ours.
        """
        pattern, above, names = self._patterns[index], self._met.get(index - 1), vocabulary(self._form).names
        labels = [canonical(label) for label in pattern.labels if label]
        is_shared = any(pattern.paths) and all(label in VAGUE or len(names.get(label, ())) > 1 for label in labels)
        follows = above is not None and (above.table, above.row + 1) == (row.table, row.row)
        return is_shared and not follows and not self._is_ours

    def _takes_label(self, index: int, texts: tuple[str, ...]) -> bool:
        """True where the row of a paper that is not ours would take a label for a value: it stands nowhere else."""
        pattern, words = self._patterns[index], vocabulary(self._form)
        values = (text for path, text in zip(pattern.paths, texts, strict=True) if path and text)
        lone = any(words.name_of(text) and self._count[canonical(text)] < 2 for text in values)
        return lone and not pattern.repeated and not self._is_ours

    @cached_property
    def _count(self) -> Counter[str]:
        """How often each text stands in a cell of its own."""
        return Counter(canonical(text) for row in self._rows for text in row.texts)

    def _is_under_heads(self, index: int, row: Row) -> bool:
        """True for a row that has our heads over it, cell by cell, where nothing else tells what its values are."""
        if not self._patterns[index].is_columnar:
            return True
        heads = heads_over(self._patterns, index)
        if not self._met.keys() >= set(heads):
            return False
        ours = [self._patterns[known].edges for known in (*heads, index)]
        return are_aligned(ours, [*(self._met[head].edges for head in heads), row.edges])

    def _take(self, pattern: Pattern, row: Row, confidence: float) -> None:
        """Take the values of a row that matched."""
        sources: dict[str, Source] = {}
        for path, label, cell in zip(pattern.paths, pattern.labels, row.cells, strict=True):
            if path:
                own = _behind(label, cell) if label else cell
                value = self._read(path, own.text, own.stretches, confidence, inside=pattern.repeated)
                value = replace(value, text=own.text or own.inner, doubt=INNER) if own.inner else value
                self._put(sources, path, value, own, row, inside=pattern.repeated)
            elif label == "" and cell.text.strip() and not (pattern.repeated and is_ruling(cell.text.strip())):
                self._aside.append((pattern, row, cell.text.strip()))
            else:
                self._note(cell, row, "")
        if pattern.repeated:
            self._page.rows.append(self._written(sources, row))
        else:
            self._page.fields.update(sources)

    def _tell_aside(self) -> None:
        """Tell of what stands in cells that are none of a value: it may be that of a field beside it, or of another."""
        blank, prints = self._blank(frozenset()), vocabulary(self._form).prints
        for pattern, row, text in self._aside:
            cells = zip(pattern.paths, row.cells, strict=True)
            is_beside = any(path and not cell.text.strip() for path, cell in cells)
            is_value = not prints(text) and (is_beside or any(may_hold(leaf, text) for leaf in blank))
            message = Sentence("有不是《{title}》上的内容，没有读入，请人工查看。", title=self._form.title)
            self._say(row, "read.unknown", message, text, "error" if is_value else "warning")

    def _leave_out_sums(self) -> None:
        """The last row of a table below which no row says that it holds the sums may be these: it is none, and told.

        But where it says something of its own in the place of their label.
        """
        rows = [index for index in self._met if self._patterns[index].repeated]
        if not rows or not self._page.rows or rows[0] + 1 in self._met or rows[0] + 1 >= len(self._patterns):
            return
        places = self._patterns[rows[0]].under(self._patterns[rows[0] + 1])
        last, own = self._page.rows[-1], [(self._leaf(path, inside=True), path) for path in places]
        if last and places and not any(leaf and path in last and reads(leaf, last[path].text) for leaf, path in own):
            self._page.rows.pop()
            found = " ".join(source.text for source in last.values())
            self._findings.append(Finding("error", "", "read.unknown", SUMS, None, found))

    def _read(self, path: str, text: str, pieces: Sequence[str], confidence: float, *, inside: bool) -> Value:
        """A text as a value; one of several lines only where people write sentences."""
        leaf = self._leaf(path, inside=inside)
        if len(pieces) < 2 or leaf is None or leaf.kind.name in _BOXED:
            return Value(text, (), confidence)
        if _FOLDED_MONTH.fullmatch("\n".join(pieces)):
            return Value("".join(pieces), (), confidence)
        lines = "\n".join(pieces)
        return Value(lines, (), confidence, None if leaf.kind is NOTE else LINES)

    def _leaf(self, path: str, *, inside: bool) -> Leaf | None:
        """The field of a path of the template, or of one in the row; none of the number of the page."""
        key = f"{self._table}.*.{path}" if inside else path
        if key not in self._leaves:
            self._leaves[key] = leaf_at(self._form.record_type, key)[0]
        return self._leaves[key]

    def _written(self, sources: dict[str, Source], row: Row) -> dict[str, Source]:
        """The sources of a row of years; one in which nothing is written is none, and what is said of it is kept."""
        if any(source.text for source in sources.values()):
            return sources
        for doubt in (doubt for source in sources.values() for doubt in source.notes):
            self._say(row, doubt.rule, doubt.message, doubt.found)
        return {}

    def _put(self, sources: dict[str, Source], path: str, value: Value, cell: Cell, row: Row, *, inside: bool) -> None:
        """The source of a field with what is to be said of its cell; where nothing is seen, what is there unseen."""
        method: Method = "cell" if value.confidence >= ALIKE else "grid"
        text = value.text if value.text.strip() else cell.trace
        if text.strip() or (inside and cell.notes):
            sources[path] = Source(
                text, self._page.page, None, method, value.confidence, value.doubt, cell.notes, *value.claimed
            )
        else:
            self._note(cell, row, path)

    def _note(self, cell: Cell, row: Row, path: str) -> None:
        """What is to be said of a cell that has no value."""
        for doubt in cell.notes:
            if path and path != PAGE:
                message = named(place(self._form.record_type, path), doubt.message)
                self._findings.append(Finding(doubt.severity, path, doubt.rule, message, None, doubt.found))
            elif doubt.severity == "warning" or not cell.text.strip():  # how a label looks is of no account
                self._say(row, doubt.rule, doubt.message, doubt.found, doubt.severity)

    def _say(
        self, row: Row, rule: str, message: Said, found: str | None = None, severity: Severity = "warning"
    ) -> None:
        where: Said = Sentence("表格之外的一段文字")
        if row.margin:
            where = MARGINS[row.margin]
        elif row.table:
            where = Sentence("表{table} 第{row}行", table=row.table, row=row.row)
        told = Sentence("{place}{told}", place=where, told=said(message))
        finding = Finding(severity, "", rule, told, None, found)
        if finding not in self._said:
            self._said.add(finding)
            self._findings.append(finding)

    # -------------------------------------------------------------------------------- drawn by others

    def _by_labels(self, strange: set[int]) -> None:
        """Read the rows that are not those of the template by their labels; what is left is told."""
        if not self._is_ours:
            self._join_names()
        squares = of_rows(self._rows)
        found = read_labels(self._form, squares)
        for path, value in found.fields.items():
            square = squares[value.square]
            known = any(RecordPath(other).is_in(path) for other in self._page.fields)
            if square.line in strange and not known:
                self._found(self._page.fields, path, value, squares, inside=False)
        by_labels = not self._page.rows
        if by_labels:
            self._rows_by_labels(found, squares, strange)
        else:
            self._tell_rows(found, squares, strange)
        for line in sorted(strange):
            for cell in self._rows[line].cells:
                if id(cell) not in self._told:
                    self._note(cell, self._rows[line], "")
        telling = (guesses, miscounted, placeless) if by_labels else (guesses, miscounted)
        self._findings += [say for told in telling for say in told(self._form, found)]
        self._findings += unread(found)
        self._tell(found, squares, strange)

    def _tell(self, found: Found, squares: Sequence[Square], strange: set[int]) -> None:
        """Tell of what is left over: an error where it may be the value of a field."""
        left: dict[int, list[str]] = defaultdict(list)
        for index, texts in found.rests(vocabulary(self._form).prints).items():
            left[squares[index].line] += texts
        is_missing, blank = self._missing(found), self._blank(found.seen)
        blank = [leaf for leaf in blank if not any(RecordPath(own).is_in(leaf.path) for own in found.fields)]
        message = Sentence("不是《{title}》上的内容，没有读入，请人工查看。", title=self._form.title)
        for line in sorted(left.keys() & strange):
            row, texts, told = self._rows[line], left[line], " ".join(left[line])
            may_be_one = any(may_hold(leaf, text) for leaf in blank for text in texts)
            severity = grade(texts, is_complete=not is_missing and not may_be_one)
            severity = "error" if self._is_place(row) else severity
            if row.margin:
                self._findings.append(_in_margin(row.margin, told, severity))
            else:
                self._say(row, "read.unknown", message, told, severity)

    def _is_place(self, row: Row) -> bool:
        """True for a row that is cut as one of the template with values which was not met: somebody wrote over it."""
        unmet = (pattern for index, pattern in enumerate(self._patterns) if index not in self._met)
        return len(row.cells) > 1 and any(pattern.edges == row.edges and any(pattern.paths) for pattern in unmet)

    @cached_property
    def _is_ours(self) -> bool:
        """True where every row that the template prints is there."""
        return prints_all(self._form, [tuple(map(squeezed, row.texts)) for row in self._rows])

    def _join_names(self) -> None:
        """Names as a paper prints them that is not ours; on ours, a space in a name is part of it."""
        known = leaves(self._form.record_type)
        for path in known.keys() & self._page.fields.keys():
            source = self._page.fields[path]
            self._page.fields[path] = replace(source, text=joined(known[path], source.text))

    def _missing(self, found: Found) -> bool:
        """True where columns of the form stand nowhere on the page, so that what was not read may be theirs."""
        met = {path for index in self._met for path in self._patterns[index].paths}
        known = {leaf.path if leaf else "" for leaf, _ in (leaf_at(self._form.record_type, path) for path in met)}
        steps: dict[str, str] = {leaf.path.column: path for path, leaf in leaves(self._form.record_type).items()}
        seen = known | {steps.get(path, path) for path in (*found.seen, *found.fields)}
        in_rows = any(self._patterns[index].repeated for index in self._met)
        return any(
            leaf.path.table and path not in seen and not in_rows
            for path, leaf in leaves(self._form.record_type).items()
        )

    def _blank(self, seen: AbstractSet[str]) -> list[Leaf]:
        """The fields outside the rows that have no value; what was not read may be that of one."""
        written = {path for path, source in self._page.fields.items() if not BLANK.fullmatch(source.text)}
        known = seen | {path for index in self._met for path in self._patterns[index].paths}
        return [
            leaf
            for path, leaf in leaves(self._form.record_type).items()
            if not leaf.path.table and not (leaf.kind is NOTE and path in known)
            if not any(RecordPath(own).is_in(path) for own in written)
        ]

    def _tell_rows(self, found: Found, squares: Sequence[Square], strange: set[int]) -> None:
        """Tell of rows that labels told where the rows of the table are those of the template."""
        for row in found.rows:
            lines = {squares[value.square].line for value in row.values()}
            if lines <= strange and lines:
                message = Sentence("不是《{title}》上的内容，没有读入，请人工查看。", title=self._form.title)
                told = " ".join(value.text for value in row.values())
                self._say(self._rows[min(lines)], "read.unknown", message, told, "error")

    def _rows_by_labels(self, found: Found, squares: Sequence[Square], strange: set[int]) -> None:
        for row in found.rows:
            sources: dict[str, Source] = {}
            for path, value in row.items():
                if squares[value.square].line in strange:
                    self._found(sources, path, value, squares, inside=True)
            line = min((squares[value.square].line for value in row.values()), default=0)
            self._page.rows.append(self._written(sources, self._rows[line]))

    def _found(
        self, sources: dict[str, Source], path: str, value: Value, squares: Sequence[Square], *, inside: bool
    ) -> None:
        square = squares[value.square]
        cell, row = square.cell or Cell(value.text), self._rows[square.line]
        self._told.add(id(cell))
        pieces = _parted(value, squares)
        if len(pieces) > 1 and not value.is_whole and value.text not in pieces:
            several = self._read(path, value.text, pieces, value.confidence, inside=inside)
            value = replace(value, text=several.text, doubt=value.doubt or several.doubt)
        self._put(sources, path, value, cell, row, inside=inside)


def _parted(value: Value, squares: Sequence[Square]) -> tuple[str, ...]:
    """What the lines and tabs of a Word file part in a value that stands in one cell."""
    if len(value.pieces) != 1:
        return (value.text,)
    [(square, start, end)] = value.pieces
    cell, text = squares[square].cell, squares[square].text[start:end]
    has_tabs = cell is not None and TAB in cell.lined
    return stretches(text.replace(GAP, TAB) if has_tabs else text)
