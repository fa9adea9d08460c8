"""Pages of settling, comparing, explaining and calculating, as a browser without scripts uses them."""

from __future__ import annotations

import html
import json
import re
from pathlib import Path

import pytest

import hjforms
from desk.browser import opened
from desk.calling import clerk
from hjforms import calculation
from hjforms.calculation import calculation as calculation_of
from hjforms.desk.fields import Fields
from hjforms.desk.pages.inputs import Sheet, data_of
from hjforms.paths import RecordPath
from support import ROOT

CASES = ROOT / "examples" / "weihai" / "shandong"
AXE = Path(__file__).parent / "axe" / "node_modules" / "axe-core" / "axe.min.js"
TAG = re.compile(r"<(input|select|option|textarea)\b([^>]*)>([^<]*)")
ATTRIBUTE = re.compile(r'([\w-]+)(?:="([^"]*)")?')
PAGES = ("/", "/settle", "/compare", "/explain", "/calculations")


@pytest.fixture(scope="module")
def client():
    with clerk() as found:
        yield found


def typed(text: str) -> dict[str, list[str]]:
    """What a browser would send of a page, without any button."""
    sent: dict[str, list[str]] = {}
    name = ""
    for tag, rest, inside in TAG.findall(text.partition('<form method="post"')[2]):
        has = {key: html.unescape(value) for key, value in ATTRIBUTE.findall(rest)}
        if tag == "option":
            if "selected" in has:
                sent[name] = [has["value"]]
            continue
        name = has.get("name", "")
        if tag == "textarea":
            sent[name] = [html.unescape(inside)]
        elif tag == "input" and (has["type"] in {"text", "hidden"} or "checked" in has):
            sent.setdefault(name, []).append(has["value"])
    return sent


def inputs(items) -> Fields:
    return Fields(tuple((one.name, text) for item in items for one in item.inputs for text in one.texts))


@pytest.mark.parametrize("name", calculation.names())
def test_what_stands_in_the_inputs_of_a_case_is_the_case(name):
    found = calculation_of(name)
    case = json.loads(found.example())
    items = Sheet().items(found.case_type, case, RecordPath())
    assert found.load(data_of(found.case_type, inputs(items))) == found.load(case)


@pytest.mark.parametrize("form", hjforms.forms(), ids=lambda form: form.id)
def test_what_stands_in_the_inputs_of_a_record_is_the_record(form):
    for path in sorted((ROOT / "examples").glob(f"*/{form.id}.json")):
        record = form.complete(form.load(path))
        items = Sheet().items(form.record_type, form.dump(record), RecordPath("x"))
        assert form.load(data_of(form.record_type, inputs(items), "x")) == record


def test_what_is_unread_stays_so():
    form = hjforms.form("shandong/refund")
    record = form.load({"person": {"name": {"unread": "张?"}}, "years": [{"year": {"unread": "2O17"}}]})
    items = Sheet().items(form.record_type, form.dump(record), RecordPath())
    assert form.load(data_of(form.record_type, inputs(items))) == record


@pytest.mark.parametrize("name", calculation.names())
def test_a_calculation_shows_every_figure_with_its_derivation(client, name):
    path = f"/calculations/{name}"
    outcome = hjforms.calculate(name, calculation_of(name).example())
    answer = client.post(path, data={**typed(client.get(path, params={"example": 1}).text), "do": "run"})
    assert answer.status_code == 200
    shown = html.unescape(answer.text)
    for step in outcome.figures.values():
        assert f'{step.name}</th><td class="figures">{step.text}</td>' in shown
    for line in outcome.explanation():
        assert line.strip().partition(". ")[2] or line.strip() in shown
    assert all(str(finding.message) in shown for finding in outcome.findings)
    file = client.post(path, data={**typed(answer.text), "do": "pdf"})
    assert (file.headers["content-type"], file.content[:5]) == ("application/pdf", b"%PDF-")


def test_a_row_can_be_added_without_a_script(client):
    path = "/calculations/refund"
    first = client.get(path).text
    assert 'name="years.0.year"' in first
    assert 'name="years.1.year"' not in first
    more = client.post(path, data={**typed(first), "csrf": client.csrf, "years.0.year": "2017", "add": "years"}).text
    assert 'name="years.1.year"' in more
    assert typed(more)["years.0.year"] == ["2017"]


def test_what_is_wrong_is_told_at_its_input_and_nothing_typed_is_lost(client):
    data = {"csrf": client.csrf, "years.0.year": "2017", "years.0.paid": "1O0", "do": "run"}
    answer = client.post("/calculations/refund", data=data)
    assert answer.status_code == 422
    wrong = re.findall(r'<a href="#([^"]+)">', answer.text)
    assert "years.0.months" in wrong
    assert all(f'id="{path}"' in answer.text for path in wrong)
    assert 'aria-invalid="true"' in answer.text
    assert typed(answer.text)["years.0.year"] == ["2017"]


