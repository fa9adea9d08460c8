from collections.abc import Iterator
from pathlib import Path

import pytest

from desk.book.shelf import shelved
from hjforms.desk.book import Book


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with shelved(tmp_path / "台账.db") as made:
        yield made
