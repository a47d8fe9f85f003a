"""Producers and who belongs to them."""

from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, text
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

    ACTIVE = "active"
    SUSPENDED = "suspended"


class Producer(Record):
    """A "chủ thể OCOP". The region is kept as written in the decision; `commune_id` is today's unit."""

    __tablename__ = "producer"

    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    kind: Mapped[ProducerKind]
    state: Mapped[ProducerState] = mapped_column(server_default=text("'active'"))
    commune_written: Mapped[str | None]
    district_written: Mapped[str | None]
    province_written: Mapped[str | None]
    district_id: Mapped[UUID | None] = mapped_column(ForeignKey("region.id"))
    commune_id: Mapped[UUID | None] = mapped_column(ForeignKey("region.id"))
    source: Mapped[str | None]
    sample: Mapped[bool] = mapped_column(server_default=text("false"))


class ProducerMember(Base):
    """A person who acts for a producer."""

    __tablename__ = "producer_member"

    producer_id: Mapped[UUID] = mapped_column(ForeignKey("producer.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, index=True)
