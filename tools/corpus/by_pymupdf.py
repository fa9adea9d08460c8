"""Fills the fields of a PDF with PyMuPDF, in whose environment this runs: by_pymupdf.py FOLDER."""

import json
import sys
from pathlib import Path

import pymupdf

folder = Path(sys.argv[1])
values = json.loads((folder / "values.json").read_text("utf-8"))
document = pymupdf.open(folder / "blank.pdf")
for page in document:
    for widget in page.widgets():
        text = values.get(widget.field_name)
        if text is None or text == "□":
            continue
        widget.field_value = True if text == "☑" else text
        widget.update()
document.save(folder / "filled.pdf", garbage=3, deflate=True)
