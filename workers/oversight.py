"""Work around complaints about live sessions and orders of authorities."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from shop.notifications.notify_oversight import tell_asked, tell_late, tell_sender, tell_warned
from shop.oversight.events import ComplaintMoved, HostWarned, StatementAsked, TakedownLate
from shop.oversight.prune import prune_records
from shop.oversight.takedown import warn_of_late
from workers.app import SETTINGS
from workers.runtime import sweep
from workers.subscribe import subscriber


@subscriber("notices.complaint", "live")
async def tell_complainer(session: AsyncSession, event_id: UUID, event: ComplaintMoved) -> None:
    """Write the notice of who complained."""
    await tell_sender(session, SETTINGS.secret_key, event_id, event)


@subscriber("notices.statement", "live")
async def tell_concerned_by(session: AsyncSession, event_id: UUID, event: StatementAsked) -> None:
    """Write the notices of who is asked for a statement."""
    await tell_asked(session, event_id, event)


@subscriber("notices.host_warned", "live")
async def tell_host_warned(session: AsyncSession, event_id: UUID, event: HostWarned) -> None:
    """Write the notice of a host who was warned."""
    await tell_warned(session, event_id, event)


@subscriber("notices.takedown_late", "live")
async def tell_takedown_late(session: AsyncSession, event_id: UUID, event: TakedownLate) -> None:
    """Write the notices of officers."""
    await tell_late(session, event_id, event)


@sweep("oversight.warn_of_late", "live", limit=50)
async def warn(session: AsyncSession, limit: int) -> int:
    """Tell of orders to remove something whose time is over."""
    return await warn_of_late(session, limit)


@sweep("oversight.prune_records", "bulk", limit=1000)
async def prune_sessions(session: AsyncSession, limit: int) -> int:
    """Remove the records of sessions that were kept long enough."""
    return await prune_records(session, SETTINGS.livestream_keep_days, limit)
