"""Watches of markets, stalls and producers, the calls made of them, and browsers that take messages."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from shop.core.db import Base, Record


class Subject(StrEnum):
    """What may be watched."""

    MARKET = "market"
    STALL = "stall"
    PRODUCER = "producer"


class Moment(StrEnum):
    """When a reader is called: the day before, a quarter of an hour before, when it is on air."""

    DAY = "day"
    SOON = "soon"
    AIR = "air"


class PushAddress(Record):
    """A browser that takes messages: where to send them, and its two keys (RFC 8291). Of a person, or nobody known.

    Its service says when it is gone; then it is told nothing more.
    """

    __tablename__ = "push_address"
    __table_args__ = (
        CheckConstraint("length(p256dh) = 65 AND length(auth) = 16", name="keys_whole"),
        Index("push_address_person_idx", "person_id", postgresql_where=text("gone_at IS NULL")),
    )

    endpoint: Mapped[str] = mapped_column(unique=True)
    p256dh: Mapped[bytes] = mapped_column(LargeBinary)
    auth: Mapped[bytes] = mapped_column(LargeBinary)
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    gone_at: Mapped[datetime | None]


class PushKey(Base):
    """The public half of the key our messages are signed with; its private half is derived where it is used."""

    __tablename__ = "push_key"
    __table_args__ = (CheckConstraint("singleton", name="one_row"),)

    singleton: Mapped[bool] = mapped_column(primary_key=True, server_default=text("true"))
    public: Mapped[str]  # base64url, as a browser wants it


class Watch(Record):
    """One reader watches one thing until stopped: a person, an e-mail address, or a browser known by nothing else.

    While it is open the same reader has no second one of the same thing.
    """

    __tablename__ = "watch"
    __table_args__ = (
        CheckConstraint("num_nonnulls(market_id, session_id, producer_id) = 1", name="one_subject"),
        CheckConstraint("num_nonnulls(person_id, email, push_id) = 1", name="one_reader"),
        Index(
            "watch_open_once",
            text("coalesce(market_id, session_id, producer_id)"),
            text("coalesce(email, person_id::text, push_id::text)"),
            unique=True,
            postgresql_where=text("stopped_at IS NULL"),
        ),
        Index("watch_person_idx", "person_id", postgresql_where=text("stopped_at IS NULL")),
        Index("watch_producer_idx", "producer_id", postgresql_where=text("stopped_at IS NULL")),
        Index("watch_session_idx", "session_id", postgresql_where=text("stopped_at IS NULL")),
        Index("watch_market_idx", "market_id", postgresql_where=text("stopped_at IS NULL")),
    )

    market_id: Mapped[UUID | None] = mapped_column(ForeignKey("market.id", ondelete="CASCADE"))
    session_id: Mapped[UUID | None] = mapped_column(ForeignKey("live_session.id", ondelete="CASCADE"))
    producer_id: Mapped[UUID | None] = mapped_column(ForeignKey("producer.id", ondelete="CASCADE"))
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    email: Mapped[str | None]  # lower case
    push_id: Mapped[UUID | None] = mapped_column(ForeignKey("push_address.id", ondelete="CASCADE"))
    locale: Mapped[str]
    stopped_at: Mapped[datetime | None]


class WatchCall(Record):
    """A reader was called about a market or a stall (`about`) at one of its moments; once each, by whichever watch."""

    __tablename__ = "watch_call"
    __table_args__ = (UniqueConstraint("reader", "about", "moment"),)

    watch_id: Mapped[UUID] = mapped_column(ForeignKey("watch.id", ondelete="CASCADE"), index=True)
    reader: Mapped[str]
    about: Mapped[UUID]
    moment: Mapped[Moment]
