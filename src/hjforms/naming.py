"""Names that a person types (称呼): exact, by a number, by a part, and what was probably meant."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence

from hjforms.wording import Joined, Said, Sentence

_ATTACHMENT = re.compile(r"附件(\d+)")
_NUMERALS = str.maketrans("一二三四五六七八九", "123456789")


def folded(name: str) -> str:
    """A name without what does not matter in it: width, case, spaces and 《》."""
    return re.sub(r"[\s《》]", "", unicodedata.normalize("NFKC", name)).casefold()


def attachment(name: str) -> str:
    """The number of an attachment (附件5, 附件五) that a text names; empty where it names none."""
    found = _ATTACHMENT.search(folded(name).translate(_NUMERALS))
    return found[1] if found else ""


def chosen(wanted: str, known: Mapping[str, Sequence[str]]) -> list[str]:
    """Those that a name may mean: ``known`` are the further names of each, first whole names, then parts of them."""
    name = folded(wanted)
    if not name:
        return []
    names = {key: [folded(other) for other in (key, *others)] for key, others in known.items()}
    whole = [key for key, others in names.items() if name in others]
    return whole or [key for key, others in names.items() if any(name in other for other in others)]


def near(wanted: str, known: Iterable[str]) -> str:
    """The known name that was probably meant; empty where none is near."""
    import difflib

    return next(iter(difflib.get_close_matches(wanted, list(known), 1, 0.7)), "")


def with_guess(unknown: Said, guess: Said | None) -> Said:
    """That a name is not known, and what was probably meant."""
    return unknown if guess is None else Joined(unknown, guess)


def is_it(wanted: str, known: Iterable[str]) -> Said | None:
    """``是否为 …？`` with the known name that was probably meant; ``None`` where none is near."""
    name = near(wanted, known)
    return Sentence("是否为 {name}？", name=name) if name else None
