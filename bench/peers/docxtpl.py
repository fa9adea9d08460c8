"""docxtpl: the Word template of hjforms itself, rendered with the same texts.

The object is made anew for each document, as its documentation asks; the Jinja environment is made once.
"""

from __future__ import annotations

import io
from importlib.metadata import version

from docxtpl import DocxTemplate
from jinja2 import Environment, StrictUndefined

from bench.records import FORM_ID, ROWS, Sheet
from hjforms.template import store

NAME = f"docxtpl {version('docxtpl')}"
_word = store.word_path(FORM_ID).read_bytes()
_environment = Environment(undefined=StrictUndefined, autoescape=True)


class _Blank(dict[str, str]):
    """A part in which everything is blank."""

    def __missing__(self, _name: str) -> str:
        return ""


def docx(sheet: Sheet) -> bytes:
    """The Word file of a sheet; rows that are not used are printed blank, as hjforms prints them."""
    years = sheet["years"] + [_blank_row()] * (ROWS - len(sheet["years"]))
    template = DocxTemplate(io.BytesIO(_word))
    template.render({**sheet, "years": years}, _environment)
    target = io.BytesIO()
    template.save(target)
    return target.getvalue()


def _blank_row() -> Sheet:
    return _Blank(paid=_Blank(), refund=_Blank())
