"""PDF files (读 PDF): ours character by character, those of other programs by their fields and positions.

Another program may have saved our file, filled its fields, or printed it to PDF again. Then pypdf reads the
fields, and pdfium gives every character with its box, which belongs to the slot that holds its middle. The
labels have to stand where the template has them, or nothing is read by position.
"""

from __future__ import annotations

import ctypes
import io
import logging
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from functools import cache
from itertools import zip_longest
from typing import Any

from hjforms.errors import DocumentError
from hjforms.notations.choice import EMPTY, MARKED
from hjforms.reading import canonical
from hjforms.reading.identification import candidates
from hjforms.reading.reading import FormLike, PageTexts, Source
from hjforms.template.layout import PAGE, Layout
from hjforms.template.objects import NotCanonicalError
from hjforms.template.store import Compiled

LARGEST = 512 * 1024 * 1024
MOST_PAGES = 2000
TAIL = 2048
SPACE = 0.256  # of the font size: the width of a space in the font of values
SAME_LINE = 0.9
SAME_PLACE = 1.5  # points by which a label may stand elsewhere
ENOUGH_LABELS = 0.9

FormPages = tuple[FormLike, list[PageTexts]]


@dataclass(frozen=True)
class _Char:
    """A character with the middle of its ink, and the left edge and the width that its font gives it."""

    text: str
    x: float
    y: float
    left: float
    width: float
    size: float


def identify(data: bytes, forms: tuple[FormLike, ...]) -> list[FormPages]:
    """The forms of a PDF file with the texts of their pages, in the order of the file.

    Raises ``DocumentError`` for a file that needs a password, is damaged, too large, or only pictures.
    """
    known = {form.id: form for form in forms}
    try:
        found = list(canonical.pages(data))
    except NotCanonicalError:
        return _foreign(data, forms)
    return _joined((known[form_id], page) for form_id, page in found if form_id in known)


def _joined(pages: Iterator[tuple[FormLike, PageTexts]]) -> list[FormPages]:
    """Pages of the same form that follow one another."""
    result: list[FormPages] = []
    for form, page in pages:
        if result and result[-1][0] is form:
            result[-1][1].append(page)
        else:
            result.append((form, [page]))
    return result


def _foreign(data: bytes, forms: tuple[FormLike, ...]) -> list[FormPages]:
    if len(data) > LARGEST:
        raise DocumentError(f"PDF 文件超过 {LARGEST // 2**20} MB，请分拆。")
    if b"%%EOF" not in data[-TAIL:]:
        raise DocumentError("PDF 文件没有结尾，可能没有传完，请重新取得。")
    import pypdfium2

    document = _open(data)
    try:
        if len(document) > MOST_PAGES:
            raise DocumentError(f"PDF 文件有 {len(document)} 页，超过 {MOST_PAGES} 页，请分拆。")
        texts = [_chars(document[number]) for number in range(len(document))]
        found = [(number, form) for number, chars in enumerate(texts) if (form := _form_of(chars, forms))]
        if not found:
            _refuse_scan(document, texts)
            return []
        filled = _filled(found[0][1], _fields(_unlocked(document, data)))
        if filled:
            return [(found[0][1], [filled])]
        return _joined((form, _placed(form, texts[number], document[number], number)) for number, form in found)
    except pypdfium2.PdfiumError:
        raise DocumentError("PDF 文件已损坏，有的页打不开。") from None
    finally:
        document.close()


def _open(data: bytes) -> Any:
    import pypdfium2

    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise DocumentError("PDF 文件有密码，请先去除密码再读。") from None
        raise DocumentError("PDF 文件已损坏，或不是 PDF。") from None


def _unlocked(document: Any, data: bytes) -> bytes:
    """The file without the encryption that opens without a password."""
    if b"/Encrypt" not in data:
        return data
    target = io.BytesIO()
    document.save(target, flags=3)  # FPDF_REMOVE_SECURITY
    return target.getvalue()


def _chars(page: Any) -> list[_Char]:
    """Every character that the page shows, in the order of reading, with the middle of its box."""
    import pypdfium2.raw as pdfium

    text = page.get_textpage()
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    loose = pdfium.FS_RECTF()
    chars: list[_Char] = []
    for index in range(text.count_chars()):
        code = pdfium.FPDFText_GetUnicode(text, index)
        if code in (0, 0xFFFE) or pdfium.FPDFText_IsGenerated(text, index) == 1:
            continue
        pdfium.FPDFText_GetCharBox(text, index, left, right, bottom, top)
        pdfium.FPDFText_GetLooseCharBox(text, index, loose)
        if 0xDC00 <= code < 0xE000 and chars:  # the second half of a surrogate pair
            high = chars.pop()
            joined = (high.text + chr(code)).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
            chars.append(replace(high, text=joined))
            continue
        size = pdfium.FPDFText_GetFontSize(text, index)
        middle = ((left.value + right.value) / 2, (bottom.value + top.value) / 2)
        chars.append(_Char(chr(code), *middle, loose.left, loose.right - loose.left, size))
    text.close()
    return chars


