"""The documentation as a site: built strictly, seen without a network, searched in Chinese."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from urllib.parse import quote, unquote

import pytest

from support import ROOT

pytest.importorskip("mkdocs")  # of the extra "docs", which `make docs` installs
CHROMIUM = shutil.which("chromium")


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The site, as it is made for people, and strictly: a link that leads nowhere or a page in no menu is an error."""
    target = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(target)]
    done = subprocess.run(
        command, cwd=ROOT, env={**os.environ, "NO_MKDOCS_2_WARNING": "1"}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return target


def test_nothing_is_asked_of_another_machine(site):
    """Links may be followed; whatever a browser fetches by itself lies in the site."""
    for page in site.rglob("*.html"):
        fetched = re.findall(
            r"<(?:script|img|iframe|link)\b[^>]*?\b(?:src|href)=\"?(https?:[^\s\">]+)", page.read_text("utf-8")
        )
        assert fetched == [], page.name
    for sheet in site.rglob("*.css"):
        assert not re.search(r"url\(\"?https?:|@import", sheet.read_text("utf-8")), sheet.name


def test_links_are_named_after_pages_and_lead_to_what_is_there(site):
    for page in site.rglob("*.html"):
        text = page.read_text("utf-8")
        assert not re.search(r"<a [^>]*>[\w./-]+\.md</a>", text), page.name
        if page.name != "404.html":
            for target in re.findall(r'<a [^>]*?href="([^":#?]+)', text):
                assert (page.parent / unquote(target)).exists(), (page.name, target)


def test_the_example_page_with_its_modules_is_no_part_of_the_site(site):
    assert not (site / "page").exists()


def dumped(command):
    """What a browser says of a page. One that dies of itself is started once more: it says nothing of the page."""
    first = subprocess.run(command, timeout=120, check=False, capture_output=True, text=True)
    if first.returncode >= 0:
        first.check_returncode()
        return first.stdout
    return subprocess.run(command, timeout=120, check=True, capture_output=True, text=True).stdout


@pytest.mark.skipif(not CHROMIUM, reason="needs Chromium")
@pytest.mark.parametrize(
    ("query", "page", "others"), [("生僻字", "filling.html", 5), ("指标编码", "records.html", 9), ("龘龘", None, 0)]
)
def test_the_search_finds_hanzi_from_the_disk(site, tmp_path, query, page, others):
    address = f"{(site / 'index.html').as_uri()}?q={quote(query)}"
    command = [CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path}"]
    command += ["--virtual-time-budget=8000", "--dump-dom", address]
    shown = dumped(command)
    found = re.findall(r'<a href="[^"]*?/(\w[\w-]*\.html)[^"]*" class="md-search-result__link', shown)
    assert "md-search-result__meta" in shown
    assert (page in found) is bool(page)
    assert len(set(found)) <= others
