"""Markets, weekly series and festivals of them, the sessions of their stalls, and what each session means to show."""

from datetime import date, datetime, time
from enum import StrEnum
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, SmallInteger, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import ExcludeConstraint
from sqlalchemy.orm import Mapped, mapped_column

from shop.core.db import Record
from shop.core.money import Dong


class SessionState(StrEnum):
    """The life of a session. Whether its host is away is a matter of `host_seen_at`."""

    SCHEDULED = "scheduled"
    ON_AIR = "on_air"
    ENDED = "ended"
    CALLED_OFF = "called_off"


class MarketState(StrEnum):
    """Whether a market takes place. Whether it is open is a matter of the clock."""

    PLANNED = "planned"
    CALLED_OFF = "called_off"


class MarketSeries(Record):
    """A market held every week on `weekday` (1 Monday … 7 Sunday), from `opens` to `closes` on Hà Nội's clocks.

    It runs from `first_day` to `last_day`, both included; None: until somebody ends it.
    """

    __tablename__ = "market_series"
    __table_args__ = (
        CheckConstraint("weekday BETWEEN 1 AND 7", name="weekday_known"),
        CheckConstraint("opens < closes", name="forward"),
        CheckConstraint("first_day <= last_day", name="days_forward"),
        CheckConstraint("teaser_art BETWEEN 1 AND 4", name="art_known"),
    )

    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    weekday: Mapped[int] = mapped_column(SmallInteger)
    opens: Mapped[time]
    closes: Mapped[time]
    first_day: Mapped[date]
    last_day: Mapped[date | None]
    teaser: Mapped[str] = mapped_column(server_default=text("''"))
    teaser_art: Mapped[int] = mapped_column(SmallInteger, server_default=text("1"))
    sample: Mapped[bool] = mapped_column(server_default=text("false"))


class Festival(Record):
    """A "ngày hội livestream": markets over several days under one name."""

    __tablename__ = "festival"

    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    story: Mapped[str] = mapped_column(server_default=text("''"))
    version: Mapped[int] = mapped_column(server_default=text("1"))
    sample: Mapped[bool] = mapped_column(server_default=text("false"))


class Market(Record):
    """A night market: a hall of stalls in one window of time (UTC).

    A series has one market a day of its own (unique), also when that one was moved or called off: nothing makes
    it twice. `version` grows with every change. `teaser_art` is one of the four drawn hosts.
    """

    __tablename__ = "market"
    __table_args__ = (
        CheckConstraint("starts_at < ends_at", name="forward"),
        CheckConstraint("(series_id IS NULL) = (series_day IS NULL)", name="series_whole"),
        CheckConstraint("(state = 'called_off') = (called_off_reason IS NOT NULL)", name="reason_said"),
        CheckConstraint("teaser_art BETWEEN 1 AND 4", name="art_known"),
        UniqueConstraint("series_id", "series_day"),
        Index("market_starts_at_idx", "starts_at"),
    )

    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    state: Mapped[MarketState] = mapped_column(server_default=text("'planned'"))
    called_off_reason: Mapped[str | None]
    teaser: Mapped[str] = mapped_column(server_default=text("''"))
    teaser_art: Mapped[int] = mapped_column(SmallInteger, server_default=text("1"))
    series_id: Mapped[UUID | None] = mapped_column(ForeignKey("market_series.id"))
    series_day: Mapped[date | None]
    festival_id: Mapped[UUID | None] = mapped_column(ForeignKey("festival.id"), index=True)
    version: Mapped[int] = mapped_column(server_default=text("1"))
    sample: Mapped[bool] = mapped_column(server_default=text("false"))


