"""Reads of uploads."""

from collections.abc import Collection
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.media.errors import NoSuchAsset
from shop.media.models import Asset, AssetKind, AssetState


class Shown(NamedTuple):
    """Where a picture stands: the name of its files, and whether its widths are there."""

    digest: str
    state: AssetState


async def asset_by_id(session: AsyncSession, asset_id: UUID) -> Asset:
    """The upload with this id; who may see it is for the caller to say.

    Raises:
        NoSuchAsset: there is none.
    """
    asset = await session.get(Asset, asset_id)
    if asset is None:
        raise NoSuchAsset
    return asset


async def documents_of(session: AsyncSession, digests: Collection[str]) -> dict[str, Asset]:
    """The stored documents with these SHA-256, one for each; who may see them is for the caller to say."""
    if not digests:
        return {}
    rows = await session.scalars(
        select(Asset).where(Asset.kind == AssetKind.DOCUMENT, Asset.digest.in_(digests)).order_by(Asset.id)
    )
    return {asset.digest: asset for asset in rows}


async def shown_picture(session: AsyncSession, asset_id: UUID) -> Shown | None:
    """Where the picture with this id stands; None: there is none."""
    row = (
        await session.execute(
            select(Asset.digest, Asset.state).where(Asset.id == asset_id, Asset.kind == AssetKind.PICTURE)
        )
    ).one_or_none()
    return None if row is None else Shown(*row)


async def states_of(session: AsyncSession, asset_ids: Collection[UUID]) -> dict[UUID, AssetState]:
    """Where each of these uploads stands; unknown ones are absent."""
    rows = await session.execute(select(Asset.id, Asset.state).where(Asset.id.in_(asset_ids)))
    return {row[0]: row[1] for row in rows}


async def files_pointed_at(session: AsyncSession) -> set[tuple[AssetKind, str]]:
    """Kind and digest of all uploads there are."""
    return {(kind, digest) for kind, digest in await session.execute(select(Asset.kind, Asset.digest).distinct())}
