"""The book (台账): cases with their papers in one SQLite file.

A *case* (案件) is one person's transfer: its papers in their order, the days that its procedure sets, and what happened
to each. ``Book`` opens the file; ``cases``, ``papers``, ``arrivals``, ``office`` and ``journal`` are its parts.
"""

from hjforms.desk.book.arrivals import Arrival, Read
from hjforms.desk.book.book import Book
from hjforms.desk.book.cases import Case, Search
from hjforms.desk.book.office import Office
from hjforms.desk.book.papers import Draft, Paper, PaperVersion

__all__ = ["Arrival", "Book", "Case", "Draft", "Office", "Paper", "PaperVersion", "Read", "Search"]
