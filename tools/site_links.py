"""A hook of MkDocs (mkdocs.yml): what is named after files in the source is named for readers of the site."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

LINK = re.compile(r"(?<!!)\[([^\]]+)\]\(([\w./-]+)(#[^)]*)?\)")


def on_page_markdown(markdown: str, *, page: Any, config: Any, **_: Any) -> str:
    """The text of a page, where ``[records.md](records.md)`` reads as the heading of that page.

    A link to a file of the source that is no part of the site is its text alone.
    """
    folder, site = Path(page.file.abs_src_path).parent, Path(config.docs_dir)

    def named(link: re.Match[str]) -> str:
        target = (folder / link[2]).resolve()
        if not target.is_relative_to(site):
            return link[1]
        if not link[1].endswith(".md") or not target.exists():
            return link[0]
        title = target.read_text("utf-8").splitlines()[0].lstrip("# ")
        return f"[{title}]({link[2]}{link[3] or ''})"

    return LINK.sub(named, markdown)
