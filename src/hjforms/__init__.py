"""hjforms (衔接表单): official forms of 城乡养老保险制度衔接, filled, printed, checked and read back.

>>> import hjforms
>>> form = hjforms.form("shandong/refund")
>>> record = form.complete(form.load({"person": {"name": "张示例", "citizen_id": "371000196501150018"}}))
>>> record.person.sex
'男'
>>> form.read(form.pdf(record)).record == record
True
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from hjforms.api import (
        ArchiveVerdict,
        ArgumentError,
        BatchReport,
        DependencyMissing,
        DocumentError,
        Entry,
        Fault,
        Finding,
        Form,
        HjformsError,
        InputError,
        Limits,
        NoRuleInForce,
        NotationError,
        Outcome,
        Reading,
        ReadingPool,
        Record,
        RecordPath,
        Seal,
        SealModule,
        Settled,
        Settlement,
        Severity,
        Signature,
        SigningKey,
        TemplateError,
        Transfer,
        Trust,
        Unread,
        Verdict,
        archive,
        batch,
        calculate,
        capital,
        compare,
        entries,
        form,
        forms,
        load,
        load_file,
        parse_capital,
        print_run,
        read,
        reading_pool,
        settle,
        settle_all,
        sign,
        transfer,
        verify_archive,
        write,
    )

__version__: Final = "0.1.0"

__all__ = [
    "ArchiveVerdict",
    "ArgumentError",
    "BatchReport",
    "DependencyMissing",
    "DocumentError",
    "Entry",
    "Fault",
    "Finding",
    "Form",
    "HjformsError",
    "InputError",
    "Limits",
    "NoRuleInForce",
    "NotationError",
    "Outcome",
    "Reading",
    "ReadingPool",
    "Record",
    "RecordPath",
    "Seal",
    "SealModule",
    "Settled",
    "Settlement",
    "Severity",
    "Signature",
    "SigningKey",
    "TemplateError",
    "Transfer",
    "Trust",
    "Unread",
    "Verdict",
    "__version__",
    "archive",
    "batch",
    "calculate",
    "capital",
    "compare",
    "entries",
    "form",
    "forms",
    "load",
    "load_file",
    "parse_capital",
    "print_run",
    "read",
    "reading_pool",
    "settle",
    "settle_all",
    "sign",
    "transfer",
    "verify_archive",
    "write",
]


if not TYPE_CHECKING:  # a type checker knows the names above, and that there are no others

    def __getattr__(name: str) -> Any:
        """Give a public name when it is first used: importing ``hjforms`` costs nothing before that."""
        if name not in __all__:
            raise AttributeError(f"module 'hjforms' has no attribute {name!r}")
        from hjforms import api

        globals().update({public: getattr(api, public) for public in api.__all__})
        return globals()[name]


def __dir__() -> list[str]:
    return sorted(__all__)
