"""Remove files of uploads that nobody points at."""

from collections.abc import Collection
from datetime import timedelta
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from config.settings import Settings
from shop.media.aside import aside
from shop.media.keep import PART, remove_all, stray
from shop.media.models import Asset, AssetKind, AssetState

STRAY_AFTER = timedelta(days=1)  # an upload's row comes within seconds of its file
_ROUND = 500  # files looked up in one statement


async def remove_files(settings: Settings, gone: Collection[tuple[AssetKind, str]]) -> None:
    """Remove the files of uploads (kind, digest) without rows: after the commit, never before. Safe to repeat."""
    for kind, digest in gone:
        await aside(remove_all, settings.media_path, kind, digest)


async def remove_stray(session: AsyncSession, settings: Settings) -> int:
    """Remove originals and documents without a row, and half-written files, all a day old; return how many."""
    found = await aside(lambda: list(stray(settings.media_path, STRAY_AFTER.total_seconds())))
    removed = 0
    for start in range(0, len(found), _ROUND):
        some = found[start : start + _ROUND]
        kept = await _needed(session, {path.name for path in some})
        unwanted = [path for path in some if path.name.endswith(PART) or path.name not in kept]
        for path in unwanted:
            await aside(Path.unlink, path, missing_ok=True)
        removed += len(unwanted)
    return removed


async def _needed(session: AsyncSession, digests: Collection[str]) -> set[str]:
    """Of these digests those whose file is needed: documents, and pictures whose widths are not made yet."""
    needed = (Asset.kind == AssetKind.DOCUMENT) | (Asset.state == AssetState.RECEIVED)
    return set(await session.scalars(select(Asset.digest).where(Asset.digest.in_(digests), needed)))
