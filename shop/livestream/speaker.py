"""Who speaks in a room: a person, or a guest told apart by a keyed hash."""

from uuid import UUID

import msgspec
from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.actor import Actor, Role
from shop.core.clock import shop_now
from shop.core.ids import keyed_digest
from shop.livestream.models import Comment, RoomBan

EXEMPT = frozenset({Role.STAFF, Role.OFFICER, Role.ADMIN})


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

    def wrote(self, table: type[Comment | RoomBan]) -> ColumnElement[bool]:
        """The rows of `table` about them."""
        if self.person_id is not None:
            return table.person_id == self.person_id
        return table.guest_key == self.guest_key

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


def is_exempt(actor: Actor, host_id: UUID) -> bool:
    """Whether bans, slow mode and banned words are not for them: the host, staff, officers."""
    return actor.person_id == host_id or bool(EXEMPT & actor.roles)


def shown_to(reader: Speaker | None) -> ColumnElement[bool]:
    """The comments a reader is shown: those in the shadow to their sender alone."""
    lit = Comment.shadow.is_(False)
    own = lit if reader is None or not reader.known else or_(lit, reader.wrote(Comment))
    return own & Comment.hidden_at.is_(None)


def ban_in_force() -> ColumnElement[bool]:
    """The bans that keep somebody from speaking now."""
    return and_(RoomBan.lifted_at.is_(None), or_(RoomBan.until.is_(None), RoomBan.until > shop_now()))
