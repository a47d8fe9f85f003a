"""Work around offers: waiting lists are served, flash drops end, buyers are told."""

from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_
from sqlalchemy.ext.asyncio import AsyncSession

from shop.inventory.events import StockReceived
from shop.livestream.events import PinChanged
from shop.markets.models import LiveSession
from shop.notifications.notify_waiting import tell_of_turn
from shop.offers.end_lists import end_lists
from shop.offers.events import WaitingClosed, WaitingServed
from shop.offers.finish_flash import finish_due
from shop.offers.models import WaitingEntry
from shop.offers.serve import WaitTerms, serve_waiting
from shop.orders.events import OrderFacts
from shop.orders.terms import order_terms
from workers.app import SETTINGS
from workers.runtime import sweep
from workers.subscribe import subscriber

TERMS = order_terms(SETTINGS)
WAIT = WaitTerms(SETTINGS.waiting_hold_minutes, SETTINGS.waiting_after_minutes)


@subscriber("offers.serve_next", "money")
async def serve_next(session: AsyncSession, _event_id: UUID, event: OrderFacts | StockReceived | PinChanged) -> None:
    """Pieces came free, or a price changed: those whose turn it is get theirs. The sweep finds what is missed."""
    await serve_waiting(session, TERMS, WAIT, _lists_of(event))


def _lists_of(event: OrderFacts | StockReceived | PinChanged) -> ColumnElement[bool]:
    if isinstance(event, PinChanged):
        return and_(WaitingEntry.session_id == event.session_id, WaitingEntry.variant_id == event.variant_id)
    freed = event.lines if isinstance(event, OrderFacts) else (event,)
    return or_(
        *(and_(WaitingEntry.variant_id == one.variant_id, LiveSession.place_id == one.place_id) for one in freed)
    )


@subscriber("notices.waiting", "live")
async def tell_turn(session: AsyncSession, event_id: UUID, event: WaitingServed | WaitingClosed) -> None:
    """Write the notice that a turn came, or does not come."""
    await tell_of_turn(session, event_id, event.entry_id)


@sweep("offers.serve_waiting", "live", limit=20)
async def serve(session: AsyncSession, limit: int) -> int:
    """Serve the lists whose news was lost on the way."""
    return await serve_waiting(session, TERMS, WAIT, limit=limit)


@sweep("offers.end_lists", "live", limit=200)
async def end(session: AsyncSession, limit: int) -> int:
    """Tell those whose session is over before their turn."""
    return await end_lists(session, WAIT, limit)


@sweep("offers.finish_flashes", "live", limit=50)
async def finish(session: AsyncSession, limit: int) -> int:
    """End the flash drops whose time is over."""
    return await finish_due(session, limit)
