"""Papers in formats that LibreOffice converts, read as what they are, and nothing of the machine with them."""

from __future__ import annotations

import http.server
import io
import json
import os
import shutil
import subprocess
import threading
import zipfile
from collections.abc import Iterable
from pathlib import Path

import pytest
from tools.corpus.records import full
from tools.corpus.samples import FONTS, Sample
from tools.corpus.scores import score

from hjforms.api import entries, form, read
from hjforms.reading.file import foreign
from hjforms.template import office
from hjforms.template.word import open_package
from hjforms.unread import Unread
from support import REFUND, ROOT

pytestmark = [
    pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice (soffice) is not installed"),
    pytest.mark.office,
    pytest.mark.slow,
]
EXPORTS = {"doc": "MS Word 97", "rtf": "Rich Text Format", "odt": "writer8", "html": "HTML (StarWriter)"}
FORMS = tuple(form(name) for name in ("national/application", "shandong/refund"))
PAPERS = ("national-refund-1", "shandong-resident-account-3")
SECRET = "机密四七一一"
TEXT = "application/vnd.oasis.opendocument.text"


@pytest.fixture(scope="module")
def saved(tmp_path_factory):
    """Some forms and papers of strangers as LibreOffice saves them in each format; tests/corpus has every form."""
    folder = tmp_path_factory.mktemp("saved")
    sources = []
    for official in FORMS:
        sources.append(folder / f"{official.id.replace('/', '-')}-ours.docx")
        sources[-1].write_bytes(official.docx(full(official), carry=False))
    sources += [ROOT / "tests" / "papers" / f"{name}.docx" for name in PAPERS]
    for ending, filter_ in EXPORTS.items():
        _saved(folder, f"{ending}:{filter_}", sources)
    return folder


def _saved(folder: Path, export: str, sources: list[Path]) -> None:
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", export, "--outdir", folder]
    with_fonts = {**os.environ, "FONTCONFIG_FILE": str(FONTS)}
    subprocess.run([*command, *sources], check=True, capture_output=True, timeout=300, env=with_fonts)


def converted(files: Iterable[tuple[bytes, str]]) -> dict[tuple[bytes, str], bytes]:
    """What ``office.to_docx`` makes of files by their filters; those of one filter by one run, which takes a second."""
    files, made = list(files), {}
    for chosen in {filter_ for _, filter_ in files}:
        together = [data for data, filter_ in files if filter_ == chosen]
        run = office._Run(office.installed(), office.DOCX, office.COMPILING_S, chosen)
        results, said = run.converted([(f"paper{number}", data) for number, data in enumerate(together)])
        assert None not in results, said
        made |= {(data, chosen): result for data, result in zip(together, results, strict=True)}
    return made


@pytest.fixture
def at_once(monkeypatch):
    """Have files converted together before they are read one by one."""

    def prepared(files: Iterable[bytes]) -> None:
        kinds = [(data, foreign.foreign(data)) for data in files]
        made = converted((kind.prepared(data), kind.filter) for data, kind in kinds)
        monkeypatch.setattr(office, "to_docx", lambda data, infilter: made[data, infilter])

    return prepared


def assert_read(folder, at_once, papers):
    """Each file of a folder holds the records of a form that are given with its name."""
    at_once((folder / name).read_bytes() for name in papers)
    for name, (drawn, records) in papers.items():
        found = score(drawn, Sample((folder / name).read_bytes(), records))
        assert (found.reported, found.wrong) == (0, 0), name


@pytest.mark.landing
def test_a_form_is_read_in_every_format(saved, at_once):
    names = {f"{official.id.replace('/', '-')}-ours": (official, (full(official),)) for official in FORMS}
    papers = {f"{name}.{ending}": told for name, told in names.items() for ending in ("doc", "rtf", "odt")}
    assert_read(saved, at_once, papers)


@pytest.mark.landing
@pytest.mark.landing
def test_papers_of_strangers_are_read_as_their_docx(saved, at_once):
    papers = {}
    for name in PAPERS:
        truth = json.loads((ROOT / "tests" / "papers" / f"{name}.json").read_text("utf-8"))
        drawn = form(truth["form"])
        records = tuple(map(drawn.load, truth["records"]))
        papers |= {f"{name}.{ending}": (drawn, records) for ending in EXPORTS}
    assert_read(saved, at_once, papers)


@pytest.mark.landing
def test_it_is_told_that_libreoffice_stood_between(saved, tmp_path):
    source = tmp_path / "清退表.wps"
    shutil.copy(saved / "shandong-refund-ours.doc", source)
    [entry] = entries(source)
    assert entry.record == full(REFUND)
    assert [finding.rule for finding in entry.findings] == ["read.converted"]
    shutil.copy(saved / "shandong-refund-ours.rtf", tmp_path / "清退表.rtf")
    assert [entry.record for entry in entries(tmp_path)] == [full(REFUND)] * 2


