"""What speaks against values that were found (存疑的内容): in their text, or beside it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property

from hjforms.reading.others.amounts import CAPITAL, is_same_amount
from hjforms.reading.others.columns import YEAR
from hjforms.reading.others.days import DAY
from hjforms.reading.others.found import GLUED, TWICE, UNCLEAR, Piece, Value, is_readable
from hjforms.reading.others.inline import ANOTHER
from hjforms.reading.others.left_over import may_be_row, years_of_row
from hjforms.reading.others.numbering import may_count
from hjforms.reading.others.places import SPLIT, tells_places
from hjforms.reading.others.remarks import is_person, is_remarked, without_remark
from hjforms.reading.others.scales import SCALED, YUAN, Scales, moved
from hjforms.reading.others.sides import Sides
from hjforms.reading.others.tails import is_apart, may_go_on
from hjforms.reading.others.unlabelled import SIGNED
from hjforms.reading.page.doubt import Doubt
from hjforms.reading.page.squares import Square
from hjforms.reading.page.titles import squeezed
from hjforms.records.base import Leaf, part_names
from hjforms.records.kinds import CODE, NOTE
from hjforms.wording import Sentence

MORE_BEHIND = Doubt("error", Sentence("内容后面隔开一段还有文字，不知是不是它的，没有读入，请人工核对。"))
NO_WORD = Doubt("error", Sentence("这一栏应当是文字，纸面上只有数字或符号，没有读入，请人工核对。"))
NO_NAME = Doubt("error", Sentence("姓名里有数字，不知是什么，没有读入，请人工核对。"))
CLOCKED = Doubt("error", Sentence("内容里有钟点，像是记录的时间，没有读入，请人工核对。"))
REMARKED = Doubt("error", Sentence("号码、姓名旁边还有别的字，不知是不是它的，没有读入，请人工核对。"))
REMARK = Doubt("warning", Sentence("旁边括号里的说明不算内容，没有读入，请核对。"))
LEFT_OUT = Doubt("error", Sentence("内容末尾是省略号，不知省略了什么，没有读入，请人工核对。"))
LOST_ROW = Doubt("error", Sentence("表上还有像是明细的行没有读入，各行是第几行不清楚，没有读入，请人工核对。"))
VOID = Doubt("error", Sentence("这一行写明作废或无效，没有读入，请人工核对。"))
OF_YEARS = Doubt("error", Sentence("这一行不是一个年度的，各数是哪几年的不清楚，没有读入，请人工核对。"))
STRAY_DAY = Doubt("error", Sentence("这里写的是日期，不像是这一栏的内容，没有读入，请人工核对。"))
TWO_NUMBERS = Doubt("error", Sentence("这里像是有两个号码，不知是哪一个，没有读入，请人工核对。"))
MANY_YEARS = Doubt("error", Sentence("这里只有一个数，作为年数太大，不知是年还是月，没有读入，请人工核对。"))
_BARE = re.compile(r"\d{2,4}(?:\.\d+)?")
MOST_YEARS = 60  # for which somebody pays
_ACCOUNT = frozenset(("account_name", "bank", "account_number"))
_REFUND_ACCOUNT = "refund_account."
_OTHER_ACCOUNT = re.compile(
    r"(?:职业|企业)?(?:退[费款还]|清退|领款|本人|参保人员?|申请人|年金|待遇(?:发放|支付|领取))[^机构]{0,6}账[户号](?:信息|情况)?[:：\s]*"
)
_OF_ANNUITY = re.compile(r"(?:[一二三四五六七八九十]{1,2}[、.])?(?:职业|企业)年金\S{0,8}(?:信息|情况|账户|明细)")
ANNUITY = "annuity"
_VOID = re.compile(r"[(（]?(?:本行|此行|该行|本年|已)?(?:作废|无效|作废无效)[)）]?")
_OF_YEARS = re.compile(r"\d年?度?[-—–~～至到]+\d{4}|[止前后底末]$|^[截至]")
_OTHER_PERSON = re.compile(
    "联系人|代[办理]人|[委受]托人|配偶|监护人|继承人|[家亲]属|子女|父亲|母亲|丈夫|妻子|打印人|制表|复核|审核|操作员"
    "|热线|咨询|投诉|监督|客服|技术支持|系统|软件"
)
KIN = re.compile(  # or who acts for somebody
    "(?<![与和及同系])(?:配偶|代[办理]人|受托人|监护人|(?:法定)?继承人|供养人|[家亲]属|子女|父亲|母亲|丈夫|妻子|户主)"
)
_NUMBER_OF_HEADING = r"(?:[一二三四五六七八九十\d]+[、.．])?"
_SAYS_WHO = re.compile(rf"{_NUMBER_OF_HEADING}\S{{0,4}}?{KIN.pattern}(?:基本|个人|本人)?(?:信息|情况|资料|姓名)?[:：]?")
_HOTLINE = re.compile(r"1\d{4}|12\d{3}|95\d{3,4}|[48]00[ -]?\d{3}[ -]?\d{4}")  # that is nobody's own
_AMOUNT = re.compile(r"\d[\d,]*\.\d\d(?!\d)|\d[\d,]*(?:\.\d+)?(?=\s*元)")
_IN_CAPITALS = re.compile(r"(?:^|[\s，,。；;、（(：:元)）])(?:人民币|金额|[（(])*大写(?:金额)?[)）]?\s*[:：]?\s*$")
_CLAUSE = re.compile("[。；;\n]")
LONGEST_ACCOUNT = 28  # digits of one number; two of usual length have more
_CLOCK = re.compile(r"(?<!\d)\d{1,2}[:：][0-5]\d(?!\d)")  # when somebody wrote: of no value
_NUMBERED = re.compile(r"[（(].*\d.*[)）]|\d{3}")  # a name with a number that may be anything
_NUMBER_BEHIND = re.compile(r"\s[\u4e00-\u9fff]{1,4}[号码]\s*[A-Za-z\d-]{6,}$")  # 示例县 流水号 2502260031947
_LEFT_OUT = re.compile(r"(?:[.．。]{2,}|[…‥⋯]+|[·・]{2,})$")
PERSON = "person."
_OF_PERSON = frozenset(("person.name", "person.citizen_id"))
_SINCE, _UNTIL = re.compile(r"[以于自从至到由—~～-]\s*$"), re.compile(r"\s*(?:[至起前后—~～-]|[以之][前后]|重新|出具)")
CLOSING = ("）", ")", "】", "」")
_CENTS = re.compile(r"\.\d\d(?!\d)")
_CENTS_APART = re.compile(r"[^.．]*\d\s+\d\d\s*元?")
_AT_LAST = re.compile(rf"{DAY.pattern}\s*$")
_RECEIVED = re.compile("签收|收件|收到|接收|领取人|领款|送达|查收")
_WORDS = re.compile(r"[\s_＿]*([^\s:：（(_＿]+)(?![^\s:：]*[:：])")  # that are no label


class Against:
    """Puts doubts to the values of a page once all are found; ``in_halves`` where its table is in halves."""

    def __init__(self, sides: Sides, *, in_halves: bool) -> None:
        self._sides, self._in_halves = sides, in_halves
        self._sheet, self._words, self._found = sides.sheet, sides.words, sides.found
        self._squares = sides.sheet.squares

    def doubt(self) -> None:
        """Put them to rows and fields."""
        self._leave_out_capitals()
        self._doubt_rows()
        self._doubt_values()
        self._doubt_parts()

    def _leave_out_capitals(self) -> None:
        """An amount of another field that capital numerals say once more is none of the field that has such."""
        fields = self._found.fields
        for path in [path for path in fields if path.endswith(CAPITAL)]:
            value = fields[path]
            before = self._amount_before(value) if self._is_of_other_amount(path, value) else None
            others = [other for other in fields.values() if before is not None and before in other]
            if any(is_same_amount(other.text, value.text) for other in others):
                del fields[path]

    def _doubt_rows(self) -> None:
        """Where a line of figures is not explained, between rows or of an earlier year, none is the row it seems.

        A row that says of itself that it is void, or that it is of several years, is none.
        """
        found = self._found
        known = {row[YEAR].text[:4] for row in found.rows if YEAR in row}
        rests = found.rests(self._words.prints) if known else {}
        lines = (" ".join(part for index in line for part in rests.get(index, ())) for line in self._sheet.lines)
        is_before = any(year < max(known) for line in lines for year in years_of_row(line) - known)
        if is_before or (known and self._is_row_between()):
            found.rows = [_but(row, LOST_ROW) for row in found.rows]
        for row in found.rows:
            if any(_VOID.fullmatch(squeezed(value.text)) for value in row.values()):
                row.update(_but(row, VOID))
            elif YEAR in row and _OF_YEARS.search(squeezed(row[YEAR].text)):
                row.update(_but(row, OF_YEARS))

    def _is_row_between(self) -> bool:
        """True where a line of figures of which nothing is explained stands between rows."""
        found, at = self._found, {self._sheet.line_of[one.square] for row in self._found.rows for one in row.values()}
        return any(
            all(found.is_free(found.whole(index)) for index in line)
            and may_be_row(" ".join(self._squares[index].text for index in line))
            for line in self._sheet.lines[min(at) : max(at)]
        )

    def _doubt_values(self) -> None:
        """Amounts of which nobody knows the unit, days for words, and values that hold a label or so, are in doubt.

        Amounts that are certainly in another unit than 元 are reckoned with.
        """
        shifts = Scales(self._sides).shifts
        fields = self._found.fields
        if self._in_halves and any(fields[path].doubt == TWICE for path in fields if path.startswith(PERSON)):
            self._found.rows = [_but(row, TWICE) for row in self._found.rows]
        for row, values in ((None, fields), *enumerate(self._found.rows)):
            for path, value in values.items():
                shift = shifts.get((row, path), YUAN)
                doubt = self._against(path, value, self._sides.leaf(path), scaled=shift is None)
                values[path] = moved(value if doubt is None else value.but(doubt), shift or YUAN)

    def _against(self, path: str, value: Value, leaf: Leaf | None, *, scaled: bool) -> Doubt | None:
        """What in the text of a value, or beside it, speaks against it."""
        is_text = leaf is not None and leaf.kind.name == "text"
        is_day = leaf is not None and leaf.kind.name == "date"
        told = (
            (SCALED, lambda: scaled),
            (SPLIT, lambda: leaf is not None and leaf.kind.name == "money" and self._may_be_split(value)),
            (STRAY_DAY, lambda: is_text and self._ends_with_day(path, value)),
            (NO_WORD, lambda: leaf is not None and _is_wordless(leaf, value.text)),
            (NO_NAME, lambda: leaf is not None and is_person(leaf) and _NUMBERED.search(value.text)),
            (LEFT_OUT, lambda: is_text and _LEFT_OUT.search(value.text)),
            (CLOCKED, lambda: is_text and _CLOCK.search(value.text)),
            (GLUED, lambda: ANOTHER.search(value.text) or self._words.ends_with_label(value.text)),
            (GLUED, lambda: is_text and self._sides.is_label(value.text)),
            (GLUED, lambda: is_text and _NUMBER_BEHIND.search(value.text)),
            (GLUED, lambda: path in self._found.fields and self._words.is_bracketed(value.text)),
            (MORE_BEHIND, lambda: leaf is not None and is_text and not value.is_whole and self._goes_on(leaf, value)),
            (UNCLEAR, lambda: self._has_rival(value)),
            (UNCLEAR, lambda: path.startswith(PERSON) and self._may_be_of_another(path, value)),
            (UNCLEAR, lambda: path.endswith(CAPITAL) and self._is_of_other_amount(path, value)),
            (UNCLEAR, lambda: path.rpartition(".")[2] in _ACCOUNT and self._is_of_other_account(path, value)),
            (UNCLEAR, lambda: path in self._found.fields and self._is_of_annuity(path, value)),
            (MANY_YEARS, lambda: leaf is not None and leaf.kind.name == "years" and _are_many(value.text)),
            (TWO_NUMBERS, lambda: leaf is not None and leaf.kind.name == "digits" and self._are_two_numbers(value)),
            (UNCLEAR, lambda: path.startswith(SIGNED) and is_day and self._is_one_of_days(value)),
            (REMARKED, lambda: leaf is not None and is_remarked(leaf, value.text)),
            (REMARK, lambda: leaf is not None and self._is_remark_left_out(leaf, value)),
        )
        return next((doubt for doubt, speaks in told if speaks()), None)

    def _is_remark_left_out(self, leaf: Leaf, value: Value) -> bool:
        """True for a value beside which a remark stands in brackets."""
        written = self._found.text(*value.pieces)
        return written != value.text and without_remark(leaf, written) != written

    def _may_be_split(self, value: Value) -> bool:
        """True for a whole number under words that part an amount (元、角分), or with two digits that stand apart.

        Of 100 00 the last may be its cents.
        """
        if len(value.pieces) > 1 or _CENTS.search(value.text):
            return False
        if _CENTS_APART.fullmatch(self._found.raw(value.pieces[0]).strip()):
            return True
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
        beside += [] if below is None or self._sides.prints(self._squares[below].text) else [below]
        return any(
            self._squares[other].text.strip() and self._found.is_free(self._found.whole(other)) for other in beside
        )

    def _may_be_of_another(self, path: str, value: Value) -> bool:
        """True behind words for another person, or below such a heading; at a label of several, below the rows as well.

        Words for people who are no kin count where a label is of several alone.
        """
        square, start, _ = value.pieces[0]
        line = self._sheet.line_of[square]
        before = [self._squares[other].text for other in self._sheet.lines[line] if other < square]
        beside = [self._squares[other].text for other in self._sheet.left_of(square)]
        heading = self._heading_over(line)
        rows = (self._sheet.line_of[one.square] for row in self._found.rows for one in row.values())
        is_below = line > max(rows, default=line)
        told = (self._squares[square].text[:start], heading, *before, *beside)
        is_shared = len(self._found.claims.get(path, ())) > 1
        is_other = is_below or self._is_outside(square) or any(map(_OTHER_PERSON.search, told))
        if is_shared and (is_other or bool(_HOTLINE.fullmatch(value.text))):
            return True
        said = (_CLAUSE.split(self._squares[square].text[:start])[-1], *before, *beside)
        return bool(_SAYS_WHO.fullmatch(self._heading_over(line, anywhere=True))) or any(map(KIN.search, said))

    def _is_outside(self, square: int) -> bool:
        """True outside of tables where what the paper says of the person stands in one."""
        own = [self._squares[value.square] for path, value in self._found.fields.items() if path in _OF_PERSON]
        return not self._squares[square].table and bool(own) and all(one.table for one in own)

    def _is_of_other_amount(self, path: str, value: Value) -> bool:
        """True for capital numerals whose label says no more, behind another amount that they say once more."""
        own = self._found.fields.get(path.removesuffix(CAPITAL))
        is_same = own is not None and is_same_amount(own.text, value.text)
        if is_same or not any(map(_IN_CAPITALS.search, self._labels_at(value))):
            return False
        before = self._amount_before(value)
        if before is None or not is_same_amount(self._found.text(before), value.text):
            return False
        return own is None or before not in own

    def _labels_at(self, value: Value) -> list[str]:
        """What stands before a value in its square; where it begins that, what stands on the left or above it."""
        square, start, _ = value.pieces[0]
        before = self._squares[square].text[:start]
        if before.strip() or not self._squares[square].table:
            return [before]
        here = self._squares[square]
        above = (one for one in reversed(self._squares[:square]) if one.table == here.table and one.bottom <= here.top)
        over = next((one.text for one in above if one.text.strip() and one.shares_column(here)), "")
        return [over, *(self._squares[other].text for other in self._sheet.left_of(square)[:1])]

    def _amount_before(self, value: Value) -> Piece | None:
        """The last amount in figures before a value, in the order of reading."""
        square, start, _ = value.pieces[0]
        for index in range(square, -1, -1):
            text = self._squares[index].text[: start if index == square else None]
            if found := list(_AMOUNT.finditer(text)):
                return Piece(index, *found[-1].span())
        return None

    def _is_of_other_account(self, path: str, value: Value) -> bool:
        """True below a heading, or behind words, for an account of the person or of another scheme."""
        square, start, _ = value.pieces[0]
        line = self._sheet.line_of[square]
        beside = (self._squares[other].text for other in self._sheet.left_of(square))
        said = (self._heading_over(line, anywhere=True), *beside)
        told = any(map(_OTHER_ACCOUNT.fullmatch, map(squeezed, said)))
        is_own = path.startswith(_REFUND_ACCOUNT)
        return not is_own and (told or bool(_OTHER_ACCOUNT.match(self._squares[square].text[:start].lstrip())))

    def _is_of_annuity(self, path: str, value: Value) -> bool:
        """True below a heading for an occupational annuity (职业年金), which has such fields of its own."""
        heading = self._heading_over(self._sheet.line_of[value.square], anywhere=True)
        return ANNUITY not in path and bool(_OF_ANNUITY.fullmatch(squeezed(heading)))

    def _are_two_numbers(self, value: Value) -> bool:
        """True for more digits than one number has, with a gap between them."""
        gap = any(map(str.isspace, value.text)) or any("\n" in self._found.raw(one).strip() for one in value.pieces)
        return gap and sum(map(str.isdigit, value.text)) >= LONGEST_ACCOUNT

    def _heading_over(self, line: int, *, anywhere: bool = False) -> str:
        """The nearest text above a line that stands alone on its own, in its table or anywhere; empty for none."""
        table, alone = self._squares[self._sheet.lines[line][0]].table, self._alone[line]
        return alone.text if alone is not None and (anywhere or alone.table == table != 0) else ""

    @cached_property
    def _alone(self) -> list[Square | None]:
        """For every line the nearest square above it whose text stands alone on its line."""
        found: list[Square | None] = [None]
        for line in self._sheet.lines:
            written = [self._squares[index] for index in line if self._squares[index].text.strip()]
            found.append(written[0] if len(written) == 1 else found[-1])
        return found

    def _is_one_of_days(self, value: Value) -> bool:
        """True for the day of who signs beside another one, or in a sentence that says from when, or until when."""
        square, start, end = value.pieces[0]
        text = self._squares[square].text
        before, behind = text[:start].rpartition("\n")[2], text[end:].partition("\n")[0]
        is_said = _SINCE.search(before) or _RECEIVED.search(before) or _UNTIL.match(behind)
        return len(value.pieces) == 1 and bool(is_said or DAY.search(before) or DAY.search(behind))

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
        for leaf in self._found.leaves.values():
            parts = [leaf.path / name for name in part_names(leaf)]
            there = [part for part in parts if part in fields]
            if len(there) < len(parts):
                fields |= {part: fields[part].but(UNCLEAR) for part in there}

    def _ends_with_day(self, path: str, value: Value) -> bool:
        """True for a text of which the last line, or the only one, is a day; behind an agency, it may be folded."""
        if path.startswith(SIGNED) and _AT_LAST.search(value.text):
            return True
        return bool(DAY.fullmatch(self._found.raw(value.pieces[-1]).rpartition("\n")[2].strip()))


def _but(row: Mapping[str, Value], doubt: Doubt) -> dict[str, Value]:
    """A row of which every value is in doubt."""
    return {path: value.but(doubt) for path, value in row.items()}


def _are_many(text: str) -> bool:
    """True for a number without its unit that is none of years."""
    return bool(_BARE.fullmatch(text)) and float(text) > MOST_YEARS


def _is_wordless(leaf: Leaf, text: str) -> bool:
    """True for figures or marks alone where the name of somebody, of an agency or of a place should stand."""
    is_name = leaf.kind.name == "text" and leaf.kind is not CODE and leaf.kind is not NOTE
    return is_name and is_readable(leaf, text) and not any(map(str.isalpha, text))
