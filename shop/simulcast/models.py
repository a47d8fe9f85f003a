"""Where else a session is shown, and how it goes there."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, SmallInteger, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from shop.core.db import Record
from shop.livestream.models import Platform


class TargetState(StrEnum):
    """How far a target is."""

    WAITING = "waiting"
    CONNECTING = "connecting"
    LIVE = "live"
    FAILING = "failing"  # it broke off, and is tried again
    STOPPED = "stopped"


class Why(StrEnum):
    """Why a target is where it is; each has its sentence."""

    NEW = "new"
    ASKED = "asked"
    NO_PICTURE = "no_picture"
    BEGUN = "begun"
    FLOWS = "flows"
    BROKE_OFF = "broke_off"
    STALLED = "stalled"
    UNKNOWN_HOST = "unknown_host"
    PRIVATE_HOST = "private_host"
    NO_FFMPEG = "no_ffmpeg"
    KEY_LOST = "key_lost"  # it was sealed under another secret of the shop
    GAVE_UP = "gave_up"
    BY_HOST = "by_host"
    SESSION_ENDED = "session_ended"
    UNSERVED = "unserved"  # never stored: said where nobody serves what is wanted


class SimulcastTarget(Record):
    """A place a session's picture is sent to by RTMP. `wanted` is its host's word, `state` what became of it.

    The key is sealed, and wiped when the session is over; `key_digest` knows it again, `hint` is its last four
    signs. `runner` serves it until `lease_until` and renews that; `attempts` failed in a row, the next is at
    `next_try_at`. `said` is what the program said last, without the key. Times are UTC.
    """

    __tablename__ = "simulcast_target"
    __table_args__ = (
        UniqueConstraint("session_id", "key_digest"),
        CheckConstraint("NOT wanted OR key_sealed IS NOT NULL", name="wanted_with_key"),
        CheckConstraint("attempts BETWEEN 0 AND 100", name="attempts_bounded"),
        Index("simulcast_target_wanted_idx", "session_id", postgresql_where=text("wanted")),
    )

    session_id: Mapped[UUID] = mapped_column(ForeignKey("live_session.id", ondelete="CASCADE"))
    platform: Mapped[Platform]
    address: Mapped[str]
    key_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    key_digest: Mapped[bytes] = mapped_column(LargeBinary)
    hint: Mapped[str]
    made_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    wanted: Mapped[bool] = mapped_column(server_default=text("false"))
    state: Mapped[TargetState]
    why: Mapped[Why]
    since: Mapped[datetime] = mapped_column(server_default=text("shop_now()"))
    attempts: Mapped[int] = mapped_column(SmallInteger, server_default=text("0"))
    next_try_at: Mapped[datetime | None]
    said: Mapped[str | None]
    runner: Mapped[str | None]
    lease_until: Mapped[datetime | None]