# ------------------------------------------------------------------------------------------ what is hidden


def rtf(cell: str) -> bytes:
    """The worked refund as RTF, with something else in the place of the number of the person."""
    return (
        "{\\rtf1\\ansi\\uc0 "
        + _spelled("城乡养老保险重复缴费清退表")
        + "\\par\\trowd\\cellx2000\\cellx5000 "
        + f"\\intbl {_spelled('姓名')}\\cell {_spelled('张示例')}\\cell\\row"
        + f"\\trowd\\cellx2000\\cellx5000 \\intbl {_spelled('个人编号')}\\cell {cell}\\cell\\row"
        + "\\pard\\par}"
    ).encode()


def _spelled(text: str) -> str:
    return "".join(f"\\u{ord(character)} " for character in text)


SEEN = {
    "plain": ("37100000012345", "37100000012345"),
    "hidden": ("{\\v 37100000012345}", None),
    "struck": ("{\\strike 37100000012345}", None),
    "deleted": ("{\\deleted 37100000012345}", None),
    "tiny": ("{\\fs2 37100000012345}", "unread"),
    "a date of today": ('{\\field{\\*\\fldinst DATE \\\\@ "yyyyMMdd"}{\\fldrslt 20200101}}', "unread"),
}


def test_what_is_hidden_stays_hidden(at_once):
    at_once(rtf(cell) for cell, _ in SEEN.values())
    for name, (cell, expected) in SEEN.items():
        [reading] = read(rtf(cell))
        found = reading.record.person.personal_number
        assert reading.record.person.name == "张示例"
        assert isinstance(found, Unread) if expected == "unread" else found == expected, name


# ------------------------------------------------------------------------------------------ what is not followed


@pytest.fixture
def asked():
    """What a server of this machine is asked for, and its address."""
    seen: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            seen.append(self.path)
            self.send_response(404)
            self.end_headers()

        do_HEAD = do_OPTIONS = do_PROPFIND = do_GET  # noqa: N815 - as the library calls them

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield seen, f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def reaching(place: str) -> dict[str, tuple[bytes, str]]:
    """Files that refer to others at a place, each with the filter of its format."""
    frame = '<draw:frame svg:width="9cm" svg:height="9cm">{}</draw:frame>'
    inner = [f'<draw:{name} xlink:href="{place}"/>' for name in ("image", "floating-frame")]
    section = (
        f'<text:section text:name="a"><text:section-source xlink:href="{place}"/><text:p>a</text:p></text:section>'
    )
    web = f'<p>a<img src="{place}"><iframe src="{place}"></iframe><object data="{place}"></object></p>'
    field = f'{{\\rtf1 {{\\field{{\\*\\fldinst INCLUDETEXT "{place}"}}{{\\fldrslt a}}}}}}'
    return {
        "image": (_odt(f"<text:p>{frame.format(inner[0])}</text:p>"), "writer8"),
        "frame": (_odt(f"<text:p>{frame.format(inner[1])}</text:p>"), "writer8"),
        "section": (_odt(section), "writer8"),
        "web": (web.encode(), "HTML (StarWriter)"),
        "rtf": (field.encode(), "Rich Text Format"),
    }


def _odt(body: str) -> bytes:
    names = ("office", "text", "drawing", "svg-compatible")
    spaces = " ".join(
        f'xmlns:{name.partition("-")[0].replace("drawing", "draw")}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in names
    )
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as made:
        made.writestr("mimetype", TEXT)
        made.writestr(
            "content.xml",
            f'<office:document-content {spaces} xmlns:xlink="http://www.w3.org/1999/xlink" office:version="1.2">'
            f"<office:body><office:text>{body}</office:text></office:body></office:document-content>",
        )
        made.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
            f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{TEXT}"/>'
            '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
            "</manifest:manifest>",
        )
    return target.getvalue()


def test_files_of_the_machine_are_not_read_and_nothing_is_asked_of_the_network(tmp_path, asked):
    seen, place = asked
    secret = tmp_path / "secret.html"
    secret.write_text(f"<p>{SECRET}</p>", "utf-8")
    made = converted([*reaching(secret.as_uri()).values(), *reaching(f"{place}/secret.html").values()])
    assert len(made) == 2 * len(reaching(""))
    assert [data for data in made.values() if SECRET.encode() in b"".join(open_package(data).values())] == []
    assert seen == []
