"""People, roles and sign-in sessions."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, SmallInteger, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from shop.core.actor import Role
from shop.core.db import Base, Record


class Person(Record):
    """Somebody who can sign in, by e-mail or phone. `phone` is E.164, `email` in lower case.

    `…_verified_at`: when the person proved to receive what is sent there; None while nobody has.
    `texts_off` and `mail_off`: they want no texts or e-mail beyond those an order or a sign-in needs.
    """

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
    email_verified_at: Mapped[datetime | None]
    phone_verified_at: Mapped[datetime | None]
    texts_off: Mapped[bool] = mapped_column(server_default=text("false"))
    mail_off: Mapped[bool] = mapped_column(server_default=text("false"))
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
    device: Mapped[str | None]  # browser and system in a few words, so that its owner knows it again


class SignInCode(Base):
    """The newest one-time code of an address or number. The six digits are derived from `challenge`, never stored.

    `login` is an e-mail address or E.164. A new code takes the old one's row, so no address has two that open.
    """

    __tablename__ = "sign_in_code"
    __table_args__ = (CheckConstraint("attempts >= 0", name="attempts_counted"),)

    login: Mapped[str] = mapped_column(primary_key=True)
    challenge: Mapped[UUID] = mapped_column(unique=True)
    locale: Mapped[str]
    sent_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(SmallInteger, server_default=text("0"))
    used_at: Mapped[datetime | None]


class Consent(Record):
    """What a person agreed to when the account was opened: which words, in which version. Never changed."""

    __tablename__ = "consent"
    __table_args__ = (UniqueConstraint("person_id", "purpose", "version"),)

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    purpose: Mapped[str]
    version: Mapped[str]
    locale: Mapped[str]
