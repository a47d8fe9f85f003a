"""What the played Stripe remembers: its objects, the answers it gave to a key, and the notices it has to send."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Identity, Index, SmallInteger, text
from sqlalchemy.orm import Mapped, mapped_column

from shop.core.db import Base, Record


class SandboxObject(Base):
    """An intent, charge, refund, event or transfer as the API shows it; `intent` is the intent it belongs to."""

    __tablename__ = "sandbox_object"
    __table_args__ = (
        Index("sandbox_object_kind_idx", "kind", "number"),
        Index("sandbox_object_intent_idx", "intent", "kind", postgresql_where=text("intent IS NOT NULL")),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str]
    intent: Mapped[str | None]
    number: Mapped[int] = mapped_column(BigInteger, Identity())
    body: Mapped[dict[str, Any]]


class SandboxAnswer(Base):
    """What a request with the idempotency key `key` was answered; `digest` is of its address and parameters."""

    __tablename__ = "sandbox_answer"

    key: Mapped[str] = mapped_column(primary_key=True)
    digest: Mapped[str]
    status: Mapped[int] = mapped_column(SmallInteger)
    body: Mapped[dict[str, Any]]


class SandboxNotice(Record):
    """An event that is to be sent to our address at `due_at`."""

    __tablename__ = "sandbox_notice"
    __table_args__ = (Index("sandbox_notice_due_idx", "due_at", postgresql_where=text("sent_at IS NULL")),)

    event_id: Mapped[str]
    due_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(SmallInteger, server_default=text("0"))
    sent_at: Mapped[datetime | None]
