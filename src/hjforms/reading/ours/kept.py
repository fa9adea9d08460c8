"""Pages of ours in files of others (未动的页): saved again, joined, encrypted, and still drawn as we drew them.

Such a file is written anew as a whole, and its pages are not touched. As with files of ours (``canonical``), a page is
one where writing the texts that are read from it gives what it draws: the same contents, fonts and background, object
by object. Then nothing is on it that was not read, and no eye is needed. Seals may lie on it. A page on which anything
else lies, or that is turned or cut, or a file that shows something else than its pages, is for others to read.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from hjforms.reading.file import clock
from hjforms.reading.file.objects import FILTER, Objects, Reference, parsed
from hjforms.reading.ours.canonical import (
    LARGEST_CONTENT,
    LARGEST_MAP,
    Fonts,
    codes_of,
    kids_of,
    layout_of,
    locator_of,
    page_texts,
    texts_of,
)
from hjforms.reading.page.texts import FormLike, PageTexts
from hjforms.template.objects import CanonicalFile, NotCanonicalError
from hjforms.template.store import LABELS, Manner

NEAR = 0.001  # by which a number may be spelled differently
DRAWN = frozenset((b"/MediaBox", b"/Resources", b"/Contents"))
SILENT = frozenset(
    (
        *(b"/Type", b"/Parent", b"/Rotate", b"/CropBox", b"/BleedBox", b"/TrimBox", b"/ArtBox"),
        *(b"/StructParents", b"/Tabs", b"/LastModified", b"/PieceInfo", b"/Metadata", b"/Annots"),
    )
)
"""Entries of a page that draw nothing, where the page is neither turned nor cut, and there are no annotations."""
FIELDS, INSTEAD = b"/AcroForm", b"/Collection"  # of a file: what viewers show on its pages, and for them
SEALED = frozenset((b"/Fields", b"/SigFlags", b"/DA", b"/DR"))
"""Entries of the fields of a file that has nothing but seals: what a seal shows is no text of the page."""
MARK = b">>stream\n"
_OF_LABELS = b"/" + LABELS.encode()
_PACKING = (b"/Length", b"/Filter")
_NUMBER = re.compile(rb"[-+]?(?:\d+\.?\d*|\.\d+)")
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")

Page = Mapping[bytes, Any]
Pair = tuple[int, int]
"""The numbers of an object of ours and of one of theirs."""


class Kept(NamedTuple):
    """A page that is as we draw it: its form, what it says, the texts of its slots, and the manner of its file.

    Something may be seen of a seal that lies on it: then it ``is_sealed``.
    """

    form: FormLike
    page: PageTexts
    texts: Sequence[str]
    manner: Manner
    is_sealed: bool = False


def kept_pages(objects: Objects, forms: Sequence[FormLike]) -> dict[int, Kept]:
    """The pages of a file (from 0) that are as we draw them, with what they say."""
    root = objects.value(objects.root)
    if not objects.is_whole or not isinstance(root, dict) or INSTEAD in root:
        return {}
    seals = _seals(objects, root.get(FIELDS))
    if seals is None:
        return {}
    pages = objects.pages()
    groups: dict[int, list[int]] = defaultdict(list)
    for place, page in enumerate(pages):
        shared = page.get(b"/Resources")
        if isinstance(shared, Reference):
            groups[shared.number].append(place)
    found: dict[int, Kept] = {}
    for places in groups.values():
        try:
            found |= _Group(objects, forms, pages, places).read(seals)
        except NotCanonicalError:
            continue
    return found


class _Group:
    """Pages that have their fonts and their background in common."""

    def __init__(self, objects: Objects, forms: Sequence[FormLike], pages: Sequence[Page], places: list[int]) -> None:
        self._objects, self._pages = objects, pages
        resources = pages[places[0]][b"/Resources"]
        background = objects.at(resources, b"/XObject", b"/Bg")
        layout = layout_of(
            self._data(objects.at(background, b"/PieceInfo", b"/hjforms", b"/Private", b"/Layout"), LARGEST_MAP)
        )
        form = next((form for form in forms if form.id == layout.form), None)
        if form is None or layout != form.compiled.layout:
            raise NotCanonicalError
        self._form, self._manner = form, _manner(objects, pages[places[0]])
        fonts = self._fonts(objects.resolved(objects.at(resources, b"/Font")))
        self._texts = dict(self._said(places, fonts))

    def read(self, seals: Sequence[Reference]) -> dict[int, Kept]:
        """Those of the pages that are as we draw them; there may be seals on them."""
        file = self._drawn()
        same = _Same(file, self._objects)
        return {
            place: Kept(
                self._form,
                page_texts(self._form.compiled.layout, texts, place + 1, "content"),
                texts,
                self._manner,
                _is_sealed(self._objects, self._pages[place]),
            )
            for number, (place, texts) in zip(kids_of(file), self._texts.items(), strict=True)
            if _is_untouched(self._objects, self._pages[place], seals) and same.page(number, self._pages[place])
        }

    def _fonts(self, named: Any) -> Fonts:
        """The characters of the fonts of the pages."""
        if not isinstance(named, dict):
            raise NotCanonicalError
        values = {name[1:]: font for name, font in named.items() if not name.startswith(_OF_LABELS)}
        maps = {name: self._objects.at(font, b"/ToUnicode") for name, font in values.items()}
        return {name: codes_of(self._data(codes, LARGEST_MAP)) for name, codes in maps.items()}

    def _said(self, places: Sequence[int], fonts: Fonts) -> Iterator[tuple[int, list[str]]]:
        """What is in the slots of those pages that say something as we do."""
        locator = locator_of(self._form.compiled)
        for place in places:
            clock.tick()
            try:
                content = self._data(_drawing(self._pages[place])[-1], LARGEST_CONTENT)
                yield place, texts_of(content, locator, fonts, self._manner)
            except NotCanonicalError:
                continue

    def _drawn(self) -> CanonicalFile:
        """The pages as we draw them."""
        chunks: list[bytes] = []
        try:
            self._form.redraw(self._form.compiled, self._texts.values(), None, chunks.append, {}, self._manner)
        except Exception:  # noqa: BLE001 - texts that cannot be drawn, for whatever reason, were not drawn by us
            raise NotCanonicalError from None
        return CanonicalFile(b"".join(chunks))

    def _data(self, stream: Any, most: int) -> bytes:
        data = self._objects.data(stream.number, most) if isinstance(stream, Reference) else None
        if data is None or len(data) > most:
            raise NotCanonicalError
        return data


class _Same:
    """Compares what pages draw, object by object."""

    def __init__(self, mine: CanonicalFile, theirs: Objects) -> None:
        self._mine, self._theirs = mine, theirs
        self._known: set[Pair] = set()

    def page(self, number: int, page: Page) -> bool:
        """True where a page draws what the page of ours of this number draws."""
        mine = parsed(self._mine.body(number))
        theirs = {key: page.get(key) for key in DRAWN} | {
            b"/MediaBox": self._theirs.inherited(page, b"/MediaBox"),
            b"/Contents": _drawing(page),
        }
        pairs: list[Pair] = []
        drawn = {key: mine[key] for key in DRAWN} | {b"/Contents": _drawing(mine)}
        return _is_equal(drawn, theirs, pairs) and self._all(pairs)

    def _all(self, waiting: list[Pair]) -> bool:
        """True where objects and all to which they lead are the same: only then they are known to be."""
        met: set[Pair] = set()
        while waiting:
            clock.tick()
            pair = waiting.pop()
            if pair in self._known or pair in met:
                continue
            further = self._one(*pair)
            if further is None:
                return False
            met.add(pair)
            waiting += further
        self._known |= met
        return True

    def _one(self, mine: int, theirs: int) -> Sequence[Pair] | None:
        """The objects to which two that are the same lead; ``None`` where they are not."""
        head, mark, stream = self._mine.body(mine).partition(MARK)
        entries = self._theirs.entries.get(theirs, b"")
        further = _alike(head, entries.removesuffix(b">>") if mark else entries, is_stream=bool(mark))
        if further is None or bool(mark) != (theirs in self._theirs.packed):
            return None
        is_same = not mark or self._is_as_packed(head, stream, theirs) or self._is_same_stream(mine, theirs)
        return further if is_same else None

    def _is_as_packed(self, head: bytes, stream: bytes, theirs: int) -> bool:
        """True where not even the packing has changed."""
        mine, others = FILTER.search(head), FILTER.search(self._theirs.entries[theirs])
        is_same = mine is others is None or (mine and others and mine[1] == others[1])
        return bool(is_same) and stream.removesuffix(b"\nendstream") == self._theirs.packed[theirs]

    def _is_same_stream(self, mine: int, theirs: int) -> bool:
        data = self._mine.decoded(mine)
        return self._theirs.data(theirs, len(data)) == data


def _seals(objects: Objects, form: Any) -> Sequence[Reference] | None:
    """The seals of a file; ``None`` where it has other fields, or says so and has none."""
    if form is None:
        return ()
    entries = objects.resolved(form)
    fields = objects.resolved(entries.get(b"/Fields", [])) if isinstance(entries, dict) else None
    is_sealed = (
        isinstance(fields, list)
        and fields
        and entries.keys() <= SEALED
        and all(_is_seal(objects, one) for one in fields)
    )
    return fields if is_sealed else None


def _is_seal(objects: Objects, field: Any) -> bool:
    entries = objects.resolved(field) if isinstance(field, Reference) else None
    return isinstance(entries, dict) and entries.get(b"/FT") == b"/Sig" and b"/Kids" not in entries


def _is_untouched(objects: Objects, page: Page, seals: Sequence[Reference]) -> bool:
    """True for a page on which nothing but seals lies, and that is neither turned nor cut."""
    annotations = objects.resolved(page.get(b"/Annots")) or []
    box, cut = (objects.inherited(page, key) for key in (b"/MediaBox", b"/CropBox"))
    return (
        page.keys() <= DRAWN | SILENT
        and isinstance(annotations, list)
        and all(annotation in seals for annotation in annotations)
        and objects.inherited(page, b"/Rotate") in (None, b"0")
        and (cut is None or _is_equal(box, cut, []))
    )


def _is_sealed(objects: Objects, page: Page) -> bool:
    """True for an untouched page on which something may be seen of a seal."""
    return not all(_shows_nothing(objects, seal) for seal in objects.resolved(page.get(b"/Annots")) or ())


def _shows_nothing(objects: Objects, seal: Any) -> bool:
    """True for a seal whose only appearance draws nothing."""
    looks = objects.resolved(objects.resolved(seal).get(b"/AP"))
    look = looks.get(b"/N") if isinstance(looks, dict) and looks.keys() == {b"/N"} else None
    data = objects.data(look.number, LARGEST_CONTENT) if isinstance(look, Reference) else None
    return data is not None and not data.strip()


def _drawing(page: Page) -> list[Any]:
    """The streams of a page; the last has its values."""
    contents = page.get(b"/Contents")
    return contents if isinstance(contents, list) and contents else [contents]


def _manner(objects: Objects, page: Page) -> Manner:
    """How a page is written, if it is as we write it: only where it is tagged, its labels are a stream of its own."""
    if len(_drawing(page)) > 1:
        return Manner.TAGGED
    return Manner.PLAIN if objects.at(objects.value(objects.root), b"/OutputIntents") is None else Manner.ARCHIVED


@lru_cache(maxsize=1024)
def _alike(mine: bytes, theirs: bytes, *, is_stream: bool) -> tuple[Pair, ...] | None:
    """The objects to which two that have the same entries lead; ``None`` where they have not.

    How a stream is packed is of no account. The objects of a background recur from file to file.
    """
    end = b">>" if is_stream else b""
    ours, others = parsed(mine + end), parsed(theirs + end)
    if is_stream and isinstance(ours, dict) and isinstance(others, dict):
        ours, others = ({key: one[key] for key in one.keys() - _PACKING} for one in (ours, others))
    pairs: list[Pair] = []
    return tuple(pairs) if _is_equal(ours, others, pairs) else None


def _is_equal(mine: Any, theirs: Any, pairs: list[Pair]) -> bool:
    """True for values that are the same, when the objects to which they lead are, which are added to ``pairs``."""
    if isinstance(mine, Reference) and isinstance(theirs, Reference):
        pairs.append((mine.number, theirs.number))
        return True
    if isinstance(mine, dict) and isinstance(theirs, dict):
        return mine.keys() == theirs.keys() and all(_is_equal(mine[key], theirs[key], pairs) for key in mine)
    if isinstance(mine, list) and isinstance(theirs, list):
        return len(mine) == len(theirs) and all(map(_is_equal, mine, theirs, [pairs] * len(mine)))
    return isinstance(mine, bytes) and isinstance(theirs, bytes) and (mine == theirs or _is_near(mine, theirs))


def _is_near(mine: bytes, theirs: bytes) -> bool:
    """True for two spellings of a number, a name or a string."""
    if _NUMBER.fullmatch(mine) and _NUMBER.fullmatch(theirs):
        return abs(float(mine) - float(theirs)) < NEAR
    return mine[:1] in {b"/", b"(", b"<"} and _meant(mine) == _meant(theirs)


def _meant(value: bytes) -> bytes:
    """A name without escapes, or a string in letters where it is in hex."""
    if value.startswith(b"/"):
        return _ESCAPED.sub(lambda found: bytes.fromhex(found[1].decode()), value)
    digits = value[1:-1]
    return b"(%b)" % bytes.fromhex(digits.decode() + "0" * (len(digits) % 2)) if value.startswith(b"<") else value
