"""The paper in a real browser: filled in by keyboard alone, on the screen of an office, and as it prints."""

from __future__ import annotations

import io
import json
from itertools import pairwise

import numpy as np
import pypdfium2
import pytest
from PIL import Image

import hjforms
from desk.access import barriers
from desk.browser import opened
from support import CITIZEN_ID, REFUND, ROOT, at_landing, refund_row, refund_table, worked

CELL = "years.{}.{}"
SCALE = 3
"""Dots of a picture to a pixel of the screen, so that a place is known to a third of one."""
PASTE = """text => {
  const data = new DataTransfer();
  data.setData("text/plain", text);
  const event = new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true});
  document.activeElement.dispatchEvent(event);
}"""
SETTLED = "Number(document.getElementById('paper').dataset.settled || 0)"
"""How many answers the page has taken."""
EXAMPLES = {f"{path.parent.name}/{path.stem}": path for path in sorted((ROOT / "examples").glob("*/*/*.json"))}


def show(shown, form="shandong/refund"):
    """Open the shown of a form; what is typed there is answered."""
    shown.goto(shown.url.partition("/forms")[0].rstrip("/") + f"/forms/{form}")
    shown.wait_for_selector("#paper[data-settled]", state="attached")
    return shown


def value(shown, name):
    return shown.input_value(f'[name="{name}"]')


def wait_for(shown, name, expected):
    shown.wait_for_function(
        "([name, expected]) => [...document.getElementsByName(name)].some(found => found.value === expected)",
        arg=[name, expected],
    )


def state(shown, name):
    return shown.get_attribute(f'[name="{name}"]', "data-state")


def focused(shown):
    return shown.evaluate("document.activeElement.name")


def keys(shown, *pressed):
    """Type texts, and press keys that are named so: <Tab>."""
    for key in pressed:
        if key.startswith("<"):
            shown.keyboard.press(key.strip("<>"))
        else:
            shown.keyboard.type(key)


def load(shown, record, form=REFUND):
    """Put a record on the page; what follows from it has been answered."""
    data = json.dumps(form.dump(record), ensure_ascii=False).encode()
    before = shown.evaluate(SETTLED)
    shown.set_input_files('[name="$file"]', {"name": "记录.json", "mimeType": "application/json", "buffer": data})
    shown.wait_for_function(f"before => {SETTLED} > before", arg=before)


def downloaded(shown, button):
    with shown.expect_download() as waited:
        shown.get_by_role("button", name=button, exact=True).click()
    return waited.value.path().read_bytes()


@pytest.fixture
def paper(page):
    return show(page)


def test_a_form_is_filled_in_by_keyboard_alone_from_empty_to_pdf(paper):
    record = worked()
    paper.focus('[name="filled_on.year"]')
    person = record.person
    keys(paper, "2024", "<Tab>", "9", "<Tab>", "30", "<Tab>", person.personal_number, "<Tab>", person.name, "<Tab>")
    keys(paper, "<Tab>", "<Tab>", person.citizen_id, "<Tab>", person.address, "<Tab>")
    assert focused(paper) == "years.0.year"
    for row, before in zip(record.years, (None, *record.years), strict=False):
        if before is not None:
            assert focused(paper) == CELL.format(record.years.index(row), "year")
        keys(paper, str(row.year), "<Tab>")
        for part in ("personal", "land_personal", "collective", "land_collective"):
            amount = getattr(row.paid, part)
            keys(paper, *([] if amount is None else [str(amount)]), "<Tab>")
        keys(paper, "<Tab>", str(row.months), *["<Tab>"] * 6, *([row.remark] if row.remark else []), "<Enter>")
    paper.focus('[name="signoff.handler"]')
    keys(
        paper,
        record.signoff.handler or "",
        "<Tab>",
        record.signoff.phone or "",
        "<Tab>",
        record.signoff.agency or "",
        "<Tab>",
    )
    wait_for(paper, "refund_total_capital", record.refund_total_capital)
    assert state(paper, "refund_total") == "derived"
    paper.keyboard.press("Shift+Tab")
    paper.evaluate("document.querySelector('button[value=pdf]').focus()")
    with paper.expect_download() as waited:
        paper.keyboard.press("Enter")
    assert REFUND.read(waited.value.path().read_bytes()).record == record


def test_arrows_and_enter_move_as_in_a_table(paper):
    paper.focus('[name="years.1.paid.personal"]')
    moves = {"<ArrowDown>": "years.2.paid.personal", "<ArrowUp>": "years.1.paid.personal"}
    for key, target in moves.items():
        keys(paper, key)
        assert focused(paper) == target
    keys(paper, "<ArrowRight>")
    assert focused(paper) == "years.1.paid.land_personal"
    keys(paper, "<ArrowLeft>", "<Shift+Enter>")
    assert focused(paper) == "years.0.paid.personal"
    keys(paper, "12", "<ArrowLeft>")
    assert focused(paper) == "years.0.paid.personal"  # the caret moves in what is being typed


