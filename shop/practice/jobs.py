"""What waits for the host of a training run: lines with nothing done about them yet. Pure."""

from collections.abc import Sequence

import msgspec

from shop.practice.models import ActKind
from shop.practice.rules import DEADLINE
from shop.practice.scenario import Spoken, Talk
from shop.practice.stage import Done, Line, Stage

MOST = 6  # shown at once
_ALONE = frozenset({Talk.CHAT})
HINTED, ALL_LINES = 1, 3  # levels: with hints, and without anybody sorting the lines
_ANSWERS = frozenset({ActKind.REPLY, ActKind.REFUSE, ActKind.TAKE})


class Job(msgspec.Struct, frozen=True, kw_only=True):
    """A line that waits; `seconds` are left for it. `hint`: what it is, where the level says so."""

    line: Line
    seconds: int
    hint: Talk | None = None


def jobs_of(stage: Stage, audience: Sequence[Spoken], acts: Sequence[Done], level: int) -> list[Job]:
    """What waits now, the most urgent first."""
    within = DEADLINE[level]
    spoken = {line.number: line for line in audience}
    handled = {act.target for act in acts if act.kind in _ANSWERS}
    found = []
    for line in stage.lines:
        if line.number is None or stage.at - line.at > within or str(line.number) in handled:
            continue
        if line.id in stage.removed or line.name in stage.muted:
            continue
        said = spoken[line.number]
        if level < ALL_LINES and not _waits(said, stage):
            continue
        hint = said.talk if level == HINTED else None
        found.append(Job(line=line, seconds=int(within - (stage.at - line.at)), hint=hint))
    return found[:MOST] if level < ALL_LINES else found[-MOST:]


def _waits(said: Spoken, stage: Stage) -> bool:
    if said.talk in _ALONE or said.clear:
        return False
    if said.talk is Talk.PIN:
        return said.code not in stage.pins
    return not stage.taken(said.number)
