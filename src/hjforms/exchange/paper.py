"""Paper (纸面): PDF and DOCX files, read into records and made of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from hjforms.catalogue import Form
from hjforms.errors import DocumentError, Fault, InputError
from hjforms.exchange.entry import Entry, Options, Origin, Wanted
from hjforms.files import Output, read_bytes
from hjforms.wording import Sentence, Words, named

if TYPE_CHECKING:
    from hjforms.render.pdf import Document, PdfRenderer

LARGEST_PAPER = 512 * 2**20


def read(name: str, wanted: Wanted) -> Iterator[Entry]:
    """Every form in a PDF or DOCX file."""
    return entries_in(name, bytes_of(name), wanted)


def bytes_of(name: str) -> bytes:
    """The bytes of a paper."""
    return read_bytes(name, LARGEST_PAPER, Sentence("请分拆后再读"))


def entries_in(name: str, data: bytes, wanted: Wanted) -> Iterator[Entry]:
    """Every form in the data of a file of this name."""
    from hjforms.reading.result.document import readings_of

    found = False
    try:
        for reading in readings_of(data, wanted.forms):
            found = True
            page = min((field.page for field in reading.fields.values()), default=1)
            origin = Origin(name, page=page)
            yield Entry(reading.form, reading.record, origin, findings=reading.findings, reading=reading)
    except DocumentError as error:
        raise DocumentError(named(name, error.message)) from None
    if not found:
        what = f"《{wanted.form.title}》" if wanted.form else Sentence("认得的表")
        raise DocumentError(named(name, Sentence("文件中没有{what}。", what=what)))


def sink(output: Output, options: Options) -> PdfSink | WordSink:
    """What writes PDF or DOCX, as the name of the output says."""
    ending = output.name.rpartition(".")[2].lower()
    kind = ending if ending in {"pdf", "docx"} else options.kind
    return PdfSink(output, options) if kind == "pdf" else WordSink(output, options)


class PdfSink:
    """One form as a PDF of its own; from the second on, a print run."""

    def __init__(self, output: Output, options: Options) -> None:
        self._output, self._options = output, options
        self._first: tuple[Form, Any] | None = None
        self._count = 0
        self._document: Document | None = None

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
                Sentence("一个 PDF 里只能是同一种表，这里有 {kinds}，请写到文件夹（以 / 结尾）。", kinds=kinds),
            )
            raise InputError(Fault("", message, "form.several"))
        if self._document is None:
            from hjforms.render.pdf import Document

            self._document = Document(self._renderer(form), self._output.write)
            self._print(self._first[1], 1)
        self._print(record, self._count)

    def _print(self, record: Any, number: int) -> None:
        assert self._document is not None
        try:
            self._document.add(record, editable=self._options.editable)
        except InputError as error:
            raise _numbered(error, number) from None

    def close(self) -> None:
        """Write what is left to be written."""
        if self._first is None:
            raise InputError(Sentence("没有记录可打印。"))
        if self._document is not None:
            self._document.close()
            return
        form, record = self._first
        carry = self._options.carry and self._options.overlay is None
        self._output.write(self._renderer(form).render(record, editable=self._options.editable, carry=carry))

    def _renderer(self, form: Form) -> PdfRenderer:
        return form.pdf_renderer if self._options.overlay is None else form.overlay_renderer(self._options.overlay)


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
        self._output.write(form.docx(record, self._options.carry))
        self._written = True

    def close(self) -> None:
        """Write what is left to be written."""
        if not self._written:
            raise InputError(Sentence("没有记录可写。"))
