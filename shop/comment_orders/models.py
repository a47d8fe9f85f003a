"""What comments wish for, and which orders of a room are a guest's own."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, text
from sqlalchemy.orm import Mapped, mapped_column

from shop.core.db import Record


class WishState(StrEnum):
    """Where the wish of a comment stands. Only an asked one waits for its writer, only a pending one for us."""

    QUESTION = "question"  # wishes nothing; stands among the host's questions
    ASKED = "asked"  # something is not clear or not known yet, until `ask_until`
    PENDING = "pending"  # clear, and being worked
    PLACED = "placed"
    CHANGED = "changed"  # what was ordered before is ordered otherwise
    CANCELLED = "cancelled"
    REFUSED = "refused"  # `why` is the refusal's code
    REPEATED = "repeated"  # the same was said a moment ago and counts once
    DROPPED = "dropped"  # its writer thought better of it
    LAPSED = "lapsed"  # nobody answered in time


class CommentWish(Record):
    """What one comment wishes for. A comment has one wish at most, so it never counts twice.

    `meaning_key` is equal for the same words said again. `plan` is what is to be done, what is still asked and how
    that was answered (JSON of `rules.Plan`); `step` counts the answers. Its writer is a person, or a guest whom
    `buyer_key` knows again. `phone` is E.164. `told` is what the writer was told of a refusal, in their language.
    `answered_at` is when the host answered the question in it.
    """

    __tablename__ = "comment_wish"
    __table_args__ = (
        CheckConstraint("(state = 'asked') = (ask_until IS NOT NULL)", name="asked_in_time"),
        CheckConstraint("(state = 'refused') = (why IS NOT NULL)", name="refused_why"),
        CheckConstraint("answered_at IS NULL OR question", name="only_questions_are_answered"),
        CheckConstraint("(answered_at IS NULL) = (answered_by IS NULL)", name="answered_whole"),
        Index("comment_wish_session_idx", "session_id", "id"),
        Index("comment_wish_key_idx", "session_id", "meaning_key", "created_at"),
        Index("comment_wish_person_idx", "person_id", "session_id", postgresql_where=text("person_id IS NOT NULL")),
        Index("comment_wish_buyer_idx", "buyer_key", "session_id", postgresql_where=text("buyer_key IS NOT NULL")),
        Index("comment_wish_asked_idx", "ask_until", postgresql_where=text("state = 'asked'")),
        Index("comment_wish_pending_idx", "id", postgresql_where=text("state = 'pending'")),
    )

    session_id: Mapped[UUID] = mapped_column(ForeignKey("live_session.id", ondelete="CASCADE"))
    comment_id: Mapped[UUID] = mapped_column(ForeignKey("comment.id", ondelete="CASCADE"), unique=True)
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    buyer_key: Mapped[bytes | None] = mapped_column(LargeBinary)
    guest_key: Mapped[bytes | None] = mapped_column(LargeBinary)
    shadow: Mapped[bool]
    meaning_key: Mapped[str]
    locale: Mapped[str]
    state: Mapped[WishState]
    plan: Mapped[str]
    step: Mapped[int] = mapped_column(server_default=text("0"))
    ask_until: Mapped[datetime | None]
    name: Mapped[str]
    phone: Mapped[str | None]
    age_confirmed: Mapped[bool] = mapped_column(server_default=text("false"))
    order_id: Mapped[UUID | None] = mapped_column(ForeignKey("shop_order.id"), index=True)
    why: Mapped[str | None]
    told: Mapped[str | None]
    question: Mapped[bool]
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))


class GuestPurchase(Record):
    """An order of a room that a guest placed whom `buyer_key` knows again. Those of people stand with their orders."""

    __tablename__ = "guest_purchase"
    __table_args__ = (Index("guest_purchase_buyer_idx", "buyer_key", "session_id"),)

    session_id: Mapped[UUID] = mapped_column(ForeignKey("live_session.id", ondelete="CASCADE"))
    order_id: Mapped[UUID] = mapped_column(ForeignKey("shop_order.id"), unique=True)
    buyer_key: Mapped[bytes] = mapped_column(LargeBinary)
