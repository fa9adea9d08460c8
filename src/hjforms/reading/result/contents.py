"""What is in a file (文件内容): its forms with their pages, and what lies beside them.

Pages are read when they are asked for, and each is let go once its form is read: a file of ten thousand pages takes
no more memory than one of ten.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from hjforms.reading.ours.kept import Kept
from hjforms.reading.page.annotations import Annotation
from hjforms.reading.page.texts import PageTexts
from hjforms.reading.result.assemble import assemble
from hjforms.reading.result.bundle import FormPage, FormPages, folio_of, gathered
from hjforms.reading.result.reading import Reading


@dataclass(frozen=True)
class Contents:
    """The forms of a file, each with the numbers of its pages; ``page`` gives a page, once.

    ``carried`` are the records that the file carries, as JSON; ``written`` is what people wrote on its pages. ``drawn``
    are the texts of the slots of those pages (from 0) that draw what we draw, though another program saved them.
    ``seals`` is how many fields for signatures it has.
    """

    groups: Sequence[FormPages]
    page: Callable[[int], PageTexts]
    carried: Sequence[bytes] = ()
    written: Sequence[Annotation] = ()
    drawn: Mapping[int, Kept] = field(default_factory=dict)
    seals: int = 0

    @classmethod
    def of(
        cls,
        pages: Sequence[FormPage],
        carried: Sequence[bytes] = (),
        written: Sequence[Annotation] = (),
        seals: int = 0,
    ) -> Contents:
        """The contents of a file of which every page has been read."""
        waiting = {place: page for place, (_, page) in enumerate(pages)}
        return cls(gathered(folio_of(*page) for page in pages), waiting.pop, carried, written, seals=seals)

    def readings(self) -> Iterator[Reading]:
        """What each form says, in the order in which their first pages lie in the file."""
        for form, places in self.groups:
            yield assemble(form, [self.page(place) for place in places], is_issued=bool(self.carried))
