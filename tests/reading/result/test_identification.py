"""Which form a text is, where titles are shared, contained in one another, or only spoken of."""

from __future__ import annotations

from dataclasses import replace
from unittest.mock import patch

import pytest

from drawn import DRAWN
from hjforms.api import form, forms, read
from hjforms.errors import DocumentError
from hjforms.reading.others.fitness import doubtful, fittest
from hjforms.reading.others.neighbours import read_labels
from hjforms.reading.page.squares import Square
from hjforms.reading.result.identification import candidates, headed
from hjforms.template.store import TOKEN
from hjforms.template.word import blocks, parse_xml

FORMS, REFUND = forms(), form("national/refund")
PERSON = [["姓名", "张示例", "性别", "男"], ["公民身份号码", "371000196501150018", "户籍地址", "示例县示例路1号"]]
draws = pytest.mark.parametrize("draw", DRAWN.values(), ids=DRAWN)
every_form = pytest.mark.parametrize("form", FORMS, ids=[form.id for form in FORMS])


def printed(form):
    """What a blank form prints."""
    found = blocks(parse_xml(form.compiled.document.encode()))
    return TOKEN.sub("", "".join(text for block in found for text in block.texts()))


@every_form
def test_a_form_is_known_by_its_title_and_labels(form):
    assert candidates(printed(form), FORMS)[0] is form


@every_form
def test_forms_that_share_a_title_are_told_apart_by_their_labels(form):
    """Every form of the same title as this one would be taken for it, if only titles counted."""
    others = [replace(other, title=form.title) for other in FORMS if other.id != form.id]
    found = candidates(printed(form), [*others, form])
    assert found[0] is form


@every_form
def test_a_text_that_only_speaks_of_a_form_is_no_form(form):
    assert candidates(f"关于填写《{form.title}》的通知", FORMS) == ()


@every_form
def test_however_many_words_of_a_form_a_text_has_one_that_only_speaks_of_it_is_none(form):
    text = printed(form).replace(form.title, f"《{form.title}》")
    assert form not in candidates(text, FORMS)
    assert form in candidates(text + form.title, FORMS)


@every_form
def test_white_space_and_width_do_not_count(form):
    text = " ".join(printed(form)).replace("（", "(").replace("）", ")")
    assert candidates(text, FORMS)[0] is form


HEAD = ["姓名", "张示例", "公民身份号码", "371000196501150018"]
LAND = ["项目", "个人缴费", "被征地个人缴费", "被征地集体缴费"]  # years as the office wants them: no column is read
PLAIN = ["项目", "个人缴费", "集体补助", "小计"]
PAID = ["2016年当年缴费", "500.00", "0.00", "100.00"]


@pytest.mark.parametrize("draw", DRAWN.values(), ids=DRAWN)
@pytest.mark.parametrize(("heads", "form_id"), [(LAND, "shandong/refund"), (PLAIN, "national/refund")])
def test_words_of_another_form_of_the_same_title_count_against_a_form(draw, heads, form_id):
    [reading] = read(draw("城乡养老保险重复缴费清退表", [HEAD], [heads, PAID]))
    assert reading.form.id == form_id


def test_a_paper_that_two_forms_fit_as_well_says_so():
    ours = form("shandong/contact-letter")
    twin = replace(ours, id="elsewhere/contact-letter")
    found = read_labels(ours, [Square(text, 0, 9 * row, 100, 9 * row + 8) for row, text in enumerate(HEAD)])
    with patch.object(type(ours), "compiled", ours.compiled):
        best, equals = fittest([(ours, found), (twin, found)])
    assert (best.id, [other.id for other in equals]) == (ours.id, [twin.id])
    assert [told.severity for told in doubtful(best, equals)] == ["error"]


def test_a_letter_that_leaves_its_matter_out_of_its_title_is_known_by_its_sentences():
    notice = form("shandong/notice")
    blank = [text for block in blocks(parse_xml(notice.compiled.document.encode())) for text in block.texts()]
    said = [TOKEN.sub("", text).replace("/", "、").replace("若不", "如不") for text in blank if text != notice.title]
    assert headed(["济宁市社会保险事业中心", "告 知 书", *said], FORMS) == [notice]
    assert headed(["告 知 书", "您在我省存在企业职工基本养老保险参保缴费记录，请确认是否办理。"], FORMS) == []
    assert headed(["告 知 书", "城乡养老保险制度衔接办法已经公布。"], FORMS) == []
    assert headed(["申 请 表", *said], FORMS) == []


def test_a_certificate_may_be_called_so_without_the_insurance_where_its_labels_are_there():
    certificate = form("jilin/certificate")
    blank = [text for block in blocks(parse_xml(certificate.compiled.document.encode())) for text in block.texts()]
    said = [TOKEN.sub("", text) for text in blank if text != certificate.title]
    assert certificate in headed(["参 保 缴 费 凭 证", *said], FORMS)
    assert headed(["参保缴费凭证", "姓名", "性别", "公民身份号码"], FORMS) == []


@draws
@pytest.mark.parametrize(
    "title", ["2024年度{}", "{}（存根）", "{}（第一联：存根）", "{}　第1联", "2024年{}（一式两份）", "{}（样表）"]
)
def test_years_and_copies_beside_a_title_are_no_part_of_it(draw, title):
    [reading] = read(draw(title.format(REFUND.title), PERSON))
    assert reading.form == REFUND
    assert reading.record.person.name == "张示例"


@draws
@pytest.mark.parametrize("title", ["附件5 重复缴费清退表（存根）", "5 {}"])
def test_a_title_that_is_not_clear_names_the_nearest_form(draw, title):
    with pytest.raises(DocumentError, match=f"像是《{REFUND.title}》"):
        read(draw(title.format(REFUND.title), PERSON))
