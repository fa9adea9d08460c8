"""Alternatives in Word files (AlternateContent): several ways to say the same, of which a program takes one.

A way that asks for names which the program does not know is not taken; what no way is left for is said in the last.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
ALTERNATIVES = f"{MC}AlternateContent"
_KNOWN = (
    "http://schemas.microsoft.com/office/",
    "http://schemas.openxmlformats.org/",
    "http://purl.oclc.org/ooxml/",
    "urn:schemas-microsoft-com:",
)
"""What the names begin with that Word knows."""


def is_known(namespace: str | None) -> bool:
    """True for names that Word knows."""
    return bool(namespace) and str(namespace).startswith(_KNOWN)


def ways(alternatives: Any) -> Iterator[Any]:
    """All ways to say it."""
    return (way for way in alternatives if way.tag in {f"{MC}Choice", f"{MC}Fallback"})


def chosen(alternatives: Any) -> Any:
    """The way that Word takes, or ``None``."""
    return next(filter(_is_taken, ways(alternatives)), None)


def _is_taken(way: Any) -> bool:
    asked = way.get("Requires", "").split()
    return way.tag == f"{MC}Fallback" or all(is_known(way.nsmap.get(prefix)) for prefix in asked)
