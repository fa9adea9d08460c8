"""Where a template lies on a page (位置): turned, scaled and shifted."""

from __future__ import annotations

from dataclasses import dataclass

from hjforms.reading.page.characters import Char, turned
from hjforms.reading.page.doubt import Box


@dataclass(frozen=True, slots=True)
class Placement:
    """Where the template lies on a page: seen upright after ``turn``, scaled and shifted along both axes."""

    turn: int
    scale_x: float
    scale_y: float
    shift_x: float
    shift_y: float

    def back(self, char: Char) -> Char:
        """A character of the page where it stands on the template."""
        if self is UNMOVED:
            return char
        x = (char.x - self.shift_x) / self.scale_x
        return char.moved(x, (char.y - self.shift_y) / self.scale_y, 1 / self.scale_x)

    def point_back(self, x: float, y: float) -> tuple[float, float]:
        """A point of the upright page on the template."""
        return (x - self.shift_x) / self.scale_x, (y - self.shift_y) / self.scale_y

    def box(self, box: Box) -> Box:
        """A box of the template on the page."""
        x0, x1 = (x * self.scale_x + self.shift_x for x in (box[0], box[2]))
        y0, y1 = (y * self.scale_y + self.shift_y for y in (box[1], box[3]))
        return turned((x0, y0, x1, y1), self.turn) if self.turn else (x0, y0, x1, y1)


UNMOVED = Placement(0, 1.0, 1.0, 0.0, 0.0)
