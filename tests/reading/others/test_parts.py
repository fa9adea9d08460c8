"""Several forms on one page (一页几表): each is read by itself."""

from __future__ import annotations

import pytest

from drawn import DRAWN
from hjforms.api import form, read
from support import certain

NOTICE = form("shandong/notice")
DAY = "参保人（签字）：　　2025年3月1日"
SAID = (
    "经查询，您在我省存在企业职工基本养老保险、居民基本养老保险参保缴费记录，在办理养老保险待遇享受手续之前可以办理城乡养老保险制度衔接手续，请确认是否办理。",
    "如不办理，请在享受养老保险待遇后及时办理企业职工基本养老保险、居民基本养老保险退保手续。",
)


@pytest.mark.parametrize("title", [NOTICE.title, "告 知 书"])
@pytest.mark.parametrize("draw", DRAWN.values(), ids=DRAWN)
def test_two_letters_on_one_page_are_two_also_where_their_titles_are_brief(draw, title):
    lines = [("姓名：张示例", *SAID, "☑是　□否", DAY), ("姓名：李示范", *SAID, "□是　☑否", DAY)]
    readings = list(read(draw(title, *lines[0], title, *lines[1])))
    said = [(certain(reading).person.name, certain(reading).choice) for reading in readings]
    assert said == [("张示例", "是"), ("李示范", "否")]
