"""A photo for a review comes in."""

from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from config.settings import Settings
from shop.core.actor import Actor
from shop.media.models import Asset
from shop.media.store import store_picture
from shop.orders.models import Order, Parcel
from shop.reviews.errors import LineNotReceived
from shop.reviews.write_review import RECEIVED


async def add_photo(
    session: AsyncSession, settings: Settings, actor: Actor, order_id: UUID, *, content: bytes, filename: str
) -> Asset:
    """Take in a photo that reviews of this order may show. The same file twice is one; the caller checked who asks.

    It is re-encoded before anybody sees it: what a camera writes beside the picture (place, time, device) is gone.

    Raises:
        LineNotReceived: nothing of the order was received yet.
        FileEmpty, FileTooLarge, KindNotTaken, PictureUnreadable, PictureTooLarge, PictureMoves: as `store_picture`.
    """
    has_some = exists().where(Parcel.order_id == Order.id, Parcel.status.in_(RECEIVED))
    sample = await session.scalar(select(Order.sample).where(Order.id == order_id, has_some))
    if sample is None:
        raise LineNotReceived
    return await store_picture(
        session,
        settings,
        content=content,
        filename=filename,
        owner=order_id,
        uploaded_by=actor.person_id or order_id,
        sample=sample,
    )
