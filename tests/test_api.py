"""The public interface: the names, the forms, and that they work in every order of imports."""

from __future__ import annotations

import importlib
import pkgutil
import subprocess
import sys
import tomllib
from decimal import Decimal

import pytest

import hjforms
from hjforms import api
from hjforms.errors import DocumentError, HjformsError, InputError, NotationError
from support import REFUND, ROOT, at_landing, table_of, worked

NAMES = {
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
}
MODULES = sorted(module.name for module in pkgutil.walk_packages(hjforms.__path__, "hjforms."))


def run(program: str) -> str:
    """What a fresh Python prints."""
    result = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
    return result.stdout


def test_the_public_names_are_these():
    assert set(hjforms.__all__) == NAMES


def test_every_public_name_is_what_the_interface_says():
    for name in NAMES - {"__version__"}:
        assert getattr(hjforms, name) is getattr(api, name), name


def test_no_module_has_the_name_of_a_public_function():
    """Importing a module sets its name in the package, where it would take the place of the function."""
    assert {module.split(".")[1] for module in MODULES} & NAMES == set()


def test_the_public_names_stay_what_they_are_whatever_has_been_imported():
    for module in MODULES:
        importlib.import_module(module)
    for name in NAMES - {"__version__"}:
        assert getattr(hjforms, name) is getattr(api, name), name


@pytest.mark.parametrize(
    "module",
    [
        "packs.shandong.refund",
        "cli",
        "golden",
        *at_landing("reading.result.document", "catalogue", "comparison", "render.pdf"),
    ],
)
def test_the_functions_work_when_a_module_was_imported_first(module):
    program = f"""
import importlib
importlib.import_module("hjforms.{module}")
import hjforms
form = hjforms.form("shandong/refund")
record = form.record_type()
for _ in range(2):
    assert hjforms.read(form.pdf(record))[0].record == record
    assert hjforms.read(form.docx(record))[0].record == record
    assert hjforms.compare(record, record) == []
    assert hjforms.form("shandong/refund") is form
"""
    run(program)


def test_the_functions_work_when_imported_by_name():
    program = """
from hjforms import compare, form, forms, read
record = form("shandong/refund").record_type()
for _ in range(2):
    assert read(form("shandong/refund").pdf(record))[0].record == record
assert compare(record, record) == [] and form("shandong/refund") in forms()
"""
    run(program)


def test_what_is_no_public_name_is_missing():
    with pytest.raises(AttributeError):
        hjforms.nothing_of_the_kind  # noqa: B018 - asking is the test


def test_the_version_is_that_of_the_project():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    assert project["project"]["version"] == hjforms.__version__


def test_importing_the_package_does_not_load_the_libraries_of_documents():
    program = """
import sys, hjforms
hjforms.form("shandong/refund").load({})
print({"pypdf", "pypdfium2", "lxml", "docxtpl", "pdfplumber", "uharfbuzz", "click"} & set(sys.modules))
"""
    assert run(program).strip() == "set()"


# --------------------------------------------------------------------------------------------- forms


def test_the_forms_are_sorted_by_id_and_each_is_found_by_it():
    ids = [form.id for form in hjforms.forms()]
    assert ids == sorted(set(ids))
    assert "shandong/refund" in ids
    assert [hjforms.form(form_id).id for form_id in ids] == ids


def test_a_form_says_what_it_is():
    assert REFUND.title == "城乡养老保险重复缴费清退表"
    assert "鲁人社字〔2024〕84号" in REFUND.article
    assert REFUND.provenance == "source"


@pytest.mark.parametrize("form_id", ["", "附件99", "shandong/refunds", "../refund", "shandong/refund/", "x/y/z"])
def test_an_unknown_form_lists_the_known_ones(form_id):
    with pytest.raises(InputError) as caught:
        hjforms.form(form_id)
    assert all(form.id in str(caught.value) for form in hjforms.forms())


@pytest.mark.parametrize(
    ("name", "form_id"),
    [
        ("附件5", "shandong/refund"),
        ("附件五", "shandong/refund"),
        ("附件 5", "shandong/refund"),
        ("告知书", "shandong/notice"),
        ("《企业职工基本养老保险信息表》", "shandong/employee-account"),
        ("offset-no", "national/offset-notice"),
        ("抵扣回执", "national/offset-receipt"),
    ],
)
def test_a_form_is_named_by_its_attachment_its_title_or_a_part_that_only_one_has(name, form_id):
    assert hjforms.form(name).id == form_id


