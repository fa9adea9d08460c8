"""What proves the values of a scan (旁证): check digits, sums and capital amounts, and what nothing proves.

A letter that was recognised wrongly makes a value as good to look at as the right one. What the rules of the form
confirm is certain; what they contradict is not read; of the rest it is said that nobody but a person can tell.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property
from itertools import pairwise
from typing import Any, NamedTuple

from hjforms.errors import NotationError
from hjforms.findings import Finding
from hjforms.paths import RecordPath
from hjforms.reading.result.proposals import inputs_of
from hjforms.reading.result.reading import FieldReading, Reading
from hjforms.records.base import Leaf, leaf_at, leaves, place
from hjforms.records.rules import Occurrence, Rule, value_at, without
from hjforms.unread import Unread, is_known
from hjforms.wording import Said, Sentence, named, said

OCR = "ocr"
UNREADABLE = 0.5
"""Certainty below which a value is not taken, unless a rule confirms it."""
CERTAIN = 0.97
"""Certainty from which a name or another text is taken without a word: calibrated, see docs/scans.md."""
HARD = 0.25
"""Of the texts of a paper that nothing proves: where more are not certain, the print is bad, and none is."""
UNPROVEN, UNCLEAR, CONTRADICTED, PROPOSAL = "scan.unproven", "scan.unclear", "scan.contradicted", "proposal"
SPEAKING = frozenset({"text", "citizen-id", "capital"})
"""Kinds in which a letter that is wrong mostly shows: in a word, by the check digit, in what is no lawful amount."""
BOXED = frozenset({"choice", "choices", "flag"})
"""Kinds of few values that hardly look like one another; of a box that is not clear its doubt tells."""
FIRST_YEAR = 1900  # of what counts years
_STEPS: dict[type, Any] = {Decimal: Decimal("0.01"), int: 1}
_PALE = Sentence("字迹不清，没有读入，请看清纸面后补填。")
_NOTHING_PROVES = Sentence("由图像识别，没有校验码、合计或大写可以证明，请与纸面核对。")
_UNSURE = Sentence("由图像识别，有的字不很确定，请与纸面核对。")
_ALIKE = Sentence("由图像识别，有形近的字，请与纸面核对。")


def with_proofs(reading: Reading) -> Reading:
    """The reading of a scan, where what its rules contradict is unread, and what nothing proves is told.

    A reading of anything but pictures is as it was.
    """
    if not any(found.method == OCR for found in reading.fields.values()):
        return reading
    judged = _Judged(reading)
    for rule in reading.form.rules:
        if isinstance(rule, Rule):
            judged.hold(rule)
    judged.count()
    judged.accuse()
    return judged.told()


class _Broken(NamedTuple):
    """A rule that does not hold: its target, what that should be, and the inputs that were recognised."""

    rule: Rule
    target: str
    should: Any
    inputs: tuple[str, ...]


@dataclass
class _Judged:
    """A reading that is held against the rules of its form."""

    reading: Reading
    proven: set[str] = field(default_factory=set)
    broken: list[_Broken] = field(default_factory=list)
    against: dict[str, _Broken] = field(default_factory=dict)  # by the value that is most likely misread
    partners: dict[str, Rule] = field(default_factory=dict)  # others that a contradiction may come from

    def hold(self, rule: Rule) -> None:
        """Hold the record against a rule, in every place where all that it needs is known."""
        for occurrence in rule.occurrences(self.reading.record):
            if not all(map(_is_known, occurrence.values)):
                continue
            stated = [owner.__dict__[name] for owner, name in occurrence.fields]
            results = rule.results(occurrence.values)
            for index, (should, there) in enumerate(zip(results, stated, strict=True)):
                if should is not None and is_known(there):
                    self._hold(rule, occurrence, index, (should, there))

    def _hold(self, rule: Rule, occurrence: Occurrence, index: int, values: tuple[Any, Any]) -> None:
        """Hold one target against what the rule gives."""
        should, there = values
        target = str(rule.path(index, occurrence.row))
        inputs = [one for one in inputs_of(rule, occurrence) if self._is_seen(one[0])]
        if should == there:
            if self._leaf(target).kind.name == "text" and should in occurrence.values:
                return  # the same word printed twice may be misread twice
            self.proven.add(target)
            self.proven.update(
                path
                for path, number, row in inputs
                if all(rule.results(other)[index] != should for other in _around(occurrence.values, number, row))
            )
        elif self._is_seen(target) and rule.grade is None:
            self.broken.append(_Broken(rule, target, should, tuple(path for path, _, _ in inputs)))

    def accuse(self) -> None:
        """Find for each rule that is broken the value that is most likely misread: the least certain, else the target.

        What another rule confirms is not.
        """
        for broken in self.broken:
            accused = [path for path in broken.inputs if path not in self.proven]
            least = min(accused, key=self._certainty, default=broken.target)
            is_clear = self._certainty(least) < min(CERTAIN, self._certainty(broken.target))
            self.against.setdefault(least if is_clear else broken.target, broken)
            self.partners.update(dict.fromkeys((broken.target, *broken.inputs), broken.rule))

    def _certainty(self, path: str) -> float:
        return self.reading.fields[path].confidence

    def count(self) -> None:
        """Take years that follow one another from row to row for proven."""
        record = self.reading.record
        for general, leaf in leaves(type(record)).items():
            if leaf.kind.name != "whole" or not leaf.path.table or leaf.kind.schema["minimum"] < FIRST_YEAR:
                continue
            rows = len(value_at(record, leaf.path.table))
            column = [value_at(record, RecordPath(general).in_row(row)) for row in range(rows)]
            for row, (one, two) in enumerate(pairwise(column)):
                if is_known(one) and is_known(two) and one + 1 == two:
                    self.proven |= {str(RecordPath(general).in_row(at)) for at in (row, row + 1)}

    def _is_seen(self, path: str) -> bool:
        """True for a value that was recognised on a picture."""
        return self._field(path) is not None

    def _field(self, path: str) -> FieldReading | None:
        found = self.reading.fields.get(path)
        return found if found is not None and found.method == OCR and is_known(found.value) else None

    def told(self) -> Reading:
        """The reading with everything that is to be said of it."""
        known = {finding.path for finding in self.reading.findings}
        findings = list(self.reading.findings)
        unread: set[str] = set()
        for path, found in self.reading.fields.items():
            if not self._is_seen(path):
                continue
            told = [
                one
                for one in self._told(path, found)
                if one.severity == "error" or path in self.against or path not in known
            ]
            findings += told
            unread.update(finding.path for finding in told if finding.severity == "error")
        return _with_unread(replace(self.reading, findings=tuple(findings)), unread)

    def _told(self, path: str, found: FieldReading) -> Iterator[Finding]:
        """What is to be said of a value."""
        where = place(self.reading.form.record_type, path)
        if path in self.against:
            yield from self._contradicted(path, self.against[path])
        elif found.confidence < UNREADABLE and path not in self.proven and self._leaf(path).kind.name not in BOXED:
            yield Finding("error", path, UNCLEAR, named(where, _PALE), None, found.text)
        elif path in self.partners and (path not in self.proven or found.confidence < CERTAIN):
            formula = said(self.partners[path].formula)
            message = Sentence("按“{formula}”算不通，也可能是这一栏认错，请与纸面核对。", formula=formula)
            yield Finding("warning", path, CONTRADICTED, named(where, message), None, found.text)
        elif path not in self.proven and (doubt := _doubt(self._leaf(path), found, self._certain)) is not None:
            yield Finding("warning", path, UNPROVEN, named(where, doubt), None, found.text)

    @cached_property
    def _certain(self) -> float:
        """Certainty from which a text is taken without a word; on a paper that is hard to read, none is enough."""
        texts = [
            found.confidence
            for path, found in self.reading.fields.items()
            if found.method == OCR and path not in self.proven and self._leaf(path).kind.name == "text"
        ]
        unsure = sum(certainty < CERTAIN for certainty in texts)
        return CERTAIN if unsure <= HARD * len(texts) else math.inf

    def _contradicted(self, path: str, broken: _Broken) -> Iterator[Finding]:
        """That a value does not agree with the others; where it is what the rule gives, what that is."""
        found, leaf, rule = self.reading.fields[path], self._leaf(path), broken.rule
        where = place(self.reading.form.record_type, path)
        told = Sentence("按“{formula}”算不通，可能认错了字，没有读入，请看清纸面后补填。", formula=said(rule.formula))
        yield Finding("error", path, CONTRADICTED, named(where, told), None, found.text, rule.article)
        if path != broken.target:
            return  # ``proposals`` works it out from the others
        expected = leaf.kind.shown(broken.should)
        agrees = any(_reads(leaf, rival) == broken.should for rival in found.rivals)
        advice = Sentence("与识别的另一种可能一致") if agrees else Sentence("与识别的不同")
        should_be = Sentence("应为“{expected}”", expected=expected) if leaf.kind.tells_nobody else Sentence("可以推算")
        proposal = Sentence(
            "按“{formula}”{should}，{advice}；没有自动填入，请看清纸面后补填。",
            formula=said(rule.formula),
            should=should_be,
            advice=advice,
        )
        yield Finding("warning", path, PROPOSAL, named(where, proposal), expected, found.text, rule.article)

    def _leaf(self, path: str) -> Leaf:
        leaf, _ = leaf_at(self.reading.form.record_type, path)
        assert leaf is not None
        return leaf


def _doubt(leaf: Leaf, found: FieldReading, certain: float) -> Said | None:
    """What is to be said of a value that no rule confirms; ``None`` where it is ``certain`` all the same."""
    kind = leaf.kind.name
    if kind in BOXED:
        return None
    if kind not in SPEAKING or (kind == "text" and _is_code(found.text)):
        return _NOTHING_PROVES
    if found.confidence < certain:
        return _UNSURE
    return _ALIKE if found.rivals and kind == "text" else None


def _is_code(text: str) -> bool:
    """True for a text of figures, which no word makes likely: a telephone number, the number of a paper."""
    return sum(char.isdigit() for char in text) * 2 > len(text)


def _is_known(value: Any) -> bool:
    """True for an input that may be used: nothing of it is unread."""
    return not any(isinstance(item, Unread) for item in (value if isinstance(value, tuple) else (value,)))


def _around(values: Sequence[Any], number: int, row: int) -> Iterator[list[Any]]:
    """The inputs of a rule where one of them is a little more, and a little less, or blank.

    What changes nothing then is not proven: a sum that is rounded bears a misread fen.
    """
    column = values[number]
    value = column if row < 0 else column[row]
    step = _STEPS.get(type(value))
    for other in (None,) if step is None else (value + step, value - step):
        changed = list(values)
        changed[number] = other if row < 0 else (*column[:row], other, *column[row + 1 :])
        yield changed


def _reads(leaf: Leaf, text: str) -> Any:
    try:
        return leaf.kind.read(text)
    except NotationError:
        return None


def _with_unread(reading: Reading, paths: set[str]) -> Reading:
    """The reading in which these fields are unread."""
    if not paths:
        return reading
    fields = {
        path: replace(found, value=Unread(found.text)) if path in paths else found
        for path, found in reading.fields.items()
    }
    record = without(reading.record, ())
    for path in paths:
        owner = RecordPath(path).parent
        (value_at(record, owner) if owner else record).__dict__[RecordPath(path).name] = Unread(fields[path].text)
    return replace(reading, record=record, fields=fields)
