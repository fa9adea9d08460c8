"""The map of articles against the five sources: every clause has its place there, with every number that it states.

The sources are the official texts, as they were found (``tests/sources``). A clause is a row of ``docs/articles.md``,
or stands among those that state neither number nor condition (不列).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest

from support import ROOT

TEXT = (ROOT / "docs" / "articles.md").read_text("utf-8")
NUMBER = re.compile(r"\d+(?:\.\d+)?")
CONDITION = re.compile(r"不足|不符合|未达到|的，可以|不得|不再办理|应当告知|需要")
REFERENCE = re.compile(r"[（〔［\[]\d{4}[）〕］\]]\d+号|附件\d|59号文件")
LIST_MARK = re.compile(r"(?m)^\s*\d[.．]")
ARABIC = str.maketrans({"(": "（", ")": "）", ",": "", "．": "."})

Clauses = Iterator[tuple[str, str]]


def cut(text: str, *levels: str) -> Clauses:
    """The clauses of a text by their labels, split by the marks of each level in turn; what stands before is kept."""
    if not levels:
        yield "", text
        return
    parts = re.split(rf"(?m)^[#\s]*({levels[0]})", text)
    yield from cut(parts[0], *levels[1:]) if len(parts) == 1 else [("", parts[0])]
    for mark, body in zip(parts[1::2], parts[2::2], strict=True):
        label = re.sub(r"[、.．\s]", "", mark)
        yield from ((label + below, clause) for below, clause in cut(body, *levels[1:]))


def source(number: int) -> str:
    [path] = (ROOT / "tests" / "sources").glob(f"{number:03}_*.txt")
    return path.read_text("utf-8").translate(ARABIC)


def national() -> Clauses:
    for label, clause in cut(source(0), "[一二三四]、", "（[一二三四]）", r"(?<=### )\d\."):
        yield label or "前言", clause


def shandong() -> Clauses:
    procedure = source(1).partition("第一条 为统一")
    text, _, attachments = ("第一条 " + procedure[2]).partition("附件：1.")
    yield from articles(text)
    for label, clause in cut("\n附件" + attachments.partition("\n\n附件")[2], r"附件 ?[1-5]\n"):
        if label:  # the numbers of a form are those of its columns; only the note states something
            yield label, clause.partition("注：")[2] if label == "附件5" else NUMBER.sub("", clause)


def articles(text: str) -> Clauses:
    return cut(text, "第[一二三四五六七八九十]+条 ", "（[一二三四五]）")


def chengdu() -> Clauses:
    text = source(2).split("成都市“职保”“居保”实现“无缝对接”")[1]
    marks = "适用范围|选择[一二三四五]|“职保”转“居保”\\s*$|方式[一二三四]"
    for label, clause in cut(text, marks):
        yield re.sub("[“”]", "", label) or "施行", re.sub(r"2014年10月16日 14时55分|2020-07-14", "", clause)


def jilin() -> Clauses:
    return articles("第一条 " + source(3).partition("第一条 本办法")[2])


def cangxi() -> Clauses:
    text = source(4)[source(4).index("一、指导思想") :]
    yield from cut(text, "[一二三四五]、", "（[一二三四五六七]）", r"\d\.", "[①②③④⑤]")


SECTIONS: dict[str, Callable[[], Clauses]] = {
    "sources/000": national,
    "sources/001": shandong,
    "sources/002": chengdu,
    "sources/003": jilin,
    "sources/004": cangxi,
}
every_source = pytest.mark.parametrize("name", SECTIONS)


def section(name: str) -> str:
    [found] = [part for part in TEXT.split("\n## ") if name in part.partition("\n")[0]]
    return found


def rows(name: str) -> list[tuple[list[str], str]]:
    """The rows of a section: the clauses that each is about, and what it says."""
    table = [line for line in section(name).splitlines() if line.startswith("| ") and "| --- |" not in line]
    cells = [line.split("|")[1:4] for line in table]
    return [
        (label.strip().split("、"), content + functions)
        for label, content, functions in cells
        if set(label.strip()) != {"-"}
    ][1:]


def left_out(name: str) -> list[str]:
    found = re.search(r"^不列：(.*)", section(name), re.MULTILINE)
    return re.findall(r"([^、（。]+(?:（[一二三四五六七]）)*)（", found[1]) if found else []


def numbers(text: str) -> set[str]:
    """The numbers that a clause states, without those of documents and of lists."""
    return set(NUMBER.findall(REFERENCE.sub("", re.sub(r"\s", "", LIST_MARK.sub("", text)))))


def stated(text: str) -> set[str]:
    return set(NUMBER.findall(re.sub(r"\s", "", text)))


@every_source
def test_every_clause_has_its_place_in_the_map(name):
    known = [label for labels, _ in rows(name) for label in labels]
    omitted = left_out(name)
    for label, clause in SECTIONS[name]():
        if clause.strip():
            assert any(row.startswith(label) for row in (*known, *omitted)), label


@every_source
def test_every_number_of_a_clause_stands_in_its_row(name):
    for label, clause in SECTIONS[name]():
        texts = (text for labels, text in rows(name) if any(row.startswith(label) for row in labels))
        told = set().union(*map(stated, texts))
        assert numbers(clause) <= told, (label, sorted(numbers(clause) - told))


@every_source
def test_a_clause_that_is_left_out_states_neither_number_nor_condition(name):
    omitted = left_out(name)
    for label, clause in SECTIONS[name]():
        if label in omitted:
            assert not numbers(clause), label
            assert not CONDITION.search(re.sub(r"\s", "", clause)), label


@every_source
def test_the_map_has_no_clause_that_its_source_does_not_have(name):
    labels = {label for label, _ in SECTIONS[name]()}
    named = {row for found, _ in rows(name) for row in found} | set(left_out(name))
    assert named - labels == set()


# What reading the sources again has found to be missing; each is a condition, and none is a number.
@pytest.mark.parametrize(
    ("name", "label", "words"),
    [
        ("sources/004", "四（四）4", "封定"),
        ("sources/004", "四（四）4", "累计缴费年限不含视同缴费年限"),
        ("sources/004", "四（四）5", "死亡丧葬补助金"),
        ("sources/004", "四（五）3", "转移接续"),
        ("sources/001", "第二条", "在省内参加"),
        ("sources/001", "第十六条", "按本规程执行"),
        ("sources/001", "附件1", "退保"),
        ("sources/000", "一（三）1", "出示"),
        ("sources/000", "二（三）1", "《参保缴费凭证》"),
        ("sources/003", "第六条", "一次性告知"),
        ("sources/003", "第七条（二）", "有误"),
    ],
)
def test_conditions_without_numbers_are_in_the_map(name, label, words):
    assert any(label in labels and words in text for labels, text in rows(name))
