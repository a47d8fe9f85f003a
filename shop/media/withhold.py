"""Pictures that may no longer be shown."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import exists, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from config.settings import Settings
from shop.media.models import Asset, AssetKind, AssetState
from shop.media.remove import remove_files

WITHHELD = "withheld"  # the `refusal` of a picture that was taken down


async def withhold_pictures(session: AsyncSession, asset_ids: Collection[UUID]) -> None:
    """Let these pictures be shown to nobody from the commit on; their files go later. Safe to repeat."""
    await session.execute(
        update(Asset).where(Asset.id.in_(asset_ids)).values(state=AssetState.REFUSED, refusal=WITHHELD)
    )


async def remove_withheld(session: AsyncSession, settings: Settings, asset_ids: Sequence[UUID]) -> None:
    """Remove the files of withheld pictures, unless the same file is shown elsewhere too. Safe to repeat."""
    other = aliased(Asset)
    shown = exists().where(other.digest == Asset.digest, other.kind == Asset.kind, other.state != AssetState.REFUSED)
    digests = await session.scalars(
        select(Asset.digest).where(Asset.id.in_(asset_ids), Asset.refusal == WITHHELD, ~shown).order_by(Asset.id)
    )
    await remove_files(settings, [(AssetKind.PICTURE, digest) for digest in digests])
