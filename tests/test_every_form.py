"""What holds of every form that is shipped, and of all of them together.

Most of it is ``hjforms.contract``, which any other pack can run as well: a new form is tested without a line more.
"""

from decimal import Decimal

import hjforms
from hjforms.contract import FormContract
from hjforms.golden import cases
from hjforms.records.base import leaves, tables
from support import ROOT

FORMS = hjforms.forms()
EXAMPLES = sorted((ROOT / "examples").glob("*/*/*.json"))


class TestEveryForm(FormContract):
    """The contract, with the examples of the project; its goldens have a test of their own."""

    examples = ROOT / "examples"
    goldens = ROOT / "no-goldens-here"


def test_every_form_has_an_example_and_a_golden():
    assert {f"{path.parent.name}/{path.stem}" for path in EXAMPLES} == {form.id for form in FORMS}
    goldens = {case.form.id for case in cases(ROOT / "tests" / "golden")}
    assert goldens == {form.id for form in FORMS}


def test_forms_with_a_table_have_rows_on_their_page():
    for form in FORMS:
        assert bool(tables(form.record_type)) == bool(form.compiled.layout.capacity)


def test_amounts_survive_to_the_fen_in_every_money_field():
    for form in FORMS:
        money = [path for path, leaf in leaves(form.record_type).items() if leaf.kind.name == "money"]
        for path in money:
            assert leaves(form.record_type)[path].kind.read("1,234.56") == Decimal("1234.56")
