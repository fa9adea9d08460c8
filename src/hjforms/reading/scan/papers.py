"""Papers of others that were scanned (别处版式的扫描页): their text and rules as any page has them.

What knows the papers of other offices knows characters with their places, and rules. So a picture becomes a page of
these: every letter where it stands on its line.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from hjforms.reading.page.characters import INK, Char
from hjforms.reading.page.doubt import Box
from hjforms.reading.page.eye import NO_LOOK, Eye, Look
from hjforms.reading.page.grid import Grid, Path
from hjforms.reading.page.marks import Picture as Drawn
from hjforms.reading.page.paper import Paper
from hjforms.reading.page.texts import PageTexts, Source
from hjforms.reading.scan.lines import Found, Whole
from hjforms.reading.scan.sheet import Ground

LONG_SIDE = 842.0  # points of a page of A4, which any page is taken for
BOX_HEIGHT = 1.35  # of the size of its text: a box in which a line was found
TO_A_LABEL = 0.8  # certainty of a place that a label told
LAST_NARROW = "\u2e7f"


class _Sheet:
    """What stands for a page of pdfium: of a picture nothing is drawn."""

    def get_bbox(self) -> Box:
        """No place at all."""
        return 0.0, 0.0, 0.0, 0.0


@dataclass(frozen=True)
class ScannedPaper(Paper):
    """A page of a picture. ``certain`` are its characters, each with how certain it is."""

    certain: Sequence[tuple[Char, float]] = ()

    def look_at(self, part: Grid) -> Look:
        """Nothing: what is not seen was not recognised."""
        del part
        return NO_LOOK

    def told(self, page: PageTexts, whole: Whole, ground: Ground) -> PageTexts:
        """The texts of a form on this page as recognised ones: how certain each is, and where on the picture."""

        def recognised(source: Source) -> Source:
            certainty = TO_A_LABEL * self._certainty(source.box)
            scale = max(whole.size) / LONG_SIDE
            box = source.box and ground.box(whole.place(_dots(source.box, whole, scale)))
            return replace(source, method="ocr", confidence=round(certainty, 4), box=box)

        fields = {path: recognised(source) for path, source in page.fields.items()}
        rows = [{path: recognised(source) for path, source in row.items()} for row in page.rows]
        return replace(page, fields=fields, rows=rows)

    def _certainty(self, box: Box | None) -> float:
        if box is None:
            return 0.0
        x0, y0, x1, y1 = box
        return min((sure for char, sure in self.certain if x0 <= char.middle <= x1 and y0 <= char.y <= y1), default=0.0)


def paper_of(whole: Whole, number: int) -> ScannedPaper:
    """The page with a number in its file."""
    scale = LONG_SIDE / max(whole.size)
    certain = [item for found in whole.lines for item in _chars(found, whole.size[1], scale)]
    chars = [char for char, _ in certain]
    paths = list(_paths(whole, scale))
    return ScannedPaper(
        number, chars, (), (), (), False, Drawn(_Sheet()), Eye(_Sheet(), _Sheet()), paths, certain=certain
    )


def _dots(box: Box, whole: Whole, scale: float) -> Box:
    """A box of the page (points, lower left) in dots."""
    x0, y0, x1, y1 = box
    height = whole.size[1]
    return x0 * scale, height - y1 * scale, x1 * scale, height - y0 * scale


def _chars(found: Found, height: int, scale: float) -> Iterator[tuple[Char, float]]:
    """The letters of a line as characters, each with how certain it is."""
    left, upper, right, lower = found.box
    size = (lower - upper) / BOX_HEIGHT * scale
    y = (height - (upper + lower) / 2) * scale
    space = ""
    for letter in found.line.letters:
        if letter.text.isspace():
            space = " "
            continue
        x = (left + letter.at * (right - left)) * scale
        wide = size if letter.text > LAST_NARROW else size / 2
        certainty = letter.certainty * (1 - found.line.strange)
        yield Char(letter.text, x, y, x - wide / 2, y - INK * size, wide, size, space=space), certainty
        space = ""


def _paths(whole: Whole, scale: float) -> Iterator[Path]:
    height = whole.size[1]
    for x0, y0, x1, y1 in whole.rules:
        yield [((x0 * scale, (height - y0) * scale), (x1 * scale, (height - y1) * scale))]
