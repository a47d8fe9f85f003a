"""Say how goods are kept at a pin."""

from collections.abc import Collection
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
from shop.offers.errors import DepositWrong, HoldWrong, NothingToPayFirst
from shop.offers.events import OfferSet
from shop.offers.models import Offer, Policy
from shop.offers.rules import LONGEST_HOLD, SHORTEST_HOLD
from shop.orders.deposit_rules import DepositRule
from shop.payments.models import PaymentMethod


class Keeping(msgspec.Struct, frozen=True):
    """Who gets a piece, and for how many minutes it is kept or may be paid (None: as long as the shop does)."""

    policy: Policy
    hold_minutes: int | None = None
    deposit: DepositRule | None = None


async def set_offer(
    session: AsyncSession,
    actor: Actor,
    slug: str,
    variant_id: UUID,
    keeping: Keeping,
    *,
    methods: Collection[PaymentMethod],
) -> None:
    """Keep the variant for who orders it, for who pays a deposit, or let who pays first have it.

    `methods` are the ways to pay that are taken. Orders placed keep what they had. Safe to repeat: the same again tells
    nobody.

    Raises:
        HoldWrong: not so short, not so long.
        DepositWrong: no such deposit, or one where none is asked for.
        NothingToPayFirst: cash alone is taken.
        NotOnSale: the variant does not stand in the session's line-up.
        SessionUnknown, Unauthenticated, Forbidden: see `require_host`.
    """
    live = await require_host(session, actor, slug)
    _check(keeping, methods)
    shown = select(LineUp.id).where(LineUp.session_id == live.id, LineUp.variant_id == variant_id)
    if await session.scalar(shown) is None:
        raise NotOnSale(field="variant")
    wish = _columns(keeping)
    stands = await session.execute(
        select(*(getattr(Offer, name) for name in wish)).where(
            Offer.session_id == live.id, Offer.variant_id == variant_id
        )
    )
    if wish == (stands.mappings().one_or_none() or _columns(Keeping(Policy.HOLD))):
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
        policy=keeping.policy.value,
        minutes=keeping.hold_minutes,
        deposit=None if keeping.deposit is None else msgspec.to_builtins(keeping.deposit),
    )
    publish(session, OfferSet(session_id=live.id, variant_id=variant_id))


def _check(keeping: Keeping, methods: Collection[PaymentMethod]) -> None:
    minutes, deposit = keeping.hold_minutes, keeping.deposit
    if minutes is not None and not SHORTEST_HOLD <= minutes <= LONGEST_HOLD:
        raise HoldWrong(field="hold_minutes")
    if (deposit is not None) is not (keeping.policy is Policy.DEPOSIT) or (deposit and not deposit.bounded):
        raise DepositWrong(field="deposit")
    if keeping.policy is not Policy.HOLD and not set(methods) - {PaymentMethod.COD}:
        raise NothingToPayFirst(field="policy")


def _columns(keeping: Keeping) -> dict[str, object]:
    deposit = keeping.deposit or DepositRule()
    return {
        "policy": keeping.policy,
        "hold_minutes": keeping.hold_minutes,
        "deposit_percent": deposit.percent,
        "deposit_each": deposit.each,
        "deposit_kept": deposit.kept,
    }
