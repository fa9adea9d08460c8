"""Batches: the same folder whoever makes it, however often, and whatever stopped it before."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from hashlib import sha256

import pypdf
import pytest
from click.testing import CliRunner

import hjforms
from hjforms.batches import batch, work
from hjforms.batches import workers as team
from hjforms.batches.names import Pattern
from hjforms.batches.run import ERRORS
from hjforms.batches.work import Job, Unit
from hjforms.cli import main
from hjforms.errors import InputError
from hjforms.exchange.entry import Entry, Origin, Wanted
from support import REFUND, ROOT, at_landing, example, refund_data, refund_row, refund_table

SURNAMES = "赵钱孙李周吴郑王"


def data(number, **person):
    return refund_data(
        refund_row(2010 + number % 10, number % 12 + 1, f"{number}.00"),
        person={"name": f"{SURNAMES[number % 8]}示例", "citizen_id": "371000196501150018", **person},
    )


def write_list(path, records):
    path.write_text("".join(f"{json.dumps(record, ensure_ascii=False)}\n" for record in records), "utf-8")
    return path


@pytest.fixture
def listed(tmp_path):
    """A list of 23 records without fault."""
    return write_list(tmp_path / "名单.jsonl", map(data, range(1, 24)))


def content(folder):
    return {path.name: sha256(path.read_bytes()).hexdigest() for path in sorted(folder.iterdir())}


def manifest(folder):
    return [json.loads(line) for line in (folder / "manifest.jsonl").read_text("utf-8").splitlines()]


def test_every_record_becomes_a_file_that_reads_back(listed, tmp_path):
    report = batch("附件5", listed, tmp_path / "out", name="{#}_{person.name}", jobs=1)
    assert (report.records, report.written, report.faulty) == (23, 23, 0)
    names = sorted(path.name for path in (tmp_path / "out").glob("*.pdf"))
    assert names[0] == "00001_钱示例.pdf"
    for number, name in enumerate(names, 1):
        assert REFUND.read(tmp_path / "out" / name).record == REFUND.complete(REFUND.load(data(number)))
    assert [line["name"] for line in manifest(tmp_path / "out")] == names


def test_print_runs_have_bookmarks_and_are_read_as_our_own(listed, tmp_path):
    report = batch("附件5", listed, tmp_path / "out", chunk=10, jobs=1)
    assert report.written == 3
    names = [line["name"] for line in manifest(tmp_path / "out")]
    assert names == ["00001-00010.pdf", "00011-00020.pdf", "00021-00023.pdf"]
    readings = [reading for name in names for reading in hjforms.read(tmp_path / "out" / name)]
    assert [reading.record for reading in readings] == [REFUND.complete(REFUND.load(data(n))) for n in range(1, 24)]
    assert {field.method for reading in readings for field in reading.fields.values()} == {"content"}
    reader = pypdf.PdfReader(tmp_path / "out" / names[1])
    titles = [(item.title, reader.get_destination_page_number(item)) for item in reader.outline]
    assert titles[:2] == [("11 李示例", 0), ("12 周示例", 1)]


def test_bookmarks_lead_to_the_first_page_of_each(tmp_path):
    long = refund_data(*(refund_row(1990 + year, 12, "1.00") for year in range(15)))
    listed = write_list(tmp_path / "a.jsonl", [long, data(1)])
    batch("附件5", listed, tmp_path / "out", chunk=2, jobs=1)
    reader = pypdf.PdfReader(tmp_path / "out" / "00001-00002.pdf")
    assert [reader.get_destination_page_number(item) for item in reader.outline] == [0, 2]
    assert [len(reading.record.years) for reading in hjforms.read(tmp_path / "out" / "00001-00002.pdf")] == [15, 1]


def test_word_files_are_made_as_well(listed, tmp_path):
    batch("附件5", listed, tmp_path / "out", kind="docx", jobs=1)
    assert REFUND.read(tmp_path / "out" / "00003.docx").record == REFUND.complete(REFUND.load(data(3)))


@pytest.mark.parametrize("how", [{"chunk": 5}, {}, {"name": "{person.name}"}, {"by": "person"}])
def test_neither_the_number_of_workers_nor_their_kind_changes_a_byte(listed, tmp_path, how, monkeypatch):
    monkeypatch.setattr(hjforms.batches.plan, "LEAST", 4)
    batch("附件5", listed, tmp_path / "one", jobs=1, **how)
    with ThreadPoolExecutor(3) as executor:
        batch("附件5", listed, tmp_path / "three", executor=executor, **how)
    assert content(tmp_path / "one") == content(tmp_path / "three")


@pytest.mark.slow
def test_processes_give_the_same_bytes(listed, tmp_path, monkeypatch):
    monkeypatch.setattr(hjforms.batches.plan, "LEAST", 4)
    batch("附件5", listed, tmp_path / "one", jobs=1, chunk=5)
    batch("附件5", listed, tmp_path / "two", jobs=2, chunk=5)
    assert content(tmp_path / "one") == content(tmp_path / "two")


def test_entries_of_a_program_give_the_same_files(listed, tmp_path):
    batch("附件5", listed, tmp_path / "source", chunk=10)
    batch("附件5", hjforms.entries(listed, "附件5"), tmp_path / "entries", chunk=10)
    made, same = (content(tmp_path / name) for name in ("source", "entries"))
    assert made.pop("manifest.jsonl") != same.pop("manifest.jsonl")
    assert made == same


def test_a_second_run_does_only_what_is_missing_or_changed(listed, tmp_path):
    folder = tmp_path / "out"
    batch("附件5", listed, folder, chunk=5)
    before = content(folder)
    assert batch("附件5", listed, folder, chunk=5).kept == 5
    (folder / "00006-00010.pdf").unlink()
    report = batch("附件5", listed, folder, chunk=5)
    assert (report.kept, report.written) == (4, 1)
    assert content(folder) == before
    write_list(listed, [data(number + 100 * (number == 12)) for number in range(1, 24)])
    report = batch("附件5", listed, folder, chunk=5)
    assert (report.kept, report.written) == (4, 1)
    assert [name for name, was in before.items() if content(folder)[name] != was] == [
        "00011-00015.pdf",
        "manifest.jsonl",
    ]


@pytest.mark.parametrize("name", ["{#}", "{person.name}", "{#}_{person.name}"])
def test_a_changed_list_leaves_the_folder_that_it_would_have_made(tmp_path, name):
    listed = tmp_path / "名单.jsonl"
    first = [data(number) for number in (1, 9, 17, 2, 3)]
    for changed in (first[1:], first[::-1], [data(25), *first], [], first[:1]):
        for folder in ("out", str(len(changed))):
            write_list(listed, first)
            if folder == "out":
                batch("附件5", listed, tmp_path / folder, name=name, jobs=1)
            write_list(listed, changed)
            batch("附件5", listed, tmp_path / folder, name=name, jobs=1)
        assert content(tmp_path / "out") == content(tmp_path / str(len(changed)))
        for path in (tmp_path / str(len(changed))).iterdir():
            path.unlink()


def test_what_others_put_or_changed_there_is_not_lost(listed, tmp_path):
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / "00002.pdf").write_bytes(b"mine")
    (folder / "notes.txt").write_bytes(b"mine as well")
    assert batch("附件5", listed, folder, jobs=1).aside == ["00002（原有）.pdf"]
    (folder / "00003.pdf").write_bytes(b"signed")
    assert batch("附件5", listed, folder, jobs=1).aside == ["00003（原有）.pdf"]
    assert (folder / "00002（原有）.pdf").read_bytes() == b"mine"
    assert (folder / "00003（原有）.pdf").read_bytes() == b"signed"
    assert REFUND.read(folder / "00003.pdf").record.person.name == "李示例"
    assert batch("附件5", listed, folder, jobs=1).aside == []


def test_a_link_does_not_lead_out_of_the_folder(listed, tmp_path):
    folder, outside = tmp_path / "out", tmp_path / "outside.pdf"
    folder.mkdir()
    (folder / "00001.pdf").symlink_to(outside)
    batch("附件5", listed, folder, jobs=1)
    assert not outside.exists()
    assert not (folder / "00001.pdf").is_symlink()


def test_the_papers_of_another_list_are_not_touched(listed, tmp_path):
    batch("附件5", listed, tmp_path / "out", jobs=1)
    before = content(tmp_path / "out")
    other = write_list(tmp_path / "别的.jsonl", [data(1)])
    with pytest.raises(InputError, match="另一份名单"):
        batch("附件5", other, tmp_path / "out")
    assert content(tmp_path / "out") == before


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        ({"chunk": 0}, "至少 1 份"),
        ({"chunk": 5, "by": "person"}, "只能用一个"),
        ({"by": "agency"}, "没有 agency"),
        ({"kind": "docx", "chunk": 5}, "不能合订"),
        ({"kind": "odt"}, "没有 odt"),
        ({"jobs": 0}, "至少是 1"),
        ({"name": "{x}"}, "没有 {x}"),
    ],
)
def test_what_cannot_be_done_is_told_before_anything_is(listed, tmp_path, wanted, said):
    with pytest.raises(InputError, match=said):
        batch("附件5", listed, tmp_path / "out", **wanted)
    assert not (tmp_path / "out").exists()


# ------------------------------------------------------------------------------------------- faults


def faulty_list(path):
    records = [data(number) for number in range(1, 12)]
    records[2]["person"]["citizen_id"] = "371000196501150011"  # the check digit is another
    records[5]["years"][0]["paid"]["subtotal"] = "7.77"  # contradicts its parts
    records[8]["person"]["name"] = "\U000e0041"  # no font has it
    return write_list(path, records)


@pytest.mark.parametrize("how", [{}, {"chunk": 4}])
def test_what_is_faulty_stands_aside_and_all_else_is_made(tmp_path, how):
    listed, told = faulty_list(tmp_path / "名单.jsonl"), []
    report = batch("附件5", listed, tmp_path / "out", on_fault=told.append, **how)
    assert (report.records, report.faulty, report.errors) == (11, 3, tmp_path / "out" / ERRORS)
    assert [entry.origin.row for entry in told] == [3, 6, 9]
    papers = sorted((tmp_path / "out").glob("*.pdf"))
    found = [reading.record.years[0].paid.personal for path in papers for reading in hjforms.read(path)]
    assert found == [number for number in range(1, 12) if number not in {3, 6, 9}]
    again = []
    before = content(tmp_path / "out")
    report = batch("附件5", listed, tmp_path / "out", on_fault=again.append, **how)
    assert (report.faulty, report.written) == (3, 0)
    assert [entry.origin for entry in again] == [entry.origin for entry in told]
    assert content(tmp_path / "out") == before


def test_a_corrected_list_needs_no_workbook_of_faults(tmp_path):
    listed = faulty_list(tmp_path / "名单.jsonl")
    batch("附件5", listed, tmp_path / "out", jobs=1)
    assert (tmp_path / "out" / ERRORS).exists()
    write_list(listed, map(data, range(1, 12)))
    report = batch("附件5", listed, tmp_path / "out", jobs=1)
    assert (report.faulty, report.written, report.kept) == (0, 3, 8)
    assert not (tmp_path / "out" / ERRORS).exists()


def test_corrections_in_the_workbook_of_faults_are_not_overwritten(tmp_path):
    listed = faulty_list(tmp_path / "名单.jsonl")
    batch("附件5", listed, tmp_path / "out", jobs=1)
    (tmp_path / "out" / ERRORS).write_bytes(b"corrected")
    with pytest.raises(InputError, match="改动过"):
        batch("附件5", listed, tmp_path / "out", jobs=1)
    assert (tmp_path / "out" / ERRORS).read_bytes() == b"corrected"


def test_with_force_only_what_cannot_be_printed_stands_aside(tmp_path):
    report = batch("附件5", faulty_list(tmp_path / "名单.jsonl"), tmp_path / "out", force=True)
    assert (report.written, report.faulty) == (9, 2)


# ------------------------------------------------------------------------------------------- dossiers


def papers_of_two(folder):
    """A folder of lists of three forms, in which two people have papers."""
    folder.mkdir()
    ids = ("371000196501150018", "371000196501150149")
    forms = ("contact-letter", "refund", "employee-account")
    for place, name in enumerate(forms, 1):
        known = example(f"weihai/shandong/{name}")
        records = []
        for number, citizen_id in enumerate(ids):
            if name == "employee-account" and number == 1:
                continue
            person = {**known.data["person"], "name": f"{SURNAMES[number]}示例", "citizen_id": citizen_id}
            records.append({**known.data, "$form": known.form.id, "person": person})
        write_list(folder / f"{place}.jsonl", records)
    return folder


def test_a_dossier_has_all_papers_of_one_person(tmp_path):
    batch(None, papers_of_two(tmp_path / "papers"), tmp_path / "out", by="person", name="{#}_{person.name}")
    first, second = tmp_path / "out" / "00001_赵示例.pdf", tmp_path / "out" / "00002_钱示例.pdf"
    for path, count in ((first, 3), (second, 2)):
        readings = hjforms.read(path)
        ids = ["shandong/contact-letter", "shandong/refund", "shandong/employee-account"][:count]
        assert [reading.form.id for reading in readings] == ids
        assert {reading.record.person.name for reading in readings} == {path.stem[-3:]}
        reader = pypdf.PdfReader(path)
        titles = [(item.title, reader.get_destination_page_number(item)) for item in reader.outline]
        assert titles == [(hjforms.form(form_id).title, page) for page, form_id in enumerate(ids)]


def test_a_dossier_is_whole_or_not_there(tmp_path):
    folder = papers_of_two(tmp_path / "papers")
    lines = (folder / "2.jsonl").read_text("utf-8").splitlines()
    broken = json.loads(lines[0])
    broken["years"][0]["paid"]["personal"] = "1,x"
    (folder / "2.jsonl").write_text("\n".join([json.dumps(broken), lines[1]]), "utf-8")
    told = []
    report = batch(None, folder, tmp_path / "out", by="person", on_fault=told.append)
    assert (report.written, report.faulty) == (1, 3)
    assert sorted(fault.code for entry in told for fault in entry.faults) == ["incomplete", "incomplete", "money"]
    assert [reading.record.person.name for reading in hjforms.read(tmp_path / "out" / "00002.pdf")] == ["钱示例"] * 2


# ------------------------------------------------------------------------------------------- death


def fatal(job, units):
    """What ``make`` does, but that the process dies on a record of 13 yuan."""
    for unit in units:
        for place, entry in enumerate(unit.entries):
            if '"13.00"' in entry.text and place not in unit.dead:
                os._exit(9)
    return hjforms.batches.work.make(job, units)


@pytest.mark.slow
@pytest.mark.landing
def test_a_record_on_which_a_process_dies_is_found_and_all_else_is_made(listed, tmp_path, monkeypatch):
    monkeypatch.setattr(team, "make", fatal)
    told = []
    report = batch("附件5", listed, tmp_path / "out", chunk=8, jobs=2, on_fault=told.append)
    assert [(entry.origin.row, entry.faults[0].code) for entry in told] == [(13, "worker")]
    assert (report.written, report.records) == (3, 23)
    assert [line["records"] for line in manifest(tmp_path / "out")][:3] == [8, 7, 7]


def failing(*_):
    raise RuntimeError


def test_a_record_on_which_the_program_fails_is_named_and_all_else_is_made(listed, tmp_path, monkeypatch):
    """One record must not stop a list, whatever is wrong with the program."""
    kind = type(REFUND.pdf_renderer.texts)
    pages = kind.pages

    def broken(self, record):
        if record.years[0].paid.personal == 13:
            raise RuntimeError
        return pages(self, record)

    monkeypatch.setattr(kind, "pages", broken)
    told = []
    report = batch("附件5", listed, tmp_path / "out", chunk=8, jobs=1, on_fault=told.append)
    assert [(entry.origin.row, entry.faults[0].code) for entry in told] == [(13, "internal")]
    assert report.written == 3


def test_a_unit_says_what_of_it_is_wanted():
    unit = Unit((1, 2, 3), (7, 8, 9), "x")
    assert unit.only([0, 2]).numbers == (7, 9)
    assert unit.every == {0, 1, 2}
    assert Job.__doc__


BATCH = """
import sys
from hjforms.batches import batch, plan
plan.LEAST = 3
if __name__ == "__main__":
    batch("附件5", sys.argv[1], sys.argv[2], jobs=int(sys.argv[3]), **eval(sys.argv[4]))
