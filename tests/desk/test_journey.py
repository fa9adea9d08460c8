"""Somebody who has never seen the desk makes, prints, reads back and settles a case: by keyboard, from nothing."""

from __future__ import annotations

import re

import pytest

import hjforms
from desk.access import barriers
from desk.book.shelf import ID, NAME, example
from desk.browser import opened, served
from hjforms.desk.book import Book, Search
from hjforms.desk.book.keeping import verify

MOST_TABS = 400
FOCUSED = """() => {
  const at = document.activeElement, label = at.labels && at.labels.length ? at.labels[0].textContent : "";
  if (at === document.body || at.id === "content") { return ""; }
  return (at.getAttribute("aria-label") || label || at.textContent || "").trim();
}"""


def focused(page):
    return page.evaluate(FOCUSED)


def reach(page, name):
    """Press Tab until what is called so has the focus."""
    for _ in range(MOST_TABS):
        if re.search(name, focused(page)):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"no Tab leads to {name}")


def press(page, name):
    """Go to a link or a button by Tab, press Enter, and wait for the page that follows."""
    reach(page, name)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def download(page, name):
    reach(page, name)
    with page.expect_download() as got:
        page.keyboard.press("Enter")
    return got.value.path().read_bytes()


def fill(page, label, text):
    reach(page, label)
    page.keyboard.type(text)
    page.keyboard.press("Tab")


def choose(page, label, down):
    """Take the option that so many arrows lead to."""
    reach(page, label)
    for _ in range(down):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")


def bring(page, path):
    """Choose a file on the page of arrivals and send it."""
    press(page, "^收件$")
    reach(page, "退回来的表")
    with page.expect_file_chooser() as chooser:
        page.keyboard.press("Space")
    chooser.value.set_files(path)
    press(page, "收下并读取")


def looked(page, *places):
    """Nothing serious stands in anybody's way on this page."""
    assert barriers(page) == [], places


def open_case(page):
    press(page, "^案件")
    press(page, "新建案件")
    looked(page, "new")
    fill(page, "姓名", NAME)
    fill(page, "公民身份号码", ID)
    choose(page, "办法", 2)
    choose(page, "衔接方向", 1)
    press(page, "^建立$")
    looked(page, "case")


def write_papers(page):
    """Two papers, of which the second outlives the page before it is saved."""
    press(page, "填写《城乡养老保险制度衔接告知书》")
    assert page.locator("input[name='person.name']").input_value() == NAME
    looked(page, "paper")
    press(page, "^保存$")
    press(page, "填写《城乡养老保险制度衔接联系函》")
    reach(page, "^社会保险经办机构$")
    page.keyboard.type("荣成市")
    page.locator("output.saved", has_text="已保存").wait_for()
    page.reload()
    assert page.locator("input[name='addressee']").input_value() == "荣成市"
    press(page, "^保存$")


def take_in(page, path):
    """A paper that has come: read, looked at beside its picture, accepted."""
    bring(page, path)
    page.wait_for_url("**/arrivals/*")
    assert page.locator("svg.page rect").count() > 20
    looked(page, path.name)
    press(page, "收下，存进案件")
    page.wait_for_url("**/cases/1#next")


def settle(page):
    """The careers are shown; the refund form, printed."""
    press(page, "^结算")
    page.wait_for_function("() => document.querySelector('img.careers').naturalWidth > 0")
    looked(page, "settled")
    return download(page, "重复缴费清退表 PDF")


def finish(page):
    """Every day noted, the case done; the backup."""
    while page.get_by_role("button", name=re.compile("^登记")).count():
        press(page, "^登记")
    press(page, "^办结$")
    assert "案件已经结束" in page.locator("#next").inner_text()
    download(page, "^卷宗")
    press(page, "^台账$")
    looked(page, "book")
    return download(page, "^备份")


@pytest.mark.slow
@pytest.mark.landing
def test_a_case_is_made_printed_read_back_and_settled_by_keyboard_alone(browser, tmp_path):
    path, printed, copy = tmp_path / "台账.db", tmp_path / "清退表.pdf", tmp_path / "备份.db"
    accounts = [example(name) for name in ("resident-account", "employee-account")]
    with served("--book", path) as desk, opened(browser, desk, accept_downloads=True) as page:
        open_case(page)
        write_papers(page)
        for form, record in accounts:  # as the other office sends them
            came = tmp_path / "account.pdf"
            came.write_bytes(form.pdf(form.complete(record)))
            take_in(page, came)
        printed.write_bytes(settle(page))
        take_in(page, printed)
        copy.write_bytes(finish(page))
    assert verify(copy).is_sound
    with Book(path) as book:
        [case] = book.cases.find(Search(state="办结"))
        kept = {paper.form_id: book.papers.latest(paper.id) for paper in book.papers.of_case(case.id)}
    expected = hjforms.settle(*(record for _, record in accounts), direction="resident-to-employee").record
    assert kept["shandong/refund"].origin["kind"] == "file"
    assert kept["shandong/refund"].record.refund_total == expected.refund_total
