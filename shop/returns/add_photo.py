"""A photo for a return comes in."""

from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from config.settings import Settings
from shop.core.actor import Actor
from shop.media.models import Asset
from shop.media.store import store_picture
from shop.orders.models import Order, Parcel
from shop.returns.ask import RECEIVED
from shop.returns.errors import GoodsNotReceived


async def add_photo(
    session: AsyncSession, settings: Settings, actor: Actor, order_id: UUID, *, content: bytes, filename: str
) -> Asset:
    """Take in a photo that returns of this order may show. The same file twice is one; the caller checked who asks.

    Raises:
        GoodsNotReceived: nothing of the order was received yet.
        FileEmpty, FileTooLarge, KindNotTaken, PictureUnreadable, PictureTooLarge, PictureMoves: as `store_picture`.
    """
    came = exists().where(Parcel.order_id == Order.id, Parcel.status.in_(RECEIVED))
    row = (await session.execute(select(Order.sample).where(Order.id == order_id, came))).one_or_none()
    if row is None:
        raise GoodsNotReceived
    return await store_picture(
        session,
        settings,
        content=content,
        filename=filename,
        owner=order_id,
        uploaded_by=actor.person_id or order_id,
        sample=row.sample,
    )
