"""Transfers: goods on their way from one point to another."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from shop.core.db import Record


class TransferStatus(StrEnum):
    """A transfer ends once: it arrived whole or in part, or its sender took it back before."""

    SENT = "sent"
    RECEIVED = "received"
    PARTLY_RECEIVED = "partly_received"
    CANCELLED = "cancelled"


class StockTransfer(Record):
    """Goods that left `from_place` for `to_place`; while `sent` they stand in the place of kind transit.

    `code` (`CK-…`) is written on the box. `sent_by` and `ended_by` are actors, as in the ledger.
    """

    __tablename__ = "stock_transfer"
    __table_args__ = (
        CheckConstraint("from_place_id <> to_place_id", name="goes_elsewhere"),
        CheckConstraint("(status = 'sent') = (ended_at IS NULL)", name="ended_when_over"),
        CheckConstraint("(ended_at IS NULL) = (ended_by IS NULL)", name="ended_by_somebody"),
        Index("stock_transfer_leaving_idx", "from_place_id", "id"),
        Index("stock_transfer_coming_idx", "to_place_id", "id"),
    )

    code: Mapped[str] = mapped_column(unique=True)
    from_place_id: Mapped[UUID] = mapped_column(ForeignKey("place.id"))
    to_place_id: Mapped[UUID] = mapped_column(ForeignKey("place.id"))
    status: Mapped[TransferStatus] = mapped_column(server_default=text("'sent'"))
    note: Mapped[str | None]
    sent_by: Mapped[str]
    ended_by: Mapped[str | None]
    ended_at: Mapped[datetime | None]


class TransferLine(Record):
    """Units of one variant in a transfer; `received` is said when it ends (0 for one that was cancelled)."""

    __tablename__ = "stock_transfer_line"
    __table_args__ = (
        UniqueConstraint("transfer_id", "variant_id"),
        CheckConstraint("pieces > 0", name="some"),
        CheckConstraint("received BETWEEN 0 AND pieces", name="received_of_sent"),
    )

    transfer_id: Mapped[UUID] = mapped_column(ForeignKey("stock_transfer.id", ondelete="CASCADE"))
    variant_id: Mapped[UUID] = mapped_column(ForeignKey("variant.id"), index=True)
    pieces: Mapped[int]
    received: Mapped[int | None]
