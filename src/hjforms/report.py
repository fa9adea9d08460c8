"""Reports (核对报告): findings, readings and derivations as text for a clerk. No terminal, no files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from hjforms.paths import RecordPath
from hjforms.records.base import Record, leaves, place
from hjforms.records.rules import Check, Rule
from hjforms.unread import UNREAD, Unread
from hjforms.wording import Sentence

if TYPE_CHECKING:
    from hjforms.catalogue import Form
    from hjforms.exchange import Entry
    from hjforms.exchange.entry import Cells
    from hjforms.findings import Finding
    from hjforms.reading.reading import Reading

GRADES = {"error": "错误", "warning": "提示"}


def findings_text(findings: Iterable[Finding], cells: Cells | None = None) -> Iterator[str]:
    """A line for every finding: grade, place, what is wrong, where it is in the record, what law says so.

    Of a record that comes from a list, ``cells`` tells where in it that is.
    """
    for finding in findings:
        steps = [finding.path, str(cells.of(finding.path)) if cells else ""]
        where = f" [{' '.join(filter(None, steps))}]" if any(steps) else ""
        law = f"（依据：{finding.article}）" if finding.article else ""
        yield f"{GRADES[finding.severity]}{where} {finding_text(finding)}{law}"


QUOTED = {UNREAD, "comment", "struck"}
"""The rules whose findings are understood only with what stands on the paper."""


def finding_text(finding: Finding) -> str:
    """What is wrong, for the clerk who has the paper at hand: with the values that the message leaves out."""
    if finding.rule in QUOTED and finding.found:
        note = f"；批注：“{said}”" if (said := finding.params.get("note")) else ""
        return f"{finding.message}（纸面上：“{finding.found}”{note}）"
    if finding.expected is not None and finding.found is not None and finding.expected not in finding.message:
        return f"{finding.message}（{finding.expected} → {finding.found}）"
    return finding.message


LONGEST_SHOWN = 40


def faults_text(entry: Entry) -> Iterator[str]:
    """A line for every fault of an entry: where, what is wrong, and what stands there unless it may be personal."""
    known = leaves(entry.form.record_type) if entry.form else {}
    for fault in entry.faults:
        leaf = known.get(RecordPath(fault.path).general)
        shown = fault.found if leaf and leaf.kind.tells_nobody else None
        if shown and len(shown) <= LONGEST_SHOWN and f"“{shown}”" not in fault.message:
            yield Sentence(
                "{removesuffix}；这里写的是“{shown}”。", removesuffix=str(fault).removesuffix("。"), shown=shown
            )
        else:
            yield str(fault)


def summary(findings: Iterable[Finding]) -> str:
    """How many errors and warnings."""
    grades = [finding.severity for finding in findings]
    if not grades:
        return Sentence("核对无误。")
    return Sentence(
        "共 {errors} 处错误，{warnings} 处提示。", errors=grades.count("error"), warnings=grades.count("warning")
    )


def entries(form: Form, record: Any) -> Iterator[tuple[RecordPath, str, str]]:
    """Every field that is not blank, in the order of the form: its path, its place on paper, its text."""
    known = leaves(form.record_type)
    for path, value in _values(form.record_type, record, RecordPath()):
        yield path, place(form.record_type, path), known[path.general].kind.shown(value)


def _values(record_type: type[Record], node: Record, owner: RecordPath) -> Iterator[tuple[RecordPath, Any]]:
    for name in type(node).model_fields:
        value, path = getattr(node, name), owner / name
        if path.general in leaves(record_type):
            if value is not None:
                yield path, value
        elif isinstance(value, tuple):
            for index, row in enumerate(value):
                yield from _values(record_type, row, path / index)
        else:
            yield from _values(record_type, value, path)


def form_text(form: Form, provenance: str) -> Iterator[str]:
    """What a form is: its fields with their notations, its rules with their articles."""
    yield f"{form.id}  {form.title}"
    yield f"依据：{form.article}"
    yield f"版式：{provenance}（{form.provenance}）"
    yield f"有效：{form.edition} 起"
    yield ""
    yield "字段："
    for path, leaf in leaves(form.record_type).items():
        yield f"  {path}  {leaf.label}  〔{leaf.kind.title}〕"
    yield ""
    yield "规则（空白则推算，已填则核对）："
    yield from _rules(form.rules)


def _rules(rules: Iterable[Rule | Check]) -> Iterator[str]:
    for rule in rules:
        use = "推算并核对" if isinstance(rule, Rule) and rule.fills else "核对"
        targets = "、".join(rule.targets)
        yield f"  {rule.id}  {rule.formula}  〔{use}：{targets}〕  （{rule.article}）"


def reading_text(reading: Reading, *, explain: bool = False) -> Iterator[str]:
    """What was read: every value in the words of the paper; with ``explain``, where it stood and how it was read."""
    from hjforms.reading.reading import METHODS

    form = reading.form
    yield f"《{form.title}》 {form.id}"
    for path, found in reading.fields.items():
        shown = f"〔读不出〕{found.value.shown}" if isinstance(found.value, Unread) else found.text
        line = f"{place(form.record_type, path)}：{shown}"
        if explain:
            box = "（" + "，".join(f"{edge:g}" for edge in found.box) + "）" if found.box else ""
            line += f"    〔{path}；第{found.page}页{box}；{METHODS[found.method]}〕"
        yield line


def reading_data(reading: Reading, findings: Iterable[Finding]) -> dict[str, Any]:
    """A reading as JSON data, with everything that was found of it."""
    return {**reading.as_dict(), "findings": [finding.as_dict() for finding in findings]}
