"""Hypothesis strategies (生成器) that the tests share. Every person, id and account in them is invented."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from typing import Any

import hypothesis.strategies as st

from hjforms.contract.records import check_digit, citizen_ids, dates, money, year_months
from hjforms.notations import capital
from hjforms.notations._characters import FOLDED
from hjforms.packs.shandong import refund

__all__ = ["check_digit", "citizen_ids", "dates", "money", "year_months"]

# ---------------------------------------------------------------------------------------- notations

WHITE_SPACE = " \u3000\xa0\u2002\u2009\t\n"
RARE_NAMES = (
    "䶮",
    "𠮷野",
    "㑇木",
    "王𬭎",
    "欧阳　娜娜",
    "阿依古丽·买买提",
    "Anne-Marie  O’Neill",
    "葛\U000e0100城",
    "\u0378",
)
_SAME = re.compile(f"[{FOLDED}\u061c\ufdd0-\ufdef\ufff9-\ufffb\U000e0000-\U000e007f]")


def texts() -> st.SearchStrategy[str]:
    """Texts that a form can carry: rare and foreign names, and any printable mixture, never blank."""
    anything = st.text(
        st.characters(exclude_categories=["Cc", "Cs", "Co", "Zl", "Zp"]).filter(
            lambda character: ord(character) & 0xFFFE != 0xFFFE and not _SAME.match(character)
        ),
        min_size=1,
        max_size=20,
    )
    blanks = ("-", "—", "——", "－", "–", "―", "――", "/", "／")
    trimmed = anything.map(str.strip).filter(lambda text: text and text not in blanks)
    return st.sampled_from(RARE_NAMES) | trimmed


def spaced(texts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """The same texts with white space strewn in, as justified Chinese text carries it."""
    gaps = st.text(st.sampled_from(WHITE_SPACE), max_size=1)

    @st.composite
    def strewn(draw: st.DrawFn) -> str:
        return "".join(draw(gaps) + character for character in draw(texts)) + draw(gaps)

    return strewn()


def full_width(text: str) -> str:
    """The text in full-width forms (全角)."""
    return "".join(chr(ord(ch) + 0xFEE0) if "!" <= ch <= "~" else ch for ch in text)


# ------------------------------------------------------------------------------------------ records

SHIPPED_RANGES = (
    (0x21, 0x7E),
    (0xC0, 0x17F),
    (0x410, 0x44F),
    (0x3400, 0x4DB5),
    (0x4E00, 0x9FA5),
    (0x20000, 0x2A6D6),
    (0x2B820, 0x2CEA1),
    (0xFF01, 0xFF5E),
)
"""Characters that the shipped fonts print; the rest of Unicode is for the tests of fonts."""

HARD_CHARACTERS = "䶮𠮷㑇𬭎·•—…“”‘’、，。；：（）《》№①Ⅳ&<>\"'\\(){}%$#[]|~^`@_=+*"
SPACES = (" ", "  ", "\u3000", "   ")
ROW_COUNTS = (0, 1, 2, 11, 12, 13, 24, 25, 60)
AMOUNT_LIMIT = "99999999.99"
PARTS = ("personal", "land_personal", "collective", "land_collective")
_BLANKS = ("-", "—", "——", "－", "–", "―", "――", "/", "／")
_SURNAMES = ("张", "欧阳", "𠮷", "䶮", "㑇", "阿依古丽", "Anne-Marie", "Đặng", "Иван", "А", "孛儿只斤")
_GIVEN = ("示例", "𬭎", "·买买提", "  O’Neill", "　娜娜", " Văn", " 小  明", "·卓玛·央金", "·A·B")
_ROADS = (
    "山东省威海市环翠区",
    "新疆维吾尔自治区伊犁哈萨克自治州",
    "𠮷林路",
    "No. 8  Lane",
    "䶮村",
    "（原二轻局宿舍）",
)


def _characters() -> st.SearchStrategy[str]:
    ranges = st.one_of([st.integers(low, high).map(chr) for low, high in SHIPPED_RANGES])
    return st.one_of(st.integers(0x4E00, 0x9FA5).map(chr), st.sampled_from(HARD_CHARACTERS), ranges)


@st.composite
def printable_texts(draw: st.DrawFn, longest: int = 20) -> str:
    """Texts that the shipped fonts print, with spaces inside and none around, never blank."""
    words = draw(st.lists(st.text(_characters(), min_size=1, max_size=7), min_size=1, max_size=4))
    text = words[0]
    for word in words[1:]:
        text += draw(st.sampled_from(("", *SPACES))) + word
    text = text[:longest].strip()
    return f"{text}号" if text in _BLANKS else text


def names() -> st.SearchStrategy[str]:
    """Names of Han, of minorities and of foreigners, with spaces, double spaces and middle dots inside."""
    built = st.builds(str.__add__, st.sampled_from(_SURNAMES), st.sampled_from(_GIVEN))
    return (
        built
        | st.sampled_from(("䶮", "𠮷野", "㑇木", "王𬭎", "欧阳　娜娜", "Anne-Marie  O’Neill"))
        | printable_texts(24)
    )


def addresses() -> st.SearchStrategy[str]:
    """Addresses of up to 150 characters, more than one line can hold."""
    long = st.lists(st.sampled_from(_ROADS) | printable_texts(12), min_size=1, max_size=20)
    return long.map(lambda pieces: "".join(pieces)[:150].strip()) | printable_texts(30)


def amounts() -> st.SearchStrategy[Decimal | None]:
    """Amounts of a year in yuan; half of them blank, as most columns are."""
    return (
        st.none()
        | st.sampled_from([Decimal("0.00"), Decimal("0.01"), Decimal(AMOUNT_LIMIT)])
        | money("0.00", AMOUNT_LIMIT)
    )


def _maybe(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | values


def _columns() -> st.SearchStrategy[dict[str, Decimal | None]]:
    return st.fixed_dictionaries({name: amounts() for name in (*PARTS, "subtotal")})


def _parts() -> st.SearchStrategy[dict[str, Decimal | None]]:
    return st.fixed_dictionaries({name: amounts() for name in PARTS})


def _row(*, stated: bool) -> st.SearchStrategy[dict[str, Any]]:
    columns = _columns() if stated else _parts()
    row = {"paid": columns, "months": _maybe(st.integers(1, 12)), "remark": _maybe(printable_texts(12))}
    return st.fixed_dictionaries(row | ({"refund": columns} if stated else {}))


@st.composite
def _years(draw: st.DrawFn, patterns: st.SearchStrategy[dict[str, Any]], *, ordered: bool) -> list[dict[str, Any]]:
    """Up to 60 rows; a few are drawn and repeat, so that long tables cost no more than short ones."""
    count = draw(st.sampled_from(ROW_COUNTS) | st.integers(0, 60))
    drawn = draw(st.lists(patterns, min_size=1, max_size=4))
    first = draw(st.integers(1949, 2100))
    numbers = (
        range(first, first + count)
        if ordered
        else draw(st.lists(_maybe(st.integers(1949, 2999)), min_size=count, max_size=count))
    )
    return [{**drawn[index % len(drawn)], "year": year} for index, year in enumerate(numbers)]


@st.composite
def refund_data(draw: st.DrawFn) -> dict[str, Any]:
    """What a clerk could type into the refund table, contradictions and all."""
    number = draw(_maybe(citizen_ids()))
    return {
        "filled_on": draw(_maybe(dates())),
        "person": {
            "personal_number": draw(_maybe(st.text("0123456789", min_size=1, max_size=18))),
            "name": draw(_maybe(names())),
            "sex": draw(st.sampled_from([None, "男", "女"])),
            "birth_date": draw(_maybe(dates())),
            "citizen_id": number,
            "address": draw(_maybe(addresses())),
        },
        "years": draw(_years(_row(stated=True), ordered=False)),
        "total": {
            "paid": draw(_columns()),
            "months": draw(_maybe(st.integers(0, 9999))),
            "refund": draw(_columns()),
        },
        "refund_total": draw(_maybe(money("0.00", "99999999999.99"))),
        "refund_total_capital": draw(_maybe(money("0.00", "99999999999.99").map(capital.write))),
        "signoff": {
            "handler": draw(_maybe(names())),
            "phone": draw(_maybe(st.text("0123456789-", min_size=7, max_size=20).filter(lambda text: text.strip("-")))),
            "agency": draw(_maybe(printable_texts(30))),
        },
    }


@st.composite
def consistent_refund_data(draw: st.DrawFn) -> dict[str, Any]:
    """A refund table as the law wants it: everything that must stand, nothing that could contradict."""
    rows = draw(_years(_row(stated=False), ordered=True))
    first, last = (rows[0]["year"], rows[-1]["year"]) if rows else (2000, 2000)
    return {
        "filled_on": draw(_maybe(st.dates(dt.date(last, 12, 31), dt.date(2999, 12, 31)))),
        "person": {
            "name": draw(names()),
            "citizen_id": draw(citizen_ids(first - 17)),
            "address": draw(_maybe(addresses())),
        },
        "years": [{**row, "months": row["months"] or 12} for row in rows],
    }


def refund_records() -> st.SearchStrategy[refund.RefundTable]:
    """Refund tables that a clerk could produce: contradictory, consistent, and consistent and completed."""
    loaded, consistent = (data.map(refund.FORM.load) for data in (refund_data(), consistent_refund_data()))
    return loaded | consistent | consistent.map(refund.FORM.complete)
