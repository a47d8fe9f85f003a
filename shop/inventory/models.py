"""Stock levels, holds and the ledger of movements."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Computed, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from shop.batches.models import Batch
from shop.core.db import Record


class MovementKind(StrEnum):
    """Why a balance changed."""

    RECEIVE = "receive"
    HOLD = "hold"
    RELEASE = "release"
    SELL = "sell"  # over the counter, or handed over there
    SHIP = "ship"  # left with a courier
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

    `held` counts units promised to open orders, `batched` those whose batch is known, and `blocked` those of them that
    may not be sold (past their best before, or recalled): a trigger on `stock_batch` keeps both. `counter_quota` units
    are for the counter alone, however many stand there; `free` is what may be ordered. At `low_at` free units (None:
    as the setting says) the goods run low; since `low_since` that has been told.
    """

    __tablename__ = "stock_level"
    __table_args__ = (
        CheckConstraint("held BETWEEN 0 AND on_hand", name="held_within_on_hand"),
        CheckConstraint("batched BETWEEN 0 AND on_hand", name="batched_within_on_hand"),
        CheckConstraint("blocked BETWEEN 0 AND batched", name="blocked_within_batched"),
        CheckConstraint("counter_quota >= 0", name="quota_not_negative"),
        CheckConstraint("low_at >= 0", name="low_not_negative"),
        UniqueConstraint("variant_id", "place_id"),
        {"postgresql_with": {"fillfactor": 50}},  # hot rows stay on their page
    )

    variant_id: Mapped[UUID] = mapped_column(ForeignKey("variant.id"))
    place_id: Mapped[UUID] = mapped_column(ForeignKey("place.id"), index=True)
    on_hand: Mapped[int] = mapped_column(server_default=text("0"))
    held: Mapped[int] = mapped_column(server_default=text("0"))
    batched: Mapped[int] = mapped_column(server_default=text("0"))
    blocked: Mapped[int] = mapped_column(server_default=text("0"))
    counter_quota: Mapped[int] = mapped_column(server_default=text("0"))
    free: Mapped[int] = mapped_column(
        Computed("greatest(on_hand - held - blocked - counter_quota, 0)", persisted=False), nullable=True
    )
    low_at: Mapped[int | None]
    low_since: Mapped[datetime | None]
    sample: Mapped[bool] = mapped_column(server_default=text("false"))


class StockBatch(Record):
    """Units of one batch at one level; what a level has beyond its batches has no batch given."""

    __tablename__ = "stock_batch"
    __table_args__ = (
        UniqueConstraint("level_id", "batch_id"),
        CheckConstraint("on_hand >= 0", name="not_negative"),
    )

    level_id: Mapped[UUID] = mapped_column(ForeignKey("stock_level.id"))
    batch_id: Mapped[UUID] = mapped_column(ForeignKey(Batch.id), index=True)
    on_hand: Mapped[int]
    blocked: Mapped[bool] = mapped_column(server_default=text("false"))  # past its best before, or recalled


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
    __table_args__ = (
        Index("movement_level_idx", "level_id", "id"),
        Index("movement_batch_idx", "batch_id", "reference", postgresql_where=text("batch_id IS NOT NULL")),
        Index("movement_batched_idx", "reference", postgresql_where=text("batch_id IS NOT NULL")),
    )

    level_id: Mapped[UUID] = mapped_column(ForeignKey("stock_level.id"))
    kind: Mapped[MovementKind]
    on_hand: Mapped[int]  # change of on_hand
    held: Mapped[int]  # change of held
    reference: Mapped[UUID | None]  # the parcel or the transfer it was for, the count it belongs to
    batch_id: Mapped[UUID | None] = mapped_column(ForeignKey(Batch.id))  # where it is known
    actor: Mapped[str]
    reason: Mapped[str | None]
