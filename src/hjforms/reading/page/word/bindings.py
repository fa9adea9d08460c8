"""Bound content controls (绑定的内容控件): what stands in another part of the file, and which Word shows instead."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property
from typing import Any

from hjforms.errors import DocumentError
from hjforms.reading.page.word.looks import properties
from hjforms.template.word import W, parse_xml

_OWN = {
    "{6C3C8BC8-F283-45AE-878A-BAB7291924A1}": "docProps/core.xml",
    "{6668398D-A668-4E3E-A5EB-62B293D839F1}": "docProps/app.xml",
}
"""The parts that Word binds by ids of its own."""
_PROPERTIES = re.compile(r"customXml/itemProps(\d+)\.xml")
_STEP = r"/(?:[\w.-]+:)?[\w.-]+(?:\[\d{1,6}\])?"
_PATH = re.compile(rf"(?:{_STEP})+(?:/@(?:[\w.-]+:)?[\w.-]+|/text\(\)(?:\[1\])?)?")
_PREFIX = re.compile(r"xmlns:([\w.-]+)\s*=\s*['\"]([^'\"]*)['\"]")
UNFOLLOWED = "\0"


class Bindings:
    """The bound texts of one file."""

    def __init__(self, parts: Mapping[str, bytes]) -> None:
        self._parts = parts
        self._roots: dict[str, Any] = {}

    def text(self, control: Any) -> str | None:
        """The text that a control (its ``w:sdtPr``) is bound to; ``None`` where it is bound to none that is there.

        ``UNFOLLOWED`` where it cannot be told.
        """
        bound = next((item for item in control if _name(item) == "dataBinding"), None)
        kinds = {_name(item) for item in control}
        if bound is None or kinds & {"checkbox", "picture", "richText"}:
            return None
        said = {_name_of(name): value for name, value in bound.attrib.items()}
        name = self._stores.get(said.get("storeItemID", "").upper(), "")
        root = self._root(name) if name in self._parts else None
        if root is None:
            return None
        path = said.get("xpath", "").strip()
        if not _PATH.fullmatch(path):
            return UNFOLLOWED
        spaces = dict(_PREFIX.findall(said.get("prefixMappings", "")))
        try:
            found = root.xpath(path, namespaces=spaces or None)
        except Exception:  # noqa: BLE001 - lxml has an error of its own for every way in which a path may be wrong
            return UNFOLLOWED
        texts = [item if isinstance(item, str) else "".join(item.itertext()) for item in found[:1]]
        return _shown(control, texts[0]) if texts else None

    @cached_property
    def _stores(self) -> dict[str, str]:
        """The parts by their ids."""
        found = dict(_OWN)
        for name in sorted(self._parts):
            number = _PROPERTIES.fullmatch(name)
            root = self._root(name) if number else None
            if number and root is not None:
                ids = (value for key, value in root.attrib.items() if _name_of(key) == "itemID")
                found |= {key.upper(): f"customXml/item{number[1]}.xml" for key in ids}
        return found

    def _root(self, name: str) -> Any:
        if name not in self._roots:
            try:
                self._roots[name] = parse_xml(self._parts[name])
            except DocumentError:
                self._roots[name] = None
        return self._roots[name]


def _shown(control: Any, text: str) -> str:
    """A bound text as its control shows it: of a list the words for a value; a day is said by ``agrees``."""
    entries = {item.get(f"{W}value"): item.get(f"{W}displayText") for item in control.iter(f"{W}listItem")}
    return entries.get(text) or text


def agrees(control: Any, bound: str, text: str) -> bool:
    """True where a bound text and the text in its control say the same."""
    if bound == UNFOLLOWED:
        return False
    if "date" in properties(control):
        first, second = (re.findall(r"\d{1,9}", item) for item in (bound, text))
        return list(map(int, first[:3])) == list(map(int, second[:3]))
    return "".join(bound.split()) == "".join(text.split())


def _name(item: Any) -> str:
    return _name_of(item.tag) if isinstance(item.tag, str) else ""


def _name_of(name: str) -> str:
    return name.rpartition("}")[2]
