"""What is said in a room as its host and officers see it, with what was taken down and who is kept from speaking."""

from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy import and_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.livestream.claims_rules import Claim
from shop.livestream.models import BanKind, Comment, Platform, RoomBan
from shop.livestream.queries import seen
from shop.livestream.speaker import ban_in_force

TALK = 50  # newest lines of a desk
MOST_BANS = 200


class LineSeen(msgspec.Struct, frozen=True, kw_only=True):
    """A line of the room; `shadow` ones are seen by their sender and here alone, `hidden` ones by nobody else.

    `ban` is how its sender is kept from speaking now. `known` says whether they can be at all. `claims` is what
    the line promises and may not.
    """

    id: UUID
    name: str
    text: str
    at: datetime
    order: bool
    shadow: bool
    hidden: bool
    known: bool
    ban: BanKind | None
    claims: list[Claim]
    origin: Platform | None = None


class BanSeen(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody kept from speaking, until a moment (UTC) or, where it is null, the end of the session."""

    id: UUID
    name: str
    kind: BanKind
    until: datetime | None
    why: str
    at: datetime

    @classmethod
    def of(cls, ban: RoomBan) -> "BanSeen":
        """The ban as those see it who keep the room."""
        return cls(id=ban.id, name=ban.name, kind=ban.kind, until=ban.until, why=ban.why, at=ban.created_at)


async def talk_of_room(session: AsyncSession, session_id: UUID, limit: int = TALK) -> list[LineSeen]:
    """The newest lines, the oldest first; telephone numbers are hidden as for everybody."""
    same = or_(Comment.person_id == RoomBan.person_id, Comment.guest_key == RoomBan.guest_key)
    rows = await session.execute(
        select(Comment, RoomBan.kind)
        .outerjoin(RoomBan, and_(RoomBan.session_id == Comment.session_id, ban_in_force(), same))
        .where(Comment.session_id == session_id)
        .order_by(Comment.id.desc())
        .limit(limit)
        .execution_options(populate_existing=True)
    )
    return [_line(comment, kind) for comment, kind in reversed(rows.all())]


async def bans_of_room(session: AsyncSession, session_id: UUID) -> list[BanSeen]:
    """Who is kept from speaking now, the newest first."""
    bans = await session.scalars(
        select(RoomBan)
        .where(RoomBan.session_id == session_id, ban_in_force())
        .order_by(RoomBan.id.desc())
        .limit(MOST_BANS)
        .execution_options(populate_existing=True)
    )
    return [BanSeen.of(ban) for ban in bans]


def _line(comment: Comment, ban: BanKind | None) -> LineSeen:
    shown = seen(comment)
    return LineSeen(
        id=shown.id,
        name=shown.name,
        text=shown.text,
        at=shown.at,
        order=shown.order,
        shadow=comment.shadow,
        hidden=comment.hidden_at is not None,
        known=comment.person_id is not None or comment.guest_key is not None,
        ban=ban,
        claims=[Claim(claim) for claim in comment.claims],
        origin=comment.origin,
    )
