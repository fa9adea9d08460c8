"""What every calculation keeps: examples that run, cases worked out by hand, derivations that are right."""

from __future__ import annotations

import datetime as dt
import json
import re
import tomllib
from calendar import monthrange
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from math import ceil

import pytest
from jsonschema import Draft202012Validator

import hjforms
from hjforms.calculation import calculation, names
from hjforms.errors import InputError
from hjforms.law import parameters
from hjforms.law.steps import RATE, YUAN, Step, figures
from hjforms.notations.year_month import YearMonth
from support import ROOT

FOLDER = ROOT / "tests" / "calculations"
CASES = sorted(FOLDER.glob("*/*.toml"))
every_calculation = pytest.mark.parametrize("name", names())
every_case = pytest.mark.parametrize("path", CASES, ids=lambda path: f"{path.parent.name}/{path.stem}")
PYTHON = str.maketrans({"＋": "+", "－": "-", "×": "*", "÷": "/", "（": "(", "）": ")", "，": ",", "％": "%"})
TERM = r"([＋－]?)(?:\{(\d)\}|(\d+))(?:（月）)?"
SUM = re.compile(r"(?:[0-9.+\-*/(), ]|min|max)+")


def case_of(path):
    """A case: its input, or a shipped ``example`` with the input laid over it."""
    case = tomllib.loads(path.read_text("utf-8"))
    example = json.loads((ROOT / case["example"]).read_text("utf-8")) if "example" in case else {}
    return laid_over(example, case.get("input", {}))


def outcome_of(path):
    return hjforms.calculate(path.parent.name, case_of(path))


def laid_over(below, above):
    if not isinstance(below, dict) or not isinstance(above, dict):
        return above
    return below | {key: laid_over(below.get(key), value) for key, value in above.items()}


def every_step(outcome):
    def below(step):
        yield step
        for part in step.inputs:
            yield from below(part)

    for step in outcome.figures.values():
        yield from below(step)


def arithmetic(step: Step):
    """The exact result of a formula that is plain arithmetic, ``None`` for one in words."""
    text = figures(step).translate(PYTHON).replace("取小", "min").replace("取大", "max")
    text = re.sub(r"(-?[0-9.]+)%", r"(\1/100)", text)
    if not step.formula or not SUM.fullmatch(text):
        return None
    exact = re.sub(r"[0-9]+(?:\.[0-9]+)?", lambda match: f"Fraction('{match[0]}')", text)
    return eval(exact, {"Fraction": Fraction, "min": min, "max": max})


def in_time(step: Step):
    """The month or day that a formula with months (月) comes to, ``None`` for any other formula."""
    later = re.fullmatch("取晚（(.+)）", step.formula)
    terms = [re.findall(TERM, part) for part in (later[1] if later else step.formula).split("，")]
    if not (later or "（月）" in step.formula) or not all(terms):
        return None
    return max(moved(term, step.inputs) for term in terms)


def moved(terms, inputs):
    """The month or day of the first term, moved by the months of the others."""
    values = [
        (-1 if sign == "－" else 1, inputs[int(index)].value if index else int(number)) for sign, index, number in terms
    ]
    (_, start), *moves = values
    months = sum(sign * number for sign, number in moves)
    if isinstance(start, YearMonth):
        return YearMonth.from_index(start.index + months)
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return dt.date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


def rounded(value: Fraction) -> Decimal:
    return (Decimal(value.numerator) / Decimal(value.denominator)).quantize(Decimal("0.01"), ROUND_HALF_UP)


@every_case
def test_a_case_gives_the_figures_that_were_worked_out_by_hand(path):
    case = tomllib.loads(path.read_text("utf-8"))
    assert case["title"]
    assert case["source"]
    assert case["worked"].strip()
    outcome = outcome_of(path)
    found = json.loads(json.dumps(outcome.as_dict()))
    assert {key: found["figures"].get(key) for key in case["figures"]} == case["figures"]
    assert {finding.path: finding.severity for finding in outcome.findings} == case.get("findings", {})


@every_calculation
def test_every_calculation_has_cases_worked_out_by_hand(name):
    assert list((FOLDER / name).glob("*.toml"))


def test_there_are_no_cases_without_a_calculation():
    assert {path.parent.name for path in CASES} <= set(names())


