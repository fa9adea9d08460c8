"""Templates as pictures (模板图): what a page of ours looks like before anything is written on it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from hjforms.notations.choice import EMPTY, MARKED
from hjforms.pdfium import opened
from hjforms.reading.page.texts import FormLike
from hjforms.records.base import leaf_at
from hjforms.template.layout import Layout, Slot

Picture = NDArray[np.uint8]
COARSE = 100 / 72
"""Dots per point at which pages are registered."""
FINE = 4.0
"""Dots per point at which cells are cut."""
MOST_FEATURES = 900
FEATURES = 0.6
"""Of the coarse picture: how large that is in which features are looked for."""
DARK = 128


def is_box(form: FormLike, slot: Slot) -> bool:
    """True for the slot of a check box."""
    leaf, part = leaf_at(form.record_type, slot.path)
    return bool(part) and leaf is not None and leaf.kind.parts is not None and leaf.kind.parts.boxes


@dataclass(frozen=True, eq=False)
class Template:
    """The blank page of a form, its boxes empty."""

    form: FormLike

    @property
    def layout(self) -> Layout:
        """Where its slots are."""
        return self.form.compiled.layout

    @cached_property
    def coarse(self) -> Picture:
        """The page at ``COARSE`` dots a point, grey."""
        return self._drawn(EMPTY, COARSE)

    @cached_property
    def features(self) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Places and descriptions of what is unmistakable on the page."""
        small = cv2.resize(self.coarse, None, fx=FEATURES, fy=FEATURES, interpolation=cv2.INTER_AREA)
        places, described = features(small, MOST_FEATURES)
        return places / FEATURES, described

    @cached_property
    def print(self) -> Picture:
        """What the page prints itself, boxes apart: white where it has ink, at ``FINE`` dots a point."""
        return np.where(self._drawn("", FINE) < DARK, 255, 0).astype(np.uint8)

    @cached_property
    def boxes(self) -> dict[str, Picture]:
        """The page with all its boxes empty, and with all of them marked, at ``FINE`` dots a point."""
        return {mark: self._drawn(mark, FINE) for mark in (EMPTY, MARKED)}

    def _drawn(self, mark: str, scale: float) -> Picture:
        written: list[bytes] = []
        texts = [mark if is_box(self.form, slot) else "" for slot in self.layout.slots]
        self.form.redraw(self.form.compiled, [texts], None, written.append, {})
        size = round(self.layout.width * scale), round(self.layout.height * scale)
        with opened(b"".join(written)) as document:
            image = document[0].render(scale=scale, grayscale=True).to_pil().convert("L")
            return np.asarray(image.resize(size) if image.size != size else image)


@lru_cache(maxsize=32)
def template_of(form: FormLike) -> Template:
    """The template of a form as pictures, made once."""
    return Template(form)


def features(picture: Picture, most: int) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Places (x, y) and descriptions, of length 1, of what is unmistakable on a picture."""
    finder: Any = cv2.SIFT_create(nfeatures=most, contrastThreshold=0.03)
    points, described = finder.detectAndCompute(picture, None)
    places = np.array([point.pt for point in points], np.float32).reshape(-1, 2)
    if described is None:
        return places, np.zeros((0, 128), np.float32)
    return places, described / np.maximum(1e-6, np.linalg.norm(described, axis=1, keepdims=True))
