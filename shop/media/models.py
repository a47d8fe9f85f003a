"""Uploaded files: pictures for people, papers for officers."""

from enum import StrEnum
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from shop.core.db import Record


class AssetKind(StrEnum):
    """A picture is re-encoded and public; a document (PDF or picture) is kept as it came and shown to few."""

    PICTURE = "picture"
    DOCUMENT = "document"


class AssetState(StrEnum):
    """Where an upload stands."""

    RECEIVED = "received"  # checked; its widths are being made
    READY = "ready"
    REFUSED = "refused"  # could not be re-encoded: `refusal` says why


class Asset(Record):
    """One uploaded file. Its bytes lie below the media folder, named by `digest` (SHA-256, hexadecimal).

    `owner` is the producer or person it belongs to: who may see a document is decided by its user.
    """

    __tablename__ = "asset"
    __table_args__ = (
        CheckConstraint("bytes > 0", name="not_empty"),
        CheckConstraint("(width IS NULL) = (height IS NULL)", name="measured_whole"),
        UniqueConstraint("owner", "kind", "digest"),  # the same file twice is one asset
        Index("asset_waiting_idx", "created_at", postgresql_where=text("state = 'received'")),
    )

    kind: Mapped[AssetKind]
    state: Mapped[AssetState]
    digest: Mapped[str]
    media_type: Mapped[str]
    filename: Mapped[str]  # as the sender called it, for people
    bytes: Mapped[int] = mapped_column(BigInteger)
    width: Mapped[int | None]
    height: Mapped[int | None]
    owner: Mapped[UUID]
    uploaded_by: Mapped[UUID]
    refusal: Mapped[str | None]
    sample: Mapped[bool] = mapped_column(server_default=text("false"))
