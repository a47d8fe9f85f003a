"""Work around planned markets and their runs of show."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from shop.markets.events import FloorChanged, FloorsAsked, MarketDropped, MarketMoved, StallDropped, StallShifted
from shop.markets.plan_series import make_weeks
from shop.notifications.notify_floor import tell_floor_changed, tell_floors_asked
from shop.notifications.notify_plan import (
    tell_market_dropped,
    tell_market_moved,
    tell_stall_dropped,
    tell_stall_shifted,
)
from shop.notifications.notify_stock_ask import tell_stock_asked
from shop.programme.events import StockAskMoved
from workers.runtime import sweep
from workers.subscribe import subscriber


@subscriber("notices.market_moved", "live")
async def tell_moved(session: AsyncSession, event_id: UUID, event: MarketMoved) -> None:
    """Tell who watches the new time."""
    await tell_market_moved(session, event_id, event)


@subscriber("notices.market_called_off", "live")
async def tell_market_off(session: AsyncSession, event_id: UUID, event: MarketDropped) -> None:
    """Tell who watches that it does not take place."""
    await tell_market_dropped(session, event_id, event)


@subscriber("notices.stall_shifted", "live")
async def tell_shifted(session: AsyncSession, event_id: UUID, event: StallShifted) -> None:
    """Tell who watches its new time and place."""
    await tell_stall_shifted(session, event_id, event)


@subscriber("notices.stall_called_off", "live")
async def tell_stall_off(session: AsyncSession, event_id: UUID, event: StallDropped) -> None:
    """Tell who watches that it does not take place."""
    await tell_stall_dropped(session, event_id, event)


@subscriber("notices.stock_asked", "live")
async def tell_asked_place(session: AsyncSession, event_id: UUID, event: StockAskMoved) -> None:
    """Tell the staff of the place that is asked."""
    await tell_stock_asked(session, event_id, event)


@subscriber("notices.floors_asked", "live")
async def tell_floors_wanted(session: AsyncSession, event_id: UUID, event: FloorsAsked) -> None:
    """Tell the producers of goods that a stall is going to show."""
    await tell_floors_asked(session, event_id, event)


@subscriber("notices.floor_changed", "live")
async def tell_floor_moved(session: AsyncSession, event_id: UUID, event: FloorChanged) -> None:
    """Tell the producer's people which floor holds now."""
    await tell_floor_changed(session, event_id, event)


@sweep("markets.make_weeks", "bulk", limit=100)
async def make(session: AsyncSession, limit: int) -> int:
    """Make the coming weeks of markets that are held every week."""
    return await make_weeks(session, limit)
