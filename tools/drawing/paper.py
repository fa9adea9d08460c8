"""Word files drawn from rows and cells: the least XML that Word, WPS and LibreOffice print alike.

Explicit ``gridCol`` and ``tcW`` (WPS trusts the one, Word the other), exact row heights, an ``eastAsia`` font on
every run, no theme, no text box. Lengths are twips (1/20 pt), font sizes points.
"""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

TEMPLATES = Path(__file__).parents[2] / "templates" / "docx"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
HEADER = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


@dataclass(frozen=True)
class Cell:
    """A table cell ``width`` twips wide; several lines of text are separated by a newline."""

    text: str
    width: int
    align: str = "center"
    size: float = 9
    font: str = "宋体"
    bold: bool = False
    edges: str = "tlbr"  # which borders are drawn: top, left, bottom, right
    merge: str | None = None  # "restart" or "continue": spans rows
    spread: bool = False  # the text is spread over the width of its cell (姓 名)
    line: int | None = None  # an exact line height: fonts of different heights stand on one line
    above: int = 0  # the height of a blank paragraph before the text: room for a picture


@dataclass(frozen=True)
class Row:
    """A table row ``height`` twips high. ``loop`` writes the docxtpl row loop around it."""

    height: int
    cells: tuple[Cell, ...]
    loop: str | None = None


def run(text: str, size: float, font: str, *, bold: bool = False) -> str:
    """One run of text; newlines become line breaks."""
    fonts = f'<w:rFonts w:ascii="{font}" w:hAnsi="{font}" w:eastAsia="{font}" w:cs="{font}"/>'
    weight = "<w:b/>" if bold else ""
    half_points = round(size * 2)
    props = f'<w:rPr>{fonts}{weight}<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/></w:rPr>'
    lines = '</w:t><w:br/><w:t xml:space="preserve">'.join(escape(line) for line in text.split("\n"))
    return f'<w:r>{props}<w:t xml:space="preserve">{lines}</w:t></w:r>'


def paragraph(
    text: str,
    size: float,
    font: str = "宋体",
    *,
    align: str = "left",
    bold: bool = False,
    line: int | None = None,
    after: int = 0,
    indent: int = 0,
) -> str:
    """One paragraph; ``line`` is an exact line height, ``indent`` moves the first line in."""
    height = f' w:line="{line}" w:lineRule="exact"' if line else ' w:line="240" w:lineRule="auto"'
    first = f'<w:ind w:firstLine="{indent}"/>' if indent else ""
    props = f'<w:spacing w:before="0" w:after="{after}"{height}/>{first}<w:jc w:val="{align}"/>'
    body = run(text, size, font, bold=bold) if text else ""
    return f"<w:p><w:pPr>{props}</w:pPr>{body}</w:p>"


def cell(item: Cell, span: int) -> str:
    """One ``w:tc`` that covers ``span`` columns of the grid."""
    props = [f'<w:tcW w:w="{item.width}" w:type="dxa"/>']
    if span > 1:
        props.append(f'<w:gridSpan w:val="{span}"/>')
    if item.merge:
        props.append('<w:vMerge w:val="restart"/>' if item.merge == "restart" else "<w:vMerge/>")
    hidden = [edge for edge in ("top", "left", "bottom", "right") if edge[0] not in item.edges]
    if hidden:
        edges = "".join(f'<w:{edge} w:val="nil"/>' for edge in hidden)
        props.append(f"<w:tcBorders>{edges}</w:tcBorders>")
    props.append(f'<w:vAlign w:val="{"top" if item.above else "center"}"/>')
    align = "distribute" if item.spread else item.align
    text = "" if item.merge == "continue" else item.text
    room = paragraph("", 1, line=item.above) if item.above else ""
    body = room + paragraph(text, item.size, item.font, align=align, bold=item.bold, line=item.line)
    return f"<w:tc><w:tcPr>{''.join(props)}</w:tcPr>{body}</w:tc>"


def table(rows: list[Row]) -> str:
    """A fixed-layout table; its grid is the union of the column edges of all its rows."""
    edges = sorted({edge for row in rows for edge in column_edges(row)} | {0})
    grid = "".join(f'<w:gridCol w:w="{b - a}"/>' for a, b in zip(edges, edges[1:], strict=False))
    sides = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    props = (
        f'<w:tblPr><w:tblW w:w="{edges[-1]}" w:type="dxa"/><w:jc w:val="center"/><w:tblBorders>{sides}</w:tblBorders>'
        '<w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="40" w:type="dxa"/>'
        '<w:right w:w="40" w:type="dxa"/></w:tblCellMar></w:tblPr>'
    )
    body = "".join(table_row(row, edges) for row in rows)
    return f"<w:tbl>{props}<w:tblGrid>{grid}</w:tblGrid>{body}</w:tbl>"