@every_calculation
def test_the_example_runs_and_explains_itself(name):
    found = calculation(name)
    outcome = found.perform(found.load(found.example().encode()))
    assert outcome.figures
    assert [finding for finding in outcome.findings if finding.severity == "error"] == []
    explained = "\n".join(outcome.explanation())
    for step in outcome.figures.values():
        assert not step.is_derived or f"{step.name}：{step.text}" in explained
    json.dumps(outcome.as_dict())
    assert found.article


@every_calculation
def test_the_schema_of_a_calculation_takes_what_it_takes(name):
    found = calculation(name)
    schema, example = found.schema(), json.loads(found.example())
    validator = Draft202012Validator(schema)
    validator.check_schema(schema)
    for case in [example, *map(case_of, sorted((FOLDER / name).glob("*.toml")))]:
        plain = json.loads(json.dumps(case, default=str))
        assert list(validator.iter_errors({**plain, "$calculation": name})) == []
    assert list(validator.iter_errors({**example, "nothing": 1}))
    assert schema["x-title-en"].isascii()
    assert {path for path in found.required if not field_at(schema, path).get("x-required")} == set()


def field_at(schema, path):
    """The schema of the field of a path."""
    for step in path.split("."):
        schema = schema["items"] if step == "*" else schema["properties"][step]
    return schema


@every_case
def test_every_figure_that_was_worked_out_says_by_what_law(path):
    for step in every_step(outcome_of(path)):
        assert step.name
        assert step.article or not step.formula, step.name
        assert not step.source or step.certainty, step.name


@every_case
def test_the_arithmetic_of_an_explanation_is_right(path):
    for step in every_step(outcome_of(path)):
        result = arithmetic(step)
        if result is None or isinstance(step.value, str):
            continue
        value = step.value if isinstance(step.value, Fraction) else Fraction(str(step.value))
        if step.unit == YUAN and step.rounding:
            assert step.value == rounded(result), step.name
        elif not step.rounding:
            assert value == result, step.name


@every_case
def test_the_months_and_days_of_an_explanation_are_right(path):
    for step in every_step(outcome_of(path)):
        result = in_time(step)
        assert result is None or step.value == result, step.name
        if step.formula.endswith("尾数进一") and step.formula.startswith("{0}÷{1}"):
            divided = Fraction(str(step.inputs[0].value)) / Fraction(str(step.inputs[1].value))
            assert step.value == ceil(divided), step.name
        if delayed := re.fullmatch(r"取小（\{0\}÷(\d+)，尾数进一；(\d+)）", step.formula):
            every, most = map(int, delayed.groups())
            assert step.value == min(ceil(Fraction(step.inputs[0].value, every)), most), step.name


def test_the_months_of_delay_are_worked_out_again():
    steps = every_step(outcome_of(FOLDER / "outlook" / "both-outcomes.toml"))
    assert any(step.formula.startswith("取小（{0}÷") and "尾数进一" in step.formula for step in steps)


def test_months_and_days_are_worked_out_again_at_all():
    steps = every_step(outcome_of(FOLDER / "outlook" / "both-outcomes.toml"))
    assert {step.name for step in steps if in_time(step) is not None} >= {
        "法定退休年月",
        "缴满最低缴费年限的年月",
        "职工养老保险待遇最早可领取之日",
    }


@every_case
def test_a_division_of_money_is_rounded_openly(path):
    for step in every_step(outcome_of(path)):
        if step.unit == YUAN and isinstance(step.value, Decimal):
            assert step.value.as_tuple().exponent == -2, step.name


def test_an_unknown_calculation_is_refused_with_the_known_names():
    with pytest.raises(InputError, match="overlap"):
        calculation("astrology")


@pytest.mark.parametrize("name", parameters.names())
def test_parameters_are_dated_cited_and_without_overlap(name):
    timeline = parameters.parameter(name)
    assert timeline.name
    assert timeline.unit or timeline.unit == ""
    days = [(version.first, version.last) for version in timeline.versions]
    assert days == sorted(days)
    for (first, last), (after, _) in zip(days, days[1:], strict=False):
        assert last is not None
        assert first <= last < after
    for version in timeline.versions:
        assert version.source
        assert timeline.unit != RATE or isinstance(version.value, Decimal)
