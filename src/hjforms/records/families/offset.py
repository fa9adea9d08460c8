"""退还与抵扣: what is taken out of an account, and what another agency is asked to deduct, of a pension drawn twice.

Amounts are named as every such form names them: ① drawn, ② returned, ③ balance, ④ offset, ⑤ assistance.
"""

from __future__ import annotations

from decimal import Decimal

from hjforms.law import offset as law
from hjforms.law.steps import YUAN, given
from hjforms.paths import RecordPath
from hjforms.records.rules import Rule


def rules(owner: str, procedure: str) -> tuple[Rule, Rule]:
    """④ and ⑤ of the five amounts that stand at ``owner`` of a record; ``procedure`` is the article of ⑤."""
    drawn, returned, balance, offset, assistance = (
        RecordPath(owner) / name for name in ("drawn", "returned", "balance", "offset", "assistance")
    )
    return (
        Rule("offset", (offset,), (drawn, returned, balance), "④为③与①−②中较小的一个", law.OFFSET, _offset),
        Rule("assistance", (assistance,), (drawn, returned, offset), "⑤=①−②−④", procedure, _assistance),
    )


def _settled(drawn: Decimal | None, returned: Decimal | None, balance: Decimal | None) -> law.Settlement | None:
    """The settlement of ①, ② and ③; a blank ② is nothing. ``None`` where there is nothing to settle."""
    returned = law.NOTHING if returned is None else returned
    if drawn is None or balance is None or returned > drawn:
        return None
    return law.settle(given("①", drawn, YUAN), given("②", returned, YUAN), given("③", balance, YUAN))


def _offset(*amounts: Decimal | None) -> Decimal | None:
    settled = _settled(*amounts)
    return settled.offset.value if settled else None


def _assistance(*amounts: Decimal | None) -> Decimal | None:
    """What is left when ④, as the paper states it, has been taken out of the account."""
    settled = _settled(*amounts)
    return settled.assistance.value if settled else None
