"""docxtpl and LibreOffice: the Word file rendered by docxtpl and converted by LibreOffice, one call per document.

The profile is made once and kept, so that only the first call, which is not timed, is slow. 宋体 and 黑体 resolve to
the free fonts that hjforms compiles its templates with.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bench.peers import docxtpl
from hjforms.template.store import templates_folder

_found = shutil.which("soffice") or shutil.which("libreoffice")
if _found is None:
    raise ImportError("soffice")
_program: str = _found
NAME = "docxtpl + LibreOffice"
_folder = tempfile.TemporaryDirectory(prefix="bench-office-")
_environment = {
    **os.environ,
    "HOME": _folder.name,
    "FONTCONFIG_FILE": str((templates_folder() / "fonts" / "fonts.conf").resolve()),
}


def convert(sources: Sequence[Path], target: Path) -> None:
    """Print documents into a folder, all in one call."""
    profile = f"-env:UserInstallation={(Path(_folder.name) / 'profile').as_uri()}"
    subprocess.run(
        [_program, profile, "--headless", "--norestore", "--convert-to", "pdf", "--outdir", target, *sources],
        env=_environment,
        capture_output=True,
        check=True,
    )


class Printer(docxtpl.Printer):
    """Fills the Word template of one form and prints it."""

    def pdf(self, context: dict[str, Any]) -> bytes:
        """One PDF of one page."""
        folder = Path(_folder.name)
        source = folder / "form.docx"
        source.write_bytes(self.docx(context))
        convert([source], folder)
        return source.with_suffix(".pdf").read_bytes()
