"""hjforms (衔接表单): official forms of 城乡养老保险制度衔接, filled, printed, checked and read back.

>>> import hjforms
>>> form = hjforms.form("shandong/refund")
>>> record = form.complete(form.load({"person": {"name": "张示例", "citizen_id": "371000196501150018"}}))
>>> record.person.sex
'男'
>>> form.read(form.pdf(record)).record == record
True
"""

from hjforms.api import (
    Form,
    capital,
    compare,
    form,
    forms,
    parse_capital,
    print_run,
    read,
)
from hjforms.errors import (
    DependencyMissing,
    DocumentError,
    Fault,
    HjformsError,
    InputError,
    NoRuleInForce,
    NotationError,
    TemplateError,
)
from hjforms.findings import Finding, Severity

__all__ = [
    "DependencyMissing",
    "DocumentError",
    "Fault",
    "Finding",
    "Form",
    "HjformsError",
    "InputError",
    "NoRuleInForce",
    "NotationError",
    "Severity",
    "TemplateError",
    "capital",
    "compare",
    "form",
    "forms",
    "parse_capital",
    "print_run",
    "read",
]
