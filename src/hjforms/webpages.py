"""Web pages (网页): templates filled in, every text escaped; a page needs nothing but itself."""

from __future__ import annotations

import base64
from typing import Any


def filled(template: str, **values: Any) -> bytes:
    """A page from a jinja2 template."""
    from jinja2 import Environment, StrictUndefined

    page = Environment(undefined=StrictUndefined, autoescape=True, trim_blocks=True).from_string(template)
    return page.render(**values).encode()


def embedded(png: bytes) -> str:
    """A picture as the address of itself."""
    return f"data:image/png;base64,{base64.b64encode(png).decode()}"
