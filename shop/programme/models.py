"""Segments of a session and what they show, their real course, where viewers go next, goods asked from elsewhere."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, SmallInteger, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from shop.core.db import Record
from shop.core.money import Dong


class Segment(Record):
    """A part of a session: who presents what, how many `minutes` it is planned for, and the words to be read.

    `client_id` is its author's own, so that a repeated form is one segment. Positions are swapped, hence checked at
    the commit.
    """

    __tablename__ = "segment"
    __table_args__ = (
        UniqueConstraint("session_id", "position", deferrable=True, initially="DEFERRED"),
        UniqueConstraint("session_id", "client_id"),
        CheckConstraint("minutes BETWEEN 1 AND 240", name="minutes_bounded"),
    )

    session_id: Mapped[UUID] = mapped_column(ForeignKey("live_session.id", ondelete="CASCADE"))
    client_id: Mapped[str]
    position: Mapped[int]
    title: Mapped[str]
    producer_id: Mapped[UUID | None] = mapped_column(ForeignKey("producer.id"))
    presenter: Mapped[str]
    minutes: Mapped[int] = mapped_column(SmallInteger)
    script: Mapped[str]


class SegmentGood(Record):
    """A variant a segment pins, at a live price in đồng (None: the list price), with its bounds (None: without)."""

    __tablename__ = "segment_good"
    __table_args__ = (
        UniqueConstraint("segment_id", "variant_id"),
        CheckConstraint("price > 0", name="price_some"),
        CheckConstraint("quota > 0", name="quota_some"),
        CheckConstraint("buyer_limit > 0", name="buyer_limit_some"),
    )

    segment_id: Mapped[UUID] = mapped_column(ForeignKey("segment.id", ondelete="CASCADE"))
    variant_id: Mapped[UUID] = mapped_column(ForeignKey("variant.id"))
    position: Mapped[int] = mapped_column(SmallInteger)
    price: Mapped[Dong | None]
    quota: Mapped[int | None]
    buyer_limit: Mapped[int | None]


class SegmentTurn(Record):
    """A segment began, as the `number`-th of its session; without one the run of show was over. Append-only.

    A segment ends when the next turn is taken, or with its session. The unique number lets two taps take one turn.
    """

    __tablename__ = "segment_turn"
    __table_args__ = (UniqueConstraint("session_id", "number"),)

    session_id: Mapped[UUID] = mapped_column(ForeignKey("live_session.id", ondelete="CASCADE"))
    number: Mapped[int] = mapped_column(SmallInteger)
    segment_id: Mapped[UUID | None] = mapped_column(ForeignKey("segment.id"))


class SegmentSkip(Record):
    """A variant that could not be pinned when its segment began, with the code of the refusal. Append-only."""

    __tablename__ = "segment_skip"
    __table_args__ = (UniqueConstraint("turn_id", "variant_id"),)

    turn_id: Mapped[UUID] = mapped_column(ForeignKey("segment_turn.id", ondelete="CASCADE"))
    variant_id: Mapped[UUID] = mapped_column(ForeignKey("variant.id"))
    code: Mapped[str]


class StallMove(Record):
    """Where the viewers of a session are taken: to another stall of its market, since `moved_at` (UTC).

    One stands for a session; a new one replaces it. `moved_by` is an actor.
    """

    __tablename__ = "stall_move"
    __table_args__ = (CheckConstraint("session_id <> to_id", name="goes_elsewhere"),)

    session_id: Mapped[UUID] = mapped_column(ForeignKey("live_session.id", ondelete="CASCADE"), unique=True)
    to_id: Mapped[UUID] = mapped_column(ForeignKey("live_session.id", ondelete="CASCADE"), index=True)
    moved_by: Mapped[str]
    moved_at: Mapped[datetime]


class AskState(StrEnum):
    """What became of a request for goods: answered once by the place it went to, or taken back before."""

    OPEN = "open"
    SENT = "sent"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class StockAsk(Record):
    """A session asks a place for pieces of a variant. Once `sent` they are a transfer of the stock rooms."""

    __tablename__ = "stock_ask"
    __table_args__ = (
        UniqueConstraint("session_id", "client_id"),
        CheckConstraint("pieces > 0", name="some"),
        CheckConstraint("(state = 'sent') = (transfer_id IS NOT NULL)", name="sent_as_transfer"),
        CheckConstraint("(state = 'open') = (answered_at IS NULL)", name="answered_dated"),
        CheckConstraint("(answered_at IS NULL) = (answered_by IS NULL)", name="answered_by_somebody"),
        CheckConstraint("(state = 'declined') = (reason IS NOT NULL)", name="reason_said"),
        Index("stock_ask_open_idx", "from_place_id", "id", postgresql_where=text("state = 'open'")),
    )

    session_id: Mapped[UUID] = mapped_column(ForeignKey("live_session.id", ondelete="CASCADE"))
    client_id: Mapped[str]
    from_place_id: Mapped[UUID] = mapped_column(ForeignKey("place.id"))
    variant_id: Mapped[UUID] = mapped_column(ForeignKey("variant.id"))
    pieces: Mapped[int]
    state: Mapped[AskState] = mapped_column(server_default=text("'open'"))
    transfer_id: Mapped[UUID | None] = mapped_column(ForeignKey("stock_transfer.id"))
    asked_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    answered_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    answered_at: Mapped[datetime | None]
    reason: Mapped[str | None]
