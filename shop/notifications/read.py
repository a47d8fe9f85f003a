"""Mark a notice as read."""

from uuid import UUID

from sqlalchemy import func, update
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.clock import shop_now
from shop.notifications.errors import NoticeUnknown
from shop.notifications.models import Channel, Notice


async def read_notice(session: AsyncSession, person_id: UUID, notice_id: UUID) -> None:
    """Note that a person has read their notice. Safe to repeat: the first time counts.

    Raises:
        NoticeUnknown: there is none, or it is somebody else's.
    """
    found = await session.scalar(
        update(Notice)
        .where(Notice.id == notice_id, Notice.person_id == person_id, Notice.channel == Channel.IN_APP)
        .values(read_at=func.coalesce(Notice.read_at, shop_now()))
        .returning(Notice.id)
    )
    if found is None:
        raise NoticeUnknown