@pytest.mark.parametrize("name", ["清退表", "refund", "城乡养老保险重复缴费清退表"])
def test_a_name_that_several_forms_have_lists_just_these(name):
    with pytest.raises(InputError) as caught:
        hjforms.form(name)
    assert [form.id for form in hjforms.forms() if form.id in str(caught.value)] == [
        "national/refund",
        "shandong/refund",
    ]


def test_a_name_that_is_nearly_that_of_a_form_is_taken_for_a_slip():
    with pytest.raises(InputError, match="是否为 shandong/refund？"):
        hjforms.form("shandong/refnd")


def test_the_exit_code_of_an_error_is_part_of_its_class():
    codes = {name: getattr(hjforms, name).exit_code for name in NAMES if name.endswith(("Error", "Force", "Missing"))}
    assert codes == {
        "HjformsError": 2,
        "InputError": 2,
        "ArgumentError": 2,
        "NotationError": 2,
        "DocumentError": 3,
        "NoRuleInForce": 4,
        "TemplateError": 5,
        "DependencyMissing": 6,
    }
    assert all(issubclass(getattr(hjforms, name), HjformsError) for name in codes)


# -------------------------------------------------------------------------------------------- amounts


def test_an_amount_is_written_and_read_in_capitals():
    assert hjforms.capital(Decimal("107000.53")) == "壹拾万柒仟元零伍角叁分"
    assert hjforms.capital(0) == "零元整"
    assert hjforms.parse_capital("人民币壹拾万零柒仟元伍角叁分") == Decimal("107000.53")


@pytest.mark.parametrize("amount", [0.1, Decimal("0.001"), Decimal("-1.00")])
def test_an_amount_that_has_no_capitals_is_refused(amount):
    with pytest.raises(NotationError):
        hjforms.capital(amount)


@pytest.mark.parametrize("text", ["", "　", "壹壹元", "一百"])
def test_a_text_that_is_no_capital_amount_is_refused(text):
    with pytest.raises(NotationError):
        hjforms.parse_capital(text)


# ------------------------------------------------------------------------------------------ documents


def test_a_document_is_read_from_bytes_and_from_its_path(tmp_path):
    for kind, data in (("pdf", REFUND.pdf(worked())), ("docx", REFUND.docx(worked()))):
        file = tmp_path / f"form.{kind}"
        file.write_bytes(data)
        for source in (data, file, str(file)):
            assert [reading.record for reading in hjforms.read(source)] == [worked()]


@pytest.mark.parametrize("name", ["missing.pdf", ".", "missing/form.pdf"])
def test_a_file_that_is_not_there_is_an_error_of_ours_that_names_it(tmp_path, name):
    with pytest.raises((DocumentError, InputError)) as caught:
        hjforms.read(tmp_path / name)
    assert str(tmp_path / name) in str(caught.value)


def test_a_reading_knows_its_form():
    [reading] = hjforms.read(REFUND.pdf(worked()))
    assert reading.form is REFUND


def test_a_run_is_printed_through_the_public_function(tmp_path):
    assert hjforms.print_run(REFUND, [table_of(1), table_of(2)], tmp_path / "run.pdf") == 2
    assert [len(reading.record.years) for reading in hjforms.read(tmp_path / "run.pdf")] == [1, 2]


@pytest.mark.parametrize("kind", ["xlsx", "PDF", ""])
def test_a_blank_form_comes_as_pdf_or_docx_only(kind):
    with pytest.raises(InputError):
        REFUND.blank(kind)


@pytest.mark.parametrize("kind", ["pdf", "docx"])
def test_a_blank_form_reads_as_a_blank_record(kind):
    reading = REFUND.read(REFUND.blank(kind))
    assert (reading.record, reading.findings, dict(reading.fields)) == (REFUND.record_type(), (), {})


def test_a_finding_is_plain_data_too():
    [finding] = hjforms.compare(worked(), worked().model_copy(update={"refund_total": None}))
    assert finding.as_dict() == {
        "severity": "error",
        "code": "compare",
        "path": "refund_total",
        "pointer": "/refund_total",
        "rule": "compare",
        "message": "退还本人金额合计：1544.95 → 空白",
        "expected": "1544.95",
        "found": None,
        "article": None,
        "params": {"place": "退还本人金额合计", "before": "1544.95", "after": "空白"},
    }
