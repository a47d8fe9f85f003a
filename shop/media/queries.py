"""Reads of uploads."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from shop.media.errors import NoSuchAsset
from shop.media.models import Asset


async def asset_by_id(session: AsyncSession, asset_id: UUID) -> Asset:
    """The upload with this id; who may see it is for the caller to say.

    Raises:
        NoSuchAsset: there is none.
    """
    asset = await session.get(Asset, asset_id)
    if asset is None:
        raise NoSuchAsset
    return asset
