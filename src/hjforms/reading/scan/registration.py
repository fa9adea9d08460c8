"""Registration (配准): where on a picture a template lies, whatever way the page was laid, turned or photographed.

Features tell the form and roughly its place. Patches of the page are then found again one by one around the place
where they should be, which also tells how paper is curled or folded: one projection cannot.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from hjforms.reading.page.doubt import Box
from hjforms.reading.scan.templates import COARSE, FINE, Picture, Template, features

LONG_SIDE = 800  # dots of the picture in which features are looked for
MOST_FEATURES = 1400
RATIO = 0.8  # a feature that is hardly nearer than the next best is none
FEWEST_AGREEING = 20
FAR_OFF = 5.0  # dots
PATCH, STEP = 56, 28  # dots of the coarse picture
REACH = (14, 8)  # dots within which a patch is looked for, at first and then
LEAST_INK = 0.02  # of a patch: what has less tells nothing
LEAST_CORNERED = 0.12  # of a patch: how much its edges differ in their ways
ODD = 1.2  # dots by which a patch may be shifted otherwise than those around it
ALIKE = 0.45  # correlation of a patch that is found again
ENOUGH = 0.5  # of the patches of a template
RIVAL = 0.3  # of the features of the likeliest form: another that has as many may be it
MOST_PATCHES = 280
CANDIDATES = 4  # forms that are looked at closely
Matrix = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Registered:
    """A template that lies on a picture: ``matrix`` takes dots of the coarse template to dots of the picture.

    ``shifts`` are by how many coarse dots what is printed stands beside its place, patch by patch over the page.
    ``score`` is the share of patches that are found.
    """

    template: Template
    matrix: Matrix
    shifts: NDArray[np.float32]
    score: float

    def upright(self, picture: Picture, scale: float = FINE) -> Picture:
        """The page of the picture as the template has it, at ``scale`` dots a point."""
        layout = self.template.layout
        size = round(layout.width * scale), round(layout.height * scale)
        return _straightened(picture, self.matrix, self.shifts, size, COARSE / scale)

    def place(self, box: Box) -> Box:
        """Where a box of the page (points, lower left) is on the picture: its left, upper, right and lower dots."""
        x0, y0, x1, y1 = box
        height = self.template.layout.height
        corners = np.array([[x0, height - y1], [x1, height - y1], [x1, height - y0], [x0, height - y0]], np.float64)
        places = corners * COARSE + [self._shift(*corner) for corner in corners * COARSE]
        seen = cv2.perspectiveTransform(places[None], self.matrix)[0]
        (left, upper), (right, lower) = seen.min(axis=0), seen.max(axis=0)
        return float(left), float(upper), float(right), float(lower)

    def _shift(self, x: float, y: float) -> NDArray[np.float32]:
        rows, columns = self.shifts.shape[:2]
        shift: NDArray[np.float32] = self.shifts[min(rows - 1, round(y / STEP)), min(columns - 1, round(x / STEP))]
        return shift

    @property
    def dots_per_inch(self) -> float:
        """How fine the picture is."""
        height, width = self.template.coarse.shape
        return float(np.sqrt(cv2.contourArea(self.outline) / (width * height)) * COARSE * 72)

    @property
    def outline(self) -> NDArray[np.int32]:
        """The corners of the page on the picture, in dots."""
        height, width = self.template.coarse.shape
        corners = np.array([[[0, 0], [width, 0], [width, height], [0, height]]], np.float64)
        found: NDArray[np.int32] = cv2.perspectiveTransform(corners, self.matrix)[0].round().astype(np.int32)
        return found


def without_red(picture: Picture) -> Picture:
    """A picture in grey in which red ink is as pale as paper: seals, and what is printed in red."""
    return np.ascontiguousarray(picture[..., 0])


def register(picture: Picture, templates: Sequence[Template]) -> Registered | None:
    """The template that lies best on a picture (RGB); ``None`` where none does."""
    grey = without_red(picture)
    scale = min(1.0, LONG_SIDE / max(grey.shape))
    small = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    places, described = features(small, MOST_FEATURES)
    if len(places) < FEWEST_AGREEING:
        return None
    back = np.diag([1 / scale, 1 / scale, 1.0])
    best: Registered | None = None
    for matrix, template in _candidates(templates, places, described):
        found = _refined(template, grey, back @ matrix)
        if found.score >= ENOUGH and (best is None or found.score > best.score):
            best = found
    return best


def _candidates(
    templates: Sequence[Template], places: NDArray[np.float32], described: NDArray[np.float32]
) -> list[tuple[Matrix, Template]]:
    """The templates of which most features are on the picture, where they roughly are, the likeliest first."""
    pairs = sorted(
        ((_matched(template, places, described), template) for template in templates), key=lambda one: -len(one[0][0])
    )
    rough = [(_rough(template, *some), template) for some, template in pairs[:CANDIDATES]]
    ordered = sorted(rough, key=lambda one: -one[0][0])
    least = max(FEWEST_AGREEING, RIVAL * ordered[0][0][0]) if ordered else FEWEST_AGREEING
    return [(matrix, template) for (count, matrix), template in ordered if count >= least]


Points = NDArray[np.float32]


def _matched(template: Template, places: Points, described: NDArray[np.float32]) -> tuple[Points, Points]:
    """The features of a template that are on the picture and are not taken for others: there, and on the picture."""
    known_places, known = template.features
    likeness = described @ known.T  # of vectors of length 1
    nearest = likeness.argmax(axis=1)
    every = np.arange(len(places))
    best = np.maximum(0, 2 - 2 * likeness[every, nearest])
    likeness[every, nearest] = -1
    good = best < RATIO**2 * (2 - 2 * likeness.max(axis=1))
    return known_places[nearest[good]], places[good]


def _rough(template: Template, source: Points, target: Points) -> tuple[int, Matrix]:
    """How many features agree on a place of the template, and that place."""
    if len(source) < FEWEST_AGREEING:
        return 0, np.eye(3)
    matrix, agreeing = cv2.findHomography(source, target, cv2.RANSAC, FAR_OFF, maxIters=1000)
    if matrix is None or not _is_sane(matrix, template):
        return 0, np.eye(3)
    return int(agreeing.sum()), matrix


def _is_sane(matrix: Matrix, template: Template) -> bool:
    """True for a page that lies face up, with four corners, none of which is too far behind the others."""
    height, width = template.coarse.shape
    corners = np.array([[[0, 0]], [[width, 0]], [[width, height]], [[0, height]]], np.float64)
    seen = cv2.perspectiveTransform(corners, matrix).reshape(-1, 2)
    sides = np.roll(seen, -1, axis=0) - seen
    turns = sides[:, 0] * np.roll(sides[:, 1], -1) - sides[:, 1] * np.roll(sides[:, 0], -1)
    lengths = np.linalg.norm(sides, axis=1)
    return bool((turns > 0).all() and lengths.min() > 100 and lengths[:2].max() < 4 * lengths[:2].min())


def _refined(template: Template, grey: Picture, matrix: Matrix) -> Registered:
    """The template where its patches are found on the picture."""
    height, width = template.coarse.shape
    middles = _patches(template)
    for reach in REACH:
        seen = cv2.warpPerspective(
            grey, matrix, (width, height), flags=cv2.INTER_AREA | cv2.WARP_INVERSE_MAP, borderValue=255
        )
        shifts, alike = _found_again(template.coarse, seen, middles, reach)
        good = alike >= ALIKE
        if good.sum() < FEWEST_AGREEING:
            return Registered(template, matrix, np.zeros((1, 1, 2), np.float32), 0.0)
        fitted, _ = cv2.findHomography(middles[good], middles[good] + shifts[good], cv2.RANSAC, 2.0)
        if fitted is not None:
            matrix = matrix @ fitted
            if not _is_sane(matrix, template):
                return Registered(template, matrix, np.zeros((1, 1, 2), np.float32), 0.0)
    seen = cv2.warpPerspective(
        grey, matrix, (width, height), flags=cv2.INTER_AREA | cv2.WARP_INVERSE_MAP, borderValue=255
    )
    shifts, alike = _found_again(template.coarse, seen, middles, REACH[-1])
    return Registered(
        template, matrix, _field(template.coarse.shape, middles, shifts, alike), float((alike >= ALIKE).mean())
    )


def _patches(template: Template) -> NDArray[np.float32]:
    """The middles of the patches of a template that have something unmistakable on them."""
    height, width = template.coarse.shape
    found = [
        (left + PATCH / 2, top + PATCH / 2)
        for top in range(0, height - PATCH, STEP)
        for left in range(0, width - PATCH, STEP)
        if _is_unmistakable(template.coarse[top : top + PATCH, left : left + PATCH])
    ]
    every = -(-len(found) // MOST_PATCHES)
    return np.array(found[::every], np.float32)


def _is_unmistakable(patch: Picture) -> bool:
    """True for a patch with ink enough, and edges both ways: along a rule it could be anywhere."""
    if (patch < 160).mean() < LEAST_INK:
        return False
    across, down = (cv2.Sobel(patch, cv2.CV_32F, *way) for way in ((1, 0), (0, 1)))
    both = np.array([[(across * across).sum(), (across * down).sum()], [(across * down).sum(), (down * down).sum()]])
    least, most = np.linalg.eigvalsh(both)
    return bool(least > LEAST_CORNERED * most)


def _found_again(
    known: Picture, seen: Picture, middles: NDArray[np.float32], reach: int
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """By how much each patch is shifted, and how alike it is to what is found there."""
    shifts, alike = np.zeros_like(middles), np.zeros(len(middles), np.float32)
    room = cv2.copyMakeBorder(seen, reach, reach, reach, reach, cv2.BORDER_CONSTANT, value=(255,))
    for index, (x, y) in enumerate(middles):
        left, top = int(x - PATCH / 2), int(y - PATCH / 2)
        patch = known[top : top + PATCH, left : left + PATCH]
        around = room[top : top + PATCH + 2 * reach, left : left + PATCH + 2 * reach]
        scores = cv2.matchTemplate(around, patch, cv2.TM_CCOEFF_NORMED)
        _, best, _, (column, row) = cv2.minMaxLoc(scores)
        alike[index] = best
        shifts[index] = (
            column - reach + _peak(scores[row, max(0, column - 1) : column + 2]),
            row - reach + _peak(scores[max(0, row - 1) : row + 2, column]),
        )
    return shifts, alike


def _peak(three: NDArray[np.float32]) -> float:
    """Where between three neighbours the highest point is, from the middle one."""
    if len(three) < 3:
        return 0.0
    before, here, after = map(float, three)
    bend = before - 2 * here + after
    return 0.0 if abs(bend) < 1e-6 else float(np.clip(0.5 * (before - after) / bend, -0.5, 0.5))


def _field(
    shape: tuple[int, ...],
    middles: NDArray[np.float32],
    shifts: NDArray[np.float32],
    alike: NDArray[np.float32],
) -> NDArray[np.float32]:
    """The shifts all over the page, patch by patch: of each place the median of the patches around it, then smooth."""
    rows, columns = shape[0] // STEP + 1, shape[1] // STEP + 1
    field = np.zeros((rows, columns, 2), np.float32)
    good = alike >= ALIKE
    if not good.any():
        return field
    there, moved = _agreeing(middles[good], shifts[good])
    places = np.stack(np.meshgrid(np.arange(columns), np.arange(rows)), axis=-1).reshape(-1, 1, 2) * STEP
    away = np.hypot(there[None, :, 0] - places[..., 0], (there[None, :, 1] - places[..., 1]) * 1.5)
    nearest = np.argpartition(away, min(8, len(there) - 1), axis=1)[:, :9]
    field = np.median(moved[nearest], axis=1).reshape(rows, columns, 2).astype(np.float32)
    smooth: NDArray[np.float32] = cv2.GaussianBlur(field, (0, 0), 1.0)
    return smooth


def _agreeing(there: Points, moved: Points) -> tuple[Points, Points]:
    """The patches that are shifted as those around them are; all of them where hardly any is."""
    away = np.linalg.norm(there[:, None] - there[None], axis=-1)
    around = np.argsort(away, axis=1)[:, 1:13]
    usual = np.median(moved[around], axis=1)
    same = np.linalg.norm(moved - usual, axis=1) < ODD
    return (there[same], moved[same]) if same.sum() >= FEWEST_AGREEING else (there, moved)


def _straightened(
    picture: Picture, matrix: Matrix, shifts: NDArray[np.float32], size: tuple[int, int], scale: float
) -> Picture:
    """What stands under the template, which is ``size`` dots large, each ``scale`` dots of the coarse one."""
    width, height = size
    xs, ys = np.arange(width, dtype=np.float32) * scale, np.arange(height, dtype=np.float32) * scale
    moved = cv2.resize(_sampled(shifts, xs[-1], ys[-1]), size, interpolation=cv2.INTER_LINEAR)
    places = np.stack(np.meshgrid(xs, ys), axis=-1) + moved
    seen = cv2.perspectiveTransform(places.reshape(1, -1, 2), matrix).reshape(height, width, 2)
    dots, between = cv2.convertMaps(seen, None, cv2.CV_16SC2)
    white = (255,) * (1 if picture.ndim == 2 else 3)
    result: Picture = cv2.remap(picture, dots, between, cv2.INTER_CUBIC, None, cv2.BORDER_CONSTANT, white)
    return result


def _sampled(shifts: NDArray[np.float32], right: float, bottom: float) -> NDArray[np.float32]:
    """The shifts of a page of this size and no more."""
    rows, columns = shifts.shape[:2]
    xs, ys = np.meshgrid(np.linspace(0, right / STEP, columns * 4), np.linspace(0, bottom / STEP, rows * 4))
    sampled: NDArray[np.float32] = cv2.remap(
        shifts, xs.astype(np.float32), ys.astype(np.float32), cv2.INTER_LINEAR, None, cv2.BORDER_REPLICATE
    )
    return sampled
