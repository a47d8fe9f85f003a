"""What an order owes and how that stands."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, text
from sqlalchemy.orm import Mapped, mapped_column

from shop.core.db import Record
from shop.core.money import Dong


class PaymentMethod(StrEnum):
    """How the buyer pays. Further ways come with their providers."""

    COD = "cod"


class PaymentState(StrEnum):
    """Cash on delivery: to collect, collected by a point or courier, remitted, settled."""

    TO_COLLECT = "to_collect"
    COLLECTED = "collected"
    REMITTED = "remitted"
    SETTLED = "settled"
    REFUSED = "refused"
    CANCELLED = "cancelled"


class Payment(Record):
    """The payment of the order `reference`: the amount (đồng) was frozen when the order was placed.

    `collected` is the cash taken in for its parcels so far; a parcel that was refused is never paid. `refunded` is what
    of that is owed back or was paid back, the sum of its refunds.
    """

    __tablename__ = "payment"
    __table_args__ = (
        CheckConstraint("amount >= 0", name="amount_not_negative"),
        CheckConstraint("collected BETWEEN 0 AND amount", name="collected_within_amount"),
        CheckConstraint("refunded BETWEEN 0 AND collected", name="refunded_within_collected"),
    )

    reference: Mapped[UUID] = mapped_column(unique=True)
    method: Mapped[PaymentMethod]
    amount: Mapped[Dong]
    collected: Mapped[Dong] = mapped_column(server_default=text("0"))
    refunded: Mapped[Dong] = mapped_column(server_default=text("0"))
    state: Mapped[PaymentState]
    version: Mapped[int] = mapped_column(server_default=text("1"))


class PaymentHistory(Record):
    """One move of a payment: append-only. `collected` is the cash (đồng) that came with it."""

    __tablename__ = "payment_history"

    payment_id: Mapped[UUID] = mapped_column(ForeignKey("payment.id"), index=True)
    state: Mapped[PaymentState]
    collected: Mapped[Dong] = mapped_column(server_default=text("0"))
    actor: Mapped[str]
    reason: Mapped[str | None]


class RefundMethod(StrEnum):
    """How money goes back. Further ways come with their providers."""

    CASH = "cash"
    TRANSFER = "transfer"


class RefundState(StrEnum):
    """Owed to the buyer, then paid."""

    OWED = "owed"
    PAID = "paid"


class Refund(Record):
    """Money (đồng) that goes back to a buyer for `reference`, a return; `voucher` is the number of its payment slip.

    `note` says what a person has to know: the bank's reference of a transfer.
    """

    __tablename__ = "refund"
    __table_args__ = (
        CheckConstraint("amount > 0", name="some"),
        CheckConstraint("num_nulls(method, voucher, paid_at, paid_by) IN (0, 4)", name="paid_whole"),
        CheckConstraint("(state = 'paid') = (paid_at IS NOT NULL)", name="paid_dated"),
    )

    payment_id: Mapped[UUID] = mapped_column(ForeignKey("payment.id"), index=True)
    reference: Mapped[UUID] = mapped_column(unique=True)
    amount: Mapped[Dong]
    state: Mapped[RefundState]
    method: Mapped[RefundMethod | None]
    voucher: Mapped[str | None] = mapped_column(unique=True)
    note: Mapped[str | None]
    paid_at: Mapped[datetime | None]
    paid_by: Mapped[str | None]
