"""Forms (表单): a record type, its rules and its template under one name, with everything that one does with them.

A form that a new edition replaces stays as it is; the new edition stands beside it, with the first day on which it is
in force in its id (``shandong/refund@2027-01-01``), so that old papers can still be filled and read.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, Literal, TypeAlias, overload

from hjforms import naming, pack_finder
from hjforms.errors import ArgumentError, Fault, InputError, given
from hjforms.files import content, read_bytes
from hjforms.findings import Finding
from hjforms.notations import date
from hjforms.records import loading, rules
from hjforms.records.base import Record, RecordT, unread_in
from hjforms.records.carried import Carried
from hjforms.records.pairs import Pair
from hjforms.records.rules import Check, Rule
from hjforms.template import store
from hjforms.timeline import Timeline, Version
from hjforms.unread import Unread
from hjforms.wording import Joined, Said, Sentence

if TYPE_CHECKING:
    from hjforms.keys import Key
    from hjforms.reading.result.reading import Reading
    from hjforms.render.docx import WordRenderer
    from hjforms.render.ofd import OfdRenderer
    from hjforms.render.overlay import Shift
    from hjforms.render.pdf import PdfRenderer
    from hjforms.seals import Trust
    from hjforms.template.seals import SealPlace

Provenance = Literal["source", "system", "reconstructed", "own"]
PROVENANCE = {
    "source": Sentence("版式取自文件原文"),
    "system": Sentence("版式取自在用业务系统"),
    "reconstructed": Sentence("版式按办理程序还原"),
    "own": Sentence("本项目自拟，没有官方样式"),
}
KeyGiven: TypeAlias = "bytes | str | Path | Key | None"
"""An office's key as a caller gives it: the path of a key file, or its bytes."""
FORM_MARK, CASE_MARK = "$form", "$calculation"
"""The keys by which the JSON of a record says of which form it is, and that of a case for which calculation."""
_ID = re.compile(r"[a-z0-9_]+/[a-z0-9-]+(?:@\d{4}-\d\d-\d\d)?")
_EDITION = re.compile(r"_(\d{4})_(\d\d)_(\d\d)$")


