"""Call those who watch when its moment has come."""

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.db import sql
from shop.core.outbox import publish_all
from shop.core.request_id import current_request_id
from shop.reminders.events import WatchCalled

_CALL = text(sql("reminders/call"))


async def call_watchers(session: AsyncSession, limit: int) -> int:
    """Call at most `limit` readers of what is due now; returns how many. Two at once call nobody twice.

    A day and a quarter of an hour before a market or stall begins, and when it goes on air (the first stall of a
    market counts). Who follows a producer is called of each stall that shows its goods: the day before, and on air.
    """
    calls = (await session.scalars(_CALL, {"most": limit})).all()
    await publish_all(session, [(WatchCalled(call_id=call), current_request_id()) for call in calls])
    return len(calls)
