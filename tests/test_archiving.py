"""Archive packages: what was packed is verified, whatever else stands there is told, and nothing leads out of them."""

import io
import json
import shutil
import struct
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import hjforms
from hjforms.archiving import package
from hjforms.archiving.packing import Contents, write_zip
from hjforms.errors import DependencyMissing, DocumentError, HjformsError, InputError
from support import REFUND, ROOT, documents, entered, table_of, worked

KEY, OTHER = b"the key of the office, 32 bytes!", b"the key of some other, 32 bytes!"


def complete(form):
    path = next(ROOT.glob(f"examples/*/{form.id}.json"))
    return form.complete(form.load(path))


def packed(*, ofd=False, key=None, form=REFUND, record=None):
    made = Contents(ofd=ofd, key=key)
    made.add(form, record or complete(form))
    made.add_received(b"%PDF-1.4 what came back")
    made.add_history({"case": {"number": 1}, "journal": []})
    return made


@pytest.fixture(scope="module")
def made():
    """The bytes of a package with and without a key."""
    return {key: packed(ofd=True, key=key).zipped() for key in (None, KEY)}


def at(tmp_path, data, name="x.zip"):
    path = tmp_path / name
    path.write_bytes(data)
    return path


def codes(verdict):
    return sorted(fault.code for fault in verdict.faults), sorted(note.code for note in verdict.notes)


# ------------------------------------------------------------------------------------------- well


@pytest.mark.parametrize("form", hjforms.forms(), ids=lambda form: form.id)
def test_what_was_packed_is_sound_for_every_form(tmp_path, form):
    target = tmp_path / "x.zip"
    assert hjforms.archive(entered(complete(form), form=form), target, ofd=True, key=KEY) == 1
    for key in (None, KEY):
        verdict = hjforms.verify_archive(target, key=key)
        assert (verdict.is_sound, codes(verdict), verdict.papers, verdict.files) == (True, ([], []), 2, 3)
    with zipfile.ZipFile(target) as file:
        [name] = [name for name in file.namelist() if name.endswith(".json") and name.startswith("records/")]
        assert form.load(file.read(name)) == complete(form)


@documents
@given(st.integers(1, 70), st.booleans(), st.sampled_from([None, KEY]))
def test_any_record_is_sound_in_its_package(count, ofd, key):
    made = packed(ofd=ofd, key=key, record=table_of(count))
    with_files(made.files(), lambda path: check_sound(path, key))


def check_sound(path, key):
    assert codes(hjforms.verify_archive(path, key=key)) == ([], [])


def with_files(files, do):
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x.zip"
        with path.open("wb") as target:
            write_zip(files, target.write)
        return do(path)


def test_a_folder_has_the_same_files_as_a_zip(tmp_path, made):
    packed(ofd=True).write(f"{tmp_path}/all/")
    with zipfile.ZipFile(io.BytesIO(made[None])) as file:
        assert {name: file.read(name) for name in file.namelist()} == {
            path.relative_to(tmp_path / "all").as_posix(): path.read_bytes()
            for path in (tmp_path / "all").rglob("*")
            if path.is_file()
        }
    assert codes(hjforms.verify_archive(tmp_path / "all")) == ([], [])
    assert not list(tmp_path.glob(".hjforms-*"))


def test_the_same_contents_are_the_same_bytes(made):
    assert packed(ofd=True).zipped() == made[None]
    assert packed(ofd=True, key=KEY).zipped() == made[KEY]
    assert made[None] != made[KEY]


def test_digests_are_those_of_any_program(made):
    with zipfile.ZipFile(io.BytesIO(made[None])) as file:
        listed = json.loads(file.read("manifest.json"))["files"]
        assert {item["name"] for item in listed} | {"manifest.json", "manifest.sum"} == set(file.namelist())
        for item in listed:
            data = file.read(item["name"])
            import hashlib

            from cryptography.hazmat.primitives import hashes

            other = hashes.Hash(hashes.SM3())
            other.update(data)
            assert item["size"] == len(data)
            assert item["sha256"] == hashlib.sha256(data).hexdigest()
            assert item["sm3"] == other.finalize().hex()


