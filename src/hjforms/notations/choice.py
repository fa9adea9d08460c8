"""Choices (选项): one of the options that the form prints, written out or marked in a box.

>>> read(" 男　", ["男", "女"])
'男'
>>> boxes("是", ["是", "否"]), read("☐是 ☑否", ["是", "否"])
('☑是 □否', '否')
>>> read("☑是 ☑否", ["是", "否"])
Traceback (most recent call last):
    ...
hjforms.errors.NotationError: 选项：勾选了多项，只能选一项
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from hjforms.errors import NotationError
from hjforms.notations._characters import BLANKS, compact, refused
from hjforms.notations.spellings import BLANK, literal
from hjforms.wording import Sentence, named

if TYPE_CHECKING:
    from collections.abc import Sequence

_NAME = Sentence("选项")
MARKED: Final = "☑"
EMPTY: Final = "□"
CROSSED: Final = "☒"
UNTOLD: Final = "⊠"
"""A crossed box of which the file does not say that it is one: programs print it for a sign that a font lacks."""
MARKS: Final = "☑☒⊠■√✓✔●"
NO_MARKS: Final = "□☐○◯"
CROSSES: Final = frozenset((CROSSED, UNTOLD, "x", "X"))
# Not compiled here: a set of such characters takes re a millisecond.
_BOX = rf"(\[[xX√✓✔]?\]|[{MARKS}{NO_MARKS}])"
_EMPTY_BOXES = frozenset({*NO_MARKS, "[]"})


def read(text: str, options: Sequence[str]) -> str | None:
    """Return the option that is written or marked (选项), or None for a blank and for boxes with no mark.

    White space does not count, neither in the text nor in the options. Boxes stand all before or all after
    their options: ``☑是 □否``, ``是☑ 否□``, ``[x]是 [ ]否``. Raises `NotationError` for a text that is none
    of the options, and for more than one mark.
    """
    if text in options:
        return text
    spelling = compact(text)
    if spelling in BLANKS:
        return None
    known = {compact(option): option for option in options}
    if spelling in known:
        return known[spelling]
    marked = [known[name] for box, name in _boxes(spelling, known) if box not in _EMPTY_BOXES]
    if len(marked) > 1:
        raise NotationError(named(_NAME, Sentence("勾选了多项，只能选一项")))
    return marked[0] if marked else None


def spelling(options: Sequence[str]) -> str:
    """Every compact spelling that is taken, and more: options and boxes in any order and number."""
    boxes = rf"\[[xX√✓✔]?\]|[{MARKS}{NO_MARKS}]"
    return f"(?:{'|'.join(literal(compact(option)) for option in options)}|{boxes})*|{BLANK}"


def write(value: str, options: Sequence[str]) -> str:
    """Return the option as it is printed (选项). Raises `NotationError` for a value that is none of them."""
    if value not in options:
        raise _unknown(options)
    return value


def boxes(value: str | None, options: Sequence[str]) -> str:
    """Return all options with a box before each (☑是 □否); None marks nothing."""
    if value is not None:
        write(value, options)
    return " ".join(f"{MARKED if option == value else EMPTY}{option}" for option in options)


def marked(marks: Sequence[str], options: Sequence[str]) -> str | None:
    """Return the option whose box is marked (勾选), or None for no mark; ``marks`` are in the order of the options.

    >>> marked(["□", "☑"], ["是", "否"])
    '否'
    """
    found = all_marked(marks, options)
    if len(found) > 1:
        raise NotationError(named(_NAME, Sentence("勾选了多项，只能选一项")))
    return found[0] if found else None


def all_marked(marks: Sequence[str], options: Sequence[str]) -> list[str]:
    """Return every option whose box is marked (多选), in the order of the options.

    Raises `NotationError` where some have a tick and others a cross: those may be the ones that are not meant.

    >>> all_marked(["√", "□", "☑"], ["身份证", "户口簿", "其他"])
    ['身份证', '其他']
    """
    found, ways = [], set[bool]()
    for mark, option in zip(marks, options, strict=True):
        spelling = compact(mark)
        if spelling in _EMPTY_BOXES or spelling in BLANKS:
            continue
        if not re.fullmatch(_BOX, spelling):
            raise NotationError(named(_NAME, Sentence("“{option}”前的方框无法识别，请打勾或留空", option=option)))
        found.append(option)
        ways.add(spelling.strip("[]") in CROSSES)
    if len(ways) > 1:
        raise NotationError(named(_NAME, Sentence("有的打勾，有的打叉，不知选了哪一项")))
    return found


def of(value: object, options: Sequence[str]) -> str | None:
    """Return the option (选项) of a Python or JSON value: None, or a text as `read` takes it."""
    if value is None:
        return None
    if isinstance(value, str):
        return read(value, options)
    raise refused(_NAME, value, Sentence("请用文字：{options}", options=_listed(options)))


def _boxes(spelling: str, known: dict[str, str]) -> list[tuple[str, str]]:
    """Return each box of a text with its option; every option may stand once."""
    pieces = re.split(_BOX, spelling)  # text, box, text, box, text
    names, boxes = pieces[2::2], pieces[1::2]
    if pieces[0]:  # the boxes stand after their options
        names = pieces[0:-1:2] if not pieces[-1] else []
    if not boxes or len(names) != len(boxes) or not set(names) <= known.keys() or len(set(names)) != len(names):
        raise _unknown(list(known.values()))
    return list(zip(boxes, names, strict=True))


def _unknown(options: Sequence[str]) -> NotationError:
    return NotationError(named(_NAME, Sentence("无法识别，只能是{options}之一", options=_listed(options))))


def _listed(options: Sequence[str]) -> list[str]:
    return [f"“{option}”" for option in options]
