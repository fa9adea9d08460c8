"""The page of a reading (读取说明): the paper as a picture with every box, what was read there, and every finding.

A Word file has no picture; its fields stand in a table with their places in the words of the paper.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from hjforms.findings import Finding
from hjforms.reading.page.texts import METHODS
from hjforms.reading.result import document
from hjforms.reading.result.reading import FieldReading, Reading
from hjforms.records.base import place
from hjforms.render.pictures import DOTS_PER_POINT, PagePicture, opened_picture, page_pictures, png
from hjforms.report import GRADES, claimed, finding_text, summary
from hjforms.unread import Unread
from hjforms.webpages import embedded, filled
from hjforms.wording import Language, Listed, Said, Sentence, named, said

MOST_PICTURES = 50
RECOGNISED = "ocr"
FINE = 2.0  # dots a point of pages whose cells are shown
CELL_HEIGHT = 64  # dots of the picture of a cell
GRAVEST = ("error", "warning", "")
PAGE = """<!doctype html>
<html lang="{{ code }}"><meta charset="utf-8"><title>{{ words.title }}</title>
<style>
body { font-family: "Noto Serif CJK SC", SimSun, serif; margin: 1em 2em; color: #222; }
section { display: grid; grid-template-columns: 3fr 2fr; gap: 2em; border-top: 1px solid #999; padding: 1em 0; }
section.bare { grid-template-columns: 1fr; } h2 { grid-column: 1 / -1; margin: 0; }
.paper { position: relative; margin: 0 0 1em; } .paper img { width: 100%; border: 1px solid #ccc; display: block; }
.box { position: absolute; border: 1px solid #2a7; background: rgba(0, 180, 90, 0.08); }
.box.warning { border-color: #c80; background: rgba(255, 170, 0, 0.22); }
.box.error { border-color: #c00; background: rgba(255, 0, 0, 0.2); }
.box:hover, .box:target { outline: 2px solid #06c; }
td, th { vertical-align: top; text-align: left; padding: 0.1em 0.8em 0.1em 0; font-size: 0.9em; }
img.cell { max-width: 22em; max-height: 6em; border: 1px solid #ccc; }
tr:target { background: #def; } td a { color: inherit; } small { color: #666; }
.warning td, p.warning { color: #a60; } .error td, p.error { color: #b00; }
</style>
<h1>{{ words.heading }} <small>{{ name }}</small></h1>
{% for reading in readings %}
<section class="{{ '' if reading.papers else 'bare' }}">
<h2>{{ reading.title }} <small>{{ reading.about }}</small></h2>
{% if reading.papers %}
<div>
{% for paper in reading.papers %}
<div class="paper"><img src="{{ paper.picture }}" alt="{{ paper.alt }}">
{% for mark in paper.marks %}<a class="box {{ mark.grade }}" id="{{ mark.id }}-box" href="#{{ mark.id }}"
title="{{ mark.title }}"
style="left:{{ mark.left }}%;top:{{ mark.top }}%;width:{{ mark.width }}%;height:{{ mark.height }}%"></a>
{% endfor %}</div>
{% endfor %}
</div>
{% endif %}
<div>
<p>{{ reading.summary }}</p>
{% for finding in reading.findings %}<p class="{{ finding.grade }}">{{ finding.text }}</p>{% endfor %}
<table><tr>{% for head in words.heads %}<th>{{ head }}</th>{% endfor %}</tr>
{% for row in reading.rows %}
<tr id="{{ row.id }}" class="{{ row.grade }}"><td><a href="#{{ row.id }}-box">{{ row.place }}</a></td>
<td>{% if row.picture %}<img class="cell" src="{{ row.picture }}" alt=""><br>{% endif %}
{{ row.text }}{% if row.rivals %}<br><small>{{ row.rivals }}</small>{% endif %}</td><td>{{ row.page }}</td>
<td>{{ row.method }}<br><small>{{ row.witness }}</small></td>
<td title="{{ row.claimed }}">{{ row.confidence }}</td></tr>
{% for line in row.findings %}<tr class="{{ row.grade }}"><td></td><td colspan="4">{{ line }}</td></tr>{% endfor %}
{% endfor %}
</table>
</div>
</section>
{% endfor %}
</html>
"""
CARRIED = {True: Sentence("文件附有出表时的记录，已逐栏比对"), False: Sentence("文件没有附带出表时的记录")}
HEADING = Sentence("读取说明")
HEADS = (Sentence("栏目"), Sentence("读出"), Sentence("页"), Sentence("怎样读出"), Sentence("把握"))


@dataclass(frozen=True)
class _Mark:
    """A box on a picture; sides in parts of a hundred."""

    id: str
    grade: str
    title: str
    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True)
class _Paper:
    """A page of the file with its boxes."""

    alt: str
    picture: str
    marks: list[_Mark]


def page(name: str, data: bytes, judged: Sequence[tuple[Reading, Sequence[Finding]]], lang: Language = "zh") -> bytes:
    """The page that explains how a file was read; ``judged`` are its readings with everything found about them.

    What it says itself is in ``lang``; what stands on the paper is as it stands there.
    """
    shown = [_shown(str(index), data, reading, findings) for index, (reading, findings) in enumerate(judged)]
    words = {"title": named(HEADING, name), "heading": HEADING, "heads": HEADS}
    code = {"zh": "zh-CN", "en": "en"}[lang]
    return filled(PAGE, name=name, code=code, **_spoken({"words": words, "readings": shown}, lang))


def _spoken(value: Any, lang: Language) -> Any:
    """The same with every text for people in a language."""
    if isinstance(value, Said):
        return value.text(lang)
    if isinstance(value, _Paper):
        return replace(value, alt=said(value.alt).text(lang))
    if isinstance(value, dict):
        return {key: _spoken(item, lang) for key, item in value.items()}
    return [_spoken(item, lang) for item in value] if isinstance(value, list | tuple) else value


def _shown(prefix: str, data: bytes, reading: Reading, findings: Sequence[Finding]) -> dict[str, Any]:
    """One reading as the template shows it."""
    ids = {path: f"f{prefix}-{path}" for path in reading.fields}
    papers, cells = _papers(data, reading, ids, findings)
    rows = [
        _row(reading, path, field, ids[path], _of(findings, path)) | {"picture": cells.get(path, "")}
        for path, field in reading.fields.items()
    ]
    if cells:  # what a person has to look at first
        rows.sort(key=lambda row: GRAVEST.index(row["grade"]))
    apart = [finding for finding in findings if finding.path not in reading.fields]
    return {
        "title": reading.form.title,
        "about": Listed(reading.form.id, CARRIED[reading.carried]),
        "summary": summary(findings),
        "findings": [{"grade": item.severity, "text": _line(item)} for item in apart],
        "rows": rows,
        "papers": papers,
    }


def _of(findings: Iterable[Finding], path: str) -> list[Finding]:
    return [finding for finding in findings if finding.path == path]


def _line(finding: Finding) -> Said:
    told = finding_text(finding)
    if finding.article:
        told = Sentence("{told}（依据：{article}）", told=told, article=finding.article)
    return Sentence("{grade} {told}", grade=GRADES[finding.severity], told=told)


def _grade(findings: Sequence[Finding]) -> str:
    """The gravest of some findings; empty where there are none."""
    return min((finding.severity for finding in findings), default="")


def _row(reading: Reading, path: str, field: FieldReading, name: str, findings: list[Finding]) -> dict[str, Any]:
    """One field as a row of the table."""
    taken = field.value is not None and not isinstance(field.value, Unread)
    return {
        "id": name,
        "grade": _grade(findings),
        "place": place(reading.form.record_type, path),
        "text": field.text if taken else Sentence("{text}〔没有读入〕", text=field.text),
        "page": field.page,
        "method": METHODS[field.method],
        "witness": field.witness,
        "rivals": Sentence("另有：{rivals}", rivals=field.rivals) if field.rivals else "",
        "claimed": claimed(reading, path),
        "confidence": f"{field.confidence:.0%}",
        "findings": [_line(finding) for finding in findings],
    }


def _papers(
    data: bytes, reading: Reading, ids: dict[str, str], findings: Sequence[Finding]
) -> tuple[list[_Paper], dict[str, str]]:
    """The pages on which fields were read, as pictures with boxes, and the picture of each cell that was recognised."""
    numbers = {field.page for field in reading.fields.values() if field.box}
    is_scan = any(field.method == RECOGNISED for field in reading.fields.values())
    pictures = page_pictures(document.shown(data), numbers, MOST_PICTURES, FINE if is_scan else DOTS_PER_POINT)
    papers = [_paper(picture, number, reading, ids, findings) for number, picture in pictures.items()]
    cells: dict[str, str] = {}
    for number, picture in pictures.items() if is_scan else ():
        drawn = opened_picture(picture.png)
        for path, field in reading.fields.items():
            if field.page == number and field.box and field.method == RECOGNISED:
                cells[path] = embedded(png(_cell(drawn, picture.place(field.box))))
    return papers, cells


def _paper(
    picture: PagePicture, number: int, reading: Reading, ids: dict[str, str], findings: Sequence[Finding]
) -> _Paper:
    """A page with its boxes."""
    marks = []
    for path, field in reading.fields.items():
        if field.page == number and field.box:
            title = f"{place(reading.form.record_type, path)}：{field.text}"
            marks.append(_Mark(ids[path], _grade(_of(findings, path)), title, *picture.place(field.box)))
    return _Paper(Sentence("第{page}页", page=number), embedded(picture.png), marks)


def _cell(drawn: Any, sides: tuple[float, float, float, float]) -> Any:
    """The picture of a cell with a little of what is around it, enlarged."""
    left, top, width, height = (side / 100 for side in sides)
    rim = 0.15 * height
    corners = (left - rim, top - rim, left + width + rim, top + height + rim)
    x0, y0, x1, y1 = (round(min(1.0, max(0.0, at)) * size) for at, size in zip(corners, drawn.size * 2, strict=True))
    part = drawn.crop((x0, y0, max(x0 + 1, x1), max(y0 + 1, y1))).convert("L")
    larger = min(3.0, max(1.0, CELL_HEIGHT / part.height))
    return part.resize((max(1, round(part.width * larger)), max(1, round(part.height * larger))))
