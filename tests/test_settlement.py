"""From two accounts to the refund form: the whole job, with records and with papers that came back."""

from __future__ import annotations

import datetime as dt
import json
import tomllib
from decimal import Decimal

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

import hjforms
import strategies
from hjforms.cli import main
from hjforms.errors import DocumentError, InputError
from support import ROOT, documents

CASE = ROOT / "examples" / "weihai" / "shandong"
RESIDENT = CASE / "resident-account.json"
EMPLOYEE = CASE / "employee-account.json"
YUAN = Decimal


def paper(path, kind):
    form = hjforms.form(f"shandong/{path.stem}")
    record = form.complete(form.load(path))
    return form.pdf(record) if kind == "pdf" else form.docx(record)


def changed(path, **person):
    data = json.loads(path.read_text("utf-8"))
    data["person"] |= person
    return json.dumps(data).encode()


def brief(settlement):
    return [(finding.severity, finding.path, finding.rule) for finding in settlement.findings]


# The refund form of the worked case was filled by hand from the two accounts; only its remarks are a clerk's own.
def test_the_worked_case_settles_to_its_own_refund_form():
    form = hjforms.form("shandong/refund")
    worked = json.loads((CASE / "refund.json").read_text("utf-8"))
    for row in worked["years"]:
        row.pop("remark", None)
    signoff = worked["signoff"]
    settled = hjforms.settle(RESIDENT, EMPLOYEE, filled_on=dt.date(2024, 12, 20), signoff=signoff)
    assert settled.findings == ()
    assert hjforms.compare(form.complete(form.load(worked)), settled.record) == []


def test_national_accounts_settle_to_the_national_refund_form():
    folder = ROOT / "examples" / "resident-to-employee" / "national"
    account, refund = (hjforms.form(f"national/{name}") for name in ("employee-account", "refund"))
    worked = refund.complete(refund.load(folder / "refund.json"))
    periods = [("2015-12", "2015-12"), ("2016-01", "2016-12")]  # as the certificate of the case has them
    person = {name: getattr(worked.person, name) for name in ("personal_number", "name", "citizen_id", "address")}
    rows = [{"region_code": "220104", "year": int(start[:4]), "start": start, "end": end} for start, end in periods]
    employee = account.complete(account.load({"person": person, "years": rows}))
    signoff = worked.signoff.model_dump(mode="json")
    settled = hjforms.settle(
        folder / "resident-account.json",
        account.docx(employee),
        filled_on=worked.filled_on,
        signoff=signoff,
        pack="national",
    )
    assert settled.findings == ()
    assert settled.form.id == "national/refund"
    assert hjforms.compare(worked, settled.record) == []


@pytest.mark.parametrize("path", sorted((ROOT / "tests" / "settlement").glob("*.toml")), ids=lambda path: path.stem)
def test_a_case_worked_out_by_hand(path):
    case = tomllib.loads(path.read_text("utf-8"))
    assert case["source"]
    assert case["worked"].strip()
    sides = [ROOT / case[side] if isinstance(case[side], str) else case[side] for side in ("resident", "employee")]
    options = {name: case[name] for name in ("direction", "pack") if name in case}
    settled = hjforms.settle(*sides, **options)
    assert settled.findings == ()
    found = settled.outcome.as_dict()["figures"]
    assert {key: found.get(key) for key in case["figures"]} == case["figures"]
    record = json.loads(json.dumps(settled.record.model_dump(mode="json")))
    assert {path: at(record, path) for path in case["record"]} == case["record"]


def at(data, path):
    for step in path.split("."):
        data = data[int(step)] if step.isdigit() else data[step]
    return data


@pytest.mark.parametrize("kinds", [("pdf", "docx"), ("docx", "pdf")])
def test_papers_that_came_back_settle_as_their_records_do(kinds):
    settled = hjforms.settle(paper(RESIDENT, kinds[0]), paper(EMPLOYEE, kinds[1]))
    assert settled.findings == ()
    assert settled.record == hjforms.settle(RESIDENT, EMPLOYEE).record


def test_the_form_states_what_the_derivation_says():
    settled = hjforms.settle(RESIDENT, EMPLOYEE, direction="employee-to-resident")
    figures = settled.outcome.figures
    assert settled.record.refund_total == figures["total"].value == YUAN("7300.00")
    for row in settled.record.years:
        assert row.months == figures[f"months.{row.year}"].value
        assert row.refund.subtotal == figures[f"refund.{row.year}"].value
        for name in ("personal", "land_personal", "collective", "land_collective"):
            part = figures.get(f"refund.{row.year}.{name}")
            assert getattr(row.refund, name) == (part.value if part else None)
    explained = "\n".join(settled.explanation())
    assert "清退总额：7300.00元" in explained
    assert "用于发放个人账户养老金" in explained


@pytest.mark.parametrize(
    ("resident", "found"),
    [
        ({"citizen_id": "371000196803200025", "sex": None}, ("error", "employee.person.citizen_id", "copied")),
        ({"citizen_id": None}, ("error", "resident.person.citizen_id", "required")),
        ({"name": "张示范"}, ("error", "employee.person.name", "copied")),
    ],
)
def test_two_persons_are_never_settled_together(resident, found):
    assert brief(hjforms.settle(changed(RESIDENT, **resident), EMPLOYEE)).count(found) == 1


