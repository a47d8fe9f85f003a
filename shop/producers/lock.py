"""Take the rows of an act in the one order that all acts keep: producer, application, papers."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.producers.errors import ProducerUnknown, RegistrationChanged, RegistrationUnknown
from shop.producers.models import Producer, Registration, RegistrationPaper


async def lock_producer(session: AsyncSession, producer_id: UUID) -> Producer:
    """The producer's row as it stands, locked until the commit.

    Raises:
        ProducerUnknown: there is none.
    """
    producer: Producer | None = await session.scalar(
        select(Producer).where(Producer.id == producer_id).with_for_update().execution_options(populate_existing=True)
    )
    if producer is None:
        raise ProducerUnknown
    return producer


async def lock_registration(
    session: AsyncSession, registration_id: UUID, version: int | None = None
) -> tuple[Registration, Producer]:
    """An application and its producer as they stand, both locked until the commit, the producer first.

    Raises:
        RegistrationUnknown: there is none.
        RegistrationChanged: it is no longer the `version` its reader saw.
    """
    producer_id = await session.scalar(select(Registration.producer_id).where(Registration.id == registration_id))
    if producer_id is None:
        raise RegistrationUnknown
    producer = await lock_producer(session, producer_id)
    registration = (
        await session.execute(
            select(Registration)
            .where(Registration.id == registration_id)
            .with_for_update()
            .execution_options(populate_existing=True)
        )
    ).scalar_one()
    if version is not None and registration.version != version:
        raise RegistrationChanged
    return registration, producer


async def papers_of(session: AsyncSession, registration_id: UUID) -> list[RegistrationPaper]:
    """The papers of a locked application, as they stand."""
    rows = await session.scalars(
        select(RegistrationPaper)
        .where(RegistrationPaper.registration_id == registration_id)
        .order_by(RegistrationPaper.id)
        .execution_options(populate_existing=True)
    )
    return list(rows)
