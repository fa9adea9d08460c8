"""One door for records (进出): a source gives entries, a sink takes them, each notation in a module of its own.

A notation is chosen by the ending of a name (``NOTATIONS``). Its module has ``read(name, wanted)``, which yields
entries, or ``sink(output, options)``, which makes something with ``add`` and ``close``, or both.
"""

from hjforms.exchange.door import entries, write, write_all
from hjforms.exchange.entry import Entry, Options, Origin

__all__ = ["Entry", "Options", "Origin", "entries", "write", "write_all"]
