"""Our PDF and our DOCX, printed to PDF again by other programs."""

from __future__ import annotations

import html
import io
import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from hjforms.catalogue import Form
from tools.corpus import pages
from tools.corpus.records import common, full
from tools.corpus.samples import CACHE, Producer, Sample, converted

WIDEST = 1.05  # of the size: from one character to the next of a text

TOP = 0.88  # of the size: from the baseline to the top of a line in a browser


def _printed(change: Callable[[bytes], bytes], record: Callable[[Form], Any] = full) -> Callable[[Form], Sample]:
    return lambda form: Sample(change(form.pdf(record(form))), (record(form),))


def _by(*command: str) -> Callable[[Form], Sample]:
    return _printed(lambda data: converted(data, *command))


def by_chromium(data: bytes) -> bytes:
    """Our page as a web page prints it: mutool writes it as SVG, Chromium sets it anew with the fonts it has."""
    svg = re.sub(r'<text [^>]*?font-size="([^"]*)".*?</text>', _runs_of, _svg(data), flags=re.DOTALL)
    width, height = (float(side) for side in re.findall(r'(?:width|height)="([\d.]+)pt"', svg)[:2])
    return _web_page("text{white-space:pre}", svg, width, height)


def _web_page(style: str, body: str, width: float, height: float) -> bytes:
    """A page of a browser, in points, as Chromium prints it."""
    style = f"@page{{size:{width}pt {height}pt;margin:0}}body{{margin:0}}{style}"
    page = f'<html><meta charset="utf-8"><style>{style}</style><body>{body}</body></html>'
    return converted(
        page.encode(),
        *("chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"),
        *("--print-to-pdf={target}", "file://{source}"),
        suffix="html",
    )


def _runs_of(text: re.Match[str]) -> str:
    lines = re.compile(r'<tspan y="([^"]*)" x="([^"]*)">(.*?)</tspan>', flags=re.DOTALL)
    return lines.sub(lambda line: _runs(line, WIDEST * float(text[1])), text[0])


def _runs(found: re.Match[str], widest: float) -> str:
    """A line as runs of text, each set by the browser from where it begins; mutool places every character."""
    base, places, text = found[1], list(map(float, found[2].split())), html.unescape(found[3])
    runs: list[tuple[float, str]] = []
    last = 0.0
    for place, char in zip(places, text, strict=False):
        if not runs or not 0 <= place - last <= widest:
            runs.append((place, ""))
        runs[-1] = runs[-1][0], runs[-1][1] + char
        last = place
    return "".join(f'<tspan y="{base}" x="{place}">{html.escape(run)}</tspan>' for place, run in runs)


def _svg(data: bytes) -> str:
    """The first page as SVG with its texts as texts; mutool puts a number into the name that it is given."""
    command = "mutool convert -F svg -O text=text -o {folder}/page-%d.svg {source} && mv {folder}/page-1.svg {target}"
    return converted(data, "sh", "-c", command, into="svg").decode()


def by_browser(data: bytes) -> bytes:
    """Our page as viewers in browsers lay it out: a span for every text, a box for every line; Chromium prints it."""
    import pdfplumber

    with pdfplumber.open(io.BytesIO(data)) as document:
        page = document.pages[0]
        strokes = [_stroke(line, float(page.height)) for line in (*page.lines, *page.rects)]
        spans = [_span(run, float(page.height)) for run in _texts(page.chars)]
        style = "span,i{position:absolute;white-space:pre;line-height:1;font-family:HJSong}i{border:0.25pt solid}"
        return _web_page(style, "".join([*strokes, *spans]), float(page.width), float(page.height))


def _stroke(line: dict[str, Any], height: float) -> str:
    place = f"left:{line['x0']}pt;top:{height - line['y1']}pt"
    return f'<i style="{place};width:{line["x1"] - line["x0"]}pt;height:{line["y1"] - line["y0"]}pt"></i>'


