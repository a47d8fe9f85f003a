"""What an order owes and how that stands."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, SmallInteger, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from shop.core.db import Record
from shop.core.money import Dong


class PaymentMethod(StrEnum):
    """How the buyer pays: in cash, or before the goods leave."""

    COD = "cod"
    VIETQR = "vietqr"
    CARD = "card"
    VNPAY = "vnpay"
    MOMO = "momo"


class PaymentState(StrEnum):
    """Cash on delivery is collected by a point or courier, remitted, settled; other ways are awaited, then paid."""

    TO_COLLECT = "to_collect"
    COLLECTED = "collected"
    REMITTED = "remitted"
    SETTLED = "settled"
    REFUSED = "refused"
    CANCELLED = "cancelled"
    AWAITING = "awaiting"
    AUTHORIZED = "authorized"  # promised by the buyer's bank, and not taken yet
    PAID = "paid"


class Payment(Record):
    """The payment of the order `reference`: the amount (đồng) was frozen when the order was placed.

    `collected` is what came in so far: cash for its parcels, or the sum of its receipts, which may be more than was
    asked for. `refunded` is what of that is owed back or was paid back, the sum of its refunds. `deposit` is what has
    to come before the goods are kept, where the rest is paid in cash (0: all of it comes one way).
    """

    __tablename__ = "payment"
    __table_args__ = (
        CheckConstraint("amount >= 0", name="amount_not_negative"),
        CheckConstraint("collected >= 0", name="collected_not_negative"),
        CheckConstraint("collected - refunded <= amount", name="surplus_goes_back"),
        CheckConstraint("refunded BETWEEN 0 AND collected", name="refunded_within_collected"),
        CheckConstraint("deposit BETWEEN 0 AND amount", name="deposit_within_amount"),
    )

    reference: Mapped[UUID] = mapped_column(unique=True)
    method: Mapped[PaymentMethod]
    amount: Mapped[Dong]
    collected: Mapped[Dong] = mapped_column(server_default=text("0"))
    refunded: Mapped[Dong] = mapped_column(server_default=text("0"))
    deposit: Mapped[Dong] = mapped_column(server_default=text("0"))
    state: Mapped[PaymentState]
    version: Mapped[int] = mapped_column(server_default=text("1"))

    @property
    def asked_first(self) -> Dong:
        """What has to come before the goods (đồng): the deposit where there is one, else all."""
        return self.deposit or self.amount

    @property
    def kept(self) -> Dong:
        """What came in and is not owed back (đồng)."""
        return Dong(self.collected - self.refunded)


class PaymentHistory(Record):
    """One move of a payment: append-only. `collected` is the cash (đồng) that came with it."""

    __tablename__ = "payment_history"

    payment_id: Mapped[UUID] = mapped_column(ForeignKey("payment.id"), index=True)
    state: Mapped[PaymentState]
    collected: Mapped[Dong] = mapped_column(server_default=text("0"))
    actor: Mapped[str]
    reason: Mapped[str | None]


class AttemptState(StrEnum):
    """Money decides: what failed may still succeed, and what succeeded stays so."""

    OPEN = "open"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    CANCELLED = "cancelled"


class PaymentAttempt(Record):
    """One try of a buyer to pay (`amount`, đồng, as the payment asked then), and what its provider calls it.

    `failure` is why it failed, in the provider's own code.
    """

    __tablename__ = "payment_attempt"
    __table_args__ = (
        UniqueConstraint("payment_id", "number"),
        UniqueConstraint("method", "foreign_id"),
        CheckConstraint("amount > 0", name="some"),
        CheckConstraint("number > 0", name="counted"),
    )

    payment_id: Mapped[UUID] = mapped_column(ForeignKey("payment.id"))
    method: Mapped[PaymentMethod]
    number: Mapped[int] = mapped_column(SmallInteger)
    amount: Mapped[Dong]
    state: Mapped[AttemptState] = mapped_column(server_default=text("'open'"))
    foreign_id: Mapped[str | None]
    failure: Mapped[str | None]


class PaymentReceipt(Record):
    """Money (đồng) that came in for a payment, once under its provider's id: append-only."""

    __tablename__ = "payment_receipt"
    __table_args__ = (
        UniqueConstraint("method", "foreign_id"),
        CheckConstraint("amount > 0", name="some"),
    )

    payment_id: Mapped[UUID] = mapped_column(ForeignKey("payment.id"), index=True)
    method: Mapped[PaymentMethod]
    foreign_id: Mapped[str]
    amount: Mapped[Dong]


class RefundMethod(StrEnum):
    """How money goes back: from hand to hand, from the bank, or by the provider it came through."""

    CASH = "cash"
    TRANSFER = "transfer"
    CARD = "card"
    VNPAY = "vnpay"
    MOMO = "momo"


class RefundState(StrEnum):
    """Owed to the buyer, sent through a provider, then paid; or the provider failed and a person has to see to it."""

    OWED = "owed"
    SENT = "sent"
    PAID = "paid"
    FAILED = "failed"


class Refund(Record):
    """Money (đồng) that goes back to a buyer for `reference`: a return, a parcel, an order or a receipt.

    `voucher` is the number of its payment slip, `foreign_id` the provider's id of it, `note` what a person has to know:
    the bank's reference of a transfer. Who `approved_by` it is neither who `asked_by` nor who `paid_by` is. `tries`
    counts how often a provider was asked to pay it, out of the money of `receipt_id`.
    """

    __tablename__ = "refund"
    __table_args__ = (
        CheckConstraint("amount > 0", name="some"),
        CheckConstraint(
            "state <> 'paid' OR (num_nulls(method, paid_at, paid_by) = 0 AND num_nonnulls(voucher, foreign_id) > 0)",
            name="paid_whole",
        ),
        CheckConstraint("(state = 'paid') = (paid_at IS NOT NULL)", name="paid_dated"),
        CheckConstraint("state <> 'sent' OR num_nulls(method, sent_at) = 0", name="sent_whole"),
        CheckConstraint("approved_by <> asked_by", name="two_persons"),
        CheckConstraint("approved_by <> paid_by", name="not_paid_alone"),
        UniqueConstraint("method", "foreign_id"),
    )

    payment_id: Mapped[UUID] = mapped_column(ForeignKey("payment.id"), index=True)
    reference: Mapped[UUID] = mapped_column(unique=True)
    amount: Mapped[Dong]
    state: Mapped[RefundState]
    method: Mapped[RefundMethod | None]
    voucher: Mapped[str | None] = mapped_column(unique=True)
    foreign_id: Mapped[str | None]
    failure: Mapped[str | None]
    note: Mapped[str | None]
    asked_by: Mapped[str | None]
    approved_by: Mapped[str | None]
    sent_at: Mapped[datetime | None]
    tries: Mapped[int] = mapped_column(SmallInteger, server_default=text("0"))
    receipt_id: Mapped[UUID | None] = mapped_column(ForeignKey("payment_receipt.id"), index=True)
    paid_at: Mapped[datetime | None]
    paid_by: Mapped[str | None]
