"""Paper (纸面): PDF, OFD and DOCX files, read into records and made of them."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar

from hjforms.catalogue import Form
from hjforms.errors import DocumentError, Fault, InputError
from hjforms.exchange.entry import Entry, Options, Origin, Sink, Wanted
from hjforms.files import Output, read_bytes
from hjforms.render.vouched import NOWHERE
from hjforms.template.store import Manner
from hjforms.wording import Sentence, Words, named

if TYPE_CHECKING:
    from hjforms.render.ofd import Document as OfdDocument
    from hjforms.render.pdf import Document as PdfDocument
    from hjforms.render.pdf import PdfRenderer

RunT = TypeVar("RunT", bound="Run")
LARGEST_PAPER = 512 * 2**20


def read(name: str, wanted: Wanted) -> Iterator[Entry]:
    """Every form in a PDF, OFD or DOCX file."""
    return entries_in(name, bytes_of(name), wanted)


def bytes_of(name: str) -> bytes:
    """The bytes of a paper."""
    return read_bytes(name, LARGEST_PAPER, Sentence("请分拆后再读"))


def entries_in(name: str, data: bytes, wanted: Wanted) -> Iterator[Entry]:
    """Every form in the data of a file of this name."""
    from hjforms.reading.result.document import readings_of
    from hjforms.seals import trust_of

    found = False
    try:
        for reading in readings_of(data, wanted.forms, wanted.key, trust_of(wanted.trust)):
            found = True
            page = min((field.page for field in reading.fields.values()), default=1)
            origin = Origin(name, page=page)
            yield Entry(reading.form, reading.record, origin, findings=reading.findings, reading=reading)
    except DocumentError as error:
        raise DocumentError(named(name, error.message)) from None
    if not found:
        what = f"《{wanted.form.title}》" if wanted.form else Sentence("认得的表")
        raise DocumentError(named(name, Sentence("文件中没有{what}。", what=what)))


def sink(output: Output, options: Options) -> Sink:
    """What writes PDF, OFD or DOCX, as the name of the output says."""
    ending = output.name.rpartition(".")[2].lower()
    return SINKS[ending if ending in SINKS else options.kind](output, options)


class Run(Protocol):
    """A file of many records in the making."""

    def close(self) -> None:
        """Write what is left to be written."""


class RunSink(Generic[RunT]):
    """One form as a file of its own; from the second on, a print run."""

    kind = ""

    def __init__(self, output: Output, options: Options) -> None:
        self._output, self._options = output, options
        self._first: tuple[Form, Any] | None = None
        self._count = 0
        self._document: RunT | None = None

    def add(self, entry: Entry) -> None:
        """Take a record."""
        form, record = entry.stated
        self._count += 1
        if self._first is None:
            self._first = form, record
            return
        if form != self._first[0]:
            kinds = Sentence("{first} 和 {second}", first=self._first[0].id, second=form.id)
            message = named(
                self._output.name,
                Sentence(
                    "一个 {kind} 里只能是同一种表，这里有 {kinds}，请写到文件夹（以 / 结尾）。",
                    kind=self.kind,
                    kinds=kinds,
                ),
            )
            raise InputError(Fault("", message, "form.several"))
        if self._options.key is not None:
            raise InputError(named(self._output.name, NOWHERE))
        if self._document is None:
            self._document = self._begun(form)
            self._print(self._first[1], 1)
        self._print(record, self._count)

    def _print(self, record: Any, number: int) -> None:
        assert self._document is not None
        try:
            self._print_into(self._document, record)
        except InputError as error:
            raise _numbered(error, number) from None

    def close(self) -> None:
        """Write what is left to be written."""
        if self._first is None:
            raise InputError(Sentence("没有记录可打印。"))
        if self._document is not None:
            self._document.close()
            return
        self._output.write(self._single(*self._first))

    @abstractmethod
    def _begun(self, form: Form) -> RunT:
        """A print run that begins with a form."""

    @abstractmethod
    def _print_into(self, run: RunT, record: Any) -> None:
        """Go on with a record."""

    @abstractmethod
    def _single(self, form: Form, record: Any) -> bytes:
        """The file of one record."""


class PdfSink(RunSink["PdfDocument"]):
    """One form as a PDF of its own; from the second on, a print run."""

    kind = "PDF"

    def _begun(self, form: Form) -> PdfDocument:
        return self._renderer(form, Manner.several(archive=self._options.archive)).document(self._output.write)

    def _print_into(self, run: PdfDocument, record: Any) -> None:
        run.add(record, editable=self._options.editable)

    def _single(self, form: Form, record: Any) -> bytes:
        options = self._options
        renderer = self._renderer(form, Manner.single(archive=options.archive))
        carry = options.carry and options.overlay is None
        return renderer.render(record, editable=options.editable, carry=carry, key=options.key)

    def _renderer(self, form: Form, manner: Manner) -> PdfRenderer:
        overlay = self._options.overlay
        return form.renderer(manner) if overlay is None else form.overlay_renderer(overlay)


class OfdSink(RunSink["OfdDocument"]):
    """One form as an OFD of its own; from the second on, a print run."""

    kind = "OFD"

    def _begun(self, form: Form) -> OfdDocument:
        return form.ofd_renderer.document(self._output.write)

    def _print_into(self, run: OfdDocument, record: Any) -> None:
        run.add(record)

    def _single(self, form: Form, record: Any) -> bytes:
        return form.ofd(record, self._options.carry, key=self._options.key)


def _numbered(error: InputError, number: int) -> InputError:
    from dataclasses import replace

    return InputError(
        *(replace(fault, path=Words(Sentence("第{item}份", item=number), fault.path)) for fault in error.faults)
    )


class WordSink:
    """One form as a Word file."""

    def __init__(self, output: Output, options: Options) -> None:
        self._output, self._options = output, options
        self._written = False

    def add(self, entry: Entry) -> None:
        """Take a record."""
        if self._written:
            raise InputError(
                named(self._output.name, Sentence("一个 Word 文件里只有一份表；许多份请写到文件夹（名称以 / 结尾）。"))
            )
        form, record = entry.stated
        self._output.write(form.docx(record, self._options.carry, key=self._options.key))
        self._written = True

    def close(self) -> None:
        """Write what is left to be written."""
        if not self._written:
            raise InputError(Sentence("没有记录可写。"))


SINKS: Mapping[str, Callable[[Output, Options], Sink]] = {"pdf": PdfSink, "ofd": OfdSink, "docx": WordSink}
"""What writes paper of each kind."""