def _refuse_scan(document: Any, texts: list[list[_Char]]) -> None:
    """Say so where the pages are pictures without text."""
    import pypdfium2.raw as pdfium

    for number, chars in enumerate(texts):
        images = document[number].get_objects(filter=(pdfium.FPDF_PAGEOBJ_IMAGE,), max_depth=2)
        if not chars and next(iter(images), None) is not None:
            raise DocumentError(f"第{number + 1}页是扫描件（只有图片，没有文字），不能读取，请人工录入。")


def _form_of(chars: list[_Char], forms: tuple[FormLike, ...]) -> FormLike | None:
    """The form whose title and labels a page shows."""
    return next(iter(candidates("".join(char.text for char in chars), forms)), None)


@cache
def _labels(template: Compiled) -> tuple[_Char, ...]:
    """What the blank form prints."""
    with closing(_open(template.pdf)) as document:
        return tuple(char for char in _chars(document[0]) if not char.text.isspace())


def _fields(data: bytes) -> dict[str, str]:
    """The text of every form field by its full name; empty where the file has none."""
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    log = logging.getLogger("pypdf")  # what it says of a damaged file would name nothing that a clerk can use
    was_disabled, log.disabled = log.disabled, True
    try:
        fields = PdfReader(io.BytesIO(data)).get_fields() or {}
    except (PyPdfError, ValueError, KeyError, TypeError, RecursionError, AttributeError, IndexError):
        raise DocumentError("PDF 文件的表单域已损坏，无法读取。") from None
    finally:
        log.disabled = was_disabled
    return {name: _value(field) for name, field in fields.items() if field.get("/FT") in {"/Tx", "/Btn"}}


def _value(field: Any) -> str:
    """The text of a field; of a check box the mark that it shows."""
    value = str(field.get("/V") or "")
    if field.get("/FT") == "/Tx":
        return value
    return EMPTY if value in {"", "/Off"} else MARKED


def _filled(form: FormLike, values: dict[str, str]) -> PageTexts | None:
    """The form from the fields of a file, all pages in one; ``None`` where they are not those of this form.

    A field has its name only once in a file, so a file with fields holds one form.
    """
    layout = form.compiled.layout
    boxes = {slot.path: slot.box for slot in layout.slots if slot.path != PAGE}
    if not boxes.keys() <= values.keys():
        return None
    fields: dict[str, Source] = {}
    rows: dict[int, dict[str, Source]] = {}
    for name, text in values.items():
        row, _, path = name.removeprefix(layout.row_prefix).partition(".")
        if not text:
            continue
        if layout.table and name.startswith(layout.row_prefix) and row.isdecimal():
            page, line = divmod(int(row), layout.capacity)
            box = boxes.get(f"{layout.row_prefix}{line}.{path}")
            rows.setdefault(int(row), {})[path] = Source(text, page + 1, box, "field")
        else:
            fields[name] = Source(text, 1, boxes.get(name), "field")
    return PageTexts(fields, [rows[row] for row in sorted(rows)], 1)


def _placed(form: FormLike, chars: list[_Char], page: Any, number: int) -> PageTexts:
    """The page from the places of its characters."""
    layout = form.compiled.layout
    width, height = page.get_size()
    same_size = abs(width - layout.width) <= SAME_PLACE and abs(height - layout.height) <= SAME_PLACE
    if not same_size or not _lines_up(form, chars):
        raise DocumentError(
            f"第{number + 1}页是《{form.title}》，但版面与模板不一致（缩放、移位或另行排版），不能按格读取。"
        )
    return _sorted_into(layout, chars, number + 1)


def _lines_up(form: FormLike, chars: list[_Char]) -> bool:
    """True where the labels of the page stand where the template has them."""
    places: dict[str, list[_Char]] = {}
    for char in chars:
        places.setdefault(char.text, []).append(char)
    labels = _labels(form.compiled)
    met = sum(
        any(
            abs(char.x - label.x) <= SAME_PLACE and abs(char.y - label.y) <= SAME_PLACE
            for char in places.get(label.text, ())
        )
        for label in labels
    )
    return met >= len(labels) * ENOUGH_LABELS


def _sorted_into(layout: Layout, chars: list[_Char], page: int) -> PageTexts:
    """The texts of the slots: every character goes to the slot in which its middle lies."""
    locator = canonical.Locator(layout.slots)
    found: list[list[_Char]] = [[] for _ in layout.slots]
    for char in chars:
        index = locator.at(char.x, char.y)
        if index >= 0:
            found[index].append(char)
    return canonical.page_texts(layout, list(map(_joined_text, found)), page, "chars")


def _joined_text(chars: list[_Char]) -> str:
    """The text of a slot. pdfium gives one space for several, or none; the gap tells which there were."""
    text = ""
    for char, after in zip_longest(chars, chars[1:]):
        text += char.text
        if after is not None and abs(after.y - char.y) <= char.size * SAME_LINE:
            text += _spaces((after.left - char.left - char.width) / (char.size or 1))
    return text


def _spaces(gap: float) -> str:
    """The full-width and half-width spaces that fill a gap, in parts of the font size, best."""
    filled = [(wide, max(round((gap - wide) / SPACE), 0)) for wide in range(max(round(gap), 0) + 1)]
    wide, narrow = min(filled, key=lambda count: (abs(count[0] + count[1] * SPACE - gap), sum(count)))
    return "\u3000" * wide + " " * narrow
