"""Web pages as papers (网页): what browsers and Word hide on them, LibreOffice shows.

So a page is taken only where everything that it says of itself means the same to all of them: elements, attributes and
styles that are known to be harmless. What is none of these refuses the page by its name. Notes between the lines
(comments) and what describes the page are left out, because LibreOffice makes notes of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import message_from_bytes
from email.message import Message
from typing import Any

from hjforms.errors import DocumentError
from hjforms.wording import Sentence

_ELEMENTS = re.compile(
    r"html|head|body|title|meta|style|link|base|div|p|span|table|thead|tbody|tfoot|tr|td|th|colgroup|col|caption|b|strong"
    r"|i|em|u|font|center|h[1-6]|br|hr|img|s|strike|sup|sub|ul|ol|li|a|small|big|nobr|(?:o|w|st1|v):[\w-]+"
)
_LEFT_OUT = frozenset({"title", "meta", "link", "base"})  # which describe the page
_ATTRIBUTES = frozenset({"hidden", "contenteditable", "srcset", "background"})
"""Attributes that refuse a page, whatever they say."""
_HARMLESS = re.compile(
    r"(?:background|border|padding|margin)(?:-[\w-]+)?|color|font(?:-family|-size|-weight|-style|-variant)?|text-align"
    r"|text-indent|text-decoration|text-underline|text-justify|text-autospace|line-height|vertical-align|width|height"
    r"|letter-spacing|word-break|word-wrap|line-break|layout-grid(?:-[\w-]+)?|tab-stops|size|page|panose-1"
    r"|page-break-[\w-]+|orphans|widows|direction|punctuation-[\w-]+|table-layout|white-space|tab-interval"
    r"|mso-(?:style|bidi|fareast|ascii|hansi|font-(?:kerning|charset|signature|pitch|format|alt)|generic|pagination"
    r"|layout|border|padding|table|yfti|width|para-margin|line-height|spacerun|margin|header-margin|footer-margin"
    r"|paper|outline|ansi|char-indent|cellspacing|shading|pattern|list|level|outline)[\w-]*"
)
_NUMBER = re.compile(r"(-?\d*\.?\d+)\s*(pt|px|cm|mm|in|em|rem|%|)")
_POINTS = {"pt": 1.0, "": 0.75, "px": 0.75, "cm": 28.3, "mm": 2.83, "in": 72.0, "em": 12.0, "rem": 12.0, "%": 0.12}
_FURTHEST = -45.0  # points: what hangs out of its paragraph in an honest list
_SMALLEST = 4.0  # points
_ALIGNED = {"top", "middle", "bottom", "baseline", "center", "inherit", "initial"}
_REMARK = re.compile(r"/\*.*?\*/|<!--|-->", re.DOTALL)
_BLOCK = re.compile(r"\{([^{}]*)\}")
_ISLAND = re.compile(r"<(xml|style)\b.*?</\1\s*>|<[^>]*>", re.DOTALL | re.IGNORECASE)
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_HEAD = 4096
_CHINESE = {"gb2312", "gbk", "gb_2312-80", "x-gbk"}


def page_of_archive(data: bytes) -> bytes:
    """The page in a web archive (MHT), as ``checked`` gives it. Raises ``DocumentError`` where there is none."""
    for part in message_from_bytes(data).walk():
        if part.get_content_type() == "text/html":
            return checked(_packed(part), part.get_content_charset())
    raise DocumentError(Sentence("网页存档文件（MHT）里没有网页，可能已损坏。"))


def _packed(part: Message) -> bytes:
    packed = part.get_payload(decode=True)
    return packed if isinstance(packed, bytes) else b""


def checked(data: bytes, charset: str | None = None) -> bytes:
    """A page as LibreOffice is to see it, in UTF-8.

    Raises ``DocumentError`` for a page on which something may be shown otherwise, with what that is.
    """
    from lxml import etree, html

    try:
        root: Any = html.document_fromstring(_text(data, charset), parser=html.HTMLParser(no_network=True))
    except (etree.LxmlError, ValueError):
        raise DocumentError(Sentence("网页文件的内容已损坏，无法解析。")) from None
    strange = dict.fromkeys(_strange(root))
    if strange:
        raise DocumentError(
            Sentence(
                "网页里有 {names}，浏览器、Word 与 LibreOffice 显示的可能不一样，没有读取；"
                "请在 Word 或 WPS 中打开，看清后另存为 .docx 再读。",
                names="、".join(list(strange)[:5]),
            )
        )
    for element in list(root.iter()):
        if not isinstance(element.tag, str) or element.tag in _LEFT_OUT:
            element.drop_tree()
    text: bytes = html.tostring(root, encoding="utf-8")
    return b'<!DOCTYPE html><meta charset="utf-8">' + text


def _text(data: bytes, charset: str | None) -> str:
    """The text of a page: by its mark, by what it or its archive says, or as what it can be."""
    said = _CHARSET.search(data[:_HEAD])
    names = ("utf-8-sig" if data.startswith(b"\xef\xbb\xbf") else None, charset, said and said[1].decode())
    for name in (*filter(None, names), "utf-8", "gb18030"):
        try:
            return data.decode("gb18030" if name.lower() in _CHINESE else name)
        except (UnicodeDecodeError, LookupError):
            continue
    raise DocumentError(Sentence("网页文件的内容已损坏，无法解析。"))


def _strange(root: Any) -> Iterator[str]:
    """The names of everything on a page that is not known to be harmless."""
    for element in (*root.itersiblings(preceding=True), *root.iter(), *root.itersiblings()):
        if not isinstance(element.tag, str):
            if _speaks(element.text or ""):
                yield "<!--[if …]>"
            continue
        if not _ELEMENTS.fullmatch(element.tag):
            yield f"<{element.tag}>"
        if element.tag == "link" and "stylesheet" in element.get("rel", "").lower():
            yield "<link>"
        yield from (name for name, value in element.attrib.items() if _refuses(name, value))
        yield from _told(element.get("style", ""))
        if element.tag == "style":
            sheet = _REMARK.sub(" ", element.text or "")
            inner = _BLOCK.findall(sheet)
            if "@import" in sheet or "{" in _BLOCK.sub("", sheet):  # blocks within blocks
                yield "<style>"
            for block in inner:
                yield from _told(block)


def _refuses(name: str, value: str) -> bool:
    """True for an attribute that may hide, change or turn what is shown."""
    return name in _ATTRIBUTES or name.startswith("on") or (name == "dir" and value.lower() != "ltr")


def _speaks(remark: str) -> bool:
    """True for a remark that is text to Word alone."""
    return "[if" in remark and bool(re.sub(r"\[(?:if|endif).*?\]>?|<!|\s", "", _ISLAND.sub("", remark)))


def _told(style: str) -> Iterator[str]:
    """The properties of a style that may hide, move or change a text."""
    for said in style.split(";"):
        name, _, value = (part.strip().lower() for part in said.partition(":"))
        if name and (not _HARMLESS.fullmatch(name) or _is_odd(name, value)):
            yield name


def _is_odd(name: str, value: str) -> bool:
    """True for a value of a harmless property that is not."""
    measures = [float(number) * _POINTS[unit] for number, unit in _NUMBER.findall(value)]
    if name == "vertical-align":
        return value not in _ALIGNED
    if name in {"font-size", "font"}:
        return any(measure < _SMALLEST for measure in measures[:1])
    if name == "direction":
        return value != "ltr"
    return "url" in value or any(measure < _FURTHEST for measure in measures)