@dataclass(frozen=True)
class Form(Generic[RecordT]):
    """One form. ``provenance`` says where its layout comes from; ``article`` what law it serves.

    ``Form[RefundTable]`` takes and gives records of that type. ``edition`` is the first day on which this edition of it
    is in force.
    """

    id: str
    title: str
    article: str
    provenance: Provenance
    edition: dt.date
    record_type: type[RecordT]
    rules: tuple[Rule | Check, ...]
    own_template: Path | None = None

    def with_template(self, word: str | Path) -> Form[RecordT]:
        """The same form on an office's own Word file, whose compiled PDF stands beside it (``.pdf``)."""
        return replace(self, own_template=Path(word))

    def __reduce__(self) -> tuple[Any, ...]:
        return _restored, (self.id, self.own_template)

    @property
    def base_id(self) -> str:
        """The id that all editions of the form have in common."""
        return _base_id(self.id)

    @property
    def word_path(self) -> Path:
        """The Word file of the form."""
        return self.own_template or pack_finder.template(self.id, "docx")

    @property
    def pdf_path(self) -> Path:
        """The compiled PDF of the form."""
        return self.own_template.with_suffix(".pdf") if self.own_template else pack_finder.template(self.id, "pdf")

    @cached_property
    def printed_title(self) -> str:
        """The title as the template prints it: an office's own may have another."""
        return store.heading(self.compiled, self.title) if self.own_template else self.title

    @cached_property
    def compiled(self) -> store.Compiled:
        """The compiled template. Raises ``TemplateError`` where it is missing, damaged or stale."""
        return store.compiled(self.id, self.word_path, self.pdf_path)

    @property
    def seals(self) -> tuple[SealPlace, ...]:
        """Where the page is sealed (盖章处), in the order of the page."""
        from hjforms.template.seals import seal_places

        return seal_places(self.compiled.layout, self.record_type)

    def load(self, source: str | Path | bytes | Mapping[str, Any]) -> RecordT:
        """The record in a JSON file (path), JSON text or mapping; ``InputError`` lists every fault.

        A ``str`` that begins with ``{`` or ``[`` is a JSON text, any other is a path; ``hjforms.load`` opens no file.

        A record may name its form (``"$form": "shandong/refund"``); one that names another is refused.
        """
        return loading.load(self.record_type, source, self.marks)

    @property
    def marks(self) -> loading.Marks:
        """What the JSON of a record may say about itself, and what is wrong with it."""
        return {FORM_MARK: self._contradiction, CASE_MARK: _is_case}

    @property
    def use_of_list(self) -> str:
        """What a list of its records is given to, for who fills one in."""
        return f"hjforms check {self.id} 名单.xlsx 核对，hjforms fill {self.id} 名单.xlsx -o 文件夹/ 打印"

    def _contradiction(self, stated: Any) -> Said | None:
        if not isinstance(stated, str):
            return Sentence("应为表的编号，如 shandong/refund。")
        if stated in {self.id, self.base_id}:
            return None
        named = form(stated)
        if named.id in {self.id, self.base_id}:
            return None
        return Sentence(
            "这份记录写明是 {stated}《{title}》，不是 {wanted}《{wanted_title}》，请核对是哪一种表。",
            stated=named.id,
            title=named.title,
            wanted=self.id,
            wanted_title=self.title,
        )

    def dump(self, record: RecordT) -> dict[str, Any]:
        """The record as JSON data that names its form."""
        return {FORM_MARK: self.id, **self._own(record).model_dump(mode="json")}

    def _own(self, record: Any) -> RecordT:
        """The record. Raises ``ArgumentError`` where it is none of this form."""
        if isinstance(record, self.record_type):
            return record
        if isinstance(record, Record):
            raise ArgumentError(
                Sentence(
                    "这份记录是另一张表的（{name}），不是 {id}《{title}》的。",
                    name=type(record).__name__,
                    id=self.id,
                    title=self.title,
                )
            )
        raise ArgumentError(Sentence("应为 {id} 的记录，{given}；请先用 load 载入。", id=self.id, given=given(record)))

    def schema(self) -> dict[str, Any]:
        """The JSON Schema (2020-12) of the records of this edition: what ``load`` takes."""
        return self._described("")

    def page_schema(self) -> dict[str, Any]:
        """The JSON Schema (2020-12) of the same records for a page: what a person is to type, and what has to be."""
        return self._described(":page")

    def _described(self, what: str) -> dict[str, Any]:
        """A schema of this edition, in the order of its page."""
        from hjforms.records import schema

        make = schema.page_schema_of if what else schema.schema_of
        return {
            "$schema": schema.DIALECT,
            "$id": f"urn:hjforms:{self.base_id}@{self.edition}{what}",
            "title": self.title,
            "x-title-en": re.sub("[/-]", " ", self.base_id),
            "description": self.article,
            **make(self.record_type, self.rules, (slot.path for slot in self.compiled.layout.slots)),
        }

    def complete(self, record: RecordT) -> RecordT:
        """The record with every derived field that was blank filled; what is stated stays as it is."""
        return rules.complete(self._own(record), self.rules)

    def check(self, record: RecordT) -> list[Finding]:
        """Every disagreement between what the record states and what its rules say."""
        return rules.check(self._own(record), self.rules)

    def unread(self, record: RecordT) -> Mapping[str, Unread]:
        """Every field that is unread (读不出), by its path; where there is none, a field is a value or blank."""
        return unread_in(self._own(record))

    def docx(self, record: RecordT, carry: bool = True, *, key: KeyGiven = None) -> bytes:
        """The form as a Word file, which carries the record as JSON where ``carry`` says so.

        With an office's ``key`` (a key file, or at least 32 bytes) it is known for certain when it is read with it.
        Raises ``InputError`` for a text that does not fit its cell.
        """
        return self._word_renderer.render(self._own(record), carry=carry, key=key_of(key))

    def pdf(
        self,
        record: RecordT,
        editable: bool = False,
        carry: bool = True,
        archive: bool = False,
        *,
        key: KeyGiven = None,
    ) -> bytes:
        """The form as a PDF, flat or with fields that can still be edited.

        Where ``carry`` says so, it carries the record as JSON, by which later changes to the page are known. For an
        ``archive`` it is PDF/A-3b, without the record PDF/A-2b, tagged as PDF/UA-1.
        With an office's ``key`` (a key file, or at least 32 bytes) it is known for certain when it is read with it.
        Raises ``InputError`` for a text that does not fit its cell and for a character that no font has.
        """
        renderer = self.renderer(store.Manner.single(archive=archive))
        return renderer.render(self._own(record), editable=editable, carry=carry, key=key_of(key))

    def ofd(self, record: RecordT, carry: bool = True, *, key: KeyGiven = None) -> bytes:
        """The form as an OFD file (GB/T 33190), which carries the record as JSON where ``carry`` says so.

        With an office's ``key`` (a key file, or at least 32 bytes) it is known for certain when it is read with it.
        Raises ``InputError`` as ``pdf`` does, ``TemplateError`` for a template with pictures.
        """
        return self.ofd_renderer.render(self._own(record), carry=carry, key=key_of(key))

    def read(self, data: bytes | str | Path, *, key: KeyGiven = None, trust: Trust | None = None) -> Reading[RecordT]:
        """What stands on this form in a PDF or DOCX file (bytes, or the path of one).

        With an office's ``key`` it says whether the office made it (``Reading.proof``). Certificates of signatures are
        held against those that a caller trusts, if any are given.
        Raises ``DocumentError`` where the file holds another form, none, or more than one of this one.
        """
        from hjforms.reading.result import document
        from hjforms.seals import trust_of

        return document.read_one(self, content(data), key_of(key), trust_of(trust))

    def blank(self, kind: Literal["pdf", "docx", "ofd", "json"]) -> bytes:
        """The empty form: a PDF to fill in on screen, a Word or OFD file, or a record in which every field is blank.

        The table of such a record has one row; a row that stays blank is none when the record is loaded.
        """
        if kind == "pdf":
            return self.compiled.pdf
        if kind == "docx":
            return self.docx(self.record_type(), carry=False)
        if kind == "ofd":
            return self.ofd(self.record_type(), carry=False)
        if kind == "json":
            return loading.json_bytes({FORM_MARK: self.id, **loading.blank(self.record_type)})
        raise InputError(Sentence("空白表只有 pdf、docx、ofd 和 json 四种。"))

    @cached_property
    def pdf_renderer(self) -> PdfRenderer:
        """What draws this form as PDF, made once."""
        from hjforms.render.pdf import PdfRenderer

        return PdfRenderer(self.compiled, self.title, self.record_type, self.rules)

    def overlay(self, record: RecordT, shift: str | Shift = "0,0") -> bytes:
        """A PDF of the values alone (套打), for paper on which the form is printed already.

        ``shift`` says how far they are moved to the right and downwards, in millimetres: ``1.5mm,-0.8mm``.
        Raises ``InputError`` as ``pdf`` does, and for a shift that is none.
        """
        from hjforms.render.overlay import Shift

        moved = shift if isinstance(shift, Shift) else Shift.of(shift)
        return self.overlay_renderer(moved).render(self._own(record), carry=False)

    def overlay_renderer(self, shift: Shift) -> PdfRenderer:
        """What draws the values of this form alone."""
        from hjforms.render.overlay import OverlayRenderer

        return OverlayRenderer(self.compiled, self.title, self.record_type, self.rules, shift)

    @cached_property
    def ofd_renderer(self) -> OfdRenderer:
        """What draws this form as OFD, made once."""
        from hjforms.render.ofd import OfdRenderer

        return OfdRenderer(self.compiled, self.title, self.record_type, self.rules)

    @cached_property
    def _archive_renderers(self) -> dict[store.Manner, PdfRenderer]:
        return {}

    def renderer(self, manner: store.Manner) -> PdfRenderer:
        """What draws this form as PDF in a manner, made once."""
        if manner is store.Manner.PLAIN:
            return self.pdf_renderer
        found = self._archive_renderers.get(manner)
        if found is None:
            found = self._archive_renderers.setdefault(manner, self._renderer_on(self.compiled, manner))
        return found

    def _renderer_on(self, template: store.Compiled, manner: store.Manner) -> PdfRenderer:
        from hjforms.render.archive import renderer

        rules = self.rules if template is self.compiled else ()
        return renderer(manner, template, self.title, self.record_type, rules)

    @cached_property
    def _word_renderer(self) -> WordRenderer:
        from hjforms.render.docx import WordRenderer

        return WordRenderer(self.compiled, self.record_type, self.rules)

    def redraw(
        self,
        template: store.Compiled,
        pages: Iterable[Sequence[str]],
        carried: Carried | None,
        sink: Callable[[bytes], object],
        bookmarks: Mapping[int, str],
        manner: store.Manner = store.Manner.PLAIN,
    ) -> None:
        """Write the PDF of which these are the texts of the slots, page by page, on a template of the form.

        ``bookmarks`` are titles by the number of their page, from 0. A file is as we wrote it where this gives its
        bytes.
        """
        own = template is self.compiled
        renderer = self.renderer(manner) if own else self._renderer_on(template, manner)
        document = renderer.document(sink, carries=carried is not None if manner is store.Manner.TAGGED else None)
        for texts in pages:
            document.add_pages([texts])
        if carried is not None:
            document.carry(carried)
        for place, title in bookmarks.items():
            document.mark(place, title)
        document.close()

    def redraw_ofd(
        self, pages: Iterable[Sequence[str]], carried: Carried | None, sink: Callable[[bytes], object]
    ) -> None:
        """Write the OFD of which these are the texts of the slots, page by page, as ``redraw`` writes the PDF."""
        from hjforms.render.ofd import Document

        document = Document(self.ofd_renderer, sink)
        for texts in pages:
            document.add_pages([texts])
        if carried is not None:
            document.carry(carried)
        document.close()

    def print_run(self, records: Iterable[RecordT], target: str | Path, *, archive: bool = False) -> int:
        """Print many records into one PDF file; returns how many. Memory does not grow with their number.

        For an ``archive`` it is PDF/A-2b.
        The file appears whole or not at all. ``InputError`` names the record (from 1) that cannot be printed.
        """
        from hjforms.render.printing import print_run

        renderer = self.renderer(store.Manner.several(archive=archive))
        return print_run(renderer, map(self._own, _several(records)), target)


