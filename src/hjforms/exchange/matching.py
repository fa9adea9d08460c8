"""Two lists side by side (配对): the entries of one person, by citizen id, and those that have no partner, or several.

Where a form has no citizen id, entries belong together by their number in their list.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from hjforms.errors import Fault
from hjforms.exchange.entry import Entry
from hjforms.records.base import leaves
from hjforms.records.rules import value_at
from hjforms.unread import Unread
from hjforms.wording import Said, Sentence

PERSON, ID = "person", "citizen_id"
IDENTITY = f"{PERSON}.{ID}"
NO_IDENTITY = Sentence("没有读得出的公民身份号码，不能按人配对；请补上后重试。")
SEVERAL = "{other}里与它对应的有几份：{places}；不知用哪一份，请只留一份。"
UNKNOWN = "pair.identity"
Key = tuple[str, str]


@dataclass(frozen=True)
class Match:
    """An entry of each list that belong together; or one alone, with the ``fault`` that says why it has no partner."""

    first: Entry | None
    second: Entry | None
    fault: Fault | None = None

    @property
    def entries(self) -> tuple[Entry, ...]:
        """Both entries, or the one that is alone."""
        return tuple(entry for entry in (self.first, self.second) if entry is not None)

    @property
    def words(self) -> Said:
        """Where they stand."""
        places = [entry.origin.words for entry in self.entries]
        return Sentence("{first} 和 {second}", first=places[0], second=places[1]) if len(places) > 1 else places[0]

    @property
    def faults(self) -> tuple[Fault, ...]:
        """What is wrong with an entry that is alone: its own faults, and why it has no partner."""
        if self.fault is None:
            return ()
        own = [fault for entry in self.entries for fault in entry.faults]
        return tuple(own) if own and self.fault.code == UNKNOWN else (*own, self.fault)


def identity(entry: Entry) -> str | None:
    """The citizen id that an entry states, sound or not; empty where it states none, ``None`` where its form cannot."""
    if entry.form is not None and IDENTITY not in leaves(entry.form.record_type):
        return None
    if entry.record is not None:
        found = value_at(entry.record, IDENTITY)
        return "" if found is None or isinstance(found, Unread) else str(found)
    person = (entry.data or {}).get(PERSON)
    stated = person.get(ID) if isinstance(person, Mapping) else None
    return stated.strip().upper() if isinstance(stated, str) else ""


def matched(first: Iterable[Entry], second: Iterable[Entry], names: tuple[Said, Said]) -> Iterator[Match]:
    """Every entry of two lists, once: in the order of the first, then those of the second without a partner.

    ``names`` is how messages call the lists. Of a form that both lists have, an entry belongs to one of that form.
    """
    lists = tuple(first), tuple(second)
    both = {_form(entry) for entry in lists[0]} & {_form(entry) for entry in lists[1]}
    keyed = [[(_key(entry, number, both), entry) for number, entry in enumerate(found, 1)] for found in lists]
    groups = [_grouped(found) for found in keyed]
    for key, entry in keyed[0]:
        partners = groups[1].get(key, [])
        fault = _fault(key, entry, groups[0], partners, names[1])
        yield Match(entry, None, fault) if fault else Match(entry, partners[0])
    for key, entry in keyed[1]:
        fault = _fault(key, entry, groups[1], groups[0].get(key, []), names[0])
        if fault:
            yield Match(None, entry, fault)


def _form(entry: Entry) -> str:
    return entry.form.base_id if entry.form else ""


def _key(entry: Entry, number: int, both: set[str]) -> Key | None:
    """By what an entry finds its partner; nothing where it cannot."""
    known = identity(entry)
    if known == "":
        return None
    form = _form(entry)
    return form if form in both else "", f"#{number}" if known is None else known


def _grouped(keyed: Iterable[tuple[Key | None, Entry]]) -> dict[Key | None, list[Entry]]:
    groups: dict[Key | None, list[Entry]] = defaultdict(list)
    for key, entry in keyed:
        groups[key].append(entry)
    return dict(groups)


def _fault(
    key: Key | None, entry: Entry, own: Mapping[Key | None, Sequence[Entry]], partners: Sequence[Entry], other: Said
) -> Fault | None:
    """Why an entry has no partner; nothing where it has just one."""
    if key is None:
        return Fault("", NO_IDENTITY, UNKNOWN)
    if twins := [twin.origin.words for twin in own[key] if twin is not entry]:
        message = Sentence("同一公民身份号码另有：{places}；不知用哪一份，请只留一份。", places=twins)
        return Fault("", message, "pair.several")
    if not partners:
        return Fault("", Sentence("{other}里没有与它对应的一份（公民身份号码相同的）。", other=other), "pair.missing")
    if len(partners) > 1:
        places = [partner.origin.words for partner in partners]
        message = Sentence(
            "{other}里与它对应的有几份：{places}；不知用哪一份，请只留一份。", other=other, places=places
        )
        return Fault("", message, "pair.several")
    return None
