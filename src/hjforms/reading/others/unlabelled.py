"""What no label stands before (没有栏目名称的内容): boxes, blanks in sentences or before a label, days."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise, takewhile

from hjforms.notations.choice import EMPTY, MARKED, MARKS
from hjforms.paths import RecordPath
from hjforms.reading.others.beside import is_beside, tells_of_print
from hjforms.reading.others.days import DAY, OF_THE_PRINT
from hjforms.reading.others.flow import Flow
from hjforms.reading.others.found import AGENCY_NAME, LIKELY, SURE, UNCLEAR, Candidate, Found, Piece, Value
from hjforms.reading.others.prose import BEHIND, NAME, Prose, is_name
from hjforms.reading.others.ticks import Tick, are_clear, first_tick, pattern_of, ticks_of
from hjforms.reading.others.vocabulary import MANY, SEAL, Vocabulary, is_sentence
from hjforms.reading.page.doubt import Doubt
from hjforms.reading.page.labels import canonical
from hjforms.reading.page.squares import Sheet, Square
from hjforms.reading.page.titles import squeezed, title_in
from hjforms.records.base import Leaf
from hjforms.template.layout import PAGE
from hjforms.wording import Sentence

SIGNED = "signoff."
ADDRESSEE, AGENCY = "addressee", canonical("社会保险经办机构")
NUMBER = canonical("编号")
AGENCY_OR_WORD = Doubt("error", Sentence("“社会保险经办机构”是不是名称的一部分，看不出来，没有读入，请人工核对。"))
CALLED = Doubt("error", Sentence("这里写的不是一个完整的姓名，或不只是姓名，没有读入，请人工核对。"))
OTHER_NAMES = Doubt("error", Sentence("纸上另一处写的参保人姓名与这里不同，没有读入，请人工核对。"))
MOST_UNDER = 3  # lines under a title of which one may say whom the paper addresses
LEAD = 4  # letters before options in a sentence, and at least behind them
NO_BOX = Doubt("error", Sentence("有的选项前没有方框，不知选了哪一项，没有读入，请人工核对。"))
UNCLEAR_MARKS = Doubt("error", Sentence("有的方框打钩、有的打叉，或都打叉，不知选了哪一项，没有读入，请人工核对。"))
STRANGE_BOX = Doubt("error", Sentence("旁边还有勾选了的选项不认识，没有读入，请人工核对。"))
_CALLED = re.compile(  # how a person is called, and the name in it
    r"\s*(?:尊敬的)?\s*(?:参保人员?|申请人)?\s*(.*?)\s*(?:同志|[（(]?(?:先生|女士)(?:[/／](?:先生|女士))?[）)]?)?\s*"
)
_BEHIND_PERSON = re.compile(
    r"参保人员?(?:[（(]签[字名章][)）])?[:：][\s_＿]*([\u3400-\u9fff·]{2,15})(?![\u3400-\u9fff·:：（(])"
)
_TO = re.compile(r"\s*致\s*[:：]\s*(?=\S)")  # before whom a paper addresses
_STAMPED = re.compile(rf"(?:^|\s)({AGENCY_NAME.pattern})\s*[（(](?:章|公章|盖章)[)）](?=\s|$)", re.MULTILINE)
_SEAL_HERE = re.compile(r"\s*[（(](?:章|公章|盖章)[)）]\s*$")
_NUMBERED = re.compile(  # apart on its line, behind a word of the title: 函, 凭
    r"(?:^|\s{2}|\u3000)\s*([\u3400-\u9fff]{1,9}(?P<kind>[\u3400-\u9fff])[〔\[【](?:19|20)\d\d[〕\]】]\s*第?\s*\d{1,6}\s*号)\s*(?:$|\s{2}|\u3000)"
)
_FAR_BEHIND = re.compile(r"(?:\u3000|[ \xa0]{2})[\s]*(?=\d{4}|[〇零○一二])")
_WIDE_GAP = re.compile(r"\u3000|\s{2}")
_ADDRESSED = re.compile("[省市县区旗州盟镇乡局处所站厅]|街道|中心|机构|办公室|公司")
SIGNING_DAY = "签字日期"
_SIGNED_ON = re.compile(  # who signs, and the day with what stands before it
    r"(?:申请人|参保人员?|本人)(?:[（(]签[字名章][)）]|签[字名章])[:：]?[^\d:：\n]{0,80}?"
    rf"((?:(?:签[字名])?(?:日\s*期|时间)[:：]?\s*)?({DAY.pattern}))"
)
_BARE_DAY = re.compile(
    r"(?:^|[:：)）]|\s{2}|\u3000)\s*(?:签[章字]|盖章)?日\s*期[:：]\s*$"
)  # that says whose it is by its place
_OF_DAY = re.compile(r"(?:\W*(?:日期|\(?(?:签字|签名|[公盖签]?章)\)?))*\W*")  # what is said of a day of signing
LEAST_ALIKE = 2  # letters of a label in fewer words
_LISTED = re.compile("[、；;]")
MOST_BETWEEN = 2  # lines, between a label and the name below it
_GOES_ON = re.compile("[以之]?[前后]|[起至到止的]|[发印寄送收]")  # words right behind a day in a sentence
_PAGE_LABEL = re.compile(  # the page and how many there are, or how many there are and the page
    r"第(?P<page>\d{1,4})页[,/;、]?[(]?共(?P<pages>\d{1,4})页|共(?P<all>\d{1,4})页[,/;、]?[(]?第(?P<one>\d{1,4})页"
)

Places = Sequence[tuple[str, int]]  # labels, and the squares in which they stand


class Unlabelled:
    """Finds what the squares outside of tables say without a label."""

    def __init__(self, sheet: Sheet, words: Vocabulary, found: Found, apart: Sequence[int]) -> None:
        self._sheet, self._words, self._found, self._apart = sheet, words, found, apart
        self._flow = Flow.of(sheet, set(apart))
        self.prose = Prose(sheet, words, found, apart, self._flow)

    def read(self, labels: Places, title: str) -> None:
        """Everything that is found."""
        self._boxes()
        self._endings(title)
        if ADDRESSEE in self._found.leaves and ADDRESSEE not in self._found.fields:
            self._greeting(ADDRESSEE, title, most=2)
        self._seals(labels)
        self._found.decide(self._number({name for name, _ in labels}, title))
        self._days(labels)
        self._seals(labels)  # of which only the day stood behind the label
        self._found.decide(self._signed())
        self.prose.read()
        self.prose.blanks(first=False)
        self._page()

    def _boxes(self) -> None:
        """Choices by the marks at their options, where every option has one."""
        for path, leaf in self._words.boxes.items():
            assert leaf.kind.parts
            options = [squeezed(option) for option in leaf.kind.parts.labels]
            places = ticks_of(self._flow.text, options, several=leaf.kind.name == "choices")
            if places is not None:
                doubt = None if are_clear(places) else UNCLEAR_MARKS
                for name, box in zip(leaf.kind.parts.names, places, strict=True):
                    self._put_box(path / name, box, doubt)
                self._doubt_others([path / name for name in leaf.kind.parts.names])
                self._found.fields.pop(path, None)
                self._found.seen.add(path)
            elif path not in self._found.fields and (place := first_tick(self._flow.text, options)):
                pieces = self._flow.pieces(*place)
                self._found.fields[path] = Value(self._found.text(*pieces), tuple(pieces), SURE, NO_BOX)
            elif path not in self._found.fields and (said := self._said(path, options)):
                for name, option in zip(leaf.kind.parts.names, options, strict=True):
                    self._put_box(path / name, Tick(MARKED if option == said[1] else "", *said.span(1), *said.span(1)))
                self._found.seen.add(path)
            elif path not in self._found.fields and (chosen := self._under_heading(leaf)):
                for name, option in zip(leaf.kind.parts.names, leaf.kind.parts.labels, strict=True):
                    own = tuple(self._found.whole(index) for index, label in chosen if label == option)
                    self._found.fields[path / name] = Value(MARKED if own else EMPTY, own or (Piece(0, 0, 0),))
                    self._found.use(*own)
                self._found.seen.add(path)

    def _under_heading(self, leaf: Leaf) -> list[tuple[int, str]]:
        """The options that stand behind the label of a field, where those that are chosen alone are printed.

        They are squares of their own, or one with 、 between them. Of several that may be chosen together, frames or
        the label (已提交材料) tell it.
        """
        assert leaf.kind.parts
        label = canonical(leaf.labels[-1])
        options = [(index, self._options(leaf, index)) for index in self._apart]
        texts = [canonical(self._text(index)).removeprefix("已") for index in self._apart]
        heads = [
            at
            for at, (text, (_, behind)) in enumerate(zip(texts, options[1:], strict=False))
            if behind and (text == label or self._is_nearly(text, label, self._apart[at]))
        ]
        below = list(takewhile(lambda at: bool(at[1]), options[heads[0] + 1 :])) if heads else []
        chosen = [(index, option) for index, own in below for option in own]
        is_told = all(self._sheet.squares[index].table for index, _ in chosen) or leaf.kind.name != "choices"
        others = sum(len(own) for _, own in options) - len(chosen)
        most = len(leaf.kind.parts.labels) - 1 if leaf.kind.name == "choices" else 1
        if len(heads) != 1 or texts.count(label) > 1 or not is_told or others or not 0 < len(chosen) <= most:
            return []
        self._found.use_squares(self._apart[at] for at, text in enumerate(texts) if at == heads[0] or text == label)
        return chosen

    def _is_nearly(self, text: str, label: str, index: int) -> bool:
        """True for a cell with the label of a field in fewer words, or with words of its own between those of ours."""
        few, many = sorted((text, label), key=len)
        letters = iter(many)
        is_cell = bool(self._sheet.squares[index].table) and not self._words.name_of(text)
        return is_cell and len(few) >= LEAST_ALIKE and all(letter in letters for letter in few)

    def _options(self, leaf: Leaf, index: int) -> list[str]:
        """The options that a square is, as the record has them; empty where something else stands in it."""
        assert leaf.kind.parts
        ways = {pattern_of(squeezed(option)): option for option in leaf.kind.parts.labels}
        found = [
            next((option for way, option in ways.items() if re.fullmatch(way, text)), "")
            for text in _LISTED.split(squeezed(self._text(index)))
        ]
        several = leaf.kind.name == "choices" and len(set(found)) == len(found)
        return found if all(found) and (several or len(found) == 1) else []

    def _doubt_others(self, paths: Sequence[str]) -> None:
        """Where a box is marked beside the others of which nobody knows the option, none of them is certain."""
        found = self._found
        squares = {piece.square for path in paths if path in found.fields for piece in found.fields[path].pieces}
        others = (
            (square, at)
            for square in squares
            for at, letter in enumerate(self._text(square))
            if letter in MARKS and not found.is_used(square, at)
        )
        if any(others):
            for path in paths:
                found.fields |= {path: found.fields[path].but(STRANGE_BOX)} if path in found.fields else {}

    def _said(self, path: str, options: Sequence[str]) -> re.Match[str] | None:
        """The one option that the sentence itself says, where our paper has boxes in the midst of it."""
        around = [(before, after) for blank, before, after in self._words.blanks if blank.is_in(path)]
        if not around or not around[-1][1].startswith(options[-1]):
            return None
        lead, follow = around[0][0][-LEAD:], around[-1][1].removeprefix(options[-1])[:BEHIND]
        if min(len(lead), len(follow)) < LEAD:
            return None
        words = "|".join(map(re.escape, options))
        found = list(re.finditer(f"{re.escape(lead)}({words}){pattern_of(follow)}", self._flow.text))
        return found[0] if len(found) == 1 else None

    def _put_box(self, path: str, box: Tick, doubt: Doubt | None = None) -> None:
        pieces = self._flow.pieces(box.box_start, box.box_end) or [Piece(0, 0, 0)]
        self._found.fields[path] = Value(MARKED if box.is_marked else EMPTY, tuple(pieces), doubt=doubt)
        self._found.use(*self._flow.pieces(box.start, box.end))

    def _endings(self, title: str) -> None:
        """Blanks that stand before their label: ____社会保险经办机构："""
        for path, ending in self._words.endings.items():
            if path in self._found.fields:
                continue
            if not canonical(ending):
                self._greeting(path, title)
                continue
            for index in self._apart:
                if (piece := self._before(index, canonical(ending))) is not None:
                    self._found.put(path, [piece], SURE, is_whole=True)
                    self._found.use_squares([index])
                    self._found.seen.add(path)
                    break

    def _before(self, index: int, ending: str) -> Piece | None:
        """What stands before a label: in its own square, or in the one left of it."""
        text = self._sheet.squares[index].text.rstrip()
        if not text.endswith(("：", ":")) or "章" in text or not canonical(text).endswith(ending):
            return None
        start = next((start for start in range(len(text)) if canonical(text[start:]) == ending), 0)
        left = self._sheet.left_of(index)[:1]
        return self._found.whole(left[0]) if left and not start else Piece(index, 0, start)

    def _greeting(self, path: str, title: str, most: int = MOST_UNDER) -> None:
        """A name and a colon on a line of its own, in the first lines under a title, before any sentence.

        A stub (存根) above the paper has the title as well, and no name under it.
        """
        squares = self._sheet.squares
        lines = [line for line in self._sheet.lines if any(squares[index].text.strip() for index in line)]
        texts = ["".join(squares[index].text for index in line).strip() for line in lines]
        under = 0
        while headed := title_in(texts[under:], title):
            under += headed.stop
            first = takewhile(lambda at: not is_sentence(texts[at - 1]), range(under, min(under + most, len(lines))))
            greeting = next((lines[at] for at in first if self._is_greeting(lines[at])), None)
            if greeting is not None and (path != ADDRESSEE or self._is_addressed(greeting)):
                self._greet(path, greeting)

    def _is_greeting(self, line: Sequence[int]) -> bool:
        """True for a line that ends with a colon, or has one behind 致; in a cell, the words of the form follow it."""
        last, squares = self._first_line(line[-1]), self._sheet.squares
        is_apart = len(line) == 1 and len(last) < len(squares[line[0]].text.rstrip())
        is_free = not any(self._found.is_used(index, 0) for index in line)
        return (
            is_free
            and not is_sentence("".join([*(squares[index].text for index in line[:-1]), last]))
            and bool(last.endswith(("：", ":")) or _TO.match(last))
            and (is_apart or not any(squares[index].table for index in line))
        )

    def _is_addressed(self, line: Sequence[int]) -> bool:
        """True for a line that names a place or an agency, and is no label that is left blank."""
        said = "".join([*(self._sheet.squares[index].text for index in line[:-1]), self._first_line(line[-1])])
        return bool(_ADDRESSED.search(said)) and canonical(said.rstrip("：: ")) not in self._words.names

    def _greet(self, path: str, line: Sequence[int]) -> None:
        """Take what stands before the colon; of a person, the name without what people are called by."""
        last = self._first_line(line[-1])
        said = "".join([*(self._sheet.squares[index].text for index in line[:-1]), last])
        doubt = AGENCY_OR_WORD if canonical(said).endswith(AGENCY) else None
        start = to.end() if (to := _TO.match(last)) else 0
        end = len(last.removesuffix("：").removesuffix(":"))
        if path.endswith(".name") and (called := _CALLED.fullmatch(last, start, end)):
            start, end = called.span(1)
            doubt = None if NAME.fullmatch(called[1]) else CALLED
        pieces = [*map(self._found.whole, line[:-1]), Piece(line[-1], start, end)]
        self._found.put(path, pieces, SURE, doubt)
        self._doubt_of_others(path)
        rest = self._sheet.squares[line[-1]].text[len(last) :]
        self._found.use(*pieces, Piece(line[-1], 0, len(last) + self._printed_behind(rest)))
        self._found.seen.add(path)

    def _doubt_of_others(self, path: str) -> None:
        """Doubt the name of a person where another stands behind 参保人, on a stub (存根) or where the person signs."""
        value = self._found.fields.get(path)
        if value is None or not path.endswith(".name") or value.doubt:
            return
        named = {found[1] for index in self._apart for found in _BEHIND_PERSON.finditer(self._text(index))}
        others = sorted(name for name in named - {value.text} if is_name(name))
        if others:
            self._found.fields[path] = replace(value, doubt=OTHER_NAMES, rivals=(*value.rivals, *others))

    def _first_line(self, index: int) -> str:
        """The text of a square; where the form goes on in its further lines, the first alone."""
        text = self._sheet.squares[index].text
        first = text.partition("\n")[0]
        return (first if self._printed_behind(text[len(first) :]) > 2 * MANY else text).rstrip()

    def _printed_behind(self, text: str) -> int:
        """How many letters at the beginning of a text are words of the form."""
        letters = self._words.letters
        return sum(1 for _ in takewhile(lambda end: squeezed(text[:end]) in letters, range(1, len(text) + 1)))

    # -------------------------------------------------------------------------------------------- seals

    def _seals(self, labels: Places) -> None:
        """Who seals the paper, where no label stands before: 示例市社保中心（章）, or the name below an empty label."""
        sealed = {path for name, paths in self._words.names.items() if name.endswith(SEAL) for path in paths}
        labelled = {path for path in sealed for name, _ in labels if self._words.belongs(name, path)}
        for path in sealed:
            if path in self._found.fields:
                self._unfold(path)
                continue
            own = [square for name, square in labels if self._words.belongs(name, path)]
            signed = [square for name, square in labels if self._is_signed(name)]
            places = [*self._below_label(own), *(self._stamped(signed[0]) if signed and not own else ())]
            places = places or (list(self._stamped(0)) if labelled - {*self._found.fields} == {path} else [])
            places = places or ([] if own else list(self._over_day()))
            if len(places) == 1:
                self._found.put(path, places, LIKELY, is_whole=True)
                self._found.seen.add(path)
                self._use_seal(places[0])

    def _use_seal(self, name: Piece) -> None:
        """Explain what tells behind a name that the seal goes there."""
        if seal := _SEAL_HERE.search(self._text(name.square), name.end):
            self._found.use(Piece(name.square, *seal.span()))

    def _over_day(self) -> Iterator[Piece]:
        """The name of an agency alone on the line over one that is a day: so letters are signed."""
        lines = [line for line in self._sheet.lines if any(map(str.isalnum, "".join(map(self._text, line))))]
        for above, below in pairwise(lines):
            alone = [*above, *below]
            if len(alone) > 2 or any(self._sheet.squares[index].table for index in alone):
                continue
            name = _SEAL_HERE.sub("", self._text(above[0]))
            piece = Piece(above[0], len(name) - len(name.lstrip()), len(name.rstrip()))
            is_day = DAY.fullmatch(self._text(below[0]).strip())
            if is_day and AGENCY_NAME.fullmatch(name.strip()) and self._found.is_free(piece):
                yield piece

    def _sealed_over_day(self) -> Iterator[int]:
        """Where the agency stands alone that was read as the one which seals, over a line that is a day."""
        sealed = self._found.fields.get(SIGNED + "agency")
        below = self._sheet.line_of[sealed.square] + 1 if sealed else len(self._sheet.lines)
        texts = map(self._text, self._sheet.lines[below] if below < len(self._sheet.lines) else ())
        if sealed and not self._sheet.squares[sealed.square].table and DAY.fullmatch("".join(texts).strip()):
            yield sealed.square

    def _unfold(self, path: str) -> None:
        """Take the rest of the name of an agency that goes on alone on the line below, where that makes it whole."""
        value = self._found.fields[path]
        here = self._sheet.squares[value.square]
        before, end = here.text[: value.pieces[0].start], value.pieces[-1].end
        is_alone = not _WIDE_GAP.search(before.strip()) and end == len(here.text.rstrip())
        if here.table or not is_alone or AGENCY_NAME.fullmatch(value.text):
            return
        height = here.bottom - here.top
        below = [
            index
            for index in self._apart
            if 0 < self._sheet.squares[index].top - here.top <= MOST_BETWEEN * height
            and abs(self._sheet.squares[index].left - here.left) <= height / 2
            and not self._sheet.squares[index].table
            and self._found.is_free(self._found.whole(index))
        ]
        if len(below) == 1 and AGENCY_NAME.fullmatch(value.text + self._text(below[0]).strip()):
            del self._found.fields[path]
            self._found.put(path, [*value.pieces, self._found.whole(below[0])], LIKELY, is_whole=True)

    def _is_signed(self, name: str) -> bool:
        """True for a label of who signs and nothing else."""
        return all(path.startswith(SIGNED) for path in self._words.names.get(name, [""]))

    def _stamped(self, start: int) -> Iterator[Piece]:
        """Names of agencies right before where their seal goes, from a square on."""
        for index in self._apart:
            for found in _STAMPED.finditer(self._sheet.squares[index].text) if index >= start else ():
                piece = Piece(index, *found.span(1))
                if not self._words.is_label(found[0]) and self._found.is_free(piece):
                    self._found.use(Piece(index, *found.span()))
                    yield piece

    def _below_label(self, labels: Sequence[int]) -> Iterator[Piece]:
        """The name of an agency on the line below an empty label, where all else on both lines is explained."""
        if len(labels) != 1:
            return
        is_last, is_in_columns = self._ends_with_label(labels[0]), self._is_explained(labels[0])
        here = self._sheet.squares[labels[0]]
        for index in self._next_line(labels[0]):
            square = self._sheet.squares[index]
            rest = "".join(" " if self._found.is_used(index, at) else letter for at, letter in enumerate(square.text))
            is_near = square.top - here.bottom <= MOST_BETWEEN * (here.bottom - here.top)
            days = list(DAY.finditer(rest))
            end = days[-1].start() if days and not rest[days[-1].end() :].strip() else len(rest)
            rest = rest[:end].rstrip()
            is_below = is_last or (is_in_columns and any(self._found.are_used(index)))
            if is_below and not here.table and not square.table and is_near and AGENCY_NAME.fullmatch(rest.strip()):
                yield Piece(index, len(rest) - len(rest.lstrip()), len(rest))

    def _is_explained(self, index: int) -> bool:
        """True for a square of labels and values and nothing else."""
        return all(self._found.is_used(index, at) for at, letter in enumerate(self._text(index)) if letter.isalnum())

    def _ends_with_label(self, index: int) -> bool:
        """True for a text that ends with a label, or that is one without a colon."""
        text = self._text(index).rstrip()
        return text.endswith(("：", ":")) or bool(self._words.name_of(text))

    def _next_line(self, index: int) -> list[int]:
        """The squares of the next line, but for the star of a seal; those under the square where others are beside."""
        here = self._sheet.squares[index]
        lines = [
            line
            for line in self._sheet.lines[self._sheet.line_of[index] + 1 :]
            if not (text := "".join(map(self._text, line)).strip()) or any(map(str.isalnum, text))
        ][:MOST_BETWEEN]
        under = ([other for other in line if self._is_under(self._sheet.squares[other], here)] for line in lines)
        return next(filter(None, under), lines[0] if lines else [])

    @staticmethod
    def _is_under(other: Square, here: Square) -> bool:
        """True for squares that share a part of their width."""
        return other.left < here.right and here.left < other.right

    def _text(self, index: int) -> str:
        return self._sheet.squares[index].text

    def _number(self, labels: set[str], title: str) -> Iterator[Candidate]:
        """The number of the paper, as official letters have it without a label: 某社函〔2024〕118号."""
        paths = self._words.names.get(NUMBER, [])[:1]
        if NUMBER in labels or not paths:
            return
        for index in self._apart:
            for found in () if self._sheet.squares[index].table else _NUMBERED.finditer(self._text(index)):
                if found["kind"] in title:
                    yield Candidate(paths[0], [Piece(index, *found.span(1))], confidence=LIKELY)

    # --------------------------------------------------------------------------------------------- days

    def _days(self, labels: Places) -> None:
        """A day without a label: the only one behind the label that the template has before it, or on a line."""
        for path in self._words.unnamed:
            before = self._words.contexts[path].before
            if path in self._found.fields or self._found.leaves[path].kind.name != "date":
                continue
            own = [(name, square) for name, square in labels if self._words.belongs(name, before)]
            places = [square for name, square in own if name.endswith(SEAL)] or [square for _, square in own]
            if path.startswith(SIGNED) and not places:  # no day above where the paper is signed
                signed = [square for name, square in labels if self._is_signed(name)][:1]
                places = [min(square, *self._sealed_over_day(), square) for square in signed]
            days = list(self._all_days(path, places[0] if before and len(places) == 1 else None))
            if len(days) == 1:
                doubt = None if self._is_explained_before(days[0][0]) else UNCLEAR
                self._cut(days[0])
                if label := _BARE_DAY.search(self._text(days[0][0].square)[: days[0][0].start]):
                    self._found.use(Piece(days[0][0].square, *label.span()))
                self._found.put(path, days[0], LIKELY, doubt)
                self._found.seen.add(path)

    def _is_explained_before(self, day: Piece) -> bool:
        """True where on the line of a day nothing stands before it but labels, what is of no form, or an agency.

        A name without a word for whose it is may be anybody's, and the day with it.
        """
        line = [] if self._sheet.squares[day.square].table else self._sheet.lines[self._sheet.line_of[day.square]]
        left = [self._found.whole(index) for index in line if index < day.square and index in self._apart]
        start = self._text(day.square).rfind("\n", 0, day.start) + 1
        pieces = [*left, Piece(day.square, start, day.start)]
        rest = " ".join(map(self._found.raw, pieces)).strip()
        is_ours = self._words.prints(rest) or _OF_DAY.fullmatch(squeezed(rest)) or AGENCY_NAME.fullmatch(rest)
        return (
            bool(is_ours) or is_beside(rest) or "：" in rest.rstrip("：: ") or not all(map(self._found.is_free, pieces))
        )

    def _signed(self) -> Iterator[Candidate]:
        """The day behind the name of the person who signs: 申请人签字：张示例　日期：2024-06-18."""
        for path, leaf in self._found.leaves.items():
            if leaf.kind.name == "date" and leaf.labels[-1].endswith(SIGNING_DAY):
                for index in self._apart:
                    for found in _SIGNED_ON.finditer(self._text(index)):
                        if self._found.is_free(day := Piece(index, *found.span(2))):
                            yield Candidate(path, [day], [Piece(index, *found.span(1))], LIKELY)

    def _all_days(self, path: str, start: int | None) -> Iterator[list[Piece]]:
        """Days for a field that stand alone on their line, or that end what was taken for the value of a label."""
        squares, among = self._sheet.squares, set(self._apart)
        for line in self._sheet.lines:
            here = [index for index in line if index in among and self._may_sign(index, start)]
            if here and DAY.fullmatch("".join(squares[index].text for index in here).strip()):
                if all(self._is_free(*self._found.whole(index)) for index in here):
                    yield list(map(self._found.whole, here))
                continue
            for index in (index for index in line if index in among):
                days = DAY.finditer(squares[index].text) if index in here else self._last_line(path, index)
                for found in days:
                    if self._is_free(index, *found.span()):
                        yield [Piece(index, *found.span())]

    def _last_line(self, path: str, index: int) -> Iterator[re.Match[str]]:
        """The day that ends a cell, on a line of its own or far behind, after a value of the same part of the form."""
        text, cell = self._sheet.squares[index].text.rstrip(), self._found.whole(index)
        owners = {RecordPath(other).parent for other, value in self._found.fields.items() if cell in value}
        end = max([text.rfind("\n") + 1, *(gap.end() for gap in _FAR_BEHIND.finditer(text))])
        found = DAY.fullmatch(text, end)
        if found and (owners or self._owner_before(index, found.start())) == {RecordPath(path).parent}:
            yield found

    def _owner_before(self, index: int, end: int) -> set[RecordPath]:
        """The part of the form of which the last value before a place in a cell is."""
        ends = {
            piece.end: RecordPath(other).parent
            for other, value in self._found.fields.items()
            for piece in value.pieces
            if piece.square == index and piece.end <= end
        }
        return {ends[max(ends)]} if ends else set()

    def _may_sign(self, index: int, start: int | None) -> bool:
        """True for a square behind a label, or outside of tables, that has no label of its own."""
        if not self._sheet.squares[index].table:
            return start is None or index >= start
        if start is None or index < start:
            return False
        left = [other for other in self._sheet.left_of(index) if self._sheet.squares[other].text.strip()][:1]
        above = [other for other in range(index) if self._sheet.below(other) == index]
        return not any(self._words.name_of(self._sheet.squares[other].text) for other in [*left, *above])

    def _is_free(self, index: int, start: int, end: int) -> bool:
        """True for a day that has no label of its own, and of which no sentence goes on (2024年6月8日以后)."""
        day = Piece(index, start, end)
        if _GOES_ON.match(self._sheet.squares[index].text, end):
            return False
        owner = next((path for path, value in self._found.fields.items() if day in value), None)
        if owner is None:
            line = self._sheet.squares[index].text[:start].rpartition("\n")[2]
            before = squeezed(line)
            is_others = before.endswith(":") or OF_THE_PRINT.search(before) or tells_of_print(before)
            is_ours = self._words.prints(before) or _BARE_DAY.search(line) or not is_others
            return bool(is_ours) and self._found.is_free(day)
        leaf, value = self._found.leaves.get(owner), self._found.fields[owner]
        return leaf is not None and leaf.kind.name == "text" and value.pieces[-1].end == end

    def _cut(self, day: Sequence[Piece]) -> None:
        """Take a day away from the text that it stands behind."""
        for path, value in list(self._found.fields.items()):
            if day[0] in value:
                square, start, _ = value.pieces[-1]
                rest = (*value.pieces[:-1], Piece(square, start, day[0].start))
                del self._found.fields[path]
                self._found.put(path, rest, value.confidence, value.doubt)

    # --------------------------------------------------------------------------------------------- page

    def _page(self) -> None:
        """第 x 页 共 y 页; nothing where every page is there."""
        found = {
            self._found.whole(index): (int(label["page"] or label["one"]), int(label["pages"] or label["all"]))
            for index in self._apart
            if (label := _PAGE_LABEL.search(squeezed(self._sheet.squares[index].text)))
        }
        self._found.use(*found)
        numbers = {number for number, _ in found.values()}
        for piece, (number, count) in found.items():
            if len(numbers) == 1 or numbers != set(range(1, count + 1)):
                self._found.fields[PAGE] = Value(f"第 {number} 页 共 {count} 页", (piece,))
