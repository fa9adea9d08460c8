"""Word files (读 DOCX): rows found by what is printed in them, not by where they stand.

The prepared template says what each row prints and where its values are. The rows of a returned file are held
against that in order; the rows of the table of years are those between its head and the row after it, however
many they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from hjforms.findings import Finding
from hjforms.reading.identification import candidates
from hjforms.reading.reading import FormLike, PageTexts, Source
from hjforms.template.store import TOKEN, Compiled
from hjforms.template.word import Block, blocks, document_of, parse_xml

_SPACE = re.compile(r"\s+")


@dataclass(frozen=True)
class _Pattern:
    """A row of the template: its labels, and the paths of the cells that are filled in."""

    labels: tuple[str | None, ...]  # None where a value stands
    paths: tuple[str, ...]  # "" where a label stands
    repeated: bool

    @property
    def is_empty(self) -> bool:
        return not any(self.labels) and not any(self.paths)

    def matches(self, texts: tuple[str, ...]) -> bool:
        """True where a row prints the same labels in the same cells."""
        if len(texts) != len(self.labels):
            return False
        return all(not label or label == text for label, text in zip(self.labels, texts, strict=True))


@cache
def _patterns(template: Compiled) -> tuple[_Pattern, ...]:
    """The rows of a template that print or hold something; the repeated row once."""
    prefix = template.layout.row_prefix
    found: list[_Pattern] = []
    for block in blocks(parse_xml(template.document.encode())):
        texts = [text.strip() for text in block.texts()]
        tokens = [TOKEN.fullmatch(text) for text in texts]
        paths = tuple(token[1] if token else "" for token in tokens)
        repeated = bool(template.layout.table) and any(path.startswith(prefix) for path in paths)
        if repeated:  # the number of a row is printed, but no label
            texts = ["" if text.isdecimal() else text for text in texts]
            paths = tuple(path.removeprefix(prefix).partition(".")[2] for path in paths)
        labels = tuple(None if token else _squeezed(text) for text, token in zip(texts, tokens, strict=True))
        pattern = _Pattern(labels, paths, repeated)
        if not pattern.is_empty and not (repeated and found and found[-1].repeated):
            found.append(pattern)
    return tuple(found)


def _squeezed(text: str) -> str:
    return _SPACE.sub("", text)


def identify(
    parts: dict[str, bytes], forms: tuple[FormLike, ...]
) -> list[tuple[FormLike, list[PageTexts], list[Finding]]]:
    """The forms of a Word package with the texts of their pages, in the order of the document."""
    found = list(blocks(document_of(parts)))
    titles: dict[str, list[FormLike]] = {}
    for form in forms:
        titles.setdefault(_squeezed(form.title), []).append(form)
    starts: list[tuple[int, list[FormLike]]] = []
    for index, block in enumerate(found):
        titled = titles.get(_squeezed("".join(block.texts())))
        if titled and not (block.table and starts and starts[-1][1] is titled):  # such a text in a cell is a value
            starts.append((index, titled))
    bounds = [0, *(index for index, _ in starts[1:]), len(found)]
    sections: list[tuple[FormLike, list[Block]]] = []
    for (_, titled), first, last in zip(starts, bounds, bounds[1:], strict=False):
        section = found[first:last]
        form = _best(titled, section)
        if sections and sections[-1][0] is form:
            sections[-1][1].extend(section)
        else:
            sections.append((form, section))
    return [(form, *_pages(form, section)) for form, section in sections]


def _best(forms: list[FormLike], found: list[Block]) -> FormLike:
    """Of the forms that share a title, the one whose labels are best met."""
    if len(forms) == 1:
        return forms[0]
    text = "".join(text for block in found for text in block.texts())
    return next(iter(candidates(text, forms)), forms[0])


def _pages(form: FormLike, found: list[Block]) -> tuple[list[PageTexts], list[Finding]]:
    """The pages of one form. Text that stands nowhere on the form is a finding, not lost."""
    patterns = _patterns(form.compiled)
    pages = [PageTexts({}, [], 1)]
    findings: list[Finding] = []
    position = 0
    for block in found:
        texts = tuple(map(_squeezed, block.texts()))
        match = _find(patterns, position, texts)
        if match is None:
            if any(texts):
                where = f"表{block.table} 第{block.row}行" if block.table else "表格之外的一段文字"
                message = f"{where}不是《{form.title}》上的内容，没有读入，请人工查看。"
                findings.append(Finding("warning", "", "read.unknown", message))
            continue
        if match < position:
            pages.append(PageTexts({}, [], len(pages) + 1))
        position = match if patterns[match].repeated else match + 1
        _take(patterns[match], block, pages[-1])
    return pages, findings


def _find(patterns: tuple[_Pattern, ...], position: int, texts: tuple[str, ...]) -> int | None:
    """The pattern of a row: the nearest one that follows, or one of a new page. Labels count before blanks.

    A row that prints no label (a year, the number of the page) is known by its place alone.
    """
    order = [*range(position, len(patterns)), *range(position)]
    fitting = [index for index in order if patterns[index].matches(texts)]
    labelled: list[int] = [index for index in fitting if any(patterns[index].labels)]
    if labelled:
        return labelled[0]
    expected = position < len(patterns) and not any(patterns[position].labels)
    return position if expected and position in fitting else None


def _take(pattern: _Pattern, block: Block, page: PageTexts) -> None:
    """Take the values of a row that matched."""
    sources = dict(_sources(pattern, block, page.page))
    if pattern.repeated:
        page.rows.append(sources)
    else:
        page.fields.update(sources)


def _sources(pattern: _Pattern, block: Block, page: int) -> Iterator[tuple[str, Source]]:
    for path, text in zip(pattern.paths, block.texts(), strict=True):
        if path and text:
            yield path, Source(text, page, None, "cell")
