"""What callers use (公共接口); ``hjforms`` gives these names and nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from hjforms.archiving import ArchiveVerdict, archive, verify_archive
from hjforms.batches import BatchReport, batch
from hjforms.calculation import Outcome, calculation
from hjforms.catalogue import Form, KeyGiven, form, forms, key_of, load, load_file
from hjforms.errors import (
    ArgumentError,
    DependencyMissing,
    DocumentError,
    Fault,
    HjformsError,
    InputError,
    NoRuleInForce,
    NotationError,
    TemplateError,
    given,
)
from hjforms.exchange import Entry, entries, write
from hjforms.files import content
from hjforms.findings import Finding, Severity
from hjforms.notations import capital as capital_notation
from hjforms.pairing import compare
from hjforms.paths import RecordPath
from hjforms.pool import Limits, ReadingPool
from hjforms.reading.result.reading import Reading
from hjforms.records.base import Record, RecordT
from hjforms.seals import SealModule, Signature, Trust, Verdict, trust_of
from hjforms.settlement import Settlement, Transfer, settle, transfer
from hjforms.settling import Settled, settle_all
from hjforms.signing.keys import SigningKey
from hjforms.signing.look import Seal
from hjforms.signing.writing import sign
from hjforms.unread import Unread
from hjforms.wording import Sentence

__all__ = [
    "ArchiveVerdict",
    "ArgumentError",
    "BatchReport",
    "DependencyMissing",
    "DocumentError",
    "Entry",
    "Fault",
    "Finding",
    "Form",
    "HjformsError",
    "InputError",
    "Limits",
    "NoRuleInForce",
    "NotationError",
    "Outcome",
    "Reading",
    "ReadingPool",
    "Record",
    "RecordPath",
    "Seal",
    "SealModule",
    "Settled",
    "Settlement",
    "Severity",
    "Signature",
    "SigningKey",
    "TemplateError",
    "Transfer",
    "Trust",
    "Unread",
    "Verdict",
    "archive",
    "batch",
    "calculate",
    "capital",
    "compare",
    "entries",
    "form",
    "forms",
    "load",
    "load_file",
    "parse_capital",
    "print_run",
    "read",
    "reading_pool",
    "settle",
    "settle_all",
    "sign",
    "transfer",
    "verify_archive",
    "write",
]


def capital(amount: Decimal | int) -> str:
    """The capital amount (大写金额) of an amount in yuan, without 人民币.

    Law: 《支付结算办法》附件一. Raises ``NotationError`` (an ``InputError``) for a float, a negative amount and for
    more than two decimals.

    >>> capital(Decimal("107000.53"))
    '壹拾万柒仟元零伍角叁分'
    """
    return capital_notation.write(amount)


def parse_capital(text: str) -> Decimal:
    """The amount in yuan that a capital amount (大写金额) states, in any spelling that the law allows.

    Raises ``NotationError`` that names the offending character.

    >>> parse_capital("人民币壹拾万零柒仟元伍角叁分")
    Decimal('107000.53')
    """
    if not isinstance(text, str):
        raise ArgumentError(Sentence("大写金额应为字符串，{given}。", given=given(text)))
    amount = capital_notation.read(text)
    if amount is None:
        raise NotationError(Sentence("大写金额是空白的。"))
    return amount


def read(data: bytes | str | Path, *, key: KeyGiven = None, trust: Trust | None = None) -> list[Reading]:
    """The reading of every form in a PDF or DOCX file (bytes, or the path of one); ``[]`` where there is none.

    With an office's ``key`` (a key file, or at least 32 bytes) each says whether the office made it
    (``Reading.proof``). Certificates of signatures are held against those that a caller trusts, if any are given.
    Raises ``DocumentError`` for a file that cannot be read.
    """
    from hjforms.reading.result.document import read_all

    return read_all(content(data), forms(), key_of(key), trust_of(trust))


def reading_pool(limits: Limits | None = None, *, key: KeyGiven = None, trust: Trust | None = None) -> ReadingPool:
    """Worker processes that read files of strangers within limits of time and memory.

    Use it in ``with``; its ``read(data)`` gives what ``read`` gives, from any number of threads. With an office's
    ``key`` each reading says whether the office made it; certificates of signatures are held against those that
    ``trust`` has, whose modules must be able to travel to another process (``pickle``).
    """
    return ReadingPool(limits, key=key, trust=trust)


def calculate(name: str, case: str | Path | bytes | Mapping[str, Any]) -> Outcome:
    """The outcome of a calculation (计算), such as ``overlap``, for a case: a JSON file, JSON text or mapping.

    Raises ``InputError`` for an unknown name and for a faulty case, ``NoRuleInForce`` where no law holds on its day.
    """
    found = calculation(name)
    return found.perform(found.load(case))


def print_run(form_: Form[RecordT], records: Iterable[RecordT], target: str | Path, *, archive: bool = False) -> int:
    """Print many records into one PDF file, which appears whole or not at all; returns how many.

    For an ``archive`` it is PDF/A-2b.
    """
    if not isinstance(form_, Form):
        raise ArgumentError(Sentence("form：应为表（Form），{given}。", given=given(form_)))
    return form_.print_run(records, target, archive=archive)
