"""cn2an: ``an2cn(…, "rmb")`` writes capital amounts. It cannot read them: ``cn2an`` refuses 元.

What comes nearest is reading its own capital numerals (``up``), which have 点 for 元 and no units after it.
"""

from __future__ import annotations

from decimal import Decimal
from importlib.metadata import version

import cn2an

NAME = f"cn2an {version('cn2an')}"


def write(figures: str) -> str:
    """The capital amount of an amount in figures."""
    text: str = cn2an.an2cn(figures, "rmb")
    return text


def numerals(figures: str) -> str:
    """The capital numerals of an amount in figures, without units of money: what ``read`` can take."""
    text: str = cn2an.an2cn(figures, "up")
    return text


def read(text: str) -> Decimal | None:
    """The number that capital numerals state, ``None`` where they are refused."""
    try:
        return Decimal(str(cn2an.cn2an(text, "strict")))
    except ValueError:
        return None
