"""Producers, who belongs to them, how they registered, and when they are closed."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from shop.core.db import Base, Record


class ProducerKind(StrEnum):
    """The legal form as the register states it; tax depends on it later."""

    COMPANY = "company"
    COOPERATIVE = "cooperative"
    HOUSEHOLD = "household"
    GROUP = "group"  # tổ hợp tác
    UNKNOWN = "unknown"


class ProducerState(StrEnum):
    """Only an active producer's goods are on sale."""

    REGISTERED = "registered"  # asked to be let in; never approved
    ACTIVE = "active"
    SUSPENDED = "suspended"
    DECLINED = "declined"


class Producer(Record):
    """A "chủ thể OCOP". The region is kept as written in the decision; `commune_id` is today's unit."""

    __tablename__ = "producer"
    __table_args__ = (Index("producer_idle_idx", "id", postgresql_where=text("state <> 'active'")),)  # few: lists ask

    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    kind: Mapped[ProducerKind]
    state: Mapped[ProducerState] = mapped_column(server_default=text("'active'"))
    commune_written: Mapped[str | None]
    district_written: Mapped[str | None]
    province_written: Mapped[str | None]
    district_id: Mapped[UUID | None] = mapped_column(ForeignKey("region.id"))
    commune_id: Mapped[UUID | None] = mapped_column(ForeignKey("region.id"))
    address: Mapped[str | None]  # house and street, as the producer writes it
    phone: Mapped[str | None]  # E.164; shown to buyers only when the producer says so
    email: Mapped[str | None]
    tax_code: Mapped[str | None]
    representative: Mapped[str | None]
    about_vi: Mapped[str | None]
    about_en: Mapped[str | None]
    suspended_reason: Mapped[str | None]  # in the officer's words, while it is suspended: its members read it
    source: Mapped[str | None]
    sample: Mapped[bool] = mapped_column(server_default=text("false"))


class MemberRole(StrEnum):
    """What a member may do: an owner everything, an editor goods and stock, a viewer look."""

    OWNER = "owner"
    EDITOR = "editor"
    VIEWER = "viewer"


class ProducerMember(Base):
    """A person who acts for a producer."""

    __tablename__ = "producer_member"

    producer_id: Mapped[UUID] = mapped_column(ForeignKey("producer.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, index=True)
    role: Mapped[MemberRole] = mapped_column(server_default=text("'owner'"))
    since: Mapped[datetime] = mapped_column(server_default=text("shop_now()"))


class ProducerInvitation(Record):
    """An invitation by e-mail to act for a producer. Only the SHA-256 of its token is kept."""

    __tablename__ = "producer_invitation"
    __table_args__ = (
        Index(
            "producer_invitation_open_idx",
            "producer_id",
            "email",
            unique=True,
            postgresql_where=text("accepted_at IS NULL AND withdrawn_at IS NULL"),
        ),
    )

    producer_id: Mapped[UUID] = mapped_column(ForeignKey("producer.id", ondelete="CASCADE"))
    email: Mapped[str]
    role: Mapped[MemberRole]
    token_hash: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    invited_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    expires_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]


class ProducerClosure(Record):
    """A time in which a producer takes no orders (Tết, harvest): days of Hà Nội, the last one included."""

    __tablename__ = "producer_closure"
    __table_args__ = (
        CheckConstraint("from_on <= until_on", name="forward"),
        Index("producer_closure_producer_idx", "producer_id", "until_on"),
    )

    producer_id: Mapped[UUID] = mapped_column(ForeignKey("producer.id", ondelete="CASCADE"))
    from_on: Mapped[date]
    until_on: Mapped[date]
    reason: Mapped[str]


class RegistrationState(StrEnum):
    """How far an application to act as (or for) a producer has come."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"  # something is missing: each paper says what
    APPROVED = "approved"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class Registration(Record):
    """A person's application: for a new producer, or to take over one the register already knows (`claim`)."""

    __tablename__ = "producer_registration"
    __table_args__ = (
        Index(
            "producer_registration_open_idx",
            "producer_id",
            "person_id",
            unique=True,
            postgresql_where=text("state IN ('draft', 'submitted', 'returned')"),
        ),
        Index("producer_registration_state_idx", "state", "submitted_at"),
    )

    producer_id: Mapped[UUID] = mapped_column(ForeignKey("producer.id", ondelete="CASCADE"), index=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    claim: Mapped[bool] = mapped_column(server_default=text("false"))
    sells_food: Mapped[bool] = mapped_column(server_default=text("true"))
    state: Mapped[RegistrationState] = mapped_column(server_default=text("'draft'"))
    reason: Mapped[str | None]  # of the last decision
    submitted_at: Mapped[datetime | None]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    version: Mapped[int] = mapped_column(server_default=text("1"))


class PaperKind(StrEnum):
    """A requirement of a registration; which ones a producer must meet follows from its kind (`rules.py`)."""

    BUSINESS_REGISTRATION = "business_registration"  # company, cooperative
    HOUSEHOLD_REGISTRATION = "household_registration"
    COOPERATION_CONTRACT = "cooperation_contract"  # attested by the commune
    TAX_CODE = "tax_code"
    REPRESENTATIVE = "representative"  # who acts, and the mandate of one who is not the head
    FOOD_SAFETY = "food_safety"


class PaperState(StrEnum):
    """Where one requirement stands."""

    MISSING = "missing"
    GIVEN = "given"
    ACCEPTED = "accepted"
    DECLINED = "declined"  # with a reason
    EXPIRED = "expired"


class RegistrationPaper(Record):
    """One requirement of one registration, with its own state and reason."""

    __tablename__ = "registration_paper"
    __table_args__ = (UniqueConstraint("registration_id", "kind"),)

    registration_id: Mapped[UUID] = mapped_column(ForeignKey("producer_registration.id", ondelete="CASCADE"))
    kind: Mapped[PaperKind]
    state: Mapped[PaperState] = mapped_column(server_default=text("'missing'"))
    number: Mapped[str | None]  # the number or code on the paper
    valid_until: Mapped[date | None]
    document_id: Mapped[UUID | None] = mapped_column(ForeignKey("asset.id"))
    reason: Mapped[str | None]
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None]
