"""What several tests need: the worked case, records of any length, and files as other programs save them."""

from __future__ import annotations

import io
import json
import multiprocessing
import os
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pypdf
import pypdfium2
import pytest
from hypothesis import settings
from PIL import Image, ImageChops, ImageFilter
from tools.corpus.scores import values

from hjforms.api import compare, form
from hjforms.catalogue import Form
from hjforms.cli import main as hjforms_command
from hjforms.errors import HjformsError, InputError
from hjforms.exchange import Entry, Origin
from hjforms.findings import Finding
from hjforms.paths import RecordPath
from hjforms.records.rules import without_unread
from hjforms.template.word import blocks, document_of, open_package

ROOT = Path(__file__).parents[1]
REFUND = form("shandong/refund")
TYPICAL = tuple(map(form, ("shandong/refund", "national/application", "national/outcome", "jilin/contact-letter")))
"""A wide table, boxes to mark, rows of two kinds on a paper of our own, and a letter, for what is alike on all forms.

What other programs make of the others, ``tests/reading/test_corpus.py`` reads.
"""
AT_LANDING = (pytest.mark.landing, pytest.mark.slow)
"""The marks of what only ``.ci/run`` runs: without it a proof stands on fewer forms, for less time or step by step."""
DOCUMENT = "word/document.xml"
PARTS = ("personal", "land_personal", "collective", "land_collective")
CITIZEN_ID = "371000196501150018"  # 山东, born 1965-01-15, a man; the check digit fits
UNKNOWN_PROVINCE = "991000196501150013"  # the same person of a province that there is not


def entered(*made, form=REFUND):
    """Records as a source gives them."""
    return [Entry(form, record, Origin("here")) for record in made]


def at_landing(*values: Any) -> Any:
    """Values of a parameter with which a test runs in ``.ci/run`` alone."""
    return [pytest.param(*(value if isinstance(value, tuple) else (value,)), marks=AT_LANDING) for value in values]


def every(number: int, values: Sequence[Any]) -> list[Any]:
    """Values of a parameter, of which one in so many runs; the others ``at_landing``."""
    return [one for place, value in enumerate(values) for one in (at_landing(value) if place % number else [value])]


