"""Stock levels, holds and the ledger of movements."""

from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from shop.core.db import Record


class MovementKind(StrEnum):
    """Why a balance changed."""

    RECEIVE = "receive"
    HOLD = "hold"
    RELEASE = "release"
    SELL = "sell"
    RETURN = "return"
    ADJUST = "adjust"
    TRANSFER = "transfer"
    COUNT = "count"


class HoldState(StrEnum):
    """A hold ends once: given back, or consumed by the sale; what was sold may come back, once."""

    OPEN = "open"
    RELEASED = "released"
    CONSUMED = "consumed"
    RETURNED = "returned"


class StockLevel(Record):
    """Units of one variant at one place.

    `held` counts units promised to open orders; `on_hand - held` is what may still be sold.
    """

    __tablename__ = "stock_level"
    __table_args__ = (
        CheckConstraint("held BETWEEN 0 AND on_hand", name="held_within_on_hand"),
        UniqueConstraint("variant_id", "place_id"),
        {"postgresql_with": {"fillfactor": 50}},  # hot rows stay on their page
    )

    variant_id: Mapped[UUID] = mapped_column(ForeignKey("variant.id"))
    place_id: Mapped[UUID] = mapped_column(ForeignKey("place.id"), index=True)
    on_hand: Mapped[int] = mapped_column(server_default=text("0"))
    held: Mapped[int] = mapped_column(server_default=text("0"))
    sample: Mapped[bool] = mapped_column(server_default=text("false"))


class StockHold(Record):
    """Units of one level kept for one parcel of an order (`reference`)."""

    __tablename__ = "stock_hold"
    __table_args__ = (
        UniqueConstraint("reference", "level_id"),
        CheckConstraint("pieces > 0", name="some"),
        Index("stock_hold_open_idx", "level_id", postgresql_where=text("state = 'open'")),
    )

    reference: Mapped[UUID]
    level_id: Mapped[UUID] = mapped_column(ForeignKey("stock_level.id"))
    pieces: Mapped[int]
    state: Mapped[HoldState] = mapped_column(server_default=text("'open'"))


class Movement(Record):
    """One line of the ledger, append-only: the sum of a level's lines is its balance."""

    __tablename__ = "movement"
    __table_args__ = (Index("movement_level_idx", "level_id", "id"),)

    level_id: Mapped[UUID] = mapped_column(ForeignKey("stock_level.id"))
    kind: Mapped[MovementKind]
    on_hand: Mapped[int]  # change of on_hand
    held: Mapped[int]  # change of held
    reference: Mapped[UUID | None]  # the parcel or the transfer it was for, the count it belongs to
    actor: Mapped[str]
    reason: Mapped[str | None]
