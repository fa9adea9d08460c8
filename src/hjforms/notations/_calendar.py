"""What dates and months share (年月日): numbers in figures or Chinese numerals, and the years in use."""

from __future__ import annotations

import re
from typing import Final

from hjforms.errors import NotationError
from hjforms.notations._characters import BLANKS, SIMPLIFIED, misread
from hjforms.wording import Label, Said, Sentence, named

FIRST_YEAR: Final = 1850  # the oldest birth date that an id may state
LAST_YEAR: Final = 2999

_SMALL = str.maketrans("壹贰叁肆伍陆柒捌玖拾〇○◯", "一二三四五六七八九十零零零")
_DIGIT = "一二三四五六七八九"
# Not compiled here: a set of Chinese characters takes re a millisecond, and these are rarely wanted.
_YEAR = f"[零{_DIGIT}]{{4}}"
_MONTH_OR_DAY = f"零?([一二三]?十[{_DIGIT}]?|[{_DIGIT}])"  # bank slips write 零壹拾月
_FOREIGN = f"[^-—–―0-9./年月日零十{_DIGIT}]"


YEAR_TAKEN: Final = "(?:18[5-9][0-9]|19[0-9]{2}|2[0-9]{3})"
MONTH_TAKEN: Final = "(?:0?[1-9]|1[0-2])"
DAY_TAKEN: Final = "(?:0?[1-9]|[12][0-9]|3[01])"
YEAR_WRITTEN: Final = f"(?:{YEAR_TAKEN}|(?:一八[五六七八九]|一九[零{_DIGIT}]|二[零{_DIGIT}]{{2}})[零{_DIGIT}])"
MONTH_WRITTEN: Final = f"(?:{MONTH_TAKEN}|零?(?:[{_DIGIT}]|一?十[一二]?))"
DAY_WRITTEN: Final = f"(?:{DAY_TAKEN}|零?(?:[{_DIGIT}]|[一二]?十[{_DIGIT}]?|三十一?))"
"""Compact spellings of a year, a month and a day: in figures, and in figures or small numerals."""


LABELS = {"年": Label("年", "year"), "月": Label("月", "month"), "日": Label("日", "day")}


def parts(notation: Said, text: str, spelling: str, labels: str, wanted: Said) -> list[str]:
    """Return what stands before each of the labels 年, 月 and 日 in a text, given it compact as well.

    Raises `NotationError` for a foreign character, and for labels that are missing or out of order.
    """
    if foreign := re.search(_FOREIGN, _small(spelling)):
        raise misread(notation, text, foreign.start(), Sentence("不能用，{wanted}", wanted=wanted))
    match = re.fullmatch("".join(f"([^{labels}]*){label}" for label in labels), spelling)
    if match is None:
        raise NotationError(named(notation, Sentence("无法识别，{wanted}", wanted=wanted)))
    return list(match.groups())


def numbers(notation: Said, texts: list[str], wanted: Said) -> list[int] | None:
    """Return the numbers that stand in the blanks before 年, 月 and 日, or None if all are blank.

    Raises `NotationError` naming which of them is missing or wrong; their range is for the caller.
    """
    texts = [text.removesuffix(label) for label, text in zip("年月日", texts, strict=False)]
    missing = [LABELS[label] for label, text in zip("年月日", texts, strict=False) if text in BLANKS]
    if len(missing) == len(texts):
        return None
    if missing:
        raise NotationError(named(notation, Sentence("缺少{missing}，请补填，或全部留空", missing=missing)))
    found = []
    for label, text in zip("年月日", texts, strict=False):
        number = year(text) if label == "年" else month_or_day(text)
        if number is None:
            raise NotationError(
                named(notation, Sentence("{label}无法识别，{wanted}", label=LABELS[label], wanted=wanted))
            )
        found.append(number)
    return found


def year(text: str) -> int | None:
    """Return the year of four figures (年), or None if it is none; its range is for the caller.

    >>> year("2024"), year("二〇二四"), year("贰零贰肆"), year("24")
    (2024, 2024, 2024, None)
    """
    if text.isascii():
        return int(text) if text.isdigit() and len(text) == 4 else None
    small = _small(text)
    return _numeral(small) if re.fullmatch(_YEAR, small) else None


def month_or_day(text: str) -> int | None:
    """Return the number of a month or day (月、日), or None if it is none; its range is for the caller.

    >>> month_or_day("09"), month_or_day("十一"), month_or_day("零贰拾"), month_or_day("二二")
    (9, 11, 20, None)
    """
    if text.isascii():
        return int(text) if text.isdigit() and len(text) <= 2 else None
    match = re.fullmatch(_MONTH_OR_DAY, _small(text))
    return _numeral(match[1]) if match else None


def _small(text: str) -> str:
    """Return the text with small numerals (小写数字), every character in its place."""
    return text.translate(SIMPLIFIED).translate(_SMALL)


def _numeral(text: str) -> int:
    import cn2an  # a third of a second to import, and Chinese numerals are rare

    return int(cn2an.cn2an(text, "normal"))
