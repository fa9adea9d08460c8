"""docs/codes.md lists every code that a fault or a finding can have, and no other."""

import ast
import importlib
import re
from collections.abc import Iterator
from pathlib import Path

import hjforms
from hjforms import calculation, errors
from hjforms.catalogue import pairs
from hjforms.records import parsing
from hjforms.records.base import leaves
from support import ROOT

SOURCE = ROOT / "src" / "hjforms"
CODED = {
    "Fault": (2, "code"),
    "Finding": (2, "rule"),
    "Doubt": (2, "rule"),
    "_warning": (1, "rule"),
    "_faulted": (1, "code"),
}
"""What is made with a code: which argument that is, and how it is called."""
PASSED_ON = {
    "code",
    "rule",
    "rule.id",
    "doubt.rule",
    "fault.code",
    "finding.rule",
    "mark.finding.code",
    "self.fault_code",
    "code or self.fault_code",
}
"""Codes that come from somewhere else, where they are found."""


def rows(heading: str) -> list[str]:
    """The codes of a table of the page."""
    text = (ROOT / "docs" / "codes.md").read_text("utf-8")
    section = text.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    return [
        code for line in re.findall(r"^\| (`.*?) \|", section, re.MULTILINE) for code in re.findall("`([^`]+)`", line)
    ]


def calls(*names: str) -> Iterator[tuple[Path, ast.Call, str]]:
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call):
                name = getattr(node.func, "id", getattr(node.func, "attr", ""))
                of_law = name == "Doubt" and not path.is_relative_to(SOURCE / "reading")  # told by the calculations
                other = name == "_warning" and path.stem != "merge"  # others have a rule of their own
                if name in names and not of_law and not other:
                    yield path, node, name


def value(path: Path, node: ast.expr) -> set[str]:
    """What an expression in a module may be."""
    if isinstance(node, ast.IfExp):
        return value(path, node.body) | value(path, node.orelse)
    if isinstance(node, ast.Name) and node.id.isupper():
        module = ".".join(path.relative_to(SOURCE.parent).with_suffix("").parts).removesuffix(".__init__")
        return {getattr(importlib.import_module(module), node.id)}
    if isinstance(node, ast.Constant):
        return {str(node.value)}
    text = ast.unparse(node)
    assert text in PASSED_ON | {"f'json.{code}'"}, f"{path}: which codes are {text}?"
    return set()


def made(*names: str) -> set[str]:
    """The codes that stand in calls of these names."""
    found: set[str] = set()
    for path, node, name in calls(*names):
        keywords = {keyword.arg: keyword.value for keyword in node.keywords}
        at, keyword = CODED[name]
        stated = node.args[at] if len(node.args) > at else keywords.get(keyword)
        if stated is not None:
            found |= value(path, stated)
    return found


def rule_ids() -> set[str]:
    rules = [rule for form in hjforms.forms() for rule in form.rules]
    rules += [rule for pair in pairs() for rule in pair.rules]
    rules += [rule for name in calculation.names() for rule in calculation.calculation(name).rules]
    return {rule.id for rule in rules}


def json_codes() -> set[str]:
    known = {code for code, _ in (*parsing.JSON_FAULTS.values(), *parsing.OTHER_MARKS.values())}
    known |= {parsing.TRAILING_COMMA[0], parsing.COMMENT[0]}
    text = (SOURCE / "records" / "parsing.py").read_text("utf-8")
    slips = next(
        node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.FunctionDef) and node.name == "_slip"
    )
    known |= {
        node.elts[0].value
        for node in ast.walk(slips)
        if isinstance(node, ast.Tuple) and len(node.elts) == 2 and isinstance(node.elts[0], ast.Constant)
    }
    return {f"json.{code}" for code in known}


def of_notations() -> set[str]:
    kinds = {leaf.kind.name for form in hjforms.forms() for leaf in leaves(form.record_type).values()}
    for name in calculation.names():
        kinds |= {leaf.kind.name for leaf in leaves(calculation.calculation(name).case_type).values()}
    finer = set()
    for path, node, _ in calls("NotationError"):
        finer |= {code for keyword in node.keywords if keyword.arg == "code" for code in value(path, keyword.value)}
    return kinds | finer


def assigned() -> set[str]:
    """The codes that loading gives to what pydantic refuses."""
    text = (SOURCE / "records" / "loading.py").read_text("utf-8")
    return {
        node.value.elts[0].value
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Assign)
        and isinstance(node.value, ast.Tuple)
        and isinstance(node.value.elts[0], ast.Constant)
        and ast.unparse(node.targets[0]).strip("()").startswith("code")
    }


def errors_of_ours() -> set[str]:
    classes = [value for value in vars(errors).values() if isinstance(value, type)]
    return {found.fault_code for found in classes if issubclass(found, errors.HjformsError)}


def test_every_code_of_a_fault_is_in_the_table_and_no_other():
    known = made("Fault", "_faulted") | json_codes() | of_notations() | assigned() | errors_of_ours()
    listed = rows("错误")
    assert len(listed) == len(set(listed))
    assert set(listed) == known


def test_every_code_of_a_finding_is_in_the_table_and_no_other():
    known = made("Finding", "Doubt", "_warning") | rule_ids() | {"read"}
    listed = rows("核对")
    assert len(listed) == len(set(listed))
    assert set(listed) == known


def test_every_code_is_explained_in_both_languages():
    text = (ROOT / "docs" / "codes.md").read_text("utf-8")
    for line in re.findall(r"^\| `.*\|$", text, re.MULTILINE):
        meanings = [cell.strip() for cell in line.strip("|").split(" | ")]
        assert len(meanings) == 3, line
        assert all(meanings), line
