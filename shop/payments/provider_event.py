"""What providers told, kept under the id they gave it."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from shop.core.db import Record
from shop.payments.models import PaymentMethod


class ProviderEvent(Record):
    """One thing a provider told, stored once: append-only but for `handled_at` and `error`.

    `about` is what of it we read. `error` says why its effect was refused: a person has to look at it.
    """

    __tablename__ = "provider_event"
    __table_args__ = (
        UniqueConstraint("method", "foreign_id"),
        Index("provider_event_error_idx", "id", postgresql_where=text("error IS NOT NULL")),
        Index("provider_event_waiting_idx", "id", postgresql_where=text("handled_at IS NULL")),
    )

    method: Mapped[PaymentMethod]
    foreign_id: Mapped[str]
    kind: Mapped[str]
    told_at: Mapped[datetime]
    about: Mapped[list[dict[str, Any]]] = mapped_column(JSONB, server_default=text("'[]'"))
    handled_at: Mapped[datetime | None]
    error: Mapped[str | None]
