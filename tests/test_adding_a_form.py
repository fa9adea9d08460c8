"""A form of a new province from nothing but a record class and a Word file (docs/adding.md), and its new edition.

The pack stands outside hjforms: in a folder that ``HJFORMS_PACKS`` names, or in a package that is installed.
"""

from __future__ import annotations

import datetime as dt
import fcntl
import importlib
import io
import json
import os
import re
import shutil
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm

import hjforms
import hjforms.packs
from hjforms import catalogue, pack_finder
from hjforms.errors import InputError, NoRuleInForce
from hjforms.template.compile import compile_template
from hjforms.template.lint import lint

pytestmark = [
    pytest.mark.landing,
    pytest.mark.office,
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice (soffice) is not installed"),
]

MODULE = '''
import datetime as dt

from hjforms.catalogue import Form
from hjforms.records.base import Part, Record, Rows, entry, part, rows
from hjforms.records.kinds import CalendarYear, Date, Money, Text
from hjforms.records.parts import Identified
from hjforms.records.relations import SEX_FROM_ID, column_sum, years_in_order

ARTICLE = "示例〔2020〕1号"


class Year(Record):
    """One year of payments."""

    year: CalendarYear = entry("年份")
    paid: Money = entry("缴费")
    {row_field}


class PaymentList(Record):
    """示例缴费清单."""

    filled_on: Date = entry("填表日期")
    person: Part[Identified] = part("参保人员")
    years: Rows[Year] = rows("历年缴费")
    total: Money = entry("合计")


FORM = Form(
    id="madeup/{name}",
    title="示例缴费清单",
    article=ARTICLE,
    provenance="source",
    edition=dt.date({edition}),
    record_type=PaymentList,
    rules=(SEX_FROM_ID, years_in_order(ARTICLE), column_sum("total", "years.*.paid", ARTICLE)),
)
'''
HEAD = [
    ["姓名", "{{ person.name }}", "性别", "{{ person.sex }}", "公民身份号码", "{{ person.citizen_id }}"],
    ["填表日期", "{{ filled_on.year }}", "年", "{{ filled_on.month }}", "月", "{{ filled_on.day }}"],
]
OLD = {"年份": "{{ y.year }}", "缴费": "{{ y.paid }}"}
NEW = OLD | {"备注": "{{ y.remark }}"}


def word(columns: dict[str, str]) -> bytes:
    """A plain Word file with a title and two tables, as somebody would draw it by hand."""
    document = Document()
    section = document.sections[0]
    section.orientation, section.page_width, section.page_height = WD_ORIENT.PORTRAIT, Mm(210), Mm(297)
    document.add_paragraph("示例缴费清单")
    table_of(document, HEAD)
    loop = [["{%tr for y in years %}"], list(columns.values()), ["{%tr endfor %}"]]
    table_of(document, [list(columns), *loop, ["合计", "{{ total }}"]])
    table_of(document, [["经办人（签章）：", "{{ page }}"]])
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def table_of(document, texts):
    width = max(map(len, texts))
    table = document.add_table(len(texts), width, style="Table Grid")
    table.autofit = False
    for row, values in zip(table.rows, texts, strict=True):
        height = OxmlElement("w:trHeight")
        height.set(qn("w:val"), "480")
        height.set(qn("w:hRule"), "exact")
        row._tr.get_or_add_trPr().append(height)
        for cell, value in zip(row.cells, [*values, *[""] * (width - len(values))], strict=True):
            cell.width = Mm(150 / width)
            cell.text = value


