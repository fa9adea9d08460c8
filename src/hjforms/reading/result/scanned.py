"""Pictures of pages (读扫描页): the forms that lie on one, each read through its template."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from hjforms.errors import DocumentError
from hjforms.findings import Finding
from hjforms.reading.file import clock
from hjforms.reading.ours.canonical import by_path
from hjforms.reading.page.texts import FormLike
from hjforms.reading.result.bundle import FormPage
from hjforms.reading.result.contents import Contents
from hjforms.reading.result.strange import versions_on
from hjforms.reading.scan import libraries
from hjforms.wording import Sentence

if TYPE_CHECKING:
    from hjforms.reading.scan.sheet import Ground

PAGE_S = 180.0  # seconds that a page may take, on a machine that has much other work
MOST_FORMS = 4  # on one picture
FEWEST_DOTS = 90  # an inch: what is coarser is no reading


def contents_of(data: bytes, forms: tuple[FormLike, ...]) -> Contents:
    """What is in a file that is a picture, of one page or more.

    Raises ``DependencyMissing`` without the extra ``scan``, ``DocumentError`` for a picture that cannot be read or
    on which no form lies.
    """
    libraries.require()
    from hjforms.reading.scan.pictures import pages
    from hjforms.reading.scan.sheet import Ground

    found: list[FormPage] = []
    apart: list[Finding] = []
    for number, picture in enumerate(pages(data), 1):
        read, told = forms_on(picture, Ground(number, 1.0, 0.0, float(picture.shape[0])), forms)
        found += read
        apart += told
    if not found:
        raise DocumentError(apart[0].message if apart else Sentence("图片里没有页面。"))
    return Contents.of(told_with_first(found, apart))


def forms_on(picture: Any, ground: Ground, forms: Sequence[FormLike]) -> tuple[list[FormPage], list[Finding]]:
    """The forms on a picture that are on our templates, from the top, and what is to be said where there are none."""
    import cv2

    from hjforms.reading.scan.registration import register
    from hjforms.reading.scan.sheet import Sheet
    from hjforms.reading.scan.templates import template_of

    clock.next_page(PAGE_S)
    templates = [template_of(form) for form in forms]
    found: list[tuple[int, FormPage]] = []
    coarse = 0.0
    while len(found) < MOST_FORMS and (registered := register(picture, templates)) is not None:
        if registered.dots_per_inch < FEWEST_DOTS:
            coarse = registered.dots_per_inch
            break
        form, outline = registered.template.form, registered.outline
        sources = Sheet(picture, registered, ground).sources()
        page = by_path(registered.template.layout, sources, ground.number)
        found.append((int(outline[:, 1].min()), (form, page)))
        if cv2.contourArea(outline) > picture.shape[0] * picture.shape[1] / 2:
            break
        picture = cv2.fillPoly(picture.copy(), [outline], (255, 255, 255))
    found.sort(key=lambda item: item[0])
    pages = [form_page for _, form_page in found]
    pages = pages or ([] if coarse else _others_on(picture, ground, forms))
    return pages, [] if pages else [_refused(ground.number, round(coarse))]


def _others_on(picture: Any, ground: Ground, forms: Sequence[FormLike]) -> list[FormPage]:
    """The forms on a picture that other offices drew."""
    from hjforms.reading.scan.lines import whole
    from hjforms.reading.scan.papers import paper_of

    seen = whole(picture)
    if seen is None:
        return []
    paper = paper_of(seen, ground.number)
    versions, _ = versions_on(paper, forms)
    return [(version.form, paper.told(version.texts(), seen, ground)) for version in versions]


def _refused(number: int, coarse: int) -> Finding:
    """That on a picture no form was found, or one that is too ``coarse`` (dots an inch, else 0) to be read."""
    message = Sentence(
        "第{page}页是图片，上面找不到认得的表（拍得不全、太模糊，或不是本工具的版面），没有读入，请重新扫描或人工录入。",
        page=number,
    )
    if coarse:
        message = Sentence(
            "第{page}页的图片太粗（约 {dots} dpi），看不清，没有读入；请用 200 至 300 dpi 重新扫描。",
            page=number,
            dots=coarse,
        )
    return Finding("error", "", "read.page", message)


def told_with_first(found: list[FormPage], apart: Sequence[Finding]) -> list[FormPage]:
    """The pages, where the first tells what is on other pages."""
    from dataclasses import replace

    if not found or not apart:
        return found
    form, page = found[0]
    return [(form, replace(page, findings=(*page.findings, *apart))), *found[1:]]