@pytest.mark.slow
@pytest.mark.landing
def test_enter_after_the_last_row_begins_another_page(paper):
    last = REFUND.compiled.layout.capacity - 1
    paper.focus(f'[name="years.{last}.year"]')
    keys(paper, "2014", "<Enter>", "2015")
    assert focused(paper) == f"years.{last + 1}.year"
    assert paper.locator(".sheet").count() == 2
    assert paper.locator(".number").nth(1).text_content() == "第 2 页 共 2 页"
    assert paper.locator('[data-name="refund_total"]').input_value() == "见末页"


def test_a_block_from_a_workbook_fills_rows_and_pages_and_is_undone_at_once(paper):
    lines = [[str(1990 + row), "1,000.00", "", "50", "", "", "6"] for row in range(20)]
    paper.focus('[name="years.0.year"]')
    paper.evaluate(PASTE, "\r\n".join("\t".join(line) for line in lines) + "\r\n")
    wait_for(paper, "refund_total", "10500.00")
    assert paper.locator(".sheet").count() == 2
    assert value(paper, "years.19.paid.personal") == "1000.00"
    assert value(paper, "years.19.refund.subtotal") == "525.00"
    keys(paper, "<Control+z>")
    wait_for(paper, "refund_total", "")
    assert value(paper, "years.0.year") == ""
    keys(paper, "<Control+y>")
    wait_for(paper, "refund_total", "10500.00")


@pytest.mark.slow
@pytest.mark.landing
def test_undo_goes_back_over_fields_one_by_one(paper):
    paper.focus('[name="person.personal_number"]')
    keys(paper, "123", "<Tab>", "张示例", "<Tab>", "<Control+z>")
    assert (value(paper, "person.personal_number"), value(paper, "person.name")) == ("123", "")
    keys(paper, "<Control+z>")
    assert value(paper, "person.personal_number") == ""
    keys(paper, "<Control+Shift+z>")
    assert value(paper, "person.personal_number") == "123"


def test_a_stated_figure_that_disagrees_says_so_at_its_place(paper):
    load(paper, worked())
    wait_for(paper, "refund_total", str(worked().refund_total))
    before = paper.evaluate(SETTLED)
    paper.fill('[name="refund_total"]', "1")
    paper.wait_for_function(f"before => {SETTLED} > before", arg=before)
    link = paper.get_by_role("link", name="应为").first
    link.wait_for()
    link.click()
    paper.wait_for_function("() => document.activeElement.name === 'refund_total'")
    bubble = paper.locator(".bubble")
    bubble.wait_for()
    assert str(worked().refund_total) in bubble.text_content()
    assert "84号" in bubble.text_content()
    assert paper.get_attribute('[name="refund_total"]', "data-found") == "error"


@pytest.mark.slow
@pytest.mark.landing
def test_a_derived_figure_can_be_written_over_and_comes_back_when_that_is_deleted(paper):
    paper.focus('[name="years.0.year"]')
    keys(paper, "2014", "<Tab>", "1000")
    wait_for(paper, "years.0.paid.subtotal", "1000.00")
    paper.focus('[name="years.0.paid.subtotal"]')
    keys(paper, "999", "<Tab>")
    paper.wait_for_function(
        "() => document.querySelector('[name=\"years.0.paid.subtotal\"]').dataset.found === 'error'"
    )
    assert state(paper, "years.0.paid.subtotal") == "stated"
    paper.focus('[name="years.0.paid.subtotal"]')
    keys(paper, "<Delete>", "<Tab>")
    wait_for(paper, "years.0.paid.subtotal", "1000.00")
    assert state(paper, "years.0.paid.subtotal") == "derived"


@pytest.mark.slow
@pytest.mark.landing
def test_a_figure_shows_how_it_is_derived(paper):
    load(paper, worked())
    wait_for(paper, "years.0.paid.subtotal", "750.50")
    paper.click('[name="years.0.paid.subtotal"]')
    told = paper.get_by_role("complementary", name="这一栏").text_content()
    assert "6=2+3+4+5" in told
    assert "附件5" in told
    assert "500.00" in told
    assert "250.50" in told