def test_sm3_is_that_of_the_standard():
    """GB/T 32905-2016, annex A."""
    digest = package.sm3()
    digest.update(b"abc")
    assert digest.hexdigest() == "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"


def test_sm3_comes_from_cryptography_where_openssl_has_none(monkeypatch):
    pytest.importorskip("cryptography")

    def none(name):
        raise ValueError(name)

    monkeypatch.setattr(package.hashlib, "new", none)
    test_sm3_is_that_of_the_standard()


def test_without_sm3_nothing_is_packed_and_what_is_verified_says_so(tmp_path, made, monkeypatch):
    def none():
        raise DependencyMissing(package.NO_SM3)

    monkeypatch.setattr(package, "sm3", none)
    with pytest.raises(DependencyMissing, match="SM3"):
        packed()
    assert codes(hjforms.verify_archive(at(tmp_path, made[None]))) == ([], ["archive.sm3"])


# ------------------------------------------------------------------------------------------- told


@settings(documents, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data(), key=st.sampled_from([None, KEY]))
def test_any_single_byte_that_is_changed_is_told(tmp_path_factory, made, data, key):
    whole = made[key]
    place = data.draw(st.integers(0, len(whole) - 1))
    byte = data.draw(st.integers(0, 255).filter(lambda value: value != whole[place]))
    path = tmp_path_factory.mktemp("one") / "x.zip"
    path.write_bytes(whole[:place] + bytes([byte]) + whole[place + 1 :])
    try:
        verdict = hjforms.verify_archive(path, key=key)
    except (DocumentError, InputError):
        return
    assert verdict.faults or verdict.notes


