"""Open and close windows of pre-orders."""

from uuid import UUID

import msgspec
from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from shop.batches.errors import VariantNotYours
from shop.catalog.change import note_change
from shop.catalog.models import Variant
from shop.core.audit import record_act
from shop.core.clock import shop_now, today
from shop.places.errors import PlaceUnknown
from shop.places.models import Place, PlaceKind
from shop.places.queries import is_serving
from shop.preorders.errors import PreorderDatesWrong, PreorderOpenAlready, PreorderUnknown
from shop.preorders.models import PreorderWindow
from shop.preorders.rules import Days


class NewWindow(msgspec.Struct, frozen=True, kw_only=True):
    """A harvest to be ordered ahead: of which variant, coming to which place, when and how much."""

    variant_id: UUID
    place_id: UUID
    days: Days
    quantity: int
    buyer_limit: int | None = None


async def open_window(session: AsyncSession, actor_id: UUID, producer_id: UUID, new: NewWindow) -> PreorderWindow:
    """Let a variant of the producer be pre-ordered. One that is over is closed by the way.

    Of two at once one is refused: the unique index lets a variant have one window that is not closed.

    Raises:
        VariantNotYours: the variant is none of this producer.
        PreorderDatesWrong: the days cannot be meant so.
        PlaceUnknown: the place sells nothing, or is the store of somebody else.
        PreorderOpenAlready: the variant has a window that is not over.
    """
    variant = await session.get(Variant, new.variant_id)
    if variant is None or variant.producer_id != producer_id or not variant.active:
        raise VariantNotYours(field="variant")
    day = await today(session)
    fault = new.days.fault(day)
    if fault is not None:
        raise PreorderDatesWrong(field=fault)
    await _check_place(session, producer_id, new.place_id)
    over = update(PreorderWindow).where(
        PreorderWindow.variant_id == new.variant_id, PreorderWindow.closed_at.is_(None), PreorderWindow.ends_on < day
    )
    await session.execute(over.values(closed_at=shop_now()).execution_options(synchronize_session=False))
    row = {
        "variant_id": new.variant_id,
        "place_id": new.place_id,
        "quantity": new.quantity,
        "buyer_limit": new.buyer_limit,
        "opened_by": actor_id,
        **msgspec.structs.asdict(new.days),
    }
    made: PreorderWindow | None = await session.scalar(
        insert(PreorderWindow).values(row).on_conflict_do_nothing().returning(PreorderWindow)
    )
    if made is None:
        raise PreorderOpenAlready(field="variant")
    note_change(session, variant.product_id, "preorder")
    record_act(session, actor_id, "preorders.open", str(made.id), variant=variant.sku, quantity=new.quantity)
    return made


async def close_window(session: AsyncSession, actor_id: UUID, producer_id: UUID, window_id: UUID) -> None:
    """Take no more pre-orders in a window; those placed stand and wait for their goods. Safe to repeat.

    Raises:
        PreorderUnknown: the producer has none such.
    """
    window = await session.scalar(
        select(PreorderWindow)
        .join(Variant, Variant.id == PreorderWindow.variant_id)
        .where(PreorderWindow.id == window_id, Variant.producer_id == producer_id)
        .with_for_update(of=PreorderWindow)
    )
    if window is None:
        raise PreorderUnknown
    if window.closed_at is None:
        closed = update(PreorderWindow).where(PreorderWindow.id == window_id).values(closed_at=shop_now())
        await session.execute(closed.execution_options(synchronize_session=False))
        variant = await session.get_one(Variant, window.variant_id)
        note_change(session, variant.product_id, "preorder")
        record_act(session, actor_id, "preorders.close", str(window_id))


async def _check_place(session: AsyncSession, producer_id: UUID, place_id: UUID) -> None:
    place = await session.get(Place, place_id)
    if place is None or place.kind is PlaceKind.TRANSIT or not await is_serving(session, place_id):
        raise PlaceUnknown(field="sales_point")
    if place.kind is PlaceKind.PRODUCER_STORE and place.producer_id != producer_id:
        raise PlaceUnknown(field="sales_point")
