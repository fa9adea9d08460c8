"""How well a file is read (读准、报告、读错): every field of every record counts once.

A field is right where the value is the one that was written, reported where it was left blank or unread and a finding
says so (or the file was refused), and wrong otherwise: another value, a value where there was none, or a loss in
silence.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from hjforms.api import read
from hjforms.catalogue import Form
from hjforms.errors import DocumentError
from hjforms.reading.result.reading import Reading
from hjforms.records.base import Record
from hjforms.unread import is_known
from tools.corpus.samples import Sample


@dataclass(frozen=True)
class Score:
    right: int = 0
    reported: int = 0
    wrong: int = 0

    def __add__(self, other: Score) -> Score:
        return Score(self.right + other.right, self.reported + other.reported, self.wrong + other.wrong)

    @property
    def share(self) -> float:
        """The share of fields that are read right."""
        return self.right / max(1, self.right + self.reported + self.wrong)

    def __str__(self) -> str:
        """The score as the table shows it: ``38``, ``36+2`` with what was reported, ``35+2✗1`` with what is wrong."""
        reported = f"+{self.reported}" if self.reported else ""
        return f"{self.right}{reported}" + (f"✗{self.wrong}" if self.wrong else "")


def score(form: Form, sample: Sample) -> Score:
    """How well the file of a form is read."""
    try:
        readings = [reading for reading in read(sample.data) if reading.form.id == form.id]
    except DocumentError:
        return Score(reported=sum(len(values(record)) for record in sample.records))
    total = Score()
    for record in sample.records:
        reading = min(readings, key=lambda reading, record=record: -_alike(reading, record), default=None)
        if reading is None:
            total += Score(wrong=len(values(record)))
            continue
        readings.remove(reading)
        total += _score(reading, record)
    return total + Score(wrong=sum(len(values(reading.record)) for reading in readings))


def _alike(reading: Reading, record: Record) -> int:
    found, expected = values(reading.record), values(record)
    return sum(found.get(path) == value for path, value in expected.items())


def _score(reading: Reading, record: Record) -> Score:
    found, expected = values(reading.record), values(record)
    told = {finding.path for finding in reading.findings if finding.severity == "error"}
    right = sum(found.get(path) == value for path, value in expected.items())
    reported = sum(path not in found and bool(told & {path, ""}) for path in expected)
    strange = sum(path not in expected for path in found)
    return Score(right, reported, len(expected) - right - reported + strange)


def values(value: Any, prefix: str = "") -> dict[str, Any]:
    """Every value of a record, neither blank nor unread, by its path."""
    items: Any = ()
    if isinstance(value, Record):
        items = ((name, getattr(value, name)) for name in type(value).model_fields)
    elif isinstance(value, tuple) and all(isinstance(item, Record) for item in value):
        items = enumerate(value)
    else:
        return {prefix: value} if is_known(value) else {}
    return {
        path: leaf
        for step, item in items
        for path, leaf in values(item, f"{prefix}.{step}" if prefix else str(step)).items()
    }
