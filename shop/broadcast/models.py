"""Stream keys of sessions, the takes that were published with them, and captions."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, SmallInteger, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from shop.core.db import Record


class Source(StrEnum):
    """How a take comes in: the host's browser, our RTMP port, or a media server that tells us by its hook."""

    BROWSER = "browser"
    RTMP = "rtmp"
    NGINX_RTMP = "nginx_rtmp"
    MEDIAMTX = "mediamtx"
    SRS = "srs"


SERVERS = frozenset((Source.NGINX_RTMP, Source.MEDIAMTX, Source.SRS))  # they give out themselves what they take in


class TakeEnd(StrEnum):
    """Why a take is over."""

    LEFT = "left"  # its publisher said so
    LOST = "lost"  # its publisher was not heard of any more
    REVOKED = "revoked"  # its key was taken back
    TAKEN_OVER = "taken_over"  # another publisher took over
    SESSION_ENDED = "session_ended"
    BROKEN = "broken"  # its bytes were none we take


class StreamKey(Record):
    """What a session's picture is published with. Only its SHA-256 is kept; `hint` is its last four signs.

    A session has one that is not revoked (partial unique index); making a new one revokes it.
    """

    __tablename__ = "stream_key"
    __table_args__ = (
        Index("stream_key_one_open", "session_id", unique=True, postgresql_where=text("revoked_at IS NULL")),
    )

    session_id: Mapped[UUID] = mapped_column(ForeignKey("live_session.id", ondelete="CASCADE"))
    key_hash: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    hint: Mapped[str]
    made_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    revoked_at: Mapped[datetime | None]


class Take(Record):
    """One connection of a publisher; a session's takes are numbered from 1, and one is open at a time.

    `seen_at` moves while bytes come; `sound` is false once they are known to bring a picture alone.
    `external_id` is the media server's own name of the connection.
    """

    __tablename__ = "take"
    __table_args__ = (
        UniqueConstraint("session_id", "number"),
        CheckConstraint("number BETWEEN 1 AND 999", name="number_bounded"),
        CheckConstraint("(ended_at IS NULL) = (end_reason IS NULL)", name="ended_whole"),
        Index("take_external_idx", "source", "external_id"),
        Index("take_one_open", "session_id", unique=True, postgresql_where=text("ended_at IS NULL")),
    )

    session_id: Mapped[UUID] = mapped_column(ForeignKey("live_session.id", ondelete="CASCADE"))
    number: Mapped[int] = mapped_column(SmallInteger)
    key_id: Mapped[UUID] = mapped_column(ForeignKey("stream_key.id", ondelete="CASCADE"))
    source: Mapped[Source]
    sound: Mapped[bool] = mapped_column(server_default=text("true"))
    external_id: Mapped[str | None]
    seen_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    end_reason: Mapped[TakeEnd | None]


class Caption(Record):
    """A line the host typed for who cannot hear; shown from `created_at` for `seconds`."""

    __tablename__ = "caption"
    __table_args__ = (
        UniqueConstraint("session_id", "client_id"),
        CheckConstraint("seconds BETWEEN 1 AND 30", name="seconds_bounded"),
        Index("caption_session_idx", "session_id", "created_at"),
    )

    session_id: Mapped[UUID] = mapped_column(ForeignKey("live_session.id", ondelete="CASCADE"))
    client_id: Mapped[str]
    text: Mapped[str]
    seconds: Mapped[int] = mapped_column(SmallInteger)
    said_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