def test_settling_from_files_and_from_what_was_typed(client):
    settled = hjforms.settle(
        CASES / "resident-account.json", CASES / "employee-account.json", filled_on="2024-12-20", direction=None
    )
    resident = hjforms.form("shandong/resident-account")
    pdf = resident.pdf(resident.complete(resident.load(CASES / "resident-account.json")))
    files = {
        "resident.file": ("x.pdf", pdf),
        "employee.file": ("y.json", (CASES / "employee-account.json").read_bytes()),
    }
    data = {"csrf": client.csrf, "filled_on": "2024-12-20", "do": "settle"}
    answer = client.post("/settle", data=data, files=files)
    assert answer.status_code == 200
    shown = html.unescape(answer.text)
    assert str(settled.record.refund_total) in shown
    assert settled.record.refund_total_capital in shown
    file = client.post("/settle", data={**typed(answer.text), "do": "refund.pdf"})
    assert file.content == settled.form.pdf(settled.record)
    for wanted in ("refund.docx", "refund.json", "derivation.pdf", "derivation.docx"):
        made = client.post("/settle", data={**typed(answer.text), "do": wanted})
        assert "attachment; filename*=UTF-8''" in made.headers["content-disposition"]


def test_settling_says_what_is_wrong_and_makes_no_file(client):
    answer = client.post("/settle", data={"csrf": client.csrf, "do": "refund.pdf", "resident.years.0.year": "2O17"})
    assert answer.status_code == 422
    assert 'href="#resident.years.0.year"' in answer.text
    wrong = client.post("/settle", data={"csrf": client.csrf, "do": "settle", "decided": "2018"})
    assert "2018=10" in wrong.text
    files = {"resident.file": ("x.pdf", b"%PDF-1.4 nothing")}
    broken = client.post("/settle", data={"csrf": client.csrf, "do": "settle"}, files=files)
    assert (broken.status_code, "居民养老保险信息表：" in broken.text) == (422, True)


def test_comparing_two_papers(client):
    form = hjforms.form("shandong/refund")
    record = form.complete(form.load(CASES / "refund.json"))
    changed = form.dump(record) | {"filled_on": "2020-01-01"}
    both = {"first": ("a", form.docx(record)), "second": ("b", json.dumps(changed).encode())}
    answer = client.post("/compare", data={"csrf": client.csrf}, files=both)
    assert "共 1 处" in answer.text
    same = {"first": ("a", form.docx(record)), "second": ("b", form.pdf(record))}
    assert "两份一致" in client.post("/compare", data={"csrf": client.csrf}, files=same).text
    missing = client.post("/compare", data={"csrf": client.csrf}, files={"first": ("a", form.docx(record))})
    assert (missing.status_code, "第二份：没有选文件" in missing.text) == (422, True)


def test_explaining_a_case_of_a_system(client):
    case = calculation_of("overlap").example()
    answer = client.post("/explain", data={"csrf": client.csrf, "case": case, "calculation": ""})
    assert answer.status_code == 200
    assert "依据" in answer.text
    again = client.post("/explain", data={**typed(answer.text), "do": "txt"})
    assert again.content.decode() == "\n".join([*hjforms.calculate("overlap", case).explanation(), ""])
    assert client.post("/explain", data={"csrf": client.csrf, "case": "{"}).status_code == 422


needs_axe = pytest.mark.skipif(not AXE.is_file(), reason="needs axe-core: npm ci --prefix tests/desk/axe")


def serious(shown) -> list[str]:
    """What axe finds on a page that keeps somebody from using it."""
    shown.evaluate(AXE.read_text("utf-8"))  # by the protocol of the browser, which the policy of the page lets pass
    found = shown.evaluate("axe.run().then(found => found.violations)")
    return [
        f"{one['id']}: {node['html']}"
        for one in found
        if one["impact"] in {"serious", "critical"}
        for node in one["nodes"]
    ]


@needs_axe
def test_axe_finds_nothing_serious(page, desk):
    base = desk.partition("/?")[0]
    for path in (*PAGES, "/calculations/refund?example=1", "/calculations/deadline?example=1"):
        page.goto(base + path)
        assert serious(page) == [], path
        page.evaluate("document.documentElement.style.zoom = 1.5")
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth + 1"), path
    with page.expect_navigation():
        page.get_by_role("button", name="计算", exact=True).click()
    assert serious(page) == []


def test_settling_by_keyboard_alone(page, desk):
    page.goto(desk.partition("/?")[0] + "/settle")
    for side in ("resident", "employee"):
        page.locator(f"[name='{side}.file']").set_input_files(CASES / f"{side}-account.json")
    page.locator("#filled_on").focus()
    page.keyboard.type("2024-12-20")
    while page.evaluate("document.activeElement.value") != "settle":
        page.keyboard.press("Tab")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.get_by_role("heading", name="计算说明").wait_for()
    page.wait_for_function("() => document.querySelector('img.careers').naturalWidth > 0")
    with page.expect_download() as got:
        page.get_by_role("button", name="清退表 PDF").press("Enter")
    assert got.value.suggested_filename == "清退表.pdf"


def test_reading_and_files_need_no_script(browser, desk):
    with opened(browser, desk, java_script_enabled=False) as shown:
        for role, name, is_exact in (
            ("link", "计算", True),
            ("link", "清退", False),
            ("link", "填入一个例子", False),
            ("button", "计算", True),
        ):
            with shown.expect_navigation():
                shown.get_by_role(role, name=name, exact=is_exact).first.click()
        shown.get_by_role("heading", name="计算说明").wait_for()
        with shown.expect_download() as got:
            shown.get_by_role("button", name="计算说明 PDF").click()
        assert got.value.suggested_filename == "计算说明.pdf"
