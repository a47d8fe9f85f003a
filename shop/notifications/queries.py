"""Reads of notices, for their readers."""

from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.notifications.models import Channel, Notice
from shop.orders.models import Order


class NoticeShown(msgspec.Struct, frozen=True, kw_only=True):
    """A notice in the shop; `order_code` names the order it is about."""

    id: UUID
    title: str
    text: str
    order_code: str | None
    at: datetime
    read: bool


async def notices_of(
    session: AsyncSession, person_id: UUID, limit: int, before: UUID | None = None
) -> list[NoticeShown]:
    """A person's notices, the newest first; `before` goes on after an earlier page."""
    older = [] if before is None else [Notice.id < before]
    rows = await session.execute(
        select(Notice.id, Notice.subject, Notice.body_text, Order.code, Notice.created_at, Notice.read_at.is_not(None))
        .outerjoin(Order, Order.id == Notice.order_id)
        .where(Notice.person_id == person_id, Notice.channel == Channel.IN_APP, *older)
        .order_by(Notice.id.desc())
        .limit(limit)
    )
    return [
        NoticeShown(id=id_, title=title, text=body, order_code=code, at=at, read=read)
        for id_, title, body, code, at, read in rows
    ]


async def unread_count(session: AsyncSession, person_id: UUID) -> int:
    """How many notices of a person are unread."""
    found = await session.scalar(
        select(func.count())
        .select_from(Notice)
        .where(Notice.person_id == person_id, Notice.channel == Channel.IN_APP, Notice.read_at.is_(None))
    )
    return found or 0
