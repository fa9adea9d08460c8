"""Two documents held against each other: the values that are read, the words, the pictures, and last the bytes."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from hjforms import api
from hjforms.catalogue import Form
from hjforms.comparison import compare as compare_records
from hjforms.errors import HjformsError, InputError
from hjforms.files import content, write_whole
from hjforms.golden.differences import Box, Difference, Level
from hjforms.paths import RecordPath
from hjforms.reading.page.characters import lines, print_of
from hjforms.reading.result.reading import Reading
from hjforms.records.base import leaves, place
from hjforms.render.pictures import DOTS_PER_POINT, TOLERANCE, marked, png, regions
from hjforms.render.pictures import pictures as pictures_of
from hjforms.template.word import DOCUMENT, blocks, document_of, open_package
from hjforms.wording import Sentence, Words

ZIP = b"PK"


@dataclass(frozen=True)
class Region:
    """A part of a page (from 1; 0 of every page) that is not compared: in points from its upper left corner."""

    page: int
    box: Box

    @classmethod
    def read(cls, text: str) -> Region | None:
        """The region that a text like ``1:56,100,200,120`` is; ``None`` for any other."""
        page, colon, sides = text.partition(":")
        try:
            left, top, right, bottom = map(float, sides.split(","))
            number = 0 if page == "*" else int(page)
        except ValueError:
            return None
        return cls(number, (left, top, right, bottom)) if colon and number >= 0 else None


@dataclass(frozen=True)
class Pair:
    """Two documents, the old or official one and the other, and where differences are told to be."""

    old: bytes
    new: bytes
    case: str = ""
    file: str = ""

    def difference(
        self, level: Level, message: Any, path: str = "", old: str | None = None, new: str | None = None
    ) -> Difference:
        """A difference between the two: where it is, what was and what is there."""
        return Difference(self.case, self.file, level, message, path, old, new)

    @property
    def are_word(self) -> bool:
        """True where both are Word files."""
        return self.old.startswith(ZIP) and self.new.startswith(ZIP)

    @property
    def are_pdf(self) -> bool:
        """True where neither is a Word file."""
        return not self.old.startswith(ZIP) and not self.new.startswith(ZIP)


def changes(
    pair: Pair, form: Form, folder: Path | None = None, tolerance: int = 0, ignored: Sequence[Region] = ()
) -> list[Difference]:
    """Every difference of one document of a form, from what matters most to what matters least."""
    if pair.old == pair.new:
        return []
    found = list(_of_form(pair, form))
    found += words(pair)
    if pair.are_pdf:
        found += looks(pair, folder, tolerance, ignored)
    return found or [_other_bytes(pair)]


def _other_bytes(pair: Pair) -> Difference:
    message = Sentence("值相同，字节不同（{before} → {after}）。", before=len(pair.old), after=len(pair.new))
    if pair.are_word:
        old, new = open_package(pair.old), open_package(pair.new)
        parts = [name for name in dict.fromkeys([*old, *new]) if old.get(name) != new.get(name)]
        message = Sentence("值相同，字节不同（{parts}）。", parts=parts or [DOCUMENT])
    return pair.difference("bytes", message)


def _of_form(pair: Pair, form: Form) -> Iterator[Difference]:
    try:
        readings = form.read(pair.old), form.read(pair.new)
    except HjformsError as error:
        yield pair.difference("values", Sentence("读不出：{reason}", reason=error.message))
        return
    yield from values(pair, *readings)


def values(pair: Pair, old: Reading[Any], new: Reading[Any]) -> Iterator[Difference]:
    """The values that differ in two readings of one form."""
    for finding in compare_records(old.record, new.record):
        where = Words(finding.path, place(old.form.record_type, RecordPath(finding.path)))
        yield pair.difference("values", where, finding.path, finding.expected, finding.found)


# ------------------------------------------------------------------------------------------------ words


def words(pair: Pair) -> Iterator[Difference]:
    """The words that differ: of Word files cell by cell, of pages line by line as they stand there."""
    if pair.are_word:
        yield from _told(pair, *map(_cells, (pair.old, pair.new)))
    elif pair.are_pdf:
        yield from _told(pair, *map(_lines, (pair.old, pair.new)))


_Places = list[tuple[Any, str]]  # where a text stands, and the text


def _cells(word: bytes) -> _Places:
    """The text of every cell of a Word file."""
    return [
        (Sentence("表{table} 第{row}行 第{cell}格", table=block.table, row=block.row, cell=number), text)
        if block.table
        else (Sentence("正文"), text)
        for block in blocks(document_of(open_package(word)))
        for number, text in enumerate(block.texts(), 1)
    ]


def _lines(pdf: bytes) -> _Places:
    """The text of every line of a PDF file, as it stands on the page, without the gaps in it."""
    from hjforms.pdfium import opened

    found: _Places = []
    with opened(pdf) as document:
        for page_number in range(len(document)):
            chars = print_of(document[page_number]).chars
            for number, line in enumerate(lines(char for char in chars if char.turn == 0), 1):
                where = Sentence("第{page}页 第{line}行", page=page_number + 1, line=number)
                found.append((where, "".join(char.text for char in line)))
            document.close_pages()
    return found


def text_changes(pair: Pair, old: str, new: str) -> Iterator[Difference]:
    """The lines that differ in two texts."""
    numbered = (
        [(Sentence("第{line}行", line=number), line) for number, line in enumerate(text.splitlines(), 1)]
        for text in (old, new)
    )
    yield from _told(pair, *numbered)


def _told(pair: Pair, old: _Places, new: _Places) -> Iterator[Difference]:
    """What differs in two lists of texts; a text more or less shifts no other."""
    before, after = ([text for _, text in places] for places in (old, new))
    for step, first, last, start, end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if step == "equal":
            continue
        for number in range(max(last - first, end - start)):
            was = old[first + number] if first + number < last else None
            now = new[start + number] if start + number < end else None
            where = (was or now or ("",))[0]
            yield pair.difference("text", where, str(where), was and was[1], now and now[1])


# ------------------------------------------------------------------------------------------------ pictures


def looks(pair: Pair, folder: Path | None, tolerance: int = 0, ignored: Sequence[Region] = ()) -> Iterator[Difference]:
    """The pages that look different, both drawn by the same program, but for what is ignored."""
    before, after = pictures_of(pair.old), pictures_of(pair.new)
    if len(before) != len(after):
        yield pair.difference("picture", Sentence("页数 {before} → {after}。", before=len(before), after=len(after)))
    for number, (first, second) in enumerate(zip(before, after, strict=False), 1):
        boxes = [region.box for region in ignored if region.page in {0, number}]
        yield from page_changes(pair, (first, second), number, folder, tolerance, boxes)


def page_changes(
    pair: Pair,
    pictures: tuple[Any, Any],
    number: int,
    folder: Path | None,
    tolerance: int,
    ignored: Sequence[Box] = (),
) -> Iterator[Difference]:
    """The regions in which two pictures of a page differ; with ``folder``, they are drawn there in red."""
    first, second = pictures
    found = regions(first, second, tolerance, [_dots(box) for box in ignored])
    if not found:
        return
    target = None
    if folder is not None:
        name = (pair.case or Path(pair.file).stem).replace("/", "-")
        target = str(folder / f"{name}-page-{number}.png")
        folder.mkdir(parents=True, exist_ok=True)
        write_whole(Path(target), png(marked(first, second, found)))
    where = Sentence("第{number}页", number=number)
    for region in found:
        left, top, right, bottom = (round(edge / DOTS_PER_POINT) for edge in region)
        message = Sentence(
            "第{number}页有不同（左{left} 上{top} 右{right} 下{bottom}，磅；容差{tolerance}）。",
            number=number,
            left=left,
            top=top,
            right=right,
            bottom=bottom,
            tolerance=tolerance,
        )
        told = pair.difference("picture", message, str(where))
        yield replace(told, box=(left, top, right, bottom), picture=target)


def looks_but_for(pair: Pair, form: Form, paths: Collection[str]) -> list[Difference]:
    """Where pages look different, but for the places of these fields."""
    read = [reading for data in (pair.old, pair.new) for reading in _read(data, form)]
    return list(looks(pair, None, 0, _regions_of(pair.new, read, paths)))


def _dots(box: Box) -> tuple[int, int, int, int]:
    left, top, right, bottom = (round(side * DOTS_PER_POINT) for side in box)
    return left, top, right, bottom


# ------------------------------------------------------------------------------------------------ two files


def compare(
    ours: str | Path | bytes,
    theirs: str | Path | bytes,
    form: Form | None = None,
    *,
    ignore: Collection[str | Region] = (),
    skip: Collection[str] = (),
    tolerance: int = TOLERANCE,
    pictures: Path | None = None,
) -> list[Difference]:
    """How the file of another system differs from ours: its values, words and pictures.

    ``ignore`` are regions of pages, and paths of fields, which are ignored with their places; ``skip`` are levels that
    are not compared (``values``, ``text``, ``picture``); ``tolerance`` is by how much of 255 dots may differ, both
    pictures blurred by two dots. With ``pictures``, pages that differ are drawn there.
    """
    pair = Pair(content(ours), content(theirs), file="" if isinstance(theirs, bytes) else str(theirs))
    paths = [text for text in ignore if isinstance(text, str)]
    old, new = (_read(data, form) for data in (pair.old, pair.new))
    refuse_unknown(paths, [reading.form.id for reading in old])
    if not old:
        raise InputError(Sentence("前一个文件里没有读得出的表，不能比对；它应是本工具出的，或官方的表。"))
    found: list[Difference] = []
    if "values" not in skip:
        found += [item for item in _values_of_all(pair, old, new) if not is_of(item.path, paths)]
    if "text" not in skip:
        texts = {field.text for reading in (*old, *new) for path, field in reading.fields.items() if is_of(path, paths)}
        found += [item for item in words(pair) if not _is_only(item, texts)]
    if "picture" not in skip and pair.are_pdf:
        named = [region for region in ignore if isinstance(region, Region)]
        found += looks(pair, pictures, tolerance, [*named, *_regions_of(pair.old, old, paths)])
    return found


def refuse_unknown(paths: Collection[str], form_ids: Collection[str]) -> None:
    """Raise ``InputError`` for a path that is no field, or part, of any of these forms that are known."""
    known = {form.id: form for form in api.forms()}
    fields = [path for name in form_ids if name in known for path in leaves(known[name].record_type)]
    unknown = [path for path in paths if not any(RecordPath(field).is_in(RecordPath(path).general) for field in fields)]
    if unknown and form_ids:
        raise InputError(
            Sentence("没有这样的栏目：{paths}。应为字段的路径，如 signoff.date、years.*.remark。", paths=unknown)
        )


def _read(data: bytes, form: Form | None) -> list[Reading[Any]]:
    """What is read of a file; nothing where it cannot be."""
    try:
        return [form.read(data)] if form else list(api.read(data))
    except HjformsError:
        return []


def _values_of_all(pair: Pair, old: Sequence[Reading[Any]], new: Sequence[Reading[Any]]) -> Iterator[Difference]:
    """The values that differ in the forms of two files, one after the other."""
    if [reading.form.id for reading in old] != [reading.form.id for reading in new]:
        before, after = ("、".join(reading.form.id for reading in readings) for readings in (old, new))
        yield pair.difference("form", Sentence("读出的表不同"), "", before or None, after or None)
        return
    for one, other in zip(old, new, strict=True):
        yield from values(pair, one, other)


def is_of(path: str, ignored: Collection[str]) -> bool:
    """True for a path that is one of these fields or in one of these parts; ``*`` stands for every row."""
    own = RecordPath(path)
    return any(own.is_in(other) or own.general.is_in(other) for other in ignored if path)


def _is_only(difference: Difference, texts: Collection[str]) -> bool:
    """True for lines that differ in these texts alone."""
    known = sorted(("".join(text.split()) for text in texts if text.strip()), key=len, reverse=True)
    old, new = (_without("".join((line or "").split()), known) for line in (difference.old, difference.new))
    return old == new


def _without(line: str, texts: Sequence[str]) -> str:
    for text in texts:
        line = line.replace(text, "")
    return line


def _regions_of(pdf: bytes, readings: Sequence[Reading[Any]], paths: Collection[str]) -> list[Region]:
    """Where the fields of these paths stand on their pages."""
    from hjforms.pdfium import opened

    with opened(pdf) as document:
        heights = [document[number].get_height() for number in range(len(document))] if paths else []
    fields = [
        field for reading in readings for path, field in reading.fields.items() if is_of(path, paths) and field.box
    ]
    return [
        Region(
            field.page,
            (
                field.box[0],
                heights[field.page - 1] - field.box[3],
                field.box[2],
                heights[field.page - 1] - field.box[1],
            ),
        )
        for field in fields
        if field.box
    ]