def test_blank_unread_and_stated_look_different_and_unread_is_corrected_or_confirmed(paper):
    record = REFUND.load(
        {"years": [refund_row(personal={"unread": "5OO"}), refund_row(2016, personal={"unread": "500"})]}
    )
    load(paper, record)
    wait_for(paper, "years.0.paid.personal", "5OO")
    names = ("years.0.paid.personal", "years.0.paid.collective", "years.0.year")
    assert [state(paper, name) for name in names] == ["unread", "blank", "stated"]
    looks = [
        paper.evaluate(
            "name => (({color, backgroundColor}) => color + backgroundColor)(getComputedStyle(window[`f:${name}`]))",
            name,
        )
        for name in names
    ]
    assert looks[0] not in looks[1:]
    paper.fill('[name="years.0.paid.personal"]', "300")
    paper.focus('[name="years.1.paid.personal"]')
    keys(paper, "<Alt+Enter>")
    wait_for(paper, "total.paid.personal", "800.00")
    assert state(paper, "years.1.paid.personal") == "stated"


@pytest.mark.slow
@pytest.mark.landing
def test_rows_are_put_in_and_taken_out(paper):
    load(paper, worked())
    wait_for(paper, "years.2.year", "2015")
    paper.focus('[name="years.1.year"]')
    paper.get_by_role("button", name="插入行").click()
    assert (value(paper, "years.1.year"), value(paper, "years.3.year")) == ("", "2015")
    paper.get_by_role("button", name="删除行").click()
    paper.get_by_role("button", name="删除行").click()
    assert (value(paper, "years.1.year"), value(paper, "years.2.year")) == ("2015", "")


def test_choices_are_boxes_of_which_one_is_marked(page):
    show(page, "national/application")
    first, second = (
        page.locator(f'[name="direction"][value="{option}"]')
        for option in ("resident-to-employee", "employee-to-resident")
    )
    first.check()
    second.check()
    assert not first.is_checked()
    page.locator('[name="documents"][value="other"]').check()
    page.locator('[name="documents"][value="id_card"]').check()
    data = json.loads(downloaded(page, "JSON"))
    assert (data["direction"], data["documents"]) == ("employee-to-resident", ["id_card", "other"])
    second.focus()
    keys(page, " ")
    assert not second.is_checked()


@pytest.mark.slow
@pytest.mark.landing
def test_the_shift_of_a_printer_is_remembered(paper):
    load(paper, worked())
    wait_for(paper, "years.0.year", "2013")
    paper.get_by_text("打开、套打、键盘").click()
    for name, text in (("$printer", "二楼"), ("$right", "1.5"), ("$down", "-0.8")):
        paper.fill(f'[name="{name}"]', text)
    assert downloaded(paper, "套打") == REFUND.overlay(worked(), "1.5,-0.8")
    show(paper)
    assert [paper.input_value(f'[name="{name}"]') for name in ("$printer", "$right", "$down")] == [
        "二楼",
        "1.5",
        "-0.8",
    ]


@pytest.mark.slow
@pytest.mark.landing
def test_paper_with_errors_is_not_written(paper):
    paper.get_by_role("button", name="PDF", exact=True).click()
    paper.get_by_text("还有错误，没有写出").wait_for()


@pytest.mark.parametrize("zoom", [1.5, *at_landing(1)])
def test_an_office_screen_shows_the_table_and_what_is_typed(browser, desk, zoom):
    size = {"width": round(1366 / zoom), "height": round(768 / zoom)}
    with opened(browser, desk) as shown:
        shown.set_viewport_size(size)
        show(shown)
        for name in ("filled_on.year", "years.11.remark", "signoff.agency"):
            shown.focus(f'[name="{name}"]')
            box = shown.locator(f'[name="{name}"]').bounding_box()
            assert 0 <= box["x"] < size["width"]
            assert (
                shown.evaluate(
                    "([x, y]) => document.elementFromPoint(x, y).name", [box["x"] + 2, box["y"] + box["height"] / 2]
                )
                == name
            )
            assert box["y"] + box["height"] <= size["height"]
        if zoom == 1:
            sheet = shown.locator(".sheet").bounding_box()
            assert sheet["x"] + sheet["width"] <= size["width"]


def letters_of(picture, box):
    """Where the ink of a part of a picture is on an average, in pixels, and how much there is; ``None`` for none."""
    left, upper, right, lower = box
    ink = 255.0 - picture[upper:lower, left:right]
    if ink.sum() < 200:
        return None
    rows, columns = np.mgrid[: ink.shape[0], : ink.shape[1]]
    return (ink * columns).sum() / ink.sum() / SCALE, (ink * rows).sum() / ink.sum() / SCALE, ink.sum()


def inked(picture, box):
    """How much ink there is in a part of a picture, and where it is on an average."""
    left, upper, right, lower = box
    ink = 255.0 - picture[upper:lower, left:right]
    return [ink.sum(), (ink * np.arange(ink.shape[1])).sum() / ink.sum()]


def grey(picture):
    return np.asarray(picture.convert("L"), float)


