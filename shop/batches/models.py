"""Batches of goods, each with a code for its label."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from shop.core.db import Record


class Batch(Record):
    """A lot of one variant: dates are Hà Nội's calendar dates; `code` (`LO-…`) stands on the label and in its QR."""

    __tablename__ = "batch"
    __table_args__ = (
        UniqueConstraint("variant_id", "lot"),
        CheckConstraint("produced_on <= best_before", name="dates_forward"),
        CheckConstraint("pieces > 0", name="some"),
        Index("batch_place_idx", "place_id"),
        CheckConstraint("(recalled_at IS NULL) = (recall_reason IS NULL)", name="recalled_with_reason"),
    )

    code: Mapped[str] = mapped_column(unique=True)
    variant_id: Mapped[UUID] = mapped_column(ForeignKey("variant.id"))
    place_id: Mapped[UUID | None] = mapped_column(ForeignKey("place.id"))  # the sales point it went to
    lot: Mapped[str]
    produced_on: Mapped[date]
    best_before: Mapped[date | None]  # None: goods that do not spoil
    pieces: Mapped[int | None]
    note: Mapped[str | None]
    made_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    recalled_at: Mapped[datetime | None]
    recall_reason: Mapped[str | None]
    sample: Mapped[bool] = mapped_column(server_default=text("false"))
