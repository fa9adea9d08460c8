"""Fonts (字体): which glyph draws a character, how wide it is, and the subset that a PDF embeds.

Two fonts are shipped: a Song (宋体) for all of GBK and more, and one for rare characters. Folders or files
named in the environment variable ``HJFORMS_FONTS`` are asked after them. A character that none of them has is
never replaced by another: the caller gets ``None`` and says so.
"""

from __future__ import annotations

import os
import struct
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from hjforms.errors import InputError
from hjforms.render.outlines import NotPlainError, OutlineFile, character_map
from hjforms.render.remembered import Remembered
from hjforms.wording import Sentence

FOLDER = Path(__file__).parents[1] / "fonts"
SHIPPED = ("serif.ttf", "rare.ttf")
FAMILY = "HJ Forms Serif"  # as the first of them calls itself
SEARCH = "HJFORMS_FONTS"
NEEDLESS_TABLES = ("cmap", "name", "OS/2", "post", "GSUB", "GPOS", "GDEF", "gasp")
CHORDS = 2  # straight lines for a curve of an outline
MOST_CHARACTERS, MOST_TEXTS = 32768, 8192  # whose widths are kept
VARIATIONS = (range(0xFE00, 0xFE10), range(0xE0100, 0xE01F0))
FIRST_VARIATION = "\ufe00"


@dataclass(frozen=True)
class Glyph:
    """The glyph of a character: number of the face, number in the face, advance in 1/1000 em."""

    face: int
    number: int
    advance: int


class Face:
    """One font file with TrueType outlines."""

    def __init__(self, path: Path) -> None:
        import uharfbuzz

        self._hb = uharfbuzz
        self.path = path
        self._face = uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(path)))
        self._font = uharfbuzz.Font(self._face)
        self._scale = 1000 / self._face.upem

    @cached_property
    def has_outlines(self) -> bool:
        """True for TrueType outlines; others vanish in some viewers when embedded by hand."""
        return "glyf" in self._face.table_tags

    def characters(self) -> frozenset[int]:
        """The codes of the characters that the font has."""
        return frozenset(self._face.unicodes)

    def glyph(self, cluster: str) -> tuple[int, int] | None:
        """Number and advance of the glyph for a character, with its variation selector if it has one."""
        point = ord(cluster[0])
        if len(cluster) > 1:
            number = self._font.get_variation_glyph(point, ord(cluster[1]))
        else:
            number = self._font.get_nominal_glyph(point)
        if not number:
            return None
        return number, round(self._font.get_glyph_h_advance(number) * self._scale)

    def contours(self, cluster: str) -> list[list[tuple[float, float]]]:
        """The outlines of the glyph of a character as corners in 1/1000 em, its curves as a few straight lines."""
        found = self.glyph(cluster)
        contours: list[list[tuple[float, float]]] = []
        scale = self._scale

        def begun(x: float, y: float, _: object) -> None:
            contours.append([(x * scale, y * scale)])

        def lined(x: float, y: float, _: object) -> None:
            contours[-1].append((x * scale, y * scale))

        def curved(over_x: float, over_y: float, x: float, y: float, _: object) -> None:
            (left, top), (over_x, over_y, x, y) = contours[-1][-1], (part * scale for part in (over_x, over_y, x, y))
            for step in range(1, CHORDS + 1):
                at = step / CHORDS
                before, over, after = (1 - at) ** 2, 2 * at * (1 - at), at**2
                corner = before * left + over * over_x + after * x, before * top + over * over_y + after * y
                contours[-1].append(corner)

        pen = self._hb.DrawFuncs()
        pen.set_move_to_func(begun)
        pen.set_line_to_func(lined)
        pen.set_quadratic_to_func(curved)
        if found:
            self._font.draw_glyph(found[0], pen, None)
        return contours

    def subset(self, characters: Iterable[str], *, keep_cmap: bool = False) -> tuple[bytes, dict[int, int]]:
        """A font file with only these characters, and the numbers that their glyphs have in it.

        Characters are given rather than glyphs: harfbuzz finds them in 0.1 ms, the inverse takes it 2 ms.
        """
        wanted = self._hb.SubsetInput()
        wanted.sets(self._hb.SubsetInputSets.UNICODE).update(set(map(ord, "".join(characters))))
        wanted.flags = self._hb.SubsetFlags.NO_HINTING | self._hb.SubsetFlags.NO_LAYOUT_CLOSURE
        needless = self._needless if not keep_cmap else set(self._needless) - {_tag("cmap")}
        wanted.sets(self._hb.SubsetInputSets.DROP_TABLE_TAG).update(needless)
        plan = self._hb.SubsetPlan(self._face, wanted)
        return bytes(plan.execute().blob.data), dict(plan.old_to_new_glyph_mapping.items())

    def extract(self, characters: str) -> bytes:
        """A font file of these characters that can stand by itself, as office programs embed it."""
        wanted = self._hb.SubsetInput()
        wanted.sets(self._hb.SubsetInputSets.UNICODE).update(map(ord, characters))
        wanted.flags = self._hb.SubsetFlags.NO_HINTING | self._hb.SubsetFlags.NO_LAYOUT_CLOSURE
        return bytes(self._hb.SubsetPlan(self._face, wanted).execute().blob.data)

    def program(self, characters: Sequence[str], glyphs: Sequence[int]) -> tuple[bytes, list[int]]:
        """A font file for characters that have these glyphs, and the numbers of their glyphs in it, as ``subset``."""
        try:
            return self._outlines.font(glyphs), list(range(1, len(glyphs) + 1))
        except (NotPlainError, KeyError, struct.error):
            program, numbers = self.subset(characters)
            return program, [numbers[glyph] for glyph in glyphs]

    def mapped_program(self, glyphs: Sequence[int], places: Mapping[int, int]) -> bytes:
        """A font file for these glyphs that says itself which of them, from 1, a character (by its number) has.

        Raises ``NotPlainError`` where the glyphs are not plain outlines; those of the shipped fonts are.
        """
        return self._outlines.font(glyphs, {b"cmap": character_map(places)})

    def own_program(self, characters: Sequence[str], glyphs: Sequence[int]) -> bytes:
        """A font file for characters that have these glyphs which can stand by itself, with names and measures."""
        places = {ord(char): place for place, char in enumerate(characters, 1)}
        try:
            return self._outlines.font(glyphs, {**self.described, b"cmap": character_map(places)})
        except (NotPlainError, KeyError, struct.error):
            return self.extract("".join(characters))

    @property
    def described(self) -> dict[bytes, bytes]:
        """The tables by which a font stands for itself."""
        return self._outlines.described

    @cached_property
    def _outlines(self) -> OutlineFile:
        return OutlineFile(self.path)

    @cached_property
    def _needless(self) -> set[int]:
        return {_tag(tag) for tag in NEEDLESS_TABLES}


