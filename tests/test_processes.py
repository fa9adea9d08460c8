"""Whatever the interface returns crosses a process boundary, by fork and by spawn, and is what it was."""

from __future__ import annotations

import json
import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from decimal import Decimal
from functools import cache
from tempfile import TemporaryDirectory

import pytest

import hjforms
from hjforms.wording import LANGUAGES
from support import REFUND, ROOT, saved_by_pypdf, worked

EXAMPLES = ROOT / "examples" / "weihai" / "shandong"
WAYS = [way for way in ("fork", "spawn") if way in multiprocessing.get_all_start_methods()]


def error(action):
    try:
        action()
    except hjforms.HjformsError as found:
        return found
    raise AssertionError("it should have failed")


def wrong_record():
    return worked().model_copy(update={"refund_total": Decimal("1.00")})


def listed(ending):
    """The entries of a sink, read back."""
    with TemporaryDirectory() as folder:
        hjforms.write(hjforms.entries(EXAMPLES / "refund.json", REFUND), f"{folder}/list{ending}")
        return list(hjforms.entries(f"{folder}/list{ending}", REFUND))


@cache
def returned():
    """Everything that the interface gives, by what it is called."""
    case = json.loads((ROOT / "examples" / "calculations" / "overlap.json").read_text("utf-8"))
    accounts = [EXAMPLES / f"{scheme}-account.json" for scheme in ("resident", "employee")]
    unread = REFUND.load({"person": {"name": {"unread": "张？"}}})
    return {
        "form": REFUND,
        "record": worked(),
        "record with what is unread": unread,
        "reading": hjforms.read(REFUND.pdf(worked())),
        "reading of another program's file": hjforms.read(saved_by_pypdf(REFUND.pdf(worked(), editable=True))),
        "reading of Word": hjforms.read(REFUND.docx(worked())),
        "findings": REFUND.check(wrong_record()),
        "comparison": hjforms.compare(worked(), wrong_record()),
        "entries": list(hjforms.entries(EXAMPLES / "refund.json", REFUND)),
        "entries with faults": list(hjforms.entries(EXAMPLES / "notice.json", REFUND)),
        "settlement": hjforms.settle(*accounts),
        "settled": list(hjforms.settle_all(*accounts)),
        "outcome": hjforms.calculate("overlap", case),
        "outcome of a day": hjforms.calculate("deadline", ROOT / "examples" / "calculations" / "deadline.json"),
        "transfer": hjforms.transfer(ROOT / "examples" / "calculations" / "transfer.json"),
        "entries of a list": listed(".xlsx"),
        "entries of lines": listed(".csv"),
        "entries of paper": listed(".pdf"),
        "limits": hjforms.Limits(seconds=5),
        "path": hjforms.RecordPath("years.3.refund.subtotal"),
        "unread": hjforms.Unread("5OO"),
        "input error": error(lambda: REFUND.load({"persn": {}, "years": [{"months": 13}]})),
        "notation error": error(lambda: hjforms.parse_capital("壹拾贰")),
        "argument error": error(lambda: REFUND.pdf({})),
        "document error": error(lambda: hjforms.read(b"%PDF-1.4 nothing")),
        "no rule": error(lambda: hjforms.form("shandong/refund", on="1999-01-01")),
    }


NAMES = (
    "form", "record", "record with what is unread", "reading", "reading of another program's file", "reading of Word",
    "findings", "comparison", "entries", "entries with faults", "settlement", "settled", "outcome", "outcome of a day",
    "transfer",    "entries of a list", "entries of lines", "entries of paper", "limits", "path", "unread",
    "input error", "notation error", "argument error", "document error", "no rule",
)  # fmt: skip


def plain_error(found):
    faults = [fault.as_dict(lang) for fault in found.faults for lang in LANGUAGES]
    return [type(found).__name__, str(found), found.text("en"), found.exit_code, faults]


def plain_entry(entry):
    faults = [fault.as_dict("en") for fault in entry.faults]
    cell = str(entry.cells and entry.cells.of("person.name"))
    reading = entry.reading and plain(entry.reading)
    return [entry.form.id, plain(entry.record), str(entry.origin), faults, plain(entry.findings), cell, reading]


PLAIN = {
    (list, tuple): lambda found: list(map(plain, found)),
    hjforms.HjformsError: plain_error,
    hjforms.Settlement: lambda found: [plain(found.record), list(found.explanation()), found.outcome.as_dict("en")],
    hjforms.Settled: lambda found: [plain_entry(found.entry()), plain(found.settlement), found.match.words.text("en")],
    (hjforms.Finding, hjforms.Outcome, hjforms.Reading): lambda found: [found.as_dict(lang) for lang in LANGUAGES],
    hjforms.Transfer: lambda found: [plain(found.case), found.outcome.as_dict("en"), list(found.explanation())],
    hjforms.Entry: plain_entry,
    hjforms.Form: lambda found: [found.id, found.title, len(found.rules), found.blank("json").decode()],
}


def plain(value):
    """What a caller sees of a value, in both languages."""
    return next((show for kind, show in PLAIN.items() if isinstance(value, kind)), repr)(value)


def there_and_back(value):
    """What another process sees of a value, and the value as it comes back."""
    return plain(value), value


@pytest.fixture(scope="module", params=WAYS)
def others(request):
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context(request.param)) as pool:
        yield pool


@pytest.mark.parametrize("name", NAMES)
def test_what_is_returned_crosses_to_another_process_and_back(name, others):
    value = returned()[name]
    seen, back = others.submit(there_and_back, value).result(60)
    assert seen == plain(value)
    assert plain(back) == plain(value)
    assert type(back) is type(value)


def test_nothing_that_is_returned_is_left_out():
    assert set(NAMES) == set(returned())


def test_a_form_is_the_same_form_in_another_process(others):
    assert others.submit(there_and_back, REFUND).result(60)[1] is REFUND
