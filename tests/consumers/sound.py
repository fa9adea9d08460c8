# pyright: strict
"""A program of somebody else who has installed the package: it is without a fault to mypy --strict and to pyright."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any, assert_type

import hjforms
from hjforms import (
    Entry,
    Fault,
    Finding,
    Form,
    HjformsError,
    InputError,
    Limits,
    Outcome,
    Reading,
    Record,
    RecordPath,
    Settled,
    Settlement,
    Unread,
)
from hjforms.packs.national.refund import RefundTable as NationalTable
from hjforms.packs.shandong.notice import FORM as NOTICE
from hjforms.packs.shandong.notice import Notice
from hjforms.packs.shandong.refund import FORM, RefundTable


def of_any_form() -> None:
    form = hjforms.form("shandong/refund", on="2025-01-01")
    assert_type(form, Form[Any])
    assert_type(hjforms.forms(), tuple[Form[Any], ...])
    assert_type(form.edition, dt.date)
    assert_type(form.load({}), Any)


def of_one_form(data: bytes) -> Decimal | None:
    table: Form[RefundTable] = FORM
    record = table.complete(table.load({"person": {"name": "张示例"}}))
    assert_type(record, RefundTable)
    assert_type(record.person.name, str | None)
    assert_type(record.filled_on, dt.date | None)
    for row in record.years:
        assert_type(row.months, int | None)
        assert_type(row.paid.land_personal, Decimal | None)
        assert_type(row.refund.subtotal, Decimal | None)
    reading = table.read(data)
    assert_type(reading, Reading[RefundTable])
    assert_type(reading.form, Form[RefundTable])
    assert_type(reading.record, RefundTable)
    assert_type(reading.form.check(reading.record), list[Finding])
    assert_type(dict(table.unread(record)), dict[str, Unread])
    assert_type(hjforms.load(data, FORM), RefundTable)
    assert_type(hjforms.load_file("refund.json", NOTICE), Notice)
    assert_type(hjforms.load(data), Any)
    return record.total.refund.subtotal


def of_the_other_columns(table: NationalTable) -> list[Decimal | None]:
    return [row.paid.collective for row in table.years]


def unsure(readings: Iterable[Reading]) -> Iterator[tuple[Finding, RecordPath]]:
    for reading in readings:
        for finding in reading.findings:
            if finding.severity == "error":
                yield finding, RecordPath(finding.path).parent


def checked(form: Form, data: dict[str, object]) -> tuple[bytes, list[Finding], list[Fault]]:
    try:
        record: Record = form.complete(form.load(data))
    except InputError as error:
        return b"", [], list(error.faults)
    return form.pdf(record), form.check(record), []


def names(source: str) -> Iterator[str | None]:
    for entry in hjforms.entries(source, FORM):
        assert_type(entry, Entry[RefundTable])
        if entry.record is not None:
            yield entry.record.person.name
        yield entry.sound.person.name


def printed(records: list[RefundTable]) -> int:
    return hjforms.print_run(FORM, records, "refunds.pdf")


def settled(resident: bytes, employee: bytes) -> tuple[Settlement, Outcome]:
    settlement = hjforms.settle(resident, employee, filled_on=dt.date(2025, 1, 1))
    return settlement, settlement.outcome


def all_settled(residents: str, employees: list[Entry]) -> Iterator[Decimal | None]:
    for one in hjforms.settle_all(residents, employees, filled_on="2025-01-01"):
        if one.settlement is not None:
            found: Settled = one
            yield one.settlement.record.refund_total
            hjforms.write([found.entry()], "refunds.xlsx")


def served(data: bytes, source: str) -> str:
    entries: list[Entry] = list(hjforms.entries(source))
    with hjforms.reading_pool(Limits(seconds=60)) as pool:
        try:
            found = list(unsure(pool.read(data)))
        except HjformsError as error:
            return str([fault.as_dict() for fault in error.faults])
    amount: str = hjforms.capital(Decimal("500.00"))
    mark: Unread = Unread("5OO")
    return f"{hjforms.__version__} {amount} {mark.text} {len(found)} {len(entries)}"