class LiveSession(Record):
    """A stall of a market: a host selling live from a sales point.

    `seq` grows by one with every fact told in the room; only the relay and this domain raise it, under the
    row's lock. One host can be on air once at a time (partial unique index). In slow mode a sender waits
    `slow_seconds` between two comments; 0 is none. `version` grows with every change of the plan; `on_stage` is the
    one stall of its market the office put on the main stage.
    """

    __tablename__ = "live_session"
    __table_args__ = (
        CheckConstraint("starts_at < ends_at", name="forward"),
        CheckConstraint("(state IN ('scheduled', 'called_off')) = (started_at IS NULL)", name="started_once"),
        CheckConstraint("(state = 'called_off') = (called_off_reason IS NOT NULL)", name="reason_said"),
        CheckConstraint("(state = 'ended') = (ended_at IS NOT NULL)", name="ended_once"),
        CheckConstraint("slow_seconds BETWEEN 0 AND 300", name="slow_bounded"),
        Index("live_session_one_on_air_per_host", "host_id", unique=True, postgresql_where=text("state = 'on_air'")),
        Index("live_session_one_on_air_per_place", "place_id", unique=True, postgresql_where=text("state = 'on_air'")),
        Index("live_session_one_on_stage", "market_id", unique=True, postgresql_where=text("on_stage")),
        Index("live_session_host_idx", "host_id", "starts_at"),
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
    called_off_reason: Mapped[str | None]
    on_stage: Mapped[bool] = mapped_column(server_default=text("false"))
    version: Mapped[int] = mapped_column(server_default=text("1"))
    sample: Mapped[bool] = mapped_column(server_default=text("false"))


class LineUp(Record):
    """A variant a session means to show, under the code the host calls it by (`A12`)."""

    __tablename__ = "line_up"
    __table_args__ = (UniqueConstraint("session_id", "variant_id"), UniqueConstraint("session_id", "code"))

    session_id: Mapped[UUID] = mapped_column(ForeignKey("live_session.id", ondelete="CASCADE"))
    variant_id: Mapped[UUID] = mapped_column(ForeignKey("variant.id"))
    code: Mapped[str]
    position: Mapped[int]


class SlotKind(StrEnum):
    """Who or what can stand at one stall at a time."""

    HOST = "host"
    PLACE = "place"
    PRODUCER = "producer"


class StallSlot(Record):
    """A host, a place or a producer taken by a planned stall for its time; no two of one subject overlap.

    Planning writes them, calling off and the end of a session take them away. `subject_id` names a person, a place
    or a producer.
    """

    __tablename__ = "stall_slot"
    __table_args__ = (
        UniqueConstraint("session_id", "kind", "subject_id"),
        ExcludeConstraint(
            ("kind", "="),
            ("subject_id", "="),
            (text("tstzrange(starts_at, ends_at)"), "&&"),
            name="stall_slot_apart",
            using="gist",
        ),
    )

    session_id: Mapped[UUID] = mapped_column(ForeignKey("live_session.id", ondelete="CASCADE"))
    kind: Mapped[SlotKind]
    subject_id: Mapped[UUID]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]


class CoHost(Record):
    """Somebody who runs a session beside its host: may do at the desk what the host may, but name others."""

    __tablename__ = "co_host"
    __table_args__ = (UniqueConstraint("session_id", "person_id"),)

    session_id: Mapped[UUID] = mapped_column(ForeignKey("live_session.id", ondelete="CASCADE"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    named_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))


class PriceFloor(Record):
    """The lowest live price (đồng) a producer allows for a variant in a session; fixed once the session starts.

    Without a row the list price is the floor. `approved_by` is an actor: a person's id, or the name of a program.
    """

    __tablename__ = "price_floor"
    __table_args__ = (UniqueConstraint("session_id", "variant_id"), CheckConstraint("price > 0", name="price_some"))

    session_id: Mapped[UUID] = mapped_column(ForeignKey("live_session.id", ondelete="CASCADE"))
    variant_id: Mapped[UUID] = mapped_column(ForeignKey("variant.id"))
    price: Mapped[Dong]
    approved_by: Mapped[str]
