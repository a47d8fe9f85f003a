"""A drawer is opened with the cash that lies in it for change."""

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.actor import Actor
from shop.core.audit import record_act
from shop.core.idempotency import claim_key, settle_key
from shop.counter.drawer import open_shift, put_cash, require_shift
from shop.counter.errors import DrawerOpen
from shop.counter.models import CashKind, CashShift
from shop.stockroom.guards import stockroom_of

ROUTE = "counter.open"


async def open_drawer(session: AsyncSession, actor: Actor, slug: str, amount: int, key: str) -> None:
    """Open the drawer of a place with `amount` đồng in it; the same key opens once.

    One that opened by itself, for the cash of an order, is taken over: what is in its book stays.

    Raises:
        DrawerOpen: somebody has opened it already; a unique index decides between two.
        PlaceUnknown, Unauthenticated, Forbidden, InProgress, KeyReused: as everywhere.
    """
    place = await stockroom_of(session, actor, slug)
    scope = f"person:{actor.person_id}"
    if await claim_key(session, scope, ROUTE, key, [slug, amount]) is not None:
        return
    shift = await open_shift(session, place.id)
    if shift is None:
        made = insert(CashShift).values(place_id=place.id, opened_by=actor.person_id)
        if await session.scalar(made.on_conflict_do_nothing().returning(CashShift.id)) is None:
            raise DrawerOpen
        shift = await require_shift(session, place.id)
    elif shift.opened_by is None:
        shift.opened_by = actor.person_id
    else:
        raise DrawerOpen
    await put_cash(session, shift, CashKind.FLOAT, amount, str(actor.person_id))
    await session.flush()
    record_act(session, actor.person_id, "drawer.open", place.slug, amount=amount)
    await settle_key(session, scope, ROUTE, key, str(shift.id))
