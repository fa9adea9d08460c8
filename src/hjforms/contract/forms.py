"""The tests that hold of every form: template and record agree, reading inverts writing, rules name their law."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any, ClassVar

import pypdf
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from hjforms import api, golden, pack_finder
from hjforms.catalogue import Form
from hjforms.comparison import compare
from hjforms.contract.records import records, sizes
from hjforms.errors import InputError
from hjforms.paths import EVERY_ROW, RecordPath
from hjforms.records.base import Leaf, Record, leaf_at, leaves, part_type
from hjforms.records.kinds import Kind
from hjforms.records.rules import Rule, without
from hjforms.template.layout import Slot
from hjforms.template.lint import lacking, lint
from hjforms.wording import TABLE, Sentence, english, named_in, table_in

LENGTHS = (1, 12, 40, 120, 400)


def _tried(examples: int) -> settings:
    """So many examples, however long each takes."""
    return settings(max_examples=examples, deadline=None, suppress_health_check=list(HealthCheck))


class FormContract:
    """What holds of every form of a pack; of every form there is where ``pack`` is empty.

    ``examples`` is a folder of records that have no fault (``<case>/<form>.json``; without ``pack``
    ``<case>/<pack>/<form>.json``), ``goldens`` one of goldens: paths from the folder of the pack. A test that does not
    suit a pack is replaced in its class.
    """

    pack: ClassVar[str] = ""
    examples: ClassVar[str | Path] = "examples"
    goldens: ClassVar[str | Path] = "golden"

    @classmethod
    def forms(cls) -> tuple[Form, ...]:
        """The forms that are tested. Raises ``InputError`` where there is none."""
        found = tuple(form for form in api.forms() if not cls.pack or form.id.startswith(f"{cls.pack}/"))
        if not found:
            known = [form.id for form in api.forms()]
            raise InputError(Sentence("地区包 {pack} 里没有表。现有：{known}。", pack=cls.pack, known=known))
        return found

    @classmethod
    def folder(cls, name: str | Path) -> Path:
        """A folder of records, as the class names it."""
        from hjforms.pack_finder import folder

        return folder(cls.pack) / name if cls.pack else Path(name)

    def pytest_generate_tests(self, metafunc: pytest.Metafunc) -> None:
        """Run each test with every form, every example, every golden."""
        if "form" in metafunc.fixturenames:
            forms = self.forms()
            metafunc.parametrize("form", forms, ids=[form.id for form in forms])
        if "example" in metafunc.fixturenames:
            paths = sorted(self.folder(self.examples).glob("*/*.json" if self.pack else "*/*/*.json"))
            metafunc.parametrize("example", paths, ids=[f"{path.parent.name}/{path.stem}" for path in paths])
        if "case" in metafunc.fixturenames:
            cases = _goldens(self.folder(self.goldens))
            metafunc.parametrize("case", cases, ids=[case.name for case in cases])

    # ------------------------------------------------------------------------------ there and back

    @_tried(6)
    @given(data=st.data())
    def test_reading_inverts_writing(self, form: Form, data: st.DataObject) -> None:
        record = drawn(form, data)
        for made in outputs(form, record):
            reading = form.read(made)
            assert [str(finding) for finding in compare(record, reading.record)] == []
            assert reading.record == record
            assert reading.findings == ()

    @_tried(2)
    @given(data=st.data())
    def test_reading_inverts_an_editable_pdf(self, form: Form, data: st.DataObject) -> None:
        record = drawn(form, data, most=4)
        outputs(form, record)
        reading = form.read(form.pdf(record, editable=True))
        assert reading.record == record
        assert reading.findings == ()

    @_tried(6)
    @given(data=st.data())
    def test_json_gives_the_record_back(self, form: Form, data: st.DataObject) -> None:
        record = drawn(form, data)
        assert form.load(record.model_dump_json().encode()) == record
        assert form.load(record.model_dump(mode="json")) == record

    @_tried(6)
    @given(data=st.data())
    def test_completing_keeps_what_is_stated_and_settles_at_once(self, form: Form, data: st.DataObject) -> None:
        record = drawn(form, data)
        completed = form.complete(record)
        assert form.complete(completed) == completed
        assert all(finding.expected is None for finding in compare(record, completed))
        form.check(record)

    @pytest.mark.parametrize("length", LENGTHS)
    def test_a_text_of_any_length_is_printed_whole_or_refused(self, form: Form, length: int) -> None:
        """Half a name is a wrong name."""
        record = filled(form, length)
        try:
            made = [form.pdf(record), form.docx(record)]
        except InputError as error:
            faulty = {fault.path for fault in error.faults}
            assert all(_is_text(leaf_at(form.record_type, path)[0]) for path in faulty), error  # noqa: PT017 - or it is printed
            return
        for data in made:
            assert form.read(data).record == record

    @_tried(2)
    @given(data=st.data())
    def test_a_print_run_reads_back_record_by_record(
        self, form: Form, data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
    ) -> None:
        printed = [drawn(form, data, most=2) for _ in range(3)]
        for record in printed:
            outputs(form, record)
        target = tmp_path_factory.mktemp("run") / "run.pdf"
        form.print_run(printed, target)
        assert [reading.record for reading in api.read(target)] == printed

    # ------------------------------------------------------------------------------ the template

    def test_template_and_record_agree(self, form: Form) -> None:
        word = form.word_path.read_bytes()
        assert [str(problem) for problem in lint(word, form.record_type)] == []
        assert form.compiled.layout.fits(form.record_type)

    def test_every_field_has_a_place(self, form: Form) -> None:
        assert lacking(form.word_path.read_bytes(), form.record_type) == ()
        assert form.compiled.layout.lacks(form.record_type) == ()

    def test_slots_lie_on_the_page_and_apart(self, form: Form) -> None:
        layout = form.compiled.layout
        for index, slot in enumerate(layout.slots):
            x0, y0, x1, y1 = slot.box
            assert 0 <= x0 < x1 <= layout.width, slot.path
            assert 0 <= y0 < y1 <= layout.height, slot.path
            assert [other.path for other in layout.slots[:index] if _overlap(slot, other)] == [], slot.path

    def test_the_blank_form_is_fillable_stays_blank_and_reads_as_blank(self, form: Form) -> None:
        blank = form.record_type()
        assert blank.is_blank()
        assert form.complete(blank) == blank
        assert form.read(form.blank("pdf")).record == blank
        assert form.read(form.blank("docx")).record == blank

    def test_a_form_is_told_from_every_other_even_from_one_with_its_title(self, form: Form) -> None:
        for blank in (form.blank("docx"), form.blank("pdf"), _saved_again(form.pdf(form.record_type()))):
            assert [reading.form.id for reading in api.read(blank)] == [form.id]

    def test_output_is_the_same_twice(self, form: Form) -> None:
        record = form.record_type()
        assert (form.pdf(record), form.docx(record)) == (form.pdf(record), form.docx(record))
        assert form.pdf(record, editable=True) == form.pdf(record, editable=True)

    def test_an_own_template_is_used_for_writing_and_reading(self, form: Form, tmp_path: Path) -> None:
        word, blank = tmp_path / "own.docx", form.record_type()
        word.write_bytes(form.word_path.read_bytes())
        word.with_suffix(".pdf").write_bytes(form.pdf_path.read_bytes())
        own = form.with_template(word)
        assert own.pdf(blank) == form.pdf(blank)
        assert own.read(own.docx(blank)).record == blank

    # ------------------------------------------------------------------------------ rules and schema

    def test_every_rule_has_its_law_and_names_fields_that_exist(self, form: Form) -> None:
        known = leaves(form.record_type)
        for rule in form.rules:
            assert rule.article, rule.id
            assert rule.formula, rule.id
            named = [*rule.targets, *(rule.inputs if isinstance(rule, Rule) else ())]
            assert [path for path in named if RecordPath(path).general not in known] == [], rule.id

    def test_what_its_rules_say_is_said_in_english_where_the_pack_has_a_table(self, form: Form) -> None:
        """``english.toml`` in the folder of a pack: whole, and with the parameters of the Chinese sentences."""
        folder = pack_finder.folder(form.id.partition("/")[0])
        if not (folder / TABLE).is_file():
            pytest.skip("the pack says nothing in English of its own")
        own = table_in(folder)
        assert [template for template, told in own.items() if named_in(template) != named_in(told)] == []
        said = (text for rule in form.rules for text in (rule.formula, getattr(rule, "excuse", "")))
        templates = {text.template if isinstance(text, Sentence) else text for text in said}
        assert [text for text in templates if not text.isascii() and text not in english()] == []

    def test_the_json_schema_describes_what_is_written(self, form: Form) -> None:
        schema = form.record_type.model_json_schema()
        assert schema["title"]
        assert schema["additionalProperties"] is False
        json.dumps(form.schema())

    # ------------------------------------------------------------------------------ examples and goldens

    def test_examples_are_without_a_fault(self, example: Path) -> None:
        form = api.form(f"{self.pack or example.parent.name}/{example.stem}")
        stated = form.load(example)
        record = form.complete(stated)
        assert form.check(stated) == form.check(record) == []
        for made in (form.pdf(record), form.pdf(record, editable=True), form.docx(record)):
            assert form.complete(form.read(made).record) == record

    def test_goldens_are_as_they_were(self, case: golden.Case, tmp_path: Path) -> None:
        found = golden.check(case, tmp_path)
        assert [f"{item.file}: {item.told}" for item in found] == []


def drawn(form: Form, data: st.DataObject, most: int | None = None) -> Any:
    """A record of what the page of a form has places for, with one of the first ``most`` numbers of rows."""
    record = data.draw(records(form.record_type, sizes(form)[:most]))
    missing = [path for path in form.compiled.layout.lacks(form.record_type) if path in leaves(form.record_type)]
    return without(record, missing) if missing else record


def outputs(form: Form, record: Any) -> list[bytes]:
    """The PDF and the Word file of a record that was drawn."""
    try:
        return [form.pdf(record), form.docx(record)]
    except InputError as error:
        assume("太长" not in str(error))  # a cell too small for what was drawn: refused, which is right
        raise


def filled(form: Form, length: int) -> Any:
    """A record in which every text that has a place is so long; a table has one row."""
    lacks = form.compiled.layout.lacks(form.record_type)
    return _filled(
        form.record_type,
        RecordPath(),
        {path for path, leaf in leaves(form.record_type).items() if _is_text(leaf)} - {*lacks},
        length,
    )


def _filled(record_type: type[Record], owner: RecordPath, paths: set[str], length: int) -> Any:
    fields: dict[str, Any] = {}
    for name, info in record_type.model_fields.items():
        path = owner / name
        if any(isinstance(item, Kind) for item in info.metadata):
            fields[name] = ("社会保险" * length)[:length] if path in paths else None
            continue
        inner, repeated = part_type(info.annotation)
        part = _filled(inner, path / EVERY_ROW if repeated else path, paths, length)
        fields[name] = tuple(row for row in (part,) if not row.is_blank()) if repeated else part
    return record_type(**fields)


def _is_text(leaf: Leaf | None) -> bool:
    return leaf is not None and leaf.kind.name == "text"


def _overlap(one: Slot, other: Slot) -> bool:
    (x0, y0, x1, y1), (u0, v0, u1, v1) = one.box, other.box
    return x0 < u1 and u0 < x1 and y0 < v1 and v0 < y1


def _saved_again(data: bytes) -> bytes:
    """A PDF as another program saves it."""
    target = io.BytesIO()
    pypdf.PdfWriter(clone_from=io.BytesIO(data)).write(target)
    return target.getvalue()


def _goldens(folder: Path) -> list[golden.Case]:
    return golden.cases(folder) if folder.is_dir() else []
