"""计算说明的 Word 文件 (annex): the same derivation as paragraphs, for whoever wants to go on writing in it.

The picture stands in the PDF alone: Word takes no drawing without a second picture for programs that do not know it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from hjforms.law.steps import Schedule
from hjforms.render.annex import BODY, HEAD, INDENT, NAME, SMALL, TITLE
from hjforms.render.docx import package
from hjforms.render.xml import escape
from hjforms.template.word import DOCUMENT, W

HEADER = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
WORD = W.strip("{}")
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
MIME = "application/vnd.openxmlformats-officedocument.wordprocessingml"
FONT = '<w:rFonts w:ascii="宋体" w:hAnsi="宋体" w:eastAsia="宋体" w:cs="宋体"/>'
WITHIN = 11906 - 2 * 1120  # twips between the margins
PAGE = (
    '<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1240" w:right="1120" w:bottom="1240" w:left="1120"'
    ' w:header="600" w:footer="600" w:gutter="0"/>'
)


def annex_docx(about: str, lines: Iterable[str], schedule: Schedule | None = None) -> bytes:
    """The Word file of a derivation (计算说明): ``about`` says whose it is, ``lines`` how every figure came about.

    A ``schedule`` is a table on a page of its own.
    """
    headed = (_paragraph(NAME, TITLE, "center"), _paragraph(about, BODY, after=120))
    body = "".join((*headed, *_steps(list(lines)), *(_tabulated(about, schedule) if schedule else ())))
    section = f'<w:sectPr><w:footerReference w:type="default" r:id="rId1"/>{PAGE}</w:sectPr>'
    return package(
        {
            "[Content_Types].xml": _types(),
            "_rels/.rels": _relations("officeDocument", DOCUMENT),
            DOCUMENT: _part("document", f"<w:body>{body}{section}</w:body>"),
            "word/footer1.xml": _part("ftr", _numbered()),
            "word/_rels/document.xml.rels": _relations("footer", "footer1.xml"),
        }
    )


def _steps(lines: list[str]) -> Iterator[str]:
    """Each line as a paragraph; those of a step stay on one page."""
    for number, line in enumerate(lines):
        inside = line.lstrip(" ")
        is_last = number + 1 == len(lines) or not lines[number + 1].startswith(" ")
        if inside == line:
            yield _paragraph(inside, HEAD, before=100, keep=not is_last)
        else:
            yield _paragraph(inside, BODY, indent=round(INDENT * 20), keep=not is_last)


def _tabulated(about: str, schedule: Schedule) -> Iterator[str]:
    """A schedule as a table, whose heads stand on every page."""
    yield f'<w:p><w:r><w:br w:type="page"/></w:r></w:p>{_paragraph(schedule.title, TITLE, "center")}'
    yield _paragraph(about, BODY, after=120)
    heads, *rows = schedule.texts()
    width = WITHIN // len(heads)
    columns = f'<w:gridCol w:w="{width}"/>' * len(heads)
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    borders = "".join(f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>' for side in sides)
    yield (
        f'<w:tbl><w:tblPr><w:tblW w:w="{width * len(heads)}" w:type="dxa"/><w:tblBorders>{borders}</w:tblBorders>'
        f'<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{columns}</w:tblGrid>'
    )
    yield _row(heads, width, "<w:cantSplit/><w:tblHeader/>")
    yield from (_row(cells, width, "<w:cantSplit/>") for cells in rows)
    yield f"</w:tbl>{_paragraph('', BODY)}"


def _row(cells: Iterable[str], width: int, properties: str) -> str:
    room = f'<w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>'
    inside = "".join(f"<w:tc>{room}{_paragraph(text, BODY, 'center', before=40, after=40)}</w:tc>" for text in cells)
    return f"<w:tr><w:trPr>{properties}</w:trPr>{inside}</w:tr>"


def _paragraph(
    text: str, size: float, align: str = "left", *, before: int = 0, after: int = 0, indent: int = 0, keep: bool = False
) -> str:
    properties = (
        f'{"<w:keepNext/>" if keep else ""}<w:spacing w:before="{before}" w:after="{after}"/>'
        f'<w:ind w:left="{indent}"/><w:jc w:val="{align}"/>'
    )
    return f"<w:p><w:pPr>{properties}</w:pPr>{_run(_text(text), size)}</w:p>"


def _run(inside: str, size: float) -> str:
    half = round(size * 2)
    return f'<w:r><w:rPr>{FONT}<w:sz w:val="{half}"/><w:szCs w:val="{half}"/></w:rPr>{inside}</w:r>'


def _text(text: str) -> str:
    return f'<w:t xml:space="preserve">{escape(text)}</w:t>'


def _numbered() -> str:
    """The line at the foot of every page: 第 x 页 共 y 页."""
    runs = [_run(_text("第 "), SMALL), _field("PAGE"), _run(_text(" 页 共 "), SMALL), _field("NUMPAGES")]
    return f'<w:p><w:pPr><w:jc w:val="center"/></w:pPr>{"".join(runs)}{_run(_text(" 页"), SMALL)}</w:p>'


def _field(name: str) -> str:
    return f'<w:fldSimple w:instr=" {name} ">{_run(_text("1"), SMALL)}</w:fldSimple>'


def _part(name: str, inside: str) -> bytes:
    return f'{HEADER}<w:{name} xmlns:w="{WORD}" xmlns:r="{OFFICE}">{inside}</w:{name}>'.encode()


def _relations(kind: str, target: str) -> bytes:
    related = f'<Relationship Id="rId1" Type="{OFFICE}/{kind}" Target="{target}"/>'
    return f'{HEADER}<Relationships xmlns="{PACKAGE}/relationships">{related}</Relationships>'.encode()


def _types() -> bytes:
    parts = ((f"/{DOCUMENT}", "document.main"), ("/word/footer1.xml", "footer"))
    listed = "".join(f'<Override PartName="{name}" ContentType="{MIME}.{kind}+xml"/>' for name, kind in parts)
    rels = '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    return f'{HEADER}<Types xmlns="{PACKAGE}/content-types">{rels}{listed}</Types>'.encode()
