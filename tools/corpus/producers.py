"""Every producer of the corpus, in the order of the table."""

from __future__ import annotations

from tools.corpus import bundles, filled, papers, printed

PRODUCERS = (*filled.PRODUCERS, *printed.PRODUCERS, *bundles.PRODUCERS, *papers.PRODUCERS)
