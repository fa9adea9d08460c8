"""Entries (一份记录): a record with its form, and where it came from."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Generic, Protocol, cast

from hjforms.catalogue import FORM_MARK, Form, KeyGiven, form, forms, key_of, named_form
from hjforms.errors import ArgumentError, DocumentError, Fault, HjformsError, InputError, given
from hjforms.findings import Finding
from hjforms.paths import RecordPath
from hjforms.records.base import RecordT
from hjforms.records.loading import NO_OBJECT, load_sound_part, unmarked
from hjforms.records.parsing import parse
from hjforms.wording import Language, Said, Sentence, Words, named

if TYPE_CHECKING:
    from hjforms.keys import Key
    from hjforms.reading.result.reading import Reading
    from hjforms.render.overlay import Shift
    from hjforms.seals import Trust


@dataclass(frozen=True)
class Origin:
    """Where an entry stands (出处): a file, and in it a row, a page, or its number among several; all from 1."""

    file: str
    row: int | None = None
    page: int | None = None
    item: int | None = None
    sheet: str | None = None

    def __str__(self) -> str:
        return str(self.words)

    @property
    def words(self) -> Words:
        """The place in words."""
        page = None if self.page is None else Sentence("第{page}页", page=self.page)
        row = None if self.row is None else Sentence("第{row}行", row=self.row)
        item = None if self.item is None else Sentence("第{item}份", item=self.item)
        return Words(self.file, *filter(None, (self.sheet, page, row, item)))


@contextmanager
def within(place: object) -> Iterator[None]:
    """Say of what is wrong with a source in which file it is, or where in it."""
    try:
        yield
    except DocumentError as error:
        raise DocumentError(named(place, error.message)) from None
    except InputError as error:
        raise InputError(
            *(Fault("", named(place, fault.line), fault.code, params=fault.params) for fault in error.faults)
        ) from None


@dataclass(frozen=True)
class Place:
    """Where a cell is (单元格): its sheet, empty in a file without sheets, its line and column, both from 1."""

    sheet: str
    line: int
    column: int

    def __str__(self) -> str:
        cell = f"{letters(self.column)}{self.line}"
        return f"{self.sheet}!{cell}" if self.sheet else cell


def letters(column: int) -> str:
    """The letters of a column, from 1.

    >>> letters(1), letters(27), letters(703)
    ('A', 'AA', 'AAA')
    """
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


class Cells(Protocol):
    """Where the fields of an entry stand in the list that it comes from."""

    def of(self, path: str) -> Place | None:
        """The cell of a field; of what has none, that of its line."""


@dataclass(frozen=True)
class Entry(Generic[RecordT]):
    """A record of a form. With ``faults`` there is no record; ``data`` is what the source states as JSON data.

    A record that was read from paper has its ``reading``, and ``findings`` of what could not be read with certainty;
    one that was read from a list has its ``cells``.
    """

    form: Form[RecordT] | None
    record: RecordT | None
    origin: Origin
    faults: tuple[Fault, ...] = ()
    findings: tuple[Finding, ...] = ()
    data: Mapping[str, Any] | None = field(default=None, repr=False)
    reading: Reading[RecordT] | None = field(default=None, repr=False)
    cells: Cells | None = field(default=None, repr=False)

    @classmethod
    def faulty(cls, origin: Origin, error: HjformsError, **known: Any) -> Entry[RecordT]:
        """An entry of which there is no record."""
        return cls(known.pop("form", None), None, origin, error.faults, **known)

    @property
    def sound(self) -> RecordT:
        """The record. Raises ``InputError`` that says of every fault where it stands."""
        if self.faults:
            raise InputError(
                *(replace(fault, path=Words(self.origin.words, *filter(None, (fault.path,)))) for fault in self.faults)
            )
        return cast("RecordT", self.record)  # only faults take its place

    @property
    def stated(self) -> tuple[Form[RecordT], RecordT]:
        """The form and the record. Raises ``InputError`` where there is none."""
        record = self.sound
        assert self.form is not None  # an entry without a form has faults
        return self.form, record

    def with_findings(self) -> Entry[RecordT]:
        """The entry, its faults followed by what is wrong with its sound part."""
        if not self.faults or self.form is None or self.data is None or any(not item.path for item in self.faults):
            return self
        sound = self.sound_part()
        if sound is None:
            return self
        faulty = [fault.path for fault in self.faults]
        more = (
            Fault(finding.path, finding.message, finding.rule, finding.found)
            for finding in self.form.check(sound)
            if finding.severity == "error" and not any(RecordPath(finding.path).is_in(path) for path in faulty)
        )
        return replace(self, faults=(*self.faults, *more))

    def sound_part(self) -> RecordT | None:
        """The record, in which what is faulty is unread; ``None`` where nothing of it can be shown so."""
        if not self.faults or self.form is None or self.data is None:
            return self.record
        try:
            data = unmarked(self.data, self.form.marks)
            return load_sound_part(self.form.record_type, data, {fault.path: fault.found for fault in self.faults})
        except InputError:
            return None

    def told(self, lang: Language = "zh") -> list[Told]:
        """What is wrong with it, in a language, faults first."""
        return [
            *(Told(fault.path, True, fault.text(lang), None, fault.found, None) for fault in self.faults),
            *(
                Told(
                    found.path, found.severity == "error", found.text(lang), found.expected, found.found, found.article
                )
                for found in self.findings
            ),
        ]

    def loaded(self, wanted: Wanted) -> Entry:  # noqa: ARG002 - the others have to be
        """The entry with its record."""
        return self


@dataclass(frozen=True)
class Told:
    """What is wrong at a place of a record, be it a fault or a finding, as a list shows it."""

    path: str
    is_error: bool
    message: str
    expected: str | None
    found: str | None
    article: str | None


@dataclass(frozen=True)
class Pending(Entry[RecordT]):
    """An entry that is still to be loaded (待载入): what a source states, as ``data`` or as a JSON ``text``.

    It travels to another process in a tenth of the time that its record would take.
    """

    text: str | None = field(default=None, repr=False)

    def loaded(self, wanted: Wanted) -> Entry:
        """The entry with its record."""
        if self.text is not None:
            return wanted.line(self.origin, self.text)
        own = wanted if self.form is None else replace(wanted, form=self.form)
        return replace(own.entry(self.origin, self.data, self.faults), cells=self.cells)


def _nothing(_told: Said) -> None:
    """Nobody listens."""


@dataclass(frozen=True)
class Wanted:
    """What a source is asked for: the form of every record, or any of ``forms`` that it turns out to be.

    Where a record does not name its form, it is of the form ``otherwise``. ``tell`` is told what a clerk has to know
    of how a source is read. With a ``key``, papers say whether the office that has it made them. Certificates of
    signed files are held against those that ``trust`` has.
    """

    form: Form | None = None
    forms: Sequence[Form] = ()
    otherwise: Form | None = None
    tell: Callable[[Said], object] = _nothing
    key: Key | None = None
    trust: Trust | None = None

    @classmethod
    def of(cls, wanted: Form | str | None, key: KeyGiven = None) -> Wanted:
        """What a caller asks for."""
        if wanted is None:
            return cls(None, forms(), key=key_of(key))
        if not isinstance(wanted, Form | str):
            raise ArgumentError(Sentence("form：应为表（Form）或它的名称，{given}。", given=given(wanted)))
        found = form(wanted) if isinstance(wanted, str) else wanted
        return cls(found, (found,), key=key_of(key))

    def line(self, origin: Origin, text: str) -> Entry:
        """The entry of a JSON text."""
        faults: list[Fault] = []
        try:
            value = parse(text, faults)
        except InputError as error:
            return Entry.faulty(origin, error, form=self.form)
        return self.entry(origin, value, faults)

    def entry(self, origin: Origin, data: Any, faults: Sequence[Fault] = ()) -> Entry:
        """The entry of a JSON value."""
        if not isinstance(data, Mapping):
            return Entry(self.form, None, origin, (Fault("", NO_OBJECT, "json.object"),))
        chosen = self.form
        try:
            chosen = chosen or (named_form(data) if FORM_MARK in data or self.otherwise is None else self.otherwise)
            record = chosen.load(data)
        except InputError as error:
            return Entry(chosen, None, origin, (*faults, *error.faults), data=data)
        return Entry(chosen, None if faults else record, origin, tuple(faults), data=data)


class Later(Wanted):
    """The same, but records are left as they are stated: other processes load them (``Pending.loaded``)."""

    def line(self, origin: Origin, text: str) -> Entry:
        """The text, as it is."""
        return Pending(self.form, None, origin, text=text)

    def entry(self, origin: Origin, data: Any, faults: Sequence[Fault] = ()) -> Entry:
        """The value, as it is."""
        if not isinstance(data, Mapping):
            return super().entry(origin, data, faults)
        return Pending(self.form, None, origin, tuple(faults), data=data)


@dataclass(frozen=True)
class Options:
    """How records are written: ``kind`` is that of files in a folder and of standard output.

    With an ``overlay``, PDF has the values alone, so far moved, for paper on which the form is printed already. What is
    found is told in a workbook in a language. With a ``key``, papers bear its tag.
    """

    kind: str = "json"
    editable: bool = False
    carry: bool = True
    overlay: Shift | None = None
    lang: Language = "zh"
    archive: bool = False
    key: Key | None = None


class Sink(Protocol):
    """What takes records (去处)."""

    def add(self, entry: Entry) -> None:
        """Take a record."""

    def close(self) -> None:
        """Write what is left to be written."""
