import hypothesis.strategies as st
import pytest
from hypothesis import assume, given

import strategies
from hjforms.errors import NotationError
from hjforms.notations import citizen_id

SAMPLES = {
    "371000196501150018": ("1965-01-15", "男"),
    "371000196803200025": ("1968-03-20", "女"),
    "220000198006100035": ("1980-06-10", "男"),
    "911124198108030024": ("1981-08-03", "女"),  # 外国人永久居留身份证
    "830000199201300022": ("1992-01-30", "女"),  # 台湾居民居住证
}


def numbered(digits: str) -> str:
    return digits + strategies.check_digit(digits)


@pytest.mark.parametrize(("number", "facts"), SAMPLES.items())
def test_samples(number, facts):
    assert citizen_id.read(number) == number == citizen_id.write(number)
    assert (citizen_id.birth_date(number).isoformat(), citizen_id.sex(number)) == facts
    assert citizen_id.region_known(number)


@given(strategies.citizen_ids())
def test_read_inverts_write(number):
    assert citizen_id.read(citizen_id.write(number)) == number


@given(strategies.citizen_ids(), st.data())
def test_full_width_and_white_space_and_a_small_x_do_not_matter(number, data):
    spelling = data.draw(st.sampled_from([number, number.lower(), strategies.full_width(number)]))
    assert citizen_id.read(data.draw(strategies.spaced(st.just(spelling)))) == number


@given(strategies.citizen_ids(), st.integers(0, 16), st.integers(1, 9))
def test_one_wrong_digit_is_always_noticed(number, place, difference):
    wrong = str((int(number[place]) + difference) % 10)
    with pytest.raises(NotationError):
        citizen_id.read(number[:place] + wrong + number[place + 1 :])


@given(strategies.citizen_ids(), st.integers(0, 15))
def test_two_digits_swapped_are_always_noticed(number, place):
    assume(number[place] != number[place + 1])
    with pytest.raises(NotationError):
        citizen_id.read(number[:place] + number[place + 1] + number[place] + number[place + 2 :])


@pytest.mark.parametrize(
    ("text", "position", "reason"),
    [
        ("37100019650115O018", 14, "“O”（U+004F）"),
        ("371000 19650115 00l8", 18, "“l”（U+006C）"),
        ("3710001965011500X8", 16, "“X”"),
        ("37100019650115001\u0425", 17, "（U+0425）"),
        ("371000196501150018，", 18, "“，”"),
        ("37100019650115001", None, "这里是17位"),
        ("3710001965011500181", None, "这里是19位"),
        ("371000650115001", None, "15位的旧号码"),
        ("CAN110081010501", None, "永久居留证的15位旧号码"),
        ("371000196501150019", None, "校验码"),
        (numbered("37100019650229001"), None, "出生日期"),
        (numbered("37100019651301001"), None, "出生日期"),
        (numbered("37100018491231001"), None, "出生日期"),
        (numbered("37100000000101001"), None, "出生日期"),
    ],
)
def test_anything_else_is_refused(refusal, text, position, reason):
    error = refusal(citizen_id.read, text)
    assert error.position == position
    assert reason in str(error)


@pytest.mark.parametrize("digits", ["99000019650115001", "37999919000101999", "37000018500101001", "37000029990101001"])
def test_an_odd_person_passes(digits):
    """Refusing a valid person is worse than passing an odd one."""
    assert citizen_id.read(numbered(digits)) == numbered(digits)


@pytest.mark.parametrize(
    ("prefix", "known"),
    [("11", True), ("54", True), ("71", True), ("83", True), ("91", True), ("93", True), ("16", False), ("99", False)],
)
def test_regions(prefix, known):
    assert citizen_id.region_known(prefix + "7000196501150018") is known


@pytest.mark.parametrize("value", ["", " 371000196501150018", "371000196501150019", "３71000196501150018"])
def test_write_takes_only_what_read_returns(value):
    with pytest.raises(NotationError):
        citizen_id.write(value)
