"""Pages that other offices drew (别处版式的页): which forms are on one, by the titles that are its headings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from hjforms.reading.others.coded import entered_on
from hjforms.reading.others.fitness import fittest
from hjforms.reading.others.parts import parts_of
from hjforms.reading.others.versions import Version
from hjforms.reading.page.grid import Grid
from hjforms.reading.page.paper import Paper
from hjforms.reading.page.texts import FormLike
from hjforms.reading.result.identification import headed, in_order, named_on


def versions_on(paper: Paper, forms: Sequence[FormLike]) -> tuple[list[Version], list[FormLike]]:
    """The page as other offices' versions of forms, one below the other, and the forms whose titles it has.

    There are none where it fits no form of these.
    """
    grid = paper.grid
    heading = headed(grid.texts, named_on(paper, forms, least=0) or forms)
    if not heading:
        return [], []
    parts = list(parts_of(grid, [form.title for form in heading]))
    alone = len(parts) == 1
    found = [_version(part, heading, paper, alone=alone) for part in parts]
    if not all(found) and not alone:  # what looks like a title in the midst of a form is none
        found = [_version(grid, heading, paper, alone=True)]
    versions = [version for version in found if version is not None]
    return ([], heading) if paper.is_garbled else (versions, heading)


def _version(grid: Grid, forms: Sequence[FormLike], paper: Paper, *, alone: bool) -> Version | None:
    """A part of a page as the form that it fits best of those whose title it has; ``None`` where it fits none."""
    found: list[Version] = []
    looks = {paper.number: paper.look_at(grid)}
    entered = {paper.number: entered_on(paper, alone=alone)}
    for some in in_order(headed(grid.texts, forms), paper.text, "\n".join(grid.texts)):
        versions = (Version(form, ((grid, paper.number),), paper.turn, looks, entered) for form in some)
        found = found or [version for version in versions if version.is_one]
    if not found:
        return None
    best, equals = fittest([(version.form, version.found) for version in found])
    version = next(version for version in found if version.form is best)
    return replace(version, equals=equals) if equals else version  # which has been read already
