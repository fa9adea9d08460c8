"""Goldens (金样): the outputs of known records, kept in a folder and compared after every change.

``<folder>/<pack>/<form>/<case>/`` holds ``record.json`` (what goes in) and what must come out: ``form.docx``,
``form.pdf``, ``text.txt`` (the words of the pages) and ``page-N.png`` (for people to look at). A difference is
told value by value first, then by words, then as a picture with the place marked, and last as bytes.
"""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

from hjforms.catalogue import Form, form
from hjforms.comparison import compare
from hjforms.errors import HjformsError, InputError
from hjforms.files import write_whole
from hjforms.render.pictures import DOTS_PER_POINT, difference_box, marked, png
from hjforms.render.pictures import pictures as pictures_of
from hjforms.wording import Sentence, named

RECORD, WORD, PDF, TEXT = "record.json", "form.docx", "form.pdf", "text.txt"
Level = Literal["missing", "values", "text", "picture", "bytes"]


@dataclass(frozen=True)
class Difference:
    """What differs in one file of one case; ``lines`` say how, ``picture`` is where it is drawn."""

    case: str
    file: str
    level: Level
    lines: tuple[str, ...]
    picture: str | None = None

    def as_dict(self) -> dict[str, Any]:
        """The difference as JSON data."""
        return asdict(self)


@dataclass(frozen=True)
class Case:
    """One case: ``shandong/refund/worked`` in a folder of goldens."""

    name: str
    folder: Path
    form: Form

    def outputs(self) -> dict[str, bytes]:
        """Every file that the record of the case gives, by its name."""
        record = self.form.complete(self.form.load(self.folder / RECORD))
        pdf = self.form.pdf(record)
        pictures = {f"page-{number}.png": png(page) for number, page in enumerate(pictures_of(pdf), 1)}
        return {WORD: self.form.docx(record), PDF: pdf, TEXT: _text(pdf).encode(), **pictures}


def cases(folder: Path, only: Sequence[str] = ()) -> list[Case]:
    """The cases of a folder, sorted; with ``only``, those of these forms (``pack/form``) or cases.

    Raises ``InputError`` for a folder without cases, an unknown form, or an ``only`` that names nothing.
    """
    if not folder.is_dir():
        raise InputError(named(folder, Sentence("没有这个文件夹。")))
    found = []
    for record in sorted(folder.glob(f"*/*/*/{RECORD}")):
        pack, name, case = record.parent.relative_to(folder).parts
        found.append(Case(f"{pack}/{name}/{case}", record.parent, form(f"{pack}/{name}")))
    if not found:
        raise InputError(
            named(
                folder, Sentence("没有金样。每个金样是一个文件夹 <地区>/<表>/<名称>/，其中有 {record}。", record=RECORD)
            )
        )
    for wanted in only:
        if not any(_chosen(case, wanted) for case in found):
            raise InputError(
                named(
                    folder,
                    Sentence("没有金样 {wanted}。现有：{known}。", wanted=wanted, known=[case.name for case in found]),
                )
            )
    return [case for case in found if not only or any(_chosen(case, wanted) for wanted in only)]


def _chosen(case: Case, wanted: str) -> bool:
    return case.name == wanted or case.name.startswith(f"{wanted}/")


def check(case: Case, pictures: Path | None = None) -> list[Difference]:
    """Every difference between the files of a case and what its record gives now.

    With ``pictures``, pages that differ are drawn there with the difference marked.
    """
    try:
        outputs = case.outputs()
    except HjformsError as error:
        return [Difference(case.name, RECORD, "values", tuple(fault.line for fault in error.faults))]
    differences = [
        Difference(case.name, name, "missing", (Sentence("金样中缺少这个文件，请运行 golden update。"),))
        for name in outputs
        if not (case.folder / name).is_file()
    ]
    extra = {path.name for path in case.folder.glob("page-*.png")} - set(outputs)
    differences += [Difference(case.name, name, "picture", (Sentence("现在没有这一页了。"),)) for name in sorted(extra)]
    for name in (WORD, PDF):
        if (case.folder / name).is_file():
            differences += _changes(case, name, (case.folder / name).read_bytes(), outputs[name], pictures)
    if (case.folder / TEXT).is_file() and not any(item.file == PDF for item in differences):
        differences += _words(case, TEXT, (case.folder / TEXT).read_text("utf-8"), outputs[TEXT].decode())
    return differences


