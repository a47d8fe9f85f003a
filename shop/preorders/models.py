"""Windows in which a harvest is ordered before it is there, and what was claimed in them."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from shop.core.db import Record


class ClaimState(StrEnum):
    """A claim waits for the harvest, has its goods held for its parcel, or ended before it was packed."""

    WAITING = "waiting"
    ALLOTTED = "allotted"
    ENDED = "ended"


class PreorderWindow(Record):
    """From `starts_on` to `ends_on` so many pieces of a variant may be ordered that ship from `ship_from` on.

    All are days of Hà Nội, the last included. `taken` counts the pieces of claims that have not ended, `shelved` those
    that came and went on sale to everybody: nobody had ordered them, or whoever had took the order back. Together they
    are never more than the harvest that was promised. A variant has one window that is not closed.
    """

    __tablename__ = "preorder_window"
    __table_args__ = (
        CheckConstraint("quantity > 0", name="some"),
        CheckConstraint("buyer_limit > 0", name="some_each"),
        CheckConstraint("taken >= 0 AND shelved >= 0 AND taken + shelved <= quantity", name="taken_within_quantity"),
        CheckConstraint("starts_on <= ends_on AND ship_from <= ship_until", name="forward"),
        CheckConstraint("starts_on <= ship_from", name="harvest_after_start"),
        Index("preorder_window_open_idx", "variant_id", unique=True, postgresql_where=text("closed_at IS NULL")),
        Index("preorder_window_variant_idx", "variant_id", "id"),
    )

    variant_id: Mapped[UUID] = mapped_column(ForeignKey("variant.id"))
    place_id: Mapped[UUID] = mapped_column(ForeignKey("place.id"))
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    ship_from: Mapped[date]
    ship_until: Mapped[date]
    quantity: Mapped[int]
    buyer_limit: Mapped[int | None]
    taken: Mapped[int] = mapped_column(server_default=text("0"))
    shelved: Mapped[int] = mapped_column(server_default=text("0"))
    closed_at: Mapped[datetime | None]
    opened_by: Mapped[UUID]


class PreorderClaim(Record):
    """Pieces of a window that one parcel has (`reference`: orders stand above). Its parcel's lock guards it.

    `buyers` are the keyed digests it counts against, `allotted_at` is when its goods were held.
    """

    __tablename__ = "preorder_claim"
    __table_args__ = (
        CheckConstraint("pieces > 0", name="some"),
        CheckConstraint("(state = 'waiting') <= (allotted_at IS NULL)", name="waiting_has_none"),
        CheckConstraint("(state = 'allotted') <= (allotted_at IS NOT NULL)", name="allotted_dated"),
        Index("preorder_claim_window_idx", "window_id", "id", postgresql_where=text("state <> 'ended'")),
    )

    window_id: Mapped[UUID] = mapped_column(ForeignKey("preorder_window.id"))
    reference: Mapped[UUID] = mapped_column(unique=True)
    pieces: Mapped[int]
    buyers: Mapped[list[bytes]] = mapped_column(ARRAY(LargeBinary))
    state: Mapped[ClaimState] = mapped_column(server_default=text("'waiting'"))
    allotted_at: Mapped[datetime | None]
