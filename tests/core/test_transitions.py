"""Transition tables: what is not written is refused."""

from enum import StrEnum

import pytest

from shop.core.transitions import IllegalMove, Transitions


class Lamp(StrEnum):
    OFF = "off"
    ON = "on"
    BROKEN = "broken"


TABLE = Transitions({Lamp.OFF: frozenset({Lamp.ON, Lamp.BROKEN}), Lamp.ON: frozenset({Lamp.OFF, Lamp.BROKEN})})


def test_only_written_moves_are_allowed():
    moves = {(current, to) for current in Lamp for to in Lamp if TABLE.allows(current, to)}

    assert moves == {(Lamp.OFF, Lamp.ON), (Lamp.OFF, Lamp.BROKEN), (Lamp.ON, Lamp.OFF), (Lamp.ON, Lamp.BROKEN)}


def test_a_final_state_stays():
    with pytest.raises(IllegalMove) as refusal:
        TABLE.check(Lamp.BROKEN, Lamp.ON)

    assert refusal.value.facts == {"current": "broken", "to": "on"}


def test_sources_are_what_a_guarded_update_asks_for():
    assert TABLE.sources(Lamp.BROKEN) == {Lamp.OFF, Lamp.ON}
