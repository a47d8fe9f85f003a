"""Replays of sessions, and clips of the products they showed."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, SmallInteger, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from shop.core.db import Record


class ReplayState(StrEnum):
    """How far a replay has come. In the last three there is nothing to see."""

    BUILDING = "building"
    READY = "ready"
    EMPTY = "empty"  # no picture came in while the session was on air
    REMOVED = "removed"
    EXPIRED = "expired"  # it was kept long enough


class Replay(Record):
    """The replay of a session that is over.

    One builder at a time has it: `claim` is its own number, and it is another's to take after `claimed_until` (UTC).
    `course` is a `rules.Course`. What is `closed_at` is public no more; `cleared_at`: its files are gone from where
    the public gets them, and where they are evidence they are `held` apart.
    """

    __tablename__ = "replay"
    __table_args__ = (
        CheckConstraint("progress BETWEEN 0 AND 100", name="progress_percent"),
        CheckConstraint("(claim IS NULL) = (claimed_until IS NULL)", name="claimed_whole"),
        CheckConstraint("state <> 'ready' OR course IS NOT NULL", name="ready_with_course"),
        CheckConstraint("(state IN ('removed', 'expired')) = (closed_at IS NOT NULL)", name="closed_dated"),
        CheckConstraint("num_nulls(closed_at, closed_by, closed_why) IN (0, 3)", name="closed_whole"),
        CheckConstraint("cleared_at IS NULL OR closed_at IS NOT NULL", name="cleared_once_closed"),
        Index("replay_building_idx", "created_at", postgresql_where=text("state = 'building'")),
        Index(
            "replay_uncleared_idx", "closed_at", postgresql_where=text("closed_at IS NOT NULL AND cleared_at IS NULL")
        ),
        Index("replay_held_idx", "id", postgresql_where=text("held")),
    )

    session_id: Mapped[UUID] = mapped_column(ForeignKey("live_session.id", ondelete="CASCADE"), unique=True)
    state: Mapped[ReplayState] = mapped_column(server_default=text("'building'"))
    progress: Mapped[int] = mapped_column(SmallInteger, server_default=text("0"))
    claim: Mapped[UUID | None]
    claimed_until: Mapped[datetime | None]
    course: Mapped[dict[str, Any] | None]
    built_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    closed_by: Mapped[str | None]  # an actor: a person's id, or the name of a program
    closed_why: Mapped[str | None]
    cleared_at: Mapped[datetime | None]
    held: Mapped[bool] = mapped_column(server_default=text("false"))


class ClipState(StrEnum):
    """How far a clip has come."""

    CUTTING = "cutting"
    READY = "ready"
    BROKEN = "broken"  # what was kept cannot be cut
    REMOVED = "removed"


class Clip(Record):
    """What a replay shows of a product between two moments (ms of Unix time), for the product's page.

    `still` is when the picture it is shown by was filmed (ms); without one the product's own picture stands there.
    """

    __tablename__ = "replay_clip"
    __table_args__ = (
        UniqueConstraint("replay_id", "variant_id", "starts"),
        CheckConstraint("starts < ends", name="forward"),
        CheckConstraint("(state = 'ready') <= (size IS NOT NULL)", name="ready_with_size"),
        Index("replay_clip_variant_idx", "variant_id", "id", postgresql_where=text("state = 'ready'")),
        Index("replay_clip_cutting_idx", "id", postgresql_where=text("state = 'cutting'")),
    )

    replay_id: Mapped[UUID] = mapped_column(ForeignKey("replay.id", ondelete="CASCADE"))
    variant_id: Mapped[UUID] = mapped_column(ForeignKey("variant.id"))
    starts: Mapped[int] = mapped_column(BigInteger)
    ends: Mapped[int] = mapped_column(BigInteger)
    state: Mapped[ClipState] = mapped_column(server_default=text("'cutting'"))
    size: Mapped[int | None] = mapped_column(BigInteger)  # bytes
    still: Mapped[int | None] = mapped_column(BigInteger)
    published_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    claimed_until: Mapped[datetime | None]
    cleared_at: Mapped[datetime | None]  # a removed one's files are gone
