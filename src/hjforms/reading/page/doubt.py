"""What is uncertain on a page (存疑), and where on it something stands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from hjforms.findings import Severity
from hjforms.wording import Said, Sentence

Box = tuple[float, float, float, float]


def around(boxes: Sequence[Box]) -> Box:
    """The box around boxes."""
    left, low, right, high = zip(*boxes, strict=True)
    return min(left), min(low), max(right), max(high)


def around_points(points: Iterable[tuple[float, float]]) -> Box:
    """The box around points."""
    xs, ys = zip(*points, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def meet(one: Box, other: Box, gap: float) -> bool:
    """True for boxes that are no farther from each other than that."""
    (left, low, right, high), (x0, y0, x1, y1) = one, other
    return left - gap <= x1 and x0 <= right + gap and low - gap <= y1 and y0 <= high + gap


def holds(box: Box, x: float, y: float) -> bool:
    """True for a box in which a point lies."""
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def holds_middle(box: Box, inner: Box) -> bool:
    """True for a box in which the middle of another lies."""
    return holds(box, (inner[0] + inner[2]) / 2, (inner[1] + inner[3]) / 2)


def are_one(one: Box, other: Box, most: float) -> bool:
    """True for boxes whose edges are no farther apart than that."""
    return all(abs(here - there) <= most for here, there in zip(one, other, strict=True))


class Doubt(NamedTuple):
    """Why a text is not certain (存疑). With an ``error`` it is not taken for the value, with a ``warning`` it is.

    ``rule`` and ``found`` are those of the finding; a warning may also say that the text is not taken.
    """

    severity: Severity
    message: Said
    rule: str = "read"
    found: str | None = None
    taken: bool = True

    @property
    def refuses(self) -> bool:
        """True where the text is not taken for the value."""
        return self.severity == "error" or not self.taken


UNREADABLE = Doubt("error", Sentence("有的字印得出来却读不出是什么字，请人工核对。"))
RAISED = Doubt("error", Sentence("有上标或下标，不知是注码还是内容，没有读入，请人工核对。"))
SPACES_UNCLEAR = Doubt("error", Sentence("字间的空隙是不是空格看不清，请人工核对。"))
