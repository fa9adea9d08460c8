"""The process that reads (子进程): it may hang, grow or die, and the one that waits for it goes on."""

from __future__ import annotations

import logging
import multiprocessing
import resource
from multiprocessing.connection import Connection
from typing import Any

from tools.fuzz.cases import verdict

LONGEST_S = 20
FIRST_S = 60  # for the first case of a process, which loads everything
MOST_MEMORY = 1536 * 2**20


def work(connection: Connection, kind: str) -> None:
    """Read the cases whose numbers come; answer with the verdict and the most memory that was ever needed."""
    logging.disable()  # what pypdf says of the files that it writes
    while True:
        number = connection.recv()
        found = verdict(kind, number)
        connection.send((found, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024))


class Worker:
    """The process, started again whenever it is gone."""

    def __init__(self, kind: str) -> None:
        self._kind = kind
        self._process: Any = None

    def verdict(self, number: int) -> str:
        """What is wrong with a case; empty where nothing is."""
        patience = LONGEST_S if self._process else FIRST_S
        if self._process is None:
            self._start()
        try:
            self._connection.send(number)
            if not self._connection.poll(patience):
                self.stop()
                return f"takes longer than {patience} s"
            found, memory = self._connection.recv()
        except (EOFError, ConnectionError):
            self._process.join()
            code = self._process.exitcode
            self.stop()
            return f"the process died ({code})"
        if memory > MOST_MEMORY:
            self.stop()
            return found or f"takes {memory >> 20} MB"
        return str(found)

    def _start(self) -> None:
        self._connection, other = multiprocessing.Pipe()
        context = multiprocessing.get_context("spawn")
        self._process = context.Process(target=work, args=(other, self._kind), daemon=True)
        self._process.start()
        other.close()

    def stop(self) -> None:
        """End the process."""
        if self._process is not None:
            self._process.kill()
            self._process.join()
            self._process = None
