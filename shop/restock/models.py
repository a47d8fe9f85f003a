"""Wishes to be told when a variant is back on a shelf."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from shop.core.db import Record

_OPEN = "told_at IS NULL AND stopped_at IS NULL"


class RestockWish(Record):
    """One person (by account) or one address wants to be told once when the variant is back.

    It ends once: told, or stopped by its reader. While it is open the same reader has no second one.
    """

    __tablename__ = "restock_wish"
    __table_args__ = (
        CheckConstraint("num_nonnulls(person_id, email) = 1", name="one_reader"),
        CheckConstraint("told_at IS NULL OR stopped_at IS NULL", name="ends_once"),
        Index("restock_wish_person_idx", "variant_id", "person_id", unique=True, postgresql_where=text(_OPEN)),
        Index("restock_wish_email_idx", "variant_id", "email", unique=True, postgresql_where=text(_OPEN)),
    )

    variant_id: Mapped[UUID] = mapped_column(ForeignKey("variant.id", ondelete="CASCADE"))
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    email: Mapped[str | None]  # lower case
    locale: Mapped[str]
    told_at: Mapped[datetime | None]
    stopped_at: Mapped[datetime | None]
