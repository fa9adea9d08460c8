"""Reports (核对报告): findings, readings and derivations as text for a clerk. No terminal, no files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from hjforms.catalogue import PROVENANCE
from hjforms.exchange.entry import letters
from hjforms.paths import RecordPath
from hjforms.records.base import Record, english_name, leaves, place
from hjforms.records.rules import Check, Rule
from hjforms.unread import UNREAD, Unread
from hjforms.wording import Label, Language, Said, Sentence, named, said

if TYPE_CHECKING:
    from hjforms.catalogue import Form
    from hjforms.exchange import Entry
    from hjforms.exchange.entry import Cells
    from hjforms.exchange.tables import Table
    from hjforms.findings import Finding
    from hjforms.reading.result.reading import Reading
    from hjforms.seals import Signature

GRADES = {"error": Sentence("错误"), "warning": Sentence("提示")}
STATES = {True: Sentence("完好"), False: Sentence("已失效"), None: Sentence("没有核验")}
TRUSTED = {True: Sentence("证书可信"), False: Sentence("证书不可信"), None: Sentence("证书没有核对（--trust）")}
"""What is said of a signature, and of its certificate."""


def findings_text(findings: Iterable[Finding], cells: Cells | None = None) -> Iterator[Said]:
    """A line for every finding: grade, place, what is wrong, where it is in the record, what law says so.

    Of a record that comes from a list, ``cells`` tells where in it that is.
    """
    for finding in findings:
        grade = GRADES[finding.severity]
        place = [finding.path, *((cells.of(finding.path),) if cells else ())]
        if any(place):
            where = " ".join(map(str, filter(None, place)))
            yield Sentence("{grade} [{path}] {told}", grade=grade, path=where, told=_by_law(finding))
        else:
            yield Sentence("{grade} {told}", grade=grade, told=_by_law(finding))


def _by_law(finding: Finding) -> Said:
    told = finding_text(finding)
    return Sentence("{told}（依据：{article}）", told=told, article=finding.article) if finding.article else told


QUOTED = {UNREAD, "comment", "struck"}
"""The rules whose findings are understood only with what stands on the paper."""


def finding_text(finding: Finding) -> Said:
    """What is wrong, for the clerk who has the paper at hand: with the values that the message leaves out."""
    told, expected, found = said(finding.message), finding.expected, finding.found
    if finding.rule in QUOTED and found:
        if note := finding.params.get("note"):
            return Sentence("{told}（纸面上：“{found}”；批注：“{note}”）", told=told, found=found, note=note)
        return Sentence("{told}（纸面上：“{found}”）", told=told, found=found)
    if expected is not None and found is not None and expected not in told:
        return Sentence("{told}（{expected} → {found}）", told=told, expected=expected, found=found)
    return told


LONGEST_SHOWN = 40
PROVEN = Sentence("密钥核对：是本单位用这个密钥写出的，纸面与写出时完全一样。")


def faults_text(entry: Entry) -> Iterator[Said]:
    """A line for every fault of an entry: where, what is wrong, and what stands there unless it may be personal."""
    known = leaves(entry.form.record_type) if entry.form else {}
    for fault in entry.faults:
        leaf = known.get(RecordPath(fault.path).general)
        shown = fault.found if leaf and leaf.kind.tells_nobody else None
        if shown and len(shown) <= LONGEST_SHOWN and f"“{shown}”" not in fault.message:
            yield Sentence("{told}；这里写的是“{found}”。", told=_open_ended(fault.line), found=shown)
        else:
            yield fault.line


def _open_ended(line: Said) -> Said:
    """A line to which something is added."""
    return Label(line.removesuffix("。"), line.text("en").removesuffix("."))


def judged(entry: Entry, findings: Iterable[Finding], lang: Language = "zh") -> dict[str, Any]:
    """What was found of a record of a source, as JSON data."""
    return {
        "origin": entry.origin.words,
        "form": entry.form.id if entry.form else None,
        "findings": [finding.as_dict(lang) for finding in findings],
        "faults": [fault.as_dict(lang) for fault in entry.faults],
    }


def columns_text(source: str, table: Table) -> Iterator[Said]:
    """What the columns of a list are read as, and which of them are not."""
    where = f"{source} {table.grid.name}".rstrip()
    title, form = table.form.title, table.form.id
    yield Sentence(
        "{where}：《{title}》 {form}，第{row}行起是记录", where=where, title=title, form=form, row=table.first
    )
    for at in sorted({*table.columns, *table.labels}):
        column, label = table.columns.get(at), table.labels.get(at, "").replace("\n", " ")
        head = "  ".join(filter(None, (letters(at), label and f"{label} →")))
        if column is None:
            yield Sentence("  {head}  （没有用到）", head=head)
        else:
            kind = Label(column.kind.title, english_name(column.kind.name))
            yield Sentence(
                "  {head}  {path}  {name}  〔{kind}〕", head=head, path=column.path, name=column.name, kind=kind
            )
    for line in sorted(table.skipped):
        yield Sentence("  第{row}行是合计，没有读", row=line)


def columns_data(source: str, table: Table) -> dict[str, Any]:
    """What ``columns_text`` tells, as JSON data: of every column its letters, its label, and its path or ``None``."""
    return {
        "source": source,
        "sheet": table.grid.name,
        "form": table.form.id,
        "first_row": table.first,
        "columns": [
            {
                "column": letters(at),
                "label": table.labels.get(at),
                "path": table.columns[at].path if at in table.columns else None,
            }
            for at in sorted({*table.columns, *table.labels})
        ],
        "skipped_rows": sorted(table.skipped),
    }


def summary(findings: Iterable[Finding]) -> Said:
    """How many errors and warnings."""
    return summary_of(Counter(finding.severity for finding in findings))


def summary_of(grades: Mapping[str, int]) -> Said:
    """The same of numbers that were counted."""
    errors, warnings = grades.get("error", 0), grades.get("warning", 0)
    if not errors + warnings:
        return Sentence("核对无误。")
    return Sentence("共 {errors} 处错误，{warnings} 处提示。", errors=errors, warnings=warnings)


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


def form_text(form: Form) -> Iterator[Said]:
    """What a form is: its fields with their notations, its rules with their articles."""
    yield Sentence("{id}  {title}", id=form.id, title=form.title)
    yield Sentence("依据：{article}", article=form.article)
    yield Sentence("版式：{layout}（{provenance}）", layout=PROVENANCE[form.provenance], provenance=form.provenance)
    yield Sentence("有效：{first} 起", first=form.edition)
    if form.seals:
        yield Sentence("盖章处：{places}", places=[f"{place.path} {place.label}" for place in form.seals])
    yield said("")
    yield Sentence("字段：")
    for path, leaf in leaves(form.record_type).items():
        label, kind = place(form.record_type, path), Label(leaf.kind.title, english_name(leaf.kind.name))
        yield Sentence("  {path}  {label}  〔{kind}〕", path=path, label=label, kind=kind)
    yield said("")
    yield Sentence("规则（空白则推算，已填则核对）：")
    yield from map(_rule, form.rules)


def _rule(rule: Rule | Check) -> Said:
    filled = isinstance(rule, Rule) and rule.fills
    use = Sentence("推算并核对") if filled else Sentence("核对")
    return Sentence(
        "  {id}  {formula}  〔{use}：{targets}〕  （{article}）",
        id=rule.id,
        formula=said(rule.formula),
        use=use,
        targets=rule.targets,
        article=rule.article,
    )


def reading_text(reading: Reading, *, explain: bool = False) -> Iterator[Said]:
    """What was read: every value in the words of the paper; with ``explain``, where it stood and how it was read."""
    form = reading.form
    yield Sentence("《{title}》 {id}", title=form.title, id=form.id)
    for path, found in reading.fields.items():
        unread = isinstance(found.value, Unread)
        value = Sentence("〔读不出〕{found}", found=found.value.shown) if unread else found.text
        line = named(place(form.record_type, path), Label(value, said(value).text("en")))
        yield _explained(line, path, reading) if explain else line
    if reading.proof == "own":
        yield PROVEN
    for number, signature in enumerate(reading.signatures, 1):
        yield _signed(number, signature)


def _signed(number: int, signature: Signature) -> Said:
    """Who signed a file, when, and what is known of it."""
    names = (signature.signer, signature.organisation)
    at = signature.stamped_at or signature.signed_at
    return Sentence(
        "电子签名{number}：{who}，{at}，{state}，{trusted}",
        number=number,
        who=list(dict.fromkeys(name for name in names if name)) or Sentence("签名人不明"),
        at=at.isoformat(" ", "minutes") if at else Sentence("时间不明"),
        state=STATES[signature.intact],
        trusted=TRUSTED[signature.trusted],
    )


def claimed(reading: Reading, path: str) -> Said:
    """Which fields a value may belong to, and by how much its own is the nearest."""
    found, candidates = reading.fields[path], reading.candidates(path)
    if not candidates:
        return Sentence("不是凭一个栏目名称，由选项、写法或位置认出")
    if not found.claims:
        return Sentence("按模板上的位置，只有这一栏")
    own, *others = candidates
    if not others:
        return Sentence("名称“{label}”只是这一栏的", label=own.label)
    return Sentence(
        "名称“{label}”，合 {score} 分；其次是 {other}，差 {margin} 分",
        label=own.label,
        score=f"{own.score or 0:g}",
        other=max(others, key=lambda claim: claim.score or 0).field,
        margin=f"{found.margin or 0:g}",
    )


_CARRIED = {True: Sentence("，随附记录也是这样"), False: Sentence("，随附记录不是这样")}


def _explained(line: Said, path: str, reading: Reading) -> Said:
    """A value with where it stood, how it was read, what speaks for it, and what else claims its field."""
    from hjforms.reading.page.texts import METHODS

    found = reading.fields[path]
    carried = next((_CARRIED[bool(one.agrees)] for one in reading.witnesses(path) if one.name == "carried"), "")
    box = "（" + "，".join(f"{edge:g}" for edge in found.box) + "）" if found.box else ""
    rivals = "、".join(f"“{rival}”" for rival in found.rivals)
    return Sentence(
        "{line}    〔{path}；第{page}页{box}；{method}；凭据：{witness}{carried}；{claimed}；"
        "把握 {confidence}{rivals}〕",
        line=line,
        path=path,
        page=found.page,
        box=box,
        method=METHODS[found.method],
        witness=found.witness,
        carried=carried,
        claimed=claimed(reading, path),
        confidence=f"{found.confidence:.0%}",
        rivals=Sentence("；另有 {rivals} 也像这一栏的内容", rivals=rivals) if rivals else "",
    )


def reading_data(
    reading: Reading, findings: Iterable[Finding], lang: Language = "zh", *, explain: bool = False
) -> dict[str, Any]:
    """A reading as JSON data, with everything that was found of it."""
    return {**reading.as_dict(lang, explain=explain), "findings": [finding.as_dict(lang) for finding in findings]}
