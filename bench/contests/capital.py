"""Capital amounts (大写), written and read."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from typing import Any

import hjforms
from bench import amounts
from bench.contests.scale import Scale
from bench.measure import Contender, compete
from bench.peers import load
from bench.table import Contest, Row, Target

WRITING = Contest("Capital amounts (大写), written (amounts/s)")
READING = Contest("Capital amounts (大写), read (amounts/s)")
WARM_UP = 1000
Check = Callable[[Any, Any], list[bool]]
SPEED = Target("≥", 3)
SCOPE = "reads its own numerals (壹点伍); it refuses 元角分"


def run(scale: Scale) -> Iterator[Row]:
    """hjforms against cn2an, first writing, then reading."""
    invented = amounts.invented(scale.amounts * scale.amount_rounds + WARM_UP, seed=6)
    yield from _writing(invented, scale)
    yield from _reading(invented, scale)


def _writing(invented: list[Decimal], scale: Scale) -> Iterator[Row]:
    """Right is any spelling that the law allows."""
    cn2an = load("cn2an")
    lawful = {str(amount): amounts.spellings(amount) for amount in invented}

    def check(amount: Decimal | str, text: str) -> list[bool]:
        return [text in lawful[str(amount)]]

    contenders = [Contender("hjforms", hjforms.capital, *_parts(invented, scale, check))]
    if cn2an:
        contenders.append(Contender(cn2an.NAME, cn2an.write, *_parts(list(lawful), scale, check)))
    yield from _rows(WRITING, contenders)


def _reading(invented: list[Decimal], scale: Scale) -> Iterator[Row]:
    """Each tool reads what it can: hjforms any lawful spelling, cn2an its own numerals."""
    cn2an = load("cn2an")
    source = random.Random(7)
    spelt = {source.choice(sorted(amounts.spellings(amount))): amount for amount in invented}

    def check(text: str, amount: Decimal | None) -> list[bool]:
        return [amount == spelt[text]]

    contenders = [Contender("hjforms", hjforms.parse_capital, *_parts(list(spelt), scale, check))]
    if cn2an:
        numerals = {cn2an.numerals(str(amount)): amount for amount in invented}
        parts = _parts(list(numerals), scale, lambda text, amount: [amount == numerals[text]])
        contenders.append(Contender(cn2an.NAME, cn2an.read, *parts))
    yield from _rows(READING, contenders, SCOPE)


def _parts(items: list[Any], scale: Scale, check: Check) -> tuple[list[Sequence[Any]], Check, list[Any]]:
    """The rounds of a contender, its check, and what it warms up with."""
    starts = range(WARM_UP, len(items), scale.amounts)
    return [items[start : start + scale.amounts] for start in starts], check, items[:WARM_UP]


def _rows(contest: Contest, contenders: list[Contender], note: str = "") -> Iterator[Row]:
    mine, *scores = compete(contenders)
    yield contest.ours(mine)
    for score in scores:
        yield contest.peer(mine, score, SPEED, note)
    if not scores:
        yield contest.missing("cn2an", SPEED)
