"""A second pair of eyes (看守) on reading: what the clock cannot stop, because a library does not come back.

``clock`` asks for the time between pages, characters and rows. Within one call of pdfium nobody asks. A thread looks
at the clock and at the memory; where a file makes a library hang or grow without measure, it ends the command with
one message. Nothing is written by then.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import copy_context

from hjforms.cli.talk import answer, language, print_answer, say
from hjforms.errors import DocumentError, Fault
from hjforms.wording import Sentence

EVERY_S = 0.5
SILENT_S = 120.0
MOST_MEMORY = 4 * 2**30
HANGS = Sentence("文件读到一半停住不动，停止读取：文件可能不正常。")
GROWS = Sentence("读取这个文件占用的内存太多，停止读取：文件可能不正常。")


@contextmanager
def watched() -> Iterator[None]:
    """End the command where reading hangs."""
    done = threading.Event()
    threading.Thread(target=copy_context().run, args=(_watch, done), daemon=True).start()  # it speaks as the command
    try:
        yield
    finally:
        done.set()


def _watch(done: threading.Event) -> None:
    from hjforms.reading.file import clock

    while not done.wait(EVERY_S):
        trouble = HANGS if clock.silent_s() > SILENT_S else GROWS if _memory() > MOST_MEMORY else None
        if trouble:
            say(trouble)
            answer(faults=[Fault("", trouble, "document").as_dict(language())])
            print_answer()
            os._exit(DocumentError.exit_code)


def _memory() -> int:
    """The most memory that the command ever had, in bytes; 0 where the system does not tell (Windows)."""
    try:
        import resource
    except ImportError:
        return 0
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit
