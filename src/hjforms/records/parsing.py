"""From the bytes of a JSON text to its value (解析): any encoding of a clerk, exact numbers, slips by name.

Numbers with a fraction are read from their text and never pass through a float; keys that stand twice are faults.
"""

from __future__ import annotations

import codecs
import json
import re
from collections import Counter
from decimal import Decimal
from typing import Any

from hjforms.errors import Fault, InputError
from hjforms.paths import RecordPath
from hjforms.wording import Said, Sentence

JSON_FAULTS = {
    "Expecting value": ("value", Sentence("这里应有一个值")),
    "Expecting property name enclosed in double quotes": ("name", Sentence("这里应有用英文双引号括起的名称")),
    "Expecting ':' delimiter": ("colon", Sentence("名称后面缺冒号")),
    "Expecting ',' delimiter": ("comma", Sentence("两项之间缺逗号")),
    "Unterminated string starting at": ("quote", Sentence("从这里开始的文字缺后引号")),
    "Invalid control character at": ("control", Sentence("文字里有换行或控制字符")),
    "Invalid \\escape": ("escape", Sentence("反斜杠后面不能写这个字，反斜杠本身请写成 \\\\")),
    "Invalid \\uXXXX escape": ("escape", Sentence("\\u 后面应有四位十六进制数字")),
    "Extra data": ("extra", Sentence("记录之后还有多余的内容")),
}
TRAILING_COMMA = ("trailing-comma", Sentence("最后一项后面多了逗号，请删去逗号"))
COMMENT = ("comment", Sentence("JSON 里不能写注释，请删去"))
OTHER_MARKS = {
    "“”„‟＂": ("chinese-quotes", Sentence("这里用了中文引号，请改成英文双引号")),
    "‘’'＇`": ("single-quotes", Sentence("这里用了单引号，请改成英文双引号")),
    "：": ("chinese-colon", Sentence("这里用了中文冒号，请改成英文冒号")),
    "，、": ("chinese-comma", Sentence("这里用了中文逗号，请改成英文逗号")),
    "｛｝［］【】": ("chinese-brackets", Sentence("这里用了中文括号，请改成英文括号")),
}
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[\[\]{}]', re.DOTALL)
_CLOSING = {"{": "}", "[": "]"}
_LATIN_END, _THREE_BYTES = "\u024f", "\u0800"
_BINARY = {
    b"%PDF-": Sentence("PDF 文件"),
    b"PK\x03\x04": Sentence("Word、Excel 或压缩文件"),
    b"\xd0\xcf\x11\xe0": Sentence("旧版 Office 文件"),
}


class _Repeated(dict[str, Any]):
    """An object of the JSON text in which some ``names`` stood more than once."""

    def __init__(self, pairs: list[tuple[str, Any]]) -> None:
        super().__init__(pairs)
        self.names = tuple(name for name, count in Counter(name for name, _ in pairs).items() if count > 1)


