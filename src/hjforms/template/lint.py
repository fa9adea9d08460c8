"""Lint (检查模板): a Word template held against its record, both ways.

A tag without a field would print nothing: a problem, named with table, row, cell and tag. A field without a tag has no
place on this paper: it is listed, and a record that states it is refused when it would be lost (``render/places``).
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass

from hjforms.errors import DocumentError
from hjforms.paths import EVERY_ROW, RecordPath
from hjforms.records.base import Record, leaf_at, leaves, part_names, place, tables
from hjforms.template.layout import PAGE, without_place
from hjforms.template.word import DOCUMENT, Block, blocks, document_of, open_package, parse_xml, text_of
from hjforms.wording import Said, Sentence, Words, named

TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}")
VALUE = re.compile(r"\{\{\s*([A-Za-z_][\w.]*)\s*\}\}")
LOOP = re.compile(r"\{%tr\s+for\s+(\w+)\s+in\s+(\w+)\s*%\}")
END = re.compile(r"\{%tr\s+endfor\s*%\}")
NUMBER = re.compile(r"\{\{\s*loop\.index\s*\}\}")  # 序号: printed in every row of the page, no field


@dataclass(frozen=True)
class Problem:
    """One place where template and record disagree."""

    where: str
    tag: str
    message: Said

    def __str__(self) -> str:
        return str(self.line)

    @property
    def line(self) -> Said:
        """The problem with its place."""
        return named(Words(*filter(None, (self.where, self.tag))), self.message)


@dataclass(frozen=True)
class Tag:
    """A value tag of a template, with the path of its field: ``{{ y.year }}`` is ``years.*.year``."""

    where: str
    text: str
    path: str


def lint(word: bytes, record_type: type[Record]) -> list[Problem]:
    """Every problem of a Word template, in document order, then what is wrong with all of it."""
    try:
        parts = open_package(word)
        root = document_of(parts)
        problems = list(_strays(parts))
    except DocumentError as error:
        return [Problem("", "", error.message)]
    tags = list(_tags(list(blocks(root)), record_type, problems))
    known = paths_of(record_type)
    seen: dict[str, Tag] = {}
    for tag in tags:
        if tag.path not in known:
            problems.append(Problem(tag.where, tag.text, _unknown(tag.path, known)))
        elif tag.path in seen:
            problems.append(Problem(tag.where, tag.text, Sentence("与{where}重复。", where=seen[tag.path].where)))
        else:
            seen[tag.path] = tag
    return problems + list(_missing(record_type, set(seen)))


def lacking(word: bytes, record_type: type[Record]) -> tuple[str, ...]:
    """The fields for which a Word template has no place, and the single boxes of choices; ``*`` stands for a row."""
    found = _tags(list(blocks(document_of(open_package(word)))), record_type, [])
    return without_place(record_type, {tag.path for tag in found})


def _strays(parts: dict[str, bytes]) -> Iterator[Problem]:
    """The tags outside the main text (页眉、页脚、批注), which nothing fills."""
    for name, data in parts.items():
        if name.startswith("word/") and name.endswith(".xml") and name != DOCUMENT and (b"{{" in data or b"{%" in data):
            for tag in TAG.findall(text_of(parse_xml(data))) or [""]:
                yield Problem(name, tag, Sentence("标签只能写在正文的表格里。"))


def paths_of(record_type: type[Record]) -> dict[str, str]:
    """Every path that a tag may name, with the leaf it prints (``filled_on.year`` → ``filled_on``)."""
    paths: dict[str, str] = {PAGE: PAGE}
    for path, leaf in leaves(record_type).items():
        paths[path] = path
        paths.update({leaf.path / part: path for part in part_names(leaf)})
    return paths


def _unknown(path: str, known: dict[str, str]) -> Said:
    near = difflib.get_close_matches(path, known, 1)
    if near:
        return Sentence("记录中没有这个字段，是否为 {name}？", name=near[0])
    return Sentence("记录中没有这个字段。")


def _missing(record_type: type[Record], seen: set[str]) -> Iterator[Problem]:
    """A page that holds nothing, the number of the page, and dates of which only a part has a place.

    Without its number nobody, man or program, could tell which continuation pages belong together.
    """
    if not seen:
        yield Problem("", "", Sentence("模板里一个字段的标签也没有，请在要填写的格里写 {{{{ 字段 }}}}。"))
    if PAGE not in seen and any(RecordPath(path).table in tables(record_type) for path in seen):
        yield Problem("", f"{{{{ {PAGE} }}}}", Sentence("有表格的表须印页码，续页才知道属于哪一份。"))
    for path, leaf in leaves(record_type).items():
        parts = [leaf.path / part for part in part_names(leaf)]
        printed = [part for part in parts if part in seen]
        is_boxes = leaf.kind.parts is not None and leaf.kind.parts.boxes
        if printed and not is_boxes and len(printed) < len(parts):
            lost = [part for part in parts if part not in seen]
            told = Sentence("（{place}）缺少 {tags}。", place=place(record_type, path), tags=lost)
            yield Problem("", f"{{{{ {path} }}}}", told)


def _tags(found: list[Block], record_type: type[Record], problems: list[Problem]) -> Iterator[Tag]:
    """The value tags in document order; what is wrong with the tags themselves goes to ``problems``."""
    loop: tuple[str, str] | None = None
    for block in found:
        for number, text in enumerate(block.texts(), 1):
            where = (
                Sentence("表{table} 第{row}行 第{cell}格", table=block.table, row=block.row, cell=number)
                if block.table
                else Sentence("正文")
            )
            for tag in TAG.findall(text):
                if LOOP.fullmatch(tag):
                    loop = _open(tag, loop, record_type, where, problems)
                elif END.fullmatch(tag):
                    loop = None
                elif fault := _misplaced(tag, text, block) or _crowded(tag, text, _path(tag, loop), record_type):
                    problems.append(Problem(where, tag, fault))
                elif not (loop and NUMBER.fullmatch(tag)):
                    yield Tag(where, tag, _path(tag, loop))
            if "{{" in TAG.sub("", text) or "{%" in TAG.sub("", text):
                problems.append(Problem(where, "", Sentence("标签没有写完整（缺少右边的括号）。")))
    if loop:
        problems.append(Problem("", f"{{%tr for {loop[0]} in {loop[1]} %}}", Sentence("缺少 {{%tr endfor %}}。")))


def _misplaced(tag: str, text: str, block: Block) -> Said | None:
    """What is wrong with a value tag and where it stands; ``None`` where nothing is."""
    if not VALUE.fullmatch(tag):
        return Sentence("只能用 {{{{ 字段 }}}} 和 {{%tr for … in … %}}。")
    if not block.table:
        return Sentence("标签须写在表格的单元格里（边框可以不画）。")
    if len(TAG.findall(text)) > 1 or not text.strip().endswith(tag):
        return Sentence("一格里只能有一个标签，标签后面不能再有字，请另分一格（边框可以不画）。")
    return None


def _crowded(tag: str, text: str, path: str, record_type: type[Record]) -> Said | None:
    """What is wrong with a tag that has words before it in its cell: boxes are set in a font of their own."""
    leaf, part = leaf_at(record_type, path)
    is_box = bool(part) and leaf is not None and leaf.kind.parts is not None and leaf.kind.parts.boxes
    if is_box and text.strip() != tag:
        return Sentence("方框的标签须独占一个单元格（边框可以不画）。")
    return None


def _open(
    tag: str,
    loop: tuple[str, str] | None,
    record_type: type[Record],
    where: str,
    problems: list[Problem],
) -> tuple[str, str]:
    opened = LOOP.fullmatch(tag)
    assert opened
    row, table = opened[1], opened[2]
    if loop:
        problems.append(Problem(where, tag, Sentence("循环不能套循环。")))
    if table not in tables(record_type):
        problems.append(
            Problem(where, tag, Sentence("记录中没有这个表格，可用：{tables}。", tables=tables(record_type)))
        )
    return row, table


def _path(tag: str, loop: tuple[str, str] | None) -> str:
    value = VALUE.fullmatch(tag)
    assert value
    path = RecordPath(value[1])
    if loop and path.is_in(loop[0]):
        return RecordPath(loop[1]) / EVERY_ROW / path.within(loop[0])
    return path
