"""The ledger: accounts, entries, their postings and lines; the dated rates of what the platform takes; and payouts."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, SmallInteger, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from shop.carriers.models import CarrierName
from shop.core.db import Base, Record
from shop.core.money import Dong


class AccountKind(StrEnum):
    """What an account holds. The first two are money that is there; the others say whose it is, or what it went for."""

    MONEY = "money"  # with our bank and the providers
    CASH = "cash"  # with a place or carrier that took it in for us
    BUYER = "buyer"  # paid for goods that are not handed over yet, or owed back
    PRODUCER = "producer"  # owed to a producer; without one: goods of nobody in the register
    CARRIER = "carrier"  # paid for delivery, less what carriers have charged; without one: our own riders
    COMMISSION = "commission"  # the platform's
    FEE = "fee"  # the platform's, for handling the payment
    VAT = "vat"  # withheld for the state
    PIT = "pit"  # withheld for the state: personal income tax
    VOUCHER = "voucher"  # what the platform's vouchers cost it
    SHORTFALL = "shortfall"  # cash that was taken in and never came, less what came unasked


class EntryKind(StrEnum):
    """What happened, and what the entry's `reference` names."""

    RECEIPT = "receipt"  # a payment_receipt: money came before the goods
    CASH = "cash"  # a cod_collection: somebody took cash in for us
    REMITTED = "remitted"  # a cod_collection: that cash was handed in
    SALE = "sale"  # a parcel: its buyer has the goods
    REVERSAL = "reversal"  # a refund: goods that were sold go back, in part or whole
    REFUND = "refund"  # a refund: the money went to its buyer
    FORFEIT = "forfeit"  # a parcel: its buyer did not take it, and its deposit is its producer's
    PAYOUT = "payout"  # a payout: a producer got its money
    PAYOUT_BACK = "payout_back"  # a payout: its money came back


class LedgerAccount(Record):
    """One account. A producer, carrier or place is named where the kind has one of each."""

    __tablename__ = "ledger_account"
    __table_args__ = (
        UniqueConstraint("kind", "producer_id", "carrier", "place_id", postgresql_nulls_not_distinct=True),
        CheckConstraint("producer_id IS NULL OR kind = 'producer'", name="producer_of_producers"),
        CheckConstraint("carrier IS NULL OR kind IN ('cash', 'carrier')", name="carrier_of_carriers"),
        CheckConstraint("place_id IS NULL OR kind = 'cash' AND carrier IS NULL", name="place_of_cash"),
    )

    kind: Mapped[AccountKind]
    producer_id: Mapped[UUID | None] = mapped_column(ForeignKey("producer.id"), index=True)
    carrier: Mapped[CarrierName | None]
    place_id: Mapped[UUID | None] = mapped_column(ForeignKey("place.id"), index=True)


class LedgerEntry(Record):
    """Something that happened to money, once: append-only. Its postings add up to nothing, which the commit checks."""

    __tablename__ = "ledger_entry"
    __table_args__ = (
        UniqueConstraint("kind", "reference"),
        CheckConstraint(
            "payout_id IS NULL OR payout_id = reference AND kind IN ('payout', 'payout_back')", name="payout_of_payouts"
        ),
    )

    kind: Mapped[EntryKind]
    reference: Mapped[UUID]
    order_id: Mapped[UUID | None] = mapped_column(ForeignKey("shop_order.id"), index=True)
    payout_id: Mapped[UUID | None] = mapped_column(ForeignKey("payout.id"), index=True)


class LedgerPosting(Base):
    """What an entry (đồng) means for one account: debits are positive, credits negative. Append-only.

    So the accounts of money show what is there, and those of producers, carriers, taxes and buyers, with the sign
    turned, what is owed to them.
    """

    __tablename__ = "ledger_posting"
    __table_args__ = (
        CheckConstraint("amount <> 0", name="some"),
        Index("ledger_posting_account_idx", "account_id", "entry_id", postgresql_include=["amount"]),
    )

    entry_id: Mapped[UUID] = mapped_column(ForeignKey("ledger_entry.id"), primary_key=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("ledger_account.id"), primary_key=True)
    amount: Mapped[Dong]


class LedgerLine(Base):
    """What of a sale falls to one order line (đồng), or with negative amounts what of it was taken back: append-only.

    The buyer pays `paid`; with `funded`, which the platform's vouchers add, that is the producer's `gross`; what is
    left of it after commission, fee and the taxes withheld is the producer's.
    """

    __tablename__ = "ledger_line"
    __table_args__ = (CheckConstraint("gross = paid + funded", name="gross_adds_up"),)

    entry_id: Mapped[UUID] = mapped_column(ForeignKey("ledger_entry.id"), primary_key=True)
    order_line_id: Mapped[UUID] = mapped_column(ForeignKey("order_line.id"), primary_key=True, index=True)
    paid: Mapped[Dong]
    funded: Mapped[Dong]
    gross: Mapped[Dong]
    commission: Mapped[Dong]
    fee: Mapped[Dong]
    vat: Mapped[Dong]
    pit: Mapped[Dong]


class CommissionRate(Record):
    """What the platform takes of a sale from a day on (Hà Nội), in hundredths of a percent: append-only.

    The day an order was placed decides. A rate is written before its day, so no order's rate ever changes; before the
    first of them `rules.FIRST` counts. `set_by` is the officer who wrote it.
    """

    __tablename__ = "commission_rate"
    __table_args__ = (CheckConstraint("commission BETWEEN 0 AND 5000 AND fee BETWEEN 0 AND 1000", name="bounded"),)

    starts_on: Mapped[date] = mapped_column(unique=True)
    commission: Mapped[int] = mapped_column(SmallInteger)
    fee: Mapped[int] = mapped_column(SmallInteger)
    note: Mapped[str] = mapped_column(server_default=text("''"))
    set_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))


