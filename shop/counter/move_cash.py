"""Cash is put into a drawer, or taken out, for a reason."""

from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.actor import Actor
from shop.core.audit import record_act
from shop.core.errors import Invalid
from shop.core.idempotency import draw_key
from shop.counter.drawer import put_cash, require_shift
from shop.counter.models import CashKind
from shop.stockroom.guards import stockroom_of

ROUTE = "counter.cash"


async def move_cash(session: AsyncSession, actor: Actor, slug: str, amount: int, *, reason: str, key: str) -> None:
    """Put `amount` đồng into the place's open drawer or, below zero, take so much out; the same key does it once.

    Raises:
        Invalid: nothing would move.
        DrawerClosed, DrawerShort: it is not open, or has not so much.
        PlaceUnknown, Unauthenticated, Forbidden, InProgress, KeyReused: as everywhere.
    """
    place = await stockroom_of(session, actor, slug)
    if not amount:
        raise Invalid(field="amount")
    drawn = await draw_key(session, f"person:{actor.person_id}", ROUTE, key, [slug, amount, reason])
    if drawn.replayed:
        return
    shift = await require_shift(session, place.id)
    kind = CashKind.PAID_IN if amount > 0 else CashKind.PAID_OUT
    await put_cash(session, shift, kind, amount, str(actor.person_id), reason=reason)
    record_act(session, actor.person_id, f"drawer.{kind.value}", place.slug, amount=amount, reason=reason)
