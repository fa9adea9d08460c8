"""Parquet: what is written is read back, of every form; rows of others in their own columns; the extra is asked for."""

from __future__ import annotations

import builtins
import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given, settings

import hjforms
import strategies
from hjforms.errors import DependencyMissing, DocumentError, InputError
from hjforms.exchange import Entry, Origin
from hjforms.exchange.parquet import BATCH
from support import CITIZEN_ID, REFUND, ROOT, documents, refund_row, refund_table

pa = pytest.importorskip("pyarrow")
pq = pytest.importorskip("pyarrow.parquet")


def written(path, records, form=REFUND):
    hjforms.write((Entry(form, record, Origin("here")) for record in records), path)
    return path


@settings(documents)
@given(strategies.refund_records())
def test_a_record_comes_back(tmp_path_factory, record):
    path = written(tmp_path_factory.mktemp("a") / "a.parquet", [record])
    assert [entry.record for entry in hjforms.entries(path)] == [record]


@pytest.mark.parametrize("form", hjforms.forms(), ids=lambda form: form.id)
def test_the_example_of_every_form_comes_back(form, tmp_path):
    known = sorted(ROOT.glob(f"examples/*/{form.id}.json"))
    records = [form.complete(form.load(path)) for path in known]
    path = written(tmp_path / "a.parquet", records, form)
    assert [(entry.form, entry.record) for entry in hjforms.entries(path)] == [(form, record) for record in records]


def test_many_rows_are_read_in_their_order(tmp_path):
    records = [refund_table(refund_row(2010, 1, f"{number}.00")) for number in range(BATCH + 2)]
    path = written(tmp_path / "a.parquet", records)
    found = list(hjforms.entries(path, "附件5"))
    assert [entry.record for entry in found] == records
    assert found[-1].origin.row == BATCH + 2


def test_columns_may_be_called_by_paths_and_have_types_of_their_own(tmp_path):
    table = pa.table(
        {
            "person.name": ["张示例", "张示例"],
            "person.citizen_id": [CITIZEN_ID, CITIZEN_ID[:-1]],
            "filled_on": [dt.datetime(2024, 9, 30, tzinfo=dt.UTC), None],
            "years": [[{"year": 2013, "months": 12, "paid": {"personal": Decimal("500.00")}}], None],
        }
    )
    pq.write_table(table, tmp_path / "a.parquet")
    first, second = hjforms.entries(tmp_path / "a.parquet", "附件5")
    assert first.record.filled_on == dt.date(2024, 9, 30)
    assert first.record.years[0].paid.personal == 500
    assert [fault.path for fault in second.faults] == ["person.citizen_id"]
    assert second.origin.row == 2


def test_a_float_is_no_amount(tmp_path):
    pq.write_table(pa.table({"years": [[{"year": 2013, "paid": {"personal": 16.67}}]]}), tmp_path / "a.parquet")
    (entry,) = hjforms.entries(tmp_path / "a.parquet", "附件5")
    assert [fault.path for fault in entry.faults] == ["years.0.paid.personal"]


def test_what_is_unread_is_not_written(tmp_path):
    record = refund_table(refund_row(2010, 1, personal={"unread": "5OO"}))
    with pytest.raises(InputError, match=r"years\.0\.paid\.personal"):
        written(tmp_path / "a.parquet", [record])
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_none_is_told(tmp_path):
    (tmp_path / "a.parquet").write_bytes(b"PAR1 and no more")
    with pytest.raises(DocumentError, match="不是 Parquet"):
        list(hjforms.entries(tmp_path / "a.parquet", "附件5"))
    with pytest.raises(InputError, match="找不到文件"):
        list(hjforms.entries(tmp_path / "b.parquet", "附件5"))


def test_the_extra_is_asked_for_where_it_is_missing(tmp_path, monkeypatch):
    (tmp_path / "a.parquet").write_bytes(b"")
    imported = builtins.__import__

    def without(name, *arguments):
        if name.startswith("pyarrow"):
            raise ImportError(name)
        return imported(name, *arguments)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(DependencyMissing, match=r"hjforms\[scale\]"):
        list(hjforms.entries(tmp_path / "a.parquet", "附件5"))


def test_parquet_is_a_source_of_batches(tmp_path):
    records = [refund_table(refund_row(2010, 1, f"{number}.00")) for number in range(1, 8)]
    path = written(tmp_path / "a.parquet", records)
    report = hjforms.batch("附件5", path, tmp_path / "out", chunk=3, jobs=1)
    assert report.written == 3
    papers = sorted((tmp_path / "out").glob("*.pdf"))
    assert [reading.record for paper in papers for reading in hjforms.read(paper)] == records
