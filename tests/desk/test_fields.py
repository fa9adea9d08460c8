"""What a browser sends is what the page held."""

from __future__ import annotations

import httpx
from hypothesis import given
from hypothesis import strategies as st
from starlette.requests import Request

from hjforms.desk.fields import Fields, fields_of

names = st.text("abc.0123456789姓名", min_size=1, max_size=12)
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)


def received(**sent) -> Fields:
    request = httpx.Request("POST", "http://desk/", **sent)
    headers = [(name.lower().encode(), value.encode()) for name, value in request.headers.items()]
    return fields_of(Request({"type": "http", "headers": headers}), request.read())


@given(st.dictionaries(names, texts, min_size=1))
def test_texts_of_a_page(data):
    assert dict(received(data=data).texts) == data


@given(st.dictionaries(names, texts), st.dictionaries(names, st.binary(max_size=200), min_size=1))
def test_texts_and_files_of_a_page(data, files):
    sent = received(data=data, files={name: ("C:\\x\\张三.pdf", content) for name, content in files.items()})
    assert (dict(sent.texts), dict(sent.files)) == (data, files)


def test_nothing_where_it_is_no_page():
    broken = {"headers": {"content-type": "multipart/form-data"}}
    assert received(content=b"a=b") == received(content=b"x", **broken) == Fields()
    assert received(content=b"%ff=%zz", headers={"content-type": "application/x-www-form-urlencoded"}) == Fields()
    assert received(data={"a": "1"}).text("b") == ""
    assert received(data={"a": ["1", "2"]}).text("a") == "2"
