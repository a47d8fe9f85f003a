"""What a room's frame carries of its games. Amounts are đồng."""

from datetime import datetime
from uuid import UUID

import msgspec

from shop.games.rules import EntryShown


class PollOption(msgspec.Struct, frozen=True):
    """An answer of a poll and how many chose it."""

    text: str
    votes: int


class PollSeen(msgspec.Struct, frozen=True, kw_only=True):
    """A poll; answers are chosen by their place, from 0. `closes_at` is null where its host closes it."""

    id: UUID
    question: str
    options: list[PollOption]
    closes_at: datetime | None
    open: bool


class DrawSeen(msgspec.Struct, frozen=True, kw_only=True):
    """A lucky draw. `commitment` is the SHA-256 of the seed (hex), `seed` null until it was drawn."""

    code: str
    prize: str
    winners: int
    entries: int
    closes_at: datetime
    open: bool
    commitment: str
    seed: str | None
    won: list[EntryShown]


class DropSeen(msgspec.Struct, frozen=True, kw_only=True):
    """A voucher dropped into the room: `left` pieces until a moment. Its code is told to who keeps it."""

    id: UUID
    name: str
    amount: int | None
    percent: int | None
    cap: int | None
    minimum: int
    quota: int
    left: int
    until: datetime
    open: bool


class GamesSeen(msgspec.Struct, frozen=True, kw_only=True):
    """What is played in a room at this moment; a poll's result stays 30 seconds, winners ten minutes."""

    poll: PollSeen | None = None
    draw: DrawSeen | None = None
    drop: DropSeen | None = None
