"""Whatever a list is written as, every record of every form comes back from it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import hjforms
import strategies
from hjforms.contract import records as contract
from hjforms.errors import InputError
from hjforms.exchange.columns import Columns
from hjforms.exchange.door import write_blanks
from hjforms.unread import Unread
from support import REFUND, documents, entered

FORMULAS = st.sampled_from(["=1+1", "'=1", "@x", "+86", "-5a", "''-"])


def in_cells(kind):
    """Values of a kind, with any text, what looks like a formula, and what is unread."""
    is_free = kind.name == "text" and kind.title != "号码"
    stated = strategies.texts() | FORMULAS if is_free else contract.values(kind)
    return stated | st.text(st.characters(exclude_categories=["Cs"]), max_size=5).map(Unread)


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
@documents
@given(st.data())
def test_every_record_of_every_form_comes_back(tmp_path_factory, ending, data):
    form = data.draw(st.sampled_from(hjforms.forms()))
    records = contract.records(form.record_type, (0, 1, 3) if Columns.of(form).rows else (0,), in_cells)
    made = data.draw(st.lists(records.filter(lambda record: not record.is_blank()), min_size=1, max_size=3))
    path = tmp_path_factory.mktemp("lists") / f"a.{ending}"
    hjforms.write(entered(*made, form=form), path)
    assert [entry.record for entry in hjforms.entries(path)] == made


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_a_list_of_nobody_is_told(tmp_path, ending):
    path = tmp_path / f"a.{ending}"
    write_blanks(REFUND, {str(path): ending})
    with pytest.raises(InputError, match=f"a.{ending}：名单是空的"):
        list(hjforms.entries(path))
