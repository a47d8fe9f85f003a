"""Polls and their votes, lucky draws with their entries and winners, vouchers dropped into a room and who kept one."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    CheckConstraint,
    ForeignKey,
    Index,
    LargeBinary,
    SmallInteger,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from shop.core.db import Record


class Poll(Record):
    """A question to a room with two to six answers; open until `closes_at`, or until its host closes it.

    `client_id` is the host's own, so that a repeated form is one poll. A room has one that is not closed.
    """

    __tablename__ = "poll"
    __table_args__ = (
        UniqueConstraint("session_id", "client_id"),
        CheckConstraint("cardinality(options) BETWEEN 2 AND 6", name="some_options"),
        Index("poll_one_open", "session_id", unique=True, postgresql_where=text("closed_at IS NULL")),
    )

    session_id: Mapped[UUID] = mapped_column(ForeignKey("live_session.id", ondelete="CASCADE"))
    client_id: Mapped[str]
    question: Mapped[str]
    options: Mapped[list[str]] = mapped_column(ARRAY(Text))
    closes_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]


class PollVote(Record):
    """The answer of one person or guest; `choice` counts the options from 0. Changed until the poll closes."""

    __tablename__ = "poll_vote"
    __table_args__ = (
        CheckConstraint("num_nonnulls(person_id, guest_key) = 1", name="one_voter"),
        CheckConstraint("choice BETWEEN 0 AND 5", name="choice_bounded"),
        UniqueConstraint("poll_id", "person_id"),
        UniqueConstraint("poll_id", "guest_key"),
    )

    poll_id: Mapped[UUID] = mapped_column(ForeignKey("poll.id", ondelete="CASCADE"))
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    guest_key: Mapped[bytes | None] = mapped_column(LargeBinary)
    choice: Mapped[int] = mapped_column(SmallInteger)


class Draw(Record):
    """A lucky draw: a prize for so many of those who enter until `closes_at`.

    `commitment` is the SHA-256 of the seed, shown before the first entry. The seed itself stands sealed until the
    draw, then in clear; the CHECK refuses any other. Nothing else of a draw ever changes (trigger).
    """

    __tablename__ = "draw"
    __table_args__ = (
        UniqueConstraint("session_id", "client_id"),
        CheckConstraint("winners BETWEEN 1 AND 20", name="winners_bounded"),
        CheckConstraint("octet_length(commitment) = 32 AND octet_length(sealed) = 32", name="seed_whole"),
        CheckConstraint("(seed IS NULL) = (drawn_at IS NULL)", name="drawn_whole"),
        CheckConstraint("seed IS NULL OR sha256(seed) = commitment", name="seed_as_committed"),
        CheckConstraint("drawn_at >= closes_at", name="drawn_after_close"),
        Index("draw_one_open", "session_id", unique=True, postgresql_where=text("drawn_at IS NULL")),
    )

    session_id: Mapped[UUID] = mapped_column(ForeignKey("live_session.id", ondelete="CASCADE"))
    client_id: Mapped[str]
    code: Mapped[str] = mapped_column(unique=True)
    prize: Mapped[str]
    winners: Mapped[int] = mapped_column(SmallInteger)
    closes_at: Mapped[datetime] = mapped_column(index=True)
    commitment: Mapped[bytes] = mapped_column(LargeBinary)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    seed: Mapped[bytes | None] = mapped_column(LargeBinary)
    drawn_at: Mapped[datetime | None]


class DrawEntry(Record):
    """Somebody in a draw, once by account and once by phone. `ticket` and the masked `name` are published.

    `phone` (E.164) is there to reach a winner; the draw clears it for everybody else. Nothing else changes (trigger).
    """

    __tablename__ = "draw_entry"
    __table_args__ = (
        CheckConstraint("num_nonnulls(person_id, phone_digest) > 0", name="somebody"),
        UniqueConstraint("draw_id", "ticket"),
        UniqueConstraint("draw_id", "person_id"),
        UniqueConstraint("draw_id", "phone_digest"),
    )

    draw_id: Mapped[UUID] = mapped_column(ForeignKey("draw.id", ondelete="CASCADE"))
    ticket: Mapped[str]
    name: Mapped[str]
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    phone: Mapped[str | None]
    phone_digest: Mapped[bytes | None] = mapped_column(LargeBinary)
    locale: Mapped[str]


class DrawWinner(Record):
    """An entry that won, by its rank from 1. Append-only."""

    __tablename__ = "draw_winner"
    __table_args__ = (UniqueConstraint("draw_id", "rank"), CheckConstraint("rank BETWEEN 1 AND 20", name="ranked"))

    draw_id: Mapped[UUID] = mapped_column(ForeignKey("draw.id", ondelete="CASCADE"))
    entry_id: Mapped[UUID] = mapped_column(ForeignKey("draw_entry.id", ondelete="CASCADE"), unique=True)
    rank: Mapped[int] = mapped_column(SmallInteger)


class VoucherDrop(Record):
    """A voucher dropped into a room: the first `quota` who tap keep it. A room has one that is not closed."""

    __tablename__ = "voucher_drop"
    __table_args__ = (
        UniqueConstraint("session_id", "client_id"),
        CheckConstraint("quota BETWEEN 1 AND 500", name="quota_bounded"),
        CheckConstraint("taken BETWEEN 0 AND quota", name="taken_within_quota"),
        Index("voucher_drop_one_open", "session_id", unique=True, postgresql_where=text("closed_at IS NULL")),
    )

    session_id: Mapped[UUID] = mapped_column(ForeignKey("live_session.id", ondelete="CASCADE"))
    client_id: Mapped[str]
    voucher_id: Mapped[UUID] = mapped_column(ForeignKey("voucher.id"))
    quota: Mapped[int]
    taken: Mapped[int] = mapped_column(server_default=text("0"))
    ends_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]


class KeptDrop(Record):
    """Somebody who kept a dropped voucher."""

    __tablename__ = "kept_drop"
    __table_args__ = (
        CheckConstraint("num_nonnulls(person_id, guest_key) = 1", name="one_keeper"),
        UniqueConstraint("drop_id", "person_id"),
        UniqueConstraint("drop_id", "guest_key"),
    )

    drop_id: Mapped[UUID] = mapped_column(ForeignKey("voucher_drop.id", ondelete="CASCADE"))
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"), index=True)
    guest_key: Mapped[bytes | None] = mapped_column(LargeBinary)
