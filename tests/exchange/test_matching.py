"""Entries of two lists that belong together."""

from dataclasses import replace

from hjforms.catalogue import form
from hjforms.exchange import Entry, Origin
from hjforms.exchange.matching import matched
from hjforms.wording import said

NAMES = (said("甲"), said("乙"))


def entries(file, *ids):
    return [
        Entry(None, None, Origin(file, item=number), data={"person": {"citizen_id": stated}})
        for number, stated in enumerate(ids, 1)
    ]


def brief(found):
    return [
        (
            match.first and match.first.origin.item,
            match.second and match.second.origin.item,
            match.fault and match.fault.code,
        )
        for match in found
    ]


def test_each_entry_comes_once():
    found = matched(entries("a", "1", "2", "3", "3", None), entries("b", "2", "1x", "3", "5", "5"), NAMES)
    assert brief(found) == [
        (1, None, "pair.missing"),
        (2, 1, None),
        (3, None, "pair.several"),
        (4, None, "pair.several"),
        (5, None, "pair.identity"),
        (None, 2, "pair.missing"),
        (None, 3, "pair.several"),
        (None, 4, "pair.several"),
        (None, 5, "pair.several"),
    ]


def test_the_spelling_of_a_stated_id_does_not_matter():
    assert brief(matched(entries("a", " 1x"), entries("b", "1X "), NAMES)) == [(1, 1, None)]


def test_forms_without_citizen_ids_are_paired_by_number():
    notice = form("shandong/notice")
    first, second = (
        [Entry(notice, None, Origin(file, item=number)) for number in range(1, 1 + count)]
        for file, count in (("a", 3), ("b", 2))
    )
    assert brief(matched(first, second, NAMES)) == [(1, 1, None), (2, 2, None), (3, None, "pair.missing")]


def test_several_forms_in_both_lists_are_paired_form_by_form():
    mixed = [
        replace(entry, form=form(f"shandong/{name}"))
        for entry, name in zip(entries("a", "1", "1"), ("refund", "resident-account"), strict=True)
    ]
    assert brief(matched(mixed, mixed[::-1], NAMES)) == [(1, 1, None), (2, 2, None)]
