"""Notices: what is told to whom, by which way, and whether it arrived."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from shop.core.db import Base, Record


class Channel(StrEnum):
    """The way a notice goes."""

    EMAIL = "email"
    IN_APP = "in_app"
    TEXT = "text"  # to a phone: Zalo first, then SMS
    PUSH = "push"  # to a browser, by its service


class Via(StrEnum):
    """What carried a text, or has to carry it: none yet means the first way that is open."""

    ZALO = "zalo"
    SMS = "sms"


class Notice(Record):
    """One message to one reader, in the reader's language. `(event_id, channel, reader)` makes it unique."""

    __tablename__ = "notice"
    __table_args__ = (
        UniqueConstraint("event_id", "channel", "reader"),
        CheckConstraint("channel <> 'email' OR email IS NOT NULL", name="email_has_address"),
        CheckConstraint("channel <> 'text' OR (phone IS NOT NULL AND news IS NOT NULL)", name="text_has_number"),
        Index("notice_waiting_idx", "next_try_at", postgresql_where=text("sent_at IS NULL AND given_up_at IS NULL")),
        Index("notice_person_idx", "person_id", "id"),
    )

    event_id: Mapped[UUID]
    channel: Mapped[Channel]
    reader: Mapped[str]  # person:<id>, order:<id> or an address
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    order_id: Mapped[UUID | None]  # shown on the order's page
    email: Mapped[str | None]
    phone: Mapped[str | None]  # E.164, of a text
    news: Mapped[str | None]  # which news a text tells: Zalo's template is found by it
    facts: Mapped[dict[str, Any] | None]  # the blanks of that template, secrets still open
    via: Mapped[Via | None]
    locale: Mapped[str]
    subject: Mapped[str]
    body_text: Mapped[str]
    body_html: Mapped[str | None]
    attempts: Mapped[int] = mapped_column(server_default=text("0"))
    next_try_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    given_up_at: Mapped[datetime | None]
    read_at: Mapped[datetime | None]
    error: Mapped[str | None]


class ZaloToken(Base):
    """The one pair of Zalo tokens. A refresh token works once: who refreshes claims the row until `claimed_until`."""

    __tablename__ = "zalo_token"
    __table_args__ = (CheckConstraint("singleton", name="one_row"),)

    singleton: Mapped[bool] = mapped_column(primary_key=True, server_default=text("true"))
    access_token: Mapped[str]
    refresh_token: Mapped[str]
    expires_at: Mapped[datetime]
    claimed_until: Mapped[datetime | None]
