"""A lucky draw: announced with a committed seed, entered once, drawn once after it has closed."""

import secrets
from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

import msgspec
import structlog
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.actor import Actor
from shop.core.audit import record_act
from shop.core.clock import now, shop_now
from shop.core.ids import keyed_digest, new_code
from shop.core.outbox import publish
from shop.games.errors import DrawNotClosed, DrawOpen, DrawSeedLost, DrawUnknown
from shop.games.events import DrawAnnounced, DrawDrawn
from shop.games.guards import host_on_air
from shop.games.models import Draw, DrawEntry, DrawWinner
from shop.games.rules import SEED_BYTES, commitment_of, seal, winners_of
from shop.markets.guards import require_host

CODE = "QT"
SWEEP = "sweep:games"

_log = structlog.get_logger("shop.games")


class NewDraw(msgspec.Struct, frozen=True, kw_only=True):
    """A prize for `winners` of those who enter within `seconds`."""

    client_id: str
    prize: str
    winners: int
    seconds: int


async def announce_draw(session: AsyncSession, actor: Actor, slug: str, wish: NewDraw, secret: str) -> Draw:
    """Announce a draw, its seed committed to. The same `client_id` is the same draw.

    Raises:
        DrawOpen: another one of the room is not drawn yet.
        NotOnAir, SessionUnknown, Unauthenticated, Forbidden: see `host_on_air`.
    """
    live = await host_on_air(session, actor, slug)
    known: Draw | None = await session.scalar(
        select(Draw).where(Draw.session_id == live.id, Draw.client_id == wish.client_id)
    )
    if known is not None:
        return known
    if await session.scalar(select(Draw.id).where(Draw.session_id == live.id, Draw.drawn_at.is_(None))):
        raise DrawOpen
    code, seed = new_code(CODE), secrets.token_bytes(SEED_BYTES)
    draw = Draw(
        session_id=live.id,
        client_id=wish.client_id,
        code=code,
        prize=wish.prize,
        winners=wish.winners,
        closes_at=await now(session) + timedelta(seconds=wish.seconds),
        commitment=commitment_of(seed),
        sealed=seal(seed, _pad(secret, code)),
    )
    session.add(draw)
    await session.flush()  # its id is told
    record_act(session, actor.person_id, "games.announce_draw", code, commitment=draw.commitment.hex())
    publish(session, DrawAnnounced(session_id=live.id, draw_id=draw.id))
    return draw


async def draw_now(session: AsyncSession, actor: Actor, slug: str, code: str, secret: str) -> Draw:
    """Draw what has closed, for its host. Again changes nothing.

    Raises:
        DrawUnknown: it is none of this room's.
        DrawNotClosed: it still takes entries.
        DrawSeedLost: the secret of this installation was changed since it was announced.
        SessionUnknown, Unauthenticated, Forbidden: see `require_host`.
    """
    live = await require_host(session, actor, slug)
    draw: Draw | None = await session.scalar(
        select(Draw)
        .where(Draw.code == code, Draw.session_id == live.id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    if draw is None:
        raise DrawUnknown
    if draw.drawn_at is None:
        if draw.closes_at > await now(session):
            raise DrawNotClosed
        await _draw(session, draw, secret)
        record_act(session, actor.person_id, "games.draw", code)
    return draw


async def draw_due(session: AsyncSession, secret: str, limit: int) -> int:
    """Draw at most `limit` draws that have closed; return how many.

    Safe to repeat and to run twice at once: held rows are passed over.
    """
    found = await session.scalars(
        select(Draw)
        .where(Draw.drawn_at.is_(None), Draw.closes_at <= shop_now())
        .order_by(Draw.id)
        .limit(limit)
        .with_for_update(key_share=True, skip_locked=True)
        .execution_options(populate_existing=True)
    )
    drawn = 0
    for draw in found.all():
        try:
            await _draw(session, draw, secret)
        except DrawSeedLost:
            _log.exception("a draw cannot be drawn: the secret key was changed", code=draw.code)
        else:
            record_act(session, SWEEP, "games.draw", draw.code)
            drawn += 1
    return drawn


async def _draw(session: AsyncSession, draw: Draw, secret: str) -> None:
    """Reveal the seed and write the winners; the row is locked, so entries under way have been waited for.

    Telephone numbers of those who did not win are forgotten.
    """
    seed = seal(draw.sealed, _pad(secret, draw.code))
    if commitment_of(seed) != draw.commitment:
        raise DrawSeedLost
    rows = await session.execute(select(DrawEntry.ticket, DrawEntry.id).where(DrawEntry.draw_id == draw.id))
    entries: dict[str, UUID] = {row.ticket: row.id for row in rows}
    won = [entries[ticket] for ticket in winners_of(seed, list(entries), draw.winners)]
    draw.seed, draw.drawn_at = seed, await now(session)
    session.add_all(DrawWinner(draw_id=draw.id, entry_id=entry, rank=at + 1) for at, entry in enumerate(won))
    await session.flush()  # the seed and the winners stand, or nothing does
    await _forget_phones(session, draw.id, won)
    publish(session, DrawDrawn(session_id=draw.session_id, draw_id=draw.id))


async def _forget_phones(session: AsyncSession, draw_id: UUID, won: Sequence[UUID]) -> None:
    await session.execute(
        update(DrawEntry)
        .where(DrawEntry.draw_id == draw_id, DrawEntry.phone.is_not(None), DrawEntry.id.not_in(won))
        .values(phone=None)
        .execution_options(synchronize_session=False)
    )


def _pad(secret: str, code: str) -> bytes:
    """What seals the seed of one draw: used once, as a code is given once."""
    return keyed_digest(secret, "draw-seal", code)
