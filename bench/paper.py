"""The blank page (纸样): what a tool without our template has to draw, taken from the compiled PDF with pdfplumber.

Lengths are points, the origin is the lower left corner. All tools draw the same lines, labels and values at the same
places; the labels in the font of the values.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pdfplumber

import hjforms
from hjforms.template.layout import Slot

FONTS = Path(hjforms.__file__).parent / "fonts"
MIDDLE = 0.36  # of the font size, from the baseline to the middle of a digit
PADDING = 2.0
GAP = 0.3  # points between two characters that are not of one label


@dataclass(frozen=True)
class Label:
    """A text of the blank page: where its first baseline begins, its size."""

    x: float
    y: float
    size: float
    text: str


@dataclass(frozen=True)
class Paper:
    """The blank page of a form, and the slots for its values."""

    width: float
    height: float
    lines: tuple[tuple[float, float, float, float], ...]
    labels: tuple[Label, ...]
    slots: tuple[Slot, ...]

    def baseline(self, slot: Slot) -> float:
        """The baseline of the one line of text that stands in a slot."""
        return (slot.box[1] + slot.box[3]) / 2 - MIDDLE * slot.size


@cache
def paper(form: hjforms.Form) -> Paper:
    """The paper of a form."""
    layout = form.compiled.layout
    with pdfplumber.open(io.BytesIO(form.compiled.pdf)) as document:
        page = document.pages[0]
        edges = {
            tuple(round(value, 2) for value in (edge["x0"], edge["y0"], edge["x1"], edge["y1"])) for edge in page.edges
        }
        return Paper(layout.width, layout.height, tuple(sorted(edges)), _labels(page.chars), layout.slots)


def _labels(chars: list[Any]) -> tuple[Label, ...]:
    """The characters joined to the texts that stand on one line without a gap."""
    groups: list[list[Any]] = [chars[:1]]
    for before, char in pairwise(chars):
        apart = abs(char["x0"] - before["x1"]) > GAP or _baseline(char) != _baseline(before)
        if apart or char["size"] != before["size"]:
            groups.append([])
        groups[-1].append(char)
    labels = (
        Label(round(group[0]["x0"], 2), _baseline(group[0]), round(group[0]["size"], 1), _text(group))
        for group in groups
        if group
    )
    return tuple(label for label in labels if label.text)


def _text(chars: list[Any]) -> str:
    return "".join(char["text"] for char in chars).rstrip()


def _baseline(char: Any) -> float:
    return round(char["matrix"][5], 2)
