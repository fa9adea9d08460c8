"""The command ``hjforms`` (命令行). Results go to standard output, messages to standard error.

Exit codes: 0 well; 1 findings of severity error; 2 the input; 3 the document; 4 no rule in force; 5 a
template; 6 a missing program.
"""

import gc
import os

gc.disable()  # nothing that is imported is garbage, and to look for it takes a tenth of a short command
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # to look for them takes a tenth of a short command

from hjforms.cli.entrance import main  # noqa: E402 - what stands above holds while it is imported

gc.freeze()
gc.enable()

__all__ = ["main"]
