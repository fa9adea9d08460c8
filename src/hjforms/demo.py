"""The demonstration (演示): the worked cases of ``examples/``, from record to paper and back, form by form.

``index.html`` shows each page as a picture beside its record, what was derived, and what the check says.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from hjforms import report
from hjforms.catalogue import PROVENANCE, Form, form
from hjforms.errors import InputError, reason
from hjforms.files import write_whole
from hjforms.records.loading import json_bytes
from hjforms.records.rules import derivations
from hjforms.render.pictures import pictures, png
from hjforms.template.store import resource_folder
from hjforms.webpages import filled
from hjforms.wording import Sentence, named

SHOWN = "weihai/shandong/refund"
INDEX = """<!doctype html>
<html lang="zh-CN"><meta charset="utf-8"><title>衔接表单：演示</title>
<style>
body { font-family: "Noto Serif CJK SC", SimSun, serif; margin: 2em auto; max-width: 90em; color: #222; }
section { display: grid; grid-template-columns: 3fr 2fr; gap: 2em; border-top: 1px solid #999; padding: 1em 0; }
h2 { grid-column: 1 / 3; margin: 0; } img { width: 100%; border: 1px solid #ccc; }
td { vertical-align: top; padding: 0 1em 0.2em 0; font-size: 0.9em; } .law { color: #777; }
</style>
<h1>衔接表单：{{ cases|length }} 张表的例子</h1>
<p>人物为虚构。每张表左边是印出的页面，右边是记录、推算和核对结果。</p>
{% for case in cases %}
<section id="{{ case.name }}">
<h2>{{ case.form.title }} <small>{{ case.name }}，{{ provenance[case.form.provenance] }}</small></h2>
<div>
{% for picture in case.pictures %}<p><img src="{{ picture }}" alt="{{ case.form.title }} 第{{ loop.index }}页"></p>
{% endfor %}
<p>{% for name in case.files %}<a href="{{ name }}">{{ name }}</a> {% endfor %}</p>
</div>
<div>
<p>{{ case.summary }}读回：{{ "PDF、可填 PDF、DOCX 都与原记录一致。" if case.same else "与原记录不一致！" }}</p>
{% for line in case.findings %}<p>{{ line }}</p>{% endfor %}
<table>
{% for where, text, law in case.values %}
<tr><td>{{ where }}</td><td>{{ text }}</td><td class="law">{{ law }}</td></tr>
{% endfor %}
</table>
</div>
</section>
{% endfor %}
</html>
"""


@dataclass(frozen=True)
class Shown:
    """One form of a case, as the index shows it; ``name`` is where its files stand: ``weihai/shandong/refund``."""

    name: str
    form: Form
    record: Any
    files: list[str]
    pictures: list[str]
    summary: str
    findings: list[str]
    same: bool
    values: list[tuple[str, str, str]]


def run(folder: Path) -> Iterator[str]:
    """Make every file of the cases in ``folder`` and tell each step in lines for a clerk."""
    source = resource_folder("examples")
    yield f"例子在 {source}（人物为虚构）。"
    shown = []
    for path in sorted(source.glob("*/*/*.json")):
        case = _make(path.relative_to(source).with_suffix("").as_posix(), path, folder)
        shown.append(case)
        derived, same = sum(bool(law) for *_, law in case.values), "一致" if case.same else "不一致！"
        yield f"{case.name}  {case.form.title}：推算 {derived} 栏，{case.summary}读回{same}"
    write_whole(folder / "index.html", filled(INDEX, cases=shown, provenance=PROVENANCE))
    yield ""
    yield from _closely(next(case for case in shown if case.name == SHOWN))
    yield ""
    yield f"文件都在 {folder.resolve()}，用浏览器打开其中的 index.html 看全部页面。"


def _make(name: str, source: Path, folder: Path) -> Shown:
    """Write the files of one form of a case (``weihai/shandong/refund``) and read them back."""
    form_ = form(name.partition("/")[2])
    stated = form_.load(source)
    derived = derivations(stated, form_.rules)
    record = form_.complete(stated)
    findings = form_.check(record)
    files = _files(name, form_, record)
    pages = {f"{name}-{number}.png": png(page) for number, page in enumerate(pictures(files[f"{name}.pdf"]), 1)}
    try:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(named(folder, Sentence("不能建立文件夹（{reason}）。", reason=reason(error)))) from None
    for file, data in {**files, **pages}.items():
        write_whole(folder / file, data)
    returned = (f"{name}.pdf", f"{name}-editable.pdf", f"{name}.docx")
    same = all(form_.read(files[file]).record == record for file in returned)
    laws = {item.path: f"{item.rule.formula}（{item.rule.article}）" for item in derived}
    values = [(where, text, laws.get(path, "")) for path, where, text in report.entries(form_, record)]
    told = list(map(str, report.findings_text(findings)))
    return Shown(name, form_, record, list(files), list(pages), report.summary(findings), told, same, values)


def _files(name: str, form_: Form, record: Any) -> dict[str, bytes]:
    return {
        f"{name}.json": json_bytes(form_.dump(record)),
        f"{name}.docx": form_.docx(record),
        f"{name}.pdf": form_.pdf(record),
        f"{name}-editable.pdf": form_.pdf(record, editable=True),
        f"{name}-blank.pdf": form_.blank("pdf"),
        f"{name}-blank.docx": form_.blank("docx"),
    }


def _closely(case: Shown) -> Iterator[str]:
    """One form step by step: what was stated, what was derived by which rule, and one wrong figure found."""
    yield f"《{case.form.title}》逐步来看"
    yield "一、记录（已填的栏目）"
    yield from (f"  {where}：{text}" for where, text, law in case.values if not law)
    yield "二、推算所得"
    yield from (f"  {where} = {text}    {law}" for where, text, law in case.values if law)
    yield "三、输出并读回"
    for name in case.files:
        yield f"  {name}"
    yield f"  读回：{'与原记录完全一致' if case.same else '与原记录不一致！'}"
    yield "四、故意改错一个数，看能否查出"
    yield from (f"  {line}" for line in _plant(case))


def _plant(case: Shown) -> Iterator[str]:
    """One figure wrong by one fen, as it would come back from another office."""
    data = case.record.model_dump(mode="json")
    row = data["years"][0]["refund"]
    right = row["subtotal"]
    row["subtotal"] = str(Decimal(right) + Decimal("0.01"))
    yield f"把第1行退还小计 {right} 改成 {row['subtotal']}，打印后再读："
    returned = case.form.read(case.form.pdf(case.form.load(data)))
    yield from report.findings_text(case.form.check(returned.record))
