"""Reads of producers."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.producers.models import Producer, ProducerMember


async def producer_by_slug(session: AsyncSession, slug: str) -> Producer | None:
    """The producer at this address; None when there is none."""
    producer: Producer | None = await session.scalar(select(Producer).where(Producer.slug == slug))
    return producer


async def is_member(session: AsyncSession, person_id: UUID, producer_id: UUID) -> bool:
    """Whether a person acts for a producer."""
    found = await session.get(ProducerMember, (producer_id, person_id))
    return found is not None
