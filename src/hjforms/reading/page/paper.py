"""The pages of a PDF file (纸面) that another program has saved: what each shows, and what its form fields hold.

Fields are drawn into the page, so that what they show is seen; signatures, seals and marks of people are not.
"""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import cached_property
from types import TracebackType
from typing import Any, Self

from hjforms.errors import DocumentError
from hjforms.notations._characters import compact
from hjforms.pdfium import Document, opened
from hjforms.pdfium import raw as pdfium
from hjforms.reading.file import limits
from hjforms.reading.page.annotations import Annotation, annotations_of, is_mark, is_typed
from hjforms.reading.page.boxes import frames_of, paths_outside, with_boxes, with_frames
from hjforms.reading.page.characters import UNKNOWN, Char, Print, lines, print_of, text_of, turned, with_lost
from hjforms.reading.page.doubt import Box, around
from hjforms.reading.page.eye import Eye, Look, look_at
from hjforms.reading.page.fields import NO_FIELDS, FormFields, Widget, form_fields
from hjforms.reading.page.grid import Grid, Path, drawings_of, grid_of, grounds_of, paths_of
from hjforms.reading.page.laid import with_laid
from hjforms.reading.page.marks import Picture
from hjforms.reading.page.seals import Seal, parted, seals_of
from hjforms.reading.page.signs import with_signs
from hjforms.reading.page.strokes import Stroke, strokes_of
from hjforms.wording import Sentence

LEAST_DOTS, MOST_DOTS = 1.0, 300 / 72  # for each point of a page that is a picture
LARGEST_SCAN = 5000.0  # dots of a side
HYPHEN = "\x02"  # what pdfium says of one that parts a word


@dataclass(frozen=True)
class Paper:
    """One page of a file (from 1): its characters, its form fields, and how it looks.

    ``cut`` are characters that are not seen because they stand outside the box to which their text is clipped.
    ``fielded`` are the characters of the page with what its fields show; without fields it is empty. Viewers draw
    fields themselves where they are ``redrawn``, so that what the file shows of them is of no account. Of ``hidden``
    characters nothing is seen.
    """

    number: int
    chars: Sequence[Char]
    cut: Sequence[Char]
    widgets: Sequence[Widget]
    fielded: Sequence[Char]
    redrawn: bool
    picture: Picture
    eye: Eye
    paths: Sequence[Path] = ()
    strokes: Sequence[Stroke] = ()
    hidden: Sequence[Char] = ()
    frames: Callable[[], list[Box]] = list
    grounds: Callable[[], list[Box]] = list
    seals: Callable[[], list[Seal]] = list

    @cached_property
    def text(self) -> str:
        """The characters in the order of the file."""
        return text_of(self.chars)

    @cached_property
    def text_by_lines(self) -> str:
        """The characters in the order of the lines: the file may tear titles apart."""
        turns = sorted({char.turn for char in self.chars})
        ordered = (line for turn in turns for line in lines(char for char in self.chars if char.turn == turn))
        return "".join(char.text for line in ordered for char in line)

    @cached_property
    def is_garbled(self) -> bool:
        """True where characters are read that nobody prints: then the labels are not what they seem either."""
        texts = {char.text for char in self.chars} - {HYPHEN}
        return any(unicodedata.category(text[0]) in {"Cc", "Cs"} for text in texts)

    @property
    def grid(self) -> Grid:
        """The cells of the page with what its fields show."""
        return self._turned[0]

    @property
    def turn(self) -> int:
        """How most of its lines are turned."""
        return self._turned[1]

    @cached_property
    def _turned(self) -> tuple[Grid, int]:
        entered = [char for char in self.fielded if self._is_entered(char)]
        chars = with_signs([*self.chars, *_as_held(entered, self.widgets)], self.strokes, self.picture)
        turn = max((0, 1, 2, 3), key=[char.turn for char in chars].count)
        upright = [char for char in chars if char.turn == turn]
        if turn:
            return with_laid(grid_of(self.paths, upright, turn, self.grounds()), chars, turn), turn
        upright, said = parted(upright, self.seals())
        grid = replace(grid_of(self.paths, upright, turn, self.grounds()), seals=tuple(said))
        frames = self.frames()
        boxed = with_boxes(grid, frames, self.picture)
        if rest := paths_outside(self.paths, boxed.boxes):  # boxes are no walls of the cells in which they stand
            without = replace(grid_of(rest, upright, turn, self.grounds()), seals=grid.seals)
            boxed = with_boxes(without, with_frames(frames, boxed.boxes), self.picture)
        return with_laid(boxed, chars, turn), turn

    def look_at(self, part: Grid) -> Look:
        """What the eye has against a part of the page, and the strokes on it."""
        entered = [widget.box for widget in self.widgets if self.redrawn and widget.value]
        strokes = [stroke for stroke in self.strokes if not any(_is_tick(stroke, box) for box in self.grid.boxes)]
        return look_at(part, self.eye, self.turn, strokes, entered)

    def _is_entered(self, char: Char) -> bool:
        """True for a character that a form field shows, and that is not printed below it."""
        inside = any(_is_in(char, widget) for widget in self.widgets)
        return inside and not any(char.begins_with(other) for other in self.chars)