def test_a_fault_of_an_account_is_a_fault_of_the_settlement():
    data = json.loads(RESIDENT.read_text("utf-8"))
    data["transfer_total"] = "1.00"
    settled = hjforms.settle(data, EMPLOYEE)
    assert ("error", "resident.transfer_total", "transfer-total") in brief(settled)


def half_known():
    data = json.loads(EMPLOYEE.read_text("utf-8"))
    data["years"][3]["months"] = 3  # August to December are five
    data.pop("years_actual")
    return data


def test_months_that_the_papers_do_not_settle_are_left_blank_and_reported():
    settled = hjforms.settle(RESIDENT, half_known())
    assert ("error", "employee.years.3.months", "overlap") in brief(settled)
    [row] = [row for row in settled.record.years if row.year == 2018]
    assert row.months is None
    assert row.refund.subtotal is None
    assert "total" not in settled.outcome.figures
    assert "refund.2013" in settled.outcome.figures


def test_months_that_the_agency_has_found_out_stand():
    settled = hjforms.settle(RESIDENT, half_known(), decided={2018: 3})
    assert ("error", "employee.years.3.months", "overlap") not in brief(settled)
    [row] = [row for row in settled.record.years if row.year == 2018]
    assert (row.months, row.refund.subtotal) == (3, YUAN("750.00"))


def test_a_year_without_contributions_is_not_refunded():
    data = json.loads(RESIDENT.read_text("utf-8"))
    data = {"person": data["person"], "years": [{"year": 2013, "interest": "6.90"}, {"year": 2014, "personal": "0.00"}]}
    assert hjforms.settle(data, EMPLOYEE).record.years == ()


def test_accounts_that_cannot_be_read_are_named_by_their_side():
    with pytest.raises(InputError, match=r"resident\.years\.0\.year"):
        hjforms.settle({"years": [{"year": "二"}]}, EMPLOYEE)
    with pytest.raises(DocumentError, match="职工养老保险信息表"):
        hjforms.settle(RESIDENT, paper(RESIDENT, "pdf"))
    with pytest.raises(InputError):
        hjforms.settle(RESIDENT, ROOT / "nowhere.json")
    with pytest.raises(InputError):
        hjforms.settle(hjforms.form("shandong/notice").record_type(), EMPLOYEE)


@documents
@given(st.data())
def test_a_refund_is_never_more_than_was_paid_and_sums_to_the_fen(data):
    years = data.draw(st.lists(st.integers(2012, 2024), unique=True, max_size=6).map(sorted))
    resident = {"years": [{"year": year, "personal": data.draw(strategies.amounts())} for year in years]}
    worked = sorted(data.draw(st.sets(st.integers(2012, 2024))))
    spans = {year: sorted(data.draw(st.tuples(st.integers(1, 12), st.integers(1, 12)))) for year in worked}
    employee = {"years": [{"year": y, "start": f"{y}-{a:02}", "end": f"{y}-{b:02}"} for y, (a, b) in spans.items()]}
    settled = hjforms.settle(resident, employee)
    figures = settled.outcome.figures
    assert {row.year for row in settled.record.years} <= set(years) & set(worked)
    for row in settled.record.years:
        first, last = spans[row.year]
        assert row.months == last - first + 1
        assert YUAN(0) <= row.refund.subtotal <= row.paid.subtotal
    assert figures["total"].value == sum((row.refund.subtotal for row in settled.record.years), YUAN("0.00"))


def settle_command(*arguments):
    return CliRunner().invoke(main, ["settle", *map(str, arguments)])


def test_the_command_writes_the_form_and_its_derivation(tmp_path):
    files = [tmp_path / name for name in ("清退表.pdf", "清退表.docx", "清退表.json", "计算说明.txt")]
    outputs = [argument for file in files for argument in ("-o", file)]
    result = settle_command("--resident", RESIDENT, "--employee", EMPLOYEE, "--filled-on", "2024-12-20", *outputs)
    assert result.exit_code == 0, result.output
    pdf, docx, record, text = files
    assert hjforms.read(pdf)[0].record == hjforms.read(docx)[0].record
    assert json.loads(record.read_text("utf-8"))["filled_on"] == "2024-12-20"
    assert text.read_text("utf-8") in result.output


def test_the_command_writes_nothing_where_the_accounts_disagree(tmp_path):
    other = tmp_path / "other.json"
    other.write_bytes(changed(RESIDENT, name="张示范"))
    result = settle_command("--resident", other, "--employee", EMPLOYEE, "-o", tmp_path / "x.pdf")
    assert result.exit_code == 1
    assert not (tmp_path / "x.pdf").exists()
    forced = settle_command("--resident", other, "--employee", EMPLOYEE, "-o", tmp_path / "x.pdf", "--force")
    assert forced.exit_code == 1
    assert (tmp_path / "x.pdf").exists()


@pytest.mark.parametrize("months", ["2018", "2018=13", "x=1"])
def test_months_of_the_command_are_checked(months):
    result = settle_command("--resident", RESIDENT, "--employee", EMPLOYEE, "--months", months)
    assert result.exit_code == 2


def test_the_command_speaks_json():
    result = settle_command("--resident", RESIDENT, "--employee", EMPLOYEE, "--json")
    data = json.loads(result.stdout)
    assert data["figures"]["total"] == data["record"]["refund_total"] == "7300.00"
    assert data["steps"]["total"]["article"]
