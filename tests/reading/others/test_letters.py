"""Letters in running text: names that blanks set apart, figures that a mark ends."""

from __future__ import annotations

import pytest

from drawn import placed, reading_of
from hjforms.api import form

LETTER = form("national/contact-letter")
REST = (((40, "开户单位：示例市社会保险事业中心"),), ((40, "账号：123456789"),), ((40, "经办人：赵经办"),))


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("原在你处参保的 　王示例　 （性别：男，公民身份号码：371000196308150032），请办理。", "王示例"),
        ("原在你处参保的王示例（性别：男，公民身份号码：371000196308150032），请办理。", None),
    ],
    ids=["set apart", "where does it begin?"],
)
def test_a_name_in_a_sentence_is_read_where_blanks_set_it_apart(said, name):
    law = "根据《城乡养老保险制度衔接暂行办法》（人社部发〔2014〕17号）有关规定，"
    lines = (((40, "编号：1"),), ((40, "示例市社会保险经办机构："),), ((58, law),), ((40, said),))
    reading = reading_of(placed(LETTER.title, *lines, *REST), LETTER)
    assert (reading.record.person.name, reading.record.person.citizen_id) == (name, "371000196308150032")
    assert reading.record.receiving_agency.account_name == "示例市社会保险事业中心"
    assert name or any(found.severity == "error" for found in reading.findings)