def parse(data: bytes | str, faults: list[Fault]) -> Any:
    """The value of a JSON text. Keys that stand twice in one object go to ``faults``.

    Raises ``InputError`` that says what the slip is and where.
    """
    repeated = False

    def build(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        nonlocal repeated
        result = dict(pairs)
        if len(result) < len(pairs):
            repeated, result = True, _Repeated(pairs)
        return result

    text = decoded(data) if isinstance(data, bytes) else data
    if not text.strip():
        raise InputError(Fault("", Sentence("文件是空的，里面没有记录。"), "json.empty"))
    try:
        # NaN and Infinity become numbers that every notation refuses, each at its own path
        value = json.loads(text, parse_float=Decimal, parse_constant=Decimal, object_pairs_hook=build)
    except json.JSONDecodeError as error:
        code, slip = _slip(text, error)
        message = Sentence(
            "不是有效的 JSON：第{line}行第{column}列，{slip}。", line=error.lineno, column=error.colno, slip=slip
        )
        raise InputError(Fault("", message, f"json.{code}")) from None
    except RecursionError:
        raise InputError(Fault("", Sentence("不是有效的记录：括号嵌套过深。"), "json.depth")) from None
    except (ValueError, ArithmeticError):
        raise InputError(Fault("", Sentence("不是有效的记录：有一个数字过长。"), "json.number")) from None
    if repeated:
        faults += _repeated(value, RecordPath())
    return value


def _slip(text: str, error: json.JSONDecodeError) -> tuple[str, Said]:
    """What the writer of a JSON text has done, by the place at which it could not be read on."""
    before, rest = text[: error.pos].rstrip(), text[error.pos :].lstrip()
    if error.msg.startswith("Illegal trailing comma"):
        return TRAILING_COMMA  # Python 3.13 says so by itself
    if error.msg.startswith("Unterminated") and re.search("[“”]", rest.partition("\n")[0]):
        return "chinese-quotes", Sentence("从这里开始的文字缺后引号：后引号写成了中文引号")
    if not rest:
        return "unfinished", _unclosed(text)
    if rest.startswith(("//", "/*", "#")):
        return COMMENT
    slip: tuple[str, Said] | None = next((told for marks, told in OTHER_MARKS.items() if rest[0] in marks), None)
    if rest[0] in "]}":
        slip = _slip_before_bracket(before, rest[0])
    return slip or JSON_FAULTS.get(error.msg, ("syntax", Sentence("这里无法识别")))


def _slip_before_bracket(before: str, bracket: str) -> tuple[str, Said] | None:
    """What is wrong where a bracket closes what goes on: a comma too many, or another bracket is still open."""
    if before.endswith(","):
        return TRAILING_COMMA
    opened = _opened(before)
    if not opened or _CLOSING[opened[-1][0]] == bracket:
        return None
    opening, line = opened[-1][0], _line_of(before, opened[-1])
    told = Sentence("这里是 {found}，第{line}行的 {opening} 还没有配对，缺括号 {closing}",
                    found=bracket, line=line, opening=opening, closing=_CLOSING[opening])  # fmt: skip
    return "unfinished", told


def _opened(text: str) -> list[re.Match[str]]:
    """The brackets of a text that are not closed, the innermost last."""
    opened: list[re.Match[str]] = []
    for token in _TOKEN.finditer(text):
        if token[0] in _CLOSING:
            opened.append(token)
        elif token[0] in "]}" and opened:
            opened.pop()
    return opened


def _line_of(text: str, token: re.Match[str]) -> int:
    return text.count("\n", 0, token.start()) + 1


def _unclosed(text: str) -> Said:
    """What is missing at the end of a text: the brackets that were not closed, the innermost first."""
    opened = _opened(text)
    if not opened:
        return Sentence("文件到这里就完了，缺一个值")
    closing = "".join(_CLOSING[token[0]] for token in reversed(opened[-8:]))
    return Sentence(
        "文件到这里就完了，缺最后的括号 {closing}（第{line}行的 {opening} 没有配对）",
        closing=closing,
        line=_line_of(text, opened[-1]),
        opening=opened[-1][0],
    )


def _repeated(value: Any, owner: RecordPath) -> list[Fault]:
    """The keys that stand twice in one object, anywhere below ``value``."""
    faults: list[Fault] = []
    if isinstance(value, _Repeated):
        message = Sentence("同一个键写了两次，不知取哪一个。")
        faults += [Fault(owner / RecordPath.of([name]), message, "repeated-key") for name in value.names]
    items: Any = ()
    if isinstance(value, dict):
        items = value.items()
    elif isinstance(value, list):
        items = enumerate(value)
    for step, item in items:
        if isinstance(item, dict | list):
            faults += _repeated(item, owner / RecordPath.of([step]))
    return faults


def encoding_of(data: bytes, *, whole: bool = True) -> str:
    """The encoding of a text: UTF-8, UTF-16 or UTF-32 as JSON tells them, with or without a mark, else GB 18030.

    ``data`` may be only the beginning of it. Raises ``InputError`` where it is none of them, or where a damaged UTF-8
    would pass for GB 18030.
    """
    for mark, kind in _BINARY.items():
        if data.startswith(mark):
            raise InputError(Fault("", Sentence("不是 JSON，是{kind}。", kind=kind), "json.binary"))
    encoding = json.detect_encoding(data)
    if _decodes(data, encoding, whole=whole):
        return encoding
    if encoding == "utf-8" and _decodes(data, "gb18030", whole=whole):
        as_utf8 = data.decode("utf-8", "replace")
        if as_utf8.count("\ufffd") > sum(map(_is_chinese, as_utf8)):  # more is wrong with it than one character
            return "gb18030"
    message = Sentence("不是有效的 JSON：文件编码不是 UTF-8、UTF-16 或 GB 18030，或已损坏，请另存为 UTF-8。")
    raise InputError(Fault("", message, "json.encoding"))


def _decodes(data: bytes, encoding: str, *, whole: bool) -> bool:
    try:
        codecs.getincrementaldecoder(encoding)("surrogatepass").decode(data, final=whole)
    except UnicodeDecodeError:
        return False
    return True


def decoded(data: bytes) -> str:
    """The text of bytes in any of these encodings."""
    return data.decode(encoding_of(data), "surrogatepass")


def is_ambiguous(data: bytes) -> bool:
    """True where a text without a mark is lawful in UTF-8 and in GB 18030, and as UTF-8 it would not be Chinese.

    ``吕`` in GB 18030 may be two letters of another script in UTF-8; a file that has nothing else must not be guessed.
    """
    if data.isascii() or json.detect_encoding(data) != "utf-8":
        return False
    try:
        text, chinese = data.decode("utf-8"), data.decode("gb18030")
    except UnicodeDecodeError:
        return False
    foreign = [char for char in text if char > "\x7f"]
    return (
        max(foreign) < _THREE_BYTES
        and max(foreign) > _LATIN_END
        and all(_is_chinese(char) for char in chinese if char > "\x7f")
    )


def _is_chinese(char: str) -> bool:
    """True for an ideograph or a sign of Chinese writing."""
    return "\u3000" <= char <= "\u9fff"