def _face(path: Path) -> Face | None:
    """The face of a font file; ``None`` where the file is no font that can be used."""
    import uharfbuzz

    try:
        face = Face(path)
    except (uharfbuzz.HarfBuzzError, OSError):
        return None
    return face if face.has_outlines else None


def _tag(text: str) -> int:
    return int.from_bytes(text.encode(), "big")


class Faces:
    """The fonts in the order in which they are asked. Glyphs are looked up once per process.

    ``widths[text]`` is the width of a text in 1/1000 em, ``None`` where the first face does not draw all of it.
    """

    def __init__(self) -> None:
        self._faces: list[Face] = []
        self._opening = threading.Lock()  # two threads at once would number the faces by who comes first
        self._waiting: Iterator[Path] = iter([*(FOLDER / name for name in SHIPPED), *_searched()])
        self._glyphs: dict[str, Glyph | None] = {}
        self._advances: Remembered[str, int] = Remembered(self._advance, MOST_CHARACTERS)
        self.widths: Remembered[str, int | None] = Remembered(self._width, MOST_TEXTS)

    def __getitem__(self, number: int) -> Face:
        if len(self._faces) <= number:
            with self._opening:
                while len(self._faces) <= number:
                    face = _face(next(self._waiting))
                    if face is not None:
                        self._faces.append(face)
        return self._faces[number]

    def _advance(self, char: str) -> int:
        """The advance of a character of the first face in 1/1000 em."""
        glyph = self.glyph(char)
        if glyph is None or glyph.face:
            raise KeyError(char)
        return glyph.advance

    def _width(self, text: str) -> int | None:
        """The width of a text in 1/1000 em; ``None`` where the first face does not draw all of it."""
        try:
            return sum(map(self._advances.__getitem__, text))
        except KeyError:
            return None

    def glyph(self, cluster: str) -> Glyph | None:
        """The glyph of a character, ``None`` where no font has it or it needs shaping that we cannot do."""
        if cluster not in self._glyphs:
            self._glyphs[cluster] = None if _needs_shaping(cluster) else self._find(cluster)
        return self._glyphs[cluster]

    def _find(self, cluster: str) -> Glyph | None:
        number = 0
        while True:
            try:
                glyph = self[number].glyph(cluster)
            except StopIteration:
                return None
            if glyph:
                return Glyph(number, *glyph)
            number += 1


def _needs_shaping(cluster: str) -> bool:
    """True for scripts whose letters join or stack (维吾尔文、藏文 …): set one by one they would be wrong."""
    import unicodedata

    char = cluster[0]
    return unicodedata.bidirectional(char) in ("R", "AL") or unicodedata.category(char) in ("Mn", "Mc", "Me")


def _searched() -> Iterator[Path]:
    for entry in filter(None, os.environ.get(SEARCH, "").split(os.pathsep)):
        path = Path(entry)
        if not path.exists():
            raise InputError(Sentence("环境变量 {variable} 指明的 {path} 不存在，请更正。", variable=SEARCH, path=path))
        yield from sorted(path.rglob("*.ttf")) if path.is_dir() else [path]


@cache
def faces() -> Faces:
    """The fonts of this process."""
    return Faces()


def is_variation(char: str) -> bool:
    """True for a variation selector, which belongs to the character before it."""
    return any(ord(char) in selectors for selectors in VARIATIONS)


def clusters(text: str) -> list[str]:
    """The characters of a text, each with its variation selector."""
    if max(text, default="") < FIRST_VARIATION:
        return list(text)
    result: list[str] = []
    for char in text:
        if result and len(result[-1]) == 1 and is_variation(char):
            result[-1] += char
        else:
            result.append(char)
    return result
