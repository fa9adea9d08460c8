"""Labels in two languages: the Chinese one counts, and what says the same again is neither a value nor a label."""

from __future__ import annotations

import pytest

from drawn import DRAWN, in_word, reading_of
from hjforms.api import form
from support import certain

CERTIFICATE = form("jilin/certificate")
ACCOUNT = form("national/employee-account")
LABELS = ("姓名", "性别", "公民身份号码", "个人编号", "本地实际缴费月数", "户籍地地址")
VALUES = ("朴美兰", "女", "222404197905110469", "2224040061735", "187", "珲春市河南街道迎春社区")
OTHERS = {
    "Korean": ("성명", "성별", "공민신분번호", "개인번호", "실제 납부 개월수", "호적지 주소"),
    "English": ("Name", "Sex", "ID No.", "Personal No.", "Months paid (actual)", "Registered address"),
    "Uyghur": ("ئىسمى", "جىنسى", "كىملىك نومۇرى", "شەخسىي نومۇر", "تاپشۇرغان ئاي", "نوپۇس ئادرېسى"),
    "Mongolian": ("ᠨᠡᠷ᠎ᠡ", "ᠬᠦᠢᠰᠦ", "ᠦᠨᠡᠮᠯᠡᠬᠦ", "ᠬᠤᠪᠢ ᠶᠢᠨ ᠨᠣᠮᠧᠷ", "ᠰᠠᠷ᠎ᠠ", "ᠬᠠᠶᠢᠭ"),
    "Tibetan": ("མིང་།", "ཕོ་མོ།", "ཐོབ་ཐང་ཨང་།", "སྒེར་གྱི་ཨང་།", "ཟླ་གྲངས།", "ཁ་བྱང་།"),
}
WAYS = {
    "below": "{label}\n{other}",
    "above": "{other}\n{label}",
    "beside": "{label} {other}",
    "before": "{other} {label}",
    "parted": "{label}/{other}",
    "in brackets": "{label}（{other}）",
}


def labelled(way, language, *values):
    """The labels in two languages, each with its value right of it."""
    texts = [WAYS[way].format(label=label, other=other) for label, other in zip(LABELS, OTHERS[language], strict=True)]
    return [[text, value] for text, value in zip(texts, values, strict=True)]


def read_person(record):
    person = record.person
    return (person.name, person.sex, person.citizen_id, person.personal_number, str(record.months), person.address)


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("way", WAYS)
def test_labels_in_two_languages_in_one_cell(way, language):
    reading = reading_of(in_word(CERTIFICATE.title, labelled(way, language, *VALUES)), CERTIFICATE)
    assert read_person(certain(reading)) == VALUES
    assert not [finding for finding in reading.findings if finding.severity == "error"]


@pytest.mark.parametrize("draw", DRAWN.values())
@pytest.mark.parametrize("way", ["below", "beside"])
def test_labels_in_chinese_and_english_in_pdf_and_in_word(way, draw):
    reading = reading_of(draw(CERTIFICATE.title, labelled(way, "English", *VALUES)), CERTIFICATE)
    assert read_person(certain(reading)) == VALUES


@pytest.mark.parametrize("language", OTHERS)
def test_the_other_language_in_a_cell_of_its_own_is_no_value(language):
    across = [list(parts) for parts in zip(LABELS, OTHERS[language], VALUES, strict=True)]
    assert read_person(certain(reading_of(in_word(CERTIFICATE.title, across), CERTIFICATE))) == VALUES


@pytest.mark.parametrize("language", OTHERS)
def test_labels_in_two_languages_before_a_colon(language):
    lines = [f"{label} {other}：{value}" for label, other, value in zip(LABELS, OTHERS[language], VALUES, strict=True)]
    assert read_person(certain(reading_of(in_word(CERTIFICATE.title, *lines), CERTIFICATE))) == VALUES


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("is_parted", [False, True])
def test_heads_in_two_languages(is_parted, language):
    heads = ["年份", "缴费起始时间", "缴费终止时间", "缴费月数", "至本年末个人账户累计储存额"]
    others = OTHERS[language][: len(heads)]
    over = [heads, others] if is_parted else [[f"{one}\n{other}" for one, other in zip(heads, others, strict=True)]]
    rows = [*over, ["2011", "2011.01", "2011.12", "12", "100.00"], ["2012", "2012.01", "2012.06", "6", "150.00"]]
    years = certain(reading_of(in_word(ACCOUNT.title, [["姓名", "朴美兰"]], rows), ACCOUNT)).years
    assert [(row.year, row.months, str(row.balance)) for row in years] == [(2011, 12, "100.00"), (2012, 6, "150.00")]


def test_what_stands_in_another_script_behind_labels_without_a_place_for_values_may_be_their_value():
    rows = [["姓名 JOHN SMITH", "公民身份号码：222404197905110469"], ["户籍地地址 Main Street", "个人编号：12"]]
    reading = reading_of(in_word(CERTIFICATE.title, rows), CERTIFICATE)
    assert certain(reading).person.name in {None, "JOHN SMITH"}
    told = {finding.path for finding in reading.findings if finding.severity == "error"}
    assert told or certain(reading).person.name == "JOHN SMITH"


def test_values_in_another_script_are_read_as_they_stand():
    rows = [["姓名", "JOHN SMITH"], ["户籍地地址", "Main Street"], ["个人编号", "AB-12"], ["性别", "女"]]
    person = certain(reading_of(in_word(CERTIFICATE.title, rows), CERTIFICATE)).person
    assert (person.name, person.address, person.personal_number) == ("JOHN SMITH", "Main Street", "AB-12")