class BankAccountOfProducer(Record):
    """Where a producer's money goes: an owner proposed it, an officer confirmed it. A change is a new row.

    `number` is as the bank writes it, without spaces; `stripe_account` is the producer's connected account at Stripe,
    which is paid instead where we have Stripe.
    """

    __tablename__ = "bank_account_of_producer"
    __table_args__ = (
        CheckConstraint("bank_bin ~ '^[0-9]{6}$' AND number ~ '^[0-9A-Z]{4,19}$' AND holder <> ''", name="written"),
        CheckConstraint("stripe_account ~ '^acct_[0-9A-Za-z]{1,60}$'", name="stripe_written"),
        CheckConstraint("confirmed_by <> proposed_by", name="two_persons"),
        CheckConstraint("num_nulls(confirmed_by, confirmed_at) IN (0, 2)", name="confirmed_whole"),
        Index(
            "bank_account_of_producer_current_idx",
            "producer_id",
            unique=True,
            postgresql_where=text("ended_at IS NULL"),
        ),
        Index(
            "bank_account_of_producer_proposed_idx",
            "id",
            postgresql_where=text("ended_at IS NULL AND confirmed_at IS NULL"),
        ),
    )

    producer_id: Mapped[UUID] = mapped_column(ForeignKey("producer.id"), index=True)
    bank_bin: Mapped[str]
    number: Mapped[str]
    holder: Mapped[str]
    stripe_account: Mapped[str | None]
    proposed_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    confirmed_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    confirmed_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]  # another one took its place


class PayoutState(StrEnum):
    """Drafted; then dropped, or approved by a second person; sent; then paid, or failed and owed again."""

    DRAFT = "draft"
    DROPPED = "dropped"
    APPROVED = "approved"
    SENT = "sent"
    PAID = "paid"
    FAILED = "failed"


class PayoutMethod(StrEnum):
    """From our bank, by the file an officer takes there; or to the producer's account at Stripe."""

    TRANSFER = "transfer"
    STRIPE = "stripe"


class PayoutBatch(Record):
    """One run of payouts: who drafted it, and who else approved all of it, or dropped it."""

    __tablename__ = "payout_batch"
    __table_args__ = (
        CheckConstraint("approved_by <> made_by", name="two_persons"),
        CheckConstraint("num_nulls(approved_by, approved_at) IN (0, 2)", name="approved_whole"),
        CheckConstraint("num_nulls(dropped_by, dropped_at) IN (0, 2)", name="dropped_whole"),
        CheckConstraint("num_nonnulls(approved_at, dropped_at) < 2", name="approved_or_dropped"),
    )

    made_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    approved_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    approved_at: Mapped[datetime | None]
    dropped_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    dropped_at: Mapped[datetime | None]


class Payout(Record):
    """Money (đồng) for one producer, the `number`-th of its batch; `code` is what the transfer says.

    What is drafted is promised to nobody and counts as gone all the same: a producer has one open draft at most. With
    the approval the ledger has it. `sent_at` is when it was first sent, `asked_at` when Stripe was asked last;
    `reference` is what the bank or Stripe calls it, `reason` why it failed or was dropped.
    """

    __tablename__ = "payout"
    __table_args__ = (
        UniqueConstraint("batch_id", "producer_id"),
        UniqueConstraint("batch_id", "number"),
        CheckConstraint("amount > 0 AND number > 0", name="some"),
        CheckConstraint("(state = 'paid') = (reference IS NOT NULL)", name="paid_as"),
        CheckConstraint("(state IN ('failed', 'dropped')) = (reason IS NOT NULL)", name="ended_why"),
        CheckConstraint(
            "num_nulls(ended_by, ended_at) IN (0, 2) "
            "AND (state IN ('paid', 'failed', 'dropped')) = (ended_at IS NOT NULL)",
            name="ended_whole",
        ),
        CheckConstraint("state NOT IN ('sent', 'paid') OR sent_at IS NOT NULL", name="sent_dated"),
        CheckConstraint("state NOT IN ('draft', 'dropped', 'approved') OR sent_at IS NULL", name="not_sent_before"),
        Index("payout_draft_idx", "producer_id", unique=True, postgresql_where=text("state = 'draft'")),
        Index("payout_to_send_idx", "id", postgresql_where=text("method = 'stripe' AND state IN ('approved', 'sent')")),
    )

    batch_id: Mapped[UUID] = mapped_column(ForeignKey("payout_batch.id"))
    number: Mapped[int] = mapped_column(SmallInteger)
    code: Mapped[str] = mapped_column(unique=True)
    producer_id: Mapped[UUID] = mapped_column(ForeignKey("producer.id"), index=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("bank_account_of_producer.id"), index=True)
    amount: Mapped[Dong]
    method: Mapped[PayoutMethod]
    state: Mapped[PayoutState]
    sent_at: Mapped[datetime | None]
    asked_at: Mapped[datetime | None]
    reference: Mapped[str | None]
    reason: Mapped[str | None]
    ended_by: Mapped[str | None]  # a person's id, or `stripe`
    ended_at: Mapped[datetime | None]
