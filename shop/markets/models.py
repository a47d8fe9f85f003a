"""Markets, the sessions of their stalls at sales points, and what each session means to show."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from shop.core.db import Record


class SessionState(StrEnum):
    """The life of a session. Whether its host is away is a matter of `host_seen_at`."""

    SCHEDULED = "scheduled"
    ON_AIR = "on_air"
    ENDED = "ended"


class Market(Record):
    """A night market: a hall of stalls in one window of time (UTC)."""

    __tablename__ = "market"
    __table_args__ = (CheckConstraint("starts_at < ends_at", name="forward"),)

    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    sample: Mapped[bool] = mapped_column(server_default=text("false"))


class LiveSession(Record):
    """A stall of a market: a host selling live from a sales point.

    `seq` grows by one with every fact told in the room; only the relay and this domain raise it, under the
    row's lock. One host can be on air once at a time (partial unique index). In slow mode a sender waits
    `slow_seconds` between two comments; 0 is none.
    """

    __tablename__ = "live_session"
    __table_args__ = (
        CheckConstraint("starts_at < ends_at", name="forward"),
        CheckConstraint("(state = 'scheduled') = (started_at IS NULL)", name="started_once"),
        CheckConstraint("(state = 'ended') = (ended_at IS NOT NULL)", name="ended_once"),
        CheckConstraint("slow_seconds BETWEEN 0 AND 300", name="slow_bounded"),
        Index("live_session_one_on_air_per_host", "host_id", unique=True, postgresql_where=text("state = 'on_air'")),
        Index("live_session_one_on_air_per_place", "place_id", unique=True, postgresql_where=text("state = 'on_air'")),
    )

    slug: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]
    market_id: Mapped[UUID] = mapped_column(ForeignKey("market.id"), index=True)
    place_id: Mapped[UUID] = mapped_column(ForeignKey("place.id"))
    host_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    state: Mapped[SessionState] = mapped_column(server_default=text("'scheduled'"))
    started_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    host_seen_at: Mapped[datetime | None]
    seq: Mapped[int] = mapped_column(BigInteger, server_default=text("0"))
    slow_seconds: Mapped[int] = mapped_column(server_default=text("0"))
    sample: Mapped[bool] = mapped_column(server_default=text("false"))


class LineUp(Record):
    """A variant a session means to show, under the code the host calls it by (`A12`)."""

    __tablename__ = "line_up"
    __table_args__ = (UniqueConstraint("session_id", "variant_id"), UniqueConstraint("session_id", "code"))

    session_id: Mapped[UUID] = mapped_column(ForeignKey("live_session.id", ondelete="CASCADE"))
    variant_id: Mapped[UUID] = mapped_column(ForeignKey("variant.id"))
    code: Mapped[str]
    position: Mapped[int]