def key_of(stated: KeyGiven) -> Key | None:
    """The key that a caller gives; what it takes is imported with the first one."""
    if stated is None:
        return None
    from hjforms.keys import Key

    return Key.of(stated)


def _several(records: Any) -> Iterable[Any]:
    """Records one by one. Raises ``ArgumentError`` where they are not several."""
    if isinstance(records, Iterable) and not isinstance(records, Record | Mapping | str | bytes):
        return records
    raise ArgumentError(Sentence("应为许多份记录（列表或迭代器），{given}。", given=given(records)))


def _is_case(stated: Any) -> Said:
    return Sentence("这是计算“{stated}”的案例，不是一张表的记录。", stated=stated)


def form(form_id: str, on: dt.date | str | None = None) -> Form:
    """The form of this id, such as ``shandong/refund``; with ``on``, its edition that is in force on that day.

    ``附件5``, a title, or a part of either that only one form has, name it as well; a day may be a text
    (``2025-01-01``). Raises ``InputError`` that lists
    the forms that it could be, ``NoRuleInForce`` for a day before the first edition.
    """
    if not isinstance(form_id, str):
        raise ArgumentError(Sentence("表的名称应为字符串，{given}。", given=given(form_id)))
    found = _form(form_id if _is_id(form_id) else _id_of(form_id))
    day = date.of(on)
    return found if day is None else editions(found.id).at(day).value


