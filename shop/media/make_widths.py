"""Make a received picture ready: its widths, after which the original goes."""

from datetime import timedelta
from uuid import UUID

import structlog
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from config.settings import Settings
from shop.core.clock import now
from shop.core.errors import Invalid
from shop.media.aside import aside
from shop.media.errors import PictureLost, PictureUnreadable
from shop.media.keep import file_of, read, remove_original, width_files, write
from shop.media.models import Asset, AssetKind, AssetState
from shop.media.pillow_gateway import encode
from shop.media.rules import MediaType

WAITS = timedelta(minutes=1)  # a picture received so long ago was forgotten: the sweep takes it up
GIVES_UP = timedelta(hours=1)  # after so long its worker must have died of it every time

log = structlog.get_logger("media")


async def make_widths(session: AsyncSession, settings: Settings, asset_id: UUID) -> None:
    """Write the widths of a received picture and let its original go. Safe to repeat, and by two at once.

    Files are named by content and written whole, so whatever a killed worker left is right or absent; no
    row is locked while pixels are counted. A picture that cannot be shown is refused with the reason.
    """
    asset = await session.get(Asset, asset_id, populate_existing=True)
    if asset is None or asset.kind is not AssetKind.PICTURE or asset.state is not AssetState.RECEIVED:
        return
    refusal = None
    try:
        await aside(_write_widths, settings, asset.digest, MediaType(asset.media_type))
    except Invalid as error:  # a full disk is no fault of the picture: it is tried again
        refusal = error.code
    await _settle(session, asset_id, refusal)
    await aside(remove_original, settings.media_path, asset.digest)


async def make_waiting(session: AsyncSession, settings: Settings, limit: int) -> int:
    """Take up at most `limit` pictures that were received and forgotten; return how many."""
    moment = await now(session)
    waiting = await session.execute(
        select(Asset.id, Asset.created_at)
        .where(Asset.state == AssetState.RECEIVED, Asset.created_at < moment - WAITS)
        .order_by(Asset.created_at, Asset.id)
        .limit(limit)
    )
    found = waiting.all()
    for asset_id, received in found:
        if received < moment - GIVES_UP:
            await _settle(session, asset_id, PictureUnreadable.code)
        else:
            await make_widths(session, settings, asset_id)
    return len(found)


async def _settle(session: AsyncSession, asset_id: UUID, refusal: str | None) -> None:
    state = AssetState.REFUSED if refusal else AssetState.READY
    await session.execute(
        update(Asset)
        .where(Asset.id == asset_id, Asset.state == AssetState.RECEIVED)
        .values(state=state, refusal=refusal)
    )
    if refusal:
        log.warning("picture refused", asset=str(asset_id), why=refusal)


def _write_widths(settings: Settings, digest: str, kind: MediaType) -> None:
    wanted = width_files(settings.media_path, digest)
    if all(path.exists() for path in wanted.values()):  # another owner's, or an earlier try
        return
    original = read(file_of(settings.media_path, AssetKind.PICTURE, digest))
    if original is None:
        raise PictureLost
    for made, content in encode(original, kind).items():
        write(wanted[made], content)
