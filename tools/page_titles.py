"""A hook of MkDocs (mkdocs.yml): links that are named after a file are named after its page."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

NAMED_AFTER_FILE = re.compile(r"\[[\w./-]+\.md\]\(([\w./-]+\.md)(#[^)]*)?\)")


def on_page_markdown(markdown: str, *, page: Any, **_: Any) -> str:
    """The text of a page, where ``[records.md](records.md)`` reads as the heading of that page."""
    folder = Path(page.file.abs_src_path).parent

    def titled(link: re.Match[str]) -> str:
        target = folder / link[1]
        if not target.exists():
            return link[0]  # MkDocs tells of it
        title = target.read_text("utf-8").splitlines()[0].lstrip("# ")
        return f"[{title}]({link[1]}{link[2] or ''})"

    return NAMED_AFTER_FILE.sub(titled, markdown)
