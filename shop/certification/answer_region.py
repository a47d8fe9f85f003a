"""Settle which commune of today a product or a producer belongs to, where nobody could say without asking."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.certification.errors import (
    QuestionAnswered,
    QuestionOpen,
    QuestionUnknown,
    RegionAnswerChanged,
    RegionAnswerSame,
    UnitUnknown,
)
from shop.certification.events import RegionAnswered
from shop.certification.models import RegisteredProduct
from shop.core.audit import record_act
from shop.core.outbox import publish
from shop.producers.models import Producer
from shop.regions.models import Region, RegionLevel

ANSWERED, CORRECTED = "region.answer", "region.correct"  # in the audit log


async def answer_region(
    session: AsyncSession, actor_id: UUID, subject_id: UUID, commune_id: UUID, reason: str
) -> Region:
    """Write today's commune of the product or producer `subject_id`; its row is locked until the commit.

    What the decision says stays as written.

    Raises:
        QuestionUnknown: there is no such product or producer.
        QuestionAnswered: its unit is known already.
        UnitUnknown: this is no commune of today.
    """
    unit = await _commune(session, commune_id)
    subject = await _subject(session, subject_id)
    if subject.commune_id is not None:
        raise QuestionAnswered
    record_act(
        session,
        actor_id,
        ANSWERED,
        subject.slug,
        id=str(subject.id),
        written=subject.commune_written,
        commune=unit.name,
        reason=reason,
    )
    await _write(session, subject, unit)
    return unit


async def correct_region(
    session: AsyncSession, actor_id: UUID, subject_id: UUID, commune_id: UUID, reason: str, *, was: UUID
) -> Region:
    """Replace the commune `was` that the reader saw; the log keeps both. The row is locked until the commit.

    Raises:
        QuestionUnknown: there is no such product or producer.
        QuestionOpen: nobody has answered yet.
        RegionAnswerChanged: it is no longer `was`.
        RegionAnswerSame: it is that commune already.
        UnitUnknown: this is no commune of today.
    """
    unit = await _commune(session, commune_id)
    subject = await _subject(session, subject_id)
    if subject.commune_id is None:
        raise QuestionOpen
    if subject.commune_id != was:
        raise RegionAnswerChanged
    if unit.id == was:
        raise RegionAnswerSame(field="commune")
    old = await session.get_one(Region, was)
    record_act(
        session,
        actor_id,
        CORRECTED,
        subject.slug,
        id=str(subject.id),
        written=subject.commune_written,
        was=old.name,
        commune=unit.name,
        reason=reason,
    )
    await _write(session, subject, unit)
    return unit


async def _commune(session: AsyncSession, commune_id: UUID) -> Region:
    unit = await session.get(Region, commune_id)
    if unit is None or unit.level is not RegionLevel.COMMUNE or unit.valid_to is not None:
        raise UnitUnknown(field="commune")
    return unit


async def _write(session: AsyncSession, subject: RegisteredProduct | Producer, unit: Region) -> None:
    subject.commune_id = unit.id
    is_product = isinstance(subject, RegisteredProduct)
    publish(
        session,
        RegionAnswered(
            registered_product_id=subject.id if is_product else None,
            producer_id=None if is_product else subject.id,
            commune_id=unit.id,
        ),
    )
    await session.flush()  # the next question of this page is read after it


async def _subject(session: AsyncSession, subject_id: UUID) -> RegisteredProduct | Producer:
    product = await session.scalar(
        select(RegisteredProduct)
        .where(RegisteredProduct.id == subject_id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    if product is not None:
        return product
    producer = await session.scalar(
        select(Producer)
        .where(Producer.id == subject_id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    if producer is None:
        raise QuestionUnknown
    return producer
