"""The desk as a whole: its first page, what it serves, how it starts."""

from __future__ import annotations

import hjforms
from desk.calling import clerk


def test_the_first_page_lists_every_form():
    with clerk() as client:
        shown = client.get("/")
    assert shown.status_code == 200
    assert all(f'href="/forms/{form.id}"' in shown.text and form.title in shown.text for form in hjforms.forms())


def test_script_and_style_are_served_by_their_digest_and_nothing_else_is():
    with clerk() as client:
        addresses = [part.split('"')[0] for part in client.get("/").text.split('"/static/')[1:]]
        assert {address.partition("/")[2] for address in addresses} == {"desk.css", "desk.js"}
        assert all(client.get(f"/static/{address}").status_code == 200 for address in addresses)
        for other in ("/static/x/app.py", "/static/x/%2e%2e%2fapp.py", "/static/x/..%2fapp.py", "/static//etc/passwd"):
            assert client.get(other).status_code == 404


def test_a_browser_shows_it_and_its_address_says_no_token(page, desk):
    assert page.url == desk.partition("?")[0]
    assert page.get_by_role("heading", name="衔接表单", exact=True).is_visible()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "跳到正文"