@overload
def load(data: bytes | str | Mapping[str, Any], of: Form[RecordT]) -> RecordT: ...
@overload
def load(data: bytes | str | Mapping[str, Any], of: str | None = None) -> Any: ...
def load(data: bytes | str | Mapping[str, Any], of: Form | str | None = None) -> Any:
    """The record in a JSON text or mapping, of the form that it names (``$form``) or that is given.

    It never opens a file. Raises ``InputError`` that lists every fault.
    """
    stated = loading.stated(data)
    return _asked(stated, of).load(stated)


@overload
def load_file(path: str | Path, of: Form[RecordT]) -> RecordT: ...
@overload
def load_file(path: str | Path, of: str | None = None) -> Any: ...
def load_file(path: str | Path, of: Form | str | None = None) -> Any:
    """The record in a JSON file, of the form that it names (``$form``) or that is given."""
    if not isinstance(path, str | Path):
        raise ArgumentError(Sentence("应为 JSON 文件的路径，{given}。", given=given(path)))
    return load(read_bytes(path, loading.LARGEST_JSON, loading.NO_RECORD), of)


def _asked(stated: Mapping[str, Any], of: Form | str | None) -> Form:
    """The form of what a JSON object states."""
    if isinstance(of, Form):
        return of
    if of is not None:
        return form(of)
    return named_form(stated)


