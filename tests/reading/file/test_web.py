"""Web pages that are papers: taken where nothing on them may be shown otherwise than it is read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hjforms.errors import DocumentError
from hjforms.reading.file.web import checked, page_of_archive

HONEST = [
    "<p>甲</p>",
    "<p class=MsoNormal style='margin-left:21.0pt;text-indent:-21.0pt;mso-list:l0 level1 lfo1;line-height:12pt'>甲",
    "<table style='border-collapse:collapse'><tr style='height:20pt'><td colspan=2 style='vertical-align:middle'>甲",
    "<style><!-- @page Section1 {size:595.3pt 841.9pt;} p.MsoNormal {font-size:10.5pt;} --></style><p>甲",
    "<!--[if gte mso 9]><xml><w:View>Print</w:View></xml><![endif]--><p>甲<o:p></o:p></p>",
    "<p dir=ltr style='direction: ltr; orphans: 2'>甲</p>",
    "<p><font color=red size=3>甲</font><s>乙</s></p>",
]
ODD = {
    "<p style='display:none'>甲": "display",
    "<style>.a{visibility : hidden}</style><p class=a>甲": "visibility",
    "<style>/* */ .a{font-size:10pt;/* ; */position:absolute}</style>甲": "position",
    "<style>p::after{content:'1'}</style><p>甲": "content",
    "<style>@media print{p{color:red}}</style>甲": "<style>",
    "<style>@import 'a.css';</style>甲": "<style>",
    "<link rel=stylesheet href=a.css>甲": "<link>",
    "<p style='mso-hide:all'>甲": "mso-hide",
    "<p style='mso-element:field-begin'>甲": "mso-element",
    "<p style='font-size:1px'>甲": "font-size",
    "<p style='font:1pt serif'>甲": "font",
    "<p style='vertical-align:super'>甲": "vertical-align",
    "<p style='text-indent:-900px'>甲": "text-indent",
    "<p style='margin:0 0 0 -9in'>甲": "margin",
    "<p style='background:url(a.png)'>甲": "background",
    "<p hidden>甲": "hidden",
    "<p dir=rtl>甲": "dir",
    "<p onclick='a()'>甲": "onclick",
    "<input value=甲>": "<input>",
    "<script>a()</script>甲": "<script>",
    "<bdo dir=rtl>12</bdo>": "<bdo>",
    "<svg><text>甲</text></svg>": "<svg>",
    "<iframe src=a.html></iframe>": "<iframe>",
    "<del>甲</del>": "<del>",
    "<!--[if gte mso 9]><p>甲</p><![endif]-->乙": "if",
}


@pytest.mark.parametrize("page", HONEST)
def test_an_honest_page_is_taken(page):
    made = checked(page.encode()).decode()
    assert "甲" in made
    assert "<!--[" not in made


@pytest.mark.parametrize(("page", "name"), ODD.items())
def test_what_may_be_shown_otherwise_refuses_a_page_by_its_name(page, name):
    with pytest.raises(DocumentError) as caught:
        checked(page.encode())
    assert name in caught.value.message


@pytest.mark.parametrize("charset", ["gb2312", "gbk", "gb18030", "utf-8"])
def test_a_page_is_read_in_the_letters_that_it_states(charset):
    page = f'<html><head><meta http-equiv=Content-Type content="text/html; charset={charset}"></head><body>甲乙㐂'
    assert "甲乙" in checked(page.encode("utf-8" if charset == "utf-8" else "gb18030")).decode()


@given(st.text("甲乙丙丁戊己庚辛", min_size=6))
def test_a_page_that_states_nothing_is_read_as_what_it_can_be(text):
    for charset in ("utf-8", "gb18030"):
        assert text in checked(f"<p>{text}</p>".encode(charset)).decode()


def test_what_describes_a_page_is_left_out():
    made = checked(b"<head><title>T</title><meta name=created content=1></head><p>a")
    assert b"created" not in made
    assert b"<title" not in made


def test_an_archive_holds_a_page():
    head = "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n--b\r\n"
    page = 'Content-Type: text/html; charset="gb2312"\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n'
    assert "甲" in page_of_archive(f"{head}{page}<p>=BC=D7</p>\r\n--b--".encode()).decode()


def test_an_archive_without_a_page_is_refused():
    with pytest.raises(DocumentError, match="没有网页"):
        page_of_archive(b"MIME-Version: 1.0\r\nContent-Type: text/plain\r\n\r\na")
