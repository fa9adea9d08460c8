"""PDF files (读 PDF): ours character by character, those of other programs by what their pages show.

Another program may have saved our file, filled its fields, printed it again, or put it together with others. Then the
template is laid over the page by its labels, and what stands in its slots is read. A page on which no template lies
is one that another office drew, the rest of one, or no form.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from hjforms.errors import DocumentError
from hjforms.findings import Finding
from hjforms.reading.file import attached, clock
from hjforms.reading.file.opening import opened_safely
from hjforms.reading.others.beside import are_notes
from hjforms.reading.others.left_over import hidden_on, strangers, unseen
from hjforms.reading.others.versions import Version
from hjforms.reading.ours.alignment import Page, labels_of
from hjforms.reading.ours.canonical import written_pages
from hjforms.reading.ours.kept import Kept, kept_pages
from hjforms.reading.ours.positions import read_at
from hjforms.reading.page.paper import Paper, Papers
from hjforms.reading.page.texts import FormLike
from hjforms.reading.result import scanned
from hjforms.reading.result.bundle import (
    Folio,
    Following,
    FormPage,
    Further,
    folio_of,
    gathered,
    is_copy,
    uncounted,
    without_copies,
    without_count_of_heap,
)
from hjforms.reading.result.contents import Contents
from hjforms.reading.result.identification import named_on, seeming
from hjforms.reading.result.strange import versions_on
from hjforms.reading.scan import libraries
from hjforms.template.objects import NotCanonicalError
from hjforms.wording import Sentence

HEAD = 1024
LINEARIZED = b"/Linearized"  # a file that says twice which page is the first


def contents_of(data: bytes, forms: tuple[FormLike, ...]) -> Contents:
    """What is in a PDF file.

    Raises ``DocumentError`` for a file that needs a password, is damaged, too large, or only pictures.
    """
    try:
        return _written(data, forms)
    except NotCanonicalError:
        return _foreign(data, forms)


def _written(data: bytes, forms: tuple[FormLike, ...]) -> Contents:
    """What is in a file that is as we write it."""
    pages = written_pages(data, forms)
    if pages is None:
        return Contents.of([])
    folios: list[Folio] = []
    pages.check(data, lambda page: folios.append(folio_of(pages.form, page)))
    return Contents(gathered(folios), pages.page, pages.carried)


def drawn_contents(data: bytes, forms: tuple[FormLike, ...], carried: Sequence[bytes]) -> Contents:
    """What is in a file of another format that was drawn as this one, and carries these records."""
    contents = _foreign(data, forms)
    return replace(contents, carried=carried if contents.groups else ())


def _foreign(data: bytes, forms: tuple[FormLike, ...]) -> Contents:
    """What is in a file of another program."""
    with opened_safely(data) as (document, objects), Papers(data, document) as papers:
        kept = {} if LINEARIZED in data[:HEAD] else kept_pages(objects, forms)
        found = _File(papers, forms, kept).read()
        if not found and b"/Collection" in data and document.count_attachments():
            raise DocumentError(Sentence("是 PDF 文件包（作品集），文件装在附件里，请取出附件后逐个读取。"))
        contents = Contents.of(found, attached.records_of(document) if found else [], papers.written, papers.seals)
        return replace(contents, drawn=kept)


@dataclass(frozen=True)
class _Open:
    """A paper of another office that may go on upon the next page, and what its pages do not show.

    Of several copies each is a paper by itself.
    """

    version: Version
    told: Sequence[Finding] = ()
    is_copy: bool = False

    def longer(self, more: Further, paper: Paper) -> _Open:
        """The paper with one more page."""
        return _Open(more.version, (*self.told, *more.told, *unseen(paper, alone=True), *hidden_on(paper)))

    def texts(self) -> FormPage:
        """What is read of it."""
        page = self.version.texts()
        read = self.version.form, replace(page, findings=(*page.findings, *self.told))
        return uncounted(read) if self.is_copy else read


@dataclass
class _File:
    """A file of another program, read page by page."""

    papers: Papers
    forms: tuple[FormLike, ...]
    kept: Mapping[int, Kept]  # pages that are as we draw them
    _open: _Open | None = None  # the paper of another office that the page at hand is of: it may go on
    _unread: set[str] = field(default_factory=set)  # titles of the page at hand that are headings of we know not what

    def read(self) -> list[FormPage]:
        """The pages of forms. What is on other pages is told with the first that was read."""
        found: list[FormPage] = []
        apart: list[Finding] = []
        for number in range(len(self.papers)):
            clock.next_page()
            pages, findings = self._page(number)
            self.papers.let_go()
            found += pages
            apart += findings
        found += self._closed()
        if not found and (errors := [finding.message for finding in apart if finding.severity == "error"]):
            raise DocumentError(errors[0])
        found = without_count_of_heap(found)
        if found and apart:
            form, page = found[0]
            found[0] = form, replace(page, findings=(*page.findings, *apart))
        return found

    def _page(self, number: int) -> tuple[list[FormPage], list[Finding]]:
        """The forms that end before a page or with it, and what is to be said of a page that is none."""
        if number in self.kept:
            return [*self._closed(), self.kept[number][:2]], []
        paper = self.papers.paper(number)
        found, paper = _laid_out(paper, self.forms)
        if found:
            form, page = found[-1]
            found[-1] = form, replace(page, findings=(*page.findings, *strangers(paper)))
            return [*self._closed(), *found], []
        following = Following(self._open.version, paper) if self._open else None
        longer = following.further if following and following.is_titled else None
        if longer is None and (versions := self._versions(paper)):
            return self._begun(versions, paper), []
        longer = following.further if following else None
        if self._open and longer:
            self._open = self._open.longer(longer, paper)
            return [], []
        before = self._closed()
        if self._is_scan(paper):
            pages, findings = self._scanned(number)
            return [*before, *pages], findings
        return before, list(self._refused(paper, after_version=bool(before)))

    def _closed(self) -> list[FormPage]:
        """The paper that does not go on, if there is one."""
        closed, self._open = self._open, None
        return [closed.texts()] if closed else []

    def _is_scan(self, paper: Paper) -> bool:
        """True for a page that shows a picture, and no text beside it."""
        return not paper.chars and self.papers.has_picture(paper.number - 1)

    def _scanned(self, number: int) -> tuple[list[FormPage], list[Finding]]:
        """The forms on a page that is a picture."""
        libraries.require()
        from hjforms.reading.scan.pictures import dots
        from hjforms.reading.scan.sheet import Ground

        image, points, (left, _, _, top) = self.papers.scan(number)
        return scanned.forms_on(dots(image), Ground(number + 1, points, left, top), self.forms)

    def _versions(self, paper: Paper) -> list[Version]:
        """The page as other offices' versions of forms."""
        versions, headings = versions_on(paper, self.forms)
        if not versions:
            self._unread.update(form.title for form in headings)
        return versions

    def _begun(self, versions: Sequence[Version], paper: Paper) -> list[FormPage]:
        """The forms that end before a page, and those on it but the last, which may go on."""
        told, count = [*unseen(paper, alone=len(versions) == 1), *hidden_on(paper)], len(versions)
        versions = without_copies(versions)
        if len(versions) < count:
            told.append(_copied(paper))
        *others, last = versions
        is_one = self._open is not None and not others and is_copy(self._open.version, last)
        if self._open and is_one:
            self._open = replace(self._open, is_copy=True)
        ended = [*self._closed(), *(_Open(version).texts() for version in others)]
        self._open = _Open(last, told, is_copy=is_one)
        return ended

    def _refused(self, paper: Paper, *, after_version: bool) -> Iterator[Finding]:
        """Why nothing was read from a page; nothing is said of a page that is blank."""
        known = [form.title for form in named_on(paper, self.forms)] or sorted(self._unread)
        self._unread.clear()
        where = Sentence("第{page}页", page=paper.number)
        if known and paper.is_garbled:
            message = Sentence(
                "{where}是《{title}》，但有的字体编码损坏，看到的字与读出的字不同，不能读取，请人工录入。",
                where=where,
                title=known[0],
            )
            yield Finding("error", "", "read.page", message)
        elif known:
            message = Sentence(
                "{where}是《{title}》，但版面与模板不一致（另行排版或有改动），不能读取。", where=where, title=known[0]
            )
            yield Finding("error", "", "read.page", message)
        elif title := seeming([[text] for text in paper.grid.texts], self.forms):
            message = Sentence(
                "{where}像是《{title}》，但看不出哪一行是它的名称，没有读入，请人工查看。", where=where, title=title
            )
            yield Finding("error", "", "read.page", message)
        elif paper.chars and after_version and not are_notes(paper.grid.texts):  # it may be the rest of that paper
            yield Finding(
                "error",
                "",
                "read.page",
                Sentence("{where}没有表名，可能是前一页的续页，没有读入，请人工查看。", where=where),
            )
        elif paper.chars:
            yield Finding("warning", "", "read.page", Sentence("{where}不是本工具认识的表，没有读入。", where=where))


def _copied(paper: Paper) -> Finding:
    """That of copies on one page one was read."""
    message = Sentence("第{page}页印着内容相同的几联，作为一份读入。", page=paper.number)
    return Finding("warning", "", "read.page", message)


def _laid_out(paper: Paper, forms: Sequence[FormLike]) -> tuple[list[FormPage], Paper]:
    """The forms that lie on a page, from the top, and the page without them."""
    found: list[tuple[float, float, FormPage]] = []
    while paper.chars:
        page = Page(paper.chars)
        for form in named_on(paper, forms):
            laid = page.lay(labels_of(form.compiled))
            if laid is not None:
                break
        else:
            break
        texts, taken = read_at(form, laid, paper)
        found.append((-laid.placement.shift_y, laid.placement.shift_x, (form, texts)))
        left = [char for index, char in enumerate(paper.chars) if index not in taken]
        paper = replace(paper, chars=tuple(left))
    found.sort(key=lambda item: item[:2])
    return [form_page for *_, form_page in found], paper
