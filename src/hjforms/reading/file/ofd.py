"""Opening an OFD file (打开 OFD, GB/T 33190-2016): its pages, fonts and what it carries, with bounds on everything.

Names of elements are taken without their namespace: writers of the format have used several.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Self

from hjforms.errors import DocumentError
from hjforms.reading.file import clock
from hjforms.records.carried import LARGEST
from hjforms.template.word import open_package, parse_xml
from hjforms.wording import Sentence

KIND = "OFD"
ENTRANCE = "OFD.xml"
HEAD_OF_PART = 30  # bytes of a package before the name of its first part
MOST_PAGES = 5000
MOST_PARTS = MOST_PAGES + 1000
DEEPEST = 32  # blocks within blocks
NUMBER = re.compile(r"[-+]?(?:\d{1,9}(?:\.\d{0,40})?|\.\d{1,40})(?:[eE][-+]?\d{1,3})?")
LARGEST_NUMBER = 1e6  # millimetres: a kilometre
_NAME = re.compile(r"hjforms-[0-9a-f]{8}\.json")
DAMAGED = Sentence("OFD 文件已损坏或不完整，请重新取得。")


def may_be_ofd(data: bytes) -> bool:
    """True for a package that has the entrance of an OFD file."""
    if not data.startswith(b"PK\x03\x04"):
        return False
    if data.startswith(b"Doc_", HEAD_OF_PART):  # whatever has become of its directory
        return True
    if ENTRANCE.encode() not in data:
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            return any(name.lstrip("/") == ENTRANCE for name in package.namelist())
    except Exception:  # noqa: BLE001 - whatever is wrong with its directory, it is told where it is opened
        return True


def local(element: Any) -> str:
    """The name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


def kids(element: Any, *names: str) -> Iterator[Any]:
    """The children of an element that have one of these names."""
    return (kid for kid in element if local(kid) in names)


def inside(element: Any, *path: str) -> Any:
    """The first element at a path of names; ``None`` where there is none."""
    for name in path:
        element = next(kids(element, name), None) if element is not None else None
    return element


def text_at(element: Any, *path: str) -> str:
    """The text of the first element at a path, without space around it; empty where there is none."""
    found = inside(element, *path)
    return (found.text or "").strip() if found is not None else ""


def numbers(text: str | None) -> list[float]:
    """The numbers of a text. Raises ``DocumentError`` for what is none, and for one that no page has."""
    words = (text or "").replace(",", " ").split()
    if not all(map(NUMBER.fullmatch, words)):
        raise DocumentError(DAMAGED)
    found = list(map(float, words))
    if any(abs(number) > LARGEST_NUMBER for number in found):
        raise DocumentError(DAMAGED)
    return found


@dataclass(frozen=True)
class Sheet:
    """A page: its box (left, top, width, height in millimetres), and the content of its layers from below to above."""

    box: tuple[float, float, float, float]
    contents: tuple[Any, ...]


class OfdFile:
    """The document in an OFD file. Raises ``DocumentError`` for what is none."""

    @classmethod
    def opened(cls, data: bytes) -> Self:
        """The document in the bytes of a file."""
        return cls(open_package(data, KIND, MOST_PARTS))

    def __init__(self, parts: dict[str, bytes]) -> None:
        self._parts = {name.lstrip("/").replace("\\", "/"): data for name, data in parts.items()}
        body = inside(self._xml(ENTRANCE), "DocBody")
        root = text_at(body, "DocRoot")
        self._name = root.lstrip("/")
        self._folder = posixpath.dirname(self._name)
        self.is_sealed = bool(text_at(body, "Signatures"))
        told = inside(body, "DocInfo", "CustomDatas")
        stated = () if told is None else told
        self.form = next(((item.text or "").strip() for item in stated if item.get("Name") == "hjforms"), "")

    def _xml(self, name: str) -> Any:
        data = self._parts.get(name)
        if data is None:
            raise DocumentError(DAMAGED)
        clock.tick()
        return parse_xml(data, KIND)

    @cached_property
    def _root(self) -> Any:
        return self._xml(self._name)

    def _placed(self, folder: str, name: str) -> str:
        """The part that a name means which is stated in a file of a folder."""
        return posixpath.normpath(name.lstrip("/") if name.startswith("/") else posixpath.join(folder, name))

    def data(self, name: str) -> bytes | None:
        """The data of a part."""
        return self._parts.get(name)

    @cached_property
    def resources(self) -> dict[str, tuple[str, Any]]:
        """What has an id and lies beside the pages (fonts, pictures, ways of drawing): its folder, and its element."""
        found: dict[str, tuple[str, Any]] = {}
        for entry in kids(inside(self._root, "CommonData"), "PublicRes", "DocumentRes"):
            found |= self._resources_in(self._placed(self._folder, (entry.text or "").strip()))
        return found

    def _resources_in(self, name: str) -> dict[str, tuple[str, Any]]:
        if name not in self._parts:
            return {}
        root = self._xml(name)
        folder = self._placed(posixpath.dirname(name), root.get("BaseLoc", "."))
        return {
            item.get("ID", ""): (folder, item)
            for group in kids(root, "Fonts", "MultiMedias", "DrawParams", "ColorSpaces")
            for item in group
        }

    def file_of(self, resource: tuple[str, Any], name: str) -> bytes | None:
        """The data of the file that a resource names: ``FontFile`` or ``MediaFile``."""
        folder, element = resource
        stated = text_at(element, name)
        return self._parts.get(self._placed(folder, stated)) if stated else None

    @cached_property
    def _box(self) -> tuple[float, float, float, float]:
        return _box(inside(self._root, "CommonData", "PageArea")) or (0, 0, 210, 297)

    @cached_property
    def _templates(self) -> dict[str, Any]:
        common = inside(self._root, "CommonData")
        pages = kids(common, "TemplatePage") if common is not None else ()
        return {page.get("ID", ""): self._xml(self._placed(self._folder, page.get("BaseLoc", ""))) for page in pages}

    @cached_property
    def page_names(self) -> list[str]:
        """The parts of the pages in their order."""
        pages = inside(self._root, "Pages")
        found = [] if pages is None else [page.get("BaseLoc", "") for page in kids(pages, "Page")]
        if len(found) > MOST_PAGES:
            raise DocumentError(
                Sentence("OFD 文件有 {count} 页，超过 {most} 页，请分拆。", count=len(found), most=MOST_PAGES)
            )
        return [self._placed(self._folder, name) for name in found]

    def sheets(self) -> Iterator[Sheet]:
        """The pages one by one."""
        for name in self.page_names:
            page = self._xml(name)
            below: list[Any] = []
            above: list[Any] = []
            for used in kids(page, "Template"):
                template = self._templates.get(used.get("TemplateID", ""))
                if template is not None and (content := inside(template, "Content")) is not None:
                    (above if used.get("ZOrder") == "Foreground" else below).append(content)
            own = inside(page, "Content")
            yield Sheet(_box(inside(page, "Area")) or self._box, (*below, *(() if own is None else (own,)), *above))

    def carried(self) -> list[bytes]:
        """The JSON of every record that the file carries; what is too large for one is cut off."""
        return [
            data[: LARGEST + 1]
            for name, data in sorted(self._parts.items())
            if _NAME.fullmatch(posixpath.basename(name))
        ]


def _box(area: Any) -> tuple[float, float, float, float] | None:
    """The physical box of an area."""
    found = numbers(text_at(area, "PhysicalBox")) if area is not None else []
    if len(found) != 4 or min(found[2:]) <= 0:
        return None
    left, top, width, height = found
    return left, top, width, height
