"""What stands around a label (前后左右的栏目), held against what stands around a field in the template.

A label that several fields share belongs to the one whose neighbours it has.
"""

from __future__ import annotations

from collections.abc import Sequence

from hjforms.paths import RecordPath
from hjforms.reading.others.sides import LabelAt
from hjforms.reading.others.unlabelled import SIGNED
from hjforms.reading.others.vocabulary import PLACE, Vocabulary
from hjforms.reading.page.labels import canonical
from hjforms.reading.page.squares import Sheet
from hjforms.reading.page.texts import Claim

VAGUE = frozenset(map(canonical, ("联系电话", "地址", "邮政编码", "日期", "原因", "其他")))
"""Labels that say nothing of whose they are: even one that stands alone is taken only where its neighbours agree."""
AGENCY = canonical("社保经办机构")
SIGNOFF = canonical("签章")
SECTION, NEIGHBOUR, FOLLOWER, CROSSED, STRANGER = 3, 3, 2, 1, -4
CLEARLY = 2  # by how much more must speak for a field than for any other, for a label to be certain
KIN = 3  # a neighbour that can only be of the same part of the form


class Surroundings:
    """How well labels stand where fields do: by their sections, and by the labels before and behind them."""

    def __init__(self, sheet: Sheet, words: Vocabulary) -> None:
        self._sheet, self._words = sheet, words

    def tell(self, labels: Sequence[LabelAt]) -> None:
        """Give every label its section and its neighbours.

        Where the paper is signed, the section above has ended, until a label follows that belongs to another part.
        """
        ended: str | None = None
        for before, label in zip([None, *labels], labels, strict=False):
            section = label.section or self._words.section(self._sheet, label.square)
            paths = self._words.names[label.name]
            if label.name not in VAGUE | {AGENCY} and all(path.startswith(SIGNED) for path in paths):
                ended = section
            elif label.name not in VAGUE and all("." in path and not path.startswith(SIGNED) for path in paths):
                ended = None
            label.section = SIGNOFF if section == ended else section
            label.name = self._words.name_in(label.section, label.name)
            if before is not None:
                label.before, before.after = before, label
        for label in labels:
            self._settle(label)

    def _settle(self, label: LabelAt) -> None:
        """Find the field that a label is certain to be of, by which its neighbours are known then."""
        paths = self._words.names[label.name]
        scores = sorted(((self.score(path, label), path) for path in paths), reverse=True)
        best, rival = scores[0], scores[1][0] if len(scores) > 1 else STRANGER
        if best[0] >= NEIGHBOUR and best[0] - rival >= CLEARLY:
            label.path = best[1]

    def claims(self, path: str, label: LabelAt) -> tuple[Claim, ...]:
        """The fields that a label may name, this one first, with how well each fits where it stands."""
        names = self._words.names[label.name]
        scores: dict[str, float | None] = dict.fromkeys(names)
        if len(names) > 1:
            scores = {name: float(self.score(name, label)) for name in names}
        ordered = sorted(names, key=lambda name: (name != path, -(scores[name] or 0)))
        return tuple(Claim(name, label.name, scores[name]) for name in ordered)

    def score(self, path: str, label: LabelAt) -> int:
        """How well what stands around a label is what stands around a field in the template."""
        context = self._words.contexts[path]
        score = self._near(path, label.before, context.before, NEIGHBOUR)
        score += self._near(path, label.after, context.after, FOLLOWER)
        crossed = any(
            near is not None and path and path in self._fields_of(near)
            for near, path in ((label.before, context.after), (label.after, context.before))
        )
        score += CROSSED * crossed
        if label.section in context.sections:
            return score + SECTION * bool(label.section)
        return score + STRANGER * bool(label.section)

    def _near(self, path: str, near: LabelAt | None, other: str, weight: int) -> int:
        """What a neighbouring label says for a field: less where it may be one of several, as its own nothing."""
        if near is not None and near.path == path:
            return 0
        paths = [] if near is None else self._fields_of(near)
        if (other in paths) if paths else not other:
            return weight if len(paths) < 2 else weight - 1
        owner, place = RecordPath(path).parent, near.name[:PLACE] if near else ""
        same_place = bool(place) and any(label.startswith(place) for label in self._words.contexts[path].sections)
        return KIN if {RecordPath(own).parent for own in paths} == {owner} or same_place else 0

    def _fields_of(self, label: LabelAt) -> list[str]:
        """The fields of which a label may be."""
        return [label.path] if label.path else self._words.names[label.name]
