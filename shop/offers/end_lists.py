"""End waiting lists whose session is over."""

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.clock import shop_now
from shop.core.outbox import publish
from shop.markets.models import LiveSession, SessionState
from shop.offers.events import WaitingClosed
from shop.offers.models import WaitingEntry, WaitState
from shop.offers.serve import WaitTerms, goes_on


async def end_lists(session: AsyncSession, wait: WaitTerms, limit: int = 200) -> int:
    """Tell those who still wait that their turn does not come; return how many. Safe to repeat."""
    found = await session.scalars(
        select(WaitingEntry)
        .join(LiveSession, LiveSession.id == WaitingEntry.session_id)
        .where(WaitingEntry.state == WaitState.WAITING, LiveSession.state == SessionState.ENDED, ~goes_on(wait))
        .order_by(WaitingEntry.number)
        .limit(limit)
        .with_for_update(of=WaitingEntry, skip_locked=True)
        .execution_options(populate_existing=True)
    )
    entries = list(found)
    if entries:
        await session.execute(
            update(WaitingEntry)
            .where(WaitingEntry.id.in_([entry.id for entry in entries]))
            .values(state=WaitState.ENDED, closed_at=shop_now())
            .execution_options(synchronize_session=False)
        )
    for entry in entries:
        publish(session, WaitingClosed(session_id=entry.session_id, entry_id=entry.id))
    return len(entries)
