"""Wholesale terms of variants, and enquiries with all that happened to them."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from shop.core.db import Record


class EnquiryState(StrEnum):
    """An enquiry waits, is answered with a price or without one, and the buyer says yes or no; or time runs out."""

    NEW = "new"
    QUOTED = "quoted"
    REFUSED = "refused"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    EXPIRED = "expired"


class WholesaleTerm(Record):
    """From how many pieces of a variant its producer answers enquiries. Its bands are shown where `public`."""

    __tablename__ = "wholesale_term"
    __table_args__ = (CheckConstraint("min_quantity BETWEEN 2 AND 100000", name="quantity_bounded"),)

    variant_id: Mapped[UUID] = mapped_column(ForeignKey("variant.id", ondelete="CASCADE"), unique=True)
    min_quantity: Mapped[int]
    public: Mapped[bool] = mapped_column(server_default=text("false"))
    active: Mapped[bool] = mapped_column(server_default=text("true"))
    updated_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))


class WholesaleBand(Record):
    """From `from_quantity` pieces on, one costs `price` đồng."""

    __tablename__ = "wholesale_band"
    __table_args__ = (
        UniqueConstraint("term_id", "from_quantity"),
        CheckConstraint("from_quantity BETWEEN 2 AND 100000", name="quantity_bounded"),
        CheckConstraint("price BETWEEN 1 AND 10000000000000", name="price_bounded"),
    )

    term_id: Mapped[UUID] = mapped_column(ForeignKey("wholesale_term.id", ondelete="CASCADE"))
    from_quantity: Mapped[int]
    price: Mapped[int] = mapped_column(BigInteger)


class WholesaleEnquiry(Record):
    """Somebody wants many pieces of a variant. `price` (đồng a piece) and `valid_until` (the last day) are the quote.

    Names and contacts are seen by the producer, and the producer's by the buyer, once the quote is accepted by both.
    `lapses_on` is the first day on which an open one expires.
    """

    __tablename__ = "wholesale_enquiry"
    __table_args__ = (
        CheckConstraint("quantity BETWEEN 2 AND 1000000", name="quantity_bounded"),
        CheckConstraint("(price IS NULL) = (valid_until IS NULL)", name="quote_whole"),
        CheckConstraint("state NOT IN ('quoted', 'accepted', 'declined') OR price IS NOT NULL", name="quoted_first"),
        CheckConstraint("price BETWEEN 1 AND 10000000000000", name="price_bounded"),
        UniqueConstraint("asker", "request_key"),
        Index("wholesale_enquiry_producer_idx", "producer_id", "state", "id"),
        Index("wholesale_enquiry_open_idx", "lapses_on", postgresql_where=text("state IN ('new', 'quoted')")),
    )

    variant_id: Mapped[UUID] = mapped_column(ForeignKey("variant.id", ondelete="CASCADE"))
    producer_id: Mapped[UUID] = mapped_column(ForeignKey("producer.id"))
    session_id: Mapped[UUID | None] = mapped_column(ForeignKey("live_session.id", ondelete="SET NULL"))
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    asker: Mapped[str]  # person:<id>, or guest
    request_key: Mapped[str]
    name: Mapped[str]
    phone: Mapped[str]
    email: Mapped[str | None]
    company: Mapped[str]
    quantity: Mapped[int]
    wanted_on: Mapped[date | None]
    note: Mapped[str]
    locale: Mapped[str]
    state: Mapped[EnquiryState] = mapped_column(server_default=text("'new'"))
    version: Mapped[int] = mapped_column(server_default=text("1"))
    price: Mapped[int | None] = mapped_column(BigInteger)
    valid_until: Mapped[date | None]
    answer: Mapped[str] = mapped_column(server_default=text("''"))
    lapses_on: Mapped[date]
    answered_at: Mapped[datetime | None]


class WholesaleHistory(Record):
    """One step of an enquiry: append-only."""

    __tablename__ = "wholesale_history"
    __table_args__ = (UniqueConstraint("enquiry_id", "version"),)

    enquiry_id: Mapped[UUID] = mapped_column(ForeignKey("wholesale_enquiry.id", ondelete="CASCADE"))
    version: Mapped[int]
    state: Mapped[EnquiryState]
    price: Mapped[int | None] = mapped_column(BigInteger)
    valid_until: Mapped[date | None]
    words: Mapped[str]
    actor: Mapped[str]
