"""Numbers by which a paper counts its columns and its labels (栏次、行次): 1 2 3 4=1+2+3. They are no values.

They stand on a line of their own, in a column of their own, or below the label in its cell, or before it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Sequence

from hjforms.reading.others.heads import FORMULA
from hjforms.reading.others.vocabulary import NUMBERS
from hjforms.reading.page.labels import canonical
from hjforms.reading.page.squares import Sheet, Square
from hjforms.reading.page.titles import squeezed

MOST_MISSING = 2  # numbers of a line that numbers the columns
LONGEST_NUMBER = 4  # digits: what is longer numbers no columns
STEMS = frozenset("甲乙丙丁戊ABCDE")  # by which a line that numbers the columns calls those of words
LEAST = 3  # numbers that count, and are none by chance
ENOUGH = 4  # numbers that count, of which one more may be none
LEAST_IN_LINE = 2  # the same, of which each has its label behind it
_BRACKETS = re.compile(r"[()]")
_ITEM = re.compile(r"\d{1,2}")
_LEADING = re.compile(r"\s*(\d{1,2})\s+")
_STRETCH = re.compile(r"[^\s\u3000]+(?: [^\s\u3000]+)*")  # between gaps
_BLANK = "\u3000"


def is_formula(text: str) -> bool:
    """True for a number, or a formula of numbers (6=4+5)."""
    return bool(FORMULA.fullmatch(_BRACKETS.sub("", squeezed(text))))


def is_count(texts: Sequence[str]) -> bool:
    """True for a line that numbers the columns (1 2 3 …), with formulas for some (6=2+3+4+5) or without.

    Somebody may have written over one of them.

    >>> is_count(["1", "2", "3=1+2"]), is_count(["2014", "3", "12"]), is_count(["2014", "2", "3", "4", "5"])
    (True, False, True)
    """
    plain = [_BRACKETS.sub("", squeezed(text)) for text in texts]
    written = [text for text in plain if text and text not in STEMS]
    others = ([*written[:place], *written[place + 1 :]] for place in range(len(written)))
    return _count(written) or (len(written) > ENOUGH and any(map(_count, others)))


def _count(written: Sequence[str]) -> bool:
    """True for numbers and formulas that count."""
    if len(written) < LEAST or any(text.isdecimal() and len(text) >= LONGEST_NUMBER for text in written):
        return False
    numbers = [int(text) for text in written if text.isdecimal()]
    if not numbers or not all(map(FORMULA.fullmatch, written)):
        return False
    if numbers != sorted(set(numbers)):
        return False
    if len(numbers) < len(written):
        return numbers[-1] < 100
    return numbers[0] in {1, 2} and numbers[-1] <= len(numbers) + MOST_MISSING


def may_count(text: str) -> bool:
    """True for a text that may be the number of a label as well as a value."""
    return bool(_ITEM.fullmatch(squeezed(text)))


def without_numbers(squares: Sequence[Square], prints: Callable[[str], bool]) -> list[str]:
    """The texts of squares, where the numbers that stand below labels in their cells are blanks.

    A formula is no value. Numbers alone are none where they count the labels of their table, or of their line, and
    each of these has a place of its own for a value, in which nothing is printed.
    """
    sheet, texts = Sheet(squares), [square.text for square in squares]
    numbered = {index: text for index, square in enumerate(squares) if square.table and (text := _number(square.text))}
    counted = {index for index, text in numbered.items() if not text.isdecimal()}
    groups = defaultdict[tuple[str, int], list[int]](list)
    for index in numbered:
        groups["table", squares[index].table].append(index)
        groups["line", sheet.line_of[index]].append(index)
    for group in groups.values():
        if is_count([numbered[index] for index in group]) and all(_has_place(sheet, index, prints) for index in group):
            counted |= set(group)
    for index in counted:
        label, line, number = texts[index].rpartition("\n")
        texts[index] = label + line + _BLANK * len(number)
    _blank_leading(squares, texts, prints)
    return [text if square.table else _uncounted(text, prints) for square, text in zip(squares, texts, strict=True)]


def _blank_leading(squares: Sequence[Square], texts: list[str], prints: Callable[[str], bool]) -> None:
    """Make the numbers blanks that stand before the labels of a table in their cells, where they count these."""
    groups = defaultdict[int, dict[int, str]](dict)
    for index, square in enumerate(squares):
        found = _LEADING.match(texts[index]) if square.table else None
        if found and prints(texts[index][found.end() :]):
            groups[square.table][index] = found[1]
    for numbers in groups.values():
        counts = sorted(map(int, numbers.values()))
        if len(counts) >= LEAST and counts == [*range(counts[0], counts[0] + len(counts))]:
            for index, number in numbers.items():
                texts[index] = texts[index].replace(number, _BLANK * len(number), 1)


def _uncounted(text: str, prints: Callable[[str], bool]) -> str:
    """A line without the numbers by which it counts its labels, where one stands before each of them.

    >>> _uncounted("4\u3000甲方　　5\u3000乙方", lambda text: "方" in text)
    '\u3000\u3000甲方\u3000\u3000\u3000\u3000乙方'
    """
    parts = list(_STRETCH.finditer(text))
    before = [
        one if may_count(one[0]) else None
        for one, part in zip([parts[0], *parts] if parts else [], parts, strict=False)
        if prints(part[0])
    ]
    numbers = [found for found in before if found is not None]
    counts = [int(squeezed(found[0])) for found in numbers]
    if len(numbers) < max(len(before), LEAST_IN_LINE) or counts != [*range(counts[0], counts[0] + len(counts))]:
        return text
    for found in numbers:
        text = text[: found.start()] + _BLANK * len(found[0]) + text[found.end() :]
    return text


def _number(text: str) -> str:
    """The number or the formula on the last line of a cell, below words; empty where there is none."""
    words, _, last = text.rpartition("\n")
    is_one = any(map(str.isalpha, words)) and is_formula(last)
    return _BRACKETS.sub("", squeezed(last)) if is_one else ""


def _has_place(sheet: Sheet, index: int, prints: Callable[[str], bool]) -> bool:
    """True where the square right of a label, or that below it, prints nothing."""
    places = [*sheet.right_of(index)[:1], sheet.below(index)]
    return any(place is not None and not prints(sheet.squares[place].text) for place in places)


def numbers_of(sheet: Sheet, prints: Callable[[str], bool]) -> set[int]:
    """The squares that number the labels of a table: before them, or between them and their values.

    Between, they count down their column, of which every line has a place for a value behind the number; where all of
    these are blank, only a head (行次) tells that they are no values.
    """
    found = set[int]()
    before = defaultdict[int, list[int]](list)
    for index, square in enumerate(sheet.squares):
        if index in found or not square.table or not may_count(square.text):
            continue
        left, right = (
            any(prints(sheet.squares[other].text) for other in some[:1])
            for some in (sheet.left_of(index), sheet.right_of(index))
        )
        if right and not left:
            before[square.table].append(index)
        run = [index]
        while (below := sheet.below(run[-1])) is not None and _follows(sheet, run[-1], below):
            run.append(below)
        if len(run) >= LEAST and all(_is_between(sheet, number, prints) for number in run) and _tells(sheet, run):
            found |= set(run)
    counts = (some for some in before.values() if is_count([sheet.squares[index].text for index in some]))
    return found.union(*counts)


def _follows(sheet: Sheet, above: int, below: int) -> bool:
    one, other = (squeezed(sheet.squares[index].text) for index in (above, below))
    return may_count(other) and int(other) == int(one) + 1


def _tells(sheet: Sheet, run: Sequence[int]) -> bool:
    """True for numbers of a column behind which something is written, or over which stands that they are such."""
    first = sheet.squares[run[0]]
    heads = (square for square in sheet.squares if square.table == first.table and square.top < first.top)
    is_headed = any(canonical(square.text) in NUMBERS and square.shares_column(first) for square in heads)
    return is_headed or any(sheet.squares[sheet.right_of(number)[0]].text.strip() for number in run)


def _is_between(sheet: Sheet, index: int, prints: Callable[[str], bool]) -> bool:
    left, right = sheet.left_of(index)[:1], sheet.right_of(index)[:1]
    has_label = any(prints(sheet.squares[other].text) for other in left)
    return has_label and any(not prints(sheet.squares[other].text) for other in right)
