"""Pages in two columns: a label that several fields share belongs to the section above it in its own column."""

from __future__ import annotations

import pytest

from drawn import SIZE, placed, reading_of
from hjforms.api import form
from support import certain

APPLICATION = form("national/application")
LEFT, RIGHT = 40, 330
TOP = ((LEFT, "申请日期：2024-05-06"), (RIGHT, "编号：示例7"))
OFFICE = ("机构名称：示例县社会保险中心", "邮政编码：200002", "联系电话：021-50000002")


def read_as(*rows, under=()):
    """What is read of a page with two texts on each line, and of the lines below these."""
    drawn = (tuple((at, text) for at, text in ((LEFT, left), (RIGHT, right)) if text) for left, right in rows)
    return certain(reading_of(placed(APPLICATION.title, TOP, *drawn, *under), APPLICATION))


def test_every_column_is_read_from_the_top_down():
    record = read_as(
        ("一、申请人", "四、转出地（现参保地）社保机构"),
        ("姓名：张示例", OFFICE[0]),
        ("联系电话：13800000001", OFFICE[1]),
        ("邮政编码：100001", OFFICE[2]),
        ("户籍地址：示例县1号", "转出地个人编号：123456"),
        ("二、退费账户", "五、转入地（待遇领取地）社保机构"),
        ("户名：张示例", "机构名称：示例市居保中心"),
        ("开户银行：示例银行", "行政区划代码：371000"),
        ("三、代办人", ""),
        ("姓名：李代办", "六、受理意见"),
        ("联系电话：13800000003", "经办人（签章）：王经办"),
        ("联系地址：示例县2号", "联系电话：0631-5200004"),
    )
    assert (record.person.phone, record.person.postcode) == ("13800000001", "100001")
    assert (record.from_agency.phone, record.from_agency.postcode) == ("021-50000002", "200002")
    assert (record.from_agency.name, record.to_agency.name) == ("示例县社会保险中心", "示例市居保中心")
    assert (record.agent.name, record.agent.phone) == ("李代办", "13800000003")
    assert (record.signoff.handler, record.signoff.phone) == ("王经办", "0631-5200004")


def test_a_heading_whose_number_follows_heads_the_whole_width():
    record = read_as(
        ("一、转出地社保机构", "二、转入地社保机构"),
        (OFFICE[0], "机构名称：示例市居保中心"),
        (OFFICE[2], "行政区划代码：371000"),
        ("三、退费账户", ""),
        ("户名：张示例", "开户银行：示例银行"),
        ("四、代办人", ""),
        ("姓名：李代办", "联系电话：13800000003"),
    )
    assert (record.from_agency.phone, record.agent.phone) == ("021-50000002", "13800000003")
    assert (record.refund_account.account_name, record.refund_account.bank) == ("张示例", "示例银行")


@pytest.mark.parametrize("heads", [("一、代办人", "二、转出地社保机构"), ("代办人信息", "转出地社保机构信息")])
def test_who_signs_below_both_columns_is_in_neither(heads):
    record = read_as(
        heads,
        ("姓名：李代办", OFFICE[0]),
        ("联系地址：示例县2号", OFFICE[1]),
        ("经办人（签章）：王经办", "联系电话：0631-5200004"),
    )
    assert (record.signoff.handler, record.signoff.phone) == ("王经办", "0631-5200004")
    assert record.from_agency is None or record.from_agency.phone is None


def test_two_labels_on_a_line_under_one_heading_are_no_columns():
    record = read_as(
        ("一、申请人", ""),
        ("姓名：张示例", "性别：男"),
        ("联系电话：13800000001", "户籍地址：示例县1号"),
        ("二、代办人", ""),
        ("姓名：李代办", "联系电话：13800000003"),
    )
    assert (record.person.name, record.person.phone) == ("张示例", "13800000001")
    assert (record.agent.name, record.agent.phone) == ("李代办", "13800000003")


@pytest.mark.parametrize(
    ("gap", "first", "last", "name"),
    [
        (((),), "示例市城乡居民社会养老保险服", "务中心", "示例市城乡居民社会养老保险服务中心"),
        ((), "示例市城乡居民社会养老保险服", "务中心", None),
        (((),), "示例市示例区示例路某某某某某", "示例中心", None),
        (((),), "示例市城乡居民社会", "养老保险中心", None),
    ],
)
def test_the_label_of_an_agency_stands_beside_the_last_line_of_its_name(gap, first, last, name):
    label = "社保机构（章）："
    start = RIGHT + 6 * SIZE - 14 * SIZE
    lines = (*gap, ((start, first),), ((start - len(label) * SIZE, label + last),))
    drawn = placed(APPLICATION.title, TOP, ((LEFT, "姓名：张示例"), (RIGHT, "性别：男")), *lines, step=12)
    reading = reading_of(drawn, APPLICATION)
    assert certain(reading).signoff.agency == name
    assert name or "signoff.agency" in {found.path for found in reading.findings if found.severity == "error"}
