"""The demonstration (演示): the worked case of ``examples/``, all the way from record to paper and back."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from hjforms import report
from hjforms.errors import InputError
from hjforms.form import Form, form
from hjforms.records.rules import derivations
from hjforms.render.printing import write_whole
from hjforms.template.store import resource_folder

CASE = "weihai"
FORM = "shandong/refund"


def run(folder: Path) -> Iterator[str]:
    """Make every file of the case in ``folder`` and tell each step in lines for a clerk."""
    refund = form(FORM)
    source = resource_folder("examples") / CASE / "refund.json"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(f"{folder}：不能建立文件夹（{error.strerror}）。") from None
    stated = refund.load(source)
    yield f"一、记录：{source}"
    yield from _indented(report.record_text(refund, stated))
    yield ""
    yield "二、补齐：以下各栏由规则推算"
    yield from _indented(report.derivations_text(refund, derivations(stated, refund.rules)))
    record = refund.complete(stated)
    yield ""
    yield f"三、核对：{report.summary(refund.check(record))}"
    yield ""
    yield "四、输出"
    files = _files(refund, record)
    for name, data in files.items():
        write_whole(folder / name, data)
        yield f"  {folder / name}（{len(data):,} 字节）"
    yield ""
    yield "五、读回"
    yield from _indented(_read_back(refund, record, files))
    yield ""
    yield "六、故意改错一个数，看能否查出"
    yield from _indented(_plant(refund, record))
    yield ""
    yield f"文件都在 {folder.resolve()}。"


def _indented(lines: Iterator[str]) -> Iterator[str]:
    return (f"  {line}" for line in lines)


def _files(refund: Form, record: Any) -> dict[str, bytes]:
    dumped = json.dumps(record.model_dump(mode="json"), ensure_ascii=False, indent=2) + "\n"
    return {
        "refund.json": dumped.encode(),
        "refund.docx": refund.docx(record),
        "refund.pdf": refund.pdf(record),
        "refund-editable.pdf": refund.pdf(record, editable=True),
        "refund-blank.pdf": refund.blank("pdf"),
        "refund-blank.docx": refund.blank("docx"),
    }


def _read_back(refund: Form, record: Any, files: dict[str, bytes]) -> Iterator[str]:
    for name in ("refund.pdf", "refund-editable.pdf", "refund.docx"):
        reading = refund.read(files[name])
        same = "与原记录完全一致" if reading.record == record else "与原记录不一致！"
        yield f"{name}：读出 {len(reading.fields)} 栏，{same}"


def _plant(refund: Form, record: Any) -> Iterator[str]:
    """One figure wrong by one fen, as it would come back from another office."""
    data = record.model_dump(mode="json")
    row = data["years"][0]["refund"]
    right = row["subtotal"]
    row["subtotal"] = str(Decimal(right) + Decimal("0.01"))
    yield f"把第1行退还小计 {right} 改成 {row['subtotal']}，打印后再读："
    returned = refund.read(refund.pdf(refund.load(data)))
    yield from report.findings_text(refund.check(returned.record))
