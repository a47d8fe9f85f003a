"""Transition tables: one explicit map of what may follow what; everything else is refused."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Generic, TypeVar

from shop.core.errors import Conflict

State = TypeVar("State", bound=StrEnum)


class IllegalMove(Conflict):
    """The thing is in a state from which this cannot follow."""

    code = "illegal_move"


class Transitions(Generic[State]):
    """Which state may follow which. A state that is no key is final."""

    def __init__(self, moves: Mapping[State, frozenset[State]]) -> None:
        self._moves = dict(moves)

    def allows(self, current: State, to: State) -> bool:
        """Whether `to` may follow `current`."""
        return to in self._moves.get(current, frozenset())

    def check(self, current: State, to: State) -> None:
        """Refuse an illegal move.

        Raises:
            IllegalMove: `to` may not follow `current`.
        """
        if not self.allows(current, to):
            raise IllegalMove(current=current.value, to=to.value)

    def sources(self, to: State) -> frozenset[State]:
        """The states from which `to` may be reached: what a guarded UPDATE asks for."""
        return frozenset(state for state, following in self._moves.items() if to in following)
