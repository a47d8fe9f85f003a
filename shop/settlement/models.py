"""The ledger: accounts, entries, their postings and lines; and the dated rates of what the platform takes."""

from datetime import date
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
    __table_args__ = (UniqueConstraint("kind", "reference"),)

    kind: Mapped[EntryKind]
    reference: Mapped[UUID]
    order_id: Mapped[UUID | None] = mapped_column(ForeignKey("shop_order.id"), index=True)


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