def _texts(chars: Sequence[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    """The characters of each text: those that follow one another on a line without a gap."""
    run: list[dict[str, Any]] = []
    for char in chars:
        base = char["matrix"][5]
        if run and not (run[-1]["matrix"][5] == base and abs(char["x0"] - run[-1]["x1"]) < char["size"] / 20):
            yield run
            run = []
        run.append(char)
    yield run


def _span(run: Sequence[dict[str, Any]], height: float) -> str:
    """A text where it begins, from the top of its characters, in bold where the page has it so."""
    first = run[0]
    x, base = first["matrix"][4:]
    bold = ";font-weight:bold" if "Bold" in first["fontname"] else ""
    style = f"left:{x}pt;top:{height - base - TOP * first['size']}pt;font-size:{first['size']}pt{bold}"
    return f'<span style="{style}">{html.escape("".join(char["text"] for char in run))}</span>'


def by_libreoffice(form: Form) -> Sample:
    """The DOCX as LibreOffice exports it, with a profile of its own."""
    office = (
        f"soffice -env:UserInstallation=file://{CACHE}/libreoffice --headless --convert-to pdf --outdir {{folder}}/out"
    )
    command = f"{office} {{source}} && mv {{folder}}/out/source.pdf {{target}}"
    return Sample(converted(form.docx(full(form)), "sh", "-c", command, suffix="docx"), (full(form),))


BROWSER = Producer("browser", "printed", "Chromium 打印网页（逐条文字定位）", _printed(by_browser, common), stored=True)


def _of_browser(change: Callable[[bytes], bytes]) -> Callable[[Form], Sample]:
    """The stored page of the browser, printed once more."""

    def make(form: Form) -> Sample:
        sample = BROWSER.sample(form)
        return Sample(change(sample.data), sample.records)

    return make


PRODUCERS = (
    Producer(
        "ghostscript",
        "printed",
        "Ghostscript",
        _by("gs", "-q", "-dNOPAUSE", "-dBATCH", "-sDEVICE=pdfwrite", "-o", "{target}", "{source}"),
        stored=True,
    ),
    Producer("cairo", "printed", "pdftocairo", _by("pdftocairo", "-pdf", "{source}", "{target}"), stored=True),
    Producer("chromium", "printed", "Chromium 打印", _printed(by_chromium, common), stored=True),
    BROWSER,
    Producer("browser-90", "printed", "同上，再缩小到 90 %", _of_browser(lambda data: pages.scaled(data, 0.9))),
    Producer("browser-turned", "printed", "同上，旋转 90°", _of_browser(lambda data: pages.printed_turned(data, 90))),
    Producer("libreoffice", "printed", "LibreOffice 由 DOCX 导出", by_libreoffice, stored=True),
    Producer("mutool", "printed", "mutool clean", _by("mutool", "clean", "-gggz", "{source}", "{target}")),
    Producer("qpdf", "printed", "qpdf", _by("qpdf", "--object-streams=generate", "{source}", "{target}")),
    Producer("scaled-90", "printed", "缩小到 90 %", _printed(lambda data: pages.scaled(data, 0.9))),
    Producer("scaled-110", "printed", "放大到 110 %", _printed(lambda data: pages.scaled(data, 1.1))),
    Producer("shifted", "printed", "移位", _printed(lambda data: pages.shifted(data, 14, -9))),
    Producer("letter", "printed", "A4 印在 Letter 上", _printed(pages.on_letter)),
    Producer("turned-90", "printed", "页面旋转 90°", _printed(lambda data: pages.turned(data, 90))),
    Producer("turned-180", "printed", "页面旋转 180°", _printed(lambda data: pages.turned(data, 180))),
    Producer("turned-270", "printed", "页面旋转 270°", _printed(lambda data: pages.turned(data, 270))),
    Producer("content-90", "printed", "内容旋转 90°", _printed(lambda data: pages.printed_turned(data, 90))),
    Producer("content-180", "printed", "内容旋转 180°", _printed(lambda data: pages.printed_turned(data, 180))),
    Producer("content-270", "printed", "内容旋转 270°", _printed(lambda data: pages.printed_turned(data, 270))),
    Producer("cropped", "printed", "裁去页边", _printed(lambda data: pages.cropped(data, 20))),
)