class Papers:
    """The pages of a document of pdfium; ``written`` is what people wrote on those that were asked for."""

    def __init__(self, data: bytes, document: Document) -> None:
        self.written: list[Annotation] = []
        self._data, self._document = data, document
        self._opening = ExitStack()  # of what is closed with this

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._opening.close()

    def __len__(self) -> int:
        return len(self._document)

    def let_go(self) -> None:
        """Close the pages that were read."""
        self._document.close_pages()
        if "_as_viewed" in self.__dict__:
            self._as_viewed.close_pages()

    def has_picture(self, number: int) -> bool:
        """True where a page (from 0) shows a picture."""
        images = self._document[number].get_objects(filter=(pdfium.FPDF_PAGEOBJ_IMAGE,), max_depth=2)
        return next(iter(images), None) is not None

    def scan(self, number: int) -> tuple[Any, float, Box]:
        """A page (from 0) as a picture (Pillow), how many points each of its dots has, and the box that it shows.

        Where a picture fills the page it is drawn as finely as that.
        """
        page = self._document[number]
        page.set_rotation(0)
        x0, y0, x1, y1 = page.get_bbox()
        wide = max(x1 - x0, 1.0)
        images = page.get_objects(filter=(pdfium.FPDF_PAGEOBJ_IMAGE,), max_depth=2)
        finest = max((image.get_px_size()[0] for image in images), default=0) / wide
        scale = min(max(finest, LEAST_DOTS), MOST_DOTS, LARGEST_SCAN / max(x1 - x0, y1 - y0, 1.0))
        return page.render(scale=scale).to_pil().convert("RGB"), 1 / scale, (x0, y0, x1, y1)

    def paper(self, number: int) -> Paper:
        """A page (from 0), and what it shows once its form fields are drawn into it."""
        page = self._document[number]
        _check_page(page, number)
        viewed = self._viewed(page, number)
        printed, drawn, fields = print_of(page), list[Char](), NO_FIELDS
        chars, eye = self._chars(printed, number), Eye(page, viewed)
        written = list(annotations_of(page, number + 1))
        typed = [one for one in written if one.is_typed]
        if entered := _keep_entered(page, self._signed):
            fields = self._fields if entered > len(typed) else NO_FIELDS
            _draw_entered(page)
            shown_page = self._document[number]
            shown = print_of(shown_page)
            eye = Eye(shown_page, viewed)
            drawn = [*eye.visible(shown.chars)[0], *shown.cut, *shown.lost]
            chars, hidden = Eye(page, page).visible(chars) if eye.odd(chars) else (chars, [])
            page.close()
            page = shown_page
        else:
            chars, hidden = eye.visible(chars)
        texts = [_field_of(one, drawn, chars) for one in typed]
        self.written += [one for one in written if not one.is_typed]
        self.written += [replace(one, boxes=(widget.box,)) for one, widget in zip(typed, texts, strict=True)]
        drawings = drawings_of(page)
        paths = paths_of(drawings)
        return Paper(
            number + 1,
            tuple(printed.seen_of(chars, hidden)),
            printed.cut,
            [*fields.on(number), *texts],
            drawn,
            fields.redrawn,
            Picture(viewed),
            eye,
            paths,
            [*strokes_of(paths), *(Stroke(one.boxes[0], straight=False) for one in written if one.is_tick)],
            hidden,
            lambda: frames_of(page),
            lambda: grounds_of(drawings),
            lambda: seals_of(page, drawings),
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
        document = self._opening.enter_context(opened(self._data))
        document.init_forms()
        return document

    def _chars(self, printed: Print, number: int) -> list[Char]:
        if not printed.lost and all(char.is_tall for char in printed.chars):
            return printed.chars
        try:
            return with_lost(printed, self._document.page_alone(number))
        except Exception as error:  # noqa: BLE001 - pdfminer has no errors of its own for damaged files
            raise DocumentError(
                Sentence(
                    "第{page}页的字体没有嵌入，文字无法读取（{kind}）。", page=number + 1, kind=type(error).__name__
                )
            ) from None

    @cached_property
    def seals(self) -> int:
        """How many fields for signatures the document has."""
        return max(0, int(pdfium.FPDF_GetSignatureCount(self._document)))

    @cached_property
    def _signed(self) -> Any:
        """What knows the kinds of form fields, for a document that may be signed; ``None`` for any other."""
        if not self.seals:
            return None
        self._document.init_forms()
        return self._document.formenv

    @cached_property
    def _fields(self) -> FormFields:
        return form_fields(self._unlocked)

    @property
    def _unlocked(self) -> bytes:
        """The file without the encryption that opens without a password."""
        if b"/Encrypt" not in self._data:
            return self._data
        target = io.BytesIO()
        self._document.save(target, flags=3)  # FPDF_REMOVE_SECURITY
        return target.getvalue()


def _check_page(page: Any, number: int) -> None:
    """Refuse a page on which more is drawn than on any paper."""
    if pdfium.FPDFPage_CountObjects(page) > limits.MOST_DRAWINGS:
        raise DocumentError(Sentence("第{page}页的内容多得不合常理，请把这一页从文件中取出后再读。", page=number + 1))


def _is_tick(stroke: Stroke, box: Box) -> bool:
    """True for a stroke that marks a box, which may reach out of it."""
    side = (box[2] - box[0]) / 2
    x0, y0, x1, y1 = stroke.box
    return box[0] - side <= x0 and x1 <= box[2] + side and box[1] - side <= y0 and y1 <= box[3] + side


def _is_in(char: Char, widget: Widget) -> bool:
    x, y, *_ = turned((char.x, char.y, char.x, char.y), char.turn)
    return widget.box[0] <= x <= widget.box[2] and widget.box[1] <= y <= widget.box[3]


def _as_held(chars: Sequence[Char], widgets: Sequence[Widget]) -> list[Char]:
    """The characters that fields show; unknown ones where a field holds another text."""
    strange: set[int] = set()
    for widget in widgets:
        inside = [char for char in chars if _is_in(char, widget)] if widget.shown is None and widget.value else []
        if sorted(compact(text_of(inside))) != sorted(compact(widget.value)):
            strange.update(map(id, inside))
    return [char._replace(text=UNKNOWN) if id(char) in strange else char for char in chars]


def _field_of(typed: Annotation, drawn: Sequence[Char], printed: Sequence[Char]) -> Widget:
    """Words that were typed upon a page as a form field: where they stand, however large their frame is."""
    widget, words = Widget("", typed.boxes[0], typed.text, is_typed=True), compact(typed.text)
    inside = [char for char in drawn if _is_in(char, widget) and not any(map(char.begins_with, printed))]
    start = "".join(char.text for char in inside).find(words)
    own = [char for char in _letters(inside)[start : start + len(words)] if start >= 0]
    boxes = [turned((char.left, char.base, char.left + char.width, char.base + char.size), char.turn) for char in own]
    return replace(widget, box=around(boxes)) if boxes else widget


def _letters(chars: Sequence[Char]) -> list[Char]:
    """The character of every letter."""
    return [char for char in chars for _ in char.text]


def _keep_entered(page: Any, signed: Any) -> int:
    """Take away every annotation but the form fields and what was typed upon the page; how many there are of these.

    The appearance of a signature or seal is no text of the page, whatever it shows; ``signed`` is the environment of
    the forms of a document that has any.
    """

    def is_other(annotation: Any) -> bool:
        is_field = pdfium.FPDFAnnot_GetSubtype(annotation) == pdfium.FPDF_ANNOT_WIDGET
        return not (is_field or is_typed(annotation)) or _is_signature(annotation, signed)

    return _drop(page, is_other)


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


def _draw_entered(page: Any) -> None:
    """Make what was entered a part of the page."""
    pdfium.FPDFPage_Flatten(page, pdfium.FLAT_NORMALDISPLAY)
