"""Changes by hand (出表后的改动): what stands on the page, held against the record that the file carries.

The page is read as if nothing were carried. Only then is every field compared; what a person has changed since
is a warning, for whoever signs to judge. A carried record that is not as we wrote it says nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from typing import Any

from hjforms.comparison import compare
from hjforms.findings import Finding
from hjforms.paths import RecordPath
from hjforms.reading.file import clock
from hjforms.reading.result.reading import Reading
from hjforms.records.base import Record, leaves, place, tables
from hjforms.records.carried import Carried, DamagedRecordError
from hjforms.records.rules import value_at
from hjforms.unread import Unread
from hjforms.wording import Sentence, named

_Step = tuple[str, int, int, int, int]  # of difflib: what was done, rows before, rows after
RULE = "changed"
MOST_COMPARED = 5000  # pairs of a reading and a record
IGNORED = Sentence("文件所附的记录已损坏或被改动，不能用来核对页面有无改动；读出的内容全部取自页面。")


def with_changes(readings: list[Reading], found: Sequence[bytes]) -> list[Reading]:
    """The readings of a file that carries these records, with a finding for every field that was changed.

    A file may hold several forms and fewer records, or other ones: a record belongs to the reading that is equal to
    it, or else to the one of the same person that differs from it least.
    """
    if not found or not readings:
        return readings
    try:
        return _told(readings, [Carried.load(data) for data in found])
    except DamagedRecordError:
        warning = Finding("warning", "", RULE, IGNORED)
        return [replace(reading, findings=(*reading.findings, warning)) for reading in readings]


def _told(readings: list[Reading], records: list[Carried]) -> list[Reading]:
    result, left = list(readings), defaultdict[Carried, list[Carried]](list)
    for record in records:
        left[record].append(record)
    for index, reading in enumerate(readings):
        same = left.get(Carried.of(reading.form.id, reading.record))
        if same:
            result[index] = replace(reading, written=same.pop(0))
    changed = {index: reading for index, reading in enumerate(result) if not reading.carried}
    others = [equal[0] for equal in left.values() if equal]  # one of several that are equal is enough
    for index, (item, written) in _pairs(changed, others, alone=len(readings) == 1).items():
        findings = tuple(_changes(changed[index], written))
        result[index] = replace(changed[index], written=item, findings=(*changed[index].findings, *findings))
    return result


def _pairs(readings: dict[int, Reading], records: list[Carried], *, alone: bool) -> dict[int, tuple[Carried, Record]]:
    """The record of each reading (by its number) that has one; the only form of a file may name another person."""
    forms = {reading.form.id: reading.form for reading in readings.values()}
    written = [(item, item.record(forms[item.form].record_type)) for item in records if item.form in forms]
    of_person: dict[tuple[str, str], list[int]] = defaultdict(list)
    for index, (item, record) in enumerate(written):
        for key in _people(item.form, record, alone=alone):
            of_person[key].append(index)
    near = [
        (number, index)
        for number, reading in readings.items()
        for index in sorted(
            {index for key in _people(reading.form.id, reading.record, alone=alone) for index in of_person[key]}
        )
    ]
    if len(near) > MOST_COMPARED:
        raise DamagedRecordError
    distances = sorted((_distance(written[index][1], readings[number].record), number, index) for number, index in near)
    pairs: dict[int, tuple[Carried, Record]] = {}
    taken: set[int] = set()
    for _, number, index in distances:
        if number not in pairs and index not in taken:
            taken.add(index)
            pairs[number] = written[index]
    return pairs


def _distance(written: Record, found: Record) -> int:
    clock.tick()
    return len(compare(written, found))


def _people(form: str, record: Any, *, alone: bool) -> list[tuple[str, str]]:
    """By what a record of a form is known: the name and the id of its person; in a bundle, any other is somebody else.

    Where the file holds one form ``alone``, its person may have been changed as well.
    """
    person = record.person
    named = [("name", person.name), ("id", getattr(person, "citizen_id", None))]
    return [(form, "")] if alone else [(form, f"{key} {value}") for key, value in named if value or key == "name"]


def _changes(reading: Reading, written: Any) -> Iterator[Finding]:
    """What differs between page and record, row by row; a row more or less shifts no other."""
    record_type = reading.form.record_type
    table = next(iter(tables(record_type)), "")
    found = reading.record
    if table:
        before, after = getattr(written, table), getattr(found, table)
        steps = _steps(before, after)
        written = written.model_copy(update={table: tuple(_aligned(steps, before, after))})
        for index in _removed(steps):
            yield _removed_row(record_type, table, index, before[index])
    for difference in compare(written, found):
        yield _change(reading, difference)


def _steps(before: tuple[Record, ...], after: tuple[Record, ...]) -> Sequence[_Step]:
    first, second = ([row.model_dump_json() for row in rows] for rows in (before, after))
    return SequenceMatcher(None, first, second, autojunk=False).get_opcodes()


def _aligned(steps: Sequence[_Step], before: tuple[Record, ...], after: tuple[Record, ...]) -> Iterator[Record]:
    """The rows that were written, each at the place of the row that it has become; blank ones for new rows."""
    for _, first, last, start, end in steps:
        kept = before[first:last][: end - start]
        yield from kept
        yield from [type(row)() for row in after[start + len(kept) : end]]


def _removed(steps: Sequence[_Step]) -> Iterator[int]:
    for _, first, last, start, end in steps:
        yield from range(first + min(last - first, end - start), last)


def _removed_row(record_type: type[Record], table: str, index: int, row: Any) -> Finding:
    texts = [
        leaf.kind.shown(value)
        for leaf in leaves(record_type).values()
        if leaf.path.table == table and (value := value_at(row, leaf.path.column)) is not None
    ]
    message = named(
        place(record_type, table), Sentence("出表时的第{row}行现已不在表上，是出表后改动的，请核对。", row=index + 1)
    )
    return Finding("warning", table, RULE, message, " ".join(texts), None)


def _change(reading: Reading, difference: Finding) -> Finding:
    """The difference of two records, told as a change of the page."""
    path, before = difference.path, difference.expected
    read = reading.fields.get(path)
    after = read.text if read and isinstance(read.value, Unread) else difference.found
    kind = leaves(reading.form.record_type)[RecordPath(path).general].kind
    if kind.tells_nobody:
        told = Sentence("出表时{before}，现{after}，是出表后改动的，请核对。", before=_said(before), after=_said(after))
    else:
        told = Sentence("与出表时不同，是出表后改动的，请核对。")
    message = named(place(reading.form.record_type, path), told)
    return Finding("warning", path, RULE, message, before, after)


def _said(text: str | None) -> Sentence:
    return Sentence("为“{text}”", text=text) if text else Sentence("为空白")
