"""No value of a person stands in any message, log or traceback, in whatever field it is and however wrong it is."""

import copy
import json
import logging
import traceback
import warnings
from itertools import pairwise

import pytest

import hjforms
from hjforms import calculation
from hjforms.paths import EVERY_ROW, RecordPath
from hjforms.records.base import leaves
from hjforms.wording import LANGUAGES

NAME, NUMBER = "墨隐者子丑寅卯", "908172635"
ID = "371000196501150018"
MARKS = (NAME, NUMBER, ID)
WRONG = (
    NAME,
    NUMBER * 2,
    f"{ID}9",
    f"{NAME}\0",
    f"{NAME}\ue000",
    [NAME],
    {NAME: NUMBER},
    {"unread": [NAME]},
    int(NUMBER * 4),
    0.5,
    True,
)
RIGHT = {"text": NAME, "digits": NUMBER, "citizen-id": ID}
FORMS = {form.id: form for form in hjforms.forms()}


def inside(data, path, value):
    """The data with a value at a path, in the first row of its table."""
    *owners, last = RecordPath(path).general.steps
    changed = copy.deepcopy(data)
    owner = changed
    for step, after in pairwise([*owners, last]):
        if step == EVERY_ROW:
            owner = owner[0]
        elif not owner.get(step):
            owner[step] = [{}] if after == EVERY_ROW else {}
            owner = owner[step]
        else:
            owner = owner[step]
    owner[last] = value
    return changed


def blank(form):
    return json.loads(form.blank("json"))


def told(*errors_and_findings):
    """All that they say: messages in both languages, and what a log shows of an exception."""
    for item in errors_and_findings:
        yield from (item.text(lang) for lang in LANGUAGES)
        for lang in LANGUAGES:
            for fault in getattr(item, "faults", (item,)):
                yield json.dumps({**fault.as_dict(lang), "found": None, "expected": None}, ensure_ascii=False)
        if isinstance(item, Exception):
            yield str(item)
            yield repr(item)
            yield "".join(traceback.format_exception(item))


def caught(action):
    """What an action raises or finds; a test never hides an exception that is not ours."""
    try:
        found = action()
    except hjforms.HjformsError as error:
        return [error]
    return list(found) if isinstance(found, list | tuple) else []


def assert_nothing_personal(items, marks=MARKS, allowed=()):
    for text in told(*items):
        for mark in marks:
            assert mark in allowed or mark not in text, text


@pytest.fixture(autouse=True)
def no_log_tells(caplog):
    caplog.set_level(logging.DEBUG)
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        yield
    for text in [*(record.getMessage() for record in caplog.records), *(str(item.message) for item in warned)]:
        assert not any(mark in text for mark in MARKS), text


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_a_wrong_value_of_any_field_is_not_told(form):
    for path in leaves(form.record_type):
        for value in WRONG:
            errors = caught(lambda: form.load(inside(blank(form), path, value)))  # noqa: B023 - called at once
            assert_nothing_personal(errors)


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_values_in_the_wrong_fields_are_not_told(form):
    """All texts, ids and numbers at once: what rules and comparing say of them."""
    data = blank(form)
    for path, leaf in leaves(form.record_type).items():
        if leaf.kind.name in RIGHT:
            data = inside(data, path, RIGHT[leaf.kind.name])
    errors = caught(lambda: form.load(data))
    assert_nothing_personal(errors)
    for path in {fault.path for error in errors for fault in error.faults}:
        data = inside(data, path, None)
    record = form.complete(form.load(data))
    other = form.load(blank(form))
    assert_nothing_personal(form.check(record))
    assert_nothing_personal(hjforms.compare(record, other))
    assert_nothing_personal(hjforms.compare(other, record))
    pdf, word = caught(lambda: [form.pdf(record)]), caught(lambda: [form.docx(record)])
    assert_nothing_personal(item for item in (*pdf, *word) if isinstance(item, Exception))
    for made in (item for item in (*pdf, *word) if isinstance(item, bytes)):
        assert_nothing_personal(form.read(made).judged())


@pytest.mark.parametrize("name", ["shandong/refund", "national/application"])
@pytest.mark.parametrize("value", [NAME * 60, f"{NAME}\U0001f600"])
def test_what_cannot_be_printed_is_not_told(name, value):
    form = FORMS[name]
    record = form.load(inside(blank(form), "person.name", value))
    found = [*caught(lambda: [form.pdf(record)]), *caught(lambda: [form.docx(record)])]
    errors = [item for item in found if isinstance(item, Exception)]
    assert errors  # Word has fonts of its own
    assert_nothing_personal(errors)


@pytest.mark.parametrize("name", calculation.names())
def test_a_wrong_value_of_any_case_is_not_told(name):
    found = calculation.calculation(name)
    example = json.loads(found.example())
    for path in leaves(found.case_type):
        for value in (NAME, NUMBER * 2, [NAME]):
            assert_nothing_personal(caught(lambda: found.load(inside(example, path, value))))  # noqa: B023


def test_what_is_unread_is_not_told():
    form = FORMS["shandong/refund"]
    record = form.load(inside(inside(blank(form), "person.name", NAME), "person.address", {"unread": NAME}))
    assert_nothing_personal(caught(lambda: form.pdf(record)))
    assert_nothing_personal(form.check(record))
    assert_nothing_personal(hjforms.compare(record, form.load(blank(form))))


def test_a_message_that_tells_a_value_is_found():
    with pytest.raises(AssertionError):
        assert_nothing_personal([hjforms.InputError(f"姓名：{NAME}")])