documents = settings(max_examples=settings.default.max_examples // 4)
"""The settings of properties that write a whole document for each example."""

# --------------------------------------------------------------------------------------- the command


def commanded(
    *arguments: Any, data: bytes | None = None, cwd: Path | None = None
) -> subprocess.CompletedProcess[bytes]:
    """What the command does in a process of its own, with the bytes of its streams."""
    return _run_apart(["-m", "hjforms", *map(str, arguments)], hjforms_command, data, cwd)


def executed(program: str, cwd: Path) -> subprocess.CompletedProcess[bytes]:
    """What a program in Python does in a process of its own."""
    return _run_apart(["-c", program], lambda: exec(program, {"__name__": "__main__"}), None, cwd)


def _run_apart(
    words: list[str], action: Callable[[], object], data: bytes | None, cwd: Path | None
) -> subprocess.CompletedProcess[bytes]:
    """Run Python with these words, or, where there is ``fork``, the action that they are in a child of this process.

    The child need not import anything again, which takes ten times as long as most of what is done.
    """
    if "fork" not in multiprocessing.get_all_start_methods():
        command = [sys.executable, *words]
        return subprocess.run(command, capture_output=True, input=data, cwd=cwd, check=False, timeout=120)
    with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        given.write(data or b"")
        given.seek(0)
        streams = [stream.fileno() for stream in (given, out, err)]
        become = (words[1:], action, streams, cwd or Path.cwd())
        process = multiprocessing.get_context("fork").Process(target=_become, args=become)
        process.start()
        process.join(120)
        process.kill()  # where it has not ended
        process.join()
        for stream in (out, err):
            stream.seek(0)
        return subprocess.CompletedProcess(words, process.exitcode, out.read(), err.read())


def _become(words: list[str], action: Callable[[], object], streams: list[int], cwd: Path) -> None:
    """Take over words, streams and folder, and do the action."""
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
    sys.stdin, sys.stdout, sys.stderr = (os.fdopen(number, mode, encoding="utf-8") for number, mode in enumerate("rww"))
    sys.argv = words
    os.chdir(cwd)
    action()


# ------------------------------------------------------------------------------------------- records


def refund_row(year: int = 2015, months: int = 1, personal: str = "100.00", **more: Any) -> dict[str, Any]:
    """One year as JSON data: 100.00 from the person, and what ``more`` says (``paid``, ``refund``, ``remark``)."""
    return {"year": year, "months": months, **more, "paid": {"personal": personal, **more.get("paid", {})}}


def refund_data(*rows: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A refund table as JSON data that states what nothing can be derived from."""
    data = {"person": {"name": "张示例", "citizen_id": CITIZEN_ID}, "years": list(rows)}
    return {**data, "signoff": {"handler": "李经办"}, **more}


def refund_table(*rows: dict[str, Any], **more: Any) -> Any:
    """A refund table, completed."""
    return REFUND.complete(REFUND.load(refund_data(*rows, **more)))


def worked() -> Any:
    """The worked case: three years, among them the one whose parts do not round as their sum does."""
    return refund_table(
        refund_row(2013, 12, "500.00", paid={"collective": "250.50"}, remark="村集体补助"),
        refund_row(2014, 1, "100.00", paid={"collective": "100.00"}),
        refund_row(2015, 7, "1000.00", paid={"land_personal": "0.00", "land_collective": "333.33"}),
        filled_on="2024-09-30",
        person={
            "personal_number": "37100000012345",
            "name": "张示例",
            "citizen_id": CITIZEN_ID,
            "address": "山东省威海市环翠区海滨中路28号",
        },
        signoff={"handler": "李经办", "phone": "0631-5200000", "agency": "威海市社会保险服务中心"},
    )


def table_of(count: int) -> Any:
    """A completed refund table of so many years; every row is another."""
    rows = [
        refund_row(1990 + index, index % 12 + 1, f"{100 + index}.00", remark=f"第{index + 1}笔")
        for index in range(count)
    ]
    return refund_table(*rows, filled_on="2024-09-30")


def certain(reading: Any) -> Any:
    """The record of a reading in which what is unread is blank."""
    return without_unread(reading.record)


leaves_of = values
"""Every value of a record that is not blank, by its dotted path."""


def with_value(data: dict[str, Any], path: str, value: Any) -> dict[str, Any]:
    """JSON data in which the value at a dotted path is another."""
    step, *inside = RecordPath(path).steps
    rest = RecordPath.of(inside)
    if step.isdigit():
        changed = list(data)
        changed[int(step)] = with_value(data[int(step)], rest, value) if rest else value
        return changed
    return {**data, step: with_value(data.get(step) or {}, rest, value) if rest else value}


@dataclass(frozen=True)
class Sample:
    """A form and one sound record of it as JSON data (样例), of which tests change single values."""

    form: Form
    data: dict[str, Any]

    def changed(self, changes: dict[str, Any] | None = None) -> dict[str, Any]:
        """The data with other values at some dotted paths."""
        data = self.data
        for path, value in (changes or {}).items():
            data = with_value(data, path, value)
        return data

    def record(self, changes: dict[str, Any] | None = None) -> Any:
        """The record that states what the data does."""
        return self.form.load(self.changed(changes))

    def completed(self, changes: dict[str, Any] | None = None) -> Any:
        """The record with what follows from the data."""
        return self.form.complete(self.record(changes))

    def findings(self, changes: dict[str, Any] | None = None) -> list[tuple[str, str, str]]:
        """How grave what is wrong with the data is, where it is, and by which rule."""
        return [told[:3] for told in self.details(changes, completed=False)]

    def details(self, changes: dict[str, Any] | None = None, *, completed: bool = True) -> list[tuple[Any, ...]]:
        """What is wrong with the record, completed or as it is stated, and for each what was expected and found."""
        return brief(self.form.check(self.completed(changes) if completed else self.record(changes)))


def example(path: str) -> Sample:
    """A worked case (``weihai/shandong/refund``) as a sample of its form."""
    data = json.loads((ROOT / f"examples/{path}.json").read_bytes())
    return Sample(form(path.partition("/")[2]), data)


def disagreements(first: Sample, second: Sample, changes: dict[str, Any] | None = None) -> list[tuple[str, str, str]]:
    """How grave what two papers say differently is, where, and by which rule; the second with ``changes``."""
    return [told[:3] for told in brief(compare(first.record(), second.record(changes)))]


def brief(findings: Iterable[Finding]) -> list[tuple[Any, ...]]:
    """The findings without their words, which have to be a Chinese sentence to the clerk."""
    found = list(findings)
    for finding in found:
        assert finding.message.endswith("。")
        assert not re.search("[a-z]", finding.message)  # but for the X of an id
        assert finding.article
    return [(item.severity, item.path, item.rule, item.expected, item.found) for item in found]


BROKEN_PERSON = {
    "a name is missing": (
        {"person.name": None},
        [("error", "person.name", "required", None, None)],
    ),
    "a citizen id is missing": (
        {"person.citizen_id": None},
        [("error", "person.citizen_id", "required", None, None)],
    ),
    "the sex is not that of the citizen id": (
        {"person.sex": "女"},
        [("error", "person.sex", "person.sex", "男", "女")],
    ),
    "the province of the citizen id is unknown": (
        {"person.citizen_id": UNKNOWN_PROVINCE},
        [("warning", "person.citizen_id", "person.region", None, UNKNOWN_PROVINCE)],
    ),
}
"""What can be wrong with the person of ``CITIZEN_ID`` on every form: changes, and the details of the findings."""

BROKEN_BIRTH_DATE = {
    "the birth date is not that of the citizen id": (
        {"person.birth_date": "1965-01-16"},
        [("error", "person.birth_date", "person.birth-date", "1965年1月15日", "1965年1月16日")],
    ),
}


def printed(form: Form, record: Any) -> list[dict[str, str]]:
    """The text of every slot by its path, for each page of the paper."""
    slots = form.compiled.layout.slots
    pages = form.pdf_renderer.texts.pages(record)
    return [{slot.path: text for slot, text in zip(slots, texts, strict=True)} for texts in pages]


def assert_comes_back(form: Form, record: Any) -> None:
    """The record is read as it was from the flat PDF, the editable one and the DOCX."""
    for made in (form.pdf(record), form.pdf(record, editable=True), form.docx(record)):
        assert form.read(made).record == record


def squeezed_text(data: bytes) -> str:
    """What another program finds on all pages of a PDF, without white space."""
    pages = pypdf.PdfReader(io.BytesIO(data)).pages
    return "".join("".join(page.extract_text() for page in pages).split())


def yuan(text: str) -> Decimal:
    return Decimal(text)


def error_of(action: Callable[[], Any]) -> HjformsError | None:
    """The error of ours that an action ends in, ``None`` where it succeeds; any other error comes through."""
    try:
        action()
    except HjformsError as error:
        return error
    return None


def faults_of(error: InputError) -> dict[str, str]:
    """The faults of an error by path; no path stands twice."""
    paths = [fault.path for fault in error.faults]
    assert len(paths) == len(set(paths)), f"a path is listed twice: {paths}"
    return {fault.path: fault.message for fault in error.faults}


# --------------------------------------------------------------------------------------- other programs


def saved_by_pypdf(data: bytes) -> bytes:
    return _written(pypdf.PdfWriter(clone_from=io.BytesIO(data)))


def saved_by_pdfium(data: bytes) -> bytes:
    target = io.BytesIO()
    with pypdfium2.PdfDocument(data) as document:
        document.save(target)
    return target.getvalue()


def moved(data: bytes) -> bytes:
    """The file with every page a little farther to the right, as a printer driver may place it."""
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(data))
    for page in writer.pages:
        page.add_transformation(pypdf.Transformation().translate(0.2, 0))
    return _written(writer)


def saved_by_mutool(data: bytes) -> bytes:
    """The file as ``mutool clean -gggz`` rebuilds it: renumbered, merged and compressed."""
    return _run("mutool", "clean", "-gggz", data=data)


def saved_by_qpdf(data: bytes) -> bytes:
    """The file as qpdf writes it, with object streams."""
    return _run("qpdf", "--object-streams=generate", data=data)


def encrypted(data: bytes, password: str, algorithm: str = "RC4-128") -> bytes:
    """The file encrypted; the empty password is what opens without asking."""
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(data))
    writer.encrypt(password, "owner", algorithm=algorithm)
    return _written(writer)


def filled_by_pypdf(data: bytes, values: dict[str, str]) -> bytes:
    """The file as a program fills it that leaves the drawing of values to the viewer."""
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(data))
    for page in writer.pages:
        writer.update_page_form_field_values(page, values, auto_regenerate=True)
    return _written(writer)


def _written(writer: pypdf.PdfWriter) -> bytes:
    target = io.BytesIO()
    writer.write(target)
    return target.getvalue()


def _run(program: str, *options: str, data: bytes) -> bytes:
    if shutil.which(program) is None:
        pytest.skip(f"{program} is not installed")
    folder = Path(tempfile.mkdtemp(prefix="hjforms-test-"))
    source, target = folder / "source.pdf", folder / "target.pdf"
    try:
        source.write_bytes(data)
        subprocess.run([program, *options, str(source), str(target)], check=True, capture_output=True)
        return target.read_bytes()
    finally:
        shutil.rmtree(folder)


def picture(data: bytes, page: int = 0, dpi: int = 72) -> Image.Image:
    """A page in shades of grey as pdfium shows it, form fields and all."""
    with pypdfium2.PdfDocument(data) as document:
        document.init_forms()
        return document[page].render(scale=dpi / 72).to_pil().convert("L")


def difference(one: Image.Image, other: Image.Image) -> int:
    """How much two pictures differ at most, of 255, once both are blurred by two pixels.

    Text that lands on other fractions of a pixel differs by about 10, a figure of one digit that is missing by 50.
    """
    blur = ImageFilter.GaussianBlur(2)
    return ImageChops.difference(one.filter(blur), other.filter(blur)).getextrema()[1]


def picture_only_pdf() -> bytes:
    """A page as a scanner makes it: a picture of our form and no text."""
    target = io.BytesIO()
    picture(REFUND.pdf(worked()), dpi=50).save(target, "PDF")
    return target.getvalue()


def blank_pages(count: int) -> bytes:
    target = io.BytesIO()
    document = pypdfium2.PdfDocument.new()
    for _ in range(count):
        document.new_page(595, 842)
    document.save(target)
    return target.getvalue()


def page_count(data: bytes) -> int:
    with pypdfium2.PdfDocument(data) as document:
        return len(document)


def page_texts(data: bytes) -> list[str]:
    """What every page shows, without white space."""
    with pypdfium2.PdfDocument(data) as document:
        return ["".join(page.get_textpage().get_text_bounded().split()) for page in document]


# ---------------------------------------------------------------------------------------------- DOCX


def parts_of(docx: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(docx)) as package:
        return {name: package.read(name) for name in package.namelist()}


def zipped(parts: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return target.getvalue()


def words_of(docx: bytes) -> str:
    """What a Word file prints, in the order of the paper, without white space."""
    texts = (text for block in blocks(document_of(open_package(docx))) for text in block.texts())
    return "".join("".join(texts).split())


def edited(docx: bytes, old: str, new: str, count: int = 1) -> bytes:
    """A DOCX in whose main text ``old`` has become ``new``."""
    parts = parts_of(docx)
    text = parts[DOCUMENT].decode()
    assert old in text, f"{old} does not stand in the document"
    parts[DOCUMENT] = text.replace(old, new, count).encode()
    return zipped(parts)
