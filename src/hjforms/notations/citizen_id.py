"""The citizen id (公民身份号码): 17 digits and a check digit, 0 to 9 or X.

Law: GB 11643-1999; 《中华人民共和国居民身份证法》第三条. Digits 1–6 are the region, 7–14 the birth date,
15–17 a serial number, odd for a man and even for a woman; the check digit follows ISO 7064, MOD 11-2.

Foreigners with permanent residence have such a number too (外国人永久居留身份证, since 2023-12-01): 9, the province
that took the application, the country in three digits, then birth date, serial number and check digit as above
(国家移民管理局《新版外国人永久居留身份证机读信息规则》). Residents of 香港, 澳门 and 台湾 have one that begins with
81, 82 or 83 (港澳台居民居住证, 国办发〔2018〕81号).

Only what can be no valid id is an error. A region code outside the known provinces is the caller's to warn
about (`region_known`), and a birth date after today cannot be seen from here, where there is no clock.

>>> read("３７１０００ 19650115 0018")
'371000196501150018'
>>> birth_date("371000196501150018"), sex("371000196501150018")
(datetime.date(1965, 1, 15), '男')
>>> birth_date("911124198108030024"), sex("911124198108030024"), region_known("911124198108030024")
(datetime.date(1981, 8, 3), '女', True)
>>> read("371000196501150O18")
Traceback (most recent call last):
    ...
hjforms.errors.NotationError: 公民身份号码：第16个字“O”（U+004F）不能用，前17位是数字，末位是数字或X
"""

from __future__ import annotations

import datetime as dt
import re
from operator import mul
from typing import Final, Literal

from hjforms.errors import NotationError
from hjforms.notations._characters import BLANKS, compact, misread, refused
from hjforms.notations.spellings import BLANK
from hjforms.wording import Sentence, named

_PROVINCE_CODES = (
    *range(11, 16),
    *range(21, 24),
    *range(31, 38),
    *range(41, 47),
    *range(50, 55),
    *range(61, 66),
    *(71, 81, 82, 83, 91),
)
PROVINCES: Final = frozenset(map(str, _PROVINCE_CODES))
"""The first two digits that stand for a province (GB/T 2260), residence permits (81–83) and 91 included."""

_BEYOND = frozenset({"71", "81", "82", "83", "91"})  # where no foreigner can apply for residence

EARLIEST_BIRTH_YEAR: Final = 1850

_NAME = Sentence("公民身份号码")
_DAY = "(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])"
_SPELT = re.compile(r"[0-9]{17}[0-9X]")
SPELLING: Final = f"[0-9]{{6}}(?:18[5-9][0-9]|19[0-9]{{2}}|[2-9][0-9]{{3}}){_DAY}[0-9]{{3}}[0-9X]|{BLANK}"
"""Every compact spelling that is taken, and those of a wrong check digit or a 30th and 31st that there are not."""
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_DIGITS = "10X98765432"
_ZEROS = ord("0") * sum(_WEIGHTS)
_FOREIGN = re.compile("[A-Z]{3}[0-9]{12}")  # 外国人永久居留证 before December 2023


def read(text: str) -> str | None:
    """Return the 18 characters of a citizen id (公民身份号码), its X in upper case, or None for a blank.

    Accepts full width, white space and a small x. Raises `NotationError` for a wrong length, a wrong
    character, an impossible birth date and a wrong check digit.
    """
    number = text
    if not _SPELT.fullmatch(number):
        number = compact(text).replace("x", "X")
        if number in BLANKS:
            return None
        _check_characters(text, number)
    _check_birth_date(number)
    if _CHECK_DIGITS[(sum(map(mul, _WEIGHTS, number.encode())) - _ZEROS) % 11] != number[17]:
        raise NotationError(named(_NAME, Sentence("末位校验码与前17位不符，请与身份证逐位核对")), code="id.check-digit")
    return number


def write(value: str) -> str:
    """Return the citizen id (公民身份号码) as it is printed: itself, once it is valid.

    Raises `NotationError` for a value that `read` would not return.
    """
    if read(value) != value:
        raise NotationError(named(_NAME, Sentence("应为18位半角数字，末位可为大写X，不带空格")))
    return value


def of(value: object) -> str | None:
    """Return the citizen id (公民身份号码) of a Python or JSON value: None, or a text as `read` takes it."""
    if value is None:
        return None
    if isinstance(value, str):
        return read(value)
    raise refused(_NAME, value, Sentence("请用字符串，以免末位X和数字丢失"))


def birth_date(citizen_id: str) -> dt.date:
    """Return the birth date (出生日期), digits 7–14 of a valid citizen id."""
    return dt.date(int(citizen_id[6:10]), int(citizen_id[10:12]), int(citizen_id[12:14]))


def sex(citizen_id: str) -> Literal["男", "女"]:
    """Return the sex (性别), digit 17 of a valid citizen id: odd is 男, even is 女."""
    return "男" if citizen_id[16] in "13579" else "女"


def region_known(citizen_id: str) -> bool:
    """Return whether the first two digits stand for a province (省级行政区划代码); of a foreigner, those after the 9.

    >>> region_known("371000196501150018"), region_known("937840199001010012"), region_known("991000196501150018")
    (True, True, False)
    """
    foreign = citizen_id[0] == "9" and citizen_id[:2] not in PROVINCES
    return citizen_id[1:3] in PROVINCES - _BEYOND if foreign else citizen_id[:2] in PROVINCES


def _check_characters(text: str, number: str) -> None:
    if _FOREIGN.fullmatch(number):
        raise NotationError(named(_NAME, Sentence("这是外国人永久居留证的15位旧号码，请换成18位")))
    for index, character in enumerate(number):
        if character not in "0123456789" and not (character == "X" and index == len(number) - 1):
            raise misread(_NAME, text, index, Sentence("不能用，前17位是数字，末位是数字或X"))
    if len(number) == 15:
        raise NotationError(named(_NAME, Sentence("这是15位的旧号码，请换成18位")))
    if len(number) != 18:
        raise NotationError(named(_NAME, Sentence("应为18位，这里是{count}位，请核对", count=len(number))))


def _check_birth_date(number: str) -> None:
    try:
        year = birth_date(number).year
    except ValueError:
        year = 0
    if year < EARLIEST_BIRTH_YEAR:
        raise NotationError(named(_NAME, Sentence("第7至14位不是可能的出生日期，请核对")))
