"""Packs (地区包): one folder per jurisdiction, one module per form, each with a ``FORM``.

The folders that ``HJFORMS_PACKS`` names hold further ones.
"""

import os
from pathlib import Path

_FOLDERS = os.environ.get("HJFORMS_PACKS", "").split(os.pathsep)
__path__ = [*__path__, *(str(Path(folder).absolute()) for folder in _FOLDERS if folder)]
