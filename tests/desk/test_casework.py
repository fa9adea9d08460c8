"""From the application to the end: what a new paper begins with, what comes next, settling, the dossier."""

import json
import zipfile

import pypdf
import pytest

import hjforms
from desk.book.shelf import ID, NAME, OTHER, PERSON, example, settled_book, shelved
from hjforms.calculation import calculation
from hjforms.desk import casework
from hjforms.desk.book import Office
from support import ROOT


@pytest.fixture
def settled(tmp_path):
    book, case = settled_book(tmp_path / "b.db")
    yield book, case
    book.close()


def steps(book, case):
    return [(step.kind, step.what) for step in casework.next_steps(book, book.cases.get(case.id))]


def test_the_office_writes_its_data_once_and_finds_it_on_every_paper(tmp_path):
    stated = {
        "agency": "环翠区社会保险事业中心",
        "region_code": "371002",
        "handler": "王经办",
        "phone": "0631-5200000",
        "bank": "示例银行",
        "account_name": "环翠区社会保险基金",
        "account_number": "6222000000000000000",
    }
    with shelved(tmp_path / "b.db") as book:
        book.office.put(Office.model_validate(stated), "王经办")
        assert book.office.get().model_dump(exclude_none=True) == stated
        case = book.cases.open(PERSON, "")
        letter = casework.begun(book, case, hjforms.form("shandong/contact-letter"))
        assert letter.receiving_agency.account_number == "6222000000000000000"
        assert (letter.signoff.handler, letter.signoff.agency) == ("王经办", "环翠区社会保险事业中心")
        assert (letter.person.name, letter.person.citizen_id) == (NAME, ID)
        application = casework.begun(book, case, hjforms.form("national/application"))
        assert application.direction == "resident-to-employee"
        assert application.to_agency.name == "环翠区社会保险事业中心"
        receipt = casework.begun(book, case, hjforms.form("national/offset-receipt"))
        assert receipt.paying_account.bank == "示例银行"
        assert receipt.receiving_account.bank is None  # that of the other agency


@pytest.mark.parametrize("form", hjforms.forms(), ids=lambda form: form.id)
def test_every_form_can_be_begun(tmp_path, form):
    book, case = settled_book(tmp_path / "b.db")
    record = casework.begun(book, case, form)
    assert record.person.name == NAME if hasattr(record, "person") else True
    book.close()


def jilin_book(path, *names):
    """A book with a case of Jilin that has these papers."""
    book = shelved(path)
    person = {"name": "赵示例", "citizen_id": "220000198006100035", "rules": "jilin", "applied_on": "2026-09-12"}
    case = book.cases.open(person, "")
    for name in names:
        form = hjforms.form(f"jilin/{name}")
        book.papers.add(case.id, form, "", form.load(ROOT / "examples" / "jilin" / "jilin" / f"{name}.json"))
    return book, case


@pytest.mark.parametrize("known", ["certificate", "contact-letter"])
def test_in_jilin_what_was_paid_twice_is_worked_out_from_the_account_that_came(tmp_path, known):
    book, case = jilin_book(tmp_path / "b.db", known, "transfer-account")
    assert ("calculate", "clear") in steps(book, case)
    data = casework.to_clear(book, case)
    account = book.papers.latest(2).record
    assert data.keys() == {"filed_on", "agency"}
    assert calculation("clear").case_type.model_validate(data).agency == account
    book.close()


def test_an_account_of_which_nobody_knows_the_scheme_is_left_out(tmp_path):
    book, case = jilin_book(tmp_path / "b.db", "transfer-account")
    assert casework.to_clear(book, case) == {"filed_on": "2026-09-12"}
    book.close()


def test_in_jilin_nothing_is_worked_out_before_the_account_has_come(tmp_path):
    book, case = jilin_book(tmp_path / "b.db", "certificate")
    assert ("calculate", "clear") not in steps(book, case)
    book.close()


def test_the_next_step_leads_from_the_application_to_the_end(tmp_path):
    with shelved(tmp_path / "b.db") as book:
        case = book.cases.open(PERSON, "")
        assert steps(book, case)[0] == ("paper", "shandong/notice")
        notice = hjforms.form("shandong/notice")
        book.papers.add(case.id, notice, "", casework.begun(book, case, notice))
        assert steps(book, case)[0] == ("paper", "shandong/contact-letter")
        letter = hjforms.form("shandong/contact-letter")
        record = letter.load({**letter.dump(casework.begun(book, case, letter)), "signoff": {"date": "2026-09-18"}})
        paper = book.papers.add(case.id, letter, "", record)
        assert casework.dated(book, book.papers.latest(paper.id), "") is None
        assert book.cases.get(case.id).events["letter_sent_on"] == "2026-09-18"
        assert steps(book, case)[:2] == [
            ("await", "shandong/resident-account"),
            ("await", "shandong/employee-account"),
        ]
        for name in ("resident-account", "employee-account"):
            form, account = example(name)
            paper = book.papers.add(case.id, form, "", account)
            casework.dated(book, book.papers.latest(paper.id), "", came=True)
        assert steps(book, case)[0] == ("settle", "")
        done = casework.settle_case(book, case, "王经办")
        assert [version.form_id for version in done.versions] == ["shandong/refund", "national/outcome"]
        while (step := steps(book, case)[0])[0] == "note":
            book.cases.date(case.id, {step[1]: book.today}, "")
        assert step[0] == "close"
        book.cases.close(case.id, "done", "")
        assert steps(book, case) == []


