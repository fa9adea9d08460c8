"""Draws the first version of the Word templates: ``python -m tools.drawing [FORM ...]``.

A Word template is a drawing; from its first version on it may be edited in Word, WPS or LibreOffice, and what
stands in ``templates/docx`` is what counts. This tool exists so that the forms of a family share their measures.
"""

from __future__ import annotations

import importlib
import pkgutil
import sys

import tools.drawing
from tools.drawing.paper import save

if __name__ == "__main__":
    for module in pkgutil.iter_modules(tools.drawing.__path__):
        drawing = importlib.import_module(f"tools.drawing.{module.name}")
        form = getattr(drawing, "FORM", None)
        if form and (form in sys.argv[1:] or not sys.argv[1:]):
            save(form, drawing.draw())
            print(f"templates/docx/{form}.docx")
