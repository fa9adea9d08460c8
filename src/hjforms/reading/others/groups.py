"""Lines that head the rows below them (分组行): a table says once where, or in which stretch of time, several rows are.

Of such a line the columns are read that the rows do not have: 参保地区：示例市（行政区划代码 371002）. So are those of
one over the heads of a table of its own.
"""

from __future__ import annotations

import re
from collections.abc import Container

from hjforms.reading.others.heads import Heads, heads_of
from hjforms.reading.others.vocabulary import Vocabulary
from hjforms.reading.page.labels import canonical
from hjforms.reading.page.titles import squeezed

LEVELS = 2
_CODED, _NAMED = "代码", "名称"
_PARTS = re.compile(r"[\s:：()（）\[\]【】〔〕,，、;；|│/]+")
_GLUED = re.compile(r"(?:代码|编码)(?=\d)|(?<![\u3400-\u9fff])名称(?=[\u3400-\u9fff])")
_OWNER = canonical("参保地")
_PLACE = re.compile(
    r"\(?(?:[一二三四五六七八九十]{1,2}|\d{1,2})[)、.](?:参保地区?:)?(?P<name>[\u3400-\u9fff]{1,19}[省市区县旗州盟])"
    r"[(:,]?(?:参保地)?(?:行政)?区划(?:代码|编码|分码):?(?P<code>\d{6})\)?"
)
_WITH_CODE = re.compile(r"(?P<name>[\u3400-\u9fff]{1,19}[省市区县旗州盟])\((?P<code>\d{6})\)")
_NO_PLACE = re.compile(
    "[省市区县旗州盟](?:[至到及与、].|和(?![平林田政龙顺静硕布县])|.*转)|^(?:原(?![阳平州])|曾(?!都)|由|转|户籍|.?居住|.?住)|转[入出往]|迁[入出]"
)
_NUMBERED = re.compile(r"(?:[一二三四五六七八九十]{1,2}|\d{1,2})$")
_BULLET = re.compile(r"^\W+")
_CODE = re.compile(r"\d{6,12}")
_NAME = re.compile(r"[\u3400-\u9fff]{2,20}")


def columns_said(text: str, words: Vocabulary, taken: Container[str]) -> dict[str, str]:
    """What a line over rows says of columns that these do not have; empty texts where it is not clear.

    >>> from hjforms.api import form
    >>> from hjforms.reading.others.vocabulary import vocabulary
    >>> words = vocabulary(form("national/employee-account"))
    >>> columns_said("◆ 参保地区：示例市（行政区划代码 371002）", words, ())
    {'region_code': '371002', 'region_name': '示例市'}
    >>> columns_said("参保地区一　名称：示例市　行政区划代码：371002", words, ())
    {'region_code': '371002', 'region_name': '示例市'}
    >>> columns_said("参保地：示例市 转出", words, ()), columns_said("重复时段一", words, ())
    ({'region_code': '', 'region_name': ''}, {})
    """
    fields = {
        heads: paths[0]
        for heads, paths in words.columns.items()
        if len(heads) == LEVELS and heads[-1].endswith((_CODED, _NAMED)) and paths[0] not in taken
    }
    known, owners = heads_of(words), {heads[0] for heads in fields}
    parts = [part for part in _PARTS.split(_GLUED.sub(r"\g<0> ", _BULLET.sub("", text))) if part]
    labels = {part for part in parts if _is_label(part, known)}
    if not any(canonical(part).startswith(tuple(owners) or " ") for part in labels):
        return {}
    rest = [part for part in parts if part not in labels]
    codes, names = ([part for part in rest if kind.fullmatch(part)] for kind in (_CODE, _NAME))
    is_clear = len(codes) + len(names) == len(rest) and len(codes) <= 1 and len(names) <= 1
    is_clear &= not any(map(_NO_PLACE.search, names))
    said = {path: codes if heads[-1].endswith(_CODED) else names for heads, path in fields.items()}
    return {path: "".join(found) if is_clear else "" for path, found in said.items() if found or not is_clear}


def place_said(text: str, words: Vocabulary, taken: Container[str]) -> dict[str, str]:
    """What a counted line over the heads of a table says of where all of its rows are; empty where it says nothing.

    The texts are empty where it is not clear: it may be another place that is told.

    >>> from hjforms.api import form
    >>> from hjforms.reading.others.vocabulary import vocabulary
    >>> words = vocabulary(form("national/certificate"))
    >>> place_said("（一）示例市（行政区划代码 371002）", words, ())
    {'region_code': '371002', 'region_name': '示例市'}
    >>> place_said("（一）示例市社保中心（行政区划代码 371002）", words, ()), place_said("示例市 371002", words, ())
    ({}, {})
    >>> place_said("（一）示例市至示范县（行政区划代码 371002）", words, ())
    {'region_code': '', 'region_name': ''}
    """
    found = _PLACE.fullmatch(squeezed(text))
    fields = {
        ending: paths[0]
        for heads, paths in words.columns.items()
        for ending in (_CODED, _NAMED)
        if "".join(heads).startswith(_OWNER) and heads[-1].endswith(ending) and paths[0] not in taken
    }
    if found is None or fields.keys() != {_CODED, _NAMED}:
        return {}
    if _NO_PLACE.search(found["name"]):
        return dict.fromkeys((fields[_CODED], fields[_NAMED]), "")
    return {fields[_CODED]: found["code"], fields[_NAMED]: found["name"]}


def place_with_code(text: str) -> tuple[str, str]:
    """The name and the code of a place in one cell; empty where it is not that, or more.

    >>> place_with_code("示例市（371002）"), place_with_code("示例市至示范县（371002）"), place_with_code("371002")
    (('示例市', '371002'), ('', ''), ('', ''))
    """
    found = _WITH_CODE.fullmatch(squeezed(text))
    return (found["name"], found["code"]) if found and not _NO_PLACE.search(found["name"]) else ("", "")


def _is_label(part: str, known: Heads) -> bool:
    word = _NUMBERED.sub("", part)
    return not any(map(str.isdigit, word)) and known.is_head(canonical(word))