@settings(documents, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_in_a_folder_any_byte_of_any_file_is_told(tmp_path_factory, made, data):
    folder = tmp_path_factory.mktemp("one")
    with zipfile.ZipFile(io.BytesIO(made[None])) as file:
        file.extractall(folder)
        name = data.draw(st.sampled_from(file.namelist()))
    whole = (folder / name).read_bytes()
    place = data.draw(st.integers(0, len(whole) - 1))
    (folder / name).write_bytes(
        whole[:place] + bytes([whole[place] ^ data.draw(st.integers(1, 255))]) + whole[place + 1 :]
    )
    try:
        told = [str(fault) for fault in hjforms.verify_archive(folder).faults]
    except DocumentError as error:
        told = [str(error)]
    assert any(name in line for line in told)


def unpacked(tmp_path, data):
    folder = tmp_path / "in"
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        file.extractall(folder)
    return folder


def test_every_file_that_is_missing_changed_or_more_is_named(tmp_path, made):
    folder = unpacked(tmp_path, made[None])
    (folder / "received/01.pdf").unlink()
    (folder / "history.json").write_bytes(b"{}")
    (folder / "papers/99.pdf").write_bytes(b"%PDF-")
    verdict = hjforms.verify_archive(folder)
    assert [(fault.code, str(fault.message)) for fault in verdict.faults] == [
        ("archive.missing", "received/01.pdf：清单里有，包里没有。"),
        ("archive.changed", "history.json：与清单不符，归档以后改动过或已损坏。"),
        ("archive.unlisted", "papers/99.pdf：包里有，清单里没有。"),
    ]
    assert not verdict.is_sound


def sealed_anew(files, tag=""):
    """The files of a package, whose manifest somebody has made anew: anybody can."""
    listed = package.load(files[package.MANIFEST])
    for name, item in listed.items():
        listed[name] = package.Listed.of(name, files[name], item.record)
    manifest = package.dump(listed)
    return {**files, package.MANIFEST: manifest, package.SUM: package.dump_sums(package.sums(manifest, tag))}


def test_a_paper_that_says_something_else_than_its_record_is_told(tmp_path):
    files = packed().files()
    other = worked().model_copy(update={"refund_total_capital": "壹佰元整"})
    paper = "papers/01-shandong-refund.pdf"
    changed = sealed_anew({**files, paper: REFUND.pdf(other, archive=True)})
    verdict = with_files(changed, hjforms.verify_archive)
    assert codes(verdict) == (["archive.paper"], [])
    assert paper in str(verdict.faults[0])
    verdict = with_files(sealed_anew({**files, paper: b"%PDF-1.7 no paper"}), hjforms.verify_archive)
    assert codes(verdict) == (["archive.paper"], [])


def test_a_record_that_is_none_is_told(tmp_path):
    for data in (b"{}", b"[1]", b'{"$form": "no/form"}', b'{"$form": "shandong/refund", "more": 1}', b"\xff"):
        files = sealed_anew({**packed().files(), "records/01-shandong-refund.json": data})
        assert codes(with_files(files, hjforms.verify_archive)) == (["archive.record"], [])


def test_a_key_tells_what_the_office_made(tmp_path, made):
    ours, bare = at(tmp_path, made[KEY]), at(tmp_path, made[None], "bare.zip")
    assert codes(hjforms.verify_archive(ours, key=KEY)) == ([], [])
    assert codes(hjforms.verify_archive(ours, key=OTHER)) == (["archive.key"], [])
    assert codes(hjforms.verify_archive(bare, key=KEY)) == (["archive.key"], [])
    files = packed(key=KEY).files()
    tag = package.load_sums(files[package.SUM])[package.HMAC]
    changed = sealed_anew({**files, package.HISTORY: b"{}\n"}, tag)
    assert codes(with_files(changed, hjforms.verify_archive)) == ([], [])  # who makes the manifest anew is not told
    assert codes(with_files(changed, lambda path: hjforms.verify_archive(path, key=KEY))) == (["archive.key"], [])


def test_files_that_were_packed_again_are_sound_and_that_is_told(tmp_path, made):
    folder = unpacked(tmp_path, made[None])
    path = shutil.make_archive(str(tmp_path / "again"), "zip", folder)
    assert codes(hjforms.verify_archive(path)) == ([], ["archive.repacked"])
    longer = at(tmp_path, made[None] + b"x", "longer.zip")
    assert codes(hjforms.verify_archive(longer))[1] == ["archive.repacked"]


# ------------------------------------------------------------------------------------------ hostile


def zipped(*entries, compression=zipfile.ZIP_STORED, attributes=0):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", compression) as file:
        for name, data in entries:
            info = zipfile.ZipInfo(name)
            info.filename = name
            info.compress_type = compression
            info.external_attr = attributes
            file.writestr(info, data)
    return target.getvalue()


HARMFUL = [
    "../x",
    "/x",
    "a/../../x",
    "C:/x",
    "c:x",
    "a\\b",
    "..",
    "a//b",
    "./a",
    "a/.",
    "con",
    "NUL.txt",
    "a.",
    "a ",
    "a\nb",
]


@pytest.mark.parametrize("name", HARMFUL)
def test_names_that_lead_elsewhere_are_refused(tmp_path, made, name):
    data = zipped(("manifest.json", b"{}"), (name, b"x"))
    with pytest.raises(DocumentError, match="文件名"):
        hjforms.verify_archive(at(tmp_path, data))
    assert {path.name for path in tmp_path.iterdir()} == {"x.zip"}


@pytest.mark.parametrize("names", [("a", "a"), ("a", "A"), ("records/a", "RECORDS/a"), ("e\u0301", "\u00e9")])
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_names_that_are_one_on_some_system_are_refused(tmp_path, names):
    data = zipped(*((name, b"x") for name in names))
    with pytest.raises(DocumentError, match="同名"):
        hjforms.verify_archive(at(tmp_path, data))


def test_a_link_is_refused(tmp_path):
    with pytest.raises(DocumentError, match="链接"):
        hjforms.verify_archive(at(tmp_path, zipped(("a", b"/etc/passwd"), attributes=0o120777 << 16)))
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "manifest.json").symlink_to(at(tmp_path, b"{}", "elsewhere"))
    with pytest.raises(DocumentError, match="链接"):
        hjforms.verify_archive(folder)


def test_a_bomb_is_refused(tmp_path):
    data = zipped(("manifest.json", bytes(64 * 2**20)), compression=zipfile.ZIP_DEFLATED)
    with pytest.raises(DocumentError, match="大得不合常理"):
        hjforms.verify_archive(at(tmp_path, data))
    with pytest.raises(DocumentError, match="大得不合常理"):
        hjforms.verify_archive(at(tmp_path, zipped(*((str(number), b"") for number in range(package.MOST_FILES + 3)))))


