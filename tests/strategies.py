"""Hypothesis strategies (生成器) that the tests share. Every person, id and account in them is invented."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import hypothesis.strategies as st

from hjforms.notations.year_month import YearMonth

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
PROVINCES = ("11", "15", "22", "37", "50", "65", "82")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def money(smallest: str = "0.00", largest: str = "9999999999999.99") -> st.SearchStrategy[Decimal]:
    """Amounts in yuan with two places; many are drawn digit by digit, so that zeros stand everywhere."""
    low, high = (int(Decimal(bound).scaleb(2)) for bound in (smallest, largest))
    sparse = st.text("000123456789", min_size=1, max_size=len(str(high))).map(int)
    fen = st.integers(low, high) | sparse.filter(lambda value: low <= value <= high)
    return fen.map(lambda value: Decimal(value).scaleb(-2))


def dates() -> st.SearchStrategy[dt.date]:
    """Days of the years that forms know."""
    return st.dates(dt.date(1900, 1, 1), dt.date(2999, 12, 31))


def year_months() -> st.SearchStrategy[YearMonth]:
    """Months of the years that forms know."""
    return st.builds(YearMonth, st.integers(1900, 2999), st.integers(1, 12))


def check_digit(digits: str) -> str:
    """The check digit of 17 digits, as GB 11643 defines it: the weighted sum of all 18 is 1 modulo 11."""
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, digits, strict=True))
    return next(digit for value, digit in enumerate("0123456789X") if (total + value) % 11 == 1)


@st.composite
def citizen_ids(draw: st.DrawFn) -> str:
    """Valid citizen ids of people who do not exist."""
    born = draw(st.dates(dt.date(1900, 1, 1), dt.date(2030, 12, 31)))
    county, serial = draw(st.integers(0, 9999)), draw(st.integers(0, 999))
    digits = f"{draw(st.sampled_from(PROVINCES))}{county:04}{born:%Y%m%d}{serial:03}"
    return digits + check_digit(digits)


def texts() -> st.SearchStrategy[str]:
    """Texts that a form can carry: rare and foreign names, and any printable mixture, never blank."""
    anything = st.text(
        st.characters(exclude_categories=["Cc", "Cs", "Co", "Zl", "Zp"]).filter(
            lambda character: ord(character) & 0xFFFE != 0xFFFE and not 0xFDD0 <= ord(character) <= 0xFDEF
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
