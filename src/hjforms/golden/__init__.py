"""Goldens (金样): the outputs of known records, kept in a folder and compared after every change.

``<folder>/<pack>/<form>/<case>/`` holds ``record.json`` (what goes in) and what must come out: ``form.docx``,
``form.pdf``, ``text.txt`` (the words of the pages) and ``page-N.png``. A difference is told value by value first, then
by words, then as a picture with the place marked, and last as bytes. ``compare`` holds any two files against each
other in the same way, such as the official form and that of another system.
"""

from hjforms.golden.cases import Case, added, cases, check, files_of, not_accepted, update
from hjforms.golden.differences import Difference, Level, dump
from hjforms.golden.documents import Region, compare, refuse_unknown

__all__ = [
    "Case",
    "Difference",
    "Level",
    "Region",
    "added",
    "cases",
    "check",
    "compare",
    "dump",
    "files_of",
    "not_accepted",
    "refuse_unknown",
    "update",
]
