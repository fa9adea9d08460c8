"""The manifest (清单) of a folder: what was made of what, by which a run that was killed goes on.

``manifest.jsonl`` has a line for every output: of which list and form it is, its name, the digests of its input and of
its content. While a run goes on, lines are added before the files appear; so of a file that stands there it is known
whether we made it. At the end the manifest is written anew, in the order of the list.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any, BinaryIO

from hjforms.errors import InputError, reason
from hjforms.exchange.folder import MANIFEST as NAME
from hjforms.files import hold, whole_file
from hjforms.wording import Sentence, named

VERSION = 1
_SCHEMA = """
CREATE TABLE old (name TEXT, input TEXT, output TEXT, line TEXT);
CREATE INDEX old_input ON old (input);
CREATE INDEX old_name ON old (name);
CREATE TABLE new (name TEXT PRIMARY KEY, line TEXT);
"""


def digest(data: bytes) -> str:
    """The digest of a content."""
    return blake2b(data, digest_size=16).hexdigest()


@dataclass(frozen=True)
class Line:
    """An output: its ``name`` (``stem`` is what it was to be called), the digests of its ``input`` and ``output``.

    Of its ``records`` some may be ``faulty`` (by their place, from 0) and stand elsewhere.
    """

    name: str
    input: str
    output: str
    stem: str
    records: int = 1
    warnings: int = 0
    faulty: tuple[int, ...] = ()

    def dump(self, owner: Mapping[str, Any]) -> str:
        """The line as it is written; ``owner`` says of which list it is."""
        return json.dumps({"version": VERSION, **owner, **asdict(self)}, ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def load(cls, text: str) -> Line:
        """The line of a text. Raises ``ValueError`` for any other."""
        data = json.loads(text)
        known = {name: data[name] for name in cls.__dataclass_fields__}
        return cls(**{**known, "faulty": tuple(known["faulty"])})


class Manifest:
    """The manifest of a folder during a run. What it knows of other runs lies on the disk, not in memory."""

    def __init__(self, folder: Path, owner: Mapping[str, Any]) -> None:
        self._folder, self._path = folder, folder / NAME
        self.index = sqlite3.connect("", isolation_level=None)  # a file without a name, gone with the process
        self.index.executescript(f"PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; {_SCHEMA} BEGIN;")
        self._journal = self._opened()
        self._owner = dict(owner)
        try:
            self._recall()
        except BaseException:
            self.close()
            raise

    def _opened(self) -> BinaryIO:
        try:
            journal = self._path.open("a+b")
        except OSError as error:
            raise InputError(named(self._path, Sentence("不能写（{reason}）。", reason=reason(error)))) from None
        if not hold(journal):
            journal.close()
            raise InputError(named(self._folder, Sentence("另一个命令正在写这个文件夹，请等它做完。")))
        return journal

    def _recall(self) -> None:
        """Take in what earlier runs have written."""
        self._journal.seek(0)
        for text in self._journal:
            if not text.endswith(b"\n"):  # the last one, which was not written whole
                self._journal.truncate(self._journal.tell() - len(text))
                break
            try:
                line = Line.load(text.decode())
            except (ValueError, KeyError, TypeError):
                raise self._unknown() from None
            self._compare(json.loads(text))
            row = (line.name, line.input, line.output, line.dump(self._owner))
            self.index.execute("INSERT INTO old VALUES (?, ?, ?, ?)", row)

    def _unknown(self) -> InputError:
        return InputError(named(self._path, Sentence("不是这个版本的程序写的，请换一个文件夹。")))

    def _compare(self, stated: Mapping[str, Any]) -> None:
        """Raise ``InputError`` where a line is of another list."""
        if stated["version"] != VERSION:
            raise self._unknown()
        was = {name: stated.get(name) for name in self._owner}
        if was != self._owner:
            told = Sentence(
                "里面是另一份名单的文件（{was}），不是 {now} 的。请换一个文件夹。",
                was=_told(was),
                now=_told(self._owner),
            )
            raise InputError(named(self._folder, told))

    def find(self, input_: str) -> Iterator[Line]:
        """What earlier runs made of an input, the latest first."""
        rows = self.index.execute("SELECT line FROM old WHERE input = ? ORDER BY rowid DESC", (input_,)).fetchall()
        yield from (Line.load(text) for (text,) in rows)

    def is_ours(self, name: str, output: str) -> bool:
        """True where a run of ours wrote this content under this name."""
        query = "SELECT 1 FROM old WHERE name = ? AND output = ?"
        return self.index.execute(query, (name, output)).fetchone() is not None

    def is_known(self, name: str) -> bool:
        """True where a run of ours wrote a file of this name."""
        return self.index.execute("SELECT 1 FROM old WHERE name = ?", (name,)).fetchone() is not None

    def announce(self, line: Line) -> None:
        """Say of a file that it is about to appear."""
        self._append(line.dump(self._owner))
        self.keep(line)

    def keep(self, line: Line) -> None:
        """Say of a file that it is to be here when the run is over."""
        self.index.execute("INSERT INTO new VALUES (?, ?)", (line.name, line.dump(self._owner)))

    def _append(self, text: str) -> None:
        try:
            self._journal.write(f"{text}\n".encode())
            self._journal.flush()
        except OSError as error:
            raise InputError(named(self._path, Sentence("没有写成（{reason}）。", reason=reason(error)))) from None

    def left_over(self) -> Iterator[str]:
        """The names of files of earlier runs that this one has not made, sorted."""
        query = "SELECT DISTINCT name FROM old WHERE name NOT IN (SELECT name FROM new) ORDER BY name"
        yield from (str(name) for (name,) in self.index.execute(query).fetchall())

    def finish(self) -> None:
        """Write the manifest anew, in the order of the list."""
        with whole_file(self._path) as output:
            for (text,) in self.index.execute("SELECT line FROM new ORDER BY rowid"):
                output.write(f"{text}\n".encode())
            self._journal.close()  # Windows does not replace what is open

    def close(self) -> None:
        """Let the folder go."""
        self._journal.close()
        self.index.close()


def _told(owner: Mapping[str, Any]) -> list[str]:
    return [name for name in (owner["source"] or Sentence("程序给出的记录"), owner["form"]) if name]
