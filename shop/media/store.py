"""Take in an upload: a picture for people, or a document for those who decide."""

import hashlib
from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from config.settings import Settings
from shop.core.outbox import publish
from shop.core.text import squeeze
from shop.media.aside import aside
from shop.media.events import PictureReceived
from shop.media.keep import file_of, write
from shop.media.models import Asset, AssetKind, AssetState
from shop.media.pillow_gateway import measure
from shop.media.rules import MediaType, document_kind, picture_kind

_LONGEST_NAME = 120  # characters of a file's name that are kept


class _Checked(msgspec.Struct, frozen=True):
    """An upload that may be taken; `size` is pixels across and down, None for a PDF."""

    media_type: MediaType
    digest: str
    size: tuple[int, int] | None


async def store_picture(
    session: AsyncSession,
    settings: Settings,
    *,
    content: bytes,
    filename: str,
    owner: UUID,
    uploaded_by: UUID,
    sample: bool = False,
) -> Asset:
    """Take in a picture (JPEG, PNG, WebP, AVIF): decoded once now, its widths are made by a worker.

    The same file of one owner is one asset, sent twice or by two at once. What is refused leaves nothing.
    The file is there before its row: a crash in between leaves a file that the sweep removes.

    Raises:
        FileEmpty, FileTooLarge, KindNotTaken: it is no picture that is taken.
        PictureUnreadable, PictureTooLarge, PictureMoves: it cannot be shown.
    """
    checked = await aside(_check_picture, content, settings.upload_picture_mb)
    new = _row(AssetKind.PICTURE, content, filename, owner=owner, uploaded_by=uploaded_by, sample=sample)
    asset, fresh = await _keep(session, settings, content, checked, new)
    if fresh:
        publish(session, PictureReceived(asset_id=asset.id))
    return asset


async def store_document(
    session: AsyncSession,
    settings: Settings,
    *,
    content: bytes,
    filename: str,
    owner: UUID,
    uploaded_by: UUID,
    sample: bool = False,
) -> Asset:
    """Take in a document (PDF or picture), kept byte for byte: its user decides who sees it. See `store_picture`.

    Raises:
        FileEmpty, FileTooLarge, KindNotTaken, DocumentUnreadable: it is no document that is taken.
        PictureUnreadable, PictureTooLarge, PictureMoves: the picture of it cannot be shown.
    """
    checked = await aside(_check_document, content, settings.upload_document_mb)
    new = _row(AssetKind.DOCUMENT, content, filename, owner=owner, uploaded_by=uploaded_by, sample=sample)
    asset, _ = await _keep(session, settings, content, checked, new)
    return asset


def clean_name(filename: str) -> str:
    """A file's name for people: without folders and control signs, its end kept when it is cut."""
    bare = "".join(sign if sign.isprintable() else " " for sign in filename).replace("\\", "/").rpartition("/")[2]
    return squeeze(bare)[-_LONGEST_NAME:] or "file"


def _check_picture(content: bytes, most_mb: int) -> _Checked:
    kind = picture_kind(content, most_mb)
    return _Checked(kind, hashlib.sha256(content).hexdigest(), measure(content, kind))


def _check_document(content: bytes, most_mb: int) -> _Checked:
    kind = document_kind(content, most_mb)
    size = None if kind is MediaType.PDF else measure(content, kind)
    return _Checked(kind, hashlib.sha256(content).hexdigest(), size)


def _row(
    kind: AssetKind, content: bytes, filename: str, *, owner: UUID, uploaded_by: UUID, sample: bool
) -> dict[str, object]:
    return {
        "kind": kind,
        "state": AssetState.RECEIVED if kind is AssetKind.PICTURE else AssetState.READY,
        "filename": clean_name(filename),
        "bytes": len(content),
        "owner": owner,
        "uploaded_by": uploaded_by,
        "sample": sample,
    }


async def _keep(
    session: AsyncSession, settings: Settings, content: bytes, checked: _Checked, new: dict[str, object]
) -> tuple[Asset, bool]:
    """The asset of this file, and whether its widths are still to be made."""
    width, height = checked.size or (None, None)
    whole = new | {"digest": checked.digest, "media_type": checked.media_type.value, "width": width, "height": height}
    same = select(Asset).where(
        Asset.owner == whole["owner"], Asset.kind == whole["kind"], Asset.digest == checked.digest
    )
    known = await session.scalar(same)
    if known is not None and known.state is AssetState.READY:
        return known, False
    await aside(write, file_of(settings.media_path, AssetKind(str(whole["kind"])), checked.digest), content)
    await session.execute(insert(Asset).values(**whole).on_conflict_do_nothing())  # a twin's commit is waited for
    asset = (await session.scalars(same)).one()
    if asset.state is AssetState.REFUSED:
        asset.state, asset.refusal = AssetState.RECEIVED, None
    await session.flush()  # its user may point at it at once
    return asset, asset.state is AssetState.RECEIVED
