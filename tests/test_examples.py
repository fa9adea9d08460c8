"""Every file of ``examples`` fits the JSON Schema that ``hjforms show FORM --json`` gives to other systems."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner
from jsonschema import Draft202012Validator

import hjforms
from hjforms.calculation import calculation
from hjforms.cli import main
from support import ROOT, with_value

PAPERS = sorted((ROOT / "examples").glob("*/*/*.json"))
CALCULATIONS = sorted(
    {*(ROOT / "examples" / "calculations").glob("*.json"), *(ROOT / "examples").glob("*/transfer.json")}
)
every_paper = pytest.mark.parametrize("path", PAPERS, ids=lambda path: "/".join(path.parts[-3:]))


def schema_of(form_id):
    shown = CliRunner().invoke(main, ["show", form_id, "--json"])
    assert shown.exit_code == 0
    return json.loads(shown.stdout)


def faults(path, data):
    """The paths of what the schema of a paper refuses."""
    validator = Draft202012Validator(schema_of(f"{path.parent.name}/{path.stem}"))
    return [".".join(map(str, error.absolute_path)) for error in validator.iter_errors(data)]


@every_paper
def test_an_example_fits_the_schema_of_its_form(path):
    assert faults(path, json.loads(path.read_bytes())) == []


@every_paper
def test_what_is_written_of_a_record_fits_the_schema_as_well(path):
    form = hjforms.form(f"{path.parent.name}/{path.stem}")
    assert faults(path, form.complete(form.load(path)).model_dump(mode="json")) == []


@every_paper
def test_the_schema_is_one_and_refuses_what_the_record_refuses(path):
    data = json.loads(path.read_bytes())
    Draft202012Validator.check_schema(schema_of(f"{path.parent.name}/{path.stem}"))
    assert faults(path, data | {"nickname": "小张"}) == [""]
    assert faults(path, with_value(data, "person.name", 3)) == ["person.name"]


@pytest.mark.parametrize("path", CALCULATIONS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_the_example_of_a_calculation_fits_the_schema_of_its_case(path):
    schema = calculation(path.stem).case_type.model_json_schema()
    Draft202012Validator.check_schema(schema)
    assert list(Draft202012Validator(schema).iter_errors(json.loads(path.read_bytes()))) == []


def test_no_file_of_the_examples_is_left_out():
    assert {*PAPERS, *CALCULATIONS} == set((ROOT / "examples").rglob("*.json"))