def test_settling_gives_what_settle_gives(settled):
    book, case = settled
    done = casework.settle_case(book, case, "王经办")
    accounts = [example(name)[1] for name in ("resident-account", "employee-account")]
    expected = hjforms.settle(*accounts, filled_on=book.today, direction=case.direction)
    assert done.versions[0].record.years == expected.record.years
    assert done.versions[0].origin == {"kind": "settled", "versions": [1, 2], "decided": {}}
    assert book.cases.get(case.id).clock["doubled"] is True
    again = casework.settle_case(book, case, "王经办")
    assert [version.number for version in again.versions] == [1, 1]


def test_nothing_is_settled_while_something_is_wrong(settled):
    book, case = settled
    form, record = example("resident-account")
    wrong = form.load({**form.dump(record), "transfer_total": "1.00"})
    book.papers.save(1, wrong, "")
    done = casework.settle_case(book, case, "")
    assert done.versions == ()
    assert any(finding.severity == "error" for finding in done.findings)
    assert len(book.papers.of_case(case.id)) == 2


def test_a_dossier_has_every_paper_with_a_bookmark(settled, tmp_path):
    book, case = settled
    casework.settle_case(book, case, "")
    target = tmp_path / "卷宗.pdf"
    target.write_bytes(casework.dossier(book, case))
    titles = [item.title for item in pypdf.PdfReader(target).outline]
    assert titles == [version.form.title for version in casework.newest(book, case.id).values()]
    assert [reading.record for reading in hjforms.read(target)] == [
        version.form.complete(version.record) for version in casework.newest(book, case.id).values()
    ]


def test_a_package_has_every_paper_what_came_and_what_happened(settled, tmp_path):
    book, case = settled
    form, record = example("resident-account")
    came = form.pdf(record)
    reading = hjforms.read(came)
    for _ in range(2):  # a file that comes again is the same file
        book.arrivals.take(came, "王经办", reading)
    for read in book.arrivals.waiting():
        book.arrivals.assign(read.id, case.id)
    book.arrivals.accept(book.arrivals.waiting(case.id)[0].id, "王经办", 1)
    left = book.arrivals.take(form.docx(record), "王经办", reading)
    book.arrivals.dismiss(book.arrivals.assign(left.reads[0].id, case.id).id, "王经办")
    casework.settle_case(book, case, "王经办")
    target = tmp_path / "归档.zip"
    casework.packaged(book, case, ofd=True).write(target)
    assert casework.packaged(book, case, ofd=True).zipped() == target.read_bytes()
    verdict = hjforms.verify_archive(target)
    assert (verdict.is_sound, verdict.notes, verdict.papers) == (True, (), 8)
    with zipfile.ZipFile(target) as file:
        assert file.read("received/01.pdf") == came
        assert "received/02.docx" not in file.namelist()  # nobody took it
        history = json.loads(file.read("history.json"))
        records = [json.loads(file.read(name)) for name in file.namelist() if name.startswith("records/")]
    newest = casework.newest(book, case.id).values()
    assert records == [version.form.dump(version.form.complete(version.record)) for version in newest]
    assert [item["what"] for item in history["journal"]] == [
        item.what for item in reversed(book.journal.of_case(case.id))
    ]
    assert [(item["paper"], item["number"]) for item in history["versions"]] == [(1, 1), (1, 2), (2, 1), (3, 1), (4, 1)]
    assert {item["file"] for item in history["received"]} == {"received/01.pdf"}
    assert len(history["received"]) == 2
    assert history["case"]["citizen_id"] == ID


def test_a_case_without_papers_has_no_dossier_and_no_package(tmp_path):
    with shelved(tmp_path / "b.db") as book:
        case = book.cases.open(OTHER, "")
        for made in (casework.dossier, casework.packaged):
            with pytest.raises(hjforms.InputError, match="没有可以打印的"):
                made(book, case)


def test_a_package_says_which_paper_cannot_be_printed(settled):
    book, case = settled
    form, record = example("refund")
    wrong = form.load({**form.dump(record), "signoff": {"handler": "字" * 500}})
    book.papers.save(book.papers.add(case.id, form, "").id, wrong, "")
    with pytest.raises(hjforms.InputError, match="城乡养老保险重复缴费清退表"):
        casework.packaged(book, case)
