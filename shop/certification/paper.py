"""The paper behind a step: which stored document it is, and its SHA-256."""

from uuid import UUID

import msgspec
from sqlalchemy.ext.asyncio import AsyncSession

from shop.certification.errors import DocumentDiffers, DocumentUnknown
from shop.media.models import Asset, AssetKind, AssetState


class Paper(msgspec.Struct, frozen=True, kw_only=True):
    """A document as given: the id of a stored one, its SHA-256 (hexadecimal), both or neither."""

    id: UUID | None = None
    hash: str | None = None


async def check_paper(session: AsyncSession, given: Paper) -> Paper:
    """The paper with its hash as stored.

    Raises:
        DocumentUnknown: the id names no stored document.
        DocumentDiffers: the stored document has another hash than the one given.
    """
    stated = given.hash.lower() if given.hash else None
    if given.id is None:
        return Paper(hash=stated)
    asset = await session.get(Asset, given.id)
    if asset is None or asset.kind is not AssetKind.DOCUMENT or asset.state is AssetState.REFUSED:
        raise DocumentUnknown(field="document_id")
    if stated is not None and stated != asset.digest:
        raise DocumentDiffers(field="document_hash")
    return Paper(id=asset.id, hash=asset.digest)
