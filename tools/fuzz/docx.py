"""What happens to a Word file: to its bytes, to its parts, and to the elements of its text."""

from __future__ import annotations

import copy
import io
import zipfile
from collections.abc import Callable
from random import Random
from typing import Any

from lxml import etree

from hjforms.template.word import DOCUMENT, W
from tools.corpus.word import zipped
from tools.fuzz import pdf

MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NUMBERS = ("0", "-1", "1", "2", "63", "999", "65536", "2147483648", "99999999999999999999", "x", "", "true", "auto")


def mutated(random: Random, data: bytes) -> tuple[bytes, bool]:
    """The file with faults in it, and whether it shows the same as before."""
    chance = random.random()
    if chance < 0.15:
        return random.choice(pdf.RAW)(random, data), False
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    if chance < 0.3:
        _change_parts(random, parts)
        return zipped(parts), False
    is_quiet = chance > 0.65
    root = etree.fromstring(parts[DOCUMENT])
    for _ in range(random.choice((1, 1, 2, 5, 12))):
        random.choice(QUIET if is_quiet else LOUD)(random, root)
    parts[DOCUMENT] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return zipped(parts), is_quiet


def _change_parts(random: Random, parts: dict[str, bytes]) -> None:
    name = random.choice(list(parts))
    data = parts.pop(name)
    chance = random.random()
    if chance < 0.2:
        return
    if chance < 0.4:
        parts[random.choice(("word/document2.xml", "../../evil.xml", "/etc/x", name.upper()))] = data
        return
    for _ in range(random.choice((1, 3))):
        data = random.choice(pdf.RAW)(random, data or b"x")
    parts[name] = data


# ------------------------------------------------------------------------------------------------ elements


def _elements(root: Any, *names: str) -> list[Any]:
    return [item for item in root.iter() if isinstance(item.tag, str) and item.tag.rpartition("}")[2] in names]


def _any(random: Random, root: Any) -> Any:
    found = [item for item in root.iter() if isinstance(item.tag, str) and item.getparent() is not None]
    return random.choice(found) if found else None


def _take_out(random: Random, root: Any) -> None:
    item = _any(random, root)
    if item is not None:
        item.getparent().remove(item)


def _double(random: Random, root: Any) -> None:
    item = _any(random, root)
    if item is not None and len(list(item.iter())) < 5000:
        item.addnext(copy.deepcopy(item))


def _move(random: Random, root: Any) -> None:
    item, place = _any(random, root), _any(random, root)
    if item is not None and place is not None and item not in [place, *place.iterancestors()]:
        place.append(item)


def _rename(random: Random, root: Any) -> None:
    item, other = _any(random, root), _any(random, root)
    if item is not None and other is not None:
        item.tag = other.tag


def _set_attribute(random: Random, root: Any) -> None:
    item = _any(random, root)
    if item is not None:
        keys = list(item.attrib) or [f"{W}val"]
        item.set(random.choice(keys), random.choice(NUMBERS))


def _set_text(random: Random, root: Any) -> None:
    texts = _elements(root, "t")
    if texts:
        one, other = random.choice(texts), random.choice(texts)
        one.text = random.choice((other.text, "", " ", "12.345", "姓名", "合计", None, "☑", "1" * 3000))


LOUD: tuple[Callable[[Random, Any], None], ...] = (_take_out, _double, _move, _rename, _set_attribute, _set_text)


# ------------------------------------------------------------------------------------------------ what does not show


def _wrap(random: Random, root: Any, names: tuple[str, ...], *tags: str) -> None:
    found = _elements(root, *names)
    if not found:
        return
    item = random.choice(found)
    parent, place = item.getparent(), item.getparent().index(item)
    outer = inner = etree.Element(f"{W}{tags[0]}")
    for tag in tags[1:]:
        inner = etree.SubElement(inner, f"{W}{tag}")
    parent.remove(item)
    inner.append(item)
    parent.insert(place, outer)


def _in_control(random: Random, root: Any) -> None:
    _wrap(random, root, (random.choice(("p", "r", "tbl", "tr", "tc")),), "sdt", "sdtContent")


def _in_tag(random: Random, root: Any) -> None:
    _wrap(random, root, ("r",), random.choice(("smartTag", "customXml", "hyperlink", "fldSimple", "bdo", "dir")))


def _split(random: Random, root: Any) -> None:
    texts = ((run, run.findall(f"{W}t")) for run in _elements(root, "r"))
    runs = [run for run, nodes in texts if len(nodes) == 1 and len(run) <= 2 and len(nodes[0].text or "") > 1]
    if not runs:
        return
    run = random.choice(runs)
    other = copy.deepcopy(run)
    node, rest = run.find(f"{W}t"), other.find(f"{W}t")
    place = random.randrange(1, len(node.text))
    node.text, rest.text = node.text[:place], node.text[place:]
    run.addnext(other)


def _mark(random: Random, root: Any) -> None:
    """Put an element into a paragraph that prints nothing."""
    paragraphs = _elements(root, "p")
    if not paragraphs:
        return
    owner = random.choice(paragraphs)
    name = random.choice(
        ("bookmarkStart", "bookmarkEnd", "proofErr", "permStart", "r", "unknown", "moveFromRangeStart")
    )
    item = etree.Element(f"{W}{name}" if random.random() < 0.8 else "{urn:x}y")
    first = 1 if owner.find(f"{W}pPr") is not None else 0
    owner.insert(random.randint(first, len(owner)), item)


def _hide(random: Random, root: Any) -> None:
    """Put hidden text, a field's code or a comment of XML into a paragraph."""
    paragraphs = _elements(root, "p")
    if not paragraphs:
        return
    pieces = (
        f'<w:r xmlns:w="{MAIN}"><w:rPr><w:vanish/></w:rPr><w:t>999.99</w:t></w:r>',
        f'<w:r xmlns:w="{MAIN}"><w:instrText>DATE 999.99</w:instrText></w:r>',
        f'<w:r xmlns:w="{MAIN}"><w:rPr><w:b/></w:rPr><w:t></w:t></w:r>',
        f'<w:r xmlns:w="{MAIN}"><w:lastRenderedPageBreak/></w:r>',
        "<!-- 999.99 -->",
        "<?x 999.99?>",
    )
    owner = random.choice(paragraphs)
    item = etree.fromstring(f"<x>{random.choice(pieces)}</x>")[0]
    item.tail = None
    first = 1 if owner.find(f"{W}pPr") is not None else 0
    owner.insert(random.randint(first, len(owner)), item)


def _restyle(random: Random, root: Any) -> None:
    runs = _elements(root, "rPr")
    if runs:
        item = etree.SubElement(random.choice(runs), f"{W}{random.choice(('b', 'i', 'color', 'highlight', 'lang'))}")
        item.set(f"{W}val", random.choice(("1", "FF0000", "yellow", "zh-CN")))


def _number(random: Random, root: Any) -> None:
    item = _any(random, root)
    if item is not None:
        item.set(random.choice((f"{W}rsidR", "{urn:x}id", f"{W}rsidRPr")), "00AB12CD")


QUIET: tuple[Callable[[Random, Any], None], ...] = (
    _in_control,
    _in_tag,
    _split,
    _split,
    _mark,
    _hide,
    _restyle,
    _number,
)
