"""Who speaks or acts in a room: a person, or a guest told apart by a keyed hash."""

from uuid import UUID

import msgspec
from sqlalchemy import ColumnElement, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute as Whose

from shop.core.actor import Actor
from shop.core.ids import keyed_digest


class Speaker(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody by what is known of them; a guest of whom nothing is known has neither."""

    person_id: UUID | None = None
    guest_key: bytes | None = None

    @classmethod
    def of(cls, actor: Actor, guest: bytes | None) -> "Speaker":
        """The signed-in person, else the guest."""
        return cls(person_id=actor.person_id, guest_key=None if actor.signed_in else guest)

    @property
    def known(self) -> bool:
        """Whether they can be known again."""
        return self.person_id is not None or self.guest_key is not None

    def wrote(self, person_id: Whose[UUID | None], guest_key: Whose[bytes | None]) -> ColumnElement[bool]:
        """The rows about them, by a table's two columns of whose a row is."""
        if self.person_id is not None:
            return person_id == self.person_id
        return guest_key == self.guest_key

    async def take_turn(self, session: AsyncSession, session_id: UUID) -> None:
        """Wait until nothing else about them is under way in this room; held until the commit.

        Their comments follow one another, and none slips past a ban made at the same moment. Whoever locks
        the session's row takes it first.
        """
        who = f"{session_id}:{self.person_id or (self.guest_key or b'').hex()}"
        await session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(who, 7701))))


def guest_key(secret: str, slug: str, address: str, agent: str) -> bytes:
    """What tells guests of one session apart: their address and browser, hashed, another one in each session.

    A whole phone network may share an address, so the browser counts too; neither stands in the database.
    """
    return keyed_digest(secret, "room-guest", slug, address, agent)[:16]
