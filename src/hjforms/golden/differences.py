"""Differences (不同之处): what is other than it was, with the place, what stood there and what stands there."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from hjforms.wording import Language, Said, Sentence, plain, said

Level = Literal["form", "missing", "values", "text", "picture", "bytes"]
"""In which way files differ; ``form`` where there is nothing to hold them against."""
Box = tuple[float, float, float, float]
BLANK = Sentence("空白")


@dataclass(frozen=True)
class Difference:
    """One difference in one file of one case.

    ``path`` is that of a value in the record; of a text and of a picture it says where it is (``表2 第1行 第3格``,
    ``第1页 第5行``). ``old`` and ``new`` are what was and what is there, ``None`` for nothing: they may be personal, so
    they stand in no message. ``box`` is the region of a picture in points from the upper left corner of the page;
    ``picture`` is the file in which it is drawn.
    """

    case: str
    file: str
    level: Level
    message: Said
    path: str = ""
    old: str | None = None
    new: str | None = None
    box: Box | None = None
    picture: str | None = None

    @property
    def told(self) -> Said:
        """The difference with what was and what is there, for whoever keeps the files."""
        if self.old is None and self.new is None:
            return self.message
        old, new = (BLANK if text is None else text for text in (self.old, self.new))
        return Sentence("{place}：{old} → {new}", place=self.message, old=old, new=new)

    def as_dict(self, lang: Language = "zh") -> dict[str, Any]:
        """The difference as JSON data."""
        return {
            "case": self.case,
            "file": self.file,
            "level": self.level,
            "path": self.path,
            "old": self.old,
            "new": self.new,
            "message": said(self.message).text(lang),
            "box": list(self.box) if self.box else None,
            "picture": self.picture,
            "lines": [said(self.told).text(lang)],
        }


def dump(differences: Iterable[Difference], lang: Language = "zh") -> str:
    """Differences as JSON text."""
    return json.dumps(plain([item.as_dict(lang) for item in differences], lang), ensure_ascii=False, indent=2)
