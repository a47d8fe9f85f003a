"""The lowest live price a producer allows: approve it, withdraw it, hold a price to it."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from shop.catalog.models import Product, Variant
from shop.core.actor import Actor
from shop.core.audit import record_act
from shop.core.errors import Forbidden, Unauthenticated
from shop.core.money import Dong, show
from shop.core.outbox import publish
from shop.markets.errors import FloorsLocked, FloorWrong, LivePriceBelowFloor, NotInLineUp, SessionUnknown
from shop.markets.events import FloorChanged
from shop.markets.models import LineUp, LiveSession, PriceFloor, SessionState
from shop.producers.guards import require_member
from shop.producers.models import MemberRole


async def approve_floor(session: AsyncSession, actor: Actor, slug: str, variant_id: UUID, price: int) -> None:
    """Say the lowest live price (đồng) of one's variant in a session that has not begun. Safe to repeat.

    The session's row is locked as its start locks it: a floor stands wholly before a start, or is refused.

    Raises:
        FloorWrong: nothing, or more than the list price.
        FloorsLocked: the session has begun.
        NotInLineUp: it does not show the variant.
        SessionUnknown: no session has this address.
        Unauthenticated, Forbidden: the actor edits nothing of this producer.
    """
    live, list_price = await _to_come(session, actor, slug, variant_id)
    if not 0 < price <= list_price:
        raise FloorWrong(field="price", list_price=show(list_price))
    row = {"session_id": live.id, "variant_id": variant_id, "price": price, "approved_by": str(actor.person_id)}
    written = insert(PriceFloor).values(row)
    changed = await session.scalar(
        written.on_conflict_do_update(
            index_elements=[PriceFloor.session_id, PriceFloor.variant_id],
            set_={"price": written.excluded.price, "approved_by": written.excluded.approved_by},
            where=PriceFloor.price != written.excluded.price,
        ).returning(PriceFloor.id)
    )
    if changed is not None:
        record_act(session, actor.person_id, "markets.approve_floor", slug, variant=str(variant_id), price=price)
        publish(session, FloorChanged(session_id=live.id, variant_id=variant_id, price=price))


async def withdraw_floor(session: AsyncSession, actor: Actor, slug: str, variant_id: UUID) -> None:
    """Let the list price be the floor again. Safe to repeat.

    Raises:
        FloorsLocked, NotInLineUp, SessionUnknown, Unauthenticated, Forbidden: as `approve_floor`.
    """
    live, _ = await _to_come(session, actor, slug, variant_id)
    gone = await session.scalar(
        delete(PriceFloor)
        .where(PriceFloor.session_id == live.id, PriceFloor.variant_id == variant_id)
        .returning(PriceFloor.id)
        .execution_options(synchronize_session=False)
    )
    if gone is not None:
        record_act(session, actor.person_id, "markets.withdraw_floor", slug, variant=str(variant_id))
        publish(session, FloorChanged(session_id=live.id, variant_id=variant_id, price=None))


async def hold_to_floor(
    session: AsyncSession, session_id: UUID, variant_id: UUID, price: int, list_price: Dong
) -> None:
    """Refuse a live price below the floor: what everything asks that opens a campaign in a session.

    Raises:
        LivePriceBelowFloor: it lies below what the producer approved, or below the list price where nothing was.
    """
    if price >= list_price:
        return
    floor = (await floors_of(session, session_id, [variant_id])).get(variant_id, list_price)
    if price < floor:
        raise LivePriceBelowFloor(field="price", floor=show(floor), extra={"floor": floor})


async def floors_of(session: AsyncSession, session_id: UUID, variants: Sequence[UUID] = ()) -> dict[UUID, Dong]:
    """The approved floors of a session by variant: those of `variants`, or all."""
    found = select(PriceFloor.variant_id, PriceFloor.price).where(PriceFloor.session_id == session_id)
    if variants:
        found = found.where(PriceFloor.variant_id.in_(variants))
    return {row[0]: row[1] for row in await session.execute(found)}


async def _to_come(session: AsyncSession, actor: Actor, slug: str, variant_id: UUID) -> tuple[LiveSession, Dong]:
    if actor.person_id is None:
        raise Unauthenticated
    live: LiveSession | None = await session.scalar(
        select(LiveSession)
        .where(LiveSession.slug == slug)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    if live is None:
        raise SessionUnknown
    row = (
        await session.execute(
            select(Product.producer_id, Variant.price)
            .join(Product, Product.id == Variant.product_id)
            .join(LineUp, LineUp.variant_id == Variant.id)
            .where(LineUp.session_id == live.id, Variant.id == variant_id)
        )
    ).one_or_none()
    if row is None:
        raise NotInLineUp(field="variant")
    if row[0] is None:
        raise Forbidden
    await require_member(session, actor, row[0], MemberRole.EDITOR)
    if live.state is not SessionState.SCHEDULED:
        raise FloorsLocked
    return live, row[1]
