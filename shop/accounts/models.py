"""People, roles and sign-in sessions."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, text
from sqlalchemy.orm import Mapped, mapped_column

from shop.core.actor import Role
from shop.core.db import Base, Record


class Person(Record):
    """Somebody who can sign in, by e-mail or phone. `phone` is E.164, `email` in lower case."""

    __tablename__ = "person"
    __table_args__ = (
        CheckConstraint("email IS NOT NULL OR phone IS NOT NULL", name="reachable"),
        CheckConstraint("locale IN ('vi', 'en')", name="locale_known"),
    )

    name: Mapped[str]
    email: Mapped[str | None] = mapped_column(unique=True)
    phone: Mapped[str | None] = mapped_column(unique=True)
    locale: Mapped[str] = mapped_column(server_default=text("'vi'"))
    password_hash: Mapped[str | None]
    disabled_at: Mapped[datetime | None]
    sample: Mapped[bool] = mapped_column(server_default=text("false"))


class PersonRole(Base):
    """A role given to a person."""

    __tablename__ = "person_role"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    role: Mapped[Role] = mapped_column(primary_key=True)


class SignIn(Base):
    """One signed-in browser. Only the SHA-256 of its cookie is kept."""

    __tablename__ = "sign_in"

    id_hash: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[datetime] = mapped_column(server_default=text("shop_now()"))
    last_seen_at: Mapped[datetime] = mapped_column(server_default=text("shop_now()"))
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
