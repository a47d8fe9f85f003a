"""Work what a provider told: once, its effect and `handled_at` in one transaction."""

from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.clock import now
from shop.payments.heed import heed_told
from shop.payments.provider_event import ProviderEvent
from shop.payments.told import About


async def work_event(session: AsyncSession, event_id: UUID) -> None:
    """Let one event have its effect. Safe to repeat; its row is locked first.

    What may have none (another amount, another currency, nobody's) is kept with its error, and credited to nobody.
    """
    event = await session.scalar(
        select(ProviderEvent)
        .where(ProviderEvent.id == event_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if event is None or event.handled_at is not None:
        return
    for about in msgspec.convert(event.about, list[About]):
        event.error = await heed_told(session, event.method, about, event.method.value) or event.error
    event.handled_at = await now(session)
