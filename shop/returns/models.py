"""Returns of what was received, their lines and photos, and every move they made."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, SmallInteger, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from shop.core.db import Base, Record
from shop.core.money import Dong


class ReturnState(StrEnum):
    """Where a return stands."""

    ASKED = "asked"
    MORE_INFO = "more_info"  # the buyer is asked to say or show more
    ESCALATED = "escalated"  # nobody decided in time: the office does
    ACCEPTED = "accepted"  # the goods are awaited
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    RECEIVED = "received"  # the goods are here, the money is owed
    REFUNDED = "refunded"
    CLOSED = "closed"  # ended without money: the goods or the answer did not come, or nothing was owed


class ReturnReason(StrEnum):
    """Why goods go back. `misinformed` is the exit the law gives for 30 days."""

    DAMAGED = "damaged"
    WRONG_GOODS = "wrong_goods"
    SPOILED = "spoiled"
    NOT_WANTED = "not_wanted"
    MISINFORMED = "misinformed"
    OTHER = "other"


class Return(Record):
    """So many pieces of a parcel that its buyer wants to give back.

    `due_at` is when the clock moves it on if nobody does: see `returns.rules.AFTER`. `answer` is the last word of who
    decided. `amount` (đồng) is what is paid back for what came.
    """

    __tablename__ = "return_request"
    __table_args__ = (
        CheckConstraint("amount >= 0", name="amount_not_negative"),
        CheckConstraint("photos BETWEEN 0 AND 5", name="photos_few"),
        Index("return_request_due_idx", "due_at", postgresql_where=text("due_at IS NOT NULL")),
        Index("return_request_place_idx", "place_id", "id"),
        Index("return_request_producer_idx", "producer_id", "id"),
        Index("return_request_state_idx", "state", "id"),
    )

    code: Mapped[str] = mapped_column(unique=True)
    order_id: Mapped[UUID] = mapped_column(ForeignKey("shop_order.id"), index=True)
    parcel_id: Mapped[UUID] = mapped_column(ForeignKey("parcel.id"), index=True)
    place_id: Mapped[UUID] = mapped_column(ForeignKey("place.id"))
    producer_id: Mapped[UUID | None] = mapped_column(ForeignKey("producer.id"))
    state: Mapped[ReturnState]
    reason: Mapped[ReturnReason]
    words: Mapped[str]
    photos: Mapped[int] = mapped_column(SmallInteger, server_default=text("0"))
    answer: Mapped[str | None]
    due_at: Mapped[datetime | None]
    amount: Mapped[Dong] = mapped_column(server_default=text("0"))
    version: Mapped[int] = mapped_column(server_default=text("1"))
    sample: Mapped[bool] = mapped_column(server_default=text("false"))


class ReturnLine(Record):
    """Pieces of an order line in a return; of those that came, so many went to the shelf and so many were written off.

    `amount` (đồng) is what is paid back for them, known when they came.
    """

    __tablename__ = "return_line"
    __table_args__ = (
        UniqueConstraint("return_id", "order_line_id"),
        CheckConstraint("pieces > 0", name="some"),
        CheckConstraint(
            "shelved >= 0 AND written_off >= 0 AND shelved + written_off <= pieces", name="came_within_asked"
        ),
        CheckConstraint("amount >= 0", name="amount_not_negative"),
    )

    return_id: Mapped[UUID] = mapped_column(ForeignKey("return_request.id"))
    order_line_id: Mapped[UUID] = mapped_column(ForeignKey("order_line.id"), index=True)
    pieces: Mapped[int]
    shelved: Mapped[int] = mapped_column(server_default=text("0"))
    written_off: Mapped[int] = mapped_column(server_default=text("0"))
    amount: Mapped[Dong] = mapped_column(server_default=text("0"))


class ReturnPhoto(Base):
    """A photo of a return, in the buyer's order. The asset belongs to the order."""

    __tablename__ = "return_photo"
    __table_args__ = (UniqueConstraint("return_id", "position"),)

    return_id: Mapped[UUID] = mapped_column(ForeignKey("return_request.id", ondelete="CASCADE"), primary_key=True)
    asset_id: Mapped[UUID] = mapped_column(ForeignKey("asset.id"), primary_key=True, index=True)
    position: Mapped[int] = mapped_column(SmallInteger)


class ReturnHistory(Record):
    """One move of a return: append-only."""

    __tablename__ = "return_history"

    return_id: Mapped[UUID] = mapped_column(ForeignKey("return_request.id"), index=True)
    state: Mapped[ReturnState]
    actor: Mapped[str]
    reason: Mapped[str | None]