def _changes(case: Case, name: str, old: bytes, new: bytes, pictures: Path | None) -> Iterator[Difference]:
    """The differences of one document, from what matters most to what matters least."""
    if old == new:
        return
    found = list(_values(case, name, old, new))
    if name == PDF:
        found += _words(case, name, _text(old), _text(new))
        found += _pages(case, old, new, pictures)
    yield from found or [
        Difference(
            case.name,
            name,
            "bytes",
            (Sentence("值相同，字节不同（{before} → {after}）。", before=len(old), after=len(new)),),
        )
    ]


def _values(case: Case, name: str, old: bytes, new: bytes) -> Iterator[Difference]:
    try:
        before, after = case.form.read(old).record, case.form.read(new).record
    except HjformsError as error:
        yield Difference(case.name, name, "values", (Sentence("读不出：{reason}", reason=error.message),))
        return
    lines = tuple(f"{finding.path}  {finding.message}" for finding in compare(before, after))
    if lines:
        yield Difference(case.name, name, "values", lines)


def _words(case: Case, name: str, old: str, new: str) -> Iterator[Difference]:
    lines = difflib.unified_diff(old.splitlines(), new.splitlines(), "金样", "现在", lineterm="", n=0)
    told = tuple(line for line in lines if not line.startswith(("---", "+++", "@@")))
    if told:
        yield Difference(case.name, name, "text", told)


def _pages(case: Case, old: bytes, new: bytes, folder: Path | None) -> Iterator[Difference]:
    """The pages that look different, by the same renderer."""
    before, after = pictures_of(old), pictures_of(new)
    if len(before) != len(after):
        yield Difference(
            case.name, PDF, "picture", (Sentence("页数 {before} → {after}。", before=len(before), after=len(after)),)
        )
    for number, (first, second) in enumerate(zip(before, after, strict=False), 1):
        box = difference_box(first, second)
        if box is None:
            continue
        target = None
        if folder is not None:
            target = folder / f"{case.name.replace('/', '-')}-page-{number}.png"
            folder.mkdir(parents=True, exist_ok=True)
            write_whole(target, png(marked(first, second)))
        left, top, right, bottom = (round(edge / DOTS_PER_POINT) for edge in box)
        place = Sentence("左{left} 上{top} 右{right} 下{bottom}", left=left, top=top, right=right, bottom=bottom)
        yield Difference(
            case.name,
            PDF,
            "picture",
            (Sentence("第{number}页有不同（{place}，磅）。", number=number, place=place),),
            str(target) if target else None,
        )


def update(case: Case) -> list[str]:
    """Write the files of a case anew; returns the names of those that changed."""
    outputs = case.outputs()
    changed = []
    for name, data in outputs.items():
        path = case.folder / name
        if not path.is_file() or path.read_bytes() != data:
            write_whole(path, data)
            changed.append(name)
    for path in sorted(case.folder.glob("page-*.png")):
        if path.name not in outputs:
            path.unlink()
            changed.append(path.name)
    return changed


def _text(pdf: bytes) -> str:
    """The words of every page, in the order of reading."""
    from hjforms.pdfium import opened

    with opened(pdf) as document:
        pages = [page.get_textpage().get_text_range().replace("\r\n", "\n").strip() for page in document]
    return "\n\f\n".join(pages) + "\n"


def dump(differences: Sequence[Difference]) -> str:
    """Differences as JSON text."""
    return json.dumps([difference.as_dict() for difference in differences], ensure_ascii=False, indent=2)
