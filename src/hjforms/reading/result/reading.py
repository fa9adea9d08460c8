"""A reading (读取结果): the record that was read, where each value stood, and what could not be read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Generic, Literal, NamedTuple

from hjforms.errors import spoken
from hjforms.findings import Finding
from hjforms.paths import RecordPath
from hjforms.reading.page.doubt import Box
from hjforms.reading.page.texts import WITNESSED, WITNESSES, Claim, Method
from hjforms.records.base import RecordT, place
from hjforms.records.carried import Carried
from hjforms.seals import Signature
from hjforms.unread import Unread, told_once
from hjforms.wording import Language, Said

if TYPE_CHECKING:
    from hjforms.catalogue import Form

Proof = Literal["own", "sealed", "resaved", "changed", "none", "other"]
"""What an office's key says of a form. ``own``: the office made it, and all that a person sees is as it was made.
``sealed``: the same, but for seals that lie on it. ``resaved``: what was read is what the office wrote, but another
program has written the file. ``changed``: the office made it, and what was read is something else. ``none``: made
without a key. ``other``: by another key, or forged."""


@dataclass(frozen=True, slots=True)
class FieldReading:
    """One value that was read, with its provenance (来源). ``value`` is ``Unread`` where it cannot be read.

    ``confidence`` is 1 where the place of the value is certain, less where it was found by labels and lines.
    ``rivals`` are other texts of the paper that claim the field; it is unread where there are any. ``claims`` are the
    fields that the label at the text may name, its own first; none where its place told the field.
    """

    value: Any
    text: str
    page: int
    box: Box | None
    method: Method
    confidence: float = 1.0
    rivals: tuple[str, ...] = ()
    claims: tuple[Claim, ...] = ()

    @property
    def margin(self) -> float | None:
        """By how much the field fits the label better than the next one (差距); ``None`` where there is no other.

        Below zero where every other field has a label of its own, so that this one was left.
        """
        scores = [claim.score for claim in self.claims if claim.score is not None]
        return None if len(scores) < 2 else round(scores[0] - max(scores[1:]), 4)

    @property
    def witness(self) -> Said:
        """What speaks for the text (凭据): the file alone, or the picture of the page as well."""
        is_word = self.method == "grid" and self.box is None
        return WITNESSES["cell" if is_word else self.method]

    def as_dict(self) -> dict[str, Any]:
        """Where the value stood and how it was read, as plain JSON data; the value itself stands in the record."""
        return {
            "text": self.text,
            "page": self.page,
            "box": None if self.box is None else list(self.box),
            "method": self.method,
            "confidence": self.confidence,
            "rivals": list(self.rivals),
        }


class Witness(NamedTuple):
    """Who was asked about a value (证人), and whether that agrees; ``None`` where the value is unread.

    ``text`` is what the file says, ``picture`` the page as it is drawn, ``redrawn`` the same page written anew,
    ``field`` a form field, ``recognition`` that of scans, ``carried`` the record that the file carries.
    """

    name: str
    agrees: bool | None


@dataclass(frozen=True)
class Reading(Generic[RecordT]):
    """What one form says. ``findings`` are about the reading only; ``form.check`` judges the record.

    ``written`` is the record that the file carries, from which it was made (随附记录). Where there is one, a field
    without a finding of the rule ``changed`` is as we wrote it. ``proof`` is what an office's key says of it, where it
    was read with one. ``signatures`` are those of the file.
    """

    form: Form[RecordT]
    record: RecordT
    findings: tuple[Finding, ...]
    fields: Mapping[str, FieldReading]
    written: Carried | None = field(default=None, repr=False)
    proof: Proof | None = None
    signatures: tuple[Signature, ...] = ()

    @property
    def carried(self) -> bool:
        """True where the file carries the record that the form was made from."""
        return self.written is not None

    def witnesses(self, path: str) -> tuple[Witness, ...]:
        """Who was asked about the value of a field."""
        found = self.fields[path]
        is_word = found.method == "grid" and found.box is None
        names = WITNESSED["cell" if is_word else found.method]
        asked = [Witness(name, None if isinstance(found.value, Unread) else True) for name in names]
        if self.carried:
            agrees = not any(finding.path == path and finding.rule == "changed" for finding in self.findings)
            asked.append(Witness("carried", agrees))
        return tuple(asked)

    def candidates(self, path: str) -> tuple[Claim, ...]:
        """The fields that the value may be of, its own first: those that its label names, or the one at its place."""
        found = self.fields[path]
        if found.claims or found.method == "grid":
            return found.claims
        return (Claim(RecordPath(path).general, place(self.form.record_type, path)),)

    def explained(self, path: str, lang: Language = "zh") -> dict[str, Any]:
        """Why a value is that of its field, as JSON data: candidates, margin, witnesses, and what is against it."""
        lang = spoken(lang)
        against = [finding.message.text(lang) for finding in self.findings if finding.path == path]
        return {
            "candidates": [claim._asdict() for claim in self.candidates(path)],
            "margin": self.fields[path].margin,
            "witnesses": [witness._asdict() for witness in self.witnesses(path)],
            "against": against,
        }

    def as_dict(self, lang: Language = "zh", *, explain: bool = False) -> dict[str, Any]:
        """The reading as plain JSON data, its messages in a language; ``explain`` adds why each value is taken."""
        lang = spoken(lang)
        return {
            "form": self.form.id,
            "record": self.record.model_dump(mode="json"),
            "findings": [finding.as_dict(lang) for finding in self.findings],
            "fields": {
                path: found.as_dict() | (self.explained(path, lang) if explain else {})
                for path, found in self.fields.items()
            },
            "pages": sorted({found.page for found in self.fields.values()}),
            "proof": self.proof,
            "signatures": [signature.as_dict() for signature in self.signatures],
        }

    def judged(self) -> list[Finding]:
        """The findings of the reading, then those of ``form.check``; what is unread is told once, with its reason."""
        return told_once(self.findings, self.form.check(self.record))
