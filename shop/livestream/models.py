"""What stands pinned and what is said in a room, and who may not say what."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ARRAY, CheckConstraint, ForeignKey, Index, LargeBinary, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from shop.core.db import Record


class BanKind(StrEnum):
    """How somebody is kept from speaking: told so, or left to speak to nobody."""

    MUTE = "mute"
    SHADOW = "shadow"


class Platform(StrEnum):
    """Where else a session is shown, and comments are brought from."""

    FACEBOOK = "facebook"
    YOUTUBE = "youtube"
    TIKTOK = "tiktok"
    OTHER = "other"


class Pin(Record):
    """A variant pinned in a room, at its live price where one was set; open until `unpinned_at`."""

    __tablename__ = "pin"
    __table_args__ = (
        Index("pin_open_once", "session_id", "variant_id", unique=True, postgresql_where=text("unpinned_at IS NULL")),
    )

    session_id: Mapped[UUID] = mapped_column(ForeignKey("live_session.id", ondelete="CASCADE"))
    variant_id: Mapped[UUID] = mapped_column(ForeignKey("variant.id"))
    campaign_id: Mapped[UUID | None] = mapped_column(ForeignKey("campaign.id"))
    unpinned_at: Mapped[datetime | None]
    unpin_reason: Mapped[str | None]


class Comment(Record):
    """Something said in a room. `client_id` is the sender's own, so that a repeated post is one comment.

    It is kept until its session's record is over: what is `hidden_at` or in the `shadow` is only shown no more, or
    to its sender and host alone. `guest_key` is a keyed hash that tells guests of one session apart. `claims` names
    what its host was warned of. `origin` is where it was said, when it was brought here from elsewhere.
    """

    __tablename__ = "comment"
    __table_args__ = (
        UniqueConstraint("session_id", "client_id"),
        CheckConstraint(
            "(hidden_at IS NULL) = (hidden_by IS NULL) AND (hidden_at IS NULL) = (hidden_why IS NULL)",
            name="hidden_whole",
        ),
        Index("comment_session_idx", "session_id", "id"),
        Index("comment_order_idx", "session_id", "order_code", postgresql_where=text("order_code IS NOT NULL")),
        Index("comment_hidden_idx", "session_id", "hidden_at", postgresql_where=text("hidden_at IS NOT NULL")),
        Index(
            "comment_person_idx",
            "session_id",
            "person_id",
            "created_at",
            postgresql_where=text("person_id IS NOT NULL AND order_code IS NULL"),
        ),
        Index(
            "comment_guest_idx",
            "session_id",
            "guest_key",
            "created_at",
            postgresql_where=text("guest_key IS NOT NULL"),
        ),
    )

    session_id: Mapped[UUID] = mapped_column(ForeignKey("live_session.id", ondelete="CASCADE"))
    client_id: Mapped[str]
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    guest_key: Mapped[bytes | None] = mapped_column(LargeBinary)
    name: Mapped[str]
    origin: Mapped[Platform | None]
    shadow: Mapped[bool] = mapped_column(server_default=text("false"))
    claims: Mapped[list[str]] = mapped_column(ARRAY(Text), server_default=text("'{}'"))
    text: Mapped[str]
    order_code: Mapped[str | None]
    hidden_at: Mapped[datetime | None]
    hidden_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    hidden_why: Mapped[str | None]


class RoomBan(Record):
    """Somebody kept from speaking in one session, until a moment (UTC) or its end; over when lifted too.

    `name` is what they were called when it was made. One stands open for a person or a guest (partial unique
    indexes); a new one lifts the one before.
    """

    __tablename__ = "room_ban"
    __table_args__ = (
        CheckConstraint("num_nonnulls(person_id, guest_key) = 1", name="one_subject"),
        CheckConstraint("(lifted_at IS NULL) = (lifted_by IS NULL)", name="lifted_whole"),
        Index(
            "room_ban_person_idx",
            "session_id",
            "person_id",
            unique=True,
            postgresql_where=text("lifted_at IS NULL AND person_id IS NOT NULL"),
        ),
        Index(
            "room_ban_guest_idx",
            "session_id",
            "guest_key",
            unique=True,
            postgresql_where=text("lifted_at IS NULL AND guest_key IS NOT NULL"),
        ),
    )

    session_id: Mapped[UUID] = mapped_column(ForeignKey("live_session.id", ondelete="CASCADE"))
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    guest_key: Mapped[bytes | None] = mapped_column(LargeBinary)
    name: Mapped[str]
    kind: Mapped[BanKind]
    until: Mapped[datetime | None]
    why: Mapped[str]
    made_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    lifted_at: Mapped[datetime | None]
    lifted_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))


class RoomWord(Record):
    """A word or phrase nobody but hosts and officers may say in any room; `folded` is what it is found by."""

    __tablename__ = "room_word"

    word: Mapped[str] = mapped_column(unique=True)
    folded: Mapped[str] = mapped_column(index=True)
    made_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
