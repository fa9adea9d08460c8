"""Our fillable PDF, filled in by other programs: blank or pre-filled, with appearances or without, flattened or not."""

from __future__ import annotations

import io
import json
import logging
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pypdf
from pypdf.generic import ByteStringObject, NameObject, TextStringObject

from hjforms.catalogue import Form
from hjforms.notations.choice import EMPTY, MARKED
from hjforms.template.layout import PAGE
from tools.corpus.pages import written
from tools.corpus.records import common, full
from tools.corpus.samples import CACHE, ROOT, Producer, Sample, converted, folder

FONT = ROOT / "src" / "hjforms" / "fonts" / "serif.ttf"
HERE = Path(__file__).parent


def texts(form: Form, record: Any) -> dict[str, str]:
    """What is typed into each field; a box that is marked is ☑."""
    [page] = form.pdf_renderer.texts.pages(record)
    slots = form.compiled.layout.slots
    return {slot.path: text for slot, text in zip(slots, page, strict=True) if text and slot.path != PAGE}


def _filled(
    fill: Callable[[bytes, dict[str, str]], bytes], record: Callable[[Form], Any] = full
) -> Callable[[Form], Sample]:
    """The blank form, filled in."""
    return lambda form: Sample(fill(form.blank("pdf"), texts(form, record(form))), (record(form),))


def _kept(change: Callable[[bytes], bytes]) -> Callable[[Form], Sample]:
    """The form that we filled in and left editable, changed by another program."""
    return lambda form: Sample(change(form.pdf(full(form), editable=True)), (full(form),))


def _by_pypdf(**options: Any) -> Callable[[bytes, dict[str, str]], bytes]:
    def fill(data: bytes, values: dict[str, str]) -> bytes:
        writer = pypdf.PdfWriter(io.BytesIO(data), **options)
        entered = {path: "/Yes" if text == MARKED else text for path, text in values.items() if text != EMPTY}
        whole = {path: text for path, text in entered.items() if "." in path}  # others pypdf takes for last steps, too
        for page in writer.pages:
            writer.update_page_form_field_values(page, whole, auto_regenerate=True)
            for reference in page["/Annots"]:
                field = reference.get_object()["/Parent"]
                if _name(field) in entered.keys() - whole.keys():
                    field[NameObject("/V")] = TextStringObject(entered[_name(field)])
        return written(writer)

    logging.getLogger("pypdf").setLevel(logging.ERROR)  # it warns of every text that its own drawing garbles
    return fill


def _bare(spell: Callable[[str], Any], box: Callable[[], Any]) -> Callable[[bytes, dict[str, str]], bytes]:
    """Values put into the fields and nothing else, as small programs do it; viewers are asked to draw them."""

    def fill(data: bytes, values: dict[str, str]) -> bytes:
        writer = pypdf.PdfWriter(clone_from=io.BytesIO(data))
        for page in writer.pages:
            for reference in page["/Annots"]:
                widget = reference.get_object()
                field = widget["/Parent"]
                text = values.get(_name(field))
                if text == MARKED:
                    field[NameObject("/V")] = box()
                    widget[NameObject("/AS")] = NameObject("/Yes")
                elif text and text != EMPTY:
                    field[NameObject("/V")] = spell(text)
        writer.set_need_appearances_writer()
        return written(writer)

    return fill


def _name(field: Any) -> str:
    steps = []
    while field is not None:
        steps.append(str(field["/T"]))
        field = field["/Parent"].get_object() if "/Parent" in field else None
    return ".".join(reversed(steps))


def _utf_16(text: str) -> Any:
    return ByteStringObject(b"\xfe\xff" + text.encode("utf-16-be"))


def _pdf_doc(text: str) -> Any:
    """ASCII as PDFDocEncoding, all else as UTF-16, little-endian, which readers bear."""
    return TextStringObject(text) if text.isascii() else ByteStringObject(b"\xff\xfe" + text.encode("utf-16-le"))


def _utf_8(text: str) -> Any:
    return ByteStringObject(b"\xef\xbb\xbf" + text.encode("utf-8"))


def _flattened_by_pdfium(data: bytes) -> bytes:
    import pypdfium2

    target = io.BytesIO()
    with pypdfium2.PdfDocument(data) as document:
        document.init_forms()
        for number in range(len(document)):
            document[number].flatten()
        document.save(target)
    return target.getvalue()


