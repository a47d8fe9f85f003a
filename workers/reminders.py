"""Work around watches: whom to call, and messages to browsers."""

from uuid import UUID

import httpx
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.db import short
from shop.notifications.deliver_push import deliver_pushes
from shop.notifications.notify_reminder import tell_watcher
from shop.reminders.call import call_watchers
from shop.reminders.events import WatchCalled
from shop.reminders.keep_push import keep_push_key
from shop.reminders.push_gateway import PushGateway
from workers.runtime import Worker, program, sweep
from workers.subscribe import subscriber


@sweep("reminders.call", "live")
async def call(session: AsyncSession, limit: int) -> int:
    """Call those whose moment has come."""
    return await call_watchers(session, limit)


@subscriber("notices.reminder", "live")
async def tell_called(session: AsyncSession, event_id: UUID, event: WatchCalled) -> None:
    """Write the letter; it and the messages leave with the next delivery."""
    await tell_watcher(session, event_id, event)


@program("reminders.deliver_push", "live")
async def deliver(worker: Worker, /) -> None:
    """Send the messages that wait, and say which key they are signed with."""
    async with httpx.AsyncClient(follow_redirects=False) as client:
        gateway = PushGateway(worker.settings.secret_key, worker.settings.base_url, client)
        async with short(worker.sessions) as session:
            await keep_push_key(session, gateway.public)
        await deliver_pushes(worker.sessions, gateway, worker.settings)
