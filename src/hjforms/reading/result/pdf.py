"""PDF files (读 PDF): ours character by character, those of other programs by what their pages show.

Another program may have saved our file, filled its fields, printed it again, or put it together with others. Then
pdfium gives every character with its box, the template is laid over the page by its labels, and what stands in
its slots is read, together with the fields that pypdf finds.
"""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from hjforms.errors import DocumentError
from hjforms.findings import Finding
from hjforms.notations._characters import compact
from hjforms.notations.choice import MARKED
from hjforms.pdfium import Document, opened, owned
from hjforms.pdfium import raw as pdfium
from hjforms.reading.file import attached, clock, limits, weights
from hjforms.reading.others.coded import Entered, code_of
from hjforms.reading.others.parts import parts_of
from hjforms.reading.others.versions import Version
from hjforms.reading.ours.alignment import Page, labels_of
from hjforms.reading.ours.canonical import written_pages
from hjforms.reading.ours.positions import Paper, hidden_on, read_at, strangers
from hjforms.reading.page.annotations import Annotation, annotations_of, is_mark
from hjforms.reading.page.characters import UNKNOWN, Char, Print, lines, print_of, turned, with_lost
from hjforms.reading.page.eye import Eye, Look, look_at
from hjforms.reading.page.fields import NO_FIELDS, FormFields, Widget, form_fields
from hjforms.reading.page.grid import Grid, grid_of, paths_of
from hjforms.reading.page.marks import Picture
from hjforms.reading.page.strokes import strokes_of
from hjforms.reading.page.texts import FormLike
from hjforms.reading.page.titles import is_further, is_headed, squeezed
from hjforms.reading.result.bundle import Folio, FormPage, folio_of, gathered
from hjforms.reading.result.contents import Contents
from hjforms.reading.result.identification import ENOUGH_LABELS, by_documents, candidates, headed
from hjforms.template.objects import NotCanonicalError
from hjforms.wording import Sentence

TAIL = 2048
LOCKED = Sentence("PDF 文件有密码，请先去除密码再读。")
DAMAGED = Sentence("PDF 文件已损坏，打不开，或有的页打不开。")
HYPHEN = "\x02"  # what pdfium says of one that parts a word


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