def named_form(stated: Mapping[str, Any]) -> Form:
    """The form that a record names. Raises ``InputError`` where it names none."""
    name = stated.get(FORM_MARK)
    if isinstance(name, str):
        return form(name)
    message = Sentence(
        '没有写明是哪种表，请在命令中写明 FORM，或在记录开头写 "{form_mark}"，如 "{form_mark}": "shandong/refund"。',
        form_mark=FORM_MARK,
    )
    raise InputError(Fault("", message, "form.missing"))


def _restored(form_id: str, own_template: Path | None) -> Form:
    """The form of another process in this one; its rules are code, which does not travel."""
    found = _form(form_id)
    return found if own_template is None else found.with_template(own_template)


@cache
def _form(form_id: str) -> Form:
    """The form of an exact id."""
    pack, _, name = form_id.partition("/")
    module = pack_finder.module(pack, _module_name(name))
    found = getattr(module, "FORM", None)
    if not isinstance(found, Form) or found.id != form_id:
        message = Sentence("{module}：应有 FORM = Form(id={form!r}, …)，请更正。", module=module.__name__, form=form_id)
        raise InputError(Fault("", message, "pack"))
    return found


def _is_id(name: str) -> bool:
    """True for the id of a form to the letter."""
    pack, _, module_name = name.partition("/")
    return _ID.fullmatch(name) is not None and pack_finder.has(pack, _module_name(module_name))


def _id_of(name: str) -> str:
    """The id of the only form that is called so. Raises ``InputError`` where there is none or several."""
    known = {found.id: found for found in forms()}
    number = naming.attachment(name)
    fitting = [found.id for found in known.values() if number and naming.attachment(found.article) == number]
    fitting = fitting or naming.chosen(name, {found.id: (found.title,) for found in known.values()})
    bases = {_base_id(form_id) for form_id in fitting}
    if len(bases) == 1:
        return next((form_id for form_id in fitting if form_id in bases), fitting[0])
    if fitting:
        listed = [f"{form_id}《{known[form_id].title}》" for form_id in fitting]
        raise InputError(
            Fault("", Sentence("“{name}”可能是几张表：{listed}。请写编号。", name=name, listed=listed), "form.several")
        )
    unknown = Sentence("没有这张表：{name}。", name=name)
    all_of_them = Sentence("现有：{known}。", known=_ids())
    raise InputError(
        Fault("", Joined(naming.with_guess(unknown, naming.is_it(name, _ids())), all_of_them), "form.unknown")
    )


def editions(form_id: str) -> Timeline[Form]:
    """Every edition of a form, oldest first, each until the day before the next."""
    base = form(form_id).base_id
    ids = [known_id for known_id in _ids_in(base.partition("/")[0]) if _base_id(known_id) == base]
    known = sorted(map(_form, ids), key=lambda found: found.edition)
    last_days = [*(after.edition - dt.timedelta(days=1) for after in known[1:]), None]
    versions = (
        Version(found.edition, last, found, found.article, "source")
        for found, last in zip(known, last_days, strict=True)
    )
    return Timeline(f"《{known[-1].title}》", "", tuple(versions))


def forms() -> tuple[Form, ...]:
    """Every form, sorted by id."""
    return tuple(map(_form, _ids()))


def _base_id(form_id: str) -> str:
    return form_id.partition("@")[0]


def _module_name(name: str) -> str:
    return re.sub("[-@]", "_", name)


def _form_name(module_name: str) -> str:
    """The name of a form from that of its module; a date at its end is an edition."""
    return _EDITION.sub(r"@\1-\2-\3", module_name).replace("_", "-")


@cache
def _ids() -> tuple[str, ...]:
    """The ids of all forms, found by looking into the folders of the packs."""
    return tuple(sorted(form_id for pack in pack_finder.names() for form_id in _ids_in(pack)))


@cache
def _ids_in(pack: str) -> tuple[str, ...]:
    """The ids of the forms of a pack: with all that others are called, to look takes a tenth of a short command."""
    return tuple(f"{pack}/{_form_name(name)}" for name in pack_finder.modules_of(pack) if not name.startswith("_"))


@cache
def pairs() -> tuple[Pair, ...]:
    """Every two forms that answer each other, as the module ``_pairs`` of their pack says."""
    packs = [pack for pack, name in pack_finder.modules() if name == "_pairs"]
    return tuple(pair for pack in packs for pair in pack_finder.module(pack, "_pairs").PAIRS)