"""


def killed_and_run_again(tmp_path, listed, times, jobs, how):
    """Kill runs at random moments; the last one goes through. Every one begins where the folder was left."""
    program = tmp_path / "program.py"
    program.write_text(BATCH, "utf-8")
    command = [sys.executable, program, listed, tmp_path / "killed", str(jobs), repr(how)]
    source = random.Random(13)
    start = time.monotonic()
    subprocess.run([*command[:3], tmp_path / "whole", *command[4:]], check=True)
    taken = time.monotonic() - start
    for _ in range(times):
        process = subprocess.Popen(command, start_new_session=True)
        time.sleep(source.uniform(0.1, 1.1) * taken)
        if source.random() < 0.5:
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()  # only the one that writes: its workers have to end by themselves
        process.wait()
        for path in (tmp_path / "killed").glob("0*"):  # whatever stands there is whole
            assert path.read_bytes() == (tmp_path / "whole" / path.name).read_bytes()
        if (tmp_path / "killed").exists() and source.random() < 0.3:
            for path in (tmp_path / "killed").iterdir():  # begin anew now and then
                path.unlink()
    subprocess.run(command, check=True)
    assert content(tmp_path / "killed") == content(tmp_path / "whole")


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="SIGKILL")
@pytest.mark.parametrize(("jobs", "how"), [*at_landing((1, {"chunk": 2})), (2, {"name": "{person.name}"})])
def test_a_run_that_is_killed_goes_on(tmp_path, listed, jobs, how):
    killed_and_run_again(tmp_path, listed, int(os.environ.get("KILLS", "4")), jobs, how)


# ------------------------------------------------------------------------------------------- the command


def run(*arguments):
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def test_the_command_writes_a_folder_and_says_what_is_wrong(tmp_path):
    listed, folder = faulty_list(tmp_path / "名单.jsonl"), f"{tmp_path}/out/"
    result = run("fill", "附件5", listed, "-o", folder, "--name", "{#}_{person.name}", "--jobs", 1)
    assert result.exit_code == 1
    assert result.stdout == ""
    assert "第3行：person.citizen_id" in result.stderr
    assert "第6行：错误 [years.0.paid.subtotal]" in result.stderr
    assert "11 份，新写 8 个文件" in result.stderr
    assert "有错的 3 份没有写出" in result.stderr
    assert "371000196501150011" not in result.stderr
    write_list(listed, map(data, range(1, 12)))
    result = run("fill", "附件5", listed, "-o", folder, "--name", "{#}_{person.name}")
    assert result.exit_code == 0
    assert "新写 3 个文件，8 个已有的不变" in result.stderr


@pytest.mark.parametrize("option", [("--chunk", 5), ("--by", "person"), ("--name", "x"), ("--jobs", 2)])
def test_options_of_a_folder_are_refused_where_there_is_none(tmp_path, listed, option):
    result = run("fill", "附件5", listed, "-o", tmp_path / "a.pdf", *option)
    assert result.exit_code == 2
    assert f"{option[0]} 用于写到文件夹" in result.stderr


def test_records_as_json_go_into_a_folder_as_before(tmp_path, listed):
    assert run("fill", "附件5", listed, "-o", f"{tmp_path}/out/", "--as", "json").exit_code == 0
    assert len(list((tmp_path / "out").iterdir())) == 23


@pytest.mark.slow
@pytest.mark.landing
def test_ctrl_c_leaves_what_a_next_run_continues(tmp_path):
    listed = write_list(tmp_path / "名单.jsonl", (data(number) for number in range(1, 4000)))
    command = [sys.executable, "-m", "hjforms", "fill", "附件5", listed, "-o", f"{tmp_path}/out/", "--chunk", "100"]
    heard = signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell has its jobs in the background ignore it
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, cwd=ROOT, start_new_session=True)
    signal.signal(signal.SIGINT, heard)
    try:
        for _ in range(1200):
            if list(tmp_path.glob("out/*.pdf")) or process.poll() is not None:
                break
            time.sleep(0.05)
        os.killpg(process.pid, signal.SIGINT)
        _, said = process.communicate(timeout=120)
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    assert process.returncode == 130
    assert "再运行同一命令" in said
    assert "Traceback" not in said
    assert refund_table() is not None
    made = len(list((tmp_path / "out").glob("*.pdf")))
    assert len(manifest(tmp_path / "out")) in {made, made + 1}


def test_processes_that_hand_over_what_they_made_do_not_keep_anybody_waiting():
    processes = team._Team(2)
    waiting = [processes._executor.submit(bytes, 20_000_000) for _ in range(6)]  # more than a pipe holds, for a while
    waiting[0].result()
    closing = threading.Thread(target=processes.close, daemon=True)
    closing.start()
    closing.join(120)
    assert not closing.is_alive()


def test_work_for_which_nobody_waits_is_broken_off_between_two_records():
    seen = []

    def is_over():
        seen.append(1)
        return len(seen) > 3

    job = Job(Wanted.of(REFUND), "pdf", Pattern.of("{#}", REFUND))
    unit = Unit(
        tuple(Entry(REFUND, REFUND.load(data(number)), Origin("a")) for number in range(1, 10)), (*range(9),), "1"
    )
    work.give_up_when(is_over)
    try:
        with pytest.raises(work.BrokenOff):
            work.make(job, [unit])
    finally:
        work.give_up_when(bool)
    assert len(seen) == 4
