"""Notices of transfers, and the cases among them."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from shop.core.db import Record
from shop.core.money import Dong


class NoticeKind(StrEnum):
    """In whose format a notice comes."""

    SEPAY = "sepay"
    GENERIC = "generic"


class NoticeOutcome(StrEnum):
    """What became of a notice once it was worked."""

    IGNORED = "ignored"  # money that went out, or none
    CASE = "case"  # a person decides
    PART = "part"  # the order's money is not whole yet
    PAID = "paid"
    LATE = "late"  # the order had been closed: its side decides
    SURPLUS = "surplus"  # paid before: owed back
    REPEATED = "repeated"  # the receipt stood already


class BankNotice(Record):
    """A transfer as the bank told it. `amount` is in whole units of `currency`; `reference` the order it was booked to.

    `foreign_id` is the teller's own number: told again, it is the same notice. `booked_at` is the bank's moment, where
    it could be read.
    """

    __tablename__ = "bank_notice"
    __table_args__ = (
        UniqueConstraint("kind", "foreign_id"),
        CheckConstraint("amount >= 0", name="amount_not_negative"),
        CheckConstraint("num_nulls(handled_at, outcome) IN (0, 2)", name="handled_whole"),
        CheckConstraint("reference IS NULL OR outcome NOT IN ('ignored', 'case')", name="booked_somewhere"),
    )

    kind: Mapped[NoticeKind]
    foreign_id: Mapped[str]
    account: Mapped[str]
    incoming: Mapped[bool]
    amount: Mapped[Dong]
    currency: Mapped[str]
    content: Mapped[str]
    bank_reference: Mapped[str | None]
    booked_at: Mapped[datetime | None]
    handled_at: Mapped[datetime | None]
    outcome: Mapped[NoticeOutcome | None]
    reference: Mapped[UUID | None] = mapped_column(index=True)


class CaseReason(StrEnum):
    """Why a transfer could not be booked by itself."""

    NO_MEMO = "no_memo"  # none, or one with a wrong sign
    UNKNOWN_MEMO = "unknown_memo"  # well formed, and no order has it
    SEVERAL_MEMOS = "several_memos"  # of more than one order
    WRONG_ACCOUNT = "wrong_account"
    WRONG_CURRENCY = "wrong_currency"


class CaseState(StrEnum):
    """Open until a person has decided, once."""

    OPEN = "open"
    MATCHED = "matched"  # booked to an order
    RETURNED = "returned"  # sent back by the bank
    KEPT = "kept"  # stays on the account, with a note


class BankCase(Record):
    """A transfer that a person decides on: booked to the order `reference`, sent back, or kept with a note."""

    __tablename__ = "bank_case"
    __table_args__ = (
        CheckConstraint("(state = 'open') = (decided_at IS NULL)", name="decided_dated"),
        CheckConstraint("num_nulls(decided_at, decided_by) IN (0, 2)", name="decided_whole"),
        CheckConstraint("(state = 'matched') = (reference IS NOT NULL)", name="matched_to_an_order"),
        CheckConstraint("(state = 'returned') = (bank_reference IS NOT NULL)", name="returned_by_a_transfer"),
        CheckConstraint("state <> 'kept' OR note IS NOT NULL", name="kept_for_a_reason"),
        Index("bank_case_open_idx", "id", postgresql_where=text("state = 'open'")),
        Index("bank_case_decided_idx", "decided_at", postgresql_where=text("state <> 'open'")),
    )

    notice_id: Mapped[UUID] = mapped_column(ForeignKey("bank_notice.id"), unique=True)
    reason: Mapped[CaseReason]
    state: Mapped[CaseState] = mapped_column(server_default=text("'open'"))
    reference: Mapped[UUID | None]
    bank_reference: Mapped[str | None]
    note: Mapped[str | None]
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None]
