"""A book to try things on: the people of the examples, a clock that stands still."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import hjforms
from hjforms.desk.book import Book, Case
from support import ROOT

NOW = dt.datetime(2026, 9, 24, 1, 30, tzinfo=dt.UTC)
WEIHAI = ROOT / "examples" / "weihai" / "shandong"
NAME, ID = "张示例", "371000196501150018"
PERSON = {
    "name": NAME,
    "citizen_id": ID,
    "rules": "shandong",
    "direction": "resident-to-employee",
    "applied_on": "2026-09-17",
}
OTHER = {
    "name": "李示例",
    "citizen_id": "371000196803200025",
    "rules": "national",
    "direction": "employee-to-resident",
}


def shelved(path: Path, **options) -> Book:
    """A new book that believes it is ``NOW``."""
    return Book(path, create=True, now=lambda: NOW, **options)


def example(name: str):
    """A form of the Weihai example with its record."""
    form = hjforms.form(f"shandong/{name}")
    return form, form.load(WEIHAI / f"{name}.json")


def settled_book(path: Path) -> tuple[Book, Case]:
    """A book with a case that has both accounts."""
    book = shelved(path)
    case = book.cases.open(PERSON, "王经办")
    for name in ("resident-account", "employee-account"):
        form, record = example(name)
        book.papers.add(case.id, form, "王经办", record)
    return book, case
