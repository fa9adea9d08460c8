"""docxtpl: the Word template of hjforms itself, rendered with the same texts.

The object is made anew for each document, as its documentation asks; the Jinja environment is made once.
"""

from __future__ import annotations

import io
from importlib.metadata import version
from typing import Any, Self

from docxtpl import DocxTemplate
from jinja2 import Environment, StrictUndefined

import hjforms
from hjforms.records.base import Record, leaves, part_type
from hjforms.records.kinds import Kind
from hjforms.template.layout import PAGE

NAME = f"docxtpl {version('docxtpl')}"
_environment = Environment(undefined=StrictUndefined, autoescape=True)


class Printer:
    """Fills the Word template of one form."""

    def __init__(self, form: hjforms.Form) -> None:
        self._form = form
        self._word = form.word_path.read_bytes()

    def docx(self, context: dict[str, Any]) -> bytes:
        """The Word file of a context."""
        template = DocxTemplate(io.BytesIO(self._word))
        template.render(context, _environment)
        target = io.BytesIO()
        template.save(target)
        return target.getvalue()

    def context(self, record: Record) -> dict[str, Any]:
        """A record as docxtpl takes it: every value written by its notation; rows that are not used are blank."""
        return {**self._part(record, ""), PAGE: ""}

    def _part(self, part: Record, prefix: str) -> dict[str, Any]:
        known = leaves(self._form.record_type)
        texts: dict[str, Any] = {}
        for name, info in type(part).model_fields.items():
            value, path = getattr(part, name), prefix + name
            if path in known:
                texts[name] = _Text(known[path].kind, value)
            elif isinstance(value, tuple):
                blank = part_type(info.annotation)[0]()
                rows = value + (blank,) * (self._form.compiled.layout.capacity - len(value))
                texts[name] = [self._part(row, f"{path}.*.") for row in rows]
            else:
                texts[name] = self._part(value, f"{path}.")
        return texts


class _Text(str):  # noqa: SLOT000 - the parts of a value are attributes of its text, as templates name them
    """The text of a value, with the text of each of its parts behind it."""

    def __new__(cls, kind: Kind, value: Any) -> Self:
        text = super().__new__(cls, "" if value is None else kind.write(value))
        if kind.parts:
            blank = value is None and not kind.parts.boxes
            parts = ("",) * len(kind.parts.names) if blank else kind.parts.write(value)
            vars(text).update(zip(kind.parts.names, parts, strict=True))
        return text
