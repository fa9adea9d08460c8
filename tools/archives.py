"""The archive of every form, for a checker such as veraPDF: ``python -m tools.archives FOLDER``."""

from __future__ import annotations

import sys
from pathlib import Path

import hjforms

EXAMPLES = Path(__file__).parents[1] / "examples"


def main(folder: Path) -> None:
    """Write the example of every form, with its record (``3b``) and without (``2b``)."""
    for form in hjforms.forms():
        path = next(iter(sorted(EXAMPLES.glob(f"*/{form.id}.json"))))
        record = form.complete(form.load(path))
        for part, carry in (("3b", True), ("2b", False)):
            target = folder / part / f"{form.id.replace('/', '-')}.pdf"
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(form.pdf(record, carry=carry, archive=True))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