@pytest.fixture(scope="module")
def pack(tmp_path_factory, worker_id):
    """A pack that stands in a folder of its own: two modules and two Word files, compiled once for all workers."""
    own = tmp_path_factory.getbasetemp()
    run = own if worker_id == "master" else own.parent
    packs, compiled = run / "packs", run / "packs-compiled"
    hjforms.packs.__path__.append(str(packs))
    with (run / "packs-lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not compiled.exists():
            make(packs / "madeup")
            compiled.touch()
    forget()
    yield packs / "madeup"
    hjforms.packs.__path__.remove(str(packs))
    forget()
    for name in [name for name in sys.modules if name.startswith("hjforms.packs.madeup")]:
        del sys.modules[name]


def make(folder):
    folder.mkdir(parents=True)
    (folder / "__init__.py").write_text('"""示例."""\n', "utf-8")
    write(folder, "payment-list", "payment_list", "2020, 1, 1", OLD, "")
    row_field = 'remark: Text = entry("备注")'
    write(folder, "payment-list@2030-01-01", "payment_list_2030_01_01", "2030, 1, 1", NEW, row_field)
    forget()
    for form in (hjforms.form("madeup/payment-list"), hjforms.form("madeup/payment-list@2030-01-01")):
        compiled = compile_template(form.id, form.title, form.word_path.read_bytes(), form.record_type)
        form.pdf_path.write_bytes(compiled)


def write(folder, name, module, edition, columns, row_field):
    (folder / f"{name}.docx").write_bytes(word(columns))
    text = MODULE.replace("{name}", name).replace("{edition}", edition).replace("{row_field}", row_field)
    (folder / f"{module}.py").write_text(text, "utf-8")


def forget():
    """Look for packs again."""
    importlib.invalidate_caches()
    pack_finder.names.cache_clear()
    pack_finder.package.cache_clear()
    catalogue._ids.cache_clear()
    catalogue._ids_in.cache_clear()
    catalogue._form.cache_clear()
    catalogue.pairs.cache_clear()


RECORD = {
    "filled_on": "2026-11-22",
    "person": {"name": "张示例", "citizen_id": "371000196501150018"},
    "years": [{"year": 2019, "paid": "300.00"}, {"year": 2020, "paid": "0.55"}],
}


def test_the_form_is_found_and_its_word_file_fits_its_record(pack):
    form = hjforms.form("madeup/payment-list")
    assert form in hjforms.forms()
    assert lint(form.word_path.read_bytes(), form.record_type) == []


@pytest.mark.parametrize("count", [0, 1, 200])
def test_the_whole_way_there_and_back(pack, count):
    form = hjforms.form("madeup/payment-list")
    years = [{"year": 1960 + number % 60, "paid": f"{number}.01"} for number in range(count)]
    record = form.complete(form.load(RECORD | {"years": years}))
    for made in (form.pdf(record), form.pdf(record, editable=True), form.docx(record)):
        [reading] = hjforms.read(made)
        assert reading.form.id == "madeup/payment-list"
        assert reading.record == record


def test_its_rules_fill_and_check(pack):
    form = hjforms.form("madeup/payment-list")
    record = form.complete(form.load(RECORD))
    assert (record.person.sex, record.total) == ("男", Decimal("300.55"))
    [finding] = form.check(form.load(RECORD | {"total": "300.56"}))
    assert (finding.path, finding.expected) == ("total", "300.55")
    with pytest.raises(InputError, match="madeup/payment-list"):
        hjforms.form("madeup/nothing")


def test_each_day_has_its_edition(pack):
    assert hjforms.form("madeup/payment-list", dt.date(2029, 12, 31)).id == "madeup/payment-list"
    for day in (dt.date(2030, 1, 1), dt.date(2035, 1, 1)):
        assert hjforms.form("madeup/payment-list", day).id == "madeup/payment-list@2030-01-01"
    with pytest.raises(NoRuleInForce, match=r"示例缴费清单.*2020年1月1日"):
        hjforms.form("madeup/payment-list", dt.date(2019, 12, 31))


def test_papers_of_the_old_and_of_the_new_edition_are_told_apart(pack):
    old, new = (hjforms.form(name) for name in ("madeup/payment-list", "madeup/payment-list@2030-01-01"))
    first = old.complete(old.load(RECORD))
    second = new.complete(new.load(RECORD | {"years": [{"year": 2019, "paid": "1.00", "remark": "补缴"}]}))
    for form, record in ((old, first), (new, second)):
        for made in (form.pdf(record), form.docx(record)):
            [reading] = hjforms.read(made)
            assert (reading.form.id, reading.record, reading.findings) == (form.id, record, ())


# ------------------------------------------------------------------------------ outside the package


def python(*arguments: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Another Python, in whose environment the pack stands."""
    command = [sys.executable, *arguments]
    return subprocess.run(
        command, check=False, cwd=cwd, env={**os.environ, **environment}, capture_output=True, text=True, timeout=300
    )


def installed(pack: Path, folder: Path) -> Path:
    """A folder as pip leaves it: the pack as a package of its own, and what says that it is one."""
    shutil.copytree(pack, folder / "hjforms_madeup")
    told = folder / "hjforms_madeup-1.0.dist-info"
    told.mkdir()
    (told / "METADATA").write_text("Metadata-Version: 2.1\nName: hjforms-madeup\nVersion: 1.0\n", "utf-8")
    (told / "entry_points.txt").write_text("[hjforms.packs]\nmadeup = hjforms_madeup\n", "utf-8")
    return folder


@pytest.fixture(params=["folder", "entry point"])
def outside(request, pack, tmp_path):
    """The setting by which another Python finds the pack."""
    if request.param == "folder":
        return {"HJFORMS_PACKS": str(pack.parent)}
    return {"PYTHONPATH": str(installed(pack, tmp_path / "site"))}


def test_the_command_and_the_interface_use_it_as_any_other(outside, tmp_path):
    (tmp_path / "record.json").write_text(json.dumps(RECORD), "utf-8")
    for command in (
        ["list"],
        ["fill", "示例缴费清单", "record.json", "--on", "2026-01-01", "-o", "paper.pdf", "-o", "paper.docx"],
        ["read", "paper.docx", "-o", "back.json"],
        ["template", "lint", "madeup/payment-list"],
    ):
        done = python("-m", "hjforms", *command, cwd=tmp_path, **outside)
        assert done.returncode == 0, done.stderr
        assert command != ["list"] or "madeup/payment-list@2030-01-01" in done.stdout
    assert json.loads((tmp_path / "back.json").read_text("utf-8"))["total"] == "300.55"
    program = (
        "import hjforms, pickle\n"
        "form = hjforms.form('madeup/payment-list')\n"
        "[reading] = hjforms.read(open('paper.pdf', 'rb').read())\n"
        "assert pickle.loads(pickle.dumps(reading)).record == form.load(open('back.json', 'rb').read())\n"
        "with hjforms.reading_pool() as pool:\n"
        "    assert pool.read(open('paper.pdf', 'rb').read())[0].record == reading.record\n"
    )
    done = python("-c", program, cwd=tmp_path, **outside)
    assert done.returncode == 0, done.stderr


@pytest.mark.landing
def test_the_contract_of_every_form_runs_with_its_forms(pack, tmp_path):
    """All but the properties, which take their time; and a pack that breaks it fails: here one with another page."""
    done = python(
        *("-m", "pytest", "-q", "-p", "no:cacheprovider", "-n", "0", "--hjforms-pack", "madeup"),
        *("-k", "not inverts_writing and not completing and not json_gives and not print_run"),
        cwd=tmp_path,
        HJFORMS_PACKS=str(pack.parent),
    )
    assert done.returncode == 0, done.stdout
    assert int(re.search(r"(\d+) passed", done.stdout)[1]) >= 30
    shutil.copytree(pack.parent, tmp_path / "packs")
    (tmp_path / "packs" / "madeup" / "payment-list.pdf").write_bytes(
        hjforms.form("shandong/notice").pdf_path.read_bytes()
    )
    (tmp_path / "test_pack.py").write_text(
        "from hjforms.contract import FormContract\n\n\nclass TestPack(FormContract):\n    pack = 'madeup'\n", "utf-8"
    )
    done = python(
        *("-m", "pytest", "-q", "-p", "no:cacheprovider", "-n", "0", "-k", "output_is_the_same_twice"),
        cwd=tmp_path,
        HJFORMS_PACKS=str(tmp_path / "packs"),
    )
    assert done.returncode == 1, done.stdout
    assert "1 failed, 1 passed" in done.stdout


@pytest.mark.parametrize(
    ("files", "told"),
    [
        ({}, "里没有地区包"),
        ({"national/__init__.py": ""}, "有两个地区包都叫 national"),
        (
            {"hebei/__init__.py": "", "hebei/letter.py": "FORM ="},
            r"hjforms\.packs\.hebei\.letter 装不进来（SyntaxError",
        ),
        ({"hebei/__init__.py": "", "hebei/letter.py": ""}, r"应有 FORM = Form\(id='hebei/letter'"),
    ],
    ids=["none", "twice", "broken", "without a form"],
)
def test_what_is_wrong_with_a_pack_is_said(files, told, tmp_path):
    (tmp_path / "packs").mkdir()
    for name, text in files.items():
        (tmp_path / "packs" / name).parent.mkdir(exist_ok=True)
        (tmp_path / "packs" / name).write_text(text, "utf-8")
    done = python("-m", "hjforms", "list", cwd=tmp_path, HJFORMS_PACKS=str(tmp_path / "packs"))
    assert done.returncode == 2
    assert re.search(told, done.stderr), done.stderr
    assert "Traceback" not in done.stderr
