"""Say how goods are kept at a pin."""

from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from shop.cart.errors import NotOnSale
from shop.core.actor import Actor
from shop.core.audit import record_act
from shop.core.outbox import publish
from shop.markets.guards import require_host
from shop.markets.models import LineUp
from shop.offers.errors import HoldWrong
from shop.offers.events import OfferSet
from shop.offers.models import Offer, Policy
from shop.offers.rules import LONGEST_HOLD, SHORTEST_HOLD


class Keeping(msgspec.Struct, frozen=True):
    """Who gets a piece, and for how many minutes it is kept or may be paid (None: as long as the shop does)."""

    policy: Policy
    hold_minutes: int | None = None


async def set_offer(session: AsyncSession, actor: Actor, slug: str, variant_id: UUID, keeping: Keeping) -> None:
    """Keep the variant for who orders it, or let who pays first have it.

    Orders placed keep what they had. Safe to repeat: the same again tells nobody.

    Raises:
        HoldWrong: not so short, not so long.
        NotOnSale: the variant does not stand in the session's line-up.
        SessionUnknown, Unauthenticated, Forbidden: see `require_host`.
    """
    live = await require_host(session, actor, slug)
    policy, hold_minutes = keeping.policy, keeping.hold_minutes
    if hold_minutes is not None and not SHORTEST_HOLD <= hold_minutes <= LONGEST_HOLD:
        raise HoldWrong(field="hold_minutes")
    shown = select(LineUp.id).where(LineUp.session_id == live.id, LineUp.variant_id == variant_id)
    if await session.scalar(shown) is None:
        raise NotOnSale(field="variant")
    wish = {"policy": policy, "hold_minutes": hold_minutes}
    before = await session.execute(
        select(Offer.policy, Offer.hold_minutes).where(Offer.session_id == live.id, Offer.variant_id == variant_id)
    )
    if (before.one_or_none() or (Policy.HOLD, None)) == (policy, hold_minutes):
        return
    values = {"session_id": live.id, "variant_id": variant_id, **wish}
    await session.execute(
        insert(Offer).values(values).on_conflict_do_update(index_elements=["session_id", "variant_id"], set_=wish)
    )
    record_act(
        session,
        actor.person_id,
        "offers.set",
        live.slug,
        variant=str(variant_id),
        policy=policy.value,
        minutes=hold_minutes,
    )
    publish(session, OfferSet(session_id=live.id, variant_id=variant_id))
