"""The cases of a folder of goldens (金样): checked, accepted, added."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from hjforms.catalogue import Form, form
from hjforms.errors import HjformsError, InputError
from hjforms.files import write_whole
from hjforms.golden.differences import Difference
from hjforms.golden.documents import Pair, changes, is_of, looks_but_for, page_changes, text_changes
from hjforms.notations.choice import EMPTY, MARKED
from hjforms.records.loading import json_bytes
from hjforms.render.pictures import TOLERANCE, opened_picture, png
from hjforms.render.pictures import pictures as pictures_of
from hjforms.wording import Sentence, named

RECORD, WORD, PDF, TEXT = "record.json", "form.docx", "form.pdf", "text.txt"
PAGES = "page-*.png"


@dataclass(frozen=True)
class Case:
    """One case: ``shandong/refund/worked`` in a folder of goldens; ``own`` is the Word file of an own template."""

    name: str
    folder: Path
    own: Path | None = None

    @property
    def form_id(self) -> str:
        """The id of the form, as the folders name it."""
        return self.name.rpartition("/")[0]

    @cached_property
    def form(self) -> Form:
        """The form. Raises ``InputError`` where there is none of this name."""
        found = form(self.form_id)
        return found.with_template(self.own) if self.own else found

    def outputs(self) -> dict[str, bytes]:
        """Every file that the record of the case gives, by its name."""
        record = self.form.complete(self.form.load(self.folder / RECORD))
        pdf = self.form.pdf(record)
        pictures = {f"page-{number}.png": png(page) for number, page in enumerate(pictures_of(pdf), 1)}
        return {WORD: self.form.docx(record), PDF: pdf, TEXT: _text(pdf).encode(), **pictures}


def cases(folder: Path, only: Sequence[str] = (), own: Path | None = None) -> list[Case]:
    """The cases of a folder, sorted; with ``only``, those of these forms (``pack/form``) or cases.

    ``own`` is the Word file of an office's own template, for cases of one form. Raises ``InputError`` for a folder
    without cases, and for an ``only`` that names nothing.
    """
    if not folder.is_dir():
        raise InputError(named(folder, Sentence("没有这个文件夹。")))
    found = [
        Case("/".join(record.parent.relative_to(folder).parts), record.parent, own)
        for record in sorted(folder.glob(f"*/*/*/{RECORD}"))
    ]
    if not found:
        raise InputError(
            named(
                folder, Sentence("没有金样。每个金样是一个文件夹 <地区>/<表>/<名称>/，其中有 {record}。", record=RECORD)
            )
        )
    for wanted in only:
        if not any(_chosen(case, wanted) for case in found):
            known = [case.name for case in found]
            raise InputError(named(folder, Sentence("没有金样 {wanted}。现有：{known}。", wanted=wanted, known=known)))
    chosen = [case for case in found if not only or any(_chosen(case, wanted) for wanted in only)]
    if own and len({case.form_id for case in chosen}) > 1:
        raise InputError(Sentence("用了 --template，请用 --only 写明是哪一张表。"))
    return chosen


def _chosen(case: Case, wanted: str) -> bool:
    return case.name == wanted or case.name.startswith(f"{wanted}/") or wanted.startswith(f"{case.name}/")


def files_of(case: Case, only: Sequence[str]) -> list[str]:
    """The files of a case that an ``only`` names (``shandong/refund/worked/form.docx``); none where it names none."""
    return [wanted.removeprefix(f"{case.name}/") for wanted in only if wanted.startswith(f"{case.name}/")]


def check(case: Case, pictures: Path | None = None, tolerance: int = TOLERANCE) -> list[Difference]:
    """Every difference between the files of a case and what its record gives now.

    With ``pictures``, pages that differ are drawn there with the difference marked. ``tolerance`` is by how much dots
    of a kept picture may differ from the page that is drawn now, both blurred by two dots.
    """
    try:
        case.form  # noqa: B018 - one that nobody knows is told as such, and stops no other
    except InputError as error:
        return [Difference(case.name, RECORD, "form", fault.line) for fault in error.faults]
    try:
        outputs = case.outputs()
    except HjformsError as error:
        return [Difference(case.name, RECORD, "values", fault.line, fault.path) for fault in error.faults]
    differences = [
        Difference(case.name, name, "missing", Sentence("金样中缺少这个文件，请运行 golden update。"))
        for name in outputs
        if not (case.folder / name).is_file()
    ]
    extra = {path.name for path in case.folder.glob(PAGES)} - set(outputs)
    differences += [Difference(case.name, name, "picture", Sentence("现在没有这一页了。")) for name in sorted(extra)]
    for name, now in outputs.items():
        if (case.folder / name).is_file() and (then := (case.folder / name).read_bytes()) != now:
            differences += _changes(case, name, (then, now), pictures, tolerance)
    return _told_once(differences)


def _changes(
    case: Case, name: str, data: tuple[bytes, bytes], pictures: Path | None, tolerance: int
) -> Iterator[Difference]:
    """The differences of one file."""
    pair = Pair(*data, case.name, name)
    if name in {WORD, PDF}:
        yield from changes(pair, case.form, pictures)
    elif name == TEXT:
        yield from text_changes(pair, *(text.decode("utf-8", "replace") for text in data))
    else:
        yield from _kept_page(pair, pictures, tolerance)


def _kept_page(pair: Pair, folder: Path | None, tolerance: int) -> Iterator[Difference]:
    """How a page that is drawn now differs from its kept picture."""
    then, now = map(opened_picture, (pair.old, pair.new))
    if then is None:
        yield pair.difference("picture", Sentence("不是图片（PNG），或已损坏。"))
        return
    number = int("".join(filter(str.isdigit, pair.file)))
    yield from page_changes(pair, (then, now), number, folder, tolerance)


def _told_once(differences: list[Difference]) -> list[Difference]:
    """Without what the kept text and pictures say again that the kept PDF has said."""
    files = {item.file for item in differences}
    again = {TEXT} if PDF in files else set()
    if any(item.file == PDF and item.level == "picture" for item in differences):
        again |= {item.file for item in differences if item.file.startswith("page-") and item.box}
    return [item for item in differences if item.file not in again]


def update(case: Case, files: Collection[str] = ()) -> list[str]:
    """Write the files of a case anew, or only these; returns the names of those that changed.

    Raises ``InputError`` for a file that the case does not give.
    """
    outputs = case.outputs()
    unknown = [name for name in files if name not in outputs]
    if unknown:
        message = Sentence("没有这样的文件：{files}。可用：{known}。", files=unknown, known=[*outputs])
        raise InputError(named(case.name, message))
    changed = []
    case.folder.mkdir(parents=True, exist_ok=True)
    for name, data in outputs.items():
        path = case.folder / name
        if (not files or name in files) and (not path.is_file() or path.read_bytes() != data):
            write_whole(path, data)
            changed.append(name)
    for path in sorted(case.folder.glob(PAGES)):
        if not files and path.name not in outputs:
            path.unlink()
            changed.append(path.name)
    return changed


def not_accepted(case: Case, fields: Collection[str]) -> list[Difference]:
    """The differences of a case that are no change of these fields (``years.*.refund.subtotal``)."""
    found = check(case)
    accepted = [item for item in found if item.level == "values" and is_of(item.path, fields)]
    others = [item for item in found if item not in accepted and not (accepted and _follows(item, accepted))]
    looked = [item for item in others if (item.file, item.level) == (PDF, "picture")]
    if not (accepted and looked):
        return others
    pair = Pair((case.folder / PDF).read_bytes(), case.outputs()[PDF], case.name, PDF)
    return [item for item in others if item not in looked] + looks_but_for(pair, case.form, fields)


def _follows(difference: Difference, accepted: Sequence[Difference]) -> bool:
    """True for a text that shows an accepted value; whether a label has changed, the cells of the Word file tell."""
    if difference.level != "text" or difference.file != WORD:
        return difference.level == "text"
    boxes = {EMPTY, MARKED}
    was, now = ("".join((text or "").split()) for text in (difference.old, difference.new))
    return {was, now} <= boxes or any(
        was in "".join((item.old or "").split()) and now in "".join((item.new or "").split()) for item in accepted
    )


def added(folder: Path, form_id: str, name: str, data: dict[str, Any], own: Path | None = None) -> Case:
    """A new case with all its files. Raises ``InputError`` where there is one of this name, or the record is faulty."""
    found = form(form_id)
    case = Case(f"{found.id}/{name}", folder / found.id / name, own)
    if case.folder.exists():
        raise InputError(named(case.name, Sentence("已经有这个金样，没有覆盖；请换个名称，或用 golden update。")))
    case.form.load(data)
    case.folder.mkdir(parents=True)
    write_whole(case.folder / RECORD, json_bytes(data))
    update(case)
    return case


def _text(pdf: bytes) -> str:
    """The words of every page, in the order of reading."""
    from hjforms.pdfium import opened

    with opened(pdf) as document:
        pages = [page.get_textpage().get_text_range().replace("\r\n", "\n").strip() for page in document]
    return "\n\f\n".join(pages) + "\n"
