"""A picture for a producer's listings comes in."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from config.settings import Settings
from shop.core.actor import Actor
from shop.core.errors import Unauthenticated
from shop.media.models import Asset
from shop.media.store import store_picture
from shop.producers.guards import require_member
from shop.producers.models import MemberRole, Producer


async def upload_picture(
    session: AsyncSession, settings: Settings, actor: Actor, producer_id: UUID, *, content: bytes, filename: str
) -> Asset:
    """Take in a picture that the producer's edits may show; a worker makes its widths. The same file twice is one.

    Raises:
        FileEmpty, FileTooLarge, KindNotTaken, PictureUnreadable, PictureTooLarge, PictureMoves: as `store_picture`.
        Unauthenticated, Forbidden: not an editor of this producer.
    """
    await require_member(session, actor, producer_id, at_least=MemberRole.EDITOR)
    if actor.person_id is None:
        raise Unauthenticated
    producer = await session.get_one(Producer, producer_id)
    return await store_picture(
        session,
        settings,
        content=content,
        filename=filename,
        owner=producer_id,
        uploaded_by=actor.person_id,
        sample=producer.sample,
    )
