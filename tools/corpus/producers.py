"""Every producer of the corpus, in the order of the table."""

from __future__ import annotations

from tools.corpus import bundles, filled, offices, papers, printed, word
from tools.corpus.foreign import producers as foreign

PRODUCERS = (
    *filled.PRODUCERS,
    *printed.PRODUCERS,
    *word.PRODUCERS,
    *bundles.PRODUCERS,
    *papers.PRODUCERS,
    *offices.PRODUCERS,
    *foreign.PRODUCERS,
)
