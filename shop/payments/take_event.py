"""Keep what a provider told, once; a task works it."""

from datetime import UTC, datetime
from uuid import UUID

import msgspec
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.outbox import publish
from shop.payments.events import ProviderTold
from shop.payments.models import PaymentMethod
from shop.payments.provider_event import ProviderEvent
from shop.payments.told import Told


async def take_event(session: AsyncSession, method: PaymentMethod, told: Told) -> bool:
    """Keep what `method`'s provider told; False when it stood already. Safe to repeat: its foreign id is unique."""
    stored: UUID | None = await session.scalar(
        insert(ProviderEvent)
        .values(
            method=method,
            foreign_id=told.foreign_id,
            kind=told.kind,
            told_at=datetime.fromtimestamp(told.told_at, UTC),
            about=msgspec.to_builtins(told.about),
        )
        .on_conflict_do_nothing(index_elements=[ProviderEvent.method, ProviderEvent.foreign_id])
        .returning(ProviderEvent.id)
    )
    if stored is not None:
        publish(session, ProviderTold(event_id=stored))
    return stored is not None
