"""Recognition (识别): the letters of a line of text, each with how certain it is.

The recogniser gives for each step along the line what every character it knows has for it (CTC). Where a kind of value
has an alphabet of its own, only that is asked for: what looks like a letter of it counts as that. How much then speaks
for something else is never lost, it is what makes a letter uncertain.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from hjforms.reading.scan.alphabets import LIKE
from hjforms.reading.scan.libraries import RECOGNITION, session
from hjforms.reading.scan.templates import Picture

HEIGHT = 48  # dots of a line, as the model was trained
MOST_WIDE = 3200
NARROWER = 0.85  # as figures are read as well as in their width, in less time
RIVAL = 0.01  # what speaks for another letter at least
MOST_RIVALS = 3
SPACE = " "
Steps = NDArray[np.float32]


class Letter(NamedTuple):
    """A letter that was recognised, what speaks for it (0–1), and what else it might be, the likeliest first.

    ``at`` is where it stands on its line, in parts of the width.
    """

    text: str
    certainty: float
    rivals: tuple[str, ...] = ()
    at: float = 0.0


@dataclass(frozen=True)
class Line:
    """A line that was recognised. ``strange`` is the most that spoke, at any place, for what is of no such line."""

    letters: tuple[Letter, ...]
    strange: float = 0.0

    @property
    def text(self) -> str:
        """What the line says."""
        return "".join(letter.text for letter in self.letters)

    @property
    def certainty(self) -> float:
        """That of its least certain letter; 1 for a line without any."""
        return min([letter.certainty for letter in self.letters], default=1.0) * (1 - self.strange)


def recognised(picture: Picture, alphabet: str = "") -> Line:
    """The letters on a picture of one line: black on white, whatever its height.

    With an ``alphabet``, the line says nothing but letters of it.
    """
    steps = _steps(picture, NARROWER if alphabet and alphabet.isascii() else 1.0)
    return _spelled(steps, _characters()) if not alphabet else _constrained(steps, alphabet)


def _steps(picture: Picture, narrower: float) -> Steps:
    """What speaks for each character, step by step along the line."""
    width = min(MOST_WIDE, max(16, round(picture.shape[1] * HEIGHT / picture.shape[0] * narrower)))
    scaled = cv2.resize(picture, (width, HEIGHT), interpolation=cv2.INTER_AREA if picture.shape[0] > HEIGHT else 1)
    grey = scaled.astype(np.float32) / 127.5 - 1
    model = session(RECOGNITION)
    found: Steps = model.run(None, {"x": np.broadcast_to(grey, (1, 3, *grey.shape))})[0][0]
    return found


@cache
def _characters() -> tuple[str, ...]:
    """What the columns of the model stand for: nothing, its characters, and a space."""
    known = session(RECOGNITION).get_modelmeta().custom_metadata_map["character"].split("\n")
    return ("", *(text.strip("\r") for text in known if text.strip("\r")), SPACE)


@cache
def _columns(alphabet: str) -> tuple[NDArray[np.intp], ...]:
    """The columns of the model that are taken for nothing, and for each letter of an alphabet."""
    found: dict[str, list[int]] = {letter: [] for letter in ("", *alphabet)}
    for column, text in enumerate(_characters()):
        plain = unicodedata.normalize("NFKC", text).strip()
        for letter in (plain, LIKE.get(text), LIKE.get(plain)):
            if letter in found:
                found[letter].append(column)
                break
    return tuple(np.array(columns) for columns in found.values())


def _constrained(steps: Steps, alphabet: str) -> Line:
    sums = np.stack([steps[:, columns].sum(axis=1) for columns in _columns(alphabet)], axis=1)
    strange = float((1 - sums.sum(axis=1)).max(initial=0))
    return _spelled(sums, ("", *alphabet), max(0.0, strange))


def _spelled(steps: Steps, characters: Sequence[str], strange: float = 0.0) -> Line:
    """The letters of the likeliest way: a letter for each run of steps for which one character speaks loudest."""
    best = steps.argmax(axis=1)
    letters: list[Letter] = []
    start = 0
    while start < len(best):
        end = start + 1
        while end < len(best) and best[end] == best[start]:
            end += 1
        if best[start]:
            letters.append(_letter(steps, characters, start, end))
        elif float(missed := steps[start:end, 1:].max(initial=0)) > 0.2:
            strange = max(strange, float(missed))  # a letter that was nearly read between two others
        start = end
    return Line(tuple(letters), strange)


def _letter(steps: Steps, characters: Sequence[str], start: int, end: int) -> Letter:
    run = steps[start:end].max(axis=0)
    first = int(run.argmax())
    others = sorted((int(other) for other in np.flatnonzero(run >= RIVAL)), key=lambda other: -run[other])
    rivals = tuple(characters[other] for other in others if other not in {0, first})[:MOST_RIVALS]
    return Letter(characters[first], float(run[first]), rivals, (start + end) / 2 / len(steps))
