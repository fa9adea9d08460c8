"""Batches (批量): a list in, a folder of papers out; killed or continued, on one machine or many.

``run`` has the way through; ``plan`` says what makes one output, ``work`` makes it, ``workers`` are those who do,
``names`` and ``manifest`` what the folder says of it.
"""

from hjforms.batches.run import BatchReport, batch

__all__ = ["BatchReport", "batch"]
