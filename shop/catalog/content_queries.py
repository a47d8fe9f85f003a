"""Reads of what is shown of a listing."""

from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.catalog.models import ProductMedia
from shop.media.models import Asset, AssetState


class ShownPicture(msgspec.Struct, frozen=True, kw_only=True):
    """A picture of a listing; `width` and `height` in pixels, as it was sent and turned upright."""

    asset_id: UUID
    alt_vi: str
    alt_en: str | None
    width: int
    height: int

    def alt(self, locale: str) -> str:
        """What is to be seen on it, in Vietnamese where nothing is said in `locale`."""
        return self.alt_en if locale == "en" and self.alt_en else self.alt_vi


async def pictures_of(session: AsyncSession, product_id: UUID) -> list[ShownPicture]:
    """The pictures of a listing in their order, those that are still being made too. One statement."""
    rows = await session.execute(
        select(ProductMedia.asset_id, ProductMedia.alt_vi, ProductMedia.alt_en, Asset.width, Asset.height)
        .join(Asset, Asset.id == ProductMedia.asset_id)
        .where(ProductMedia.product_id == product_id, Asset.state != AssetState.REFUSED)
        .order_by(ProductMedia.position)
    )
    return [
        ShownPicture(asset_id=row[0], alt_vi=row[1], alt_en=row[2], width=row[3] or 1, height=row[4] or 1)
        for row in rows
    ]
