"""What people wrote on a page (批注、划线), told at the field where it lies; what is struck is taken away."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from hjforms.findings import Finding, Severity
from hjforms.paths import RecordPath
from hjforms.reading.file import clock
from hjforms.reading.page.annotations import Annotation
from hjforms.reading.page.doubt import Box, are_one
from hjforms.reading.page.titles import squeezed
from hjforms.reading.result.reading import Reading
from hjforms.records.base import Record, leaf_at, place
from hjforms.template.layout import PAGE, Layout
from hjforms.unread import is_known
from hjforms.wording import Joined, Sentence, named

NEAR = 15.0  # points: so far beside a field its note may stand
SAME = 1.0  # points
COVERED = 0.2  # of the narrower of line and field: what they share at least
STRUCK = Sentence("被划线删去，没有读入，请核对。")


def with_annotations(readings: list[Reading], annotations: Sequence[Annotation]) -> list[Reading]:
    """The readings of a file with a finding for each annotation; what is struck out is taken out of the record.

    What was typed upon a page and read as a value is told once a page.
    """
    typed: set[tuple[int, int]] = set()
    for annotation in annotations:
        clock.tick()
        touched = [(index, path) for index, reading in enumerate(readings) for path in _fields(reading, annotation)]
        if annotation.is_typed and (read := [at for at, path in touched if _is_read(readings[at], path, annotation)]):
            typed |= {(at, annotation.page) for at in read}
            continue
        for index, path in touched:
            readings[index] = _told(readings[index], annotation, path)
        if not touched and readings and (annotation.text or annotation.strikes):
            readings[0] = _told(readings[0], annotation, "")
    for index, page in sorted(typed):
        message = Sentence("第{page}页有的内容是用批注的文字工具填写的，作为内容读入，请核对。", page=page)
        finding = Finding("warning", "", "comment", message)
        readings[index] = replace(readings[index], findings=(*readings[index].findings, finding))
    return readings


def _is_read(reading: Reading, path: str, annotation: Annotation) -> bool:
    """True where the words of an annotation are the value that was read, or a part of it: the year of a day."""
    field = reading.fields.get(path)
    return field is not None and is_known(field.value) and squeezed(annotation.text) in squeezed(field.text)


def _fields(reading: Reading, annotation: Annotation) -> list[str]:
    """The paths of the fields that an annotation covers; of a note the nearest one."""
    boxes = dict(_boxes(reading, annotation.page))
    if annotation.strikes:
        crossed = [path for path, box in boxes.items() if any(_crosses(line, box) for line in annotation.boxes)]
        return [path for path in crossed if path in reading.fields] or crossed
    distances = [(_distance(one, box), path) for path, box in boxes.items() for one in annotation.boxes[:1]]
    nearest = min(distances, default=(NEAR + 1, ""))
    return [nearest[1]] if nearest[0] <= NEAR and annotation.text else []


def _boxes(reading: Reading, page: int) -> Iterator[tuple[str, Box]]:
    """The boxes of the fields on a page: of those that were read and, where the page lies as the template, of all."""
    read = {path: field.box for path, field in reading.fields.items() if field.page == page and field.box}
    yield from read.items()
    layout = reading.form.compiled.layout
    slots = {slot.path: slot.box for slot in layout.slots if slot.path != PAGE and not layout.in_rows(slot)}
    if all(are_one(place, read[path], SAME) for path, place in slots.items() if path in read):
        for path, box in (*slots.items(), *_blank_cells(layout, read)):
            leaf, part = leaf_at(reading.form.record_type, path)
            if leaf and (path.parent if part else path) not in read:
                yield path, box


def _blank_cells(layout: Layout, read: Mapping[str, Box]) -> Iterator[tuple[RecordPath, Box]]:
    """The cells of the rows of which something was read, by their places in the record."""
    cells = [(slot.path.row, slot.path.column, slot.box) for slot in layout.slots if layout.in_rows(slot)]
    places = ((RecordPath(path), box) for path, box in read.items())
    seen = [(path.row, path.column, box) for path, box in places if path.table]
    rows = {  # of the page, and which of the record each is
        row: index
        for row, field, box in cells
        for index, name, where in seen
        if name == field and are_one(where, box, SAME)
    }
    for row, field, box in cells:
        if row in rows:
            yield layout.rows / (rows[row] or 0) / field, box


def _crosses(line: Box, box: Box) -> bool:
    """True where a line of text, or a stroke, lies over what a box holds."""
    middle = (line[1] + line[3]) / 2
    shared = min(line[2], box[2]) - max(line[0], box[0])
    flat = line[3] - line[1] <= max(line[2] - line[0], 1) / 2 or line[3] - line[1] <= box[3] - box[1]
    return flat and box[1] < middle < box[3] and shared > COVERED * min(line[2] - line[0], box[2] - box[0])


def _distance(one: Box, other: Box) -> float:
    """How far the middle of a box is from another box."""
    x, y = (one[0] + one[2]) / 2, (one[1] + one[3]) / 2
    return max(other[0] - x, x - other[2], 0.0) + max(other[1] - y, y - other[3], 0.0)


def _told(reading: Reading, annotation: Annotation, path: str) -> Reading:
    """A reading with what an annotation says of a field, or of the page."""
    where = place(reading.form.record_type, path) if path else Sentence("第{page}页", page=annotation.page)
    field = reading.fields.get(path)
    said = {"note": annotation.text} if annotation.text else {}
    if not annotation.strikes:
        is_entered = annotation.is_typed or annotation.is_written
        is_lost = bool(path) and is_entered and (field is None or field.value is None)
        lost = Sentence("有用批注填写的内容，没有读入，请人工核对。")
        message = lost if is_lost else Sentence("有批注，请人工查看。")
        severity: Severity = "error" if is_lost else "warning"
        finding = Finding(severity, path, "comment", named(where, message), None, annotation.text)
        return replace(reading, findings=(*reading.findings, finding))
    if not path or field is None:
        finding = Finding(
            "warning",
            path,
            "struck",
            named(where, Sentence("有划线批注，请人工查看。") if said else Sentence("有划线，请人工查看。")),
            None,
            annotation.text or None,
        )
        return replace(reading, findings=(*reading.findings, finding))
    finding = Finding(
        "warning",
        path,
        "struck",
        named(where, Joined(STRUCK, Sentence("另有批注。")) if said else STRUCK),
        None,
        field.text,
        params=said,
    )
    fields = {**reading.fields, path: replace(field, value=None)}
    record = without(reading.record, path)
    return replace(reading, record=record, fields=fields, findings=(*reading.findings, finding))


def without(record: Record, path: str) -> Any:
    """The record in which the field at a path is blank."""
    step, *inside = RecordPath(path).steps
    value = getattr(record, step)
    if not inside:
        return record.model_copy(update={step: None})
    if isinstance(value, tuple):
        index, *inside = inside
        rows = list(value)
        rows[int(index)] = without(rows[int(index)], RecordPath.of(inside))
        return record.model_copy(update={step: tuple(rows)})
    return record.model_copy(update={step: without(value, RecordPath.of(inside))})
