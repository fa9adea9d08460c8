"""The objects (对象) of a PDF file of another program, as pdfium spells them once it has opened the file.

One spelling for every way in which a file may be written: packed together, continued, encrypted or mended.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from hjforms.reading.file.packing import names_in, unpacked

DEEPEST = 64
MOST_KEPT = 32 * 2**20  # bytes of packed streams: a file of ours has less than a thousandth of it
FILTER = re.compile(rb"/Filter(/\w+|\[[^\]]*\]| \d+ 0 R)")
_ROOT = re.compile(rb"\btrailer\s*<<(?:[^<>]|<[0-9A-Fa-f]*>)*?/Root (\d{1,9}) 0 R")
_TOKEN = re.compile(
    rb"<<|>>|[\[\]]|/[^\s/<>\[\]()]*|\((?:[^()\\]|\\.)*\)|<[0-9A-Fa-f]*>|\d{1,9} \d+ R|[^\s/<>\[\]()]+", re.DOTALL
)


@dataclass(frozen=True)
class Reference:
    """What leads to the object of a number."""

    number: int


@dataclass
class Objects:
    """The entries of every object by its number, and its stream as it is packed, while a file has not too many."""

    entries: dict[int, bytes] = field(default_factory=dict)
    packed: dict[int, bytes] = field(default_factory=dict)
    root: int = 0
    _values: dict[int, Any] = field(default_factory=dict)
    _kept: int = 0

    def keep(self, number: int, entries: bytes, packed: bytes | None) -> None:
        """Take one object."""
        self.entries[number] = entries
        if packed is not None:
            self._kept += len(packed)
            if self._kept <= MOST_KEPT:
                self.packed[number] = packed

    def end(self, rest: bytes) -> None:
        """Take what stands behind the last object."""
        found = _ROOT.search(rest, max(0, rest.rfind(b"trailer")))
        self.root = int(found[1]) if found else 0

    @property
    def is_whole(self) -> bool:
        """True where every stream was kept, and it is known where the file begins."""
        return self._kept <= MOST_KEPT and self.root in self.entries

    def value(self, number: int) -> Any:
        """An object: dictionaries, lists, references; of other values the text. It must not be changed."""
        if number not in self._values:
            self._values[number] = parsed(self.entries.get(number, b""))
        return self._values[number]

    def resolved(self, value: Any) -> Any:
        """What a reference leads to; of a stream its entries."""
        for _ in range(DEEPEST):
            if not isinstance(value, Reference):
                return value
            value = self.value(value.number)
        return None

    def at(self, value: Any, *keys: bytes) -> Any:
        """What stands under keys of dictionaries one in the other, which may be references; ``None`` where nothing."""
        for key in keys:
            holder = self.resolved(value)
            value = holder.get(key) if isinstance(holder, dict) else None
        return value

    def inherited(self, page: Mapping[bytes, Any], key: bytes) -> Any:
        """An entry of a page, or of what is above it."""
        node: Any = page
        for _ in range(DEEPEST):
            if not isinstance(node, dict):
                break
            if key in node:
                return self.resolved(node[key])
            node = self.resolved(node.get(b"/Parent"))
        return None

    def data(self, number: int, most: int) -> bytes | None:
        """The stream of an object, unpacked, a little more than ``most`` bytes of it at most; ``None`` without one."""
        packed = self.packed.get(number)
        if packed is None:
            return None
        stated = FILTER.search(self.entries[number])
        return unpacked(packed, names_in(stated[1]) if stated else [], most)

    def pages(self) -> list[dict[bytes, Any]]:
        """The pages in their order; none where the tree of pages is not as it has to be."""
        found: list[dict[bytes, Any]] = []
        seen: set[int] = set()

        def is_sound(node: Any, depth: int = 0) -> bool:
            value = self.resolved(node)
            if not isinstance(node, Reference) or node.number in seen or not isinstance(value, dict):
                return False
            seen.add(node.number)
            if value.get(b"/Type") == b"/Page":
                found.append(value)
                return True
            kids, before = self.resolved(value.get(b"/Kids")), len(found)
            return (
                value.get(b"/Type") == b"/Pages"
                and isinstance(kids, list)
                and depth < DEEPEST
                and all(is_sound(kid, depth + 1) for kid in kids)
                and value.get(b"/Count") == b"%d" % (len(found) - before)
            )

        return found if is_sound(self.at(self.value(self.root), b"/Pages")) else []


def parsed(text: bytes) -> Any:
    """An object as pdfium writes it: dictionaries, lists, references, names; of other values the text."""
    holders: list[list[Any]] = [[]]
    for token in _TOKEN.findall(text):
        if token in {b"<<", b"["}:
            holders.append([])
        elif token in {b">>", b"]"} and len(holders) > 1:
            items = holders.pop()
            holders[-1].append(_dictionary(items) if token == b">>" else items)
        elif token.endswith(b" R"):
            holders[-1].append(Reference(int(token.partition(b" ")[0])))
        else:
            holders[-1].append(token)
    return holders[0][0] if holders[0] else None


def _dictionary(items: Sequence[Any]) -> dict[bytes, Any]:
    pairs: Iterator[tuple[Any, Any]] = zip(items[::2], items[1::2], strict=False)
    return {key: value for key, value in pairs if isinstance(key, bytes)}
