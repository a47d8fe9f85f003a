"""Work around uploads."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.db import short
from shop.media.events import PictureReceived
from shop.media.make_widths import make_waiting, make_widths
from shop.media.remove import remove_stray
from workers.app import SETTINGS
from workers.runtime import Worker, program, sweep
from workers.subscribe import subscriber


@subscriber("media.make_widths", "bulk")
async def ready(session: AsyncSession, _event_id: UUID, event: PictureReceived) -> None:
    """Make a picture ready to be shown."""
    await make_widths(session, SETTINGS, event.asset_id)


@sweep("media.make_waiting", "bulk", limit=5)
async def take_up(session: AsyncSession, limit: int) -> int:
    """Make ready the pictures that were forgotten."""
    return await make_waiting(session, SETTINGS, limit)


@program("media.remove_stray", "bulk")
async def remove(worker: Worker, /) -> None:
    """Remove files that no row points at."""
    async with short(worker.sessions) as session:
        await remove_stray(session, worker.settings)
