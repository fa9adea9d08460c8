"""pdfium (PDF 引擎): the one place through which it is called, by one thread at a time.

pdfium is not made for threads: two that are inside it at once end the process, whatever documents they have open.
So a document is open only while its thread owns pdfium (``opened``), everything that belongs to it is closed by then,
and nothing of it is left for a garbage collector that runs in another thread. A process that forks waits until
pdfium is at rest.

Whoever reads a document, of any kind, owns it for that time: Python runs one thread at a time anyhow, and threads that
wait for their turn do not wake each other for the interpreter in the middle of a page.
"""

from __future__ import annotations

import ctypes
import io
import os
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from typing import Any

TURN_S = 0.1
"""How long a thread may have document after document while others wait."""
LOOK_S = 0.003
"""A document that takes less is short; after that time whoever waits next looks for itself, then less often."""


class _Turns:
    """A lock that its thread may take again: what threads that read one after the other hand on to each other.

    Whoever waits is woken when it is free, and takes it when it gets to run. So a thread that comes back at once, with
    the next document, has it again and stays on its processor; after ``TURN_S`` it leaves it to the one that waits.
    Where it came back before and its documents are short, nobody is woken for each: waking takes as long as reading.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()  # nobody waits for it
        self._gates: deque[threading.Lock] = deque()  # those who wait, each before a gate of its own
        self._owner = self._last = self._depth = 0
        self._taken = self._since = 0.0
        self._comes_back = False

    def __enter__(self) -> None:
        me = threading.get_ident()
        if self._owner != me:
            if not self._lock.acquire(blocking=False):
                self._wait()
            self._taken = time.monotonic()
            self._comes_back = self._last == me
            if not self._comes_back:
                self._last, self._since = me, self._taken
            self._owner = me
        self._depth += 1

    def _wait(self) -> None:
        gate = threading.Lock()
        gate.acquire()
        self._gates.append(gate)
        look_s = LOOK_S
        try:
            while not self._lock.acquire(blocking=False):
                gate.acquire(timeout=look_s if self._gates[0] is gate else -1)
                look_s = min(2 * look_s, 2 * LOOK_S)
        finally:
            self._gates.remove(gate)
            self._wake()  # the next one looks from now on

    def _wake(self) -> None:
        with suppress(IndexError, RuntimeError):  # nobody waits, or whoever does is awake
            self._gates[0].release()

    def __exit__(self, *_: object) -> None:
        self._depth -= 1
        if self._depth:
            return
        now = time.monotonic()
        is_over = bool(self._gates) and now - self._since > TURN_S
        self._owner = 0
        self._last *= not is_over
        self._lock.release()
        if not self._comes_back or now - self._taken > LOOK_S or is_over:
            self._wake()
        if is_over:
            time.sleep(0.001)

    def forget(self) -> None:
        """Let go in a process that was forked: of those who waited nobody is there."""
        self._gates.clear()
        self.__exit__()


_turns = _Turns()
if hasattr(os, "register_at_fork"):
    os.register_at_fork(before=_turns.__enter__, after_in_parent=_turns.__exit__, after_in_child=_turns.forget)


def __getattr__(name: str) -> Any:
    """``PdfiumError``, imported when first asked for."""
    if name != "PdfiumError":
        raise AttributeError(name)
    import pypdfium2

    return pypdfium2.PdfiumError


class _Raw:
    """The functions and constants of pdfium, which is imported when one is first asked for."""

    def __getattr__(self, name: str) -> Any:
        import pypdfium2.raw

        value = getattr(pypdfium2.raw, name)
        setattr(self, name, value)
        return value


raw = _Raw()
"""The functions of pdfium, for whoever owns it."""


@contextmanager
def owned() -> Iterator[None]:
    """Own pdfium: every other thread waits."""
    with _turns:
        yield


@contextmanager
def opened(data: bytes) -> Iterator[Document]:
    """The document of a PDF file, open for this thread alone. Raises ``PdfiumError`` where it cannot be opened."""
    import pypdfium2

    with _turns:
        inner = pypdfium2.PdfDocument(data)
        document = Document(inner)
        try:
            yield document
        finally:
            document.close_pages()
            inner.close()


@contextmanager
def created() -> Iterator[Any]:
    """A new document, without pages, for this thread alone."""
    import pypdfium2

    with _turns:
        document = pypdfium2.PdfDocument.new()
        try:
            yield document
        finally:
            document.close()


@cache
def _by_numbers(name: str, result: Any) -> Callable[..., Any]:
    """A function of pdfium that takes first an address, as a number, and then what it takes as it is.

    It keeps the interpreter for its few microseconds.
    """
    function = ctypes.cast(getattr(raw, name), ctypes.c_void_p).value
    return ctypes.PYFUNCTYPE(result, ctypes.c_void_p)(function or 0)


class Characters:
    """The characters that pdfium finds on a page, by their numbers: pages have thousands, and each is asked for much.

    Boxes are left, bottom, right, top; that of ``box`` is around the ink, that of ``room`` is what the font gives.
    """

    def __init__(self, text: Any) -> None:
        pointer = ctypes.c_void_p
        self._text = pointer(address(text.raw))
        self._doubles, self._floats = (ctypes.c_double * 4)(), (ctypes.c_float * 6)()
        start = ctypes.addressof(self._doubles)
        self._sides = [pointer(start + offset) for offset in range(0, 32, 8)]
        self._corners = pointer(ctypes.addressof(self._floats))
        self._code = _by_numbers("FPDFText_GetUnicode", ctypes.c_uint)
        self._thing = _by_numbers("FPDFText_GetTextObject", pointer)
        self._matrix = _by_numbers("FPDFText_GetMatrix", ctypes.c_int)
        self._size = _by_numbers("FPDFText_GetFontSize", ctypes.c_double)
        self._made_up = _by_numbers("FPDFText_IsGenerated", ctypes.c_int)
        self._box = _by_numbers("FPDFText_GetCharBox", ctypes.c_int)
        self._room = _by_numbers("FPDFText_GetLooseCharBox", ctypes.c_int)
        self._origin = _by_numbers("FPDFText_GetCharOrigin", ctypes.c_int)

    def direction(self, index: int) -> tuple[float, float]:
        """Along which direction the line of a character runs, as long as its size is scaled."""
        self._matrix(self._text, index, self._corners)
        return self._floats[0], self._floats[1]

    def size(self, index: int) -> float:
        """The size of the font of a character, before it is scaled."""
        return float(self._size(self._text, index))

    def code(self, index: int) -> int:
        """The Unicode of a character, or half of it."""
        return int(self._code(self._text, index))

    def thing(self, index: int) -> int:
        """The address of the text object that draws a character, 0 where there is none."""
        return self._thing(self._text, index) or 0

    def is_made_up(self, index: int) -> bool:
        """True for a space or a line break that is not in the file."""
        return bool(self._made_up(self._text, index) == 1)

    def box(self, index: int) -> tuple[float, float, float, float]:
        """The box around the ink of a character."""
        self._box(self._text, index, *self._sides)
        left, right, bottom, top = self._doubles[:]
        return left, bottom, right, top

    def room(self, index: int) -> tuple[float, float, float, float]:
        """The box that the font gives a character."""
        self._room(self._text, index, self._corners)
        left, top, right, bottom = self._floats[:4]
        return left, bottom, right, top

    def origin(self, index: int) -> tuple[float, float]:
        """Where a character stands on its line."""
        self._origin(self._text, index, *self._sides[:2])
        return self._doubles[0], self._doubles[1]


def address(pointer: Any) -> int:
    """By which a thing of pdfium is known."""
    return ctypes.cast(pointer, ctypes.c_void_p).value or 0


Box = tuple[float, float, float, float]
Segment = tuple[int, float, float, bool]
"""A piece of a path: its kind, to where it goes, and whether it closes the path."""


class Objects:
    """What draws on a page, by addresses: pages have thousands of objects, and each is asked for much.

    Boxes are left, bottom, right, top. What pdfium does not know is 0. The one set of functions is for whoever owns
    pdfium (``objects``).
    """

    def __init__(self) -> None:
        pointer, number = ctypes.c_void_p, ctypes.c_int
        self._floats, self._numbers = (ctypes.c_float * 6)(), (ctypes.c_uint * 4)()
        values, parts = ctypes.addressof(self._floats), ctypes.addressof(self._numbers)
        self._values = pointer(values)
        self._sides = [pointer(values + offset) for offset in range(0, 16, 4)]
        self._parts = [pointer(parts + offset) for offset in range(0, 16, 4)]
        self._count = _by_numbers("FPDFPage_CountObjects", number)
        self._object = _by_numbers("FPDFPage_GetObject", pointer)
        self._count_inside = _by_numbers("FPDFFormObj_CountObjects", number)
        self._object_inside = _by_numbers("FPDFFormObj_GetObject", pointer)
        self.kind = _by_numbers("FPDFPageObj_GetType", number)
        self._matrix = _by_numbers("FPDFPageObj_GetMatrix", number)
        self._bounds = _by_numbers("FPDFPageObj_GetBounds", number)
        self._mode = _by_numbers("FPDFPath_GetDrawMode", number)
        self._fill = _by_numbers("FPDFPageObj_GetFillColor", number)
        self._stroke = _by_numbers("FPDFPageObj_GetStrokeColor", number)
        self._width = _by_numbers("FPDFPageObj_GetStrokeWidth", number)
        self.count_segments = _by_numbers("FPDFPath_CountSegments", number)
        self._segment = _by_numbers("FPDFPath_GetPathSegment", pointer)
        self._segment_kind = _by_numbers("FPDFPathSegment_GetType", number)
        self._segment_point = _by_numbers("FPDFPathSegment_GetPoint", number)
        self._closes = _by_numbers("FPDFPathSegment_GetClose", number)
        self._clip = _by_numbers("FPDFPageObj_GetClipPath", pointer)
        self._count_clips = _by_numbers("FPDFClipPath_CountPaths", number)
        self._count_clip_segments = _by_numbers("FPDFClipPath_CountPathSegments", number)
        self._clip_segment = _by_numbers("FPDFClipPath_GetPathSegment", pointer)
        self._font = _by_numbers("FPDFTextObj_GetFont", pointer)
        self._is_embedded = _by_numbers("FPDFFont_GetIsEmbedded", number)
        self._font_size = _by_numbers("FPDFTextObj_GetFontSize", number)
        self._text = _by_numbers("FPDFTextObj_GetText", ctypes.c_ulong)
        self.text_mode = _by_numbers("FPDFTextObj_GetTextRenderMode", number)
        self._activate = _by_numbers("FPDFPageObj_SetIsActive", number)

    def of_page(self, page: Any) -> Iterator[int]:
        """The objects of a page, in the order in which they are drawn."""
        whole = address(page.raw)
        return (self._object(whole, index) or 0 for index in range(self._count(whole)))

    def of_form(self, form: int) -> Iterator[int]:
        """The objects of a form in a page."""
        return (self._object_inside(form, index) or 0 for index in range(self._count_inside(form)))

    def matrix(self, item: int) -> tuple[float, float, float, float, float, float]:
        """What moves, turns and scales the coordinates of an object."""
        if not self._matrix(item, self._values):
            return 0.0, 0.0, 0.0, 0.0, 0.0, 0.0
        a, b, c, d, e, f = self._floats[:]
        return a, b, c, d, e, f

    def bounds(self, item: int) -> Box:
        """The box around an object."""
        if not self._bounds(item, *self._sides):
            return 0.0, 0.0, 0.0, 0.0
        left, bottom, right, top = self._floats[:4]
        return left, bottom, right, top

    def mode(self, item: int) -> tuple[int, bool]:
        """How a path is filled, and whether it is stroked."""
        if not self._mode(item, *self._parts[:2]):
            return 0, False
        return self._numbers[0], bool(self._numbers[1])

    def colour(self, item: int, *, stroked: bool = False) -> tuple[int, int, int, int]:
        """The colour with which an object is filled, or stroked: red, green, blue, and how opaque it is."""
        if not (self._stroke if stroked else self._fill)(item, *self._parts):
            return 0, 0, 0, 0
        red, green, blue, opaque = self._numbers[:]
        return red, green, blue, opaque

    def stroke_width(self, item: int) -> float:
        """How broad the lines of a path are."""
        return float(self._floats[0]) if self._width(item, self._values) else 0.0

    def segments(self, item: int, most: int) -> list[Segment]:
        """The pieces of a path; of more than so many, the first ones."""
        found: list[Segment] = []
        for index in range(min(self.count_segments(item), most)):
            piece = self._segment(item, index)
            x, y = self._point(piece)
            found.append((self._segment_kind(piece), x, y, self._closes(piece) != 0))
        return found

    def _point(self, segment: int | None) -> tuple[float, float]:
        self._segment_point(segment, *self._sides[:2])
        return self._floats[0], self._floats[1]

    def clips(self, item: int) -> list[list[tuple[float, float]]]:
        """The points of each path to which an object is clipped."""
        clip = self._clip(item)
        return [
            [
                self._point(self._clip_segment(clip, number, index))
                for index in range(self._count_clip_segments(clip, number))
            ]
            for number in range(self._count_clips(clip) if clip else 0)
        ]

    def font(self, item: int) -> int:
        """The font of a text."""
        return self._font(item) or 0

    def is_embedded(self, font: int) -> bool:
        """True for a font that is in the file."""
        return bool(font) and self._is_embedded(font) == 1

    def font_size(self, item: int) -> float:
        """The size of a text, in its own coordinates."""
        return float(self._floats[0]) if self._font_size(item, self._values) else 0.0

    def has_letters(self, item: int, text: Any) -> bool:
        """True for a text object of which there is anything in the text of its page."""
        size = self._text(item, ctypes.c_void_p(address(text.raw)), None, ctypes.c_ulong())
        return bool(size > len("\0".encode("utf-16-le")))

    def show(self, item: int, *, is_shown: bool) -> None:
        """Draw an object, or leave it out, when its page is drawn."""
        self._activate(item, is_shown)


@cache
def objects() -> Objects:
    """What tells of objects, for whoever owns pdfium."""
    return Objects()


class Document:
    """A document that is open. Its pages stay open, and in memory, until ``close_pages``."""

    def __init__(self, inner: Any) -> None:
        self._inner = inner
        self._pages: list[Any] = []

    def __len__(self) -> int:
        return len(self._inner)

    def __getitem__(self, index: int) -> Any:
        page = self._inner[index]
        self._pages.append(page)  # held, so that no garbage collector closes it while another thread owns pdfium
        return page

    def __iter__(self) -> Iterator[Any]:
        return (self[index] for index in range(len(self)))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)

    def page_alone(self, index: int) -> bytes:
        """A PDF file of this page alone, written anew: what a library may be given that has no bounds of its own."""
        import pypdfium2

        target = io.BytesIO()
        with pypdfium2.PdfDocument.new() as alone:
            alone.import_pages(self._inner, [index])
            alone.save(target, flags=3)  # FPDF_REMOVE_SECURITY
        return target.getvalue()

    def close_pages(self) -> None:
        """Close every page that was opened."""
        for page in self._pages:
            page.close()
        self._pages.clear()
