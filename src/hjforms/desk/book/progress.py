"""Where a case stands (进度): the stages of its procedure under the clock of ``calculations/deadline``.

The state of a case (状态) is the stage that is open, or the one that is waited for: from 申请 to 办结.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from hjforms.calculation import Outcome
from hjforms.calculations.deadline import CALCULATION, stated_events
from hjforms.errors import HjformsError
from hjforms.law.procedure import EVENTS, Stage, procedure
from hjforms.wording import Said, Sentence

APPLYING, FINISHED = "申请", "可以办结"
"""The states before the first stage and after the last one."""
CLOSINGS: Mapping[str, str] = {
    "done": Sentence("办结"),
    "refused": Sentence("不予办理"),
    "withdrawn": Sentence("撤回"),
}
"""How a case ends."""
ANSWERS = {
    "letter_sent_on": "letter_received_on",
    "account_sent_on": "account_received_on",
    "confirmed_on": "confirmation_received_on",
    "funds_sent_on": "funds_received_on",
}
"""What has been received has been sent, also where the other agency's day is not known."""


@dataclass(frozen=True)
class StageOf:
    """A stage of one case: its ``stage``, when it is due, how it stands, and whether that is late."""

    stage: Stage
    due: dt.date | None
    told: str
    is_late: bool
    is_done: bool
    is_started: bool

    @property
    def is_open(self) -> bool:
        """True where it has started and is not done."""
        return self.is_started and not self.is_done

    @property
    def event(self) -> str:
        """What is noted when it is done: ``发出联系函日期``."""
        return EVENTS[self.stage.done]


@dataclass(frozen=True)
class Progress:
    """The stages of a case as of a day. ``fault`` says why there are none."""

    stages: tuple[StageOf, ...]
    outcome: Outcome
    events: Mapping[str, dt.date]
    fault: Said | None = None

    @property
    def open(self) -> list[StageOf]:
        """What is to be done."""
        return [stage for stage in self.stages if stage.is_open]

    @property
    def due_on(self) -> dt.date | None:
        """The first day on which something is due."""
        return min((stage.due for stage in self.open if stage.due), default=None)

    @cached_property
    def current(self) -> StageOf | None:
        """The stage at which the case stands: the first that is open, else the first after all that are done."""
        if self.open:
            return self.open[0]
        last = max((number for number, stage in enumerate(self.stages) if stage.is_done), default=-1)
        return next(iter(self.stages[last + 1 :]), None)

    @property
    def state(self) -> str:
        """The state of the case."""
        if not self.events or self.fault or not self.stages:
            return APPLYING
        return self.current.stage.name if self.current else FINISHED


def progress(clock: Mapping[str, Any], as_of: dt.date) -> Progress:
    """How a case stands on a day; ``clock`` is the case of the calculation ``deadline`` without that day."""
    try:
        case = CALCULATION.load({**clock, "as_of": as_of.isoformat()})
        events = stated_events(case)
        outcome = CALCULATION.perform(case)
        found = procedure(case.rules, case.direction, min(events.values(), default=as_of))
    except HjformsError as error:
        return Progress((), Outcome(), {}, error.message)
    return Progress(tuple(_stages(found.stages, outcome, events)), outcome, events)


def _stages(stages: Sequence[Stage], outcome: Outcome, events: Mapping[str, dt.date]) -> Iterator[StageOf]:
    """The stages that the outcome has figures of."""
    for stage in stages:
        state = outcome.figures.get(f"{stage.key}.state")
        if state is None:
            continue
        late = outcome.figures.get(f"{stage.key}.late")
        is_done = stage.done in events or ANSWERS.get(stage.done) in events
        was_told = stage.done in events or not is_done
        yield StageOf(
            stage,
            outcome.figures[f"{stage.key}.due"].value,
            state.text if was_told else "已办",
            bool(late and late.value and was_told),
            is_done,
            stage.started(events) is not None,
        )


def states() -> list[str]:
    """Every state in which a case can be, in the order of the procedures."""
    from hjforms.law.procedure import PROCEDURES

    names = [
        stage.name
        for rules, directions in PROCEDURES.items()
        for direction in directions
        for stage in procedure(rules, direction, dt.date.max).stages
    ]
    return [APPLYING, *dict.fromkeys(names), FINISHED]