def _typed_in_pdfium(data: bytes, values: dict[str, str]) -> bytes:
    """Typed into the fields one by one, as in the viewer of Chrome."""
    import ctypes

    import pypdfium2
    import pypdfium2.raw as pdfium

    document = pypdfium2.PdfDocument(data)
    document.init_forms()
    env = document.formenv.raw
    page = document[0]
    pdfium.FORM_OnAfterLoadPage(page, env)
    for index in range(pdfium.FPDFPage_GetAnnotCount(page)):
        annotation = pdfium.FPDFPage_GetAnnot(page, index)
        length = pdfium.FPDFAnnot_GetFormFieldName(env, annotation, None, 0)
        buffer = (pdfium.FPDF_WCHAR * (length // 2))()
        pdfium.FPDFAnnot_GetFormFieldName(env, annotation, buffer, length)
        text = values.get(bytes(buffer).decode("utf-16-le").rstrip("\0"), "")
        if text == MARKED:
            box = pdfium.FS_RECTF()
            pdfium.FPDFAnnot_GetRect(annotation, box)
            x, y = (box.left + box.right) / 2, (box.bottom + box.top) / 2
            pdfium.FORM_OnMouseMove(env, page, 0, x, y)
            pdfium.FORM_OnLButtonDown(env, page, 0, x, y)
            pdfium.FORM_OnLButtonUp(env, page, 0, x, y)
        elif text and text != EMPTY:
            typed = ctypes.create_string_buffer(text.encode("utf-16-le") + b"\0\0")
            pdfium.FORM_SetFocusedAnnot(env, annotation)
            pdfium.FORM_SelectAllText(env, page)
            pdfium.FORM_ReplaceSelection(env, page, ctypes.cast(typed, pdfium.FPDF_WIDESTRING))
        pdfium.FPDFPage_CloseAnnot(annotation)
    pdfium.FORM_ForceToKillFocus(env)
    target = io.BytesIO()
    document.save(target)
    document.close()
    return target.getvalue()


def _by_pdf_lib(mode: str) -> Callable[[bytes, dict[str, str]], bytes]:
    def fill(data: bytes, values: dict[str, str]) -> bytes:
        CACHE.mkdir(parents=True, exist_ok=True)
        if not (CACHE / "node_modules" / "pdf-lib").is_dir():
            command = ["npm", "install", "--prefix", str(CACHE), "pdf-lib", "@pdf-lib/fontkit"]
            subprocess.run(command, check=True, capture_output=True)
        script = CACHE / "pdf_lib.mjs"
        script.write_bytes((HERE / "pdf_lib.mjs").read_bytes())
        with folder() as place:
            (place / "blank.pdf").write_bytes(data)
            (place / "values.json").write_text(json.dumps(values), "utf-8")
            _cut_font("".join(values.values()), place / "font.ttf")
            subprocess.run(["node", str(script), mode, str(place)], check=True, capture_output=True)
            return (place / "filled.pdf").read_bytes()

    return fill


def _cut_font(text: str, target: Path) -> None:
    """The font with these characters only; pdf-lib cannot cut it without losing some."""
    from fontTools import subset

    font = subset.load_font(str(FONT), subset.Options())
    cutter = subset.Subsetter(subset.Options())
    cutter.populate(text=text + "0")
    cutter.subset(font)
    font.save(target)


def _by_pymupdf(data: bytes, values: dict[str, str]) -> bytes:
    """PyMuPDF is under the AGPL: it makes files for us in an environment of its own and is no part of anything."""
    python = CACHE / "pymupdf" / "bin" / "python"
    if not python.exists():
        subprocess.run(["python3", "-m", "venv", str(CACHE / "pymupdf")], check=True, capture_output=True)
        subprocess.run([str(python), "-m", "pip", "install", "--quiet", "pymupdf"], check=True, capture_output=True)
    with folder() as place:
        (place / "blank.pdf").write_bytes(data)
        (place / "values.json").write_text(json.dumps(values), "utf-8")
        subprocess.run([str(python), str(HERE / "by_pymupdf.py"), str(place)], check=True, capture_output=True)
        return (place / "filled.pdf").read_bytes()


def _qpdf(*options: str) -> Callable[[bytes], bytes]:
    return lambda data: converted(data, "qpdf", *options, "{source}", "{target}")


PRODUCERS = (
    Producer("pypdf", "filled", "pypdf 填写", _filled(_by_pypdf())),
    Producer("pypdf-incremental", "filled", "pypdf 填写，增量保存", _filled(_by_pypdf(incremental=True))),
    Producer("utf-16", "filled", "只写域值，UTF-16", _filled(_bare(_utf_16, lambda: NameObject("/Yes")))),
    Producer("pdfdoc", "filled", "只写域值，PDFDocEncoding", _filled(_bare(_pdf_doc, lambda: TextStringObject("Yes")))),
    Producer("utf-8", "filled", "只写域值，UTF-8", _filled(_bare(_utf_8, lambda: NameObject("/On")))),
    Producer("pdf-lib", "filled", "pdf-lib 填写", _filled(_by_pdf_lib("drawn"), common), stored=True),
    Producer("pdf-lib-flat", "filled", "pdf-lib 填写并压平", _filled(_by_pdf_lib("flat"), common), stored=True),
    Producer("pymupdf", "filled", "PyMuPDF 填写", _filled(_by_pymupdf, common), stored=True),
    Producer("pdfium", "filled", "pdfium（Chrome 阅读器）填写", _filled(_typed_in_pdfium, common)),
    Producer("pdfium-flat", "filled", "pdfium 压平", _kept(_flattened_by_pdfium)),
    Producer("qpdf-flat", "filled", "qpdf 压平", _kept(_qpdf("--flatten-annotations=all"))),
    Producer("qpdf-redrawn", "filled", "qpdf 重画外观", _kept(_qpdf("--generate-appearances"))),
    Producer(
        "cairo-flat",
        "filled",
        "pdftocairo 打印可填写的表",
        _kept(lambda data: converted(data, "pdftocairo", "-pdf", "{source}", "{target}")),
    ),
)
