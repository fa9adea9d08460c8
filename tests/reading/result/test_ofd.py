"""OFD files of others: read as they are seen, whatever program wrote them; and hostile ones are refused."""

from __future__ import annotations

import io
import random
import re
import zipfile

import pytest

import hjforms
from hjforms.errors import DocumentError
from support import REFUND, ROOT, certain, worked

PAGE = "Doc_0/Pages/Page_0/Content.xml"
EXAMPLES = {f"{path.parent.name}/{path.stem}": path for path in sorted((ROOT / "examples").glob("*/*/*.json"))}


def parts_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def saved(parts: dict[str, bytes]) -> bytes:
    """The package as another program saves it."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in sorted(parts.items()):
            package.writestr(name, data)
    return target.getvalue()


def changed(change, *, carry: bool = False, name: str = PAGE) -> bytes:
    """Our file of the worked record, with a part of it rewritten."""
    parts = parts_of(REFUND.ofd(worked(), carry=carry))
    parts[name] = change(parts[name].decode()).encode()
    return saved(parts)


@pytest.mark.parametrize("form", hjforms.forms(), ids=lambda form: form.id)
def test_files_that_another_program_saved_are_read(form):
    record = form.complete(form.load(EXAMPLES[form.id]))
    reading = form.read(saved(parts_of(form.ofd(record, carry=False))))
    assert reading.record == record
    assert {field.method for field in reading.fields.values()} == {"chars"}


def in_steps(page: str) -> str:
    """Steps that are all alike are told once."""

    def told(found: re.Match[str]) -> str:
        steps = found[1].split()
        return f'DeltaX="g {len(steps)} {steps[0]}"' if len(set(steps)) == 1 else found[0]

    return re.sub(r'DeltaX="([^"]*)"', told, page)


def by_glyphs(page: str) -> str:
    """Texts of figures name their glyphs: in our font the n-th character of ASCII has the n-th."""

    def told(found: re.Match[str]) -> str:
        glyphs, count = " ".join(str(ord(char) - 31) for char in found[2]), len(found[2])
        return (
            f'<ofd:CGTransform CodePosition="0" CodeCount="{count}" GlyphCount="{count}"><ofd:Glyphs>{glyphs}'
            f"</ofd:Glyphs></ofd:CGTransform><ofd:TextCode{found[1]}>{found[2]}</ofd:TextCode>"
        )

    return re.sub(r"<ofd:TextCode([^>]*)>([0-9.]+)</ofd:TextCode>", told, page)


def doubled(page: str) -> str:
    """Everything of a text is half as large, and a matrix makes it twice as large."""

    def halved(found: re.Match[str]) -> str:
        return f'{found[1]}="{" ".join(f"{float(value) / 2:.5f}" for value in found[2].split())}"'

    page = page.replace(' Size="', ' CTM="2 0 0 2 0 0" Size="')
    return re.sub(r'(?<![a-z])(Size|X|Y|DeltaX)="([^"]*)"', halved, page)


SPELLINGS = {
    "steps told once": in_steps,
    "glyphs named": by_glyphs,
    "another prefix": lambda page: page.replace("ofd:", "o:").replace("xmlns:ofd", "xmlns:o"),
    "no prefix": lambda page: page.replace("ofd:", "").replace("xmlns:ofd", "xmlns"),
    "indented": lambda page: page.replace("><ofd:TextCode", ">\n  <ofd:TextCode").replace(
        "><ofd:TextObject", ">\n <ofd:TextObject"
    ),
    "in blocks": lambda page: re.sub(
        r"(<ofd:TextObject.*?</ofd:TextObject>)", r'<ofd:PageBlock ID="9">\1</ofd:PageBlock>', page
    ),
    "a matrix of its own": doubled,
    "black told": lambda page: page.replace("<ofd:TextCode", '<ofd:FillColor Value="0 0 0"/><ofd:TextCode'),
}


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_other_writers_spell_pages_in_other_ways(spelling):
    data = changed(SPELLINGS[spelling])
    assert certain(REFUND.read(data)) == worked()


def test_fonts_that_a_file_does_not_bring_are_those_of_the_reader():
    data = changed(lambda text: re.sub(r"<ofd:FontFile>.*?</ofd:FontFile>", "", text), name="Doc_0/PublicRes.xml")
    assert certain(REFUND.read(data)) == worked()


def with_value(page: str, value: str, change) -> str:
    """A page with the text object of a value changed."""
    objects = re.findall(r"<ofd:TextObject.*?</ofd:TextObject>", page)
    (found,) = [item for item in objects if f">{value}</ofd:TextCode>" in item]
    return page.replace(found, change(found))


HIDDEN = {
    "invisible": lambda item: item.replace("<ofd:TextObject", '<ofd:TextObject Visible="false"'),
    "without ink": lambda item: item.replace("<ofd:TextObject", '<ofd:TextObject Alpha="0"'),
    "white": lambda item: item.replace("<ofd:TextCode", '<ofd:FillColor Value="255 255 255"/><ofd:TextCode'),
    "cut off": lambda item: item.replace(
        "<ofd:TextCode",
        '<ofd:Clips><ofd:Clip><ofd:Area><ofd:Path Boundary="0 0 1 1"><ofd:AbbreviatedData>M 0 0 L 0.1 0 L 0.1 0.1 C'
        "</ofd:AbbreviatedData></ofd:Path></ofd:Area></ofd:Clip></ofd:Clips><ofd:TextCode",
        1,
    ),
}


@pytest.mark.parametrize("how", HIDDEN)
def test_what_is_not_seen_is_not_read(how):
    reading = REFUND.read(changed(lambda page: with_value(page, "张示例", HIDDEN[how])))
    name = reading.record.person.name
    assert name is None or (isinstance(name, hjforms.Unread) and certain(reading).person.name is None)


def test_a_change_is_told_by_the_record_that_the_file_carries():
    data = changed(lambda page: with_value(page, "张示例", lambda item: item.replace("张示例", "张二例")), carry=True)
    reading = REFUND.read(data)
    assert reading.record.person.name != "张示例"
    assert [finding for finding in reading.findings if finding.path == "person.name"]


def test_a_paper_of_another_office_is_read_by_its_labels():
    def moved(page: str) -> str:
        place = r'Boundary="([\d.]+) ([\d.]+)'
        return re.sub(place, lambda at: f'Boundary="{float(at[1]) + 2} {float(at[2]) + 3}', page)

    parts = parts_of(REFUND.ofd(worked(), carry=False))
    for name in (PAGE, "Doc_0/Tpls/Tpl_0/Content.xml"):
        parts[name] = moved(parts[name].decode()).encode()
    assert certain(REFUND.read(saved(parts))) == worked()


def nested(depth: int) -> str:
    inner = "<ofd:PageBlock>" * depth + "</ofd:PageBlock>" * depth
    page = f"<ofd:Content><ofd:Layer>{inner}</ofd:Layer></ofd:Content>"
    return f'<ofd:Page xmlns:ofd="http://www.ofdspec.org/2016">{page}</ofd:Page>'


HOSTILE = {
    "entities": lambda page: page.replace("<ofd:Page ", '<!DOCTYPE x [<!ENTITY a "aaaa">]><ofd:Page '),
    "nested": lambda _: nested(200),
    "far away": lambda page: page.replace('Size="', 'Size="1e99'),
    "endless steps": lambda page: re.sub(r'DeltaX="[^"]*"', 'DeltaX="g 9999999 1"', page),
    "no XML": lambda page: page[: len(page) // 2],
    "paths of nothing": lambda page: page.replace(
        "</ofd:Layer>",
        '<ofd:PathObject Boundary="0 0 1 1"><ofd:AbbreviatedData>M 1 X</ofd:AbbreviatedData></ofd:PathObject>'
        "</ofd:Layer>",
    ),
}


@pytest.mark.parametrize("how", HOSTILE)
def test_what_no_writer_writes_is_refused(how):
    with pytest.raises(DocumentError):
        hjforms.read(changed(HOSTILE[how]))


def test_a_package_that_unpacks_without_end_is_refused():
    parts = parts_of(REFUND.ofd(worked()))
    with pytest.raises(DocumentError, match="OFD"):
        hjforms.read(saved(parts | {"Doc_0/Res/large.bin": bytes(80 * 2**20)}))


@pytest.mark.parametrize("missing", ["Doc_0/Document.xml", PAGE, "Doc_0/Tpls/Tpl_0/Content.xml"])
def test_a_package_without_a_part_is_refused(missing):
    parts = parts_of(REFUND.ofd(worked()))
    del parts[missing]
    with pytest.raises(DocumentError):
        hjforms.read(saved(parts))


def test_damaged_files_are_read_or_refused_and_nothing_else():
    data, chance = REFUND.ofd(worked()), random.Random(7)
    for _ in range(60):
        damaged = bytearray(data)
        for _ in range(chance.randint(1, 5)):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        try:
            hjforms.read(bytes(damaged[: chance.choice([len(damaged), chance.randrange(len(damaged))])]))
        except DocumentError:
            continue


def test_damaged_fonts_stop_nothing():
    parts = parts_of(REFUND.ofd(worked(), carry=False))
    for name in [name for name in parts if name.endswith(".ttf")]:
        parts[name] = b"\0\1\0\0" + parts[name][40:]
    assert certain(REFUND.read(saved(parts))) == worked()
