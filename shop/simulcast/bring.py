"""Bring what was said about a session elsewhere into its room: shown with its origin, moderated like any, no order."""

import base64
import hmac
from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.comment_orders.queries import goods_of_room
from shop.comments.meaning import Act, Intent
from shop.comments.parse import parse
from shop.core.actor import GUEST, Actor, Role
from shop.core.errors import Forbidden, Unauthenticated
from shop.core.ids import keyed_digest
from shop.livestream.comment import Said, post_comment
from shop.livestream.models import Comment, Platform
from shop.livestream.queries import seen
from shop.markets.errors import SessionUnknown
from shop.markets.models import LiveSession
from shop.markets.run import runs
from shop.simulcast.errors import BringTokenWrong

NEWEST = 100  # lines from elsewhere that are read for wishes
ORDERING = frozenset({Intent.ORDER, Intent.ADD, Intent.AMBIGUOUS})


class Brought(msgspec.Struct, frozen=True, kw_only=True):
    """Something said elsewhere; `external_id` is the platform's own of it, and brings it here once."""

    platform: Platform
    external_id: str
    name: str
    text: str


class WishElsewhere(msgspec.Struct, frozen=True, kw_only=True):
    """A line from elsewhere that would order, for the host to answer: `wants` are codes and pieces, as they read.

    Nobody's telephone is known, so it never becomes an order by itself.
    """

    comment: UUID
    platform: Platform
    name: str
    text: str
    at: datetime
    wants: list[str]


async def bring_comment(
    session: AsyncSession, actor: Actor, slug: str, brought: Brought, *, secret: str, token: str | None
) -> Comment:
    """Say it in the room in its writer's name. The same platform and `external_id` is one comment.

    For who runs the session, an administrator, or a program with the session's `token`. Its writer may be kept from
    speaking like any guest; nothing is read out of it that would touch an order.

    Raises:
        Unauthenticated, Forbidden, BringTokenWrong: the asker may not. SessionUnknown: there is no such session.
        KeyReused: it was brought with other words. See `post_comment` for what rooms refuse.
    """
    await _may_bring(session, actor, slug, secret=secret, token=token)
    writer = keyed_digest(secret, "brought", slug, brought.platform, brought.name)[:16]
    said = Said(
        text=brought.text,
        client_id=f"{brought.platform} {brought.external_id}",  # a space: no client in the room can take the name
        guest=writer,
        name=brought.name,
        locale=actor.locale,
        origin=brought.platform,
    )
    return await post_comment(session, GUEST, slug, said)


def bring_token(secret: str, session_id: UUID) -> str:
    """What a program brings comments into one session with: 192 bits, the same each time, stored nowhere."""
    return base64.urlsafe_b64encode(keyed_digest(secret, "bring-token", str(session_id))[:24]).decode()


async def wishes_elsewhere(session: AsyncSession, session_id: UUID, most: int) -> list[WishElsewhere]:
    """The lines from elsewhere that would order, the newest first; more than `most` pieces are asked about too."""
    room = await goods_of_room(session, session_id)
    lines = await session.scalars(
        select(Comment)
        .where(
            Comment.session_id == session_id,
            Comment.origin.is_not(None),
            Comment.hidden_at.is_(None),
            Comment.shadow.is_(False),
        )
        .order_by(Comment.id.desc())
        .limit(NEWEST)
    )
    found = []
    for line in lines:
        meaning = parse(line.text, room.line_up, room.pinned, most)
        if meaning.intent in ORDERING and line.origin is not None:
            shown = seen(line)
            wants = [f"{item.code} × {item.quantity or 1}" for item in meaning.items if item.act is not Act.CANCEL]
            found.append(
                WishElsewhere(
                    comment=line.id, platform=line.origin, name=shown.name, text=shown.text, at=shown.at, wants=wants
                )
            )
    return found


async def _may_bring(session: AsyncSession, actor: Actor, slug: str, *, secret: str, token: str | None) -> None:
    if token is None and not actor.signed_in:
        raise Unauthenticated
    live: LiveSession | None = await session.scalar(select(LiveSession).where(LiveSession.slug == slug))
    if live is None:
        raise SessionUnknown
    if token is not None:
        if not hmac.compare_digest(bring_token(secret, live.id).encode(), token.encode()):
            raise BringTokenWrong
        return
    if Role.ADMIN not in actor.roles and not await runs(session, live, actor.person_id):
        raise Forbidden
