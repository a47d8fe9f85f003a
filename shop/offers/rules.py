"""Bounds of offers, and whose turn it is. Pure."""

from collections.abc import Sequence

import msgspec

SHORTEST_HOLD, LONGEST_HOLD = 1, 60  # minutes
SOONEST, LATEST = 10, 300  # seconds before a flash drop opens
SHORTEST_FLASH, LONGEST_FLASH = 1, 20  # minutes a flash drop is open
MOST_PIECES = 10_000  # of a flash drop
FLASH_SHOWN = 120  # seconds in which a room shows how a flash drop ended


class Turn(msgspec.Struct, frozen=True):
    """An entry by what it wants: so many pieces, at the price of a campaign."""

    quantity: int
    campaign: object


def in_turn(turns: Sequence[Turn], free: int, left: dict[object, int | None]) -> int:
    """How many of `turns`, the oldest first, can be served wholly: nobody overtakes one that cannot.

    `free` pieces are on the shelf, `left` go at the price of each campaign (None: as many as there are).
    """
    rest = dict(left)
    for served, turn in enumerate(turns):
        bound = rest.get(turn.campaign)
        if turn.quantity > free or (bound is not None and turn.quantity > bound):
            return served
        free -= turn.quantity
        if bound is not None:
            rest[turn.campaign] = bound - turn.quantity
    return len(turns)