def test_a_bomb_that_lies_about_its_size_is_told(tmp_path):
    data = bytearray(zipped(("manifest.json", bytes(4 * 2**20)), compression=zipfile.ZIP_DEFLATED))
    for mark, place in ((b"PK\3\4", 22), (b"PK\1\2", 24)):
        start = data.index(mark)
        data[start + place : start + place + 4] = struct.pack("<I", 10)
    with pytest.raises(DocumentError):
        hjforms.verify_archive(at(tmp_path, bytes(data)))


@pytest.mark.parametrize("data", [b"", b"PK", b"%PDF-1.7", b"PK\3\4" + bytes(100), b"PK\5\6" + bytes(18)], ids=range(5))
def test_what_is_no_package_is_refused(tmp_path, data):
    with pytest.raises(DocumentError):
        hjforms.verify_archive(at(tmp_path, data))


MANIFESTS = [
    b"",
    b"[]",
    b"{}",
    b'{"hjforms-archive":2,"files":[]}',
    b'{"hjforms-archive":1,"files":[{"name":"../x","size":1,"sha256":"0","sm3":"0"}]}',
    b'{"hjforms-archive":1,"files":' + b"[" * 100_000,
    b'{"hjforms-archive":1,"files":[1]}',
]


@pytest.mark.parametrize("manifest", MANIFESTS, ids=range(len(MANIFESTS)))
def test_a_manifest_that_is_none_is_refused(tmp_path, manifest):
    with pytest.raises(DocumentError, match="manifest"):
        hjforms.verify_archive(at(tmp_path, zipped(("manifest.json", manifest))))


@pytest.mark.parametrize("name", ["../x.json", "/x", "MANIFEST.json", "manifest.sum", "manifest.json", "a/b/c"])
def test_a_manifest_names_no_other_place(name):
    listed = package.Listed.of(name, b"x")
    with pytest.raises(package.NoManifestError):
        package.load(package.dump({name: listed}))


def test_a_place_that_is_not_there_is_told(tmp_path):
    with pytest.raises(InputError, match="打不开"):
        hjforms.verify_archive(tmp_path / "no.zip")


# ------------------------------------------------------------------------------------------ packing


def test_nothing_and_several_people_are_refused(tmp_path):
    target = tmp_path / "x.zip"
    with pytest.raises(InputError, match="没有记录"):
        hjforms.archive([], target)
    other = worked().model_copy(
        update={"person": worked().person.model_copy(update={"citizen_id": "371000196501150034"})}
    )
    with pytest.raises(InputError, match="几个人"):
        hjforms.archive(entered(worked(), other), target)
    assert not target.exists()


def test_a_record_that_cannot_be_printed_leaves_nothing_behind(tmp_path):
    record = worked().model_copy(update={"refund_total_capital": "字" * 500})
    with pytest.raises(HjformsError):
        hjforms.archive(entered(record), tmp_path / "x.zip")
    with pytest.raises(HjformsError):
        hjforms.archive(entered(record), f"{tmp_path}/x/")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_with_something_in_it_is_left_alone(tmp_path):
    (tmp_path / "x").mkdir()
    (tmp_path / "x" / "mine").write_bytes(b"mine")
    with pytest.raises(InputError, match="已经有东西"):
        packed().write(f"{tmp_path}/x/")
    assert [path.name for path in (tmp_path / "x").iterdir()] == ["mine"]


def test_what_came_back_is_there_as_it_came(tmp_path):
    came = [b"%PDF-1.4 a", REFUND.docx(worked()), REFUND.ofd(worked()), b"\xff\xd8\xff photo", b"anything"]
    target = tmp_path / "x.zip"
    hjforms.archive(entered(worked()), target, received=came, history={"a": "事情"})
    with zipfile.ZipFile(target) as file:
        names = [name for name in file.namelist() if name.startswith("received/")]
        assert names == ["received/01.pdf", "received/02.docx", "received/03.ofd", "received/04.jpg", "received/05.bin"]
        assert [file.read(name) for name in names] == came
        assert json.loads(file.read("history.json")) == {"a": "事情"}
        assert {info.date_time for info in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert codes(hjforms.verify_archive(target)) == ([], [])