@pytest.mark.parametrize("form", ["shandong/refund", *at_landing("national/contact-letter", "national/outcome")])
def test_texts_stand_within_a_pixel_of_where_they_print(browser, desk, form):
    known = hjforms.form(form)
    record = known.complete(known.load(EXAMPLES[form]))
    with opened(browser, desk, device_scale_factor=SCALE) as shown:
        show(shown, form)
        load(shown, record, known)
        shown.emulate_media(media="print")
        shown.evaluate("document.activeElement.blur()")
        shown.evaluate("document.fonts.ready.then(() => new Promise(requestAnimationFrame)).then(() => true)")
        shot = shown.locator(".sheet").first.screenshot()
    with Image.open(io.BytesIO(shot)) as picture:
        seen = grey(picture)
    with pypdfium2.PdfDocument(known.pdf(record)) as document:
        printed = grey(document[0].render(scale=SCALE * 4 / 3).to_pil())
    dots, layout, compared = SCALE * 4 / 3, known.compiled.layout, 0
    for slot in layout.slots:
        x0, y0, x1, y1 = slot.box
        upper, lower = layout.height - y1, layout.height - y0
        inside = (round(x0 * dots) + 6, round(upper * dots) + 6, round(x1 * dots) - 6, round(lower * dots) - 6)
        one, other = letters_of(seen, inside), letters_of(printed, inside)
        assert (one is None) == (other is None), slot.path
        if one is not None and other is not None:
            compared += 1
            assert max(abs(one[0] - other[0]), abs(one[1] - other[1])) < 1 + 1 / SCALE, slot.path
            assert one[2] == pytest.approx(other[2], rel=0.15), slot.path
        if slot.picture:
            room = (inside[0], round((upper - slot.picture) * dots) + 3, inside[2], round(upper * dots) - 3)
            assert inked(seen, room) == pytest.approx(inked(printed, room), rel=0.05)
    assert compared > 10


def test_the_print_preview_is_the_form_alone(paper):
    rows = [refund_row(1990 + number) for number in range(15)]
    record = refund_table(*rows)
    load(paper, record)
    wait_for(paper, "years.14.year", "2004")
    with pypdfium2.PdfDocument(paper.pdf(prefer_css_page_size=True)) as document:
        texts = ["".join(one.get_textpage().get_text_range().split()) for one in document]
        sizes = [one.get_size() for one in document]
    layout = REFUND.compiled.layout
    assert len(texts) == 2
    assert all(abs(width - layout.width) < 2 and abs(height - layout.height) < 2 for width, height in sizes)
    assert all(str(row["year"]) in texts[0] + texts[1] for row in rows)
    assert not any(word in texts[0] for word in ("撤销", "核对", "衔接表单"))


def test_without_a_script_the_page_computes(browser, desk):
    with opened(browser, desk, java_script_enabled=False) as shown:
        shown.goto(shown.url + "forms/shandong/refund")
        for name, text in (
            ("person.name", "张示例"),
            ("person.citizen_id", CITIZEN_ID),
            ("years.0.year", "2014"),
            ("years.0.months", "7"),
            ("years.0.paid.personal", "1000"),
        ):
            shown.fill(f'[name="{name}"]', text)
        with shown.expect_navigation():
            shown.get_by_role("button", name="推算、核对").click()
        assert shown.input_value('[name="refund_total"]') == "583.33"
        assert shown.get_by_role("button", name="打印").is_hidden()


def test_every_input_has_the_label_that_is_printed(paper):
    labels = paper.eval_on_selector_all(
        ".sheet input[name]", "found => found.map(input => input.getAttribute('aria-label'))"
    )
    assert len(set(labels)) == len(labels)
    assert "第3行 当年缴费金额 个人缴费" in labels
    order = paper.eval_on_selector_all(".sheet input[data-row]", "found => found.map(input => input.name)")
    assert all(int(one.split(".")[1]) <= int(other.split(".")[1]) for one, other in pairwise(order))


def test_nothing_stands_in_the_way_of_people_who_do_not_see(paper):
    load(paper, worked())
    wait_for(paper, "years.0.year", "2013")
    paper.fill('[name="refund_total"]', "1")
    paper.fill('[name="years.0.year"]', "2O13")
    paper.focus('[name="refund_total"]')
    paper.locator(".bubble").wait_for()
    assert barriers(paper) == []


def test_deriving_anew_keeps_what_no_rule_can_fill(page):
    show(page, "shandong/employee-account")
    form = hjforms.form("shandong/employee-account")
    load(page, form.load(EXAMPLES[form.id]), form)
    page.wait_for_function("() => document.querySelectorAll('[data-state=stated]').length > 5")
    before = downloaded(page, "JSON")
    page.get_by_role("button", name="重新推算").click()
    page.wait_for_function("() => document.querySelector('[name=\"transfer_amount\"]').dataset.state === 'derived'")
    assert downloaded(page, "JSON") == before
