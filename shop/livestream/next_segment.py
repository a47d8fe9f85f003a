"""The run of show goes on: one tap takes the old goods down and pins the new ones."""

from uuid import UUID

import msgspec
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.actor import Actor
from shop.core.audit import record_act
from shop.core.errors import Refusal
from shop.livestream.models import Pin
from shop.livestream.pin import pin_variant
from shop.livestream.unpin import BY_SEGMENT, close_pins
from shop.markets.errors import NotOnAir
from shop.markets.guards import require_host
from shop.markets.keep_seen import note_host
from shop.markets.models import SessionState
from shop.programme.models import SegmentGood
from shop.programme.turn import note_skip, take_turn


class Skipped(msgspec.Struct, frozen=True):
    """A variant that was not pinned, and the code of the reason."""

    variant: UUID
    code: str


async def next_segment(session: AsyncSession, actor: Actor, slug: str, leaving: UUID | None) -> list[Skipped]:
    """Leave the segment `leaving` (None: nothing has begun) for the one behind it; return what could not be pinned.

    The old segment's goods come down, unless the new one shows them too; then its own are pinned at their live
    prices. What may not be pinned now (its certificate lapsed, its price lies below the floor, three others stand
    pinned) is passed over. A tap that names a segment the show has left already changes nothing.

    Raises:
        NotOnAir: the session is not on air.
        SessionUnknown, Unauthenticated, Forbidden: see `require_host`.
    """
    live = await require_host(session, actor, slug)
    if live.state is not SessionState.ON_AIR:
        raise NotOnAir
    session_id = live.id  # a pin that is undone may have `live` read anew
    await note_host(session, live, actor)
    taken = await take_turn(session, live, leaving)
    if taken is None:
        return []
    shown = {good.variant_id for good in taken.goods}
    old = [variant for variant in taken.before if variant not in shown]
    await close_pins(session, BY_SEGMENT, Pin.session_id == session_id, Pin.variant_id.in_(old), tell=False)
    skipped = []
    for good in taken.goods:
        code = await _try_pin(session, actor, slug, good)
        if code is not None:
            note_skip(session, taken.turn_id, good.variant_id, code)
            skipped.append(Skipped(good.variant_id, code))
    title = taken.segment.title if taken.segment else None
    record_act(session, actor.person_id, "livestream.next_segment", slug, title=title, skipped=len(skipped))
    return skipped


async def _try_pin(session: AsyncSession, actor: Actor, slug: str, good: SegmentGood) -> str | None:
    """Pin it; the code of the refusal where it cannot be, which leaves nothing behind."""
    bounds = {"quota": good.quota, "buyer_limit": good.buyer_limit}
    try:
        async with session.begin_nested():
            await pin_variant(session, actor, slug, good.variant_id, good.price, **bounds)
    except Refusal as refusal:
        return refusal.code
    return None
