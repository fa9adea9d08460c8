"""A batch on a cluster: one scheduler and two workers as processes of this machine; --kill ends one of them half-way.

    python examples/cluster/run.py 名单.jsonl 文件夹/ --form 附件5 --chunk 500 [--kill]

On real machines, start `dask scheduler` on one and `dask worker tcp://…:8786` on the others (each with hjforms
installed), and give this program the address: --scheduler tcp://…:8786. Only this program writes the folder: the
workers get records and send back finished files, so they need no file system in common.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from distributed import Client

import hjforms

WORKERS = 2


@contextmanager
def process(*arguments: str | Path) -> Iterator[subprocess.Popen[bytes]]:
    """A process that ends with the block."""
    started = subprocess.Popen([sys.executable, "-m", *map(str, arguments)], stderr=subprocess.DEVNULL)
    try:
        yield started
    finally:
        started.kill()
        started.wait()


@contextmanager
def cluster() -> Iterator[tuple[Path, list[subprocess.Popen[bytes]]]]:
    """A scheduler and its workers: the file by which they find each other, and the workers."""
    with ExitStack() as stack:
        file = Path(stack.enter_context(tempfile.TemporaryDirectory())) / "scheduler.json"
        found = ("--scheduler-file", file)
        port = ("--host", "127.0.0.1", "--port", "0", "--no-dashboard")
        stack.enter_context(process("distributed.cli.dask_scheduler", *found, *port))
        while not file.exists():
            time.sleep(0.1)
        single = ("--nworkers", "1", "--nthreads", "1", "--no-nanny", "--no-dashboard")
        local = ("--local-directory", file.parent)
        workers = ("distributed.cli.dask_worker", *found, *single, *local)
        yield file, [stack.enter_context(process(*workers)) for _ in range(WORKERS)]


def main() -> int:
    """Make the papers; returns the exit code of ``hjforms fill``."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("source", help="a list: .jsonl, .parquet, .xlsx …")
    parser.add_argument("folder")
    parser.add_argument("--form")
    parser.add_argument("--chunk", type=int)
    parser.add_argument("--scheduler", metavar="ADDRESS", help="a cluster that is there; without it, one is started")
    parser.add_argument("--kill", action="store_true", help="end a worker as soon as something is done")
    given = parser.parse_args()
    with ExitStack() as stack:
        workers: list[subprocess.Popen[bytes]] = []
        if given.scheduler:
            client = stack.enter_context(Client(given.scheduler))
        else:
            file, workers = stack.enter_context(cluster())
            client = stack.enter_context(Client(scheduler_file=str(file), timeout="60s"))
            client.wait_for_workers(WORKERS, timeout=120)

        def progress(done: int) -> None:
            print(f"\r{done}", end="", file=sys.stderr)
            if given.kill and len(workers) == WORKERS:
                workers.pop().kill()
                print(" (one worker killed)", file=sys.stderr)

        report = hjforms.batch(
            given.form,
            given.source,
            given.folder,
            chunk=given.chunk,
            executor=client.get_executor(),
            jobs=len(client.scheduler_info()["workers"]),
            on_progress=progress,
        )
    print(f"\n{report.records} records, {report.faulty} faulty, {report.written} files written", file=sys.stderr)
    return 1 if report.faulty else 0


if __name__ == "__main__":
    sys.exit(main())
