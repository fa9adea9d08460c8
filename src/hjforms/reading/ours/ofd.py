"""Our own OFD files (本工具所写 OFD): read from the text objects that we wrote, character by character.

As with PDF, a file is ours where writing the texts that are read from it gives its bytes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from hjforms.reading.file import clock
from hjforms.reading.file.ofd import OfdFile, Sheet, kids, numbers
from hjforms.reading.ours.canonical import Locator, Same, page_texts
from hjforms.reading.page.texts import FormLike, PageTexts
from hjforms.records.carried import Carried
from hjforms.template.objects import NotCanonicalError

POINT = 72 / 25.4


def written_pages(data: bytes, file: OfdFile, forms: Sequence[FormLike]) -> tuple[FormLike, list[PageTexts]]:
    """The form of a file that is to the byte as we write it, and its pages.

    Raises ``NotCanonicalError`` for any other file, and for one of another form.
    """
    form = next((form for form in forms if form.id == file.form), None)
    if form is None:
        raise NotCanonicalError
    layout, carried, same = form.compiled.layout, file.carried(), Same(data)
    try:
        texts = list(_texts(form, file))
        form.redraw_ofd(texts, Carried.load(carried[0]) if carried else None, same)
    except NotCanonicalError:
        raise
    except Exception:  # noqa: BLE001 - what cannot be drawn, for whatever reason, was not drawn by us
        raise NotCanonicalError from None
    if same.position != len(data):
        raise NotCanonicalError
    return form, [page_texts(layout, page, number, "content") for number, page in enumerate(texts, 1)]


def _texts(form: FormLike, file: OfdFile) -> Iterator[list[str]]:
    """The text of each slot, page by page."""
    layout = form.compiled.layout
    locator = Locator(layout.slots)
    for sheet in file.sheets():
        clock.tick()
        texts = [""] * len(layout.slots)
        for x, y, text in _shown(sheet):
            index = locator.at(x * POINT, layout.height - y * POINT)
            if index < 0:
                raise NotCanonicalError
            texts[index] += text
        yield texts


def _shown(sheet: Sheet) -> Iterator[tuple[float, float, str]]:
    """The texts of the page itself with the places of their first characters, in millimetres."""
    for layer in kids(sheet.contents[-1], "Layer"):
        for item in kids(layer, "TextObject"):
            yield _text_of(item)


def _text_of(item: Any) -> tuple[float, float, str]:
    left, top, _, _ = numbers(item.get("Boundary"))
    (code,) = kids(item, "TextCode")
    (x,), (y,) = numbers(code.get("X")), numbers(code.get("Y"))
    return left + x, top + y, code.text or ""