def column_edges(row: Row) -> list[int]:
    """The right edges of the cells of a row, from the left edge of the table."""
    edges = []
    for item in row.cells:
        edges.append((edges[-1] if edges else 0) + item.width)
    return edges


def table_row(row: Row, edges: list[int]) -> str:
    """One ``w:tr``, between the two rows of its docxtpl loop where it has one."""
    cells, left = [], 0
    for item, right in zip(row.cells, column_edges(row), strict=True):
        cells.append(cell(item, edges.index(right) - edges.index(left)))
        left = right
    height = f'<w:trPr><w:cantSplit/><w:trHeight w:val="{row.height}" w:hRule="exact"/><w:jc w:val="center"/></w:trPr>'
    body = f"<w:tr>{height}{''.join(cells)}</w:tr>"
    if row.loop is None:
        return body
    return loop_row(f"{{%tr {row.loop} %}}", edges) + body + loop_row("{%tr endfor %}", edges)


def loop_row(tag: str, edges: list[int]) -> str:
    """A row that only carries a docxtpl tag and is not printed."""
    return f"<w:tr>{cell(Cell(tag, edges[-1]), len(edges) - 1)}</w:tr>"


def document(body: str, *, landscape: bool, margins: tuple[int, int, int, int]) -> str:
    """``word/document.xml`` of an A4 page; margins are top, right, bottom, left."""
    width, height = (16838, 11906) if landscape else (11906, 16838)
    orient = ' w:orient="landscape"' if landscape else ""
    top, right, bottom, left = margins
    section = (
        f'<w:sectPr><w:pgSz w:w="{width}" w:h="{height}"{orient}/>'
        f'<w:pgMar w:top="{top}" w:right="{right}" w:bottom="{bottom}" w:left="{left}" '
        'w:header="400" w:footer="400" w:gutter="0"/></w:sectPr>'
    )
    return f'{HEADER}<w:document xmlns:w="{W}"><w:body>{body}{section}</w:body></w:document>'


STYLES = (
    f'{HEADER}<w:styles xmlns:w="{W}"><w:docDefaults><w:rPrDefault><w:rPr>'
    '<w:rFonts w:ascii="宋体" w:hAnsi="宋体" w:eastAsia="宋体" w:cs="宋体"/><w:sz w:val="18"/><w:szCs w:val="18"/>'
    '<w:lang w:val="en-US" w:eastAsia="zh-CN"/></w:rPr></w:rPrDefault>'
    '<w:pPrDefault><w:pPr><w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/></w:pPr></w:pPrDefault></w:docDefaults>'
    '<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style></w:styles>'
)
SETTINGS = (
    f'{HEADER}<w:settings xmlns:w="{W}"><w:characterSpacingControl w:val="doNotCompress"/><w:compat>'
    '<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>'
    "</w:compat></w:settings>"
)
TYPES = (
    f'{HEADER}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    + "".join(
        f'<Override PartName="/word/{name}.xml" '
        f'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.{kind}+xml"/>'
        for name, kind in (("document", "document.main"), ("styles", "styles"), ("settings", "settings"))
    )
    + "</Types>"
)
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def relations(*targets: tuple[str, str]) -> str:
    """A relationships part that points to ``(kind, target)`` in this order."""
    items = "".join(
        f'<Relationship Id="rId{number}" Type="{RELATION}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, 1)
    )
    return f'{HEADER}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{items}</Relationships>'


def save(form: str, xml: str) -> None:
    """Write the Word file of ``form``, the same bytes on every day."""
    target = TEMPLATES / f"{form}.docx"
    target.parent.mkdir(parents=True, exist_ok=True)
    parts = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": relations(("officeDocument", "word/document.xml")),
        "word/document.xml": xml,
        "word/_rels/document.xml.rels": relations(("styles", "styles.xml"), ("settings", "settings.xml")),
        "word/styles.xml": STYLES,
        "word/settings.xml": SETTINGS,
    }
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
