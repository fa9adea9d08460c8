"""``make pictures``: draw the pictures of README and docs anew (docs/pictures). Needs Chromium for one of them.

A filled page is drawn by pdfium, as hjforms draws pages; the explanation of a paper that another office has drawn by
Chromium, with the fonts of ``templates/fonts``, so that the machine's own do not matter. Another version of either
draws the edges of letters a little otherwise. What a picture shows is therefore held by the digest of its source, which
stands in the file: ``tests/test_pictures.py`` finds a picture whose source is another by now.
"""

from __future__ import annotations

import hashlib
import io
import os
import re
import subprocess
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from hjforms.api import form, read
from hjforms.reading_page import page
from hjforms.render.pictures import pictures

ROOT = Path(__file__).parents[1]
TARGET = ROOT / "docs" / "pictures"
RECORD = ROOT / "examples" / "weihai" / "shandong" / "refund.json"
PAPER = ROOT / "tests" / "papers" / "shandong-refund-5.pdf"
WINDOW = (1280, 760)
COLOURS = 32
BROWSER = ("chromium", "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars")
SHOWS = "Shows"  # the key in a PNG file


@dataclass(frozen=True, slots=True)
class Source:
    """What a picture is drawn from, how, and the part of it whose change makes the picture stale."""

    make: Callable[[], bytes]
    draw: Callable[[bytes], Any]
    shown: Callable[[bytes], bytes]

    def digest(self) -> str:
        """What the picture shows, as a digest."""
        return hashlib.sha256(self.shown(self.make())).hexdigest()


@cache
def filled() -> bytes:
    """The PDF of the worked case."""
    refund = form("shandong/refund")
    return refund.pdf(refund.complete(refund.load(RECORD)))


@cache
def explained() -> bytes:
    """What ``read --explain`` shows of a paper of others: every value in its frame, what is unclear in another."""
    data = PAPER.read_bytes()
    return page(PAPER.name, data, [(reading, reading.findings) for reading in read(data)])


def first_page(pdf: bytes) -> Any:
    """The picture of the first page."""
    return pictures(pdf)[0]


def in_a_browser(html: bytes) -> Any:
    """The picture of a web page, as far as it goes into the window."""
    from PIL import Image

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "page.html").write_bytes(html)
        fonts = {"FONTCONFIG_FILE": str(ROOT / "templates" / "fonts" / "fonts.conf"), "XDG_CACHE_HOME": name}
        size = f"--window-size={WINDOW[0]},{WINDOW[1]}"
        command = [*BROWSER, size, f"--screenshot={folder / 'page.png'}", str(folder / "page.html")]
        subprocess.run(command, check=True, env={**os.environ, **fonts}, capture_output=True, timeout=120)
        return Image.open(io.BytesIO((folder / "page.png").read_bytes())).convert("RGB")


def words(html: bytes) -> bytes:
    """The words of a web page, without its looks and without the page images that pdfium has drawn into it."""
    text = re.sub(r"<(style|script)\b.*?</\1>|<[^>]*>", " ", html.decode("utf-8"), flags=re.DOTALL)
    return " ".join(text.split()).encode()


SOURCES = {
    "filled": Source(filled, first_page, bytes),
    "explained": Source(explained, in_a_browser, words),
}


def drawn(source: Source) -> bytes:
    """A PNG file of few colours, which says what it shows."""
    from PIL.PngImagePlugin import PngInfo

    text = PngInfo()
    text.add_text(SHOWS, source.digest())
    target = io.BytesIO()
    source.draw(source.make()).quantize(COLOURS).save(target, "PNG", optimize=True, pnginfo=text)
    return target.getvalue()


def main() -> None:
    """Write every picture."""
    TARGET.mkdir(exist_ok=True)
    for name, source in SOURCES.items():
        (TARGET / f"{name}.png").write_bytes(drawn(source))


if __name__ == "__main__":
    main()