def _foreign(data: bytes, forms: tuple[FormLike, ...]) -> Contents:
    if len(data) > limits.LARGEST_FILE:
        raise DocumentError(Sentence("PDF 文件超过 {most} MB，请分拆。", most=limits.LARGEST_FILE // 2**20))
    if b"%%EOF" not in data[-TAIL:]:
        raise DocumentError(Sentence("PDF 文件没有结尾，可能没有传完，请重新取得。"))
    limits.check(data)
    from hjforms.pdfium import PdfiumError

    try:
        with _alone(), ExitStack() as opening:
            document = opening.enter_context(opened(data))
            if len(document) > limits.MOST_PAGES:
                raise DocumentError(
                    Sentence(
                        "PDF 文件有 {count} 页，超过 {most} 页，请分拆。",
                        count=len(document),
                        most=limits.MOST_PAGES,
                    )
                )
            weights.check(document, locked=b"/Encrypt" in data)
            return _read(_File(data, document, forms, opening))
    except PdfiumError as error:
        raise DocumentError(LOCKED if "password" in str(error).lower() else DAMAGED) from None


@contextmanager
def _alone() -> Iterator[None]:
    """Own pdfium; waiting for another thread to be done with it is no time of reading."""
    with ExitStack() as owning:
        with clock.standing():
            owning.enter_context(owned())
        yield


def _read(file: _File) -> Contents:
    found = file.read()
    if not found and b"/Collection" in file.data and file.document.count_attachments():
        raise DocumentError(Sentence("是 PDF 文件包（作品集），文件装在附件里，请取出附件后逐个读取。"))
    carried = attached.records_of(file.document) if found else []
    return Contents.of(found, carried, file.written)


@dataclass
class _File:
    """A file of another program, read page by page."""

    data: bytes
    document: Document
    forms: tuple[FormLike, ...]
    opening: ExitStack  # of documents that are closed with the file
    written: list[Annotation] = field(default_factory=list)
    _before: Version | None = None  # the paper of another office that the page before was of
    _is_continued: bool = False  # whether the page at hand is the rest of that
    _entered: list[Finding] = field(default_factory=list)  # what its form fields hold and do not show
    _unread: set[str] = field(default_factory=set)  # titles of the page at hand that are headings of we know not what

    def read(self) -> list[FormPage]:
        """The pages of forms. What is on other pages is told with the first that was read."""
        found: list[FormPage] = []
        apart: list[Finding] = []
        for number in range(len(self.document)):
            clock.next_page()
            pages, findings = self._page(number)
            self.document.close_pages()
            if "_as_viewed" in self.__dict__:
                self._as_viewed.close_pages()
            if self._is_continued:
                found.pop()
            found += pages
            apart += findings
        if not found and (errors := [finding.message for finding in apart if finding.severity == "error"]):
            raise DocumentError(errors[0])
        if found and apart:
            form, page = found[0]
            found[0] = form, replace(page, findings=(*page.findings, *apart))
        return found

    def _page(self, number: int) -> tuple[list[FormPage], list[Finding]]:
        """The forms on a page, and what is to be said of a page that is none."""
        paper = self._paper(number)
        found, paper = _laid_out(paper, self.forms)
        before, self._before, self._is_continued = self._before, None, False
        longer = self._longer(before, paper) if not found and self._is_further(before, paper) else None
        if not found and longer is None and (versions := self._versions(paper)):
            return versions, []
        longer = longer or (None if found else self._longer(before, paper))
        if longer is not None:
            self._before, self._is_continued = longer, True
            return [self._read_version(longer, paper)], []
        if found:
            form, page = found[-1]
            found[-1] = form, replace(page, findings=(*page.findings, *strangers(paper)))
            return found, []
        return [], list(self._refused(paper, after_version=before is not None))

    def _longer(self, before: Version | None, paper: Paper) -> Version | None:
        """The paper of the page before with this page; ``None`` where this is not the rest of it."""
        if before is None or _is_garbled(paper):
            return None
        grid, turn = self._grid(paper)
        return before.continued(grid, turn, paper.number, self._look(paper, grid, turn), _entered(paper, alone=True))

    def _is_further(self, before: Version | None, paper: Paper) -> bool:
        """True for a page whose title says that it goes on with the paper of the page before."""
        if before is None or not _named(paper, (before.form,), least=0):
            return False
        grid, turn = self._grid(paper)
        is_repeated = len(list(parts_of(grid, [before.form.title]))) == 1 and is_headed(grid.texts, before.form.title)
        return is_further(grid.texts, before.form.title) or (
            is_repeated and before.is_followed(grid, turn, paper.number)
        )

    def _versions(self, paper: Paper) -> list[FormPage]:
        """The page as other offices' versions of forms, whose titles it has for headings: one below the other."""
        named = _named(paper, self.forms, least=0)
        if not named:
            return []
        grid, turn = self._grid(paper)
        heading = headed(grid.texts, named)
        parts = list(parts_of(grid, [form.title for form in heading]))
        alone = len(parts) == 1
        found = [self._version(part, turn, heading, paper, alone=alone) for part in parts]
        if not all(found) and not alone:  # what looks like a title in the midst of a form is none
            alone, found = True, [self._version(grid, turn, heading, paper, alone=True)]
        versions = [version for version in found if version is not None]
        if not versions or _is_garbled(paper):
            self._unread.update(form.title for form in heading)
            return []
        self._before, self._entered = versions[-1], [*_unseen(paper, alone=alone), *hidden_on(paper)]
        return [*(self._texts(version) for version in versions[:-1]), self._texts(versions[-1], self._entered)]

    def _version(
        self, grid: Grid, turn: int, forms: Sequence[FormLike], paper: Paper, *, alone: bool
    ) -> Version | None:
        """A part of a page as the form that it fits best of those whose title it has; ``None`` where it fits none."""
        found: list[Version] = []
        looks = {paper.number: self._look(paper, grid, turn)}
        entered = {paper.number: _entered(paper, alone=alone)}
        for some in by_documents(headed(grid.texts, forms), "".join(char.text for char in paper.page.chars)):
            versions = (Version(form, ((grid, paper.number),), turn, looks, entered) for form in some)
            found = found or [version for version in versions if version.is_one]
        return max(found, key=lambda version: version.fit, default=None)

    @staticmethod
    def _texts(version: Version, more: Sequence[Finding] = ()) -> FormPage:
        page = version.texts()
        return version.form, replace(page, findings=(*page.findings, *more))

    def _read_version(self, version: Version, paper: Paper) -> FormPage:
        """What is read of a paper of another office, with what its fields hold and do not show, up to this page."""
        self._entered += [*_unseen(paper, alone=True), *hidden_on(paper)]
        return self._texts(version, self._entered)

    @staticmethod
    def _grid(paper: Paper) -> tuple[Grid, int]:
        """The cells of a page with what its fields show, and how its lines are turned."""
        entered = [char for char in paper.fielded if _is_entered(char, paper)]
        chars = [*paper.page.chars, *_as_held(entered, paper.widgets)]
        turn = max((0, 1, 2, 3), key=[char.turn for char in chars].count)
        return grid_of(paper.paths, [char for char in chars if char.turn == turn], turn), turn

    @staticmethod
    def _look(paper: Paper, grid: Grid, turn: int) -> Look:
        """What the eye has against a page, and the strokes on it."""
        entered = [widget.box for widget in paper.widgets if paper.redrawn and widget.value]
        return look_at(grid, paper.eye, turn, paper.strokes, entered)

    def _refused(self, paper: Paper, *, after_version: bool) -> Iterator[Finding]:
        """Why nothing was read from a page; nothing is said of a page that is blank."""
        known = [form.title for form in _named(paper, self.forms)] or sorted(self._unread)
        self._unread.clear()
        where = Sentence("第{page}页", page=paper.number)
        if known and _is_garbled(paper):
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
        elif paper.page.chars and after_version:  # it may be the rest of that paper
            yield Finding(
                "error",
                "",
                "read.page",
                Sentence("{where}没有表名，可能是前一页的续页，没有读入，请人工查看。", where=where),
            )
        elif paper.page.chars:
            yield Finding("warning", "", "read.page", Sentence("{where}不是本工具认识的表，没有读入。", where=where))
        elif self._has_picture(paper.number):
            message = Sentence("{where}是扫描件（只有图片，没有文字），不能读取，请人工录入。", where=where)
            yield Finding("error", "", "read.page", message)

    def _has_picture(self, number: int) -> bool:
        images = self.document[number - 1].get_objects(filter=(pdfium.FPDF_PAGEOBJ_IMAGE,), max_depth=2)
        return next(iter(images), None) is not None

    def _paper(self, number: int) -> Paper:
        """A page, and what it shows once its form fields are drawn into it."""
        page = self.document[number]
        _check_page(page, number)
        viewed = self._viewed(page, number)
        printed, drawn, fields = print_of(page), list[Char](), NO_FIELDS
        chars, eye = self._chars(printed, number), Eye(page, viewed)
        self.written += annotations_of(page, number + 1)
        if _keep_fields(page, self._signed):
            fields = self._fields
            _draw_fields(page)
            shown_page = self.document[number]
            shown = print_of(shown_page)
            eye = Eye(shown_page, viewed)
            drawn = [*eye.visible(shown.chars)[0], *shown.cut, *shown.lost]
            chars, hidden = Eye(page, page).visible(chars) if eye.odd(chars) else (chars, [])
            page.close()
            page = shown_page
        else:
            chars, hidden = eye.visible(chars)
        paths = paths_of(page)
        return Paper(
            number + 1,
            Page(chars),
            printed.cut,
            fields.on(number),
            drawn,
            fields.redrawn,
            Picture(page),
            eye,
            paths,
            strokes_of(paths),
            hidden,
        )

    def _viewed(self, page: Any, number: int) -> Any:
        """The page as a viewer shows it; that of a second document, where something lies on it that is drawn later."""
        if not pdfium.FPDFPage_GetAnnotCount(page):
            return page
        viewed = self._as_viewed[number]
        signed = self._as_viewed.formenv if self._signed else None
        _drop(viewed, lambda annotation: is_mark(annotation) or _is_signature(annotation, signed))
        return viewed

    @cached_property
    def _as_viewed(self) -> Document:
        """The document once more: to draw what lies on a page changes it."""
        document = self.opening.enter_context(opened(self.data))
        document.init_forms()
        return document

    def _chars(self, printed: Print, number: int) -> list[Char]:
        if not printed.lost and all(char.is_tall for char in printed.chars):
            return printed.chars
        try:
            return with_lost(printed, self.document.page_alone(number))
        except Exception as error:  # noqa: BLE001 - pdfminer has no errors of its own for damaged files
            raise DocumentError(
                Sentence(
                    "第{page}页的字体没有嵌入，文字无法读取（{kind}）。", page=number + 1, kind=type(error).__name__
                )
            ) from None

    @cached_property
    def _signed(self) -> Any:
        """What knows the kinds of form fields, for a document that may be signed; ``None`` for any other."""
        if pdfium.FPDF_GetSignatureCount(self.document) <= 0:
            return None
        self.document.init_forms()
        return self.document.formenv

    @cached_property
    def _fields(self) -> FormFields:
        return form_fields(self._unlocked)

    @property
    def _unlocked(self) -> bytes:
        """The file without the encryption that opens without a password."""
        if b"/Encrypt" not in self.data:
            return self.data
        target = io.BytesIO()
        self.document.save(target, flags=3)  # FPDF_REMOVE_SECURITY
        return target.getvalue()


def _check_page(page: Any, number: int) -> None:
    """Refuse a page on which more is drawn than on any paper."""
    if pdfium.FPDFPage_CountObjects(page) > limits.MOST_DRAWINGS:
        raise DocumentError(Sentence("第{page}页的内容多得不合常理，请把这一页从文件中取出后再读。", page=number + 1))


def _is_garbled(paper: Paper) -> bool:
    """True where characters are read that nobody prints: then the labels are not what they seem either."""
    texts = {char.text for char in paper.page.chars} - {HYPHEN}
    return any(unicodedata.category(text[0]) in {"Cc", "Cs"} for text in texts)


def _is_entered(char: Char, paper: Paper) -> bool:
    """True for a character that a form field shows, and that is not printed below it."""
    inside = any(_is_in(char, widget) for widget in paper.widgets)
    return inside and not any(char.begins_with(other) for other in paper.page.chars)


def _is_in(char: Char, widget: Widget) -> bool:
    x, y, *_ = turned((char.x, char.y, char.x, char.y), char.turn)
    return widget.box[0] <= x <= widget.box[2] and widget.box[1] <= y <= widget.box[3]


def _as_held(chars: Sequence[Char], widgets: Sequence[Widget]) -> list[Char]:
    """The characters that fields show; unknown ones where a field holds another text."""
    strange: set[int] = set()
    for widget in widgets:
        inside = [char for char in chars if _is_in(char, widget)] if widget.shown is None and widget.value else []
        if sorted(compact("".join(char.text for char in inside))) != sorted(compact(widget.value)):
            strange.update(map(id, inside))
    return [char._replace(text=UNKNOWN) if id(char) in strange else char for char in chars]


def _entered(paper: Paper, *, alone: bool) -> Entered:
    """The form fields of a page; ``alone`` where they are all of one form."""
    return Entered(paper.widgets, paper.redrawn, alone)


def _unseen(paper: Paper, *, alone: bool) -> Iterator[Finding]:
    """A finding for what was entered into form fields and is not written on the page, where labels alone tell."""
    shown = squeezed("".join(char.text for char in paper.fielded))
    others = [widget for widget in paper.widgets if not (alone and code_of(widget.name))]  # a code tells what it is
    texts = [widget.value for widget in others if widget.shown is None and squeezed(widget.value) not in shown]
    marked = [widget.value for widget in paper.widgets if widget.shown is not None and widget.value == MARKED]
    if texts or marked:
        message = Sentence("第{page}页的表单域里填了纸面上读不到的内容，没有读入，请人工查看。", page=paper.number)
        yield Finding("error", "", "read.unknown", message, None, "；".join([*texts, *marked]))


def _keep_fields(page: Any, signed: Any) -> bool:
    """Take away every annotation but the form fields; true where there are any of these.

    The appearance of a signature or seal is no text of the page, whatever it shows; ``signed`` is the environment of
    the forms of a document that has any.
    """

    def is_other(annotation: Any) -> bool:
        is_field = pdfium.FPDFAnnot_GetSubtype(annotation) == pdfium.FPDF_ANNOT_WIDGET
        return not is_field or _is_signature(annotation, signed)

    return _drop(page, is_other) > 0


def _is_signature(annotation: Any, signed: Any) -> bool:
    """True for what a signature or seal shows; ``signed`` is the environment of forms of a document that has any."""
    if not signed or pdfium.FPDFAnnot_GetSubtype(annotation) != pdfium.FPDF_ANNOT_WIDGET:
        return False
    return bool(pdfium.FPDFAnnot_GetFormFieldType(signed, annotation) == pdfium.FPDF_FORMFIELD_SIGNATURE)


def _drop(page: Any, is_dropped: Callable[[Any], bool]) -> int:
    """Take away some annotations; how many others there are."""
    kept = 0
    for index in reversed(range(pdfium.FPDFPage_GetAnnotCount(page))):
        annotation = pdfium.FPDFPage_GetAnnot(page, index)
        dropped = is_dropped(annotation)
        if dropped:  # the environment of forms draws what it knew before
            pdfium.FPDFAnnot_SetFlags(annotation, pdfium.FPDF_ANNOT_FLAG_HIDDEN)
        pdfium.FPDFPage_CloseAnnot(annotation)
        if dropped:
            pdfium.FPDFPage_RemoveAnnot(page, index)
        else:
            kept += 1
    return kept


def _draw_fields(page: Any) -> None:
    """Make what fields show a part of the page."""
    pdfium.FPDFPage_Flatten(page, pdfium.FLAT_NORMALDISPLAY)


def _laid_out(paper: Paper, forms: Sequence[FormLike]) -> tuple[list[FormPage], Paper]:
    """The forms that lie on a page, from the top, and the page without them."""
    found: list[tuple[float, float, FormPage]] = []
    while paper.page.chars:
        for form in _named(paper, forms):
            laid = paper.page.lay(labels_of(form.compiled))
            if laid is not None:
                break
        else:
            break
        page, taken = read_at(form, laid, paper)
        found.append((-laid.placement.shift_y, laid.placement.shift_x, (form, page)))
        left = [char for index, char in enumerate(paper.page.chars) if index not in taken]
        paper = replace(paper, page=Page(left))
    found.sort(key=lambda item: item[:2])
    return [form_page for *_, form_page in found], paper


def _named(paper: Paper, forms: Sequence[FormLike], least: float = ENOUGH_LABELS) -> tuple[FormLike, ...]:
    """The forms that a page may be; where the order of the file tears titles apart, by the order of the lines."""
    chars = paper.page.chars
    found = candidates("".join(char.text for char in chars), forms, least)
    if found or not chars:
        return found
    turns = sorted({char.turn for char in chars})
    ordered = (line for turn in turns for line in lines(char for char in chars if char.turn == turn))
    return candidates("".join(char.text for line in ordered for char in line), forms, least)
