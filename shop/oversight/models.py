"""Complaints with their life, orders to remove something, and what is left of sessions whose record is over."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, CheckConstraint, ForeignKey, Index, LargeBinary, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from shop.core.db import Record


class ComplaintKind(StrEnum):
    """What a complaint is about."""

    CLAIM = "claim"  # something said of the goods
    PRICE = "price"
    GOODS = "goods"  # what came, or did not
    CONDUCT = "conduct"
    COUNTERFEIT = "counterfeit"
    OTHER = "other"


class ComplaintState(StrEnum):
    """How far a complaint has come. In the last three it stays."""

    RECEIVED = "received"
    IN_HAND = "in_hand"
    ASKED = "asked"  # host or producer are to say something
    UPHELD = "upheld"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


class Measure(StrEnum):
    """What an officer does about a complaint that is upheld."""

    REMOVE_COMMENT = "remove_comment"
    WARN = "warn"
    END_SESSION = "end_session"
    SUSPEND_LICENCE = "suspend_licence"


class Complaint(Record):
    """A viewer's complaint about a session, during it or after.

    `client_id` is the sender's own: sent twice it is one. `snapshot` is what stood in the room when it came in.
    `answered_at` is the first word of the office; the due times (UTC) were set when it came in.
    """

    __tablename__ = "complaint"
    __table_args__ = (
        UniqueConstraint("session_id", "client_id"),
        CheckConstraint("(state IN ('upheld', 'rejected')) = (decided_by IS NOT NULL)", name="decided"),
        CheckConstraint("num_nulls(decided_at, decided_by, answer) IN (0, 3)", name="decided_whole"),
        CheckConstraint("state = 'upheld' OR measures = '{}'", name="measures_of_upheld"),
        CheckConstraint("decided_by <> person_id", name="not_by_oneself"),
        Index("complaint_open_idx", "decide_due", postgresql_where=text("state IN ('received', 'in_hand', 'asked')")),
        Index("complaint_session_idx", "session_id", "id"),
    )

    code: Mapped[str] = mapped_column(unique=True)
    session_id: Mapped[UUID] = mapped_column(ForeignKey("live_session.id"))
    client_id: Mapped[str]
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    guest_key: Mapped[bytes | None] = mapped_column(LargeBinary)
    kind: Mapped[ComplaintKind]
    words: Mapped[str]
    order_code: Mapped[str | None]
    email: Mapped[str | None]
    phone: Mapped[str | None]
    locale: Mapped[str]
    snapshot: Mapped[dict[str, Any]]
    state: Mapped[ComplaintState] = mapped_column(server_default=text("'received'"))
    answer_due: Mapped[datetime]
    decide_due: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    officer_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))  # who has it in hand
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    answer: Mapped[str | None]  # the decision in words its sender reads
    measures: Mapped[list[str]] = mapped_column(ARRAY(Text), server_default=text("'{}'"))


class ComplaintHistory(Record):
    """A step of a complaint; append-only."""

    __tablename__ = "complaint_history"
    __table_args__ = (Index("complaint_history_complaint_idx", "complaint_id", "id"),)

    complaint_id: Mapped[UUID] = mapped_column(ForeignKey("complaint.id"))
    state: Mapped[ComplaintState]
    actor: Mapped[str]
    note: Mapped[str]


class Statement(Record):
    """What the office asks of a host or a producer about a complaint, and what they say."""

    __tablename__ = "complaint_statement"
    __table_args__ = (
        UniqueConstraint("complaint_id", "person_id"),
        UniqueConstraint("complaint_id", "producer_id"),
        CheckConstraint("num_nonnulls(person_id, producer_id) = 1", name="of_one"),
        CheckConstraint("num_nulls(words, given_at, given_by) IN (0, 3)", name="given_whole"),
    )

    complaint_id: Mapped[UUID] = mapped_column(ForeignKey("complaint.id"))
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    producer_id: Mapped[UUID | None] = mapped_column(ForeignKey("producer.id"))
    question: Mapped[str]
    words: Mapped[str | None]
    given_at: Mapped[datetime | None]
    given_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))


class TakedownKind(StrEnum):
    """What an authority wants removed."""

    PRODUCT = "product"
    LINK = "link"
    OTHER = "other"


class Takedown(Record):
    """An authority's order to remove something, due 24 hours after it came in (Law 122/2025/QH15)."""

    __tablename__ = "takedown"
    __table_args__ = (
        UniqueConstraint("document_no", "subject"),
        CheckConstraint("received_at < due_at", name="forward"),
        CheckConstraint("num_nulls(done_at, done_by, done_note) IN (0, 3)", name="done_whole"),
        Index("takedown_open_idx", "due_at", postgresql_where=text("done_at IS NULL")),
    )

    kind: Mapped[TakedownKind]
    subject: Mapped[str]  # a product's address, a link, or words
    product_id: Mapped[UUID | None] = mapped_column(ForeignKey("product.id", ondelete="SET NULL"))
    authority: Mapped[str]
    document_no: Mapped[str]
    received_at: Mapped[datetime]
    due_at: Mapped[datetime]
    noted_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    warned_at: Mapped[datetime | None]  # officers were told that it is late
    done_at: Mapped[datetime | None]
    done_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    done_note: Mapped[str | None]


class SessionTally(Record):
    """How much there was of a session whose record is over; `finished_at`: all of it is gone."""

    __tablename__ = "session_tally"

    session_id: Mapped[UUID] = mapped_column(ForeignKey("live_session.id", ondelete="CASCADE"), unique=True)
    comments: Mapped[int]
    pins: Mapped[int]
    bans: Mapped[int]
    finished_at: Mapped[datetime | None]
