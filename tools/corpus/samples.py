"""What a corpus consists of: producers, the files that they make of every form, and the records in these files."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hjforms.catalogue import Form, forms

ROOT = Path(__file__).parents[2]
STORED = ROOT / "tests" / "corpus"
FONTS = ROOT / "templates" / "fonts" / "fonts.conf"
CACHE = Path.home() / ".cache" / "hjforms-corpus"
OFFICIAL = tuple(form for form in forms() if form.provenance != "own")
"""The forms that come back from other offices: a paper of our own goes to persons."""

CHAPTERS = {
    "filled": "别的程序填写的可填写 PDF",
    "printed": "重新打印成 PDF",
    "word": "别的程序另存、改过的 Word 文件",
    "bundles": "成套文件",
    "papers": "别处版式的同名表",
}
"""The chapters of the table, in its order. Of every producer at least so much is read right: see ``LEAST``."""
LEAST = {"filled": 0.995, "printed": 0.995, "bundles": 0.995, "papers": 0.95, "word": 0.995}


@dataclass(frozen=True)
class Sample:
    """A file, and the records that it holds, in the order of the file."""

    data: bytes
    records: tuple[Any, ...]


@dataclass(frozen=True)
class Producer:
    """One way in which a form comes back. ``stored`` files need programs that tests do without.

    ``covers`` are the forms that come back so, where these are not all.
    """

    id: str
    chapter: str
    title: str
    make: Callable[[Form], Sample]
    stored: bool = False
    suffix: str = "pdf"
    covers: frozenset[str] | None = None

    def makes(self, form: Form) -> bool:
        """True for a form that comes back so."""
        return self.covers is None or form.id in self.covers

    def path(self, form: Form) -> Path:
        """Where the file of a form is kept; its records are beside it in JSON."""
        return STORED / self.id / f"{form.id.replace('/', '-')}.{self.suffix}"

    def sample(self, form: Form) -> Sample:
        """The file of a form: the stored one, or one made now."""
        if not self.stored:
            return self.make(form)
        path = self.path(form)
        records = json.loads(path.with_suffix(".json").read_text("utf-8"))
        return Sample(path.read_bytes(), tuple(form.load(record) for record in records))

    def store(self, form: Form) -> None:
        """Make the file of a form and keep it."""
        sample, path = self.make(form), self.path(form)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(sample.data)
        records = [record.model_dump(mode="json", exclude_none=True) for record in sample.records]
        path.with_suffix(".json").write_text(json.dumps(records, ensure_ascii=False, indent=1) + "\n", "utf-8")


def converted(data: bytes, *command: str, suffix: str = "pdf", into: str = "pdf") -> bytes:
    """What a program makes of a file; ``{source}``, ``{target}`` and ``{folder}`` stand in its command."""
    with folder() as place:
        source, target = place / f"source.{suffix}", place / f"target.{into}"
        source.write_bytes(data)
        words = [word.format(source=source, target=target, folder=place) for word in command]
        fonts = {"FONTCONFIG_FILE": str(FONTS), "XDG_CACHE_HOME": str(CACHE)}  # 宋体 as on the machine of an office
        subprocess.run(words, check=True, capture_output=True, timeout=300, env={**os.environ, **fonts})
        return target.read_bytes()


class folder:  # noqa: N801 - used as a statement
    """A folder for the time of a ``with``."""

    def __enter__(self) -> Path:
        self._path = Path(tempfile.mkdtemp(prefix="hjforms-corpus-"))
        return self._path

    def __exit__(self, *_: object) -> None:
        shutil.rmtree(self._path)


def missing(programs: tuple[str, ...]) -> Iterator[str]:
    """The programs that are not installed."""
    return (program for program in programs if shutil.which(program) is None)
